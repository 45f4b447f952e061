/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every cell: who × what × how much, and what × its offline class × the network. What is expected is
 * worked out from the programme's numbers in another way than the rules do. */
#include "cp-test-kinds.h"

static const char *const roles[] = { "customer", "associate",   "technician",
                                     "manager",  "head_office", NULL };

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

  if (kind == CP_OPERATION_NOTE_REFUSAL)
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

static void
check_cell (
    const char *role_id, guint kind, const char *payload, gint64 minor, const CpUsage *usage)
{
  g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);
  g_autoptr (CpDecision) decision = NULL;
  CpStaff *person = make_person (role_id);

  test->the_case.staff = person;
  test->the_case.usage = *usage;
  decision = cp_test_case_decide (test, kind, payload);
  g_assert_cmpstr (
      cp_rejection_get_info (decision->code)->word, ==,
      cp_rejection_get_info (expect (test->programme, role_id, kind, minor, usage))->word);
  cp_entity_free (person);
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
        if (kind == CP_OPERATION_ISSUE_REWARD || kind == CP_OPERATION_REDEEM_REWARD)
          continue;
        check_cell (roles[r], kind, cp_test_kind_payloads[kind], 0, &usages[u]);
        n_cells++;
      }
      for (guint a = 0; a < G_N_ELEMENTS (amounts); a++, n_cells++)
        check_cell (roles[r], amounts[a].kind, amounts[a].payload, amounts[a].minor, &usages[u]);
    }
  g_test_message ("%u cells", n_cells);
}

static void
tighten (CpTestCase *test, guint kind, CpOfflineClass offline_class)
{
  const char *word = cp_operation_kind_get_info (kind)->word;
  CpClassRule *rule = NULL;

  for (guint i = 0; i < test->programme->classes->len && rule == NULL; i++) {
    rule = test->programme->classes->pdata[i];
    if (!g_str_equal (rule->operation, word))
      rule = NULL;
  }
  if (rule == NULL) {
    rule = g_new0 (CpClassRule, 1);
    rule->operation = g_strdup (word);
    g_ptr_array_add (test->programme->classes, rule);
  }
  rule->offline_class = offline_class;
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
  CpOfflineClass own = cp_operation_kind_get_info (kind)->offline_class;
  g_autoptr (CpDecision) decision = NULL;

  tighten (test, kind, offline_class);
  test->online = online;
  decision = cp_test_case_decide (test, kind, cp_test_kind_payloads[kind]);
  if (offline_class == CP_CLASS_ONLINE && !online) {
    g_assert_cmpint (decision->code, ==, CP_REJECTION_ONLINE_ONLY);
    return;
  }
  g_assert_cmpstr (cp_rejection_get_info (decision->code)->word, ==, "none");
  if (offline_class >= CP_CLASS_QUEUED && own < CP_CLASS_QUEUED)
    g_assert_true (changes_only_the_history (decision));
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

/* Head office does it, whatever the class was at the counter. */
static void
test_a_tighter_class_is_the_counters_alone (void)
{
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
    g_autoptr (CpTestCase) test = cp_test_kind_make_case (kind);

    tighten (test, kind, CP_CLASS_ONLINE);
    test->online = FALSE;
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    cp_test_case_assert (test, kind, cp_test_kind_payloads[kind], CP_REJECTION_NONE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/matrix/role-and-operation-and-amount",
                   test_role_and_operation_and_amount);
  g_test_add_func ("/domain/matrix/operation-and-class-and-network",
                   test_operation_and_class_and_network);
  g_test_add_func ("/domain/matrix/a-tighter-class-is-the-counters-alone",
                   test_a_tighter_class_is_the_counters_alone);
  return g_test_run ();
}
