/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-receipt-state.h"

static const struct {
  CpAttribution from;
  CpOperationKind kind;
  CpAttribution at_counter;
  CpAttribution at_head_office;
} steps[] = {
  { CP_RECEIPT_UNATTRIBUTED, CP_OPERATION_CLAIM_RECEIPT, CP_RECEIPT_PENDING,
    CP_RECEIPT_ATTRIBUTED },
  { CP_RECEIPT_ATTRIBUTED, CP_OPERATION_DETACH_RECEIPT, CP_RECEIPT_ATTRIBUTED,
    CP_RECEIPT_DETACHED },
};

gboolean
cp_receipt_attribution_next (const CpReceipt *receipt,
                             CpOperationKind kind,
                             gboolean final,
                             CpAttribution *ret_next)
{
  for (guint i = 0; receipt->state == CP_RECEIPT_CONFIRMED && i < G_N_ELEMENTS (steps); i++)
    if (steps[i].from == receipt->attribution && steps[i].kind == kind) {
      *ret_next = final ? steps[i].at_head_office : steps[i].at_counter;
      return TRUE;
    }
  return FALSE;
}
