/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#include <string.h>

#define REDEEM CP_OPERATION_REDEEM_REWARD

static const CpIncentive *
find_incentive (const CpDecision *decision, const char *definition_id)
{
  for (guint n = 0; cp_test_decision_find (decision, CP_KIND_INCENTIVE, n) != NULL; n++) {
    const CpIncentive *incentive = cp_test_decision_find (decision, CP_KIND_INCENTIVE, n);

    if (g_str_equal (incentive->definition_id, definition_id))
      return incentive;
  }
  return NULL;
}

/* Another reward of account 1, expiring in @days. */
static CpIncentive *
add_reward (
    CpTestCase *test, const char *id, const char *definition, gint64 amount_minor, gint64 days)
{
  CpIncentive *incentive = cp_entity_new (CP_KIND_INCENTIVE, id, test->account->id);

  incentive->definition_id = g_strdup (definition);
  incentive->state = CP_INCENTIVE_ACTIVE;
  incentive->amount_minor = incentive->balance_minor = amount_minor;
  incentive->issued_at_ms = CP_TEST_NOW_MS - CP_TEST_DAY_MS;
  incentive->expires_at_ms = days > 0 ? CP_TEST_NOW_MS + days * CP_TEST_DAY_MS : 0;
  cp_account_put (test->account, incentive);
  return incentive;
}

static void
empty_account (CpTestCase *test)
{
  g_ptr_array_set_size (test->account->rows[CP_KIND_INCENTIVE], 0);
}

static void
test_takes_the_nearest_expiry_first (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = cp_test_case_decide (test, REDEEM, "{'amount_minor':700}");
  const CpIncentive *five = find_incentive (decision, "five_off");
  const CpIncentive *ten = find_incentive (decision, "ten_off");
  const CpRedemption *first = cp_test_decision_find (decision, CP_KIND_REDEMPTION, 0);
  const CpRedemption *second = cp_test_decision_find (decision, CP_KIND_REDEMPTION, 1);

  g_assert_cmpint (five->balance_minor, ==, 0);
  g_assert_cmpint (five->state, ==, CP_INCENTIVE_USED);
  g_assert_cmpint (ten->balance_minor, ==, 800);
  g_assert_cmpint (ten->state, ==, CP_INCENTIVE_PART_USED);
  g_assert_cmpstr (first->incentive_id, ==, five->entity.id);
  g_assert_cmpint (first->amount_minor, ==, 500);
  g_assert_cmpint (first->state, ==, CP_REDEMPTION_CONFIRMED);
  g_assert_cmpint (second->amount_minor, ==, 200);
  g_assert_cmpstr (first->entity.id, !=, second->entity.id);
  g_assert_cmpint (decision->value_minor, ==, 700);
}

static void
test_ties_go_by_time_of_issue_then_by_id (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;
  static const char *const order[] = { "c", "a", "b", "never" };

  empty_account (test);
  add_reward (test, "never", "five_off", 100, 0);
  add_reward (test, "b", "five_off", 100, 5);
  add_reward (test, "a", "five_off", 100, 5);
  add_reward (test, "c", "five_off", 100, 5)->issued_at_ms -= 1;
  decision = cp_test_case_decide (test, REDEEM, "{'amount_minor':400}");
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    g_assert_cmpstr (
        ((CpRedemption *) cp_test_decision_find (decision, CP_KIND_REDEMPTION, i))->incentive_id,
        ==, order[i]);
}

