/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-record.h"

G_BEGIN_DECLS

/* The rows of which everything about a member consists, as head office keeps and sends them. Times
 * are UTC milliseconds, 0 where there is none; money is minor units of the programme's currency;
 * ids are UUIDv7 texts unless said otherwise. Each kind's JSON form is its struct, field by field;
 * the tables are in cp-entities.c. */

typedef enum {
  CP_KIND_ACCOUNT,
  CP_KIND_MEMBER,
  CP_KIND_STATUS,
  CP_KIND_CARD,
  CP_KIND_INCENTIVE,
  CP_KIND_REDEMPTION,
  CP_KIND_POINTS,
  CP_KIND_RECEIPT,
  CP_KIND_ACTION,
  CP_KIND_NOTE,
  CP_KIND_TAG,
  CP_KIND_TASK,
  CP_KIND_PROMISE,
  CP_KIND_FAVOURITE,
  CP_KIND_SUBSCRIPTION,
  CP_KIND_MESSAGE,
  CP_KIND_STAFF,
  CP_KIND_PROGRAMME,
  CP_KIND_LEASE,
  CP_KIND_VISITOR,
} CpKind;

/** CP_N_ACCOUNT_KINDS: the kinds below it hang on an account; those from it on do not. */
#define CP_N_ACCOUNT_KINDS CP_KIND_STAFF
#define CP_N_KINDS (CP_KIND_VISITOR + 1)

/**
 * CpEntity:
 * @kind: which struct this is the beginning of
 * @id: of the row
 * @account_id: (nullable): the account that it hangs on; a receipt that is not attributed, a card in
 *   stock, staff and the programme have none
 * @ver: head office's version of the row, ascending; 0 for what head office does not know yet
 * @waiting: made or changed by an operation of this device that head office has not confirmed. Not
 *   part of the JSON form.
 *
 * What each row's struct starts with.
 */
typedef struct {
  CpKind kind;
  char *id;
  char *account_id;
  gint64 ver;
  gboolean waiting;
} CpEntity;

/** CpAccountRow: the pool that balances, incentives and history hang on; @entity.id is its id and
 *  its account_id too. */
typedef struct {
  CpEntity entity;
  gboolean blocked;
  char *block_reason;
  char *blocked_by_operation_id;
  char *moved_to_account_id; /* it is empty: merged or joined */
  gboolean
      overdrawn; /* redeemed more than it had, when rewards last changed; see cp_account_is_overdrawn() */
  gint64 lease_recalled_ms; /* when head office last asked the home store's till to give it back */
  gboolean lease_returned;  /* the till has */
} CpAccountRow;

typedef enum {
  CP_MEMBER_PROVISIONAL,
  CP_MEMBER_ACTIVE,
  CP_MEMBER_ENROLLED,
  CP_MEMBER_UNENROLLED,
  CP_MEMBER_ON_HOLD,
  CP_MEMBER_MERGED,
  CP_MEMBER_ERASED,
} CpMemberState;

typedef struct {
  CpEntity entity;
  CpMemberState state;
  char *external_id; /* the chain's own number for the member */
  char *given_name;
  char *family_name;
  char *birth_date; /* YYYY-MM-DD */
  char *phone;      /* E.164 */
  char *email;      /* lower case */
  char *postcode;
  char *city;
  char *language; /* BCP 47 */
  CpJson *fields; /* (nullable): the chain's own of the programme's form, name → text; see
                     cp-profile-field.h */
  char *home_store_id;
  gint64 enrolled_at_ms;
  char *state_reason;           /* why it was put on hold, or left */
  gint64 contact_changed_at_ms; /* phone or e-mail, or a change of them was asked for */
  gboolean removing;            /* asked for; opted out and masked until head office erases */
  CpJson *former_account_ids; /* (nullable): under which operations on the member may still come */
  char *merged_into;          /* the survivor's member id */
  gboolean thin;              /* as told to stores that have no need of more; see cp-thin.h */
} CpMember;

