/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* By what rows and operations are looked up. A key of names is lossy on purpose: two people who only
 * look alike have to meet. */
#include "cp-operation.h"
#include "cp-text.h"

#include <string.h>

static const char *const words[] = {
  [CP_KEY_CARD_UID] = "card_uid",
  [CP_KEY_CARD_NUMBER] = "card_number",
  [CP_KEY_PHONE] = "phone",
  [CP_KEY_EMAIL] = "email",
  [CP_KEY_RECEIPT_NUMBER] = "receipt_number",
  [CP_KEY_EXTERNAL_ID] = "external_id",
  [CP_KEY_NAME_BIRTH] = "name_birth",
  [CP_KEY_CAPPED_DEFINITION] = "capped_definition",
  [CP_KEY_NAME] = "name",
  [CP_KEY_TASK_OWNER] = "task_owner",
  [CP_KEY_CLIENT_OF] = "client_of",
  [CP_KEY_BIRTHDAY] = "birthday",
};

const char *
cp_key_type_to_word (CpKeyType type)
{
  g_return_val_if_fail (type < G_N_ELEMENTS (words), NULL);

  return words[type];
}

static void
clear_key (gpointer data)
{
  CpKey *key = data;

  g_free (key->value);
}

GArray *
cp_keys_new (void)
{
  GArray *keys = g_array_new (FALSE, TRUE, sizeof (CpKey));

  g_array_set_clear_func (keys, clear_key);
  return keys;
}

gboolean
cp_keys_has (const GArray *keys, CpKeyType type, const char *value)
{
  for (guint i = 0; i < keys->len; i++) {
    const CpKey *key = &g_array_index (keys, CpKey, i);

    if (key->type == type && g_str_equal (key->value, value))
      return TRUE;
  }
  return FALSE;
}

