/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-condition.h"

#include "cp-calendar.h"
#include "cp-form-field.h"
#include "cp-held-status.h"
#include "cp-logic.h"
#include "cp-profile-field.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define OFFICE "office" /* what only a head office knows begins with it */

/* What people call what is not in the form; a path that begins with one of these is known here. */
static const struct {
  const char *path;
  const char *label;
} labels[] = {
  { "today", N_ ("The date") },
  { "store", N_ ("The store") },
  { "statuses", N_ ("Status") },
  { "cards", N_ ("The number of cards") },
  { "member.age", N_ ("Age") },
  { "member.state", N_ ("The membership") },
  { "member.enrolled_days", N_ ("Days since enrolment") },
  { "member.home_store", N_ ("The home store") },
  { "receipts.count", N_ ("The number of purchases") },
  { "receipts.total", N_ ("What was bought in all") },
  { "receipts.days_since_last", N_ ("Days since the last purchase") },
  { "incentives", N_ ("Rewards and benefits") },
  { "basket.total", N_ ("The basket") },
  { "basket", N_ ("The basket") },
  { "member", NULL },
  { "points", NULL },
  { "receipts", NULL },
};

static double
get_unit (const CpProgramme *programme)
{
  double unit = 1;

  for (gint64 i = 0; i < programme->currency_digits; i++)
    unit *= 10;
  return unit;
}

static CpJson *
new_money (const CpProgramme *programme, gint64 minor)
{
  return json_real ((double) minor / get_unit (programme));
}

/* How many of the store's midnights lie between. */
static CpJson *
count_days (const CpProgramme *programme, const char *store_id, gint64 from_ms, gint64 to_ms)
{
  return json_integer (cp_calendar_get_day (programme, store_id, to_ms) -
                       cp_calendar_get_day (programme, store_id, from_ms));
}

/* Null if it can't be worked out. */
static CpJson *
compute (const char *operator, const char * from, const char *to)
{
  g_autoptr (CpJson) rule = json_pack ("{s:[s?,s?]}", operator, from, to);
  g_autoptr (CpJson) error = NULL;
  CpJson *result = cp_logic_evaluate (rule, NULL, &error);

  return result != NULL ? result : json_null ();
}

/* Numbers as numbers and flags as true or false, so that they can be compared. */
static CpJson *
make_value (const CpFormField *field, const char *text)
{
  if (field->type == CP_FORM_NUMBER)
    return json_integer (g_ascii_strtoll (text, NULL, 10));
  if (field->type == CP_FORM_FLAG)
    return json_boolean (g_str_equal (text, CP_FORM_YES));
  return json_string (text);
}

/* A refusal quotes what a condition reads, so it reads nothing sensitive. */
static void
add_own_fields (CpJson *json, const CpProgramme *programme, const CpMember *member)
{
  for (guint i = 0; i < programme->form->len; i++) {
    const CpFormField *field = programme->form->pdata[i];
    const char *text = cp_profile_field_get (member, field->field);

    if (text != NULL && !field->sensitive && !cp_profile_field_exists (field->field))
      cp_json_set (json, field->field, make_value (field, text));
  }
}

static CpJson *
make_member (const CpProgramme *programme,
             const CpMember *member,
             const char *store_id,
             const char *today,
             gint64 at_ms)
{
  CpJson *json = cp_entity_to_json (member);

  json_object_del (json, "id");
  json_object_del (json, "account_id");
  json_object_del (json, "home_store_id");
  json_object_del (json, "merged_into");
  json_object_del (json, "fields");
  add_own_fields (json, programme, member);
  cp_json_set_text (json, "home_store", member->home_store_id);
  cp_json_set (json, "age", compute ("years_between", member->birth_date, today));
  if (member->enrolled_at_ms > 0)
    cp_json_set (json, "enrolled_days",
                 count_days (programme, store_id, member->enrolled_at_ms, at_ms));
  return json;
}

