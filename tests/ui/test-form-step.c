/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-form-step.h"

#include "ui-screen.h"

static void
test_marks_fields (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpStepView *view;
  GtkWidget *window;

  ui_stage_sign_in (stage);
  window = ui_screen_show_step (stage, CP_TYPE_FORM_STEP, "enrol_member", &view);
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  gtk_editable_set_text (GTK_EDITABLE (ui_find (window, "E-mail")), "nobody");
  cp_step_view_proceed (view);
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "Needed"));
  g_assert_true (ui_sees (window, "That is no e-mail address"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (ui_find (window, "E-mail"))), ==, "nobody");
  g_assert_true (gtk_widget_has_css_class (ui_find (window, "First name"), "bad"));
  ui_check_targets (window);
  ui_screen_close (window);
}

static void
test_shows_values (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpStepView *view;
  GtkWidget *window;

  ui_stage_open (stage, "member");
  window = ui_screen_show_step (stage, CP_TYPE_FORM_STEP, "edit_profile", &view);
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  ui_screen_draw (window);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (ui_find (window, "Date of birth"))), ==,
                   "24 06 1987");
  g_signal_emit_by_name (gtk_widget_get_first_child (ui_find (window, "First name")), "activate");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) ==
                 gtk_widget_get_first_child (ui_find (window, "Last name")));
  ui_screen_close (window);
}

/* On the keys of the screen, from the member's page to what the ledger is asked. */
static void
test_types_below_zero (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = GTK_WIDGET (ui_screen_open (stage, 1280, 800));
  const char *const keys[] = { "−", "3", "0", "Done" };

  ui_stage_measure_sleeves (stage);
  ui_stage_open (stage, "member");
  cp_kiosk_start_flow (stage->kiosk, "edit_profile", NULL);
  ui_screen_draw (window);
  gtk_widget_grab_focus (ui_find (window, "Shoe size (EU)"));
  ui_screen_draw (window);
  g_assert_null (ui_find (window, "−"));
  gtk_widget_grab_focus (ui_find (window, "Sleeves longer by (mm)"));
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    ui_screen_draw (window);
    ui_press (window, keys[i]);
  }
  ui_press (window, "Continue");
  ui_stage_settle (stage);
  g_assert_cmpstr (
      cp_json_get_text (
          cp_json_get_object (cp_flow_get_payload (cp_kiosk_get_flow (stage->kiosk)), "set"),
          "sleeves"),
      ==, "-30");
  ui_screen_close (window);
}

/* What a number may be stands in its entry, also where that ends at zero. */
static void
test_a_number_may_end_at_zero (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpJson *programme = ui_fixture ("programme");
  CpStepView *view;
  GtkWidget *window;

  json_array_append_new (cp_json_get_array (programme, "form"),
                         json_pack ("{s:s, s:s, s:s, s:i, s:s, s:b}", "field", "hem", "label",
                                    "Hem shorter by (mm)", "type", "number", "min", -20, "max", "0",
                                    "editable", TRUE));
  ui_fake_ledger_answer (stage->ledger, "GetProgramme", programme);
  ui_fake_ledger_say_changed (stage->ledger, "programme");
  ui_stage_settle (stage);
  ui_stage_open (stage, "member");
  window = ui_screen_show_step (stage, CP_TYPE_FORM_STEP, "edit_profile", &view);
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  ui_screen_draw (window);
  g_assert_nonnull (
      strstr (gtk_entry_get_placeholder_text (GTK_ENTRY (ui_find (window, "Hem shorter by (mm)"))),
              "-20 – 0"));
  ui_screen_close (window);
}

static CpJson *
refuse_shoe_size (void)
{
  return json_pack ("{s:s,s:s,s:s,s:s}", "decision", "rejected", "code", "invalid", "field",
                    "shoe_size", "detail", "Shoe size (EU) must be from 15 to 52.");
}

