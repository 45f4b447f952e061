/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-calendar.h"
#include "cp-decision.h"

G_BEGIN_DECLS

/* What the rules share with cp_decide(), and with nobody else. A rule is called after the common
 * checks: the operation's member is there. It either refuses, or puts the changed rows and the
 * sentences into the decision. */

/** CP_MOST_MINOR: no amount that a person types is larger, so that sums can't overflow. */
#define CP_MOST_MINOR G_GINT64_CONSTANT (1000000000000)

typedef void CpRule (const CpCase *the_case, const CpOperation *operation, CpDecision *decision);

CpRule cp_rule_enrol_member;
CpRule cp_rule_edit_profile;
CpRule cp_rule_set_status;
CpRule cp_rule_remove_status;
CpRule cp_rule_membership; /* un-enrol, enrol again, put on hold, reactivate */
CpRule cp_rule_block_account;
CpRule cp_rule_unblock_account;
CpRule cp_rule_change_contact;
CpRule cp_rule_remove_member;
CpRule cp_rule_merge_members;
CpRule cp_rule_join_family;
CpRule cp_rule_send_link;
CpRule cp_rule_opt_in;
CpRule cp_rule_opt_out;
CpRule cp_rule_favourite; /* add and remove */
CpRule cp_rule_add_note;
CpRule cp_rule_tag; /* add and remove */
CpRule cp_rule_add_task;
CpRule cp_rule_close_task;
CpRule cp_rule_make_promise;
CpRule cp_rule_answer_promise;
CpRule cp_rule_link_card;
CpRule cp_rule_block_card;
CpRule cp_rule_unblock_card;
CpRule cp_rule_replace_card;
CpRule cp_rule_issue_incentive; /* benefits, rewards and credits */
CpRule cp_rule_void_incentive;
CpRule cp_rule_redeem_reward; /* and credits */
CpRule cp_rule_claim_receipt;
CpRule cp_rule_adjust_points;
CpRule cp_rule_record;
CpRule cp_rule_claim_incentive;
CpRule cp_rule_extend_incentive;
CpRule cp_rule_redeem_benefit;
CpRule cp_rule_confirm_redemption;
CpRule cp_rule_cancel_redemption;
CpRule cp_rule_reverse_redemption;
CpRule cp_rule_return_redemption;
CpRule cp_rule_retire_card;
CpRule cp_rule_restore_card;
CpRule cp_rule_change_card_category;
CpRule cp_rule_detach_receipt;
CpRule cp_rule_end_visit;
CpRule cp_rule_return_lease;

/** cp_rule_judge_void: whether something of @incentive (nullable) can be voided at @at_ms: what is left, or
 *  else what is set aside, of which it takes what is not redeemed in the end. What is fully redeemed is
 *  %CP_REJECTION_INCENTIVE_USED. */
CpRejection
cp_rule_judge_void (const CpAccount *account, const CpIncentive *incentive, gint64 at_ms);

/** cp_rule_void_incentive_needs_no_approval: whether it is their own issue of the same day. */
gboolean cp_rule_void_incentive_needs_no_approval (const CpCase *the_case,
                                                   const CpOperation *operation);

/** cp_rule_extend_incentive_needs_no_approval: whether its definition lets associates do it. */
gboolean cp_rule_extend_incentive_needs_no_approval (const CpCase *the_case,
                                                     const CpOperation *operation);

/** cp_rule_may_reverse_offline: whether some redemption has not left this device yet. */
gboolean cp_rule_may_reverse_offline (const CpAccount *account);

/**
 * cp_rule_time:
 *
 * The time by which a rule judges. Replay judges as of when it was done; so does head office for a
 * fact, which can't be judged by a later clock (nor lie in the future); for a request, and for what was only
 * asked for, head office's own clock counts.
 */
gint64 cp_rule_time (const CpCase *the_case, const CpOperation *operation);

/** cp_rule_wall_time: the same, as the clock of the operation's store shows it (cp-calendar.h) */
gint64 cp_rule_wall_time (const CpCase *the_case, const CpOperation *operation);

/** cp_rule_is_final: whether head office itself decides, so that queued operations take effect. */
gboolean cp_rule_is_final (const CpCase *the_case);

/** cp_rule_get_member: (transfer none): whom it is for */
const CpMember *cp_rule_get_member (const CpCase *the_case, const CpOperation *operation);

/**
 * cp_rule_judge_card:
 * @card: (nullable): what was found
 *
 * Whether @card is one that lives, blocked or not: there, not replaced, linked or active.
 */
CpRejection cp_rule_judge_card (const CpCard *card);

/**
 * cp_rule_get_entry_card:
 * @card_id: (nullable): by which something comes or goes
 * @takes: something is taken away
 *
 * What an entry says of the card that it came by. A card that does not work, as far as is known here,
 * has no entry, and one that only earns none that takes (invariants 4 and 5).
 *
 * Returns: (transfer none) (nullable): @card_id, or %NULL
 */
const char *cp_rule_get_entry_card (const CpCase *the_case, const char *card_id, gboolean takes);

/** cp_rule_check_spending_card: whether the card by which the member is here may take something away;
 *  %FALSE if that refused the operation */
gboolean cp_rule_check_spending_card (const CpCase *the_case,
                                      const CpOperation *operation,
                                      CpDecision *decision);

