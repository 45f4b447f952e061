/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "What is only recorded". It changes nothing but the history. */
#include "cp-rules.h"

#include <glib/gi18n-lib.h>

void
cp_rule_record (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  if (operation->kind == CP_OPERATION_UNLOCK_STAFF)
    cp_decision_add_effect (decision, _ ("The wrong PINs that were entered here are forgotten."));
  else
    cp_decision_add_effect (decision, _ ("It is recorded."));
}
