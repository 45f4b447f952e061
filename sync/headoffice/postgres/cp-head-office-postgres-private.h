/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office-postgres.h"
#include "cp-head-office-work.h"
#include "cp-postgres.h"

/** CpHeadOfficePostgres: @in_transaction: reads come from @work, which holds what is written too;
 *  @looks: also for what nobody expects to be there, since the last transaction failed;
 *  @acks is what the feed will say of outcomes; @gid is the transaction's name there, 0: none yet */
typedef struct {
  CpHeadOfficeStorage parent;
  CpHeadOfficeStorageClass functions;
  CpPostgres *postgres;
  char *url;
  CpPostgresUse use;
  gboolean in_transaction;
  gboolean wants_retry;
  gboolean looks;
  gboolean has_setting; /* other processes have to be told */
  CpWork *work;
  GHashTable *locked; /* account id → gint64: its number, as it is with this transaction */
  guint connection;   /* which one @work is of */
  GString *acks;
  guint n_items; /* since the last entry of the feed ended */
  gint64 gid;
  guint n_entries;
} CpHeadOfficePostgres;

static inline CpHeadOfficePostgres *
cp_head_office_postgres_cast (CpHeadOfficeStorage *self)
{
  return (CpHeadOfficePostgres *) self;
}

void cp_head_office_postgres_fill_read (CpHeadOfficeStorageClass *class_);
void cp_head_office_postgres_fill_write (CpHeadOfficeStorageClass *class_);
void cp_head_office_postgres_fill_chain (CpHeadOfficeStorageClass *class_);
void cp_head_office_postgres_fill_status (CpHeadOfficeStorageClass *class_);
void cp_head_office_postgres_fill_sums (CpHeadOfficeStorageClass *class_);
void cp_head_office_postgres_fill_feed (CpHeadOfficeStorageClass *class_);
void cp_head_office_postgres_fill_erase (CpHeadOfficeStorageClass *class_);
void cp_head_office_postgres_fill_scope (CpHeadOfficeStorageClass *class_);

/** cp_head_office_postgres_lock_accounts: (transfer full): the account's ids and numbers; nobody else
 *  changes them until the end of the transaction. */
PGresult *cp_head_office_postgres_lock_accounts (CpHeadOfficePostgres *self,
                                                 const char *const *ids,
                                                 guint n_ids,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_head_office_postgres_flush: writes all that the work holds, the list of what the feed has yet
 *  to number last. */
gboolean cp_head_office_postgres_flush (CpHeadOfficePostgres *self, GError **error);

/** cp_head_office_postgres_take_gid: gives the transaction its name, if it has none yet. */
gboolean cp_head_office_postgres_take_gid (CpHeadOfficePostgres *self, GError **error);

/** cp_head_office_postgres_write_operations: those of the operations that the work holds */
gboolean cp_head_office_postgres_write_operations (CpHeadOfficePostgres *self, GError **error);

/** cp_head_office_postgres_load_operations: by id, into the work */
gboolean cp_head_office_postgres_load_operations (CpHeadOfficePostgres *self,
                                                  const char *const *ids,
                                                  guint n_ids,
                                                  GError **error);

/** cp_postgres_read_entity: (transfer full): from the columns kind, data and ver */
gpointer cp_postgres_read_entity (const PGresult *result, int row, GError **error);

/* How an entry of the feed is written down: a line for each item, with the parts in between
 * characters that no text in JSON has in it, and no id that may be put. */
#define CP_ITEM_END '\x1e'
#define CP_PART_END '\x1f'

/* Of a row: R, kind, id, account id, ver, the row's JSON. */
#define CP_N_ROW_PARTS 6

/** cp_postgres_split_item: cuts @item into its parts, in place; the last keeps whatever is left. */
gboolean cp_postgres_split_item (char *item, char **parts, guint n_parts);
