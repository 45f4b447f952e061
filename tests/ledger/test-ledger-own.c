/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A customer alone before the kiosk. */
#include "cp-error.h"
#include "cp-test-ledger.h"

#define IDLE_MS 120000 /* the test chain's */
#define STOPS "{'mailing_id':'news','channel_id':'email'}"
#define GROWN_UP "{'definition_id':'grown_up'}"
#define AGREES                                                                          \
  "{'mailing_id':'news','channel_id':'email','text_version':'kiosk-1','language':'en'," \
  "'method':'kiosk'}"

/* (transfer full): the reply to a tap with nobody of the staff there */
static CpJson *
tap (CpTestLedger *self, const char *uid)
{
  g_autoptr (CpJson) card = json_pack ("{s:s}", "uid", uid);
  g_autoptr (GError) error = NULL;
  CpJson *reply = cp_ledger_identify (self->ledger, NULL, card, &error);

  g_assert_no_error (error);
  return reply;
}

/* Account @n's member taps; what staff sign in with is theirs, and not used here */
static void
begin (CpTestLedger *self, guint n)
{
  g_autofree char *uid = cp_test_chain_uid (n);
  g_autoptr (CpJson) reply = tap (self, uid);
  const CpJson *own = cp_json_get_object (reply, "own");

  g_assert_nonnull (own);
  g_free (self->session);
  self->session = g_strdup (cp_json_get_text (own, "session"));
}

static CpJson *
submit (CpTestLedger *self, const char *kind, guint n, const char *payload, GError **error)
{
  g_autoptr (CpJson) request = cp_test_ledger_request (kind, n, payload);

  return cp_ledger_submit (self->ledger, self->session, request, FALSE, error);
}

static void
assert_code (CpTestLedger *self, const char *kind, const char *payload, const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) answer = submit (self, kind, 1, payload, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (answer, "code"), ==, code);
}

static void
assert_not_allowed (CpTestLedger *self, const char *kind, guint n, const char *payload)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) answer = submit (self, kind, n, payload, &error);

  g_assert_null (answer);
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
}

/* (transfer full) */
static CpJson *
answer (CpTestLedger *self, const char *field, const char *text, GError **error)
{
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autoptr (CpJson) request =
      json_pack ("{s:s, s:{s:s}}", "member_id", member_id, "answers", field, text);

  return cp_ledger_read (self->ledger, self->session, "identify", request, error);
}

static char *
get_postcode (CpTestLedger *self)
{
  g_autoptr (CpJson) view = cp_test_ledger_view (self, 1);

  return g_strdup (cp_json_get_text (cp_json_get_object (view, "member"), "postcode"));
}

/* (transfer full): the last operation as it goes to head office */
static CpJson *
get_last_body (CpTestLedger *self)
{
  g_autoptr (CpJson) push =
      cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 100, 1000000, NULL);
  CpJson *operations = cp_json_get_array (push, "operations");
  const CpJson *last = json_array_get (operations, json_array_size (operations) - 1);

  return json_incref (cp_json_get_object (last, "body"));
}

static void
test_a_tap_begins_a_session_of_the_members_own (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *uid = cp_test_chain_uid (1);
  g_autoptr (CpJson) reply = tap (self, uid);
  const CpJson *own = cp_json_get_object (reply, "own");
  g_autofree char *member_id = cp_test_chain_id (1, "member");

  g_assert_nonnull (cp_json_get_object (reply, "self_check"));
  g_assert_cmpstr (cp_json_get_text (own, "member_id"), ==, member_id);
  g_assert_nonnull (cp_json_get_text (own, "session"));
  g_assert_cmpuint (json_array_size (cp_json_get_array (own, "subscriptions")), ==, 6);
}

/* (transfer full): what was done last, by the member and nobody of the staff */
static CpJson *
get_members_body (CpTestLedger *self)
{
  CpJson *body = get_last_body (self);

  g_assert_true (cp_json_get_bool (body, "by_member"));
  g_assert_null (cp_json_get_text (body, "staff_id"));
  return body;
}

