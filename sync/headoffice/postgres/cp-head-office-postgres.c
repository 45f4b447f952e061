/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-head-office-postgres.h"

#include "cp-error.h"
#include "cp-head-office-postgres-private.h"
#include "cp-sequencer.h"

/* The first leads from nothing to version 1, each other to the next. */
static const char *const migrations[] = {
  "migrations/0001-first",   "migrations/0002-sums",      "migrations/0003-account-lock",
  "migrations/0004-room",    "migrations/0005-thin-sums", "migrations/0006-lanes",
  "migrations/0007-home",    "migrations/0008-receipts",  "migrations/0009-erasures",
  "migrations/0010-repeats", "migrations/0011-about"
};

/* So many rows of accounts are kept at most: about a kilobyte each. */
#define MAX_ROWS 100000

static void
free_storage (CpHeadOfficeStorage *storage)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);

  cp_postgres_close (self->postgres);
  cp_work_free (self->work);
  g_hash_table_unref (self->locked);
  g_string_free (self->acks, TRUE);
  g_free (self->url);
  g_free (self);
}

static void
forget (CpHeadOfficePostgres *self)
{
  self->in_transaction = FALSE;
  self->has_setting = FALSE;
  self->gid = 0;
  self->n_entries = 0;
  self->n_items = 0;
  g_string_truncate (self->acks, 0);
  g_hash_table_remove_all (self->locked);
}

/* What was read and written is what the database has now. */
static void
keep_accounts (CpHeadOfficePostgres *self)
{
  GHashTableIter iter;
  gpointer id, changes;

  cp_work_settle (self->work);
  g_hash_table_iter_init (&iter, self->locked);
  while (g_hash_table_iter_next (&iter, &id, &changes))
    cp_work_number_account (self->work, id, *(gint64 *) changes);
  cp_work_end_turn (self->work);
}

/* Behind a new connection there may be a database that was brought back from a backup, with numbers
 * that come a second time. */
static void
check_connection (CpHeadOfficePostgres *self)
{
  guint connection = cp_postgres_count_connections (self->postgres);

  if (connection != self->connection || cp_work_count_rows (self->work) > MAX_ROWS)
    cp_work_clear (self->work);
  self->connection = connection;
}

static gboolean
read_generation (CpHeadOfficePostgres *self, GError **error)
{
  g_autoptr (PGresult) result = cp_postgres_query (self->postgres, "get-generation", NULL, error);

  if (result == NULL)
    return FALSE;
  self->parent.generation = PQntuples (result) > 0 ? cp_postgres_get_int (result, 0, 0) : 0;
  return TRUE;
}

static void
rollback (CpHeadOfficeStorage *storage)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  g_autoptr (GError) error = NULL;

  if (!self->in_transaction)
    return;
  self->wants_retry = self->wants_retry || cp_postgres_met_another (self->postgres);
  self->looks = self->wants_retry;
  cp_work_give_up (self->work);
  forget (self);
  if (!cp_postgres_run (self->postgres, "rollback", NULL, &error))
    g_debug ("%s", error->message);
}

static gboolean
begin (CpHeadOfficeStorage *storage, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);

  g_return_val_if_fail (!self->in_transaction, FALSE);

  self->wants_retry = FALSE;
  if (!cp_postgres_ensure (self->postgres, error) ||
      !cp_postgres_run (self->postgres, "begin", NULL, error))
    return FALSE;
  check_connection (self);
  self->in_transaction = TRUE;
  if (read_generation (self, error))
    return TRUE;
  rollback (storage);
  return FALSE;
}

static gboolean
number_own (CpHeadOfficePostgres *self, GError **error)
{
  gint64 gseq;

  return self->use != CP_POSTGRES_ALONE ||
         cp_sequencer_run_once (self->postgres, NULL, &gseq, error);
}

/* A commit that got no answer may have happened. Nobody was told anything, and whoever asks again
 * is answered by what is there then; so it is no worse than a transaction that failed. */
static gboolean
commit (CpHeadOfficeStorage *storage, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  gboolean is_news;

  if (!cp_head_office_postgres_flush (self, error) ||
      !cp_postgres_run (self->postgres, "commit", NULL, error)) {
    rollback (storage);
    return FALSE;
  }
  self->looks = FALSE;
  is_news = self->n_entries > 0;
  keep_accounts (self);
  if (self->has_setting && !read_generation (self, error))
    self->parent.generation = 0;
  forget (self);
  return !is_news || number_own (self, error);
}

static gboolean
wants_retry (CpHeadOfficeStorage *storage)
{
  return cp_head_office_postgres_cast (storage)->wants_retry;
}

static gboolean
read_setting (CpHeadOfficePostgres *self, const char *name, char **ret_value, GError **error)
{
  CpPostgresParams params = { 0 };
  g_autoptr (PGresult) result = NULL;

  cp_postgres_params_add_text (&params, name);
  result = cp_postgres_query (self->postgres, "get-setting", &params, error);
  if (result == NULL)
    return FALSE;
  *ret_value = PQntuples (result) > 0 ? g_strdup (cp_postgres_get_text (result, 0, 0)) : NULL;
  return TRUE;
}

/* Outside of a transaction. That a connection is gone shows by the first try. */
static gboolean
get_setting (CpHeadOfficeStorage *storage, const char *name, char **ret_value, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);

  if (!self->in_transaction) {
    if (!cp_postgres_ensure (self->postgres, error))
      return FALSE;
    if (read_setting (self, name, ret_value, NULL))
      return TRUE;
    if (!cp_postgres_ensure (self->postgres, error))
      return FALSE;
  }
  return read_setting (self, name, ret_value, error);
}

