/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-build.h"

#include "cp-wrap-layout.h"

#include <glib/gi18n-lib.h>

void
cp_build_add_classes (GtkWidget *widget, const char *classes)
{
  g_auto (GStrv) list = g_strsplit (classes, " ", -1);

  for (guint i = 0; list[i] != NULL; i++)
    if (*list[i] != '\0')
      gtk_widget_add_css_class (widget, list[i]);
}

void
cp_build_set_class (GtkWidget *widget, const char *class_name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, class_name);
  else
    gtk_widget_remove_css_class (widget, class_name);
}

GtkWidget *
cp_build_label (const char *text, const char *classes)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  cp_build_add_classes (label, classes);
  return label;
}

void
cp_build_break_anywhere (GtkLabel *label)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, attributes);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  pango_attr_list_unref (attributes);
}

GtkWidget *
cp_build_box (GtkOrientation orientation, const char *classes)
{
  GtkWidget *box = gtk_box_new (orientation, 0);

  cp_build_add_classes (box, classes);
  return box;
}

GtkWidget *
cp_build_wrap (const char *classes)
{
  GtkWidget *box = cp_build_box (GTK_ORIENTATION_HORIZONTAL, classes);

  gtk_widget_set_layout_manager (box, g_object_new (CP_TYPE_WRAP_LAYOUT, NULL));
  return box;
}

GtkWidget *
cp_build_chip (const char *text, const char *classes)
{
  GtkWidget *chip = gtk_label_new (text);

  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (chip, "chip");
  cp_build_add_classes (chip, classes);
  return chip;
}

GtkWidget *
cp_build_waiting_chip (void)
{
  return cp_build_chip (_ ("Waiting for head office"), "waiting");
}

GtkWidget *
cp_build_button (const char *label, const char *classes, const char *action, const char *target)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  cp_build_add_classes (button, classes);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (target != NULL)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  if (action != NULL)
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

GtkWidget *
cp_build_badge (const char *icon_name, const char *classes)
{
  GtkWidget *badge = gtk_center_box_new ();

  gtk_center_box_set_center_widget (GTK_CENTER_BOX (badge),
                                    gtk_image_new_from_icon_name (icon_name));
  gtk_widget_set_halign (badge, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  cp_build_add_classes (badge, classes);
  gtk_widget_add_css_class (badge, "badge");
  return badge;
}

GtkWidget *
cp_build_empty (const char *title, const char *text)
{
  GtkWidget *box = cp_build_box (GTK_ORIENTATION_VERTICAL, "gap8 pad");
  GtkWidget *head = cp_build_label (title, "t-name");
  GtkWidget *body = cp_build_label (text, "t-sub");

  gtk_label_set_justify (GTK_LABEL (head), GTK_JUSTIFY_CENTER);
  gtk_label_set_justify (GTK_LABEL (body), GTK_JUSTIFY_CENTER);
  gtk_label_set_xalign (GTK_LABEL (head), 0.5f);
  gtk_label_set_xalign (GTK_LABEL (body), 0.5f);
  gtk_widget_set_vexpand (box, TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), body);
  return box;
}

GtkWidget *
cp_build_pair (const char *label, const char *value)
{
  GtkWidget *box = cp_build_box (GTK_ORIENTATION_VERTICAL, "gap2");
  GtkWidget *shown = cp_build_label (value, "t-name");

  cp_build_break_anywhere (GTK_LABEL (shown));
  gtk_box_append (GTK_BOX (box), cp_build_label (label, "t-sub"));
  gtk_box_append (GTK_BOX (box), shown);
  return box;
}

void
cp_build_clear (GtkWidget *parent)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (parent)) != NULL)
    if (GTK_IS_LIST_BOX (parent))
      gtk_list_box_remove (GTK_LIST_BOX (parent), child);
    else
      gtk_widget_unparent (child);
}

void
cp_build_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
cp_build_show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}
