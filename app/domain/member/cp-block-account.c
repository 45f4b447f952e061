/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Accounts: block". */
#include "cp-rules.h"

#include <glib/gi18n-lib.h>

static guint
count_cards (const CpAccount *account)
{
  guint n = 0;

  for (guint i = 0; i < account->rows[CP_KIND_CARD]->len; i++)
    n += cp_card_identifies (account->rows[CP_KIND_CARD]->pdata[i]);
  return n;
}

static void
tell_block (const CpAccount *account, CpDecision *decision)
{
  guint n_members = cp_account_count_members (account);
  guint n_cards = count_cards (account);

  cp_decision_add_effect (decision,
                          ngettext ("The account is blocked at once: %u card stops.",
                                    "The account is blocked at once: %u cards stop.", n_cards),
                          n_cards);
  if (n_members > 1)
    cp_decision_add_effect (decision, _ ("It is a family account: it stops for all %u members."),
                            n_members);
}

void
cp_rule_block_account (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpMembershipChange *payload = operation->payload;
  const CpAccountRow *row = cp_account_get_row (the_case->account);
  g_autofree char *reason = NULL;
  CpAccountRow *blocked;

  if (!cp_rule_check_reason (the_case, operation, payload->reason_id, payload->text, decision,
                             &reason))
    return;
  if (row != NULL && row->blocked) {
    /* Two tills may block the same account; what both want is done. */
    if (the_case->mode == CP_DECIDE_AT_COUNTER)
      cp_decision_refuse (decision, CP_REJECTION_ACCOUNT_BLOCKED, NULL);
    return;
  }
  blocked = row != NULL ? cp_entity_copy (row)
                        : cp_entity_new (CP_KIND_ACCOUNT, the_case->account->id, NULL);
  blocked->blocked = TRUE;
  g_free (blocked->block_reason);
  blocked->block_reason = g_steal_pointer (&reason);
  g_free (blocked->blocked_by_operation_id);
  blocked->blocked_by_operation_id = g_strdup (operation->id);
  tell_block (the_case->account, decision);
  cp_decision_change (decision, blocked);
}

static void
unblock (const CpAccountRow *row, CpDecision *decision)
{
  CpAccountRow *unblocked = cp_entity_copy (row);

  unblocked->blocked = FALSE;
  g_clear_pointer (&unblocked->block_reason, g_free);
  g_clear_pointer (&unblocked->blocked_by_operation_id, g_free);
  cp_decision_change (decision, unblocked);
}

void
cp_rule_unblock_account (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpUnblockAccount *payload = operation->payload;
  const CpAccountRow *row = cp_account_get_row (the_case->account);
  g_autofree char *reason = NULL;

  if (!cp_rule_check_reason (the_case, operation, payload->reason_id, payload->text, decision,
                             &reason))
    return;
  if (row == NULL || !row->blocked) {
    if (the_case->mode == CP_DECIDE_AT_COUNTER)
      cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The account is not blocked."));
    return;
  }
  if (!cp_rule_check_block_id (the_case, payload->block_id, row->blocked_by_operation_id, decision))
    return;
  if (cp_rule_is_final (the_case) ||
      cp_rule_undoes_here (the_case, operation,
                           cp_rule_is_own_fresh_block (the_case->account, row))) {
    unblock (row, decision);
    cp_decision_add_effect (decision, _ ("The account works again."));
  } else {
    cp_decision_add_effect (decision, _ ("The account works again once head office agrees."));
  }
}
