/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-points-tab.h"

#include "cp-build.h"
#include "cp-figure.h"
#include "cp-format.h"
#include "cp-item.h"

#include <glib/gi18n-lib.h>

struct _CpPointsTab {
  CpScreen parent_instance;

  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (CpPointsTab, cp_points_tab, CP_TYPE_SCREEN)

static char *
describe_expiry (const CpJson *balance)
{
  const CpJson *next = cp_json_get_object (balance, "next_expiry");
  gint64 amount = cp_json_get_int (next, "amount", 0);
  g_autofree char *count = cp_figure_count (amount);
  g_autofree char *day = cp_format_day (cp_json_get_int (next, "at_ms", 0));

  if (amount > 0)
    return g_strdup_printf (_ ("%s expire on %s"), count, day);
  return g_strdup (cp_json_get_bool (balance, "spendable") ? _ ("Nothing expires soon")
                                                           : _ ("Can't be spent"));
}

static void
add_gain (CpItem *item, gint64 amount, const char *words, const char *classes)
{
  g_autofree char *count = cp_figure_count (amount);
  g_autofree char *gain = cp_format_gain (amount, count);
  g_autofree char *text = g_strdup_printf ("%s %s", gain, words);

  if (amount != 0)
    cp_item_add_chip (item, text, classes);
}

static GtkWidget *
make_item (const CpJson *balance)
{
  g_autofree char *expiry = describe_expiry (balance);
  g_autofree char *count = cp_figure_count (cp_json_get_int (balance, "confirmed", 0));
  CpItem *item = cp_item_new (cp_format_or_empty (cp_json_get_text (balance, "name")), expiry);

  cp_item_set_figure (item, count, _ ("confirmed"));
  add_gain (item, cp_json_get_int (balance, "waiting", 0), _ ("waiting for head office"),
            "waiting");
  add_gain (item, cp_json_get_int (balance, "pending", 0), _ ("counts later"), "plain");
  return GTK_WIDGET (item);
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpPointsTab *self = CP_POINTS_TAB (screen);
  const CpJson *balances = cp_json_get_array (cp_kiosk_get_view (kiosk), "balances");
  CpJson *balance;
  gsize i;

  cp_build_clear (self->list);
  json_array_foreach (balances, i, balance)
  {
    gtk_box_append (GTK_BOX (self->list), make_item (balance));
  }
  if (json_array_size (balances) == 0)
    gtk_box_append (GTK_BOX (self->list),
                    cp_build_empty (_ ("No points yet"), _ ("The programme has no points.")));
}

static void
cp_points_tab_class_init (CpPointsTabClass *klass)
{
  static const char *const WATCHES[] = { "view", NULL };

  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-points-tab", WATCHES, refresh);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpPointsTab, list);
}

static void
cp_points_tab_init (CpPointsTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
