/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-snapshot-shelf.h"

#include "cp-error.h"
#include "cp-test-vfs.h"
#include "postgres-fixture.h"
#include "shelf-fixture.h"

#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

static void
test_builds_one_and_keeps_it (Fixture *self, gconstpointer data)
{
  g_autofree char *first = shelf_ask (self);
  g_autofree char *second = shelf_ask (self);

  g_assert_nonnull (first);
  g_assert_cmpstr (first, ==, second);
  g_assert_true (shelf_has (self, first));
  g_assert_false (shelf_has (self, "another"));
}

static void
test_many_ask_at_once (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    cp_snapshot_shelf_ask (self->shelf, self->store_id, shelf_on_snapshot, self);
  cp_snapshot_shelf_cancel (self->shelf, NULL);
  while (self->n_answers < 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (self->id);
}

/* Who is in the midst of the one before can end it. */
static void
test_builds_another_after_a_day (Fixture *self, gconstpointer data)
{
  g_autofree char *first = shelf_ask (self);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  self->office->now_ms += DAY_MS;
  second = shelf_ask (self);
  g_assert_cmpstr (first, !=, second);
  g_assert_true (shelf_has (self, first));
  g_assert_true (shelf_has (self, second));
  self->office->now_ms += DAY_MS;
  third = shelf_ask (self);
  g_assert_false (shelf_has (self, first));
  g_assert_true (shelf_has (self, third));
}

static void
test_forgets_who_was_erased (Fixture *self, gconstpointer data)
{
  g_autofree char *first = shelf_ask (self);
  g_autofree char *second = NULL;

  shelf_erase (self, 1);
  g_assert_false (shelf_has (self, first));
  g_assert_cmpint (shelf_count_files (self, ".zst"), ==, 0);
  g_assert_cmpint (shelf_count_files (self, ".json"), ==, 0);
  second = shelf_ask (self);
  g_assert_cmpstr (first, !=, second);
}

/* What was being built holds what is to be gone. */
static void
test_builds_again_without_who_was_erased (Fixture *self, gconstpointer data)
{
  shelf_count_copies (self);
  cp_snapshot_shelf_ask (self->shelf, self->store_id, shelf_on_snapshot, self);
  shelf_erase (self, 1);
  while (self->n_answers == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (shelf_has (self, self->id));
  g_assert_cmpuint (shelf_stop_counting (self), ==, 2);
}

/* Nobody gets another store's. */
static void
test_keeps_each_store_its_own (Fixture *self, gconstpointer data)
{
  g_autofree char *all = shelf_ask (self);
  g_autofree char *high = NULL;
  g_autofree char *station = NULL;

  self->store_id = "high";
  high = shelf_ask (self);
  g_assert_false (shelf_has (self, all));
  g_assert_true (shelf_has (self, high));
  self->store_id = "station";
  station = shelf_ask (self);
  g_assert_cmpstr (station, !=, high);
  g_assert_false (shelf_has (self, high));
  g_assert_true (shelf_has (self, station));
}

static void
test_builds_for_two_stores (Fixture *self, gconstpointer data)
{
  cp_snapshot_shelf_ask (self->shelf, "high", shelf_on_snapshot, self);
  cp_snapshot_shelf_ask (self->shelf, "station", shelf_on_snapshot, self);
  while (self->n_answers < 2)
    g_main_context_iteration (NULL, TRUE);
  self->store_id = "station";
  g_assert_true (shelf_has (self, self->id));
}

static void
wait_until_idle (Fixture *self)
{
  while (cp_snapshot_shelf_is_building (self->shelf))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_keeps_the_turn_of_who_is_put_off (Fixture *self, gconstpointer data)
{
  cp_snapshot_shelf_ask (self->shelf, "high", shelf_on_snapshot, self);
  shelf_ask_and_leave (self, "station", cp_snapshot_shelf_put_off);
  wait_until_idle (self);
  g_assert_cmpuint (self->n_answers, ==, 1);
  g_assert_cmpint (shelf_count_files (self, ".zst"), ==, 2);
  cp_snapshot_shelf_ask (self->shelf, "station", shelf_on_snapshot, self);
  g_assert_cmpuint (self->n_answers, ==, 2);
  self->store_id = "station";
  g_assert_true (shelf_has (self, self->id));
}

static void
test_builds_nothing_for_who_has_gone (Fixture *self, gconstpointer data)
{
  cp_snapshot_shelf_ask (self->shelf, "high", shelf_on_snapshot, self);
  shelf_ask_and_leave (self, "station", cp_snapshot_shelf_cancel);
  cp_snapshot_shelf_cancel (self->shelf, self); /* that one is under way */
  wait_until_idle (self);
  g_assert_cmpuint (self->n_answers, ==, 0);
  g_assert_cmpint (shelf_count_files (self, ".zst"), ==, 1);
}

/* Nobody else's place is lost by who goes. */
static void
test_builds_for_who_has_stayed (Fixture *self, gconstpointer data)
{
  cp_snapshot_shelf_ask (self->shelf, "high", shelf_on_snapshot, self);
  cp_snapshot_shelf_ask (self->shelf, "station", shelf_on_snapshot, self);
  shelf_ask_and_leave (self, "station", cp_snapshot_shelf_cancel);
  while (self->n_answers < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (shelf_count_files (self, ".zst"), ==, 2);
}

/* As many as were put off: what they come back for is built once. */
static void
test_builds_once_for_all_that_are_put_off (Fixture *self, gconstpointer data)
{
  g_autofree char *first = NULL;

  for (guint i = 0; i < 3; i++)
    shelf_ask_and_leave (self, NULL, cp_snapshot_shelf_put_off);
  wait_until_idle (self);
  g_assert_cmpint (shelf_count_files (self, ".zst"), ==, 1);
  first = shelf_ask (self);
  g_assert_cmpuint (self->n_answers, ==, 1);
  g_assert_nonnull (first);
}

static void
test_gives_out_what_it_had_before_a_restart (Fixture *self, gconstpointer data)
{
  g_autofree char *first = shelf_ask (self);
  g_autofree char *second = NULL;

  cp_snapshot_shelf_free (self->shelf);
  shelf_open (self);
  second = shelf_ask (self);
  g_assert_cmpstr (first, ==, second);
}

/* Such as the database, where somebody named its folder. */
static void
test_leaves_other_files_alone (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = shelf_dup_folder (self);
  g_autofree char *other = g_build_filename (folder, "head-office.db", NULL);
  g_autofree char *id = NULL;

  g_assert_true (g_file_set_contents (other, "x", 1, NULL));
  cp_snapshot_shelf_free (self->shelf);
  shelf_open (self);
  id = shelf_ask (self);
  shelf_erase (self, 1);
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
}

static void
test_begins_without_what_the_version_before_left (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = shelf_dup_folder (self);
  g_autofree char *left = g_build_filename (folder, "0123456789abcdef0123456789abcdef.zst", NULL);

  g_assert_true (g_file_set_contents (left, "x", 1, NULL));
  cp_snapshot_shelf_free (self->shelf);
  shelf_open (self);
  g_assert_cmpint (shelf_count_files (self, ".zst"), ==, 0);
}

/* Nobody asks for that store's any more. */
static void
test_sweeps_what_is_old (Fixture *self, gconstpointer data)
{
  self->store_id = "high";
  g_free (shelf_ask (self));
  self->office->now_ms += 2 * DAY_MS + 1;
  self->store_id = NULL;
  g_free (shelf_ask (self));
  g_assert_cmpint (shelf_count_files (self, ".zst"), ==, 1);
}

static gboolean
fail_to_copy (CpHeadOfficeStorage *self,
              const char *path,
              CpHeadOfficeStorage **ret_copy,
              GError **error)
{
  g_set_error_literal (error, CP_ERROR, CP_ERROR_FULL, "For the test");
  return FALSE;
}

static void
test_says_that_there_is_none (Fixture *self, gconstpointer data)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office->office);
  const CpHeadOfficeStorageClass *class_ = storage->class_;
  CpHeadOfficeStorageClass failing = *class_;
  g_autofree char *id = NULL;

  failing.open_copy = fail_to_copy;
  storage->class_ = &failing;
  id = shelf_ask (self);
  g_assert_null (id);
  storage->class_ = class_;
  g_free (id);
  id = shelf_ask (self);
  g_assert_nonnull (id);
}

static gboolean
fail_to_read (CpHeadOfficeStorage *self, const char *name, char **ret_value, GError **error)
{
  g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "For the test");
  return FALSE;
}

static void
test_keeps_all_when_it_cannot_say_who_was_erased (Fixture *self, gconstpointer data)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office->office);
  const CpHeadOfficeStorageClass *class_ = storage->class_;
  CpHeadOfficeStorageClass failing = *class_;
  g_autofree char *first = shelf_ask (self);
  g_autofree char *none = NULL;
  g_autofree char *same = NULL;

  self->office->now_ms += 1; /* another would have another name */
  failing.get_setting = fail_to_read;
  storage->class_ = &failing;
  none = shelf_ask (self);
  g_assert_null (none);
  g_assert_false (shelf_has (self, first));
  storage->class_ = class_;
  same = shelf_ask (self);
  g_assert_cmpstr (first, ==, same);
  storage->class_ = &failing;
  shelf_erase (self, 1);
  g_assert_cmpint (shelf_count_files (self, ".zst"), ==, 1);
  storage->class_ = class_;
  g_assert_false (shelf_has (self, first));
  g_assert_cmpint (shelf_count_files (self, ".zst"), ==, 0);
}

