/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-form-step.h"

#include "cp-build.h"
#include "cp-flow-form.h"
#include "cp-keyboard.h"
#include "cp-large.h"
#include "cp-options.h"
#include "cp-scroller.h"

#include <glib/gi18n-lib.h>

struct _CpFormStep {
  CpStepView parent_instance;

  GtkLabel *problem;
  CpScroller *scroll;
  GtkGrid *grid;
  GPtrArray *entries;
  const CpStep *step; /* whose fields these are */
  CpStage stage;
  guint retyped;
  CpJson *pointed_at; /* (nullable): the problems that were shown last */
};

G_DEFINE_FINAL_TYPE (CpFormStep, cp_form_step, CP_TYPE_STEP_VIEW)

static const struct {
  GtkInputPurpose purpose;
  GtkInputHints hints;
  const char *placeholder;
} INPUTS[] = {
  [CP_INPUT_TEXT] = { GTK_INPUT_PURPOSE_FREE_FORM, GTK_INPUT_HINT_NO_SPELLCHECK, NULL },
  [CP_INPUT_NAME] = { GTK_INPUT_PURPOSE_NAME, GTK_INPUT_HINT_UPPERCASE_WORDS, NULL },
  [CP_INPUT_PHONE] = { GTK_INPUT_PURPOSE_PHONE, GTK_INPUT_HINT_NONE, NULL },
  [CP_INPUT_EMAIL] = { GTK_INPUT_PURPOSE_EMAIL, GTK_INPUT_HINT_LOWERCASE, NULL },
  [CP_INPUT_ISO_DAY] = { GTK_INPUT_PURPOSE_NUMBER, GTK_INPUT_HINT_NONE,
                         N_ ("Day month year: 24061987") },
  [CP_INPUT_DAY] = { GTK_INPUT_PURPOSE_NUMBER, GTK_INPUT_HINT_NONE,
                     N_ ("Day month year: 24062026") },
  [CP_INPUT_UNTIL] = { GTK_INPUT_PURPOSE_NUMBER, GTK_INPUT_HINT_NONE, N_ ("No end") },
  [CP_INPUT_MONEY] = { GTK_INPUT_PURPOSE_NUMBER, GTK_INPUT_HINT_NONE, N_ ("0.00") },
  [CP_INPUT_BASKET] = { GTK_INPUT_PURPOSE_NUMBER, GTK_INPUT_HINT_NONE, N_ ("0.00") },
  [CP_INPUT_COUNT] = { GTK_INPUT_PURPOSE_NUMBER, GTK_INPUT_HINT_NONE, NULL },
  [CP_INPUT_COUNT_LESS] = { GTK_INPUT_PURPOSE_NUMBER, GTK_INPUT_HINT_NONE, NULL },
  [CP_INPUT_CODE] = { GTK_INPUT_PURPOSE_DIGITS, GTK_INPUT_HINT_NONE, NULL },
  [CP_INPUT_OPTION] = { GTK_INPUT_PURPOSE_FREE_FORM, GTK_INPUT_HINT_NONE, NULL },
  [CP_INPUT_FLAG] = { GTK_INPUT_PURPOSE_FREE_FORM, GTK_INPUT_HINT_NONE, NULL },
  [CP_INPUT_NUMBER] = { GTK_INPUT_PURPOSE_NUMBER, GTK_INPUT_HINT_NONE, NULL },
};

static guint
count_filled (CpFormStep *self)
{
  guint n = 0;

  for (guint i = 0; i < self->entries->len; i++)
    n += *gtk_editable_get_text (self->entries->pdata[i]) != '\0';
  return n;
}

static gboolean
is_needed (GtkWidget *entry)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (entry), "required"));
}

/* Touched or typed last, it says all that is needed: a touch on *Continue* would be one too many. */
static void
on_last_answered (CpFormStep *self)
{
  CpFlow *flow = cp_step_view_get_flow (CP_STEP_VIEW (self));

  if (flow == NULL || cp_flow_get_busy (flow))
    return;
  for (guint i = 0; i < self->entries->len; i++)
    if (is_needed (self->entries->pdata[i]) &&
        *gtk_editable_get_text (self->entries->pdata[i]) == '\0')
      return;
  cp_step_view_proceed (CP_STEP_VIEW (self));
}

static void
leave_last_entry (CpFormStep *self, GtkWidget *entry)
{
  gtk_root_set_focus (gtk_widget_get_root (entry), NULL);
  if (self->stage == CP_STAGE_STEP && self->step->goes_on)
    on_last_answered (self);
}

/* The keyboard's Done goes to the next field; after the last one the keyboard has done its work.
 * Answers are looked at as soon as there are enough of them. */
static void
on_entry_activated (CpFormStep *self, GtkWidget *entry)
{
  CpFlow *flow = cp_step_view_get_flow (CP_STEP_VIEW (self));

  if (flow != NULL && cp_flow_has_enough_answers (flow, count_filled (self))) {
    cp_step_view_proceed (CP_STEP_VIEW (self));
    return;
  }
  for (guint i = 0; i < self->entries->len; i++) {
    if (self->entries->pdata[i] != entry)
      continue;
    while (++i < self->entries->len && !gtk_widget_get_visible (self->entries->pdata[i]))
      ;
    if (i < self->entries->len)
      gtk_widget_grab_focus (self->entries->pdata[i]);
    else
      leave_last_entry (self, entry);
    return;
  }
}

