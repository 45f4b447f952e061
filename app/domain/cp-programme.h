/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-entities.h"
#include "cp-operation-kind.h"

G_BEGIN_DECLS

/* The versioned configuration that head office publishes. Everything that differs from chain to
 * chain stands here and nowhere else. Its JSON form is the struct, list by list. */

typedef struct {
  char *id;
  char *name;
  char *city;
  CpJson *tills;   /* (nullable): the ids of its devices; the first holds its lease */
  char *time_zone; /* (nullable): such as `Europe/Dublin`; %NULL: UTC */
} CpStore;

typedef struct {
  char *id;
  char *name;
  gboolean spendable;      /* tier points never are */
  gint64 validity_days;    /* 0: no expiry */
  gint64 per_unit;         /* points earned per whole currency unit of a receipt */
  gint64 pending_days;     /* what is earned counts after so many days */
  gint64 adjust_cap;       /* so much may be added by hand at once, before head office's word */
  gint64 adjust_day_count; /* and so often for one member on a day */
  gint64 adjust_day_cap;   /* and so much together; each 0: no cap */
} CpPointsType;

/**
 * CpEarnRule: what a purchase between @from_ms and @until_ms (each 0: open) earns instead of the
 * type's own @per_unit; of several, the most.
 * @store_id: (nullable): only there
 */
typedef struct {
  char *id;
  char *type_id;
  gint64 from_ms;
  gint64 until_ms;
  gint64 per_unit;
  char *store_id;
} CpEarnRule;

/** CpCardCategory: what a card counts as; @points_percent of 0 says nothing about points */
typedef struct {
  char *id;
  char *name;
  gint64 points_percent;
} CpCardCategory;

typedef struct {
  char *id;
  char *name;
  gboolean exclusive; /* at most one of its statuses at a time */
  gboolean customer_facing;
  gboolean needs_reason;
} CpStatusSystem;

typedef struct {
  char *id;
  char *system_id;
  char *name;
  gint64 rank; /* the highest is the best */
  gboolean staff_assignable;
  gboolean entitlement;       /* carries one: setting it needs head office */
  gint64 extra_expiry_days;   /* added to the validity of what is issued to its holder */
  gint64 points_percent;      /* 100: as everyone; 200: double */
  gint64 tier_points_percent; /* the same for points that can't be spent; 0: as points_percent */
  gint64 tier_points;         /* so many of those bring it; 0: points do not */
} CpStatusDefinition;

typedef struct {
  char *id;
  CpIncentiveClass class_;
  char *name;
  char *customer_text;
  gint64 amount_minor; /* rewards and credits */
  gint64 uses;         /* benefits */
  gint64 validity_days;
  gint64 usable_after_days;
  gint64 min_basket_minor;
  gint64 redeem_cap_minor; /* per redemption; 0: none */
  gboolean published;
  gboolean assignable; /* staff may issue it */
  gboolean whole_only; /* redeemed whole or not at all */
  gboolean claimable;  /* members may ask for it, if @condition (nullable) holds */
  CpJson *condition;
  gint64 claims_per_member; /* 0: no limit */
  CpJson *promotion;        /* (nullable): benefits: what the basket has to be */
  gint64 global_cap;        /* how many are given out in all; 0: no limit */
  gboolean not_extendable;
  gboolean associate_extends; /* without a manager's approval */
} CpDefinition;

/**
 * CpMailing:
 * @consent: (nullable): the words that a member agrees to, {"version", "texts": {"en": …, "de": …}}, by
 *   language (ISO 639-1); %NULL: those that the screen has. Whoever changes a word gives another version
 *
 * A kind of message that a member may agree to.
 */
typedef struct {
  char *id;
  char *name;
  CpJson *consent;
} CpMailing;

/** cp_mailing_has_words: whether the words that were agreed to, by their version and language, are those that
 *  the programme has for it now; always, where it has none */
gboolean
cp_mailing_has_words (const CpMailing *self, const char *text_version, const char *language);

/** CpOtherProgramme: one beside this, of another brand or a partner, by which a purchase can have been
 *  made */
