/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Accounts: join a family account". Operation 26: both members are present,
 * which their cards show. From then on there is one balance and one history, and no way back. */
#include "cp-move.h"
#include "cp-take-card.h"

#include <glib/gi18n-lib.h>

static gboolean
check_card (const CpAccount *account,
            const char *member_id,
            const char *uid,
            const char *whose,
            CpDecision *decision)
{
  g_autofree char *upper = cp_take_card_read_uid (uid);
  CpRejection code;
  const CpCard *card = upper != NULL ? cp_account_find_card_by_uid (account, upper) : NULL;

  if (card == NULL || g_strcmp0 (card->member_id, member_id) != 0)
    cp_decision_refuse (decision, CP_REJECTION_VERIFICATION_REQUIRED,
                        _ ("%s has to hold their own card to the reader."), whose);
  else if (card->blocked)
    cp_decision_refuse (decision, CP_REJECTION_CARD_BLOCKED, NULL);
  code = card != NULL ? cp_rule_judge_card (card) : CP_REJECTION_NONE;
  if (code != CP_REJECTION_NONE)
    cp_decision_refuse (decision, code, NULL);
  return decision->code == CP_REJECTION_NONE;
}

static CpRejection
judge_other (const CpMember *other)
{
  if (other == NULL || other->state == CP_MEMBER_ERASED)
    return CP_REJECTION_MEMBER_NOT_FOUND;
  if (other->state == CP_MEMBER_MERGED)
    return CP_REJECTION_MEMBER_MERGED;
  if (other->state == CP_MEMBER_ON_HOLD)
    return CP_REJECTION_MEMBER_ON_HOLD;
  return other->state == CP_MEMBER_ENROLLED ? CP_REJECTION_NONE : CP_REJECTION_MEMBER_NOT_ENROLLED;
}

static gboolean
check_accounts (const CpCase *the_case,
                const CpMember *other,
                const CpAccount *from,
                CpDecision *decision)
{
  CpRejection code = judge_other (other);
  gint64 most = the_case->programme->max_family;
  const CpAccountRow *row = from != NULL ? cp_account_get_row (from) : NULL;

  if (code != CP_REJECTION_NONE)
    cp_decision_refuse (decision, code, _ ("It is the second member that this is about."));
  else if (from == the_case->account)
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("They share an account already."));
  else if (row != NULL && row->blocked)
    cp_decision_refuse (decision, CP_REJECTION_ACCOUNT_BLOCKED,
                        _ ("The second member's account is blocked."));
  else if (most > 0 &&
           cp_account_count_members (the_case->account) + cp_account_count_members (from) > most)
    cp_decision_refuse (decision, CP_REJECTION_LIMIT_EXCEEDED,
                        _ ("A family account holds %d members at most."), (int) most);
  return decision->code == CP_REJECTION_NONE;
}

static void
move_members (const CpMove *move)
{
  const GPtrArray *members = move->from->rows[CP_KIND_MEMBER];

  for (guint i = 0; i < members->len; i++) {
    CpMember *member = cp_move_copy (move, members->pdata[i]);
    CpJson *former =
        member->former_account_ids != NULL ? json_copy (member->former_account_ids) : json_array ();

    cp_json_append (former, json_string (move->from->id));
    json_decref (member->former_account_ids);
    member->former_account_ids = former;
    cp_decision_change (move->decision, member);
  }
}

/* Everybody keeps their own cards, statuses, tags, lists and consent. */
static void
move_own_rows (const CpMove *move)
{
  static const CpKind kinds[] = { CP_KIND_CARD, CP_KIND_STATUS, CP_KIND_TAG, CP_KIND_FAVOURITE,
                                  CP_KIND_SUBSCRIPTION };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint j = 0; j < move->from->rows[kinds[i]]->len; j++)
      cp_decision_change (move->decision,
                          cp_move_copy (move, move->from->rows[kinds[i]]->pdata[j]));
}

void
cp_rule_join_family (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpJoinFamily *payload = operation->payload;
  const CpAccount *from = NULL;
  const CpMember *other = cp_move_find_other (the_case, payload->other_member_id, &from);
  const CpMove move = { the_case, operation, from, the_case->account->id, NULL, NULL, decision };
  g_autofree char *name = cp_wording_name (cp_rule_get_member (the_case, operation));
  g_autofree char *other_name = other != NULL ? cp_wording_name (other) : NULL;

  if (!check_accounts (the_case, other, from, decision) ||
      !check_card (the_case->account, operation->member_id, payload->card_uid, name, decision) ||
      !check_card (from, payload->other_member_id, payload->other_card_uid, other_name, decision))
    return;
  cp_decision_add_effect (decision,
                          _ ("%s and %s share one account from now on. It is never split again."),
                          name, other_name);
  cp_move_tell (&move);
  if (!cp_rule_is_final (the_case)) {
    cp_decision_add_effect (decision, _ ("It waits for head office and has no effect before."));
    return;
  }
  move_members (&move);
  move_own_rows (&move);
  cp_move_rows (&move);
  cp_move_leave_sign (&move);
}
