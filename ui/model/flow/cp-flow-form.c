/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The forms of the flows: which fields, and how what was typed becomes a payload. */
#include "cp-flow-form.h"

#include "cp-flow-private.h"
#include "cp-format.h"
#include "cp-profile.h"
#include "cp-text.h"

#include <glib/gi18n-lib.h>

static void
field_free (gpointer data)
{
  CpFlowField *field = data;

  g_free (field->key);
  g_free (field->label);
  g_free (field->value);
  g_free (field->hint);
  g_clear_pointer (&field->options, g_ptr_array_unref);
  g_free (field);
}

static CpFlowField *
add_field (GPtrArray *fields, const char *key, const char *label, CpInput input, const char *value)
{
  CpFlowField *field = g_new0 (CpFlowField, 1);

  field->key = g_strdup (key);
  field->label = g_strdup (label);
  field->value = input == CP_INPUT_ISO_DAY && value != NULL ? cp_format_typed_day (value)
                                                            : g_strdup (cp_format_or_empty (value));
  field->input = input;
  g_ptr_array_add (fields, field);
  return field;
}

/* What the ledger would ask the customer; an answer never begins with what is stored. */
static void
add_questions (CpFlow *flow, GPtrArray *fields)
{
  CpKiosk *kiosk = cp_flow_get_kiosk (flow);
  CpJson *question;
  gsize i;

  json_array_foreach (cp_json_get_array (cp_flow_get_identity (flow), "questions"), i, question)
  {
    const char *key = json_string_value (question);
    const CpJson *field = cp_profile_find_field (kiosk, key);

    if (cp_profile_is_known (key))
      add_field (fields, key, cp_profile_get_label (field, key), cp_profile_get_input (field, key),
                 NULL);
  }
}

static gboolean
is_editing (CpFlow *flow)
{
  return g_str_equal (cp_flow_get_part (flow)->kind, "edit_profile");
}

static void
add_profile_fields (CpFlow *flow, GPtrArray *fields)
{
  CpKiosk *kiosk = cp_flow_get_kiosk (flow);
  gboolean editing = is_editing (flow);
  const CpJson *member = editing ? flow->member : NULL;
  CpJson *row;
  gsize i;

  json_array_foreach (cp_json_get_array (cp_kiosk_get_programme (kiosk), "form"), i, row)
  {
    const char *key = cp_json_get_text (row, "field");
    CpFlowField *field;

    if (key == NULL || cp_profile_is_hidden (member, key) ||
        (editing && !cp_json_get_bool (row, "editable")))
      continue;
    field = add_field (fields, key, cp_profile_get_label (row, key),
                       cp_profile_get_input (row, key), cp_profile_get_value (member, key));
    field->required = cp_json_get_bool (row, "required");
    field->options = cp_profile_list_options (flow, row, key);
    field->hint = cp_profile_dup_hint (row);
    field->max_length = (guint) cp_json_get_int (row, "max_length", 0);
    field->below_zero = cp_profile_goes_below_zero (row);
  }
}

static void
add_step_fields (CpFlow *flow, GPtrArray *fields)
{
  const CpStep *step = cp_flow_get_step (flow);

  for (guint i = 0; i < CP_STEP_MAX_FIELDS && step->fields[i].key != NULL; i++) {
    const CpFieldSpec *spec = &step->fields[i];
    g_autoptr (GPtrArray) options = spec->list_options != NULL ? spec->list_options (flow) : NULL;
    CpFlowField *field;

    if (options != NULL && options->len == 0)
      continue;
    field = add_field (fields, spec->key, _ (spec->label), spec->input, NULL);
    field->required = spec->required;
    field->options = g_steal_pointer (&options);
  }
}

/* What was typed before takes the place of what stood there at first. */
static void
put_typed (CpFlow *flow, GPtrArray *fields)
{
  for (guint i = 0; i < fields->len; i++) {
    CpFlowField *field = fields->pdata[i];
    const char *typed = cp_json_get_text (cp_flow_get_form (flow), field->key);

    if (typed != NULL) {
      g_free (field->value);
      field->value = g_strdup (typed);
    }
  }
}

