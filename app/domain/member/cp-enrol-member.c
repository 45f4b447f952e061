/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Members: enrol". */
#include "cp-form-field.h"
#include "cp-profile-field.h"
#include "cp-take-card.h"
#include "cp-world.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
read_value (const CpCase *the_case,
            const CpOperation *operation,
            const char *field,
            const char *text,
            CpMember *member,
            CpDecision *decision)
{
  const CpFormField *form_field = cp_programme_find_form_field (the_case->programme, field);
  g_autoptr (GError) problem = NULL;

  if (text == NULL || *text == '\0')
    return form_field == NULL || !form_field->required ||
           !cp_decision_object (decision, the_case, operation, CP_REJECTION_INVALID,
                                _ ("%s is missing."), cp_form_field_get_label (form_field));
  return cp_profile_field_put (the_case->programme, member, field, text,
                               cp_rule_wall_time (the_case, operation), &problem) ||
         !cp_decision_object (decision, the_case, operation, CP_REJECTION_INVALID, "%s",
                              problem->message);
}

/* Puts one field into the new member as it is stored. What can't be read is left out of a fact, and so is what
 * the form does not have, which is no field in which it could be put right. */
static gboolean
read_field (const CpCase *the_case,
            const CpOperation *operation,
            const char *field,
            const char *text,
            CpMember *member,
            CpDecision *decision)
{
  if (text != NULL && *text != '\0' &&
      cp_rule_find_form_field (the_case, operation, field, decision) == NULL)
    return decision->code == CP_REJECTION_NONE;
  if (read_value (the_case, operation, field, text, member, decision))
    return TRUE;
  cp_decision_name_field (decision, field);
  return FALSE;
}

/* Those of the chain's own. */
static gboolean
read_own (const CpCase *the_case,
          const CpOperation *operation,
          CpMember *member,
          CpDecision *decision)
{
  const CpEnrolMember *payload = operation->payload;
  const GPtrArray *form = the_case->programme->form;
  const char *name;
  CpJson *value;

  if (payload->fields != NULL && !json_is_object (payload->fields) &&
      cp_decision_object (decision, the_case, operation, CP_REJECTION_INVALID,
                          _ ("\"fields\" must be fields.")))
    return FALSE;
  json_object_foreach (payload->fields, name, value)
  {
    if ((cp_profile_field_exists (name) || !json_is_string (value)) &&
        cp_decision_object (decision, the_case, operation, CP_REJECTION_INVALID,
                            _ ("%s can't be put in like this."), name))
      return FALSE;
    if (cp_rule_find_form_field (the_case, operation, name, decision) == NULL &&
        decision->code != CP_REJECTION_NONE)
      return FALSE;
  }
  for (guint i = 0; i < form->len; i++) {
    const char *field = ((const CpFormField *) form->pdata[i])->field;

    if (!cp_profile_field_exists (field) &&
        !read_field (the_case, operation, field, cp_json_get_text (payload->fields, field), member,
                     decision))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_person (const CpCase *the_case,
             const CpOperation *operation,
             CpMember *member,
             CpDecision *decision)
{
  const CpEnrolMember *payload = operation->payload;
  const struct {
    const char *field;
    const char *text;
  } fields[] = {
    { "given_name", payload->given_name },
    { "family_name", payload->family_name },
    { "birth_date", payload->birth_date },
    { "phone", payload->phone },
    { "email", payload->email },
    { "postcode", payload->postcode },
    { "city", payload->city },
    { "language", payload->language },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!read_field (the_case, operation, fields[i].field, fields[i].text, member, decision))
      return FALSE;
  if (!read_own (the_case, operation, member, decision))
    return FALSE;
  if (member->given_name == NULL && member->family_name == NULL &&
      cp_decision_object (decision, the_case, operation, CP_REJECTION_INVALID,
                          _ ("A name is missing.")))
    return FALSE;
  return member->phone != NULL || member->email != NULL ||
         !cp_decision_object (decision, the_case, operation, CP_REJECTION_INVALID,
                              _ ("A phone number or an e-mail address is missing."));
}

static gboolean
shares_a_key (const CpMember *one, const CpMember *other, CpKeyType type)
{
  g_autoptr (GArray) keys = cp_keys_new ();
  g_autoptr (GArray) other_keys = cp_keys_new ();

  cp_entity_add_keys (one, keys);
  cp_entity_add_keys (other, other_keys);
  for (guint i = 0; i < keys->len; i++)
    for (guint j = 0; j < other_keys->len; j++) {
      const CpKey *key = &g_array_index (keys, CpKey, i);
      const CpKey *other_key = &g_array_index (other_keys, CpKey, j);

      if (key->type == type && other_key->type == type &&
          g_str_equal (key->value, other_key->value))
        return TRUE;
    }
  return FALSE;
}

/* Of the same name: somebody else only if both birth dates are known and differ. */
static gboolean
may_be_same (const CpMember *one, const CpMember *other)
{
  return one->birth_date == NULL || other->birth_date == NULL ||
         g_str_equal (one->birth_date, other->birth_date);
}

static GPtrArray *
find_look_alikes (const CpCase *the_case, const CpMember *member, CpKeyType type)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; the_case->others != NULL && i < the_case->others->len; i++) {
    const CpEntity *entity = the_case->others->pdata[i];
    const CpMember *other = the_case->others->pdata[i];

    if (entity->kind == CP_KIND_MEMBER && !g_str_equal (entity->id, member->entity.id) &&
        cp_member_is_present (other) && shares_a_key (member, other, type) &&
        (type != CP_KEY_NAME || may_be_same (member, other)))
      g_ptr_array_add (found, (gpointer) other);
  }
  return found;
}