typedef struct {
  CpEntity entity;
  char *member_id;
  char *system_id;
  char *status_id;
  gint64 from_ms;
  gint64 until_ms; /* 0: no end */
  char *reason;
  gboolean by_points; /* tier points brought it, and may take it away */
  gboolean removed;
  gint64
      removed_at_ms; /* until when it was held; 0: not removed, or a version that did not say when */
} CpStatus;

typedef enum {
  CP_CARD_STOCK,
  CP_CARD_LINKED, /* only earns until head office confirms */
  CP_CARD_ACTIVE,
  CP_CARD_REPLACED,
  CP_CARD_RETIRED,
} CpCardState;

typedef enum {
  CP_CARD_PHYSICAL,
  CP_CARD_ADDITIONAL,
  CP_CARD_VIRTUAL,
} CpCardMedium;

typedef struct {
  CpEntity entity;
  char *member_id;
  char *uid;    /* the chip's, upper-case hex; absent on virtual cards */
  char *number; /* printed on it */
  CpCardMedium medium;
  char *category_id;
  CpCardState state;
  gboolean blocked;
  char *block_reason;
  char *blocked_by_operation_id;
  char *replaced_by_card_id;
  CpCardState retired_from; /* where a restore leads back to */
  char *retire_reason;
  gint64 linked_at_ms;
  gint64 counter; /* the highest number that it has shown anywhere, written by head office */
  char *counter_device_id; /* where */
} CpCard;

typedef enum {
  CP_CLASS_REWARD,  /* money off, with a balance */
  CP_CLASS_BENEFIT, /* an entitlement, with a number of uses */
  CP_CLASS_CREDIT,  /* stored money */
} CpIncentiveClass;

/** cp_incentive_class_words: the words of #CpIncentiveClass in its order, ending in %NULL */
extern const char *const cp_incentive_class_words[];

typedef enum {
  CP_INCENTIVE_ISSUED, /* not usable before usable_from_ms */
  CP_INCENTIVE_ACTIVE,
  CP_INCENTIVE_PART_USED,
  CP_INCENTIVE_USED,
  CP_INCENTIVE_EXPIRED,
  CP_INCENTIVE_VOIDED,
} CpIncentiveState;

typedef struct {
  CpEntity entity;
  char *member_id;
  char *definition_id;
  CpIncentiveClass class_;
  CpIncentiveState
      state; /* as last written; see cp_incentive_get_state() for what time did to it */
  gint64 amount_minor;
  gint64 balance_minor;
  gint64 uses;
  gint64 uses_left;
  gint64 issued_at_ms;
  gint64 usable_from_ms;
  gint64 expires_at_ms;
  gboolean extended;
  gboolean claimed; /* the member asked for it, as anybody may */
  gboolean counted; /* towards its definition's global cap */
  char *issued_by_staff_id;
  char *issued_store_id;
  char *issued_operation_id;
  char *reason;
  char *void_reason;
} CpIncentive;

typedef enum {
  CP_REDEMPTION_HELD,
  CP_REDEMPTION_CONFIRMED,
  CP_REDEMPTION_REVERSED,
  CP_REDEMPTION_RETURNED,
  CP_REDEMPTION_CANCELLED,
  CP_REDEMPTION_LAPSED,
} CpRedemptionState;

typedef struct {
  CpEntity entity;
  char *incentive_id;
  char *operation_id;
  CpRedemptionState state;
  gint64 amount_minor;
  gint64 uses;
  gint64 at_ms;
  char *staff_id;
  char *store_id;
  char *card_id;        /* (nullable): the card by which the member was there */
  gint64 held_until_ms; /* while held */
  char *
      definition_id; /* (nullable): whose global cap it counts towards; not if its incentive does */
  char *returned_as; /* (nullable): the incentive that was issued for it */
} CpRedemption;

typedef struct {
  CpEntity entity;
  char *type_id;
  gint64 amount;
  gint64 at_ms;
  gint64 pending_until_ms;
  gint64 expires_at_ms;
  char *receipt_id;
  char *operation_id;
  char *reason;      /* what the member is told */
  char *note;        /* for staff only */
  gboolean adjusted; /* by hand, and not earned */
  char *card_id;     /* (nullable): the card that it came by, which worked then */
} CpPoints;

