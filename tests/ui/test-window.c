/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-window.h"

#include "cp-language.h"
#include "ui-screen.h"

static void
test_one_page (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = ui_screen_open (stage, 1280, 800);

  g_assert_true (ui_sees (window, "Tap your card"));
  ui_press (window, "Staff");
  ui_screen_draw (window);
  g_assert_false (ui_sees (window, "Tap your card"));
  g_assert_true (ui_sees (window, "Staff sign-in"));
  ui_screen_close (window);
}

static void
test_restarting (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = ui_screen_open (stage, 1280, 800);

  ui_fake_ledger_set_available (stage->ledger, FALSE);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "One moment: restarting"));
  ui_fake_ledger_set_available (stage->ledger, TRUE);
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_false (ui_sees (window, "One moment: restarting"));
  ui_screen_close (window);
}

static void
test_rival (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = ui_screen_open (stage, 1280, 800);

  ui_stage_open (stage, "member");
  ui_screen_draw (window);
  ui_press (window, "Issue benefit");
  ui_stage_answer (stage, "Identify", "identified-other");
  cp_kiosk_card_tapped (stage->kiosk, "04BB", "mifare-classic");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Another card was tapped. Switch?"));
  ui_press (window, "Switch");
  ui_screen_draw (window);
  g_assert_false (ui_sees (window, "Another card was tapped."));
  g_assert_true (ui_sees (window, "Dilara Bergström"));
  ui_screen_close (window);
}

/* The words follow what becomes of it behind the question. */
static void
test_rival_while_it_is_done (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = ui_screen_open (stage, 1280, 800);
  GtkWidget *change;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-block");
  ui_stage_answer (stage, "Submit", "done-block");
  cp_kiosk_start_flow (stage->kiosk, "block_card", NULL);
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "Lost");
  ui_stage_answer (stage, "Identify", "identified-other");
  cp_kiosk_card_tapped (stage->kiosk, "04BB", "mifare-classic");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Nothing of what you are doing now"));
  change = ui_find (window, "Switch");
  ui_fake_ledger_stall (stage->ledger);
  cp_flow_confirm (cp_kiosk_get_flow (stage->kiosk));
  g_assert_true (ui_sees (window, "is being recorded just now"));
  g_assert_false (gtk_widget_is_sensitive (change));
  ui_fake_ledger_go_on (stage->ledger);
  ui_stage_settle (stage);
  g_assert_true (ui_sees (window, "has been recorded"));
  g_assert_true (gtk_widget_is_sensitive (change));
  ui_screen_close (window);
}

static void
test_notice (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = ui_screen_open (stage, 1280, 800);

  ui_stage_open (stage, "member-waiting");
  ui_screen_draw (window);
  ui_press (window, "Redeem reward");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Redeeming has to wait"));
  ui_screen_close (window);
}

static gboolean
is_told_to_hold (gpointer window)
{
  return ui_sees (window, "Hold the card still");
}

/* A card that takes longer than people wait has to stay, on every page. */
static void
test_says_hold_still (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = ui_screen_open (stage, 1280, 800);
  guint card;

  card = cp_kiosk_card_begins (stage->kiosk);
  g_assert_true (cp_kiosk_card_ends (stage->kiosk, card)); /* quick enough */
  cp_kiosk_card_tapped (stage->kiosk, "04AAAA", "ntag213");
  ui_stage_settle (stage);
  g_assert_false (is_told_to_hold (window));
  card = cp_kiosk_card_begins (stage->kiosk);
  ui_wait_for (is_told_to_hold, window, "the words");
  g_assert_true (cp_kiosk_card_ends (stage->kiosk, card));
  g_assert_false (is_told_to_hold (window));
  ui_screen_close (window);
}

static void
test_scale (void)
{
  g_assert_cmpfloat (cp_window_choose_scale (1280, 800), ==, 1);
  g_assert_cmpfloat (cp_window_choose_scale (1920, 1080), ==, 1.35);
  g_assert_cmpfloat (cp_window_choose_scale (640, 480), ==, 0.75);
  g_assert_cmpfloat (cp_window_choose_scale (7680, 4320), ==, 2.5);
}