GPtrArray *
cp_flow_list_fields (CpFlow *flow)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func (field_free);

  if (cp_flow_get_stage (flow) == CP_STAGE_IDENTIFY) {
    add_questions (flow, fields);
    return fields;
  }
  if (cp_flow_get_step (flow)->fields[0].key != NULL)
    add_step_fields (flow, fields);
  else
    add_profile_fields (flow, fields);
  put_typed (flow, fields);
  return fields;
}

static const CpFlowField *
find_field (const GPtrArray *fields, const char *key)
{
  for (guint i = 0; i < fields->len; i++)
    if (g_str_equal (((const CpFlowField *) fields->pdata[i])->key, key))
      return fields->pdata[i];
  return NULL;
}

void
cp_flow_renew_form (CpFlow *self)
{
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (field_free);
  g_autoptr (GPtrArray) now = g_ptr_array_new_with_free_func (field_free);

  if (!is_editing (self))
    return;
  add_profile_fields (self, before);
  cp_document_take (&self->member, json_incref (cp_json_get_object (
                                       cp_kiosk_get_view (cp_flow_get_kiosk (self)), "member")));
  add_profile_fields (self, now);
  for (guint i = 0; i < now->len; i++) {
    const CpFlowField *field = now->pdata[i];
    const CpFlowField *old = find_field (before, field->key);

    if (old == NULL || !g_str_equal (old->value, field->value))
      json_object_del (self->form, field->key);
  }
  self->retyped++;
}

static gboolean
is_money (CpInput input)
{
  return input == CP_INPUT_MONEY || input == CP_INPUT_BASKET;
}

static const char *
check_number (const CpFlowField *field, const char *clean, gint64 digits)
{
  gint64 number;

  if (is_money (field->input) && !cp_parse_money (clean, digits, &number))
    return _ ("An amount, such as 12.50");
  if ((field->input == CP_INPUT_COUNT || field->input == CP_INPUT_COUNT_LESS) &&
      !cp_parse_money (clean, 0, &number))
    return _ ("A whole number, such as 50");
  return NULL;
}

static const char *
check_day (const char *clean, char **ret_day)
{
  g_autofree char *day = cp_parse_day (clean);

  if (day == NULL)
    return _ ("Day, month and year, such as 24 06 1987");
  *ret_day = g_steal_pointer (&day);
  return NULL;
}

/* What is wrong with one field's text: %NULL if nothing is. @ret_clean is what goes on. */
static const char *
check_field (const CpFlowField *field, const char *typed, gint64 digits, char **ret_clean)
{
  g_autofree char *clean = cp_text_clean (typed);
  const char *problem;

  if (clean == NULL)
    return field->required ? _ ("Needed") : NULL;
  if (field->input == CP_INPUT_ISO_DAY || field->input == CP_INPUT_DAY ||
      field->input == CP_INPUT_UNTIL)
    return check_day (clean, ret_clean);
  problem = check_number (field, clean, digits);
  if (problem != NULL)
    return problem;
  if (field->input == CP_INPUT_EMAIL && !g_pattern_match_simple ("?*@?*.?*", clean))
    return _ ("That is no e-mail address");
  *ret_clean = g_steal_pointer (&clean);
  return NULL;
}

/* A day of the shop's own calendar (cp_format_use_zone()): its middle, or its last moment. */
static gint64
iso_day_to_ms (const char *day, gboolean end)
{
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  g_autofree char *text = g_strconcat (day, end ? "T23:59:59" : "T12:00:00", NULL);
  g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (text, here);

  return moment != NULL ? g_date_time_to_unix (moment) * 1000 + (end ? 999 : 0) : 0;
}

static gboolean
is_number (CpInput input)
{
  return is_money (input) || input == CP_INPUT_COUNT || input == CP_INPUT_COUNT_LESS;
}

static void
put_field (const CpFlowField *field, const char *clean, gint64 digits, CpJson *payload)
{
  gint64 number = 0;

  json_object_del (payload, field->key);
  if (clean == NULL)
    return;
  if (field->input == CP_INPUT_DAY || field->input == CP_INPUT_UNTIL)
    cp_json_set_int (payload, field->key, iso_day_to_ms (clean, field->input == CP_INPUT_UNTIL));
  else if (field->input == CP_INPUT_FLAG)
    cp_json_set_bool (payload, field->key, TRUE);
  else if (!is_number (field->input))
    cp_json_set_text (payload, field->key, clean);
  else if (!cp_parse_money (clean, is_money (field->input) ? digits : 0, &number))
    return;
  else if (field->input == CP_INPUT_BASKET)
    cp_json_set (payload, field->key, json_pack ("{s:I}", "total_minor", (json_int_t) number));
  else
    cp_json_set_int (payload, field->key, field->input == CP_INPUT_COUNT_LESS ? -number : number);
}

