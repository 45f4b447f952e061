/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The journal's beginning and all that is written to it; what is read is in cp-journal-read.c. */
#include "cp-journal-private.h"

#include "cp-chain.h"
#include "cp-error.h"
#include "cp-store-resource.h"

#define APPLICATION_ID 0x43504a31 /* CPJ1 */

/* How many links are verified at each opening. */
#define LINKS_AT_OPENING 1000

#define INCARNATION_BYTES 16

static gboolean
connect_database (CpJournal *self, GError **error)
{
  const CpDatabaseConfig config = {
    .path = self->path,
    .use = CP_DATABASE_SACRED,
    .application_id = APPLICATION_ID,
    .resource = cp_store_get_resource (),
    .folder = "/org/counterpart/store/journal/sql",
    .is_backed_up = TRUE,
    .gives_back = TRUE,
  };

  self->db = cp_database_open (self->world, &config, error);
  return self->db != NULL;
}

CpStatement *
cp_journal_get (CpJournal *self, const char *name, GError **error)
{
  if (self->db != NULL)
    return cp_database_get (self->db, name, error);
  g_set_error (error, CP_ERROR, CP_ERROR_FATAL, "The journal could not be opened again");
  return NULL;
}

gboolean
cp_journal_is_fatal (const CpJournal *self)
{
  return self->fatal || cp_database_is_fatal (self->db);
}

char *
cp_journal_make_incarnation (const CpWorld *world)
{
  guint8 bytes[INCARNATION_BYTES];
  GString *hex = g_string_new (NULL);

  cp_world_fill_random (world, bytes, sizeof bytes);
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  return g_string_free (hex, FALSE);
}

gboolean
cp_journal_put_device (
    CpJournal *self, const char *device_id, const char *incarnation, gint64 n_lanes, GError **error)
{
  CpStatement *statement = cp_journal_get (self, "put-device", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":device_id", device_id);
  cp_statement_bind_text (statement, ":incarnation", incarnation);
  cp_statement_bind_int (statement, ":lanes", n_lanes);
  return cp_statement_run (statement, error);
}

static void
clear_chain (CpJournalChain *chain)
{
  g_free (chain->name);
  g_free (chain->last_hash);
}

void
cp_journal_set_incarnation (CpJournal *self, const char *incarnation)
{
  for (guint lane = 0; lane < CP_N_LANES; lane++) {
    clear_chain (&self->chains[lane]);
    self->chains[lane] = (CpJournalChain){ cp_chain_dup_name (incarnation, lane), 0, NULL, -1 };
  }
}

static gboolean
make_device (CpJournal *self, const char *device_id, GError **error)
{
  g_autofree char *incarnation = cp_journal_make_incarnation (self->world);

  self->device_id = g_strdup (device_id);
  self->n_lanes = 1;
  cp_journal_set_incarnation (self, incarnation);
  if (!cp_database_begin (self->db, error))
    return FALSE;
  if (cp_journal_put_device (self, device_id, incarnation, self->n_lanes, error) &&
      cp_database_commit (self->db, error))
    return TRUE;
  cp_database_rollback (self->db);
  return FALSE;
}

static gboolean
read_device (CpJournal *self, const char *device_id, GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_journal_get (self, "get-device", error);
  gboolean row;

  if (statement == NULL || !cp_statement_step (statement, &row, error))
    return FALSE;
  if (!row && device_id == NULL) {
    g_set_error (error, CP_ERROR, CP_ERROR_NOT_FOUND, "%s belongs to no device yet", self->path);
    return FALSE;
  }
  if (!row)
    return make_device (self, device_id, error);
  self->device_id = g_strdup (cp_statement_get_text (statement, 0));
  cp_journal_set_incarnation (self, cp_statement_get_text (statement, 1));
  self->n_lanes = cp_statement_get_int (statement, 2);
  if (device_id == NULL || g_str_equal (self->device_id, device_id))
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s belongs to the device \"%s\", not to \"%s\"",
               self->path, self->device_id, device_id);
  return FALSE;
}

static gboolean
read_last (CpJournal *self, CpJournalChain *chain, GError **error)
{
  g_autoptr (CpStatementCleaner) statement = cp_journal_get (self, "get-last", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":incarnation", chain->name);
  if (!cp_statement_step (statement, &row, error))
    return FALSE;
  g_free (chain->last_hash);
  chain->last_seq = row ? cp_statement_get_int (statement, 0) : 0;
  chain->last_hash = g_strdup (row ? cp_statement_get_text (statement, 1) : CP_CHAIN_START);
  return TRUE;
}

gboolean
cp_journal_read_last (CpJournal *self, GError **error)
{
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    if (!read_last (self, &self->chains[lane], error))
      return FALSE;
  return TRUE;
}

