/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-review-step.h"

#include "cp-build.h"
#include "cp-effects.h"

struct _CpReviewStep {
  CpStepView parent_instance;

  GtkWidget *picks;
  CpEffects *effects;
};

G_DEFINE_FINAL_TYPE (CpReviewStep, cp_review_step, CP_TYPE_STEP_VIEW)

static void
show (CpStepView *view, CpFlow *flow)
{
  CpReviewStep *self = CP_REVIEW_STEP (view);
  const GPtrArray *picks = cp_flow_get_picks (flow);

  cp_build_clear (self->picks);
  for (guint n = 0; n < picks->len; n++)
    gtk_box_append (GTK_BOX (self->picks), cp_build_chip (picks->pdata[n], ""));
  gtk_widget_set_visible (self->picks, picks->len > 0);
  cp_effects_show (self->effects, flow);
}

static void
proceed (CpStepView *view, CpFlow *flow)
{
  cp_flow_confirm (flow);
}

static void
cp_review_step_class_init (CpReviewStepClass *klass)
{
  g_type_ensure (CP_TYPE_EFFECTS);
  cp_step_view_class_setup (CP_STEP_VIEW_CLASS (klass), "cp-review-step", show);
  CP_STEP_VIEW_CLASS (klass)->proceed = proceed;
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpReviewStep, picks);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpReviewStep, effects);
}

static void
cp_review_step_init (CpReviewStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
