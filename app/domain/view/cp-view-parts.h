/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-view.h"

G_BEGIN_DECLS

/* The parts of which cp_view_member() and cp_view_self_check() are made. Each list is (transfer
 * full). */

CpJson *cp_view_list_balances (const CpViewSource *source, const char *member_id);
CpJson *cp_view_make_rewards (const CpViewSource *source);
CpJson *cp_view_list_statuses (const CpViewSource *source, const char *member_id);

/** @operations: what cp_view_list_operations() gave: a card or incentive offers only what the member
 *  does */
CpJson *cp_view_list_incentives (const CpViewSource *source, const CpJson *operations);
CpJson *cp_view_list_redemptions (const CpViewSource *source, const CpJson *operations);

/** cp_view_list_claims: what may be claimed, by cp_rule_claim_incentive(), first what can be; @visit:
 *  (nullable): by the member for themself, else by the staff who look */
CpJson *
cp_view_list_claims (const CpViewSource *source, const char *member_id, const CpOwnVisit *visit);

/** cp_view_put_visit: makes @operation one that the member does for themself; borrows from @visit */
void cp_view_put_visit (CpOperation *operation, const CpOwnVisit *visit);

/** cp_view_list_cards: of the whole account, with `member_name` where another than @member_id has it */
CpJson *
cp_view_list_cards (const CpViewSource *source, const char *member_id, const CpJson *operations);
CpJson *
cp_view_list_receipts (const CpViewSource *source, const char *member_id, const CpJson *operations);
CpJson *cp_view_list_actions (const CpViewSource *source);
CpJson *cp_view_list_subscriptions (const CpViewSource *source, const char *member_id);
CpJson *cp_view_list_favourites (const CpViewSource *source, const char *member_id);
CpJson *cp_view_list_notes (const CpViewSource *source, const char *member_id);
CpJson *cp_view_list_tags (const CpViewSource *source, const char *member_id);
CpJson *cp_view_list_tasks (const CpViewSource *source, const char *member_id);
CpJson *cp_view_list_promises (const CpViewSource *source, const char *member_id);
CpJson *cp_view_make_task (const CpViewSource *source, const CpTask *task);

/** cp_view_get_due: `today`, `overdue`, `upcoming` or `closed` */
const char *cp_view_get_due (const CpViewSource *source, const CpTask *task);
CpJson *cp_view_list_operations (const CpViewSource *source, const char *member_id);

/** cp_view_get_word: (transfer none): the word of the value of an enumeration in rows of @kind */
const char *cp_view_get_word (CpKind kind, const char *field, int value);

/** cp_view_get_store_name: (transfer none) (nullable): its id where the programme has no such store */
const char *cp_view_get_store_name (const CpProgramme *programme, const char *store_id);

/** cp_view_get_staff_name: (transfer none) (nullable): the id where nobody is known by it */
const char *cp_view_get_staff_name (const CpViewSource *source, const char *staff_id);

/** cp_view_dup_other_name: (transfer full) (nullable): what the member of the account is called whom something is
 *  about, by their id or that of a duplicate of theirs; %NULL where that is @member_id, or nobody there */
char *
cp_view_dup_other_name (const CpAccount *account, const char *member_id, const char *about_id);

/** cp_view_sort_rows: (transfer container): the rows, borrowed, in another order */
GPtrArray *cp_view_sort_rows (const GPtrArray *rows, GCompareFunc compare);

/** cp_view_tail: (transfer full) (nullable): the last @n characters */
char *cp_view_tail (const char *text, glong n);

/** cp_view_add_later: notes in @row's `later` that @kind could be done to it, if only head office were
 *  in reach; @fits: whether nothing else is in the way */
void cp_view_add_later (CpJson *row, const CpJson *operations, CpOperationKind kind, gboolean fits);

/** cp_view_is_usable: whether an incentive in @state can be redeemed */
gboolean cp_view_is_usable (CpIncentiveState state);

G_END_DECLS
