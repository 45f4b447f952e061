/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-decision.h"
#include "cp-journal.h"
#include "cp-ledger-card.h"
#include "cp-ledger-elsewhere.h"
#include "cp-ledger.h"
#include "cp-replica.h"
#include "cp-staging.h"
#include "cp-view.h"

G_BEGIN_DECLS

/** CpLedgerLine: what the worker has told of the line to head office. */
typedef struct {
  char *state; /* `online`, `offline`, `refused` or `unknown` */
  char *text;  /* (nullable) */
  gint64 since_ms;
  gint64 last_sync_ms;   /* by our clock; 0: never */
  gboolean is_preparing; /* head office is building the snapshot that the worker waits for */
} CpLedgerLine;

/**
 * CpLedgerCheck: how the rows were held against head office's.
 * @at_ms: when, by our clock, since this start; 0: not yet
 * @ranges: (nullable): which of 2^@bits differ and are to be fetched
 */
typedef struct {
  gboolean is_wanted;
  gint64 at_ms;
  gint64 n_repaired;
  guint bits;
  CpJson *ranges;
} CpLedgerCheck;

/**
 * @is_training: see CpLedgerConfig
 * @practice: what practising is done with, see cp-practice.h
 * @acked: through which of our operations, in each lane, the replica's rows contain
 * @settled: through which of the priority lane's the store's offline budget is filled up again: as far as
 *   head office had them when the rows were last known to be all there are
 * @current_boot_ms: when, since boot, the rows were last known to be all there are; -1: not since
 *   this start
 * @whole_boot_ms: when, since boot, a page came that says so; -1: not since this start
 * @office_offset_ms: from our time since boot to head office's clock; %G_MININT64: not known
 * @as_of_ms: the same moment by head office's clock
 * @heard_boot_ms: when, since boot, rows last came from head office; -1: not since this start
 * @is_caught_up: whether there was nothing behind the last page
 * @staging: (nullable): a snapshot that is on its way
 * @n_begun: how often one was begun
 * @is_counting: what is there of one is being counted, elsewhere
 * @lacks_room: for the last one that was begun, and nothing has brought all since
 * @trust: as the journal has it
 * @challenge: random; what a page must have been asked with
 * @reviewed: (nullable): chain that is not current any more → `after` and `last`: after which of its operations,
 *   and until which, head office is to be asked whether somebody has decided what needed review
 * @review_due_ms: when, by the boot clock, that is looked for again
 * @durable: (nullable): chain → through which of our operations head office has a verified backup
 * @retained_ms: by head office's clock, when it was last looked what the journal may let go of
 * @waiting_accounts: (nullable) (element-type CpAccount): those whose names the waiting operations
 *   have changed, as they are now; %NULL: not worked out yet
 */
struct _CpLedger {
  const CpWorld *world;
  char *device_id;
  char *language; /* (nullable): the process's */
  char *store_id;
  GBytes *pin_key;
  CpJournal *journal;
  CpReplica *replica;
  CpIdSource ids;
  CpLedgerCards *cards;
  gboolean is_training;
  CpElsewhere elsewhere;
  CpJson *practice;
  CpLedgerChangedFunc changed_func;
  gpointer changed_data;
  GHashTable *sessions;
  CpProgramme *programme;
  CpJson *programme_document;
  GPtrArray *staff;
  CpLaneMarks acked;
  gint64 settled;
  gint64 current_boot_ms;
  gint64 whole_boot_ms;
  gint64 office_offset_ms;
  gint64 heard_boot_ms;
  gint64 as_of_ms;
  gboolean is_caught_up;
  gboolean is_full;
  CpLedgerLine line;
  CpStaging *staging;
  guint n_begun;
  gboolean has_no_staging; /* nor is anything left of one */
  gboolean is_counting;
  gboolean lacks_room;
  CpLedgerCheck check;
  gboolean erases;     /* head office has ever erased anybody */
  gboolean erase_due;  /* something of them may be left here */
  gboolean forget_due; /* something that is not to be known any more may be left here */
  CpJson *durable;
  CpJson *reviewed;
  gint64 review_due_ms;
  gint64 retained_ms;
  gboolean retains_less; /* the journal has yet to let go of some */
  GPtrArray *waiting_accounts;
  CpJournalTrust trust;
  char *challenge;
};

