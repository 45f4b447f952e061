/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-test-ledger.h"

static CpJson *
identify (CpTestLedger *self, const char *session, const char *uid)
{
  g_autoptr (CpJson) card = json_pack ("{s:s}", "uid", uid);
  g_autoptr (GError) error = NULL;
  CpJson *reply = cp_ledger_identify (self->ledger, session, card, &error);

  g_assert_no_error (error);
  return reply;
}

static void
test_card_shows_staff_the_member (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *uid = cp_test_chain_uid (1);
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autofree char *lower = g_ascii_strdown (uid, -1);
  g_autoptr (CpJson) reply = identify (self, self->session, lower);

  g_assert_true (cp_json_get_bool (reply, "found"));
  g_assert_cmpstr (cp_json_get_text (reply, "member_id"), ==, member_id);
  g_assert_nonnull (cp_json_get_object (reply, "view"));
}

static void
test_card_shows_customers_little (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *uid = cp_test_chain_uid (1);
  g_autoptr (CpJson) reply = identify (self, "", uid);

  g_assert_true (cp_json_get_bool (reply, "found"));
  g_assert_null (cp_json_get_text (reply, "member_id"));
  g_assert_null (cp_json_get_object (reply, "view"));
  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (reply, "self_check"), "given_name"), ==,
                   "Given1");
}

static void
test_blocked_card_shows_nobody_but_staff_may_go_on (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *uid = cp_test_chain_uid (1);
  g_autofree char *card_id = cp_test_chain_id (1, "card");
  g_autofree char *payload = g_strdup_printf ("{'card_id': '%s', 'reason_id': 'lost'}", card_id);
  g_autoptr (CpJson) staff = NULL;
  g_autoptr (CpJson) customer = NULL;

  json_decref (cp_test_ledger_submit (self, "block_card", 1, payload));
  customer = identify (self, NULL, uid);
  g_assert_false (cp_json_get_bool (customer, "found"));
  g_assert_cmpstr (cp_json_get_text (customer, "code"), ==, "card_blocked");
  g_assert_null (cp_json_get_text (customer, "member_id"));
  staff = identify (self, self->session, uid);
  g_assert_nonnull (cp_json_get_text (staff, "member_id"));
  g_assert_true (cp_json_get_bool (cp_json_get_object (staff, "card"), "blocked"));
}

static void
test_other_cards_show_nobody (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) unknown = identify (self, NULL, "04000000000000");
  g_autoptr (CpJson) stock = identify (self, NULL, "04FFFFFFFFFF80");

  g_assert_cmpstr (cp_json_get_text (unknown, "code"), ==, "card_not_found");
  g_assert_cmpstr (cp_json_get_text (stock, "code"), ==, "card_not_active");
}

static void
test_card_linked_a_moment_ago_works (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *member_id = cp_test_chain_id (2, "member");
  g_autoptr (CpJson) reply = NULL;

  json_decref (cp_test_ledger_submit (self, "link_card", 2, "{'uid': '04FFFFFFFFFF80'}"));
  reply = identify (self, self->session, "04FFFFFFFFFF80");
  g_assert_cmpstr (cp_json_get_text (reply, "member_id"), ==, member_id);
}

static void
test_members_are_for_staff (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autofree char *stranger = cp_test_chain_id (50, "member");
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_ledger_get_member (self->ledger, "", member_id, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_null (cp_ledger_get_member (self->ledger, self->session, stranger, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_FOUND);
}

static void
test_programme_is_as_it_came (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) sent = cp_test_chain_programme_json ();
  g_autoptr (CpJson) kept = cp_ledger_get_programme (self->ledger, NULL);

  g_assert_true (json_equal (sent, kept));
}

#define ADD(name, func) \
  g_test_add (name, CpTestLedger, NULL, cp_test_ledger_set_up, func, cp_test_ledger_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ledger/read/card-shows-staff-the-member", test_card_shows_staff_the_member);
  ADD ("/ledger/read/card-shows-customers-little", test_card_shows_customers_little);
  ADD ("/ledger/read/blocked-card-shows-nobody-but-staff-may-go-on",
       test_blocked_card_shows_nobody_but_staff_may_go_on);
  ADD ("/ledger/read/other-cards-show-nobody", test_other_cards_show_nobody);
  ADD ("/ledger/read/card-linked-a-moment-ago-works", test_card_linked_a_moment_ago_works);
  ADD ("/ledger/read/members-are-for-staff", test_members_are_for_staff);
  ADD ("/ledger/read/programme-is-as-it-came", test_programme_is_as_it_came);
  return g_test_run ();
}
