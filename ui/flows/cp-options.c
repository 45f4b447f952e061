/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-options.h"

#include "cp-build.h"
#include "cp-flow-table.h"

static void
on_needed_option_clicked (GtkEditable *entry, GtkWidget *option)
{
  gtk_editable_set_text (entry, gtk_widget_get_name (option));
}

static void
on_option_clicked (GtkEditable *entry, GtkWidget *option)
{
  const char *id = gtk_widget_get_name (option);
  gboolean stands = g_str_equal (gtk_editable_get_text (entry), id);

  gtk_editable_set_text (entry, stands ? "" : id);
}

static void
mark (GtkWidget *options, GtkEditable *entry)
{
  const char *text = gtk_editable_get_text (entry);

  for (GtkWidget *child = gtk_widget_get_first_child (options); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    cp_build_set_class (child, "on", g_str_equal (gtk_widget_get_name (child), text));
}

static GtkWidget *
make_option (GtkEditable *entry, const CpChoice *choice, gboolean needed)
{
  GtkWidget *option = gtk_button_new_with_label (choice->title);

  gtk_widget_set_name (option, choice->id);
  gtk_widget_set_focus_on_click (option, FALSE);
  cp_build_add_classes (option, "choice option");
  g_signal_connect_object (option, "clicked",
                           needed ? G_CALLBACK (on_needed_option_clicked)
                                  : G_CALLBACK (on_option_clicked),
                           entry, G_CONNECT_SWAPPED);
  return option;
}

GtkWidget *
cp_options_new (GtkEditable *entry, const GPtrArray *choices, gboolean needed)
{
  GtkWidget *options = cp_build_wrap ("options");

  for (guint i = 0; i < choices->len; i++)
    gtk_box_append (GTK_BOX (options), make_option (entry, choices->pdata[i], needed));
  mark (options, entry);
  g_signal_connect_object (entry, "changed", G_CALLBACK (mark), options, G_CONNECT_SWAPPED);
  return options;
}
