/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-own-page.h"

#include "cp-kiosk-own.h"
#include "ui-screen.h"

static CpWindow *
show (UiStage *stage, const char *fixture, const char *button)
{
  CpWindow *window = ui_screen_open (stage, 1280, 800);

  ui_stage_tap (stage, fixture);
  ui_screen_draw (window);
  ui_press (window, button);
  ui_screen_draw (window);
  return window;
}

static void
accept (UiStage *stage)
{
  g_autoptr (CpJson) reply = ui_fixture ("self-check-known");
  CpJson *own = cp_json_get_object (reply, "own");
  CpJson *cell = json_array_get (cp_json_get_array (own, "subscriptions"), 0);
  CpJson *done = json_pack ("{s:s, s:s}", "decision", "accepted", "state", "waiting");

  cp_json_set_bool (cell, "opted_in", TRUE);
  cp_json_set_bool (cell, "waiting", TRUE);
  cp_json_set (done, "view", json_incref (own));
  ui_fake_ledger_answer (stage->ledger, "Submit", done);
}

/* What there is in words, the text before anything is agreed to, and what came of it. */
static void
test_agreeing_to_a_mailing (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = show (stage, "self-check-known", "My mailings");

  accept (stage);
  g_assert_nonnull (ui_find (window, "Offers, E-mail: yes"));
  ui_press (window, "News, E-mail: no");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "I agree that"));
  g_assert_true (ui_sees (window, "I can stop it at any time"));
  ui_press (window, "No, thank you");
  ui_screen_draw (window);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 0);
  ui_press (window, "News, E-mail: no");
  ui_screen_draw (window);
  ui_press (window, "I agree");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Thank you. You will get this: News · E-mail"));
  g_assert_true (ui_sees (window, "Our head office has not confirmed it yet."));
  g_assert_nonnull (ui_find (window, "News, E-mail: yes"));
  ui_check_targets (window);
  ui_screen_close (window);
}

static void
test_choosing_a_favourite (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = show (stage, "self-check-known", "My favourites");
  GtkWidget *entry;

  accept (stage);
  g_assert_nonnull (ui_find (window, "Take off: Linen shirt"));
  ui_press (window, "Add a product");
  ui_screen_draw (window);
  g_assert_null (ui_find (window, "Linen shirt")); /* it is there already */
  entry = ui_find (window, "Search");
  gtk_editable_set_text (GTK_EDITABLE (entry), "WOOL");
  ui_screen_draw (window);
  g_assert_null (ui_find (window, "Denim jacket"));
  ui_press (window, "Wool coat");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Now on your list: Wool coat"));
  ui_screen_close (window);
}

/* With what was taken off gone, the next line comes under the finger. */
static void
test_double_taps (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = show (stage, "self-check-known", "My favourites");

  accept (stage);
  ui_screen_set_double_tap_ms (1500); /* longer than all this takes, whatever else runs */
  ui_press (window, "Take off: Linen shirt");
  ui_stage_settle (stage);
  g_assert_true (ui_sees (window, "No longer on your list: Linen shirt"));
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 1);
  g_assert_false (ui_tap_again (window, "Take off: Linen shirt"));
  g_assert_false (ui_tap_again (window, "Back"));
  ui_press (window, "Take off: Linen shirt");
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, 2);
  ui_screen_set_double_tap_ms (0);
  ui_screen_close (window);
}

/* What there is in words, why not, and what came of it. */
static void
test_taking_an_offer (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = show (stage, "self-check-known", "My offers");

  accept (stage);
  g_assert_null (ui_find (window, "Take it: Gold evening"));
  g_assert_true (ui_sees (window, "It has been claimed already."));
  ui_press (window, "Take it: €5 welcome back");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "It is yours now: €5 welcome back"));
  g_assert_true (ui_sees (window, "Our head office has not confirmed it yet."));
  ui_check_targets (window);
  ui_screen_close (window);
}

static void
show_changed (UiStage *stage, const char *key, CpJson *value)
{
  CpJson *reply = ui_fixture ("self-check-known");

  cp_json_set (cp_json_get_object (reply, "own"), key, value);
  ui_fake_ledger_answer (stage->ledger, "Identify customer", reply);
  cp_kiosk_card_tapped (stage->kiosk, "04A81F", "ntag213");
  ui_stage_settle (stage);
  cp_kiosk_own_show (stage->kiosk, "offers");
}

