/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/* Two accounts become one (operations 25 and 26). What stood in either stands in the one that
 * stays, under the id that it had, so that nothing is lost or counted twice (invariant 9). */

/**
 * CpMove: under way
 * @from: the account that empties
 * @to_id: the account that stays
 * @from_member_id, @to_member_id: (nullable): whose rows become whose
 */
typedef struct {
  const CpCase *the_case;
  const CpOperation *operation;
  const CpAccount *from;
  const char *to_id;
  const char *from_member_id;
  const char *to_member_id;
  CpDecision *decision;
} CpMove;

/** cp_move_find_other: (transfer none) (nullable): the other member that the operation names, in the
 *  case's account or its other one; @ret_account: where */
const CpMember *
cp_move_find_other (const CpCase *the_case, const char *member_id, const CpAccount **ret_account);

/** cp_move_copy: (transfer full): a row of @move's account as it is in the one that stays */
gpointer cp_move_copy (const CpMove *move, gconstpointer row);

/** cp_move_rows: every row of the kinds that only change hands: points, receipts, incentives and so
 *  on. Members, cards, statuses, tags, lists and consent are left to the caller. */
void cp_move_rows (const CpMove *move);

/** cp_move_leave_sign: the emptied account says where everything is now. */
void cp_move_leave_sign (const CpMove *move);

/** cp_move_tell: what moves, in one sentence each */
void cp_move_tell (const CpMove *move);

G_END_DECLS
