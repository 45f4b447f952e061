/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-snapshot-shelf.h"

#include "cp-error.h"
#include "cp-test-vfs.h"
#include "office-fixture.h"
#include "postgres-fixture.h"

#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

typedef struct {
  Office *office;
  CpSnapshotShelf *shelf;
  char *id; /* of the last answer; NULL: there was none */
  guint n_answers;
  const char *store_id; /* whose is asked for; NULL: all */
} Fixture;

static void
make_shelf (Fixture *self)
{
  g_autofree char *folder = g_build_filename (self->office->folder, "snapshots", NULL);
  g_autoptr (GError) error = NULL;

  self->shelf = cp_snapshot_shelf_new (self->office->office, folder, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->office = office_new ();
  make_shelf (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_snapshot_shelf_free (self->shelf);
  office_free (self->office);
  g_free (self->id);
}

static void
on_snapshot (gpointer data, const CpManifest *manifest)
{
  Fixture *self = data;

  g_free (self->id);
  self->id = manifest != NULL ? g_strdup (manifest->id) : NULL;
  self->n_answers++;
}

static char *
ask (Fixture *self)
{
  guint n = self->n_answers;

  cp_snapshot_shelf_ask (self->shelf, self->store_id, on_snapshot, self);
  while (self->n_answers == n)
    g_main_context_iteration (NULL, TRUE);
  return g_strdup (self->id);
}

static gboolean
has (Fixture *self, const char *id)
{
  g_autofree char *path = cp_snapshot_shelf_dup_path (self->shelf, self->store_id, id);

  return path != NULL && g_file_test (path, G_FILE_TEST_EXISTS);
}

static char *
dup_folder (Fixture *self)
{
  return g_build_filename (self->office->folder, "snapshots", NULL);
}

static gint64
count_files (Fixture *self, const char *suffix)
{
  g_autofree char *path = dup_folder (self);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  gint64 n = 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    n += g_str_has_suffix (name, suffix);
  return n;
}

/* How often the rows are copied, which is once for each that is built. Tests run one after the other, so there
 * is one of it. */
static struct {
  guint n;
  const CpHeadOfficeStorageClass *real;
  CpHeadOfficeStorageClass counting;
} copies;

static gboolean
open_counted_copy (CpHeadOfficeStorage *storage,
                   const char *path,
                   CpHeadOfficeStorage **ret_copy,
                   GError **error)
{
  copies.n++;
  return copies.real->open_copy (storage, path, ret_copy, error);
}

static void
count_copies (Fixture *self)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office->office);

  copies.n = 0;
  copies.real = storage->class_;
  copies.counting = *copies.real;
  copies.counting.open_copy = open_counted_copy;
  storage->class_ = &copies.counting;
}

static void
stop_counting (Fixture *self)
{
  cp_head_office_get_storage (self->office->office)->class_ = copies.real;
}

static void
test_builds_one_and_keeps_it (Fixture *self, gconstpointer data)
{
  g_autofree char *first = ask (self);
  g_autofree char *second = ask (self);

  g_assert_nonnull (first);
  g_assert_cmpstr (first, ==, second);
  g_assert_true (has (self, first));
  g_assert_false (has (self, "another"));
}

static void
test_many_ask_at_once (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    cp_snapshot_shelf_ask (self->shelf, self->store_id, on_snapshot, self);
  cp_snapshot_shelf_cancel (self->shelf, NULL);
  while (self->n_answers < 3)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (self->id);
}

/* Who is in the midst of the one before can end it. */
static void
test_builds_another_after_a_day (Fixture *self, gconstpointer data)
{
  g_autofree char *first = ask (self);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  self->office->now_ms += DAY_MS;
  second = ask (self);
  g_assert_cmpstr (first, !=, second);
  g_assert_true (has (self, first));
  g_assert_true (has (self, second));
  self->office->now_ms += DAY_MS;
  third = ask (self);
  g_assert_false (has (self, first));
  g_assert_true (has (self, third));
}

static void
erase (Fixture *self, guint n)
{
  g_autofree char *id = cp_test_chain_id (n, "member");
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_head_office_erase (self->office->office, id, &error));
  g_assert_no_error (error);
}

static void
test_forgets_who_was_erased (Fixture *self, gconstpointer data)
{
  g_autofree char *first = ask (self);
  g_autofree char *second = NULL;

  erase (self, 1);
  g_assert_false (has (self, first));
  g_assert_cmpint (count_files (self, ".zst"), ==, 0);
  g_assert_cmpint (count_files (self, ".json"), ==, 0);
  second = ask (self);
  g_assert_cmpstr (first, !=, second);
}

