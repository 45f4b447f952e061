/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Members: remove". Operation 8: at once opted out and masked here; on head
 * office's word nothing of the person is left, and the points stay with the account. */
#include "cp-erase-person.h"
#include "cp-subscription.h"

#include <glib/gi18n-lib.h>

static void
tell (const CpCase *the_case, const char *name, CpDecision *decision)
{
  cp_decision_add_effect (
      decision, _ ("Everything about %s is erased, for ever, once head office agrees."), name);
  cp_decision_add_effect (decision, cp_account_count_members (the_case->account) > 1
                                        ? _ ("The points stay with the family account.")
                                        : _ ("The points, rewards and cards are lost."));
  cp_decision_add_effect (decision, _ ("Every mailing stops at once, and the profile is masked."));
}

void
cp_rule_remove_member (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpMembershipChange *payload = operation->payload;
  const CpMember *member = cp_rule_get_member (the_case, operation);
  g_autofree char *name = cp_wording_name (member);
  g_autofree char *reason = NULL;
  CpMember *masked;

  if (!cp_rule_check_reason (the_case, operation, payload->reason_id, payload->text, decision,
                             &reason))
    return;
  if (member->removing && the_case->mode == CP_DECIDE_AT_COUNTER) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("It has been asked for already."));
    return;
  }
  tell (the_case, name, decision);
  cp_subscription_end (the_case, operation, NULL, decision);
  if (cp_rule_is_final (the_case)) {
    g_autoptr (GPtrArray) erased = cp_erase_person (the_case->account, operation->member_id);

    for (guint i = 0; i < erased->len; i++)
      cp_decision_change (decision, cp_entity_copy (erased->pdata[i]));
    return;
  }
  masked = cp_entity_copy (member);
  masked->removing = TRUE;
  cp_decision_change (decision, masked);
}