/* From the page of a member to the end of the visit, by touch alone. */
static void
test_whole_visit (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = ui_screen_open (stage, 1280, 800);

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-benefit");
  ui_stage_answer (stage, "Submit", "done-benefit");
  ui_screen_draw (window);
  ui_press (window, "Issue benefit");
  ui_screen_draw (window);
  ui_press (window, "Free coffee");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  ui_press (window, "Confirm");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  ui_press (window, "Done");
  ui_screen_draw (window);
  ui_press (window, "End visit");
  ui_screen_draw (window);
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Waiting for a card"));
  g_assert_true (ui_sees (window, "The visit has ended."));
  ui_screen_close (window);
}

static gint64
scan (GtkWidget *window, const char *text, gint64 at_ms)
{
  for (; *text != '\0'; text++)
    cp_window_key (CP_WINDOW (window), gdk_unicode_to_keyval ((guint32) *text), at_ms += 5);
  g_assert_true (cp_window_key (CP_WINDOW (window), GDK_KEY_Return, at_ms += 5));
  return at_ms;
}

/* What a scanner sends can press nothing, whatever has the focus. */
static void
test_scan_presses_nothing (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = GTK_WIDGET (ui_screen_open (stage, 1280, 800));

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Find", "found-none");
  ui_screen_draw (window);
  gtk_widget_grab_focus (ui_find (window, "Block card"));
  g_assert_true (cp_window_key (CP_WINDOW (window), GDK_KEY_Return, 10));
  g_assert_true (cp_window_key (CP_WINDOW (window), GDK_KEY_space, 1000));
  g_assert_null (cp_kiosk_get_flow (stage->kiosk));
  scan (window, "HS-004417", 5000);
  ui_stage_settle (stage);
  g_assert_cmpstr (cp_flow_get_spec (cp_kiosk_get_flow (stage->kiosk))->name, ==, "claim_receipt");
  ui_screen_draw (window);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (ui_find (window, "Receipt number"))), ==,
                   "HS-004417");
  ui_screen_close (window);
}

static void
test_dims (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = GTK_WIDGET (ui_screen_open (stage, 1280, 800));

  g_assert_false (gtk_widget_has_css_class (window, "asleep"));
  cp_kiosk_dim (stage->kiosk);
  g_assert_true (gtk_widget_has_css_class (window, "asleep"));
  cp_kiosk_touch (stage->kiosk);
  g_assert_false (gtk_widget_has_css_class (window, "asleep"));
  ui_screen_close (window);
}

/* Whether or not GTK's own texts are there in that language. */
static void
test_runs_right_to_left (void)
{
  g_autoptr (UiStage) stage = NULL;
  CpWindow *window;

  cp_language_use ("ar", NULL);
  stage = ui_stage_new ();
  window = ui_screen_open (stage, 1280, 800);
  g_assert_cmpint (gtk_widget_get_default_direction (), ==, GTK_TEXT_DIR_RTL);
  g_assert_true (ui_sees (window, "قرّب بطاقتك"));
  cp_kiosk_set_language (stage->kiosk, "de");
  g_assert_cmpint (gtk_widget_get_default_direction (), ==, GTK_TEXT_DIR_LTR);
  cp_kiosk_set_language (stage->kiosk, NULL);
  g_assert_cmpint (gtk_widget_get_default_direction (), ==, GTK_TEXT_DIR_RTL);
  ui_screen_close (window);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  cp_language_use ("en", NULL);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/window/shows-one-page-at-a-time", test_one_page);
  g_test_add_func ("/window/waits-for-the-ledger-to-come-back", test_restarting);
  g_test_add_func ("/window/asks-before-switching", test_rival);
  g_test_add_func ("/window/question-follows-what-is-being-done", test_rival_while_it_is_done);
  g_test_add_func ("/window/shows-notices", test_notice);
  g_test_add_func ("/window/chooses-its-scale", test_scale);
  g_test_add_func ("/window/carries-a-whole-visit", test_whole_visit);
  g_test_add_func ("/window/a-scan-presses-nothing", test_scan_presses_nothing);
  g_test_add_func ("/window/is-dark-while-nobody-is-there", test_dims);
  g_test_add_func ("/window/says-to-hold-a-card-still", test_says_hold_still);
  g_test_add_func ("/window/runs-right-to-left-in-arabic", test_runs_right_to_left);
  return g_test_run ();
}
