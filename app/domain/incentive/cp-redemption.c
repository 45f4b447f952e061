/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-redemption.h"

#include <glib/gi18n-lib.h>

static const struct {
  CpRedemptionState from;
  CpRedemptionEvent event;
  CpRedemptionState to;
} steps[] = {
  { CP_REDEMPTION_HELD, CP_REDEMPTION_CONFIRM, CP_REDEMPTION_CONFIRMED },
  { CP_REDEMPTION_HELD, CP_REDEMPTION_CANCEL, CP_REDEMPTION_CANCELLED },
  { CP_REDEMPTION_HELD, CP_REDEMPTION_LAPSE, CP_REDEMPTION_LAPSED },
  { CP_REDEMPTION_CONFIRMED, CP_REDEMPTION_REVERSE, CP_REDEMPTION_REVERSED },
  { CP_REDEMPTION_CONFIRMED, CP_REDEMPTION_RETURN, CP_REDEMPTION_RETURNED },
};

gboolean
cp_redemption_state_next (CpRedemptionState state,
                          CpRedemptionEvent event,
                          CpRedemptionState *ret_next)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i].from == state && steps[i].event == event) {
      *ret_next = steps[i].to;
      return TRUE;
    }
  return FALSE;
}

CpRedemption *
cp_redemption_new (const CpCase *the_case,
                   const CpOperation *operation,
                   const CpIncentive *incentive,
                   guint n,
                   gboolean hold)
{
  g_autofree char *id = cp_derive_id (operation->id, n);
  CpRedemption *redemption = cp_entity_new (CP_KIND_REDEMPTION, id, incentive->entity.account_id);

  redemption->incentive_id = g_strdup (incentive->entity.id);
  redemption->operation_id = g_strdup (operation->id);
  redemption->at_ms = cp_rule_time (the_case, operation);
  redemption->state = hold ? CP_REDEMPTION_HELD : CP_REDEMPTION_CONFIRMED;
  if (hold)
    redemption->held_until_ms = redemption->at_ms + the_case->programme->hold_ms;
  redemption->staff_id = g_strdup (operation->staff_id);
  redemption->store_id = g_strdup (operation->store_id);
  redemption->card_id = g_strdup (cp_rule_get_entry_card (the_case, operation->card_id, TRUE));
  return redemption;
}

void
cp_redemption_tell_hold (const CpCase *the_case, gboolean hold, CpDecision *decision)
{
  int minutes = (int) (the_case->programme->hold_ms / 60000);
  g_autofree char *text = g_strdup_printf (
      ngettext ("It is set aside for %d minute, and goes back by itself unless it is confirmed.",
                "It is set aside for %d minutes, and goes back by itself unless it is confirmed.",
                (gulong) minutes),
      minutes);

  if (hold)
    cp_decision_add_effect (decision, "%s", text);
  else
    decision->if_held = g_steal_pointer (&text);
}

GPtrArray *
cp_redemption_list (const CpAccount *account, const char *id)
{
  const GPtrArray *rows = account->rows[CP_KIND_REDEMPTION];
  const CpRedemption *one = cp_account_find (account, CP_KIND_REDEMPTION, id);
  const char *operation_id = one != NULL ? one->operation_id : id;
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; operation_id != NULL && i < rows->len; i++) {
    CpRedemption *redemption = rows->pdata[i];

    if (g_strcmp0 (redemption->operation_id, operation_id) == 0)
      g_ptr_array_add (found, redemption);
  }
  return found;
}

CpIncentive *
cp_redemption_take (const CpIncentive *incentive, gint64 amount_minor, gint64 uses, gint64 at_ms)
{
  CpIncentiveState state = cp_incentive_get_state (incentive, at_ms);
  CpIncentive *rest = cp_entity_copy (incentive);

  rest->balance_minor -= amount_minor;
  rest->uses_left -= uses;
  if (state == CP_INCENTIVE_VOIDED)
    return rest;
  if (rest->balance_minor <= 0 && rest->uses_left <= 0)
    rest->state = CP_INCENTIVE_USED;
  else if (state == CP_INCENTIVE_ACTIVE)
    rest->state = CP_INCENTIVE_PART_USED;
  return rest;
}

