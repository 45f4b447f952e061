/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-test-case.h"

G_BEGIN_DECLS

/** CpTestTotals: what an account holds */
typedef struct {
  gint64 points;
  gint64 rewards_minor;
  guint n_incentives;
  guint n_cards;
} CpTestTotals;

CpTestTotals cp_test_totals_of (const CpAccount *account);

/** cp_test_move_do: as cp_test_case_do(), with each changed row put into its own one of the case's
 *  two accounts and taken out of the other */
void cp_test_move_do (CpTestCase *test, CpOperationKind kind, const char *payload);

/** cp_test_move_owe: more was redeemed from the account's first reward than there was */
void cp_test_move_owe (CpAccount *account, gint64 minor);

G_END_DECLS
