/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-flow.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CP_TYPE_STEP_VIEW (cp_step_view_get_type ())
G_DECLARE_DERIVABLE_TYPE (CpStepView, cp_step_view, CP, STEP_VIEW, GtkWidget)

/**
 * CpStepViewClass:
 * @show: shows @flow as it is now; called whenever it moved while this is its step
 * @proceed: (nullable): the button that goes on was pressed
 *
 * The middle of the flow's shell, for one kind of step or stage.
 */
struct _CpStepViewClass {
  GtkWidgetClass parent_class;

  void (*show) (CpStepView *self, CpFlow *flow);
  void (*proceed) (CpStepView *self, CpFlow *flow);
};

/** cp_step_view_show: @flow: (nullable): %NULL when there is none any more: nothing is kept */
void cp_step_view_show (CpStepView *self, CpFlow *flow);
CpFlow *cp_step_view_get_flow (CpStepView *self); /* (transfer none) (nullable) */

/** cp_step_view_is_fresh: within @show: whether it is the first time for this flow */
gboolean cp_step_view_is_fresh (CpStepView *self);
void cp_step_view_proceed (CpStepView *self);

/** cp_step_view_class_setup: for a class_init */
void cp_step_view_class_setup (CpStepViewClass *klass,
                               const char *template_name,
                               void (*show) (CpStepView *self, CpFlow *flow));

G_END_DECLS
