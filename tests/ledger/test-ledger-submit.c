/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-decision.h"
#include "cp-error.h"
#include "cp-test-ledger.h"

#define REDEEM "{'amount_minor': 200, 'basket_minor': 5000}"
#define ENROL "{'given_name': 'Nora', 'family_name': 'North', 'phone': '020 7946 0777'}"

static CpJson *
submit (CpTestLedger *self, const CpJson *request, gboolean preview)
{
  g_autoptr (GError) error = NULL;
  CpJson *answer = cp_ledger_submit (self->ledger, self->session, request, preview, &error);

  g_assert_no_error (error);
  return answer;
}

static void
assert_code (CpTestLedger *self, const char *kind, guint n, const char *payload, const char *code)
{
  g_autoptr (CpJson) request = cp_test_ledger_request (kind, n, payload);
  g_autoptr (CpJson) answer = submit (self, request, FALSE);

  g_assert_cmpstr (cp_json_get_text (answer, "code"), ==, code);
  g_assert_cmpstr (cp_json_get_text (answer, "decision"), ==,
                   code != NULL ? "rejected" : "accepted");
}

static void
assert_error (CpTestLedger *self, const CpJson *request, CpError code)
{
  gint64 n_waiting = cp_test_ledger_status (self, "waiting");
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_ledger_submit (self->ledger, self->session, request, FALSE, &error));
  g_assert_error (error, CP_ERROR, (int) code);
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), ==, n_waiting);
}

static void
test_preview_tells_and_writes_nothing (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) request = cp_test_ledger_request ("redeem_reward", 1, REDEEM);
  g_autoptr (CpJson) answer = submit (self, request, TRUE);

  g_assert_cmpstr (cp_json_get_text (answer, "decision"), ==, "accepted");
  g_assert_true (cp_json_get_bool (answer, "preview"));
  g_assert_null (cp_json_get_text (answer, "state"));
  g_assert_cmpint (cp_json_get_int (answer, "value_minor", 0), ==, 200);
  g_assert_cmpuint (json_array_size (cp_json_get_array (answer, "effects")), >, 0);
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), ==, 0);
  g_assert_cmpstr (self->told->str, ==, "");
}

static void
test_accepted_is_written_and_told (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) answer = cp_test_ledger_submit (self, "redeem_reward", 1, REDEEM);
  g_autofree char *member_id = cp_test_chain_id (1, "member");

  g_assert_cmpstr (cp_json_get_text (answer, "state"), ==, "waiting");
  g_assert_cmpstr (cp_json_get_text (answer, "member_id"), ==, member_id);
  g_assert_true (cp_id_is_valid (cp_json_get_text (answer, "operation_id")));
  g_assert_nonnull (cp_json_get_object (answer, "view"));
  g_assert_cmpstr (self->told->str, ==, "accounts outbox ");
  cp_test_ledger_restart (self);
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), ==, 1);
}

static void
test_refusal_is_a_document_and_writes_nothing (CpTestLedger *self, gconstpointer data)
{
  assert_code (self, "redeem_reward", 77, REDEEM, "member_not_found");
  assert_code (self, "unblock_card", 1, "{'card_id': 'x'}", "permission_denied");
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), ==, 0);
}

static void
test_same_id_is_done_once (CpTestLedger *self, gconstpointer data)
{
  CpIdSource ids = { 0 };
  g_autofree char *id = cp_id_new (&ids, &self->vfs.world);
  g_autoptr (CpJson) request = cp_test_ledger_request ("redeem_reward", 1, REDEEM);
  g_autoptr (CpJson) other = cp_test_ledger_request ("redeem_reward", 2, REDEEM);
  g_autoptr (CpJson) first = NULL;
  g_autoptr (CpJson) second = NULL;
  g_autoptr (CpJson) third = NULL;

  cp_json_set_text (request, "id", id);
  cp_json_set_text (other, "id", id);
  first = submit (self, request, FALSE);
  second = submit (self, request, FALSE);
  g_assert_true (json_equal (first, second));
  cp_test_ledger_restart (self);
  cp_test_ledger_sign_in (self, "ann");
  third = submit (self, request, FALSE);
  g_assert_true (
      json_equal (json_object_get (first, "effects"), json_object_get (third, "effects")));
  assert_error (self, other, CP_ERROR_INVALID);
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), ==, 1);
}

