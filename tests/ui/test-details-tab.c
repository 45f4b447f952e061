/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-details-tab.h"

#include "ui-screen.h"

static void
test_shows (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_DETAILS_TAB, NULL));

  ui_stage_open (stage, "member");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "First name"));
  g_assert_true (ui_sees (window, "Dilek"));
  g_assert_true (ui_sees (window, "24\u00a0Jun\u00a01987"));
  g_assert_true (ui_sees (window, "NF-204418"));
  g_assert_true (ui_sees (window, "Highest"));
  g_assert_true (ui_sees (window, "Internal: do not mention"));
  ui_check_targets (window);
  ui_press (window, "Remove VIP");
  g_assert_cmpstr (cp_flow_get_spec (cp_kiosk_get_flow (stage->kiosk))->name, ==, "remove_status");
  ui_screen_close (window);
}

static void
test_own_fields (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_DETAILS_TAB, NULL));

  ui_stage_open (stage, "member");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Shoe size (EU)"));
  g_assert_true (ui_sees (window, "Irish"));
  g_assert_true (ui_sees (window, "5\u00a0Sep\u00a02026"));
  g_assert_true (ui_sees (window, "Wants paper receipts"));
  g_assert_true (ui_sees (window, "Can't wear"));
  g_assert_true (ui_sees (window, "Not for your eyes"));
  ui_screen_close (window);
}

static void
test_empty (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_DETAILS_TAB, NULL));

  ui_stage_open (stage, "member-empty");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Member since"));
  ui_screen_close (window);
}

/* Of another store's member it is said where they are known. */
static void
test_thin (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = ui_screen_show (stage, g_object_new (CP_TYPE_DETAILS_TAB, NULL));

  ui_stage_open (stage, "member-thin");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Member of another store"));
  g_assert_true (ui_sees (window, "Patrick Street"));
  g_assert_true (ui_sees (window, "once head office can be reached"));
  g_assert_false (ui_sees (window, "Date of birth")); /* a page of dashes would tell nothing */
  g_assert_true (ui_sees (window, "Member since"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/details-tab/shows-all-that-there-is", test_shows);
  g_test_add_func ("/details-tab/shows-the-chains-own-fields", test_own_fields);
  g_test_add_func ("/details-tab/says-that-there-is-nothing", test_empty);
  g_test_add_func ("/details-tab/says-where-another-stores-member-is-known", test_thin);
  return g_test_run ();
}
