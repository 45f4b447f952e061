/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Renders every page and stage, in the states that are hard to lay out, at every screen size, and
 * holds each to what every page must keep: it fits, and its buttons are large enough and named. The
 * pictures are for people to look at. */
#include "ui-screen.h"

typedef struct {
  const char *name;
  void (*set) (UiStage *stage, gpointer window);
} Scene;

static void
set_attract (UiStage *stage, gpointer window)
{
}

static void
set_attract_offline (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "GetStatus", "status-offline");
  ui_fake_ledger_say_changed (stage->ledger, "status");
  cp_kiosk_set_reader_state (stage->kiosk, "absent");
  ui_stage_settle (stage);
}

static void
set_attract_large (UiStage *stage, gpointer window)
{
  ui_press (window, "Large text");
}

static void
tap_as_customer (UiStage *stage, const char *fixture)
{
  ui_stage_answer (stage, "Identify customer", fixture);
  cp_kiosk_card_tapped (stage->kiosk, "04A81F", "mifare-classic");
  ui_stage_settle (stage);
}

static void
set_self_check (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "self-check");
}

static void
set_self_check_long (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "self-check-long");
}

static void
set_self_check_large (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "self-check");
  ui_press (window, "Large text");
}

static void
set_self_check_long_large (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "self-check-long");
  ui_press (window, "Large text");
}

static void
set_self_check_arabic (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "self-check-arabic");
}

static void
set_customer_blocked (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "card-blocked");
}

static void
set_customer_blocked_large (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "card-blocked");
  ui_press (window, "Large text");
}

static void
set_customer_unknown (UiStage *stage, gpointer window)
{
  tap_as_customer (stage, "card-unknown");
}

static void
set_sign_in (UiStage *stage, gpointer window)
{
  ui_press (window, "Staff");
}

static void
set_sign_in_wrong (UiStage *stage, gpointer window)
{
  ui_press (window, "Staff");
  ui_press (window, "Anna Keane");
  ui_fake_ledger_refuse (stage->ledger, "SignIn", CP_ERROR_NOT_ALLOWED, "Wrong PIN");
  for (const char *key = "1235"; *key != '\0'; key++) {
    char name[2] = { *key, '\0' };

    ui_press (window, name);
  }
  ui_press (window, "Enter");
  ui_stage_settle (stage);
}

static void
set_home (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member");
  cp_kiosk_go_home (stage->kiosk);
}

static void
set_home_empty (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "GetAttention", "attention-none");
  ui_stage_sign_in (stage);
}

static void
search (UiStage *stage, gpointer window, const char *fixture)
{
  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Find", fixture);
  gtk_widget_grab_focus (ui_find (window, "Search members"));
  cp_kiosk_find (stage->kiosk, "berg");
  ui_stage_settle (stage);
}

static void
set_search (UiStage *stage, gpointer window)
{
  search (stage, window, "found");
}

static void
set_search_many (UiStage *stage, gpointer window)
{
  search (stage, window, "found-many");
}

static void
set_search_none (UiStage *stage, gpointer window)
{
  search (stage, window, "found-none");
}

static void
set_member (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member");
}

static void
set_member_waiting (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "GetStatus", "status-offline");
  ui_fake_ledger_say_changed (stage->ledger, "status");
  ui_stage_open (stage, "member-waiting");
}

static void
set_member_arabic (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-arabic");
}

static void
set_member_japanese (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-japanese");
}

static void
set_member_empty (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-empty");
}

static void
set_member_blocked (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-blocked");
}

static void
set_receipts (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member");
  ui_press (window, "Receipts");
}

static void
set_cards (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-waiting");
  ui_press (window, "Cards");
}

static void
set_activity (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-waiting");
  ui_press (window, "Activity");
}

static void
set_details (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-waiting");
  ui_press (window, "Details");
}

static void
set_staff_problem (UiStage *stage, gpointer window)
{
  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Identify", "card-blocked");
  cp_kiosk_card_tapped (stage->kiosk, "04A81F", "mifare-classic");
  ui_stage_settle (stage);
}

static void
set_staff_unknown (UiStage *stage, gpointer window)
{
  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Identify", "card-unknown");
  cp_kiosk_card_tapped (stage->kiosk, "04A81F", "mifare-classic");
  ui_stage_settle (stage);
}

static void
start (UiStage *stage, gpointer window, const char *flow)
{
  ui_stage_open (stage, "member");
  ui_press (window, flow);
  ui_stage_settle (stage);
}

static void
set_choose_benefit (UiStage *stage, gpointer window)
{
  start (stage, window, "Issue benefit");
}

static void
set_review_benefit (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "Submit preview", "preview-benefit");
  start (stage, window, "Issue benefit");
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "");
  ui_stage_settle (stage);
}

static void
set_done_benefit (UiStage *stage, gpointer window)
{
  set_review_benefit (stage, window);
  ui_stage_answer (stage, "Submit", "done-benefit");
  ui_press (window, "Confirm");
  ui_stage_settle (stage);
}