static void
test_enrolment_can_be_repeated_and_gone_on_with (CpTestLedger *self, gconstpointer data)
{
  CpIdSource ids = { 0 };
  g_autofree char *id = cp_id_new (&ids, &self->vfs.world);
  g_autoptr (CpJson) request = cp_test_ledger_request ("enrol_member", 0, ENROL);
  g_autoptr (CpJson) card = cp_test_ledger_request ("link_card", 0, "{'uid': '04FFFFFFFFFF80'}");
  g_autoptr (CpJson) first = NULL;
  g_autoptr (CpJson) second = NULL;
  g_autoptr (CpJson) linked = NULL;
  g_autoptr (CpJson) view = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *derived = cp_derive_id (id, CP_ENROLMENT_MEMBER);
  const char *member_id;

  cp_json_set_text (request, "id", id);
  first = submit (self, request, FALSE);
  second = submit (self, request, FALSE);
  member_id = cp_json_get_text (first, "member_id");
  g_assert_cmpstr (member_id, ==, derived);
  g_assert_true (cp_id_is_valid (cp_json_get_text (first, "account_id")));
  g_assert_cmpstr (cp_json_get_text (second, "member_id"), ==, member_id);
  cp_json_set_text (card, "member_id", member_id);
  linked = submit (self, card, FALSE);
  g_assert_cmpstr (cp_json_get_text (linked, "code"), ==, NULL);
  view = cp_ledger_get_member (self->ledger, self->session, member_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_size (cp_json_get_array (view, "cards")), ==, 1);
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), ==, 2);
}

static void
test_approval_needs_the_others_pin (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) request =
      cp_test_ledger_request ("issue_reward", 1, "{'definition_id': 'five_off'}");
  g_autoptr (CpJson) alone = submit (self, request, FALSE);
  g_autoptr (CpJson) approved = NULL;

  g_assert_cmpstr (cp_json_get_text (alone, "code"), ==, "approval_required");
  g_assert_cmpuint (json_array_size (cp_json_get_array (alone, "effects")), >, 0);
  cp_json_set (request, "approver", json_pack ("{s:s, s:s}", "staff_id", "mia", "pin", "1357"));
  assert_error (self, request, CP_ERROR_NOT_ALLOWED);
  cp_json_set (request, "approver",
               json_pack ("{s:s, s:s}", "staff_id", "mia", "pin", CP_TEST_PIN));
  approved = submit (self, request, FALSE);
  g_assert_cmpstr (cp_json_get_text (approved, "decision"), ==, "accepted");
}

/* And nobody's own does; the wrong ones count for whoever they were said to be of. */
static void
test_wrong_approvals_lock_the_approver (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) request =
      cp_test_ledger_request ("issue_reward", 1, "{'definition_id': 'five_off'}");
  g_autoptr (CpJson) own = NULL;
  g_autoptr (CpJson) reply = NULL;
  g_autoptr (GError) error = NULL;
  CpJson *staff;
  gsize n;

  cp_json_set (request, "approver", json_pack ("{s:s, s:s}", "staff_id", "mia", "pin", "1357"));
  for (guint i = 0; i < 6; i++)
    assert_error (self, request, i < 5 ? CP_ERROR_NOT_ALLOWED : CP_ERROR_UNAVAILABLE);
  reply = cp_ledger_get_staff (self->ledger, &error);
  g_assert_no_error (error);
  json_array_foreach (cp_json_get_array (reply, "staff"), n, staff)
  {
    g_assert_cmpint (json_object_get (staff, "wait_until_ms") != NULL, ==,
                     g_strcmp0 (cp_json_get_text (staff, "id"), "mia") == 0);
  }
  cp_json_set (request, "approver",
               json_pack ("{s:s, s:s}", "staff_id", "ann", "pin", CP_TEST_PIN));
  own = submit (self, request, FALSE);
  g_assert_cmpstr (cp_json_get_text (own, "code"), ==, "approval_required");
}