typedef struct {
  char *id;
  char *name;
} CpOtherProgramme;

/** CpChannel: @address: (nullable): the profile's field that it goes to, `phone` or `email` */
typedef struct {
  char *id;
  char *name;
  char *address;
} CpChannel;

/**
 * CpRight:
 * @allowed: whether the role may do it at all
 * @approval: it needs another person's PIN who may do it without
 * @per_day: how many a staff member may do on a day; 0: no limit
 * @max_minor: how much each may be worth, 0: no limit
 * @day_minor: how much they may be worth together on a day, per staff member, 0: no limit
 * @member_day, @member_day_minor: how many, and worth how much, for one member on a day
 * @device_day, @device_day_minor: likewise on one device
 * @identify: the member has to be identified first
 */
typedef struct {
  char *role_id;
  char *operation; /* the kind's word */
  gboolean allowed;
  gboolean approval;
  gint64 per_day;
  gint64 max_minor;
  gint64 day_minor;
  gint64 member_day;
  gint64 member_day_minor;
  gint64 device_day;
  gint64 device_day_minor;
  gboolean identify;
} CpRight;

/** CpClassRule: an operation that this chain lets do less while offline than its kind would. */
typedef struct {
  char *operation; /* the kind's word */
  CpOfflineClass offline_class;
} CpClassRule;

/** CpProduct: one that members may choose among their favourites at the kiosk; @code: (nullable): what is
 *  printed on it for scanners */
typedef struct {
  char *id;
  char *name;
  char *code;
} CpProduct;

/** CpRole: @practises_as: (nullable): the role whose rights its people have in training; %NULL: their
 *  own */
typedef struct {
  char *id;
  char *name;
  gint64 rank; /* who can approve for whom: higher for lower */
  char *practises_as;
} CpRole;

/** CpReason: one entry of a list of reasons; @list is the operation's word, such as `block_card`. */
typedef struct {
  char *id;
  char *list;
  char *text;
} CpReason;

/**
 * CpFormType: what a field of the form takes
 * @CP_FORM_USUAL: only in the document: what the profile's own field takes, or a text
 * @CP_FORM_NUMBER: a whole one
 * @CP_FORM_CHOICE: one of its options
 * @CP_FORM_FLAG: %CP_FORM_YES or %CP_FORM_NO; neither where nobody was asked
 */
typedef enum {
  CP_FORM_USUAL,
  CP_FORM_TEXT,
  CP_FORM_NUMBER,
  CP_FORM_DATE,
  CP_FORM_CHOICE,
  CP_FORM_FLAG,
  CP_FORM_PHONE,
  CP_FORM_EMAIL,
  CP_FORM_LANGUAGE,
} CpFormType;

#define CP_FORM_YES "yes"
#define CP_FORM_NO "no"
#define CP_FORM_MAX_NUMBER G_GINT64_CONSTANT (1000000000000)
#define CP_FORM_MAX_OPTIONS 50
#define CP_FORM_MAX_OWN 40 /* fields of the chain's own */

/** cp_form_type_words: the words of #CpFormType in its order, ending in %NULL */
extern const char *const cp_form_type_words[];

/**
 * CpFormField:
 * @field: one that every profile has (given_name, family_name, birth_date, phone, email, postcode, city,
 *   language), or a name of the chain's own: lower-case letters, digits and _, 40 at most
 * @label: what it is called
 * @labels: (nullable): the same by language (ISO 639-1), {"de": …}
 * @type: of the eight it is given: only their own may stand there
 * @sensitive: of the chain's own: shown to and edited by those roles only that are not kept from
 *   `read_sensitive`
 * @max_length: of a text, in characters; 0: 200
 * @min: of a number
 * @max: (nullable): of a number; %NULL: none. In the document 0 is none, and `"0"` is 0.
 * @earliest, @latest: (nullable): of a date, `2026-12-31` or `today`; %NULL: 1880, 2199
 * @options: of a choice: [{"id", "label", "labels"?}]
 *
 * See cp-form-field.h for what they mean to what is typed.
 */
