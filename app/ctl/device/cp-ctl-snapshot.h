/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

#include <stdio.h>

G_BEGIN_DECLS

/** cp_ctl_find_in_snapshot: (transfer full): members in a snapshot file, without a ledger */
CpJson *cp_ctl_find_in_snapshot (const char *path, const char *query, guint limit, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** cp_ctl_find_batch: answers each line of @input with a line of JSON on standard output, flushed,
 *  before it reads the next. */
gboolean cp_ctl_find_batch (const char *path, FILE *input, guint limit, GError **error);

G_END_DECLS