/* Where the programme says so, the other's staff card will do. */
static void
test_approval_by_a_staff_card (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) request =
      cp_test_ledger_request ("issue_reward", 1, "{'definition_id': 'five_off'}");
  g_autoptr (GPtrArray) staff = cp_test_chain_staff ();
  CpStaff *mia = staff->pdata[2];
  CpProgrammeRow *row = cp_entity_new (CP_KIND_PROGRAMME, "current", NULL);
  CpJson *page = cp_test_ledger_page (self);
  g_autoptr (CpJson) approved = NULL;

  cp_json_set (request, "approver", json_pack ("{s:s}", "card_uid", "04AB"));
  assert_error (self, request, CP_ERROR_NOT_ALLOWED);
  row->entity.ver = mia->entity.ver = 2;
  row->document = cp_test_chain_programme_json ();
  cp_json_set_bool (row->document, "approve_by_card", TRUE);
  mia->card_uid = g_strdup ("04AB");
  cp_test_page_add_row (page, row);
  cp_test_page_add_row (page, mia);
  cp_entity_free (row);
  cp_test_ledger_apply (self, page);
  cp_json_set (request, "approver", json_pack ("{s:s}", "card_uid", "04AC"));
  assert_error (self, request, CP_ERROR_NOT_ALLOWED);
  cp_json_set (request, "approver", json_pack ("{s:s}", "card_uid", "04ab"));
  approved = submit (self, request, FALSE);
  g_assert_cmpstr (cp_json_get_text (approved, "decision"), ==, "accepted");
}

/* A programme may have it wait for head office: then nothing has been given, and head office has to hear it. */
static void
test_what_only_waits_is_asked (CpTestLedger *self, gconstpointer data)
{
  CpProgrammeRow *row = cp_entity_new (CP_KIND_PROGRAMME, "current", NULL);
  CpJson *page = cp_test_ledger_page (self);

  row->entity.ver = 2;
  row->document = cp_test_chain_programme_json ();
  cp_json_append (cp_json_get_array (row->document, "classes"),
                  json_pack ("{s:s, s:s}", "operation", "redeem_reward", "class", "queued"));
  cp_test_page_add_row (page, row);
  cp_entity_free (row);
  json_decref (cp_test_ledger_submit (self, "redeem_reward", 1, "{'amount_minor': 100}"));
  cp_test_ledger_apply (self, page);
  json_decref (cp_test_ledger_submit (self, "redeem_reward", 1, "{'amount_minor': 100}"));
  for (guint i = 0; i < 2; i++) {
    g_autoptr (CpJson) push =
        cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 10, 100000, NULL);
    const CpJson *operation = json_array_get (cp_json_get_array (push, "operations"), i);

    g_assert_cmpint (cp_json_get_bool (cp_json_get_object (operation, "body"), "asks"), ==, i == 1);
  }
}

