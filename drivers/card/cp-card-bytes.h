/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cp_bytes_from_hex:
 * @text: hex digits of either case, nothing else.
 * @ret_bytes: (out caller-allocates): room for @max; untouched on failure.
 * @ret_n: (out): how many bytes there were.
 *
 * Returns: whether @text is a whole number of bytes, at most @max.
 */
gboolean cp_bytes_from_hex (const char *text, guint8 *ret_bytes, gsize max, gsize *ret_n)
    G_GNUC_WARN_UNUSED_RESULT;

/** cp_bytes_from_hex_exactly: as that, for exactly @n bytes. */
gboolean
cp_bytes_from_hex_exactly (const char *text, guint8 *ret_bytes, gsize n) G_GNUC_WARN_UNUSED_RESULT;

/** cp_bytes_to_hex: Returns: (transfer full): upper-case hex. */
char *cp_bytes_to_hex (const guint8 *bytes, gsize n);

/** cp_bytes_equal: in a time that does not depend on where they differ: for MACs and keys. */
gboolean cp_bytes_equal (const guint8 *a, const guint8 *b, gsize n);

/** cp_bytes_wipe: forgets a secret. */
void cp_bytes_wipe (gpointer secret, gsize n);

G_END_DECLS
