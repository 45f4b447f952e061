/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-benefits-tab.h"

#include "cp-action-bar.h"
#include "cp-build.h"
#include "cp-filter.h"
#include "cp-format.h"
#include "cp-item.h"
#include "cp-large.h"
#include "cp-reading.h"
#include "cp-redemption-item.h"

#include <glib/gi18n-lib.h>

struct _CpBenefitsTab {
  CpScreen parent_instance;

  CpFilter *filter;
  GtkWidget *list;
  CpReading *reading; /* of what was chosen; all there is has come with the member's view */
  char *member_id;    /* for whom it was chosen */
};

G_DEFINE_FINAL_TYPE (CpBenefitsTab, cp_benefits_tab, CP_TYPE_SCREEN)

#define ALL ""

static const struct {
  const char *state;
  const char *word;
  const char *classes;
  gboolean usable;
  gboolean over;
} STATES[] = {
  { "active", NULL, NULL, TRUE, FALSE },
  { "part_used", N_ ("Part used"), "plain", TRUE, FALSE },
  { "issued", N_ ("Not usable yet"), "plain", FALSE, FALSE },
  { "used", N_ ("Used"), "plain", FALSE, TRUE },
  { "expired", N_ ("Expired"), "plain", FALSE, TRUE },
  { "voided", N_ ("Void"), "bad", FALSE, TRUE },
};

/* @state: of the ledger's reading `incentives` */
static const struct {
  const char *state;
  const char *label;
} CHOICES[] = {
  { ALL, N_ ("All") },     { "usable", N_ ("Usable now") }, { "issued", N_ ("Later") },
  { "used", N_ ("Used") }, { "expired", N_ ("Expired") },   { "voided", N_ ("Void") },
};

static gsize
find_state (const CpJson *incentive)
{
  gsize i = G_N_ELEMENTS (STATES) - 1;

  while (i > 0 && g_strcmp0 (STATES[i].state, cp_json_get_text (incentive, "state")) != 0)
    i--;
  return i;
}

static char *
describe (const CpJson *incentive, gint64 now_ms)
{
  g_autofree char *expiry =
      cp_format_expiry (cp_json_get_int (incentive, "expires_at_ms", 0), now_ms);
  gint64 from_ms = cp_json_get_int (incentive, "usable_from_ms", 0);
  g_autofree char *from_day = from_ms > now_ms ? cp_format_day (from_ms) : NULL;
  g_autofree char *from =
      from_day != NULL ? g_strdup_printf (_ ("From %s"), from_day) : g_strdup ("");
  const char *text = cp_json_get_text (incentive, "text");
  gboolean over = STATES[find_state (incentive)].over;

  return cp_format_join (cp_format_or_empty (text), from, over ? "" : expiry, NULL);
}

static void
show_worth (CpItem *item, const CpJson *view, const CpJson *incentive)
{
  gint64 amount = cp_json_get_int (incentive, "amount_minor", 0);
  gint64 balance = cp_json_get_int (incentive, "balance_minor", 0);
  gint64 uses = cp_json_get_int (incentive, "uses", 0);
  gint64 left = cp_json_get_int (incentive, "uses_left", 0);
  g_autofree char *money = cp_format_money_in (view, balance);
  g_autofree char *of = cp_format_money_in (view, amount);
  g_autofree char *of_text = balance != amount ? g_strdup_printf (_ ("of %s"), of) : NULL;
  g_autofree char *count = g_strdup_printf (_ ("%d left"), (int) left);

  if (amount > 0)
    cp_item_set_figure (item, money, of_text);
  else if (uses > 0 && left > 0)
    cp_item_set_figure (item, count, NULL);
}

static const char *
find_redeeming_flow (const CpJson *incentive)
{
  const char *word = cp_json_get_text (incentive, "class");

  if (g_strcmp0 (word, "benefit") == 0)
    return "redeem_benefit";
  return g_strcmp0 (word, "credit") == 0 ? "redeem_credit" : "redeem_reward";
}

