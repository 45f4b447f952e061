/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-decision.h"

#include "cp-test-kinds.h"
#include "cp-world.h"

static gboolean
is_fact (guint kind)
{
  return cp_operation_kind_get_info (kind)->is_fact;
}

static void
test_a_good_operation_of_each_kind_stands_everywhere (void)
{
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++)
    for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
      g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);
      g_autoptr (CpDecision) decision = NULL;

      test->the_case.mode = mode;
      cp_test_case_assert (test, kind, cp_test_kind_payloads[kind], CP_REJECTION_NONE);
      decision = cp_test_case_decide (test, kind, cp_test_kind_payloads[kind]);
      g_assert_cmpuint (decision->flags->len, ==, 0);
    }
}

/* What the test programme leaves to managers. */
static const char *const for_managers[] = {
  "unblock_card",         "unenrol_member",    "enrol_again",     "deactivate_member",
  "reactivate_member",    "block_account",     "unblock_account", "answer_promise",
  "join_family",          "return_redemption", "retire_card",     "restore_card",
  "change_card_category", "detach_receipt",    "unlock_staff",    NULL
};

static gboolean
is_one_of (guint kind, const char *const *words)
{
  return g_strv_contains (words, cp_operation_kind_get_info (kind)->word);
}

/* Rows: the role; columns: the kind. What the test programme says, and nothing else. */
/* What the device writes down without anybody having asked for it. */
static gboolean
is_by_itself (guint kind)
{
  return kind == CP_OPERATION_NOTE_REFUSAL || kind == CP_OPERATION_RETURN_LEASE;
}

static void
test_role_and_operation (void)
{
  static const char *const people[] = { "ann", "mia", "hal", "ivy" };

  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (people); i++) {
      g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);
      CpRejection expected = CP_REJECTION_NONE;

      cp_test_case_set_staff (test, people[i]);
      if (is_by_itself (kind))
        expected = CP_REJECTION_NONE; /* the device's own doing */
      else if (g_str_equal (people[i], "ivy") ||
               (g_str_equal (people[i], "ann") && is_one_of (kind, for_managers)))
        expected = CP_REJECTION_PERMISSION_DENIED;
      else if (g_str_equal (people[i], "ann") &&
               (kind == CP_OPERATION_CHANGE_CONTACT || kind == CP_OPERATION_REMOVE_MEMBER))
        expected = CP_REJECTION_VERIFICATION_REQUIRED;
      else if (g_str_equal (people[i], "ann") &&
               (kind == CP_OPERATION_ISSUE_REWARD || kind == CP_OPERATION_ISSUE_CREDIT ||
                kind == CP_OPERATION_VOID_INCENTIVE || kind == CP_OPERATION_EXTEND_INCENTIVE ||
                kind == CP_OPERATION_MERGE_MEMBERS))
        expected = CP_REJECTION_APPROVAL_REQUIRED;
      cp_test_case_assert (test, kind, cp_test_kind_payloads[kind], expected);
    }
}

static void
test_nobody_may_do_anything_without_signing_in (void)
{
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
    g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);

    test->the_case.staff = NULL;
    cp_test_case_assert (test, kind, cp_test_kind_payloads[kind],
                         is_by_itself (kind) ? CP_REJECTION_NONE : CP_REJECTION_PERMISSION_DENIED);
  }
}

