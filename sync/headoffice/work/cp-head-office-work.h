/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office-storage.h"

G_BEGIN_DECLS

/** CP_ITEMS_PER_ENTRY: after so many rows and outcomes a page of the feed ends where it may. */
#define CP_ITEMS_PER_ENTRY 500

typedef struct _CpWorkAccount CpWorkAccount;

/**
 * CpWorkRow:
 * @entity: (owned): as it is now
 * @stored: (owned) (nullable): as the database has it; %NULL for a row that is new
 * @text, @keys: (owned) (nullable): for cp_work_row_get_text() and cp_work_row_get_keys()
 * @is_told: whether the feed knows @entity
 * @account: (nullable): with which it can be believed; else in @turn
 */
typedef struct {
  CpEntity *entity;
  CpEntity *stored;
  char *text;
  GArray *keys;
  gboolean is_changed;
  gboolean is_told;
  CpWorkAccount *account;
  guint turn;
} CpWorkRow;

/** cp_work_row_get_text: (transfer none): its canonical JSON, made once; good until the row is put
 *  again or settled */
const char *cp_work_row_get_text (CpWorkRow *self);

/** cp_work_row_get_home: (transfer none) (nullable): the store at which the row is somebody at home */
const char *cp_work_row_get_home (const CpWorkRow *self);

/** cp_work_row_has_moved: whether its account or home are not those that are stored */
gboolean cp_work_row_has_moved (const CpWorkRow *self);

/** cp_work_row_get_keys: (transfer none): of CpKey: the same with what it is found by */
const GArray *cp_work_row_get_keys (CpWorkRow *self);

/** CpWorkUsage: what of it is from the database, if @is_loaded, and what this transaction adds. */
typedef struct {
  char *staff_id;
  char *kind;
  gint64 day;
  gint64 count;
  gint64 minor;
  gint64 more;
  gint64 more_minor;
  gboolean is_loaded;
} CpWorkUsage;

/** CpWorkOperation: an operation to be written. Texts are owned. */
typedef struct {
  char *device_id;
  char *incarnation;
  gint64 seq;
  CpReceived received;
} CpWorkOperation;

/**
 * CpWork:
 *
 * What a transaction has read and will write, for a database that is to be asked little and told
 * much at once. Reading here what was loaded gives what was put since. Not loaded is not the same as
 * not there: ask first.
 *
 * Where nobody else writes, what was loaded serves the next transactions too. Where others do, each
 * transaction is a turn of its own, and nothing that was loaded before can be believed; but accounts
 * are only asleep, and wake up if it turns out that nobody has changed them.
 */
typedef struct _CpWork CpWork;

CpWork *cp_work_new (void);
void cp_work_free (CpWork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpWork, cp_work_free)

/** cp_work_clear: as new */
void cp_work_clear (CpWork *self);

/** cp_work_settle: all that was to be written is: the database has it as it is here. Lines of history, and
 *  rows of accounts that were not loaded, which hardly anybody reads again, are let go. */
void cp_work_settle (CpWork *self);

/** cp_work_count_rows: how many it holds */
guint cp_work_count_rows (const CpWork *self);

/* What was loaded. Each says so of all that was asked for, found or not. */

/** cp_work_load_row: @entity (transfer full): as the database has it; if the row is here already,
 *  that one stays */
CpWorkRow *cp_work_load_row (CpWork *self, gpointer entity);
void cp_work_miss_row (CpWork *self, CpKind kind, const char *id);
gboolean cp_work_has_row (const CpWork *self, CpKind kind, const char *id);

/** cp_work_look: whether it was asked for; @ret_entity: (transfer none) (nullable): then what there is */
gboolean
cp_work_look (const CpWork *self, CpKind kind, const char *id, const CpEntity **ret_entity);

/** cp_work_begin_account: its rows (all but its history) are all loaded next. */
void cp_work_begin_account (CpWork *self, const char *account_id);

/** cp_work_begin_key: @row (nullable): was found by it */
void cp_work_add_to_key (CpWork *self, const char *type, const char *value, CpWorkRow *row);
gboolean cp_work_has_key (const CpWork *self, const char *type, const char *value);

/** cp_work_load_usage: to be filled in by the caller */
CpWorkUsage *cp_work_load_usage (CpWork *self, const char *staff_id, const char *kind, gint64 day);
CpWorkUsage *cp_work_find_usage (CpWork *self, const char *staff_id, const char *kind, gint64 day);

/** cp_work_load_operation: @received (transfer full) (nullable): the first with that id */
void cp_work_load_operation (CpWork *self, const char *id, const CpReceived *received);

/** cp_work_miss_operation: there is none with that id, unless one is here. */
void cp_work_miss_operation (CpWork *self, const char *id);

/** cp_work_find_operation: @ret_known: whether it was asked for */
const CpReceived *cp_work_find_operation (const CpWork *self, const char *id, gboolean *ret_known);

/** cp_work_end_turn: after cp_work_settle(): others may change all of it from now on. */
void cp_work_end_turn (CpWork *self);

/** cp_work_give_up: what was read and put in this turn is forgotten, and it ends; accounts that are
 *  asleep stay. */
void cp_work_give_up (CpWork *self);

/** cp_work_number_account: after cp_work_settle(): an account that was loaded, if it was, is as it is
 *  now as long as its number is @changes. */
void cp_work_number_account (CpWork *self, const char *account_id, gint64 changes);

/** cp_work_wake_account: @changes: its number now. Returns: whether it is here, as if it had just been
 *  loaded; else it has to be */
gboolean cp_work_wake_account (CpWork *self, const char *account_id, gint64 changes);

/* Reading. */

/** cp_work_get_row: (transfer none) (nullable): */
const CpEntity *cp_work_get_row (const CpWork *self, CpKind kind, const char *id);

/** cp_work_get_account: (transfer none) (nullable): if it was loaded; good until something is put */
const CpAccount *cp_work_get_account (const CpWork *self, const char *account_id);

/** cp_work_add_rows_by_key: appends copies to @rows. */
void
cp_work_add_rows_by_key (const CpWork *self, const char *type, const char *value, GPtrArray *rows);

/* Writing. */

/** cp_work_put_row: @entity is copied; its ver counts on from the row's own. */
void cp_work_put_row (CpWork *self, CpEntity *entity);
void cp_work_put_operation (CpWork *self, const CpPlace *place, const CpReceived *received);

/** cp_work_count_usage: adds what @received counts for, if it does; cp_work_put_operation() does too */
void cp_work_count_usage (CpWork *self, const CpReceived *received);

/** cp_work_list_changed, cp_work_list_usage, cp_work_list_operations: (transfer none): what is to
 *  be written: of CpWorkRow, CpWorkUsage, CpWorkOperation */
const GPtrArray *cp_work_list_changed (const CpWork *self);
const GPtrArray *cp_work_list_usage (const CpWork *self);
const GPtrArray *cp_work_list_operations (const CpWork *self);

/** cp_work_drop_operations: those that were to be written are. */
void cp_work_drop_operations (CpWork *self);

/** cp_work_dup_keys: (transfer full): of CpKey: by what @entity (nullable) is found */
GArray *cp_work_dup_keys (gconstpointer entity);

G_END_DECLS
