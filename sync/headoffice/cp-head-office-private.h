/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-account.h"
#include "cp-head-office-sun.h"
#include "cp-head-office.h"
#include "cp-range-sum.h"
#include "cp-signature.h"

struct _CpHeadOffice {
  const CpWorld *world;
  CpHeadOfficeStorage *storage;
  CpHeadOfficeStorage *reader; /* (nullable): a copy that may lag, for the feed */
  void (*reader_lost) (gpointer);
  gpointer reader_lost_data;
  CpIdSource ids;
  char *epoch;
  CpProgramme *programme;
  CpSigner *signer;      /* %NULL: the key is in a file that was not named */
  CpSigner *next_signer; /* (nullable): announced */
  char *filed_key;       /* (nullable): the public key, if the private one is in a file */
  char *key_file;        /* (nullable): its path */
  gboolean broken;
  guint64 n_failures;
  CpHeadOfficeCounts counts;
  GHashTable *contacts; /* device → what was last written of it, see cp-head-office-review.c */
  gint64 generation;    /* of the storage, when epoch and programme were read */
  void (*changed) (gpointer);
  gpointer changed_data;
  gint64 n_erasures;     /* committed ones that it has heard of */
  gint64 n_noted;        /* erasures in the transaction that is open */
  gboolean has_erased;   /* somebody, in the transaction that is open */
  gboolean is_unsettled; /* somebody who was erased may still be in a log or a snapshot */
  void (*erased) (gpointer);
  gpointer erased_data;
  GHashTable *swept; /* (nullable): store → when it is to be looked at next, of gint64 */
  CpJson *durable;   /* see cp-backup-durable.h */
  CpSunDesk *sun;    /* (nullable): without it no card is verified */
  gint64 floor;      /* of the feed, as it was looked up */
  gint64 floor_gseq; /* how far the feed went then */
  gint64 floor_ms;   /* when, since boot; 0: not yet */
};

/** cp_head_office_post_again: (transfer full): what an operation that needed a person does by the
 *  rules and rows of now; written, all but its outcome, if it stands. Else %CP_ERROR_INVALID */
CpJson *cp_head_office_post_again (CpHeadOffice *self,
                                   const char *device_id,
                                   const CpPushOperation *item,
                                   GError **error);

/** cp_head_office_read_operation: (transfer full) (nullable): what @item says, or why it can't be an
 *  operation of @device_id's */
CpOperation *cp_head_office_read_operation (const char *device_id,
                                            const CpPushOperation *item,
                                            char **ret_trouble);

/** cp_head_office_get_operation_id: (transfer none): the one that counts; @operation (nullable): what
 *  cp_head_office_read_operation() made of @item */
const char *cp_head_office_get_operation_id (const CpPushOperation *item,
                                             const CpOperation *operation);

/** cp_head_office_dup_account_id: (transfer full) (nullable): on which account it works */
char *cp_head_office_dup_account_id (const CpOperation *operation);

/**
 * cp_head_office_post:
 * @item: its body is needed only where it is no operation
 * @body: the canonical text of what @item says
 * @operation: (nullable): what cp_head_office_read_operation() made of @item
 *
 * Decides one operation that is next in its chain, and writes whatever comes of it: rows, a line of
 * history, the outcome and its way to the device. Fails only where the storage does.
 */
gboolean cp_head_office_post (CpHeadOffice *self,
                              const CpPlace *place,
                              const CpPushOperation *item,
                              const char *body,
                              const CpOperation *operation,
                              GError **error);

/** cp_head_office_forget_member: within a transaction, after @rows, all that said something of the
 *  member, have been erased and put: does the same to what is kept of earlier times. Those among them that say
 *  something still are others' and stay. */
gboolean cp_head_office_forget_member (CpHeadOffice *self,
                                       const char *account_id,
                                       const char *member_id,
                                       const GPtrArray *rows,
                                       GError **error);

/**
 * cp_head_office_copy_to_erase:
 * @ret_copy: (out) (transfer full): @account, and of its history, without which accounts are loaded, the lines
 *   that say whom a text in its points is about
 *
 * What cp_erase_person() has to know of a family account, so that the others' texts stay.
 */
gboolean cp_head_office_copy_to_erase (CpHeadOffice *self,
                                       const CpAccount *account,
                                       CpAccount **ret_copy,
                                       GError **error);

/** cp_head_office_drop_erased: within a transaction: where the body of @received names somebody who is
 *  erased, nothing of it is kept: it is `null` then. It need not be an operation's. */
gboolean cp_head_office_drop_erased (CpHeadOffice *self, CpReceived *received, GError **error);

/** cp_head_office_settle_erasures: after a commit, and at the start, since the one before may have been cut
 *  short: nothing of whom was erased is left in a log or a snapshot. */
gboolean cp_head_office_settle_erasures (CpHeadOffice *self, GError **error);

/** cp_head_office_tell: calls the function that was set. */
void cp_head_office_tell (CpHeadOffice *self);

/** cp_head_office_lose_reader: frees the reader, which has failed, and says so. */
void cp_head_office_lose_reader (CpHeadOffice *self);

/** cp_head_office_keep_up: reads epoch and programme anew if another process has changed them. */
gboolean cp_head_office_keep_up (CpHeadOffice *self, GError **error);