/* P: provisional, A: active, E: enrolled, U: unenrolled, H: on hold: the states in which it stands. */
static const char *const states_allowed[CP_N_OPERATION_KINDS] = {
  [CP_OPERATION_EDIT_PROFILE] = "PAEU",
  [CP_OPERATION_SET_STATUS] = "PE",
  [CP_OPERATION_REMOVE_STATUS] = "PAEUH",
  [CP_OPERATION_LINK_CARD] = "PE",
  [CP_OPERATION_BLOCK_CARD] = "PAEUH",
  [CP_OPERATION_UNBLOCK_CARD] = "PE",
  [CP_OPERATION_REPLACE_CARD] = "PE",
  [CP_OPERATION_ISSUE_BENEFIT] = "PE",
  [CP_OPERATION_ISSUE_REWARD] = "PE",
  [CP_OPERATION_ISSUE_CREDIT] = "PE",
  [CP_OPERATION_VOID_INCENTIVE] = "PAEUH",
  [CP_OPERATION_REDEEM_REWARD] = "E",
  [CP_OPERATION_CLAIM_RECEIPT] = "PE",
  [CP_OPERATION_ADJUST_POINTS] = "PE",
  [CP_OPERATION_END_VISIT] = "PAEUHMX",
  [CP_OPERATION_RETURN_LEASE] = "PAEUHMX",
  [CP_OPERATION_UNENROL_MEMBER] = "E",
  [CP_OPERATION_ENROL_AGAIN] = "AU",
  [CP_OPERATION_DEACTIVATE_MEMBER] = "E",
  [CP_OPERATION_REACTIVATE_MEMBER] = "H",
  [CP_OPERATION_BLOCK_ACCOUNT] = "PAEUH",
  [CP_OPERATION_OPT_IN] = "PAE",
  [CP_OPERATION_OPT_OUT] = "PAEUH",
  [CP_OPERATION_ADD_FAVOURITE] = "PAE",
  [CP_OPERATION_REMOVE_FAVOURITE] = "PAEUH",
  [CP_OPERATION_ADD_NOTE] = "PAEUH",
  [CP_OPERATION_ADD_TAG] = "PAEUH",
  [CP_OPERATION_REMOVE_TAG] = "PAEUH",
  [CP_OPERATION_ADD_TASK] = "PAEUH",
  [CP_OPERATION_CLOSE_TASK] = "PAEUH",
  [CP_OPERATION_MAKE_PROMISE] = "PE",
  [CP_OPERATION_ANSWER_PROMISE] = "PE",
  [CP_OPERATION_UNBLOCK_ACCOUNT] = "PAEUH",
  [CP_OPERATION_OPEN_MEMBER] = "PAEUH",
  [CP_OPERATION_NOTE_REFUSAL] = "PAEUHMX",
  [CP_OPERATION_UNLOCK_STAFF] = "PAEUHMX",
  [CP_OPERATION_RETIRE_CARD] = "PAEUH",
  [CP_OPERATION_RESTORE_CARD] = "PE",
  [CP_OPERATION_CHANGE_CARD_CATEGORY] = "PE",
  [CP_OPERATION_DETACH_RECEIPT] = "PAEUH",
  [CP_OPERATION_CLAIM_INCENTIVE] = "PE",
  [CP_OPERATION_EXTEND_INCENTIVE] = "PE",
  [CP_OPERATION_REDEEM_BENEFIT] = "E",
  [CP_OPERATION_REDEEM_CREDIT] = "E",
  [CP_OPERATION_CONFIRM_REDEMPTION] = "E",
  [CP_OPERATION_CANCEL_REDEMPTION] = "PAEUH",
  [CP_OPERATION_REVERSE_REDEMPTION] = "PAEUH",
  [CP_OPERATION_RETURN_REDEMPTION] = "E",
  [CP_OPERATION_CHANGE_CONTACT] = "PAEU",
  [CP_OPERATION_REMOVE_MEMBER] = "PAEUH",
  [CP_OPERATION_MERGE_MEMBERS] = "E",
  [CP_OPERATION_JOIN_FAMILY] = "E",
  [CP_OPERATION_SEND_LINK] = "PAE",
};

static CpRejection
get_expected (guint kind, guint state)
{
  static const char letters[] = "PAEUHMX";
  static const CpRejection codes[] = {
    CP_REJECTION_MEMBER_NOT_ENROLLED, CP_REJECTION_MEMBER_NOT_ENROLLED, CP_REJECTION_INVALID,
    CP_REJECTION_MEMBER_NOT_ENROLLED, CP_REJECTION_MEMBER_ON_HOLD,      CP_REJECTION_MEMBER_MERGED,
    CP_REJECTION_MEMBER_ERASED,
  };

  for (const char *p = states_allowed[kind]; *p != '\0'; p++)
    if (*p == letters[state])
      return CP_REJECTION_NONE;
  return codes[state];
}

