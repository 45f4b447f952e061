/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-compare.h"

#include "cp-review-step.h"
#include "ui-screen.h"

static const CpJson *
get_kept (UiStage *stage)
{
  const CpJson *request = ui_fake_ledger_get_request (stage->ledger, "Submit preview");

  return cp_json_get_object (cp_json_get_object (request, "payload"), "keep");
}

/* What the ledger says once the city of the duplicate is kept. */
static CpJson *
swap_city (void)
{
  CpJson *preview = ui_fixture ("preview-merge");

  cp_json_set_bool (cp_document_find (cp_json_get_array (preview, "differences"), "field", "city"),
                    "takes_other", TRUE);
  return preview;
}

static CpStepView *
begin (UiStage *stage, GtkWidget **ret_window)
{
  CpChoice other = { .id = (char *) "m-9", .title = (char *) "Aylin" };
  CpStepView *view;

  ui_stage_open (stage, "member-manager");
  ui_stage_answer (stage, "Submit preview", "preview-merge");
  *ret_window = ui_screen_show_step (stage, CP_TYPE_REVIEW_STEP, "merge_members", &view);
  cp_flow_choose (cp_kiosk_get_flow (stage->kiosk), &other);
  ui_stage_settle (stage);
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  ui_screen_draw (*ret_window);
  return view;
}

static void
test_one_touch_keeps_the_other (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window;
  CpStepView *view = begin (stage, &window);
  CpFlow *flow = cp_kiosk_get_flow (stage->kiosk);

  g_assert_null (get_kept (stage)); /* nothing has to be chosen */
  g_assert_nonnull (ui_find (window, "City · Dublin · kept"));
  g_assert_nonnull (ui_find (window, "Language · Türkçe · not kept"));
  g_assert_nonnull (ui_find (window, "Newsletter in · Irish · kept"));
  g_assert_nonnull (ui_find (window, "Wedding day · 6\u00a0Sep\u00a02026 · not kept"));
  ui_fake_ledger_answer (stage->ledger, "Submit preview", swap_city ());
  ui_press (window, "City · Cork · not kept");
  ui_stage_settle (stage);
  g_assert_cmpstr (cp_json_get_text (get_kept (stage), "city"), ==, "loser");
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REVIEW);
  cp_step_view_show (view, flow);
  ui_screen_draw (window);
  g_assert_nonnull (ui_find (window, "City · Cork · kept"));
  ui_stage_answer (stage, "Submit preview", "preview-merge");
  ui_press (window, "City · Dublin · not kept");
  ui_stage_settle (stage);
  g_assert_cmpuint (json_object_size (get_kept (stage)), ==, 0);
  ui_screen_close (window);
}

static void
test_what_was_previewed_is_done (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window;
  const CpJson *done;

  begin (stage, &window);
  cp_flow_keep (cp_kiosk_get_flow (stage->kiosk), "city", TRUE);
  ui_stage_settle (stage);
  ui_stage_answer (stage, "Submit", "done");
  cp_flow_confirm (cp_kiosk_get_flow (stage->kiosk));
  ui_stage_settle (stage);
  done = ui_fake_ledger_get_request (stage->ledger, "Submit");
  g_assert_cmpstr (
      cp_json_get_text (cp_json_get_object (cp_json_get_object (done, "payload"), "keep"), "city"),
      ==, "loser");
  ui_screen_close (window);
}

static void
test_another_duplicate_begins_anew (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window;

  begin (stage, &window);
  cp_flow_keep (cp_kiosk_get_flow (stage->kiosk), "city", TRUE);
  ui_stage_settle (stage);
  cp_flow_go_back (cp_kiosk_get_flow (stage->kiosk));
  g_assert_null (
      cp_json_get_object (cp_flow_get_payload (cp_kiosk_get_flow (stage->kiosk)), "keep"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/compare/one-touch-keeps-the-other", test_one_touch_keeps_the_other);
  g_test_add_func ("/compare/what-was-previewed-is-done", test_what_was_previewed_is_done);
  g_test_add_func ("/compare/another-duplicate-begins-anew", test_another_duplicate_begins_anew);
  return g_test_run ();
}
