/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-entities.h"

G_BEGIN_DECLS

/* What both kinds of storage need to forget somebody. */

/** cp_erased_dup_names: (transfer full): a JSON array of `kind/id` of @rows (of CpEntity) */
char *cp_erased_dup_names (const GPtrArray *rows);

/** cp_erased_dup_image: (transfer full): @data, the JSON of a row of the kind @word, without who it was
 *  of; %NULL with %CP_ERROR_CORRUPT or %CP_ERROR_INVALID if it is no such row */
char *cp_erased_dup_image (const char *word, const char *data, GError **error);

G_END_DECLS
