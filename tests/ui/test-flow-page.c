/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-flow-page.h"

#include "ui-screen.h"

static void
test_four_touches (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_FLOW_PAGE, NULL));

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-block");
  ui_stage_answer (stage, "Submit", "done-block");
  cp_kiosk_start_flow (stage->kiosk, "block_card", NULL); /* the first touch */
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Why is it blocked?"));
  g_assert_null (ui_find (window, "Confirm"));
  ui_press (window, "Lost");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Is this right?"));
  g_assert_true (gtk_widget_has_css_class (ui_find (window, "Confirm"), "destructive"));
  ui_press (window, "Confirm");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Done here, waiting for head office"));
  g_assert_null (ui_find (window, "Back"));
  ui_press (window, "Done");
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
  ui_screen_close (window);
}

/* A benefit that has a bill and several uses: its flow, asking. */
static GtkWidget *
open_benefit (UiStage *stage)
{
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_FLOW_PAGE, NULL));
  CpJson *view = ui_fixture ("member");

  cp_json_set_text (cp_document_find (cp_json_get_array (view, "incentives"), "id", "i-3"),
                    "definition", "gift_wrap");
  ui_stage_open (stage, "member");
  ui_fake_ledger_answer (stage->ledger, "GetMember", view);
  cp_kiosk_open_member (stage->kiosk, "m-1");
  ui_stage_settle (stage);
  ui_stage_answer (stage, "Submit preview", "preview-redeem");
  ui_stage_answer (stage, "Submit", "done-redeem");
  cp_kiosk_start_flow (stage->kiosk, "redeem_benefit", "i-3"); /* the first touch */
  ui_stage_settle (stage);
  ui_screen_draw (window);
  return window;
}

/* Uses and a bill besides: the last answer goes on by itself. */
static void
test_benefit_in_four_touches (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = open_benefit (stage);
  const CpJson *payload;

  ui_press (window, "2");
  g_assert_cmpuint (cp_flow_get_stage (cp_kiosk_get_flow (stage->kiosk)), ==, CP_STAGE_STEP);
  ui_press (window, "€40.00");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_null (ui_find (window, "Hold for the till")); /* the line on the member's page has it */
  ui_press (window, "Confirm");
  ui_stage_settle (stage);
  payload = cp_json_get_object (ui_fake_ledger_get_request (stage->ledger, "Submit"), "payload");
  g_assert_cmpint (cp_json_get_int (payload, "uses", 0), ==, 2);
  g_assert_cmpint (cp_json_get_int (cp_json_get_object (payload, "basket"), "total_minor", 0), ==,
                   4000);
  g_assert_false (cp_json_get_bool (payload, "hold"));
  ui_screen_close (window);
}

static void
test_holds (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_FLOW_PAGE, NULL));

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-redeem");
  ui_stage_answer (stage, "Submit", "done-redeem");
  cp_kiosk_start_flow (stage->kiosk, "redeem_reward", "i-1");
  ui_screen_draw (window);
  g_assert_null (ui_find (window, "Hold for the till"));
  cp_flow_take_amount (cp_kiosk_get_flow (stage->kiosk), 1250, 0);
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Hold for the till. It is set aside for 15 minutes"));
  ui_press (window, "Hold for the till");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (cp_json_get_bool (
      cp_json_get_object (ui_fake_ledger_get_request (stage->ledger, "Submit"), "payload"),
      "hold"));
  g_assert_true (ui_sees (window, "I have set it aside for you."));
  g_assert_null (ui_find (window, "Hold for the till"));
  ui_screen_close (window);
}

/* From the member's page: as it is to be set aside, how it is used, the bill, who approves, and their PIN. */
static void
test_benefit_held_in_four_touches (void)
{
  static const char *const TOUCHES[] = { "Hold Free coffee", "2", "€40.00", "Mia Doyle" };
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = ui_screen_open (stage, 1280, 800);
  CpJson *view = ui_fixture ("member");
  const CpJson *payload;

  cp_json_set_text (cp_document_find (cp_json_get_array (view, "incentives"), "id", "i-3"),
                    "definition", "gift_wrap");
  ui_stage_open (stage, "member");
  ui_fake_ledger_answer (stage->ledger, "GetMember", view);
  cp_kiosk_open_member (stage->kiosk, "m-1");
  ui_stage_answer (stage, "Submit preview", "needs-approval");
  ui_stage_answer (stage, "Submit", "done-redeem");
  ui_stage_settle (stage);
  for (gsize i = 0; i < G_N_ELEMENTS (TOUCHES); i++) {
    ui_screen_draw (window);
    ui_press (window, TOUCHES[i]);
    ui_stage_settle (stage);
  }
  g_assert_null (ui_find (window, "Hold for the till")); /* that was said */
  for (guint i = 0; i < 4; i++)
    ui_press (window, "7");
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 0);
  ui_press (window, "Enter");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  payload = cp_json_get_object (ui_fake_ledger_get_request (stage->ledger, "Submit"), "payload");
  g_assert_true (cp_json_get_bool (payload, "hold"));
  g_assert_cmpint (cp_json_get_int (payload, "uses", 0), ==, 2);
  g_assert_true (ui_sees (window, "I have set it aside for you."));
  ui_screen_close (window);
}

