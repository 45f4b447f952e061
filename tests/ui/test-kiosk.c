/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-flow.h"
#include "ui-stage.h"

#include <string.h>

static void
note_notice (CpKiosk *kiosk, const char *text, char **ret_text)
{
  g_free (*ret_text);
  *ret_text = g_strdup (text);
}

static void
tap (UiStage *stage)
{
  cp_kiosk_card_tapped (stage->kiosk, "04A81F", "mifare-classic");
  ui_stage_settle (stage);
}

static void
test_loads (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  g_assert_true (cp_kiosk_get_available (stage->kiosk));
  g_assert_cmpstr (cp_json_get_text (cp_kiosk_get_programme (stage->kiosk), "name"), ==,
                   "Northfield");
  g_assert_nonnull (cp_kiosk_get_status (stage->kiosk));
  g_assert_nonnull (cp_kiosk_get_staff (stage->kiosk));
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_ATTRACT);
}

static void
test_self_check (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_answer (stage, "Identify customer", "self-check");
  tap (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_SELF_CHECK);
  g_assert_cmpuint (cp_kiosk_get_seconds_left (stage->kiosk), ==, 15);
  cp_kiosk_clear_customer (stage->kiosk);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_ATTRACT);
  g_assert_null (cp_kiosk_get_self_check (stage->kiosk));
}

static void
test_self_check_clears_itself (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) programme = ui_fixture ("programme");

  cp_json_set_int (programme, "self_check_ms", 5000);
  ui_fake_ledger_answer (stage->ledger, "GetProgramme", g_steal_pointer (&programme));
  ui_fake_ledger_say_changed (stage->ledger, "programme");
  ui_stage_settle (stage);
  ui_stage_answer (stage, "Identify customer", "self-check");
  tap (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_SELF_CHECK);
  stage->now_ms += 5000; /* by the clock, however seldom it ticked */
  ui_wait_page (stage, CP_PAGE_ATTRACT);
  g_assert_null (cp_kiosk_get_self_check (stage->kiosk));
}

static void
test_unknown_card (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_answer (stage, "Identify customer", "card-unknown");
  tap (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_PROBLEM);
  g_assert_cmpstr (cp_json_get_text (cp_kiosk_get_problem (stage->kiosk), "code"), ==,
                   "card_not_found");
}

static void
test_last_card_wins (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_answer (stage, "Identify customer", "self-check");
  ui_fake_ledger_stall (stage->ledger);
  cp_kiosk_card_tapped (stage->kiosk, "04A81F", "mifare-classic");
  cp_kiosk_card_tapped (stage->kiosk, "04A820", "mifare-classic");
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Identify customer"), ==, 2);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_SELF_CHECK);
}

static void
test_signs_in (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_sign_in (stage);
  g_assert_cmpstr (
      cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "SignIn"), "staff_id"), ==,
      "anna");
  g_assert_nonnull (cp_kiosk_get_attention (stage->kiosk));
  cp_kiosk_sign_out (stage->kiosk);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_ATTRACT);
  g_assert_null (cp_kiosk_get_session (stage->kiosk));
  g_assert_null (cp_kiosk_get_attention (stage->kiosk));
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "SignOut"), ==, 1);
}

static void
test_wrong_pin (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_fake_ledger_refuse (stage->ledger, "SignIn", CP_ERROR_NOT_ALLOWED, "Wrong PIN");
  cp_kiosk_ask_staff (stage->kiosk);
  cp_kiosk_sign_in (stage->kiosk, "anna", "9999");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_SIGN_IN);
  g_assert_nonnull (g_strrstr (cp_kiosk_get_sign_in_problem (stage->kiosk), "not right"));
  ui_fake_ledger_refuse (stage->ledger, "SignIn", CP_ERROR_UNAVAILABLE, "Locked out");
  cp_kiosk_sign_in (stage->kiosk, "anna", "9999");
  ui_stage_settle (stage);
  g_assert_nonnull (g_strrstr (cp_kiosk_get_sign_in_problem (stage->kiosk), "Too many"));
}

