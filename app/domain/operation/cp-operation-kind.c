/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-operation-kind.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TEXT_LENGTH 500

static const CpField enrol_member_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpEnrolMember, member_id),
  CP_LONG_TEXT_FIELD (CpEnrolMember, given_name, 100),
  CP_LONG_TEXT_FIELD (CpEnrolMember, family_name, 100),
  CP_LONG_TEXT_FIELD (CpEnrolMember, birth_date, 10),
  CP_LONG_TEXT_FIELD (CpEnrolMember, phone, 40),
  CP_LONG_TEXT_FIELD (CpEnrolMember, email, 254),
  CP_LONG_TEXT_FIELD (CpEnrolMember, postcode, 20),
  CP_LONG_TEXT_FIELD (CpEnrolMember, city, 100),
  CP_LONG_TEXT_FIELD (CpEnrolMember, language, 35),
  CP_JSON_FIELD (CpEnrolMember, fields),
  CP_LONG_TEXT_FIELD (CpEnrolMember, card_uid, 20),
  CP_BOOL_FIELD (CpEnrolMember, despite_look_alikes),
  CP_LAST_FIELD,
};

static const CpField edit_profile_fields[] = {
  CP_JSON_FIELD (CpEditProfile, set),
  CP_JSON_FIELD (CpEditProfile, seen),
  CP_LAST_FIELD,
};

static const CpField set_status_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpSetStatus, status_id),
  CP_INT_FIELD (CpSetStatus, until_ms),
  CP_LONG_TEXT_FIELD (CpSetStatus, reason, TEXT_LENGTH),
  CP_LAST_FIELD,
};

static const CpField remove_status_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpRemoveStatus, status_id),
  CP_LONG_TEXT_FIELD (CpRemoveStatus, reason, TEXT_LENGTH),
  CP_LAST_FIELD,
};

static const CpField link_card_fields[] = {
  CP_LONG_TEXT_FIELD (CpLinkCard, uid, 20),
  CP_LONG_TEXT_FIELD (CpLinkCard, number, 40),
  CP_BOOL_FIELD (CpLinkCard, is_virtual),
  CP_LAST_FIELD,
};

static const CpField block_card_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpBlockCard, card_id),
  CP_TEXT_FIELD (CpBlockCard, reason_id),
  CP_LONG_TEXT_FIELD (CpBlockCard, text, TEXT_LENGTH),
  CP_LAST_FIELD,
};

static const CpField unblock_card_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpUnblockCard, card_id),
  CP_TEXT_FIELD (CpUnblockCard, block_id),
  CP_TEXT_FIELD (CpUnblockCard, reason_id),
  CP_LONG_TEXT_FIELD (CpUnblockCard, text, TEXT_LENGTH),
  CP_LAST_FIELD,
};

static const CpField replace_card_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpReplaceCard, card_id),
  CP_LONG_TEXT_FIELD (CpReplaceCard, uid, 20),
  CP_LONG_TEXT_FIELD (CpReplaceCard, number, 40),
  CP_LAST_FIELD,
};

static const CpField issue_incentive_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpIssueIncentive, definition_id),
  CP_LONG_TEXT_FIELD (CpIssueIncentive, reason, TEXT_LENGTH),
  CP_LAST_FIELD,
};

static const CpField void_incentive_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpVoidIncentive, incentive_id),
  CP_TEXT_FIELD (CpVoidIncentive, reason_id),
  CP_LONG_TEXT_FIELD (CpVoidIncentive, text, TEXT_LENGTH),
  CP_LAST_FIELD,
};

static const CpField redeem_reward_fields[] = {
  CP_REQUIRED_INT_FIELD (CpRedeemReward, amount_minor),
  CP_INT_FIELD (CpRedeemReward, basket_minor),
  CP_TEXT_FIELD (CpRedeemReward, incentive_id),
  CP_BOOL_FIELD (CpRedeemReward, hold),
  CP_LAST_FIELD,
};

static const CpField claim_receipt_fields[] = {
  { "number", CP_FIELD_TEXT, G_STRUCT_OFFSET (CpClaimReceipt, number), TRUE, 60, NULL },
  CP_TEXT_FIELD (CpClaimReceipt, store_id),
  CP_INT_FIELD (CpClaimReceipt, day_ms),
  CP_INT_FIELD (CpClaimReceipt, total_minor),
  CP_LAST_FIELD,
};

