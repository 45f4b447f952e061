/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"
#include "cp-view.h"

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

static void
assert_detail (CpTestCase *test, const char *channel, const char *expected)
{
  g_autofree char *payload = g_strdup_printf ("{'channel_id':'%s'}", channel);
  g_autoptr (CpDecision) decision = cp_test_case_decide (test, SEND, payload);

  g_assert_cmpint (decision->code, ==,
                   expected != NULL ? CP_REJECTION_LIMIT_EXCEEDED : CP_REJECTION_NONE);
  g_assert_true (expected == NULL || g_str_has_suffix (decision->detail, expected));
}

/* Neither by the address that was put in nor by the other, in either place. */
static void
test_none_is_sent_to_an_address_that_was_just_put_in (void)
{
  for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");

    test->the_case.mode = mode;
    member->contact_changed_at_ms = CP_TEST_NOW_MS;
    assert_detail (test, "email", "in 24 hours.");
    assert_detail (test, "sms", "in 24 hours.");
    member->contact_changed_at_ms -= test->programme->contact_cooling_ms - 1;
    assert_detail (test, "email", "in 1 hour.");
    member->contact_changed_at_ms -= 1;
    assert_detail (test, "email", NULL);
  }
}

/* The button says so before anybody touches it, and when it can be sent. */
static void
test_none_is_offered_meanwhile (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");

  for (guint cooling = 0; cooling < 2; cooling++) {
    g_autoptr (CpJson) view = NULL;
    const CpJson *offer;

    member->contact_changed_at_ms = cooling ? CP_TEST_NOW_MS - 1 : 0;
    view = cp_view_member (&(CpViewSource){ .programme = test->programme,
                                            .base = test->account,
                                            .current = test->account,
                                            .staff_rows = test->staff,
                                            .staff = test->the_case.staff,
                                            .online = TRUE,
                                            .now_ms = CP_TEST_NOW_MS },
                           member->entity.id);
    offer = cp_json_get_object (cp_json_get_object (view, "operations"), "send_link");
    g_assert_cmpint (cp_json_get_bool (offer, "allowed"), ==, !cooling);
    if (cooling)
      g_assert_true (g_str_has_suffix (cp_json_get_text (offer, "why"), "in 24 hours."));
  }
}

/* Which asks nobody who they are. */
static void
test_nor_to_a_first_one_from_the_profile (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");

  g_clear_pointer (&member->email, g_free);
  cp_test_case_do (test, CP_OPERATION_EDIT_PROFILE, "{'set':{'email':'thief@example.org'}}");
  assert_detail (test, "email", "in 24 hours.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/send-link/only-head-office-sends", test_only_head_office_sends);
  g_test_add_func ("/domain/send-link/needs-an-address", test_needs_an_address);
  g_test_add_func ("/domain/send-link/none-is-sent-to-an-address-that-was-just-put-in",
                   test_none_is_sent_to_an_address_that_was_just_put_in);
  g_test_add_func ("/domain/send-link/none-is-offered-meanwhile", test_none_is_offered_meanwhile);
  g_test_add_func ("/domain/send-link/nor-to-a-first-one-from-the-profile",
                   test_nor_to_a_first_one_from_the_profile);
  return g_test_run ();
}