void
cp_keys_add (GArray *keys, CpKeyType type, const char *value)
{
  CpKey key = { type, NULL };

  if (value == NULL || *value == '\0' || cp_keys_has (keys, type, value))
    return;
  key.value = g_strdup (value);
  g_array_append_val (keys, key);
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The words of both names in order, so that a swapped given and family name meets too; ae, oe, ue
 * as a, o, u, so that Mueller meets Müller. */
static void
add_name_birth (GArray *keys, const char *given, const char *family, const char *birth_date)
{
  g_autofree char *name = g_strconcat (given != NULL ? given : "", " ", family, NULL);
  g_autofree char *folded = cp_text_fold (name);
  g_autoptr (GString) spelled = g_string_new (folded);
  g_auto (GStrv) parts = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *value = NULL;

  g_string_replace (spelled, "ae", "a", 0);
  g_string_replace (spelled, "oe", "o", 0);
  g_string_replace (spelled, "ue", "u", 0);
  g_strdelimit (spelled->str, "-'.,", ' ');
  parts = g_strsplit (g_strstrip (spelled->str), " ", -1);
  qsort (parts, g_strv_length (parts), sizeof (char *), compare_words);
  joined = g_strjoinv (" ", parts);
  g_strstrip (joined);
  if (*joined == '\0')
    return;
  cp_keys_add (keys, CP_KEY_NAME, joined);
  if (birth_date == NULL || *birth_date == '\0')
    return;
  value = g_strconcat (joined, "|", birth_date, NULL);
  cp_keys_add (keys, CP_KEY_NAME_BIRTH, value);
}

static void
add_uid (GArray *keys, const char *uid)
{
  g_autofree char *upper = uid != NULL ? g_ascii_strup (uid, -1) : NULL;

  cp_keys_add (keys, CP_KEY_CARD_UID, upper);
}

static void
add_cleaned (GArray *keys, CpKeyType type, const char *text)
{
  g_autofree char *clean = cp_text_clean (text);

  cp_keys_add (keys, type, clean);
}

static void
add_contact (GArray *keys, const CpProgramme *programme, const char *phone, const char *email)
{
  g_autofree char *e164 = cp_text_to_phone (phone, programme->country_code);
  g_autofree char *address = cp_text_to_email (email);

  cp_keys_add (keys, CP_KEY_PHONE, e164);
  cp_keys_add (keys, CP_KEY_EMAIL, address);
}

static void
add_enrolment (GArray *keys, const CpProgramme *programme, const CpEnrolMember *payload)
{
  add_contact (keys, programme, payload->phone, payload->email);
  add_name_birth (keys, payload->given_name, payload->family_name, payload->birth_date);
  add_uid (keys, payload->card_uid);
}

static void
add_capped (GArray *keys, const CpProgramme *programme, const char *definition_id)
{
  const CpDefinition *definition = cp_programme_find_definition (programme, definition_id);

  if (definition != NULL && definition->global_cap > 0)
    cp_keys_add (keys, CP_KEY_CAPPED_DEFINITION, definition_id);
}

void
cp_operation_add_keys (const CpOperation *self, const CpProgramme *programme, GArray *keys)
{
  if (self->kind == CP_OPERATION_ENROL_MEMBER) {
    add_enrolment (keys, programme, self->payload);
  } else if (self->kind == CP_OPERATION_EDIT_PROFILE) {
    const CpEditProfile *payload = self->payload;

    add_contact (keys, programme, cp_json_get_text (payload->set, "phone"),
                 cp_json_get_text (payload->set, "email"));
  } else if (self->kind == CP_OPERATION_CHANGE_CONTACT) {
    const CpChangeContact *payload = self->payload;
    gboolean is_phone = g_strcmp0 (payload->field, "phone") == 0;

    add_contact (keys, programme, is_phone ? payload->value : NULL,
                 is_phone ? NULL : payload->value);
  } else if (self->kind == CP_OPERATION_LINK_CARD) {
    const CpLinkCard *payload = self->payload;

    add_uid (keys, payload->uid);
    add_cleaned (keys, CP_KEY_CARD_NUMBER, payload->number);
  } else if (self->kind == CP_OPERATION_REPLACE_CARD) {
    const CpReplaceCard *payload = self->payload;

    add_uid (keys, payload->uid);
    add_cleaned (keys, CP_KEY_CARD_NUMBER, payload->number);
  } else if (self->kind == CP_OPERATION_CLAIM_RECEIPT) {
    const CpClaimReceipt *payload = self->payload;

    add_cleaned (keys, CP_KEY_RECEIPT_NUMBER, payload->number);
  } else if (self->kind == CP_OPERATION_CLAIM_INCENTIVE) {
    add_capped (keys, programme, ((CpClaimIncentive *) self->payload)->definition_id);
  } else if (self->kind == CP_OPERATION_REDEEM_BENEFIT) {
    add_capped (keys, programme, ((CpRedeemBenefit *) self->payload)->definition_id);
  }
}

static void
add_birthday (GArray *keys, const CpMember *member)
{
  const char *birth = member->birth_date;

  if (birth != NULL && strlen (birth) == 10)
    cp_keys_add (keys, CP_KEY_BIRTHDAY, birth + 5);
}

/* By whose client book a row is found. */
static void
add_clienteling (GArray *keys, gconstpointer entity)
{
  const CpTask *task = entity;

  switch ((guint) ((const CpEntity *) entity)->kind) {
  case CP_KIND_NOTE:
    cp_keys_add (keys, CP_KEY_CLIENT_OF, ((const CpNote *) entity)->staff_id);
    break;
  case CP_KIND_PROMISE:
    cp_keys_add (keys, CP_KEY_CLIENT_OF, ((const CpPromise *) entity)->made_by_staff_id);
    break;
  case CP_KIND_TASK:
    cp_keys_add (keys, CP_KEY_CLIENT_OF, task->owner_staff_id);
    if (task->state == CP_TASK_OPEN)
      cp_keys_add (keys, CP_KEY_TASK_OWNER, task->owner_staff_id);
    break;
  default:
    break;
  }
}

void
cp_entity_add_keys (gconstpointer entity, GArray *keys)
{
  CpKind kind = ((const CpEntity *) entity)->kind;

  add_clienteling (keys, entity);
  if (kind == CP_KIND_MEMBER) {
    const CpMember *member = entity;

    cp_keys_add (keys, CP_KEY_PHONE, member->phone);
    cp_keys_add (keys, CP_KEY_EMAIL, member->email);
    cp_keys_add (keys, CP_KEY_EXTERNAL_ID, member->external_id);
    add_name_birth (keys, member->given_name, member->family_name, member->birth_date);
    add_birthday (keys, member);
  } else if (kind == CP_KIND_CARD) {
    const CpCard *card = entity;

    add_uid (keys, card->uid);
    add_cleaned (keys, CP_KEY_CARD_NUMBER, card->number);
  } else if (kind == CP_KIND_RECEIPT) {
    const CpReceipt *receipt = entity;

    add_cleaned (keys, CP_KEY_RECEIPT_NUMBER, receipt->number);
  } else if (kind == CP_KIND_INCENTIVE) {
    const CpIncentive *incentive = entity;

    if (incentive->counted)
      cp_keys_add (keys, CP_KEY_CAPPED_DEFINITION, incentive->definition_id);
  } else if (kind == CP_KIND_REDEMPTION) {
    cp_keys_add (keys, CP_KEY_CAPPED_DEFINITION, ((const CpRedemption *) entity)->definition_id);
  }
}