/* Whether it is picked and never typed: its entry only holds the choice. */
static gboolean
is_picked (const CpFlowField *field)
{
  return field->input == CP_INPUT_OPTION || field->input == CP_INPUT_FLAG;
}

/* Numbers, days and addresses read from left to right in every language: without this `+353` would
 * stand as `353+`, and a day with its year in front, where texts run from right to left. */
static gboolean
runs_left_to_right (const CpFlowField *field)
{
  GtkInputPurpose purpose = INPUTS[field->input].purpose;

  return purpose != GTK_INPUT_PURPOSE_FREE_FORM && purpose != GTK_INPUT_PURPOSE_NAME;
}

/* And so does what stands there while it is empty. */
static void
run_left_to_right (GtkWidget *text)
{
  gtk_widget_set_direction (text, GTK_TEXT_DIR_LTR);
  for (GtkWidget *child = gtk_widget_get_first_child (text); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_direction (child, GTK_TEXT_DIR_LTR);
}

static GtkWidget *
make_entry (CpFormStep *self, const CpFlowField *field)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), field->value);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), INPUTS[field->input].purpose);
  gtk_entry_set_input_hints (GTK_ENTRY (entry), INPUTS[field->input].hints);
  gtk_entry_set_max_length (GTK_ENTRY (entry),
                            field->max_length > 0 ? (int) field->max_length : 120);
  if (field->hint != NULL)
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), field->hint);
  else if (INPUTS[field->input].placeholder != NULL)
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ (INPUTS[field->input].placeholder));
  if (runs_left_to_right (field))
    run_left_to_right (gtk_widget_get_first_child (entry));
  if (field->below_zero)
    cp_keyboard_go_below_zero (GTK_EDITABLE (entry));
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_widget_set_visible (entry, !is_picked (field));
  gtk_widget_set_name (entry, field->key);
  cp_build_name (entry, field->label);
  g_signal_connect_object (entry, "activate", G_CALLBACK (on_entry_activated), self,
                           G_CONNECT_SWAPPED);
  g_ptr_array_add (self->entries, entry);
  return entry;
}

static GtkWidget *
make_head (const CpFlowField *field)
{
  GtkWidget *head = cp_build_box (GTK_ORIENTATION_HORIZONTAL, "gap10");
  GtkWidget *label = cp_build_label (field->label, "t-label");
  GtkWidget *problem = cp_build_label ("", "t-error");

  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_name (problem, "problem");
  gtk_box_append (GTK_BOX (head), label);
  gtk_box_append (GTK_BOX (head), problem);
  return head;
}

static GtkWidget *
make_field (CpFormStep *self, const CpFlowField *field)
{
  GtkWidget *box = cp_build_box (GTK_ORIENTATION_VERTICAL, "field gap4");
  GtkWidget *entry = make_entry (self, field);

  gtk_box_append (GTK_BOX (box), make_head (field));
  gtk_box_append (GTK_BOX (box), entry);
  if (field->options != NULL)
    gtk_box_append (GTK_BOX (box),
                    cp_options_new (GTK_EDITABLE (entry), field->options, field->required));
  return box;
}

/* What has more options than fit in half the width gets all of it. */
static void
place (CpFormStep *self, GtkWidget *widget, const CpFlowField *field, guint *at)
{
  gboolean wide = is_picked (field) && field->options != NULL && field->options->len > 4;

  *at += wide ? *at % 2 : 0;
  gtk_grid_attach (self->grid, widget, (int) *at % 2, (int) *at / 2, wide ? 2 : 1, 1);
  *at += wide ? 2 : 1;
}

