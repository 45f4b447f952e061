/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A snapshot of head office's rows, chunk by chunk, until it takes the replica's place. */
#include "cp-ledger-private.h"

#include "cp-error.h"
#include "cp-files.h"
#include "cp-signature.h"

#define WHOLE_PERCENT 100

/* What a thread of its own needs, and nothing of the ledger. */
struct _CpLedgerErrand {
  void (*run) (CpLedgerErrand *errand);
  CpJson *(*end) (CpLedger *self, CpLedgerErrand *errand, GError **error);
  const CpWorld *world;
  char *path;           /* of the replica in a count, of the snapshot in a look */
  CpJson *document;     /* (nullable): a count's manifest, as it came */
  CpManifest *manifest; /* (nullable): in a count until it is run */
  CpStaging *staging;   /* (nullable): what a count has found */
  guint nth;            /* of the snapshots that the ledger began */
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

/* Returns: (transfer full): one that we can take */
static CpManifest *
read_manifest (CpLedger *self, const CpJson *document, GError **error)
{
  g_autoptr (CpManifest) manifest = cp_manifest_from_json (document, error);

  if (manifest == NULL || !check_seal (self, document, error) ||
      !check_manifest (self, manifest, error))
    return NULL;
  if (cp_files_can (self->world))
    return g_steal_pointer (&manifest);
  g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "This disk takes no snapshots");
  return NULL;
}

/* Two that count would cut each other's file off. */
static gboolean
check_not_counting (const CpLedger *self, GError **error)
{
  if (!self->is_counting)
    return TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE,
                       "What is there of the snapshot is still being counted");
  return FALSE;
}

static CpLedgerErrand *
new_errand (const CpLedger *self,
            const char *path,
            void (*run) (CpLedgerErrand *),
            CpJson *(*end) (CpLedger *, CpLedgerErrand *, GError **) )
{
  CpLedgerErrand *errand = g_new0 (CpLedgerErrand, 1);

  errand->run = run;
  errand->end = end;
  errand->world = self->world;
  errand->path = g_strdup (path);
  errand->nth = self->n_begun;
  return errand;
}

void
cp_ledger_errand_free (CpLedgerErrand *errand)
{
  g_clear_pointer (&errand->staging, cp_staging_close);
  g_clear_pointer (&errand->manifest, cp_manifest_free);
  json_decref (errand->document);
  g_free (errand->path);
  g_clear_error (&errand->error);
  g_free (errand);
}

void
cp_ledger_errand_run (CpLedgerErrand *errand)
{
  g_clear_error (&errand->error);
  errand->run (errand);
}

CpJson *
cp_ledger_end_errand (CpLedger *self, CpLedgerErrand *errand, GError **error)
{
  return errand->end (self, errand, error);
}

static void
count (CpLedgerErrand *errand)
{
  errand->staging = cp_staging_open (errand->world, errand->path,
                                     g_steal_pointer (&errand->manifest), &errand->error);
}

static gboolean
check_still_wanted (const CpLedger *self, const CpLedgerErrand *errand, GError **error)
{
  if (errand->nth == self->n_begun)
    return TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE,
                       "The snapshot was begun again, or given up, meanwhile");
  return FALSE;
}

static CpJson *
end_count (CpLedger *self, CpLedgerErrand *errand, GError **error)
{
  CpJson *reply;

  self->is_counting = FALSE;
  self->lacks_room = g_error_matches (errand->error, CP_ERROR, CP_ERROR_FULL);
  cp_ledger_tell (self, "status", NULL);
  if (!cp_ledger_check_alive (self, error))
    return NULL;
  if (errand->staging == NULL) {
    g_propagate_error (error, g_steal_pointer (&errand->error));
    return NULL;
  }
  if (!check_still_wanted (self, errand, error))
    return NULL;
  self->staging = g_steal_pointer (&errand->staging);
  self->line.is_preparing = FALSE;
  /* Else head office's word on a forked chain, which has to be heard before the rows are taken, is nobody's. */
  if (!cp_ledger_meet (self, errand->document, error))
    return NULL;
  reply = json_object ();
  cp_json_set_int (reply, "next", cp_staging_get_next (self->staging));
  return reply;
}

