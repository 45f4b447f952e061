/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Members: states". Un-enrol and hold are two states: whoever is unenrolled has
 * left and may enrol again; whoever is on hold is still a member, and can only be reactivated. */
#include "cp-member-state.h"
#include "cp-subscription.h"

#include <glib/gi18n-lib.h>

static void
tell (const CpCase *the_case, CpOperationKind kind, const char *name, CpDecision *decision)
{
  if (kind == CP_OPERATION_UNENROL_MEMBER) {
    cp_decision_add_effect (decision,
                            _ ("%s leaves the programme: no points, no offers, no sign-in."), name);
    cp_decision_add_effect (decision, _ ("Marketing e-mail stops. Points and rewards stay, and are "
                                         "there again after enrolling again."));
  } else if (kind == CP_OPERATION_DEACTIVATE_MEMBER) {
    cp_decision_add_effect (decision, _ ("%s is put on hold: nothing is earned or redeemed."),
                            name);
    cp_decision_add_effect (decision,
                            _ ("Points and rewards are kept. The only way back is to reactivate."));
  } else if (kind == CP_OPERATION_REACTIVATE_MEMBER) {
    cp_decision_add_effect (decision, _ ("%s is an enrolled member again, with all there was."),
                            name);
  } else {
    cp_decision_add_effect (decision, _ ("%s is enrolled again, with the points there were."),
                            name);
  }
  if (cp_operation_kind_get_info (kind)->offline_class == CP_CLASS_ONLINE &&
      !cp_rule_is_final (the_case))
    cp_decision_add_effect (decision, _ ("It has no effect before head office agrees."));
}

/* What releases waits for head office; what restricts acts at once. */
static gboolean
acts_now (const CpCase *the_case, CpOperationKind kind)
{
  return cp_rule_is_final (the_case) ||
         cp_operation_kind_get_info (kind)->offline_class != CP_CLASS_ONLINE;
}

void
cp_rule_membership (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpMembershipChange *payload = operation->payload;
  const CpMember *member = cp_rule_get_member (the_case, operation);
  g_autofree char *name = cp_wording_name (member);
  g_autofree char *reason = NULL;
  CpMemberState next;
  CpMember *changed;

  if (!cp_rule_check_reason (the_case, operation, payload->reason_id, payload->text, decision,
                             &reason))
    return;
  if (!cp_member_state_next (member->state, operation->kind, &next)) {
    cp_decision_refuse (decision, CP_REJECTION_MEMBER_NOT_ENROLLED, NULL);
    return;
  }
  tell (the_case, operation->kind, name, decision);
  if (!acts_now (the_case, operation->kind))
    return;
  if (operation->kind == CP_OPERATION_UNENROL_MEMBER)
    cp_subscription_end (the_case, operation, "email", decision);
  changed = cp_entity_copy (member);
  changed->state = next;
  g_free (changed->state_reason);
  changed->state_reason = g_steal_pointer (&reason);
  cp_decision_change (decision, changed);
}
