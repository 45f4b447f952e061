/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-database.h"
#include "cp-head-office-sqlite.h"
#include "cp-head-office-work.h"

/** CpHeadOfficeSqlite: reads come from @work, which holds what is written too, and serves one
 *  transaction after another, since nobody else writes; @last_gseq is the number of the entry that
 *  was written last, @n_items how many were put since the last end; @looks: also for what nobody
 *  expects to be there, since something was */
typedef struct {
  CpHeadOfficeStorage parent;
  CpHeadOfficeStorageClass functions;
  const CpWorld *world;
  CpDatabase *database;
  CpWork *work;
  gint64 last_gseq;
  guint n_items;
  gboolean looks;
  gboolean wants_retry;
} CpHeadOfficeSqlite;

static inline CpHeadOfficeSqlite *
cp_head_office_sqlite_cast (CpHeadOfficeStorage *self)
{
  return (CpHeadOfficeSqlite *) self;
}

/** cp_head_office_sqlite_write_work: writes all that the work holds. */
gboolean cp_head_office_sqlite_write_work (CpHeadOfficeSqlite *self, GError **error);

/** cp_head_office_sqlite_met_another: %FALSE, always: what is new could not be written: perhaps it is
 *  there, against all expectation, and whoever looks will see it. */
gboolean cp_head_office_sqlite_met_another (CpHeadOfficeSqlite *self);

/** cp_head_office_sqlite_flush: the same; a page of the feed may end then. */
gboolean cp_head_office_sqlite_flush (CpHeadOfficeSqlite *self, GError **error);

/** cp_head_office_sqlite_fill_rows: sets the functions for rows and the feed. */
void cp_head_office_sqlite_fill_rows (CpHeadOfficeStorageClass *class_);

/** cp_head_office_sqlite_fill_chain: sets the functions for devices and their operations. */
void cp_head_office_sqlite_fill_chain (CpHeadOfficeStorageClass *class_);

/** cp_head_office_sqlite_fill_erase: sets the functions that forget somebody. */
void cp_head_office_sqlite_fill_erase (CpHeadOfficeStorageClass *class_);

/** cp_head_office_sqlite_fill_scope: sets the functions for what a store is told. */
void cp_head_office_sqlite_fill_scope (CpHeadOfficeStorageClass *class_);

/** cp_head_office_sqlite_fill_status: sets the functions for head office's own people. */
void cp_head_office_sqlite_fill_status (CpHeadOfficeStorageClass *class_);

/** cp_head_office_sqlite_fill_sums: sets the functions for checksums of rows. */
void cp_head_office_sqlite_fill_sums (CpHeadOfficeStorageClass *class_);

/** cp_head_office_sqlite_list: calls @func with the first column of each row; resets @statement. */
gboolean
cp_head_office_sqlite_list (CpStatement *statement, CpTextFunc func, gpointer data, GError **error);

/** cp_statement_bind_place: binds device_id, incarnation and seq, which last until the last step. */
void cp_statement_bind_place (CpStatement *self, const CpPlace *place);