CpIncentive *
cp_redemption_restore (const CpAccount *account, const CpRedemption *redemption)
{
  const CpIncentive *incentive =
      cp_account_find (account, CP_KIND_INCENTIVE, redemption->incentive_id);
  CpIncentive *restored;

  if (incentive == NULL)
    return NULL;
  restored = cp_entity_copy (incentive);
  restored->balance_minor += redemption->amount_minor;
  restored->uses_left += redemption->uses;
  if (restored->state != CP_INCENTIVE_USED && restored->state != CP_INCENTIVE_PART_USED)
    return restored;
  if (restored->balance_minor == restored->amount_minor && restored->uses_left == restored->uses)
    restored->state = CP_INCENTIVE_ACTIVE;
  else if (restored->balance_minor > 0 || restored->uses_left > 0)
    restored->state = CP_INCENTIVE_PART_USED;
  return restored;
}

static gboolean
has_lapsed (const CpRedemption *redemption, gint64 at_ms)
{
  return redemption->state == CP_REDEMPTION_HELD && redemption->held_until_ms <= at_ms;
}

gboolean
cp_redemption_sum_held (const CpAccount *account,
                        const char *incentive_id,
                        gint64 at_ms,
                        gint64 *ret_minor,
                        gint64 *ret_uses)
{
  const GPtrArray *rows = account->rows[CP_KIND_REDEMPTION];
  gint64 minor = 0, uses = 0;

  for (guint i = 0; i < rows->len; i++) {
    const CpRedemption *redemption = rows->pdata[i];

    if (redemption->state != CP_REDEMPTION_HELD || has_lapsed (redemption, at_ms) ||
        g_strcmp0 (redemption->incentive_id, incentive_id) != 0)
      continue;
    minor += redemption->amount_minor;
    uses += redemption->uses;
  }
  if (ret_minor != NULL)
    *ret_minor = minor;
  if (ret_uses != NULL)
    *ret_uses = uses;
  return minor > 0 || uses > 0;
}

gboolean
cp_redemption_is_of_voided (const CpAccount *account, const CpRedemption *redemption)
{
  g_autoptr (GPtrArray) rows = cp_redemption_list (account, redemption->entity.id);

  for (guint i = 0; i < rows->len; i++) {
    const CpRedemption *one = rows->pdata[i];
    const CpIncentive *incentive = cp_account_find (account, CP_KIND_INCENTIVE, one->incentive_id);

    if (incentive != NULL && incentive->state == CP_INCENTIVE_VOIDED)
      return TRUE;
  }
  return FALSE;
}

static void
put (gpointer entity, CpAccount *account, CpDecision *decision)
{
  if (decision != NULL)
    cp_decision_change (decision, cp_entity_copy (entity));
  cp_account_put (account, entity);
}

static void
lapse (CpAccount *settled, const CpRedemption *redemption, CpDecision *decision)
{
  CpRedemption *lapsed = cp_entity_copy (redemption);
  CpIncentive *restored = cp_redemption_restore (settled, redemption);
  CpRedemptionState next = redemption->state;

  if (cp_redemption_state_next (redemption->state, CP_REDEMPTION_LAPSE, &next))
    lapsed->state = next;
  if (restored != NULL)
    put (restored, settled, decision);
  put (lapsed, settled, decision);
}

CpAccount *
cp_redemption_settle (const CpAccount *account, gint64 at_ms, CpDecision *decision)
{
  const GPtrArray *rows = account->rows[CP_KIND_REDEMPTION];
  CpAccount *settled = NULL;

  for (guint i = 0; i < rows->len; i++) {
    if (!has_lapsed (rows->pdata[i], at_ms))
      continue;
    if (settled == NULL)
      settled = cp_account_copy (account);
    lapse (settled, rows->pdata[i], decision);
  }
  return settled;
}
