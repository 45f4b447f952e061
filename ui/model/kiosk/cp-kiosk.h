/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-document.h"
#include "cp-ledger-port.h"
#include "cp-world.h"

G_BEGIN_DECLS

/**
 * CpPage:
 *
 * What fills the screen under the top strip. One at a time; sheets lie above it.
 */
typedef enum {
  CP_PAGE_ATTRACT,
  CP_PAGE_SELF_CHECK,
  CP_PAGE_OWN, /* what customers change themselves: cp-kiosk-own.h */
  CP_PAGE_PROBLEM,
  CP_PAGE_SIGN_IN,
  CP_PAGE_HOME,
  CP_PAGE_MEMBER,
  CP_PAGE_FLOW,
  CP_PAGE_ATTENTION,
  CP_PAGE_EXPLAIN,
} CpPage;

#define CP_N_PAGES (CP_PAGE_EXPLAIN + 1)

/**
 * CpTab:
 *
 * Which side of the member is shown on the member's page.
 */
typedef enum {
  CP_TAB_REWARDS,
  CP_TAB_RECEIPTS,
  CP_TAB_POINTS,
  CP_TAB_CARDS,
  CP_TAB_CARE,
  CP_TAB_PROFILE,
  CP_TAB_MESSAGES,
  CP_TAB_ACTIVITY,
  CP_TAB_ACCOUNT,
} CpTab;

#define CP_N_TABS (CP_TAB_ACCOUNT + 1)

typedef struct _CpFlow CpFlow;
typedef struct _CpReading CpReading;

#define CP_TYPE_KIOSK (cp_kiosk_get_type ())
G_DECLARE_FINAL_TYPE (CpKiosk, cp_kiosk, CP, KIOSK, GObject)

/**
 * CpKiosk:
 *
 * All that the screen knows, and all that a touch or a card can do, without a widget in it. State
 * flows down by its properties, which notify; events come up by its functions. Owns the session, the
 * member on screen and the flow that is under way. Main thread only; never blocks.
 *
 * Properties (all read only): page, available, reader-state, programme, status, staff, session,
 * locked, sign-in-problem, view, self-check, own, own-step, seconds-left, problem, recent, results, attention,
 * rival, flow, tab, status-shown, large-text, language, dimmed, busy, now, pending-uid, card-held. Signals: scanned: a scan is
 * about to be looked at, and what came of it before it was known for one is to be forgotten; notice (text): to be
 * shown for a moment; expects-card: the next tap counts, even of the card that is still there.
 */
CpKiosk *cp_kiosk_new (const CpWorld *world, CpLedgerPort *ledger);

CpPage cp_kiosk_get_page (CpKiosk *self);
gint64 cp_kiosk_get_now_ms (CpKiosk *self);

/* Documents, each (transfer none) (nullable); their shapes are in docs/documents.md. */
const CpJson *cp_kiosk_get_programme (CpKiosk *self);
const CpJson *cp_kiosk_get_status (CpKiosk *self);
const CpJson *cp_kiosk_get_staff (CpKiosk *self); /* the reply of GetStaff */

/** cp_kiosk_get_session: the reply of SignIn; kept while locked, so that the same person finds
 *  everything where it was */
const CpJson *cp_kiosk_get_session (CpKiosk *self);

/** cp_kiosk_get_token: the session's token, "" while nobody is signed in or the screen is locked */
const char *cp_kiosk_get_token (CpKiosk *self);
gboolean cp_kiosk_get_locked (CpKiosk *self);
const CpJson *cp_kiosk_get_view (CpKiosk *self);

/** cp_kiosk_get_self_check: SELF_CHECK; with "outdated": true once the customer has taken something since the
 *  tap, so that its figures are no longer so */
const CpJson *cp_kiosk_get_self_check (CpKiosk *self);

/** cp_kiosk_get_warning: (nullable): {"warning", "warning_action"}: what was odd about the card by
 *  which the member on screen was opened */
const CpJson *cp_kiosk_get_warning (CpKiosk *self);

/** cp_kiosk_get_problem: the reply of Identify for a card that identifies nobody */
const CpJson *cp_kiosk_get_problem (CpKiosk *self);

/** cp_kiosk_get_recent: {"members": […]}: whom these staff looked at, latest first, five at most;
 *  forgotten at sign-out */
const CpJson *cp_kiosk_get_recent (CpKiosk *self);

/** cp_kiosk_get_results: the reply of Find, or %NULL while nothing is sought */
const CpJson *cp_kiosk_get_results (CpKiosk *self);
const CpJson *cp_kiosk_get_attention (CpKiosk *self);

/** cp_kiosk_get_rival: the reply of Identify for another card that was tapped in the middle of
 *  something */
const CpJson *cp_kiosk_get_rival (CpKiosk *self);
const char *cp_kiosk_get_sign_in_problem (CpKiosk *self);

/** cp_kiosk_describe_lock: (transfer full) (nullable): why @staff_id can't sign in just now, and what
 *  to do about it */
char *cp_kiosk_describe_lock (CpKiosk *self, const char *staff_id);

