/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "office-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cp-chain.h"
#include "cp-database.h"
#include "cp-head-office-postgres.h"
#include "cp-head-office-sqlite.h"
#include "cp-test-folder.h"
#include "cp-test-push.h"
#include "postgres-fixture.h"

static gint64
get_ms (gpointer data)
{
  return ((Office *) data)->now_ms;
}

static void
fill_random (gpointer data, guint8 *bytes, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = (guint8) g_test_rand_int ();
}

CpHeadOfficeStorage *
office_open_storage (Office *self)
{
  g_autoptr (GError) error = NULL;
  CpHeadOfficeStorage *storage =
      self->url != NULL ? cp_head_office_postgres_open (self->url, CP_POSTGRES_ALONE, &error)
                        : cp_head_office_sqlite_open (&self->world, self->path, &error);

  g_assert_no_error (error);
  return storage;
}

static void
open_office (Office *self)
{
  g_autoptr (GError) error = NULL;
  CpHeadOfficeStorage *storage = office_open_storage (self);

  self->office = cp_head_office_new (&self->world, storage, &error);
  g_assert_no_error (error);
}

Office *
office_new_empty (void)
{
  Office *self = g_new0 (Office, 1);

  self->now_ms = CP_TEST_NOW_MS;
  self->world = (CpWorld){ get_ms, get_ms, fill_random, NULL, self };
  self->folder = cp_test_folder_new ();
  self->path = g_build_filename (self->folder, "head-office.db", NULL);
  if (postgres_is_wanted ())
    self->url = postgres_make_database (postgres_get_shared ());
  open_office (self);
  return self;
}

Office *
office_new (void)
{
  Office *self = office_new_empty ();

  office_fill (self);
  return self;
}

void
office_free (Office *self)
{
  cp_head_office_free (self->office);
  cp_test_folder_free (self->folder);
  g_free (self->path);
  g_free (self->url);
  g_free (self);
}

void
office_reopen (Office *self)
{
  cp_head_office_free (self->office);
  open_office (self);
}

/* What takes away what versions of the tables have added, the newest first. */
static const struct {
  guint schema;
  const char *sqlite;
  const char *postgres;
} undoings[] = {
  { 11, "DROP TABLE operation_about; DROP INDEX feed_of_row;",
    "DROP INDEX item_of_row, operation_about, operation_about_enrolled; DROP FUNCTION item_rows;" },
  { 10, "DROP INDEX operation_repeats;", "DROP INDEX operation_repeats;" },
  { 9, "DROP TABLE erasure;", "DROP TABLE erasure;" },
  { 8, "ALTER TABLE device_contact DROP COLUMN epoch;",
    "DROP TABLE mark; ALTER TABLE device_contact DROP COLUMN epoch;" },
  { 7, "DROP INDEX row_by_home; ALTER TABLE row DROP COLUMN home_store_id;",
    "ALTER TABLE entity DROP COLUMN home_store_id;" },
};

static char *
dup_undoing (const Office *self, guint schema)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (undoings) && undoings[i].schema > schema; i++)
    g_string_append (sql, self->url != NULL ? undoings[i].postgres : undoings[i].sqlite);
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/* A template nobody may be connected to. */
static char *
copy_database (Office *self, const char *name)
{
  const char *own = self->url + strlen ("postgresql:///");
  g_autofree char *own_name = g_strndup (own, (gsize) (strchr (own, '?') - own));
  g_autofree char *new_name = g_strdup_printf ("%s_%s", own_name, name);
  g_autofree char *sql = g_strdup_printf ("CREATE DATABASE %s TEMPLATE %s", new_name, own_name);
  g_autofree char *url = postgres_dup_url (postgres_get_shared (), "postgres");
  g_autofree char *said = NULL;

  g_clear_pointer (&self->office, cp_head_office_free);
  said = postgres_ask (url, sql);
  open_office (self);
  return postgres_dup_url (postgres_get_shared (), new_name);
}