/* What was being built holds what is to be gone. */
static void
test_builds_again_without_who_was_erased (Fixture *self, gconstpointer data)
{
  count_copies (self);
  cp_snapshot_shelf_ask (self->shelf, self->store_id, on_snapshot, self);
  erase (self, 1);
  while (self->n_answers == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (has (self, self->id));
  g_assert_cmpuint (copies.n, ==, 2);
  stop_counting (self);
}

/* Nobody gets another store's. */
static void
test_keeps_each_store_its_own (Fixture *self, gconstpointer data)
{
  g_autofree char *all = ask (self);
  g_autofree char *high = NULL;
  g_autofree char *station = NULL;

  self->store_id = "high";
  high = ask (self);
  g_assert_false (has (self, all));
  g_assert_true (has (self, high));
  self->store_id = "station";
  station = ask (self);
  g_assert_cmpstr (station, !=, high);
  g_assert_false (has (self, high));
  g_assert_true (has (self, station));
}

static void
test_builds_for_two_stores (Fixture *self, gconstpointer data)
{
  cp_snapshot_shelf_ask (self->shelf, "high", on_snapshot, self);
  cp_snapshot_shelf_ask (self->shelf, "station", on_snapshot, self);
  while (self->n_answers < 2)
    g_main_context_iteration (NULL, TRUE);
  self->store_id = "station";
  g_assert_true (has (self, self->id));
}

static void
ask_and_leave (Fixture *self, const char *store_id, void (*leave) (CpSnapshotShelf *, gpointer))
{
  cp_snapshot_shelf_ask (self->shelf, store_id, on_snapshot, &self->store_id);
  leave (self->shelf, &self->store_id);
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
  cp_snapshot_shelf_ask (self->shelf, "high", on_snapshot, self);
  ask_and_leave (self, "station", cp_snapshot_shelf_put_off);
  wait_until_idle (self);
  g_assert_cmpuint (self->n_answers, ==, 1);
  g_assert_cmpint (count_files (self, ".zst"), ==, 2);
  cp_snapshot_shelf_ask (self->shelf, "station", on_snapshot, self);
  g_assert_cmpuint (self->n_answers, ==, 2);
  self->store_id = "station";
  g_assert_true (has (self, self->id));
}

static void
test_builds_nothing_for_who_has_gone (Fixture *self, gconstpointer data)
{
  cp_snapshot_shelf_ask (self->shelf, "high", on_snapshot, self);
  ask_and_leave (self, "station", cp_snapshot_shelf_cancel);
  cp_snapshot_shelf_cancel (self->shelf, self); /* that one is under way */
  wait_until_idle (self);
  g_assert_cmpuint (self->n_answers, ==, 0);
  g_assert_cmpint (count_files (self, ".zst"), ==, 1);
}

/* Nobody else's place is lost by who goes. */
static void
test_builds_for_who_has_stayed (Fixture *self, gconstpointer data)
{
  cp_snapshot_shelf_ask (self->shelf, "high", on_snapshot, self);
  cp_snapshot_shelf_ask (self->shelf, "station", on_snapshot, self);
  ask_and_leave (self, "station", cp_snapshot_shelf_cancel);
  while (self->n_answers < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (count_files (self, ".zst"), ==, 2);
}

/* As many as were put off: what they come back for is built once. */
static void
test_builds_once_for_all_that_are_put_off (Fixture *self, gconstpointer data)
{
  g_autofree char *first = NULL;

  for (guint i = 0; i < 3; i++)
    ask_and_leave (self, NULL, cp_snapshot_shelf_put_off);
  wait_until_idle (self);
  g_assert_cmpint (count_files (self, ".zst"), ==, 1);
  first = ask (self);
  g_assert_cmpuint (self->n_answers, ==, 1);
  g_assert_nonnull (first);
}

/* As another process over the same database, with the same folder, has it. */
static void
add_another (Fixture *self, Fixture *another)
{
  *another = (Fixture){ .office = self->office };
  make_shelf (another);
}

static void
remove_another (Fixture *another)
{
  cp_snapshot_shelf_free (another->shelf);
  g_free (another->id);
}

static void
test_gives_out_what_another_has_built (Fixture *self, gconstpointer data)
{
  Fixture another;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  add_another (self, &another);
  first = ask (self);
  g_assert_true (has (&another, first));
  count_copies (self);
  second = ask (&another);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpuint (copies.n, ==, 0);
  stop_counting (self);
  remove_another (&another);
}

/* What is there, and what is being built: that goes on until the loop has heard that it is ready. */
static void
test_leaves_alone_what_others_give_out (Fixture *self, gconstpointer data)
{
  Fixture another;
  g_autofree char *first = ask (self);

  self->office->now_ms += DAY_MS;
  count_copies (self);
  cp_snapshot_shelf_ask (self->shelf, NULL, on_snapshot, self);
  add_another (self, &another);
  while (self->n_answers == 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (copies.n, ==, 1);
  stop_counting (self);
  g_assert_cmpstr (first, !=, self->id);
  g_assert_true (has (self, first));
  remove_another (&another);
  g_assert_true (has (self, first));
  g_assert_true (has (self, self->id));
}

static void
test_gives_out_what_it_had_before_a_restart (Fixture *self, gconstpointer data)
{
  g_autofree char *first = ask (self);
  g_autofree char *second = NULL;

  cp_snapshot_shelf_free (self->shelf);
  make_shelf (self);
  second = ask (self);
  g_assert_cmpstr (first, ==, second);
}

static void
test_waits_for_what_another_builds (Fixture *self, gconstpointer data)
{
  Fixture another;

  add_another (self, &another);
  count_copies (self);
  cp_snapshot_shelf_ask (self->shelf, NULL, on_snapshot, self);
  cp_snapshot_shelf_ask (another.shelf, NULL, on_snapshot, &another);
  g_assert_true (cp_snapshot_shelf_is_building (another.shelf));
  while (self->n_answers == 0 || another.n_answers == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (self->id);
  g_assert_cmpstr (self->id, ==, another.id);
  g_assert_cmpuint (copies.n, ==, 1);
  stop_counting (self);
  remove_another (&another);
}

/* Whoever was not asked for the same builds its own when the other one is done. */
static void
test_builds_its_own_after_another (Fixture *self, gconstpointer data)
{
  Fixture another;

  add_another (self, &another);
  another.store_id = "high";
  cp_snapshot_shelf_ask (self->shelf, NULL, on_snapshot, self);
  cp_snapshot_shelf_ask (another.shelf, "high", on_snapshot, &another);
  while (self->n_answers == 0 || another.n_answers == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (has (self, self->id));
  g_assert_true (has (&another, another.id));
  g_assert_cmpstr (self->id, !=, another.id);
  remove_another (&another);
}

/* Whether it has heard of the erasure or not. */
static void
test_none_gives_out_who_was_erased (Fixture *self, gconstpointer data)
{
  Fixture another;
  g_autofree char *first = ask (self);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  add_another (self, &another);
  g_assert_true (has (&another, first));
  cp_head_office_set_erased_func (self->office->office, NULL, NULL);
  erase (self, 1);
  g_assert_false (has (self, first));
  g_assert_false (has (&another, first));
  second = ask (&another);
  third = ask (self);
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpstr (second, ==, third);
  g_assert_cmpint (count_files (self, ".zst"), ==, 1); /* though nobody has told */
  remove_another (&another);
}

/* Such as the database, where somebody named its folder. */
static void
test_leaves_other_files_alone (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = dup_folder (self);
  g_autofree char *other = g_build_filename (folder, "head-office.db", NULL);
  g_autofree char *id = NULL;

  g_assert_true (g_file_set_contents (other, "x", 1, NULL));
  cp_snapshot_shelf_free (self->shelf);
  make_shelf (self);
  id = ask (self);
  erase (self, 1);
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
}

/* Nobody asks for that store's any more. */
static void
test_sweeps_what_is_old (Fixture *self, gconstpointer data)
{
  self->store_id = "high";
  g_free (ask (self));
  self->office->now_ms += 2 * DAY_MS + 1;
  self->store_id = NULL;
  g_free (ask (self));
  g_assert_cmpint (count_files (self, ".zst"), ==, 1);
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
  id = ask (self);
  g_assert_null (id);
  storage->class_ = class_;
  g_free (id);
  id = ask (self);
  g_assert_nonnull (id);
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
  make_shelf (self);
}

/* Returns: whether the copy went by without the @nth call to the disk */
static gboolean
fail_at (Fixture *self, CpTestVfs *vfs, guint nth)
{
  g_autofree char *id = NULL;
  g_autofree char *second = NULL;

  start_again (self, vfs->world.vfs_name);
  vfs->fail_at = vfs->n_calls + nth;
  id = ask (self);
  vfs->fail_at = 0;
  if (id != NULL)
    return TRUE;
  if (cp_head_office_is_broken (self->office->office))
    return FALSE;
  second = ask (self);
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
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
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
  add ("/snapshot-shelf/gives-out-what-another-has-built", test_gives_out_what_another_has_built);
  add ("/snapshot-shelf/leaves-alone-what-others-give-out", test_leaves_alone_what_others_give_out);
  add ("/snapshot-shelf/gives-out-what-it-had-before-a-restart",
       test_gives_out_what_it_had_before_a_restart);
  add ("/snapshot-shelf/waits-for-what-another-builds", test_waits_for_what_another_builds);
  add ("/snapshot-shelf/builds-its-own-after-another", test_builds_its_own_after_another);
  add ("/snapshot-shelf/none-gives-out-who-was-erased", test_none_gives_out_who_was_erased);
  add ("/snapshot-shelf/leaves-other-files-alone", test_leaves_other_files_alone);
  add ("/snapshot-shelf/sweeps-what-is-old", test_sweeps_what_is_old);
  add ("/snapshot-shelf/says-that-there-is-none", test_says_that_there_is_none);
  if (!postgres_is_wanted ())
    add ("/snapshot-shelf/says-so-when-all-is-lost", test_says_so_when_all_is_lost);
  return g_test_run ();
}