static void
add_button (CpItem *item,
            const CpJson *incentive,
            const char *may,
            const char *label,
            const char *flow,
            gboolean destructive)
{
  const char *id = cp_format_or_empty (cp_json_get_text (incentive, "id"));
  const char *name = cp_format_or_empty (cp_json_get_text (incentive, "name"));
  g_autofree char *target = g_strconcat (flow, ":", id, NULL);
  g_autofree char *full = g_strdup_printf ("%s %s", label, name);

  if (cp_action_is_shown (incentive, may, flow))
    cp_item_add_flow_button (item, label, full, target, destructive);
}

/* How a benefit is used may have to be said, and who approves it; where it is to be set aside, too, that is
 * said first, since it would be one touch too many at the end. */
static void
add_buttons (CpItem *item, const CpJson *incentive)
{
  const char *redeem = find_redeeming_flow (incentive);

  /* TRANSLATORS: what staff do to a reward; "Void" without context is what it is then */
  add_button (item, incentive, "can_void", C_ ("button", "Void"), "void_incentive", TRUE);
  add_button (item, incentive, "can_extend", _ ("Extend"), "extend_incentive", FALSE);
  if (g_str_equal (redeem, "redeem_benefit"))
    add_button (item, incentive, "can_redeem", _ ("Hold"), "hold_benefit", FALSE);
  add_button (item, incentive, "can_redeem", _ ("Redeem"), redeem, FALSE);
}

static GtkWidget *
make_item (const CpJson *view, const CpJson *incentive, gint64 now_ms)
{
  const char *name = cp_format_or_empty (cp_json_get_text (incentive, "name"));
  gsize state = find_state (incentive);
  g_autofree char *subtitle = describe (incentive, now_ms);
  CpItem *item = cp_item_new (name, subtitle);

  show_worth (item, view, incentive);
  if (STATES[state].word != NULL)
    cp_item_add_chip (item, _ (STATES[state].word), STATES[state].classes);
  cp_item_set_waiting (item, cp_json_get_bool (incentive, "waiting"));
  cp_item_set_dim (item, STATES[state].over);
  add_buttons (item, incentive);
  return GTK_WIDGET (item);
}

static gboolean
add_rows (CpBenefitsTab *self,
          const CpJson *view,
          const char *key,
          const char *heading,
          GtkWidget *(*make) (const CpJson *view, const CpJson *row, gint64 now_ms),
          gint64 now_ms)
{
  const CpJson *rows = cp_json_get_array (view, key);
  CpJson *row;
  gsize i;

  if (json_array_size (rows) == 0)
    return FALSE;
  gtk_box_append (GTK_BOX (self->list), cp_build_label (heading, "t-label"));
  json_array_foreach (rows, i, row)
  {
    gtk_box_append (GTK_BOX (self->list), make (view, row, now_ms));
  }
  return TRUE;
}

static void
add_incentives (CpBenefitsTab *self, const CpJson *view, const CpJson *incentives, gint64 now_ms)
{
  CpJson *incentive;
  gsize i;

  json_array_foreach (incentives, i, incentive)
  {
    gtk_box_append (GTK_BOX (self->list), make_item (view, incentive, now_ms));
  }
}

static void
add_empty (CpBenefitsTab *self, const char *title, const char *text)
{
  gtk_box_append (GTK_BOX (self->list), cp_build_empty (title, text));
}

static gboolean
has_choice (const CpJson *view)
{
  CpJson *incentive;
  gsize i;

  json_array_foreach (cp_json_get_array (view, "incentives"), i, incentive)
  {
    if (!STATES[find_state (incentive)].usable)
      return TRUE;
  }
  return FALSE;
}

/* What was chosen for one member is not chosen for the next. Where all can be used there is nothing to
 * choose. */