static void
test_state_and_operation (void)
{
  for (guint kind = CP_OPERATION_EDIT_PROFILE; kind < CP_N_OPERATION_KINDS; kind++)
    for (guint state = CP_MEMBER_PROVISIONAL; state <= CP_MEMBER_ERASED; state++) {
      g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);
      g_autoptr (CpDecision) decision = NULL;
      CpRejection expected = get_expected (kind, state);

      ((CpMember *) cp_test_case_find (test, CP_KIND_MEMBER, "member"))->state = state;
      cp_test_case_assert (test, kind, cp_test_kind_payloads[kind], expected);
      test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
      decision = cp_test_case_decide (test, kind, cp_test_kind_payloads[kind]);
      g_assert_cmpint (decision->code, ==, is_fact (kind) ? CP_REJECTION_NONE : expected);
      if (is_fact (kind) && expected != CP_REJECTION_NONE)
        g_assert_true (cp_test_decision_has_flag (decision, expected));
    }
}

static void
test_blocked_account_and_operation (void)
{
  static const char *const allowed[] = { "change_contact",    "remove_member",
                                         "edit_profile",      "remove_status",
                                         "block_card",        "void_incentive",
                                         "unenrol_member",    "deactivate_member",
                                         "unblock_account",   "opt_out",
                                         "remove_favourite",  "add_note",
                                         "add_tag",           "remove_tag",
                                         "add_task",          "close_task",
                                         "open_member",       "note_refusal",
                                         "unlock_staff",      "confirm_redemption",
                                         "cancel_redemption", "retire_card",
                                         "detach_receipt",    "end_visit",
                                         "return_lease",      NULL };

  for (guint kind = CP_OPERATION_EDIT_PROFILE; kind < CP_N_OPERATION_KINDS; kind++) {
    g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);

    if (kind == CP_OPERATION_BLOCK_ACCOUNT)
      continue; /* see test-block-account */
    ((CpAccountRow *) cp_test_case_find (test, CP_KIND_ACCOUNT, "account"))->blocked = TRUE;
    cp_test_case_assert (test, kind, cp_test_kind_payloads[kind],
                         is_one_of (kind, allowed) ? CP_REJECTION_NONE
                                                   : CP_REJECTION_ACCOUNT_BLOCKED);
  }
}

static void
test_an_unknown_member_refuses_even_a_fact (void)
{
  for (guint kind = CP_OPERATION_EDIT_PROFILE; kind < CP_N_OPERATION_KINDS; kind++)
    for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
      g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);
      g_autoptr (CpAccount) empty = cp_account_new (test->account->id);

      if (!cp_operation_kind_get_info (kind)->needs_member)
        continue;

      test->the_case.mode = mode;
      test->the_case.account = empty;
      cp_test_case_assert (test, kind, cp_test_kind_payloads[kind], CP_REJECTION_MEMBER_NOT_FOUND);
      test->the_case.account = NULL;
      cp_test_case_assert (test, kind, cp_test_kind_payloads[kind], CP_REJECTION_MEMBER_NOT_FOUND);
    }
}

static void
test_self_dealing (void)
{
  static const char *const forbidden[] = {
    "join_family",        "merge_members",     "claim_incentive",    "extend_incentive",
    "redeem_benefit",     "redeem_credit",     "confirm_redemption", "cancel_redemption",
    "reverse_redemption", "return_redemption", "adjust_points",      "set_status",
    "issue_benefit",      "issue_reward",      "redeem_reward",      "claim_receipt",
    "make_promise",       "answer_promise",    "issue_credit",       NULL
  };

  for (guint kind = CP_OPERATION_EDIT_PROFILE; kind < CP_N_OPERATION_KINDS; kind++) {
    g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);
    CpStaff *mia = (CpStaff *) cp_test_chain_find_staff (test->staff, "mia");

    mia->own_account_id = g_strdup (test->account->id);
    cp_test_case_assert (test, kind, cp_test_kind_payloads[kind],
                         is_one_of (kind, forbidden) ? CP_REJECTION_SELF_DEALING
                                                     : CP_REJECTION_NONE);
  }
}

