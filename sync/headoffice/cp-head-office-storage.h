/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-account.h"
#include "cp-operation.h"

G_BEGIN_DECLS

/** CpDevice: a device that may speak to head office. Texts are owned. */
typedef struct {
  char *id;
  char *store_id;
  char *token_hash; /* BLAKE2b-256 in hex */
  gboolean revoked;
} CpDevice;

CpDevice *cp_device_new (const char *id, const char *store_id, const char *token_hash);
void cp_device_free (CpDevice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpDevice, cp_device_free)

/** CpPlace: where in a device's chain an operation stands. Texts are borrowed. */
typedef struct {
  const char *device_id;
  const char *incarnation;
  gint64 seq;
} CpPlace;

/**
 * CpReceived: an operation as head office has it. Texts are borrowed when it is put, owned when it
 *   is got (free with cp_received_clear()).
 * @body: as it came, canonical
 * @outcome: the object {outcome, code?, detail?, flags?} as text
 * @kind: (nullable): with @staff_id and @day, what limits are counted by; %NULL if it does not count
 * @approver_id: (nullable): for whom it counts, too; only when it is put
 * @is_repeat: the same operation has been taken under another number
 */
typedef struct {
  char *id;
  char *hash;
  char *body;
  char *outcome;
  char *kind;
  char *staff_id;
  const char *approver_id;
  gint64 day;
  gint64 value_minor;
  gint64 at_ms; /* by head office's clock */
  gboolean is_repeat;
  char *device_id; /* where it came from, when it is got */
  char *incarnation;
  gint64 seq;
} CpReceived;

void cp_received_clear (CpReceived *self);

/** cp_received_list_new: (transfer full): of CpReceived, which are cleared */
GArray *cp_received_list_new (void);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpReceived, cp_received_clear)

/** CpFeedReader: takes what the feed holds, one call an entry; each (transfer none). A reader that
 *  returns %FALSE has enough, which it may only say where a transaction ends. */
typedef struct {
  void (*row) (gpointer data,
               gint64 gseq,
               const char *kind,
               const char *id,
               const char *account_id,
               gint64 ver,
               const char *row);
  void (*ack) (gpointer data,
               gint64 gseq,
               const char *chain,
               gint64 seq,
               const char *operation_id,
               const char *outcome);
  gboolean (*end) (gpointer data, gint64 gseq);
  gpointer data;
} CpFeedReader;

/** CpImageFunc: a row; @data is its canonical JSON */
typedef gboolean (*CpImageFunc) (
    gpointer data, const char *kind, const char *id, gint64 ver, const char *row);

/** CpRowSum: what a row adds to the sum of its range (cp-range-sum.h); @range is one of those with the
 *  most bits, texts are borrowed; @thin: in the form that other stores are told */
typedef struct {
  const char *kind;
  const char *id;
  guint range;
  guint64 sum;
  guint64 thin;
} CpRowSum;

/**
 * CpKeptSums:
 * @gseq: through which entry of the feed rows are added up
 * @sums: cp_range_sums_to_text(); empty at first
 * @thin_sums: likewise, of the rows as a store is told of them at which nobody is at home
 * @thin_rules: by which cp_thin_dup_rules()
 * @thin_ranges: in how many of the ranges, from the first on
 *
 * Texts are owned.
 */
typedef struct {
  gint64 gseq;
  char *sums;
  char *thin_sums;
  char *thin_rules;
  guint thin_ranges;
} CpKeptSums;

void cp_kept_sums_clear (CpKeptSums *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpKeptSums, cp_kept_sums_clear)

/** CpChainFunc: how far head office has the operations of a chain, which is named by its incarnation and
 *  lane */
typedef gboolean (*CpChainFunc) (gpointer data, const char *incarnation, gint64 seq);

/** CpOutcomeFunc: what became of the operation at @seq of a chain; @outcome: as CpReceived has it, of the
 *  first that came with that id */
typedef void (*CpOutcomeFunc) (gpointer data,
                               gint64 seq,
                               const char *operation_id,
                               const char *outcome);