static CpJson *
list_statuses (const CpAccount *account, const char *member_id, gint64 at_ms)
{
  const GPtrArray *rows = account->rows[CP_KIND_STATUS];
  CpJson *list = json_array ();

  for (guint i = 0; i < rows->len; i++) {
    const CpStatus *status = rows->pdata[i];

    if (g_strcmp0 (status->member_id, member_id) == 0 && cp_held_status_counts_at (status, at_ms))
      cp_json_append (list, json_string (status->status_id));
  }
  return list;
}

static CpJson *
make_points (const CpProgramme *programme, const CpAccount *account, gint64 at_ms)
{
  CpJson *json = json_object ();

  for (guint i = 0; i < programme->points_types->len; i++) {
    const CpPointsType *type = programme->points_types->pdata[i];

    cp_json_set_int (json, type->id, cp_account_sum_points (account, type->id, at_ms));
  }
  return json;
}

static CpJson *
make_receipts (const CpProgramme *programme,
               const CpAccount *account,
               const char *store_id,
               gint64 at_ms)
{
  const GPtrArray *rows = account->rows[CP_KIND_RECEIPT];
  gint64 count = 0, total_minor = 0, last_ms = 0;
  CpJson *json = json_object ();

  for (guint i = 0; i < rows->len; i++) {
    const CpReceipt *receipt = rows->pdata[i];

    if (receipt->state != CP_RECEIPT_CONFIRMED || receipt->attribution != CP_RECEIPT_ATTRIBUTED)
      continue;
    count++;
    total_minor += receipt->total_minor;
    last_ms = MAX (last_ms, receipt->at_ms);
  }
  cp_json_set_int (json, "count", count);
  cp_json_set (json, "total", new_money (programme, total_minor));
  if (last_ms > 0)
    cp_json_set (json, "days_since_last", count_days (programme, store_id, last_ms, at_ms));
  return json;
}

static CpJson *
list_incentives (const CpAccount *account, gint64 at_ms)
{
  const GPtrArray *rows = account->rows[CP_KIND_INCENTIVE];
  CpJson *list = json_array ();

  for (guint i = 0; i < rows->len; i++) {
    const CpIncentive *incentive = rows->pdata[i];
    CpIncentiveState state = cp_incentive_get_state (incentive, at_ms);

    if (state == CP_INCENTIVE_ACTIVE || state == CP_INCENTIVE_PART_USED)
      cp_json_append (list, json_string (incentive->definition_id));
  }
  return list;
}

static gint64
count_cards (const CpAccount *account, const char *member_id)
{
  const GPtrArray *rows = account->rows[CP_KIND_CARD];
  gint64 n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += g_strcmp0 (((CpCard *) rows->pdata[i])->member_id, member_id) == 0 &&
         cp_card_identifies (rows->pdata[i]);
  return n;
}

/* {"total_minor", "lines": [{…, "amount_minor"}]}, with `total` and `amount` in whole units. */
static CpJson *
make_basket (const CpProgramme *programme, const CpJson *basket)
{
  CpJson *json = json_is_object (basket) ? json_deep_copy (basket) : json_object ();
  const CpJson *lines = cp_json_get_array (json, "lines");

  cp_json_set (json, "total", new_money (programme, cp_json_get_int (json, "total_minor", 0)));
  for (gsize i = 0; i < json_array_size (lines); i++) {
    CpJson *line = json_array_get (lines, i);

    if (json_is_object (line))
      cp_json_set (line, "amount",
                   new_money (programme, cp_json_get_int (line, "amount_minor", 0)));
  }
  return json;
}

CpJson *
cp_condition_make_data (const CpProgramme *programme,
                        const CpAccount *account,
                        const char *member_id,
                        const char *store_id,
                        gint64 at_ms,
                        const CpJson *basket)
{
  const CpMember *member = cp_account_find_member (account, member_id);
  g_autofree char *today = cp_iso_day (cp_calendar_get_wall_ms (programme, store_id, at_ms));
  CpJson *json = json_object ();

  cp_json_set_text (json, "today", today);
  cp_json_set_text (json, "store", store_id);
  if (member != NULL)
    cp_json_set (json, "member", make_member (programme, member, store_id, today, at_ms));
  cp_json_set (json, "statuses", list_statuses (account, member_id, at_ms));
  cp_json_set (json, "points", make_points (programme, account, at_ms));
  cp_json_set_int (json, "cards", count_cards (account, member_id));
  cp_json_set (json, "receipts", make_receipts (programme, account, store_id, at_ms));
  cp_json_set (json, "incentives", list_incentives (account, at_ms));
  cp_json_set (json, "basket", make_basket (programme, basket));
  return json;
}

