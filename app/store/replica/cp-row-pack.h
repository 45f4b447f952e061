/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Rows as they stand in replica.db: an id that is a UUID in its 16 bytes, and a row's canonical JSON with
 * those in its text likewise, and with a byte for what nearly every row says. Half as much to send, to
 * check and to keep as the text; no random digit is in the file twice where one would do. What a byte
 * stands for is part of the file's version. */

/** CP_PACKED_ID_BYTES: of an id that is a UUID */
#define CP_PACKED_ID_BYTES 16

/** cp_id_pack: @ret_bytes: of CP_PACKED_ID_BYTES
 *  Returns: whether @id is a UUID in its canonical form, lower case; other ids are kept as text */
gboolean cp_id_pack (const char *id, guint8 *ret_bytes);

/** cp_id_unpack: (transfer full) */
char *cp_id_unpack (const guint8 *bytes);

/**
 * cp_row_pack:
 * @bytes: (element-type guint8): gets what comes of it in place of what is in it
 * @text: JSON, as cp_json_to_text() writes it: without control characters
 * @id: the row's
 * @account_id: (nullable): the row's
 */
void cp_row_pack (GByteArray *bytes, const char *text, const char *id, const char *account_id);

/**
 * cp_row_unpack:
 * @id: the same as when it was packed, and @account_id
 *
 * Returns: (transfer full) (nullable): the text, or %NULL for bytes that cp_row_pack() does not make
 */
char *cp_row_unpack (const guint8 *bytes, gsize n_bytes, const char *id, const char *account_id);

G_END_DECLS