/* The keyboard's Done, after the last answer, is what a touch on an answer would be. */
static void
test_typed_bill_goes_on (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = open_benefit (stage);
  GtkWidget *bill = ui_find (window, "The bill comes to");

  g_signal_emit_by_name (gtk_widget_get_first_child (bill), "activate");
  g_assert_cmpuint (cp_flow_get_stage (cp_kiosk_get_flow (stage->kiosk)), ==, CP_STAGE_STEP);
  gtk_editable_set_text (GTK_EDITABLE (bill), "35");
  g_signal_emit_by_name (gtk_widget_get_first_child (bill), "activate");
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (cp_kiosk_get_flow (stage->kiosk)), ==, CP_STAGE_REVIEW);
  ui_screen_close (window);
}

static void
test_busy (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_FLOW_PAGE, NULL));

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-block");
  ui_stage_answer (stage, "Submit", "done-block");
  cp_kiosk_start_flow (stage->kiosk, "block_card", NULL);
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "Lost");
  ui_stage_settle (stage);
  ui_fake_ledger_stall (stage->ledger);
  ui_press (window, "Confirm");
  g_assert_false (gtk_widget_is_sensitive (ui_find (window, "Confirm")));
  g_assert_false (gtk_widget_is_sensitive (ui_find (window, "Cancel")));
  cp_flow_cancel (cp_kiosk_get_flow (stage->kiosk));
  g_assert_nonnull (cp_kiosk_get_flow (stage->kiosk));
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (cp_kiosk_get_flow (stage->kiosk)), ==, CP_STAGE_DONE);
  ui_screen_close (window);
}

/* As long as nothing is done yet there is a way out. */
static void
test_leaves_a_preview (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_FLOW_PAGE, NULL));

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-block");
  cp_kiosk_start_flow (stage->kiosk, "block_card", NULL);
  ui_fake_ledger_stall (stage->ledger);
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "Lost");
  ui_press (window, "Cancel");
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
  ui_fake_ledger_go_on (stage->ledger);
  ui_screen_close (window);
}

#define DOUBLE_TAP_MS 1500 /* longer than the ledger and the screen take here, whatever else runs */

/* One button in one place means something else at each stage: who taps twice meant the first of it. */
static void
test_double_taps (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_FLOW_PAGE, NULL));

  ui_screen_set_double_tap_ms (DOUBLE_TAP_MS);
  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-redeem");
  ui_stage_answer (stage, "Submit", "done-redeem");
  cp_kiosk_start_flow (stage->kiosk, "redeem_reward", "i-1");
  ui_screen_draw (window);
  ui_press (window, "5");
  ui_press (window, "Continue");
  ui_stage_settle (stage);
  g_assert_nonnull (ui_find (window, "Confirm"));
  g_assert_false (ui_tap_again (window, "Confirm"));
  g_assert_false (ui_tap_again (window, "Hold for the till"));
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 0);
  ui_press (window, "Confirm");
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 1);
  g_assert_nonnull (ui_find (window, "Done"));
  g_assert_false (ui_tap_again (window, "Done"));
  g_assert_nonnull (cp_kiosk_get_flow (stage->kiosk));
  ui_press (window, "Done");
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
  ui_screen_set_double_tap_ms (0);
  ui_screen_close (window);
}

/* The answers to the next question come where those to the first one were; replacing acts on the last. */
static void
test_double_taps_on_answers (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_FLOW_PAGE, NULL));
  g_autoptr (GPtrArray) cards = NULL;
  CpFlow *flow;

  ui_stage_open (stage, "member-waiting");
  ui_stage_answer (stage, "Submit", "done-block");
  cp_kiosk_start_flow (stage->kiosk, "replace_card", NULL);
  flow = cp_kiosk_get_flow (stage->kiosk);
  ui_screen_draw (window);
  ui_screen_set_double_tap_ms (DOUBLE_TAP_MS);
  cards = cp_flow_get_step (flow)->list_choices (flow);
  ui_press (window, ((CpChoice *) cards->pdata[1])->title);
  ui_stage_settle (stage);
  g_assert_cmpstr (cp_flow_get_step (flow)->key, ==, "reason_id");
  g_assert_false (ui_tap_again (window, "Lost"));
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 0);
  ui_press (window, "Lost");
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 1);
  ui_screen_set_double_tap_ms (0);
  ui_screen_close (window);
}

static void
test_cancels (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_FLOW_PAGE, NULL));

  ui_stage_open (stage, "member");
  cp_kiosk_start_flow (stage->kiosk, "issue_benefit", NULL);
  ui_screen_draw (window);
  ui_press (window, "Cancel");
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/flow-page/takes-four-touches-at-most", test_four_touches);
  g_test_add_func ("/flow-page/a-benefit-takes-four-touches-with-bill-and-uses",
                   test_benefit_in_four_touches);
  g_test_add_func ("/flow-page/holds-for-the-till", test_holds);
  g_test_add_func ("/flow-page/a-benefit-is-held-in-four-touches-and-a-pin",
                   test_benefit_held_in_four_touches);
  g_test_add_func ("/flow-page/what-is-typed-last-goes-on", test_typed_bill_goes_on);
  g_test_add_func ("/flow-page/waits-without-a-second-touch", test_busy);
  g_test_add_func ("/flow-page/a-double-tap-presses-one-button", test_double_taps);
  g_test_add_func ("/flow-page/a-double-tap-answers-one-question", test_double_taps_on_answers);
  g_test_add_func ("/flow-page/leaves-while-nothing-is-done-yet", test_leaves_a_preview);
  g_test_add_func ("/flow-page/cancels", test_cancels);
  return g_test_run ();
}
