/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-flow.h"

#include "cp-flow-form.h"
#include "ui-stage.h"

#include <string.h>

static CpFlow *
start (UiStage *stage, const char *name, const char *target)
{
  cp_kiosk_start_flow (stage->kiosk, name, target);
  ui_stage_settle (stage);
  g_assert_nonnull (cp_kiosk_get_flow (stage->kiosk));
  return cp_kiosk_get_flow (stage->kiosk);
}

static void
confirm (UiStage *stage, CpFlow *flow)
{
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REVIEW);
  cp_flow_confirm (flow);
  ui_stage_settle (stage);
}

static const CpJson *
get_payload (UiStage *stage, const char *method)
{
  return cp_json_get_object (ui_fake_ledger_get_request (stage->ledger, method), "payload");
}

static void
test_table (void)
{
  const CpFlowSpec *spec;

  for (guint i = 0; (spec = cp_flow_spec_at (i)) != NULL; i++) {
    g_assert_true (cp_flow_spec_find (spec->name) == spec); /* no name twice */
    g_assert_nonnull (spec->title);
    g_assert_nonnull (spec->parts[0].kind);
    g_assert_nonnull (spec->said);
    g_assert_true (spec->without_review || spec->said_waiting != NULL || spec->said_asked != NULL);
    for (guint k = 0; k < CP_FLOW_MAX_STEPS; k++) {
      const CpStep *step = &spec->parts[0].steps[k];

      g_assert_true (step->question == NULL || step->key != NULL);
      g_assert_true (step->kind != CP_STEP_CHOICE || step->question == NULL ||
                     step->list_choices != NULL);
    }
  }
  g_assert_null (cp_flow_spec_find ("sing"));
}

static void
test_chooses_reviews_does (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  const CpJson *request;
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-benefit");
  ui_stage_answer (stage, "Submit", "done-benefit");
  flow = start (stage, "issue_benefit", NULL);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_STEP);
  ui_choose (flow, "Free coffee");
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 0);
  confirm (stage, flow);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_DONE);
  request = ui_fake_ledger_get_request (stage->ledger, "Submit");
  g_assert_cmpstr (cp_json_get_text (request, "kind"), ==, "issue_benefit");
  g_assert_cmpstr (cp_json_get_text (request, "member_id"), ==, "m-1");
  g_assert_true (cp_id_is_valid (cp_json_get_text (request, "id")));
  g_assert_true (cp_id_is_valid (cp_json_get_text (request, "visit_id")));
  cp_flow_finish (flow);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
}

static void
test_target_needs_no_choice (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow;

  ui_stage_open (stage, "member-waiting");
  flow = start (stage, "block_card", "c-3");
  g_assert_cmpstr (cp_flow_get_step (flow)->key, ==, "reason_id");
  g_assert_cmpstr (cp_json_get_text (cp_flow_get_payload (flow), "card_id"), ==, "c-3");
}

static void
test_back (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *first_id = NULL;
  CpFlow *flow;

  ui_stage_open (stage, "member-waiting");
  ui_stage_answer (stage, "Submit preview", "preview-block");
  flow = start (stage, "block_card", NULL);
  ui_choose (flow, "Card");
  ui_choose (flow, "Lost");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_picks (flow)->len, ==, 2);
  first_id = g_strdup (
      cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "Submit preview"), "id"));
  cp_flow_go_back (flow);
  g_assert_cmpstr (cp_flow_get_step (flow)->key, ==, "reason_id");
  ui_choose (flow, "Stolen");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_picks (flow)->len, ==, 2);
  g_assert_cmpstr (cp_json_get_text (get_payload (stage, "Submit preview"), "reason_id"), ==,
                   "stolen");
  /* what is changed is another operation */
  g_assert_cmpstr (
      cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "Submit preview"), "id"), !=,
      first_id);
  cp_flow_go_back (flow);
  cp_flow_go_back (flow);
  cp_flow_go_back (flow);
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
}

static void
test_replaces_in_two_operations (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *block_id = NULL;
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-block");
  ui_stage_answer (stage, "Submit", "done-block");
  flow = start (stage, "replace_card", NULL); /* the only card needs no choice */
  ui_choose (flow, "Lost");
  ui_stage_settle (stage);
  /* the answer blocks the old card, as the step says */
  block_id =
      g_strdup (cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "Submit"), "id"));
  g_assert_cmpstr (cp_flow_get_part (flow)->kind, ==, "replace_card");
  g_assert_cmpuint (cp_flow_get_step (flow)->kind, ==, CP_STEP_CARD);
  ui_stage_answer (stage, "Submit preview", "preview-replace");
  ui_stage_answer (stage, "Submit", "done-replace");
  cp_kiosk_card_tapped (stage->kiosk, "0477C0", "mifare-classic");
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Identify"), ==, 0);
  confirm (stage, flow);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_DONE);
  g_assert_cmpstr (cp_json_get_text (get_payload (stage, "Submit"), "card_id"), ==, "c-1");
  g_assert_cmpstr (cp_json_get_text (get_payload (stage, "Submit"), "uid"), ==, "0477C0");
  g_assert_cmpstr (cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "Submit"), "id"),
                   !=, block_id);
}