typedef struct {
  char *field;
  char *label;
  CpJson *labels;
  CpFormType type;
  gboolean required;
  gboolean editable;
  gboolean sensitive;
  gint64 max_length;
  gint64 min;
  gint64 *max;
  char *earliest;
  char *latest;
  CpJson *options;
} CpFormField;

/** CpScope: whom a device is told all of: every member, or those of its store and who visited there */
typedef enum {
  CP_SCOPE_CHAIN,
  CP_SCOPE_STORE,
} CpScope;

/**
 * CpProgramme:
 * @version: ascending; a device never goes back
 * @claim_window_days: how old a receipt may be when it is claimed; 0: 90
 * @offline_floor_minor: what one redemption may take while head office can't be reached
 * @offline_store_minor: what all redemptions here may take together until the next sync
 * @offline_per_member: how many a member may make here until then
 * @offline_per_home_member: the same for whom the store is home; 0, or absent where offline_per_member
 *   is not: as everybody
 * @offline_max_age_ms: how old the data may be for any of them
 * @offline_approve_minor: of more than that another person has to approve; 0: never
 * @offline_approve_percent: of so many in a hundred another person has to approve whatever the amount
 * @lease_minor: so much of what a member has is kept for their home store; 0: there are no leases
 * @lease_ms: for how long
 * @scope: how much of members a store's devices are told (docs/domain.md, "Other stores' members")
 * @visitor_days: for so many days after they were there last; 0: 30
 * @redeem_proof: (nullable): what a card must have proven for anything to be redeemed without a second
 *   factor: `uid`, `token` or `authenticated`; %NULL: nothing
 * @card_site: (nullable): `https://…`, where a telephone is led that reads a card written here; %NULL:
 *   the screen writes none
 * @verdict_wait_ms: how long the screen waits for head office's word while online; 0: 2 s
 */
typedef struct {
  gint64 version;
  char *name;
  char *currency; /* ISO 4217 */
  gint64 currency_digits;
  char *country_code; /* dialled: `44` */
  gint64 claim_window_days;
  gint64 max_cards;
  gint64 max_family;         /* members of an account; 0: no limit */
  gint64 contact_cooling_ms; /* after a change of phone or e-mail nothing is redeemed; 0: 24 h */
  gint64 identify_answers;   /* right answers that identify; with a card one less; 0: two */
  gint64 max_favourites;     /* of a member; 0: no limit */
  gint64 max_wishes;         /* likewise */
  gint64 offline_floor_minor;
  gint64 offline_store_minor;
  gint64 offline_per_member;
  gint64 offline_per_home_member;
  gint64 offline_max_age_ms;
  gint64 offline_approve_minor;
  gint64 offline_approve_percent;
  gint64 lease_minor;
  gint64 lease_ms;
  CpScope scope;
  gint64 visitor_days;
  char *redeem_proof;
  char *card_site;
  gint64 verdict_wait_ms;
  gint64 card_uses_per_day;   /* how often value is given or taken by one card; 0: no limit */
  gint64 card_uses_per_staff; /* likewise by one staff member */
  gboolean views_unrecorded;  /* openings of members and refusals are not written down */
  gboolean approve_by_card;   /* a staff card will do in place of a PIN */
  gint64 self_check_ms;       /* how long a customer's self-check stays up */
  gint64 hold_ms;             /* how long a redemption is set aside */
  gint64 reversal_window_ms;  /* how long it may be taken back; 0: 10 minutes */
  gint64 idle_lock_ms;        /* how long staff may do nothing before the screen locks */
  GPtrArray *stores;          /* of CpStore, and so on below */
  GPtrArray *programmes;      /* of CpOtherProgramme */
  GPtrArray *points_types;
  GPtrArray *earn_rules;
  GPtrArray *card_categories;
  GPtrArray *status_systems;
  GPtrArray *statuses;
  GPtrArray *definitions;
  GPtrArray *mailings;
  GPtrArray *channels;
  GPtrArray *products; /* what members choose from at the kiosk; empty: they add nothing there */
  GPtrArray *roles;
  GPtrArray *rights; /* sorted */
  GPtrArray *classes;
  GPtrArray *reasons;
  GPtrArray *form;
  GHashTable *zones; /* of the stores, see cp_calendar_find_zones() */
} CpProgramme;