CpLedgerErrand *
cp_ledger_begin_count (CpLedger *self, const CpJson *manifest, GError **error)
{
  g_autoptr (CpManifest) read = NULL;
  CpLedgerErrand *errand;

  if (!cp_ledger_check_alive (self, error) || !check_not_counting (self, error))
    return NULL;
  g_clear_pointer (&self->staging, cp_staging_close);
  read = read_manifest (self, manifest, error);
  if (read == NULL)
    return NULL;
  self->n_begun++;
  self->has_no_staging = FALSE;
  self->is_counting = TRUE;
  cp_ledger_tell (self, "status", NULL);
  errand = new_errand (self, cp_replica_get_path (self->replica), count, end_count);
  errand->manifest = g_steal_pointer (&read);
  errand->document = json_deep_copy (manifest);
  return errand;
}

static gboolean
check_begun (const CpLedger *self, GError **error)
{
  if (!check_not_counting (self, error))
    return FALSE;
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

/* What can't be used is not kept, or it would be taken up again for ever. */
static void
give_up (CpLedger *self)
{
  g_clear_pointer (&self->staging, cp_staging_close);
  if (self->replica != NULL)
    cp_staging_sweep (self->world, cp_replica_get_path (self->replica), NULL);
  cp_ledger_tell (self, "status", NULL);
}

void
cp_ledger_abandon_snapshot (CpLedger *self)
{
  self->n_begun++;
  give_up (self);
}

void
cp_ledger_drop_snapshot (CpLedger *self)
{
  if (self->has_no_staging || self->is_counting)
    return;
  cp_ledger_abandon_snapshot (self);
  self->has_no_staging = TRUE;
}

static void
look_through (CpLedgerErrand *errand)
{
  if (cp_staging_look_through (errand->world, errand->path, errand->manifest, &errand->error))
    g_debug ("%s has been looked through", errand->path);
}

static gboolean
swap (CpLedger *self, const CpLedgerErrand *look, GError **error)
{
  /* Once the rows are here, nobody says any more who is erased in them, nor what was refused of ours: that is
   * noted before. */
  if (look->error == NULL)
    return cp_ledger_mark_erased_rows (self, look->path, error) &&
           cp_ledger_mark_untold (self, look->manifest->epoch, error) &&
           cp_replica_swap (&self->replica, look->path, error);
  g_propagate_error (error, g_error_copy (look->error));
  return FALSE;
}

static CpJson *
end_look (CpLedger *self, CpLedgerErrand *look, GError **error)
{
  if (!cp_ledger_check_alive (self, error))
    return NULL;
  if (!check_still_wanted (self, look, error))
    return NULL;
  if (!swap (self, look, error)) {
    give_up (self);
    return NULL;
  }
  g_message ("The rows are those of a snapshot at %" G_GINT64_FORMAT " now",
             cp_replica_get_cursor (self->replica));
  give_up (self);
  self->is_caught_up = FALSE;
  self->heard_boot_ms = cp_world_boot_ms (self->world);
  g_clear_pointer (&self->waiting_accounts, g_ptr_array_unref);
  if (!cp_ledger_take_up_replica (self, error))
    return NULL;
  cp_ledger_erase (self);
  cp_ledger_tell_all (self);
  return json_object ();
}

CpLedgerErrand *
cp_ledger_begin_look (CpLedger *self, GError **error)
{
  CpLedgerErrand *errand;

  if (!cp_ledger_check_alive (self, error) || !check_begun (self, error) ||
      !cp_staging_check_whole (self->staging, error))
    return NULL;
  errand = new_errand (self, cp_staging_get_path (self->staging), look_through, end_look);
  errand->manifest = cp_manifest_copy (cp_staging_get_manifest (self->staging));
  return errand;
}

/* @errand: (transfer full) (nullable) */
static CpJson *
carry_out (CpLedger *self, CpLedgerErrand *errand, GError **error)
{
  g_autoptr (CpLedgerErrand) owned = errand;

  if (errand == NULL)
    return NULL;
  cp_ledger_errand_run (errand);
  return cp_ledger_end_errand (self, errand, error);
}

CpJson *
cp_ledger_begin_snapshot (CpLedger *self, const CpJson *manifest, GError **error)
{
  return carry_out (self, cp_ledger_begin_count (self, manifest, error), error);
}

gboolean
cp_ledger_finish_snapshot (CpLedger *self, GError **error)
{
  g_autoptr (CpJson) reply = carry_out (self, cp_ledger_begin_look (self, error), error);

  return reply != NULL;
}

gint64
cp_ledger_get_snapshot_percent (const CpLedger *self)
{
  if (self->staging == NULL)
    return 0;
  return (gint64) cp_staging_get_next (self->staging) * WHOLE_PERCENT /
         cp_staging_get_manifest (self->staging)->chunks->len;
}
