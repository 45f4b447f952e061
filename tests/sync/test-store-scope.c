/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a store is told of its own members and of other stores', whichever way it comes. */
#include "cp-store-scope.h"

#include <string.h>

#include <gio/gio.h>
#include <sqlite3.h>

#include "cp-range-sum.h"
#include "postgres-fixture.h"
#include "scope-fixture.h"

static guint
count_found (const ScopeTill *self, CpKeyType type, const char *value)
{
  g_autoptr (GArray) keys = cp_keys_new ();
  g_autoptr (GPtrArray) found = NULL;

  cp_keys_add (keys, type, value);
  found = cp_replica_find (self->replica, &g_array_index (keys, CpKey, 0), 10, NULL);
  return found->len;
}

static void
test_the_chain_is_told_all (Scope *self, gconstpointer data)
{
  scope_publish (self->office, "chain");
  scope_do (&self->high, self->office, 500, CP_OPERATION_ADD_NOTE, 1, NOTE);
  scope_follow (&self->high, self->office);
  scope_follow (&self->station, self->office);
  g_assert_true (scope_knows (&self->station, 1));
  g_assert_cmpuint (scope_count_notes (&self->station, 1), ==, 1);
  scope_assert_same_rows (self->high.replica, self->station.replica);
  scope_assert_as_snapshot (&self->station, self->office, NULL);
}

/* The card works, and says nothing of whose it is. */
static void
test_others_are_told_little (Scope *self, gconstpointer data)
{
  g_autofree char *uid = cp_test_chain_uid (1);
  g_autofree char *account_id = cp_test_chain_id (1, "account");
  g_autoptr (CpAccount) here = NULL;
  g_autoptr (CpAccount) there = NULL;
  CpMember *member;

  scope_do (&self->high, self->office, 500, CP_OPERATION_ADD_NOTE, 1, NOTE);
  scope_follow_all (self);
  g_assert_true (scope_knows (&self->high, 1));
  g_assert_false (scope_knows (&self->station, 1));
  member = scope_get_member (&self->high, 1);
  g_assert_cmpuint (count_found (&self->high, CP_KEY_PHONE, member->phone), ==, 1);
  g_assert_cmpuint (count_found (&self->station, CP_KEY_PHONE, member->phone), ==, 0);
  cp_entity_free (member);
  g_assert_cmpuint (count_found (&self->station, CP_KEY_CARD_UID, uid), ==, 1);
  g_assert_cmpuint (scope_count_notes (&self->high, 1), ==, 1);
  g_assert_cmpuint (scope_count_notes (&self->station, 1), ==, 0);
  here = cp_replica_load_account (self->high.replica, account_id, NULL);
  there = cp_replica_load_account (self->station.replica, account_id, NULL);
  for (guint kind = CP_KIND_STATUS; kind <= CP_KIND_ACTION; kind++)
    g_assert_cmpuint (there->rows[kind]->len, ==, here->rows[kind]->len);
  g_assert_cmpint (cp_account_sum_points (there, "spend", self->office->now_ms), ==,
                   cp_account_sum_points (here, "spend", self->office->now_ms));
}

static gint64
find_gseq (const CpJson *page, const char *type, const char *kind)
{
  gsize i;
  CpJson *item;

  json_array_foreach (cp_json_get_array (page, "items"), i, item)
  {
    if (g_strcmp0 (cp_json_get_text (item, "t"), type) == 0 &&
        (kind == NULL || g_strcmp0 (cp_json_get_text (item, "kind"), kind) == 0))
      return (gint64) i;
  }
  return -1;
}

static guint
count_ends_between (const CpJson *page, gint64 from, gint64 until)
{
  guint n = 0;

  for (gint64 i = MIN (from, until); i < MAX (from, until); i++)
    if (g_strcmp0 (
            cp_json_get_text (json_array_get (cp_json_get_array (page, "items"), (gsize) i), "t"),
            "end") == 0)
      n++;
  return n;
}

