/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-own-offer.h"

#include "cp-scroller.h"
#include "ui-screen.h"

static GtkWidget *
show_of (UiStage *stage, const char *fixture, guint n, gboolean may_claim)
{
  g_autoptr (CpJson) reply = ui_fixture (fixture);
  const CpJson *claims = cp_json_get_array (cp_json_get_object (reply, "own"), "claims");

  GtkWidget *offer = cp_own_offer_new (json_array_get (claims, n), may_claim);

  return ui_screen_show (stage, g_object_new (CP_TYPE_SCROLLER, "child", offer, NULL));
}

static GtkWidget *
show (UiStage *stage, guint n, gboolean may_claim)
{
  return show_of (stage, "self-check-known", n, may_claim);
}

static void
test_says_until_when (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = show (stage, 0, TRUE);

  g_assert_true (ui_sees (window, "€5 off, because we have missed you"));
  g_assert_true (ui_sees (window, "use it by 12"));
  g_assert_false (ui_sees (window, "head office"));
  g_assert_nonnull (ui_find (window, "Take it: €5 welcome back"));
  ui_check_targets (window);
  ui_screen_close (window);
}

static void
test_says_who_decides (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = show (stage, 1, TRUE);

  g_assert_true (ui_sees (window, "Our head office decides whether you get it."));
  g_assert_true (ui_sees (window, "Ask for it"));
  g_assert_false (ui_sees (window, "use it by")); /* it has no end */
  ui_screen_close (window);
}

static void
test_says_what_it_needs (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = show (stage, 3, TRUE);

  g_assert_true (ui_sees (window, "Status must have one of staff; it has gold."));
  g_assert_null (ui_find (window, "Take it: €20 for staff"));
  ui_screen_close (window);
}

/* A number that can be copied does not tell who they are, so nobody is promised anything by it. */
static void
test_says_that_a_question_comes_first (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = show_of (stage, "self-check", 0, TRUE);

  g_assert_true (ui_sees (window, "We ask you a question first"));
  g_assert_false (ui_sees (window, "use it by"));
  g_assert_nonnull (ui_find (window, "Answer and take it: €5 welcome back"));
  g_assert_null (ui_find (window, "Take it: €5 welcome back"));
  ui_check_targets (window);
  ui_screen_close (window);
}

static void
test_who_may_take_none_has_no_button (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = show (stage, 0, FALSE);

  g_assert_null (ui_find (window, "Take it: €5 welcome back"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/own-offer/says-until-when", test_says_until_when);
  g_test_add_func ("/own-offer/says-who-decides", test_says_who_decides);
  g_test_add_func ("/own-offer/says-what-it-needs", test_says_what_it_needs);
  g_test_add_func ("/own-offer/says-that-a-question-comes-first",
                   test_says_that_a_question_comes_first);
  g_test_add_func ("/own-offer/who-may-take-none-has-no-button",
                   test_who_may_take_none_has_no_button);
  return g_test_run ();
}