static void
test_conditions_of_a_definition (void)
{
  static const struct {
    const char *definition;
    gint64 held;
    const char *payload;
    CpRejection expected;
  } cases[] = {
    { "whole_off", 800, "{'amount_minor':800}", CP_REJECTION_NONE },
    { "whole_off", 800, "{'amount_minor':700}", CP_REJECTION_NOT_ELIGIBLE },
    { "basket_off", 600, "{'amount_minor':600,'basket_minor':4000}", CP_REJECTION_NONE },
    { "basket_off", 600, "{'amount_minor':600,'basket_minor':3999}", CP_REJECTION_NOT_ELIGIBLE },
    { "basket_off", 600, "{'amount_minor':600}", CP_REJECTION_NOT_ELIGIBLE },
    { "capped_off", 2000, "{'amount_minor':300}", CP_REJECTION_NONE },
    { "capped_off", 2000, "{'amount_minor':301}", CP_REJECTION_NOT_ELIGIBLE },
    { "ten_off", 1000, "{'amount_minor':1}", CP_REJECTION_NONE },
    { "ten_off", 1000, "{'amount_minor':1000}", CP_REJECTION_NONE },
    { "ten_off", 1000, "{'amount_minor':1001}", CP_REJECTION_INSUFFICIENT_BALANCE },
    { "ten_off", 1000, "{'amount_minor':500,'basket_minor':499}", CP_REJECTION_INVALID },
    { "ten_off", 1000, "{'amount_minor':0}", CP_REJECTION_INVALID },
    { "ten_off", 1000, "{'amount_minor':-5}", CP_REJECTION_INVALID },
    { "ten_off", 1000, "{'amount_minor':9223372036854775807}", CP_REJECTION_INVALID },
    { "gone_from_programme", 1000, "{'amount_minor':1000}", CP_REJECTION_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);

    empty_account (test);
    add_reward (test, "r", cases[i].definition, cases[i].held, 5);
    cp_test_case_assert (test, REDEEM, cases[i].payload, cases[i].expected);
  }
}

static void
test_a_cap_counts_all_rewards_of_its_definition (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  empty_account (test);
  add_reward (test, "a", "capped_off", 200, 5);
  add_reward (test, "b", "capped_off", 200, 5);
  cp_test_case_assert (test, REDEEM, "{'amount_minor':300}", CP_REJECTION_NONE);
  cp_test_case_assert (test, REDEEM, "{'amount_minor':301}", CP_REJECTION_NOT_ELIGIBLE);
}

static void
test_passes_over_what_its_conditions_keep_out (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  add_reward (test, "w", "whole_off", 800, 2);
  decision = cp_test_case_decide (test, REDEEM, "{'amount_minor':300}");
  g_assert_null (find_incentive (decision, "whole_off"));
  g_assert_cmpint (find_incentive (decision, "five_off")->balance_minor, ==, 200);
}

