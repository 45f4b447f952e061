/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

/* Reading one member of a document with its limits; for the codec alone. */

/** cp_read_text: sets @ret_text (borrowed) to the text at @key; absent is "" where @may_lack. */
gboolean cp_read_text (const CpJson *object,
                       const char *key,
                       gboolean may_lack,
                       const char **ret_text,
                       GError **error);

/** cp_read_id: as cp_read_text(), and refuses control characters. */
gboolean cp_read_id (const CpJson *object,
                     const char *key,
                     gboolean may_lack,
                     const char **ret_text,
                     GError **error);

/** cp_read_int: sets @ret_value to the integer at @key, @least or more; absent is 0 if @least is. */
gboolean cp_read_int (
    const CpJson *object, const char *key, gint64 least, gint64 *ret_value, GError **error);

/** cp_read_hex: as cp_read_text(), for exactly @n_chars lower-case hex digits. */
gboolean cp_read_hex (
    const CpJson *object, const char *key, gsize n_chars, const char **ret_text, GError **error);

/** cp_read_hash: as cp_read_text(), for 64 lower-case hex digits. */
gboolean
cp_read_hash (const CpJson *object, const char *key, const char **ret_text, GError **error);