static void
test_approval_takes_another_person_of_a_higher_role (void)
{
  static const struct {
    const char *approver;
    CpRejection expected;
  } cases[] = {
    { NULL, CP_REJECTION_APPROVAL_REQUIRED },
    { "ann", CP_REJECTION_APPROVAL_REQUIRED },
    { "bob", CP_REJECTION_APPROVAL_REQUIRED },
    { "ivy", CP_REJECTION_APPROVAL_REQUIRED },
    { "mia", CP_REJECTION_NONE },
    { "hal", CP_REJECTION_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_kind_make_case (CP_OPERATION_ISSUE_REWARD);
    g_autoptr (CpDecision) decision = NULL;

    cp_test_case_set_staff (test, "ann");
    cp_test_case_set_approver (test, cases[i].approver);
    decision =
        cp_test_case_decide (test, CP_OPERATION_ISSUE_REWARD, "{'definition_id':'five_off'}");
    g_assert_cmpint (decision->code, ==, cases[i].expected);
    g_assert_cmpstr (decision->approval_role_id, ==,
                     decision->code == CP_REJECTION_NONE ? NULL : "manager");
    g_assert_cmpuint (decision->effects->len, >, 0);
  }
}

static void
test_nobody_approves_for_their_own_account (void)
{
  g_autoptr (CpTestCase) test = cp_test_kind_make_case (CP_OPERATION_ISSUE_REWARD);
  CpStaff *mia = (CpStaff *) cp_test_chain_find_staff (test->staff, "mia");

  mia->own_account_id = g_strdup (test->account->id);
  cp_test_case_set_staff (test, "ann");
  cp_test_case_set_approver (test, "mia");
  cp_test_case_assert (test, CP_OPERATION_ISSUE_REWARD,
                       cp_test_kind_payloads[CP_OPERATION_ISSUE_REWARD], CP_REJECTION_SELF_DEALING);
}

/* Approval is asked last: nobody is fetched for what would be refused. */
static void
test_approval_is_asked_last (void)
{
  g_autoptr (CpTestCase) test = cp_test_kind_make_case (CP_OPERATION_ISSUE_REWARD);

  cp_test_case_set_staff (test, "ann");
  cp_test_case_assert (test, CP_OPERATION_ISSUE_REWARD, "{'definition_id':'draft_off'}",
                       CP_REJECTION_NOT_ASSIGNABLE);
  cp_test_case_assert (test, CP_OPERATION_ISSUE_REWARD, "{'definition_id':'fifty_off'}",
                       CP_REJECTION_LIMIT_EXCEEDED);
}

static void
test_limits_by_count_and_value (void)
{
  static const struct {
    const char *staff;
    guint kind;
    const char *payload;
    CpUsage usage;
    CpRejection expected;
  } cases[] = {
    { "ann",
      CP_OPERATION_ISSUE_BENEFIT,
      "{'definition_id':'coffee'}",
      { 2, 0, 0, 0 },
      CP_REJECTION_NONE },
    { "ann",
      CP_OPERATION_ISSUE_BENEFIT,
      "{'definition_id':'coffee'}",
      { 3, 0, 0, 0 },
      CP_REJECTION_LIMIT_EXCEEDED },
    { "ann",
      CP_OPERATION_ISSUE_REWARD,
      "{'definition_id':'ten_off'}",
      { 0, 1000, 0, 0 },
      CP_REJECTION_NONE },
    { "ann",
      CP_OPERATION_ISSUE_REWARD,
      "{'definition_id':'ten_off'}",
      { 0, 1001, 0, 0 },
      CP_REJECTION_LIMIT_EXCEEDED },
    { "mia",
      CP_OPERATION_ISSUE_REWARD,
      "{'definition_id':'fifty_off'}",
      { 0, 0, 0, 0 },
      CP_REJECTION_NONE },
    { "mia",
      CP_OPERATION_ISSUE_REWARD,
      "{'definition_id':'hundred_off'}",
      { 0, 0, 0, 0 },
      CP_REJECTION_LIMIT_EXCEEDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_kind_make_case (cases[i].kind);
    g_autoptr (CpDecision) decision = NULL;

    cp_test_case_set_staff (test, cases[i].staff);
    cp_test_case_set_approver (test, "hal");
    test->the_case.usage = cases[i].usage;
    cp_test_case_assert (test, cases[i].kind, cases[i].payload, cases[i].expected);
    decision = cp_test_case_decide (test, cases[i].kind, cases[i].payload);
    g_assert_cmpint (decision->detail != NULL, ==, cases[i].expected != CP_REJECTION_NONE);
  }
}

/* Who may do what was decided when it was done. */
static void
test_replay_does_not_ask_who_may (void)
{
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
    g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);

    test->the_case.mode = CP_DECIDE_REPLAY;
    test->the_case.staff = NULL;
    test->the_case.usage = (CpUsage){ 1000, 1000000, 1000, 1000000 };
    cp_test_case_assert (test, kind, cp_test_kind_payloads[kind], CP_REJECTION_NONE);
  }
}