/**
 * cp_programme_from_json:
 *
 * Reads and checks a programme: every id unique in its list, every reference (a status's system, a
 * right's role and operation) there, every number in its range.
 *
 * Returns: (transfer full): or %NULL with %CP_ERROR_INVALID naming the list and the entry.
 */
CpProgramme *cp_programme_from_json (const CpJson *document,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cp_programme_free (CpProgramme *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpProgramme, cp_programme_free)

/* Each (transfer none) (nullable). */
const CpStore *cp_programme_find_store (const CpProgramme *self, const char *id);
const CpOtherProgramme *cp_programme_find_other (const CpProgramme *self, const char *id);
const CpPointsType *cp_programme_find_points_type (const CpProgramme *self, const char *id);
const CpCardCategory *cp_programme_find_card_category (const CpProgramme *self, const char *id);
const CpStatusSystem *cp_programme_find_status_system (const CpProgramme *self, const char *id);
const CpStatusDefinition *cp_programme_find_status (const CpProgramme *self, const char *id);
const CpDefinition *cp_programme_find_definition (const CpProgramme *self, const char *id);
const CpMailing *cp_programme_find_mailing (const CpProgramme *self, const char *id);
const CpChannel *cp_programme_find_channel (const CpProgramme *self, const char *id);
const CpProduct *cp_programme_find_product (const CpProgramme *self, const char *id);
const CpRole *cp_programme_find_role (const CpProgramme *self, const char *id);
const CpFormField *cp_programme_find_form_field (const CpProgramme *self, const char *field);

/** cp_programme_get_class: what the operation does while the network is down here: its kind's class,
 *  or a tighter one that the programme gives it */
CpOfflineClass cp_programme_get_class (const CpProgramme *self, CpOperationKind kind);

/** cp_programme_get_class_word: (transfer none): the same as the programme writes it, such as `online` */
const char *cp_programme_get_class_word (const CpProgramme *self, CpOperationKind kind);

/**
 * cp_programme_may_read:
 * @what: `history`, `messages` and so on, see docs/documents.md, "Read"
 *
 * A sensitive read is a right of its own, by the word `read_WHAT`; without one of that word everybody
 * who may open members may read it.
 */
gboolean cp_programme_may_read (const CpProgramme *self, const char *role_id, const char *what);

/** cp_programme_may_see: whether who has that role (nullable) is shown what stands in @field, and may edit it */
gboolean
cp_programme_may_see (const CpProgramme *self, const char *role_id, const CpFormField *field);

/** CP_PROGRAMME_CUSTOMER: the role whose rights members have for themselves at the kiosk; a programme can
 *  give it nothing but what is for members (cp_operation_kind_is_for_members()), and no staff have it */
#define CP_PROGRAMME_CUSTOMER "customer"

/** CP_PROGRAMME_TRAINING: the word of the right to practise in training mode */
#define CP_PROGRAMME_TRAINING "training"

/** cp_programme_may_train: whether a role may open training mode: it needs the right to */
gboolean cp_programme_may_train (const CpProgramme *self, const char *role_id);

/** CP_PROGRAMME_WRITE_CARDS: the word of the right to write blank cards */
#define CP_PROGRAMME_WRITE_CARDS "write_cards"

/** cp_programme_may_write_cards: whether a role may make a blank card one of the chain's: it needs the
 *  right to, beside the one to link it */
gboolean cp_programme_may_write_cards (const CpProgramme *self, const char *role_id);

/** cp_programme_is_right: whether @word is a right that is no operation: to a read, to practise, or to
 *  write cards */
gboolean cp_programme_is_right (const char *word);

/** cp_programme_get_right: (transfer none) (nullable): %NULL where the role may not do it */
const CpRight *
cp_programme_get_right (const CpProgramme *self, const char *role_id, CpOperationKind kind);

G_END_DECLS
