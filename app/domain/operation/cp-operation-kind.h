/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-chain.h"
#include "cp-operation-clienteling.h"
#include "cp-operation-member.h"
#include "cp-operation-value.h"

G_BEGIN_DECLS

typedef enum {
  CP_OPERATION_ENROL_MEMBER,
  CP_OPERATION_EDIT_PROFILE,
  CP_OPERATION_SET_STATUS,
  CP_OPERATION_REMOVE_STATUS,
  CP_OPERATION_UNENROL_MEMBER,
  CP_OPERATION_ENROL_AGAIN,
  CP_OPERATION_DEACTIVATE_MEMBER,
  CP_OPERATION_REACTIVATE_MEMBER,
  CP_OPERATION_BLOCK_ACCOUNT,
  CP_OPERATION_UNBLOCK_ACCOUNT,
  CP_OPERATION_CHANGE_CONTACT,
  CP_OPERATION_REMOVE_MEMBER,
  CP_OPERATION_MERGE_MEMBERS,
  CP_OPERATION_JOIN_FAMILY,
  CP_OPERATION_SEND_LINK,
  CP_OPERATION_OPT_IN,
  CP_OPERATION_OPT_OUT,
  CP_OPERATION_ADD_FAVOURITE,
  CP_OPERATION_REMOVE_FAVOURITE,
  CP_OPERATION_ADD_NOTE,
  CP_OPERATION_ADD_TAG,
  CP_OPERATION_REMOVE_TAG,
  CP_OPERATION_ADD_TASK,
  CP_OPERATION_CLOSE_TASK,
  CP_OPERATION_MAKE_PROMISE,
  CP_OPERATION_ANSWER_PROMISE,
  CP_OPERATION_LINK_CARD,
  CP_OPERATION_BLOCK_CARD,
  CP_OPERATION_UNBLOCK_CARD,
  CP_OPERATION_REPLACE_CARD,
  CP_OPERATION_ISSUE_BENEFIT,
  CP_OPERATION_ISSUE_REWARD,
  CP_OPERATION_ISSUE_CREDIT,
  CP_OPERATION_VOID_INCENTIVE,
  CP_OPERATION_REDEEM_REWARD,
  CP_OPERATION_CLAIM_RECEIPT,
  CP_OPERATION_ADJUST_POINTS,
  CP_OPERATION_OPEN_MEMBER,
  CP_OPERATION_NOTE_REFUSAL,
  CP_OPERATION_UNLOCK_STAFF,
  CP_OPERATION_CLAIM_INCENTIVE,
  CP_OPERATION_EXTEND_INCENTIVE,
  CP_OPERATION_REDEEM_BENEFIT,
  CP_OPERATION_REDEEM_CREDIT,
  CP_OPERATION_CONFIRM_REDEMPTION,
  CP_OPERATION_CANCEL_REDEMPTION,
  CP_OPERATION_REVERSE_REDEMPTION,
  CP_OPERATION_RETURN_REDEMPTION,
  CP_OPERATION_RETIRE_CARD,
  CP_OPERATION_RESTORE_CARD,
  CP_OPERATION_CHANGE_CARD_CATEGORY,
  CP_OPERATION_DETACH_RECEIPT,
  CP_OPERATION_END_VISIT,
  CP_OPERATION_RETURN_LEASE,
} CpOperationKind;

#define CP_N_OPERATION_KINDS (CP_OPERATION_RETURN_LEASE + 1)

/**
 * CpOfflineClass:
 * @CP_CLASS_LOCAL: final at once, head office only records it
 * @CP_CLASS_PROVISIONAL: takes effect here at once, *waiting for head office*, may be rejected later
 * @CP_CLASS_BOUNDED: as provisional, within limits granted beforehand
 * @CP_CLASS_QUEUED: no effect until head office accepts
 * @CP_CLASS_ONLINE: only while head office can be reached
 *
 * What an operation does while the network is down. The programme may tighten it, never loosen it.
 */
typedef enum {
  CP_CLASS_LOCAL,
  CP_CLASS_PROVISIONAL,
  CP_CLASS_BOUNDED,
  CP_CLASS_QUEUED,
  CP_CLASS_ONLINE,
} CpOfflineClass;

/** What an enrolment makes: numbers for cp_derive_id(), so that the ids of rows that belong together lie
 *  together, in files and in what goes over the line. */
enum {
  CP_ENROLMENT_ACCOUNT = 1,
  CP_ENROLMENT_CARD,
  CP_ENROLMENT_MEMBER,
};

/* The payloads. Each is what the person chose; what follows from it, the rules work out. */

