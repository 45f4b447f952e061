/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-receipts-tab.h"

#include "cp-build.h"
#include "cp-format.h"
#include "cp-item.h"

#include <glib/gi18n-lib.h>

struct _CpReceiptsTab {
  CpScreen parent_instance;

  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (CpReceiptsTab, cp_receipts_tab, CP_TYPE_SCREEN)

static void
add_chips (CpItem *item, const CpJson *receipt)
{
  const char *state = cp_json_get_text (receipt, "state");
  const char *attribution = cp_json_get_text (receipt, "attribution");

  if (g_strcmp0 (state, "cancelled") == 0)
    cp_item_add_chip (item, _ ("Cancelled"), "bad");
  else if (g_strcmp0 (state, "incomplete") == 0)
    cp_item_add_chip (item, _ ("Not complete yet"), "plain");
  if (g_strcmp0 (attribution, "detached") == 0)
    cp_item_add_chip (item, _ ("Taken off this account"), "bad");
  cp_item_set_waiting (item, cp_json_get_bool (receipt, "waiting") ||
                                 g_strcmp0 (attribution, "pending") == 0);
  cp_item_set_dim (item, g_strcmp0 (state, "cancelled") == 0);
}

static GtkWidget *
make_item (const CpJson *view, const CpJson *receipt, gint64 now_ms)
{
  const char *store = cp_json_get_text (receipt, "store_name");
  const char *number = cp_format_or_empty (cp_json_get_text (receipt, "number"));
  gint64 at_ms = cp_json_get_int (receipt, "at_ms", 0);
  gint64 minor = cp_json_get_int (receipt, "total_minor", 0);
  gint64 points = cp_json_get_int (receipt, "points", 0);
  g_autofree char *day =
      at_ms > 0 ? cp_format_moment (at_ms, now_ms) : g_strdup (_ ("Day not known"));
  g_autofree char *label = g_strdup_printf (_ ("Receipt %s"), number);
  g_autofree char *subtitle = cp_format_join (day, label, NULL);
  g_autofree char *total = minor != 0 ? cp_format_money_in (view, minor) : NULL;
  g_autofree char *count = cp_format_count (points);
  g_autofree char *gain = cp_format_gain (points, count);
  g_autofree char *below =
      points != 0
          ? g_strdup_printf (ngettext ("%s point", "%s points", (gulong) ABS (points)), gain)
          : NULL;
  CpItem *item = cp_item_new (store != NULL ? store : _ ("Store not known"), subtitle);

  cp_item_set_figure (item, total, below);
  add_chips (item, receipt);
  return GTK_WIDGET (item);
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpReceiptsTab *self = CP_RECEIPTS_TAB (screen);
  const CpJson *view = cp_kiosk_get_view (kiosk);
  const CpJson *receipts = cp_json_get_array (view, "receipts");
  CpJson *receipt;
  gsize i;

  cp_build_clear (self->list);
  json_array_foreach (receipts, i, receipt)
  {
    gtk_box_append (GTK_BOX (self->list), make_item (view, receipt, cp_kiosk_get_now_ms (kiosk)));
  }
  if (json_array_size (receipts) == 0)
    gtk_box_append (GTK_BOX (self->list),
                    cp_build_empty (_ ("No receipts yet"),
                                    _ ("A missing purchase can be claimed with its receipt.")));
}

static void
cp_receipts_tab_class_init (CpReceiptsTabClass *klass)
{
  static const char *const WATCHES[] = { "view", NULL };

  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-receipts-tab", WATCHES, refresh);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpReceiptsTab, list);
}

static void
cp_receipts_tab_init (CpReceiptsTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
