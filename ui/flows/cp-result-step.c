/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-result-step.h"

#include "cp-build.h"

#include <glib/gi18n-lib.h>

struct _CpResultStep {
  CpStepView parent_instance;

  GtkWidget *badge;
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *text;
  GtkLabel *detail;
  GtkWidget *said;
  GtkLabel *said_text;
  GtkLabel *next;
};

G_DEFINE_FINAL_TYPE (CpResultStep, cp_result_step, CP_TYPE_STEP_VIEW)

typedef struct {
  const char *icon;
  const char *class_name;
  const char *title;
} Look;

static const Look DONE = { "counterpart-check-symbolic", "good",
                           N_ ("Done, and head office has confirmed it") };
static const Look WAITING = { "counterpart-clock-symbolic", "warn",
                              N_ ("Done here, waiting for head office") };
static const Look ASKED = { "counterpart-clock-symbolic", "warn",
                            N_ ("Noted as a request; head office decides") };
static const Look ASKING = { "counterpart-clock-symbolic", "warn",
                             N_ ("Done here, asking head office …") };
static const Look ASKING_FIRST = { "counterpart-clock-symbolic", "warn",
                                   N_ ("Not done yet, asking head office …") };
static const Look CHANGED = { "counterpart-warning-symbolic", "warn",
                              N_ ("Head office made a change") };
static const Look UNDONE = { "counterpart-cross-symbolic", "bad", N_ ("Head office said no") };
static const Look REFUSED = { "counterpart-cross-symbolic", "bad", N_ ("Not done") };
static const Look UNSURE = { "counterpart-question-symbolic", "warn", N_ ("We can't tell yet") };

static const Look *
choose_look (CpFlow *flow)
{
  const CpJson *result = cp_flow_get_result (flow);
  const char *state = cp_json_get_text (result, "state");
  gboolean asked = cp_json_get_bool (result, "asked");

  if (cp_flow_get_stage (flow) == CP_STAGE_UNSURE)
    return &UNSURE;
  if (cp_flow_get_stage (flow) == CP_STAGE_REFUSED)
    return &REFUSED;
  if (cp_flow_is_asking (flow))
    return asked ? &ASKING_FIRST : &ASKING;
  if (g_strcmp0 (state, "waiting") == 0)
    return asked ? &ASKED : &WAITING;
  if (g_strcmp0 (state, "accepted_changed") == 0 || g_strcmp0 (state, "needs_review") == 0)
    return &CHANGED;
  return g_strcmp0 (state, "rejected") == 0 ? &UNDONE : &DONE;
}

static void
show_look (CpResultStep *self, const Look *look)
{
  static const char *const CLASSES[] = { "good", "warn", "bad" };

  for (gsize i = 0; i < G_N_ELEMENTS (CLASSES); i++)
    cp_build_set_class (self->badge, CLASSES[i], g_str_equal (CLASSES[i], look->class_name));
  gtk_image_set_from_icon_name (self->icon, look->icon);
  gtk_label_set_text (self->title, _ (look->title));
}

static char *
join_effects (const CpJson *result)
{
  GString *text = g_string_new (NULL);
  CpJson *effect;
  gsize i;

  json_array_foreach (cp_json_get_array (result, "effects"), i, effect)
  {
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", json_string_value (effect));
  }
  return g_string_free (text, FALSE);
}

static const char *
choose_said (CpFlow *flow, const Look *look)
{
  const CpFlowSpec *spec = cp_flow_get_spec (flow);
  const char *customer_text = cp_json_get_text (cp_flow_get_result (flow), "customer_text");

  if (customer_text != NULL)
    return customer_text;
  if ((look == &DONE || look == &WAITING) && spec->said_held != NULL && cp_flow_get_holds (flow))
    return _ (spec->said_held);
  if (look == &DONE && spec->said != NULL)
    return _ (spec->said);
  if (look == &ASKED || look == &ASKING_FIRST)
    return spec->said_asked != NULL
               ? _ (spec->said_asked)
               : _ ("I have asked our head office for it. It counts once they agree.");
  return look == &WAITING && spec->said_waiting != NULL ? _ (spec->said_waiting) : NULL;
}

static void
show (CpStepView *view, CpFlow *flow)
{
  CpResultStep *self = CP_RESULT_STEP (view);
  const CpJson *result = cp_flow_get_result (flow);
  const Look *look = choose_look (flow);
  const char *staff_text = cp_json_get_text (result, "staff_text");
  const char *said = choose_said (flow, look);
  g_autofree char *effects = join_effects (result);

  show_look (self, look);
  cp_build_show_text (self->detail, cp_json_get_text (result, "detail"));
  cp_build_show_text (self->next, cp_json_get_text (result, "next_action"));
  if (look == &UNSURE)
    gtk_label_set_text (self->text,
                        _ ("The connection to this device's records broke in the middle. "
                           "Trying again is safe: it is never done twice."));
  else
    cp_build_show_text (self->text, staff_text != NULL ? staff_text
                                    : cp_flow_get_problem (flow) != NULL
                                        ? cp_flow_get_problem (flow)
                                        : effects);
  gtk_widget_set_visible (self->said, said != NULL && look != &UNSURE);
  gtk_label_set_text (self->said_text, said != NULL ? said : "");
}

static void
proceed (CpStepView *view, CpFlow *flow)
{
  if (cp_flow_get_stage (flow) == CP_STAGE_UNSURE)
    cp_flow_confirm (flow);
  else
    cp_flow_finish (flow);
}

static void
cp_result_step_class_init (CpResultStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  cp_step_view_class_setup (CP_STEP_VIEW_CLASS (klass), "cp-result-step", show);
  CP_STEP_VIEW_CLASS (klass)->proceed = proceed;
  gtk_widget_class_bind_template_child (widget_class, CpResultStep, badge);
  gtk_widget_class_bind_template_child (widget_class, CpResultStep, icon);
  gtk_widget_class_bind_template_child (widget_class, CpResultStep, title);
  gtk_widget_class_bind_template_child (widget_class, CpResultStep, text);
  gtk_widget_class_bind_template_child (widget_class, CpResultStep, detail);
  gtk_widget_class_bind_template_child (widget_class, CpResultStep, said);
  gtk_widget_class_bind_template_child (widget_class, CpResultStep, said_text);
  gtk_widget_class_bind_template_child (widget_class, CpResultStep, next);
}

static void
cp_result_step_init (CpResultStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
