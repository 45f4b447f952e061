/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-move.h"

CpTestTotals
cp_test_totals_of (const CpAccount *account)
{
  return (CpTestTotals){
    .points = cp_account_sum_points (account, "points", CP_TEST_NOW_MS),
    .rewards_minor = cp_account_sum_rewards (account, CP_TEST_NOW_MS),
    .n_incentives = account->rows[CP_KIND_INCENTIVE]->len,
    .n_cards = account->rows[CP_KIND_CARD]->len,
  };
}

static void
take_out (CpAccount *account, const CpEntity *entity)
{
  GPtrArray *rows = account->rows[entity->kind];

  for (guint i = 0; i < rows->len; i++)
    if (g_str_equal (((CpEntity *) rows->pdata[i])->id, entity->id)) {
      cp_entity_free (g_ptr_array_steal_index (rows, i));
      return;
    }
}

void
cp_test_move_do (CpTestCase *test, CpOperationKind kind, const char *payload)
{
  g_autoptr (CpDecision) decision = cp_test_case_decide (test, kind, payload);
  CpAccount *accounts[] = { test->account, test->other };

  g_assert_cmpstr (cp_rejection_get_info (decision->code)->word, ==, "none");
  for (guint i = 0; i < decision->changes->len; i++) {
    const CpEntity *row = decision->changes->pdata[i];

    for (guint j = 0; j < G_N_ELEMENTS (accounts); j++) {
      take_out (accounts[j], row);
      if (g_str_equal (row->account_id, accounts[j]->id))
        cp_account_put (accounts[j], cp_entity_copy (row));
    }
  }
}

void
cp_test_move_owe (CpAccount *account, gint64 minor)
{
  CpIncentive *reward = account->rows[CP_KIND_INCENTIVE]->pdata[0];

  reward->balance_minor -= minor;
  ((CpAccountRow *) cp_account_get_row (account))->overdrawn =
      cp_account_is_overdrawn (account, CP_TEST_NOW_MS);
}