/* The first that there is: head office's own, and not one that a copy is read by. */
static void
cut_connection (Fixture *self)
{
  g_autofree char *said = postgres_ask (
      self->office->url,
      "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname ="
      " current_database() AND pid <> pg_backend_pid() ORDER BY backend_start LIMIT 1");

  g_assert_cmpstr (g_strstrip (said), ==, "t");
}

static void
test_outlives_a_lost_connection (Fixture *self, gconstpointer data)
{
  g_autofree char *first = shelf_ask (self);
  g_autofree char *same = NULL;

  self->office->now_ms += 1; /* another would have another name */
  cut_connection (self);
  g_assert_true (shelf_has (self, first));
  cut_connection (self);
  same = shelf_ask (self);
  g_assert_cmpstr (first, ==, same);
}

static void
test_keeps_what_was_built_meanwhile (Fixture *self, gconstpointer data)
{
  g_autofree char *first = shelf_ask (self);

  self->office->now_ms += DAY_MS;
  shelf_count_copies (self);
  cp_snapshot_shelf_ask (self->shelf, NULL, shelf_on_snapshot, self);
  cut_connection (self);
  while (self->n_answers == 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (shelf_has (self, self->id));
  g_assert_true (shelf_has (self, first));
  g_assert_cmpuint (shelf_stop_counting (self), ==, 1);
}

/* With its file on the disk @vfs_name (nullable), and its folders on the machine's own. */
static void
start_again (Fixture *self, const char *vfs_name)
{
  cp_snapshot_shelf_free (self->shelf);
  self->office->now_ms += DAY_MS; /* what is there is not fresh any more */
  self->office->world.vfs_name = vfs_name;
  office_reopen (self->office);
  self->office->world.vfs_name = NULL;
  shelf_open (self);
}

/* Returns: whether the copy went by without the @nth call to the disk */
static gboolean
fail_at (Fixture *self, CpTestVfs *vfs, guint nth)
{
  g_autofree char *id = NULL;
  g_autofree char *second = NULL;

  start_again (self, vfs->world.vfs_name);
  vfs->fail_at = vfs->n_calls + nth;
  id = shelf_ask (self);
  vfs->fail_at = 0;
  if (id != NULL)
    return TRUE;
  if (cp_head_office_is_broken (self->office->office))
    return FALSE;
  second = shelf_ask (self);
  g_assert_nonnull (second);
  return FALSE;
}

/* Who waits for a snapshot asks for nothing else by which it would be found out. */
static void
test_says_so_when_all_is_lost (Fixture *self, gconstpointer data)
{
  CpTestVfs vfs;
  guint nth = 1;

  cp_test_vfs_install (&vfs);
  while (!fail_at (self, &vfs, nth))
    nth++;
  g_assert_cmpuint (nth, >, 10);
  start_again (self, NULL);
  cp_test_vfs_remove (&vfs);
}

static void
add (const char *path, void (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, shelf_set_up, func, shelf_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/snapshot-shelf/builds-one-and-keeps-it", test_builds_one_and_keeps_it);
  add ("/snapshot-shelf/builds-one-for-many", test_many_ask_at_once);
  add ("/snapshot-shelf/builds-another-after-a-day", test_builds_another_after_a_day);
  add ("/snapshot-shelf/forgets-who-was-erased", test_forgets_who_was_erased);
  add ("/snapshot-shelf/builds-again-without-who-was-erased",
       test_builds_again_without_who_was_erased);
  add ("/snapshot-shelf/keeps-each-store-its-own", test_keeps_each_store_its_own);
  add ("/snapshot-shelf/builds-for-two-stores", test_builds_for_two_stores);
  add ("/snapshot-shelf/keeps-the-turn-of-who-is-put-off", test_keeps_the_turn_of_who_is_put_off);
  add ("/snapshot-shelf/builds-nothing-for-who-has-gone", test_builds_nothing_for_who_has_gone);
  add ("/snapshot-shelf/builds-for-who-has-stayed", test_builds_for_who_has_stayed);
  add ("/snapshot-shelf/builds-once-for-all-that-are-put-off",
       test_builds_once_for_all_that_are_put_off);
  add ("/snapshot-shelf/gives-out-what-it-had-before-a-restart",
       test_gives_out_what_it_had_before_a_restart);
  add ("/snapshot-shelf/leaves-other-files-alone", test_leaves_other_files_alone);
  add ("/snapshot-shelf/begins-without-what-the-version-before-left",
       test_begins_without_what_the_version_before_left);
  add ("/snapshot-shelf/sweeps-what-is-old", test_sweeps_what_is_old);
  add ("/snapshot-shelf/says-that-there-is-none", test_says_that_there_is_none);
  add ("/snapshot-shelf/keeps-all-when-it-cannot-say-who-was-erased",
       test_keeps_all_when_it_cannot_say_who_was_erased);
  if (postgres_is_wanted ()) {
    add ("/snapshot-shelf/outlives-a-lost-connection", test_outlives_a_lost_connection);
    add ("/snapshot-shelf/keeps-what-was-built-meanwhile", test_keeps_what_was_built_meanwhile);
  } else {
    add ("/snapshot-shelf/says-so-when-all-is-lost", test_says_so_when_all_is_lost);
  }
  return g_test_run ();
}
