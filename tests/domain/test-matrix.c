/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every cell: who × what × how much, and what × its offline class × the network. What is expected is
 * worked out from the programme's numbers in another way than the rules do. */
#include "cp-test-kinds.h"

#include <string.h>

static const char *const roles[] = { "customer", "associate",   "technician",
                                     "manager",  "head_office", NULL };

#define ADJUST(amount) "{'type_id':'points','amount':" amount ",'reason_id':'goodwill'}"

/* What each of these is worth. */
static const struct {
  guint kind;
  const char *payload;
  gint64 minor;
} amounts[] = {
  { CP_OPERATION_ISSUE_REWARD, "{'definition_id':'five_off'}", 500 },
  { CP_OPERATION_ISSUE_REWARD, "{'definition_id':'ten_off'}", 1000 },
  { CP_OPERATION_ISSUE_REWARD, "{'definition_id':'fifty_off'}", 5000 },
  { CP_OPERATION_ISSUE_REWARD, "{'definition_id':'hundred_off'}", 10000 },
  { CP_OPERATION_ISSUE_CREDIT, "{'definition_id':'purse'}", 1000 },
  { CP_OPERATION_ISSUE_CREDIT, "{'definition_id':'big_purse'}", 10000 },
  { CP_OPERATION_ADJUST_POINTS, ADJUST ("200"), 200 },
  { CP_OPERATION_ADJUST_POINTS, ADJUST ("201"), 201 },
  { CP_OPERATION_ADJUST_POINTS, ADJUST ("5000"), 5000 },
  { CP_OPERATION_ADJUST_POINTS, ADJUST ("5001"), 5001 },
  { CP_OPERATION_REDEEM_REWARD, "{'amount_minor':1}", 1 },
  { CP_OPERATION_REDEEM_REWARD, "{'amount_minor':499}", 499 },
  { CP_OPERATION_REDEEM_REWARD, "{'amount_minor':500}", 500 },
  { CP_OPERATION_REDEEM_REWARD, "{'amount_minor':501}", 501 },
  { CP_OPERATION_REDEEM_REWARD, "{'amount_minor':1500}", 1500 },
};

static CpStaff *
make_person (const char *role_id)
{
  CpStaff *person = cp_entity_new (CP_KIND_STAFF, "somebody", NULL);

  person->role_id = g_strdup (role_id);
  return person;
}

static const CpRight *
find_right (const CpProgramme *programme, const char *role_id, guint kind)
{
  for (guint i = 0; i < programme->rights->len; i++) {
    const CpRight *right = programme->rights->pdata[i];

    if (g_str_equal (right->role_id, role_id) && right->allowed &&
        g_str_equal (right->operation, cp_operation_kind_get_info (kind)->word))
      return right;
  }
  return NULL;
}

static CpRejection
expect (const CpProgramme *programme,
        const char *role_id,
        guint kind,
        gint64 minor,
        const CpUsage *usage)
{
  const CpRight *right = find_right (programme, role_id, kind);

  if (kind == CP_OPERATION_NOTE_REFUSAL || kind == CP_OPERATION_RETURN_LEASE)
    return CP_REJECTION_NONE;
  if (right == NULL)
    return CP_REJECTION_PERMISSION_DENIED;
  if (right->identify)
    return CP_REJECTION_VERIFICATION_REQUIRED;
  if ((right->per_day > 0 && usage->staff_today >= right->per_day) ||
      (right->max_minor > 0 && minor > right->max_minor) ||
      (right->day_minor > 0 && usage->staff_today_minor + minor > right->day_minor))
    return CP_REJECTION_LIMIT_EXCEEDED;
  return right->approval ? CP_REJECTION_APPROVAL_REQUIRED : CP_REJECTION_NONE;
}

/* A customer is nobody of the staff: they do it for themselves, by their card, agree on the screen, and
 * choose from what is offered. */
