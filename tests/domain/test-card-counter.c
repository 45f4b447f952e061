/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define NOTE CP_OPERATION_OPEN_MEMBER

static CpDecision *
show (CpTestCase *test, const char *device_id, const char *proof, gint64 counter)
{
  g_autoptr (CpOperation) operation =
      cp_test_case_make_operation (test, NOTE, "{'card_id':'{card}'}");
  const CpEntity *card = cp_test_case_find (test, CP_KIND_CARD, "card");

  g_free (operation->device_id);
  operation->device_id = g_strdup (device_id);
  operation->proof = g_strdup (proof);
  operation->card_id = g_strdup (card->id);
  operation->card_counter = counter;
  return cp_decide (&test->the_case, operation);
}

/* Rows: what the card showed before and where, what it shows now, and what comes of it. */
static void
test_two_devices_that_see_one_number_have_seen_a_copy (void)
{
  static const struct {
    CpDecideMode mode;
    const char *device, *proof;
    gint64 counter;
    gboolean changes, blocks;
  } cases[] = {
    { CP_DECIDE_AT_HEAD_OFFICE, "till-1", "token", 6, TRUE, FALSE },
    { CP_DECIDE_AT_HEAD_OFFICE, "till-2", "token", 6, TRUE, FALSE },
    { CP_DECIDE_AT_HEAD_OFFICE, "till-1", "token", 5, FALSE, FALSE },
    { CP_DECIDE_AT_HEAD_OFFICE, "till-2", "token", 5, TRUE, TRUE },
    { CP_DECIDE_AT_HEAD_OFFICE, "till-2", "token", 4, FALSE, FALSE },
    { CP_DECIDE_AT_HEAD_OFFICE, "till-2", "replayed", 4, TRUE, TRUE },
    { CP_DECIDE_AT_HEAD_OFFICE, "till-1", "replayed", 0, TRUE, TRUE },
    { CP_DECIDE_AT_HEAD_OFFICE, "till-2", "uid", 0, FALSE, FALSE },
    { CP_DECIDE_AT_COUNTER, "till-2", "token", 5, FALSE, FALSE },
    { CP_DECIDE_REPLAY, "till-2", "replayed", 5, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpDecision) decision = NULL;
    CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");
    const CpCard *changed;

    card->counter = 5;
    card->counter_device_id = g_strdup ("till-1");
    test->the_case.mode = cases[i].mode;
    decision = show (test, cases[i].device, cases[i].proof, cases[i].counter);
    changed = cp_test_decision_find (decision, CP_KIND_CARD, 0);
    g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
    g_assert_cmpint (changed != NULL, ==, cases[i].changes);
    g_assert_cmpint (cp_test_decision_has_flag (decision, CP_REJECTION_CARD_REPLAYED), ==,
                     cases[i].blocks);
    if (changed == NULL)
      continue;
    g_assert_cmpint (changed->blocked, ==, cases[i].blocks);
    g_assert_cmpint (changed->counter, ==, MAX (5, cases[i].counter));
    g_assert_cmpint (cp_card_identifies (changed), ==, !cases[i].blocks);
  }
}

static void
test_a_copy_of_a_retired_card_is_not_restored (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");
  g_autoptr (CpDecision) decision = NULL;
  const CpCard *changed;

  card->state = CP_CARD_RETIRED;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = show (test, "till-2", "replayed", 4);
  changed = cp_test_decision_find (decision, CP_KIND_CARD, 0);
  g_assert_nonnull (changed);
  g_assert_true (changed->blocked);
  g_assert_cmpint (changed->state, ==, CP_CARD_RETIRED);
}

/* What the operation itself does to the card stays. */
static void
test_one_change_of_the_card_carries_all (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpOperation) operation = cp_test_case_make_operation (
      test, CP_OPERATION_BLOCK_CARD, "{'card_id':'{card}','reason_id':'lost'}");
  const CpEntity *card = cp_test_case_find (test, CP_KIND_CARD, "card");
  g_autoptr (CpDecision) decision = NULL;
  const CpCard *changed;

  operation->card_id = g_strdup (card->id);
  operation->card_counter = 7;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_decide (&test->the_case, operation);
  changed = cp_test_decision_find (decision, CP_KIND_CARD, 0);
  g_assert_nonnull (changed);
  g_assert_null (cp_test_decision_find (decision, CP_KIND_CARD, 1));
  g_assert_true (changed->blocked);
  g_assert_cmpstr (changed->block_reason, ==, "Lost");
  g_assert_cmpint (changed->counter, ==, 7);
}

static void
test_a_card_that_is_not_there_changes_nothing (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpOperation) operation = cp_test_case_make_operation (test, NOTE, "{}");
  g_autoptr (CpDecision) decision = NULL;

  operation->card_id = g_strdup ("somebody else's");
  operation->card_counter = 7;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_decide (&test->the_case, operation);
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  g_assert_null (cp_test_decision_find (decision, CP_KIND_CARD, 0));
}

#define ADD(path, func) g_test_add_func ("/domain/card-counter/" path, func)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("two-devices-that-see-one-number-have-seen-a-copy",
       test_two_devices_that_see_one_number_have_seen_a_copy);
  ADD ("one-change-of-the-card-carries-all", test_one_change_of_the_card_carries_all);
  ADD ("a-card-that-is-not-there-changes-nothing", test_a_card_that_is_not_there_changes_nothing);
  ADD ("a-copy-of-a-retired-card-is-not-restored", test_a_copy_of_a_retired_card_is_not_restored);
  return g_test_run ();
}
