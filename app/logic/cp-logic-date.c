/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Counterpart's own operators for days (UTC). A day is a text that begins YYYY-MM-DD, or a time in
 * milliseconds since 1970. */
#include "cp-logic-private.h"

#include <math.h>
#include <string.h>

#define DAY_MS 86400000.0
#define MOST_DAYS 1000000

static gboolean
read_day_text (const char *text, GDate *ret_date)
{
  guint parts[3] = { 0, 0, 0 };

  if (strlen (text) < 10 || (text[10] != '\0' && text[10] != 'T' && text[10] != ' '))
    return FALSE;
  for (guint i = 0; i < 10; i++) {
    if (i == 4 || i == 7) {
      if (text[i] != '-')
        return FALSE;
    } else if (!g_ascii_isdigit (text[i])) {
      return FALSE;
    } else {
      guint *part = &parts[i < 4 ? 0 : i < 7 ? 1 : 2];

      *part = *part * 10 + (guint) g_ascii_digit_value (text[i]);
    }
  }
  if (parts[1] < 1 || parts[1] > 12 || parts[2] < 1 || parts[2] > 31 ||
      !g_date_valid_dmy ((GDateDay) parts[2], (GDateMonth) parts[1], (GDateYear) parts[0]))
    return FALSE;
  g_date_set_dmy (ret_date, (GDateDay) parts[2], (GDateMonth) parts[1], (GDateYear) parts[0]);
  return TRUE;
}

static gboolean
read_day (CpLogicRun *run, const CpJson *value, GDate *ret_date)
{
  double days;

  g_date_clear (ret_date, 1);
  if (json_is_string (value) && read_day_text (json_string_value (value), ret_date))
    return TRUE;
  days = json_is_number (value) ? floor (json_number_value (value) / DAY_MS) : NAN;
  if (isnan (days) || fabs (days) > MOST_DAYS || days < -700000) {
    cp_logic_throw_arguments (run);
    return FALSE;
  }
  g_date_set_dmy (ret_date, 1, G_DATE_JANUARY, 1970);
  g_date_set_julian (ret_date, (guint32) (g_date_get_julian (ret_date) + (gint64) days));
  return TRUE;
}

static CpJson *
new_day (const GDate *date)
{
  g_autofree char *text =
      g_strdup_printf ("%04u-%02u-%02u", (guint) g_date_get_year (date),
                       (guint) g_date_get_month (date), (guint) g_date_get_day (date));

  return json_string (text);
}

static CpJson *
run_date (CpLogicRun *run, const CpJson *args)
{
  GDate date;

  return read_day (run, json_array_get (args, 0), &date) ? new_day (&date) : NULL;
}

static void
move (GDate *date, gint64 n, void (*forward) (GDate *, guint), void (*back) (GDate *, guint))
{
  if (n >= 0)
    forward (date, (guint) n);
  else
    back (date, (guint) -n);
}

/* The 31st plus a month is the last of a shorter month. */
static CpJson *
run_date_add (CpLogicRun *run, const CpJson *args)
{
  const CpJson *amount = json_array_get (args, 1);
  const CpJson *word = json_array_get (args, 2);
  const char *unit = word != NULL ? json_string_value (word) : "days";
  double n = amount != NULL ? cp_logic_to_number (amount) : NAN;
  GDate date;

  if (!read_day (run, json_array_get (args, 0), &date))
    return NULL;
  if (unit == NULL || isnan (n) || fabs (n) > 36500)
    return cp_logic_throw_arguments (run);
  if (g_str_equal (unit, "days"))
    move (&date, (gint64) n, g_date_add_days, g_date_subtract_days);
  else if (g_str_equal (unit, "weeks"))
    move (&date, (gint64) n * 7, g_date_add_days, g_date_subtract_days);
  else if (g_str_equal (unit, "months") && fabs (n) <= 1200)
    move (&date, (gint64) n, g_date_add_months, g_date_subtract_months);
  else if (g_str_equal (unit, "years") && fabs (n) <= 100)
    move (&date, (gint64) n, g_date_add_years, g_date_subtract_years);
  else
    return cp_logic_throw_arguments (run);
  return g_date_valid (&date) ? new_day (&date) : cp_logic_throw_arguments (run);
}

static CpJson *
run_days_between (CpLogicRun *run, const CpJson *args)
{
  GDate from, to;

  if (!read_day (run, json_array_get (args, 0), &from) ||
      !read_day (run, json_array_get (args, 1), &to))
    return NULL;
  return json_integer (g_date_days_between (&from, &to));
}

/* Whole years, as an age is counted. */
static CpJson *
run_years_between (CpLogicRun *run, const CpJson *args)
{
  GDate from, to;
  gint64 years;

  if (!read_day (run, json_array_get (args, 0), &from) ||
      !read_day (run, json_array_get (args, 1), &to))
    return NULL;
  years = (gint64) g_date_get_year (&to) - g_date_get_year (&from);
  if (g_date_get_month (&to) < g_date_get_month (&from) ||
      (g_date_get_month (&to) == g_date_get_month (&from) &&
       g_date_get_day (&to) < g_date_get_day (&from)))
    years--;
  return json_integer (years);
}

static CpJson *
run_date_part (CpLogicRun *run, const CpJson *args)
{
  const char *part = json_string_value (json_array_get (args, 1));
  GDate date;

  if (!read_day (run, json_array_get (args, 0), &date))
    return NULL;
  if (g_strcmp0 (part, "year") == 0)
    return json_integer (g_date_get_year (&date));
  if (g_strcmp0 (part, "month") == 0)
    return json_integer (g_date_get_month (&date));
  if (g_strcmp0 (part, "day") == 0)
    return json_integer (g_date_get_day (&date));
  if (g_strcmp0 (part, "weekday") == 0)
    return json_integer (g_date_get_weekday (&date));
  return cp_logic_throw_arguments (run);
}

const CpLogicOperator cp_logic_date_operators[] = {
  { "date", CP_LOGIC_PLAIN, run_date },
  { "date_add", CP_LOGIC_PLAIN, run_date_add },
  { "days_between", CP_LOGIC_PLAIN, run_days_between },
  { "years_between", CP_LOGIC_PLAIN, run_years_between },
  { "date_part", CP_LOGIC_PLAIN, run_date_part },
  { NULL, CP_LOGIC_PLAIN, NULL },
};
