/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A device's ledger and head office, from the first operation to the day on which the device lets go of it,
 * and what happens then to either that is brought back from an older copy. */
#include <glib/gstdio.h>

#include "cp-backup-durable.h"
#include "cp-backup-verify.h"
#include "cp-error.h"
#include "cp-journal-retain.h"
#include "town-fixture.h"

#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

typedef struct {
  Town town;
  guint n_news;
} Fixture;

/* As the daemon does when nobody waits. */
static void
do_upkeep (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  do {
    g_assert_true (cp_ledger_do_upkeep (self->town.till.ledger, &error));
  } while (cp_ledger_has_upkeep (self->town.till.ledger));
}

static void
do_work (Fixture *self, guint n)
{
  g_free (town_work (&self->town, n));
}

/* (transfer full): a backup of head office that was found to be good */
static char *
back_up (Fixture *self, const char *name)
{
  char *backup = office_back_up (self->town.office, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) report = cp_backup_verify (backup, &error);

  g_assert_no_error (error);
  g_assert_true (cp_backup_durable_record (self->town.office->office, report, &error));
  return backup;
}

/* So that there is a page. */
static void
make_news (Fixture *self)
{
  CpReceipt *receipt = cp_test_chain_receipt (1);

  receipt->total_minor += ++self->n_news;
  self->town.office->now_ms = cp_world_wall_ms (&self->town.till.vfs.world);
  office_put (self->town.office, receipt);
}

static void
hear (Fixture *self)
{
  make_news (self);
  town_sync (&self->town);
  do_upkeep (self);
}

static void
wait_and_hear (Fixture *self, gint64 ms)
{
  cp_test_ledger_pass (&self->town.till, ms);
  hear (self);
}

/* Through which number the journal has let go. */
static gint64
get_gone (Fixture *self)
{
  g_autoptr (CpJson) push = town_get_push (&self->town, CP_LANE_PRIORITY, 1);
  const CpJson *operations = cp_json_get_array (push, "operations");

  return cp_json_get_int (json_array_get (operations, 0), "seq", 1) - 1;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  town_begin (&self->town, 1);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  town_end (&self->town);
}

static CpJson *
look (Fixture *self)
{
  CpJson *view = cp_test_ledger_view (&self->town.till, 1);

  cp_json_set_int (view, "waiting", cp_test_ledger_status (&self->town.till, "waiting"));
  cp_json_set_int (view, "attention", cp_test_ledger_status (&self->town.till, "attention"));
  return view;
}

/* Done, backed up, verified; and 35 days later only the last is still here. */
static void
let_go_of_all_but_one (Fixture *self)
{
  do_work (self, 5);
  town_sync (&self->town);
  g_free (back_up (self, "first"));
  hear (self);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS);
  g_assert_cmpint (get_gone (self), ==, self->town.n_done - 1);
}

static void
test_on_the_day (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) before = NULL;
  g_autoptr (CpJson) after = NULL;
  g_autofree char *backup = NULL;

  do_work (self, 5);
  town_sync (&self->town);
  backup = back_up (self, "first");
  hear (self);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS - DAY_MS);
  g_assert_cmpint (get_gone (self), ==, 0);
  cp_test_ledger_pass (&self->town.till, DAY_MS);
  cp_test_ledger_sign_in (&self->town.till, "ann");
  make_news (self);
  town_sync (&self->town);
  before = look (self);
  do_upkeep (self);
  g_assert_cmpint (get_gone (self), ==, 4);
  after = look (self);
  g_assert_true (json_equal (before, after));
  town_assert_nothing_is_lost (&self->town);
}

static void
test_never_without_a_word (Fixture *self, gconstpointer data)
{
  do_work (self, 5);
  town_sync (&self->town);
  hear (self);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS);
  g_assert_cmpint (get_gone (self), ==, 0);
}

/* The word must be of this start: what was said before it may not be so any more. */
static void
test_not_after_a_restart_until_it_hears (Fixture *self, gconstpointer data)
{
  do_work (self, 5);
  town_sync (&self->town);
  g_free (back_up (self, "first"));
  hear (self);
  cp_test_ledger_pass (&self->town.till, CP_JOURNAL_KEPT_MS);
  cp_test_ledger_restart (&self->town.till);
  do_upkeep (self);
  g_assert_cmpint (get_gone (self), ==, 0);
  hear (self);
  g_assert_cmpint (get_gone (self), ==, 4);
}

static void
test_is_not_done_again (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) request = cp_test_ledger_request ("end_visit", 1, "{'reason_id': 'served'}");
  g_autofree char *id = town_work (&self->town, 5);
  g_autoptr (GError) error = NULL;

  town_sync (&self->town);
  g_free (back_up (self, "first"));
  hear (self);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS);
  g_assert_cmpint (get_gone (self), ==, 4);
  cp_test_ledger_sign_in (&self->town.till, "ann");
  cp_json_set_text (request, "id", id);
  g_assert_null (
      cp_ledger_submit (self->town.till.ledger, self->town.till.session, request, FALSE, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  town_assert_nothing_is_lost (&self->town);
}

/* Head office comes back from the very backup that was verified, after the device let go. */
static void
test_head_office_is_restored (Fixture *self, gconstpointer data)
{
  g_autofree char *backup = NULL;

  do_work (self, 5);
  town_sync (&self->town);
  backup = back_up (self, "first");
  hear (self);
  do_work (self, 3);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS);
  g_assert_cmpint (get_gone (self), ==, 4);
  do_work (self, 2);
  town_sync (&self->town);
  office_restore (self->town.office, backup);
  g_assert_cmpuint (town_count (&self->town), ==, 5);
  do_work (self, 1);
  town_assert_nothing_is_lost (&self->town);
}

