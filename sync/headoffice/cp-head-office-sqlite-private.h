/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-database.h"
#include "cp-head-office-sqlite.h"

/** CpHeadOfficeSqlite: @last_gseq is the number of the entry that was written last. */
typedef struct {
  CpHeadOfficeStorage parent;
  CpHeadOfficeStorageClass functions;
  CpDatabase *database;
  gint64 last_gseq;
} CpHeadOfficeSqlite;

static inline CpHeadOfficeSqlite *
cp_head_office_sqlite_cast (CpHeadOfficeStorage *self)
{
  return (CpHeadOfficeSqlite *) self;
}

/** cp_head_office_sqlite_fill_rows: sets the functions for rows and the feed. */
void cp_head_office_sqlite_fill_rows (CpHeadOfficeStorageClass *class_);

/** cp_head_office_sqlite_fill_chain: sets the functions for devices and their operations. */
void cp_head_office_sqlite_fill_chain (CpHeadOfficeStorageClass *class_);

/** cp_head_office_sqlite_fill_status: sets the functions for head office's own people. */
void cp_head_office_sqlite_fill_status (CpHeadOfficeStorageClass *class_);

/** cp_head_office_sqlite_list: calls @func with the first column of each row; resets @statement. */
gboolean
cp_head_office_sqlite_list (CpStatement *statement, CpTextFunc func, gpointer data, GError **error);

/** cp_statement_bind_place: binds device_id, incarnation and seq. */
void cp_statement_bind_place (CpStatement *self, const CpPlace *place);
