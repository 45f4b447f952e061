/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-choices.h"
#include "ui-stage.h"

static CpFlow *
begin (UiStage *stage, const char *name)
{
  ui_stage_open (stage, "member-manager");
  cp_kiosk_start_flow (stage->kiosk, name, NULL);
  ui_stage_settle (stage);
  return cp_kiosk_get_flow (stage->kiosk);
}

static void
tap (UiStage *stage, const char *uid)
{
  cp_kiosk_card_tapped (stage->kiosk, uid, "ntag213");
  ui_stage_settle (stage);
}

static const CpJson *
get_payload (UiStage *stage)
{
  return cp_json_get_object (ui_fake_ledger_get_request (stage->ledger, "Submit preview"),
                             "payload");
}

static void
test_searches (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = begin (stage, "merge_members");
  g_autoptr (GPtrArray) before = cp_choices_members (flow);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) after = NULL;

  g_assert_cmpuint (before->len, ==, 0); /* nobody but the one on screen was looked at */
  ui_stage_answer (stage, "Find", "found-many");
  cp_flow_find (flow, "b");
  cp_flow_find (flow, "berg");
  ui_stage_settle (stage);
  found = cp_choices_members (flow);
  g_assert_cmpuint (found->len, >, 3);
  for (guint i = 0; i < found->len; i++) /* never into themselves */
    g_assert_cmpstr (((CpChoice *) found->pdata[i])->id, !=, "m-1");
  g_assert_null (cp_kiosk_get_results (stage->kiosk)); /* the home page's search is another */
  cp_flow_find (flow, "");
  after = cp_choices_members (flow);
  g_assert_cmpuint (after->len, ==, 0);
}

static void
test_a_tap_says_who (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = begin (stage, "merge_members");

  ui_stage_answer (stage, "Submit preview", "preview-merge");
  ui_stage_answer (stage, "Identify", "identified"); /* the one on screen */
  tap (stage, "04AAAA");
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_STEP);
  ui_stage_answer (stage, "Identify", "card-blocked");
  tap (stage, "04CCCC");
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_STEP);
  g_assert_false (cp_flow_get_busy (flow));
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_FLOW);
  ui_stage_answer (stage, "Identify", "identified-other");
  tap (stage, "04BBBB");
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REVIEW);
  g_assert_nonnull (cp_json_get_text (get_payload (stage), "loser_id"));
  g_assert_cmpstr (cp_json_get_text (get_payload (stage), "loser_id"), !=, "m-1");
}

/* Both are here: two taps, and each card is asked for once. */
static void
test_two_taps_join (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = begin (stage, "join_family");

  ui_stage_answer (stage, "Submit preview", "preview-merge");
  ui_stage_answer (stage, "Identify", "identified-other");
  tap (stage, "04BBBB");
  g_assert_cmpstr (cp_flow_get_step (flow)->key, ==, "card_uid");
  tap (stage, "04AAAA");
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REVIEW);
  g_assert_cmpstr (cp_json_get_text (get_payload (stage), "card_uid"), ==, "04AAAA");
  g_assert_cmpstr (cp_json_get_text (get_payload (stage), "other_card_uid"), ==, "04BBBB");
  cp_flow_go_back (flow);
  cp_flow_go_back (flow); /* to whom; the card was theirs and goes with them */
  g_assert_null (cp_json_get_text (cp_flow_get_payload (flow), "other_card_uid"));
}

static void
test_sought_whoever_joins_shows_the_card (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = begin (stage, "join_family");
  CpChoice aylin = { .id = (char *) "m-9", .title = (char *) "Aylin" };

  ui_stage_answer (stage, "Submit preview", "preview-merge");
  cp_flow_choose (flow, &aylin);
  tap (stage, "04AAAA");
  g_assert_cmpstr (cp_flow_get_step (flow)->key, ==, "other_card_uid");
  tap (stage, "04BBBB");
  g_assert_cmpstr (cp_json_get_text (get_payload (stage), "other_member_id"), ==, "m-9");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow-member/searches-apart-from-the-home-page", test_searches);
  g_test_add_func ("/flow-member/a-tap-says-who-it-is", test_a_tap_says_who);
  g_test_add_func ("/flow-member/two-taps-join-two-members", test_two_taps_join);
  g_test_add_func ("/flow-member/who-was-sought-still-shows-the-card",
                   test_sought_whoever_joins_shows_the_card);
  return g_test_run ();
}
