/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Statuses: remove". */
#include "cp-held-status.h"

#include <glib/gi18n-lib.h>

void
cp_rule_remove_status (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpRemoveStatus *payload = operation->payload;
  const CpStatusDefinition *definition =
      cp_programme_find_status (the_case->programme, payload->status_id);
  const CpStatus *present =
      cp_held_status_find (the_case->account, operation->member_id, payload->status_id, NULL,
                           cp_rule_time (the_case, operation));

  if (definition == NULL) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The programme has no such status."));
    return;
  }
  if (!cp_held_status_check_reason (the_case, definition, payload->reason, decision))
    return;
  if (present == NULL) {
    /* After the counter, somebody else has removed it meanwhile: what was wanted is done. */
    if (the_case->mode == CP_DECIDE_AT_COUNTER)
      cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The member does not have %s."),
                          definition->name);
    return;
  }
  cp_decision_add_effect (decision, _ ("Ends %s."), definition->name);
  if (cp_held_status_takes_effect (the_case, definition))
    cp_held_status_end (present, cp_held_status_get_time (the_case, operation), payload->reason,
                        decision);
  else
    cp_decision_add_effect (decision, _ ("It waits for head office and has no effect before."));
}