/** cp_kiosk_is_locked_out: whether the colleague with @staff can't sign in just now; @staff: of the
 *  reply of GetStaff */
gboolean cp_kiosk_is_locked_out (CpKiosk *self, const CpJson *staff);

/** cp_kiosk_may_unlock: whether somebody is locked out, and whoever is signed in may lift it */
gboolean cp_kiosk_may_unlock (CpKiosk *self);

/** cp_kiosk_get_reader_state: `ready`, `absent`, `starting`, `fault` or `none` (there is no driver) */
const char *cp_kiosk_get_reader_state (CpKiosk *self);
CpFlow *cp_kiosk_get_flow (CpKiosk *self);
guint cp_kiosk_get_seconds_left (CpKiosk *self);
gboolean cp_kiosk_get_available (CpKiosk *self);
gboolean cp_kiosk_get_status_shown (CpKiosk *self);
gboolean cp_kiosk_get_large_text (CpKiosk *self);

/** cp_kiosk_get_language: (nullable): that of the customer who is there; %NULL: the kiosk's own */
const char *cp_kiosk_get_language (CpKiosk *self);
gboolean cp_kiosk_get_busy (CpKiosk *self);

/** cp_kiosk_get_card_held: whether a card has been asked for long enough that people have to be told
 *  to leave it there */
gboolean cp_kiosk_get_card_held (CpKiosk *self);

/** cp_kiosk_get_dimmed: nobody has been there for a while: the invitation is to be dark and to move */
gboolean cp_kiosk_get_dimmed (CpKiosk *self);

/** cp_kiosk_get_training: whether this is practice, with members and cards of its own */
gboolean cp_kiosk_get_training (CpKiosk *self);

/** cp_kiosk_get_pending_uid: (nullable): the unknown card that staff are about to give to somebody */
const char *cp_kiosk_get_pending_uid (CpKiosk *self);

/** cp_kiosk_get_tab: the member's page begins at the first for each member */
CpTab cp_kiosk_get_tab (CpKiosk *self);

/** cp_kiosk_get_explanation: (transfer none): where a purchase's points are: the ledger's `explain` */
CpReading *cp_kiosk_get_explanation (CpKiosk *self);

/** cp_kiosk_get_cases: (transfer none) (nullable): what there is to practise, while in training */
const CpJson *cp_kiosk_get_cases (CpKiosk *self);

/* What the reader does. Nothing else may call these. */

/** cp_kiosk_card_begins: a card is being asked what it proves, and must not be taken away meanwhile,
 *  until cp_kiosk_card_ends(). Returns: which card that is */
guint cp_kiosk_card_begins (CpKiosk *self);

/**
 * cp_kiosk_card_ends:
 * @card: as it began
 *
 * It need not be held any more. Head office may have been asked about it for seconds.
 *
 * Returns: whether what came of it is still wanted, to be told by one of cp_kiosk_card_tapped(),
 *   cp_kiosk_card_lost() and cp_kiosk_card_refused(): not where another card came since, where somebody
 *   else was asked for, or where the screen was locked or unlocked
 */
gboolean cp_kiosk_card_ends (CpKiosk *self, guint card) G_GNUC_WARN_UNUSED_RESULT;

/** cp_kiosk_card_tapped: @uid in upper-case hex, @kind as the reader names it */
void cp_kiosk_card_tapped (CpKiosk *self, const char *uid, const char *kind);

/** cp_kiosk_card_lost: as cp_kiosk_card_tapped(), of a card that was gone before it had answered; where
 *  its proof is what is waited for, the same card may be tapped again at once */
void cp_kiosk_card_lost (CpKiosk *self, const char *uid, const char *kind);

/** cp_kiosk_get_card_site: (nullable): if the next card is to be written, where it leads telephones */
const char *cp_kiosk_get_card_site (CpKiosk *self);

/** cp_kiosk_card_writing: a card is being written with that site and the session's token */
void cp_kiosk_card_writing (CpKiosk *self);

/** cp_kiosk_card_written: how that went, see cp_flow_take_written() */
void cp_kiosk_card_written (CpKiosk *self, const CpJson *reply, const GError *error);

/** cp_kiosk_card_refused: what was tapped is no membership card, or more than one. @reason:
 *  `several`, `payment`, `random` (a number that changes with each tap, as phones' do), `lost` (such a
 *  card, gone too soon), `unproved` (such a card, with head office out of reach) or another. */
void cp_kiosk_card_refused (CpKiosk *self, const char *reason);
void cp_kiosk_set_reader_state (CpKiosk *self, const char *state);

/**
 * cp_kiosk_scanned:
 * @text: what a scanner read
 *
 * Goes to the right place, whatever is on screen: a card's number opens its member, a receipt's number
 * begins a claim for the member who is there, or is put into the form that asks for one.
 */
void cp_kiosk_scanned (CpKiosk *self, const char *text);

/* What a touch does. */

/** cp_kiosk_touch: somebody is there: puts off the idle lock and the customer's clearing, and the end of
 *  the session at the ledger. */
