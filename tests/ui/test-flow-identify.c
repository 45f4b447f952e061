/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-flow-form.h"
#include "ui-stage.h"

#include <string.h>

/* An associate changes a phone number: the ledger wants to know first who is there. */
static CpFlow *
begin (UiStage *stage)
{
  g_autoptr (CpJson) texts = json_pack ("{s:s, s:s}", "field", "phone", "value", "086 555 0188");
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "needs-identification");
  ui_stage_answer (stage, "Read identify", "questions");
  cp_kiosk_start_flow (stage->kiosk, "change_contact", NULL);
  flow = cp_kiosk_get_flow (stage->kiosk);
  cp_flow_take_form (flow, texts);
  ui_stage_settle (stage);
  return flow;
}

static void
say (UiStage *stage, const char *key, const char *answer)
{
  g_autoptr (CpJson) texts = json_pack ("{s:s}", key, answer);

  cp_flow_take_form (cp_kiosk_get_flow (stage->kiosk), texts);
  ui_stage_settle (stage);
}

static const CpJson *
get_asked (UiStage *stage)
{
  return ui_fake_ledger_get_request (stage->ledger, "Read identify");
}

static void
test_asks_what_the_ledger_would (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = begin (stage);
  g_autoptr (GPtrArray) fields = cp_flow_list_fields (flow);
  g_autofree char *text = cp_flow_describe_identity (flow);

  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_IDENTIFY);
  g_assert_cmpstr (cp_json_get_text (get_asked (stage), "member_id"), ==, "m-1");
  g_assert_cmpuint (json_object_size (cp_json_get_object (get_asked (stage), "answers")), ==, 0);
  g_assert_cmpuint (fields->len, ==, 5);
  for (guint i = 0; i < fields->len; i++) /* never what is stored */
    g_assert_cmpstr (((CpFlowField *) fields->pdata[i])->value, ==, "");
  g_assert_nonnull (strstr (text, "2 right answers"));
}

static void
test_right_answers_go_on_with_the_same (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = begin (stage);
  g_autofree char *id = g_strdup (
      cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "Submit preview"), "id"));
  g_autoptr (CpJson) yes = json_pack ("{s:b}", "identified", 1);

  ui_stage_answer (stage, "Read identify", "no-match");
  say (stage, "birth_date", "24 06 1987");
  g_assert_cmpstr (
      cp_json_get_text (cp_json_get_object (get_asked (stage), "answers"), "birth_date"), ==,
      "1987-06-24");
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_IDENTIFY);
  ui_fake_ledger_answer (stage->ledger, "Read identify", g_steal_pointer (&yes));
  ui_stage_answer (stage, "Submit preview", "preview-contact");
  say (stage, "city", "Dublin");
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REVIEW);
  g_assert_cmpstr (
      cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "Submit preview"), "id"), ==,
      id);
}

static void
test_an_answer_that_is_no_day_goes_nowhere (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = begin (stage);
  guint n = ui_fake_ledger_count (stage->ledger, "Read identify");

  say (stage, "birth_date", "June");
  g_assert_nonnull (cp_json_get_text (cp_flow_get_form_problems (flow), "birth_date"));
  say (stage, "city", " ");
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Read identify"), ==, n);
}

static void
test_their_card_saves_a_question (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = begin (stage);
  CpJson *theirs = ui_fixture ("questions");
  g_autofree char *text = NULL;

  cp_kiosk_card_tapped (stage->kiosk, "04AAAA", "ntag213");
  ui_stage_settle (stage);
  g_assert_nonnull (cp_flow_get_problem (flow)); /* somebody else's */
  cp_json_set_bool (theirs, "card", TRUE);
  cp_json_set_int (theirs, "needed", 1);
  ui_fake_ledger_answer (stage->ledger, "Read identify", theirs);
  cp_kiosk_card_tapped (stage->kiosk, "04BBBB", "ntag213");
  ui_stage_settle (stage);
  g_assert_null (cp_flow_get_problem (flow));
  g_assert_false (cp_flow_has_enough_answers (flow, 0));
  g_assert_true (cp_flow_has_enough_answers (flow, 1));
  text = cp_flow_describe_identity (flow);
  g_assert_nonnull (strstr (text, "their card"));
  say (stage, "city", "Cork");
  g_assert_cmpstr (cp_json_get_text (get_asked (stage), "card_uid"), ==, "04BBBB");
}

static void
test_too_many_wrong_answers_are_said (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = begin (stage);

  ui_fake_ledger_refuse (stage->ledger, "Read identify", CP_ERROR_UNAVAILABLE, "wait");
  say (stage, "city", "Cork");
  g_assert_true (g_str_has_prefix (cp_flow_get_problem (flow), "Too many wrong answers"));
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_IDENTIFY);
  cp_flow_go_back (flow);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_STEP);
}

/* Blocking before a replacement is done at once; so it is once it is known for whom. */
static void
test_what_is_done_at_once_is_done_then (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit", "needs-identification");
  ui_stage_answer (stage, "Read identify", "questions");
  cp_kiosk_start_flow (stage->kiosk, "replace_card", NULL);
  flow = cp_kiosk_get_flow (stage->kiosk);
  ui_choose (flow, "Lost");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_IDENTIFY);
  ui_fake_ledger_answer (stage->ledger, "Read identify", json_pack ("{s:b}", "identified", 1));
  ui_stage_answer (stage, "Submit", "done-block");
  say (stage, "city", "Cork");
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 2);
  g_assert_cmpstr (cp_flow_get_part (flow)->kind, ==, "replace_card");
}

static void
test_a_lost_session_locks (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = begin (stage);

  ui_fake_ledger_refuse (stage->ledger, "Read identify", CP_ERROR_NOT_ALLOWED, "No such session");
  say (stage, "city", "Dublin");
  g_assert_false (cp_kiosk_get_locked (stage->kiosk)); /* their role may not ask */
  ui_fake_ledger_refuse (stage->ledger, "GetAttention", CP_ERROR_NOT_ALLOWED, "No such session");
  say (stage, "city", "Dublin");
  g_assert_true (cp_kiosk_get_locked (stage->kiosk));
  g_assert_cmpstr (cp_flow_get_problem (flow), ==, "You were signed out meanwhile.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow-identify/asks-what-the-ledger-would-and-shows-nothing-stored",
                   test_asks_what_the_ledger_would);
  g_test_add_func ("/flow-identify/right-answers-go-on-with-the-same-operation",
                   test_right_answers_go_on_with_the_same);
  g_test_add_func ("/flow-identify/an-answer-that-is-no-day-goes-nowhere",
                   test_an_answer_that_is_no_day_goes_nowhere);
  g_test_add_func ("/flow-identify/their-card-saves-a-question", test_their_card_saves_a_question);
  g_test_add_func ("/flow-identify/too-many-wrong-answers-are-said",
                   test_too_many_wrong_answers_are_said);
  g_test_add_func ("/flow-identify/what-is-done-at-once-is-done-once-they-are-known",
                   test_what_is_done_at_once_is_done_then);
  g_test_add_func ("/flow-identify/a-lost-session-locks", test_a_lost_session_locks);
  return g_test_run ();
}
