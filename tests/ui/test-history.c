/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-history.h"

#include "cp-build.h"
#include "ui-screen.h"

static GtkWidget *
make_entry (const CpJson *view, const CpJson *entry, gint64 now_ms)
{
  return cp_build_label (cp_json_get_text (entry, "number"), "t-body");
}

static void
add_stores (CpFilter *filter, CpKiosk *kiosk)
{
  cp_filter_add (filter, "harbour-street", "Harbour Street");
}

static const CpHistorySpec SPEC = {
  .what = "purchases",
  .seek = "Find one",
  .filters = { { .choices = { { NULL, "", "All" }, { "state", "cancelled", "Cancelled" } } },
               { .choices = { { NULL, "", "Ever" }, { "from_ms", "30", "30 days" } } },
               { .choices = { { NULL, "", "Any store" } }, .key = "store", .add = add_stores } },
  .make = make_entry,
  .nothing = "Nothing yet",
  .hint = "It appears here.",
};

static GtkWidget *
open_history (UiStage *stage, CpHistory **ret_history)
{
  CpHistory *history = g_object_new (CP_TYPE_HISTORY, NULL);
  GtkWidget *window = ui_screen_show (stage, GTK_WIDGET (history));

  ui_stage_open (stage, "member");
  cp_history_set_up (history, &SPEC, stage->kiosk, FALSE);
  cp_history_ask (history);
  ui_stage_settle (stage);
  ui_screen_draw (window);
  *ret_history = history;
  return window;
}

static const CpJson *
press (UiStage *stage, GtkWidget *window, const char *name)
{
  ui_press (window, name);
  ui_stage_settle (stage);
  ui_screen_draw (window);
  return ui_fake_ledger_get_request (stage->ledger, "Read purchases");
}

/* The ledger sorts and filters; what was chosen is in what it is asked. */
static void
test_asks (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpHistory *history;
  GtkWidget *window = open_history (stage, &history);
  const CpJson *request;

  g_assert_true (ui_sees (window, "HS-004417"));
  ui_check_targets (window);
  request = press (stage, window, "Cancelled");
  g_assert_cmpstr (cp_json_get_text (request, "state"), ==, "cancelled");
  g_assert_cmpint (cp_json_get_int (request, "from_ms", 0), ==, 0);
  request = press (stage, window, "30 days");
  g_assert_cmpint (cp_json_get_int (request, "from_ms", 0), ==,
                   stage->now_ms - G_GINT64_CONSTANT (30) * 86400000);
  request = press (stage, window, "Harbour Street");
  g_assert_cmpstr (cp_json_get_text (request, "store"), ==, "harbour-street");
  gtk_editable_set_text (GTK_EDITABLE (ui_find (window, "Find one")), "ms-1");
  ui_stage_settle (stage);
  request = ui_fake_ledger_get_request (stage->ledger, "Read purchases");
  g_assert_cmpstr (cp_json_get_text (request, "number"), ==, "ms-1");
  ui_screen_close (window);
}

static void
test_says_nothing (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpHistory *history;
  GtkWidget *window = open_history (stage, &history);

  ui_fake_ledger_answer (stage->ledger, "Read purchases", json_pack ("{s:[]}", "purchases"));
  press (stage, window, "Cancelled");
  g_assert_true (ui_sees (window, "Nothing like that"));
  press (stage, window, "All");
  g_assert_true (ui_sees (window, "Nothing yet"));
  ui_fake_ledger_refuse (stage->ledger, "Read purchases", CP_ERROR_NOT_ALLOWED,
                         "Your role may not read this");
  press (stage, window, "Cancelled");
  g_assert_true (ui_sees (window, "Your role may not read this"));
  ui_screen_close (window);
}

/* What was sought for one member is not sought for the next. */
static void
test_begins_anew (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpHistory *history;
  GtkWidget *window = open_history (stage, &history);
  const CpJson *request;

  press (stage, window, "Cancelled");
  ui_stage_answer (stage, "Identify", "identified-other");
  cp_kiosk_card_tapped (stage->kiosk, "04BB", "mifare-classic");
  ui_stage_settle (stage);
  cp_history_ask (history);
  ui_stage_settle (stage);
  request = ui_fake_ledger_get_request (stage->ledger, "Read purchases");
  g_assert_null (cp_json_get_text (request, "state"));
  g_assert_true (gtk_widget_has_css_class (ui_find (window, "All"), "on"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/history/asks-for-what-is-chosen", test_asks);
  g_test_add_func ("/history/says-that-there-is-nothing-or-why-not", test_says_nothing);
  g_test_add_func ("/history/begins-anew-for-each-member", test_begins_anew);
  return g_test_run ();
}
