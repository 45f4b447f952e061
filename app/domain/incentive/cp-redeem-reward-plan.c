/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-redeem-reward.h"

#include <glib/gi18n-lib.h>

void
cp_redemption_plan_free (CpRedemptionPlan *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->parts);
  g_free (self->condition);
  g_free (self);
}

static int
compare_by_expiry (gconstpointer a, gconstpointer b)
{
  const CpIncentive *one = *(CpIncentive *const *) a;
  const CpIncentive *other = *(CpIncentive *const *) b;

  if (one->expires_at_ms != other->expires_at_ms) {
    if (one->expires_at_ms == 0 || other->expires_at_ms == 0)
      return one->expires_at_ms == 0 ? 1 : -1;
    return one->expires_at_ms < other->expires_at_ms ? -1 : 1;
  }
  if (one->issued_at_ms != other->issued_at_ms)
    return one->issued_at_ms < other->issued_at_ms ? -1 : 1;
  return g_strcmp0 (one->entity.id, other->entity.id);
}

CpIncentiveClass
cp_redeem_reward_get_class (const CpOperation *operation)
{
  return operation->kind == CP_OPERATION_REDEEM_CREDIT ? CP_CLASS_CREDIT : CP_CLASS_REWARD;
}

/* The rewards that hold something now, in the order in which they are to be used up. */
static GPtrArray *
list_usable (const CpCase *the_case, const CpOperation *operation, const char *only_id)
{
  const GPtrArray *incentives = the_case->account->rows[CP_KIND_INCENTIVE];
  gint64 at_ms = cp_rule_time (the_case, operation);
  GPtrArray *usable = g_ptr_array_new ();

  for (guint i = 0; i < incentives->len; i++) {
    CpIncentive *incentive = incentives->pdata[i];
    CpIncentiveState state = cp_incentive_get_state (incentive, at_ms);

    if (incentive->class_ == cp_redeem_reward_get_class (operation) &&
        incentive->balance_minor > 0 &&
        (state == CP_INCENTIVE_ACTIVE || state == CP_INCENTIVE_PART_USED) &&
        (only_id == NULL || g_str_equal (incentive->entity.id, only_id)))
      g_ptr_array_add (usable, incentive);
  }
  g_ptr_array_sort (usable, compare_by_expiry);
  return usable;
}

static gint64
sum_of_definition (const CpRedemptionPlan *self, const char *definition_id)
{
  gint64 sum = 0;

  for (guint i = 0; i < self->parts->len; i++) {
    const CpRedemptionPart *part = &g_array_index (self->parts, CpRedemptionPart, i);

    if (g_str_equal (part->incentive->definition_id, definition_id))
      sum += part->take_minor;
  }
  return sum;
}

/* @condition is taken over; the first is the one that is told. */
static void
note_condition (CpRedemptionPlan *self, char *condition)
{
  if (self->condition == NULL)
    self->condition = condition;
  else
    g_free (condition);
}

/* How much of @incentive its definition lets go now. */
static gint64
get_allowed (CpRedemptionPlan *self,
             const CpCase *the_case,
             const CpRedeemReward *payload,
             const CpIncentive *incentive)
{
  const CpDefinition *definition =
      cp_programme_find_definition (the_case->programme, incentive->definition_id);
  gint64 allowed = MIN (incentive->balance_minor, self->rest_minor);

  if (definition == NULL)
    return allowed;
  if (definition->min_basket_minor > payload->basket_minor) {
    g_autofree char *least = cp_wording_money (the_case->programme, definition->min_basket_minor);

    note_condition (
        self, g_strdup_printf (_ ("%s needs a basket of %s at least."), definition->name, least));
    return 0;
  }
  if (definition->redeem_cap_minor > 0) {
    gint64 left = definition->redeem_cap_minor - sum_of_definition (self, definition->id);

    if (left < allowed) {
      g_autofree char *most = cp_wording_money (the_case->programme, definition->redeem_cap_minor);

      note_condition (self, g_strdup_printf (_ ("Of %s, %s at most can be taken at once."),
                                             definition->name, most));
      allowed = MAX (left, 0);
    }
  }
  if (definition->whole_only && allowed < incentive->balance_minor) {
    g_autofree char *whole = cp_wording_money (the_case->programme, incentive->balance_minor);

    note_condition (
        self, g_strdup_printf (_ ("%s can only be used whole: %s."), definition->name, whole));
    return 0;
  }
  return allowed;
}

