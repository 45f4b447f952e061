/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-receipts-tab.h"

#include "cp-build.h"
#include "cp-figure.h"
#include "cp-format.h"
#include "cp-item.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _CpReceiptsTab {
  CpScreen parent_instance;

  GtkWidget *tools;
  GtkEditable *search;
  GtkWidget *filters;
  GtkWidget *list;
  guint filter; /* of FILTERS */
  char *member_id;
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
  g_autofree char *subtitle = cp_format_join (day, label, NULL);
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

static gboolean
is_pending (const CpJson *receipt)
{
  return cp_json_get_bool (receipt, "waiting") ||
         g_strcmp0 (cp_json_get_text (receipt, "attribution"), "pending") == 0;
}

static gboolean
is_cancelled (const CpJson *receipt)
{
  return g_strcmp0 (cp_json_get_text (receipt, "state"), "cancelled") == 0;
}

static gboolean
is_any (const CpJson *receipt)
{
  return TRUE;
}

static gboolean
is_confirmed (const CpJson *receipt)
{
  return g_strcmp0 (cp_json_get_text (receipt, "state"), "confirmed") == 0 && !is_pending (receipt);
}

static const struct {
  const char *label;
  gboolean (*matches) (const CpJson *receipt);
} FILTERS[] = {
  { N_ ("All"), is_any },
  { N_ ("Confirmed"), is_confirmed },
  { N_ ("Waiting"), is_pending },
  { N_ ("Cancelled"), is_cancelled },
};

static gboolean
is_shown (CpReceiptsTab *self, const CpJson *receipt)
{
  g_autofree char *sought = g_utf8_strdown (gtk_editable_get_text (self->search), -1);
  g_autofree char *number =
      g_utf8_strdown (cp_format_or_empty (cp_json_get_text (receipt, "number")), -1);

  return FILTERS[self->filter].matches (receipt) && strstr (number, sought) != NULL;
}

static void
mark_filter (CpReceiptsTab *self)
{
  guint i = 0;

  for (GtkWidget *button = gtk_widget_get_first_child (self->filters); button != NULL;
       button = gtk_widget_get_next_sibling (button), i++)
    cp_build_set_class (button, "on", i == self->filter);
}

/* What was sought for one member is not sought for the next. */
static void
begin_anew (CpReceiptsTab *self, const CpJson *view)
{
  const char *id = cp_json_get_text (cp_json_get_object (view, "member"), "id");

  if (g_strcmp0 (self->member_id, id) == 0)
    return;
  g_free (self->member_id);
  self->member_id = g_strdup (id);
  self->filter = 0;
  gtk_editable_set_text (self->search, "");
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpReceiptsTab *self = CP_RECEIPTS_TAB (screen);
  const CpJson *view = cp_kiosk_get_view (kiosk);
  const CpJson *receipts = cp_json_get_array (view, "receipts");
  CpJson *receipt;
  guint n = 0;
  gsize i;

  begin_anew (self, view);
  mark_filter (self);
  gtk_widget_set_visible (self->tools, json_array_size (receipts) > 0);
  cp_build_clear (self->list);
  json_array_foreach (receipts, i, receipt)
  {
    if (!is_shown (self, receipt))
      continue;
    gtk_box_append (GTK_BOX (self->list), make_item (view, receipt, cp_kiosk_get_now_ms (kiosk)));
    n++;
  }
  if (json_array_size (receipts) == 0)
    gtk_box_append (GTK_BOX (self->list),
                    cp_build_empty (_ ("No receipts yet"),
                                    _ ("A missing purchase can be claimed with its receipt.")));
  else if (n == 0)
    gtk_box_append (GTK_BOX (self->list),
                    cp_build_empty (_ ("No such receipt here"),
                                    _ ("It may be claimed, if the purchase was theirs.")));
}

static void
on_search_changed (CpReceiptsTab *self)
{
  cp_screen_refresh (CP_SCREEN (self));
}

static void
on_filter_clicked (CpReceiptsTab *self, GtkWidget *clicked)
{
  guint i = 0;

  for (GtkWidget *button = gtk_widget_get_first_child (self->filters); button != clicked;
       button = gtk_widget_get_next_sibling (button))
    i++;
  self->filter = i;
  cp_screen_refresh (CP_SCREEN (self));
}

static void
make_filters (CpReceiptsTab *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (FILTERS); i++) {
    GtkWidget *button = cp_build_button (_ (FILTERS[i].label), "choice option", NULL, NULL);

    g_signal_connect_object (button, "clicked", G_CALLBACK (on_filter_clicked), self,
                             G_CONNECT_SWAPPED);
    gtk_box_append (GTK_BOX (self->filters), button);
  }
}

static void
finalize (GObject *object)
{
  g_free (CP_RECEIPTS_TAB (object)->member_id);
  G_OBJECT_CLASS (cp_receipts_tab_parent_class)->finalize (object);
}

static void
cp_receipts_tab_class_init (CpReceiptsTabClass *klass)
{
  static const char *const WATCHES[] = { "view", NULL };

  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-receipts-tab", WATCHES, refresh);
  G_OBJECT_CLASS (klass)->finalize = finalize;
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpReceiptsTab, tools);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpReceiptsTab, search);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpReceiptsTab, filters);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpReceiptsTab, list);
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), on_search_changed);
}

static void
cp_receipts_tab_init (CpReceiptsTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_filters (self);
}