typedef enum {
  CP_RECEIPT_CONFIRMED,
  CP_RECEIPT_INCOMPLETE,
  CP_RECEIPT_CANCELLED,
} CpReceiptState;

typedef enum {
  CP_RECEIPT_UNATTRIBUTED,
  CP_RECEIPT_PENDING, /* claimed here, head office has not said yes */
  CP_RECEIPT_ATTRIBUTED,
  CP_RECEIPT_DETACHED,
} CpAttribution;

typedef struct {
  CpEntity entity; /* account_id is absent while nobody has it */
  char *member_id;
  char *number;
  char *store_id;
  gint64 at_ms;
  gint64 total_minor;
  CpReceiptState state;
  CpAttribution attribution;
  gint64 claimed_at_ms;
  char *card_id;      /* (nullable): the card that was shown */
  char *programme_id; /* (nullable): one of the programme's `programmes`; absent: its own */
  CpJson *lines;      /* (nullable): [{"text", "quantity", "amount_minor"}] */
} CpReceipt;

/** CpAction: one line of a member's action history; its id is the operation's. */
typedef struct {
  CpEntity entity;
  char *member_id;
  char *kind;       /* the operation's */
  char *subject_id; /* what it was about: a card, an incentive, a receipt … */
  gint64 value_minor;
  gint64 at_ms;
  gboolean by_member; /* the member did it for themself, and no staff */
  char *staff_id;
  char *approver_id;
  char *store_id;
  char *card_id; /* (nullable): the card by which the member was there */
  char *outcome; /* accepted, accepted_changed, rejected or needs_review */
  char *code;    /* of a rejection or flag */
} CpAction;

/** CpNote: append-only; what was written stays. */
typedef struct {
  CpEntity entity;
  char *member_id;
  char *text;
  gint64 at_ms;
  char *staff_id;
  char *store_id;
} CpNote;

typedef struct {
  CpEntity entity;
  char *member_id;
  char *tag;
  gint64 at_ms;
  char *staff_id;
  gboolean removed;
} CpTag;

typedef enum {
  CP_TASK_OPEN,
  CP_TASK_DONE,
  CP_TASK_CANCELLED,
} CpTaskState;

typedef struct {
  CpEntity entity;
  char *member_id;
  char *text;
  CpTaskState state;
  gint64 due_ms; /* any time on the day on which it is due (UTC) */
  char *owner_staff_id;
  char *store_id;
  gint64 made_at_ms;
  char *made_by_staff_id;
  gint64 closed_at_ms;
  char *closed_by_staff_id;
  char *result;
} CpTask;

typedef enum {
  CP_PROMISE_PROPOSED, /* binds nobody yet */
  CP_PROMISE_AGREED,   /* the member may claim it, or has */
  CP_PROMISE_DECLINED,
} CpPromiseState;

typedef struct {
  CpEntity entity;
  char *member_id;
  char *text; /* as it was given: "10 % next time" */
  CpPromiseState state;
  char *definition_id; /* what it is to become */
  gint64 made_at_ms;
  char *made_by_staff_id;
  gint64 answered_at_ms;
  char *answered_by_staff_id;
  char *answer;
  char *incentive_id; /* (nullable): what it became, once it was claimed */
} CpPromise;

typedef enum {
  CP_FAVOURITE_FAVOURITE,
  CP_FAVOURITE_WISH,
} CpFavouriteList;

typedef struct {
  CpEntity entity;
  char *member_id;
  CpFavouriteList list;
  char *product_id;
  char *name;
  gint64 at_ms;
  char *staff_id;
  gboolean removed;
} CpFavourite;

/** CpSubscription: one cell of the matrix of mailing × channel; without a row, no. @text_version,
 *  @language, @method, @at_ms and @staff_id are the evidence of an opt-in. */