static void
test_opens_member (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Identify", "identified");
  tap (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
  g_assert_cmpuint (
      json_array_size (cp_json_get_array (cp_kiosk_get_recent (stage->kiosk), "members")), ==, 1);
  cp_kiosk_go_home (stage->kiosk);
  g_assert_null (cp_kiosk_get_view (stage->kiosk));
}

static void
test_follows_changes (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "GetMember", "member-waiting");
  ui_fake_ledger_say_changed (stage->ledger, "accounts");
  ui_stage_settle (stage);
  g_assert_false (cp_json_get_bool (cp_kiosk_get_view (stage->kiosk), "online"));
  ui_stage_answer (stage, "GetStatus", "status-offline");
  ui_fake_ledger_say_changed (stage->ledger, "status");
  ui_stage_settle (stage);
  g_assert_cmpint (cp_json_get_int (cp_kiosk_get_status (stage->kiosk), "waiting", 0), ==, 7);
}

static void
test_lock_keeps_place (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_open (stage, "member");
  cp_kiosk_lock (stage->kiosk);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_SIGN_IN);
  g_assert_true (cp_kiosk_get_locked (stage->kiosk));
  cp_kiosk_sign_in (stage->kiosk, "anna", "1234");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
  g_assert_nonnull (cp_kiosk_get_view (stage->kiosk));
}

static void
test_lock_hides_from_others (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_open (stage, "member");
  cp_kiosk_lock (stage->kiosk);
  ui_stage_answer (stage, "SignIn", "session-brendan");
  cp_kiosk_sign_in (stage->kiosk, "brendan", "4321");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_HOME);
  g_assert_null (cp_kiosk_get_view (stage->kiosk));
  g_assert_null (cp_kiosk_get_recent (stage->kiosk));
}

/* Who was asked for in time is still not shown to whoever comes now. */
static void
test_lock_awaits_nobody (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_sign_in (stage);
  ui_fake_ledger_stall (stage->ledger);
  cp_kiosk_open_member (stage->kiosk, "m-1");
  cp_kiosk_lock (stage->kiosk);
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_SIGN_IN);
  g_assert_null (cp_kiosk_get_view (stage->kiosk));
}

/* A customer who taps while staff are away sees their own figures, and then the lock again. */
static void
test_customer_before_lock (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_open (stage, "member");
  cp_kiosk_lock (stage->kiosk);
  ui_stage_settle (stage);
  ui_stage_answer (stage, "Identify customer", "self-check");
  tap (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_SELF_CHECK);
  cp_kiosk_clear_customer (stage->kiosk);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_SIGN_IN);
}

static void
test_idle_locks (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) programme = ui_fixture ("programme");

  cp_json_set_int (programme, "idle_lock_ms", 50);
  ui_fake_ledger_answer (stage->ledger, "GetProgramme", g_steal_pointer (&programme));
  ui_fake_ledger_say_changed (stage->ledger, "programme");
  ui_stage_settle (stage);
  cp_kiosk_ask_staff (stage->kiosk);
  cp_kiosk_sign_in (stage->kiosk, "anna", "1234");
  ui_wait_page (stage, CP_PAGE_HOME);
  ui_wait_page (stage, CP_PAGE_SIGN_IN);
  g_assert_true (cp_kiosk_get_locked (stage->kiosk));
}

static void
test_lost_session_locks (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_open (stage, "member");
  ui_fake_ledger_refuse (stage->ledger, "GetAttention", CP_ERROR_NOT_ALLOWED, "No such session");
  ui_fake_ledger_set_available (stage->ledger, FALSE);
  g_assert_false (cp_kiosk_get_available (stage->kiosk));
  ui_fake_ledger_set_available (stage->ledger, TRUE);
  ui_stage_settle (stage);
  g_assert_true (cp_kiosk_get_available (stage->kiosk));
  g_assert_true (cp_kiosk_get_locked (stage->kiosk));
}