static void
test_the_reward_that_was_named (void)
{
  static const struct {
    CpIncentiveState state;
    gint64 usable_from_ms;
    gint64 expires_at_ms;
    CpRejection expected;
  } cases[] = {
    { CP_INCENTIVE_ACTIVE, 0, 0, CP_REJECTION_NONE },
    { CP_INCENTIVE_PART_USED, 0, 0, CP_REJECTION_NONE },
    { CP_INCENTIVE_ISSUED, CP_TEST_NOW_MS + 1, 0, CP_REJECTION_NOT_ELIGIBLE },
    { CP_INCENTIVE_ACTIVE, 0, CP_TEST_NOW_MS, CP_REJECTION_INCENTIVE_EXPIRED },
    { CP_INCENTIVE_USED, 0, 0, CP_REJECTION_INCENTIVE_USED },
    { CP_INCENTIVE_VOIDED, 0, 0, CP_REJECTION_INCENTIVE_VOIDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpIncentive *incentive = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward10");

    incentive->state = cases[i].state;
    incentive->usable_from_ms = cases[i].usable_from_ms;
    incentive->expires_at_ms = cases[i].expires_at_ms;
    cp_test_case_assert (test, REDEEM, "{'amount_minor':300,'incentive_id':'{reward10}'}",
                         cases[i].expected);
  }
}

static void
test_only_the_reward_that_was_named (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision =
      cp_test_case_decide (test, REDEEM, "{'amount_minor':300,'incentive_id':'{reward10}'}");

  g_assert_null (find_incentive (decision, "five_off"));
  g_assert_cmpint (find_incentive (decision, "ten_off")->balance_minor, ==, 700);
  cp_test_case_assert (test, REDEEM, "{'amount_minor':600,'incentive_id':'{reward5}'}",
                       CP_REJECTION_INSUFFICIENT_BALANCE);
  cp_test_case_assert (test, REDEEM, "{'amount_minor':1,'incentive_id':'{benefit}'}",
                       CP_REJECTION_INCENTIVE_NOT_FOUND);
  cp_test_case_assert (test, REDEEM, "{'amount_minor':1,'incentive_id':'x'}",
                       CP_REJECTION_INCENTIVE_NOT_FOUND);
}

static void
test_head_office_posts_what_was_taken_beyond_the_balance (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;
  const CpAccountRow *row;

  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_test_case_decide (test, REDEEM, "{'amount_minor':1700}");
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  g_assert_true (cp_test_decision_has_flag (decision, CP_REJECTION_INSUFFICIENT_BALANCE));
  cp_decision_apply (decision, test->account, FALSE);
  row = cp_account_get_row (test->account);
  g_assert_true (row->overdrawn);
  g_assert_cmpint (cp_account_sum_rewards (test->account, CP_TEST_NOW_MS), ==, -200);
  g_assert_cmpint (find_incentive (decision, "five_off")->balance_minor, ==, 0);
  g_assert_cmpint (find_incentive (decision, "ten_off")->balance_minor, ==, -200);
  g_assert_null (cp_test_decision_find (decision, CP_KIND_REDEMPTION, 2));
  g_assert_cmpstr (((CpAction *) cp_test_decision_find (decision, CP_KIND_ACTION, 0))->outcome, ==,
                   "accepted_changed");
}

/* Once, and by head office alone: the devices hear of it. */
static void
test_whoever_gave_too_much_has_to_talk_of_it (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) first = NULL;
  g_autoptr (CpDecision) second = NULL;
  g_autoptr (CpDecision) replayed = NULL;
  const CpTask *task;

  test->the_case.mode = CP_DECIDE_REPLAY;
  replayed = cp_test_case_decide (test, REDEEM, "{'amount_minor':1700}");
  g_assert_null (cp_test_decision_find (replayed, CP_KIND_TASK, 0));
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  first = cp_test_case_decide (test, REDEEM, "{'amount_minor':1700}");
  task = cp_test_decision_find (first, CP_KIND_TASK, 0);
  g_assert_nonnull (task);
  g_assert_cmpint (task->state, ==, CP_TASK_OPEN);
  g_assert_nonnull (task->owner_staff_id);
  g_assert_nonnull (strstr (task->text, "2.00"));
  g_assert_cmpint (task->due_ms, >, test->the_case.now_ms);
  cp_decision_apply (first, test->account, FALSE);
  second = cp_test_case_decide (test, REDEEM, "{'amount_minor':100}");
  g_assert_null (cp_test_decision_find (second, CP_KIND_TASK, 0));
}

static void
test_head_office_goes_past_conditions_without_a_debt (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  empty_account (test);
  add_reward (test, "w", "whole_off", 800, 2);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_test_case_decide (test, REDEEM, "{'amount_minor':300}");
  g_assert_true (cp_test_decision_has_flag (decision, CP_REJECTION_NOT_ELIGIBLE));
  g_assert_cmpint (find_incentive (decision, "whole_off")->balance_minor, ==, 500);
  g_assert_null (cp_test_decision_find (decision, CP_KIND_ACCOUNT, 0));
}

static void
test_a_debt_lands_on_the_last_reward_even_if_it_is_over (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;
  const CpIncentive *used;

  empty_account (test);
  add_reward (test, "a", "five_off", 0, 5)->state = CP_INCENTIVE_USED;
  add_reward (test, "b", "ten_off", 0, 5)->state = CP_INCENTIVE_USED;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_test_case_decide (test, REDEEM, "{'amount_minor':300}");
  used = find_incentive (decision, "ten_off");
  g_assert_cmpint (used->balance_minor, ==, -300);
  g_assert_cmpint (used->state, ==, CP_INCENTIVE_USED);
  g_assert_true (
      ((CpAccountRow *) cp_test_decision_find (decision, CP_KIND_ACCOUNT, 0))->overdrawn);
}