/* Which of the two it is nobody here can tell: who knows a name and a phone number must not get a card on
 * another's account by it. So somebody compares them, and proposes to merge them; from then on whatever
 * was or is done for the one is done for the other. */
static void
flag_duplicate (const CpCase *the_case,
                const CpOperation *operation,
                const CpMember *member,
                CpDecision *decision)
{
  cp_decision_flag (decision, CP_REJECTION_DUPLICATE_MEMBER);
  if (!cp_rule_is_final (the_case) || decision->detail != NULL)
    return;
  decision->detail = g_strdup (
      _ ("Both are kept. If it is one person, propose to merge the two: what was done for "
         "this one then counts for the other."));
  cp_rule_add_follow_up (the_case, operation, member->entity.account_id, member->entity.id,
                         _ ("There is another member with the same phone number, e-mail address or "
                            "name. If it is one person, propose to merge the two."),
                         decision);
}

/* At head office both are kept, and flagged as duplicates. */
static gboolean
check_look_alikes (const CpCase *the_case,
                   const CpOperation *operation,
                   const CpMember *member,
                   CpDecision *decision)
{
  const CpEnrolMember *payload = operation->payload;
  static const struct {
    CpKeyType type;
    CpRejection code;
  } checks[] = {
    { CP_KEY_PHONE, CP_REJECTION_PHONE_TAKEN },
    { CP_KEY_EMAIL, CP_REJECTION_EMAIL_TAKEN },
    { CP_KEY_NAME, CP_REJECTION_DUPLICATE_MEMBER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++) {
    g_autoptr (GPtrArray) found = find_look_alikes (the_case, member, checks[i].type);

    if (found->len == 0 || (checks[i].type == CP_KEY_NAME && payload->despite_look_alikes))
      continue;
    if (the_case->mode != CP_DECIDE_AT_COUNTER) {
      flag_duplicate (the_case, operation, member, decision);
      continue;
    }
    cp_decision_refuse (decision, checks[i].code, NULL);
    decision->look_alikes = g_steal_pointer (&found);
    return FALSE;
  }
  return TRUE;
}

static gboolean
add_card (const CpCase *the_case,
          const CpOperation *operation,
          const CpMember *member,
          CpDecision *decision)
{
  const CpEnrolMember *payload = operation->payload;
  CpCardWish wish = { payload->card_uid, NULL, member->entity.account_id, member->entity.id,
                      CP_ENROLMENT_CARD };
  CpCardRefusal refusal = { CP_REJECTION_NONE, NULL };
  g_autofree char *wording = NULL;
  CpCard *card;

  if (payload->card_uid == NULL || *payload->card_uid == '\0')
    return TRUE;
  card = cp_take_card (the_case, operation, &wish, &refusal);
  if (card == NULL)
    return !cp_decision_object (decision, the_case, operation, refusal.code,
                                refusal.detail != NULL ? "%s" : NULL, refusal.detail);
  wording = cp_wording_card (card);
  cp_decision_change (decision, card);
  cp_decision_add_effect (decision, _ ("Card …%s becomes the member's."), wording);
  return TRUE;
}

static CpMember *
make_member (const CpCase *the_case, const CpOperation *operation, const char *account_id)
{
  const CpEnrolMember *payload = operation->payload;
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, payload->member_id, account_id);

  member->state = cp_rule_is_final (the_case) ? CP_MEMBER_ENROLLED : CP_MEMBER_PROVISIONAL;
  member->home_store_id = g_strdup (operation->store_id);
  member->enrolled_at_ms = cp_rule_time (the_case, operation);
  return member;
}

static gboolean
is_somebody (const CpCase *the_case, const char *member_id)
{
  for (guint i = 0; the_case->others != NULL && i < the_case->others->len; i++) {
    const CpEntity *entity = the_case->others->pdata[i];

    if (entity->kind == CP_KIND_MEMBER && g_str_equal (entity->id, member_id))
      return TRUE;
  }
  return FALSE;
}

/* Ids are made by the device; one that is taken already must not touch what is there. */
static gboolean
check_ids (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpEnrolMember *payload = operation->payload;

  if (!cp_id_is_valid (payload->member_id) ||
      (operation->account_id != NULL && !cp_id_is_valid (operation->account_id)) ||
      (operation->member_id != NULL && !g_str_equal (operation->member_id, payload->member_id)))
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The new member's id is no id."));
  else if (the_case->account != NULL && !cp_account_is_empty (the_case->account))
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The new account's id is taken."));
  else if (is_somebody (the_case, payload->member_id))
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("The new member's id is taken."));
  return decision->code == CP_REJECTION_NONE;
}

void
cp_rule_enrol_member (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpEnrolMember *payload = operation->payload;
  g_autofree char *account_id = operation->account_id != NULL
                                    ? g_strdup (operation->account_id)
                                    : cp_derive_id (operation->id, CP_ENROLMENT_ACCOUNT);
  CpMember *member;
  g_autofree char *name = NULL;

  if (the_case->mode == CP_DECIDE_REPLAY && the_case->account != NULL &&
      cp_account_find_member (the_case->account, payload->member_id) != NULL)
    return; /* a replay on top of its own rows */
  if (!check_ids (the_case, operation, decision))
    return;
  member = make_member (the_case, operation, account_id);
  cp_decision_change (decision, cp_entity_new (CP_KIND_ACCOUNT, account_id, NULL));
  cp_decision_change (decision, member);
  if (!read_person (the_case, operation, member, decision) ||
      !check_look_alikes (the_case, operation, member, decision))
    return;
  name = cp_wording_name (member);
  cp_decision_add_effect (decision, _ ("Enrols %s."), name);
  if (add_card (the_case, operation, member, decision) && !cp_rule_is_final (the_case))
    cp_decision_add_effect (decision, _ ("Until head office confirms it, the member only earns."));
}
