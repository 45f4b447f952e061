/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-test-folder.h"
#include "cp-test-ledger.h"

#define CARD "04505241430101"
#define BLANK "04505241430505"

/* The live ledger of the test chain, and a practice ledger beside it. */
typedef struct {
  CpTestLedger live;
  CpTestLedger practice; /* only what is used of it: folder, ledger, session */
} Fixture;

static void
open_practice (Fixture *self)
{
  static const guint8 key[32] = { 1, 2, 3 };
  g_autoptr (GBytes) pin_key = g_bytes_new_static (key, sizeof key);
  const CpLedgerConfig config = { self->practice.folder, "till-1", "high", pin_key,
                                  .is_training = TRUE };
  g_autoptr (GError) error = NULL;

  self->practice.ledger = cp_ledger_open (&self->live.vfs.world, &config, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  cp_test_ledger_set_up (&self->live, NULL);
  self->practice.folder = cp_test_folder_new ();
  open_practice (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_ledger_close (self->practice.ledger);
  cp_test_folder_free (self->practice.folder);
  g_free (self->practice.session);
  cp_test_ledger_tear_down (&self->live, NULL);
}

/* (transfer full) */
static CpJson *
begin (Fixture *self, gboolean fresh)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) prepared =
      cp_ledger_prepare_training (self->live.ledger, self->live.session, &error);
  CpJson *reply;

  g_assert_no_error (error);
  reply = cp_ledger_begin_training (self->practice.ledger, prepared, fresh, &error);
  g_assert_no_error (error);
  g_free (self->practice.session);
  self->practice.session = g_strdup (cp_json_get_text (reply, "session"));
  return reply;
}

/* (transfer full) */
static CpJson *
tap (CpTestLedger *at, const char *uid)
{
  g_autoptr (CpJson) card = json_pack ("{s:s}", "uid", uid);
  g_autoptr (GError) error = NULL;
  CpJson *reply = cp_ledger_identify (at->ledger, at->session, card, &error);

  g_assert_no_error (error);
  return reply;
}

static void
test_signs_in_whoever_may_practise (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) reply = begin (self, FALSE), status = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (reply, "staff"), "id"), ==, "ann");
  g_assert_cmpuint (json_array_size (cp_json_get_array (reply, "cases")), ==, 4);
  status = cp_ledger_get_status (self->practice.ledger, &error);
  g_assert_no_error (error);
  g_assert_true (cp_json_get_bool (status, "training"));
  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (status, "programme"), "name"), ==,
                   "Test Chain");
}

static void
test_needs_the_right (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_ledger_prepare_training (self->live.ledger, NULL, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  cp_test_ledger_sign_in (&self->live, "max");
  g_assert_null (cp_ledger_prepare_training (self->live.ledger, self->live.session, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
}

static void
test_who_practises_has_their_own_pin_and_a_role_to_practise_as (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) request = json_pack ("{s:s, s:s}", "staff_id", "hal", "pin", CP_TEST_PIN);
  g_autoptr (CpJson) reply = NULL;
  g_autoptr (GError) error = NULL;

  json_decref (begin (self, FALSE));
  reply = cp_ledger_sign_in (self->practice.ledger, request, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (reply, "staff"), "role"), ==, "associate");
}

static void
test_practice_cards_are_of_practice_people (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) reply = NULL;
  const CpJson *view;

  json_decref (begin (self, FALSE));
  reply = tap (&self->practice, CARD);
  g_assert_true (cp_json_get_bool (reply, "found"));
  view = cp_json_get_object (reply, "view");
  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (view, "member"), "family_name"), ==,
                   "Practice");
}

static void
test_neither_takes_the_others_cards (Fixture *self, gconstpointer data)
{
  g_autofree char *uid = cp_test_chain_uid (1);
  g_autoptr (CpJson) live = NULL, practice = NULL, nobody = NULL;

  json_decref (begin (self, FALSE));
  live = tap (&self->live, CARD);
  g_assert_cmpstr (cp_json_get_text (live, "code"), ==, "test_data_forbidden");
  g_assert_nonnull (cp_json_get_text (live, "staff_text"));
  g_assert_nonnull (cp_json_get_text (live, "next_action"));
  practice = tap (&self->practice, uid);
  g_assert_cmpstr (cp_json_get_text (practice, "code"), ==, "test_data_forbidden");
  g_clear_pointer (&self->live.session, g_free);
  nobody = tap (&self->live, CARD);
  g_assert_cmpstr (cp_json_get_text (nobody, "code"), ==, "test_data_forbidden");
}