/**
 * CpContact: what a device says of itself when it is heard; -1: not known
 * @cursor: how far it has taken the feed
 * @waiting: how many operations it has yet to send
 * @waiting_bulk: how many of them in the bulk lane
 * @epoch: (nullable): in which numbering @cursor counts, by its own word; %NULL: in none. Borrowed
 */
typedef struct {
  gint64 cursor;
  gint64 waiting;
  gint64 waiting_bulk;
  const char *epoch;
} CpContact;

/**
 * CpPulse:
 * @gseq: how far the feed goes
 * @n_unnumbered: commits that are not in the feed yet
 * @unnumbered_ms: how long the first of them has waited
 * @n_reviews: operations that a person has to look at
 */
typedef struct {
  gint64 gseq;
  gint64 n_unnumbered;
  gint64 unnumbered_ms;
  gint64 n_reviews;
} CpPulse;

typedef gboolean (*CpTextFunc) (gpointer data, const char *text);

/**
 * CpWanted:
 * @operation_ids, @account_ids: sets of utf8
 * @row_ids: the same for each kind, of rows that do not come with their account; %NULL: none
 * @keys: of CpKey
 *
 * What a transaction is going to ask for.
 */
typedef struct {
  GHashTable *operation_ids;
  GHashTable *account_ids;
  GHashTable *row_ids[CP_N_KINDS];
  GArray *keys;
} CpWanted;

CpWanted *cp_wanted_new (void);
void cp_wanted_free (CpWanted *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpWanted, cp_wanted_free)

/** cp_wanted_add: puts @id (nullable) into one of the sets. */
void cp_wanted_add (GHashTable *ids, const char *id);

/** cp_wanted_add_row: @id (nullable) */
void cp_wanted_add_row (CpWanted *self, CpKind kind, const char *id);

/**
 * CpHeadOfficeStorage:
 *
 * Head office's memory. Belongs to one thread. Functions that write are called between @begin and
 * @commit only. All give %FALSE and an error on failure; what is not there is no failure: it leaves
 * the result %NULL or 0. The errors are those of cp-database.h. A function that
 * is given texts or rows, one by one, may not ask the storage for anything meanwhile.
 */
typedef struct _CpHeadOfficeStorage CpHeadOfficeStorage;

