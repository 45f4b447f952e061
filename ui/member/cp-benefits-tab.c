/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-benefits-tab.h"

#include "cp-action-bar.h"
#include "cp-build.h"
#include "cp-format.h"
#include "cp-item.h"
#include "cp-redemption-item.h"

#include <glib/gi18n-lib.h>

struct _CpBenefitsTab {
  CpScreen parent_instance;

  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (CpBenefitsTab, cp_benefits_tab, CP_TYPE_SCREEN)

static const struct {
  const char *state;
  const char *word;
  const char *classes;
} STATES[] = {
  { "issued", N_ ("Not usable yet"), "plain" },
  { "part_used", N_ ("Part used"), "plain" },
  { "used", N_ ("Used"), "plain" },
  { "expired", N_ ("Expired"), "plain" },
  { "voided", N_ ("Void"), "bad" },
};

static gboolean
is_over (const char *state)
{
  return g_strcmp0 (state, "used") == 0 || g_strcmp0 (state, "expired") == 0 ||
         g_strcmp0 (state, "voided") == 0;
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
  gboolean over = is_over (cp_json_get_text (incentive, "state"));

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

static void
add_buttons (CpItem *item, const CpJson *incentive)
{
  add_button (item, incentive, "can_void", _ ("Void"), "void_incentive", TRUE);
  add_button (item, incentive, "can_extend", _ ("Extend"), "extend_incentive", FALSE);
  add_button (item, incentive, "can_redeem", _ ("Redeem"), find_redeeming_flow (incentive), FALSE);
}

static GtkWidget *
make_item (const CpJson *view, const CpJson *incentive, gint64 now_ms)
{
  const char *name = cp_format_or_empty (cp_json_get_text (incentive, "name"));
  const char *state = cp_json_get_text (incentive, "state");
  g_autofree char *subtitle = describe (incentive, now_ms);
  CpItem *item = cp_item_new (name, subtitle);

  show_worth (item, view, incentive);
  for (gsize i = 0; i < G_N_ELEMENTS (STATES); i++)
    if (g_strcmp0 (STATES[i].state, state) == 0)
      cp_item_add_chip (item, _ (STATES[i].word), STATES[i].classes);
  cp_item_set_waiting (item, cp_json_get_bool (incentive, "waiting"));
  cp_item_set_dim (item, is_over (state));
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
refresh (CpScreen *screen, CpKiosk *kiosk)
{
  CpBenefitsTab *self = CP_BENEFITS_TAB (screen);
  const CpJson *view = cp_kiosk_get_view (kiosk);
  const CpJson *incentives = cp_json_get_array (view, "incentives");
  gint64 now_ms = cp_kiosk_get_now_ms (kiosk);
  gboolean any;
  CpJson *incentive;
  gsize i;

  cp_build_clear (self->list);
  json_array_foreach (incentives, i, incentive)
  {
    gtk_box_append (GTK_BOX (self->list), make_item (view, incentive, now_ms));
  }
  any = add_rows (self, view, "claims", _ ("They may ask for"), cp_claim_item, now_ms);
  any = add_rows (self, view, "redemptions", _ ("Redeemed lately"), cp_redemption_item, now_ms) ||
        any;
  if (json_array_size (incentives) == 0 && !any)
    gtk_box_append (GTK_BOX (self->list),
                    cp_build_empty (_ ("No benefits or rewards yet"),
                                    _ ("What is issued to this member appears here.")));
  cp_action_mark_all (self->list, view);
}

static void
cp_benefits_tab_class_init (CpBenefitsTabClass *klass)
{
  static const char *const WATCHES[] = { "view", NULL };

  cp_screen_class_setup (CP_SCREEN_CLASS (klass), "cp-benefits-tab", WATCHES, refresh);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), CpBenefitsTab, list);
}

static void
cp_benefits_tab_init (CpBenefitsTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
