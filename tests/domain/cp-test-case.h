/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-decision.h"
#include "cp-test-chain.h"

G_BEGIN_DECLS

/**
 * CpTestCase:
 * @the_case: at the counter, at %CP_TEST_NOW_MS, by `mia` (a manager), with @account
 * @others: owned rows outside the account; part of @the_case
 * @online: what the operations say
 * @card: (nullable): the id of the card by which they are done
 *
 * A case that can be bent before it is decided.
 */
typedef struct {
  CpProgramme *programme;
  GPtrArray *staff;
  CpAccount *account;
  CpAccount *other; /* (nullable) */
  GPtrArray *others;
  CpCase the_case;
  gboolean online;
  const char *card;
  guint n_operations;
} CpTestCase;

/** cp_test_case_new: (transfer full): for account @n of the test chain, online */
CpTestCase *cp_test_case_new (guint n);
void cp_test_case_free (CpTestCase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpTestCase, cp_test_case_free)

void cp_test_case_set_staff (CpTestCase *self, const char *staff_id);
void cp_test_case_set_approver (CpTestCase *self, const char *staff_id);

/** cp_test_case_add_other: (transfer none): a new row outside; @entity is taken over */
gpointer cp_test_case_add_other (CpTestCase *self, gpointer entity);

/** cp_test_case_set_other: account @n of the test chain is that of the second member */
void cp_test_case_set_other (CpTestCase *self, guint n);

/** cp_test_case_put_in: the clock on the wall of `high` is @zone's */
void cp_test_case_put_in (CpTestCase *self, const char *zone);

/** cp_test_case_tighten: the programme has operations of @kind be of @offline_class */
void cp_test_case_tighten (CpTestCase *self, CpOperationKind kind, CpOfflineClass offline_class);

/** cp_test_case_find: (transfer none): a row of the case's account, to bend it */
gpointer cp_test_case_find (CpTestCase *self, CpKind kind, const char *what);

/** cp_test_case_add_redemption: one of 1.00 off the reward of 10.00, made a second ago by an operation
 *  of the same @id; a hold has a second left */
CpRedemption *
cp_test_case_add_redemption (CpTestCase *self, const char *id, CpRedemptionState state);

/** cp_test_case_make_operation: (transfer full): the next one; @payload has ' for ", and {member},
 *  {card} and so on become the ids of the account's rows */
CpOperation *
cp_test_case_make_operation (CpTestCase *self, CpOperationKind kind, const char *payload);

/** cp_test_case_decide: (transfer full): makes one and decides it */
CpDecision *cp_test_case_decide (CpTestCase *self, CpOperationKind kind, const char *payload);

/** cp_test_case_do: decides it, expects it to stand, and puts it into the account, waiting when at
 *  the counter */
void cp_test_case_do (CpTestCase *self, CpOperationKind kind, const char *payload);

/** cp_test_case_assert: decides it and asserts the code; a refusal must change nothing */
void cp_test_case_assert (CpTestCase *self,
                          CpOperationKind kind,
                          const char *payload,
                          CpRejection expected);

/** cp_test_decision_has_flag: whether a fact went past that rule */
gboolean cp_test_decision_has_flag (const CpDecision *decision, CpRejection flag);

/** cp_test_decision_find: (transfer none) (nullable): the @n-th changed row of that kind */
gpointer cp_test_decision_find (const CpDecision *decision, CpKind kind, guint n);

G_END_DECLS