static char *
link_card (CpTestLedger *at, const char *member_id, const char *uid)
{
  g_autoptr (CpJson) request = json_pack ("{s:s, s:s, s:{s:s}}", "kind", "link_card", "member_id",
                                          member_id, "payload", "uid", uid);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) answer = cp_ledger_submit (at->ledger, at->session, request, TRUE, &error);

  g_assert_no_error (error);
  return g_strdup (cp_json_get_text (answer, "code"));
}

static void
test_neither_links_the_others_cards (Fixture *self, gconstpointer data)
{
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autofree char *in_live = NULL, *in_practice = NULL, *rightly = NULL;
  g_autoptr (CpJson) tapped = NULL;

  json_decref (begin (self, FALSE));
  tapped = tap (&self->practice, CARD);
  in_live = link_card (&self->live, member_id, BLANK);
  g_assert_cmpstr (in_live, ==, "test_data_forbidden");
  in_practice =
      link_card (&self->practice, cp_json_get_text (tapped, "member_id"), "04FFFFFFFFFF80");
  g_assert_cmpstr (in_practice, ==, "test_data_forbidden");
  rightly = link_card (&self->practice, cp_json_get_text (tapped, "member_id"), BLANK);
  g_assert_cmpstr (rightly, ==, NULL);
}

/* (transfer full): after a note on the practice member */
static char *
leave_note (Fixture *self)
{
  g_autoptr (CpJson) tapped = tap (&self->practice, CARD);
  const char *member_id = cp_json_get_text (tapped, "member_id");
  g_autoptr (CpJson) request = json_pack ("{s:s, s:s, s:{s:s}}", "kind", "add_note", "member_id",
                                          member_id, "payload", "text", "practising");
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) answer =
      cp_ledger_submit (self->practice.ledger, self->practice.session, request, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (answer, "decision"), ==, "accepted");
  return g_strdup (member_id);
}

static gsize
count_notes (Fixture *self)
{
  g_autoptr (CpJson) tapped = tap (&self->practice, CARD);

  g_assert_true (cp_json_get_bool (tapped, "found"));
  return json_array_size (cp_json_get_array (cp_json_get_object (tapped, "view"), "notes"));
}