/* What a manager agrees to counts as if they had done it themselves. */
static void
test_limit_of_a_day_counts_approvals (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) request =
      cp_test_ledger_request ("issue_reward", 1, "{'definition_id': 'five_off'}");
  CpProgrammeRow *row = cp_entity_new (CP_KIND_PROGRAMME, "current", NULL);
  CpJson *page = cp_test_ledger_page (self);
  CpJson *right;
  size_t n;

  row->entity.ver = 2;
  row->document = cp_test_chain_programme_json ();
  json_array_foreach (cp_json_get_array (row->document, "rights"), n, right)
  {
    if (g_strcmp0 (cp_json_get_text (right, "role_id"), "manager") == 0 &&
        g_strcmp0 (cp_json_get_text (right, "operation"), "issue_reward") == 0)
      cp_json_set_int (right, "per_day", 1);
  }
  cp_test_page_add_row (page, row);
  cp_entity_free (row);
  cp_test_ledger_apply (self, page);
  cp_json_set (request, "approver",
               json_pack ("{s:s, s:s}", "staff_id", "mia", "pin", CP_TEST_PIN));
  for (guint i = 0; i < 2; i++) {
    g_autoptr (CpJson) reply = submit (self, request, FALSE);

    g_assert_cmpstr (cp_json_get_text (reply, "code"), ==, i == 0 ? NULL : "approval_required");
  }
  cp_test_ledger_sign_in (self, "mia");
  assert_code (self, "issue_reward", 2, "{'definition_id': 'five_off'}", "limit_exceeded");
}

/* The last of what waits to be sent. */
static CpJson *
get_last (CpTestLedger *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) push =
      cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 100, 100000, &error);
  const CpJson *operations = cp_json_get_array (push, "operations");

  g_assert_no_error (error);
  return json_incref (
      cp_json_get_object (json_array_get (operations, json_array_size (operations) - 1), "body"));
}

/* Head office is told that nothing has been given, so that it may still say no. */
static void
test_a_fact_that_waits_is_asked_for (CpTestLedger *self, gconstpointer data)
{
  CpProgrammeRow *row = cp_entity_new (CP_KIND_PROGRAMME, "current", NULL);
  CpJson *page = cp_test_ledger_page (self);
  g_autoptr (CpJson) request = cp_test_ledger_request ("redeem_reward", 1, REDEEM);
  g_autoptr (CpJson) given = submit (self, request, FALSE);
  g_autoptr (CpJson) done = get_last (self);
  g_autoptr (CpJson) answer = NULL;
  g_autoptr (CpJson) asked = NULL;

  g_assert_false (cp_json_get_bool (done, "asks"));
  row->entity.ver = 2;
  row->document = cp_test_chain_programme_json ();
  cp_json_set (row->document, "classes",
               json_pack ("[{s:s, s:s}]", "operation", "redeem_reward", "class", "queued"));
  cp_test_page_add_row (page, row);
  cp_entity_free (row);
  cp_test_ledger_apply (self, page);
  answer = submit (self, request, FALSE);
  g_assert_true (cp_json_get_bool (answer, "asked"));
  asked = get_last (self);
  g_assert_true (cp_json_get_bool (asked, "asks"));
}

static void
test_limit_of_a_day_holds_over_restarts (CpTestLedger *self, gconstpointer data)
{
  for (guint n = 1; n <= 3; n++)
    json_decref (cp_test_ledger_submit (self, "issue_benefit", n, "{'definition_id': 'coffee'}"));
  cp_test_ledger_restart (self);
  cp_test_ledger_sign_in (self, "ann");
  assert_code (self, "issue_benefit", 1, "{'definition_id': 'coffee'}", "limit_exceeded");
  cp_test_ledger_sign_in (self, "bob");
  assert_code (self, "issue_benefit", 1, "{'definition_id': 'coffee'}", NULL);
}

static void
test_wrong_shapes_are_errors (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) unknown_key = cp_test_ledger_request ("end_visit", 0, "{}");
  g_autoptr (CpJson) unknown_kind = cp_test_ledger_request ("make_coffee", 0, "{}");
  g_autoptr (CpJson) bad_payload = cp_test_ledger_request ("redeem_reward", 1, "{'amount': 1}");
  g_autoptr (CpJson) bad_id = cp_test_ledger_request ("end_visit", 0, "{}");
  g_autoptr (CpJson) no_payload = json_pack ("{s:s}", "kind", "end_visit");

  cp_json_set_bool (unknown_key, "force", TRUE);
  cp_json_set_text (bad_id, "id", "1");
  assert_error (self, unknown_key, CP_ERROR_INVALID);
  assert_error (self, unknown_kind, CP_ERROR_INVALID);
  assert_error (self, bad_payload, CP_ERROR_INVALID);
  assert_error (self, bad_id, CP_ERROR_INVALID);
  assert_error (self, no_payload, CP_ERROR_INVALID);
  g_clear_pointer (&self->session, g_free);
  assert_error (self, unknown_key, CP_ERROR_NOT_ALLOWED);
}

