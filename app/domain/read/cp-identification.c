/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-identification.h"

#include "cp-contact.h"
#include "cp-operation.h"
#include "cp-profile-field.h"
#include "cp-take-card.h"
#include "cp-text.h"

#define DEFAULT_ANSWERS 2

static const char *const questions[] = { "birth_date", "postcode", "city", "phone", "email" };

/* Nobody is who they say because they know what was put in an hour ago. */
static gboolean
may_ask (const CpProgramme *programme, const CpMember *member, const char *field, gint64 now_ms)
{
  if (cp_contact_is_contact (field) && cp_contact_is_cooling (programme, member, now_ms))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    if (g_str_equal (questions[i], field))
      return TRUE;
  return FALSE;
}

/* (transfer full) (nullable): compared without regard to case, marks and spaces */
static char *
simplify (const char *text)
{
  g_autofree char *folded = text != NULL ? cp_text_fold (text) : NULL;
  GString *simple = g_string_new (NULL);

  for (const char *p = folded; p != NULL && *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (simple, *p);
  return g_string_free (simple, simple->len == 0);
}

static gboolean
matches (const CpProgramme *programme,
         const CpMember *member,
         const char *field,
         const char *answer,
         gint64 now_ms)
{
  g_autofree char *stored = simplify (cp_profile_field_get (member, field));
  g_autofree char *normal = cp_profile_field_read (programme, field, answer, now_ms, NULL);
  g_autofree char *said = simplify (normal != NULL ? normal : answer);

  return stored != NULL && g_strcmp0 (stored, said) == 0;
}

static gboolean
has_card (const CpAccount *account, const char *member_id, const char *uid)
{
  g_autofree char *upper = uid != NULL ? cp_take_card_read_uid (uid) : NULL;
  const CpCard *card = upper != NULL ? cp_account_find_card_by_uid (account, upper) : NULL;

  return card != NULL && cp_card_identifies (card) && g_strcmp0 (card->member_id, member_id) == 0;
}

/* (transfer full): what there is to ask about: what is stored of the member */
static CpJson *
list_questions (const CpProgramme *programme, const CpMember *member, gint64 now_ms)
{
  CpJson *list = json_array ();

  for (guint i = 0; member != NULL && i < G_N_ELEMENTS (questions); i++)
    if (cp_profile_field_get (member, questions[i]) != NULL &&
        may_ask (programme, member, questions[i], now_ms))
      cp_json_append (list, json_string (questions[i]));
  return list;
}

CpJson *
cp_identification_check (const CpProgramme *programme,
                         const CpAccount *account,
                         const char *member_id,
                         const CpJson *answers,
                         const char *card_uid,
                         const char *proof,
                         gint64 now_ms,
                         char **ret_by)
{
  const CpMember *member = cp_account_find_member (account, member_id);
  gboolean with_card = !cp_proof_is_odd (proof) && has_card (account, member_id, card_uid);
  gint64 needed = programme->identify_answers > 0 ? programme->identify_answers : DEFAULT_ANSWERS;
  g_autoptr (GString) by = g_string_new (with_card ? "card" : "questions");
  CpJson *reply = json_object ();
  CpJson *results = json_object ();
  gint64 n_right = 0;
  const char *field;
  json_t *answer;

  needed = with_card ? MAX (needed - 1, 1) : needed;
  json_object_foreach ((json_t *) answers, field, answer)
  {
    const char *text = json_string_value (answer);
    gboolean right = member != NULL && text != NULL && may_ask (programme, member, field, now_ms) &&
                     matches (programme, member, field, text, now_ms);

    json_object_set_new (results, field, json_boolean (right));
    n_right += right;
    if (right)
      g_string_append_printf (by, " %s", field);
  }
  cp_json_set_bool (reply, "identified", n_right >= needed);
  cp_json_set_int (reply, "needed", needed);
  cp_json_set_bool (reply, "card", with_card);
  cp_json_set (reply, "questions", list_questions (programme, member, now_ms));
  cp_json_set (reply, "answers", results);
  if (n_right >= needed)
    *ret_by = g_string_free (g_steal_pointer (&by), FALSE);
  return reply;
}