static CpDecision *
decide_as (CpTestCase *test, const CpStaff *person, guint kind, const char *payload)
{
  const CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");
  g_autoptr (GString) text = g_string_new (payload);
  g_autoptr (CpOperation) operation = NULL;
  gboolean by_member = g_str_equal (person->role_id, CP_PROGRAMME_CUSTOMER);

  test->the_case.staff = by_member ? NULL : person;
  if (by_member) {
    g_string_replace (text, "'in_person'", "'kiosk'", 0);
    g_string_replace (text, "'p1'", "'scarf'", 0);
  }
  operation = cp_test_case_make_operation (test, kind, text->str);
  if (by_member) {
    g_clear_pointer (&operation->staff_id, g_free);
    operation->by_member = TRUE;
    operation->card_id = g_strdup (card->entity.id);
    operation->proof = g_strdup ("token");
  }
  return cp_decide (&test->the_case, operation);
}

static void
check_cell (
    const char *role_id, guint kind, const char *payload, gint64 minor, const CpUsage *usage)
{
  g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);
  g_autoptr (CpDecision) decision = NULL;
  CpStaff *person = make_person (role_id);

  test->the_case.usage = *usage;
  decision = decide_as (test, person, kind, payload);
  g_assert_cmpstr (
      cp_rejection_get_info (decision->code)->word, ==,
      cp_rejection_get_info (expect (test->programme, role_id, kind, minor, usage))->word);
  cp_entity_free (person);
}

static gboolean
has_amounts (guint kind)
{
  for (guint a = 0; a < G_N_ELEMENTS (amounts); a++)
    if (amounts[a].kind == kind)
      return TRUE;
  return FALSE;
}

/* What the sample programme's kinds without an amount of their own are worth stands in the decision;
 * only issues and redemptions are limited by value in the test programme. */
static void
test_role_and_operation_and_amount (void)
{
  static const CpUsage usages[] = {
    { 0, 0, 0, 0 },
    { 2, 1000, 0, 0 },
    { 3, 2000, 0, 0 },
    { 1000, 1000000, 0, 0 },
  };
  guint n_cells = 0;

  for (guint r = 0; roles[r] != NULL; r++)
    for (guint u = 0; u < G_N_ELEMENTS (usages); u++) {
      for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
        if (has_amounts (kind))
          continue;
        check_cell (roles[r], kind, cp_test_kind_payloads[kind], 0, &usages[u]);
        n_cells++;
      }
      for (guint a = 0; a < G_N_ELEMENTS (amounts); a++, n_cells++)
        check_cell (roles[r], amounts[a].kind, amounts[a].payload, amounts[a].minor, &usages[u]);
    }
  g_test_message ("%u cells", n_cells);
}

static gint64
get_rank (const CpProgramme *programme, const char *role_id)
{
  return cp_programme_find_role (programme, role_id)->rank;
}

/* What the approver may, they may approve: for whom ranks lower, and within their own limits. */
static gboolean
may_approve (const CpProgramme *programme,
             const char *role_id,
             const char *approver_role_id,
             guint kind,
             gint64 minor,
             const CpUsage *usage)
{
  const CpUsage approvers = { .staff_today = usage->approver_today,
                              .staff_today_minor = usage->approver_today_minor };

  return get_rank (programme, approver_role_id) > get_rank (programme, role_id) &&
         expect (programme, approver_role_id, kind, minor, &approvers) == CP_REJECTION_NONE;
}

/* So that managers have limits that an approval can meet. */
static void
limit_managers (const CpProgramme *programme)
{
  CpRight *reward = (CpRight *) find_right (programme, "manager", CP_OPERATION_ISSUE_REWARD);

  reward->per_day = 5;
  reward->day_minor = 15000;
  ((CpRight *) find_right (programme, "manager", CP_OPERATION_ISSUE_CREDIT))->max_minor = 500;
}

static CpRejection
decide_with_approver (const char *role_id,
                      const char *approver_role_id,
                      guint kind,
                      const char *payload,
                      const CpUsage *usage)
{
  g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);
  g_autoptr (CpDecision) decision = NULL;
  CpStaff *person = make_person (role_id);
  CpStaff *approver = cp_entity_new (CP_KIND_STAFF, "approver", NULL);

  approver->role_id = g_strdup (approver_role_id);
  limit_managers (test->programme);
  test->the_case.staff = person;
  test->the_case.approver = approver;
  test->the_case.usage = *usage;
  decision = cp_test_case_decide (test, kind, payload);
  cp_entity_free (person);
  cp_entity_free (approver);
  return decision->code;
}