/* What the ledger refuses is said beside the field, which has the focus. */
static void
test_points_at_what_is_refused (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpStepView *view;
  GtkWidget *window;
  GtkWidget *entry;

  ui_stage_open (stage, "member");
  window = ui_screen_show_step (stage, CP_TYPE_FORM_STEP, "edit_profile", &view);
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  gtk_editable_set_text (GTK_EDITABLE (ui_find (window, "Shoe size (EU)")), "380");
  ui_press (window, "Irish");
  ui_press (window, "Yes");
  ui_fake_ledger_answer (stage->ledger, "Submit preview", refuse_shoe_size ());
  cp_step_view_proceed (view);
  ui_stage_settle (stage);
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  ui_screen_draw (window);
  entry = ui_find (window, "Shoe size (EU)");
  g_assert_true (ui_sees (window, "Shoe size (EU) must be from 15 to 52."));
  g_assert_true (gtk_widget_has_css_class (entry, "bad"));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == gtk_widget_get_first_child (entry));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "380");
  ui_check_targets (window);
  ui_screen_close (window);
}

/* Staff see whether an answer matches, and as soon as there are enough no touch is needed. */
static void
test_compares_answers (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) texts = json_pack ("{s:s, s:s}", "field", "phone", "value", "0865550188");
  CpStepView *view;
  GtkWidget *window;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "needs-identification");
  ui_stage_answer (stage, "Read identify", "questions");
  window = ui_screen_show_step (stage, CP_TYPE_FORM_STEP, "change_contact", &view);
  cp_flow_take_form (cp_kiosk_get_flow (stage->kiosk), texts);
  ui_stage_settle (stage);
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  ui_screen_draw (window);
  ui_stage_answer (stage, "Read identify", "no-match");
  gtk_editable_set_text (GTK_EDITABLE (ui_find (window, "Date of birth")), "24 06 1987");
  g_signal_emit_by_name (gtk_widget_get_first_child (ui_find (window, "Date of birth")),
                         "activate");
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Read identify"), ==,
                    1); /* one is not enough */
  gtk_editable_set_text (GTK_EDITABLE (ui_find (window, "Postcode")), "D08");
  g_signal_emit_by_name (gtk_widget_get_first_child (ui_find (window, "Postcode")), "activate");
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Read identify"), ==, 2);
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  ui_screen_draw (window);
  g_assert_true (ui_sees (window, "No match"));
  g_assert_true (gtk_widget_has_css_class (ui_find (window, "Postcode"), "bad"));
  g_assert_false (gtk_widget_has_css_class (ui_find (window, "Date of birth"), "bad"));
  ui_check_targets (window);
  ui_screen_close (window);
}

typedef struct {
  GtkWidget *entry;
  GtkWidget *window;
} Shown;

/* All of it, between the strip at the top and the bar with the buttons. */
static gboolean
is_in_view (gpointer data)
{
  Shown *shown = data;
  GtkWidget *bar = gtk_widget_get_parent (ui_find (shown->window, "Continue"));
  graphene_rect_t place, below;

  if (!gtk_widget_compute_bounds (shown->entry, shown->window, &place) ||
      !gtk_widget_compute_bounds (bar, shown->window, &below))
    return FALSE;
  return place.origin.y >= 60 && place.origin.y + place.size.height <= below.origin.y;
}

static gboolean
is_above_keyboard (gpointer data)
{
  return ui_find (((Shown *) data)->window, "Hide") != NULL && is_in_view (data);
}

static GtkTextDirection
get_direction (GtkWidget *window, const char *name)
{
  return gtk_widget_get_direction (gtk_widget_get_first_child (ui_find (window, name)));
}

static GtkTextDirection
get_placeholder_direction (GtkWidget *window, const char *name)
{
  GtkWidget *text = gtk_widget_get_first_child (ui_find (window, name));
  GtkWidget *placeholder = gtk_widget_get_first_child (text);

  g_assert_true (GTK_IS_LABEL (placeholder));
  return gtk_widget_get_direction (placeholder);
}

