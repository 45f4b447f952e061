/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-receipt-state.h"

#include "cp-test-case.h"

static void
test_every_state_and_operation (void)
{
  for (guint state = 0; state <= CP_RECEIPT_CANCELLED; state++)
    for (guint attribution = 0; attribution <= CP_RECEIPT_DETACHED; attribution++)
      for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++)
        for (guint final = 0; final < 2; final++) {
          CpReceipt receipt = { .state = state, .attribution = attribution };
          CpAttribution next = attribution;
          gboolean claims =
              kind == CP_OPERATION_CLAIM_RECEIPT && attribution == CP_RECEIPT_UNATTRIBUTED;
          gboolean detaches =
              kind == CP_OPERATION_DETACH_RECEIPT && attribution == CP_RECEIPT_ATTRIBUTED;
          gboolean leads = cp_receipt_attribution_next (&receipt, kind, final == 1, &next);

          g_assert_cmpint (leads, ==, state == CP_RECEIPT_CONFIRMED && (claims || detaches));
          if (leads && claims)
            g_assert_cmpint (next, ==, final ? CP_RECEIPT_ATTRIBUTED : CP_RECEIPT_PENDING);
          else if (leads)
            g_assert_cmpint (next, ==, final ? CP_RECEIPT_DETACHED : CP_RECEIPT_ATTRIBUTED);
          else
            g_assert_cmpint (next, ==, attribution);
        }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/receipt-state/every-state-and-operation",
                   test_every_state_and_operation);
  return g_test_run ();
}
