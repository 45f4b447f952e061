/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-replica.h"
#include "cp-test-chain.h"
#include "cp-test-folder.h"
#include "cp-test-page.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#define INCARNATION "0123456789abcdef0123456789abcdef"

typedef struct {
  char *folder;
  char *path;
  CpReplica *replica;
} Fixture;

static void
open_replica (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->replica, cp_replica_close);
  self->replica = cp_replica_open (cp_world_real (), self->path, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = cp_test_folder_new ();
  self->path = g_build_filename (self->folder, "replica.db", NULL);
  open_replica (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_replica_close (self->replica);
  g_free (self->path);
  cp_test_folder_free (self->folder);
}

static gboolean
apply (Fixture *self, const CpJson *page, CpReplicaChanges *changes, GError **error)
{
  return cp_replica_apply_page (self->replica, INCARNATION, NULL, page, changes, error);
}

static void
apply_fine (Fixture *self, const CpJson *page)
{
  g_auto (CpReplicaChanges) changes = { NULL };
  g_autoptr (GError) error = NULL;

  apply (self, page, &changes, &error);
  g_assert_no_error (error);
}

static void
assert_refused (Fixture *self, const CpJson *page)
{
  g_auto (CpReplicaChanges) changes = { NULL };
  g_autoptr (GError) error = NULL;
  gint64 cursor = cp_replica_get_cursor (self->replica);

  g_assert_false (apply (self, page, &changes, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_cmpint (cp_replica_get_cursor (self->replica), ==, cursor);
}

/* Account @n, through 10. */
static void
apply_account (Fixture *self, guint n)
{
  g_autoptr (CpJson) page = cp_test_page_new ("e1", 0);
  g_autoptr (CpAccount) account = cp_test_chain_account (n);

  cp_test_page_add_account (page, account);
  cp_test_page_end (page, 10, 5000);
  apply_fine (self, page);
}

static CpAccount *
load (Fixture *self, guint n)
{
  g_autofree char *id = cp_test_chain_id (n, "account");
  g_autoptr (GError) error = NULL;
  CpAccount *account = cp_replica_load_account (self->replica, id, &error);

  g_assert_no_error (error);
  return account;
}

static guint
count_found (Fixture *self, CpKeyType type, const char *value)
{
  const CpKey key = { type, (char *) value };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = cp_replica_find (self->replica, &key, 10, &error);

  g_assert_no_error (error);
  return rows->len;
}

static void
test_gives_accounts_as_they_came (Fixture *self, gconstpointer data)
{
  g_autoptr (CpAccount) sent = cp_test_chain_account (1);
  g_autoptr (CpAccount) kept = NULL;

  apply_account (self, 1);
  open_replica (self);
  g_assert_cmpint (cp_replica_get_cursor (self->replica), ==, 10);
  g_assert_cmpstr (cp_replica_get_epoch (self->replica), ==, "e1");
  g_assert_cmpint (cp_replica_get_head_office_ms (self->replica), ==, 5000);
  kept = load (self, 1);
  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++) {
    g_assert_cmpuint (kept->rows[kind]->len, ==, sent->rows[kind]->len);
    for (guint i = 0; i < sent->rows[kind]->len; i++) {
      g_autoptr (CpJson) a = cp_entity_to_json (sent->rows[kind]->pdata[i]);
      g_autoptr (CpJson) b = cp_entity_to_json (kept->rows[kind]->pdata[i]);

      g_assert_true (json_equal (a, b));
      g_assert_cmpint (((CpEntity *) kept->rows[kind]->pdata[i])->ver, ==, 1);
    }
  }
}

static void
test_refuses_pages_out_of_place (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) again = cp_test_page_new ("e1", 0);
  g_autoptr (CpJson) ahead = cp_test_page_new ("e1", 11);
  g_autoptr (CpJson) open_ended = cp_test_page_new ("e1", 10);
  g_autoptr (CpJson) other = cp_test_page_new ("e2", 10);

  apply_account (self, 1);
  cp_test_page_end (again, 20, 1);
  assert_refused (self, again);
  cp_test_page_end (ahead, 20, 1);
  assert_refused (self, ahead);
  cp_test_page_end (open_ended, 20, 1);
  cp_test_page_add_ack (open_ended, 1, "x", "accepted", NULL);
  assert_refused (self, open_ended);
  cp_test_page_end (other, 20, 1);
  assert_refused (self, other);
}

static void
test_bad_row_changes_nothing (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) page = cp_test_page_new ("e1", 0);
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  g_autoptr (CpAccount) kept = NULL;
  CpJson *items = cp_json_get_array (page, "items");

  cp_test_page_add_account (page, account);
  cp_json_set_int (cp_json_get_object (json_array_get (items, 1), "data"), "phone", 5);
  cp_test_page_end (page, 10, 5000);
  assert_refused (self, page);
  kept = load (self, 1);
  g_assert_true (cp_account_is_empty (kept));
}

