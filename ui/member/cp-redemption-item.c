/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-redemption-item.h"

#include "cp-action-bar.h"
#include "cp-build.h"
#include "cp-format.h"
#include "cp-item.h"
#include "cp-text.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *state;
  const char *word;
  const char *classes;
} STATES[] = {
  { "held", N_ ("Set aside"), "waiting" },          { "cancelled", N_ ("Cancelled"), "plain" },
  { "lapsed", N_ ("Lapsed, given back"), "plain" }, { "reversed", N_ ("Taken back"), "plain" },
  { "returned", N_ ("Returned"), "plain" },
};

static const struct {
  const char *may;
  const char *flow;
  const char *label;
  gboolean destructive;
} BUTTONS[] = {
  { "can_cancel", "cancel_redemption", N_ ("Cancel"), TRUE },
  { "can_confirm", "confirm_redemption", N_ ("Confirm"), FALSE },
  { "can_return", "return_redemption", N_ ("Return"), FALSE },
  { "can_reverse", "reverse_redemption", N_ ("Take back"), FALSE },
};

static const char *
get (const CpJson *row, const char *key)
{
  return cp_format_or_empty (cp_json_get_text (row, key));
}

GtkWidget *
cp_claim_item (const CpJson *view, const CpJson *claim, gint64 now_ms)
{
  gboolean eligible = cp_json_get_bool (claim, "eligible");
  gint64 amount = cp_json_get_int (claim, "amount_minor", 0);
  g_autofree char *money = cp_format_money_in (view, amount);
  g_autofree char *flow = g_strconcat ("claim_incentive:", get (claim, "definition"), NULL);
  g_autofree char *full = g_strdup_printf (_ ("Claim %s"), get (claim, "name"));
  CpItem *item =
      cp_item_new (get (claim, "name"), eligible ? get (claim, "text") : get (claim, "why"));

  if (amount > 0)
    cp_item_set_figure (item, money, NULL);
  cp_item_set_dim (item, !eligible);
  if (eligible)
    cp_item_add_flow_button (item, _ ("Claim"), full, flow, FALSE);
  return GTK_WIDGET (item);
}

static char *
name_parts (const CpJson *redemption)
{
  GString *text = g_string_new (NULL);
  CpJson *part;
  gsize i;

  json_array_foreach (cp_json_get_array (redemption, "parts"), i, part)
  {
    cp_text_add_to_list (text, get (part, "name"));
  }
  return g_string_free (text, FALSE);
}

static void
add_buttons (CpItem *item, const CpJson *redemption, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (BUTTONS); i++) {
    g_autofree char *flow = g_strconcat (BUTTONS[i].flow, ":", get (redemption, "id"), NULL);
    g_autofree char *full = g_strdup_printf ("%s %s", _ (BUTTONS[i].label), name);

    if (cp_action_is_shown (redemption, BUTTONS[i].may, BUTTONS[i].flow))
      cp_item_add_flow_button (item, _ (BUTTONS[i].label), full, flow, BUTTONS[i].destructive);
  }
}

GtkWidget *
cp_redemption_item (const CpJson *view, const CpJson *redemption, gint64 now_ms)
{
  gint64 amount = cp_json_get_int (redemption, "amount_minor", 0);
  g_autofree char *money = cp_format_money_in (view, amount);
  g_autofree char *name = name_parts (redemption);
  g_autofree char *moment = cp_format_moment (cp_json_get_int (redemption, "at_ms", 0), now_ms);
  g_autofree char *below =
      cp_format_join (moment, get (redemption, "staff_name"), get (redemption, "store_name"), NULL);
  const char *state = cp_json_get_text (redemption, "state");
  CpItem *item = cp_item_new (*name != '\0' ? name : _ ("Redeemed"), below);

  if (amount > 0)
    cp_item_set_figure (item, money, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (STATES); i++)
    if (g_strcmp0 (STATES[i].state, state) == 0)
      cp_item_add_chip (item, _ (STATES[i].word), STATES[i].classes);
  if (cp_json_get_bool (redemption, "of_voided"))
    cp_item_add_chip (item, _ ("Voided since"), "plain");
  cp_item_set_waiting (item, cp_json_get_bool (redemption, "waiting"));
  cp_item_set_dim (item, g_strcmp0 (state, "confirmed") != 0 && g_strcmp0 (state, "held") != 0);
  add_buttons (item, redemption, name);
  return GTK_WIDGET (item);
}