static void
set_done_waiting (UiStage *stage, gpointer window)
{
  set_review_benefit (stage, window);
  ui_stage_answer (stage, "Submit", "done-waiting");
  ui_press (window, "Confirm");
  ui_stage_settle (stage);
}

static void
set_unsure (UiStage *stage, gpointer window)
{
  set_review_benefit (stage, window);
  ui_fake_ledger_refuse (stage->ledger, "Submit", CP_ERROR_UNKNOWN_OUTCOME, "The ledger went away");
  ui_press (window, "Confirm");
  ui_stage_settle (stage);
}

static void
set_approval (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "Submit preview", "needs-approval");
  start (stage, window, "Issue reward");
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "");
  ui_stage_settle (stage);
}

static void
set_amount (UiStage *stage, gpointer window)
{
  start (stage, window, "Redeem reward");
}

static void
set_review_redeem (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "Submit preview", "preview-redeem");
  start (stage, window, "Redeem reward");
  cp_flow_take_amount (cp_kiosk_get_flow (stage->kiosk), 1250, 0);
  ui_stage_settle (stage);
}

static void
set_claim (UiStage *stage, gpointer window)
{
  start (stage, window, "Claim receipt");
}

static void
set_block_reason (UiStage *stage, gpointer window)
{
  start (stage, window, "Block card");
}

static void
set_block_review (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "Submit preview", "preview-block");
  start (stage, window, "Block card");
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "Lost");
  ui_stage_settle (stage);
}

static void
set_replace_tap (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "Submit preview", "preview-block");
  ui_stage_answer (stage, "Submit", "done-block");
  start (stage, window, "Replace card");
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "Lost");
  ui_stage_settle (stage);
  ui_press (window, "Confirm");
  ui_stage_settle (stage);
}

static void
set_replace_review (UiStage *stage, gpointer window)
{
  set_replace_tap (stage, window);
  ui_stage_answer (stage, "Submit preview", "preview-replace");
  cp_kiosk_card_tapped (stage->kiosk, "0477C0", "mifare-classic");
  ui_stage_settle (stage);
}

static void
set_replace_refused (UiStage *stage, gpointer window)
{
  set_replace_tap (stage, window);
  ui_stage_answer (stage, "Submit preview", "refused-card-not-free");
  cp_kiosk_card_tapped (stage->kiosk, "0477C0", "mifare-classic");
  ui_stage_settle (stage);
}

static void
set_edit (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member");
  ui_press (window, "Details");
  ui_press (window, "Edit profile");
}

static void
set_enrol (UiStage *stage, gpointer window)
{
  ui_stage_sign_in (stage);
  ui_press (window, "New member");
}

static void
set_enrol_problems (UiStage *stage, gpointer window)
{
  set_enrol (stage, window);
  ui_press (window, "Continue");
}

static void
press_keys (gpointer window, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++) {
    ui_screen_draw (window);
    ui_press (window, names[i]);
  }
}

static void
set_keys_cyrillic (UiStage *stage, gpointer window)
{
  set_enrol (stage, window);
  press_keys (window, (const char *const[]){ "Other letters", "АБВ", "И", "в", "а", "н", NULL });
}

static void
set_keys_arabic (UiStage *stage, gpointer window)
{
  set_enrol (stage, window);
  press_keys (window, (const char *const[]){ "Other letters", "ابت", "ن", "و", "ر", NULL });
}

static void
set_keys_scripts (UiStage *stage, gpointer window)
{
  set_enrol (stage, window);
  press_keys (window, (const char *const[]){ "Other letters", NULL });
}

static void
set_keys_email (UiStage *stage, gpointer window)
{
  set_enrol (stage, window);
  gtk_widget_grab_focus (ui_find (window, "E-mail"));
}

static void
set_keys_phone (UiStage *stage, gpointer window)
{
  set_enrol (stage, window);
  gtk_widget_grab_focus (ui_find (window, "Phone"));
}

static void
set_look_alikes (UiStage *stage, gpointer window)
{
  g_autoptr (CpJson) texts = json_pack ("{s:s, s:s, s:s}", "given_name", "Dilek", "family_name",
                                        "Berg", "phone", "0861234567");

  set_enrol (stage, window);
  ui_stage_answer (stage, "Submit preview", "look-alikes");
  cp_flow_take_form (cp_kiosk_get_flow (stage->kiosk), texts);
  cp_flow_skip (cp_kiosk_get_flow (stage->kiosk));
  ui_stage_settle (stage);
}

static void
set_rival (UiStage *stage, gpointer window)
{
  start (stage, window, "Issue benefit");
  ui_stage_answer (stage, "Identify", "identified-other");
  cp_kiosk_card_tapped (stage->kiosk, "04BBBB", "mifare-classic");
  ui_stage_settle (stage);
}

