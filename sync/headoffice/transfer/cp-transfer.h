/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"

G_BEGIN_DECLS

/**
 * cp_transfer_export:
 * @path: of the file, made anew; only its owner may read it
 * @copy_path: a file that may be used meanwhile
 *
 * Writes everything that head office knows to a file, as of one moment: a JSON object a line, a head
 * first and a foot with the number of lines last. The way from one kind of database to another.
 */
gboolean cp_transfer_export (CpHeadOffice *office,
                             const char *path,
                             const char *copy_path,
                             guint64 *ret_lines,
                             GError **error);

/**
 * cp_transfer_import:
 *
 * Fills an empty head office from such a file. Its feed is counted under an epoch of its own, so
 * that devices take everything anew; operations and their outcomes stay what they were. One that
 * did not finish can't be opened any more: make the database anew and begin again.
 *
 * Returns: %FALSE with %CP_ERROR_INVALID for a file that is none or not whole (nothing is written,
 *   or nothing is opened any more), or a head office that is not empty
 */
gboolean
cp_transfer_import (CpHeadOffice *office, const char *path, guint64 *ret_lines, GError **error);

G_END_DECLS
