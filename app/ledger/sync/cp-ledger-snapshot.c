/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A snapshot of head office's rows, chunk by chunk, until it takes the replica's place. */
#include "cp-ledger-private.h"

#include "cp-error.h"
#include "cp-files.h"
#include "cp-signature.h"

#define WHOLE_PERCENT 100

/* What a thread of its own needs, and nothing of the ledger. */
struct _CpLedgerLook {
  const CpWorld *world;
  char *path;
  guint nth; /* of the snapshots that the ledger began */
  GError *error;
};

/* All, or what this store is told; another store's is not for us. */
static gboolean
check_scope (const CpLedger *self, const CpManifest *manifest, GError **error)
{
  g_autofree char *all = cp_manifest_dup_scope (NULL);
  g_autofree char *own = cp_manifest_dup_scope (self->store_id);

  if (g_strcmp0 (manifest->scope, all) == 0 || g_strcmp0 (manifest->scope, own) == 0)
    return TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "The snapshot is another store's");
  return FALSE;
}

static gboolean
check_manifest (const CpLedger *self, const CpManifest *manifest, GError **error)
{
  gint64 schema = cp_replica_get_schema ();

  if (!check_scope (self, manifest, error))
    return FALSE;
  if (manifest->schema == schema)
    return TRUE;
  g_set_error (error, CP_ERROR, manifest->schema > schema ? CP_ERROR_NEWER : CP_ERROR_INVALID,
               "The snapshot's tables are of version %" G_GINT64_FORMAT
               " and not of %" G_GINT64_FORMAT,
               manifest->schema, schema);
  return FALSE;
}

/* Every chunk is held against the manifest, so this is all that has to be believed. */
static gboolean
check_seal (CpLedger *self, const CpJson *document, GError **error)
{
  if (cp_ledger_is_sealed (self, document, CP_SEAL_SNAPSHOT))
    return TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID,
                       "The snapshot is not sealed by head office");
  return FALSE;
}

static CpStaging *
open_staging (CpLedger *self, const CpJson *document, GError **error)
{
  g_autoptr (CpManifest) manifest = cp_manifest_from_json (document, error);

  if (manifest == NULL || !check_seal (self, document, error) ||
      !check_manifest (self, manifest, error))
    return NULL;
  if (!cp_files_can (self->world)) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "This disk takes no snapshots");
    return NULL;
  }
  return cp_staging_open (self->world, cp_replica_get_path (self->replica),
                          g_steal_pointer (&manifest), error);
}

CpJson *
cp_ledger_begin_snapshot (CpLedger *self, const CpJson *manifest, GError **error)
{
  CpStaging *staging;
  CpJson *reply;

  if (!cp_ledger_check_alive (self, error))
    return NULL;
  g_clear_pointer (&self->staging, cp_staging_close);
  staging = open_staging (self, manifest, error);
  if (staging == NULL)
    return NULL;
  self->staging = staging;
  self->n_begun++;
  /* Else head office's word on a forked chain, which has to be heard before the rows are taken, is nobody's. */
  if (!cp_ledger_meet (self, manifest, error))
    return NULL;
  reply = json_object ();
  cp_json_set_int (reply, "next", cp_staging_get_next (staging));
  cp_ledger_tell (self, "status", NULL);
  return reply;
}

static gboolean
check_begun (const CpLedger *self, GError **error)
{
  if (self->staging != NULL)
    return TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "No snapshot has been begun");
  return FALSE;
}

gboolean
cp_ledger_put_snapshot_chunk (
    CpLedger *self, guint index, gconstpointer bytes, gsize n_bytes, GError **error)
{
  if (!cp_ledger_check_alive (self, error) || !check_begun (self, error) ||
      !cp_staging_put (self->staging, index, bytes, n_bytes, error))
    return FALSE;
  cp_ledger_tell (self, "status", NULL);
  return TRUE;
}

static void
tell_all (CpLedger *self)
{
  static const char *const whats[] = { "accounts", "programme", "attention", "outbox", "status" };

  for (guint i = 0; i < G_N_ELEMENTS (whats); i++)
    cp_ledger_tell (self, whats[i], NULL);
}

/* What can't be used is not kept, or it would be taken up again for ever. */
static gboolean
give_up (CpLedger *self)
{
  g_clear_pointer (&self->staging, cp_staging_close);
  if (self->replica != NULL)
    cp_staging_sweep (self->world, cp_replica_get_path (self->replica), NULL);
  cp_ledger_tell (self, "status", NULL);
  return FALSE;
}

CpLedgerLook *
cp_ledger_begin_look (CpLedger *self, GError **error)
{
  CpLedgerLook *look;

  if (!cp_ledger_check_alive (self, error) || !check_begun (self, error) ||
      !cp_staging_check_whole (self->staging, error))
    return NULL;
  look = g_new0 (CpLedgerLook, 1);
  look->world = self->world;
  look->path = g_strdup (cp_staging_get_path (self->staging));
  look->nth = self->n_begun;
  return look;
}

void
cp_ledger_look_through (CpLedgerLook *look)
{
  g_clear_error (&look->error);
  if (cp_replica_look_through (look->world, look->path, &look->error))
    g_debug ("%s has been looked through", look->path);
}

void
cp_ledger_look_free (CpLedgerLook *look)
{
  g_free (look->path);
  g_clear_error (&look->error);
  g_free (look);
}

static gboolean
swap (CpLedger *self, const CpLedgerLook *look, GError **error)
{
  if (look->error == NULL)
    return cp_replica_swap (&self->replica, look->path, error);
  g_propagate_error (error, g_error_copy (look->error));
  return FALSE;
}

gboolean
cp_ledger_end_look (CpLedger *self, const CpLedgerLook *look, GError **error)
{
  if (!cp_ledger_check_alive (self, error))
    return FALSE;
  if (self->staging == NULL || look->nth != self->n_begun) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE,
                         "The snapshot was begun again meanwhile");
    return FALSE;
  }
  if (!swap (self, look, error))
    return give_up (self);
  g_message ("The rows are those of a snapshot at %" G_GINT64_FORMAT " now",
             cp_replica_get_cursor (self->replica));
  give_up (self);
  self->is_caught_up = FALSE;
  g_clear_pointer (&self->waiting_accounts, g_ptr_array_unref);
  if (!cp_ledger_take_up_replica (self, error) || !cp_ledger_mark_erased_rows (self, error))
    return FALSE;
  cp_ledger_erase (self);
  tell_all (self);
  return TRUE;
}

gboolean
cp_ledger_finish_snapshot (CpLedger *self, GError **error)
{
  g_autoptr (CpLedgerLook) look = cp_ledger_begin_look (self, error);

  if (look == NULL)
    return FALSE;
  cp_ledger_look_through (look);
  return cp_ledger_end_look (self, look, error);
}

gint64
cp_ledger_get_snapshot_percent (const CpLedger *self)
{
  return (gint64) cp_staging_get_next (self->staging) * WHOLE_PERCENT /
         cp_staging_get_manifest (self->staging)->chunks->len;
}
