/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-entities.h"

G_BEGIN_DECLS

/* What a store is told of other stores' members: enough to know a card and to decide what may be done,
 * and nothing of who they are. Docs: domain.md, "Other stores' members". */

/** cp_kind_is_thinned: whether a row of @kind says something that other stores are not told */
gboolean cp_kind_is_thinned (CpKind kind);

/**
 * cp_thin:
 * @data: a row's JSON form
 *
 * What stays is listed, field by field, so that what nobody has thought of does not travel.
 *
 * Returns: (transfer full) (nullable): what other stores are told of the row, which may be @data
 *   itself; %NULL if they are not told of such rows at all
 */
CpJson *cp_thin (CpKind kind, const CpJson *data);

/** cp_thin_dup_rules: (transfer full): a name for what stays of which kind, which is another one when
 *  anything of it is */
char *cp_thin_dup_rules (void);

G_END_DECLS