static const CpField end_visit_fields[] = {
  CP_TEXT_FIELD (CpEndVisit, reason_id),
  CP_LONG_TEXT_FIELD (CpEndVisit, text, TEXT_LENGTH),
  CP_LAST_FIELD,
};

static const CpRecordType enrol_member = { "enrol_member", sizeof (CpEnrolMember),
                                           enrol_member_fields };
static const CpRecordType edit_profile = { "edit_profile", sizeof (CpEditProfile),
                                           edit_profile_fields };
static const CpRecordType set_status = { "set_status", sizeof (CpSetStatus), set_status_fields };
static const CpRecordType remove_status = { "remove_status", sizeof (CpRemoveStatus),
                                            remove_status_fields };
static const CpRecordType link_card = { "link_card", sizeof (CpLinkCard), link_card_fields };
static const CpRecordType block_card = { "block_card", sizeof (CpBlockCard), block_card_fields };
static const CpRecordType unblock_card = { "unblock_card", sizeof (CpUnblockCard),
                                           unblock_card_fields };
static const CpRecordType replace_card = { "replace_card", sizeof (CpReplaceCard),
                                           replace_card_fields };
static const CpRecordType issue_benefit = { "issue_benefit", sizeof (CpIssueIncentive),
                                            issue_incentive_fields };
static const CpRecordType issue_reward = { "issue_reward", sizeof (CpIssueIncentive),
                                           issue_incentive_fields };
static const CpRecordType issue_credit = { "issue_credit", sizeof (CpIssueIncentive),
                                           issue_incentive_fields };
static const CpRecordType void_incentive = { "void_incentive", sizeof (CpVoidIncentive),
                                             void_incentive_fields };
static const CpRecordType redeem_reward = { "redeem_reward", sizeof (CpRedeemReward),
                                            redeem_reward_fields };
static const CpRecordType redeem_credit = { "redeem_credit", sizeof (CpRedeemReward),
                                            redeem_reward_fields };
static const CpRecordType claim_receipt = { "claim_receipt", sizeof (CpClaimReceipt),
                                            claim_receipt_fields };
static const CpRecordType end_visit = { "end_visit", sizeof (CpEndVisit), end_visit_fields };

#define FACT TRUE
#define REQUEST FALSE