static void
test_rival (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_open (stage, "member");
  cp_kiosk_start_flow (stage->kiosk, "issue_benefit", NULL);
  ui_stage_answer (stage, "Identify", "identified-other");
  tap (stage);
  g_assert_nonnull (cp_kiosk_get_rival (stage->kiosk));
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_FLOW);
  cp_kiosk_answer_rival (stage->kiosk, FALSE);
  g_assert_null (cp_kiosk_get_rival (stage->kiosk));
  g_assert_nonnull (cp_kiosk_get_flow (stage->kiosk));
  tap (stage);
  cp_kiosk_answer_rival (stage->kiosk, TRUE);
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
  g_assert_cmpstr (
      cp_json_get_text (cp_json_get_object (cp_kiosk_get_view (stage->kiosk), "member"), "name"),
      ==, "Dilara Bergström");
}

static void
test_same_card_in_flow (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *notice = NULL;

  ui_stage_open (stage, "member");
  cp_kiosk_start_flow (stage->kiosk, "issue_benefit", NULL);
  g_signal_connect (stage->kiosk, "notice", G_CALLBACK (note_notice), &notice);
  ui_stage_answer (stage, "Identify", "identified");
  tap (stage);
  g_assert_null (cp_kiosk_get_rival (stage->kiosk));
  g_assert_nonnull (notice);
}

static void
test_says_why_not (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *notice = NULL;

  ui_stage_open (stage, "member-waiting");
  g_signal_connect (stage->kiosk, "notice", G_CALLBACK (note_notice), &notice);
  cp_kiosk_start_flow (stage->kiosk, "redeem_reward", NULL);
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
  g_assert_nonnull (g_strrstr (notice, "head office has not been reached"));
}

static void
test_links_unknown_card (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  const CpJson *request;

  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Identify", "card-unknown");
  ui_stage_answer (stage, "Submit preview", "preview-benefit");
  tap (stage);
  cp_kiosk_link_unknown_card (stage->kiosk);
  g_assert_cmpstr (cp_kiosk_get_pending_uid (stage->kiosk), ==, "04A81F");
  cp_kiosk_open_member (stage->kiosk, "m-1");
  ui_stage_settle (stage);
  request = ui_fake_ledger_get_request (stage->ledger, "Submit preview");
  g_assert_cmpstr (cp_json_get_text (request, "kind"), ==, "link_card");
  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (request, "payload"), "uid"), ==, "04A81F");
  g_assert_null (cp_kiosk_get_pending_uid (stage->kiosk));
}

static void
test_finds (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_sign_in (stage);
  cp_kiosk_find (stage->kiosk, "berg");
  ui_stage_settle (stage);
  g_assert_cmpuint (
      json_array_size (cp_json_get_array (cp_kiosk_get_results (stage->kiosk), "members")), ==, 5);
  cp_kiosk_find (stage->kiosk, "");
  g_assert_null (cp_kiosk_get_results (stage->kiosk));
}

static void
test_dismisses (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_sign_in (stage);
  cp_kiosk_show_attention (stage->kiosk);
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_ATTENTION);
  ui_stage_answer (stage, "GetAttention", "attention-none");
  cp_kiosk_dismiss_attention (stage->kiosk, "o-1");
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "DismissAttention"), ==, 1);
  g_assert_cmpuint (
      json_array_size (cp_json_get_array (cp_kiosk_get_attention (stage->kiosk), "items")), ==, 0);
}

/* Each action does something without a warning, whatever is on screen. */
static void
test_actions (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GActionGroup *actions = cp_kiosk_make_actions (stage->kiosk);
  g_auto (GStrv) names = g_action_group_list_actions (actions);

  ui_stage_open (stage, "member");
  for (guint i = 0; names[i] != NULL; i++) {
    const GVariantType *type = g_action_group_get_action_parameter_type (actions, names[i]);

    g_action_group_activate_action (
        actions, names[i],
        type == NULL
            ? NULL
            : g_variant_new_string (g_str_equal (names[i], "flow") ? "block_card:c-1" : "m-1"));
    ui_stage_settle (stage);
  }
  g_object_unref (actions);
}

static void
add_customer_tests (void)
{
  g_test_add_func ("/kiosk/loads-what-is-shown-everywhere", test_loads);
  g_test_add_func ("/kiosk/customer/sees-own-figures", test_self_check);
  g_test_add_func ("/kiosk/customer/figures-clear-themselves", test_self_check_clears_itself);
  g_test_add_func ("/kiosk/customer/unknown-card-is-told-kindly", test_unknown_card);
  g_test_add_func ("/kiosk/customer/last-card-wins", test_last_card_wins);
  g_test_add_func ("/kiosk/customer/may-tap-before-the-lock", test_customer_before_lock);
}