static void
test_head_office_posts_a_fact_of_somebody_who_might_not (void)
{
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
    g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);
    g_autoptr (CpDecision) decision = NULL;

    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    cp_test_case_set_staff (test, "ivy");
    decision = cp_test_case_decide (test, kind, cp_test_kind_payloads[kind]);
    g_assert_cmpint (decision->code, ==,
                     is_fact (kind) ? CP_REJECTION_NONE : CP_REJECTION_PERMISSION_DENIED);
    if (is_fact (kind) && !is_by_itself (kind))
      g_assert_true (cp_test_decision_has_flag (decision, CP_REJECTION_PERMISSION_DENIED));
  }
}

static void
test_every_operation_leaves_a_line_in_the_history (void)
{
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
    g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);
    g_autoptr (CpOperation) operation =
        cp_test_case_make_operation (test, kind, cp_test_kind_payloads[kind]);
    g_autoptr (CpDecision) decision = cp_decide (&test->the_case, operation);
    const CpAction *action = cp_test_decision_find (decision, CP_KIND_ACTION, 0);

    g_assert_nonnull (action);
    g_assert_cmpstr (action->entity.id, ==, operation->id);
    g_assert_cmpstr (action->kind, ==, cp_operation_kind_get_info (kind)->word);
    g_assert_cmpstr (action->outcome, ==, "accepted");
    g_assert_cmpstr (action->staff_id, ==, "mia");
    g_assert_nonnull (action->member_id);
    if (kind != CP_OPERATION_NOTE_REFUSAL)
      g_assert_null (action->code);
  }
}

static void
test_a_refusal_can_leave_a_line_too (void)
{
  g_autoptr (CpTestCase) test = cp_test_kind_make_case (CP_OPERATION_LINK_CARD);
  g_autoptr (CpOperation) operation = NULL;
  g_autoptr (CpDecision) decision = NULL;
  CpAction *action;

  operation = cp_test_case_make_operation (test, CP_OPERATION_LINK_CARD, "{'uid':'nonsense'}");
  decision = cp_decide (&test->the_case, operation);
  action = cp_decision_make_action (decision, &test->the_case, operation);
  g_assert_cmpstr (action->outcome, ==, "rejected");
  g_assert_cmpstr (action->code, ==, "invalid");
  cp_entity_free (action);
}

/* What waits is either done here already, or has been asked for and nothing more; people are told which. */
static void
test_says_what_is_only_asked (void)
{
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
    g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);
    g_autoptr (CpDecision) decision = cp_test_case_decide (test, kind, cp_test_kind_payloads[kind]);
    g_autoptr (CpDecision) final = NULL;

    g_test_message ("%s", cp_operation_kind_get_info (kind)->word);
    g_assert_cmpint (decision->is_asked, ==,
                     cp_operation_kind_get_info (kind)->offline_class >= CP_CLASS_QUEUED);
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    final = cp_test_case_decide (test, kind, cp_test_kind_payloads[kind]);
    g_assert_false (final->is_asked);
  }
}

