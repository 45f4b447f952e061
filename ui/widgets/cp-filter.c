/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-filter.h"

#include "cp-build.h"
#include "cp-wrap-layout.h"

struct _CpFilter {
  GtkWidget parent_instance;

  char *chosen;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (CpFilter, cp_filter, GTK_TYPE_WIDGET)

static void
mark (CpFilter *self)
{
  for (GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self)); button != NULL;
       button = gtk_widget_get_next_sibling (button)) {
    gboolean on = g_strcmp0 (gtk_widget_get_name (button), self->chosen) == 0;

    cp_build_set_class (button, "on", on);
    gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_PRESSED,
                                 on ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE,
                                 -1);
  }
}

void
cp_filter_choose (CpFilter *self, const char *id)
{
  char *chosen = g_strdup (id);

  g_free (self->chosen);
  self->chosen = chosen;
  mark (self);
}

static void
on_clicked (CpFilter *self, GtkWidget *button)
{
  if (g_strcmp0 (gtk_widget_get_name (button), self->chosen) == 0)
    return;
  cp_filter_choose (self, gtk_widget_get_name (button));
  g_signal_emit (self, changed_signal, 0);
}

void
cp_filter_add (CpFilter *self, const char *id, const char *label)
{
  GtkWidget *button = cp_build_button (label, "choice option", NULL, NULL);

  gtk_widget_set_name (button, id);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_clicked), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  if (self->chosen == NULL)
    self->chosen = g_strdup (id);
  mark (self);
}

void
cp_filter_clear (CpFilter *self)
{
  cp_build_clear (GTK_WIDGET (self));
}

const char *
cp_filter_get_chosen (CpFilter *self)
{
  return self->chosen != NULL ? self->chosen : "";
}

static void
dispose (GObject *object)
{
  cp_build_clear (GTK_WIDGET (object));
  G_OBJECT_CLASS (cp_filter_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (CP_FILTER (object)->chosen);
  G_OBJECT_CLASS (cp_filter_parent_class)->finalize (object);
}

static void
cp_filter_class_init (CpFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), CP_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "filter");
  changed_signal = g_signal_new ("changed", CP_TYPE_FILTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
cp_filter_init (CpFilter *self)
{
}
