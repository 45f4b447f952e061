/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Benefits: redeem". Operation 19. */
#include "cp-condition.h"
#include "cp-offline-bound.h"
#include "cp-redeem-reward.h"

#include <glib/gi18n-lib.h>

#define MOST_USES 1000

typedef struct {
  const CpCase *the_case;
  const CpOperation *operation;
  const CpRedeemBenefit *payload;
  const CpIncentive *incentive;
  const CpDefinition *definition; /* (nullable) */
  gint64 uses;
  CpDecision *decision;
} Redemption;

/* Whether a rule that is broken refuses it. */
static gboolean
object (Redemption *self, CpRejection code, const char *detail)
{
  return cp_decision_object (self->decision, self->the_case, self->operation, code,
                             detail != NULL ? "%s" : NULL, detail);
}

static gboolean
check_incentive (Redemption *self)
{
  gint64 at_ms = cp_rule_time (self->the_case, self->operation);
  CpRejection code = cp_rule_judge_incentive (self->incentive, at_ms);
  g_autofree char *from = NULL;

  if (self->incentive == NULL || self->incentive->class_ != CP_CLASS_BENEFIT) {
    cp_decision_refuse (self->decision, CP_REJECTION_INCENTIVE_NOT_FOUND, NULL);
    return FALSE;
  }
  if (code != CP_REJECTION_NONE)
    return !object (self, code, NULL);
  if (cp_incentive_get_state (self->incentive, at_ms) == CP_INCENTIVE_ISSUED) {
    g_autofree char *date = cp_calendar_say_day (
        self->the_case->programme, self->operation->store_id, self->incentive->usable_from_ms);

    from = g_strdup_printf (_ ("It can be used from %s."), date);
    return !object (self, CP_REJECTION_NOT_ELIGIBLE, from);
  }
  return TRUE;
}

static gboolean
check_uses (Redemption *self)
{
  g_autofree char *left = NULL;
  int uses_left;

  if (self->uses <= 0 || self->uses > MOST_USES) {
    cp_decision_refuse (self->decision, CP_REJECTION_INVALID, _ ("The number can't be right."));
    return FALSE;
  }
  if (self->uses <= self->incentive->uses_left)
    return TRUE;
  uses_left = (int) MAX (0, self->incentive->uses_left);
  left = g_strdup_printf (ngettext ("It can be used %d time more.", "It can be used %d times more.",
                                    (gulong) uses_left),
                          uses_left);
  return !object (self, CP_REJECTION_INSUFFICIENT_BALANCE, left);
}

/* The promotional rule has to match what is bought. */
static gboolean
check_basket (Redemption *self)
{
  const CpProgramme *programme = self->the_case->programme;
  gint64 total_minor = cp_json_get_int (self->payload->basket, "total_minor", 0);
  g_autoptr (CpJson) data = NULL;
  g_autofree char *failing = NULL;

  if (self->definition == NULL)
    return TRUE;
  if (total_minor < self->definition->min_basket_minor) {
    g_autofree char *least = cp_wording_money (programme, self->definition->min_basket_minor);

    failing =
        g_strdup_printf (_ ("%s needs a basket of %s at least."), self->definition->name, least);
    return !object (self, CP_REJECTION_NOT_ELIGIBLE, failing);
  }
  if (self->definition->promotion == NULL)
    return TRUE;
  data = cp_condition_make_data (
      programme, self->the_case->account, self->operation->member_id, self->operation->store_id,
      cp_rule_time (self->the_case, self->operation), self->payload->basket);
  failing = cp_condition_explain (programme, self->definition->promotion, data);
  return failing == NULL || !object (self, CP_REJECTION_NOT_ELIGIBLE, failing);
}

static gboolean
is_capped (const Redemption *self)
{
  return self->definition != NULL && self->definition->global_cap > 0;
}

/* Whether nothing is given before head office agrees. An older device asks for what there is a limited number of
 * without saying so; but by another programme than ours there may have been no limit, and it was given. */
static gboolean
waits_for_word (const Redemption *self)
{
  return self->operation->asks ||
         (is_capped (self) &&
          (self->the_case->mode == CP_DECIDE_AT_COUNTER ||
           self->operation->programme_version == self->the_case->programme->version));
}

/* What was claimed has been one of that number since. */
static gboolean
is_one_more (const Redemption *self)
{
  return is_capped (self) && !self->incentive->counted;
}

/* Of what there is a limited number in all, only head office knows how many are left. What was given before it was
 * limited is one of them too. */
static gboolean
check_cap (Redemption *self)
{
  if (!is_capped (self))
    return TRUE;
  if (self->the_case->mode == CP_DECIDE_AT_COUNTER && !self->operation->online)
    cp_decision_refuse (self->decision, CP_REJECTION_ONLINE_ONLY, NULL);
  else if (cp_rule_is_final (self->the_case) && is_one_more (self) &&
           cp_condition_count_given (self->the_case, self->definition) + self->uses >
               self->definition->global_cap)
    object (self, CP_REJECTION_GLOBAL_CAP_REACHED, NULL);
  return self->decision->code == CP_REJECTION_NONE;
}

static void
write_down (Redemption *self)
{
  CpIncentive *after = cp_redemption_take (self->incentive, 0, self->uses,
                                           cp_rule_time (self->the_case, self->operation));
  const char *name =
      self->definition != NULL ? self->definition->name : self->incentive->definition_id;
  CpRedemption *redemption =
      cp_redemption_new (self->the_case, self->operation, self->incentive, 1, self->payload->hold);

  redemption->uses = self->uses;
  if (is_one_more (self))
    redemption->definition_id = g_strdup (self->incentive->definition_id);
  cp_decision_change (self->decision, after);
  cp_decision_change (self->decision, redemption);
  cp_decision_add_effect (self->decision, _ ("%s: %d used, %d left."), name, (int) self->uses,
                          (int) MAX (0, after->uses_left));
  cp_redemption_tell_hold (self->the_case, self->payload->hold, self->decision);
}

void
cp_rule_redeem_benefit (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpRedeemBenefit *payload = operation->payload;
  Redemption self = { the_case, operation, payload,
                      NULL,     NULL,      payload->uses != 0 ? payload->uses : 1,
                      decision };

  self.incentive = cp_account_find (the_case->account, CP_KIND_INCENTIVE, payload->incentive_id);
  if (self.incentive != NULL)
    self.definition =
        cp_programme_find_definition (the_case->programme, self.incentive->definition_id);
  decision->needs_word = waits_for_word (&self);
  if (!check_incentive (&self) || !check_uses (&self) || !check_basket (&self) ||
      !check_cap (&self) || !cp_offline_bound_check (the_case, operation, 0, decision))
    return;
  if (waits_for_word (&self) && !cp_rule_is_final (the_case))
    cp_decision_add_effect (decision, _ ("Give it only once head office has agreed."));
  else
    write_down (&self);
}
