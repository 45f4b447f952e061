/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The forms of the flows: which fields, and how what was typed becomes a payload. */
#include "cp-flow-form.h"

#include "cp-format.h"
#include "cp-text.h"

#include <glib/gi18n-lib.h>

static void
field_free (gpointer data)
{
  CpFlowField *field = data;

  g_free (field->key);
  g_free (field->label);
  g_free (field->value);
  g_free (field);
}

static void
add_field (GPtrArray *fields,
           const char *key,
           const char *label,
           CpInput input,
           gboolean required,
           const char *value)
{
  CpFlowField *field = g_new0 (CpFlowField, 1);

  field->key = g_strdup (key);
  field->label = g_strdup (label);
  field->value = input == CP_INPUT_DAY && value != NULL ? cp_format_typed_day (value)
                                                        : g_strdup (cp_format_or_empty (value));
  field->input = input;
  field->required = required;
  g_ptr_array_add (fields, field);
}

static CpInput
guess_input (const char *key)
{
  static const struct {
    const char *key;
    CpInput input;
  } INPUTS[] = {
    { "given_name", CP_INPUT_NAME }, { "family_name", CP_INPUT_NAME },
    { "city", CP_INPUT_NAME },       { "phone", CP_INPUT_PHONE },
    { "email", CP_INPUT_EMAIL },     { "birth_date", CP_INPUT_DAY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (INPUTS); i++)
    if (g_strcmp0 (INPUTS[i].key, key) == 0)
      return INPUTS[i].input;
  return CP_INPUT_TEXT;
}

static void
add_profile_fields (CpFlow *flow, GPtrArray *fields, gboolean editing)
{
  CpKiosk *kiosk = cp_flow_get_kiosk (flow);
  const CpJson *member = editing ? cp_json_get_object (cp_kiosk_get_view (kiosk), "member") : NULL;
  CpJson *row;
  gsize i;

  json_array_foreach (cp_json_get_array (cp_kiosk_get_programme (kiosk), "form"), i, row)
  {
    const char *key = cp_json_get_text (row, "field");

    if (key != NULL && (!editing || cp_json_get_bool (row, "editable")))
      add_field (fields, key, cp_json_get_text (row, "label"), guess_input (key),
                 cp_json_get_bool (row, "required"), cp_json_get_text (member, key));
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
  const char *kind = cp_flow_get_part (flow)->kind;
  GPtrArray *fields = g_ptr_array_new_with_free_func (field_free);

  if (g_str_equal (kind, "claim_receipt")) {
    add_field (fields, "number", _ ("Receipt number"), CP_INPUT_NUMBER, TRUE, NULL);
    add_field (fields, "total", _ ("Total"), CP_INPUT_MONEY, FALSE, NULL);
    add_field (fields, "day", _ ("Day of purchase"), CP_INPUT_DAY, FALSE, NULL);
  } else {
    add_profile_fields (flow, fields, g_str_equal (kind, "edit_profile"));
  }
  put_typed (flow, fields);
  return fields;
}

/* What is wrong with one field's text: %NULL if nothing is. @ret_clean is what goes on. */
static const char *
check_field (const CpFlowField *field, const char *typed, gint64 digits, char **ret_clean)
{
  g_autofree char *clean = cp_text_clean (typed);
  gint64 minor;

  if (clean == NULL)
    return field->required ? _ ("Needed") : NULL;
  if (field->input == CP_INPUT_DAY) {
    g_autofree char *day = cp_parse_day (clean);

    if (day == NULL)
      return _ ("Day, month and year, such as 24 06 1987");
    *ret_clean = g_steal_pointer (&day);
    return NULL;
  }
  if (field->input == CP_INPUT_MONEY && !cp_parse_money (clean, digits, &minor))
    return _ ("An amount, such as 12.50");
  if (field->input == CP_INPUT_EMAIL && !g_pattern_match_simple ("?*@?*.?*", clean))
    return _ ("That is no e-mail address");
  *ret_clean = g_steal_pointer (&clean);
  return NULL;
}

static gint64
iso_day_to_ms (const char *day)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *text = g_strconcat (day, "T12:00:00", NULL);
  g_autoptr (GDateTime) noon = g_date_time_new_from_iso8601 (text, utc);

  return noon != NULL ? g_date_time_to_unix (noon) * 1000 : 0;
}

static void
put_receipt (CpFlow *flow, const CpJson *clean, CpJson *payload)
{
  const CpJson *programme = cp_kiosk_get_programme (cp_flow_get_kiosk (flow));
  const char *day = cp_json_get_text (clean, "day");
  const char *total = cp_json_get_text (clean, "total");
  gint64 minor = 0;

  cp_json_set_text (payload, "number", cp_json_get_text (clean, "number"));
  if (day != NULL)
    cp_json_set_int (payload, "day_ms", iso_day_to_ms (day));
  if (total != NULL &&
      cp_parse_money (total, cp_json_get_int (programme, "currency_digits", 0), &minor))
    cp_json_set_int (payload, "total_minor", minor);
}

/* Only what was changed travels, with what stood there when the editor looked. */
static gboolean
put_changes (CpFlow *flow, const GPtrArray *fields, const CpJson *clean, CpJson *payload)
{
  const CpJson *member =
      cp_json_get_object (cp_kiosk_get_view (cp_flow_get_kiosk (flow)), "member");
  CpJson *set = json_object (), *seen = json_object ();

  for (guint i = 0; i < fields->len; i++) {
    const CpFlowField *field = fields->pdata[i];
    const char *now = cp_format_or_empty (cp_json_get_text (clean, field->key));
    const char *before = cp_format_or_empty (cp_json_get_text (member, field->key));

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
check_fields (CpFlow *flow, const GPtrArray *fields, const CpJson *texts, CpJson *clean)
{
  const CpJson *programme = cp_kiosk_get_programme (cp_flow_get_kiosk (flow));
  g_autoptr (CpJson) problems = json_object ();

  for (guint i = 0; i < fields->len; i++) {
    const CpFlowField *field = fields->pdata[i];
    g_autofree char *text = NULL;
    const char *problem = check_field (field, cp_json_get_text (texts, field->key),
                                       cp_json_get_int (programme, "currency_digits", 0), &text);

    if (problem != NULL)
      cp_json_set_text (problems, field->key, problem);
    cp_json_set_text (clean, field->key, text);
  }
  return json_object_size (problems) > 0 ? g_steal_pointer (&problems) : NULL;
}

CpJson *
cp_flow_fill_payload (CpFlow *flow, const CpJson *texts, CpJson *payload)
{
  const char *kind = cp_flow_get_part (flow)->kind;
  g_autoptr (GPtrArray) fields = cp_flow_list_fields (flow);
  g_autoptr (CpJson) clean = json_object ();
  CpJson *problems = check_fields (flow, fields, texts, clean);

  if (problems != NULL)
    return problems;
  if (g_str_equal (kind, "claim_receipt")) {
    put_receipt (flow, clean, payload);
  } else if (g_str_equal (kind, "edit_profile")) {
    if (!put_changes (flow, fields, clean, payload))
      return json_pack ("{s:s}", "", _ ("Nothing has been changed yet."));
  } else {
    json_object_update (payload, clean);
    if (cp_json_get_text (clean, "phone") == NULL && cp_json_get_text (clean, "email") == NULL)
      return json_pack ("{s:s}", "", _ ("A phone number or an e-mail address is needed."));
  }
  return NULL;
}
