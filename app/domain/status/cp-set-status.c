/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Statuses: set". */
#include "cp-held-status.h"

#include <glib/gi18n-lib.h>

static void
tell_change (const CpProgramme *programme,
             const CpStatus *present,
             const CpStatusDefinition *definition,
             CpDecision *decision)
{
  const CpStatusDefinition *old = cp_programme_find_status (programme, present->status_id);
  const char *old_name = old != NULL ? old->name : present->status_id;

  if (old != NULL && old->rank > definition->rank)
    cp_decision_add_effect (decision, _ ("Ends %s: a step down to %s."), old_name,
                            definition->name);
  else
    cp_decision_add_effect (decision, _ ("Ends %s: a step up to %s."), old_name, definition->name);
}

static void
tell (const CpCase *the_case,
      const CpOperation *operation,
      const CpStatus *present,
      const CpStatusDefinition *definition,
      CpDecision *decision)
{
  const CpSetStatus *payload = operation->payload;
  g_autofree char *until =
      cp_calendar_say_day (the_case->programme, operation->store_id, payload->until_ms);

  if (present != NULL)
    tell_change (the_case->programme, present, definition, decision);
  if (payload->until_ms != 0)
    cp_decision_add_effect (decision, _ ("Sets %s until %s."), definition->name, until);
  else
    cp_decision_add_effect (decision, _ ("Sets %s without an end."), definition->name);
  if (!cp_held_status_takes_effect (the_case, definition))
    cp_decision_add_effect (decision, _ ("It waits for head office and has no effect before."));
}

static void
set (const CpCase *the_case,
     const CpOperation *operation,
     const CpStatusDefinition *definition,
     CpDecision *decision)
{
  const CpSetStatus *payload = operation->payload;
  g_autofree char *id = cp_derive_id (operation->id, 1);
  CpStatus *status = cp_entity_new (CP_KIND_STATUS, id, the_case->account->id);

  status->member_id = g_strdup (operation->member_id);
  status->system_id = g_strdup (definition->system_id);
  status->status_id = g_strdup (definition->id);
  status->from_ms = cp_held_status_get_time (the_case, operation);
  status->until_ms = payload->until_ms;
  status->reason = g_strdup (payload->reason);
  cp_decision_change (decision, status);
}

/* The same status again, until the same day, is what somebody else did already: nothing to do. */
static gboolean
has_it_already (const CpCase *the_case,
                const CpOperation *operation,
                const CpStatusDefinition *definition,
                CpDecision *decision)
{
  const CpSetStatus *payload = operation->payload;
  const CpStatus *same =
      cp_held_status_find (the_case->account, operation->member_id, definition->id, NULL,
                           cp_rule_time (the_case, operation));

  if (same == NULL || same->until_ms != payload->until_ms)
    return FALSE;
  if (the_case->mode == CP_DECIDE_AT_COUNTER)
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The member has %s already."),
                        definition->name);
  return TRUE;
}

void
cp_rule_set_status (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpSetStatus *payload = operation->payload;
  const CpStatusDefinition *definition =
      cp_programme_find_status (the_case->programme, payload->status_id);
  gint64 at_ms = cp_rule_time (the_case, operation);
  const CpStatusSystem *system;
  const CpStatus *present;

  if (definition == NULL) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The programme has no such status."));
    return;
  }
  if (payload->until_ms != 0 && payload->until_ms <= at_ms) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The end lies in the past."));
    return;
  }
  if (!cp_held_status_check_reason (the_case, definition, payload->reason, decision) ||
      has_it_already (the_case, operation, definition, decision))
    return;
  system = cp_programme_find_status_system (the_case->programme, definition->system_id);
  present =
      cp_held_status_find (the_case->account, operation->member_id,
                           system->exclusive ? NULL : definition->id, definition->system_id, at_ms);
  tell (the_case, operation, present, definition, decision);
  if (!cp_held_status_takes_effect (the_case, definition))
    return;
  if (present != NULL)
    cp_held_status_end (present, cp_held_status_get_time (the_case, operation), NULL, decision);
  set (the_case, operation, definition, decision);
}
