/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-chain.h"
#include "cp-json.h"
#include "cp-world.h"

G_BEGIN_DECLS

/**
 * CpLedgerConfig:
 * @directory: where journal.db and replica.db live; made with mode 0700 if it is not there
 * @device_id: this device's name at head office; frozen in the journal at the first start
 * @store_id: the store in which it stands
 * @pin_key: see cp-pin.h
 * @signing_key: (nullable): the device's private key, %CP_SEED_BYTES; else the journal keeps one
 * @head_office_key: (nullable): head office's public key; else that of the first page is believed
 * @card_keys_path: (nullable): a file of master keys for cards (cp-card-keys.h); without it a card
 *   proves nothing but its UID
 * @language: (nullable): what cp_language_init() returned: staff are answered in the process's language and
 *   members in their own; %NULL: everybody in the process's
 * @is_training: it is the practice ledger: its rows are made here and nothing of it is ever sent
 */
typedef struct {
  const char *directory;
  const char *device_id;
  const char *store_id;
  GBytes *pin_key;
  GBytes *signing_key;
  const char *head_office_key;
  const char *card_keys_path;
  const char *language;
  gboolean is_training;
} CpLedgerConfig;

/**
 * CpLedger:
 *
 * The trusted part: the only connections to the SQLite files, the rules at work, staff sessions.
 * Blocking and without threads of its own: one thread calls it (the daemon's store thread, or the
 * simulator). Documents that go in and out have the shapes of docs/documents.md; texts in them are
 * checked, a wrong one is %CP_ERROR_INVALID and changes nothing. After %CP_ERROR_FATAL every call
 * gives %CP_ERROR_FATAL.
 */
typedef struct _CpLedger CpLedger;

/**
 * CpLedgerChangedFunc:
 * @what: `accounts`, `programme`, `status`, `attention`, `outbox` or `check`
 * @account_ids: (nullable): with `accounts`, which; %NULL for any
 *
 * Called within the call that changed something, after it is durable.
 */
typedef void (*CpLedgerChangedFunc) (const char *what,
                                     const char *const *account_ids,
                                     gpointer data);

/**
 * cp_ledger_speak_to:
 * @session: (nullable): a session's token, or anything else, for nobody's
 *
 * Texts of calls that follow are in the language of whoever has @session. For the daemon, before each call.
 */
void cp_ledger_speak_to (CpLedger *self, const char *session);

/** CP_LEDGER_MAX_SILENCE_MS: rows that are older than that when the ledger is opened, or at its upkeep, are deleted
 *  (PROTOCOL.md, 35: 90 days, as long as head office's feed reaches back) */
#define CP_LEDGER_MAX_SILENCE_MS (90 * 24 * 3600 * G_GINT64_CONSTANT (1000))

/**
 * cp_ledger_open:
 *
 * Opens or makes both files. A file of a newer version is %CP_ERROR_NEWER, one that is no database
 * %CP_ERROR_CORRUPT; neither is touched (a bad replica alone is set aside and begun anew). A second
 * ledger on the same directory is %CP_ERROR_UNAVAILABLE.
 */
