/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-entities.h"

G_BEGIN_DECLS

/**
 * CpAccount:
 * @id: of the account
 * @rows: for each account kind, a GPtrArray of its structs (owned, but for a view's), in order of id
 * @is_view: whether its rows are somebody else's
 *
 * One account in memory: everything that the rules need to know of it.
 */
typedef struct {
  char *id;
  GPtrArray *rows[CP_N_ACCOUNT_KINDS];
  gboolean is_view;
} CpAccount;

CpAccount *cp_account_new (const char *id);

/** cp_account_new_view: an account that borrows its rows */
CpAccount *cp_account_new_view (const char *id);

/** cp_account_copy: with rows of its own */
CpAccount *cp_account_copy (const CpAccount *self);
void cp_account_free (CpAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpAccount, cp_account_free)

/**
 * cp_account_put:
 * @entity: (transfer full) (a view only borrows it): takes the place of the row with the same kind
 *   and id
 */
void cp_account_put (CpAccount *self, gpointer entity);

/** cp_account_drop: takes the row out, if it is there. */
void cp_account_drop (CpAccount *self, CpKind kind, const char *id);

/** cp_account_find: (transfer none) (nullable): the struct of that kind and id */
gpointer cp_account_find (const CpAccount *self, CpKind kind, const char *id);

/** cp_account_is_empty: whether nothing is known of the account. */
gboolean cp_account_is_empty (const CpAccount *self);

/* What the rules and the views ask of an account. */

/** cp_account_get_row: (transfer none) (nullable): the account's own row */
const CpAccountRow *cp_account_get_row (const CpAccount *self);

/** cp_account_find_member: (transfer none) (nullable): by id; with %NULL, the only or first one */
const CpMember *cp_account_find_member (const CpAccount *self, const char *member_id);

/** cp_member_list_accounts: (transfer container) (element-type utf8): ids of all accounts on which what was
 *  done for the member may stand: theirs, and those from before they were merged or joined a family */
GPtrArray *cp_member_list_accounts (const CpMember *member);

/** cp_member_is_present: whether it is somebody who is still there: no alias, and not erased */
gboolean cp_member_is_present (const CpMember *member);

/** cp_member_get_home: (transfer none) (nullable): the store that is told all of them; an alias is at
 *  home nowhere */
const char *cp_member_get_home (const CpMember *member);

/** cp_account_get_home: (transfer none) (nullable): the store whose lease covers the account: the home
 *  of its member of the lowest id */
const char *cp_account_get_home (const CpAccount *self);

/** cp_account_count_members: how many are there: aliases and the erased are not */
guint cp_account_count_members (const CpAccount *self);

/** cp_member_get_survivor: (transfer none) (nullable): into whom @self (nullable) was merged, one step; that
 *  one may have been merged since */
const char *cp_member_get_survivor (const CpMember *self);

/** cp_account_resolve_member: (transfer none) (nullable): @member_id (nullable), or whoever it is an
 *  alias of (invariant 7) */
const char *cp_account_resolve_member (const CpAccount *self, const char *member_id);

/** cp_account_find_card_by_uid: (transfer none) (nullable): a card that is not retired before others */
const CpCard *cp_account_find_card_by_uid (const CpAccount *self, const char *uid);

/**
 * cp_account_sum_points:
 *
 * Returns: the sum of the ledger of @type_id at @now_ms: what is pending or expired by then is left
 *   out. A balance is always this sum (invariant 1: no stored balance is authoritative).
 */
gint64 cp_account_sum_points (const CpAccount *self, const char *type_id, gint64 now_ms);

/** cp_account_sum_pending: of @type_id, what is written and waits for its day after @now_ms */
gint64 cp_account_sum_pending (const CpAccount *self, const char *type_id, gint64 now_ms);

/** cp_points_count_at: whether @entry is in the balance at @at_ms: neither pending nor expired. */
gboolean cp_points_count_at (const CpPoints *entry, gint64 at_ms);

/** cp_account_sum_rewards: what all rewards usable at @now_ms still hold, in minor units. */
gint64 cp_account_sum_rewards (const CpAccount *self, gint64 now_ms);

/** cp_account_is_overdrawn: whether those add up to less than zero: more was redeemed than there was. Goes by
 *  the rewards and not by the row's mark, which says how it was after the last operation */
gboolean cp_account_is_overdrawn (const CpAccount *self, gint64 now_ms);

/** cp_account_sum_class: the same of rewards or credits */
gint64 cp_account_sum_class (const CpAccount *self, CpIncentiveClass class_, gint64 now_ms);

/** cp_incentive_get_state: its state at @now_ms, time having done its part. */
CpIncentiveState cp_incentive_get_state (const CpIncentive *incentive, gint64 now_ms);

/** cp_card_identifies: whether a tap of @card may show whose it is: linked or active, not blocked. */
gboolean cp_card_identifies (const CpCard *card);

G_END_DECLS
