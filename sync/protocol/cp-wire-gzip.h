/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** CP_GZIP_LEAST_BYTES: what is smaller travels as it is. */
#define CP_GZIP_LEAST_BYTES 512

/** cp_gzip_pack: (transfer full): @bytes as gzip (RFC 1952), the same bytes each time */
GBytes *cp_gzip_pack (gconstpointer bytes, gsize size_bytes);

/**
 * cp_gzip_unpack:
 * @max_bytes: how large the result may be; looked at while it grows, so that a small body can't
 *   become a large one in memory
 *
 * Returns: (transfer full): or %NULL with %CP_ERROR_INVALID for what is no gzip or ends early,
 *   %CP_ERROR_FULL for what would be larger
 */
GBytes *cp_gzip_unpack (gconstpointer bytes, gsize size_bytes, gsize max_bytes, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
