/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-action-table.h"

#include <glib/gi18n-lib.h>

static const CpAction ACTIONS[] = {
  { "redeem_reward", CP_GROUP_COUNTER, FALSE, NULL },
  { "issue_benefit", CP_GROUP_COUNTER, FALSE, NULL },
  { "issue_reward", CP_GROUP_COUNTER, FALSE, NULL },
  { "claim_receipt", CP_GROUP_COUNTER, FALSE, NULL },
  { "replace_card", CP_GROUP_COUNTER, FALSE, NULL },
  { "block_card", CP_GROUP_COUNTER, FALSE, NULL },
  { "set_status", CP_GROUP_COUNTER, FALSE, NULL },
  { "end_visit", CP_GROUP_COUNTER, FALSE, NULL },
  { "void_incentive", CP_GROUP_REWARDS, TRUE, NULL },
  { "redeem_reward", CP_GROUP_REWARDS, TRUE, NULL },
  { "block_card", CP_GROUP_CARDS, TRUE, NULL },
  { "unblock_card", CP_GROUP_CARDS, TRUE, NULL },
  { "replace_card", CP_GROUP_CARDS, TRUE, NULL },
  { "retire_card", CP_GROUP_CARDS, TRUE, NULL },
  { "restore_card", CP_GROUP_CARDS, TRUE, NULL },
  { "change_card_category", CP_GROUP_CARDS, TRUE, NULL },
  { "detach_receipt", CP_GROUP_RECEIPTS, TRUE, NULL },
  { "link_card", CP_GROUP_CARDS, FALSE, NULL },
  { "issue_card", CP_GROUP_CARDS, FALSE, NULL },
  { "add_virtual_card", CP_GROUP_CARDS, FALSE, NULL },
  { "redeem_benefit", CP_GROUP_REWARDS, TRUE, NULL },
  { "redeem_credit", CP_GROUP_REWARDS, TRUE, NULL },
  { "claim_incentive", CP_GROUP_REWARDS, TRUE, NULL },
  { "extend_incentive", CP_GROUP_REWARDS, TRUE, NULL },
  { "confirm_redemption", CP_GROUP_REWARDS, TRUE, NULL },
  { "cancel_redemption", CP_GROUP_REWARDS, TRUE, NULL },
  { "reverse_redemption", CP_GROUP_REWARDS, TRUE, NULL },
  { "return_redemption", CP_GROUP_REWARDS, TRUE, NULL },
  { "issue_credit", CP_GROUP_REWARDS, FALSE, NULL },
  { "add_points", CP_GROUP_POINTS, FALSE, NULL },
  { "take_points", CP_GROUP_POINTS, FALSE, NULL },
  { "close_task", CP_GROUP_CARE, TRUE, NULL },
  { "drop_task", CP_GROUP_CARE, TRUE, NULL },
  { "agree_promise", CP_GROUP_CARE, TRUE, NULL },
  { "decline_promise", CP_GROUP_CARE, TRUE, NULL },
  { "remove_tag", CP_GROUP_CARE, TRUE, NULL },
  { "remove_favourite", CP_GROUP_CARE, TRUE, NULL },
  { "add_note", CP_GROUP_CARE, FALSE, NULL },
  { "add_task", CP_GROUP_CARE, FALSE, NULL },
  { "make_promise", CP_GROUP_CARE, FALSE, NULL },
  { "add_tag", CP_GROUP_CARE, FALSE, NULL },
  { "add_favourite", CP_GROUP_CARE, FALSE, NULL },
  { "opt_in", CP_GROUP_PROFILE, TRUE, NULL },
  { "edit_profile", CP_GROUP_PROFILE, FALSE, NULL },
  { "change_contact", CP_GROUP_PROFILE, FALSE, NULL },
  { "send_link", CP_GROUP_PROFILE, FALSE, NULL },
  { "opt_out", CP_GROUP_PROFILE, FALSE, NULL },
  { "remove_status", CP_GROUP_PROFILE, TRUE, NULL },
  { "enrol_again", CP_GROUP_ACCOUNT, FALSE, N_ ("They come back and collect again.") },
  { "reactivate_member", CP_GROUP_ACCOUNT, FALSE,
    N_ ("The pause ends. Everything is as it was before.") },
  { "deactivate_member", CP_GROUP_ACCOUNT, FALSE,
    N_ ("A pause: points are kept, nothing is collected or redeemed.") },
  { "unenrol_member", CP_GROUP_ACCOUNT, FALSE,
    N_ ("They leave: no points, no offers, no e-mail. They may come back.") },
  { "merge_members", CP_GROUP_ACCOUNT, FALSE,
    N_ ("Somebody is here twice: cards, points and history of the other come over.") },
  { "join_family", CP_GROUP_ACCOUNT, FALSE,
    N_ ("Two members share balance and history from then on. It can't be undone.") },
  { "unblock_account", CP_GROUP_ACCOUNT, FALSE, N_ ("Every card of the account works again.") },
  { "block_account", CP_GROUP_ACCOUNT, FALSE, N_ ("Every card of the account stops at once.") },
  { "remove_member", CP_GROUP_ACCOUNT, FALSE,
    N_ ("They are opted out and masked at once, and erased everywhere on head office's word.") },
};

const CpAction *
cp_actions (guint *ret_n)
{
  *ret_n = G_N_ELEMENTS (ACTIONS);
  return ACTIONS;
}

/* The touches that @part asks for; @given: its first choice is made already. */
static guint
count_part (const CpFlowPart *part, gboolean given, gboolean without_review)
{
  guint n = without_review || part->at_once ? 0 : 1;

  for (guint i = 0; i < CP_FLOW_MAX_STEPS && part->steps[i].question != NULL; i++)
    if (part->steps[i].kind != CP_STEP_CARD &&
        !(given && i == 0 && part->steps[i].kind == CP_STEP_CHOICE))
      n++;
  return n;
}

guint
cp_action_count_touches (const CpAction *self)
{
  const CpFlowSpec *spec = cp_flow_spec_find (self->flow);
  guint n = self->group == CP_GROUP_COUNTER || self->group == CP_GROUP_REWARDS ? 1 : 2;

  for (guint i = 0; i < CP_FLOW_MAX_PARTS && spec->parts[i].kind != NULL; i++)
    n += count_part (&spec->parts[i], self->at_item && i == 0, spec->without_review);
  return n;
}