static void
test_what_stands_there_without_offers (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = ui_screen_open (stage, 1280, 800);

  show_changed (stage, "claims", json_array ());
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "There is no offer for you just now."));
  show_changed (stage, "online", json_false ());
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "What you take is confirmed later."));
  show_changed (stage, "operations", json_object ());
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "You can't take an offer here just now."));
  g_assert_null (ui_find (window, "Take it: €5 welcome back"));
  ui_screen_close (window);
}

/* (transfer none): the entry in which a customer says who they are */
static GtkWidget *
ask_who (UiStage *stage, CpWindow *window)
{
  ui_fake_ledger_answer (
      stage->ledger, "Read identify",
      json_pack ("{s:b, s:i, s:[s]}", "identified", FALSE, "needed", 1, "questions", "postcode"));
  ui_press (window, "News, E-mail: no");
  ui_screen_draw (window);
  ui_press (window, "I agree");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "What is your postcode?"));
  return ui_find (window, "Your answer");
}

/* Anything may change in the chain while somebody types, after a wrong answer too. */
static void
test_what_is_being_typed_stays (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = show (stage, "self-check", "My mailings");
  GtkEditable *entry = GTK_EDITABLE (ask_who (stage, window));

  for (guint i = 0; i < 2; i++) {
    gtk_editable_set_text (entry, "D02 NF36");
    ui_press (window, "Continue");
    ui_stage_settle (stage);
    g_assert_cmpstr (gtk_editable_get_text (entry), ==, ""); /* each time that it was wrong */
    g_assert_true (ui_sees (window, "That is not what we have."));
  }
  gtk_editable_set_text (entry, "D0");
  ui_fake_ledger_say_changed (stage->ledger, "accounts");
  ui_stage_settle (stage);
  g_assert_cmpstr (gtk_editable_get_text (entry), ==, "D0");
  g_assert_true (ui_sees (window, "That is not what we have."));
  ui_screen_close (window);
}

/* What was typed to show who somebody is stands nowhere any more. */
static void
test_what_was_answered_is_gone (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = show (stage, "self-check", "My mailings");
  GtkWidget *entry = ask_who (stage, window);

  gtk_editable_set_text (GTK_EDITABLE (entry), "D02 NF36");
  ui_press (window, "Done");
  ui_stage_settle (stage);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  g_assert_cmpuint (cp_kiosk_get_page (stage->kiosk), ==, CP_PAGE_ATTRACT);
  ui_screen_close (window);
}

/* Offers are there only where members may claim. */
static void
test_without_offers_there_is_no_button (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = ui_screen_open (stage, 1280, 800);
  CpJson *reply = ui_fixture ("self-check");

  json_object_del (cp_json_get_object (reply, "own"), "claims");
  ui_fake_ledger_answer (stage->ledger, "Identify customer", reply);
  cp_kiosk_card_tapped (stage->kiosk, "04A8", "ntag213");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_null (ui_find (window, "My offers"));
  g_assert_nonnull (ui_find (window, "My mailings"));
  ui_screen_close (window);
}

/* Whoever only wants the balance sees nothing of it where the chain has none of it. */
static void
test_without_a_right_there_is_no_button (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpWindow *window = ui_screen_open (stage, 1280, 800);
  CpJson *reply = ui_fixture ("self-check");

  json_object_del (reply, "own");
  ui_fake_ledger_answer (stage->ledger, "Identify customer", reply);
  cp_kiosk_card_tapped (stage->kiosk, "04A8", "ntag213");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_null (ui_find (window, "My mailings"));
  g_assert_nonnull (ui_find (window, "Done"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/own-page/agreeing-to-a-mailing", test_agreeing_to_a_mailing);
  g_test_add_func ("/own-page/choosing-a-favourite", test_choosing_a_favourite);
  g_test_add_func ("/own-page/taking-an-offer", test_taking_an_offer);
  g_test_add_func ("/own-page/a-double-tap-takes-one-line", test_double_taps);
  g_test_add_func ("/own-page/what-stands-there-without-offers",
                   test_what_stands_there_without_offers);
  g_test_add_func ("/own-page/what-is-being-typed-stays", test_what_is_being_typed_stays);
  g_test_add_func ("/own-page/what-was-answered-is-gone", test_what_was_answered_is_gone);
  g_test_add_func ("/own-page/without-offers-there-is-no-button",
                   test_without_offers_there_is_no_button);
  g_test_add_func ("/own-page/without-a-right-there-is-no-button",
                   test_without_a_right_there_is_no_button);
  return g_test_run ();
}
