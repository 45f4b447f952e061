/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-compare.h"

#include "cp-build.h"
#include "cp-format.h"
#include "cp-profile.h"

#include <glib/gi18n-lib.h>

typedef enum {
  COLUMN_FIELD,
  COLUMN_OWN,
  COLUMN_OTHER,
} Column;

static void
on_value_clicked (CpFlow *flow, GtkWidget *button)
{
  gboolean other = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "other"));

  cp_flow_keep (flow, gtk_widget_get_name (button), other);
}

static GtkWidget *
make_value (CpFlow *flow, const CpJson *difference, Column column)
{
  gboolean other = column == COLUMN_OTHER;
  const char *field = cp_format_or_empty (cp_json_get_text (difference, "field"));
  const char *value = cp_format_or_empty (cp_json_get_text (difference, other ? "other" : "own"));
  gboolean kept = cp_json_get_bool (difference, "takes_other") == other;
  g_autofree char *text = cp_profile_show_text (cp_flow_get_kiosk (flow), field, value);
  g_autofree char *name =
      cp_format_join (cp_format_or_empty (cp_json_get_text (difference, "label")), text,
                      kept ? _ ("kept") : _ ("not kept"), NULL);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = cp_build_label (text, "t-body");

  cp_build_break_anywhere (GTK_LABEL (label));
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_set_name (button, field);
  gtk_widget_set_sensitive (button, !cp_flow_get_busy (flow));
  cp_build_name (button, name);
  cp_build_add_classes (button, kept ? "choice option on" : "choice option not-kept");
  g_object_set_data (G_OBJECT (button), "other", GINT_TO_POINTER (other));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_value_clicked), flow,
                           G_CONNECT_SWAPPED);
  return button;
}

static void
add_heading (GtkGrid *grid, const char *text, Column column)
{
  gtk_grid_attach (grid, cp_build_label (text, "t-label"), column, 0, 1, 1);
}

GtkWidget *
cp_compare_new (CpFlow *flow, const CpJson *differences)
{
  GtkWidget *grid;
  const CpJson *difference;
  gsize i;

  if (json_array_size (differences) == 0)
    return NULL;
  grid = gtk_grid_new ();
  cp_build_add_classes (grid, "compare gap10");
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  add_heading (GTK_GRID (grid), _ ("What is kept"), COLUMN_FIELD);
  add_heading (GTK_GRID (grid), _ ("This member"), COLUMN_OWN);
  add_heading (GTK_GRID (grid), _ ("The duplicate"), COLUMN_OTHER);
  json_array_foreach (differences, i, difference)
  {
    const char *label = cp_format_or_empty (cp_json_get_text (difference, "label"));

    gtk_grid_attach (GTK_GRID (grid), cp_build_label (label, "t-name"), COLUMN_FIELD, (int) i + 1,
                     1, 1);
    for (Column column = COLUMN_OWN; column <= COLUMN_OTHER; column++)
      gtk_grid_attach (GTK_GRID (grid), make_value (flow, difference, column), column, (int) i + 1,
                       1, 1);
  }
  return grid;
}