static void
add_staff_tests (void)
{
  g_test_add_func ("/kiosk/staff/signs-in-and-out", test_signs_in);
  g_test_add_func ("/kiosk/staff/wrong-pin-is-told", test_wrong_pin);
  g_test_add_func ("/kiosk/staff/lock-keeps-the-place", test_lock_keeps_place);
  g_test_add_func ("/kiosk/staff/lock-hides-from-others", test_lock_hides_from_others);
  g_test_add_func ("/kiosk/staff/lock-awaits-nobody", test_lock_awaits_nobody);
  g_test_add_func ("/kiosk/staff/doing-nothing-locks", test_idle_locks);
  g_test_add_func ("/kiosk/staff/lost-session-locks", test_lost_session_locks);
}

static void
assert_notice (const char *notice, const char *part)
{
  g_assert_nonnull (notice);
  g_assert_nonnull (strstr (notice, part));
}

static void
keep_notice (char **place, const char *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

static void
test_scan_finds_member (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpJson *found =
      json_pack ("{s:[{s:s, s:{s:s}}]}", "members", "id", "m-1", "match", "field", "card");

  ui_stage_sign_in (stage);
  ui_fake_ledger_answer (stage->ledger, "Find", found);
  cp_kiosk_scanned (stage->kiosk, "501022041336");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
}

static void
test_scan_claims_receipt (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Find", "found-none");
  cp_kiosk_scanned (stage->kiosk, "HS-004417");
  ui_stage_settle (stage);
  flow = cp_kiosk_get_flow (stage->kiosk);
  g_assert_nonnull (flow);
  g_assert_cmpstr (cp_flow_get_spec (flow)->name, ==, "claim_receipt");
  g_assert_cmpstr (cp_json_get_text (cp_flow_get_form (flow), "number"), ==, "HS-004417");
  cp_kiosk_scanned (stage->kiosk, "HS-004418"); /* into the form that is open */
  g_assert_cmpstr (cp_json_get_text (cp_flow_get_form (flow), "number"), ==, "HS-004418");
}

static void
test_scan_elsewhere (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *notice = NULL;

  g_signal_connect_swapped (stage->kiosk, "notice", G_CALLBACK (keep_notice), &notice);
  cp_kiosk_scanned (stage->kiosk, "HS-004417");
  assert_notice (notice, "ask our staff");
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Find"), ==, 0);
  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Find", "found-none");
  cp_kiosk_scanned (stage->kiosk, "HS-004417");
  ui_stage_settle (stage);
  assert_notice (notice, "open the member");
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_HOME);
}

static void
test_training (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpJson *status = ui_fixture ("status-online");

  g_assert_false (cp_kiosk_get_training (stage->kiosk));
  cp_json_set_bool (status, "training", TRUE);
  ui_fake_ledger_answer (stage->ledger, "GetStatus", status);
  ui_fake_ledger_say_changed (stage->ledger, "status");
  ui_stage_settle (stage);
  g_assert_true (cp_kiosk_get_training (stage->kiosk));
}

static void
train (UiStage *stage)
{
  ui_stage_sign_in (stage);
  cp_kiosk_enter_training (stage->kiosk);
  ui_stage_settle (stage);
}

static const char *
get_token (UiStage *stage)
{
  return cp_json_get_text (cp_kiosk_get_session (stage->kiosk), "session");
}

/* The practice ledger's session, and back to the live one, which has waited. */
static void
test_training_and_back (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  train (stage);
  g_assert_true (cp_kiosk_get_training (stage->kiosk));
  g_assert_true (ui_fake_ledger_get_training (stage->ledger));
  g_assert_cmpstr (get_token (stage), ==, "practice-token");
  g_assert_cmpuint (json_array_size (cp_kiosk_get_cases (stage->kiosk)), ==, 4);
  cp_kiosk_open_member (stage->kiosk, "m-1");
  ui_stage_settle (stage);
  cp_kiosk_leave_training (stage->kiosk);
  ui_stage_settle (stage);
  g_assert_false (cp_kiosk_get_training (stage->kiosk));
  g_assert_false (ui_fake_ledger_get_training (stage->ledger));
  g_assert_cmpstr (get_token (stage), ==, "token-1");
  g_assert_null (cp_kiosk_get_view (stage->kiosk));
  g_assert_null (cp_kiosk_get_cases (stage->kiosk));
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_HOME);
}

