/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office-storage.h"
#include "cp-import.h"

/** CpImportFunc: makes of @line the rows (transfer full) that are to be written; with
 *  %CP_ERROR_INVALID the line is bad, any other error ends the import. */
typedef gboolean (*CpImportFunc) (
    CpHeadOffice *office, CpImport *import, const CpJson *line, GPtrArray *rows, GError **error);

/** CpImportWantFunc: what @func is going to ask for when it gets @line */
typedef void (*CpImportWantFunc) (const CpJson *line, CpWanted *wanted);

/** cp_import_lines: reads the file and writes what @func makes, in large transactions; many lines at a
 *  time, for which what @want says is fetched together. */
gboolean cp_import_lines (CpHeadOffice *office,
                          CpImport *import,
                          CpImportWantFunc want,
                          CpImportFunc func,
                          GError **error);
