/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What members do themselves at a kiosk, as head office takes it. */
#include "cp-subscription.h"
#include "office-fixture.h"

#define STOPS "{'mailing_id':'news','channel_id':'email'}"
#define GROWN_UP "{'definition_id':'grown_up'}"
#define AGREES                                                                          \
  "{'mailing_id':'news','channel_id':'email','text_version':'kiosk-1','language':'en'," \
  "'method':'kiosk'}"

/* By account 1's member, with the card of account @card's; as the device made it. (transfer full): its id */
static char *
do_own (Device *device,
        guint id,
        CpOperationKind kind,
        const char *payload,
        guint card,
        const char *proof)
{
  CpOperation *operation = cp_test_chain_operation (id, kind, 1, payload);
  char *operation_id = g_strdup (operation->id);

  g_free (operation->device_id);
  operation->device_id = g_strdup (device->id);
  g_clear_pointer (&operation->staff_id, g_free);
  operation->by_member = TRUE;
  operation->card_id = cp_test_chain_id (card, "card");
  operation->proof = g_strdup (proof);
  device_add (device, operation_id, cp_operation_to_json (operation));
  cp_operation_free (operation);
  return operation_id;
}

static void
assert_outcome (
    Office *office, const Device *device, const char *id, const char *outcome, const char *code)
{
  g_autoptr (CpJson) ack = office_get_outcome (office, device->id, device->incarnation, id);
  g_autofree char *text = cp_json_to_text (ack);

  g_test_message ("%s", text);
  g_assert_cmpstr (cp_json_get_text (ack, "outcome"), ==, outcome);
  g_assert_cmpstr (cp_json_get_text (ack, "code"), ==, code);
}

static gboolean
is_in (Office *office)
{
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autofree char *id = cp_subscription_make_id (member_id, "news", "email");
  CpSubscription *cell = office_get_row (office, CP_KIND_SUBSCRIPTION, id);
  gboolean in = cell != NULL && cell->opted_in;

  if (in)
    g_assert_true (cell->staff_id == NULL && g_str_equal (cell->method, "kiosk"));
  cp_entity_free (cell);
  return in;
}

static void
test_takes_what_a_member_did (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *in = do_own (device, 500, CP_OPERATION_OPT_IN, AGREES, 1, "authenticated");
  g_autofree char *out = NULL;
  CpAction *action;

  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  assert_outcome (office, device, in, "accepted", NULL);
  g_assert_true (is_in (office));
  action = office_get_row (office, CP_KIND_ACTION, in);
  g_assert_true (action->by_member && action->staff_id == NULL);
  cp_entity_free (action);
  out = do_own (device, 501, CP_OPERATION_OPT_OUT, STOPS, 1, "uid");
  g_assert_cmpuint (device_push (device, office, 2, NULL), ==, 200);
  assert_outcome (office, device, out, "accepted", NULL);
  g_assert_false (is_in (office));
}

/* By the rule by which it takes staff's claims: once, and what only it knows the condition of, if that is
 * met. */
static void
test_gives_what_a_member_may_claim (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  guint n_before = office_count_rows (office, "incentive");
  const CpOperationKind kind = CP_OPERATION_CLAIM_INCENTIVE;
  g_autofree char *copied = do_own (device, 500, kind, GROWN_UP, 1, "uid");
  g_autofree char *first = do_own (device, 501, kind, GROWN_UP, 1, "token");
  g_autofree char *second = do_own (device, 502, kind, GROWN_UP, 1, "authenticated");
  g_autofree char *central =
      do_own (device, 503, kind, "{'definition_id':'central'}", 1, "authenticated");
  g_autofree char *id = cp_derive_id (first, 1);
  CpIncentive *incentive;

  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  assert_outcome (office, device, copied, "rejected", "verification_required");
  assert_outcome (office, device, first, "accepted", NULL);
  assert_outcome (office, device, second, "rejected", "not_eligible");
  assert_outcome (office, device, central, "rejected", "not_eligible");
  g_assert_cmpuint (office_count_rows (office, "incentive"), ==, n_before + 1);
  incentive = office_get_row (office, CP_KIND_INCENTIVE, id);
  g_assert_true (incentive->claimed && incentive->issued_by_staff_id == NULL);
  cp_entity_free (incentive);
}

/* By a card that proves nothing, or somebody else's, nothing begins. */
static void
test_refuses_what_no_member_can_have_agreed_to (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *copied = do_own (device, 500, CP_OPERATION_OPT_IN, AGREES, 1, "uid");
  g_autofree char *others = do_own (device, 501, CP_OPERATION_OPT_IN, AGREES, 2, "authenticated");

  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  assert_outcome (office, device, copied, "rejected", "verification_required");
  assert_outcome (office, device, others, "rejected", "card_not_found");
  g_assert_false (is_in (office));
}

/* A redemption has happened, and is posted whatever the rules say; not one in a member's own name. */
static void
test_nothing_is_redeemed_in_a_members_name (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  guint n_before = office_count_rows (office, "redemption");
  g_autofree char *id =
      do_own (device, 500, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':100}", 1, "authenticated");

  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  assert_outcome (office, device, id, "needs_review", "permission_denied");
  g_assert_cmpuint (office_count_rows (office, "redemption"), ==, n_before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head-office/own/takes-what-a-member-did", test_takes_what_a_member_did);
  g_test_add_func ("/head-office/own/gives-what-a-member-may-claim",
                   test_gives_what_a_member_may_claim);
  g_test_add_func ("/head-office/own/refuses-what-no-member-can-have-agreed-to",
                   test_refuses_what_no_member_can_have_agreed_to);
  g_test_add_func ("/head-office/own/nothing-is-redeemed-in-a-members-name",
                   test_nothing_is_redeemed_in_a_members_name);
  return g_test_run ();
}
