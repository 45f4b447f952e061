/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-journal-card.h"
#include "cp-test-journal.h"

#define UID "04E10CDA993C80"

static CpJournalCard
get (CpTestJournal *self)
{
  g_autoptr (GError) error = NULL;
  CpJournalCard card = { -1, -1, -1 };

  g_assert_true (cp_journal_get_card (self->journal, UID, &card, &error));
  g_assert_no_error (error);
  return card;
}

static void
put (CpTestJournal *self, gint64 counter)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_journal_put_card_counter (self->journal, UID, counter, &error));
  g_assert_no_error (error);
}

static void
fail (CpTestJournal *self, gint64 day)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_journal_count_card_failure (self->journal, UID, day, &error));
  g_assert_no_error (error);
}

static void
test_a_new_card_has_shown_nothing (CpTestJournal *self, gconstpointer data)
{
  CpJournalCard card = get (self);

  g_assert_cmpint (card.counter, ==, 0);
  g_assert_cmpint (card.failures, ==, 0);
}

static void
test_a_number_only_goes_up_and_outlives_a_restart (CpTestJournal *self, gconstpointer data)
{
  put (self, 7);
  put (self, 5);
  cp_test_journal_reopen (self);
  g_assert_cmpint (get (self).counter, ==, 7);
  put (self, 8);
  g_assert_cmpint (get (self).counter, ==, 8);
}

static void
test_failures_are_counted_by_day (CpTestJournal *self, gconstpointer data)
{
  put (self, 7);
  fail (self, 20000);
  fail (self, 20000);
  cp_test_journal_reopen (self);
  g_assert_cmpint (get (self).failures, ==, 2);
  fail (self, 20001);
  g_assert_cmpint (get (self).failures, ==, 1);
  g_assert_cmpint (get (self).failed_day, ==, 20001);
  g_assert_cmpint (get (self).counter, ==, 7);
}

#define ADD(name, func) \
  g_test_add (name, CpTestJournal, NULL, cp_test_journal_set_up, func, cp_test_journal_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/journal-card/a-new-card-has-shown-nothing", test_a_new_card_has_shown_nothing);
  ADD ("/store/journal-card/a-number-only-goes-up-and-outlives-a-restart",
       test_a_number_only_goes_up_and_outlives_a_restart);
  ADD ("/store/journal-card/failures-are-counted-by-day", test_failures_are_counted_by_day);
  return g_test_run ();
}
