/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-contact.h"

#include "cp-test-case.h"

#define CHANGE CP_OPERATION_CHANGE_CONTACT
#define NEW_PHONE "{'field':'phone','value':'020 7946 0888'}"

static CpMember *
get_member (CpTestCase *test)
{
  return cp_test_case_find (test, CP_KIND_MEMBER, "member");
}

static void
test_waits_for_head_office (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  test->online = FALSE;
  cp_test_case_do (test, CHANGE, NEW_PHONE);
  g_assert_cmpstr (get_member (test)->phone, ==, "+442079460001");
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, CHANGE, NEW_PHONE);
  g_assert_cmpstr (get_member (test)->phone, ==, "+442079460888");
  cp_test_case_do (test, CHANGE, "{'field':'email','value':'New@Example.org'}");
  g_assert_cmpstr (get_member (test)->email, ==, "new@example.org");
}

/* Operation 3, decided: nothing is redeemed for 24 hours, from the moment it is asked for. */
static void
test_nothing_is_redeemed_for_a_day (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_do (test, CHANGE, NEW_PHONE);
  cp_test_case_assert (test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':100}",
                       CP_REJECTION_LIMIT_EXCEEDED);
  test->the_case.now_ms += CP_TEST_DAY_MS - 1;
  cp_test_case_assert (test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':100}",
                       CP_REJECTION_LIMIT_EXCEEDED);
  test->the_case.now_ms += 1;
  cp_test_case_assert (test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':100}", CP_REJECTION_NONE);
}

static void
test_an_associate_identifies_first (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpOperation) operation = NULL;
  g_autoptr (CpDecision) decision = NULL;

  cp_test_case_set_staff (test, "bob");
  cp_test_case_assert (test, CHANGE, NEW_PHONE, CP_REJECTION_VERIFICATION_REQUIRED);
  operation = cp_test_case_make_operation (test, CHANGE, NEW_PHONE);
  operation->identified_by = g_strdup ("questions birth_date postcode");
  decision = cp_decide (&test->the_case, operation);
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_assert (test, CHANGE, NEW_PHONE, CP_REJECTION_VERIFICATION_REQUIRED);
}

static void
test_somebody_elses_number (void)
{
  for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    g_autoptr (CpAccount) other = cp_test_chain_account (2);
    CpMember *member = cp_entity_copy (other->rows[CP_KIND_MEMBER]->pdata[0]);
    g_autoptr (CpDecision) decision = NULL;

    cp_test_case_add_other (test, member);
    test->the_case.mode = mode;
    decision = cp_test_case_decide (test, CHANGE, "{'field':'phone','value':'+442079460002'}");
    g_assert_cmpint (decision->code, ==, CP_REJECTION_PHONE_TAKEN);
    g_assert_true (decision->look_alikes->pdata[0] == member);
    cp_test_case_assert (test, CHANGE, "{'field':'email','value':'member2@example.org'}",
                         CP_REJECTION_EMAIL_TAKEN);
    member->state = CP_MEMBER_MERGED;
    cp_test_case_assert (test, CHANGE, "{'field':'phone','value':'+442079460002'}",
                         CP_REJECTION_NONE);
  }
}

static void
test_what_it_can_not_be (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_assert (test, CHANGE, "{'field':'city','value':'Leeds'}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, CHANGE, "{'field':'phone','value':'12'}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, CHANGE, "{'field':'email','value':'nobody'}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, CHANGE, "{'field':'phone','value':'+442079460001'}",
                       CP_REJECTION_INVALID);
  cp_test_case_assert (test, CHANGE,
                       "{'field':'phone','value':'020 7946 0888','seen':'+442079460009'}",
                       CP_REJECTION_STALE_VERSION);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/contact/" path, func)
  ADD ("waits-for-head-office", test_waits_for_head_office);
  ADD ("nothing-is-redeemed-for-a-day", test_nothing_is_redeemed_for_a_day);
  ADD ("an-associate-identifies-first", test_an_associate_identifies_first);
  ADD ("somebody-elses-number", test_somebody_elses_number);
  ADD ("what-it-can-not-be", test_what_it_can_not_be);
  return g_test_run ();
}
