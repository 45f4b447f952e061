/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-account.h"
#include "cp-operation.h"
#include "cp-programme.h"
#include "cp-rejection.h"

G_BEGIN_DECLS

/**
 * CpDecideMode:
 * @CP_DECIDE_AT_COUNTER: the device decides, before anything has happened; every rule can refuse.
 * @CP_DECIDE_REPLAY: the device works out anew what an operation of its own does to newer rows. Who
 *   may do what was decided then and is not asked again.
 * @CP_DECIDE_AT_HEAD_OFFICE: head office decides. A *fact* is always posted; a rule that would have
 *   refused it adds a flag.
 */
typedef enum {
  CP_DECIDE_AT_COUNTER,
  CP_DECIDE_REPLAY,
  CP_DECIDE_AT_HEAD_OFFICE,
} CpDecideMode;

/**
 * CpUsage: what the person at the counter has done already, for limits.
 * @staff_today: how many operations of this kind they made, or agreed to, on this day (at the store)
 * @staff_today_minor: what those were worth together
 * @approver_today, @approver_today_minor: likewise whoever approves this one
 * @device_today, @device_today_minor: likewise on this device, by whomever; only a device knows
 *
 * (What was done for a member stands in the account's history.)
 */
typedef struct {
  gint64 staff_today;
  gint64 staff_today_minor;
  gint64 approver_today;
  gint64 approver_today_minor;
  gint64 device_today;
  gint64 device_today_minor;
} CpUsage;

/**
 * CpOffline: this till's redemptions since it last had all that head office has.
 * @data_age_ms: since head office's rows were last known to be current; -1: not known
 * @store_minor: redeemed here at the store's risk since
 * @member_redemptions: how many of those this member made
 * @confirmed_minor: what head office's rows say the account has in rewards
 * @account_minor: what was redeemed here from the account, on whatever terms, and is not in those rows
 * @asked_minor: as much of that as head office was asked for
 * @office_ms: head office's clock, as far as it is known here; it counts only while @data_age_ms is known
 */
typedef struct {
  gint64 data_age_ms;
  gint64 store_minor;
  gint64 member_redemptions;
  gint64 confirmed_minor;
  gint64 account_minor;
  gint64 asked_minor;
  gint64 office_ms;
} CpOffline;

/**
 * CpTerms: on what a redemption at the counter rests.
 * @CP_TERMS_NONE: it is none
 * @CP_TERMS_LEASE: the lease that this till holds: nothing can be lost by it
 * @CP_TERMS_ASKED: head office, which was asked
 * @CP_TERMS_RISK: the store's own budget (docs/domain.md, "Redeeming while offline")
 */
typedef enum {
  CP_TERMS_NONE,
  CP_TERMS_RISK,
  CP_TERMS_LEASE,
  CP_TERMS_ASKED,
} CpTerms;

/** cp_terms_words: the words of #CpTerms in its order, by which the journal keeps them; %NULL for
 *  %CP_TERMS_NONE */
extern const char *const cp_terms_words[];

/**
 * CpCase:
 * @account: (nullable): the operation's account as it stands; empty or %NULL for an enrolment
 * @other_account: (nullable): that of the second member that the operation names, see
 *   cp_operation_get_other_member()
 * @others: (nullable) (element-type CpEntity): rows outside the account that the operation's keys
 *   led to: cards with that UID or number, receipts with that number, members with that phone,
 *   e-mail, or names and birth date
 * @staff: (nullable): who does it; %NULL in replay, and where the member does it for themself
 * @approver: (nullable): who approved, their PIN having been checked
 * @has_wrong_card: the operation names a practice card outside training, or a customer's card in it
 * @lease: (nullable): that of the account's home store (cp_account_get_home())
 * @incarnation: (nullable): of the device that did it
 * @now_ms: the time to decide by
 *
 * All that a decision may depend on. Everything is borrowed.
 */
typedef struct {
  CpDecideMode mode;
  const CpProgramme *programme;
  const CpAccount *account;
  const CpAccount *other_account;
  const GPtrArray *others;
  const CpStaff *staff;
  const CpStaff *approver;
  CpUsage usage;
  CpOffline offline;
  gboolean has_wrong_card;
  const CpLease *lease;
  const char *incarnation;
  gint64 now_ms;
} CpCase;