CpLedger *cp_ledger_open (const CpWorld *world,
                          const CpLedgerConfig *config,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cp_ledger_close (CpLedger *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpLedger, cp_ledger_close)

void cp_ledger_set_changed_func (CpLedger *self, CpLedgerChangedFunc func, gpointer data);

/* For the counter. @session is the token that sign-in gave; %CP_ERROR_NOT_ALLOWED without a live
 * one. Everything returned is (transfer full). */

/** cp_ledger_sign_in: request {staff_id, pin}; %CP_ERROR_NOT_ALLOWED on a wrong PIN, the failure
 *  being durable before the PIN is looked at; %CP_ERROR_UNAVAILABLE while locked out. */
CpJson *cp_ledger_sign_in (CpLedger *self, const CpJson *request, GError **error);
void cp_ledger_sign_out (CpLedger *self, const char *session);

/**
 * cp_ledger_submit:
 * @preview: decide and tell, write nothing
 *
 * Does one operation. When this returns an accepted decision with @preview false, the operation is
 * on disk. A refusal is a document too, not an error. With an `id` that is known already, the first
 * answer is given again.
 */
CpJson *cp_ledger_submit (
    CpLedger *self, const char *session, const CpJson *request, gboolean preview, GError **error);

/**
 * cp_ledger_talk_to_card:
 * @session: (nullable): needed only to issue
 *
 * The next step of a conversation between the ledger, which has the keys, and a card that somebody
 * else has on a reader. What a tap proved holds for the Identify that follows within
 * %CP_LEDGER_PROOF_MS. With `asks`, head office is being asked about the card: once `card` is told, or
 * after a while, the same conversation goes on. %CP_ERROR_NOT_FOUND for a conversation that is over or
 * was left alone.
 */
CpJson *
cp_ledger_talk_to_card (CpLedger *self, const char *session, const CpJson *message, GError **error);

/** cp_ledger_identify: @card {uid, kind}; with a session the member's whole view, without one the
 *  customer's self-check. A card that does not identify is an answer with its code, not an error. */
CpJson *
cp_ledger_identify (CpLedger *self, const char *session, const CpJson *card, GError **error);
CpJson *
cp_ledger_get_member (CpLedger *self, const char *session, const char *member_id, GError **error);

/**
 * cp_ledger_read:
 * @what: `history`, `messages`, `cards`, `purchases`, `points`, `explain`, `identify`, `tasks`,
 *   `clients` or `birthdays`
 * @request: what of it; see docs/documents.md, "Read"
 */
CpJson *cp_ledger_read (
    CpLedger *self, const char *session, const char *what, const CpJson *request, GError **error);
CpJson *cp_ledger_find (
    CpLedger *self, const char *session, const char *query, guint limit, GError **error);
CpJson *cp_ledger_get_attention (CpLedger *self, const char *session, GError **error);
gboolean cp_ledger_dismiss_attention (CpLedger *self,
                                      const char *session,
                                      const char *operation_id,
                                      GError **error);

/* For anybody on the device. */
CpJson *cp_ledger_get_status (CpLedger *self, GError **error);
CpJson *cp_ledger_get_programme (CpLedger *self, GError **error);
CpJson *cp_ledger_get_staff (CpLedger *self, GError **error);

/* Training mode: a second ledger in a folder of its own, beside the live one. */

/**
 * cp_ledger_prepare_training:
 *
 * Asked of the live ledger: whether whoever @session is may practise, and what the practice ledger
 * is to know: the programme, and who may practise as what.
 *
 * Returns: (transfer full): for cp_ledger_begin_training(); %CP_ERROR_NOT_ALLOWED without the right
 */
CpJson *cp_ledger_prepare_training (CpLedger *self, const char *session, GError **error);

/**
 * cp_ledger_begin_training:
 * @prepared: what the live ledger gave
 * @fresh: forget what was practised before, and seed anew
 *
 * Asked of the practice ledger, which is seeded at the first time.
 *
 * Returns: (transfer full): as from a sign-in there, with `cases` and `approver`
 */
CpJson *
cp_ledger_begin_training (CpLedger *self, const CpJson *prepared, gboolean fresh, GError **error);

/* For the sync worker; %CP_ERROR_NOT_ALLOWED of a practice ledger. */

/** cp_ledger_get_push: the body of @lane's next push, empty `operations` if there is nothing to send;
 *  begins after the last operation that head office's feed has acknowledged, or at @from_seq if that
 *  is not 0. `challenge` is what the feed is to be asked with; `waiting_bulk` how many operations wait in
 *  the bulk lane. */
CpJson *cp_ledger_get_push (CpLedger *self,
                            CpLane lane,
                            gint64 from_seq,
                            guint max_operations,
                            gsize max_bytes,
                            GError **error);

/** cp_ledger_apply_page: a page of the feed, in one transaction on the replica; one that does not
 *  begin at our cursor, is not sealed by head office for this device and the challenge, or brings an
 *  older programme is %CP_ERROR_INVALID and changes nothing. */
gboolean cp_ledger_apply_page (CpLedger *self, const CpJson *page, GError **error);

/**
 * CpLedgerErrand:
 *
 * What has to be done for a snapshot that takes seconds where there are a million members, in which others
 * want to be served. The ledger begins it; then it is run, in any thread, without the ledger; and the ledger
 * ends it, in any case, or it takes no other. It belongs to one thread at a time.
 */
typedef struct _CpLedgerErrand CpLedgerErrand;

/**
 * cp_ledger_begin_count:
 * @manifest: head office's, see cp-manifest.h
 *
 * Begins to take a snapshot in place of the replica's rows, or takes it up where it was left: the errand
 * counts what is there of it. The rows that are there serve meanwhile. Another that was on its way is given
 * up. Until it has ended, no chunk is taken and nothing else begun: %CP_ERROR_UNAVAILABLE.
 *
 * Returns: (transfer full): %NULL with %CP_ERROR_NEWER for tables of a later version
 */
CpLedgerErrand *cp_ledger_begin_count (CpLedger *self, const CpJson *manifest, GError **error);

/** cp_ledger_put_snapshot_chunk: the chunk that is wanted; %CP_ERROR_CORRUPT for what the manifest does
 *  not say */
gboolean cp_ledger_put_snapshot_chunk (
    CpLedger *self, guint index, gconstpointer bytes, gsize n_bytes, GError **error);

/** cp_ledger_begin_look: (transfer full): all chunks are there: the errand makes the file durable and holds it
 *  against its manifest once more, before it takes the place of the rows. %NULL with %CP_ERROR_INVALID while
 *  there is something left to fetch */
CpLedgerErrand *cp_ledger_begin_look (CpLedger *self, GError **error);

/** cp_ledger_errand_run: what takes long, in any thread */
void cp_ledger_errand_run (CpLedgerErrand *errand);

/**
 * cp_ledger_end_errand:
 *
 * After a count: a chunk can be taken. After a look: what was looked through is put in place, or deleted if
 * it failed there; %CP_ERROR_UNAVAILABLE if the snapshot was begun again meanwhile.
 *
 * Returns: (transfer full): {next}: which chunk is wanted; after a look {}
 */
CpJson *cp_ledger_end_errand (CpLedger *self, CpLedgerErrand *errand, GError **error);

void cp_ledger_errand_free (CpLedgerErrand *errand);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpLedgerErrand, cp_ledger_errand_free)