static void
go_on_by_touch (CpFormStep *self, GtkWidget *field)
{
  GtkWidget *options = gtk_widget_get_last_child (field);

  for (GtkWidget *option = gtk_widget_get_first_child (options); option != NULL;
       option = gtk_widget_get_next_sibling (option))
    g_signal_connect_object (option, "clicked", G_CALLBACK (on_last_answered), self,
                             G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
fill (CpFormStep *self, CpFlow *flow)
{
  g_autoptr (GPtrArray) fields = cp_flow_list_fields (flow);
  guint at = 0;

  self->step = cp_flow_get_step (flow);
  self->stage = cp_flow_get_stage (flow);
  self->retyped = cp_flow_get_retyped (flow);
  g_ptr_array_set_size (self->entries, 0);
  cp_build_clear (GTK_WIDGET (self->grid));
  for (guint i = 0; i < fields->len; i++) {
    GtkWidget *field = make_field (self, fields->pdata[i]);

    g_object_set_data (G_OBJECT (self->entries->pdata[i]), "required",
                       GINT_TO_POINTER (((CpFlowField *) fields->pdata[i])->required));
    place (self, field, fields->pdata[i], &at);
    if (i == fields->len - 1 && self->step->goes_on)
      go_on_by_touch (self, field);
  }
  /* where a touch may do, the keyboard would only be in the way */
  if (fields->len > 0 && ((CpFlowField *) fields->pdata[0])->options == NULL)
    gtk_widget_grab_focus (self->entries->pdata[0]);
}

/* What stands beside a field's name, and how: what is wrong with it, or whether the answer matched. */
static const char *
choose_mark (CpFlow *flow, GtkWidget *entry, const char **ret_class)
{
  const char *key = gtk_widget_get_name (entry);
  const char *problem = cp_json_get_text (cp_flow_get_form_problems (flow), key);
  const CpJson *matches = cp_json_get_object (cp_flow_get_identity (flow), "answers");
  gboolean asks_who = cp_flow_get_stage (flow) == CP_STAGE_IDENTIFY;

  *ret_class = "t-sub";
  if (problem == NULL && !asks_who)
    return is_needed (entry) ? "" : _ ("optional");
  if (problem == NULL && json_object_get (matches, key) == NULL)
    return "";
  if (problem == NULL && cp_json_get_bool (matches, key)) {
    *ret_class = "t-good";
    return _ ("Match");
  }
  *ret_class = "t-error";
  return problem != NULL ? problem : _ ("No match");
}

static void
show_problems (CpFormStep *self, CpFlow *flow)
{
  static const char *const CLASSES[] = { "t-sub", "t-good", "t-error" };
  gboolean asks_who = cp_flow_get_stage (flow) == CP_STAGE_IDENTIFY;

  for (guint i = 0; i < self->entries->len; i++) {
    GtkWidget *entry = self->entries->pdata[i];
    GtkWidget *label = gtk_widget_get_last_child (gtk_widget_get_prev_sibling (entry));
    const char *class_name;
    const char *mark = choose_mark (flow, entry, &class_name);

    for (gsize k = 0; k < G_N_ELEMENTS (CLASSES); k++)
      cp_build_set_class (label, CLASSES[k], g_str_equal (CLASSES[k], class_name));
    cp_build_set_class (entry, "bad", g_str_equal (class_name, "t-error"));
    gtk_label_set_text (GTK_LABEL (label), mark);
  }
  cp_build_show_text (self->problem, asks_who
                                         ? cp_flow_get_problem (flow)
                                         : cp_json_get_text (cp_flow_get_form_problems (flow), ""));
}

static GtkWidget *
find_wrong (CpFormStep *self, const CpJson *problems)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (json_object_get (problems, gtk_widget_get_name (self->entries->pdata[i])) != NULL)
      return self->entries->pdata[i];
  return NULL;
}

/* Where one thing alone is wrong it gets the focus, and so comes into view; of several the first does, and
 * what is wrong with all of it, and whoever is there looks for the others. */
static void
point_at_problem (CpFormStep *self, const CpJson *problems)
{
  GtkWidget *wrong = find_wrong (self, problems);

  if (problems == self->pointed_at)
    return;
  cp_document_take (&self->pointed_at, json_incref ((CpJson *) problems));
  if (wrong != NULL && json_object_size (problems) == 1)
    gtk_widget_grab_focus (wrong);
  else if (problems != NULL)
    cp_large_bring_into_view (wrong != NULL ? gtk_widget_get_parent (wrong)
                                            : GTK_WIDGET (self->problem));
}

static void
show (CpStepView *view, CpFlow *flow)
{
  CpFormStep *self = CP_FORM_STEP (view);

  if (cp_step_view_is_fresh (view) || self->step != cp_flow_get_step (flow) ||
      self->stage != cp_flow_get_stage (flow) || self->retyped != cp_flow_get_retyped (flow))
    fill (self, flow);
  show_problems (self, flow);
  point_at_problem (self, cp_flow_get_form_problems (flow));
}

static void
proceed (CpStepView *view, CpFlow *flow)
{
  CpFormStep *self = CP_FORM_STEP (view);
  g_autoptr (CpJson) texts = json_object ();

  for (guint i = 0; i < self->entries->len; i++)
    cp_json_set_text (texts, gtk_widget_get_name (self->entries->pdata[i]),
                      gtk_editable_get_text (GTK_EDITABLE (self->entries->pdata[i])));
  gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
  cp_flow_take_form (flow, texts);
}

static void
finalize (GObject *object)
{
  g_clear_pointer (&CP_FORM_STEP (object)->entries, g_ptr_array_unref);
  cp_document_take (&CP_FORM_STEP (object)->pointed_at, NULL);
  G_OBJECT_CLASS (cp_form_step_parent_class)->finalize (object);
}

static void
cp_form_step_class_init (CpFormStepClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  cp_step_view_class_setup (CP_STEP_VIEW_CLASS (klass), "cp-form-step", show);
  CP_STEP_VIEW_CLASS (klass)->proceed = proceed;
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpFormStep, problem);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpFormStep, scroll);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpFormStep, grid);
}

static void
cp_form_step_init (CpFormStep *self)
{
  self->entries = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  cp_large_keep_focus_in_view (self->scroll);
}