/**
 * cp_rule_find_form_field:
 *
 * What the programme's form says of @field, into which something is to be put; objects to it if the form has no
 * such field (docs/domain.md, "The form").
 *
 * Returns: (transfer none) (nullable): %NULL if the form has none. Then that refused the operation, or it is a
 *   fact, which leaves it out
 */
const CpFormField *cp_rule_find_form_field (const CpCase *the_case,
                                            const CpOperation *operation,
                                            const char *field,
                                            CpDecision *decision);

/** cp_rule_add_follow_up: a task for whoever did the operation, since head office found what somebody has
 *  to look after; due in a week */
void cp_rule_add_follow_up (const CpCase *the_case,
                            const CpOperation *operation,
                            const char *account_id,
                            const char *member_id,
                            const char *text,
                            CpDecision *decision);

/** cp_rule_judge_incentive: whether @incentive (nullable) is there and something is left of it at
 *  @at_ms: neither expired, voided nor used. */
CpRejection cp_rule_judge_incentive (const CpIncentive *incentive, gint64 at_ms);

/**
 * cp_rule_check_block_id:
 * @block_id: (nullable): which block the operation is to lift
 * @present_id: (nullable): whose block stands now
 *
 * An unblock lifts the block that was seen when it was asked for, and no later one: sent again, or
 * arriving late, it must not undo what somebody has done since.
 *
 * Returns: %FALSE if that refused the operation
 */
gboolean cp_rule_check_block_id (const CpCase *the_case,
                                 const char *block_id,
                                 const char *present_id,
                                 CpDecision *decision);

/**
 * cp_rule_undoes_here:
 * @is_unsent: whether head office has not heard of what it undoes
 *
 * Whether an operation that else waits for head office takes effect on this device: it does while
 * head office is out of reach, if what it undoes has not left the device. Replayed, it goes by what
 * was done then, also when head office has heard of the one and not yet of the other: else what was
 * undone would be back for that while.
 */
gboolean
cp_rule_undoes_here (const CpCase *the_case, const CpOperation *operation, gboolean is_unsent);

/** cp_rule_is_own_fresh_block: whether the block of @account's card, or of its own row, is one that this device
 *  made and head office has not confirmed: such a one may be undone here. Goes by the line that the block has in
 *  the history, since rows wait for whatever was done to them. */
gboolean cp_rule_is_own_fresh_block (const CpAccount *account, gconstpointer card_or_account);

/**
 * cp_rule_check_reason:
 * @ret_text: (out) (transfer full) (nullable): what is kept: the reason's text, and the free one
 *
 * Where the programme lists reasons for this kind, one of them has to be chosen.
 *
 * Returns: %FALSE if that refused the operation
 */
gboolean cp_rule_check_reason (const CpCase *the_case,
                               const CpOperation *operation,
                               const char *reason_id,
                               const char *text,
                               CpDecision *decision,
                               char **ret_text);

/** cp_rule_check_written: whether @text (nullable), which stays for ever or is somebody's to read, has any letter
 *  in it; %FALSE if that refused the operation, which happens at the counter alone */
gboolean cp_rule_check_written (const CpCase *the_case, const char *text, CpDecision *decision);

/** cp_decision_new: (transfer full): one that stands and does nothing */
CpDecision *cp_decision_new (void);

/** cp_decision_refuse: it can't stand, not even a fact. The first refusal is the one that counts. */
void cp_decision_refuse (CpDecision *self, CpRejection code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/**
 * cp_decision_object:
 *
 * A rule is broken. That refuses a request, and anything at the counter; a fact gets a flag.
 *
 * Returns: whether it refused
 */
gboolean cp_decision_object (CpDecision *self,
                             const CpCase *the_case,
                             const CpOperation *operation,
                             CpRejection code,
                             const char *format,
                             ...) G_GNUC_PRINTF (5, 6);

/** cp_decision_name_field: says of a refusal that was just made that it is for what stands in @field */
void cp_decision_name_field (CpDecision *self, const char *field);

/** cp_decision_flag: notes that a rule was gone past; each once. */
void cp_decision_flag (CpDecision *self, CpRejection code);

/** cp_decision_change: @entity (transfer full) is a row as it will be. */
void cp_decision_change (CpDecision *self, gpointer entity);

/** cp_decision_add_effect: one sentence for the preview. */
void cp_decision_add_effect (CpDecision *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** cp_decision_may_undo_offline: whether something in @account is this device's own doing that @kind,
 *  which else needs head office, may undo here (operation 10). */
gboolean cp_decision_may_undo_offline (CpOperationKind kind, const CpAccount *account);

/** cp_decision_moves_value: whether it gives or takes something, and so may not be done for one's own
 *  account */
gboolean cp_decision_moves_value (CpOperationKind kind);

/** cp_decision_spends: whether it takes something out of the account: a reward, a benefit or credit */
gboolean cp_decision_spends (CpOperationKind kind);

/** cp_decision_check_before: what is asked of every operation before its rule is; %FALSE: refused */
gboolean
cp_decision_check_before (CpDecision *self, const CpCase *the_case, const CpOperation *operation);

/**
 * cp_decision_check_after:
 * @needs_no_approval: the rule found a case in which nobody has to approve
 *
 * Limits by value and the approval: asked last, since both hang on what the rule found, and nobody
 * should be fetched to approve what would be refused.
 */
void cp_decision_check_after (CpDecision *self,
                              const CpCase *the_case,
                              const CpOperation *operation,
                              gboolean needs_no_approval);

G_END_DECLS
