/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Rewards and benefits: extend". Operation 17. */
#include "cp-rules.h"

#include <glib/gi18n-lib.h>

#define MOST_DAYS 3650

static const CpIncentive *
find_incentive (const CpCase *the_case, const CpOperation *operation)
{
  const CpExtendIncentive *payload = operation->payload;

  return cp_account_find (the_case->account, CP_KIND_INCENTIVE, payload->incentive_id);
}

static gboolean
check_incentive (const CpCase *the_case,
                 const CpOperation *operation,
                 const CpIncentive *incentive,
                 CpDecision *decision)
{
  CpRejection code = cp_rule_judge_incentive (incentive, cp_rule_time (the_case, operation));
  const CpDefinition *definition = NULL;

  if (code == CP_REJECTION_NONE)
    definition = cp_programme_find_definition (the_case->programme, incentive->definition_id);
  if (code != CP_REJECTION_NONE)
    cp_decision_refuse (decision, code, NULL);
  else if (incentive->extended)
    cp_decision_refuse (decision, CP_REJECTION_ALREADY_EXTENDED, NULL);
  else if (incentive->expires_at_ms == 0)
    cp_decision_refuse (decision, CP_REJECTION_NOT_EXTENDABLE, _ ("It does not expire."));
  else if (definition != NULL && definition->not_extendable)
    cp_decision_refuse (decision, CP_REJECTION_NOT_EXTENDABLE,
                        _ ("The programme does not allow it for %s."), definition->name);
  return decision->code == CP_REJECTION_NONE;
}

/* What ends with a day of the store's ends with a day again, when the clocks were turned meanwhile. */
static gint64
add_days (const CpCase *the_case, const CpOperation *operation, gint64 expires_at_ms, gint64 days)
{
  const CpProgramme *programme = the_case->programme;
  gint64 last_ms = expires_at_ms - 1;

  return cp_calendar_get_day_end_ms (programme, operation->store_id, last_ms, 0) == expires_at_ms
             ? cp_calendar_get_day_end_ms (programme, operation->store_id, last_ms, days)
             : expires_at_ms + days * CP_DAY_MS;
}

/* By days or to the end of a date, not both, and later than now. 0: refused */
static gint64
find_expiry (const CpCase *the_case,
             const CpOperation *operation,
             const CpIncentive *incentive,
             CpDecision *decision)
{
  const CpExtendIncentive *payload = operation->payload;
  gint64 most_ms = incentive->expires_at_ms + MOST_DAYS * CP_DAY_MS;
  gint64 expires_at_ms = 0;

  if ((payload->days != 0) == (payload->until_ms != 0)) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID,
                        _ ("Either a number of days or a date, not both."));
    return 0;
  }
  if (payload->days > 0 && payload->days <= MOST_DAYS)
    expires_at_ms = add_days (the_case, operation, incentive->expires_at_ms, payload->days);
  else if (payload->until_ms > 0 && payload->until_ms <= most_ms)
    expires_at_ms =
        cp_calendar_get_day_end_ms (the_case->programme, operation->store_id, payload->until_ms, 0);
  if (expires_at_ms == 0)
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The new date can't be right."));
  else if (expires_at_ms <= incentive->expires_at_ms)
    cp_decision_refuse (decision, CP_REJECTION_INVALID,
                        _ ("It has to be later than the present date."));
  return decision->code == CP_REJECTION_NONE ? expires_at_ms : 0;
}

static void
extend (const CpCase *the_case,
        const CpOperation *operation,
        const CpIncentive *incentive,
        gint64 expires_at_ms,
        CpDecision *decision)
{
  CpIncentive *extended = cp_entity_copy (incentive);
  const CpDefinition *definition =
      cp_programme_find_definition (the_case->programme, incentive->definition_id);
  g_autofree char *before =
      cp_calendar_say_day (the_case->programme, operation->store_id, incentive->expires_at_ms - 1);
  g_autofree char *after =
      cp_calendar_say_day (the_case->programme, operation->store_id, expires_at_ms - 1);

  extended->expires_at_ms = expires_at_ms;
  extended->extended = TRUE;
  decision->value_minor = incentive->balance_minor;
  cp_decision_change (decision, extended);
  cp_decision_add_effect (decision, _ ("%s can be used until the end of %s instead of %s."),
                          definition != NULL ? definition->name : incentive->definition_id, after,
                          before);
  cp_decision_add_effect (decision, _ ("It can't be extended again."));
}

void
cp_rule_extend_incentive (const CpCase *the_case,
                          const CpOperation *operation,
                          CpDecision *decision)
{
  const CpExtendIncentive *payload = operation->payload;
  const CpIncentive *incentive = find_incentive (the_case, operation);
  g_autofree char *reason = NULL;
  gint64 expires_at_ms;

  if (!check_incentive (the_case, operation, incentive, decision) ||
      !cp_rule_check_reason (the_case, operation, payload->reason_id, payload->text, decision,
                             &reason))
    return;
  expires_at_ms = find_expiry (the_case, operation, incentive, decision);
  if (expires_at_ms != 0)
    extend (the_case, operation, incentive, expires_at_ms, decision);
}

gboolean
cp_rule_extend_incentive_needs_no_approval (const CpCase *the_case, const CpOperation *operation)
{
  const CpIncentive *incentive = find_incentive (the_case, operation);
  const CpDefinition *definition =
      incentive != NULL
          ? cp_programme_find_definition (the_case->programme, incentive->definition_id)
          : NULL;

  return definition != NULL && definition->associate_extends;
}