static int
count_raw (Fixture *self, const char *sql)
{
  sqlite3_stmt *statement;
  sqlite3 *db;
  int n;

  g_assert_cmpint (sqlite3_open (self->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return n;
}

/* A newer head office's row: what is known of it counts, and nothing of it is lost. */
static void
test_takes_unknown_fields (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) page = cp_test_page_new ("e1", 0);
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  g_autoptr (CpAccount) loaded = NULL;
  CpJson *row, *strange;

  cp_test_page_add_account (page, account);
  row = json_array_get (cp_json_get_array (page, "items"), 0);
  cp_json_set_text (cp_json_get_object (row, "data"), "of_tomorrow", "yes");
  strange = json_deep_copy (row);
  cp_json_set_text (strange, "kind", "of_tomorrow");
  cp_json_append (cp_json_get_array (page, "items"), strange);
  cp_test_page_end (page, 10, 5000);
  apply_fine (self, page);
  loaded = load (self, 1);
  g_assert_cmpuint (loaded->rows[CP_KIND_ACCOUNT]->len, ==, 1);
  g_clear_pointer (&self->replica, cp_replica_close);
  g_assert_cmpint (
      count_raw (self,
                 "SELECT count(*) FROM row WHERE instr (data, CAST ('of_tomorrow' AS BLOB)) > 0"),
      ==, 1);
}

static void
test_keeps_the_newer_row (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) page = cp_test_page_new ("e1", 10);
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  g_autoptr (CpAccount) kept = NULL;
  CpMember *member = account->rows[CP_KIND_MEMBER]->pdata[0];
  g_autofree char *old_phone = g_strdup (member->phone);

  apply_account (self, 1);
  member->entity.ver = 3;
  g_free (member->phone);
  member->phone = g_strdup ("+441234567890");
  cp_test_page_add_row (page, member);
  member->entity.ver = 2;
  g_free (member->phone);
  member->phone = g_strdup ("+449999999999");
  cp_test_page_add_row (page, member);
  cp_test_page_end (page, 20, 5000);
  apply_fine (self, page);
  kept = load (self, 1);
  g_assert_cmpstr (cp_account_find_member (kept, NULL)->phone, ==, "+441234567890");
  g_assert_cmpuint (count_found (self, CP_KEY_PHONE, old_phone), ==, 0);
  g_assert_cmpuint (count_found (self, CP_KEY_PHONE, "+441234567890"), ==, 1);
}

/* As when members are merged. */
static void
test_moves_a_row_to_another_account (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) page = cp_test_page_new ("e1", 10);
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  g_autoptr (CpAccount) left = NULL;
  g_autoptr (CpAccount) joined = NULL;
  CpEntity *card = account->rows[CP_KIND_CARD]->pdata[0];

  apply_account (self, 1);
  g_free (card->account_id);
  card->account_id = cp_test_chain_id (2, "account");
  card->ver = 3;
  cp_test_page_add_row (page, card);
  cp_test_page_end (page, 20, 5000);
  apply_fine (self, page);
  left = load (self, 1);
  joined = load (self, 2);
  g_assert_cmpuint (left->rows[CP_KIND_CARD]->len, ==, 0);
  g_assert_cmpuint (joined->rows[CP_KIND_CARD]->len, ==, 1);
}

static void
test_deletes_rows_and_their_keys (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) page = cp_test_page_new ("e1", 10);
  g_autofree char *id = cp_test_chain_id (1, "card");
  g_autofree char *uid = cp_test_chain_uid (1);
  g_autoptr (CpAccount) kept = NULL;

  apply_account (self, 1);
  g_assert_cmpuint (count_found (self, CP_KEY_CARD_UID, uid), ==, 1);
  cp_test_page_add_deletion (page, CP_KIND_CARD, id);
  cp_test_page_end (page, 20, 5000);
  apply_fine (self, page);
  kept = load (self, 1);
  g_assert_cmpuint (kept->rows[CP_KIND_CARD]->len, ==, 0);
  g_assert_cmpuint (count_found (self, CP_KEY_CARD_UID, uid), ==, 0);
}