static gboolean
put_setting (CpHeadOfficeStorage *storage, const char *name, const char *value, GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpPostgresParams params = { 0 };

  cp_postgres_params_add_text (&params, name);
  cp_postgres_params_add_text (&params, value);
  self->has_setting = TRUE;
  return cp_postgres_run (self->postgres, "put-setting", &params, error);
}

/* Another connection that sees all as it is now for as long as it lasts: rows, how far each device
 * has come and how far the feed goes belong together (what is committed and has no number yet comes
 * again with one, which its version makes harmless). */
static gboolean
open_copy (CpHeadOfficeStorage *storage,
           const char *path,
           CpHeadOfficeStorage **ret_copy,
           GError **error)
{
  CpHeadOfficePostgres *self = cp_head_office_postgres_cast (storage);
  CpHeadOfficeStorage *copy =
      cp_head_office_postgres_open (self->url, CP_POSTGRES_READ_ONLY, error);
  CpPostgres *postgres;
  gint64 gseq;

  if (copy == NULL)
    return FALSE;
  postgres = cp_head_office_postgres_cast (copy)->postgres;
  if (cp_postgres_run (postgres, "begin-copy", NULL, error) &&
      copy->class_->get_last_gseq (copy, &gseq, error)) {
    cp_postgres_pin (postgres);
    *ret_copy = copy;
    return TRUE;
  }
  cp_head_office_storage_free (copy);
  return FALSE;
}

/* The server does its own. */
static gboolean
do_upkeep (CpHeadOfficeStorage *storage, GError **error)
{
  return TRUE;
}

static gboolean
has_schema (CpHeadOfficePostgres *self, gboolean *ret_has, GError **error)
{
  g_autoptr (PGresult) result = cp_postgres_query (self->postgres, "has-schema", NULL, error);

  if (result == NULL)
    return FALSE;
  *ret_has = *PQgetvalue (result, 0, 0) == 't';
  return TRUE;
}

/* @ret_version: 0 of an empty database */
static gboolean
read_version (CpHeadOfficePostgres *self, guint64 *ret_version, GError **error)
{
  g_autofree char *text = NULL;
  gboolean has;

  *ret_version = 0;
  if (!has_schema (self, &has, error))
    return FALSE;
  if (!has)
    return TRUE;
  if (!read_setting (self, "schema", &text, error))
    return FALSE;
  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT, ret_version, NULL))
    return TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "The database is not head office's");
  return FALSE;
}

static gboolean
migrate_from (CpHeadOfficePostgres *self, guint64 version, GError **error)
{
  for (guint64 i = version; i < G_N_ELEMENTS (migrations); i++)
    if (!cp_postgres_run_script (self->postgres, migrations[i], error))
      return FALSE;
  return TRUE;
}

/* Two processes may come at the same time: one does it, the other finds it done. */
static gboolean
migrate (CpHeadOfficePostgres *self, GError **error)
{
  guint64 version;
  gboolean ok;

  if (!cp_postgres_run (self->postgres, "lock-schema", NULL, error))
    return FALSE;
  ok = read_version (self, &version, error) && migrate_from (self, version, error);
  return cp_postgres_run (self->postgres, "unlock-schema", NULL, ok ? error : NULL) && ok;
}

static gboolean
settle_version (CpHeadOfficePostgres *self, GError **error)
{
  guint64 version;

  if (!read_version (self, &version, error))
    return FALSE;
  if (version > G_N_ELEMENTS (migrations)) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_NEWER, "The database is of a newer version");
    return FALSE;
  }
  if (version == G_N_ELEMENTS (migrations))
    return TRUE;
  if (self->use != CP_POSTGRES_READ_ONLY && self->use != CP_POSTGRES_STANDBY)
    return migrate (self, error);
  g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE,
                       "The database is of an older version; open the one that it is a copy of");
  return FALSE;
}

static void
fill_class (CpHeadOfficeStorageClass *class_)
{
  class_->free = free_storage;
  class_->begin = begin;
  class_->commit = commit;
  class_->rollback = rollback;
  class_->wants_retry = wants_retry;
  class_->get_setting = get_setting;
  class_->put_setting = put_setting;
  class_->open_copy = open_copy;
  class_->do_upkeep = do_upkeep;
  cp_head_office_postgres_fill_read (class_);
  cp_head_office_postgres_fill_write (class_);
  cp_head_office_postgres_fill_chain (class_);
  cp_head_office_postgres_fill_feed (class_);
  cp_head_office_postgres_fill_erase (class_);
  cp_head_office_postgres_fill_scope (class_);
  cp_head_office_postgres_fill_status (class_);
  cp_head_office_postgres_fill_sums (class_);
}

CpHeadOfficeStorage *
cp_head_office_postgres_open (const char *url, CpPostgresUse use, GError **error)
{
  CpPostgres *postgres =
      (use == CP_POSTGRES_STANDBY ? cp_postgres_open_brief : cp_postgres_open) (url, error);
  CpHeadOfficePostgres *self;

  if (postgres == NULL)
    return NULL;
  self = g_new0 (CpHeadOfficePostgres, 1);
  fill_class (&self->functions);
  self->parent.class_ = &self->functions;
  self->postgres = postgres;
  self->url = g_strdup (url);
  self->use = use;
  self->parent.numbers_later = use == CP_POSTGRES_SERVING;
  self->work = cp_work_new ();
  self->locked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->acks = g_string_new (NULL);
  if (settle_version (self, error) && read_generation (self, error))
    return &self->parent;
  free_storage (&self->parent);
  return NULL;
}
