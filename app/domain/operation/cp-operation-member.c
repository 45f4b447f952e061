/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-operation-member.h"

#define TEXT_LENGTH 500

static const CpField membership_change_fields[] = {
  CP_TEXT_FIELD (CpMembershipChange, reason_id),
  CP_LONG_TEXT_FIELD (CpMembershipChange, text, TEXT_LENGTH),
  CP_LAST_FIELD,
};

static const CpField unblock_account_fields[] = {
  CP_TEXT_FIELD (CpUnblockAccount, block_id),
  CP_TEXT_FIELD (CpUnblockAccount, reason_id),
  CP_LONG_TEXT_FIELD (CpUnblockAccount, text, TEXT_LENGTH),
  CP_LAST_FIELD,
};

static const CpField open_member_fields[] = {
  CP_TEXT_FIELD (CpOpenMember, card_id),
  CP_LAST_FIELD,
};

static const CpField note_refusal_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpNoteRefusal, operation),
  CP_REQUIRED_TEXT_FIELD (CpNoteRefusal, code),
  CP_LAST_FIELD,
};

static const CpField unlock_staff_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpUnlockStaff, staff_id),
  CP_LAST_FIELD,
};

static const CpField return_lease_fields[] = {
  CP_REQUIRED_INT_FIELD (CpReturnLease, recalled_ms),
  CP_LAST_FIELD,
};

static const CpField change_contact_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpChangeContact, field),
  { "value", CP_FIELD_TEXT, G_STRUCT_OFFSET (CpChangeContact, value), TRUE, 254, NULL },
  CP_LONG_TEXT_FIELD (CpChangeContact, seen, 254),
  CP_LAST_FIELD,
};

static const CpField merge_members_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpMergeMembers, loser_id),
  CP_JSON_FIELD (CpMergeMembers, keep),
  CP_LAST_FIELD,
};

static const CpField join_family_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpJoinFamily, other_member_id),
  CP_LONG_TEXT_FIELD (CpJoinFamily, card_uid, 20),
  CP_LONG_TEXT_FIELD (CpJoinFamily, other_card_uid, 20),
  CP_LAST_FIELD,
};

static const CpField send_link_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpSendLink, channel_id),
  CP_LAST_FIELD,
};

#define TYPE(name, Struct, fields) \
  const CpRecordType cp_##name##_type = { #name, sizeof (Struct), fields }

TYPE (change_contact, CpChangeContact, change_contact_fields);
TYPE (remove_member, CpMembershipChange, membership_change_fields);
TYPE (merge_members, CpMergeMembers, merge_members_fields);
TYPE (join_family, CpJoinFamily, join_family_fields);
TYPE (send_link, CpSendLink, send_link_fields);
TYPE (open_member, CpOpenMember, open_member_fields);
TYPE (note_refusal, CpNoteRefusal, note_refusal_fields);
TYPE (unlock_staff, CpUnlockStaff, unlock_staff_fields);
TYPE (return_lease, CpReturnLease, return_lease_fields);
TYPE (unenrol_member, CpMembershipChange, membership_change_fields);
TYPE (enrol_again, CpMembershipChange, membership_change_fields);
TYPE (deactivate_member, CpMembershipChange, membership_change_fields);
TYPE (reactivate_member, CpMembershipChange, membership_change_fields);
TYPE (block_account, CpMembershipChange, membership_change_fields);
TYPE (unblock_account, CpUnblockAccount, unblock_account_fields);