static void
test_keeps_outcomes_and_watermark (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) page = cp_test_page_new ("e1", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpOutcome) outcome = NULL;
  g_autoptr (GPtrArray) outcomes = NULL;
  gint64 through;

  cp_test_page_add_ack (page, 1, "op-1", "accepted", NULL);
  cp_test_page_add_ack (page, 2, "op-2", "rejected", "card_blocked");
  cp_test_page_end (page, 10, 5000);
  apply_fine (self, page);
  g_assert_true (cp_replica_get_acked (self->replica, INCARNATION, &through, &error));
  g_assert_cmpint (through, ==, 2);
  g_assert_true (cp_replica_get_acked (self->replica, "another", &through, &error));
  g_assert_cmpint (through, ==, 0);
  g_assert_true (cp_replica_find_outcome (self->replica, "op-2", &outcome, &error));
  g_assert_cmpstr (outcome->code, ==, "card_blocked");
  outcomes = cp_replica_list_outcomes (self->replica, &error);
  g_assert_cmpuint (outcomes->len, ==, 1);
}

static void
test_new_epoch_takes_the_place_of_everything (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) page = cp_test_page_new ("e2", 0);
  g_autoptr (CpAccount) account = cp_test_chain_account (2);
  g_autoptr (CpAccount) gone = NULL;
  g_autoptr (CpAccount) kept = NULL;
  g_autoptr (GError) error = NULL;
  gint64 through;

  apply_account (self, 1);
  cp_test_page_add_account (page, account);
  cp_test_page_end (page, 4, 6000);
  apply_fine (self, page);
  gone = load (self, 1);
  kept = load (self, 2);
  g_assert_true (cp_account_is_empty (gone));
  g_assert_false (cp_account_is_empty (kept));
  g_assert_true (cp_replica_get_acked (self->replica, INCARNATION, &through, &error));
  g_assert_cmpint (through, ==, 0);
}

static void
test_says_what_changed (Fixture *self, gconstpointer data)
{
  g_auto (CpReplicaChanges) changes = { NULL };
  g_autoptr (CpJson) page = cp_test_page_new ("e1", 0);
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  g_autoptr (GPtrArray) staff = cp_test_chain_staff ();
  g_autoptr (GError) error = NULL;

  cp_test_page_add_account (page, account);
  cp_test_page_add_row (page, staff->pdata[0]);
  cp_test_page_end (page, 10, 5000);
  g_assert_true (apply (self, page, &changes, &error));
  g_assert_cmpuint (g_hash_table_size (changes.account_ids), ==, 1);
  g_assert_true (g_hash_table_contains (changes.account_ids, account->id));
  g_assert_true (changes.staff);
  g_assert_false (changes.programme);
}

static void
test_damaged_file_is_begun_anew (Fixture *self, gconstpointer data)
{
  g_autofree char *rubbish = g_strnfill (9000, 'x');
  g_autofree char *bad = g_strconcat (self->path, ".bad", NULL);
  g_autofree char *log = g_strconcat (self->path, "-wal", NULL);

  g_clear_pointer (&self->replica, cp_replica_close);
  g_assert_true (g_file_set_contents (self->path, rubbish, -1, NULL));
  g_unlink (log);
  open_replica (self);
  g_assert_cmpint (cp_replica_get_cursor (self->replica), ==, 0);
  g_assert_true (g_file_test (bad, G_FILE_TEST_EXISTS));
}

static void
test_snapshot_is_built_and_read (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "snapshot.db", NULL);
  g_autofree char *id = cp_test_chain_id (1, "account");
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  g_autoptr (CpAccount) kept = NULL;
  g_autoptr (CpReplica) snapshot = NULL;
  g_autoptr (GError) error = NULL;
  CpReplica *building = cp_replica_build (cp_world_real (), path, &error);

  g_assert_no_error (error);
  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; i < account->rows[kind]->len; i++) {
      g_autoptr (CpJson) row = cp_entity_to_json (account->rows[kind]->pdata[i]);

      g_assert_true (cp_replica_put (building, (CpKind) kind, 1, row, &error));
    }
  g_assert_true (cp_replica_seal (building, "e1", 77, 5000, &error));
  snapshot = cp_replica_open_snapshot (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cp_replica_get_cursor (snapshot), ==, 77);
  kept = cp_replica_load_account (snapshot, id, &error);
  g_assert_cmpuint (kept->rows[CP_KIND_CARD]->len, ==, 1);
}

static char *
read_schema (const char *path)
{
  g_autoptr (GString) schema = g_string_new (NULL);
  sqlite3_stmt *stmt;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_prepare_v2 (db, "SELECT sql FROM sqlite_schema ORDER BY name", -1, &stmt, NULL), ==,
      SQLITE_OK);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    g_string_append_printf (schema, "%s\n", (const char *) sqlite3_column_text (stmt, 0));
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return g_string_free (g_steal_pointer (&schema), FALSE);
}