/* Only what was changed travels, with what stood there when the form was filled. */
static gboolean
put_changes (CpFlow *flow, const GPtrArray *fields, const CpJson *clean, CpJson *payload)
{
  CpJson *set = json_object (), *seen = json_object ();

  for (guint i = 0; i < fields->len; i++) {
    const CpFlowField *field = fields->pdata[i];
    const char *now = cp_format_or_empty (cp_json_get_text (clean, field->key));
    const char *before = cp_format_or_empty (cp_profile_get_value (flow->member, field->key));

    if (g_str_equal (now, before))
      continue;
    cp_json_set_text (set, field->key, now);
    cp_json_set_text (seen, field->key, before);
  }
  cp_json_set (payload, "set", set);
  cp_json_set (payload, "seen", seen);
  return json_object_size (set) > 0;
}

static CpJson *
check_fields (const GPtrArray *fields, const CpJson *texts, gint64 digits, CpJson *clean)
{
  g_autoptr (CpJson) problems = json_object ();

  for (guint i = 0; i < fields->len; i++) {
    const CpFlowField *field = fields->pdata[i];
    g_autofree char *text = NULL;
    const char *problem = check_field (field, cp_json_get_text (texts, field->key), digits, &text);

    if (problem != NULL)
      cp_json_set_text (problems, field->key, problem);
    cp_json_set_text (clean, field->key, text);
  }
  return json_object_size (problems) > 0 ? g_steal_pointer (&problems) : NULL;
}

CpJson *
cp_flow_clean_answers (CpFlow *flow, const CpJson *texts, CpJson *clean)
{
  g_autoptr (GPtrArray) fields = cp_flow_list_fields (flow);

  return check_fields (fields, texts, 0, clean);
}

/* The chain's own fields have a place of their own. */
static void
put_person (const GPtrArray *fields, const CpJson *clean, CpJson *payload)
{
  g_autoptr (CpJson) own = json_object ();

  json_object_del (payload, "fields");
  for (guint i = 0; i < fields->len; i++) {
    const char *key = ((const CpFlowField *) fields->pdata[i])->key;

    json_object_del (payload, key);
    cp_json_set_text (cp_profile_is_known (key) ? payload : own, key,
                      cp_json_get_text (clean, key));
  }
  if (json_object_size (own) > 0)
    cp_json_set (payload, "fields", json_incref (own));
}

static CpJson *
fill_profile (CpFlow *flow, const GPtrArray *fields, const CpJson *clean, CpJson *payload)
{
  if (is_editing (flow))
    return put_changes (flow, fields, clean, payload)
               ? NULL
               : json_pack ("{s:s}", "", _ ("Nothing has been changed yet."));
  put_person (fields, clean, payload);
  if (cp_json_get_text (clean, "phone") == NULL && cp_json_get_text (clean, "email") == NULL)
    return json_pack ("{s:s}", "", _ ("A phone number or an e-mail address is needed."));
  return NULL;
}

CpJson *
cp_flow_fill_payload (CpFlow *flow, const CpJson *texts, CpJson *payload)
{
  const CpJson *programme = cp_kiosk_get_programme (cp_flow_get_kiosk (flow));
  gint64 digits = cp_json_get_int (programme, "currency_digits", 0);
  g_autoptr (GPtrArray) fields = cp_flow_list_fields (flow);
  g_autoptr (CpJson) clean = json_object ();
  CpJson *problems = check_fields (fields, texts, digits, clean);

  if (problems != NULL)
    return problems;
  if (cp_flow_get_step (flow)->fields[0].key == NULL)
    return fill_profile (flow, fields, clean, payload);
  for (guint i = 0; i < fields->len; i++) {
    const CpFlowField *field = fields->pdata[i];

    put_field (field, cp_json_get_text (clean, field->key), digits, payload);
  }
  return NULL;
}