/** cp_ledger_begin_snapshot, cp_ledger_finish_snapshot: the count or the look from its beginning to its end,
 *  for whoever has one thread */
CpJson *cp_ledger_begin_snapshot (CpLedger *self, const CpJson *manifest, GError **error);
gboolean cp_ledger_finish_snapshot (CpLedger *self, GError **error);

/**
 * cp_ledger_get_check:
 *
 * Whether it is time to hold the rows against head office's: when caught up, a day after the last time
 * (by head office's clock, and whatever has been started anew since), and after cp_ledger_want_check().
 * Our own rows are added up first, a slice at each call and at each upkeep; `check` is told at the end.
 *
 * Returns: (transfer full): {epoch, after, bits, ranges?}: what to ask head office's sums for, or, if
 *   they are known, which ranges are to be fetched; empty if it is not time
 */
CpJson *cp_ledger_get_check (CpLedger *self, GError **error);

/** cp_ledger_put_sums: head office's {epoch, after, bits, sums}. Returns: (transfer full): {ranges}:
 *  which differ and are to be fetched; %CP_ERROR_INVALID if they are of another moment */
CpJson *cp_ledger_put_sums (CpLedger *self, const CpJson *document, GError **error);

/** cp_ledger_put_range: head office's rows {epoch, after, bits, range, items}, in place of ours */
gboolean cp_ledger_put_range (CpLedger *self, const CpJson *document, GError **error);

/** cp_ledger_want_check: as soon as the worker gets to it; tells `check` */
gboolean cp_ledger_want_check (CpLedger *self, GError **error);

/** cp_ledger_get_question: (transfer full): {incarnation, challenge, url}: a card's message that head
 *  office is to be asked about, or {incarnation, challenge, text}: whom it is to look for, each once; or
 *  {} if there is none. `card` or `find` is told when there is one. */
CpJson *cp_ledger_get_question (CpLedger *self, GError **error);

/** cp_ledger_put_answer: head office's sealed answer, or {challenge} alone if there will be none;
 *  %CP_ERROR_INVALID if it is not sealed for us */
gboolean cp_ledger_put_answer (CpLedger *self, const CpJson *answer, GError **error);

/** cp_ledger_set_link: {state, text?, head_office_ms?, chain?, preparing?}: what the worker knows of the line. How
 *  fresh the rows are is not its to say (@head_office_ms is passed over): a sealed page does.
 *  @chain is head office's {incarnation, through_seq, links: [{seq, hash}]} when it says that the
 *  journal has forked; if so the journal is begun anew after the last link that both have.
 *  @preparing: head office is building the snapshot that the worker waits for. */
gboolean cp_ledger_set_link (CpLedger *self, const CpJson *link, GError **error);

/**
 * cp_ledger_do_upkeep:
 *
 * Checkpoints when it is time, and deletes rows after %CP_LEDGER_MAX_SILENCE_MS; then sessions are over and
 * there is no programme, as after such a start. The daemon calls it when idle, and every few seconds under load.
 */
gboolean cp_ledger_do_upkeep (CpLedger *self, GError **error);

/** cp_ledger_has_upkeep: whether there is more to be done as soon as nobody waits */
gboolean cp_ledger_has_upkeep (const CpLedger *self);

G_END_DECLS