static void
test_nothing_is_ever_sent (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *member_id = NULL;
  g_autoptr (CpJson) page = json_object (), push = NULL;

  json_decref (begin (self, FALSE));
  member_id = leave_note (self);
  g_assert_null (
      cp_ledger_get_push (self->practice.ledger, CP_LANE_PRIORITY, 0, 100, 100000, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_false (cp_ledger_apply_page (self->practice.ledger, page, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  push = cp_ledger_get_push (self->live.ledger, CP_LANE_PRIORITY, 0, 100, 100000, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_size (cp_json_get_array (push, "operations")), ==, 0);
}

static void
test_goes_on_where_it_was_left (Fixture *self, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;

  json_decref (begin (self, FALSE));
  before = leave_note (self);
  cp_ledger_close (self->practice.ledger);
  open_practice (self);
  json_decref (begin (self, FALSE));
  after = leave_note (self);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (count_notes (self), ==, 2);
}

static void
test_begins_anew_when_asked (Fixture *self, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL, *old_session = NULL;
  g_autoptr (GError) error = NULL;

  json_decref (begin (self, FALSE));
  before = leave_note (self);
  old_session = g_strdup (self->practice.session);
  json_decref (begin (self, TRUE));
  g_assert_null (cp_ledger_get_member (self->practice.ledger, old_session, before, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
  g_assert_cmpuint (count_notes (self), ==, 0);
  after = leave_note (self);
  g_assert_cmpstr (after, !=, before);
  g_assert_cmpuint (count_notes (self), ==, 1);
}

/* (transfer full): the answer to what the rules accept on the practice member */
static CpJson *
practise (Fixture *self, const char *kind, CpJson *payload)
{
  g_autoptr (CpJson) tapped = tap (&self->practice, CARD);
  g_autoptr (CpJson) request =
      json_pack ("{s:s, s:s, s:o}", "kind", kind, "member_id",
                 cp_json_get_text (tapped, "member_id"), "payload", payload);
  g_autoptr (GError) error = NULL;
  CpJson *answer =
      cp_ledger_submit (self->practice.ledger, self->practice.session, request, FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (answer, "decision"), ==, "accepted");
  return answer;
}

/* From purchase to redemption: nothing waits for a head office that is not there. */
static void
test_head_office_has_spoken_at_once (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) claimed = NULL, redeemed = NULL, status = NULL;
  const CpJson *view, *receipt;

  json_decref (begin (self, FALSE));
  claimed = practise (self, "claim_receipt", json_pack ("{s:s}", "number", "90000001"));
  g_assert_cmpstr (cp_json_get_text (claimed, "state"), ==, "accepted");
  view = cp_json_get_object (claimed, "view");
  receipt = json_array_get (cp_json_get_array (view, "receipts"), 0);
  g_assert_cmpstr (cp_json_get_text (receipt, "attribution"), ==, "attributed");
  g_assert_false (cp_json_get_bool (receipt, "waiting"));
  g_assert_cmpint (
      cp_json_get_int (json_array_get (cp_json_get_array (view, "balances"), 0), "confirmed", 0), >,
      320);
  redeemed = practise (self, "redeem_reward", json_pack ("{s:i}", "amount_minor", 100));
  g_assert_cmpstr (cp_json_get_text (redeemed, "state"), ==, "accepted");
  status = cp_ledger_get_status (self->practice.ledger, NULL);
  g_assert_cmpint (cp_json_get_int (status, "waiting", -1), ==, 0);
}

/* However long somebody looks at the screen. */
static void
test_there_is_always_a_line (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) tapped = NULL, view = NULL;
  g_autoptr (GError) error = NULL;

  json_decref (begin (self, FALSE));
  tapped = tap (&self->practice, CARD);
  for (guint i = 0; i < 9; i++) {
    g_autoptr (CpJson) again = NULL;

    cp_test_ledger_pass (&self->live, 20 * 1000);
    again = tap (&self->practice, CARD);
  }
  view = cp_ledger_get_member (self->practice.ledger, self->practice.session,
                               cp_json_get_text (tapped, "member_id"), &error);
  g_assert_no_error (error);
  g_assert_true (cp_json_get_bool (view, "online"));
}

/* Somebody who was enrolled a moment ago is a member like any other. */
static void
test_a_new_member_is_enrolled_at_once (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) request = NULL, answer = NULL;
  g_autoptr (GError) error = NULL;
  const CpJson *view;

  json_decref (begin (self, FALSE));
  request =
      json_pack ("{s:s, s:{s:s, s:s, s:s, s:s}}", "kind", "enrol_member", "payload", "given_name",
                 "New", "family_name", "Face", "phone", "+442079460777", "card_uid", BLANK);
  answer = cp_ledger_submit (self->practice.ledger, self->practice.session, request, FALSE, &error);
  g_assert_no_error (error);
  view = cp_json_get_object (answer, "view");
  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (view, "member"), "state"), ==, "enrolled");
  g_assert_false (
      cp_json_get_bool (json_array_get (cp_json_get_array (view, "cards"), 0), "earn_only"));
}

/* Whoever practises alone can still have something approved. */
static void
test_the_practice_manager_approves (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) reply = begin (self, FALSE);
  const CpJson *approver = cp_json_get_object (reply, "approver");
  g_autoptr (CpJson) request =
      json_pack ("{s:s, s:s}", "staff_id", cp_json_get_text (approver, "staff_id"), "pin",
                 cp_json_get_text (approver, "pin"));
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) answer = cp_ledger_sign_in (self->practice.ledger, request, &error);

  g_assert_no_error (error);
  g_assert_nonnull (cp_json_get_text (answer, "session"));
  g_assert_null (cp_ledger_sign_in (self->live.ledger, request, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
}

#define ADD(path, function) \
  g_test_add ("/ledger-training/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("signs-in-whoever-may-practise", test_signs_in_whoever_may_practise);
  ADD ("needs-the-right", test_needs_the_right);
  ADD ("who-practises-has-their-own-pin-and-a-role-to-practise-as",
       test_who_practises_has_their_own_pin_and_a_role_to_practise_as);
  ADD ("practice-cards-are-of-practice-people", test_practice_cards_are_of_practice_people);
  ADD ("neither-takes-the-others-cards", test_neither_takes_the_others_cards);
  ADD ("neither-links-the-others-cards", test_neither_links_the_others_cards);
  ADD ("nothing-is-ever-sent", test_nothing_is_ever_sent);
  ADD ("goes-on-where-it-was-left", test_goes_on_where_it_was_left);
  ADD ("begins-anew-when-asked", test_begins_anew_when_asked);
  ADD ("head-office-has-spoken-at-once", test_head_office_has_spoken_at_once);
  ADD ("there-is-always-a-line", test_there_is_always_a_line);
  ADD ("a-new-member-is-enrolled-at-once", test_a_new_member_is_enrolled_at_once);
  ADD ("the-practice-manager-approves", test_the_practice_manager_approves);
  return g_test_run ();
}