/**
 * CpDecision:
 * @code: %CP_REJECTION_NONE if the operation stands
 * @detail: (nullable): what exactly was wrong, for staff: the field, the limit, the date
 * @field: (nullable): with %CP_REJECTION_INVALID: the field of the form that is not right
 * @approval_role_id: (nullable): with %CP_REJECTION_APPROVAL_REQUIRED, the lowest role that can
 * @wants_identification: with %CP_REJECTION_VERIFICATION_REQUIRED: once the customer has shown who
 *   they are (cp-identification.h) the same will do
 * @wants_card: with %CP_REJECTION_APPROVAL_REQUIRED: nobody has to approve once the member's card has
 *   proven enough
 * @changes: (element-type CpEntity): the rows as they are afterwards
 * @effects: (element-type utf8): what it does, in sentences for the preview, things lost or moved
 *   first; money and dates are written out
 * @if_held: (nullable): of a redemption that could be set aside instead: what that would do, a sentence
 * @differences: (nullable): of a merge: where both members have something, and not the same:
 *   `[{"field", "label", "own", "other", "takes_other"}]`; which is kept staff choose
 * @flags: (element-type guint): CpRejection codes of rules that a fact went past
 * @value_minor: what it is worth, for limits by value
 * @needs_word: nothing has happened yet, although the kind is a fact: it may be refused
 * @is_asked: at the counter: it is noted as a request, and nothing of it has happened before head office
 *   agrees: by its class, above a cap, or because the bound of offline redemption wants head office's word;
 *   also where only an approval is missing, so that the preview can say it
 * @terms: of a redemption, at the counter
 * @look_alikes: (nullable) (element-type CpMember) (transfer container): with
 *   %CP_REJECTION_DUPLICATE_MEMBER, %CP_REJECTION_PHONE_TAKEN or %CP_REJECTION_EMAIL_TAKEN, whom it
 *   could be
 */
typedef struct {
  CpRejection code;
  char *detail;
  char *field;
  char *approval_role_id;
  gboolean wants_identification;
  gboolean wants_card;
  GPtrArray *changes;
  GPtrArray *effects;
  char *if_held;
  CpJson *differences;
  GArray *flags;
  gint64 value_minor;
  gboolean needs_word;
  gboolean is_asked;
  CpTerms terms;
  GPtrArray *look_alikes;
} CpDecision;

/**
 * cp_decide:
 *
 * The rules. Pure: the same case and operation give the same decision, on the device and at head
 * office; ids of new rows come from the operation's id (cp_derive_id()).
 *
 * Returns: (transfer full):
 */
CpDecision *cp_decide (const CpCase *the_case, const CpOperation *operation);
void cp_decision_free (CpDecision *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpDecision, cp_decision_free)

/**
 * cp_decision_prepare:
 *
 * What the device adds to what the person chose, from what it showed them: the block that an unblock
 * is to lift, the opt-in that an opt-out comes after. Called at the counter, before the operation is
 * decided and written down.
 */
void cp_decision_prepare (CpOperation *operation, const CpAccount *account);

/**
 * cp_decision_note_asked:
 *
 * What the device adds once it has decided: that a fact has not happened yet, and is only asked for
 * (CpOperation.asks). A request is one anyway; what only restricts has always happened, and what somebody only
 * noted.
 */
void cp_decision_note_asked (const CpDecision *self, CpOperation *operation);

/**
 * cp_decision_apply:
 * @waiting: whether the changed rows are to carry the mark *waiting for head office*
 *
 * Puts the changes of an accepted decision into @account (which may be empty, for an enrolment).
 */
void cp_decision_apply (const CpDecision *self, CpAccount *account, gboolean waiting);

/**
 * cp_decision_make_action:
 *
 * The line that @operation adds to its member's history. cp_decide() puts it among the changes of
 * what stands; head office writes it for what it refused, too.
 *
 * Returns: (transfer full) (nullable): %NULL where there is no account to hang it on
 */
CpAction *cp_decision_make_action (const CpDecision *self,
                                   const CpCase *the_case,
                                   const CpOperation *operation);

/**
 * cp_derive_id:
 *
 * The id of the @n-th row that @operation_id makes: the operation's own id with its random tail
 * moved by @n (still a UUIDv7). Both sides work it out alike, so that a replay meets its own row.
 *
 * Returns: (transfer full):
 */
char *cp_derive_id (const char *operation_id, guint n);

G_END_DECLS
