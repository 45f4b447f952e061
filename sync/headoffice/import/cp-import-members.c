/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-decision.h"
#include "cp-error.h"
#include "cp-import-private.h"
#include "cp-profile-field.h"
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
  CpJson *fields; /* the chain's own */
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
  CP_JSON_FIELD (Line, fields),
  CP_LAST_FIELD,
};
static const CpRecordType line_type = { "member", sizeof (Line), line_fields };

static void
free_line (Line *line)
{
  cp_record_free (&line_type, line);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Line, free_line)

/* What a chain's own list has in a field: a number or a flag need not be in quotes. */
static char *
dup_text (const CpJson *value)
{
  if (json_is_integer (value))
    return g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (value));
  if (json_is_boolean (value))
    return g_strdup (json_is_true (value) ? CP_FORM_YES : CP_FORM_NO);
  return g_strdup (json_is_string (value) ? json_string_value (value) : "");
}

/* By the programme's form, like whatever is typed. */
static gboolean
fill_field (
    CpHeadOffice *office, CpMember *member, const char *field, const CpJson *value, GError **error)
{
  gint64 now_ms = cp_world_wall_ms (cp_head_office_get_world (office));
  g_autofree char *text = dup_text (value);

  if (cp_profile_field_put (cp_head_office_get_programme (office), member, field, text, now_ms,
                            error))
    return TRUE;
  g_prefix_error (error, "%s: ", field);
  return FALSE;
}

/* What the line leaves out stays as it is. */
static gboolean
fill_profile (CpHeadOffice *office, CpMember *member, const CpJson *json, GError **error)
{
  const char *field;
  CpJson *value;

  json_object_foreach ((CpJson *) json, field, value)
  {
    if (cp_profile_field_exists (field) && !fill_field (office, member, field, value, error))
      return FALSE;
  }
  json_object_foreach (cp_json_get_object (json, "fields"), field, value)
  {
    if (!fill_field (office, member, field, value, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
clean_id (Line *line, GError **error)
{
  char *cleaned = cp_text_clean (line->external_id);

  if (cleaned == NULL) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
                 "external_id: is empty or holds what a text can't");
    return FALSE;
  }
  g_free (line->external_id);
  line->external_id = cleaned;
  return TRUE;
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

/* What an alias were given nobody would see. @alias: taken in any case */
static gboolean
follow_alias (CpHeadOffice *office, CpMember *alias, CpMember **ret_member, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office);
  const CpAccount *account = NULL;
  g_autofree char *account_id = g_strdup (alias->entity.account_id);
  g_autofree char *alias_id = g_strdup (alias->entity.id);
  g_autofree char *member_id = NULL;
  gpointer row = NULL;

  cp_entity_free (alias);
  if (account_id != NULL && !storage->class_->get_account (storage, account_id, &account, error))
    return FALSE;
  member_id = g_strdup (account != NULL ? cp_account_resolve_member (account, alias_id) : alias_id);
  if (!storage->class_->get_row (storage, CP_KIND_MEMBER, member_id, &row, error))
    return FALSE;
  if (row != NULL && cp_member_is_present (row)) {
    *ret_member = row;
    return TRUE;
  }
  cp_entity_free (row);
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
               "external_id: was merged into the member %s, who is not there any more", member_id);
  return FALSE;
}

/* (transfer full) (nullable) @ret_member: whom the line is about, if they are known */
static gboolean
find_present (CpHeadOffice *office, const Line *line, CpMember **ret_member, GError **error)
{
  CpMember *member = NULL;

  if (!find_member (office, line, &member, error))
    return FALSE;
  if (member != NULL && cp_member_get_survivor (member) != NULL)
    return follow_alias (office, member, ret_member, error);
  *ret_member = member;
  return TRUE;
}

static CpMember *
make_member (CpHeadOffice *office, GPtrArray *rows)
{
  g_autofree char *id = cp_head_office_new_id (office);
  g_autofree char *account_id = cp_derive_id (id, CP_ENROLMENT_ACCOUNT);
  g_autofree char *member_id = cp_derive_id (id, CP_ENROLMENT_MEMBER);
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

/* A chain's old list is seldom whole, and a member of whom something is not known is one all the same. */
static void
count_wanting (CpHeadOffice *office, CpImport *import, const CpMember *member)
{
  const CpProgramme *programme = cp_head_office_get_programme (office);

  for (guint i = 0; programme != NULL && i < programme->form->len; i++) {
    const CpFormField *field = programme->form->pdata[i];

    if (cp_profile_field_is_wanting (field, member))
      cp_json_set_int (import->wanting, field->field,
                       cp_json_get_int (import->wanting, field->field, 0) + 1);
  }
}

static gboolean
import_member (
    CpHeadOffice *office, CpImport *import, const CpJson *json, GPtrArray *rows, GError **error)
{
  g_autoptr (Line) line = cp_record_from_json (&line_type, json, error);
  CpMember *member = NULL;

  if (line == NULL || !clean_id (line, error) || !find_present (office, line, &member, error))
    return FALSE;
  /* Whoever an alias has led to keeps an id of their own. */
  if (member == NULL) {
    member = make_member (office, rows);
    take_over (&member->external_id, &line->external_id);
  }
  g_ptr_array_add (rows, member);
  take_over (&member->home_store_id, &line->home_store_id);
  if (!fill_profile (office, member, json, error))
    return FALSE;
  if (import->wanting != NULL)
    count_wanting (office, import, member);
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
