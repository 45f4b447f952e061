/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-snapshot-build.h"

#include "cp-database.h"
#include "cp-files.h"
#include "cp-replica.h"
#include "cp-snapshot-file.h"
#include "cp-store-scope.h"

typedef struct {
  CpReplica *replica;
  const CpStoreScope *scope; /* (nullable) */
  GError *error;
} Filling;

static gboolean
add_row (gpointer data, const char *text)
{
  Filling *filling = data;
  g_autoptr (CpJson) row = cp_json_parse_object (text, -1, &filling->error);
  const char *word = cp_json_get_text (row, "kind");
  g_autoptr (CpJson) told = NULL;

  if (row == NULL)
    return FALSE;
  told = cp_store_scope_tell (filling->scope, word, cp_json_get_object (row, "data"));
  return told == NULL || cp_replica_put (filling->replica, (CpKind) cp_kind_from_word (word),
                                         cp_json_get_int (row, "ver", 0), told, &filling->error);
}

static gboolean
add_chain (gpointer data, const char *incarnation, gint64 seq)
{
  Filling *filling = data;

  return cp_replica_put_acked (filling->replica, incarnation, seq, &filling->error);
}

static gboolean
fill (CpHeadOfficeStorage *storage, const char *store_id, CpReplica *replica, GError **error)
{
  g_autoptr (CpStoreScope) scope = NULL;
  Filling filling = { replica, NULL, NULL };

  if (store_id != NULL) {
    scope = cp_store_scope_new (storage, store_id, NULL, error);
    if (scope == NULL)
      return FALSE;
    filling.scope = scope;
  }
  if (!storage->class_->list_images (storage, add_row, &filling, error))
    return FALSE;
  if (filling.error == NULL &&
      !storage->class_->list_chains (storage, NULL, add_chain, &filling, error))
    return FALSE;
  if (filling.error == NULL)
    return TRUE;
  g_propagate_error (error, filling.error);
  return FALSE;
}

static gboolean
get_position (CpHeadOfficeStorage *storage, char **ret_epoch, gint64 *ret_gseq, GError **error)
{
  g_autofree char *epoch = NULL;

  if (!storage->class_->get_setting (storage, "epoch", &epoch, error) ||
      !storage->class_->get_last_gseq (storage, ret_gseq, error))
    return FALSE;
  *ret_epoch = g_steal_pointer (&epoch);
  return TRUE;
}

gboolean
cp_snapshot_build_replica (const CpWorld *world,
                           CpHeadOfficeStorage *storage,
                           const char *store_id,
                           const char *path,
                           gint64 head_office_ms,
                           GError **error)
{
  CpReplica *replica = cp_replica_build (world, path, error);
  g_autofree char *epoch = NULL;
  gint64 gseq = 0;

  if (replica == NULL)
    return FALSE;
  if (fill (storage, store_id, replica, error) && get_position (storage, &epoch, &gseq, error))
    return cp_replica_seal (replica, epoch, gseq, head_office_ms, error);
  cp_replica_close (replica);
  return FALSE;
}

static CpManifest *
pack (const CpWorld *world,
      CpHeadOfficeStorage *storage,
      const char *store_id,
      gint64 chunk_bytes,
      const char *raw,
      const char *folder,
      gint64 head_office_ms,
      GError **error)
{
  g_autoptr (CpManifest) manifest = cp_manifest_new ();
  g_autofree char *packed = g_strconcat (raw, ".zst", NULL);
  g_autofree char *path = NULL;

  manifest->chunk_bytes = chunk_bytes;
  manifest->schema = cp_replica_get_schema ();
  manifest->scope = cp_manifest_dup_scope (store_id);
  manifest->head_office_ms = head_office_ms;
  if (!get_position (storage, &manifest->epoch, &manifest->cursor, error) ||
      !cp_snapshot_file_pack (world, raw, packed, manifest, error) ||
      !cp_files_sync (world, packed, error))
    return NULL;
  path = g_strdup_printf ("%s/%s.zst", folder, manifest->id);
  return cp_files_rename (world, packed, path, error) ? g_steal_pointer (&manifest) : NULL;
}

CpManifest *
cp_snapshot_build (const CpWorld *world,
                   CpHeadOfficeStorage *storage,
                   const char *store_id,
                   gint64 chunk_bytes,
                   const char *folder,
                   gint64 head_office_ms,
                   GError **error)
{
  g_autofree char *raw = g_build_filename (folder, "building.db", NULL);
  CpManifest *manifest = NULL;

  cp_database_delete (world, raw);
  if (cp_snapshot_build_replica (world, storage, store_id, raw, head_office_ms, error))
    manifest = pack (world, storage, store_id, chunk_bytes, raw, folder, head_office_ms, error);
  cp_database_delete (world, raw);
  return manifest;
}