/* Everything that needs an approval, by every role, approved by every role, for each amount and with
 * what each has used up. */
static void
test_role_and_approver_and_operation_and_amount (void)
{
  static const CpUsage usages[] = {
    { 0 },
    { .approver_today = 4, .approver_today_minor = 14500 },
    { .approver_today = 5, .approver_today_minor = 15000 },
  };
  g_autoptr (CpProgramme) programme = cp_test_chain_programme ();
  guint n_cells = 0;

  limit_managers (programme);
  for (guint a = 0; a < G_N_ELEMENTS (amounts); a++)
    for (guint r = 0; roles[r] != NULL; r++)
      for (guint by = 0; roles[by] != NULL; by++)
        for (guint u = 0; u < G_N_ELEMENTS (usages); u++, n_cells++) {
          CpRejection expected =
              expect (programme, roles[r], amounts[a].kind, amounts[a].minor, &usages[u]);

          if (expected == CP_REJECTION_APPROVAL_REQUIRED &&
              may_approve (programme, roles[r], roles[by], amounts[a].kind, amounts[a].minor,
                           &usages[u]))
            expected = CP_REJECTION_NONE;
          g_assert_cmpint (decide_with_approver (roles[r], roles[by], amounts[a].kind,
                                                 amounts[a].payload, &usages[u]),
                           ==, expected);
        }
  g_test_message ("%u cells", n_cells);
}

/* Who may do what, by hand: customer, associate, technician, manager, head office: y may, i once the
 * member is identified, a with somebody's approval, - may not. The class is the one that the operation
 * has by itself, whatever the programme tightens. */
static const struct {
  const char *kind;
  const char *who;
  char class_letter;
} by_hand[] = {
  { "enrol_member", "-y-yy", 'P' },
  { "edit_profile", "-y-yy", 'P' },
  { "set_status", "-y-yy", 'P' },
  { "remove_status", "-y-yy", 'P' },
  { "unenrol_member", "---yy", 'P' },
  { "enrol_again", "---yy", 'X' },
  { "deactivate_member", "---yy", 'P' },
  { "reactivate_member", "---yy", 'X' },
  { "block_account", "---yy", 'P' },
  { "unblock_account", "---yy", 'X' },
  { "change_contact", "-i-yy", 'Q' },
  { "remove_member", "-i-yy", 'Q' },
  { "merge_members", "-a-yy", 'Q' },
  { "join_family", "---yy", 'Q' },
  { "send_link", "-y-yy", 'X' },
  { "opt_in", "yy-yy", 'P' },
  { "opt_out", "yy-yy", 'P' },
  { "add_favourite", "yy-yy", 'P' },
  { "remove_favourite", "yy-yy", 'P' },
  { "add_note", "-y-yy", 'L' },
  { "add_tag", "-y-yy", 'P' },
  { "remove_tag", "-y-yy", 'P' },
  { "add_task", "-y-yy", 'L' },
  { "close_task", "-y-yy", 'P' },
  { "make_promise", "-y-yy", 'P' },
  { "answer_promise", "---yy", 'P' },
  { "link_card", "-y-yy", 'P' },
  { "block_card", "-y-yy", 'P' },
  { "unblock_card", "---yy", 'X' },
  { "replace_card", "-y-yy", 'P' },
  { "issue_benefit", "-y-yy", 'P' },
  { "issue_reward", "-a-yy", 'P' },
  { "issue_credit", "-a-yy", 'P' },
  { "void_incentive", "-a-yy", 'P' },
  { "redeem_reward", "-y-yy", 'B' },
  { "claim_receipt", "-y-yy", 'Q' },
  { "adjust_points", "-y-yy", 'P' },
  { "open_member", "-y-yy", 'L' },
  { "note_refusal", "yyyyy", 'L' },
  { "unlock_staff", "--yyy", 'L' },
  { "claim_incentive", "yy-yy", 'P' },
  { "extend_incentive", "-a-yy", 'P' },
  { "redeem_benefit", "-y-yy", 'B' },
  { "redeem_credit", "-y-yy", 'X' },
  { "confirm_redemption", "-y-yy", 'P' },
  { "cancel_redemption", "-y-yy", 'P' },
  { "reverse_redemption", "-y-yy", 'X' },
  { "return_redemption", "---yy", 'Q' },
  { "retire_card", "---yy", 'Q' },
  { "restore_card", "---yy", 'X' },
  { "change_card_category", "---yy", 'Q' },
  { "detach_receipt", "---yy", 'Q' },
  { "end_visit", "-yyyy", 'L' },
  { "return_lease", "yyyyy", 'L' },
};