static void
test_who_comes_is_told_of (Scope *self, gconstpointer data)
{
  g_autoptr (CpJson) page = NULL;
  gint64 ack, row;

  scope_do (&self->high, self->office, 500, CP_OPERATION_ADD_NOTE, 1, NOTE);
  scope_follow_all (self);
  scope_do (&self->station, self->office, 501, CP_OPERATION_ADD_TAG, 1, "{'tag':'tall'}");
  page = office_get_feed (self->office, "till-2", "till-2",
                          cp_replica_get_cursor (self->station.replica), 1);
  ack = find_gseq (page, "ack", NULL);
  row = find_gseq (page, "row", "member");
  g_assert_cmpint (ack, >=, 0);
  g_assert_cmpint (row, >=, 0);
  g_assert_cmpint (find_gseq (page, "row", "visitor"), ==, -1);
  g_assert_cmpuint (count_ends_between (page, ack, row), ==, 0);
  scope_follow_all (self);
  g_assert_true (scope_knows (&self->station, 1));
  g_assert_cmpuint (scope_count_notes (&self->station, 1), ==, 1);
  g_assert_false (scope_knows (&self->station, 2));
  g_assert_true (scope_knows (&self->high, 1));
}

static void
test_who_has_not_come_for_long_is_forgotten (Scope *self, gconstpointer data)
{
  scope_do (&self->high, self->office, 500, CP_OPERATION_ADD_NOTE, 1, NOTE);
  scope_do (&self->station, self->office, 501, CP_OPERATION_ADD_TAG, 1, "{'tag':'tall'}");
  scope_follow_all (self);
  self->office->now_ms += (SCOPE_DAYS - 1) * DAY_MS;
  scope_follow_all (self);
  g_assert_true (scope_knows (&self->station, 1));
  self->office->now_ms += 2 * DAY_MS;
  scope_follow_all (self);
  g_assert_false (scope_knows (&self->station, 1));
  g_assert_cmpuint (scope_count_notes (&self->station, 1), ==, 0);
  g_assert_cmpuint (scope_count_notes (&self->high, 1), ==, 1);
  scope_do (&self->high, self->office, 502, CP_OPERATION_ADD_NOTE, 1, NOTE);
  scope_follow_all (self);
  g_assert_cmpuint (scope_count_notes (&self->station, 1), ==, 0);
}

/* What was done while offline for longer than they would stay is no visit any more. */
static void
test_what_is_long_ago_is_no_visit (Scope *self, gconstpointer data)
{
  self->office->now_ms += (SCOPE_DAYS + 1) * DAY_MS;
  scope_do (&self->station, self->office, 501, CP_OPERATION_ADD_NOTE, 1, NOTE);
  scope_follow_all (self);
  g_assert_false (scope_knows (&self->station, 1));
}

static void
move_to_station (CpMember *member)
{
  g_free (member->home_store_id);
  member->home_store_id = g_strdup ("station");
}

static void
test_a_home_that_moves (Scope *self, gconstpointer data)
{
  scope_do (&self->high, self->office, 500, CP_OPERATION_ADD_NOTE, 1, NOTE);
  scope_follow_all (self);
  scope_change_member (self->office, 1, move_to_station);
  scope_follow_all (self);
  g_assert_true (scope_knows (&self->station, 1));
  g_assert_cmpuint (scope_count_notes (&self->station, 1), ==, 1);
  g_assert_false (scope_knows (&self->high, 1));
  g_assert_cmpuint (scope_count_notes (&self->high, 1), ==, 0);
}

static void
move_to_account_1 (CpMember *member)
{
  g_free (member->entity.account_id);
  member->entity.account_id = cp_test_chain_id (1, "account");
}

/* The account that two become is known where either of them is at home. */
static void
test_accounts_that_become_one (Scope *self, gconstpointer data)
{
  scope_change_member (self->office, 2, move_to_station);
  scope_do (&self->high, self->office, 500, CP_OPERATION_ADD_NOTE, 1, NOTE);
  scope_follow_all (self);
  g_assert_false (scope_knows (&self->station, 1));
  g_assert_false (scope_knows (&self->high, 2));
  scope_change_member (self->office, 2, move_to_account_1);
  scope_follow_all (self);
  g_assert_true (scope_knows (&self->station, 1));
  g_assert_true (scope_knows (&self->high, 2));
  g_assert_cmpuint (scope_count_notes (&self->station, 1), ==, 1);
}

static void
erase_one (Office *office)
{
  g_autofree char *id = cp_test_chain_id (1, "member");
  g_autoptr (GError) error = NULL;

  cp_head_office_erase (office->office, id, &error);
  g_assert_no_error (error);
}