static void
test_replaces_blocked_card (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow;

  ui_stage_open (stage, "member-card-blocked");
  flow = start (stage, "replace_card", NULL);
  g_assert_cmpstr (cp_flow_get_part (flow)->kind, ==, "replace_card");
  g_assert_cmpuint (cp_flow_get_step (flow)->kind, ==, CP_STEP_CARD);
  g_assert_cmpstr (cp_json_get_text (cp_flow_get_payload (flow), "card_id"), ==, "c-1");
}

static void
test_approval (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (GPtrArray) approvers = NULL;
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "needs-approval");
  flow = start (stage, "issue_reward", "ten_off");
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_APPROVAL);
  approvers = cp_flow_list_approvers (flow);
  g_assert_cmpuint (approvers->len, ==, 2);
  g_assert_true (cp_flow_approval_does_it (flow));
  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_NOT_ALLOWED, "Wrong PIN");
  cp_flow_approve (flow, "mia", "0000");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_APPROVAL);
  g_assert_nonnull (cp_flow_get_problem (flow));
  g_assert_false (cp_kiosk_get_locked (stage->kiosk));
  ui_stage_answer (stage, "Submit", "done");
  cp_flow_approve (flow, "mia", "7777");
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit preview"), ==, 1);
  g_assert_cmpstr (
      cp_json_get_text (
          cp_json_get_object (ui_fake_ledger_get_request (stage->ledger, "Submit"), "approver"),
          "staff_id"),
      ==, "mia");
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_DONE);
}

static void
test_refused (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "refused-card-not-free");
  flow = start (stage, "link_card", NULL);
  g_assert_true (cp_flow_take_card (flow, "04AA"));
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REFUSED);
  cp_flow_go_back (flow); /* to tap another */
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_STEP);
}

/* The ledger dies in the middle: the same operation is asked for again, by the same id. */
static void
test_unsure (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *id = NULL;
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-benefit");
  flow = start (stage, "issue_benefit", "coffee");
  if (cp_flow_get_stage (flow) == CP_STAGE_STEP)
    ui_choose (flow, "");
  ui_stage_settle (stage);
  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_UNKNOWN_OUTCOME, "It went away");
  confirm (stage, flow);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_UNSURE);
  id = g_strdup (cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "Submit"), "id"));
  ui_stage_answer (stage, "Submit", "done-benefit");
  cp_flow_confirm (flow);
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_DONE);
  g_assert_cmpstr (cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "Submit"), "id"),
                   ==, id);
}

static void
test_signed_out_meanwhile (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-redeem");
  flow = start (stage, "redeem_reward", NULL);
  cp_flow_take_amount (flow, 1250, 0);
  ui_stage_settle (stage);
  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_NOT_ALLOWED, "No such session");
  confirm (stage, flow);
  g_assert_true (cp_kiosk_get_locked (stage->kiosk));
  cp_kiosk_sign_in (stage->kiosk, "anna", "1234");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_FLOW);
  ui_stage_answer (stage, "Submit", "done-redeem");
  cp_flow_confirm (flow);
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_DONE);
  g_assert_cmpint (cp_json_get_int (get_payload (stage, "Submit"), "amount_minor", 0), ==, 1250);
}

static void
test_twice_is_once (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-block");
  ui_stage_answer (stage, "Submit", "done-block");
  flow = start (stage, "block_card", NULL);
  ui_choose (flow, "Lost");
  ui_stage_settle (stage);
  cp_flow_confirm (flow);
  cp_flow_confirm (flow);
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 1);
}

static void
test_end_visit (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit", "done");
  flow = start (stage, "end_visit", NULL);
  ui_choose (flow, "");
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit preview"), ==, 0);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_HOME);
  g_assert_null (cp_kiosk_get_view (stage->kiosk));
}

/* It ends all the same, and the screen stays locked. */
static void
test_ends_the_visit_behind_the_lock (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit", "done");
  flow = start (stage, "end_visit", NULL);
  ui_fake_ledger_stall (stage->ledger);
  ui_choose (flow, "");
  cp_kiosk_lock (stage->kiosk);
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_SIGN_IN);
  g_assert_null (cp_kiosk_get_view (stage->kiosk));
  cp_kiosk_sign_in (stage->kiosk, "anna", "1234");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_HOME);
}

