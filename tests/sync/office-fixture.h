/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"
#include "cp-signature.h"
#include "cp-test-chain.h"

/* A head office over a file or database of its own (postgres_is_wanted()), with the test chain's
 * programme, staff and accounts, and devices that send it well-formed chains. */

typedef struct {
  CpWorld world;
  gint64 now_ms;
  char *folder;
  char *path;
  char *url; /* (nullable): of the database, where it is PostgreSQL */
  CpHeadOffice *office;
} Office;

/** office_new: with accounts 1 to 3 */
Office *office_new (void);

/** office_new_empty: nothing published */
Office *office_new_empty (void);
void office_free (Office *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Office, office_free)

/** office_fill: programme, staff, accounts 1 to 3 */
void office_fill (Office *self);

/** office_put: (transfer full) @entity */
void office_put (Office *self, gpointer entity);

/** office_open_storage: (transfer full): of an office whose own is closed */
CpHeadOfficeStorage *office_open_storage (Office *self);

/** office_reopen: as after a restart */
void office_reopen (Office *self);

/** office_open_another: (transfer full): as another process over the same database, which is PostgreSQL */
CpHeadOffice *office_open_another (Office *self);

/** office_interrupt: calls @func with another head office over the same database, which is PostgreSQL, once,
 *  just before the next commit. */
void office_interrupt (Office *self, void (*func) (CpHeadOffice *another));

/** office_begin_race: calls @func with another head office over the same database, which is PostgreSQL, once and
 *  in a thread of its own, when all is ready for the next commit; that happens once @func is over, or waits for
 *  what the transaction holds. */
void office_begin_race (Office *self, void (*func) (CpHeadOffice *another));

/** office_end_race: waits until @func is over. */
void office_end_race (void);

/** office_make_older: runs @sql, which undoes what came after the version @schema of the tables, but for
 *  versions 7 and later, which are undone besides, and opens it again. */
void office_make_older (Office *self, const char *sql, guint schema);

/** office_back_up: (transfer full): what cp_backup_verify() takes: a copy of all that there is now */
char *office_back_up (Office *self, const char *name);

/** office_restore: puts such a copy in the place of all that there is, and begins a new epoch. */
void office_restore (Office *self, const char *backup);

/** office_get_place: how far the feed goes */
gint64 office_get_place (Office *self);

/** office_holds: whether @text is in any column of any row, as anybody reads it who has the database or
 *  its files */
gboolean office_holds (Office *self, const char *text);

/** office_get_row: (transfer full) (nullable): */
gpointer office_get_row (Office *self, CpKind kind, const char *id);
guint office_count_rows (Office *self, const char *kind);

/** office_list_erasures: (transfer full): all but the first @after, as cp_head_office_list_erasures() tells them */
CpJson *office_list_erasures (CpHeadOffice *office, gint64 after);

/** office_get_feed: (transfer full): everything after @after that the device sees, one page */
CpJson *office_get_feed (
    Office *self, const char *device_id, const char *incarnation, gint64 after, gint64 limit);

/** office_get_outcome: (transfer full) (nullable): the ack of @operation_id as the device sees it */
CpJson *office_get_outcome (Office *self,
                            const char *device_id,
                            const char *incarnation,
                            const char *operation_id);

typedef struct {
  char *id;
  char *incarnation;
  gint64 seq;
  char *hash;
  CpJson *operations; /* all that it ever made */
  CpSigner *signer;
} Device;

Device *device_new (const char *id, const char *incarnation);
void device_free (Device *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Device, device_free)

/** device_do: appends an operation of the test chain; see cp_test_chain_operation(). Returns its id
 *  (transfer full). */
char *device_do (Device *self, guint id, CpOperationKind kind, guint n, const char *payload);

/** device_add: appends @body (transfer full) as it is. */
void device_add (Device *self, const char *operation_id, CpJson *body);

/** device_make_push: (transfer full): with the operations from number @from_seq on, signed */
CpJson *device_make_push (const Device *self, gint64 from_seq);

/** device_push: sends them; returns the status. @ret_document: (out) (optional) */
guint device_push (const Device *self, Office *office, gint64 from_seq, CpJson **ret_document);
