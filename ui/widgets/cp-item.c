/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-item.h"

#include "cp-build.h"

struct _CpItem {
  GtkWidget parent_instance;

  GtkWidget *body;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *chips;
  GtkLabel *figure;
  GtkLabel *below;
  GtkWidget *buttons;
};

G_DEFINE_FINAL_TYPE (CpItem, cp_item, GTK_TYPE_WIDGET)

void
cp_item_set_figure (CpItem *self, const char *figure, const char *below)
{
  cp_build_show_text (self->figure, figure);
  cp_build_show_text (self->below, below);
}

/* Where the buttons leave little room, a chip is cut short rather than they. */
static void
add_chip (CpItem *self, GtkWidget *chip)
{
  gtk_label_set_ellipsize (GTK_LABEL (chip), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (self->chips), chip);
  gtk_widget_set_visible (self->chips, TRUE);
}

void
cp_item_add_chip (CpItem *self, const char *text, const char *classes)
{
  add_chip (self, cp_build_chip (text, classes));
}

void
cp_item_set_waiting (CpItem *self, gboolean waiting)
{
  if (!waiting)
    return;
  add_chip (self, cp_build_waiting_chip ());
}

void
cp_item_set_dim (CpItem *self, gboolean dim)
{
  cp_build_set_class (self->body, "dim", dim);
}

void
cp_item_add_flow_button (
    CpItem *self, const char *label, const char *name, const char *flow, gboolean destructive)
{
  GtkWidget *button = cp_build_button (
      label, destructive ? "danger quiet small" : "secondary small", "kiosk.flow", flow);

  cp_build_name (button, name);
  gtk_widget_set_hexpand (button, gtk_widget_get_first_child (self->buttons) == NULL);
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (self->buttons), button);
}

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (cp_item_parent_class)->dispose (object);
}

static void
cp_item_class_init (CpItemClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/counterpart/ui/cp-item.ui");
  gtk_widget_class_bind_template_child (widget_class, CpItem, body);
  gtk_widget_class_bind_template_child (widget_class, CpItem, title);
  gtk_widget_class_bind_template_child (widget_class, CpItem, subtitle);
  gtk_widget_class_bind_template_child (widget_class, CpItem, chips);
  gtk_widget_class_bind_template_child (widget_class, CpItem, figure);
  gtk_widget_class_bind_template_child (widget_class, CpItem, below);
  gtk_widget_class_bind_template_child (widget_class, CpItem, buttons);
}

static void
cp_item_init (CpItem *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

CpItem *
cp_item_new (const char *title, const char *subtitle)
{
  CpItem *self = g_object_new (CP_TYPE_ITEM, NULL);

  gtk_label_set_text (self->title, title);
  cp_build_show_text (self->subtitle, subtitle);
  cp_item_set_figure (self, NULL, NULL);
  return self;
}