/* cp-ledger.c */

/** cp_ledger_check_alive: every public function's first step; %CP_ERROR_FATAL after a fatal one. */
gboolean cp_ledger_check_alive (CpLedger *self, GError **error);

/** cp_ledger_check_programme: %CP_ERROR_UNAVAILABLE until head office has sent one */
gboolean cp_ledger_check_programme (CpLedger *self, GError **error);

/** cp_ledger_load_programme: takes programme and staff from the replica. */
gboolean cp_ledger_load_programme (CpLedger *self, GError **error);

/** cp_ledger_take_up_replica: learns anew what it knows from the replica, which is another now */
gboolean cp_ledger_take_up_replica (CpLedger *self, GError **error);

/** cp_ledger_renew_uncovered: as that, see cp_journal_renew_uncovered() */
gboolean cp_ledger_renew_uncovered (CpLedger *self, const CpJson *chains, GError **error);

/** cp_ledger_renew: begins a new incarnation, in which what head office has not got is sent anew;
 *  @acked: what it has of this one */
gboolean cp_ledger_renew (CpLedger *self, const CpLaneMarks *acked, GError **error);

/** cp_ledger_read_acked: takes @acked from the replica. */
gboolean cp_ledger_read_acked (CpLedger *self, GError **error);

/** cp_ledger_tell: calls the function that was set, if any; @account_id: (nullable) */
void cp_ledger_tell (CpLedger *self, const char *what, const char *account_id);

/** cp_ledger_tell_all: that the rows are others now */
void cp_ledger_tell_all (CpLedger *self);

/** cp_ledger_note_write: keeps the mark of a full disk: @error is what a write gave, or %NULL */
void cp_ledger_note_write (CpLedger *self, const GError *error);

/** cp_ledger_has_line: whether head office can be asked */
gboolean cp_ledger_has_line (const CpLedger *self);

/** cp_ledger_is_online: whether the rows are what head office had just now, too. While many changes or a
 *  snapshot are on their way they are not, and nothing is decided by them that may not be decided offline. */
gboolean cp_ledger_is_online (const CpLedger *self);

/** cp_ledger_find_staff: (transfer none) (nullable): who is active and has that id */
const CpStaff *cp_ledger_find_staff (const CpLedger *self, const char *staff_id);

/* cp-ledger-offline.c */

/** cp_ledger_get_age: how long ago, by our time since boot, the rows were all that head office had;
 *  -1: not known since this start, or they are being told anew */
gint64 cp_ledger_get_age (const CpLedger *self);

/**
 * cp_ledger_fill_offline:
 * @base: (nullable): the account by head office's rows alone
 * @ret_lease: (transfer full) (nullable): of the account's home store
 *
 * What @operation's bounds are judged by.
 */
gboolean cp_ledger_fill_offline (CpLedger *self,
                                 const CpOperation *operation,
                                 const CpAccount *base,
                                 CpOffline *ret_offline,
                                 CpLease **ret_lease,
                                 GError **error);

/** cp_ledger_answer_recalls: gives back, for good and before anything else is redeemed, what @page,
 *  which was applied, asks of the lease that this till holds. */
gboolean cp_ledger_answer_recalls (CpLedger *self, const CpJson *page, GError **error);

/** cp_ledger_describe_offline: (transfer full): `offline` of the status, see docs/documents.md */
CpJson *cp_ledger_describe_offline (CpLedger *self, GError **error);

/* cp-ledger-request.c: texts that come in */

/** cp_ledger_check_request: that @request is an object with no keys but @keys (`NULL`-terminated) */
gboolean cp_ledger_check_request (const CpJson *request, const char *const *keys, GError **error);

/** cp_ledger_require_text: (transfer none): the text at @key, 1 to 200 characters, or %NULL with
 *  %CP_ERROR_INVALID */