/* The preview says so before anybody is fetched; and not of what only waits for its approval. */
static void
test_says_so_before_it_is_approved (void)
{
  static const struct {
    CpOperationKind kind;
    const char *payload;
    gboolean expected;
  } cases[] = {
    { CP_OPERATION_ADJUST_POINTS, "{'type_id':'points','amount':-20,'reason_id':'goodwill'}",
      TRUE },
    { CP_OPERATION_ADJUST_POINTS, "{'type_id':'points','amount':20,'reason_id':'goodwill'}",
      FALSE },
    { CP_OPERATION_REDEEM_REWARD, "{'amount_minor':100}", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpRight *right = (CpRight *) cp_programme_get_right (
        test->programme, test->the_case.staff->role_id, cases[i].kind);
    g_autoptr (CpDecision) decision = NULL;

    right->approval = TRUE;
    decision = cp_test_case_decide (test, cases[i].kind, cases[i].payload);
    g_assert_cmpint (decision->code, ==, CP_REJECTION_APPROVAL_REQUIRED);
    g_assert_cmpint (decision->is_asked, ==, cases[i].expected);
  }
}

/* What this device did and head office has not heard of is undone here, at once; and what is refused has not
 * even been asked. */
static void
test_what_is_undone_here_or_refused_is_not_asked (void)
{
  for (guint fresh = 0; fresh < 2; fresh++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpDecision) decision = NULL;

    cp_test_case_do (test, CP_OPERATION_BLOCK_CARD, "{'card_id':'{card}','reason_id':'lost'}");
    ((CpEntity *) test->account->rows[CP_KIND_ACTION]->pdata[0])->waiting = fresh != 0;
    test->online = FALSE;
    decision = cp_test_case_decide (test, CP_OPERATION_UNBLOCK_CARD,
                                    "{'card_id':'{card}','reason_id':'found'}");
    g_assert_cmpint (decision->code, ==, fresh ? CP_REJECTION_NONE : CP_REJECTION_ONLINE_ONLY);
    g_assert_false (decision->is_asked);
  }
}

/* By one that head office never published, or not since it was restored. */
static void
test_what_another_programme_decided (void)
{
  static const struct {
    CpOperationKind kind;
    const char *payload;
    gint64 version;
    CpRejection code, flag;
  } cases[] = {
    { CP_OPERATION_ADD_TAG, "{'tag':'t'}", 7, CP_REJECTION_NONE, CP_REJECTION_NONE },
    { CP_OPERATION_ADD_TAG, "{'tag':'t'}", 6, CP_REJECTION_NONE, CP_REJECTION_NONE },
    { CP_OPERATION_ADD_TAG, "{'tag':'t'}", 8, CP_REJECTION_NONE, CP_REJECTION_PROGRAMME_UNKNOWN },
    { CP_OPERATION_ISSUE_REWARD, "{'definition_id':'newest'}", 7, CP_REJECTION_NOT_ASSIGNABLE,
      CP_REJECTION_NONE },
    { CP_OPERATION_ISSUE_REWARD, "{'definition_id':'newest'}", 8, CP_REJECTION_PROGRAMME_UNKNOWN,
      CP_REJECTION_NONE },
    { CP_OPERATION_BLOCK_CARD, "{'card_id':'none'}", 8, CP_REJECTION_CARD_NOT_FOUND,
      CP_REJECTION_NONE },
    { CP_OPERATION_OPEN_MEMBER, "{}", 8, CP_REJECTION_NONE, CP_REJECTION_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpOperation) operation =
        cp_test_case_make_operation (test, cases[i].kind, cases[i].payload);
    g_autoptr (CpDecision) decision = NULL;

    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    operation->programme_version = cases[i].version;
    decision = cp_decide (&test->the_case, operation);
    g_assert_cmpint (decision->code, ==, cases[i].code);
    g_assert_cmpuint (decision->flags->len, ==, cases[i].flag != CP_REJECTION_NONE);
    if (cases[i].flag != CP_REJECTION_NONE)
      g_assert_true (cp_test_decision_has_flag (decision, cases[i].flag));
    if (cases[i].code == CP_REJECTION_PROGRAMME_UNKNOWN)
      g_assert_true (g_str_has_prefix (
          decision->detail, cp_rejection_get_info (CP_REJECTION_NOT_ASSIGNABLE)->staff_text));
  }
}

