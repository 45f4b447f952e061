/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-subscriptions.h"

#include "cp-build.h"
#include "cp-format.h"

#include <glib/gi18n-lib.h>

/* Where @id stands among the first cells of the lines, or after them. */
static int
find_place (GPtrArray *ids, const char *id)
{
  guint place;

  if (!g_ptr_array_find_with_equal_func (ids, id, g_str_equal, &place)) {
    place = ids->len;
    g_ptr_array_add (ids, (gpointer) id);
  }
  return (int) place;
}

static GtkWidget *
make_cell (const CpJson *cell)
{
  const char *mailing = cp_format_or_empty (cp_json_get_text (cell, "mailing"));
  const char *channel = cp_format_or_empty (cp_json_get_text (cell, "channel"));
  gboolean on = cp_json_get_bool (cell, "opted_in");
  g_autofree char *flow = g_strdup_printf ("%s:%s/%s", on ? "opt_out" : "opt_in", mailing, channel);
  g_autofree char *what =
      cp_format_join (cp_format_or_empty (cp_json_get_text (cell, "mailing_name")),
                      cp_format_or_empty (cp_json_get_text (cell, "channel_name")),
                      on ? _ ("Yes") : _ ("No"), NULL);
  GtkWidget *button =
      cp_build_button (on ? _ ("Yes") : _ ("No"), on ? "choice on" : "choice", "kiosk.flow", flow);

  cp_build_name (button, what);
  cp_build_set_class (button, "waiting", cp_json_get_bool (cell, "waiting"));
  gtk_widget_add_css_class (button, "option");
  gtk_widget_set_hexpand (button, TRUE);
  return button;
}

static void
add_name (GtkGrid *grid, const char *name, const char *classes, int column, int row)
{
  GtkWidget *label = cp_build_label (cp_format_or_empty (name), classes);

  gtk_label_set_xalign (GTK_LABEL (label), column > 0 ? 0.5f : 0);
  gtk_grid_attach (grid, label, column, row, 1, 1);
}

GtkWidget *
cp_subscriptions_new (const CpJson *view)
{
  const CpJson *cells = cp_json_get_array (view, "subscriptions");
  g_autoptr (GPtrArray) mailings = g_ptr_array_new ();
  g_autoptr (GPtrArray) channels = g_ptr_array_new ();
  GtkWidget *grid;
  CpJson *cell;
  gsize i;

  if (json_array_size (cells) == 0)
    return NULL;
  grid = gtk_grid_new ();
  cp_build_add_classes (grid, "panel gap10");
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  add_name (GTK_GRID (grid), _ ("May we send them"), "t-name", 0, 0);
  json_array_foreach (cells, i, cell)
  {
    guint n_mailings = mailings->len, n_channels = channels->len;
    int row = find_place (mailings, cp_format_or_empty (cp_json_get_text (cell, "mailing"))) + 1;
    int column = find_place (channels, cp_format_or_empty (cp_json_get_text (cell, "channel"))) + 1;

    if (mailings->len > n_mailings)
      add_name (GTK_GRID (grid), cp_json_get_text (cell, "mailing_name"), "t-body", 0, row);
    if (channels->len > n_channels)
      add_name (GTK_GRID (grid), cp_json_get_text (cell, "channel_name"), "t-sub", column, 0);
    gtk_grid_attach (GTK_GRID (grid), make_cell (cell), column, row, 1, 1);
  }
  return grid;
}
