/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-chain.h"
#include "cp-operation.h"
#include "cp-world.h"

G_BEGIN_DECLS

/**
 * CpJournalEntry:
 * @chain: (nullable): by whose name its incarnation and lane are known; not read when it is put
 * @lane: in which it goes to head office; where that takes one lane, the journal puts it in the first
 * @seq: dense from 1 within the lane's chain; given by the journal
 * @n: its place in the file, which is the order in which things were done; given by the journal
 * @body: the operation in canonical JSON; %NULL if it was erased
 * @terms: (nullable): on what a redemption rests, see cp_terms_words; not read back
 * @answer: (nullable): what was answered to who asked for it, for the next time they ask
 * @unlocks: (nullable): whose wrong PINs it forgets, in the same transaction; not kept
 * @body_hash, @prev, @hash: its link in the chain (cp-chain.h); given by the journal
 *
 * One operation as it stands in the journal.
 */
typedef struct {
  char *chain;
  CpLane lane;
  gint64 seq;
  gint64 n;
  char *id;
  char *kind;
  char *account_id;
  char *member_id;
  char *staff_id;
  gint64 at_ms;
  gint64 value_minor;
  char *body;
  char *answer;
  char *unlocks;
  const char *terms;
  char *body_hash;
  char *prev;
  char *hash;
} CpJournalEntry;

void cp_journal_entry_free (CpJournalEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpJournalEntry, cp_journal_entry_free)

/**
 * CpJournal:
 *
 * journal.db, which is sacred: every operation made on this device, in a chain of hashes, and what
 * else must outlive a crash: who the device is, what staff have dismissed, wrong PINs. Only ever
 * added to, but for what cp-journal-retain.h lets go of. Belongs to one thread.
 */
typedef struct _CpJournal CpJournal;

/**
 * cp_journal_open:
 * @device_id: (nullable): written down at the first start; a journal of another device is
 *   %CP_ERROR_INVALID. With %NULL any device's will do, but it must be one's, else
 *   %CP_ERROR_NOT_FOUND; and the chain is left to cp_journal_verify()
 *
 * Errors besides: those of cp_database_open(), and %CP_ERROR_CORRUPT if the last links of the chain
 * do not verify.
 */