/* A reward of which nobody can use the rest would hide it: what was voided, whoever it was issued to last. */
static void
test_no_debt_is_hidden_in_what_was_voided (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  empty_account (test);
  add_reward (test, "a", "five_off", 0, 5)->state = CP_INCENTIVE_USED;
  add_reward (test, "b", "ten_off", 1000, 5)->state = CP_INCENTIVE_VOIDED;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_test_case_decide (test, REDEEM, "{'amount_minor':300}");
  g_assert_null (find_incentive (decision, "ten_off"));
  g_assert_cmpint (find_incentive (decision, "five_off")->balance_minor, ==, -300);
  g_assert_true (
      ((CpAccountRow *) cp_test_decision_find (decision, CP_KIND_ACCOUNT, 0))->overdrawn);
}

/* Which the till meant to take it from is known here, and that it still was whole when it did. */
static void
test_what_was_named_and_voided_since_gives_its_own (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;
  CpIncentive *named = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward10");

  named->state = CP_INCENTIVE_VOIDED;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  decision = cp_test_case_decide (test, REDEEM, "{'amount_minor':300,'incentive_id':'{reward10}'}");
  g_assert_true (cp_test_decision_has_flag (decision, CP_REJECTION_INCENTIVE_VOIDED));
  g_assert_cmpint (find_incentive (decision, "ten_off")->balance_minor, ==, 700);
  g_assert_cmpint (find_incentive (decision, "ten_off")->state, ==, CP_INCENTIVE_VOIDED);
  g_assert_null (find_incentive (decision, "five_off"));
  g_assert_null (cp_test_decision_find (decision, CP_KIND_ACCOUNT, 0));
}

/* Offline it was still good; the word came late. Head office judges as of then. */
static void
test_a_redemption_in_time_is_in_time_for_ever (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;

  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  test->the_case.now_ms = CP_TEST_NOW_MS + 40 * CP_TEST_DAY_MS;
  decision = cp_test_case_decide (test, REDEEM, "{'amount_minor':700}");
  g_assert_cmpuint (decision->flags->len, ==, 0);
}

static void
test_without_any_reward_not_even_a_fact_can_be_posted (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  empty_account (test);
  for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
    test->the_case.mode = mode;
    cp_test_case_assert (test, REDEEM, "{'amount_minor':1}", CP_REJECTION_INSUFFICIENT_BALANCE);
  }
}

static CpDecision *
redeem_with_proof (CpTestCase *test, const char *proof)
{
  g_autoptr (CpOperation) operation =
      cp_test_case_make_operation (test, REDEEM, "{'amount_minor':300}");

  operation->proof = g_strdup (proof);
  return cp_decide (&test->the_case, operation);
}

/* What the card proved, what the programme wants, who approves, and what comes of it. */
static void
test_a_weak_card_takes_another_person (void)
{
  static const struct {
    const char *proof, *wanted, *approver;
    CpRejection expected;
  } cases[] = {
    { NULL, NULL, NULL, CP_REJECTION_NONE },
    { "uid", NULL, NULL, CP_REJECTION_NONE },
    { "replayed", NULL, NULL, CP_REJECTION_APPROVAL_REQUIRED },
    { "wrong_key", NULL, NULL, CP_REJECTION_APPROVAL_REQUIRED },
    { "what is this", NULL, NULL, CP_REJECTION_APPROVAL_REQUIRED },
    { "replayed", NULL, "ann", CP_REJECTION_APPROVAL_REQUIRED },
    { "replayed", NULL, "mia", CP_REJECTION_NONE },
    { NULL, "token", NULL, CP_REJECTION_APPROVAL_REQUIRED },
    { "uid", "token", NULL, CP_REJECTION_APPROVAL_REQUIRED },
    { "uid", "token", "mia", CP_REJECTION_NONE },
    { "token", "token", NULL, CP_REJECTION_NONE },
    { "authenticated", "token", NULL, CP_REJECTION_NONE },
    { "token", "authenticated", NULL, CP_REJECTION_APPROVAL_REQUIRED },
    { NULL, "uid", NULL, CP_REJECTION_APPROVAL_REQUIRED },
    { "uid", "uid", NULL, CP_REJECTION_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpDecision) decision = NULL;

    test->programme->redeem_proof = g_strdup (cases[i].wanted);
    cp_test_case_set_staff (test, "ann");
    cp_test_case_set_approver (test, cases[i].approver);
    decision = redeem_with_proof (test, cases[i].proof);
    g_assert_cmpint (decision->code, ==, cases[i].expected);
    if (decision->code == CP_REJECTION_NONE)
      continue;
    g_assert_nonnull (decision->detail);
    g_assert_cmpstr (decision->approval_role_id, ==,
                     cp_proof_is_odd (cases[i].proof) ? "manager" : "associate");
    /* another tap helps a card that proved too little, and not one that is odd */
    g_assert_cmpint (decision->wants_card, ==, !cp_proof_is_odd (cases[i].proof));
  }
}