char *
office_back_up (Office *self, const char *name)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (CpHeadOfficeStorage) copy = NULL;
  g_autoptr (GError) error = NULL;

  if (self->url != NULL)
    return copy_database (self, name);
  storage->class_->open_copy (storage, path, &copy, &error);
  g_assert_no_error (error);
  return g_strconcat ("sqlite:", path, NULL);
}

void
office_make_older (Office *self, const char *sql, guint schema)
{
  g_autofree char *made = NULL;
  g_autofree char *undoing = dup_undoing (self, schema);

  g_clear_pointer (&self->office, cp_head_office_free);
  if (self->url != NULL) {
    g_autofree char *all = g_strdup_printf (
        "%s %s UPDATE setting SET value = '%u' WHERE name = 'schema'", sql, undoing, schema);

    made = postgres_ask (self->url, all);
  } else {
    made = g_strdup_printf ("%s %s PRAGMA user_version = %u", sql, undoing, schema);
    cp_test_tamper (self->path, made);
  }
  open_office (self);
}

void
office_restore (Office *self, const char *backup)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->office, cp_head_office_free);
  if (self->url != NULL) {
    g_free (self->url);
    self->url = g_strdup (backup);
  } else {
    cp_database_delete (cp_world_real (), self->path);
    g_assert_cmpint (g_rename (backup + strlen ("sqlite:"), self->path), ==, 0);
  }
  open_office (self);
  cp_head_office_begin_epoch (self->office, &error);
  g_assert_no_error (error);
}

static void
begin (Office *self)
{
  g_autoptr (GError) error = NULL;

  cp_head_office_begin (self->office, &error);
  g_assert_no_error (error);
}

static void
commit (Office *self)
{
  g_autoptr (GError) error = NULL;

  cp_head_office_commit (self->office, &error);
  g_assert_no_error (error);
}

static void
put (Office *self, gpointer entity)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  g_autoptr (GError) error = NULL;

  cp_head_office_put_row (self->office, entity, &error);
  g_assert_no_error (error);
  storage->class_->end_transaction (storage, &error);
  g_assert_no_error (error);
  cp_entity_free (entity);
}

void
office_put (Office *self, gpointer entity)
{
  begin (self);
  put (self, entity);
  commit (self);
}

static void
put_account (Office *self, guint n)
{
  g_autoptr (CpAccount) account = cp_test_chain_account (n);

  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; i < account->rows[kind]->len; i++)
      put (self, cp_entity_copy (g_ptr_array_index (account->rows[kind], i)));
}

void
office_fill (Office *self)
{
  g_autoptr (CpJson) programme = cp_test_chain_programme_json ();
  g_autoptr (GPtrArray) staff = cp_test_chain_staff ();
  g_autoptr (GError) error = NULL;

  cp_head_office_publish (self->office, programme, &error);
  g_assert_no_error (error);
  begin (self);
  for (guint i = 0; i < staff->len; i++)
    put (self, cp_entity_copy (g_ptr_array_index (staff, i)));
  for (guint n = 1; n <= 3; n++)
    put_account (self, n);
  commit (self);
}

gpointer
office_get_row (Office *self, CpKind kind, const char *id)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  g_autoptr (GError) error = NULL;
  gpointer row = NULL;

  storage->class_->get_row (storage, kind, id, &row, &error);
  g_assert_no_error (error);
  return row;
}

static void
keep_receipt (gpointer data, const CpJson *receipt)
{
  cp_json_append (data, json_incref ((CpJson *) receipt));
}

CpJson *
office_list_erasures (CpHeadOffice *office, gint64 after)
{
  CpJson *list = json_array ();
  g_autoptr (GError) error = NULL;

  cp_head_office_list_erasures (office, after, keep_receipt, list, &error);
  g_assert_no_error (error);
  return list;
}

static gboolean
count_one (gpointer data, const char *text)
{
  (*(guint *) data)++;
  return TRUE;
}

