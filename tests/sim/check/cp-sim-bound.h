/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-oracle.h"

G_BEGIN_DECLS

/**
 * CpSimBound:
 *
 * What may be lost while tills can't see head office or each other (docs/domain.md, "Redeeming while
 * offline" and "Leases"), held after each thing that is redeemed: what the tills of a store have risked
 * since each last had everything is within the store's limit, and a lease serves the one till that
 * holds it, until its end.
 */
typedef struct _CpSimBound CpSimBound;

/**
 * CpSimBoundRules:
 * @store_minor: what a store may risk while offline
 * @has_true_clocks: no clock is turned in this run, so that the end of a lease can be told
 */
typedef struct {
  gint64 store_minor;
  gboolean has_true_clocks;
} CpSimBoundRules;

CpSimBound *cp_sim_bound_new (CpSimOracle *oracle, const CpSimBoundRules *rules);
void cp_sim_bound_free (CpSimBound *self);

/** cp_sim_bound_take_over: this run goes on where that of @from ended: its tills hold their leases. */
void cp_sim_bound_take_over (CpSimBound *self, const CpSimBound *from);

/**
 * CpSimTill:
 * @number: which of the machines
 * @device: whom head office takes it for; another machine of the same name is its clone
 */
typedef struct {
  guint number;
  const char *device;
  const char *store;
} CpSimTill;

/** cp_sim_bound_take_page: @till has taken @page of the feed; or it may have, since its disk failed over
 *  it (@is_sure %FALSE): then it may know what the page says, and has not begun anew. @office_ms: head
 *  office's clock as it takes it */
void cp_sim_bound_take_page (CpSimBound *self,
                             const CpSimTill *till,
                             const CpJson *page,
                             gboolean is_sure,
                             gint64 office_ms);

/** cp_sim_bound_take_leases: @till may know all leases of @rows from now on. */
void cp_sim_bound_take_leases (CpSimBound *self, const CpSimTill *till, const CpJson *rows);

/**
 * cp_sim_bound_redeem:
 * @result: that it was accepted, at the first time of asking for it
 * @is_offline: whether the till knew that it was
 * @office_ms: head office's clock
 */
void cp_sim_bound_redeem (CpSimBound *self,
                          const CpSimTill *till,
                          const CpJson *result,
                          gboolean is_offline,
                          gint64 office_ms);

G_END_DECLS
