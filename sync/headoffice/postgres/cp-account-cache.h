/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office-work.h"

G_BEGIN_DECLS

/**
 * CpAccountCache:
 *
 * Accounts as this process has left them. Others write too: each account has a number that goes up
 * with every change, whoever makes it, and what is kept here is good for as long as that number is
 * the same.
 */
typedef struct _CpAccountCache CpAccountCache;

/** cp_account_cache_new: @max_rows: with more, all is let go */
CpAccountCache *cp_account_cache_new (guint max_rows);
void cp_account_cache_free (CpAccountCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpAccountCache, cp_account_cache_free)

/** cp_account_cache_put: keeps @held (transfer full). @changes: its number */
void cp_account_cache_put (CpAccountCache *self,
                           const char *account_id,
                           gint64 changes,
                           CpHeldAccount *held);

/** cp_account_cache_take: (transfer full) (nullable): the account, if it was put with @changes; it is
 *  not kept any more either way */
CpHeldAccount *cp_account_cache_take (CpAccountCache *self, const char *account_id, gint64 changes);

void cp_account_cache_clear (CpAccountCache *self);

G_END_DECLS
