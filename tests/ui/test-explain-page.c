/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-explain-page.h"

#include "cp-flow-form.h"
#include "cp-reading.h"
#include "ui-screen.h"

static GtkWidget *
open_page (UiStage *stage, const char *fixture)
{
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_EXPLAIN_PAGE, NULL));

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Read explain", fixture);
  cp_kiosk_ask_missing_points (stage->kiosk);
  ui_screen_draw (window);
  return window;
}

static void
look_up (UiStage *stage, GtkWidget *window, const char *number)
{
  gtk_editable_set_text (GTK_EDITABLE (ui_find (window, "Receipt number")), number);
  ui_press (window, "Look up");
  ui_stage_settle (stage);
  ui_screen_draw (window);
}

/* From a number to a claim that only needs to be confirmed. */
static void
test_claims (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = open_page (stage, "explain-unattributed");
  const CpJson *request;
  CpFlow *flow;

  g_assert_false (gtk_widget_is_sensitive (ui_find (window, "Look up")));
  look_up (stage, window, " HS-009999 ");
  request = ui_fake_ledger_get_request (stage->ledger, "Read explain");
  g_assert_cmpstr (cp_json_get_text (request, "number"), ==, "HS-009999");
  g_assert_cmpstr (cp_json_get_text (request, "member_id"), ==, "m-1");
  g_assert_true (ui_sees (window, "The receipt is known."));
  g_assert_true (ui_sees (window, "is not credited to an account"));
  g_assert_true (ui_sees (window, "We can add it now."));
  ui_check_targets (window);
  ui_stage_answer (stage, "Submit preview", "preview-claim");
  ui_press (window, "Claim receipt");
  ui_stage_settle (stage);
  flow = cp_kiosk_get_flow (stage->kiosk);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REVIEW);
  g_assert_cmpstr (cp_json_get_text (cp_flow_get_payload (flow), "number"), ==, "HS-009999");
  cp_flow_go_back (flow); /* the rest may still be typed */
  g_assert_cmpstr (cp_json_get_text (cp_flow_get_form (flow), "number"), ==, "HS-009999");
  ui_screen_close (window);
}

static void
test_known_purchase (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = open_page (stage, "explain-credited");

  ui_press (window, "Receipt HS-004417");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "A message was delivered."));
  g_assert_null (ui_find (window, "Receipt number"));
  ui_press (window, "Show points");
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
  g_assert_cmpuint (cp_kiosk_get_tab (stage->kiosk), ==, CP_TAB_POINTS);
  ui_screen_close (window);
}

/* Each begins what it should, with what is known filled in. */
static void
test_next_actions (void)
{
  static const struct {
    const char *fixture;
    const char *button;
    const char *flow;
    const char *field;
    const char *text;
  } ROWS[] = {
    { "explain-expired", "Make it good", "add_points", "amount", "84" },
    { "explain-expired", "Make it good", "add_points", "note", "HS-004417" },
    { "explain-elsewhere", "Make it a task", "add_task", "text", "HS-009999" },
    { "explain-cancelled", "Done", NULL, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ROWS); i++) {
    g_autoptr (UiStage) stage = ui_stage_new ();
    GtkWidget *window = open_page (stage, ROWS[i].fixture);
    CpFlow *flow;

    look_up (stage, window, "HS");
    ui_press (window, ROWS[i].button);
    flow = cp_kiosk_get_flow (stage->kiosk);
    if (ROWS[i].flow == NULL) {
      g_assert_null (flow);
      g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
    } else {
      g_assert_cmpstr (cp_flow_get_spec (flow)->name, ==, ROWS[i].flow);
      g_assert_nonnull (
          strstr (cp_json_get_text (cp_flow_get_form (flow), ROWS[i].field), ROWS[i].text));
    }
    ui_screen_close (window);
  }
}

static void
test_another (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = open_page (stage, "explain-cancelled");

  look_up (stage, window, "HS-004102");
  ui_press (window, "Another purchase");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "For which purchase"));
  ui_fake_ledger_refuse (stage->ledger, "Read explain", CP_ERROR_NOT_ALLOWED,
                         "Your role may not read this");
  look_up (stage, window, "1");
  g_assert_true (ui_sees (window, "Your role may not read this"));
  ui_press (window, "Back");
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_MEMBER);
  ui_screen_close (window);
}

static void
test_scans (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = open_page (stage, "explain-unattributed");

  ui_stage_answer (stage, "Find", "found-none");
  cp_kiosk_scanned (stage->kiosk, "HS-009999");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "The receipt is known."));
  cp_kiosk_go_home (stage->kiosk); /* the next member's purchases are others */
  g_assert_null (cp_reading_get_reply (cp_kiosk_get_explanation (stage->kiosk)));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/explain-page/leads-to-a-claim", test_claims);
  g_test_add_func ("/explain-page/offers-the-last-purchases", test_known_purchase);
  g_test_add_func ("/explain-page/begins-what-is-to-be-done", test_next_actions);
  g_test_add_func ("/explain-page/asks-again-and-says-what-is-wrong", test_another);
  g_test_add_func ("/explain-page/takes-a-scan", test_scans);
  return g_test_run ();
}