guint
office_count_rows (Office *self, const char *kind)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  storage->class_->list_rows (storage, kind, count_one, &n, &error);
  g_assert_no_error (error);
  return n;
}

CpHeadOffice *
office_open_another (Office *self)
{
  g_autoptr (GError) error = NULL;
  CpHeadOfficeStorage *storage =
      cp_head_office_postgres_open (self->url, CP_POSTGRES_ALONE, &error);
  CpHeadOffice *another;

  g_assert_no_error (error);
  another = cp_head_office_new (&self->world, storage, &error);
  g_assert_no_error (error);
  return another;
}

static struct {
  Office *office;
  CpHeadOfficeStorageClass functions;
  const CpHeadOfficeStorageClass *real;
  void (*func) (CpHeadOffice *another);
} interruption;

static gboolean
commit_after_another (CpHeadOfficeStorage *storage, GError **error)
{
  g_autoptr (CpHeadOffice) another = office_open_another (interruption.office);

  storage->class_ = interruption.real;
  interruption.func (another);
  return storage->class_->commit (storage, error);
}

void
office_interrupt (Office *self, void (*func) (CpHeadOffice *another))
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);

  interruption.office = self;
  interruption.func = func;
  interruption.real = storage->class_;
  interruption.functions = *storage->class_;
  interruption.functions.commit = commit_after_another;
  storage->class_ = &interruption.functions;
}

static struct {
  Office *office;
  CpHeadOfficeStorageClass functions;
  const CpHeadOfficeStorageClass *real;
  void (*func) (CpHeadOffice *another);
  GThread *thread;
  gint is_over; /* atomic */
} race;

static gpointer
run_race (gpointer data)
{
  CpHeadOffice *another = data;

  race.func (another);
  g_atomic_int_set (&race.is_over, TRUE);
  cp_head_office_free (another);
  return NULL;
}

static gboolean
commit_beside_another (CpHeadOfficeStorage *storage, GError **error)
{
  storage->class_ = race.real;
  race.thread = g_thread_new ("another", run_race, office_open_another (race.office));
  while (!g_atomic_int_get (&race.is_over) && !postgres_has_waiting (race.office->url))
    ;
  return storage->class_->commit (storage, error);
}

void
office_begin_race (Office *self, void (*func) (CpHeadOffice *another))
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);

  race.office = self;
  race.func = func;
  race.thread = NULL;
  race.is_over = FALSE;
  race.real = storage->class_;
  race.functions = *storage->class_;
  race.functions.commit = commit_beside_another;
  storage->class_ = &race.functions;
}

void
office_end_race (void)
{
  g_assert_nonnull (race.thread);
  g_thread_join (race.thread);
}