static void
set_attention (UiStage *stage, gpointer window)
{
  ui_stage_sign_in (stage);
  ui_press (window, "Needs attention");
  ui_stage_settle (stage);
}

static void
set_attention_none (UiStage *stage, gpointer window)
{
  ui_stage_answer (stage, "GetAttention", "attention-none");
  ui_stage_sign_in (stage);
  ui_press (window, "Needs attention");
  ui_stage_settle (stage);
}

static void
set_status_sheet (UiStage *stage, gpointer window)
{
  set_member_waiting (stage, window);
  cp_kiosk_set_status_shown (stage->kiosk, TRUE);
}

static void
set_notice (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member-waiting");
  ui_press (window, "Redeem reward");
}

static void
set_locked (UiStage *stage, gpointer window)
{
  ui_stage_open (stage, "member");
  cp_kiosk_lock (stage->kiosk);
  ui_stage_settle (stage);
}

static void
set_restarting (UiStage *stage, gpointer window)
{
  ui_fake_ledger_set_available (stage->ledger, FALSE);
  ui_stage_settle (stage);
}

#define SCENE(name)   \
  {                   \
#name, set_##name \
  }

static const Scene SCENES[] = {
  SCENE (attract),
  SCENE (attract_offline),
  SCENE (attract_large),
  SCENE (self_check),
  SCENE (self_check_long),
  SCENE (self_check_large),
  SCENE (self_check_long_large),
  SCENE (self_check_arabic),
  SCENE (customer_blocked),
  SCENE (customer_blocked_large),
  SCENE (customer_unknown),
  SCENE (sign_in),
  SCENE (sign_in_wrong),
  SCENE (home),
  SCENE (home_empty),
  SCENE (search),
  SCENE (search_many),
  SCENE (search_none),
  SCENE (member),
  SCENE (member_waiting),
  SCENE (member_arabic),
  SCENE (member_japanese),
  SCENE (member_empty),
  SCENE (member_blocked),
  SCENE (receipts),
  SCENE (cards),
  SCENE (activity),
  SCENE (details),
  SCENE (staff_problem),
  SCENE (staff_unknown),
  SCENE (choose_benefit),
  SCENE (review_benefit),
  SCENE (done_benefit),
  SCENE (done_waiting),
  SCENE (unsure),
  SCENE (approval),
  SCENE (amount),
  SCENE (review_redeem),
  SCENE (claim),
  SCENE (block_reason),
  SCENE (block_review),
  SCENE (replace_tap),
  SCENE (replace_review),
  SCENE (replace_refused),
  SCENE (edit),
  SCENE (enrol),
  SCENE (enrol_problems),
  SCENE (keys_cyrillic),
  SCENE (keys_arabic),
  SCENE (keys_scripts),
  SCENE (keys_email),
  SCENE (keys_phone),
  SCENE (look_alikes),
  SCENE (rival),
  SCENE (attention),
  SCENE (attention_none),
  SCENE (status_sheet),
  SCENE (notice),
  SCENE (locked),
  SCENE (restarting),
};

static void
render (const Scene *scene, int width, int height, GtkTextDirection direction)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  const char *suffix = direction == GTK_TEXT_DIR_RTL ? "-rtl" : "";
  g_autofree char *name = g_strdup_printf ("%s-%dx%d%s", scene->name, width, height, suffix);
  CpWindow *window;

  gtk_widget_set_default_direction (direction);
  window = ui_screen_open (stage, width, height);
  scene->set (stage, window);
  ui_screen_draw (window);
  ui_save_picture (window, name);
  ui_check_targets (window);
  ui_check_fits (window);
  ui_screen_close (window);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_small (gconstpointer scene)
{
  render (scene, 1280, 800, GTK_TEXT_DIR_LTR);
}

static void
test_old_tills (gconstpointer scene)
{
  render (scene, 1024, 768, GTK_TEXT_DIR_LTR);
}

static void
test_large (gconstpointer scene)
{
  render (scene, 1920, 1080, GTK_TEXT_DIR_LTR);
}

static void
test_right_to_left (gconstpointer scene)
{
  render (scene, 1280, 800, GTK_TEXT_DIR_RTL);
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (SCENES); i++) {
    g_autofree char *small = g_strconcat ("/gallery/at-1280x800/", SCENES[i].name, NULL);
    g_autofree char *old = g_strconcat ("/gallery/at-1024x768/", SCENES[i].name, NULL);
    g_autofree char *large = g_strconcat ("/gallery/at-1920x1080/", SCENES[i].name, NULL);
    g_autofree char *mirrored = g_strconcat ("/gallery/right-to-left/", SCENES[i].name, NULL);

    g_test_add_data_func (small, &SCENES[i], test_small);
    g_test_add_data_func (old, &SCENES[i], test_old_tills);
    g_test_add_data_func (large, &SCENES[i], test_large);
    g_test_add_data_func (mirrored, &SCENES[i], test_right_to_left);
  }
  return g_test_run ();
}