const char *cp_ledger_require_text (const CpJson *request, const char *key, GError **error);

/* cp-ledger-sessions.c */

/** cp_ledger_use_session: (transfer none): whose it is; the session's idle time begins anew */
const CpStaff *cp_ledger_use_session (CpLedger *self, const char *session, GError **error);

/** cp_ledger_use_own_session: @ret_member_id: (transfer none) (nullable): whose own it is, if it is a
 *  member's, as they are called since any merge; its idle time begins anew */
gboolean cp_ledger_use_own_session (CpLedger *self,
                                    const char *session,
                                    const char **ret_member_id,
                                    GError **error);

/** cp_ledger_begin_own_session: (transfer none): the token of the session of the member whose @card was
 *  tapped; there is one at a time, so that of the customer before is over. @language: (nullable): in which
 *  they are answered from now on */
const char *cp_ledger_begin_own_session (CpLedger *self, const CpCard *card, const char *language);
void cp_ledger_end_own_session (CpLedger *self);

/** cp_ledger_begin_session: (transfer full): what a sign-in of @staff answers */
CpJson *cp_ledger_begin_session (CpLedger *self, const CpStaff *staff);

/** cp_ledger_check_pin: (transfer none): whose PIN it is, or %NULL with %CP_ERROR_NOT_ALLOWED, or
 *  %CP_ERROR_UNAVAILABLE while locked out */
const CpStaff *
cp_ledger_check_pin (CpLedger *self, const char *staff_id, const char *pin, GError **error);

/** cp_ledger_check_staff_card: (transfer none): whose staff card it is, where the programme lets one
 *  approve; else %NULL with %CP_ERROR_NOT_ALLOWED */
const CpStaff *cp_ledger_check_staff_card (CpLedger *self, const char *uid, GError **error);

/** cp_ledger_session_opens: whether it has not opened @what since the last visit ended */
gboolean cp_ledger_session_opens (CpLedger *self, const char *session, const char *what);
void cp_ledger_session_ends_visit (CpLedger *self, const char *session);

/**
 * cp_ledger_identify_by_answers:
 * @request: {"answers": {FIELD: text}, "card_uid"?}
 *
 * Whether the customer is who they say; from then until the visit ends the session has identified
 * @member_id. Wrong answers count as wrong PINs do, for the member; those in the member's own session by
 * themselves, and there it is the card that began it that counts.
 *
 * Returns: (transfer full): see cp_identification_check(), or %NULL with %CP_ERROR_UNAVAILABLE while
 *   locked out
 */
CpJson *cp_ledger_identify_by_answers (CpLedger *self,
                                       const char *session,
                                       const CpAccount *account,
                                       const char *member_id,
                                       const CpJson *request,
                                       GError **error);

/** cp_ledger_session_get_identified: (transfer none) (nullable): how the member was identified */
const char *
cp_ledger_session_get_identified (CpLedger *self, const char *session, const char *member_id);

void cp_ledger_free_session (gpointer session);

/* cp-ledger-record.c: what the device notes by itself */

/** cp_ledger_note_opening: that @staff has opened a member, once a visit; @card_id: (nullable). A
 *  full disk is no error: reading goes on. */
gboolean cp_ledger_note_opening (CpLedger *self,
                                 const char *session,
                                 const CpStaff *staff,
                                 const char *member_id,
                                 const char *card_id,
                                 GError **error);

/** cp_ledger_note_refusal: that the rules refused what @staff (nullable: the member) asked for */
gboolean cp_ledger_note_refusal (CpLedger *self,
                                 const CpStaff *staff,
                                 const CpOperation *operation,
                                 CpRejection code,
                                 GError **error);

/** cp_ledger_check_may_open: %CP_ERROR_NOT_ALLOWED unless @staff's role may look at members */
gboolean cp_ledger_check_may_open (CpLedger *self, const CpStaff *staff, GError **error);

/* cp-ledger-submit.c */

/** cp_ledger_write_record: decides and writes down @request as @staff's (nullable: the member's own); no
 *  answer is kept. @session: (nullable): within which a card was here */