/* No cell is missing: a row for each kind, a column for each role of the programme. */
static void
test_the_table_is_whole (void)
{
  g_autoptr (CpProgramme) programme = cp_test_chain_programme ();

  g_assert_cmpuint (G_N_ELEMENTS (by_hand), ==, CP_N_OPERATION_KINDS);
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
    g_assert_cmpstr (by_hand[kind].kind, ==, cp_operation_kind_get_info (kind)->word);
    g_assert_cmpuint (strlen (by_hand[kind].who), ==, g_strv_length ((char **) roles));
  }
  g_assert_cmpuint (programme->roles->len, ==, g_strv_length ((char **) roles));
  for (guint r = 0; roles[r] != NULL; r++)
    g_assert_nonnull (cp_programme_find_role (programme, roles[r]));
}

static CpRejection
expect_by_hand (char letter)
{
  switch (letter) {
  case 'y':
    return CP_REJECTION_NONE;
  case 'i':
    return CP_REJECTION_VERIFICATION_REQUIRED;
  case 'a':
    return CP_REJECTION_APPROVAL_REQUIRED;
  default:
    return CP_REJECTION_PERMISSION_DENIED;
  }
}

static void
test_who_may_do_what_by_hand (void)
{
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++)
    for (guint r = 0; roles[r] != NULL; r++) {
      g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);
      CpStaff *person = make_person (roles[r]);
      g_autoptr (CpDecision) decision = decide_as (test, person, kind, cp_test_kind_payloads[kind]);

      g_assert_cmpstr (cp_rejection_get_info (decision->code)->word, ==,
                       cp_rejection_get_info (expect_by_hand (by_hand[kind].who[r]))->word);
      cp_entity_free (person);
    }
}

/* By amount: the largest that passes, and one more than that, by hand from the test chain's limits. */
static void
test_how_much_by_hand (void)
{
  static const struct {
    guint kind;
    const char *payload;
    const char *expected; /* as by_hand, and L: beyond the limit */
  } rows[] = {
    { CP_OPERATION_ISSUE_REWARD, "{'definition_id':'ten_off'}", "-a-yy" },
    { CP_OPERATION_ISSUE_REWARD, "{'definition_id':'fifty_off'}", "-L-yy" },
    { CP_OPERATION_ISSUE_REWARD, "{'definition_id':'hundred_off'}", "-L-LL" },
    { CP_OPERATION_ISSUE_CREDIT, "{'definition_id':'purse'}", "-a-yy" },
    { CP_OPERATION_ISSUE_CREDIT, "{'definition_id':'big_purse'}", "-L-LL" },
    { CP_OPERATION_ADJUST_POINTS, ADJUST ("200"), "-y-yy" },
    { CP_OPERATION_ADJUST_POINTS, ADJUST ("201"), "-L-yy" },
    { CP_OPERATION_ADJUST_POINTS, ADJUST ("5000"), "-L-yy" },
    { CP_OPERATION_ADJUST_POINTS, ADJUST ("5001"), "-L-Ly" },
    { CP_OPERATION_REDEEM_REWARD, "{'amount_minor':500}", "-y-yy" },
    { CP_OPERATION_REDEEM_REWARD, "{'amount_minor':501}", "-y-yy" },
    { CP_OPERATION_REDEEM_REWARD, "{'amount_minor':1500}", "-y-yy" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint r = 0; roles[r] != NULL; r++) {
      g_autoptr (CpTestCase) test = cp_test_kind_make_case (rows[i].kind);
      CpStaff *person = make_person (roles[r]);
      char letter = rows[i].expected[r];

      g_autoptr (CpDecision) decision = decide_as (test, person, rows[i].kind, rows[i].payload);

      g_assert_cmpint (decision->code, ==,
                       letter == 'L' ? CP_REJECTION_LIMIT_EXCEEDED : expect_by_hand (letter));
      cp_entity_free (person);
    }
}

/* As domain.md has them; and a programme that would loosen one is refused. */
static void
test_each_class_by_hand (void)
{
  static const char letters[] = "LPBQX";
  static const char *const words[] = { "local", "provisional", "bounded", "queued", "online" };

  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++)
    for (guint class_ = 0; class_ < G_N_ELEMENTS (words); class_++) {
      g_autoptr (CpJson) document = cp_test_chain_programme_json ();
      CpJson *rule =
          json_pack ("{s:s, s:s}", "operation", by_hand[kind].kind, "class", words[class_]);
      guint own = (guint) (strchr (letters, by_hand[kind].class_letter) - letters);
      g_autoptr (GError) error = NULL;
      g_autoptr (CpProgramme) programme = NULL;

      g_assert_cmpuint (cp_operation_kind_get_info (kind)->offline_class, ==, own);
      cp_json_set (document, "classes", json_array ());
      cp_json_append (cp_json_get_array (document, "classes"), rule);
      programme = cp_programme_from_json (document, &error);
      /* What only restricts never waits. */
      g_assert_true ((programme != NULL) ==
                     (class_ >= own && !(cp_operation_kind_get_info (kind)->restricting &&
                                         class_ >= CP_CLASS_QUEUED)));
    }
}

