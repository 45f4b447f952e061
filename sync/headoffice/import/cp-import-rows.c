/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows as they are, and staff. */
#include "cp-error.h"
#include "cp-import-private.h"
#include "cp-text.h"

static gboolean
import_row (
    CpHeadOffice *office, CpImport *import, const CpJson *json, GPtrArray *rows, GError **error)
{
  const char *word = cp_json_get_text (json, "kind");
  int kind = word != NULL ? cp_kind_from_word (word) : -1;
  const CpJson *data = cp_json_get_object (json, "data");
  gpointer entity;

  if (kind < 0 || kind == CP_KIND_PROGRAMME || data == NULL) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID,
                         kind == CP_KIND_PROGRAMME ? "a programme is published, not imported"
                                                   : "must have a known kind, and data");
    return FALSE;
  }
  entity = cp_entity_from_json ((CpKind) kind, data, 0, error);
  if (entity == NULL)
    return FALSE;
  g_ptr_array_add (rows, entity);
  return TRUE;
}

static void
want_row (const CpJson *json, CpWanted *wanted)
{
  const char *word = cp_json_get_text (json, "kind");
  int kind = word != NULL ? cp_kind_from_word (word) : -1;

  if (kind >= 0)
    cp_wanted_add_row (wanted, (CpKind) kind,
                       cp_json_get_text (cp_json_get_object (json, "data"), "id"));
}

gboolean
cp_import_rows (CpHeadOffice *office, CpImport *import, GError **error)
{
  return cp_import_lines (office, import, want_row, import_row, error);
}

static gboolean
check_staff (
    CpHeadOffice *office, const char *id, const char *name, const char *role, GError **error)
{
  const CpProgramme *programme = cp_head_office_get_programme (office);
  const char *trouble = NULL;

  if (id == NULL || *id == '\0')
    trouble = "id: is missing";
  else if (name == NULL || *name == '\0')
    trouble = "name: is missing";
  else if (role == NULL || (programme != NULL && cp_programme_find_role (programme, role) == NULL))
    trouble = "role: is none of the programme's";
  if (trouble != NULL)
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, trouble);
  return trouble == NULL;
}

static gboolean
set_pin (CpStaff *staff, const CpImport *import, const char *pin, GError **error)
{
  char *verifier;

  if (pin == NULL)
    return TRUE;
  if (import->pin_key == NULL) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "pin: needs --pin-key");
    return FALSE;
  }
  verifier =
      cp_pin_make_verifier (import->pin_key, staff->entity.id, pin, import->pin_effort, error);
  if (verifier == NULL)
    return FALSE;
  g_free (staff->pin_verifier);
  staff->pin_verifier = verifier;
  return TRUE;
}

gboolean
cp_import_make_staff (CpHeadOffice *office,
                      const CpImport *import,
                      const char *id,
                      const char *name,
                      const char *role,
                      const char *pin,
                      gpointer *ret_staff,
                      GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office);
  gpointer row = NULL;
  CpStaff *staff;

  if (!check_staff (office, id, name, role, error) ||
      !storage->class_->get_row (storage, CP_KIND_STAFF, id, &row, error))
    return FALSE;
  staff = row != NULL ? row : cp_entity_new (CP_KIND_STAFF, id, NULL);
  g_free (staff->name);
  staff->name = g_strdup (name);
  g_free (staff->role_id);
  staff->role_id = g_strdup (role);
  staff->inactive = FALSE;
  if (set_pin (staff, import, pin, error)) {
    *ret_staff = staff;
    return TRUE;
  }
  cp_entity_free (staff);
  return FALSE;
}

/* (transfer full) @ret_account_id: whose member it is */
static gboolean
find_account (CpHeadOffice *office, const char *member_id, char **ret_account_id, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office);
  gpointer row = NULL;

  if (member_id == NULL) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "household: is a list of member ids");
    return FALSE;
  }
  if (!storage->class_->get_row (storage, CP_KIND_MEMBER, member_id, &row, error))
    return FALSE;
  if (row == NULL) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "There is no member %s", member_id);
    return FALSE;
  }
  *ret_account_id = g_strdup (((const CpEntity *) row)->account_id);
  cp_entity_free (row);
  return TRUE;
}

static gboolean
set_own (CpHeadOffice *office, CpStaff *staff, const char *member_id, GError **error)
{
  char *account_id = NULL;

  if (member_id == NULL)
    return TRUE;
  if (!find_account (office, member_id, &account_id, error))
    return FALSE;
  g_free (staff->own_account_id);
  staff->own_account_id = account_id;
  g_free (staff->own_member_id);
  staff->own_member_id = g_strdup (member_id);
  return TRUE;
}

static gboolean
set_household (CpHeadOffice *office, CpStaff *staff, const CpJson *member_ids, GError **error)
{
  g_autoptr (CpJson) account_ids = json_array ();
  gsize i;
  CpJson *member_id;

  if (member_ids == NULL)
    return TRUE;
  json_array_foreach (member_ids, i, member_id)
  {
    g_autofree char *account_id = NULL;

    if (!find_account (office, json_string_value (member_id), &account_id, error))
      return FALSE;
    cp_json_append (account_ids, json_string (account_id));
  }
  json_decref (staff->household);
  staff->household = g_steal_pointer (&account_ids);
  return TRUE;
}

/* What a line does not name stays as it was. */
static gboolean
set_circumstances (CpHeadOffice *office, CpStaff *staff, const CpJson *json, GError **error)
{
  const char *card_uid = cp_json_get_text (json, "card_uid");

  if (!set_own (office, staff, cp_json_get_text (json, "member_id"), error) ||
      !set_household (office, staff, cp_json_get_array (json, "household"), error))
    return FALSE;
  if (card_uid != NULL) {
    g_free (staff->card_uid);
    staff->card_uid = g_strdup (card_uid);
  }
  staff->inactive = cp_json_get_bool (json, "inactive");
  return TRUE;
}

static gboolean
import_one_staff (
    CpHeadOffice *office, CpImport *import, const CpJson *json, GPtrArray *rows, GError **error)
{
  gpointer staff = NULL;

  if (!cp_import_make_staff (office, import, cp_json_get_text (json, "id"),
                             cp_json_get_text (json, "name"), cp_json_get_text (json, "role"),
                             cp_json_get_text (json, "pin"), &staff, error))
    return FALSE;
  if (!set_circumstances (office, staff, json, error)) {
    cp_entity_free (staff);
    return FALSE;
  }
  g_ptr_array_add (rows, staff);
  return TRUE;
}

static void
want_staff (const CpJson *json, CpWanted *wanted)
{
  cp_wanted_add_row (wanted, CP_KIND_STAFF, cp_json_get_text (json, "id"));
  cp_wanted_add_row (wanted, CP_KIND_MEMBER, cp_json_get_text (json, "member_id"));
}

gboolean
cp_import_staff (CpHeadOffice *office, CpImport *import, GError **error)
{
  return cp_import_lines (office, import, want_staff, import_one_staff, error);
}
