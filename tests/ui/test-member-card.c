/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-member-card.h"

#include "cp-format.h"

#include "ui-screen.h"

static GtkWidget *
show_view (UiStage *stage, const CpJson *view)
{
  CpMemberCard *card = g_object_new (CP_TYPE_MEMBER_CARD, NULL);
  GtkWidget *window = ui_screen_show (stage, GTK_WIDGET (card));

  cp_member_card_show (card, view, stage->now_ms);
  ui_screen_draw (window);
  return window;
}

static GtkWidget *
show (UiStage *stage, const char *name)
{
  g_autoptr (CpJson) view = ui_fixture (name);

  return show_view (stage, view);
}

static void
test_confirmed (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = show (stage, "member");

  g_assert_true (ui_sees (window, "Dilek Berg"));
  g_assert_true (ui_sees (window, "Gold"));
  g_assert_true (ui_sees (window, "€29.50"));
  g_assert_true (ui_sees (window, "1,240 Points"));
  g_assert_true (ui_sees (window, "Head office confirmed: 14:04"));
  g_assert_false (ui_sees (window, "waiting"));
  ui_screen_close (window);
}

static void
test_waiting (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = show (stage, "member-waiting");

  g_assert_true (ui_sees (window, "€1,234.50")); /* not added up */
  g_assert_true (ui_sees (window, "−€20.00 waiting"));
  g_assert_true (ui_sees (window, "+840 waiting"));
  g_assert_true (ui_sees (window, "9921")); /* the card that is not blocked */
  ui_screen_close (window);
}

static void
test_warnings (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = show (stage, "member-blocked");

  g_assert_true (ui_sees (window, "Account blocked"));
  ui_screen_close (window);
  window = show (stage, "member-empty");
  g_assert_true (ui_sees (window, "New, waiting"));
  g_assert_true (ui_sees (window, "No card that works"));
  ui_screen_close (window);
}

/* Unicode turns the arrow round itself, by what stands before it. */
static void
test_points_on (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = show (stage, "member");

  g_assert_true (ui_sees (window, "\u200e\u2068Gold\u2069\u00a0›"));
  ui_screen_close (window);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  window = show (stage, "member");
  g_assert_true (ui_sees (window, "\u200f\u2068Gold\u2069\u00a0›"));
  ui_screen_close (window);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* With whom the balance is shared, and no card of theirs for the member's own. */
static void
test_families (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) view = ui_fixture ("member");
  CpJson *card = json_array_get (cp_json_get_array (view, "cards"), 0);
  GtkWidget *window = show_view (stage, view);
  g_autofree char *tail = g_strdup (cp_format_card_tail (card));

  g_assert_false (ui_sees (window, "Family"));
  g_assert_true (ui_sees (window, tail));
  ui_screen_close (window);
  cp_json_set (view, "family",
               json_pack ("[{s:s}, {s:s}]", "name", "Ada Byron", "name", "Zoë Müller"));
  cp_json_set_text (card, "member_name", "Ada Byron");
  window = show_view (stage, view);
  g_assert_true (ui_sees (window, "Family: Ada Byron, Zoë Müller"));
  g_assert_false (ui_sees (window, tail));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/member-card/shows-what-is-confirmed", test_confirmed);
  g_test_add_func ("/member-card/marks-what-waits", test_waiting);
  g_test_add_func ("/member-card/says-with-whom-it-is-shared", test_families);
  g_test_add_func ("/member-card/warns", test_warnings);
  g_test_add_func ("/member-card/points-to-where-texts-end", test_points_on);
  return g_test_run ();
}