static gboolean
changes_only_the_history (const CpDecision *decision)
{
  for (guint i = 0; i < decision->changes->len; i++)
    if (((CpEntity *) decision->changes->pdata[i])->kind != CP_KIND_ACTION)
      return FALSE;
  return TRUE;
}

/* Kinds that are queued by themselves may show what is pending. */
static void
check_class (guint kind, CpOfflineClass offline_class, gboolean online)
{
  g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);
  const CpOperationKindInfo *info = cp_operation_kind_get_info (kind);
  g_autoptr (CpOperation) operation = NULL;
  g_autoptr (CpDecision) decision = NULL;

  cp_test_case_tighten (test, kind, offline_class);
  test->online = online;
  operation = cp_test_case_make_operation (test, kind, cp_test_kind_payloads[kind]);
  decision = cp_decide (&test->the_case, operation);
  if (offline_class == CP_CLASS_ONLINE && !online) {
    g_assert_cmpint (decision->code, ==, CP_REJECTION_ONLINE_ONLY);
    return;
  }
  g_assert_cmpstr (cp_rejection_get_info (decision->code)->word, ==, "none");
  if (offline_class >= CP_CLASS_QUEUED && info->offline_class < CP_CLASS_QUEUED)
    g_assert_true (changes_only_the_history (decision));
  cp_decision_note_asked (decision, operation);
  g_assert_cmpint (operation->asks, ==,
                   offline_class >= CP_CLASS_QUEUED && info->is_fact && !info->restricting &&
                       info->offline_class != CP_CLASS_LOCAL);
}

static void
test_operation_and_class_and_network (void)
{
  guint n_cells = 0;

  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++)
    for (guint offline_class = cp_operation_kind_get_info (kind)->offline_class;
         offline_class <= CP_CLASS_ONLINE; offline_class++)
      for (guint online = 0; online < 2; online++, n_cells++)
        check_class (kind, offline_class, online == 1);
  g_test_message ("%u cells", n_cells);
}

/* What a customer wants no more has happened, also where they had not wanted it before. */
static void
test_what_restricts_is_not_asked (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpOperation) operation = NULL;
  g_autoptr (CpDecision) again = NULL;

  cp_test_case_do (test, CP_OPERATION_OPT_OUT, cp_test_kind_payloads[CP_OPERATION_OPT_OUT]);
  operation = cp_test_case_make_operation (test, CP_OPERATION_OPT_OUT,
                                           cp_test_kind_payloads[CP_OPERATION_OPT_OUT]);
  again = cp_decide (&test->the_case, operation);
  g_assert_cmpint (again->code, ==, CP_REJECTION_NONE);
  cp_decision_note_asked (again, operation);
  g_assert_false (operation->asks);
}