static void
test_derived_ids (void)
{
  g_autofree char *id = cp_derive_id ("019b76da-a800-7000-8000-0000000000fe", 0);
  g_autofree char *next = cp_derive_id ("019b76da-a800-7000-8000-0000000000fe", 3);
  g_autofree char *wrapped = cp_derive_id ("019b76da-a800-7000-8000-ffffffffffff", 2);

  g_assert_cmpstr (id, ==, "019b76da-a800-7000-8000-0000000000fe");
  g_assert_cmpstr (next, ==, "019b76da-a800-7000-8000-000000000101");
  g_assert_cmpstr (wrapped, ==, "019b76da-a800-7000-8000-000000000001");
  g_assert_true (cp_id_is_valid (wrapped));
}

static void
test_applying_marks_the_rows_as_waiting (void)
{
  g_autoptr (CpTestCase) test = cp_test_kind_make_case (CP_OPERATION_LINK_CARD);
  g_autoptr (CpDecision) decision = cp_test_case_decide (
      test, CP_OPERATION_LINK_CARD, cp_test_kind_payloads[CP_OPERATION_LINK_CARD]);
  const CpEntity *changed = decision->changes->pdata[0];

  cp_decision_apply (decision, test->account, TRUE);
  g_assert_true (
      ((CpEntity *) cp_account_find (test->account, CP_KIND_CARD, changed->id))->waiting);
  cp_decision_apply (decision, test->account, FALSE);
  g_assert_false (
      ((CpEntity *) cp_account_find (test->account, CP_KIND_CARD, changed->id))->waiting);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/decision/" path, func)
  ADD ("a-good-operation-of-each-kind-stands-everywhere",
       test_a_good_operation_of_each_kind_stands_everywhere);
  ADD ("role-and-operation", test_role_and_operation);
  ADD ("nobody-may-do-anything-without-signing-in", test_nobody_may_do_anything_without_signing_in);
  ADD ("state-and-operation", test_state_and_operation);
  ADD ("blocked-account-and-operation", test_blocked_account_and_operation);
  ADD ("an-unknown-member-refuses-even-a-fact", test_an_unknown_member_refuses_even_a_fact);
  ADD ("self-dealing", test_self_dealing);
  ADD ("approval-takes-another-person-of-a-higher-role",
       test_approval_takes_another_person_of_a_higher_role);
  ADD ("nobody-approves-for-their-own-account", test_nobody_approves_for_their_own_account);
  ADD ("approval-is-asked-last", test_approval_is_asked_last);
  ADD ("limits-by-count-and-value", test_limits_by_count_and_value);
  ADD ("replay-does-not-ask-who-may", test_replay_does_not_ask_who_may);
  ADD ("head-office-posts-a-fact-of-somebody-who-might-not",
       test_head_office_posts_a_fact_of_somebody_who_might_not);
  ADD ("every-operation-leaves-a-line-in-the-history",
       test_every_operation_leaves_a_line_in_the_history);
  ADD ("a-refusal-can-leave-a-line-too", test_a_refusal_can_leave_a_line_too);
  ADD ("says-what-is-only-asked", test_says_what_is_only_asked);
  ADD ("says-so-before-it-is-approved", test_says_so_before_it_is_approved);
  ADD ("what-is-undone-here-or-refused-is-not-asked",
       test_what_is_undone_here_or_refused_is_not_asked);
  ADD ("what-another-programme-decided", test_what_another_programme_decided);
  ADD ("derived-ids", test_derived_ids);
  ADD ("applying-marks-the-rows-as-waiting", test_applying_marks_the_rows_as_waiting);
  return g_test_run ();
}
