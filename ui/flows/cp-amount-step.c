/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-amount-step.h"

#include "cp-amount-pad.h"

struct _CpAmountStep {
  CpStepView parent_instance;

  CpAmountPad *pad;
};

G_DEFINE_FINAL_TYPE (CpAmountStep, cp_amount_step, CP_TYPE_STEP_VIEW)

static void
show (CpStepView *view, CpFlow *flow)
{
  CpAmountStep *self = CP_AMOUNT_STEP (view);
  const CpJson *programme = cp_kiosk_get_programme (cp_flow_get_kiosk (flow));

  if (!cp_step_view_is_fresh (view))
    return;
  cp_amount_pad_begin (self->pad, cp_json_get_text (programme, "currency"),
                       cp_json_get_int (programme, "currency_digits", 0),
                       cp_flow_get_max_minor (flow));
}

static void
proceed (CpStepView *view, CpFlow *flow)
{
  CpAmountStep *self = CP_AMOUNT_STEP (view);

  cp_flow_take_amount (flow, cp_amount_pad_get_amount (self->pad),
                       cp_amount_pad_get_basket (self->pad));
}

static void
cp_amount_step_class_init (CpAmountStepClass *klass)
{
  g_type_ensure (CP_TYPE_AMOUNT_PAD);
  cp_step_view_class_setup (CP_STEP_VIEW_CLASS (klass), "cp-amount-step", show);
  CP_STEP_VIEW_CLASS (klass)->proceed = proceed;
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpAmountStep, pad);
}

static void
cp_amount_step_init (CpAmountStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