/* Where staff read from right to left, `+353` is no `353+`, and a day has its year last. */
static void
test_numbers_are_not_turned (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpStepView *view;
  GtkWidget *window;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  ui_stage_open (stage, "member");
  window = ui_screen_show_step (stage, CP_TYPE_FORM_STEP, "edit_profile", &view);
  cp_step_view_show (view, cp_kiosk_get_flow (stage->kiosk));
  ui_screen_draw (window);
  g_assert_cmpint (get_direction (window, "Phone"), ==, GTK_TEXT_DIR_LTR);
  g_assert_cmpint (get_direction (window, "Date of birth"), ==, GTK_TEXT_DIR_LTR);
  g_assert_cmpint (get_direction (window, "Shoe size (EU)"), ==, GTK_TEXT_DIR_LTR);
  g_assert_cmpint (get_placeholder_direction (window, "Shoe size (EU)"), ==, GTK_TEXT_DIR_LTR);
  g_assert_cmpint (get_direction (window, "First name"), ==, GTK_TEXT_DIR_RTL);
  ui_screen_close (window);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_keeps_in_view (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  GtkWidget *window = GTK_WIDGET (ui_screen_open (stage, 1280, 800));
  Shown shown = { NULL, window };

  ui_stage_sign_in (stage);
  ui_press (window, "New member");
  ui_screen_draw (window);
  shown.entry = ui_find (window, "City");
  gtk_widget_grab_focus (shown.entry);
  ui_wait_for (is_above_keyboard, &shown, "the last entry to be in view");
  ui_screen_close (window);
}

static const struct {
  int width;
  int height;
  gboolean large;
} SIZES[] = {
  { 1024, 768, FALSE }, { 1280, 800, FALSE }, { 1280, 800, TRUE }, { 1920, 1080, TRUE }
};

static GtkWidget *
open_at (UiStage *stage, gsize size)
{
  GtkWidget *window = GTK_WIDGET (ui_screen_open (stage, SIZES[size].width, SIZES[size].height));

  ui_stage_open (stage, "member");
  cp_kiosk_set_large_text (stage->kiosk, SIZES[size].large);
  return window;
}

/* With the words of a refusal above it, which take a line more where letters are large. */
static void
test_what_was_refused_is_in_view (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (SIZES); i++) {
    g_autoptr (UiStage) stage = ui_stage_new ();
    Shown shown = { NULL, open_at (stage, i) };

    cp_kiosk_start_flow (stage->kiosk, "edit_profile", NULL);
    ui_screen_draw (shown.window);
    gtk_editable_set_text (GTK_EDITABLE (ui_find (shown.window, "Shoe size (EU)")), "380");
    ui_fake_ledger_answer (stage->ledger, "Submit preview", refuse_shoe_size ());
    ui_press (shown.window, "Continue");
    ui_stage_settle (stage);
    shown.entry = ui_find (shown.window, "Shoe size (EU)");
    ui_wait_for (is_above_keyboard, &shown, "what was refused to be in view");
    ui_screen_close (shown.window);
  }
}

/* Whoever is at the end of a form when it can't go on sees why. */
static void
test_what_is_wrong_above_comes_into_view (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (SIZES); i++) {
    g_autoptr (UiStage) stage = ui_stage_new ();
    Shown shown = { NULL, open_at (stage, i) };

    cp_kiosk_start_flow (stage->kiosk, "enrol_member", NULL);
    ui_screen_draw (shown.window);
    shown.entry = ui_find (shown.window, "Shoe size (EU)");
    gtk_widget_grab_focus (shown.entry);
    ui_wait_for (is_above_keyboard, &shown, "the end of the form");
    ui_press (shown.window, "Continue");
    shown.entry = ui_find (shown.window, "First name");
    g_assert_true (gtk_widget_has_css_class (shown.entry, "bad"));
    ui_wait_for (is_in_view, &shown, "the first that is wrong");
    ui_screen_close (shown.window);
  }
}

int
main (int argc, char **argv)
{
  ui_screen_init (&argc, &argv);
  g_test_add_func ("/form-step/points-at-what-is-refused", test_points_at_what_is_refused);
  g_test_add_func ("/form-step/marks-what-is-wrong", test_marks_fields);
  g_test_add_func ("/form-step/shows-what-stands-there", test_shows_values);
  g_test_add_func ("/form-step/takes-numbers-below-zero", test_types_below_zero);
  g_test_add_func ("/form-step/a-number-may-end-at-zero", test_a_number_may_end_at_zero);
  g_test_add_func ("/form-step/does-not-turn-numbers-around", test_numbers_are_not_turned);
  g_test_add_func ("/form-step/keeps-in-view-what-is-typed-into", test_keeps_in_view);
  g_test_add_func ("/form-step/shows-all-of-what-was-refused", test_what_was_refused_is_in_view);
  g_test_add_func ("/form-step/goes-back-to-what-is-wrong",
                   test_what_is_wrong_above_comes_into_view);
  g_test_add_func ("/form-step/compares-answers-as-soon-as-there-are-enough",
                   test_compares_answers);
  return g_test_run ();
}
