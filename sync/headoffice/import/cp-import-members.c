/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "cp-error.h"
#include "cp-import-private.h"
#include "cp-text.h"

typedef struct {
  char *external_id;
  char *given_name;
  char *family_name;
  char *birth_date;
  char *postcode;
  char *city;
  char *phone;
  char *email;
  char *language;
  char *home_store_id;
} Line;

static const CpField line_fields[] = {
  CP_REQUIRED_TEXT_FIELD (Line, external_id),
  CP_TEXT_FIELD (Line, given_name),
  CP_TEXT_FIELD (Line, family_name),
  CP_TEXT_FIELD (Line, birth_date),
  CP_TEXT_FIELD (Line, postcode),
  CP_TEXT_FIELD (Line, city),
  CP_TEXT_FIELD (Line, phone),
  CP_LONG_TEXT_FIELD (Line, email, 254),
  CP_TEXT_FIELD (Line, language),
  CP_TEXT_FIELD (Line, home_store_id),
  CP_LAST_FIELD,
};
static const CpRecordType line_type = { "member", sizeof (Line), line_fields };

static void
free_line (Line *line)
{
  cp_record_free (&line_type, line);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Line, free_line)

static gboolean
refuse (const char *field, const char *what, GError **error)
{
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s: %s", field, what);
  return FALSE;
}

/* Puts the cleaned form in place of @value; what is absent stays so. */
static gboolean
clean (char **value, const char *field, GError **error)
{
  char *cleaned;

  if (*value == NULL)
    return TRUE;
  cleaned = cp_text_clean (*value);
  if (cleaned == NULL)
    return refuse (field, "is empty or holds what a text can't", error);
  g_free (*value);
  *value = cleaned;
  return TRUE;
}

static gboolean
clean_contact (CpHeadOffice *office, Line *line, GError **error)
{
  const CpProgramme *programme = cp_head_office_get_programme (office);
  const char *country = programme != NULL ? programme->country_code : "";
  char *phone = line->phone != NULL ? cp_text_to_phone (line->phone, country) : NULL;
  char *email = line->email != NULL ? cp_text_to_email (line->email) : NULL;
  const char *bad = NULL;

  if (line->phone != NULL && phone == NULL)
    bad = "phone";
  else if (line->email != NULL && email == NULL)
    bad = "email";
  g_free (line->phone);
  line->phone = phone;
  g_free (line->email);
  line->email = email;
  return bad == NULL || refuse (bad, "is none", error);
}

static gboolean
is_date (const char *text)
{
  static const char shape[] = "dddd-dd-dd";

  if (strlen (text) != strlen (shape))
    return FALSE;
  for (guint i = 0; shape[i] != '\0'; i++)
    if (shape[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != shape[i])
      return FALSE;
  return g_date_valid_dmy ((GDateDay) g_ascii_strtoull (text + 8, NULL, 10),
                           (GDateMonth) g_ascii_strtoull (text + 5, NULL, 10),
                           (GDateYear) g_ascii_strtoull (text, NULL, 10));
}

static gboolean
check_line (CpHeadOffice *office, Line *line, GError **error)
{
  if (line->birth_date != NULL && !is_date (line->birth_date))
    return refuse ("birth_date", "is no date like 1990-12-31", error);
  return clean (&line->external_id, "external_id", error) &&
         clean (&line->given_name, "given_name", error) &&
         clean (&line->family_name, "family_name", error) &&
         clean (&line->postcode, "postcode", error) && clean (&line->city, "city", error) &&
         clean_contact (office, line, error);
}

static gboolean
find_member (CpHeadOffice *office, const Line *line, CpMember **ret_member, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office);
  CpKey key = { CP_KEY_EXTERNAL_ID, line->external_id };
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (cp_entity_free);

  if (!storage->class_->add_rows_by_key (storage, &key, found, error))
    return FALSE;
  *ret_member = found->len > 0 ? g_ptr_array_steal_index (found, 0) : NULL;
  return TRUE;
}

static CpMember *
make_member (CpHeadOffice *office, GPtrArray *rows)
{
  g_autofree char *account_id = cp_head_office_new_id (office);
  g_autofree char *member_id = cp_head_office_new_id (office);
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, member_id, account_id);

  g_ptr_array_add (rows, cp_entity_new (CP_KIND_ACCOUNT, account_id, account_id));
  cp_head_office_expect_new (office, rows->pdata[rows->len - 1]);
  cp_head_office_expect_new (office, member);
  member->state = CP_MEMBER_ENROLLED;
  member->enrolled_at_ms = cp_world_wall_ms (cp_head_office_get_world (office));
  return member;
}

static void
take_over (char **field, char **value)
{
  if (*value == NULL)
    return;
  g_free (*field);
  *field = g_steal_pointer (value);
}

static void
fill_member (CpMember *member, Line *line)
{
  take_over (&member->external_id, &line->external_id);
  take_over (&member->given_name, &line->given_name);
  take_over (&member->family_name, &line->family_name);
  take_over (&member->birth_date, &line->birth_date);
  take_over (&member->postcode, &line->postcode);
  take_over (&member->city, &line->city);
  take_over (&member->phone, &line->phone);
  take_over (&member->email, &line->email);
  take_over (&member->language, &line->language);
  take_over (&member->home_store_id, &line->home_store_id);
}

static gboolean
import_member (CpHeadOffice *office,
               const CpImport *import,
               const CpJson *json,
               GPtrArray *rows,
               GError **error)
{
  g_autoptr (Line) line = cp_record_from_json (&line_type, json, error);
  CpMember *member = NULL;

  if (line == NULL || !check_line (office, line, error) ||
      !find_member (office, line, &member, error))
    return FALSE;
  if (member == NULL)
    member = make_member (office, rows);
  fill_member (member, line);
  g_ptr_array_add (rows, member);
  return TRUE;
}

static void
want_member (const CpJson *json, CpWanted *wanted)
{
  const char *external_id = cp_json_get_text (json, "external_id");
  g_autofree char *clean = external_id != NULL ? cp_text_clean (external_id) : NULL;

  cp_keys_add (wanted->keys, CP_KEY_EXTERNAL_ID, clean);
}

gboolean
cp_import_members (CpHeadOffice *office, CpImport *import, GError **error)
{
  return cp_import_lines (office, import, want_member, import_member, error);
}
