/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-journal-untold.h"
#include "cp-test-folder.h"
#include "cp-test-journal.h"

static void
append (CpTestJournal *self)
{
  g_autofree char *id = cp_id_new (&self->ids, cp_world_real ());
  const CpJournalEntry entry = {
    .id = id, .kind = (char *) "add_note", .staff_id = (char *) "anna", .body = (char *) "{}"
  };
  g_autoptr (GArray) keys = cp_keys_new ();

  g_assert_true (cp_journal_append (self->journal, &entry, keys, NULL));
}

/* @chain: (nullable): any; @through: -1: nothing is missing */
static void
assert_untold (CpTestJournal *self, const char *chain, gint64 through)
{
  g_autofree char *found = NULL;
  gint64 number = -1;
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_journal_get_untold (self->journal, chain, &found, &number, &error));
  g_assert_no_error (error);
  g_assert_cmpint (found != NULL ? number : -1, ==, through);
  if (found != NULL && chain != NULL)
    g_assert_cmpstr (found, ==, chain);
}

static void
mark (CpTestJournal *self, const char *chain, gint64 through)
{
  g_assert_true (cp_journal_mark_untold (self->journal, chain, through, NULL));
}

static void
test_the_lowest_mark_stays (CpTestJournal *self, gconstpointer data)
{
  assert_untold (self, NULL, -1);
  mark (self, "one", 7);
  mark (self, "one", 9);
  assert_untold (self, "one", 7);
  mark (self, "one", 4);
  cp_test_journal_reopen (self);
  assert_untold (self, "one", 4);
  assert_untold (self, NULL, 4);
  assert_untold (self, "two", -1);
}

static void
test_what_is_told_is_no_more_asked (CpTestJournal *self, gconstpointer data)
{
  mark (self, "one", 3);
  mark (self, "two", 5);
  g_assert_true (cp_journal_note_told (self->journal, "one", 1003, TRUE, NULL));
  assert_untold (self, "one", 1003);
  g_assert_true (cp_journal_note_told (self->journal, "one", 1200, FALSE, NULL));
  assert_untold (self, "one", -1);
  assert_untold (self, NULL, 5);
}

/* Those of the incarnations before, too. */
static void
test_all_chains_are_marked (CpTestJournal *self, gconstpointer data)
{
  const CpLaneMarks acked = { { 1, 0 } };
  g_autofree char *first = g_strdup (cp_journal_get_incarnation (self->journal));
  g_autoptr (GError) error = NULL;

  append (self);
  append (self);
  g_assert_true (cp_journal_renew (self->journal, &acked, &error));
  g_assert_no_error (error);
  mark (self, first, 1);
  g_assert_true (cp_journal_mark_all_untold (self->journal, &error));
  g_assert_no_error (error);
  assert_untold (self, first, 0);
  assert_untold (self, cp_journal_get_incarnation (self->journal), 0);
  assert_untold (self, cp_journal_get_chain (self->journal, CP_LANE_BULK), -1); /* it has nothing */
}

/* Which may have taken silence for consent. */
static void
test_an_older_programs_are_asked_once (CpTestJournal *self, gconstpointer data)
{
  append (self);
  cp_test_journal_close (self);
  cp_test_tamper (self->path, "DROP TABLE untold; DROP INDEX operation_by_answer;"
                              " PRAGMA user_version = 7");
  cp_test_journal_reopen (self);
  assert_untold (self, cp_journal_get_incarnation (self->journal), 0);
  cp_test_journal_reopen (self);
  assert_untold (self, NULL, 0);
}

#define ADD(path, func)                                                                   \
  g_test_add ("/journal-untold/" path, CpTestJournal, NULL, cp_test_journal_set_up, func, \
              cp_test_journal_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("the-lowest-mark-stays", test_the_lowest_mark_stays);
  ADD ("what-is-told-is-no-more-asked", test_what_is_told_is_no_more_asked);
  ADD ("all-chains-are-marked", test_all_chains_are_marked);
  ADD ("an-older-programs-are-asked-once", test_an_older_programs_are_asked_once);
  return g_test_run ();
}
