/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-points-tab.h"

#include "cp-build.h"
#include "cp-figure.h"
#include "cp-format.h"
#include "cp-history.h"
#include "cp-item.h"

#include <glib/gi18n-lib.h>

struct _CpPointsTab {
  CpScreen parent_instance;

  CpHistory *history;
};

G_DEFINE_FINAL_TYPE (CpPointsTab, cp_points_tab, CP_TYPE_SCREEN)

static char *
describe_expiry (const CpJson *balance)
{
  const CpJson *next = cp_json_get_object (balance, "next_expiry");
  gint64 amount = cp_json_get_int (next, "amount", 0);
  g_autofree char *count = cp_figure_count (amount);
  g_autofree char *day = cp_format_last_day (cp_json_get_int (next, "at_ms", 0));

  if (amount > 0)
    return g_strdup_printf (_ ("%s expire after %s"), count, day);
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

/* What waits for a day that is known, and what waits for head office's word on a receipt. */
static void
add_pending (CpItem *item, const CpJson *balance)
{
  const CpJson *next = cp_json_get_object (balance, "next_pending");
  gint64 amount = cp_json_get_int (next, "amount", 0);
  g_autofree char *day = cp_format_day (cp_json_get_int (next, "at_ms", 0));
  g_autofree char *words = g_strdup_printf (_ ("count from %s"), day);

  add_gain (item, amount, words, "plain");
  add_gain (item, cp_json_get_int (balance, "pending", 0) - amount, _ ("counts later"), "plain");
}

static GtkWidget *
make_balance (const CpJson *balance)
{
  g_autofree char *expiry = describe_expiry (balance);
  g_autofree char *count = cp_figure_count (cp_json_get_int (balance, "confirmed", 0));
  CpItem *item = cp_item_new (cp_format_or_empty (cp_json_get_text (balance, "name")), expiry);

  cp_item_set_figure (item, count, _ ("confirmed"));
  add_gain (item, cp_json_get_int (balance, "waiting", 0), _ ("waiting for head office"),
            "waiting");
  add_pending (item, balance);
  return GTK_WIDGET (item);
}

/* When it counts, or ends. */
static char *
describe_term (const CpJson *entry, gint64 now_ms)
{
  const char *state = cp_json_get_text (entry, "state");
  gint64 expires_ms = cp_json_get_int (entry, "expires_at_ms", 0);
  g_autofree char *day = cp_format_day (cp_json_get_int (entry, "pending_until_ms", 0));

  if (g_strcmp0 (state, "pending") == 0)
    return g_strdup_printf (_ ("Counts from %s"), day);
  if (g_strcmp0 (state, "expired") == 0 || cp_json_get_int (entry, "amount", 0) < 0)
    return g_strdup ("");
  return cp_format_expiry (expires_ms, now_ms);
}

static GtkWidget *
make_entry (const CpJson *view, const CpJson *entry, gint64 now_ms)
{
  gint64 amount = cp_json_get_int (entry, "amount", 0);
  const char *reason = cp_json_get_text (entry, "reason");
  const CpJson *receipt = cp_document_find (cp_json_get_array (view, "receipts"), "id",
                                            cp_json_get_text (entry, "receipt_id"));
  const char *number = cp_json_get_text (receipt, "number");
  gboolean expired = g_strcmp0 (cp_json_get_text (entry, "state"), "expired") == 0;
  g_autofree char *from = number != NULL ? g_strdup_printf (_ ("Receipt %s"), number) : NULL;
  g_autofree char *moment = cp_format_moment (cp_json_get_int (entry, "at_ms", 0), now_ms);
  g_autofree char *term = describe_term (entry, now_ms);
  g_autofree char *subtitle =
      cp_format_join (moment, term, cp_format_or_empty (cp_json_get_text (entry, "note")), NULL);
  g_autofree char *count = cp_figure_count (amount);
  g_autofree char *gain = cp_format_gain (amount, count);
  CpItem *item = cp_item_new (reason != NULL ? reason
                              : from != NULL ? from
                                             : _ ("Points"),
                              subtitle);

  cp_item_set_figure (item, gain, cp_json_get_text (entry, "name"));
  if (expired)
    cp_item_add_chip (item, _ ("Expired"), "plain");
  cp_item_set_waiting (item, cp_json_get_bool (entry, "waiting"));
  cp_item_set_dim (item, expired);
  return GTK_WIDGET (item);
}

static void
add_types (CpFilter *filter, CpKiosk *kiosk)
{
  CpJson *type;
  gsize i;

  json_array_foreach (cp_json_get_array (cp_kiosk_get_programme (kiosk), "points_types"), i, type)
  {
    cp_filter_add (filter, cp_format_or_empty (cp_json_get_text (type, "id")),
                   cp_format_or_empty (cp_json_get_text (type, "name")));
  }
}

static void
add_cards (CpFilter *filter, CpKiosk *kiosk)
{
  CpJson *card;
  gsize i;

  json_array_foreach (cp_json_get_array (cp_kiosk_get_view (kiosk), "cards"), i, card)
  {
    g_autofree char *name = cp_format_card (card);

    cp_filter_add (filter, cp_format_or_empty (cp_json_get_text (card, "id")), name);
  }
}

static const CpHistorySpec SPEC = {
  .what = "points",
  .filters = { { .choices = { { NULL, "", N_ ("All") } }, .key = "type", .add = add_types },
               { .choices = { { NULL, "", N_ ("Ever") },
                              { "from_ms", "30", N_ ("30 days") },
                              { "from_ms", "365", N_ ("Year") } } },
               { .choices = { { NULL, "", N_ ("Any card") } }, .key = "card", .add = add_cards } },
  .make = make_entry,
  .nothing = N_ ("No points yet"),
  .hint = N_ ("What brings points or takes them appears here."),
};

static void
show_balances (CpPointsTab *self, CpKiosk *kiosk)
{
  GtkWidget *head = cp_history_get_head (self->history);
  CpJson *balance;
  gsize i;

  cp_build_clear (head);
  json_array_foreach (cp_json_get_array (cp_kiosk_get_view (kiosk), "balances"), i, balance)
  {
    gtk_box_append (GTK_BOX (head), make_balance (balance));
  }
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  show_balances (CP_POINTS_TAB (screen), kiosk);
  cp_history_ask (CP_POINTS_TAB (screen)->history);
}

static void
bind (CpScreen *screen, CpKiosk *kiosk)
{
  cp_history_set_up (CP_POINTS_TAB (screen)->history, &SPEC, kiosk, TRUE);
}

static void
cp_points_tab_class_init (CpPointsTabClass *klass)
{
  static const char *const WATCHES[] = { "view", NULL };

  g_type_ensure (CP_TYPE_HISTORY);
  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-points-tab", WATCHES, refresh);
  CP_SCREEN_CLASS (klass)->bind = bind;
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpPointsTab, history);
}

static void
cp_points_tab_init (CpPointsTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
