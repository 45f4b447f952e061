/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-calendar.h"
#include "cp-test-case.h"
#include "cp-view.h"

static CpViewSource
make_source (CpTestCase *test)
{
  return (CpViewSource){ .programme = test->programme,
                         .base = test->account,
                         .current = test->account,
                         .staff = test->the_case.staff,
                         .staff_rows = test->staff,
                         .store_id = "high",
                         .online = TRUE,
                         .now_ms = CP_TEST_NOW_MS };
}

/* (transfer full): as staff see it */
static CpJson *
look (CpTestCase *test)
{
  const CpViewSource source = make_source (test);
  g_autofree char *member_id = cp_test_chain_id (1, "member");

  return cp_view_member (&source, member_id);
}

/* (transfer full): as the member themself sees it */
static CpJson *
look_alone (CpTestCase *test, const char *proof, const char *identified_by)
{
  const CpViewSource source = make_source (test);
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autofree char *card_id = cp_test_chain_id (1, "card");

  return cp_view_own (&source, member_id, &(const CpOwnVisit){ card_id, proof, identified_by });
}

static const CpJson *
find (const CpJson *view, const char *definition)
{
  CpJson *claim;
  gsize i;

  json_array_foreach (cp_json_get_array (view, "claims"), i, claim)
  {
    if (g_str_equal (cp_json_get_text (claim, "definition"), definition))
      return claim;
  }
  return NULL;
}

static void
assert_claim (const CpJson *view, const char *definition, const char *code, const char *why)
{
  const CpJson *claim = find (view, definition);

  g_assert_nonnull (claim);
  g_assert_cmpint (cp_json_get_bool (claim, "eligible"), ==, code == NULL);
  g_assert_cmpstr (cp_json_get_text (claim, "code"), ==, code);
  g_assert_cmpstr (cp_json_get_text (claim, "why"), ==, why);
}

static void
make_young (CpTestCase *test)
{
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");

  g_free (member->birth_date);
  member->birth_date = g_strdup ("2012-01-01");
}

#define TOO_YOUNG "Age must be at least 18; it is 14."

/* One rule at both doors. */
static void
test_what_a_member_may_ask_for (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpJson) staffs = look (test);
  g_autoptr (CpJson) own = look_alone (test, "token", NULL);
  g_autoptr (CpJson) staffs_young = NULL;
  g_autoptr (CpJson) own_young = NULL;

  g_assert_true (
      json_equal (cp_json_get_array (staffs, "claims"), cp_json_get_array (own, "claims")));
  g_assert_cmpuint (json_array_size (cp_json_get_array (own, "claims")), ==, 3);
  assert_claim (own, "grown_up", NULL, NULL);
  make_young (test);
  staffs_young = look (test);
  own_young = look_alone (test, "token", NULL);
  assert_claim (staffs_young, "grown_up", "not_eligible", TOO_YOUNG);
  assert_claim (own_young, "grown_up", "not_eligible", TOO_YOUNG);
}

/* What can be had comes first, and nothing is gone. */
static void
test_what_can_be_had_comes_first (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpJson) own = NULL;
  const CpJson *claims;

  make_young (test);
  own = look_alone (test, "token", NULL);
  claims = cp_json_get_array (own, "claims");
  g_assert_cmpuint (json_array_size (claims), ==, 3);
  g_assert_cmpstr (cp_json_get_text (json_array_get (claims, 0), "definition"), ==, "central");
  g_assert_cmpstr (cp_json_get_text (json_array_get (claims, 2), "definition"), ==, "grown_up");
}

/* Whoever only has a number that can be copied learns nothing of the person by it. */
static void
test_a_card_that_proves_nothing_is_told_no_reason (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpJson) own = NULL;
  g_autoptr (CpJson) known = NULL;

  make_young (test);
  own = look_alone (test, "uid", NULL);
  assert_claim (own, "grown_up", NULL, NULL);
  g_assert_true (
      cp_json_get_bool (find (own, "grown_up"), "identify")); /* and that is said before */
  known = look_alone (test, "uid", "card postcode");
  assert_claim (known, "grown_up", "not_eligible", TOO_YOUNG);
  g_assert_false (cp_json_get_bool (find (known, "grown_up"), "identify"));
}