static void
test_snapshot_has_every_index (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "snapshot.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *built = NULL;

  g_assert_true (
      cp_replica_seal (cp_replica_build (cp_world_real (), path, &error), "e1", 1, 1, &error));
  g_clear_pointer (&self->replica, cp_replica_close);
  expected = read_schema (self->path);
  built = read_schema (path);
  g_assert_cmpstr (built, ==, expected);
}

/* The numbers of kinds and keys stand in files: who changes one makes a new migration. */
static void
test_numbers_are_frozen (void)
{
  static const char *const kinds[] = { "account",   "member",     "status",       "card",
                                       "incentive", "redemption", "points",       "receipt",
                                       "action",    "note",       "tag",          "task",
                                       "promise",   "favourite",  "subscription", "message",
                                       "staff",     "programme",  "lease",        "visitor" };
  static const char *const keys[] = { "card_uid",   "card_number",       "phone",
                                      "email",      "receipt_number",    "external_id",
                                      "name_birth", "capped_definition", "name",
                                      "task_owner", "client_of",         "birthday" };

  g_assert_cmpuint (G_N_ELEMENTS (kinds), ==, CP_N_KINDS);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_cmpstr (cp_kind_get_type ((CpKind) i)->name, ==, kinds[i]);
  g_assert_cmpint (CP_N_ACCOUNT_KINDS, ==, 16); /* in list-of-kind.sql */
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_cmpstr (cp_key_type_to_word ((CpKeyType) i), ==, keys[i]);
}

/* What they did may be noted under an account that they have left since. */
static void
test_says_where_those_were_who_are_erased (Fixture *self, gconstpointer data)
{
  g_autofree char *id = cp_test_chain_id (1, "member");
  g_autoptr (CpJson) page = cp_test_page_new ("e1", 0);
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, id, "there");
  g_autoptr (GError) error = NULL;
  g_autofree char *staged = NULL;
  g_auto (GStrv) account_ids = NULL;

  member->entity.ver = 1;
  member->state = CP_MEMBER_ERASED;
  member->former_account_ids = json_pack ("[s, s]", "before", "there");
  cp_test_page_add_row (page, member);
  cp_test_page_end (page, 10, 5000);
  apply_fine (self, page);
  cp_entity_free (member);
  g_assert_true (cp_replica_settle (self->replica, &error));
  cp_replica_close (self->replica);
  staged = g_strconcat (self->path, ".staged", NULL);
  g_assert_cmpint (g_rename (self->path, staged), ==, 0);
  self->replica = NULL;
  open_replica (self);
  account_ids = cp_replica_list_erased (self->replica, staged, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (account_ids), ==, 2);
  g_assert_true (g_strv_contains ((const char *const *) account_ids, "before"));
  g_assert_true (g_strv_contains ((const char *const *) account_ids, "there"));
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/replica/gives-accounts-as-they-came", test_gives_accounts_as_they_came);
  ADD ("/store/replica/refuses-pages-out-of-place", test_refuses_pages_out_of_place);
  ADD ("/store/replica/bad-row-changes-nothing", test_bad_row_changes_nothing);
  ADD ("/store/replica/takes-rows-of-a-newer-head-office", test_takes_unknown_fields);
  ADD ("/store/replica/keeps-the-newer-row", test_keeps_the_newer_row);
  ADD ("/store/replica/deletes-rows-and-their-keys", test_deletes_rows_and_their_keys);
  ADD ("/store/replica/moves-a-row-to-another-account", test_moves_a_row_to_another_account);
  ADD ("/store/replica/keeps-outcomes-and-watermark", test_keeps_outcomes_and_watermark);
  ADD ("/store/replica/new-epoch-takes-the-place-of-everything",
       test_new_epoch_takes_the_place_of_everything);
  ADD ("/store/replica/says-what-changed", test_says_what_changed);
  ADD ("/store/replica/damaged-file-is-begun-anew", test_damaged_file_is_begun_anew);
  ADD ("/store/replica/snapshot-is-built-and-read", test_snapshot_is_built_and_read);
  ADD ("/store/replica/snapshot-has-every-index", test_snapshot_has_every_index);
  ADD ("/store/replica/says-where-those-were-who-are-erased",
       test_says_where_those_were_who_are_erased);
  g_test_add_func ("/store/replica/numbers-are-frozen", test_numbers_are_frozen);
  return g_test_run ();
}