static void
take (CpRedemptionPlan *self, const CpIncentive *incentive, gint64 take_minor)
{
  CpRedemptionPart part = { incentive, take_minor };

  self->rest_minor -= take_minor;
  for (guint i = 0; i < self->parts->len; i++) {
    CpRedemptionPart *known = &g_array_index (self->parts, CpRedemptionPart, i);

    if (known->incentive == incentive) {
      known->take_minor += take_minor;
      return;
    }
  }
  g_array_append_val (self->parts, part);
}

CpRedemptionPlan *
cp_redeem_reward_plan (const CpCase *the_case, const CpOperation *operation)
{
  const CpRedeemReward *payload = operation->payload;
  CpRedemptionPlan *self = g_new0 (CpRedemptionPlan, 1);
  g_autoptr (GPtrArray) usable = list_usable (the_case, operation, payload->incentive_id);

  self->parts = g_array_new (FALSE, FALSE, sizeof (CpRedemptionPart));
  self->rest_minor = payload->amount_minor;
  for (guint i = 0; i < usable->len && self->rest_minor > 0; i++) {
    gint64 allowed = get_allowed (self, the_case, payload, usable->pdata[i]);

    if (allowed > 0)
      take (self, usable->pdata[i], allowed);
  }
  return self;
}

static gint64
get_taken (const CpRedemptionPlan *self, const CpIncentive *incentive)
{
  for (guint i = 0; i < self->parts->len; i++) {
    const CpRedemptionPart *part = &g_array_index (self->parts, CpRedemptionPart, i);

    if (part->incentive == incentive)
      return part->take_minor;
  }
  return 0;
}

/* (nullable): the reward that the operation names */
static const CpIncentive *
find_named (const CpCase *the_case, const CpOperation *operation)
{
  const CpRedeemReward *payload = operation->payload;
  const CpIncentive *named =
      cp_account_find (the_case->account, CP_KIND_INCENTIVE, payload->incentive_id);

  return named != NULL && named->class_ == CP_CLASS_REWARD ? named : NULL;
}

/* What was voided, or has expired, with something left counts nowhere: a debt on it would be seen by
 * nobody. */
static gboolean
shows_debt (const CpIncentive *incentive, gint64 at_ms)
{
  CpIncentiveState state = cp_incentive_get_state (incentive, at_ms);

  return incentive->balance_minor <= 0 || state == CP_INCENTIVE_ACTIVE ||
         state == CP_INCENTIVE_PART_USED;
}

static gboolean
is_better_for_debt (const CpIncentive *incentive, const CpIncentive *last, gint64 at_ms)
{
  gboolean shows = shows_debt (incentive, at_ms);

  if (last == NULL || shows != shows_debt (last, at_ms))
    return last == NULL || shows;
  return incentive->issued_at_ms >= last->issued_at_ms;
}

/* Where a debt is posted when no reward was usable: the one that was meant, or the last issued. */
static const CpIncentive *
find_last_reward (const CpCase *the_case, const CpOperation *operation)
{
  const GPtrArray *incentives = the_case->account->rows[CP_KIND_INCENTIVE];
  const CpIncentive *last = find_named (the_case, operation);

  if (last != NULL)
    return last;
  for (guint i = 0; i < incentives->len; i++) {
    const CpIncentive *incentive = incentives->pdata[i];

    if (incentive->class_ == CP_CLASS_REWARD &&
        is_better_for_debt (incentive, last, cp_rule_time (the_case, operation)))
      last = incentive;
  }
  return last;
}

static void
take_what_is_left (CpRedemptionPlan *self, const CpIncentive *incentive)
{
  gint64 left = incentive->balance_minor - get_taken (self, incentive);

  if (left > 0 && self->rest_minor > 0)
    take (self, incentive, MIN (left, self->rest_minor));
}

gboolean
cp_redeem_reward_force (CpRedemptionPlan *self,
                        const CpCase *the_case,
                        const CpOperation *operation)
{
  g_autoptr (GPtrArray) usable = list_usable (the_case, operation, NULL);
  const CpIncentive *named = find_named (the_case, operation);
  const CpIncentive *last;

  /* Also when it was voided meanwhile: its money is what the customer was given. */
  if (named != NULL)
    take_what_is_left (self, named);
  for (guint i = 0; i < usable->len; i++)
    take_what_is_left (self, usable->pdata[i]);
  if (self->rest_minor == 0)
    return TRUE;
  last = self->parts->len > 0
             ? g_array_index (self->parts, CpRedemptionPart, self->parts->len - 1).incentive
             : find_last_reward (the_case, operation);
  if (last == NULL)
    return FALSE;
  take (self, last, self->rest_minor);
  return TRUE;
}
