/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A kiosk whose staff read Arabic: the pages that they use most, as they look, and that figures, names and numbers
 * of cards keep their order in sentences that run the other way. The ledger's sentences are those of the catalogue. */
#include "cp-figure.h"
#include "cp-language.h"
#include "ui-golden.h"
#include "ui-screen.h"

#include <glib/gi18n-lib.h>

static void
set_find (UiStage *stage, gpointer window)
{
  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Find", "found");
  gtk_widget_grab_focus (ui_find (window, _ ("Search members")));
  cp_kiosk_find (stage->kiosk, "berg");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "5 أعضاء"));
  g_assert_true (ui_sees (window, "هاتف ···· \u20684567\u2069"));
}

static void
set_member (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-waiting");
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "\u2068\u2066−\u2066€20.00\u2069\u2069\u2069 في الانتظار"));
  g_assert_true (ui_sees (window, "\u2068\u2066+840\u2069\u2069 في الانتظار"));
}

/* The first as head office has it, the second as the ledger says it of two rewards. */
static CpJson *
say_effects (const char *fixture)
{
  CpJson *answer = ui_fixture (fixture);
  g_autofree char *sum = cp_figure_money (1250, "EUR", 2);
  g_autofree char *ten = cp_figure_money (1000, "EUR", 2);
  g_autofree char *rest = cp_figure_money (250, "EUR", 2);
  g_autofree char *left = cp_figure_money (700, "EUR", 2);
  g_autofree char *off = g_strdup_printf (_ ("%s can be taken off."), sum);
  g_autofree char *first =
      g_strdup_printf (_ ("Takes %s from %s: %s is left."), ten, "€10 off", "0");
  g_autofree char *second = g_strdup_printf (_ ("Takes %s from %s, good until %s: %s is left."),
                                             rest, "Birthday voucher", "15/7/2026", left);

  json_object_set_new (answer, "effects", json_pack ("[s,s,s]", off, first, second));
  return answer;
}

static void
set_review (UiStage *stage, gpointer window)
{
  CpJson *preview = say_effects ("preview-redeem");
  g_autofree char *held = g_strdup_printf (
      ngettext ("It is set aside for %d minute, and goes back by itself unless it is confirmed.",
                "It is set aside for %d minutes, and goes back by itself unless it is confirmed.",
                15),
      15);

  cp_json_set_text (preview, "if_held", held);
  ui_fake_ledger_answer (stage->ledger, "Submit preview", preview);
  ui_stage_open (stage, "member");
  ui_press (window, _ ("Redeem reward"));
  cp_flow_take_amount (cp_kiosk_get_flow (stage->kiosk), 1250, 0);
  ui_stage_settle (stage);
  ui_screen_draw (window);
  g_assert_true (
      ui_sees (window, "من \u2068Birthday voucher\u2069 الصالحة حتى \u206815/7/2026\u2069"));
}

static void
set_result (UiStage *stage, gpointer window)
{
  set_review (stage, window);
  ui_fake_ledger_answer (stage->ledger, "Submit", say_effects ("done-waiting"));
  ui_press (window, _ ("Confirm"));
  ui_stage_settle (stage);
}

static void
set_approval (UiStage *stage, gpointer window)
{
  CpJson *preview = say_effects ("needs-approval");

  json_object_del (preview, "detail");
  cp_json_set_text (preview, "staff_text", _ ("Somebody else has to approve this."));
  ui_fake_ledger_answer (stage->ledger, "Submit preview", preview);
  ui_stage_open (stage, "member");
  ui_press (window, _ ("Issue reward"));
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "");
  ui_stage_settle (stage);
  ui_screen_draw (window);
  ui_press (window, "Mia Doyle");
}

static const struct {
  const char *name;
  void (*set) (UiStage *stage, gpointer window);
} SCENES[] = {
  { "find", set_find },     { "member", set_member },     { "review", set_review },
  { "result", set_result }, { "approval", set_approval },
};

static void
test_picture (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *name = g_strdup_printf ("%s-staff-arabic", SCENES[i].name);
  g_autoptr (UiStage) stage = NULL;
  g_autoptr (GdkTexture) picture = NULL;
  CpWindow *window;

  cp_language_use ("ar", NULL);
  stage = ui_stage_new ();
  window = ui_screen_open (stage, 1280, 800);
  SCENES[i].set (stage, window);
  ui_screen_draw (window);
  picture = ui_save_picture (window, name);
  ui_golden_check (picture, "staff-in-arabic", SCENES[i].name);
  ui_check_targets (window);
  ui_check_fits (window);
  ui_screen_close (window);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (SCENES); i++) {
    g_autofree char *path = g_strconcat ("/staff-in-arabic/", SCENES[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_picture);
  }
  return g_test_run ();
}
