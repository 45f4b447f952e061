/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Members: change phone or e-mail". */
#include "cp-contact.h"

#include "cp-form-field.h"
#include "cp-profile-field.h"

#include <glib/gi18n-lib.h>

#define HOUR_MS (60 * 60 * 1000)

gboolean
cp_contact_is_contact (const char *field)
{
  return g_strcmp0 (field, "phone") == 0 || g_strcmp0 (field, "email") == 0;
}

gboolean
cp_contact_check_taken (const CpCase *the_case,
                        const char *member_id,
                        const char *field,
                        const char *text,
                        CpDecision *decision)
{
  const GPtrArray *others = the_case->others;

  for (guint i = 0; others != NULL && i < others->len; i++) {
    const CpEntity *entity = others->pdata[i];
    const CpMember *other = others->pdata[i];

    if (entity->kind != CP_KIND_MEMBER || g_str_equal (entity->id, member_id) ||
        !cp_member_is_present (other) || g_strcmp0 (cp_profile_field_get (other, field), text) != 0)
      continue;
    cp_decision_refuse (
        decision,
        g_str_equal (field, "phone") ? CP_REJECTION_PHONE_TAKEN : CP_REJECTION_EMAIL_TAKEN, NULL);
    decision->look_alikes = g_ptr_array_new ();
    g_ptr_array_add (decision->look_alikes, (gpointer) other);
    return FALSE;
  }
  return TRUE;
}

/* For how much longer, a begun hour being one; 0: not any more */
static int
count_cooling_hours (const CpProgramme *programme, const CpMember *member, gint64 at_ms)
{
  gint64 left_ms = member->contact_changed_at_ms + programme->contact_cooling_ms - at_ms;

  return cp_contact_is_cooling (programme, member, at_ms)
             ? (int) ((left_ms + HOUR_MS - 1) / HOUR_MS)
             : 0;
}

static int
get_cooling_hours (const CpProgramme *programme)
{
  return (int) (programme->contact_cooling_ms / HOUR_MS);
}

gboolean
cp_contact_is_cooling (const CpProgramme *programme, const CpMember *member, gint64 at_ms)
{
  return member->contact_changed_at_ms != 0 &&
         at_ms < member->contact_changed_at_ms + programme->contact_cooling_ms;
}

void
cp_contact_start_cooling (const CpCase *the_case,
                          const CpOperation *operation,
                          CpMember *member,
                          CpDecision *decision)
{
  member->contact_changed_at_ms = cp_rule_time (the_case, operation);
  if (the_case->programme->contact_cooling_ms > 0)
    cp_decision_add_effect (decision,
                            ngettext ("Nothing can be redeemed for %d hour.",
                                      "Nothing can be redeemed for %d hours.",
                                      (gulong) get_cooling_hours (the_case->programme)),
                            get_cooling_hours (the_case->programme));
}

gboolean
cp_contact_check_cooling (const CpCase *the_case,
                          const CpOperation *operation,
                          CpDecision *decision)
{
  const CpMember *member = cp_rule_get_member (the_case, operation);

  if (member == NULL ||
      !cp_contact_is_cooling (the_case->programme, member, cp_rule_time (the_case, operation)))
    return TRUE;
  return !cp_decision_object (decision, the_case, operation, CP_REJECTION_LIMIT_EXCEEDED,
                              ngettext ("The phone number or e-mail address was changed lately. "
                                        "Nothing can be redeemed for %d hour after that.",
                                        "The phone number or e-mail address was changed lately. "
                                        "Nothing can be redeemed for %d hours after that.",
                                        (gulong) get_cooling_hours (the_case->programme)),
                              get_cooling_hours (the_case->programme));
}

gboolean
cp_contact_check_link (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpMember *member = cp_rule_get_member (the_case, operation);
  int hours = member != NULL ? count_cooling_hours (the_case->programme, member,
                                                    cp_rule_time (the_case, operation))
                             : 0;

  if (hours == 0)
    return TRUE;
  cp_decision_refuse (decision, CP_REJECTION_LIMIT_EXCEEDED,
                      ngettext ("The phone number or e-mail address was changed lately. A link can "
                                "be sent in %d hour.",
                                "The phone number or e-mail address was changed lately. A link can "
                                "be sent in %d hours.",
                                (gulong) hours),
                      hours);
  return FALSE;
}

/* (transfer full) (nullable): the new text as it is stored */
static char *
read_value (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpChangeContact *payload = operation->payload;
  const CpFormField *form_field;
  g_autoptr (GError) problem = NULL;
  char *stored;

  form_field = cp_programme_find_form_field (the_case->programme, payload->field);
  if (!cp_contact_is_contact (payload->field) || form_field == NULL || !form_field->editable) {
    cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("It is neither phone nor e-mail."));
    return NULL;
  }
  stored = cp_profile_field_read (the_case->programme, payload->field, payload->value,
                                  cp_rule_wall_time (the_case, operation), &problem);
  if (stored == NULL)
    cp_decision_refuse (decision, CP_REJECTION_INVALID, "%s", problem->message);
  return stored;
}

static void
change (const CpCase *the_case,
        const CpOperation *operation,
        const CpMember *member,
        const char *stored,
        CpDecision *decision)
{
  const CpChangeContact *payload = operation->payload;
  CpMember *changed = cp_entity_copy (member);

  cp_contact_start_cooling (the_case, operation, changed, decision);
  if (cp_rule_is_final (the_case))
    cp_profile_field_set (changed, payload->field, stored);
  cp_decision_change (decision, changed);
}

static void
tell (const CpCase *the_case, const char *label, const char *stored, CpDecision *decision)
{
  cp_decision_add_effect (decision, _ ("%s becomes %s."), label, stored);
  if (!cp_rule_is_final (the_case))
    cp_decision_add_effect (decision,
                            _ ("It waits for head office; until then the present one counts."));
}

void
cp_rule_change_contact (const CpCase *the_case, const CpOperation *operation, CpDecision *decision)
{
  const CpChangeContact *payload = operation->payload;
  const CpMember *member = cp_rule_get_member (the_case, operation);
  g_autofree char *stored = read_value (the_case, operation, decision);
  const char *present;

  if (stored == NULL)
    return;
  present = cp_profile_field_get (member, payload->field);
  if (g_strcmp0 (present, stored) == 0) {
    if (the_case->mode == CP_DECIDE_AT_COUNTER)
      cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("Nothing was changed."));
    return;
  }
  if (payload->seen != NULL && g_strcmp0 (payload->seen, present != NULL ? present : "") != 0) {
    cp_decision_refuse (decision, CP_REJECTION_STALE_VERSION, NULL);
    return;
  }
  if (!cp_contact_check_taken (the_case, operation->member_id, payload->field, stored, decision))
    return;
  tell (
      the_case,
      cp_form_field_get_label (cp_programme_find_form_field (the_case->programme, payload->field)),
      stored, decision);
  change (the_case, operation, member, stored, decision);
}
