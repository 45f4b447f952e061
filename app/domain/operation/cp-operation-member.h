/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-record.h"

G_BEGIN_DECLS

/* What is chosen for the operations on a membership, on consent and in clienteling. As with the
 * payloads in cp-operation-kind.h, what follows from it the rules work out. */

/** CpMembershipChange: `unenrol_member`, `enrol_again`, `deactivate_member`, `reactivate_member`,
 *  `block_account`,
 *  `remove_member`. */
typedef struct {
  char *reason_id;
  char *text;
} CpMembershipChange;

/** CpUnblockAccount: @block_id: the operation whose block it lifts; the device fills it in with the
 *  block that stood when it was asked, so that it never lifts a later one */
typedef struct {
  char *block_id;
  char *reason_id;
  char *text;
} CpUnblockAccount;

/** CpOpenMember: @card_id: (nullable): by which card, else by search */
typedef struct {
  char *card_id;
} CpOpenMember;

/** CpNoteRefusal: what was refused, and why: words. What was typed for it is not kept. */
typedef struct {
  char *operation;
  char *code;
} CpNoteRefusal;

typedef struct {
  char *staff_id; /* who is locked out */
} CpUnlockStaff;

/** CpReturnLease: the till will not use its lease for this account any more. @recalled_ms: which
 *  recall it answers */
typedef struct {
  gint64 recalled_ms;
} CpReturnLease;

/** CpChangeContact: @field: `phone` or `email`; @seen: (nullable): what stood there */
typedef struct {
  char *field;
  char *value;
  char *seen;
} CpChangeContact;

/** CpMergeMembers: into the operation's member. @keep: (nullable): field → `loser`, where the
 *  duplicate's text is to stay; anything else: the member's own */
typedef struct {
  char *loser_id;
  CpJson *keep;
} CpMergeMembers;

/** CpJoinFamily: the operation's member takes the other in; both cards were just tapped */
typedef struct {
  char *other_member_id;
  char *card_uid;
  char *other_card_uid;
} CpJoinFamily;

typedef struct {
  char *channel_id;
} CpSendLink;

extern const CpRecordType cp_change_contact_type, cp_remove_member_type, cp_merge_members_type,
    cp_join_family_type, cp_send_link_type;
extern const CpRecordType cp_open_member_type, cp_note_refusal_type, cp_unlock_staff_type,
    cp_return_lease_type;
extern const CpRecordType cp_unenrol_member_type, cp_enrol_again_type, cp_deactivate_member_type,
    cp_reactivate_member_type, cp_block_account_type, cp_unblock_account_type;

G_END_DECLS