static void
test_erases_everywhere (Scope *self, gconstpointer data)
{
  scope_do (&self->station, self->office, 501, CP_OPERATION_ADD_NOTE, 1, NOTE);
  scope_follow_all (self);
  erase_one (self->office);
  scope_follow_all (self);
  for (guint i = 0; i < 2; i++) {
    CpMember *member = scope_get_member (i == 0 ? &self->high : &self->station, 1);

    g_assert_cmpint (member->state, ==, CP_MEMBER_ERASED);
    g_assert_null (member->given_name);
    cp_entity_free (member);
  }
}

/* Whoever was told all gives it up, and takes anew what is left. */
static void
test_a_narrower_scope_begins_anew (Scope *self, gconstpointer data)
{
  g_autofree char *epoch = NULL;

  scope_publish (self->office, "chain");
  scope_follow (&self->station, self->office);
  g_assert_true (scope_knows (&self->station, 1));
  epoch = g_strdup (cp_head_office_get_epoch (self->office->office));
  scope_publish (self->office, "chain");
  g_assert_cmpstr (epoch, ==, cp_head_office_get_epoch (self->office->office));
  scope_publish (self->office, "store");
  g_assert_cmpstr (epoch, !=, cp_head_office_get_epoch (self->office->office));
  scope_follow_all (self);
  g_assert_false (scope_knows (&self->station, 1));
}

static void
test_an_unknown_device_is_told_little (Scope *self, gconstpointer data)
{
  g_autoptr (CpJson) page = office_get_feed (self->office, "till-9", "nine", 0, 5000);
  g_autofree char *text = cp_json_to_text (page);

  g_assert_nonnull (strstr (text, "\"thin\":true"));
  g_assert_null (strstr (text, "given_name\":\"A"));
}

/* In any order, whatever is done where: all ways lead to the same rows. */
static void
test_any_order (Scope *self, gconstpointer data)
{
  guint id = 600;

  for (guint round = 0; round < (self->office->url != NULL ? 8 : 30); round++) {
    ScopeTill *till = g_test_rand_bit () ? &self->high : &self->station;
    guint n = (guint) g_test_rand_int_range (1, 4);

    g_free (device_do (till->device, id++, CP_OPERATION_ADD_NOTE, n, NOTE));
    device_push (till->device, self->office, till->device->seq, NULL);
    if (g_test_rand_int_range (0, 4) == 0)
      self->office->now_ms += 6 * DAY_MS;
    if (g_test_rand_int_range (0, 6) == 0)
      scope_change_member (self->office, n, move_to_station);
    if (g_test_rand_bit ())
      scope_follow (till, self->office);
  }
  self->office->now_ms += 20 * DAY_MS;
  scope_follow_all (self);
}

/* What the program before left of a member is another sum, and so are those of its ranges. */
static void
keep_sums_of_older_rules (Office *office)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office->office);
  const CpHeadOfficeStorageClass *class_ = storage->class_;
  g_autofree char *id = cp_test_chain_id (1, "member");
  CpRowSum row = { "member", id, cp_range_of (CP_RANGE_MOST_BITS, "member", id), 0, 0 };
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof row);
  g_autoptr (CpRangeSums) thin = NULL;
  g_auto (CpKeptSums) kept = { 0 };

  g_array_append_val (rows, row);
  g_assert_true (class_->begin (storage, NULL) && class_->get_sums (storage, &kept, NULL) &&
                 class_->swap_row_sums (storage, rows, NULL));
  g_array_index (rows, CpRowSum, 0).thin += 7;
  g_assert_true (class_->swap_row_sums (storage, rows, NULL));
  thin = cp_range_sums_from_text (CP_RANGE_MOST_BITS, kept.thin_sums);
  g_array_index (thin->sums, guint64, row.range) += 7;
  g_free (kept.thin_sums);
  kept.thin_sums = cp_range_sums_to_text (thin);
  g_free (kept.thin_rules);
  kept.thin_rules = g_strdup ("older");
  g_assert_true (class_->put_sums (storage, &kept, NULL) && class_->commit (storage, NULL));
}

static void
test_follows_newer_rules (Scope *self, gconstpointer data)
{
  gboolean is_done = FALSE;

  scope_follow_all (self);
  keep_sums_of_older_rules (self->office);
  g_assert_true (cp_head_office_is_added_up (self->office->office, &is_done, NULL));
  g_assert_false (is_done);
  while (!is_done)
    g_assert_true (cp_head_office_is_added_up (self->office->office, &is_done, NULL));
  scope_follow_all (self);
}