static void
assert_staff_see (CpTestLedger *self, const char *kind)
{
  g_autoptr (CpJson) view = NULL;
  const CpJson *action;

  cp_test_ledger_sign_in (self, "ann");
  view = cp_test_ledger_view (self, 1);
  action = json_array_get (cp_json_get_array (view, "actions"), 0);
  g_assert_cmpstr (cp_json_get_text (action, "kind"), ==, kind);
  g_assert_true (cp_json_get_bool (action, "by_member"));
  g_assert_cmpstr (cp_json_get_text (action, "staff_name"), ==, "The member");
}

/* What was done says who did it, by which card and what that proved; and nobody of the staff. */
static void
test_a_member_stops_a_mailing (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) result = NULL;
  g_autoptr (CpJson) body = NULL;

  begin (self, 1);
  result = submit (self, "opt_out", 1, STOPS, NULL);
  g_assert_cmpstr (cp_json_get_text (result, "state"), ==, "waiting");
  g_assert_null (cp_json_get_object (cp_json_get_object (result, "view"), "member"));
  g_assert_nonnull (cp_json_get_array (cp_json_get_object (result, "view"), "subscriptions"));
  body = get_members_body (self);
  g_assert_cmpstr (cp_json_get_text (body, "proof"), ==, "uid");
  g_assert_nonnull (cp_json_get_text (body, "card_id"));
  assert_staff_see (self, "opt_out");
}

/* A card that only shows its number can be a copy: to begin something takes what only they know. */
static void
test_to_begin_something_takes_an_answer (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *postcode = get_postcode (self);
  g_autoptr (CpJson) wrong = NULL;
  g_autoptr (CpJson) right = NULL;
  g_autoptr (CpJson) body = NULL;

  begin (self, 1);
  assert_code (self, "opt_in", AGREES, "verification_required");
  assert_code (self, "add_favourite", "{'list':'favourite','product_id':'scarf'}",
               "verification_required");
  wrong = answer (self, "postcode", "nowhere", NULL);
  g_assert_false (cp_json_get_bool (wrong, "identified"));
  assert_code (self, "opt_in", AGREES, "verification_required");
  right = answer (self, "postcode", postcode, NULL);
  g_assert_true (cp_json_get_bool (right, "identified"));
  assert_code (self, "opt_in", AGREES, NULL);
  assert_code (self, "add_favourite", "{'list':'favourite','product_id':'scarf'}", NULL);
  body = get_last_body (self);
  g_assert_cmpstr (cp_json_get_text (body, "identified_by"), ==, "card postcode");
}

/* With an answer they get what staff could claim for them; without one nobody learns why not. */
static void
test_a_member_claims_an_incentive (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *postcode = get_postcode (self);
  g_autoptr (CpJson) known = NULL;
  g_autoptr (CpJson) done = NULL;
  g_autoptr (CpJson) again = NULL;
  g_autoptr (CpJson) body = NULL;

  begin (self, 1);
  assert_code (self, "claim_incentive", GROWN_UP, "verification_required");
  known = answer (self, "postcode", postcode, NULL);
  done = submit (self, "claim_incentive", 1, GROWN_UP, NULL);
  g_assert_cmpstr (cp_json_get_text (done, "state"), ==, "waiting");
  body = get_members_body (self);
  again = submit (self, "claim_incentive", 1, GROWN_UP, NULL);
  g_assert_cmpstr (cp_json_get_text (again, "code"), ==, "not_eligible");
  g_assert_cmpstr (cp_json_get_text (again, "detail"), ==, "It has been claimed already.");
  assert_staff_see (self, "claim_incentive");
}

/* Whoever guesses here locks the member out here, and not at the counter. */
static void
test_guessing_is_over_soon (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *postcode = get_postcode (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) late = NULL;
  g_autoptr (CpJson) known = NULL;

  for (guint i = 0; i < 5; i++) {
    begin (self, 1); /* a new tap is no new beginning */
    json_decref (answer (self, "postcode", "nowhere", NULL));
  }
  late = answer (self, "postcode", postcode, &error);
  g_assert_null (late);
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  cp_test_ledger_sign_in (self, "ann");
  json_decref (answer (self, "postcode", postcode, NULL));
  known = answer (self, "postcode", postcode, NULL);
  g_assert_nonnull (known);
}

