/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-card-step.h"

#include "cp-build.h"

#include <glib/gi18n-lib.h>

struct _CpCardStep {
  CpStepView parent_instance;

  GtkWidget *disc;
  GtkLabel *hint;
  GtkLabel *problem;
};

G_DEFINE_FINAL_TYPE (CpCardStep, cp_card_step, CP_TYPE_STEP_VIEW)

static void
show (CpStepView *view, CpFlow *flow)
{
  CpCardStep *self = CP_CARD_STEP (view);
  const char *state = cp_kiosk_get_reader_state (cp_flow_get_kiosk (flow));
  gboolean ready = g_strcmp0 (state, "ready") == 0;
  const char *hint = cp_flow_get_step (flow)->hint;

  cp_build_set_class (self->disc, "off", !ready);
  cp_build_show_text (self->problem, cp_flow_get_problem (flow));
  if (cp_flow_is_writing (flow) && cp_flow_get_busy (flow))
    gtk_label_set_text (self->hint, _ ("It is being written. Leave it where it is."));
  else if (!ready)
    gtk_label_set_text (self->hint,
                        _ ("The card reader is not ready. It is tried again by itself."));
  else
    gtk_label_set_text (self->hint, hint != NULL ? _ (hint) : "");
}

static void
proceed (CpStepView *view, CpFlow *flow)
{
  cp_flow_skip (flow);
}

static void
cp_card_step_class_init (CpCardStepClass *klass)
{
  cp_step_view_class_setup (CP_STEP_VIEW_CLASS (klass), "cp-card-step", show);
  CP_STEP_VIEW_CLASS (klass)->proceed = proceed;
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpCardStep, disc);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpCardStep, hint);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpCardStep, problem);
}

static void
cp_card_step_init (CpCardStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