/* How the database goes about a statement of head office's, in its own words. */
static char *
explain (Office *office, const char *name)
{
  gboolean is_postgres = office->url != NULL;
  g_autofree char *path = g_strdup_printf ("/org/counterpart/headoffice/%s/sql/%s.sql",
                                           is_postgres ? "postgres" : "sqlite", name);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GString) sql =
      g_string_new (is_postgres ? "SET enable_seqscan = off; EXPLAIN " : "EXPLAIN QUERY PLAN ");
  g_autoptr (GString) plan = g_string_new (NULL);
  sqlite3_stmt *statement;
  sqlite3 *database;

  g_string_append_len (sql, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  g_string_replace (sql, "$1", "'high'", 0);
  g_string_replace (sql, "$2", "'{a,b}'", 0);
  if (is_postgres)
    return postgres_ask (office->url, sql->str);
  g_clear_pointer (&office->office, cp_head_office_free); /* it has the file to itself */
  g_assert_cmpint (sqlite3_open (office->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, sql->str, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_string_append (plan, (const char *) sqlite3_column_text (statement, 3));
  sqlite3_finalize (statement);
  sqlite3_close (database);
  office_reopen (office);
  return g_string_free (g_steal_pointer (&plan), FALSE);
}

static void
test_looks_only_at_who_is_at_home (Scope *self, gconstpointer data)
{
  const char *const names[] = { "list-scope", "list-whole-scope" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *plan = explain (self->office, names[i]);

    g_assert_nonnull (strstr (plan, "_by_home"));
  }
}

/* Or every change of a row would be one of the index's (HOT updates). */
static void
test_no_index_is_over_what_changes (Scope *self, gconstpointer data)
{
  g_autofree char *n = NULL;

  if (self->office->url == NULL)
    return;
  n = postgres_ask (self->office->url,
                    "SELECT count (*) FROM pg_depend d JOIN pg_attribute a ON"
                    " a.attrelid = d.refobjid AND a.attnum = d.refobjsubid"
                    " WHERE a.attrelid = 'entity'::regclass AND a.attname IN ('data', 'ver')"
                    " AND d.objid IN (SELECT indexrelid FROM pg_index)");
  g_assert_cmpint (g_ascii_strtoll (n, NULL, 10), ==, 0);
}

static void
test_takes_over_an_older_database (Scope *self, gconstpointer data)
{
  scope_follow_all (self);
  office_make_older (self->office, "", 6);
  scope_follow_all (self);
  g_assert_true (scope_knows (&self->high, 1));
}

static void
add (const char *path, void (*func) (Scope *, gconstpointer))
{
  g_test_add (path, Scope, NULL, scope_set_up, func, scope_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/store-scope/the-chain-is-told-all", test_the_chain_is_told_all);
  add ("/store-scope/other-stores-are-told-little", test_others_are_told_little);
  add ("/store-scope/who-comes-is-told-of-with-the-ack", test_who_comes_is_told_of);
  add ("/store-scope/who-has-not-come-for-long-is-forgotten",
       test_who_has_not_come_for_long_is_forgotten);
  add ("/store-scope/what-is-long-ago-is-no-visit", test_what_is_long_ago_is_no_visit);
  add ("/store-scope/a-home-that-moves", test_a_home_that_moves);
  add ("/store-scope/accounts-that-become-one", test_accounts_that_become_one);
  add ("/store-scope/erases-everywhere", test_erases_everywhere);
  add ("/store-scope/a-narrower-scope-begins-anew", test_a_narrower_scope_begins_anew);
  add ("/store-scope/an-unknown-device-is-told-little", test_an_unknown_device_is_told_little);
  add ("/store-scope/any-order-leads-to-the-same-rows", test_any_order);
  add ("/store-scope/sums-follow-newer-rules", test_follows_newer_rules);
  add ("/store-scope/looks-only-at-who-is-at-home", test_looks_only_at_who_is_at_home);
  add ("/store-scope/no-index-is-over-what-changes", test_no_index_is_over_what_changes);
  add ("/store-scope/takes-over-an-older-database", test_takes_over_an_older_database);
  return g_test_run ();
}
