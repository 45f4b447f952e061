/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-import.h"

/** CpImportFunc: makes of @line the rows (transfer full) that are to be written; with
 *  %CP_ERROR_INVALID the line is bad, any other error ends the import. */
typedef gboolean (*CpImportFunc) (CpHeadOffice *office,
                                  const CpImport *import,
                                  const CpJson *line,
                                  GPtrArray *rows,
                                  GError **error);

/** cp_import_lines: reads the file and writes what @func makes, in large transactions. */
gboolean
cp_import_lines (CpHeadOffice *office, CpImport *import, CpImportFunc func, GError **error);
