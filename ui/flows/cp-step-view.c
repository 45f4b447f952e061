/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-step-view.h"

#include "cp-large.h"
#include "cp-scroller.h"

typedef struct {
  CpFlow *flow;
  gboolean fresh;
} CpStepViewPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CpStepView, cp_step_view, GTK_TYPE_WIDGET)

CpFlow *
cp_step_view_get_flow (CpStepView *self)
{
  CpStepViewPrivate *priv = cp_step_view_get_instance_private (self);

  return priv->flow;
}

gboolean
cp_step_view_is_fresh (CpStepView *self)
{
  CpStepViewPrivate *priv = cp_step_view_get_instance_private (self);

  return priv->fresh;
}

void
cp_step_view_show (CpStepView *self, CpFlow *flow)
{
  CpStepViewPrivate *priv = cp_step_view_get_instance_private (self);

  priv->fresh = g_set_object (&priv->flow, flow);
  if (flow == NULL)
    return;
  CP_STEP_VIEW_GET_CLASS (self)->show (self, flow);
  if (cp_kiosk_get_large_text (cp_flow_get_kiosk (flow)))
    cp_large_arrange (GTK_WIDGET (self), TRUE);
}

void
cp_step_view_proceed (CpStepView *self)
{
  CpFlow *flow = cp_step_view_get_flow (self);

  if (flow != NULL && CP_STEP_VIEW_GET_CLASS (self)->proceed != NULL)
    CP_STEP_VIEW_GET_CLASS (self)->proceed (self, flow);
}

static void
dispose (GObject *object)
{
  CpStepViewPrivate *priv = cp_step_view_get_instance_private (CP_STEP_VIEW (object));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&priv->flow);
  G_OBJECT_CLASS (cp_step_view_parent_class)->dispose (object);
}

static void
cp_step_view_class_init (CpStepViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cp_step_view_init (CpStepView *self)
{
}

void
cp_step_view_class_setup (CpStepViewClass *klass,
                          const char *template_name,
                          void (*show) (CpStepView *self, CpFlow *flow))
{
  g_autofree char *path = g_strdup_printf ("/org/counterpart/ui/%s.ui", template_name);

  g_type_ensure (CP_TYPE_SCROLLER);
  klass->show = show;
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), path);
}