#define ADD(name, func) \
  g_test_add (name, CpTestLedger, NULL, cp_test_ledger_set_up, func, cp_test_ledger_tear_down)

/* It would stand before all others for ever: head office refuses a push that holds it. */
static void
test_refuses_too_large (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) request = cp_test_ledger_request ("edit_profile", 1, "{}");
  g_autofree char *text = g_strnfill (300 * 1024, 'a');
  CpJson *set = json_object ();
  g_autoptr (GError) error = NULL;

  cp_json_set_text (set, "note", text);
  cp_json_set (cp_json_get_object (request, "payload"), "set", set);
  g_assert_null (cp_ledger_submit (self->ledger, self->session, request, FALSE, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "The operation is larger than 262144 bytes");
  assert_error (self, request, CP_ERROR_INVALID);
}

/* Likewise what nests deeper than a push that holds it is read: which cards are kept says nothing of it. */
static void
test_refuses_too_deep (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) request = cp_test_ledger_request (
      "merge_members", 1, "{\"loser_id\":\"018f0000-0000-7000-8000-000000000001\"}");
  g_autofree char *open = g_strnfill (28, '[');
  g_autofree char *close = g_strnfill (28, ']');
  g_autofree char *text = g_strconcat ("{\"given_name\":", open, close, "}", NULL);
  CpJson *keep = cp_json_parse (text, -1, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (keep);
  cp_json_set (cp_json_get_object (request, "payload"), "keep", keep);
  g_assert_null (cp_ledger_submit (self->ledger, self->session, request, FALSE, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "The operation nests deeper than 16");
  assert_error (self, request, CP_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ledger/submit/preview-tells-and-writes-nothing", test_preview_tells_and_writes_nothing);
  ADD ("/ledger/submit/refuses-what-is-too-large-to-send", test_refuses_too_large);
  ADD ("/ledger/submit/refuses-what-is-too-deep-to-send", test_refuses_too_deep);
  ADD ("/ledger/submit/accepted-is-written-and-told", test_accepted_is_written_and_told);
  ADD ("/ledger/submit/refusal-is-a-document-and-writes-nothing",
       test_refusal_is_a_document_and_writes_nothing);
  ADD ("/ledger/submit/same-id-is-done-once", test_same_id_is_done_once);
  ADD ("/ledger/submit/enrolment-can-be-repeated-and-gone-on-with",
       test_enrolment_can_be_repeated_and_gone_on_with);
  ADD ("/ledger/submit/approval-needs-the-others-pin", test_approval_needs_the_others_pin);
  ADD ("/ledger/submit/wrong-approvals-lock-the-approver", test_wrong_approvals_lock_the_approver);
  ADD ("/ledger/submit/approval-by-a-staff-card", test_approval_by_a_staff_card);
  ADD ("/ledger/submit/what-only-waits-is-asked", test_what_only_waits_is_asked);
  ADD ("/ledger/submit/limit-of-a-day-counts-approvals", test_limit_of_a_day_counts_approvals);
  ADD ("/ledger/submit/limit-of-a-day-holds-over-restarts",
       test_limit_of_a_day_holds_over_restarts);
  ADD ("/ledger/submit/a-fact-that-waits-is-asked-for", test_a_fact_that_waits_is_asked_for);
  ADD ("/ledger/submit/wrong-shapes-are-errors", test_wrong_shapes_are_errors);
  return g_test_run ();
}
