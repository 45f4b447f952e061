/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows are added up while others change. */
#include "cp-replica.h"
#include "cp-test-chain.h"
#include "cp-test-folder.h"
#include "cp-test-page.h"

#define INCARNATION "0123456789abcdef0123456789abcdef"

typedef struct {
  char *folder;
  char *path;
  CpReplica *replica;
  gint64 cursor;
} Fixture;

static void
open_replica (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->replica, cp_replica_close);
  self->replica = cp_replica_open (cp_world_real (), self->path, &error);
  g_assert_no_error (error);
}

/* @page: (transfer full) */
static void
apply (Fixture *self, CpJson *page)
{
  g_autoptr (CpJson) owned = page;
  g_auto (CpReplicaChanges) changes = { NULL };
  g_autoptr (GError) error = NULL;

  self->cursor += 10;
  cp_test_page_end (page, self->cursor, CP_TEST_NOW_MS);
  g_assert_true (cp_replica_apply_page (self->replica, INCARNATION, NULL, page, &changes, &error));
  g_assert_no_error (error);
}

static void
apply_account (Fixture *self, const char *epoch, guint n)
{
  g_autoptr (CpAccount) account = cp_test_chain_account (n);
  CpJson *page = cp_test_page_new (epoch, self->cursor);

  cp_test_page_add_account (page, account);
  apply (self, page);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = cp_test_folder_new ();
  self->path = g_build_filename (self->folder, "replica.db", NULL);
  open_replica (self);
  apply_account (self, "e1", 1);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_replica_close (self->replica);
  g_free (self->path);
  cp_test_folder_free (self->folder);
}

static void
add_up (Fixture *self, guint n_rows)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_replica_add_up (self->replica, n_rows, &error));
  g_assert_no_error (error);
}

static void
finish (Fixture *self)
{
  do
    add_up (self, 3);
  while (cp_replica_is_adding_up (self->replica));
}

static void
test_in_slices (Fixture *self, gconstpointer data)
{
  g_autofree char *in_slices = NULL;
  g_autofree char *at_once = NULL;

  add_up (self, 3);
  g_assert_true (cp_replica_is_adding_up (self->replica));
  g_assert_null (cp_replica_get_sums (self->replica));
  finish (self);
  in_slices = cp_range_sums_to_text (cp_replica_get_sums (self->replica));
  cp_replica_forget_sums (self->replica);
  g_assert_null (cp_replica_get_sums (self->replica));
  add_up (self, 10000);
  at_once = cp_range_sums_to_text (cp_replica_get_sums (self->replica));
  g_assert_cmpstr (in_slices, ==, at_once);
}

/* What was not touched adds up to the same as if nothing had come in between. */
static void
test_others_change (Fixture *self, gconstpointer data)
{
  g_autoptr (CpRangeSums) during = NULL;
  const CpRangeSums *after;
  gboolean touched[1 << CP_RANGE_LEAST_BITS];
  guint n_touched = 0;

  add_up (self, 3);
  apply_account (self, "e1", 2);
  finish (self);
  during = cp_range_sums_fold (cp_replica_get_sums (self->replica), CP_RANGE_LEAST_BITS);
  for (guint range = 0; range < G_N_ELEMENTS (touched); range++) {
    touched[range] = cp_replica_is_range_touched (self->replica, range);
    n_touched += touched[range] ? 1 : 0;
  }
  g_assert_cmpuint (n_touched, >, 0);
  g_assert_cmpuint (n_touched, <, G_N_ELEMENTS (touched));
  cp_replica_forget_sums (self->replica);
  finish (self);
  after = cp_replica_get_sums (self->replica);
  for (guint range = 0; range < G_N_ELEMENTS (touched); range++) {
    g_autofree char *one = cp_range_sums_dup_hex (during, range);
    g_autofree char *other = cp_range_sums_dup_hex (after, range);

    if (!touched[range])
      g_assert_cmpstr (one, ==, other);
  }
}

static void
test_another_epoch (Fixture *self, gconstpointer data)
{
  add_up (self, 3);
  self->cursor = 0;
  apply_account (self, "e2", 2);
  g_assert_false (cp_replica_is_adding_up (self->replica));
}

static void
test_remembers_when (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (cp_replica_get_checked_ms (self->replica), ==, 0);
  g_assert_true (cp_replica_put_checked (self->replica, 1234, &error));
  g_assert_cmpint (cp_replica_get_checked_ms (self->replica), ==, 1234);
  apply_account (self, "e1", 2);
  open_replica (self);
  g_assert_cmpint (cp_replica_get_checked_ms (self->replica), ==, 1234);
}

static void
add (const char *path, void (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/replica-sums/add-up-in-slices", test_in_slices);
  add ("/replica-sums/know-what-changes-meanwhile", test_others_change);
  add ("/replica-sums/begin-anew-in-another-epoch", test_another_epoch);
  add ("/replica-sums/remember-when-rows-were-checked", test_remembers_when);
  return g_test_run ();
}