typedef struct {
  void (*free) (CpHeadOfficeStorage *self);
  gboolean (*begin) (CpHeadOfficeStorage *self, GError **error);
  gboolean (*commit) (CpHeadOfficeStorage *self, GError **error);
  void (*rollback) (CpHeadOfficeStorage *self);

  /** prefetch: (nullable): after @begin: what is in @wanted will be asked for, and nobody else may
   *  change it until the end. Only a hint: everything can be asked for all the same. */
  gboolean (*prefetch) (CpHeadOfficeStorage *self, const CpWanted *wanted, GError **error);

  /** wants_retry: (nullable): whether the transaction that has just failed met another one, so that
   *  it is to be done over at once. */
  gboolean (*wants_retry) (CpHeadOfficeStorage *self);

  /** get_setting: (transfer full) (nullable) @ret_value: such as the epoch */
  gboolean (*get_setting) (CpHeadOfficeStorage *self,
                           const char *name,
                           char **ret_value,
                           GError **error);
  gboolean (*put_setting) (CpHeadOfficeStorage *self,
                           const char *name,
                           const char *value,
                           GError **error);

  /** get_row: (transfer full) (nullable) @ret_entity */
  gboolean (*get_row) (
      CpHeadOfficeStorage *self, CpKind kind, const char *id, gpointer *ret_entity, GError **error);

  /** get_account: (transfer none) @ret_account: within a transaction, and good until something is
   *  written or the transaction ends; empty if there is no such account. It comes without its history,
   *  which only grows, and by which only tills count (docs/domain.md, "Limits"). */
  gboolean (*get_account) (CpHeadOfficeStorage *self,
                           const char *account_id,
                           const CpAccount **ret_account,
                           GError **error);

  /** add_rows_by_key: appends owned structs to @rows. */
  gboolean (*add_rows_by_key) (CpHeadOfficeStorage *self,
                               const CpKey *key,
                               GPtrArray *rows,
                               GError **error);

  /** look_at_row: (transfer none) (nullable) @ret_entity: as get_row, within a transaction, and good
   *  until that row is written or the transaction ends */
  gboolean (*look_at_row) (CpHeadOfficeStorage *self,
                           CpKind kind,
                           const char *id,
                           const CpEntity **ret_entity,
                           GError **error);

  /** expect_no_row: (nullable): it is most unlikely that there is such a row, so that it need not be
   *  looked for. If there is, the transaction fails, @wants_retry says so, and the next one looks. */
  void (*expect_no_row) (CpHeadOfficeStorage *self, CpKind kind, const char *id);

  /** put_row: after @look_at_row: writes the row, its keys and its entry in the feed, and gives it
   *  its @ver, which ascends with every change. */
  gboolean (*put_row) (CpHeadOfficeStorage *self, CpEntity *entity, GError **error);

  gboolean (*add_ack) (CpHeadOfficeStorage *self,
                       const CpPlace *place,
                       const char *operation_id,
                       const char *outcome,
                       GError **error);

  /** end_transaction: a page of the feed may end here. */
  gboolean (*end_transaction) (CpHeadOfficeStorage *self, GError **error);

  /** get_last_gseq: of what is committed */
  gboolean (*get_last_gseq) (CpHeadOfficeStorage *self, gint64 *ret_gseq, GError **error);

  /** read_feed: with the outcomes of the chains @incarnation and @bulk (nullable) of @device_id */
  gboolean (*read_feed) (CpHeadOfficeStorage *self,
                         gint64 after,
                         const char *device_id,
                         const char *incarnation,
                         const char *bulk,
                         const CpFeedReader *reader,
                         GError **error);

  /** get_chain: (transfer full) (nullable) @ret_hash */
  gboolean (*get_chain) (CpHeadOfficeStorage *self,
                         const char *device_id,
                         const char *incarnation,
                         gint64 *ret_seq,
                         char **ret_hash,
                         GError **error);
  gboolean (*put_chain) (CpHeadOfficeStorage *self,
                         const CpPlace *place,
                         const char *hash,
                         GError **error);

  gboolean (*get_hash_at) (CpHeadOfficeStorage *self,
                           const CpPlace *place,
                           char **ret_hash,
                           GError **error);
  /** expect_no_operation: (nullable): as expect_no_row, of an operation that is put next if there is
   *  none */
  void (*expect_no_operation) (CpHeadOfficeStorage *self, const char *id);

  /** get_operation: the first that came with that id; its @id is %NULL if there is none. Within a transaction
   *  nobody else changes it until the end. */
  gboolean (*get_operation) (CpHeadOfficeStorage *self,
                             const char *id,
                             CpReceived *ret_operation,
                             GError **error);
  gboolean (*put_operation) (CpHeadOfficeStorage *self,
                             const CpPlace *place,
                             const CpReceived *operation,
                             GError **error);
  gboolean (*get_usage) (CpHeadOfficeStorage *self,
                         const char *staff_id,
                         const char *kind,
                         gint64 day,
                         gint64 *ret_count,
                         gint64 *ret_minor,
                         GError **error);

  /** put_stray: keeps an operation that does not fit its chain, once. */
  gboolean (*put_stray) (CpHeadOfficeStorage *self,
                         const CpPlace *place,
                         const CpReceived *operation,
                         GError **error);

  /** get_device: (transfer full) (nullable) @ret_device: by its token's hash */
  gboolean (*get_device) (CpHeadOfficeStorage *self,
                          const char *token_hash,
                          CpDevice **ret_device,
                          GError **error);
  gboolean (*put_device) (CpHeadOfficeStorage *self,
                          const CpDevice *device,
                          gint64 now_ms,
                          GError **error);

  /** hold_device: (transfer full) (nullable) @ret_device: within a transaction: by its id; nobody else
   *  changes it until the end */
  gboolean (*hold_device) (CpHeadOfficeStorage *self,
                           const char *device_id,
                           CpDevice **ret_device,
                           GError **error);

  /** get_device_store: (transfer full) (nullable) @ret_store_id: where the device with that id is */
  gboolean (*get_device_store) (CpHeadOfficeStorage *self,
                                const char *device_id,
                                char **ret_store_id,
                                GError **error);

  /** list_scope: the accounts of members who are at home at a store, and of its visitors; not within a
   *  transaction. @account_ids: (nullable): a JSON list: of these */
  gboolean (*list_scope) (CpHeadOfficeStorage *self,
                          const char *store_id,
                          const CpJson *account_ids,
                          CpTextFunc func,
                          gpointer data,
                          GError **error);

  /** list_account_rows: all rows of those accounts, as they are now, but their history; not within a
   *  transaction */
  gboolean (*list_account_rows) (CpHeadOfficeStorage *self,
                                 const char *const *account_ids,
                                 guint n_ids,
                                 CpImageFunc func,
                                 gpointer data,
                                 GError **error);

  /** list_past_visitors: the accounts of a store's visitors until @at_ms or before who have not left
   *  yet, @limit at most; not within a transaction */
  gboolean (*list_past_visitors) (CpHeadOfficeStorage *self,
                                  const char *store_id,
                                  gint64 at_ms,
                                  guint limit,
                                  CpTextFunc func,
                                  gpointer data,
                                  GError **error);

  /** list_rows, list_operations, list_devices: each as a JSON text; for people and tests. @kind
   *  (nullable): only such rows */
  gboolean (*list_rows) (
      CpHeadOfficeStorage *self, const char *kind, CpTextFunc func, gpointer data, GError **error);

  /** list_images: all rows, as list_rows() has them, with those of an account one after the other (but for
   *  its history), so that what they have in common is said close by: for snapshots */
  gboolean (*list_images) (CpHeadOfficeStorage *self,
                           CpTextFunc func,
                           gpointer data,
                           GError **error);
  gboolean (*list_operations) (CpHeadOfficeStorage *self,
                               CpTextFunc func,
                               gpointer data,
                               GError **error);
  gboolean (*list_devices) (CpHeadOfficeStorage *self,
                            CpTextFunc func,
                            gpointer data,
                            GError **error);

  /** get_sums: within a transaction, and no other process adds up until its end. @ret_kept: to be
   *  cleared */
  gboolean (*get_sums) (CpHeadOfficeStorage *self, CpKeptSums *ret_kept, GError **error);
  gboolean (*put_sums) (CpHeadOfficeStorage *self, const CpKeptSums *kept, GError **error);

  /** swap_row_sums: within a transaction: keeps what rows add to their range's sum, and leaves in
   *  @sums (of CpRowSum, each row once) what they added before. */
  gboolean (*swap_row_sums) (CpHeadOfficeStorage *self, GArray *sums, GError **error);

  /** list_range: the rows that are added up, as they are now, of the ranges from @first to @last of
   *  those with the most bits */
  gboolean (*list_range) (CpHeadOfficeStorage *self,
                          guint first,
                          guint last,
                          CpImageFunc func,
                          gpointer data,
                          GError **error);

  /** list_reviews: what needs a person, newest first, each as a JSON text */
  gboolean (*list_reviews) (
      CpHeadOfficeStorage *self, guint limit, CpTextFunc func, gpointer data, GError **error);

  /** list_outcomes: of what follows @after in its chain, in that order, @limit at most */
  gboolean (*list_outcomes) (CpHeadOfficeStorage *self,
                             const CpPlace *after,
                             guint limit,
                             CpOutcomeFunc func,
                             gpointer data,
                             GError **error);

  /** set_outcome: puts @outcome in the place of @before, of the operation that @get_operation finds and of
   *  those that repeat it. @changed: of CpReceived: takes where each of them stands, and nothing if it has
   *  another outcome by now */
  gboolean (*set_outcome) (CpHeadOfficeStorage *self,
                           const char *operation_id,
                           const char *before,
                           const char *outcome,
                           GArray *changed,
                           GError **error);

  /** export_records: of `device`, `operation`, `usage`, `stray` or `erasure`, all that there is, each as a JSON
   *  text with that word at "t" */
  gboolean (*export_records) (
      CpHeadOfficeStorage *self, const char *table, CpTextFunc func, gpointer data, GError **error);

  /** put_usage: what a member of staff has done on a day, in place of what there is */
  gboolean (*put_usage) (CpHeadOfficeStorage *self,
                         const char *staff_id,
                         const char *kind,
                         gint64 day,
                         gint64 count,
                         gint64 value_minor,
                         GError **error);

  /** put_contact: that a device was heard; what is not known this time stays as it was. */
  gboolean (*put_contact) (CpHeadOfficeStorage *self,
                           const char *device_id,
                           gint64 at_ms,
                           const CpContact *contact,
                           GError **error);
  gboolean (*get_pulse) (CpHeadOfficeStorage *self, CpPulse *ret_pulse, GError **error);

  /** list_chains: every incarnation of @device_id; %NULL: of every device */
  gboolean (*list_chains) (CpHeadOfficeStorage *self,
                           const char *device_id,
                           CpChainFunc func,
                           gpointer data,
                           GError **error);

  /** open_copy: (transfer full) @ret_copy: all of it as it is now, to be read in one other thread
   *  while this goes on; not within a transaction. @path: a file that may be used for it, which
   *  stays behind. */
  gboolean (*open_copy) (CpHeadOfficeStorage *self,
                         const char *path,
                         CpHeadOfficeStorage **ret_copy,
                         GError **error);

  /** forget_feed: within a transaction: takes out of the feed's earlier entries of @rows (of CpEntity),
   *  which have been erased and put, who they were of. */
  gboolean (*forget_feed) (CpHeadOfficeStorage *self, const GPtrArray *rows, GError **error);

  /** forget_said: after forget_feed(), in its transaction: takes out what operations on the member
   *  said. @account_id: theirs now */
  gboolean (*forget_said) (CpHeadOfficeStorage *self,
                           const char *account_id,
                           const char *member_id,
                           GError **error);

  /** put_erasure: within a transaction: notes, behind all that were noted before, who was erased. Whoever
   *  else does so waits until this transaction ends. @epoch: in which; the transaction has put the rows that
   *  tell of it, and where in the feed those stand is noted as well. (nullable): %NULL: in another database,
   *  whose feed says nothing here */
  gboolean (*put_erasure) (CpHeadOfficeStorage *self,
                           const char *member_id,
                           gint64 at_ms,
                           const char *epoch,
                           GError **error);

  /** list_erasures: all but the first @after, in their order, each as a JSON text {member_id, at_ms, epoch,
   *  gseq}. @gseq: with which number the feed tells of it, 0: it has none, or none yet; @epoch: the one in
   *  which; empty: in another database; null: nobody noted it */
  gboolean (*list_erasures) (
      CpHeadOfficeStorage *self, gint64 after, CpTextFunc func, gpointer data, GError **error);

  /** count_erasures: of what is committed, and of the transaction that is open; as cheap as finding a row */
  gboolean (*count_erasures) (CpHeadOfficeStorage *self, gint64 *ret_n, GError **error);

  /** forget_entries: within a transaction: takes the feed's oldest entries away, @limit at most and
   *  none behind @through. @ret_done: whether there is none left */
  gboolean (*forget_entries) (
      CpHeadOfficeStorage *self, gint64 through, guint limit, gboolean *ret_done, GError **error);

  /** settle: (nullable): after the commit, leaves nothing of it in any log. */
  gboolean (*settle) (CpHeadOfficeStorage *self, GError **error);

  /** do_upkeep: checkpoints when it is time. */
  gboolean (*do_upkeep) (CpHeadOfficeStorage *self, GError **error);

  /** is_fatal: (nullable): whether anything has failed with %CP_ERROR_FATAL, whoever was told: all does
   *  from then on */
  gboolean (*is_fatal) (CpHeadOfficeStorage *self);
} CpHeadOfficeStorageClass;

/** CpHeadOfficeStorage: @generation: another one than before means that some other process has put
 *  a setting or the programme, as of the last @begin or @get_last_gseq;
 *  @numbers_later: what is committed comes into the feed only a little later */
struct _CpHeadOfficeStorage {
  const CpHeadOfficeStorageClass *class_;
  gint64 generation;
  gboolean numbers_later;
};

void cp_head_office_storage_free (CpHeadOfficeStorage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpHeadOfficeStorage, cp_head_office_storage_free)

G_END_DECLS
