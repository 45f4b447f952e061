/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-operation-kind.h"
#include "cp-programme.h"

G_BEGIN_DECLS

/** CP_OPERATION_MAX_BYTES: of its canonical JSON; none that is larger is made. A push holds it. */
#define CP_OPERATION_MAX_BYTES (256 * 1024)

/** CP_OPERATION_MAX_DEPTH: nor is one made that nests deeper: what it travels in nests, too, and
 *  nobody reads more than %CP_JSON_MAX_DEPTH */
#define CP_OPERATION_MAX_DEPTH 16

/**
 * CpOperation:
 * @id: UUIDv7; has at most one effect, for ever
 * @version: of the kind's meaning; 1
 * @member_id: (nullable): whom it is for
 * @account_id: (nullable): on whose account, as the device knew it
 * @at_ms: by the device's clock
 * @staff_id: (nullable): who did it
 * @by_member: the member did it for themself, at the kiosk and by their own card: there is neither
 *   @staff_id nor @approver_id (cp-by-member.h)
 * @approver_id: (nullable): the staff member who approved it with a PIN
 * @identified_by: (nullable): how the member was identified before: `questions` or `card`, and the
 *   profile's fields that were asked for; written by the device alone
 * @visit_id: (nullable): the member's visit to the counter that it was part of
 * @proof: (nullable): what the card proved by which the member was here: `uid` (a number that can be
 *   copied), `token`, `authenticated`; or what was odd about it: `not_original`, `wrong_key`,
 *   `replayed`, `damaged`, `too_many`. %NULL: no card was here
 * @card_id: (nullable): the card that did so in this visit; written by the device alone
 * @card_counter: the number that it showed then, which only rises; 0: it showed none
 * @programme_version: by which the device decided
 * @online: whether head office could be reached then
 * @asks: of a fact: it has not happened yet: head office is asked first, and may refuse; written by the
 *   device (cp_decision_note_asked())
 * @payload: of its kind's struct
 *
 * One thing that a person did: the unit of audit and of sync. Its JSON form
 * (cp_operation_to_json()) is the same on D-Bus, in the journal and on the wire.
 */
typedef struct {
  char *id;
  CpOperationKind kind;
  gint64 version;
  char *member_id;
  char *account_id;
  gint64 at_ms;
  char *staff_id;
  gboolean by_member;
  char *approver_id;
  char *store_id;
  char *device_id;
  char *identified_by;
  char *visit_id;
  char *proof;
  char *card_id;
  gint64 card_counter;
  gint64 programme_version;
  gboolean online;
  gboolean asks;
  gpointer payload;
} CpOperation;

/**
 * cp_operation_from_json:
 *
 * Reads an operation whole, payload included. A kind or version that is not known is
 * %CP_ERROR_NEWER, anything else that is wrong %CP_ERROR_INVALID.
 *
 * Returns: (transfer full):
 */
CpOperation *cp_operation_from_json (const CpJson *document,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
CpJson *cp_operation_to_json (const CpOperation *self);
void cp_operation_free (CpOperation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpOperation, cp_operation_free)

/** cp_operation_get_other_member: (transfer none) (nullable): the second member that it is about: in a
 *  merge whoever goes, in a family account whoever joins */
const char *cp_operation_get_other_member (const CpOperation *self);

/** cp_proof_get_level: of CpOperation.proof: 0 for %NULL, 1 to 3 for `uid`, `token` and
 *  `authenticated`, -1 for anything odd */
int cp_proof_get_level (const char *proof);

/** cp_proof_is_odd: whether @proof says that something is wrong with the card */
gboolean cp_proof_is_odd (const char *proof);

/**
 * CpKeyType:
 *
 * What an operation names besides its account, and by what rows can be looked up: the store keeps an
 * index of these for rows (cp_entity_add_keys()) and for operations (cp_operation_add_keys()).
 */
typedef enum {
  CP_KEY_CARD_UID,
  CP_KEY_CARD_NUMBER,
  CP_KEY_PHONE,
  CP_KEY_EMAIL,
  CP_KEY_RECEIPT_NUMBER,
  CP_KEY_EXTERNAL_ID,
  CP_KEY_NAME_BIRTH,        /* folded names and birth date: a look-alike */
  CP_KEY_CAPPED_DEFINITION, /* of which a limited number is given out: all that count towards it */
  CP_KEY_NAME,              /* folded names alone */
  CP_KEY_TASK_OWNER,        /* of an open task: whose it is */
  CP_KEY_CLIENT_OF,         /* who wrote a note, made a promise or has a task */
  CP_KEY_BIRTHDAY,          /* month and day, `05-17` */
} CpKeyType;

typedef struct {
  CpKeyType type;
  char *value; /* owned */
} CpKey;

/** cp_key_type_to_word: `card_uid`, `phone` … */
const char *cp_key_type_to_word (CpKeyType type);

/** cp_keys_new: (transfer full): an empty GArray of CpKey that frees its values */
GArray *cp_keys_new (void);

/** cp_keys_has: whether that key is among @keys */
gboolean cp_keys_has (const GArray *keys, CpKeyType type, const char *value);

/** cp_keys_add: adds the key unless @value is %NULL or empty, or @keys has it already. */
void cp_keys_add (GArray *keys, CpKeyType type, const char *value);

/**
 * cp_operation_add_keys:
 * @programme: whose country code makes a phone E.164
 *
 * Adds to @keys what has to be looked up before @self can be decided: the rows found by them are
 * the case's @others.
 */
void cp_operation_add_keys (const CpOperation *self, const CpProgramme *programme, GArray *keys);

/** cp_entity_add_keys: adds to @keys by what the row @entity is to be found. */
void cp_entity_add_keys (gconstpointer entity, GArray *keys);

G_END_DECLS