CpJson *
office_get_feed (
    Office *self, const char *device_id, const char *incarnation, gint64 after, gint64 limit)
{
  CpFeedQuery query = { cp_head_office_get_epoch (self->office), incarnation, after, limit, 0 };
  g_auto (CpWireAnswer) answer = { 0 };

  cp_head_office_handle_feed (self->office, device_id, &query, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  return json_incref (answer.document);
}

CpJson *
office_get_outcome (Office *self,
                    const char *device_id,
                    const char *incarnation,
                    const char *operation_id)
{
  g_autoptr (CpJson) page = office_get_feed (self, device_id, incarnation, 0, CP_FEED_MAX_ITEMS);
  const CpJson *items = cp_json_get_array (page, "items");
  size_t index;
  json_t *item;

  json_array_foreach (items, index, item)
  {
    if (g_strcmp0 (cp_json_get_text (item, "t"), "ack") == 0 &&
        g_strcmp0 (cp_json_get_text (item, "operation_id"), operation_id) == 0)
      return json_incref (item);
  }
  return NULL;
}

/* A device keeps its key, whatever becomes of its incarnation. */
static CpSigner *
make_signer (const char *id)
{
  guint8 seed[CP_SEED_BYTES] = { 0 };

  memcpy (seed, id, MIN (strlen (id), sizeof seed));
  return cp_signer_new (seed);
}

Device *
device_new (const char *id, const char *incarnation)
{
  Device *self = g_new0 (Device, 1);

  self->id = g_strdup (id);
  self->incarnation = g_strdup (incarnation);
  self->hash = g_strdup (CP_CHAIN_START);
  self->operations = json_array ();
  self->signer = make_signer (id);
  return self;
}

void
device_free (Device *self)
{
  json_decref (self->operations);
  cp_signer_free (self->signer);
  g_free (self->id);
  g_free (self->incarnation);
  g_free (self->hash);
  g_free (self);
}

void
device_add (Device *self, const char *operation_id, CpJson *body)
{
  const CpPushOperation operation = { .body = body };
  const CpTestLinks links = { self->id, self->incarnation, &self->seq, &self->hash };
  g_autofree char *text = cp_push_operation_dup_body (&operation);

  cp_json_append (self->operations, cp_test_push_make (&links, operation_id, text, body));
}

char *
device_do (Device *self, guint id, CpOperationKind kind, guint n, const char *payload)
{
  g_autoptr (CpOperation) operation = cp_test_chain_operation (id, kind, n, payload);

  g_free (operation->device_id);
  operation->device_id = g_strdup (self->id);
  device_add (self, operation->id, cp_operation_to_json (operation));
  return g_strdup (operation->id);
}

CpJson *
device_make_push (const Device *self, gint64 from_seq)
{
  CpJson *push = cp_push_json_new (self->id, self->incarnation, "high", "", 0);
  size_t index;
  json_t *item;

  json_array_foreach (self->operations, index, item)
  {
    if (cp_json_get_int (item, "seq", 0) >= from_seq)
      cp_json_append (cp_json_get_array (push, "operations"), json_deep_copy (item));
  }
  cp_test_push_sign (push, self->signer);
  return push;
}

guint
device_push (const Device *self, Office *office, gint64 from_seq, CpJson **ret_document)
{
  g_autoptr (CpJson) push = device_make_push (self, from_seq);
  g_auto (CpWireAnswer) answer = { 0 };

  cp_head_office_handle_push (office->office, self->id, push, &answer);
  if (ret_document != NULL)
    *ret_document = json_incref (answer.document);
  return answer.status;
}

static gboolean
any_table_holds (Office *office, const char *text)
{
  g_autofree char *vacuumed = postgres_ask (office->url, "VACUUM FULL");
  g_autofree char *names =
      postgres_ask (office->url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  g_auto (GStrv) tables = g_strsplit (g_strstrip (names), "\n", -1);

  g_assert_cmpuint (g_strv_length (tables), >, 8);
  for (guint i = 0; tables[i] != NULL; i++) {
    g_autofree char *sql =
        g_strdup_printf ("SELECT count (*) FROM %s AS line WHERE position ('%s' IN line::text) > 0",
                         tables[i], text);
    g_autofree char *count = postgres_ask (office->url, sql);

    if (g_ascii_strtoll (count, NULL, 10) > 0) {
      g_test_message ("%s holds %s", tables[i], text);
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
any_file_of_sqlite_holds (Office *office, const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (office->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (office->folder, name, NULL);
    g_autofree char *bytes = NULL;
    gsize size = 0;

    if (g_file_get_contents (path, &bytes, &size, NULL) &&
        memmem (bytes, size, text, strlen (text)) != NULL) {
      g_test_message ("%s holds %s", name, text);
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
office_holds (Office *office, const char *text)
{
  return office->url != NULL ? any_table_holds (office, text)
                             : any_file_of_sqlite_holds (office, text);
}

gint64
office_get_place (Office *self)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  g_autoptr (GError) error = NULL;
  gint64 gseq = 0;

  storage->class_->get_last_gseq (storage, &gseq, &error);
  g_assert_no_error (error);
  return gseq;
}
