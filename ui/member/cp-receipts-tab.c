/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-receipts-tab.h"

#include "cp-build.h"
#include "cp-figure.h"
#include "cp-format.h"
#include "cp-history.h"
#include "cp-item.h"

#include <glib/gi18n-lib.h>

struct _CpReceiptsTab {
  CpScreen parent_instance;

  CpHistory *history;
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

static void
add_detach_button (CpItem *item, const CpJson *receipt, const char *number)
{
  const char *id = cp_format_or_empty (cp_json_get_text (receipt, "id"));
  g_autofree char *flow = g_strconcat ("detach_receipt:", id, NULL);
  g_autofree char *name = g_strdup_printf (_ ("Detach receipt %s"), number);

  cp_item_add_flow_button (item, _ ("Detach"), name, flow, TRUE);
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
  const char *programme = cp_json_get_text (receipt, "programme") != NULL
                              ? cp_json_get_text (receipt, "programme_name")
                              : NULL;
  g_autofree char *subtitle = cp_format_join (day, label, cp_format_or_empty (programme), NULL);
  g_autofree char *total = minor != 0 ? cp_format_money_in (view, minor) : NULL;
  g_autofree char *count = cp_figure_count (points);
  g_autofree char *gain = cp_format_gain (points, count);
  g_autofree char *below =
      points != 0
          ? g_strdup_printf (ngettext ("%s point", "%s points", (gulong) ABS (points)), gain)
          : NULL;
  CpItem *item = cp_item_new (store != NULL ? store : _ ("Store not known"), subtitle);

  cp_item_set_figure (item, total, below);
  add_chips (item, receipt);
  if (cp_json_get_bool (receipt, "can_detach"))
    add_detach_button (item, receipt, number);
  return GTK_WIDGET (item);
}

static const CpJson *
get_others (CpKiosk *kiosk)
{
  return cp_json_get_array (cp_kiosk_get_programme (kiosk), "programmes");
}

static void
add_programmes (CpFilter *filter, CpKiosk *kiosk)
{
  CpJson *other;
  gsize i;

  if (json_array_size (get_others (kiosk)) == 0)
    return;
  cp_filter_add (filter, "own",
                 cp_format_or_empty (cp_json_get_text (cp_kiosk_get_programme (kiosk), "name")));
  json_array_foreach (get_others (kiosk), i, other)
  {
    cp_filter_add (filter, cp_format_or_empty (cp_json_get_text (other, "id")),
                   cp_format_or_empty (cp_json_get_text (other, "name")));
  }
}

static void
add_order (CpFilter *filter, CpKiosk *kiosk)
{
  if (json_array_size (get_others (kiosk)) > 0)
    cp_filter_add (filter, "programme", _ ("By programme"));
}

static const CpHistorySpec SPEC = {
  .what = "purchases",
  .seek = N_ ("Find a receipt"),
  .filters = { { .choices = { { NULL, "", N_ ("All") },
                              { "state", "confirmed", N_ ("Confirmed") },
                              { "state", "incomplete", N_ ("Incomplete") },
                              { "state", "cancelled", N_ ("Cancelled") } } },
               { .choices = { { "sort", "date", N_ ("By date") },
                              { "sort", "store", N_ ("By store") },
                              { "sort", "total", N_ ("By total") } },
                 .key = "sort",
                 .add = add_order },
               { .choices = { { NULL, "", N_ ("Any programme") } },
                 .key = "programme",
                 .add = add_programmes } },
  .make = make_item,
  .nothing = N_ ("No receipts yet"),
  .hint = N_ ("A missing purchase can be claimed with its receipt."),
};

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  cp_history_ask (CP_RECEIPTS_TAB (screen)->history);
}

static void
bind (CpScreen *screen, CpKiosk *kiosk)
{
  cp_history_set_up (CP_RECEIPTS_TAB (screen)->history, &SPEC, kiosk, FALSE);
}

static void
cp_receipts_tab_class_init (CpReceiptsTabClass *klass)
{
  static const char *const WATCHES[] = { "view", NULL };

  g_type_ensure (CP_TYPE_HISTORY);
  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-receipts-tab", WATCHES, refresh);
  CP_SCREEN_CLASS (klass)->bind = bind;
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpReceiptsTab, history);
}

static void
cp_receipts_tab_init (CpReceiptsTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