typedef struct {
  char *
      member_id; /* made by the device, usually as CP_ENROLMENT_MEMBER; so is the operation's account_id
                      (without it: CP_ENROLMENT_ACCOUNT) */
  char *given_name;
  char *family_name;
  char *birth_date;
  char *phone;
  char *email;
  char *postcode;
  char *city;
  char *language;
  CpJson *fields;               /* (nullable): the chain's own of the form, name → text */
  char *card_uid;               /* (nullable): a card to link in the same step */
  gboolean despite_look_alikes; /* staff saw them and said it is somebody else */
} CpEnrolMember;

typedef struct {
  CpJson *set;  /* field → new text; an empty text clears it */
  CpJson *seen; /* field → the text that the editor saw */
} CpEditProfile;

typedef struct {
  char *status_id;
  gint64 until_ms;
  char *reason;
} CpSetStatus;

typedef struct {
  char *status_id;
  char *reason;
} CpRemoveStatus;

/** CpLinkCard: @is_virtual: one that exists only on a phone: without a @uid, and its @number may be
 *  left to be made */
typedef struct {
  char *uid;
  char *number;
  gboolean is_virtual;
} CpLinkCard;

typedef struct {
  char *card_id;
  char *reason_id;
  char *text;
} CpBlockCard;

typedef struct {
  char *card_id;
  char *block_id; /* the operation whose block it lifts; see CpUnblockAccount */
  char *reason_id;
  char *text;
} CpUnblockCard;

typedef struct {
  char *card_id; /* the old card, blocked before */
  char *uid;     /* the new one's */
  char *number;
} CpReplaceCard;

typedef struct {
  char *definition_id;
  char *reason;
} CpIssueIncentive; /* benefits, rewards and credits alike */

typedef struct {
  char *incentive_id;
  char *reason_id;
  char *text;
} CpVoidIncentive;

/**
 * CpRedeemReward: `redeem_reward`, `redeem_credit`
 * @incentive_id: (nullable): that one alone
 * @hold: sets it aside until it is confirmed, cancelled, or lapses
 */
typedef struct {
  gint64 amount_minor; /* to take off, across rewards, nearest expiry first */
  gint64 basket_minor;
  char *incentive_id; /* (nullable): from this one alone */
  gboolean hold;      /* set aside until it is confirmed or cancelled, or lapses */
} CpRedeemReward;     /* rewards and credits */

typedef struct {
  char *number;
  char *store_id;
  gint64
      day_ms; /* 0, or any time on the day that stands on it, by the clock of the operation's store */
  gint64 total_minor; /* 0, or the total that stands on it */
} CpClaimReceipt;

typedef struct {
  char *reason_id;
  char *text;
} CpEndVisit;

/**
 * CpOperationKindInfo:
 * @word: by which it travels: `replace_card`
 * @title: for people, to be translated: `Replace card`
 * @is_fact: the world has changed already, so head office always posts it and flags where it hurts;
 *   else it is a request and may be refused
 * @restricting: it only takes away what may be done (a block), so it acts at once: no programme may have
 *   it wait
 * @needs_member: it is done for a member who exists
 * @payload: the table of its payload's struct
 */
typedef struct {
  const char *word;
  const char *title;
  CpOfflineClass offline_class;
  gboolean is_fact;
  gboolean restricting;
  gboolean needs_member;
  const CpRecordType *payload;
} CpOperationKindInfo;

/** cp_operation_kind_get_info: (transfer none): never %NULL for a kind of the enumeration */
const CpOperationKindInfo *cp_operation_kind_get_info (CpOperationKind kind);

/** cp_operation_kind_is_record: whether only the device itself writes it down, as it does of each
 *  opening of a member and of each refusal. */
gboolean cp_operation_kind_is_record (CpOperationKind kind);

/** cp_operation_kind_is_for_members: whether a member may do it for themself at the kiosk, if the
 *  programme gives its customers the right */
gboolean cp_operation_kind_is_for_members (CpOperationKind kind);

/** cp_operation_kind_takes_away: whether it only ends what a member had chosen, so that nobody gains by
 *  doing it in their name */
gboolean cp_operation_kind_takes_away (CpOperationKind kind);

/**
 * cp_operation_kind_get_lane:
 *
 * In which lane an operation of @kind goes to head office (PROTOCOL.md, 72). In the bulk lane are those
 * alone of which nothing is read by any rule that decides one of the priority lane, on the device or at
 * head office: what a device or its staff only write down. Whatever is later than it was done (a note after the merge
 * that was done after it) must find the same lane's operations before it, in their order, and the others'
 * outcomes as they are. In doubt it is the priority lane.
 *
 * A kind may move to the bulk lane from one version to the next. The other way, what waits in the bulk lane
 * would be overtaken by what depends on it.
 */
CpLane cp_operation_kind_get_lane (CpOperationKind kind);

/** cp_operation_kind_from_word: the kind, or -1 for a word that this version does not know. */
int cp_operation_kind_from_word (const char *word);

G_END_DECLS
