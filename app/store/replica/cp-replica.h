/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-account.h"
#include "cp-chain.h"
#include "cp-operation.h"
#include "cp-range-sum.h"
#include "cp-world.h"

G_BEGIN_DECLS

/**
 * CpReplica:
 *
 * replica.db, which is disposable: head office's rows as of a cursor in its feed, and how far these
 * contain this device's operations. Belongs to one thread.
 */
typedef struct _CpReplica CpReplica;

/**
 * cp_replica_open:
 *
 * A file that is damaged, foreign or of an older version is set aside and begun anew: what it held
 * comes again with the feed. A newer one is %CP_ERROR_NEWER and stays as it is.
 */
CpReplica *
cp_replica_open (const CpWorld *world, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_get_schema: the version of the tables that this program works with */
gint64 cp_replica_get_schema (void);

/** cp_replica_open_snapshot: a sealed file, to read. */
CpReplica *cp_replica_open_snapshot (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_build: a new file at @path, to be filled with cp_replica_put() and sealed; what is
 *  there already is %CP_ERROR_INVALID. */
CpReplica *
cp_replica_build (const CpWorld *world, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_put: adds one row to a file that is being built. */
gboolean cp_replica_put (CpReplica *self,
                         CpKind kind,
                         gint64 ver,
                         const CpJson *data,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_put_acked: that the rows contain the operations of @chain through @through */
gboolean cp_replica_put_acked (CpReplica *self, const char *chain, gint64 through, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_replica_seal:
 * @self: (transfer full): being built
 *
 * Completes the file: head office's rows as of @cursor in @epoch. Durable when it returns %TRUE.
 */
gboolean cp_replica_seal (CpReplica *self,
                          const char *epoch,
                          gint64 cursor,
                          gint64 head_office_ms,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cp_replica_close (CpReplica *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpReplica, cp_replica_close)

/**
 * cp_replica_swap:
 * @replica: (inout): the new one afterwards; still the old one on failure, and %NULL where not even
 *   that can be opened again
 * @staged: a snapshot in the same folder that cp_staging_look_through() was content with; taken
 *
 * Puts a snapshot in the replica's place. It may not be behind what is there. What head office made of this
 * device's operations goes over, if it is of the same epoch. A kill at any instant leaves the one or the other,
 * whole.
 * Not where cp_files_can() says no: %CP_ERROR_UNAVAILABLE.
 */
gboolean
cp_replica_swap (CpReplica **replica, const char *staged, GError **error) G_GNUC_WARN_UNUSED_RESULT;

const char *cp_replica_get_path (const CpReplica *self);

gboolean cp_replica_is_fatal (const CpReplica *self);

/** cp_replica_get_epoch: (transfer none) (nullable): %NULL until the first page */
const char *cp_replica_get_epoch (const CpReplica *self);
gint64 cp_replica_get_cursor (const CpReplica *self);

/** cp_replica_get_head_office_ms: head office's time when these rows were last known to be all there
 *  are; 0: never. */
gint64 cp_replica_get_head_office_ms (const CpReplica *self);

/** cp_replica_get_acked: through which sequence number the rows contain the operations of @chain */
gboolean cp_replica_get_acked (CpReplica *self,
                               const char *chain,
                               gint64 *ret_through,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * CpReplicaChanges: what a page changed; clear with cp_replica_changes_clear().
 * @account_ids: (element-type utf8): a set
 * @forgot: what was known of somebody is not to be known any more; see cp_replica_settle()
 */
typedef struct {
  GHashTable *account_ids;
  gboolean programme;
  gboolean staff;
  gboolean outcomes;
  gboolean forgot;
} CpReplicaChanges;

void cp_replica_changes_clear (CpReplicaChanges *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpReplicaChanges, cp_replica_changes_clear)

/**
 * cp_replica_apply_page:
 * @incarnation: this device's, to whose chains the page's acks belong
 * @ours: (nullable): how far those chains are this device's own, where a copy of it went on from there;
 *   acks beyond are outcomes and do not move what the rows are said to contain
 * @page: as in docs/documents.md
 *
 * Applies a page of the feed in one transaction: rows that are newer than ours, deletions, outcomes,
 * cursor. A page that does not begin at our cursor, does not end on an end or holds a row that is
 * none is %CP_ERROR_INVALID; nothing has changed then. A page of another epoch must begin at 0: it
 * takes the place of everything.
 */
gboolean cp_replica_apply_page (CpReplica *self,
                                const char *incarnation,
                                const CpLaneMarks *ours,
                                const CpJson *page,
                                CpReplicaChanges *ret_changes,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_get_lane: in which lane's chain @ack, an item of a page, counts */
CpLane cp_replica_get_lane (const CpJson *ack);

/** cp_replica_check_page: what cp_replica_apply_page() asks of a page before it begins */
gboolean cp_replica_check_page (const CpReplica *self,
                                const CpJson *page,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_load_account: (transfer full): empty if there is nothing of it */
CpAccount *cp_replica_load_account (CpReplica *self,
                                    const char *account_id,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_get_row: @ret_entity: (transfer full) (nullable): the row, or %NULL */
gboolean cp_replica_get_row (CpReplica *self,
                             CpKind kind,
                             const char *id,
                             gpointer *ret_entity,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_get_row_by_number: as cp_replica_get_row(), by what cp_search_members() works with */
gboolean cp_replica_get_row_by_number (CpReplica *self,
                                       gint64 number,
                                       gpointer *ret_entity,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_has_met_damage: whether a row could not be read since this was asked last: what is on the disk
 *  is not what was written. An account with such a row can't be loaded (%CP_ERROR_CORRUPT), since nobody
 *  knows what it forbids; the rows should be held against head office's soon. */
gboolean cp_replica_has_met_damage (CpReplica *self);

/** cp_replica_list: (transfer full) (element-type CpEntity): all rows of a @kind that hangs on no
 *  account: staff or the programme; one that is damaged is left out */
GPtrArray *cp_replica_list (CpReplica *self, CpKind kind, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_find: (transfer full) (element-type CpEntity): the rows with @key, @limit at most */
GPtrArray *cp_replica_find (CpReplica *self, const CpKey *key, guint limit, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** CpOutcome: what head office made of an operation; @flags is a JSON list, or %NULL. */
typedef struct {
  char *operation_id;
  gint64 seq;
  char *outcome;
  char *code;
  char *detail;
  char *flags;
} CpOutcome;

void cp_outcome_free (CpOutcome *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpOutcome, cp_outcome_free)

/** cp_replica_find_outcome: @ret_outcome: (transfer full) (nullable): %NULL if there is none yet */
gboolean cp_replica_find_outcome (CpReplica *self,
                                  const char *operation_id,
                                  CpOutcome **ret_outcome,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_replica_replace_outcomes:
 * @outdated: (element-type utf8): ids of operations of which nothing is known any more
 * @outcomes: a list, each as an `ack` of the feed has it
 *
 * Takes in what head office has told once more (PROTOCOL.md, 79). %CP_ERROR_INVALID changes nothing.
 */
gboolean cp_replica_replace_outcomes (CpReplica *self,
                                      const GPtrArray *outdated,
                                      const CpJson *outcomes,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_list_outcomes: (transfer full) (element-type CpOutcome): those that are not plainly
 *  accepted, of all incarnations, in no order */
GPtrArray *cp_replica_list_outcomes (CpReplica *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_replica_add_up:
 *
 * Reads the next @n_rows rows from the disk and adds them up, in ranges of such a number that one holds
 * 2,000 or so; from the beginning after cp_replica_forget_sums(), and whenever all has been told anew.
 */
gboolean
cp_replica_add_up (CpReplica *self, guint n_rows, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_is_adding_up: whether it was begun and there are rows left */
gboolean cp_replica_is_adding_up (const CpReplica *self);

/** cp_replica_get_sums: (transfer none) (nullable): of all rows; %NULL until they are added up */
const CpRangeSums *cp_replica_get_sums (const CpReplica *self);

/** cp_replica_is_range_touched: whether a row of the range has changed since it was begun, so that its
 *  sum says nothing; only while there are sums */
gboolean cp_replica_is_range_touched (const CpReplica *self, guint range);
void cp_replica_forget_sums (CpReplica *self);

/** cp_replica_put_checked, cp_replica_get_checked_ms: when the rows were last held against head
 *  office's, by its clock; 0: never */
gboolean cp_replica_put_checked (CpReplica *self,
                                 gint64 head_office_ms,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gint64 cp_replica_get_checked_ms (const CpReplica *self);

/**
 * cp_replica_put_range:
 * @range: one of 2^@bits
 * @items: row items as in a page of the feed: all that head office has in that range
 * @cursor: where head office stood then, which must be ours: else %CP_ERROR_INVALID
 *
 * Makes the range what @items say, in one transaction: whatever was there before, of whatever
 * version.
 */
gboolean cp_replica_put_range (CpReplica *self,
                               guint bits,
                               guint range,
                               gint64 cursor,
                               const CpJson *items,
                               CpReplicaChanges *ret_changes,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_settle: leaves nothing of rows that are gone in the log, nor in a file that was set
 *  aside; for after an erasure, and when something is forgotten */
gboolean cp_replica_settle (CpReplica *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_wipe: deletes it, and begins an empty one in its place. On failure there may be none. */
gboolean cp_replica_wipe (CpReplica **replica, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_list_erased: (transfer full): the accounts on which members are, and were, who are erased in
 *  the snapshot at @staged, which is about to take @self's place */
GStrv cp_replica_list_erased (CpReplica *self,
                              const char *staged,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_replica_do_upkeep: checkpoints if it is time; see cp_database_checkpoint() */
gboolean cp_replica_do_upkeep (CpReplica *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