CpJournal *
cp_journal_open (const CpWorld *world, const char *path, const char *device_id, GError **error)
{
  g_autoptr (CpJournal) self = g_new0 (CpJournal, 1);

  g_return_val_if_fail (device_id == NULL || *device_id != '\0', NULL);

  self->world = world;
  self->path = g_strdup (path);
  if (!connect_database (self, error) || !read_device (self, device_id, error) ||
      !cp_journal_read_last (self, error))
    return NULL;
  if (device_id != NULL && !cp_journal_verify_links (self, LINKS_AT_OPENING, NULL, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
cp_journal_close (CpJournal *self)
{
  if (self == NULL)
    return;
  cp_database_close (self->db);
  cp_signer_free (self->signer);
  g_free (self->path);
  g_free (self->device_id);
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    clear_chain (&self->chains[lane]);
  g_free (self);
}

/* After a commit of which nobody knows what became: only what a fresh look at the file shows is
 * true. */
static gboolean
look_afresh (CpJournal *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  cp_database_close (g_steal_pointer (&self->db));
  if (connect_database (self, &local) && cp_journal_read_last (self, &local))
    return TRUE;
  self->fatal = TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_FATAL, "After a failed commit: %s", local->message);
  return FALSE;
}

gboolean
cp_journal_commit (CpJournal *self, gboolean *ret_unknown, GError **error)
{
  g_autoptr (GError) local = NULL;

  *ret_unknown = FALSE;
  if (cp_database_commit (self->db, &local))
    return TRUE;
  if (g_error_matches (local, CP_ERROR, CP_ERROR_UNKNOWN_OUTCOME)) {
    *ret_unknown = look_afresh (self, error);
    return *ret_unknown;
  }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
cp_journal_finish (CpJournal *self, gboolean done, GError **error)
{
  gboolean unknown = FALSE;

  if (!done)
    cp_database_rollback (self->db);
  if (!done || !cp_journal_commit (self, &unknown, error))
    return FALSE;
  if (unknown)
    g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE,
                         "It is not known whether the journal was written; it is tried again");
  return !unknown;
}

static gboolean
say_full (GError **error)
{
  g_set_error (error, CP_ERROR, CP_ERROR_FULL, "The disk has no room; nothing was written");
  return FALSE;
}

static gboolean
insert_operation (CpJournal *self,
                  const CpJournalChain *chain,
                  const CpJournalEntry *entry,
                  const char *body_hash,
                  const char *hash,
                  GError **error)
{
  CpStatement *statement = cp_journal_get (self, "append-operation", error);
  g_autofree char *signature = cp_journal_sign_as (self, chain->name, chain->last_seq + 1, hash);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":incarnation", chain->name);
  cp_statement_bind_int (statement, ":seq", chain->last_seq + 1);
  cp_statement_bind_text (statement, ":id", entry->id);
  cp_statement_bind_text (statement, ":kind", entry->kind);
  cp_statement_bind_text (statement, ":account_id", entry->account_id);
  cp_statement_bind_text (statement, ":member_id", entry->member_id);
  cp_statement_bind_text (statement, ":staff_id", entry->staff_id);
  cp_statement_bind_int (statement, ":at_ms", entry->at_ms);
  cp_statement_bind_int (statement, ":value_minor", entry->value_minor);
  cp_statement_bind_text (statement, ":body", entry->body);
  cp_statement_bind_text (statement, ":answer", entry->answer);
  cp_statement_bind_text (statement, ":body_hash", body_hash);
  cp_statement_bind_text (statement, ":prev", chain->last_hash);
  cp_statement_bind_text (statement, ":hash", hash);
  cp_statement_bind_text (statement, ":signature", signature);
  cp_statement_bind_text (statement, ":terms", entry->terms);
  return cp_statement_run (statement, error);
}

static gboolean
insert_keys (CpJournal *self, const GArray *keys, GError **error)
{
  gint64 n = cp_database_get_last_row (self->db);

  for (guint i = 0; i < keys->len; i++) {
    const CpKey *key = &g_array_index (keys, CpKey, i);
    CpStatement *statement = cp_journal_get (self, "append-key", error);

    if (statement == NULL)
      return FALSE;
    cp_statement_bind_text (statement, ":type", cp_key_type_to_word (key->type));
    cp_statement_bind_text (statement, ":value", key->value);
    cp_statement_bind_int (statement, ":n", n);
    if (!cp_statement_run (statement, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
unlock (CpJournal *self, const char *staff_id, GError **error)
{
  CpStatement *statement;

  if (staff_id == NULL)
    return TRUE;
  statement = cp_journal_get (self, "delete-pin-failure", error);
  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":staff_id", staff_id);
  return cp_statement_run (statement, error);
}

/* Where head office takes one lane, all goes in that. */
static CpJournalChain *
choose_chain (CpJournal *self, CpLane lane)
{
  return &self->chains[self->n_lanes > lane ? lane : CP_LANE_PRIORITY];
}

/* @ret_unknown: as cp_journal_commit()'s */
static gboolean
try_append (CpJournal *self,
            const CpJournalEntry *entry,
            const GArray *keys,
            gboolean *ret_unknown,
            GError **error)
{
  CpJournalChain *chain = choose_chain (self, entry->lane);
  g_autofree char *body_hash = cp_chain_hash_body (entry->body);
  g_autofree char *hash = cp_chain_hash (chain->last_hash, self->device_id, chain->name,
                                         chain->last_seq + 1, body_hash);

  if (cp_journal_get (self, "append-operation", error) == NULL ||
      !cp_database_begin (self->db, error))
    return FALSE;
  if (!insert_operation (self, chain, entry, body_hash, hash, error) ||
      !insert_keys (self, keys, error) || !unlock (self, entry->unlocks, error)) {
    cp_database_rollback (self->db);
    return FALSE;
  }
  if (!cp_journal_commit (self, ret_unknown, error))
    return FALSE;
  if (!*ret_unknown) {
    chain->last_seq++;
    g_free (chain->last_hash);
    chain->last_hash = g_steal_pointer (&hash);
  }
  return TRUE;
}

gboolean
cp_journal_append (CpJournal *self, const CpJournalEntry *entry, const GArray *keys, GError **error)
{
  /* Where there was no room, looking afresh has emptied the log, which may have made some. */
  for (guint n_tries = 0; n_tries < 2; n_tries++) {
    g_autoptr (CpJournalEntry) found = NULL;
    gboolean unknown;

    if (!try_append (self, entry, keys, &unknown, error))
      return FALSE;
    if (!unknown)
      return TRUE;
    if (!cp_journal_find (self, entry->id, &found, NULL, error))
      return FALSE;
    if (found != NULL)
      return TRUE;
  }
  return say_full (error);
}

gboolean
cp_journal_use_lanes (CpJournal *self, guint n_lanes, GError **error)
{
  const char *incarnation = cp_journal_get_incarnation (self);
  gboolean done;

  if (n_lanes == self->n_lanes)
    return TRUE;
  done =
      cp_database_begin (self->db, error) &&
      cp_journal_finish (
          self, cp_journal_put_device (self, self->device_id, incarnation, n_lanes, error), error);
  if (done)
    self->n_lanes = n_lanes;
  return done;
}

CpStatement *
cp_journal_begin_with (CpJournal *self, const char *name, GError **error)
{
  CpStatement *statement = cp_journal_get (self, name, error);

  if (statement == NULL || !cp_database_begin (self->db, error))
    return NULL;
  return statement;
}

gboolean
cp_journal_run_and_commit (CpJournal *self, CpStatement *statement, GError **error)
{
  gboolean unknown;

  if (!cp_statement_run (statement, error)) {
    cp_database_rollback (self->db);
    return FALSE;
  }
  return cp_journal_commit (self, &unknown, error) && (!unknown || say_full (error));
}

gboolean
cp_journal_dismiss (CpJournal *self, const char *operation_id, const char *staff_id, GError **error)
{
  CpStatement *statement = cp_journal_begin_with (self, "put-dismissed", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":operation_id", operation_id);
  cp_statement_bind_text (statement, ":staff_id", staff_id);
  cp_statement_bind_int (statement, ":at_ms", cp_world_wall_ms (self->world));
  return cp_journal_run_and_commit (self, statement, error);
}

gboolean
cp_journal_count_pin_failure (CpJournal *self, const char *staff_id, GError **error)
{
  CpStatement *statement = cp_journal_begin_with (self, "put-pin-failure", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":staff_id", staff_id);
  cp_statement_bind_int (statement, ":at_ms", cp_world_wall_ms (self->world));
  return cp_journal_run_and_commit (self, statement, error);
}

gboolean
cp_journal_forget_pin_failures (CpJournal *self, const char *staff_id, GError **error)
{
  CpStatement *statement = cp_journal_begin_with (self, "delete-pin-failure", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":staff_id", staff_id);
  return cp_journal_run_and_commit (self, statement, error);
}

gboolean
cp_journal_test_write (CpJournal *self, GError **error)
{
  CpStatement *statement = cp_journal_begin_with (self, "touch", error);

  return statement != NULL && cp_journal_run_and_commit (self, statement, error);
}

gboolean
cp_journal_do_upkeep (CpJournal *self, GError **error)
{
  if (cp_journal_get (self, "touch", error) == NULL)
    return FALSE;
  return !cp_database_wants_checkpoint (self->db) ||
         cp_database_checkpoint (self->db, FALSE, error);
}