/* Head office does it, whatever the class was at the counter. */
static void
test_a_tighter_class_is_the_counters_alone (void)
{
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
    g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);

    cp_test_case_tighten (test, kind, CP_CLASS_ONLINE);
    test->online = FALSE;
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    cp_test_case_assert (test, kind, cp_test_kind_payloads[kind], CP_REJECTION_NONE);
  }
}

/* Nothing has happened, so head office may refuse it; without that, a fact is posted whoever did it. */
static void
test_what_a_class_has_wait_is_asked_for (void)
{
  guint n_facts = 0;

  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
    const CpOperationKindInfo *info = cp_operation_kind_get_info (kind);
    g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);
    g_autoptr (CpOperation) operation =
        cp_test_case_make_operation (test, kind, cp_test_kind_payloads[kind]);
    g_autoptr (CpDecision) here = NULL;
    g_autoptr (CpDecision) there = NULL;

    cp_test_case_tighten (test, kind, CP_CLASS_QUEUED);
    here = cp_decide (&test->the_case, operation);
    g_assert_cmpstr (cp_rejection_get_info (here->code)->word, ==, "none");
    cp_decision_note_asked (here, operation);
    g_assert_cmpint (operation->asks, ==,
                     info->is_fact && !info->restricting && info->offline_class != CP_CLASS_LOCAL);
    if (!operation->asks || !info->needs_member)
      continue;
    n_facts++;
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    cp_test_case_set_staff (test, "ivy");
    there = cp_decide (&test->the_case, operation);
    g_assert_cmpint (there->code, ==, CP_REJECTION_PERMISSION_DENIED);
    g_assert_true (there->needs_word);
  }
  g_assert_cmpuint (n_facts, >, 3);
}

/* It stays so here, although the programme has changed its mind meanwhile. */
static void
test_what_was_asked_for_waits_under_another_programme (void)
{
  g_autoptr (CpTestCase) test = cp_test_kind_make_case (CP_OPERATION_ENROL_MEMBER);
  g_autoptr (CpOperation) operation = cp_test_case_make_operation (
      test, CP_OPERATION_ENROL_MEMBER, cp_test_kind_payloads[CP_OPERATION_ENROL_MEMBER]);
  g_autoptr (CpDecision) asked = NULL;
  g_autoptr (CpDecision) done = NULL;

  test->the_case.mode = CP_DECIDE_REPLAY;
  done = cp_decide (&test->the_case, operation);
  g_assert_nonnull (cp_test_decision_find (done, CP_KIND_MEMBER, 0));
  operation->asks = TRUE;
  asked = cp_decide (&test->the_case, operation);
  g_assert_cmpint (asked->code, ==, CP_REJECTION_NONE);
  g_assert_null (cp_test_decision_find (asked, CP_KIND_MEMBER, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/matrix/role-and-operation-and-amount",
                   test_role_and_operation_and_amount);
  g_test_add_func ("/domain/matrix/role-and-approver-and-operation-and-amount",
                   test_role_and_approver_and_operation_and_amount);
  g_test_add_func ("/domain/matrix/the-table-is-whole", test_the_table_is_whole);
  g_test_add_func ("/domain/matrix/who-may-do-what-by-hand", test_who_may_do_what_by_hand);
  g_test_add_func ("/domain/matrix/how-much-by-hand", test_how_much_by_hand);
  g_test_add_func ("/domain/matrix/each-class-by-hand", test_each_class_by_hand);
  g_test_add_func ("/domain/matrix/operation-and-class-and-network",
                   test_operation_and_class_and_network);
  g_test_add_func ("/domain/matrix/what-restricts-is-not-asked", test_what_restricts_is_not_asked);
  g_test_add_func ("/domain/matrix/a-tighter-class-is-the-counters-alone",
                   test_a_tighter_class_is_the_counters_alone);
  g_test_add_func ("/domain/matrix/what-a-class-has-wait-is-asked-for",
                   test_what_a_class_has_wait_is_asked_for);
  g_test_add_func ("/domain/matrix/what-was-asked-for-waits-under-another-programme",
                   test_what_was_asked_for_waits_under_another_programme);
  return g_test_run ();
}