gboolean cp_ledger_write_record (CpLedger *self,
                                 const char *session,
                                 const CpStaff *staff,
                                 const CpJson *request,
                                 GError **error);

/* cp-ledger-case.c: accounts and what a decision is made from */

/**
 * cp_ledger_load_account:
 * @ret_base: (nullable): head office's rows alone
 *
 * Returns: (transfer full): the account with this device's waiting operations on top
 */
CpAccount *cp_ledger_load_account (CpLedger *self,
                                   const char *account_id,
                                   CpAccount **ret_base,
                                   GError **error);

/** cp_ledger_load_other_account: @ret_account: (transfer full) (nullable): see CpCase */
gboolean cp_ledger_load_other_account (CpLedger *self,
                                       const CpOperation *operation,
                                       CpAccount **ret_account,
                                       GError **error);

/** cp_ledger_gather_others: (transfer full) (element-type CpEntity): see CpCase; @account_id:
 *  (nullable): the operation's own */
GPtrArray *cp_ledger_gather_others (CpLedger *self, const CpOperation *operation, GError **error);

/** cp_ledger_gather_by_key: as that, by one key and for no operation */
GPtrArray *cp_ledger_gather_by_key (CpLedger *self, const CpKey *key, GError **error);

/** cp_ledger_find_account_of_member: @ret_account_id: (transfer full) (nullable) */
gboolean cp_ledger_find_account_of_member (CpLedger *self,
                                           const char *member_id,
                                           char **ret_account_id,
                                           GError **error);

/** cp_ledger_find_survivor: @ret_member_id: (transfer full): @member_id, or whom head office has merged
 *  them into */
gboolean cp_ledger_find_survivor (CpLedger *self,
                                  const char *member_id,
                                  char **ret_member_id,
                                  GError **error);

/* cp-ledger-read.c */

/** cp_ledger_make_view_source: borrows everything */
CpViewSource cp_ledger_make_view_source (CpLedger *self,
                                         const CpAccount *base,
                                         const CpAccount *current,
                                         const CpStaff *staff);

/** CP_LEDGER_NO_STAFF: CpJournalEntry.staff_id of what a member did: the journal wants something there */
#define CP_LEDGER_NO_STAFF ""

/* cp-ledger-own.c: what a member may do without staff (docs/domain.md, "What members do themselves") */

/** cp_ledger_check_own: %CP_ERROR_NOT_ALLOWED unless @asked_id (nullable) is @member_id, whose own session
 *  it is, or was merged into them */
gboolean
cp_ledger_check_own (CpLedger *self, const char *member_id, const char *asked_id, GError **error);

/** cp_ledger_add_own: puts into the @reply to a customer's tap of @card what they may change themself, and
 *  the session by which: `own`; nothing where there is nothing, or little is known of them here. @language:
 *  (nullable): what they chose; else it is the one that the member is known to speak */
void cp_ledger_add_own (CpLedger *self,
                        const CpAccount *current,
                        const CpCard *card,
                        const char *language,
                        CpJson *reply);

/** cp_ledger_make_own_view: (transfer full) (nullable): see cp_view_own() */
CpJson *cp_ledger_make_own_view (CpLedger *self,
                                 const char *session,
                                 const CpAccount *base,
                                 const CpAccount *current,
                                 const char *member_id);

/** cp_ledger_get_own: (transfer full): the same, for whoever asks within the session */
CpJson *cp_ledger_get_own (CpLedger *self,
                           const char *session,
                           const char *member_id,
                           const char *asked_id,
                           GError **error);

/** cp_ledger_read_own: (transfer full): what a member may read: `identify` and nothing else */
CpJson *cp_ledger_read_own (CpLedger *self,
                            const char *session,
                            const char *member_id,
                            const char *what,
                            const CpJson *request,
                            GError **error);

/** cp_ledger_find_state: (transfer none): what head office has made of the operation by now */
gboolean cp_ledger_find_state (CpLedger *self,
                               const CpJournalEntry *entry,
                               gboolean is_current,
                               char **ret_state,
                               GError **error);