typedef struct {
  CpEntity entity;
  char *member_id;
  char *mailing_id;
  char *channel_id;
  gboolean opted_in;
  gint64 at_ms;
  char *text_version;
  char *language;
  char *method;
  char *staff_id;
  char *operation_id; /* the last that changed it */
} CpSubscription;

typedef enum {
  CP_MESSAGE_QUEUED,
  CP_MESSAGE_SENT,
  CP_MESSAGE_DELIVERED,
  CP_MESSAGE_FAILED,
} CpMessageState;

/** CpMessage: what head office sent to a member; kiosks only read it. */
typedef struct {
  CpEntity entity;
  char *member_id;
  char *channel_id;
  char *mailing_id;
  char *subject;
  CpMessageState state;
  gint64 at_ms;
  gint64 delivered_at_ms;
  char *receipt_id;   /* (nullable): what it was about */
  char *operation_id; /* likewise */
  char *trouble;      /* why it failed */
} CpMessage;

typedef struct {
  CpEntity entity; /* no account_id: that would make staff part of an account */
  char *name;
  char *role_id;
  char *pin_verifier;   /* see cp-pin.h */
  char *own_account_id; /* never the target of what they may do for others */
  char *own_member_id;
  CpJson *household; /* (nullable): the ids of accounts that are as their own */
  char *card_uid;    /* (nullable): the staff card, by which they may approve */
  gboolean inactive;
} CpStaff;

/** CpProgrammeRow: @document is what cp_programme_from_json() reads. */
typedef struct {
  CpEntity entity; /* the id is "current" */
  CpJson *document;
} CpProgrammeRow;

/** CpLease: see cp-lease.h. The id is the store's; @incarnation: the device's to which it was granted */
typedef struct {
  CpEntity entity;
  char *device_id;
  char *incarnation;
  gint64 amount_minor;
  gint64 until_ms;
} CpLease;

/**
 * CpVisitor: that somebody has been at a store which is not their home, and whose devices therefore are
 * told all of them. Head office's own; no device is told of it.
 * @entity: the id is cp_visitor_dup_id()'s
 * @visited_account_id: whose (no account_id: that would make it part of the account)
 * @until_ms: 0: they have left
 */
typedef struct {
  CpEntity entity;
  char *visited_account_id;
  gint64 until_ms;
} CpVisitor;

/** cp_visitor_dup_id: (transfer full): of the row of that account at that store */
char *cp_visitor_dup_id (const char *store_id, const char *account_id);

/** cp_kind_get_type: the table of the kind's JSON form; its name is the kind's word. */
const CpRecordType *cp_kind_get_type (CpKind kind);

/** cp_kind_from_word: the kind whose word is @word, or -1. */
int cp_kind_from_word (const char *word);

/**
 * cp_entity_from_json:
 *
 * Returns: (transfer full): the row's struct, or %NULL with %CP_ERROR_INVALID. Free with
 *   cp_entity_free().
 */
gpointer cp_entity_from_json (CpKind kind, const CpJson *data, gint64 ver, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** cp_entity_from_newer_json: as cp_entity_from_json(), of a row that a newer head office may have
 *  made: fields that are not known are passed over. */
gpointer cp_entity_from_newer_json (CpKind kind, const CpJson *data, gint64 ver, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** cp_entity_new: (transfer full): an empty struct of @kind with that id and account. */
gpointer cp_entity_new (CpKind kind, const char *id, const char *account_id);

/** cp_entity_to_json: (transfer full): without @ver and @waiting */
CpJson *cp_entity_to_json (gconstpointer entity);

/** cp_entity_to_text: (transfer full): the canonical text of cp_entity_to_json() */
char *cp_entity_to_text (gconstpointer entity);

/** cp_entity_equal: whether both say the same; @ver and @waiting aside */
gboolean cp_entity_equal (gconstpointer a, gconstpointer b);

/** cp_entity_copy: (transfer full): @ver and @waiting included */
gpointer cp_entity_copy (gconstpointer entity);

/** cp_entity_free: frees the struct (nullable) of any kind. A GDestroyNotify. */
void cp_entity_free (gpointer entity);

G_END_DECLS
