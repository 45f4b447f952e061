/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A replica with a flipped, a missing and an extra row shows it, and heals. */
#include "cp-error.h"
#include "cp-replica.h"
#include "cp-test-chain.h"
#include "cp-test-folder.h"
#include "cp-test-page.h"

#include <sqlite3.h>

#define INCARNATION "0123456789abcdef0123456789abcdef"
#define BITS CP_RANGE_LEAST_BITS

typedef struct {
  char *folder;
  char *path;
  CpReplica *replica;
  CpRangeSums *right;
} Fixture;

static void
open_replica (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->replica, cp_replica_close);
  self->replica = cp_replica_open (cp_world_real (), self->path, &error);
  g_assert_no_error (error);
}

static CpRangeSums *
sum (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  cp_replica_forget_sums (self->replica);
  g_assert_true (cp_replica_add_up (self->replica, 100000, &error));
  g_assert_no_error (error);
  return cp_range_sums_fold (cp_replica_get_sums (self->replica), BITS);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) page = cp_test_page_new ("e1", 0);
  g_auto (CpReplicaChanges) changes = { NULL };
  g_autoptr (GError) error = NULL;

  self->folder = cp_test_folder_new ();
  self->path = g_build_filename (self->folder, "replica.db", NULL);
  open_replica (self);
  for (guint n = 1; n <= 3; n++) {
    g_autoptr (CpAccount) account = cp_test_chain_account (n);

    cp_test_page_add_account (page, account);
  }
  cp_test_page_end (page, 10, CP_TEST_NOW_MS);
  g_assert_true (cp_replica_apply_page (self->replica, INCARNATION, NULL, page, &changes, &error));
  self->right = sum (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_range_sums_free (self->right);
  cp_replica_close (self->replica);
  g_free (self->path);
  cp_test_folder_free (self->folder);
}

/* As a disk does it: past everything that looks after the rows. */
static void
damage (Fixture *self, const char *sql)
{
  sqlite3 *db;

  g_clear_pointer (&self->replica, cp_replica_close);
  g_assert_cmpint (sqlite3_open (self->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_changes (db), ==, 1);
  sqlite3_close (db);
  open_replica (self);
}

/* Head office's rows in @range. */
static CpJson *
list_right_rows (guint range)
{
  CpJson *items = json_array ();
  g_autoptr (CpJson) page = cp_test_page_new ("e1", 0);
  gsize i;
  json_t *item;

  for (guint n = 1; n <= 3; n++) {
    g_autoptr (CpAccount) account = cp_test_chain_account (n);

    cp_test_page_add_account (page, account);
  }
  json_array_foreach (cp_json_get_array (page, "items"), i, item)
  {
    if (cp_range_of (BITS, cp_json_get_text (item, "kind"), cp_json_get_text (item, "id")) == range)
      cp_json_append (items, json_incref (item));
  }
  return items;
}

static void
heal (Fixture *self, guint range)
{
  g_autoptr (CpJson) items = list_right_rows (range);
  g_auto (CpReplicaChanges) changes = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_replica_put_range (self->replica, BITS, range, 10, items, &changes, &error));
  g_assert_no_error (error);
}

static guint
count_differing (Fixture *self, gboolean heals)
{
  g_autoptr (CpRangeSums) sums = sum (self);
  guint n = 0;

  for (guint range = 0; range < sums->sums->len; range++) {
    g_autofree char *is = cp_range_sums_dup_hex (sums, range);
    g_autofree char *should_be = cp_range_sums_dup_hex (self->right, range);

    if (g_str_equal (is, should_be))
      continue;
    n++;
    if (heals)
      heal (self, range);
  }
  return n;
}

static void
test_heals (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (count_differing (self, FALSE), ==, 0);
  damage (self, data);
  g_assert_cmpuint (count_differing (self, TRUE), ==, 1);
  g_assert_cmpuint (count_differing (self, FALSE), ==, 0);
}

/* The row that a key was of is another's number now, since both were the last. */
static void
test_takes_nobody_for_another (Fixture *self, gconstpointer data)
{
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  const CpCard *card = account->rows[CP_KIND_CARD]->pdata[0];
  const CpKey key = { CP_KEY_CARD_UID, card->uid };
  g_autofree char *sql = g_strdup_printf ("UPDATE row_key SET n = (SELECT max (n) FROM row) "
                                          "WHERE value = '%s'",
                                          card->uid);
  g_autoptr (GPtrArray) right = cp_replica_find (self->replica, &key, 10, NULL);
  g_autoptr (GPtrArray) found = NULL;

  g_assert_cmpuint (right->len, ==, 1);
  damage (self, sql);
  found = cp_replica_find (self->replica, &key, 10, NULL);
  g_assert_cmpuint (found->len, ==, 0);
}

static void
test_refuses_another_moment (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) items = list_right_rows (0);
  g_auto (CpReplicaChanges) changes = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_false (cp_replica_put_range (self->replica, BITS, 0, 11, items, &changes, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

/* Rows of another range change nothing, not even those that were right. */
static void
test_refuses_rows_of_another_range (Fixture *self, gconstpointer data)
{
  g_auto (CpReplicaChanges) changes = { NULL };
  g_autoptr (GError) error = NULL;
  guint range = 0;
  CpJson *items = list_right_rows (range);

  while (json_array_size (items) == 0) {
    json_decref (items);
    items = list_right_rows (++range);
  }
  g_assert_false (
      cp_replica_put_range (self->replica, BITS, (range + 1) % 64, 10, items, &changes, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  json_decref (items);
  g_assert_cmpuint (count_differing (self, FALSE), ==, 0);
}

static void
add_heals (const char *path, const char *sql)
{
  g_test_add (path, Fixture, sql, set_up, test_heals, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_heals ("/replica-range/heals/a-flipped-letter",
             "UPDATE row SET data = CAST (substr (data, 1, 8) || 'x' || substr (data, 10) AS BLOB) "
             "WHERE n = (SELECT min (n) FROM row WHERE length (data) > 20)");
  add_heals ("/replica-range/heals/what-is-no-row-at-all",
             "UPDATE row SET data = zeroblob (20) WHERE n = (SELECT max (n) FROM row)");
  add_heals ("/replica-range/heals/another's-account",
             "UPDATE row SET account_id = 'nobody' WHERE n = (SELECT max (n) FROM row)");
  add_heals ("/replica-range/heals/an-older-row",
             "UPDATE row SET ver = 0 WHERE n = (SELECT max (n) FROM row)");
  add_heals ("/replica-range/heals/a-newer-row",
             "UPDATE row SET ver = 99 WHERE n = (SELECT max (n) FROM row)");
  add_heals ("/replica-range/heals/a-missing-row",
             "DELETE FROM row WHERE n = (SELECT max (n) FROM row)");
  add_heals ("/replica-range/heals/an-extra-row",
             "INSERT INTO row (kind, id, ver, data) VALUES (9, 'nobody', 1, CAST "
             "('{\"id\":\"nobody\"}' AS BLOB))");
  g_test_add ("/replica-range/takes-nobody-for-another", Fixture, NULL, set_up,
              test_takes_nobody_for_another, tear_down);
  g_test_add ("/replica-range/refuses-another-moment", Fixture, NULL, set_up,
              test_refuses_another_moment, tear_down);
  g_test_add ("/replica-range/refuses-rows-of-another-range", Fixture, NULL, set_up,
              test_refuses_rows_of_another_range, tear_down);
  return g_test_run ();
}