static const CpOperationKindInfo infos[CP_N_OPERATION_KINDS] = {
  [CP_OPERATION_ENROL_MEMBER] = { "enrol_member", N_ ("Enrol member"), CP_CLASS_PROVISIONAL, FACT,
                                  FALSE, FALSE, &enrol_member },
  [CP_OPERATION_EDIT_PROFILE] = { "edit_profile", N_ ("Edit profile"), CP_CLASS_PROVISIONAL,
                                  REQUEST, FALSE, TRUE, &edit_profile },
  [CP_OPERATION_SET_STATUS] = { "set_status", N_ ("Set status"), CP_CLASS_PROVISIONAL, REQUEST,
                                FALSE, TRUE, &set_status },
  [CP_OPERATION_REMOVE_STATUS] = { "remove_status", N_ ("Remove status"), CP_CLASS_PROVISIONAL,
                                   REQUEST, FALSE, TRUE, &remove_status },
  [CP_OPERATION_UNENROL_MEMBER] = { "unenrol_member", N_ ("Un-enrol member"), CP_CLASS_PROVISIONAL,
                                    REQUEST, TRUE, TRUE, &cp_unenrol_member_type },
  [CP_OPERATION_ENROL_AGAIN] = { "enrol_again", N_ ("Enrol again"), CP_CLASS_ONLINE, REQUEST, FALSE,
                                 TRUE, &cp_enrol_again_type },
  [CP_OPERATION_DEACTIVATE_MEMBER] = { "deactivate_member", N_ ("Put on hold"),
                                       CP_CLASS_PROVISIONAL, REQUEST, TRUE, TRUE,
                                       &cp_deactivate_member_type },
  [CP_OPERATION_REACTIVATE_MEMBER] = { "reactivate_member", N_ ("Reactivate member"),
                                       CP_CLASS_ONLINE, REQUEST, FALSE, TRUE,
                                       &cp_reactivate_member_type },
  [CP_OPERATION_BLOCK_ACCOUNT] = { "block_account", N_ ("Block account"), CP_CLASS_PROVISIONAL,
                                   FACT, TRUE, TRUE, &cp_block_account_type },
  [CP_OPERATION_UNBLOCK_ACCOUNT] = { "unblock_account", N_ ("Unblock account"), CP_CLASS_ONLINE,
                                     REQUEST, FALSE, TRUE, &cp_unblock_account_type },
  [CP_OPERATION_CHANGE_CONTACT] = { "change_contact", N_ ("Change phone or e-mail"),
                                    CP_CLASS_QUEUED, REQUEST, FALSE, TRUE,
                                    &cp_change_contact_type },
  [CP_OPERATION_REMOVE_MEMBER] = { "remove_member", N_ ("Remove member"), CP_CLASS_QUEUED, REQUEST,
                                   FALSE, TRUE, &cp_remove_member_type },
  [CP_OPERATION_MERGE_MEMBERS] = { "merge_members", N_ ("Merge duplicates"), CP_CLASS_QUEUED,
                                   REQUEST, FALSE, TRUE, &cp_merge_members_type },
  [CP_OPERATION_JOIN_FAMILY] = { "join_family", N_ ("Join family account"), CP_CLASS_QUEUED,
                                 REQUEST, FALSE, TRUE, &cp_join_family_type },
  [CP_OPERATION_SEND_LINK] = { "send_link", N_ ("Send sign-in link"), CP_CLASS_ONLINE, REQUEST,
                               FALSE, TRUE, &cp_send_link_type },
  [CP_OPERATION_OPT_IN] = { "opt_in", N_ ("Opt in"), CP_CLASS_PROVISIONAL, REQUEST, FALSE, TRUE,
                            &cp_opt_in_type },
  [CP_OPERATION_OPT_OUT] = { "opt_out", N_ ("Opt out"), CP_CLASS_PROVISIONAL, FACT, TRUE, TRUE,
                             &cp_opt_out_type },
  [CP_OPERATION_ADD_FAVOURITE] = { "add_favourite", N_ ("Add to list"), CP_CLASS_PROVISIONAL,
                                   REQUEST, FALSE, TRUE, &cp_add_favourite_type },
  [CP_OPERATION_REMOVE_FAVOURITE] = { "remove_favourite", N_ ("Take off list"),
                                      CP_CLASS_PROVISIONAL, REQUEST, FALSE, TRUE,
                                      &cp_remove_favourite_type },
  [CP_OPERATION_ADD_NOTE] = { "add_note", N_ ("Add note"), CP_CLASS_LOCAL, FACT, FALSE, TRUE,
                              &cp_add_note_type },
  [CP_OPERATION_ADD_TAG] = { "add_tag", N_ ("Add tag"), CP_CLASS_PROVISIONAL, REQUEST, FALSE, TRUE,
                             &cp_add_tag_type },
  [CP_OPERATION_REMOVE_TAG] = { "remove_tag", N_ ("Remove tag"), CP_CLASS_PROVISIONAL, REQUEST,
                                FALSE, TRUE, &cp_remove_tag_type },
  [CP_OPERATION_ADD_TASK] = { "add_task", N_ ("Add task"), CP_CLASS_LOCAL, FACT, FALSE, TRUE,
                              &cp_add_task_type },
  [CP_OPERATION_CLOSE_TASK] = { "close_task", N_ ("Close task"), CP_CLASS_PROVISIONAL, REQUEST,
                                FALSE, TRUE, &cp_close_task_type },
  [CP_OPERATION_MAKE_PROMISE] = { "make_promise", N_ ("Make a promise"), CP_CLASS_PROVISIONAL,
                                  REQUEST, FALSE, TRUE, &cp_make_promise_type },
  [CP_OPERATION_ANSWER_PROMISE] = { "answer_promise", N_ ("Answer a promise"), CP_CLASS_PROVISIONAL,
                                    REQUEST, FALSE, TRUE, &cp_answer_promise_type },
  [CP_OPERATION_LINK_CARD] = { "link_card", N_ ("Link card"), CP_CLASS_PROVISIONAL, REQUEST, FALSE,
                               TRUE, &link_card },
  [CP_OPERATION_BLOCK_CARD] = { "block_card", N_ ("Block card"), CP_CLASS_PROVISIONAL, FACT, TRUE,
                                TRUE, &block_card },
  [CP_OPERATION_UNBLOCK_CARD] = { "unblock_card", N_ ("Unblock card"), CP_CLASS_ONLINE, REQUEST,
                                  FALSE, TRUE, &unblock_card },
  [CP_OPERATION_REPLACE_CARD] = { "replace_card", N_ ("Replace card"), CP_CLASS_PROVISIONAL,
                                  REQUEST, FALSE, TRUE, &replace_card },
  [CP_OPERATION_ISSUE_BENEFIT] = { "issue_benefit", N_ ("Issue benefit"), CP_CLASS_PROVISIONAL,
                                   REQUEST, FALSE, TRUE, &issue_benefit },
  [CP_OPERATION_ISSUE_REWARD] = { "issue_reward", N_ ("Issue reward"), CP_CLASS_PROVISIONAL,
                                  REQUEST, FALSE, TRUE, &issue_reward },
  [CP_OPERATION_ISSUE_CREDIT] = { "issue_credit", N_ ("Issue credit"), CP_CLASS_PROVISIONAL,
                                  REQUEST, FALSE, TRUE, &issue_credit },
  [CP_OPERATION_VOID_INCENTIVE] = { "void_incentive", N_ ("Void incentive"), CP_CLASS_PROVISIONAL,
                                    REQUEST, TRUE, TRUE, &void_incentive },
  [CP_OPERATION_REDEEM_REWARD] = { "redeem_reward", N_ ("Redeem reward"), CP_CLASS_BOUNDED, FACT,
                                   FALSE, TRUE, &redeem_reward },
  [CP_OPERATION_CLAIM_RECEIPT] = { "claim_receipt", N_ ("Claim receipt"), CP_CLASS_QUEUED, REQUEST,
                                   FALSE, TRUE, &claim_receipt },
  [CP_OPERATION_ADJUST_POINTS] = { "adjust_points", N_ ("Adjust points"), CP_CLASS_PROVISIONAL,
                                   REQUEST, FALSE, TRUE, &cp_adjust_points_type },
  [CP_OPERATION_OPEN_MEMBER] = { "open_member", N_ ("Member opened"), CP_CLASS_LOCAL, FACT, FALSE,
                                 TRUE, &cp_open_member_type },
  [CP_OPERATION_NOTE_REFUSAL] = { "note_refusal", N_ ("Refused"), CP_CLASS_LOCAL, FACT, FALSE,
                                  FALSE, &cp_note_refusal_type },
  [CP_OPERATION_UNLOCK_STAFF] = { "unlock_staff", N_ ("Unlock staff member"), CP_CLASS_LOCAL, FACT,
                                  FALSE, FALSE, &cp_unlock_staff_type },
  [CP_OPERATION_CLAIM_INCENTIVE] = { "claim_incentive", N_ ("Claim incentive"),
                                     CP_CLASS_PROVISIONAL, REQUEST, FALSE, TRUE,
                                     &cp_claim_incentive_type },
  [CP_OPERATION_EXTEND_INCENTIVE] = { "extend_incentive", N_ ("Extend incentive"),
                                      CP_CLASS_PROVISIONAL, REQUEST, FALSE, TRUE,
                                      &cp_extend_incentive_type },
  [CP_OPERATION_REDEEM_BENEFIT] = { "redeem_benefit", N_ ("Redeem benefit"), CP_CLASS_BOUNDED, FACT,
                                    FALSE, TRUE, &cp_redeem_benefit_type },
  [CP_OPERATION_REDEEM_CREDIT] = { "redeem_credit", N_ ("Pay with credit"), CP_CLASS_ONLINE,
                                   REQUEST, FALSE, TRUE, &redeem_credit },
  [CP_OPERATION_CONFIRM_REDEMPTION] = { "confirm_redemption", N_ ("Confirm redemption"),
                                        CP_CLASS_PROVISIONAL, FACT, FALSE, TRUE,
                                        &cp_confirm_redemption_type },
  [CP_OPERATION_CANCEL_REDEMPTION] = { "cancel_redemption", N_ ("Cancel redemption"),
                                       CP_CLASS_PROVISIONAL, FACT, FALSE, TRUE,
                                       &cp_cancel_redemption_type },
  [CP_OPERATION_REVERSE_REDEMPTION] = { "reverse_redemption", N_ ("Take redemption back"),
                                        CP_CLASS_ONLINE, REQUEST, FALSE, TRUE,
                                        &cp_reverse_redemption_type },
  [CP_OPERATION_RETURN_REDEMPTION] = { "return_redemption", N_ ("Return redemption"),
                                       CP_CLASS_QUEUED, REQUEST, FALSE, TRUE,
                                       &cp_return_redemption_type },
  [CP_OPERATION_RETIRE_CARD] = { "retire_card", N_ ("Retire card"), CP_CLASS_QUEUED, REQUEST, FALSE,
                                 TRUE, &cp_retire_card_type },
  [CP_OPERATION_RESTORE_CARD] = { "restore_card", N_ ("Restore card"), CP_CLASS_ONLINE, REQUEST,
                                  FALSE, TRUE, &cp_restore_card_type },
  [CP_OPERATION_CHANGE_CARD_CATEGORY] = { "change_card_category", N_ ("Change card category"),
                                          CP_CLASS_QUEUED, REQUEST, FALSE, TRUE,
                                          &cp_change_card_category_type },
  [CP_OPERATION_DETACH_RECEIPT] = { "detach_receipt", N_ ("Detach receipt"), CP_CLASS_QUEUED,
                                    REQUEST, FALSE, TRUE, &cp_detach_receipt_type },
  [CP_OPERATION_END_VISIT] = { "end_visit", N_ ("End visit"), CP_CLASS_LOCAL, FACT, FALSE, FALSE,
                               &end_visit },
  [CP_OPERATION_RETURN_LEASE] = { "return_lease", N_ ("Lease given back"), CP_CLASS_LOCAL, FACT,
                                  FALSE, FALSE, &cp_return_lease_type },
};