CpJournal *cp_journal_open (const CpWorld *world,
                            const char *path,
                            const char *device_id,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cp_journal_close (CpJournal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpJournal, cp_journal_close)

/**
 * cp_journal_use_key:
 * @seed: (nullable): the private key, if it is kept elsewhere; else the file's own serves, which is
 *   made now if there is none
 *
 * From now on each link is signed.
 */
gboolean
cp_journal_use_key (CpJournal *self, GBytes *seed, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_get_key: (transfer none) (nullable): the public one in use */
const char *cp_journal_get_key (const CpJournal *self);

/** cp_journal_sign: (transfer full) (nullable): the signature over the link @hash at @seq of this
 *  incarnation's @lane; %NULL while no key is in use */
char *cp_journal_sign (const CpJournal *self, CpLane lane, gint64 seq, const char *hash);

gboolean cp_journal_is_fatal (const CpJournal *self);

/** cp_journal_get_incarnation: (transfer none): 32 random hex digits. With the device's id and a
 *  sequence number it names an operation for ever; a copied or restored journal gets a new one. */
const char *cp_journal_get_incarnation (const CpJournal *self);

/** cp_journal_get_chain: (transfer none): the name of this incarnation's chain in @lane */
const char *cp_journal_get_chain (const CpJournal *self, CpLane lane);

/** cp_journal_is_current: whether the chain @name (nullable) is of this incarnation */
gboolean cp_journal_is_current (const CpJournal *self, const char *name);

/** cp_journal_get_last_seq: 0 if this incarnation has no operation in @lane yet. */
gint64 cp_journal_get_last_seq (const CpJournal *self, CpLane lane);

/** cp_journal_get_n_lanes, cp_journal_use_lanes: into how many lanes operations go: 1 in a new journal.
 *  From 2 to 1 only while nothing waits in the second, or what depends on it would overtake it. */
guint cp_journal_get_n_lanes (const CpJournal *self);
gboolean
cp_journal_use_lanes (CpJournal *self, guint n_lanes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_journal_append:
 * @entry: what the journal gives is not read
 * @keys: (element-type CpKey): of the operation
 *
 * Returns: %TRUE once it is on disk, for good. %FALSE with %CP_ERROR_FULL: there was no room and it
 *   is not there. %FALSE with %CP_ERROR_FATAL: it may or may not be there, ask again by id after the
 *   restart.
 */
gboolean cp_journal_append (CpJournal *self,
                            const CpJournalEntry *entry,
                            const GArray *keys,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_journal_find:
 * @ret_entry: (transfer full) (nullable): the operation, of any incarnation, or %NULL. Of one that was
 *   let go of (cp-journal-retain.h) there are its id and number, and the rest, without what it said, if
 *   staff may want to read of it; else its kind is %NULL
 * @ret_is_current: (nullable): whether it is of this incarnation
 */
gboolean cp_journal_find (CpJournal *self,
                          const char *id,
                          CpJournalEntry **ret_entry,
                          gboolean *ret_is_current,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_get_hash_at: (transfer full) (nullable) @ret_hash: the link at @seq of this incarnation's
 *  @lane, if it is known: it is of what is there, and of the last that was let go of */
gboolean cp_journal_get_hash_at (CpJournal *self,
                                 CpLane lane,
                                 gint64 seq,
                                 char **ret_hash,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_list_from: (transfer full) (element-type CpJournalEntry): @lane's from @from_seq on, in
 *  order, @limit at most. */
GPtrArray *cp_journal_list_from (CpJournal *self,
                                 CpLane lane,
                                 gint64 from_seq,
                                 guint limit,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_get_priority_before: through which number of this incarnation's priority lane operations were
 *  done before the one at @n of the file; 0: none that is still there */
gboolean cp_journal_get_priority_before (CpJournal *self, gint64 n, gint64 *ret_seq, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_list_of_account: (transfer full) (element-type CpJournalEntry): an account's
 *  operations that come after @after in their lane, and in the file before @before_n, in order. */
GPtrArray *cp_journal_list_of_account (CpJournal *self,
                                       const char *account_id,
                                       const CpLaneMarks *after,
                                       gint64 before_n,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_list_accounts_with_key: (transfer full): which accounts have an operation that names
 *  @key, within the same bounds. */
GStrv cp_journal_list_accounts_with_key (CpJournal *self,
                                         const CpKey *key,
                                         const CpLaneMarks *after,
                                         gint64 before_n,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_list_renamed_accounts: (transfer full): the accounts with an enrolment or an edited
 *  profile after @after. */
GStrv cp_journal_list_renamed_accounts (CpJournal *self,
                                        const CpLaneMarks *after,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_list_waiting_accounts: (transfer full): the accounts with any operation after
 *  @after. */
GStrv cp_journal_list_waiting_accounts (CpJournal *self,
                                        const CpLaneMarks *after,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_find_account_of_member: the account of a member who was enrolled on this device. */
gboolean cp_journal_find_account_of_member (CpJournal *self,
                                            const char *member_id,
                                            char **ret_account_id,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_sum_usage: how many operations of @kind @staff_id (%NULL: anybody) made or agreed to with
 *  @from_ms <= at < @until_ms, and what they were worth. */
gboolean cp_journal_sum_usage (CpJournal *self,
                               const char *staff_id,
                               const char *kind,
                               gint64 from_ms,
                               gint64 until_ms,
                               gint64 *ret_count,
                               gint64 *ret_minor,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_count_waiting: how many operations of each lane came after @after, but for what the device
 *  only notes by itself (cp_operation_kind_is_record()). */
gboolean cp_journal_count_waiting (CpJournal *self,
                                   const CpLaneMarks *after,
                                   gint64 ret_counts[CP_N_LANES],
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_sum_at_risk: what the redemptions at the store's own risk after @after_seq are worth
 *  together, and how many of them are for @member_id (nullable). All redemptions are in the priority
 *  lane. */
gboolean cp_journal_sum_at_risk (CpJournal *self,
                                 const char *member_id,
                                 gint64 after_seq,
                                 gint64 *ret_minor,
                                 gint64 *ret_of_member,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_sum_of_account: what the redemptions from @account_id after @after_seq are worth together,
 *  on whatever terms, and those of them that head office was asked for. */
gboolean cp_journal_sum_of_account (CpJournal *self,
                                    const char *account_id,
                                    gint64 after_seq,
                                    gint64 *ret_minor,
                                    gint64 *ret_asked_minor,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean cp_journal_dismiss (CpJournal *self,
                             const char *operation_id,
                             const char *staff_id,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_list_dismissed: (transfer full) (element-type utf8): a set of operations' ids */
GHashTable *cp_journal_list_dismissed (CpJournal *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_count_pin_failure: adds one wrong PIN, durably, before it is known to be wrong. */
gboolean cp_journal_count_pin_failure (CpJournal *self,
                                       const char *staff_id,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean cp_journal_get_pin_failures (CpJournal *self,
                                      const char *staff_id,
                                      gint64 *ret_count,
                                      gint64 *ret_last_ms,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean cp_journal_forget_pin_failures (CpJournal *self,
                                         const char *staff_id,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_journal_renew:
 * @acked: through which sequence numbers head office has this incarnation's operations
 *
 * Begins a new incarnation, when head office has seen sequence numbers that this journal has not:
 * the file was restored or copied. What is not acknowledged, in either lane, is numbered and chained anew,
 * in the order in which it was done and all in the priority lane; ids stay, so that none has an effect
 * twice.
 */
gboolean cp_journal_renew (CpJournal *self,
                           const CpLaneMarks *acked,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_is_covered_before: @chains: chain → through which number head office has it now.
 *  @ret_covered: whether it has all of this journal's incarnations before the present one */
gboolean cp_journal_is_covered_before (CpJournal *self,
                                       const CpJson *chains,
                                       gboolean *ret_covered,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_renew_uncovered: as cp_journal_renew(), but what head office lacks of earlier incarnations,
 *  since it was restored, is numbered anew too, before what follows it here. */
gboolean cp_journal_renew_uncovered (CpJournal *self,
                                     const CpJson *chains,
                                     const CpLaneMarks *acked,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * CpJournalTrust: whom this device believes to be head office, once it has met it.
 * @key: (nullable): its public key; %NULL: not met yet
 * @next_key: (nullable): the one that it has announced
 * @programme_version: the highest that was heard of
 */
typedef struct {
  char *key;
  char *next_key;
  gint64 programme_version;
} CpJournalTrust;

void cp_journal_trust_clear (CpJournalTrust *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpJournalTrust, cp_journal_trust_clear)

gboolean cp_journal_get_trust (CpJournal *self,
                               CpJournalTrust *ret_trust,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean cp_journal_put_trust (CpJournal *self,
                               const CpJournalTrust *trust,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_journal_countersign:
 * @signature: head office's by @key, over the link @hash at @seq of this incarnation's @lane; found good
 *
 * Keeps the signature, unless there is one of a later link already.
 */
gboolean cp_journal_countersign (CpJournal *self,
                                 CpLane lane,
                                 gint64 seq,
                                 const char *hash,
                                 const char *key,
                                 const char *signature,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * CpJournalBreak: where a journal is not what it should be.
 * @what: `body`, `hash`, `link`, `signature`, `unsigned`, `anchor`, `countersignature` or `missing`; and
 *   `other_key`, `other_office_key`: signed, but not by a key that was given
 */
typedef struct {
  char *incarnation;
  gint64 seq;
  const char *what;
} CpJournalBreak;

void cp_journal_break_clear (CpJournalBreak *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpJournalBreak, cp_journal_break_clear)

/**
 * cp_journal_verify:
 * @ret_break: (nullable): untouched unless it breaks
 *
 * Checks the whole journal: that every body that is still there fits its hash, every hash its link,
 * that sequence numbers are dense, that every link is signed by this device from the first that is (where
 * it has a key, one that is not is from before that only if a signed one comes after it in its chain),
 * and that the links which head office has signed are there. A chain begins at number 1, or where this
 * device has signed that it let go of what came before (`anchor`).
 *
 * Returns: %FALSE with %CP_ERROR_CORRUPT naming the first that is not so
 */
gboolean cp_journal_verify (CpJournal *self,
                            CpJournalBreak *ret_break,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * CpJournalKeys: whose signatures count, known from elsewhere: who can write the file can write the keys in
 *   it too.
 * @device: (nullable): all public keys that this device ever had; %NULL: those in the file
 * @head_office: (nullable): the same of head office
 */
typedef struct {
  const char *const *device;
  const char *const *head_office;
} CpJournalKeys;

/** cp_journal_verify_by: the same by the keys that are @given (nullable) */
gboolean cp_journal_verify_by (CpJournal *self,
                               const CpJournalKeys *given,
                               CpJournalBreak *ret_break,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_mark_erased: the members of all @account_ids, which ends in %NULL, are to be forgotten:
 *  durable, and before anything of it is done. */
gboolean cp_journal_mark_erased (CpJournal *self,
                                 const char *const *account_ids,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_has_erased: whether anybody was ever marked */
gboolean cp_journal_has_erased (CpJournal *self,
                                gboolean *ret_has,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_is_any_erased: @ret_any: whether any of @account_ids, which ends in %NULL, was marked */
gboolean cp_journal_is_any_erased (CpJournal *self,
                                   const char *const *account_ids,
                                   gboolean *ret_any,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_has_to_erase: @ret_has: whether operations say what cp_journal_erase() with @acked would take
 *  out. What it has taken out and not yet cleared from the file, since that failed, is not looked for. */
gboolean cp_journal_has_to_erase (CpJournal *self,
                                  const CpLaneMarks *acked,
                                  gboolean *ret_has,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_journal_erase:
 * @acked: through which sequence numbers head office has this incarnation's operations
 *
 * Takes out what operations of those who were marked say, with what was answered to anybody and by
 * what they could be found, as far as head office has them; nothing of it is left in the file or its
 * log. The chain covers the hashes of what they said, so it still verifies. May be called again at
 * any time.
 */
gboolean cp_journal_erase (CpJournal *self,
                           const CpLaneMarks *acked,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_test_write: whether there is room to write; changes nothing that matters. */
gboolean cp_journal_test_write (CpJournal *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_journal_do_upkeep: checkpoints if it is time; see cp_database_checkpoint() */
gboolean cp_journal_do_upkeep (CpJournal *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