static void
test_edits_only_changes (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) texts = json_object ();
  g_autoptr (GPtrArray) fields = NULL;
  const CpJson *payload;
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-benefit");
  flow = start (stage, "edit_profile", NULL);
  fields = cp_flow_list_fields (flow);
  for (guint i = 0; i < fields->len; i++)
    cp_json_set_text (texts, ((CpFlowField *) fields->pdata[i])->key,
                      ((CpFlowField *) fields->pdata[i])->value);
  cp_flow_take_form (flow, texts);
  g_assert_nonnull (cp_flow_get_form_problems (flow)); /* nothing has been changed */
  cp_json_set_text (texts, "city", "Cork");
  cp_flow_take_form (flow, texts);
  ui_stage_settle (stage);
  payload = get_payload (stage, "Submit preview");
  g_assert_cmpuint (json_object_size (cp_json_get_object (payload, "set")), ==, 1);
  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (payload, "set"), "city"), ==, "Cork");
  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (payload, "seen"), "city"), ==, "Dublin");
}

static void
test_sets_status_until (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) nothing = json_object ();
  g_autoptr (CpJson) texts =
      json_pack ("{s:s, s:s}", "until_ms", "12 07 2026", "reason", "She models for us");
  const CpJson *payload;
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-benefit");
  flow = start (stage, "set_status", NULL);
  ui_choose (flow, "Press"); /* of a system that asks why */
  g_assert_cmpuint (cp_flow_get_step (flow)->kind, ==, CP_STEP_FORM);
  cp_flow_take_form (flow, nothing);
  g_assert_nonnull (cp_json_get_text (cp_flow_get_form_problems (flow), "reason"));
  cp_flow_take_form (flow, texts);
  ui_stage_settle (stage);
  payload = get_payload (stage, "Submit preview");
  g_assert_cmpstr (cp_json_get_text (payload, "status_id"), ==, "press");
  g_assert_cmpstr (cp_json_get_text (payload, "reason"), ==, "She models for us");
  g_assert_cmpint (cp_json_get_int (payload, "until_ms", 0), ==,
                   G_GINT64_CONSTANT (1783900799999)); /* the last moment of that day */
  cp_flow_go_back (flow);
  cp_flow_go_back (flow);
  ui_choose (flow, "Silver"); /* of one that does not */
  cp_flow_take_form (flow, nothing);
  ui_stage_settle (stage);
  payload = get_payload (stage, "Submit preview");
  g_assert_cmpstr (cp_json_get_text (payload, "status_id"), ==, "silver");
  g_assert_cmpint (cp_json_get_int (payload, "until_ms", 0), ==, 0);
}

static void
test_takes_points (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) texts =
      json_pack ("{s:s, s:s, s:s}", "amount", "50", "type_id", "points", "reason_id", "correction");
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-benefit");
  flow = start (stage, "take_points", NULL);
  cp_flow_take_form (flow, texts);
  ui_stage_settle (stage);
  g_assert_cmpint (cp_json_get_int (get_payload (stage, "Submit preview"), "amount", 0), ==, -50);
}

static void
test_note_beside_reason (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (GPtrArray) reasons = NULL;
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-block");
  flow = start (stage, "block_card", NULL);
  reasons = cp_flow_get_step (flow)->list_choices (flow);
  cp_flow_choose_with_note (flow, reasons->pdata[0], " on the bus  ");
  ui_stage_settle (stage);
  g_assert_cmpstr (cp_json_get_text (get_payload (stage, "Submit preview"), "text"), ==,
                   "on the bus");
  g_assert_cmpstr (cp_flow_get_picks (flow)->pdata[1], ==, "Lost: on the bus");
  cp_flow_go_back (flow);
  cp_flow_choose_with_note (flow, reasons->pdata[0], "");
  ui_stage_settle (stage);
  g_assert_null (cp_json_get_text (get_payload (stage, "Submit preview"), "text"));
}

static void
test_claims (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) wrong = json_pack ("{s:s, s:s}", "number", "HS-1", "day_ms", "soon");
  g_autoptr (CpJson) right =
      json_pack ("{s:s, s:s, s:s, s:s}", "number", " HS-1 ", "day_ms", "02062026", "total_minor",
                 "12.50", "store_id", "market-square");
  const CpJson *payload;
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-claim");
  flow = start (stage, "claim_receipt", NULL);
  cp_flow_take_form (flow, wrong);
  g_assert_nonnull (cp_json_get_text (cp_flow_get_form_problems (flow), "day_ms"));
  cp_flow_take_form (flow, right);
  ui_stage_settle (stage);
  payload = get_payload (stage, "Submit preview");
  g_assert_cmpstr (cp_json_get_text (payload, "number"), ==, "HS-1");
  g_assert_cmpstr (cp_json_get_text (payload, "store_id"), ==, "market-square");
  g_assert_cmpint (cp_json_get_int (payload, "total_minor", 0), ==, 1250);
  g_assert_cmpint (cp_json_get_int (payload, "day_ms", 0), ==, G_GINT64_CONSTANT (1780401600000));
}

