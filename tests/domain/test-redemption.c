/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-redemption.h"

#include "cp-test-case.h"

#define N_STATES (CP_REDEMPTION_LAPSED + 1)

/* Every state with every event. */
static void
test_every_state_and_event (void)
{
  static const char *const names[N_STATES] = { "held",     "confirmed", "reversed",
                                               "returned", "cancelled", "lapsed" };
  static const struct {
    const char *from;
    const char *to[CP_N_REDEMPTION_EVENTS]; /* confirm, cancel, lapse, reverse, return */
  } table[] = {
    { "held", { "confirmed", "cancelled", "lapsed", NULL, NULL } },
    { "confirmed", { NULL, NULL, NULL, "reversed", "returned" } },
    { "reversed", { NULL, NULL, NULL, NULL, NULL } },
    { "returned", { NULL, NULL, NULL, NULL, NULL } },
    { "cancelled", { NULL, NULL, NULL, NULL, NULL } },
    { "lapsed", { NULL, NULL, NULL, NULL, NULL } },
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (table) == N_STATES);
  for (guint state = 0; state < N_STATES; state++)
    for (guint event = 0; event < CP_N_REDEMPTION_EVENTS; event++) {
      CpRedemptionState next = state;
      gboolean leads = cp_redemption_state_next (state, event, &next);

      g_assert_cmpstr (table[state].from, ==, names[state]);
      g_assert_cmpstr (leads ? names[next] : NULL, ==, table[state].to[event]);
    }
}

static void
test_a_hold_lapses_with_time (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  const CpRedemption *held = cp_test_case_add_redemption (test, "held", CP_REDEMPTION_HELD);
  g_autoptr (CpAccount) settled = NULL;
  const CpIncentive *reward;
  g_autofree char *id = cp_test_chain_id (1, "reward10");

  g_assert_null (cp_redemption_settle (test->account, held->held_until_ms - 1, NULL));
  settled = cp_redemption_settle (test->account, held->held_until_ms, NULL);
  reward = cp_account_find (settled, CP_KIND_INCENTIVE, id);
  g_assert_cmpint (reward->balance_minor, ==, 1000);
  g_assert_cmpint (reward->state, ==, CP_INCENTIVE_ACTIVE);
  g_assert_cmpint (((CpRedemption *) cp_account_find (settled, CP_KIND_REDEMPTION, "held"))->state,
                   ==, CP_REDEMPTION_LAPSED);
}

static void
test_what_is_taken_leads_from_state_to_state (void)
{
  static const struct {
    CpIncentiveState from;
    gint64 amount_minor;
    CpIncentiveState to;
  } cases[] = {
    { CP_INCENTIVE_ACTIVE, 999, CP_INCENTIVE_PART_USED },
    { CP_INCENTIVE_ACTIVE, 1000, CP_INCENTIVE_USED },
    { CP_INCENTIVE_PART_USED, 1, CP_INCENTIVE_PART_USED },
    { CP_INCENTIVE_ISSUED, 1, CP_INCENTIVE_ISSUED }, /* not before its day, for the rest */
    { CP_INCENTIVE_USED, 1001, CP_INCENTIVE_USED },
    { CP_INCENTIVE_VOIDED, 1, CP_INCENTIVE_VOIDED },
    { CP_INCENTIVE_VOIDED, 1000, CP_INCENTIVE_VOIDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpIncentive *before = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward10");
    CpIncentive *after;

    before->state = cases[i].from;
    before->usable_from_ms = CP_TEST_NOW_MS + 1;
    after = cp_redemption_take (before, cases[i].amount_minor, 0, CP_TEST_NOW_MS);
    g_assert_cmpint (after->balance_minor, ==, 1000 - cases[i].amount_minor);
    g_assert_cmpint (after->state, ==, cases[i].to);
    cp_entity_free (after);
  }
}

/* Whatever is decided next finds it given back, and writes it down. */
static void
test_the_next_operation_finds_it_given_back (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  cp_test_case_add_redemption (test, "held", CP_REDEMPTION_HELD)->held_until_ms = CP_TEST_NOW_MS;
  decision = cp_test_case_decide (test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':1500}");
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  cp_decision_apply (decision, test->account, FALSE);
  g_assert_cmpint (cp_account_sum_rewards (test->account, CP_TEST_NOW_MS), ==, 0);
  g_assert_cmpint (
      ((CpRedemption *) cp_account_find (test->account, CP_KIND_REDEMPTION, "held"))->state, ==,
      CP_REDEMPTION_LAPSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/redemption/every-state-and-event", test_every_state_and_event);
  g_test_add_func ("/domain/redemption/a-hold-lapses-with-time", test_a_hold_lapses_with_time);
  g_test_add_func ("/domain/redemption/what-is-taken-leads-from-state-to-state",
                   test_what_is_taken_leads_from_state_to_state);
  g_test_add_func ("/domain/redemption/the-next-operation-finds-it-given-back",
                   test_the_next_operation_finds_it_given_back);
  return g_test_run ();
}