static void
test_nothing_else_is_theirs_to_do (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *other_id = cp_test_chain_id (2, "member");
  g_autofree char *own_id = cp_test_chain_id (1, "member");
  g_autoptr (CpJson) request = json_pack ("{s:s}", "member_id", own_id);
  g_autoptr (CpJson) approved = cp_test_ledger_request ("opt_out", 1, STOPS);

  begin (self, 1);
  assert_code (self, "redeem_reward", "{'amount_minor':100}", "permission_denied");
  assert_code (self, "edit_profile", "{'set':{'city':'Leeds'}}", "permission_denied");
  assert_code (self, "end_visit", "{'reason_id':'served'}", "permission_denied");
  assert_not_allowed (self, "opt_out", 2, STOPS);
  cp_json_set (approved, "approver", json_pack ("{s:s, s:s}", "staff_id", "mia", "pin", "2468"));
  g_assert_null (cp_ledger_submit (self->ledger, self->session, approved, FALSE, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_null (cp_ledger_get_member (self->ledger, self->session, other_id, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_null (cp_ledger_read (self->ledger, self->session, "history", request, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_null (cp_ledger_find (self->ledger, self->session, "a", 10, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_null (cp_ledger_get_attention (self->ledger, self->session, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
}

static void
test_the_session_ends (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *before = NULL;

  begin (self, 1);
  cp_test_ledger_pass (self, IDLE_MS - 1000);
  assert_code (self, "opt_out", STOPS, NULL);
  cp_test_ledger_pass (self, IDLE_MS + 1000);
  assert_not_allowed (self, "opt_out", 1, STOPS);
  begin (self, 1);
  cp_ledger_sign_out (self->ledger, self->session);
  assert_not_allowed (self, "opt_out", 1, STOPS);
  begin (self, 1);
  before = g_strdup (self->session);
  begin (self, 2); /* the next customer */
  g_free (self->session);
  self->session = g_steal_pointer (&before);
  assert_not_allowed (self, "opt_out", 1, STOPS);
  begin (self, 1);
  json_decref (tap (self, "04EEEEEEEEEE80")); /* whoever that is */
  assert_not_allowed (self, "opt_out", 1, STOPS);
}

/* Staff who are signed in stay so, however many customers come. */
static void
test_customers_push_no_staff_out (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *staff = g_strdup (self->session);
  g_autoptr (CpJson) list = NULL;

  for (guint i = 0; i < 100; i++)
    begin (self, 1 + i % 2);
  list = cp_ledger_get_attention (self->ledger, staff, NULL);
  g_assert_nonnull (list);
}

static void
test_the_same_request_is_done_once (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) request = cp_test_ledger_request ("opt_out", 1, STOPS);
  g_autoptr (CpJson) first = NULL;
  g_autoptr (CpJson) again = NULL;
  g_autoptr (GError) error = NULL;

  cp_json_set_text (request, "id", "019b76da-a800-7000-8000-00000000abcd");
  begin (self, 1);
  first = cp_ledger_submit (self->ledger, self->session, request, FALSE, &error);
  g_assert_no_error (error);
  again = cp_ledger_submit (self->ledger, self->session, request, FALSE, &error);
  g_assert_no_error (error);
  g_assert_null (cp_json_get_object (cp_json_get_object (again, "view"), "member"));
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), ==, 1);
}

/* Head office merges them while they stand there: it goes on under who they are now, and what they had
 * answered about who they were counts no more. What was done before is still theirs to repeat. */
static void
test_a_merge_is_followed (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *winner_id = cp_test_chain_id (1, "member");
  g_autofree char *loser_id = cp_test_chain_id (2, "member");
  g_autofree char *card_id = cp_test_chain_id (2, "card");
  g_autoptr (CpJson) request = cp_test_ledger_request ("opt_out", 2, STOPS);
  g_autoptr (CpJson) before = NULL;
  g_autoptr (CpJson) again = NULL;
  g_autoptr (CpJson) done = NULL;
  g_autoptr (CpJson) own = NULL;
  g_autoptr (CpJson) body = NULL;

  cp_json_set_text (request, "id", "019b76da-a800-7000-8000-00000000abcd");
  begin (self, 2);
  before = cp_ledger_submit (self->ledger, self->session, request, FALSE, NULL);
  g_assert_nonnull (before);
  cp_test_ledger_merge (self);
  own = cp_ledger_get_member (self->ledger, self->session, loser_id, NULL);
  g_assert_cmpstr (cp_json_get_text (own, "member_id"), ==, winner_id);
  again = cp_ledger_submit (self->ledger, self->session, request, FALSE, NULL);
  g_assert_cmpstr (cp_json_get_text (again, "decision"), ==, "accepted");
  done = submit (self, "opt_out", 2, "{'mailing_id':'news','channel_id':'sms'}", NULL);
  g_assert_null (cp_json_get_text (done, "code"));
  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (done, "view"), "member_id"), ==,
                   winner_id);
  body = get_members_body (self);
  g_assert_cmpstr (cp_json_get_text (body, "member_id"), ==, winner_id);
  g_assert_cmpstr (cp_json_get_text (body, "card_id"), ==, card_id);
  g_assert_null (cp_json_get_text (body, "identified_by"));
  assert_not_allowed (self, "opt_out", 3, STOPS);
}

/* Where the programme gives customers nothing, a tap is what it was. */
static void
test_without_rights_there_is_no_session (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *uid = cp_test_chain_uid (1);
  CpProgrammeRow *row = cp_entity_new (CP_KIND_PROGRAMME, "current", NULL);
  g_autoptr (CpJson) reply = NULL;
  CpJson *page, *rights;

  row->entity.ver = 2;
  row->document = cp_test_chain_programme_json ();
  rights = cp_json_get_array (row->document, "rights");
  for (gsize i = json_array_size (rights); i > 0; i--)
    if (g_str_equal (cp_json_get_text (json_array_get (rights, i - 1), "role_id"), "customer"))
      json_array_remove (rights, i - 1);
  page = cp_test_ledger_page (self);
  cp_test_page_add_row (page, row);
  cp_entity_free (row);
  cp_test_ledger_apply (self, page);
  reply = tap (self, uid);
  g_assert_nonnull (cp_json_get_object (reply, "self_check"));
  g_assert_null (cp_json_get_object (reply, "own"));
}

#define ADD(path, func) \
  g_test_add (path, CpTestLedger, NULL, cp_test_ledger_set_up, func, cp_test_ledger_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ledger/own/a-tap-begins-a-session-of-the-members-own",
       test_a_tap_begins_a_session_of_the_members_own);
  ADD ("/ledger/own/a-member-stops-a-mailing", test_a_member_stops_a_mailing);
  ADD ("/ledger/own/to-begin-something-takes-an-answer", test_to_begin_something_takes_an_answer);
  ADD ("/ledger/own/a-member-claims-an-incentive", test_a_member_claims_an_incentive);
  ADD ("/ledger/own/guessing-is-over-soon", test_guessing_is_over_soon);
  ADD ("/ledger/own/nothing-else-is-theirs-to-do", test_nothing_else_is_theirs_to_do);
  ADD ("/ledger/own/the-session-ends", test_the_session_ends);
  ADD ("/ledger/own/customers-push-no-staff-out", test_customers_push_no_staff_out);
  ADD ("/ledger/own/the-same-request-is-done-once", test_the_same_request_is_done_once);
  ADD ("/ledger/own/a-merge-is-followed", test_a_merge_is_followed);
  ADD ("/ledger/own/without-rights-there-is-no-session", test_without_rights_there_is_no_session);
  return g_test_run ();
}