/* cp-ledger-snapshot.c */

/** cp_ledger_get_snapshot_percent: how much of the snapshot that is on its way is there, as far as that is
 *  known */
gint64 cp_ledger_get_snapshot_percent (const CpLedger *self);

/** cp_ledger_abandon_snapshot: what there is of one is too old; whoever works on it hears so */
void cp_ledger_abandon_snapshot (CpLedger *self);

/** cp_ledger_drop_snapshot: what may be there of one is wanted no more: the feed has brought all, and would
 *  not say of it who is erased */
void cp_ledger_drop_snapshot (CpLedger *self);

/* cp-ledger-erase.c */

/** cp_ledger_mark_erased: notes whom @page, or the rows of a range, erase, before it is applied;
 *  cp_ledger_mark_erased_rows: the same for rows that come in one piece, at @staged */
gboolean cp_ledger_mark_erased (CpLedger *self, const CpJson *page, GError **error);
gboolean cp_ledger_mark_erased_rows (CpLedger *self, const char *staged, GError **error);

/** cp_ledger_erase: takes out what is left of those, as far as head office has it. */
void cp_ledger_erase (CpLedger *self);

/** cp_ledger_erase_after: the same if @changes, which were made, may have left anything of them. Else, as
 *  after nearly every page, it costs next to nothing. */
void cp_ledger_erase_after (CpLedger *self, const CpReplicaChanges *changes);

/** cp_ledger_forget: takes out what is left of what @changes (nullable: earlier ones) have forgotten. */
void cp_ledger_forget (CpLedger *self, const CpReplicaChanges *changes);

/* cp-ledger-retain.c */

/** cp_ledger_note_durable: takes from @page, which was applied, what head office says to be safe there. */
void cp_ledger_note_durable (CpLedger *self, const CpJson *page);

/** cp_ledger_retain: lets the journal go of what is safe and old, a slice at a time. */
void cp_ledger_retain (CpLedger *self);

/** cp_ledger_mend_loss: after @page was applied: begins a new incarnation if head office, whose rows are
 *  all here, was restored and lacks what it can't ask for: operations of an earlier incarnation, or what
 *  comes after some that the journal has let go of. */
gboolean cp_ledger_mend_loss (CpLedger *self, const CpJson *page, GError **error);

/* cp-ledger-told.c */

/** cp_ledger_mark_untold: rows of @epoch are about to be taken that do not come by the feed, or from its
 *  beginning: head office is to be asked what it made of ours meanwhile. */
gboolean cp_ledger_mark_untold (CpLedger *self, const char *epoch, GError **error);

/** cp_ledger_has_untold: whether head office has yet to answer that */
gboolean cp_ledger_has_untold (CpLedger *self, gboolean *ret_has, GError **error);

/** cp_ledger_is_told: whether that much is known of @entry; else nobody can say that it was accepted */
gboolean
cp_ledger_is_told (CpLedger *self, const CpJournalEntry *entry, gboolean *ret_told, GError **error);

/** cp_ledger_add_untold: puts into @push, for the worker, what is to be asked next: `untold`; now and then that is,
 *  of an earlier incarnation, whether a person at head office has decided since */
gboolean cp_ledger_add_untold (CpLedger *self, CpJson *push, GError **error);

/** cp_ledger_take_told: takes from @page, which was applied, what head office answers; @ret_taken: untouched
 *  if it does not */
gboolean
cp_ledger_take_told (CpLedger *self, const CpJson *page, gboolean *ret_taken, GError **error);

/* cp-ledger-check.c */

/** cp_ledger_add_up: adds up the next of our rows, if that was begun; tells `check` at the end. */
void cp_ledger_add_up (CpLedger *self);

/** cp_ledger_describe_check: (transfer full): {at_ms, repaired} */
CpJson *cp_ledger_describe_check (const CpLedger *self);

/* cp-ledger-sync.c */

