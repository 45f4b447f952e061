/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-decision.h"
#include "cp-test-chain.h"

G_BEGIN_DECLS

/**
 * CpTestWorld:
 * @accounts: (element-type CpAccount): owned, in the order in which they came
 * @loose: rows that hang on no account: receipts that nobody has, cards in stock
 *
 * All rows that one party (a till, head office) has.
 */
typedef struct {
  GPtrArray *accounts;
  GPtrArray *loose;
} CpTestWorld;

/** cp_test_world_new: (transfer full): three members, ten receipts, five cards in stock */
CpTestWorld *cp_test_world_new (void);
CpTestWorld *cp_test_world_copy (const CpTestWorld *self);
void cp_test_world_free (CpTestWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpTestWorld, cp_test_world_free)

/** cp_test_world_find_account: (transfer none) (nullable): */
CpAccount *cp_test_world_find_account (const CpTestWorld *self, const char *id);

/** cp_test_world_find_account_of: (transfer none) (nullable): on which the operation's member is now */
CpAccount *cp_test_world_find_account_of (const CpTestWorld *self, const CpOperation *operation);

/** cp_test_world_find_other_account: (transfer none) (nullable): that of the second member it names */
CpAccount *cp_test_world_find_other_account (const CpTestWorld *self, const CpOperation *operation);

/** cp_test_world_find_others: (transfer full): the rows outside @account that @operation's keys lead
 *  to */
GPtrArray *cp_test_world_find_others (const CpTestWorld *self,
                                      const CpProgramme *programme,
                                      const CpOperation *operation,
                                      const CpAccount *account);

/**
 * cp_test_world_decide:
 * @ret_action: (out) (optional) (transfer full) (nullable): its line in the history
 *
 * Returns: (transfer full): what comes of @operation by the rows here, approved by `hal`
 */
CpDecision *cp_test_world_decide (const CpTestWorld *self,
                                  const CpProgramme *programme,
                                  const GPtrArray *staff,
                                  CpDecideMode mode,
                                  gint64 now_ms,
                                  const CpOperation *operation,
                                  CpAction **ret_action);

/** cp_test_world_apply: puts what stands into its accounts; an enrolment's is made */
void cp_test_world_apply (CpTestWorld *self, const CpDecision *decision, gboolean waiting);

/** cp_test_world_check_overdrawn: whatever @decision did to rewards, @account's row says whether they add up
 *  to less than zero */
void cp_test_world_check_overdrawn (const CpAccount *account,
                                    const CpOperation *operation,
                                    const CpDecision *decision,
                                    gint64 now_ms);

/** cp_test_world_to_text: (transfer full): everything in it, to compare */
char *cp_test_world_to_text (const CpTestWorld *self);

/**
 * CpTestChooser:
 * @n_operations: how many were made so far
 * @first: number of the first id
 *
 * Makes operations at random. Most make sense, some do not.
 */
typedef struct {
  GRand *random;
  guint n_operations;
  guint first;
} CpTestChooser;

/** cp_test_chooser_next: (transfer full): an operation on something in @world, at @now_ms */
CpOperation *cp_test_chooser_next (CpTestChooser *self, const CpTestWorld *world, gint64 now_ms);

G_END_DECLS