static gboolean
is_known (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++) {
    gsize length = strlen (labels[i].path);

    if (strncmp (labels[i].path, path, length) == 0 &&
        (path[length] == '\0' || path[length] == '.'))
      return TRUE;
  }
  return *path == '\0';
}

/* Of another store's member hardly more than the card is. */
static gboolean
is_personal (const char *path)
{
  static const char *const others[] = { "member.state", "member.enrolled_days", "member.home_store",
                                        NULL };

  return g_str_equal (path, "member") ||
         (g_str_has_prefix (path, "member.") && !g_strv_contains (others, path));
}

gboolean
cp_condition_is_known_here (const CpJson *rule, const CpMember *member)
{
  g_autoptr (GPtrArray) paths = cp_logic_list_paths (rule);
  gboolean is_thin = member != NULL && member->thin;

  for (guint i = 0; i < paths->len; i++)
    if (!is_known (paths->pdata[i]) || (is_thin && is_personal (paths->pdata[i])))
      return FALSE;
  return TRUE;
}

char *
cp_condition_find_unknown (const CpJson *rule, gboolean office)
{
  g_autoptr (GPtrArray) paths = cp_logic_list_paths (rule);

  for (guint i = 0; i < paths->len; i++) {
    const char *path = paths->pdata[i];

    if (!is_known (path) &&
        !(office && (g_str_equal (path, OFFICE) || g_str_has_prefix (path, OFFICE "."))))
      return g_strdup (path);
  }
  return NULL;
}

/* A form's label comes first: it is the programme's own word. */
static char *
find_label (const char *path, gpointer data)
{
  const CpProgramme *programme = data;
  const CpFormField *field =
      g_str_has_prefix (path, "member.")
          ? cp_programme_find_form_field (programme, path + strlen ("member."))
          : NULL;
  const CpPointsType *type =
      g_str_has_prefix (path, "points.")
          ? cp_programme_find_points_type (programme, path + strlen ("points."))
          : NULL;

  if (field != NULL)
    return g_strdup (cp_form_field_get_label (field));
  if (type != NULL)
    return g_strdup (type->name);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (labels[i].path, path) && labels[i].label != NULL)
      return g_strdup (_ (labels[i].label));
  return NULL;
}

char *
cp_condition_explain (const CpProgramme *programme, const CpJson *rule, const CpJson *data)
{
  g_autoptr (GPtrArray) sentences = cp_logic_explain (rule, data, find_label, (gpointer) programme);

  if (sentences->len == 0)
    return NULL;
  g_ptr_array_add (sentences, NULL);
  return g_strjoinv (" ", (char **) sentences->pdata);
}

static gint64
count_in (const GPtrArray *rows, const char *definition_id)
{
  gint64 n = 0;

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    const CpEntity *entity = rows->pdata[i];
    const CpIncentive *incentive = rows->pdata[i];
    const CpRedemption *redemption = rows->pdata[i];

    if (entity->kind == CP_KIND_INCENTIVE && incentive->counted &&
        g_strcmp0 (incentive->definition_id, definition_id) == 0)
      n++;
    else if (entity->kind == CP_KIND_REDEMPTION &&
             g_strcmp0 (redemption->definition_id, definition_id) == 0 &&
             (redemption->state == CP_REDEMPTION_CONFIRMED ||
              redemption->state == CP_REDEMPTION_HELD))
      n += redemption->uses;
  }
  return n;
}

gint64
cp_condition_count_given (const CpCase *the_case, const CpDefinition *definition)
{
  return count_in (the_case->account->rows[CP_KIND_INCENTIVE], definition->id) +
         count_in (the_case->account->rows[CP_KIND_REDEMPTION], definition->id) +
         count_in (the_case->others, definition->id);
}