/**
 * cp_ledger_take_up_page:
 * @is_ours: whether the page is for the incarnation that we are now; one that has just begun has no
 *   budget before it has had a page of its own
 *
 * Learns anew what @changes of @page, which was applied, concern.
 */
gboolean cp_ledger_take_up_page (CpLedger *self,
                                 const CpJson *page,
                                 gboolean is_ours,
                                 const CpReplicaChanges *changes,
                                 GError **error);

/** cp_ledger_tell_changes: tells whoever listens what @changes hold. */
void cp_ledger_tell_changes (CpLedger *self, const CpReplicaChanges *changes);

/** cp_ledger_has_link: @ret_ours: whether the journal's link at @seq of @lane is @hash */
gboolean cp_ledger_has_link (
    CpLedger *self, CpLane lane, gint64 seq, const char *hash, gboolean *ret_ours, GError **error);

/* cp-ledger-trust.c */

/** cp_ledger_begin_trust: takes key and trust from the journal, and draws the first challenge. */
gboolean cp_ledger_begin_trust (CpLedger *self, const CpLedgerConfig *config, GError **error);

/** CP_LEDGER_ANSWER_MS: how long head office's answer to what somebody at the counter wants to know is
 *  waited for: whose card it is, whether it is genuine, who else there is of that name */
#define CP_LEDGER_ANSWER_MS 3000

/** cp_ledger_make_challenge: (transfer full): random, in hex; a question's alone */
char *cp_ledger_make_challenge (const CpWorld *world);

/** cp_ledger_draw_challenge: pages that were asked for before are refused from now on. */
void cp_ledger_draw_challenge (CpLedger *self);

/** cp_ledger_sign_push: adds the device's key and its signature to @lane's push with operations. */
void cp_ledger_sign_push (CpLedger *self, CpLane lane, CpJson *push);

/** cp_ledger_check_page: whether @page is head office's answer to the challenge; remembers what must
 *  not go back. %CP_ERROR_INVALID if it is not. */
gboolean cp_ledger_check_page (CpLedger *self, const CpJson *page, GError **error);

/** cp_ledger_is_sealed: whether head office has sealed @document for @purpose */
gboolean cp_ledger_is_sealed (CpLedger *self, const CpJson *document, const char *purpose);

/** cp_ledger_meet: who has sealed @document, which is believed, is head office from now on, if none has been
 *  met before. */
gboolean cp_ledger_meet (CpLedger *self, const CpJson *document, GError **error);

/** cp_ledger_is_sealed_answer: whether head office has sealed it as its answer to @challenge; @what: see
 *  cp_seal_describe_answer() */
gboolean cp_ledger_is_sealed_answer (CpLedger *self,
                                     const CpJson *document,
                                     const char *what,
                                     const char *challenge);

/** cp_ledger_keep_countersignatures: keeps what @page, found good, says of our chains. */
gboolean cp_ledger_keep_countersignatures (CpLedger *self, const CpJson *page, GError **error);

/* training/cp-ledger-training.c */

/** cp_ledger_is_wrong_card: whether the card with @uid is a practice card outside training, or a
 *  customer's card in it; cp_ledger_has_wrong_card: whether @operation names one */
gboolean cp_ledger_is_wrong_card (const CpLedger *self, const char *uid);
gboolean cp_ledger_has_wrong_card (const CpLedger *self, const CpOperation *operation);

/**
 * cp_ledger_practise_verdict:
 * @at_counter: by what @operation, the last in the journal, was decided here
 * @base: (nullable): its account without it
 *
 * What head office would make of it, made at once: in training nothing waits.
 */
gboolean cp_ledger_practise_verdict (CpLedger *self,
                                     const CpCase *at_counter,
                                     const CpOperation *operation,
                                     const CpAccount *base,
                                     GError **error);

/** cp_ledger_check_live: %CP_ERROR_NOT_ALLOWED of a practice ledger */
gboolean cp_ledger_check_live (const CpLedger *self, GError **error);

/* cp-ledger-attention.c */
gboolean cp_ledger_count_attention (CpLedger *self, gint64 *ret_count, GError **error);

G_END_DECLS
