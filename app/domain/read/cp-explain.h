/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-view.h"

G_BEGIN_DECLS

/**
 * cp_explain_receipt:
 * @others: (element-type CpEntity): receipts with that number outside the account
 *
 * "I never received my points", one question after the other: is the
 * receipt known? attributed? to this account? is the rule met? are the points pending, spent, expired
 * or returned? was the message sent and delivered? The first answer that explains it ends in a
 * sentence for the customer and what to do, ready to be done.
 *
 * Returns: (transfer full): {"number", "steps": [{"step", "ok", "text"}], "code", "customer_text",
 *   "next_action", "operation"?: {"kind", "payload"}}
 */
CpJson *cp_explain_receipt (const CpViewSource *source,
                            const char *member_id,
                            const char *number,
                            const GPtrArray *others);

G_END_DECLS
