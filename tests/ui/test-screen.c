/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-screen.h"

#include "cp-attract-page.h"
#include "ui-screen.h"

/* A page that is not shown costs nothing, and is up to date once it is shown. */
static void
test_refreshes_when_seen (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *page = g_object_new (CP_TYPE_ATTRACT_PAGE, NULL);
  GtkWidget *window = ui_screen_show (stage, page);

  g_assert_true (ui_sees (window, "Tap your card"));
  gtk_widget_set_visible (page, FALSE);
  cp_kiosk_set_reader_state (stage->kiosk, "absent");
  gtk_widget_set_visible (page, TRUE);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Please ask our staff"));
  cp_kiosk_set_reader_state (stage->kiosk, "ready");
  g_assert_true (ui_sees (window, "Tap your card"));
  ui_screen_close (window);
}

static void
test_kiosk_is_set_once (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (UiStage) other = ui_stage_new ();
  CpScreen *page =
      g_object_ref_sink (g_object_new (CP_TYPE_ATTRACT_PAGE, "kiosk", stage->kiosk, NULL));

  cp_screen_set_kiosk (page, other->kiosk);
  g_assert_true (cp_screen_get_kiosk (page) == stage->kiosk);
  g_object_unref (page);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/screen/is-up-to-date-when-seen", test_refreshes_when_seen);
  g_test_add_func ("/screen/takes-its-kiosk-once", test_kiosk_is_set_once);
  return g_test_run ();
}