const CpOperationKindInfo *
cp_operation_kind_get_info (CpOperationKind kind)
{
  g_return_val_if_fail (kind < CP_N_OPERATION_KINDS, NULL);

  return &infos[kind];
}

gboolean
cp_operation_kind_is_record (CpOperationKind kind)
{
  return kind == CP_OPERATION_OPEN_MEMBER || kind == CP_OPERATION_NOTE_REFUSAL ||
         kind == CP_OPERATION_RETURN_LEASE;
}

gboolean
cp_operation_kind_is_for_members (CpOperationKind kind)
{
  return kind == CP_OPERATION_OPT_IN || kind == CP_OPERATION_ADD_FAVOURITE ||
         kind == CP_OPERATION_CLAIM_INCENTIVE || cp_operation_kind_takes_away (kind);
}

gboolean
cp_operation_kind_takes_away (CpOperationKind kind)
{
  return kind == CP_OPERATION_OPT_OUT || kind == CP_OPERATION_REMOVE_FAVOURITE;
}

CpLane
cp_operation_kind_get_lane (CpOperationKind kind)
{
  static const CpOperationKind bulk[] = {
    CP_OPERATION_OPEN_MEMBER, CP_OPERATION_NOTE_REFUSAL, CP_OPERATION_END_VISIT,
    CP_OPERATION_ADD_NOTE,    CP_OPERATION_ADD_TAG,      CP_OPERATION_REMOVE_TAG,
    CP_OPERATION_ADD_TASK,    CP_OPERATION_CLOSE_TASK,
  };

  for (guint i = 0; i < G_N_ELEMENTS (bulk); i++)
    if (bulk[i] == kind)
      return CP_LANE_BULK;
  return CP_LANE_PRIORITY;
}

int
cp_operation_kind_from_word (const char *word)
{
  for (guint kind = 0; word != NULL && kind < CP_N_OPERATION_KINDS; kind++)
    if (*infos[kind].word == *word && strcmp (infos[kind].word, word) == 0)
      return (int) kind;
  return -1;
}
