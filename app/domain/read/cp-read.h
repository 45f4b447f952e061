/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-view.h"

G_BEGIN_DECLS

/* The reads that are not on the member's page (docs/documents.md, "Read"): pure, like the views. Each
 * takes what was asked for as a document whose keys are all optional. */

/** cp_read_history: (transfer full): what was done on the member's account, which is one history of all its
 *  members, newest first, with `member_name` where it was about another of them; {"kind", "staff", "state",
 *  "from_ms", "until_ms"} */
CpJson *cp_read_history (const CpViewSource *source, const char *member_id, const CpJson *request);

/** cp_read_messages: (transfer full): what was sent to the member, newest first; {"channel", "state",
 *  "from_ms", "until_ms"} */
CpJson *cp_read_messages (const CpViewSource *source, const char *member_id, const CpJson *request);

/** cp_read_incentives: (transfer full): as the member's page has them; {"state": one of an incentive's,
 *  or `usable` for what is active or part used; "class"} */
CpJson *
cp_read_incentives (const CpViewSource *source, const char *member_id, const CpJson *request);

/** cp_read_cards: (transfer full): the member's cards, each with what happened to it; {"card": its id,
 *  "from_ms", "until_ms": of what happened} */
CpJson *cp_read_cards (const CpViewSource *source, const char *member_id, const CpJson *request);

/** cp_read_purchases: (transfer full): {"sort": `date`, `store`, `programme` or `total`, "state":
 *  `confirmed`, `incomplete` or `cancelled`, "store", "programme": its id, or `own`, "number": part of
 *  it, "from_ms", "until_ms"} */
CpJson *
cp_read_purchases (const CpViewSource *source, const char *member_id, const CpJson *request);

/** cp_read_points: (transfer full): every entry of the ledger, newest first; {"type", "card": the
 *  id of that which it came by, "from_ms", "until_ms"} */
CpJson *cp_read_points (const CpViewSource *source, const char *member_id, const CpJson *request);

G_END_DECLS
