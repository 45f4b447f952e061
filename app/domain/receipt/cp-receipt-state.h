/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/**
 * cp_receipt_attribution_next:
 * @final: head office decides
 *
 * Docs: domain.md, the table of receipts. Whose a purchase is; only a complete
 * one can be anybody's. (That it is complete or cancelled, the tills say.)
 *
 * Returns: %FALSE: @kind leads nowhere
 */
gboolean cp_receipt_attribution_next (const CpReceipt *receipt,
                                      CpOperationKind kind,
                                      gboolean final,
                                      CpAttribution *ret_next);

G_END_DECLS