static void
test_head_office_flags_a_weak_card (void)
{
  static const struct {
    const char *proof, *approver;
    CpRejection flag;
  } cases[] = {
    { "replayed", NULL, CP_REJECTION_CARD_REPLAYED },
    { "uid", NULL, CP_REJECTION_VERIFICATION_REQUIRED },
    { NULL, NULL, CP_REJECTION_VERIFICATION_REQUIRED },
    { "uid", "mia", CP_REJECTION_NONE },
    { "token", NULL, CP_REJECTION_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpDecision) decision = NULL;

    test->programme->redeem_proof = g_strdup ("token");
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    cp_test_case_set_staff (test, "ann");
    cp_test_case_set_approver (test, cases[i].approver);
    decision = redeem_with_proof (test, cases[i].proof);
    g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
    g_assert_cmpuint (decision->flags->len, ==, cases[i].flag != CP_REJECTION_NONE ? 1 : 0);
    if (cases[i].flag != CP_REJECTION_NONE)
      g_assert_true (cp_test_decision_has_flag (decision, cases[i].flag));
  }
}

static const struct {
  CpOperationKind kind;
  const char *payload;
} kinds[] = {
  { CP_OPERATION_REDEEM_REWARD, "{'amount_minor':100}" },
  { CP_OPERATION_REDEEM_BENEFIT, "{'incentive_id':'coffee'}" },
  { CP_OPERATION_REDEEM_CREDIT, "{'amount_minor':100}" },
};

/* Whoever has one of each, at a chain that wants a token; `ann` is at the counter. */
static CpTestCase *
make_spender (void)
{
  CpTestCase *test = cp_test_case_new (1);
  CpIncentive *benefit = cp_entity_new (CP_KIND_INCENTIVE, "coffee", test->account->id);
  CpIncentive *credit = cp_entity_new (CP_KIND_INCENTIVE, "purse", test->account->id);

  test->programme->redeem_proof = g_strdup ("token");
  cp_test_case_set_staff (test, "ann");
  benefit->definition_id = g_strdup ("coffee");
  benefit->class_ = CP_CLASS_BENEFIT;
  benefit->state = CP_INCENTIVE_ACTIVE;
  benefit->uses = benefit->uses_left = 1;
  cp_account_put (test->account, benefit);
  credit->definition_id = g_strdup ("purse");
  credit->class_ = CP_CLASS_CREDIT;
  credit->state = CP_INCENTIVE_ACTIVE;
  credit->amount_minor = credit->balance_minor = 1000;
  cp_account_put (test->account, credit);
  return test;
}

