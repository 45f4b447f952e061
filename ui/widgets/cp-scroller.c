/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-scroller.h"

struct _CpScroller {
  GtkWidget parent_instance;

  GtkWidget *window; /* which moves the child, or is hidden and has none */
  GtkWidget *child;
  gboolean outer;
  gboolean propagates;
  gboolean large;
};

enum { PROP_CHILD = 1, PROP_OUTER, PROP_PROPAGATES, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CpScroller, cp_scroller, GTK_TYPE_WIDGET)

gboolean
cp_scroller_get_scrolls (CpScroller *self)
{
  return self->outer == self->large;
}

gboolean
cp_scroller_get_outer (CpScroller *self)
{
  return self->outer;
}

GtkWidget *
cp_scroller_get_child (CpScroller *self)
{
  return self->child;
}

GtkAdjustment *
cp_scroller_get_place (CpScroller *self)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->window));
}

static void
take_out (CpScroller *self)
{
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->window), NULL);
  if (gtk_widget_get_parent (self->child) == GTK_WIDGET (self))
    gtk_widget_unparent (self->child);
  else if (gtk_widget_get_parent (self->child) != NULL) /* a viewport that was put around it */
    gtk_viewport_set_child (GTK_VIEWPORT (gtk_widget_get_parent (self->child)), NULL);
}

/* GtkScrolledWindow measures a child that it does not move as if that were as narrow as it can be, so
 * the child goes where it is measured as it is. */
static void
place (CpScroller *self)
{
  gboolean scrolls = cp_scroller_get_scrolls (self);

  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->window),
                                                    self->propagates);
  gtk_widget_set_visible (self->window, scrolls);
  if (self->child == NULL)
    return;
  take_out (self);
  if (scrolls)
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->window), self->child);
  else
    gtk_widget_set_parent (self->child, GTK_WIDGET (self));
}

void
cp_scroller_set_large (CpScroller *self, gboolean large)
{
  if (self->large == large)
    return;
  self->large = large;
  place (self);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CpScroller *self = CP_SCROLLER (object);

  if (id == PROP_CHILD)
    g_value_set_object (value, self->child);
  else
    g_value_set_boolean (value, id == PROP_OUTER ? self->outer : self->propagates);
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CpScroller *self = CP_SCROLLER (object);

  if (id == PROP_CHILD)
    self->child = g_value_dup_object (value);
  else if (id == PROP_OUTER)
    self->outer = g_value_get_boolean (value);
  else
    self->propagates = g_value_get_boolean (value);
  place (self);
}

static void
dispose (GObject *object)
{
  CpScroller *self = CP_SCROLLER (object);

  if (self->child != NULL)
    take_out (self);
  g_clear_object (&self->child);
  g_clear_pointer (&self->window, gtk_widget_unparent);
  G_OBJECT_CLASS (cp_scroller_parent_class)->dispose (object);
}

static void
cp_scroller_class_init (CpScrollerClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = dispose;
  props[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_OUTER] = g_param_spec_boolean ("outer", NULL, NULL, FALSE, flags);
  props[PROP_PROPAGATES] = g_param_spec_boolean ("propagates", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
cp_scroller_init (CpScroller *self)
{
  self->window = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->window), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (self->window, GTK_WIDGET (self));
  place (self);
}