void cp_kiosk_touch (CpKiosk *self);

/** cp_kiosk_dim: as if nobody had been there for two minutes; the next touch or card ends it */
void cp_kiosk_dim (CpKiosk *self);

/** cp_kiosk_clear_customer: ends the self-check or the card problem on screen. */
void cp_kiosk_clear_customer (CpKiosk *self);
void cp_kiosk_ask_staff (CpKiosk *self);

/** cp_kiosk_forget_sign_in_problem: another name was chosen. */
void cp_kiosk_forget_sign_in_problem (CpKiosk *self);
void cp_kiosk_sign_in (CpKiosk *self, const char *staff_id, const char *pin);
void cp_kiosk_sign_out (CpKiosk *self);

/** cp_kiosk_lock: ends training first */
void cp_kiosk_lock (CpKiosk *self);

/** cp_kiosk_enter_training: goes over to the practice ledger, if the role may; the live session waits */
void cp_kiosk_enter_training (CpKiosk *self);

/** cp_kiosk_train_afresh: while in training: the practice members as they were at first; what was
 *  practised is gone */
void cp_kiosk_train_afresh (CpKiosk *self);

/** cp_kiosk_leave_training: back to the live ledger, where everything is as it was */
void cp_kiosk_leave_training (CpKiosk *self);

/** cp_kiosk_go_home: and cp_kiosk_leave_flow(): behind the lock that is where the same person comes back
 *  to, and the screen stays locked */
void cp_kiosk_go_home (CpKiosk *self);
void cp_kiosk_open_member (CpKiosk *self, const char *member_id);
void cp_kiosk_find (CpKiosk *self, const char *query);

/**
 * cp_kiosk_start_flow:
 * @name: of the flow (cp-flow-table.h)
 * @target: (nullable): the card, incentive or status that it is about
 *
 * If the rules do not allow it for this member, says why instead.
 */
void cp_kiosk_start_flow (CpKiosk *self, const char *name, const char *target);
void cp_kiosk_leave_flow (CpKiosk *self);

/** cp_kiosk_start_claim: the flow `claim_receipt` with its number typed in already */
void cp_kiosk_start_claim (CpKiosk *self, const char *number);

/**
 * cp_kiosk_start_filled:
 * @texts: what is typed into its first form already, field → text; what has no field is left out
 * @go_on: as if *Continue* had been pressed, too
 */
void cp_kiosk_start_filled (CpKiosk *self, const char *name, const CpJson *texts, gboolean go_on);

/** cp_kiosk_show_tab: of the member on screen, whose page it goes to */
void cp_kiosk_show_tab (CpKiosk *self, CpTab tab);

/** cp_kiosk_ask_missing_points: "I never received my points": asks for the purchase. */
void cp_kiosk_ask_missing_points (CpKiosk *self);

/** cp_kiosk_explain: @number: of the receipt: asks the ledger what became of its points. */
void cp_kiosk_explain (CpKiosk *self, const char *number);

/** cp_kiosk_get_explained_action: (nullable): what the button says that does what is to be done next */
const char *cp_kiosk_get_explained_action (CpKiosk *self);

/** cp_kiosk_do_explained: starts it, with all filled in that is known. */
void cp_kiosk_do_explained (CpKiosk *self);
void cp_kiosk_show_attention (CpKiosk *self);
void cp_kiosk_dismiss_attention (CpKiosk *self, const char *operation_id);
void cp_kiosk_set_status_shown (CpKiosk *self, gboolean shown);

/** cp_kiosk_answer_rival: @change: leaves what is under way for the other member; not while it is being done:
 *  then the question stays */
void cp_kiosk_answer_rival (CpKiosk *self, gboolean change);

/** cp_kiosk_link_unknown_card: keeps the unknown card on screen at hand, and asks for whom. */
void cp_kiosk_link_unknown_card (CpKiosk *self);

/** cp_kiosk_set_large_text: a customer's choice ends with the customer, a colleague's is remembered */
void cp_kiosk_set_large_text (CpKiosk *self, gboolean large);

/** cp_kiosk_dup_shown_language: (transfer full): the one in which texts stand on the screen (ISO 639-1) */
char *cp_kiosk_dup_shown_language (CpKiosk *self);

/** cp_kiosk_set_language: @code: (nullable): for the customer's pages, until the customer has left */
void cp_kiosk_set_language (CpKiosk *self, const char *code);

/**
 * cp_kiosk_make_actions:
 *
 * The same for buttons: home, staff, sign-out, lock, end-visit, attention, status, close-status,
 * clear-customer, own-back, own-agree, large-text, switch, stay, link-unknown, enrol-unknown, more-time,
 * missing-points, train, train-afresh, leave-training; with a text: practice-card (its UID), own-show,
 * own-toggle, own-add, own-remove, own-claim, language, member, flow (`name` or `name:target`), dismiss.
 *
 * Returns: (transfer full): to be inserted as `kiosk`
 */
GActionGroup *cp_kiosk_make_actions (CpKiosk *self);

G_END_DECLS