/* From an older one than it had said: what the device still has gets there all the same. */
static void
test_head_office_is_restored_from_before (Fixture *self, gconstpointer data)
{
  g_autofree char *older = NULL;

  do_work (self, 2);
  town_sync (&self->town);
  older = office_back_up (self->town.office, "older");
  do_work (self, 5);
  town_sync (&self->town);
  g_free (back_up (self, "newer"));
  hear (self);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS);
  g_assert_cmpint (get_gone (self), ==, 6);
  do_work (self, 2);
  office_restore (self->town.office, older);
  town_sync (&self->town);
  self->town.n_done -= 4; /* numbers 3 to 6 are with nobody */
  town_assert_nothing_is_lost (&self->town);
  do_work (self, 1);
  town_assert_nothing_is_lost (&self->town);
}

static void
test_the_device_is_restored (Fixture *self, gconstpointer data)
{
  gboolean after = data != NULL;
  g_autofree char *image = g_dir_make_tmp ("counterpart-image-XXXXXX", NULL);

  if (!after) {
    do_work (self, 2);
    town_sync (&self->town);
    town_copy_disk (&self->town, image);
  }
  let_go_of_all_but_one (self);
  if (after)
    town_copy_disk (&self->town, image);
  do_work (self, 3);
  town_sync (&self->town);
  town_put_disk_back (&self->town, image);
  do_work (self, 2);
  town_assert_nothing_is_lost (&self->town);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS);
  town_assert_nothing_is_lost (&self->town);
}

/* Both are: what the device did under an earlier name, head office asks for too. */
static void
test_both_are_restored (Fixture *self, gconstpointer data)
{
  g_autofree char *image = g_dir_make_tmp ("counterpart-image-XXXXXX", NULL);
  g_autofree char *older = NULL;

  do_work (self, 3);
  town_sync (&self->town);
  older = office_back_up (self->town.office, "older");
  do_work (self, 3);
  town_sync (&self->town);
  town_copy_disk (&self->town, image);
  do_work (self, 1);
  town_sync (&self->town);
  town_put_disk_back (&self->town, image);
  do_work (self, 2);
  town_assert_nothing_is_lost (&self->town);
  office_restore (self->town.office, older);
  self->town.n_done--; /* number 7 was on neither's copy */
  town_assert_nothing_is_lost (&self->town);
}

static gboolean
has_untold (Fixture *self)
{
  g_autoptr (CpJson) push = town_get_push (&self->town, CP_LANE_PRIORITY, 0);

  return json_object_get (push, "untold") != NULL;
}

/* What became of an operation can't be asked any more once it is gone. Both are restored, so that the feed does
 * not tell it of those that were done under an earlier name. */
static void
test_not_before_it_is_told (Fixture *self, gconstpointer data)
{
  g_autofree char *image = g_dir_make_tmp ("counterpart-image-XXXXXX", NULL);
  g_autofree char *backup = NULL;

  do_work (self, 3);
  town_sync (&self->town);
  town_copy_disk (&self->town, image);
  do_work (self, 1);
  town_sync (&self->town);
  town_put_disk_back (&self->town, image);
  do_work (self, 2);
  town_assert_nothing_is_lost (&self->town);
  g_assert_false (has_untold (self));
  backup = office_back_up (self->town.office, "first");
  self->town.passes_over = TRUE;
  office_restore (self->town.office, backup);
  town_sync (&self->town);
  g_assert_true (has_untold (self));
  g_free (back_up (self, "second"));
  hear (self);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS);
  wait_and_hear (self, CP_JOURNAL_KEPT_MS);
  g_assert_cmpint (get_gone (self), ==, 0);
  self->town.passes_over = FALSE;
  hear (self);
  g_assert_false (has_untold (self));
  wait_and_hear (self, CP_JOURNAL_KEPT_MS);
  g_assert_cmpint (get_gone (self), >, 0);
  town_assert_nothing_is_lost (&self->town);
}

#define ADD(name, func) ADD_WITH (name, NULL, func)
#define ADD_WITH(name, data, func) \
  g_test_add ("/retention/" name, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-device-lets-go-on-the-day", test_on_the_day);
  ADD ("never-without-head-offices-word", test_never_without_a_word);
  ADD ("not-after-a-restart-until-it-hears", test_not_after_a_restart_until_it_hears);
  ADD ("not-before-it-is-told-what-became-of-it", test_not_before_it_is_told);
  ADD ("what-is-gone-is-not-done-again", test_is_not_done_again);
  ADD ("head-office-is-restored", test_head_office_is_restored);
  ADD ("head-office-is-restored-from-before", test_head_office_is_restored_from_before);
  ADD ("both-are-restored", test_both_are_restored);
  ADD_WITH ("the-device-is-restored-from-before", NULL, test_the_device_is_restored);
  ADD_WITH ("the-device-is-restored-from-afterwards", "", test_the_device_is_restored);
  return g_test_run ();
}
