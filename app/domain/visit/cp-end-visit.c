/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Visits". That a visit ended changes nothing but the member's history. */
#include "cp-rules.h"

#include <glib/gi18n-lib.h>

void
cp_rule_end_visit (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpEndVisit *payload = operation->payload;
  g_autofree char *reason = NULL;

  if (cp_rule_check_reason (the_case, operation, payload->reason_id, payload->text, decision,
                            &reason))
    cp_decision_add_effect (decision, _ ("The screen is cleared for the next customer."));
}