/** cp_head_office_answer_error: an answer for what went wrong here while @doing (`take a push`),
 *  which is written to the log and counted; notes if all is lost. */
void cp_head_office_answer_error (CpHeadOffice *self,
                                  const char *doing,
                                  const GError *error,
                                  CpWireAnswer *ret_answer);

/** cp_wire_answer_refuse: an answer that is no success */
void
cp_wire_answer_refuse (CpWireAnswer *ret_answer, guint status, const char *code, const char *text);

/**
 * CpSummedUp:
 * @sums: of all rows, with the most bits
 * @thin: of what a store is told of them at which nobody is at home
 * @gseq: as of which entry of the feed; -1: they are not complete yet
 */
typedef struct {
  CpRangeSums *sums;
  CpRangeSums *thin;
  gint64 gseq;
} CpSummedUp;

void cp_summed_up_clear (CpSummedUp *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CpSummedUp, cp_summed_up_clear)

/** cp_head_office_add_up: adds a slice of what the feed has more to the checksums of rows, and gives
 *  them. @ret_summed: to be cleared. Not within a transaction */
gboolean cp_head_office_add_up (CpHeadOffice *self, CpSummedUp *ret_summed, GError **error);

/* cp-head-office-keys.c: head office's own */

/** cp_head_office_read_keys: takes the keys from the storage, where another process may have rolled
 *  them; none while there are none. */
gboolean cp_head_office_read_keys (CpHeadOffice *self, GError **error);

/** cp_head_office_load_keys: reads the keys, or makes the first. Not within a transaction. */
gboolean cp_head_office_load_keys (CpHeadOffice *self, GError **error);

/** cp_head_office_seal_answer: as cp_seal_describe_answer() has it; of @place the number does not
 *  count */
void cp_head_office_seal_answer (const CpHeadOffice *self,
                                 CpJson *document,
                                 const char *what,
                                 const CpPlace *place,
                                 const char *challenge);

/** cp_head_office_add_head: tells in @page, at @key, where the chain @place ends: at the link @hash
 *  (nullable: nothing is told) */
void cp_head_office_add_head (
    CpHeadOffice *self, CpJson *page, const char *key, const CpPlace *place, const char *hash);

/**
 * cp_head_office_seal_page:
 * @place: how far the asker's chain goes
 * @hash: (nullable): the link there; %NULL: nothing is said of it
 */
void cp_head_office_seal_page (CpHeadOffice *self,
                               CpJson *page,
                               const CpPlace *place,
                               const char *hash,
                               const char *challenge);

/* cp-head-office-devices.c: the devices' keys, and what is wrong with them */

/**
 * cp_head_office_check_signature:
 * @push: with operations
 * @ret_known: whether the device's key is known already
 *
 * Returns: whether the device that it says has signed it; else it is answered
 */
gboolean cp_head_office_check_signature (CpHeadOffice *self,
                                         const CpPush *push,
                                         gboolean *ret_known,
                                         CpWireAnswer *ret_answer);

/** cp_head_office_put_device_key: within a transaction: from now on the device has this key. */
gboolean cp_head_office_put_device_key (CpHeadOffice *self,
                                        const char *device_id,
                                        const char *key,
                                        GError **error);

/** cp_head_office_put_device_alerts: within a transaction: these are all that it has, as
 *  cp_head_office_get_device_key() says them. */
gboolean cp_head_office_put_device_alerts (CpHeadOffice *self,
                                           const char *device_id,
                                           const CpJson *alerts,
                                           GError **error);

/**
 * cp_head_office_note_alert:
 * @kind: `sequence_gap`, `chain_broken` or `wrong_key`
 *
 * Keeps, once, that something is wrong with a device. Not within a transaction. What can't be kept
 * is logged; the answer to the device does not hang on it.
 */
void cp_head_office_note_alert (CpHeadOffice *self, const char *kind, const CpPlace *place);

/** cp_head_office_end_gap: within a transaction: what was missing has come. */
gboolean cp_head_office_end_gap (CpHeadOffice *self, const CpPlace *through, GError **error);

/**
 * CpAttemptFunc: one try, in a transaction of its own
 * @ret_again: (out): to be set if it failed for what another one had just done
 */
typedef gboolean (*CpAttemptFunc) (CpHeadOffice *self,
                                   gpointer data,
                                   gboolean *ret_again,
                                   GError **error);

/** cp_head_office_attempt: tries @func a few times: a transaction that met another one has done nothing,
 *  and goes through when that one is done. */
gboolean cp_head_office_attempt (CpHeadOffice *self,
                                 CpAttemptFunc func,
                                 gpointer data,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** CpQuestion: what a device asks, and what the seal of the answer names; all borrowed */
typedef struct {
  const char *incarnation;
  const char *challenge;
  const char *text;
} CpQuestion;

/** cp_head_office_read_question: @key, @max_bytes: of the text. %FALSE if a part of it is missing or too
 *  long */
gboolean cp_head_office_read_question (const CpJson *request,
                                       const char *key,
                                       gsize max_bytes,
                                       CpQuestion *ret_question) G_GNUC_WARN_UNUSED_RESULT;