static void
show_filter (CpBenefitsTab *self, const CpJson *view)
{
  const char *id = cp_json_get_text (cp_json_get_object (view, "member"), "id");
  gboolean has = has_choice (view);

  if (!has || g_strcmp0 (self->member_id, id) != 0)
    cp_filter_choose (self->filter, ALL);
  gtk_widget_set_visible (GTK_WIDGET (self->filter), has);
  g_free (self->member_id);
  self->member_id = g_strdup (id);
}

static void
show_all (CpBenefitsTab *self, const CpJson *view, gint64 now_ms)
{
  const CpJson *incentives = cp_json_get_array (view, "incentives");
  gboolean any = json_array_size (incentives) > 0;

  add_incentives (self, view, incentives, now_ms);
  any = add_rows (self, view, "claims", _ ("They may ask for"), cp_claim_item, now_ms) || any;
  any = add_rows (self, view, "redemptions", _ ("Redeemed lately"), cp_redemption_item, now_ms) ||
        any;
  if (!any)
    add_empty (self, _ ("No benefits or rewards yet"),
               _ ("What is issued to this member appears here."));
}

static void
show_chosen (CpBenefitsTab *self, const CpJson *view, gint64 now_ms)
{
  const CpJson *reply = cp_reading_get_reply (self->reading);
  const CpJson *incentives = cp_json_get_array (reply, "incentives");
  const char *problem = cp_reading_get_problem (self->reading);

  add_incentives (self, view, incentives, now_ms);
  if (problem != NULL)
    add_empty (self, _ ("This can't be shown just now"), problem);
  else if (reply != NULL && json_array_size (incentives) == 0)
    add_empty (self, _ ("Nothing like that"), _ ("Choose more to see the rest."));
}

static void
show (CpBenefitsTab *self)
{
  CpKiosk *kiosk = cp_screen_get_kiosk (CP_SCREEN (self));
  const CpJson *view = cp_kiosk_get_view (kiosk);
  gboolean all = g_str_equal (cp_filter_get_chosen (self->filter), ALL);

  cp_build_clear (self->list);
  if (view == NULL)
    return;
  (all ? show_all : show_chosen) (self, view, cp_kiosk_get_now_ms (kiosk));
  cp_action_mark_all (self->list, view);
  if (cp_kiosk_get_large_text (kiosk))
    cp_large_arrange (self->list, TRUE);
}

static void
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpBenefitsTab *self = CP_BENEFITS_TAB (screen);
  const char *chosen;

  show_filter (self, cp_kiosk_get_view (kiosk));
  chosen = cp_filter_get_chosen (self->filter);
  if (g_str_equal (chosen, ALL))
    show (self);
  else
    cp_reading_ask (self->reading, json_pack ("{s:s}", "state", chosen));
}

static void
bind (CpScreen *screen, CpKiosk *kiosk)
{
  CpBenefitsTab *self = CP_BENEFITS_TAB (screen);

  self->reading = cp_reading_new (kiosk, "incentives");
  g_signal_connect_object (self->reading, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
}

static void
dispose (GObject *object)
{
  g_clear_object (&CP_BENEFITS_TAB (object)->reading);
  G_OBJECT_CLASS (cp_benefits_tab_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (CP_BENEFITS_TAB (object)->member_id);
  G_OBJECT_CLASS (cp_benefits_tab_parent_class)->finalize (object);
}

static void
cp_benefits_tab_class_init (CpBenefitsTabClass *klass)
{
  static const char *const WATCHES[] = { "view", NULL };

  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-benefits-tab", WATCHES, refresh);
  g_type_ensure (CP_TYPE_FILTER);
  CP_SCREEN_CLASS (klass)->bind = bind;
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpBenefitsTab, filter);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpBenefitsTab, list);
}

static void
cp_benefits_tab_init (CpBenefitsTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (CHOICES); i++)
    cp_filter_add (self->filter, CHOICES[i].state, _ (CHOICES[i].label));
  g_signal_connect_object (self->filter, "changed", G_CALLBACK (cp_screen_refresh), self,
                           G_CONNECT_SWAPPED);
}
