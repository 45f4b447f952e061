/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Rewards: redeem". More was redeemed than there was, at counters that could not see each
 * other. */
#include "cp-overdrawn.h"

#include <glib/gi18n-lib.h>

static gboolean
is_incentive_of (const CpEntity *entity, const CpAccount *account)
{
  return entity->kind == CP_KIND_INCENTIVE && g_strcmp0 (entity->account_id, account->id) == 0;
}

static gboolean
changes_incentives (const CpAccount *account, const CpDecision *decision)
{
  for (guint i = 0; i < decision->changes->len; i++)
    if (is_incentive_of (decision->changes->pdata[i], account))
      return TRUE;
  return FALSE;
}

/* (transfer full): the account's incentives, borrowed, with what is decided so far */
static CpAccount *
list_after (const CpAccount *account, const CpDecision *decision)
{
  const GPtrArray *incentives = account->rows[CP_KIND_INCENTIVE];
  CpAccount *after = cp_account_new_view (account->id);

  for (guint i = 0; i < incentives->len; i++)
    cp_account_put (after, incentives->pdata[i]);
  for (guint i = 0; i < decision->changes->len; i++)
    if (is_incentive_of (decision->changes->pdata[i], account))
      cp_account_put (after, decision->changes->pdata[i]);
  return after;
}

/* Whoever gave it away speaks with the customer. */
static void
add_talk (const CpCase *the_case,
          const CpOperation *operation,
          gint64 owed_minor,
          CpDecision *decision)
{
  g_autofree char *owed = cp_wording_money (the_case->programme, owed_minor);
  g_autofree char *text =
      g_strdup_printf (_ ("%s more was redeemed than there was. What is earned from now on "
                          "repays it; please tell the customer."),
                       owed);

  cp_rule_add_follow_up (the_case, operation, the_case->account->id, operation->member_id, text,
                         decision);
}

static gboolean
gives_away (CpOperationKind kind)
{
  return kind == CP_OPERATION_REDEEM_REWARD || kind == CP_OPERATION_CONFIRM_REDEMPTION;
}

/* (nullable): the account's row, if it is among what is decided */
static CpAccountRow *
find_changed_row (const CpDecision *decision, const char *account_id)
{
  CpAccountRow *found = NULL;

  for (guint i = 0; i < decision->changes->len; i++) {
    CpEntity *entity = decision->changes->pdata[i];

    if (entity->kind == CP_KIND_ACCOUNT && g_strcmp0 (entity->id, account_id) == 0)
      found = (gpointer) entity;
  }
  return found;
}

static void
note (const CpAccount *account, gboolean overdrawn, CpDecision *decision)
{
  const CpAccountRow *present = cp_account_get_row (account);
  CpAccountRow *row = find_changed_row (decision, account->id);

  if (row == NULL && (present != NULL && present->overdrawn) == overdrawn)
    return;
  if (row == NULL) {
    row = present != NULL ? cp_entity_copy (present)
                          : cp_entity_new (CP_KIND_ACCOUNT, account->id, NULL);
    cp_decision_change (decision, row);
  }
  row->overdrawn = overdrawn;
}

void
cp_overdrawn_follow (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  gint64 at_ms = cp_rule_time (the_case, operation);
  g_autoptr (CpAccount) after = NULL;
  gint64 left_minor;

  if (the_case->account == NULL || !changes_incentives (the_case->account, decision))
    return;
  after = list_after (the_case->account, decision);
  left_minor = cp_account_sum_rewards (after, at_ms);
  if (left_minor < 0 && cp_rule_is_final (the_case) && gives_away (operation->kind) &&
      !cp_account_is_overdrawn (the_case->account, at_ms))
    add_talk (the_case, operation, -left_minor, decision);
  note (the_case->account, left_minor < 0, decision);
}