/* A UID alone never redeems without a second factor. */
static void
test_a_second_factor_is_an_answer_or_a_colleague (void)
{
  static const struct {
    const char *proof;
    const char *identified_by;
    const char *approver; /* `ann` is at the counter */
    CpRejection expected;
  } cases[] = {
    { "uid", NULL, NULL, CP_REJECTION_APPROVAL_REQUIRED },
    { NULL, NULL, NULL, CP_REJECTION_APPROVAL_REQUIRED },
    { "token", NULL, NULL, CP_REJECTION_NONE },
    { "uid", "questions birth_date city", NULL, CP_REJECTION_NONE },
    { "uid", NULL, "bob", CP_REJECTION_NONE },
    { "uid", NULL, "mia", CP_REJECTION_NONE },
    { "uid", NULL, "ann", CP_REJECTION_APPROVAL_REQUIRED },
    { "replayed", "questions birth_date city", NULL, CP_REJECTION_APPROVAL_REQUIRED },
    { "replayed", NULL, "bob", CP_REJECTION_APPROVAL_REQUIRED },
    { "replayed", NULL, "mia", CP_REJECTION_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++) {
      g_autoptr (CpTestCase) test = make_spender ();
      g_autoptr (CpOperation) operation = NULL;
      g_autoptr (CpDecision) decision = NULL;

      if (cases[i].approver != NULL)
        cp_test_case_set_approver (test, cases[i].approver);
      operation = cp_test_case_make_operation (test, kinds[kind].kind, kinds[kind].payload);
      operation->proof = g_strdup (cases[i].proof);
      operation->identified_by = g_strdup (cases[i].identified_by);
      decision = cp_decide (&test->the_case, operation);
      g_assert_cmpstr (cp_rejection_get_info (decision->code)->word, ==,
                       cp_rejection_get_info (cases[i].expected)->word);
    }
}

/* It is a request: nothing has been given for it before head office agrees. */
static void
test_head_office_pays_no_credit_by_a_weak_card (void)
{
  for (guint is_odd = 0; is_odd < 2; is_odd++) {
    g_autoptr (CpTestCase) test = make_spender ();
    g_autoptr (CpOperation) operation = NULL;
    g_autoptr (CpDecision) decision = NULL;

    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    operation = cp_test_case_make_operation (test, kinds[2].kind, kinds[2].payload);
    operation->proof = g_strdup (is_odd ? "replayed" : "uid");
    decision = cp_decide (&test->the_case, operation);
    g_assert_cmpint (decision->code, ==,
                     is_odd ? CP_REJECTION_CARD_REPLAYED : CP_REJECTION_VERIFICATION_REQUIRED);
    g_assert_cmpuint (decision->changes->len, ==, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/redeem-reward/" path, func)
  ADD ("takes-the-nearest-expiry-first", test_takes_the_nearest_expiry_first);
  ADD ("ties-go-by-time-of-issue-then-by-id", test_ties_go_by_time_of_issue_then_by_id);
  ADD ("conditions-of-a-definition", test_conditions_of_a_definition);
  ADD ("a-cap-counts-all-rewards-of-its-definition",
       test_a_cap_counts_all_rewards_of_its_definition);
  ADD ("passes-over-what-its-conditions-keep-out", test_passes_over_what_its_conditions_keep_out);
  ADD ("the-reward-that-was-named", test_the_reward_that_was_named);
  ADD ("only-the-reward-that-was-named", test_only_the_reward_that_was_named);
  ADD ("head-office-posts-what-was-taken-beyond-the-balance",
       test_head_office_posts_what_was_taken_beyond_the_balance);
  ADD ("whoever-gave-too-much-has-to-talk-of-itwhoever-gave-too-much-has-to-talk-of-it",
       test_whoever_gave_too_much_has_to_talk_of_it);
  ADD ("head-office-goes-past-conditions-without-a-debt",
       test_head_office_goes_past_conditions_without_a_debt);
  ADD ("a-debt-lands-on-the-last-reward-even-if-it-is-over",
       test_a_debt_lands_on_the_last_reward_even_if_it_is_over);
  ADD ("no-debt-is-hidden-in-what-was-voided", test_no_debt_is_hidden_in_what_was_voided);
  ADD ("what-was-named-and-voided-since-gives-its-own",
       test_what_was_named_and_voided_since_gives_its_own);
  ADD ("a-redemption-in-time-is-in-time-for-ever", test_a_redemption_in_time_is_in_time_for_ever);
  ADD ("without-any-reward-not-even-a-fact-can-be-posted",
       test_without_any_reward_not_even_a_fact_can_be_posted);
  ADD ("a-weak-card-takes-another-person", test_a_weak_card_takes_another_person);
  ADD ("a-second-factor-is-an-answer-or-a-colleague",
       test_a_second_factor_is_an_answer_or_a_colleague);
  ADD ("head-office-flags-a-weak-card", test_head_office_flags_a_weak_card);
  ADD ("head-office-pays-no-credit-by-a-weak-card", test_head_office_pays_no_credit_by_a_weak_card);
  return g_test_run ();
}