/* The old practice session is given back first, so that nothing is asked with it any more. */
static void
test_training_afresh (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  cp_kiosk_train_afresh (stage->kiosk); /* nobody trains */
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "OpenTraining fresh"), ==, 0);
  train (stage);
  cp_kiosk_train_afresh (stage->kiosk);
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "OpenTraining"), ==, 1);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "OpenTraining fresh"), ==, 1);
  g_assert_true (cp_kiosk_get_training (stage->kiosk));
  g_assert_cmpstr (get_token (stage), ==, "practice-token");
}

/* Whoever goes away leaves the screen in earnest. */
static void
test_training_ends (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  train (stage);
  cp_kiosk_lock (stage->kiosk);
  ui_stage_settle (stage);
  g_assert_false (ui_fake_ledger_get_training (stage->ledger));
  g_assert_true (cp_kiosk_get_locked (stage->kiosk));
  cp_kiosk_sign_in (stage->kiosk, "anna", "1234");
  ui_stage_settle (stage);
  cp_kiosk_enter_training (stage->kiosk);
  ui_stage_settle (stage);
  g_assert_true (ui_fake_ledger_get_training (stage->ledger));
  cp_kiosk_sign_out (stage->kiosk);
  ui_stage_settle (stage);
  g_assert_false (ui_fake_ledger_get_training (stage->ledger));
  train (stage);
  ui_fake_ledger_set_available (stage->ledger, FALSE);
  ui_stage_settle (stage);
  g_assert_false (cp_kiosk_get_training (stage->kiosk));
  ui_fake_ledger_set_available (stage->ledger, TRUE);
  ui_stage_settle (stage);
}

static void
test_training_refused (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_fake_ledger_refuse (stage->ledger, "OpenTraining", CP_ERROR_NOT_ALLOWED,
                         "Your role may not practise");
  train (stage);
  g_assert_false (cp_kiosk_get_training (stage->kiosk));
  g_assert_false (cp_kiosk_get_locked (stage->kiosk));
  g_assert_cmpstr (get_token (stage), ==, "token-1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_customer_tests ();
  add_staff_tests ();
  g_test_add_func ("/kiosk/member/a-card-opens-the-page", test_opens_member);
  g_test_add_func ("/kiosk/member/follows-the-ledger", test_follows_changes);
  g_test_add_func ("/kiosk/member/another-card-asks-first", test_rival);
  g_test_add_func ("/kiosk/member/own-card-changes-nothing", test_same_card_in_flow);
  g_test_add_func ("/kiosk/member/says-why-not", test_says_why_not);
  g_test_add_func ("/kiosk/member/unknown-card-is-linked-next", test_links_unknown_card);
  g_test_add_func ("/kiosk/member/is-found", test_finds);
  g_test_add_func ("/kiosk/attention-is-dismissed", test_dismisses);
  g_test_add_func ("/kiosk/every-action-works", test_actions);
  g_test_add_func ("/kiosk/scan/a-card-finds-its-member", test_scan_finds_member);
  g_test_add_func ("/kiosk/scan/a-receipt-begins-a-claim", test_scan_claims_receipt);
  g_test_add_func ("/kiosk/scan/elsewhere-says-what-to-do", test_scan_elsewhere);
  g_test_add_func ("/kiosk/knows-practice", test_training);
  g_test_add_func ("/kiosk/training/goes-there-and-back", test_training_and_back);
  g_test_add_func ("/kiosk/training/begins-afresh", test_training_afresh);
  g_test_add_func ("/kiosk/training/ends-with-lock-sign-out-and-restart", test_training_ends);
  g_test_add_func ("/kiosk/training/is-refused-in-words", test_training_refused);
  return g_test_run ();
}
