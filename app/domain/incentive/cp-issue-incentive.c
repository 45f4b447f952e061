/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Rewards and benefits: issue". */
#include "cp-issue-incentive.h"

#include "cp-held-status.h"

#include <glib/gi18n-lib.h>

static CpIncentiveClass
get_class (CpOperationKind kind)
{
  if (kind == CP_OPERATION_ISSUE_BENEFIT)
    return CP_CLASS_BENEFIT;
  return kind == CP_OPERATION_ISSUE_CREDIT ? CP_CLASS_CREDIT : CP_CLASS_REWARD;
}

/* What the member's statuses add: the largest counts, they do not add up. */
static gint64
get_extra_days (const CpCase *the_case, const char *member_id, gint64 at_ms)
{
  const GPtrArray *statuses = the_case->account->rows[CP_KIND_STATUS];
  gint64 days = 0;

  for (guint i = 0; i < statuses->len; i++) {
    const CpStatus *status = statuses->pdata[i];
    const CpStatusDefinition *definition =
        cp_programme_find_status (the_case->programme, status->status_id);

    if (definition != NULL && g_strcmp0 (status->member_id, member_id) == 0 &&
        cp_held_status_counts_at (status, at_ms))
      days = MAX (days, definition->extra_expiry_days);
  }
  return days;
}

gint64
cp_issue_incentive_get_expiry (const CpCase *the_case,
                               const CpOperation *operation,
                               const CpDefinition *definition)
{
  gint64 at_ms = cp_rule_time (the_case, operation);

  if (definition->validity_days <= 0)
    return 0;
  return cp_calendar_get_day_end_ms (the_case->programme, operation->store_id, at_ms,
                                     definition->validity_days +
                                         get_extra_days (the_case, operation->member_id, at_ms));
}

static CpIncentive *
make_incentive (const CpCase *the_case,
                const CpOperation *operation,
                const CpDefinition *definition,
                guint n,
                const char *reason)
{
  gint64 at_ms = cp_rule_time (the_case, operation);
  g_autofree char *id = cp_derive_id (operation->id, n);
  CpIncentive *incentive = cp_entity_new (CP_KIND_INCENTIVE, id, the_case->account->id);

  incentive->member_id = g_strdup (operation->member_id);
  incentive->definition_id = g_strdup (definition->id);
  incentive->class_ = definition->class_;
  incentive->state = CP_INCENTIVE_ACTIVE;
  incentive->amount_minor = incentive->balance_minor = definition->amount_minor;
  incentive->uses = incentive->uses_left = definition->uses;
  incentive->issued_at_ms = at_ms;
  if (definition->usable_after_days > 0) {
    incentive->state = CP_INCENTIVE_ISSUED;
    incentive->usable_from_ms = cp_calendar_get_day_end_ms (
        the_case->programme, operation->store_id, at_ms, definition->usable_after_days - 1);
  }
  incentive->expires_at_ms = cp_issue_incentive_get_expiry (the_case, operation, definition);
  incentive->issued_by_staff_id = g_strdup (operation->staff_id);
  incentive->issued_store_id = g_strdup (operation->store_id);
  incentive->issued_operation_id = g_strdup (operation->id);
  incentive->reason = g_strdup (reason);
  return incentive;
}

static void
tell (const CpCase *the_case,
      const CpOperation *operation,
      const CpDefinition *definition,
      const CpIncentive *incentive,
      CpDecision *decision)
{
  g_autofree char *amount = cp_wording_money (the_case->programme, definition->amount_minor);
  g_autofree char *from =
      cp_calendar_say_day (the_case->programme, operation->store_id, incentive->usable_from_ms);
  g_autofree char *last_day =
      cp_calendar_say_day (the_case->programme, operation->store_id, incentive->expires_at_ms - 1);

  if (definition->class_ != CP_CLASS_BENEFIT)
    cp_decision_add_effect (decision, _ ("Issues %s, worth %s."), definition->name, amount);
  else
    cp_decision_add_effect (decision,
                            ngettext ("Issues %s, to be used %d time.",
                                      "Issues %s, to be used %d times.", (gulong) definition->uses),
                            definition->name, (int) definition->uses);
  if (incentive->usable_from_ms != 0)
    cp_decision_add_effect (decision, _ ("It can be used from %s."), from);
  if (incentive->expires_at_ms != 0)
    cp_decision_add_effect (decision, _ ("It can be used until the end of %s."), last_day);
}

CpIncentive *
cp_issue_incentive (const CpCase *the_case,
                    const CpOperation *operation,
                    const CpDefinition *definition,
                    const char *reason,
                    CpDecision *decision)
{
  CpIncentive *incentive =
      cp_issue_incentive_of (the_case, operation, definition, 1, definition->amount_minor,
                             definition->uses, reason, decision);

  decision->value_minor = definition->amount_minor;
  tell (the_case, operation, definition, incentive, decision);
  return incentive;
}

CpIncentive *
cp_issue_incentive_of (const CpCase *the_case,
                       const CpOperation *operation,
                       const CpDefinition *definition,
                       guint n,
                       gint64 amount_minor,
                       gint64 uses,
                       const char *reason,
                       CpDecision *decision)
{
  CpIncentive *incentive = make_incentive (the_case, operation, definition, n, reason);

  incentive->amount_minor = incentive->balance_minor = amount_minor;
  incentive->uses = incentive->uses_left = uses;
  cp_decision_change (decision, incentive);
  return incentive;
}

void
cp_rule_issue_incentive (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpIssueIncentive *payload = operation->payload;
  const CpDefinition *definition =
      cp_programme_find_definition (the_case->programme, payload->definition_id);

  if (definition == NULL) {
    cp_decision_refuse (decision, CP_REJECTION_NOT_ASSIGNABLE,
                        _ ("The programme does not have it any more."));
    return;
  }
  if (definition->class_ != get_class (operation->kind)) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("%s is not of this kind."),
                        definition->name);
    return;
  }
  if (!definition->published || !definition->assignable) {
    cp_decision_refuse (decision, CP_REJECTION_NOT_ASSIGNABLE,
                        definition->published ? _ ("It is issued by head office only.")
                                              : _ ("It is not published."));
    return;
  }
  cp_issue_incentive (the_case, operation, definition, payload->reason, decision);
}
