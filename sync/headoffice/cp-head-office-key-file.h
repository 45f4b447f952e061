/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Head office's private keys where its database is not, so that a copy of the database lets nobody sign.
 * The file has a line of 64 hexadecimal digits for the key in use and, once the next one is announced,
 * another for that. */

/** CP_KEY_FILE_MAX: so many keys are in one */
#define CP_KEY_FILE_MAX 2

/**
 * cp_key_file_read:
 *
 * Returns: (transfer full): the lines; free with cp_key_file_forget(). %CP_ERROR_NOT_ALLOWED if others
 *   than its owner may read it, %CP_ERROR_CORRUPT if it holds anything but keys, %CP_ERROR_NOT_FOUND
 */
GStrv cp_key_file_read (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_key_file_write: durably, all or nothing, for its owner alone. @is_new: %CP_ERROR_INVALID if there is
 *  one already. @next: (nullable) */
gboolean cp_key_file_write (const char *path,
                            gboolean is_new,
                            const char *key,
                            const char *next,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_key_file_forget: (transfer full) (nullable): wipes them from memory */
void cp_key_file_forget (GStrv keys);

G_END_DECLS
