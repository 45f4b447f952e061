/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define SEND CP_OPERATION_SEND_LINK

static void
test_only_head_office_sends (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) decision = NULL;
  const CpMessage *message;

  test->online = FALSE;
  cp_test_case_assert (test, SEND, "{'channel_id':'email'}", CP_REJECTION_ONLINE_ONLY);
  test->online = TRUE;
  decision = cp_test_case_decide (test, SEND, "{'channel_id':'email'}");
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  g_assert_null (cp_test_decision_find (decision, CP_KIND_MESSAGE, 0));
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  g_clear_pointer (&decision, cp_decision_free);
  decision = cp_test_case_decide (test, SEND, "{'channel_id':'email'}");
  message = cp_test_decision_find (decision, CP_KIND_MESSAGE, 0);
  g_assert_cmpint (message->state, ==, CP_MESSAGE_QUEUED);
  g_assert_cmpstr (message->channel_id, ==, "email");
}

static void
test_needs_an_address (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");

  cp_test_case_assert (test, SEND, "{'channel_id':'post'}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, SEND, "{'channel_id':'x'}", CP_REJECTION_INVALID);
  g_clear_pointer (&member->email, g_free);
  cp_test_case_assert (test, SEND, "{'channel_id':'email'}", CP_REJECTION_INVALID);
  cp_test_case_assert (test, SEND, "{'channel_id':'sms'}", CP_REJECTION_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/send-link/only-head-office-sends", test_only_head_office_sends);
  g_test_add_func ("/domain/send-link/needs-an-address", test_needs_an_address);
  return g_test_run ();
}