static void
test_enrols (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) texts =
      json_pack ("{s:s, s:s, s:s}", "given_name", "Jo", "family_name", "Li", "phone", "0850000001");
  CpFlow *flow;

  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Submit preview", "look-alikes");
  flow = start (stage, "enrol_member", NULL);
  cp_flow_take_form (flow, texts);
  g_assert_cmpuint (cp_flow_get_step (flow)->kind, ==, CP_STEP_CARD);
  cp_kiosk_card_tapped (stage->kiosk, "04CC", "mifare-classic");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_LOOK_ALIKES);
  ui_stage_answer (stage, "Submit preview", "preview-enrol");
  ui_stage_answer (stage, "Submit", "done-enrol");
  cp_flow_insist (flow);
  ui_stage_settle (stage);
  confirm (stage, flow);
  g_assert_true (cp_json_get_bool (get_payload (stage, "Submit"), "despite_look_alikes"));
  g_assert_cmpstr (cp_json_get_text (get_payload (stage, "Submit"), "card_uid"), ==, "04CC");
  cp_flow_finish (flow);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
}

static void
test_enrol_needs_a_way_to_reach (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) texts = json_pack ("{s:s, s:s}", "given_name", "Jo", "family_name", "Li");
  CpFlow *flow;

  ui_stage_sign_in (stage);
  flow = start (stage, "enrol_member", NULL);
  cp_flow_take_form (flow, texts);
  g_assert_nonnull (cp_json_get_text (cp_flow_get_form_problems (flow), ""));
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_STEP);
}

static void
test_progress (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  guint at, of;
  CpFlow *flow;

  ui_stage_open (stage, "member");
  flow = start (stage, "issue_benefit", NULL);
  cp_flow_get_progress (flow, &at, &of);
  g_assert_cmpuint (at, ==, 1);
  g_assert_cmpuint (of, ==, 2);
}

static void
test_card_approves (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  const CpJson *request;
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "needs-approval");
  flow = start (stage, "issue_reward", NULL);
  ui_choose (flow, "");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_APPROVAL);
  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_NOT_ALLOWED, "No");
  cp_kiosk_card_tapped (stage->kiosk, "04AA", "ntag213");
  ui_stage_settle (stage);
  g_assert_nonnull (strstr (cp_flow_get_problem (flow), "may not approve"));
  ui_stage_answer (stage, "Submit", "done-benefit");
  cp_kiosk_card_tapped (stage->kiosk, "04BB", "ntag213");
  ui_stage_settle (stage);
  request = ui_fake_ledger_get_request (stage->ledger, "Submit");
  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (request, "approver"), "card_uid"), ==,
                   "04BB");
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_DONE);
}

static void
add_form_tests (void)
{
  g_test_add_func ("/flow/form/sends-only-changes", test_edits_only_changes);
  g_test_add_func ("/flow/form/sets-a-status-until-a-day", test_sets_status_until);
  g_test_add_func ("/flow/form/takes-points-away", test_takes_points);
  g_test_add_func ("/flow/a-staff-card-approves", test_card_approves);
  g_test_add_func ("/flow/takes-a-note-beside-a-reason", test_note_beside_reason);
  g_test_add_func ("/flow/form/claims-what-stands-on-the-receipt", test_claims);
  g_test_add_func ("/flow/form/enrols-past-look-alikes", test_enrols);
  g_test_add_func ("/flow/form/asks-for-a-way-to-reach-them", test_enrol_needs_a_way_to_reach);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow/table-is-whole", test_table);
  g_test_add_func ("/flow/chooses-reviews-does", test_chooses_reviews_does);
  g_test_add_func ("/flow/a-target-needs-no-choice", test_target_needs_no_choice);
  g_test_add_func ("/flow/goes-back-step-by-step", test_back);
  g_test_add_func ("/flow/replaces-in-two-operations", test_replaces_in_two_operations);
  g_test_add_func ("/flow/replaces-a-blocked-card-at-once", test_replaces_blocked_card);
  g_test_add_func ("/flow/somebody-else-approves", test_approval);
  g_test_add_func ("/flow/a-refusal-can-be-mended", test_refused);
  g_test_add_func ("/flow/unsure-asks-for-the-same-again", test_unsure);
  g_test_add_func ("/flow/goes-on-after-signing-in-anew", test_signed_out_meanwhile);
  g_test_add_func ("/flow/confirming-twice-does-it-once", test_twice_is_once);
  g_test_add_func ("/flow/ends-the-visit", test_end_visit);
  g_test_add_func ("/flow/ends-the-visit-behind-the-lock", test_ends_the_visit_behind_the_lock);
  g_test_add_func ("/flow/shows-how-far-it-is", test_progress);
  add_form_tests ();
  return g_test_run ();
}