/* The customer is told in words for customers. */
static void
test_an_odd_card_gets_nothing (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpJson) own = look_alone (test, "replayed", NULL);

  assert_claim (own, "grown_up", "card_replayed",
                cp_rejection_get_info (CP_REJECTION_CARD_REPLAYED)->customer_text);
}

/* Until when (gold adds a week), by the day of the store; and what head office has to decide is no promise. */
static void
test_each_says_until_when_and_who_decides (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpJson) own = look_alone (test, "token", NULL);
  gint64 days_37 = cp_calendar_get_day_end_ms (test->programme, "high", CP_TEST_NOW_MS, 37);

  g_assert_cmpint (cp_json_get_int (find (own, "grown_up"), "expires_at_ms", 0), ==, days_37);
  g_assert_cmpint (cp_json_get_int (find (own, "first_two"), "expires_at_ms", 0), ==, 0);
  g_assert_false (cp_json_get_bool (find (own, "grown_up"), "queued"));
  g_assert_true (cp_json_get_bool (find (own, "central"), "queued"));
  g_assert_true (cp_json_get_bool (find (own, "first_two"), "queued"));
}

static void
test_once_it_is_claimed_it_says_so (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpJson) own = NULL;

  cp_test_case_do (test, CP_OPERATION_CLAIM_INCENTIVE, "{'definition_id':'grown_up'}");
  own = look_alone (test, "token", NULL);
  assert_claim (own, "grown_up", "not_eligible", "It has been claimed already.");
}

/* A condition on the store reads the one they are in. */
static void
test_a_condition_knows_the_store (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpDefinition *definition =
      (CpDefinition *) cp_programme_find_definition (test->programme, "grown_up");
  g_autoptr (CpJson) here = NULL;
  g_autoptr (CpJson) elsewhere = NULL;

  json_decref (definition->condition);
  definition->condition = json_pack ("{s:[{s:s}, s]}", "==", "var", "store", "high");
  here = look_alone (test, "token", NULL);
  assert_claim (here, "grown_up", NULL, NULL);
  json_decref (definition->condition);
  definition->condition = json_pack ("{s:[{s:s}, s]}", "==", "var", "store", "other");
  elsewhere = look_alone (test, "token", NULL);
  g_assert_false (cp_json_get_bool (find (elsewhere, "grown_up"), "eligible"));
}

/* Where members may not claim there is no list. */
static void
test_without_the_right_there_is_no_list (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpJson) own = NULL;

  for (guint i = 0; i < test->programme->rights->len; i++) {
    CpRight *right = test->programme->rights->pdata[i];

    if (g_str_equal (right->role_id, CP_PROGRAMME_CUSTOMER) &&
        g_str_equal (right->operation, "claim_incentive"))
      right->allowed = FALSE;
  }
  own = look_alone (test, "token", NULL);
  g_assert_null (cp_json_get_array (own, "claims"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/view-claims/" path, func)
  ADD ("what-a-member-may-ask-for", test_what_a_member_may_ask_for);
  ADD ("what-can-be-had-comes-first", test_what_can_be_had_comes_first);
  ADD ("a-card-that-proves-nothing-is-told-no-reason",
       test_a_card_that_proves_nothing_is_told_no_reason);
  ADD ("an-odd-card-gets-nothing", test_an_odd_card_gets_nothing);
  ADD ("each-says-until-when-and-who-decides", test_each_says_until_when_and_who_decides);
  ADD ("once-it-is-claimed-it-says-so", test_once_it_is_claimed_it_says_so);
  ADD ("a-condition-knows-the-store", test_a_condition_knows_the_store);
  ADD ("without-the-right-there-is-no-list", test_without_the_right_there_is_no_list);
  return g_test_run ();
}
