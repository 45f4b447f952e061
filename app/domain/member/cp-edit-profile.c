/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Members: edit profile". */
#include "cp-contact.h"
#include "cp-form-field.h"
#include "cp-profile-field.h"
#include "cp-rules.h"

#include <glib/gi18n-lib.h>

/* What the longest field of a row takes, see cp-entities.c, in the widest letters. */
#define MAX_TEXT_BYTES (200 * 4)

/* One edit under way: @member is the row as it will be. */
typedef struct {
  const CpCase *the_case;
  const CpOperation *operation;
  CpDecision *decision;
  CpMember *member;
  guint n_changed;
  guint n_clashes;
  gboolean sets_contact;
} Edit;

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

static gboolean
is_same (const char *one, const char *other)
{
  return is_empty (one) ? is_empty (other) : g_strcmp0 (one, other) == 0;
}

/* A phone or address that is there already proves who somebody is, so it isn't changed like a
 * postcode is. */
static gboolean
check_contact (const Edit *edit, const char *field, const char *present, const char *text)
{
  if (!cp_contact_is_contact (field))
    return TRUE;
  if (!is_empty (present)) {
    cp_decision_refuse (edit->decision, CP_REJECTION_VERIFICATION_REQUIRED, NULL);
    return FALSE;
  }
  return cp_contact_check_taken (edit->the_case, edit->member->entity.id, field, text,
                                 edit->decision);
}

/* @ret_stored: NULL for a field that is cleared. */
static gboolean
read_value (const Edit *edit, const CpFormField *form_field, const char *text, char **ret_stored)
{
  g_autoptr (GError) problem = NULL;

  if (is_empty (text)) {
    if (form_field->required)
      cp_decision_refuse (edit->decision, CP_REJECTION_INVALID, _ ("%s can't be empty."),
                          cp_form_field_get_label (form_field));
    return !form_field->required;
  }
  *ret_stored =
      cp_profile_field_read (edit->the_case->programme, form_field->field, text,
                             cp_rule_wall_time (edit->the_case, edit->operation), &problem);
  if (*ret_stored == NULL)
    cp_decision_refuse (edit->decision, CP_REJECTION_INVALID, "%s", problem->message);
  return *ret_stored != NULL;
}

/* Whether somebody else has changed the field since the editor saw it. */
static gboolean
has_moved (const Edit *edit, const char *field, const char *present)
{
  const CpEditProfile *payload = edit->operation->payload;

  return payload->seen != NULL && !is_same (cp_json_get_text (payload->seen, field), present);
}

static void
clash (Edit *edit, const CpFormField *form_field)
{
  edit->n_clashes++;
  if (edit->the_case->mode == CP_DECIDE_AT_COUNTER)
    cp_decision_refuse (edit->decision, CP_REJECTION_STALE_VERSION, _ ("%s was changed."),
                        cp_form_field_get_label (form_field));
  else
    cp_decision_flag (edit->decision, CP_REJECTION_STALE_VERSION);
}

static void
set_field (Edit *edit, const CpFormField *form_field, const char *present, const char *stored)
{
  g_autofree char *from = cp_form_field_say (form_field, present);
  g_autofree char *to = cp_form_field_say (form_field, stored);

  cp_decision_add_effect (edit->decision, _ ("%s: %s becomes %s."),
                          cp_form_field_get_label (form_field),
                          is_empty (from) ? _ ("(empty)") : from, to == NULL ? _ ("(empty)") : to);
  cp_profile_field_set (edit->member, form_field->field, stored);
  edit->sets_contact |= cp_contact_is_contact (form_field->field);
  edit->n_changed++;
}

static void
edit_field (Edit *edit, const CpFormField *form_field, const char *text)
{
  const char *present = cp_profile_field_get (edit->member, form_field->field);
  g_autofree char *stored = NULL;

  if (!read_value (edit, form_field, text, &stored)) {
    cp_decision_name_field (edit->decision, form_field->field);
    return;
  }
  if (is_same (present, stored) || !check_contact (edit, form_field->field, present, stored))
    return;
  if (has_moved (edit, form_field->field, present))
    clash (edit, form_field);
  else
    set_field (edit, form_field, present, stored);
}

/* Whoever may not see what stands in a field can't tell what it ought to be. */
static gboolean
may_edit (const CpCase *the_case, const CpFormField *form_field)
{
  return the_case->staff == NULL || the_case->mode == CP_DECIDE_REPLAY ||
         cp_programme_may_see (the_case->programme, the_case->staff->role_id, form_field);
}

/* What is to be set must be fields that the form lets staff edit, and texts. */
static gboolean
check_payload (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpEditProfile *payload = operation->payload;
  const char *field;
  json_t *value;

  if (!json_is_object (payload->set) ||
      (payload->seen != NULL && !json_is_object (payload->seen))) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("Nothing was changed."));
    return FALSE;
  }
  json_object_foreach (payload->set, field, value)
  {
    const CpFormField *form_field = cp_rule_find_form_field (the_case, operation, field, decision);

    if (form_field == NULL)
      return FALSE;
    if (!form_field->editable || !json_is_string (value) ||
        json_string_length (value) > MAX_TEXT_BYTES) {
      cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("%s can't be edited like this."),
                          cp_form_field_get_label (form_field));
      return FALSE;
    }
    if (!may_edit (the_case, form_field)) {
      cp_decision_refuse (decision, CP_REJECTION_PERMISSION_DENIED, _ ("%s is not for your eyes."),
                          cp_form_field_get_label (form_field));
      return FALSE;
    }
  }
  return TRUE;
}

static void
finish (Edit *edit)
{
  if (edit->n_changed == 0 && edit->n_clashes > 0)
    cp_decision_refuse (edit->decision, CP_REJECTION_STALE_VERSION, NULL);
  else if (edit->n_changed == 0 && edit->the_case->mode == CP_DECIDE_AT_COUNTER)
    cp_decision_refuse (edit->decision, CP_REJECTION_INVALID, _ ("Nothing was changed."));
  if (edit->decision->code != CP_REJECTION_NONE || edit->n_changed == 0)
    return;
  if (edit->sets_contact)
    cp_contact_start_cooling (edit->the_case, edit->operation, edit->member, edit->decision);
  cp_decision_change (edit->decision, g_steal_pointer (&edit->member));
}

void
cp_rule_edit_profile (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpEditProfile *payload = operation->payload;
  const GPtrArray *form = the_case->programme->form;
  Edit edit = { .the_case = the_case, .operation = operation, .decision = decision };

  if (!check_payload (the_case, operation, decision))
    return;
  edit.member = cp_entity_copy (cp_rule_get_member (the_case, operation));
  for (guint i = 0; i < form->len && decision->code == CP_REJECTION_NONE; i++) {
    const CpFormField *form_field = form->pdata[i];
    const char *text = cp_json_get_text (payload->set, form_field->field);

    if (text != NULL)
      edit_field (&edit, form_field, text);
  }
  if (decision->code == CP_REJECTION_NONE)
    finish (&edit);
  cp_entity_free (edit.member);
}
