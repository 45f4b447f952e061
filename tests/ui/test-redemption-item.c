/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-redemption-item.h"

#include "cp-flow.h"
#include "ui-screen.h"

static void
test_takes_back (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) view = ui_fixture ("member");
  const CpJson *redemption = json_array_get (cp_json_get_array (view, "redemptions"), 0);
  GtkWidget *window;

  ui_stage_open (stage, "member");
  window = ui_screen_show (stage, cp_redemption_item (view, redemption, stage->now_ms));
  g_assert_true (ui_sees (window, "€5 reward"));
  ui_press (window, "Take back €5 reward");
  g_assert_cmpstr (
      cp_json_get_text (cp_flow_get_payload (cp_kiosk_get_flow (stage->kiosk)), "redemption_id"),
      ==, "op-7");
  ui_screen_close (window);
}

/* What comes back to it can't be used. */
static void
test_says_of_what_it_was_voided (void)
{
  for (guint voided = 0; voided < 2; voided++) {
    g_autoptr (UiStage) stage = ui_stage_new ();
    g_autoptr (CpJson) view = ui_fixture ("member");
    CpJson *redemption = json_array_get (cp_json_get_array (view, "redemptions"), 0);
    GtkWidget *window;

    cp_json_set_text (redemption, "state", "lapsed");
    cp_json_set_bool (redemption, "of_voided", voided != 0);
    window = ui_screen_show (stage, cp_redemption_item (view, redemption, stage->now_ms));
    g_assert_true (ui_sees (window, "Lapsed, given back"));
    g_assert_cmpint (ui_sees (window, "Voided since"), ==, voided);
    ui_screen_close (window);
  }
}

/* What can't be claimed says which condition fails. */
static void
test_claims (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) view = ui_fixture ("member");
  const CpJson *refused = json_array_get (cp_json_get_array (view, "claims"), 1);
  GtkWidget *window = ui_screen_show (stage, cp_claim_item (view, refused, stage->now_ms));

  g_assert_true (ui_sees (window, "in the month of their birthday"));
  g_assert_null (ui_find (window, "Claim Birthday gift"));
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/redemption-item/can-be-taken-back", test_takes_back);
  g_test_add_func ("/redemption-item/says-of-what-it-was-voided", test_says_of_what_it_was_voided);
  g_test_add_func ("/redemption-item/claims-say-what-fails", test_claims);
  return g_test_run ();
}
