/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-effects.h"

#include "ui-screen.h"

static CpFlow *
preview (UiStage *stage, const char *name)
{
  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", name);
  cp_kiosk_start_flow (stage->kiosk, "redeem_reward", NULL);
  cp_flow_take_amount (cp_kiosk_get_flow (stage->kiosk), 1250, 0);
  ui_stage_settle (stage);
  return cp_kiosk_get_flow (stage->kiosk);
}

/* Every sentence, and what setting it aside would do; that head office is told stands only in a review. */
static void
test_shows (void)
{
  static const char *const NAMES[] = { "preview-redeem", "needs-card" };

  for (gsize i = 0; i < G_N_ELEMENTS (NAMES); i++) {
    g_autoptr (UiStage) stage = ui_stage_new ();
    CpFlow *flow = preview (stage, NAMES[i]);
    const CpJson *effects = cp_json_get_array (cp_flow_get_result (flow), "effects");
    CpEffects *shown = g_object_new (CP_TYPE_EFFECTS, NULL);
    GtkWidget *window = ui_screen_show (stage, GTK_WIDGET (shown));

    cp_effects_show (shown, flow);
    ui_screen_draw (window);
    g_assert_cmpuint (json_array_size (effects), >, 0);
    for (gsize k = 0; k < json_array_size (effects); k++)
      g_assert_true (ui_sees (window, json_string_value (json_array_get (effects, k))));
    g_assert_true (ui_sees (window, "Hold for the till."));
    g_assert_cmpint (ui_sees (window, "is told at once"), ==, i == 0);
    ui_screen_close (window);
  }
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/effects/says-all-that-would-happen", test_shows);
  return g_test_run ();
}
