/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-format.h"

#include "cp-figure.h"
#include "cp-text.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>
#include <string.h>

char *
cp_format_money_in (const CpJson *document, gint64 minor)
{
  return cp_figure_money (minor, cp_json_get_text (document, "currency"),
                          cp_json_get_int (document, "currency_digits", 0));
}

char *
cp_format_gain (gint64 amount, const char *text)
{
  /* TRANSLATORS: what is gained, with its sign */
  return amount > 0 ? g_strdup_printf (C_ ("figure", "+%s"), text) : g_strdup (text);
}

static char *
format_time (gint64 at_ms, const char *format)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_ms / 1000);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? cp_text_keep_together (g_date_time_format (local, format)) : g_strdup ("");
}

char *
cp_format_day (gint64 at_ms)
{
  /* TRANSLATORS: a day, as g_date_time_format() takes it */
  return format_time (at_ms, _ ("%-d %b %Y"));
}

char *
cp_format_last_day (gint64 end_ms)
{
  return cp_format_day (end_ms - 1);
}

void
cp_format_use_zone (const char *name)
{
  if (name != NULL && g_strcmp0 (g_getenv ("TZ"), name) != 0)
    g_setenv ("TZ", name, TRUE);
}

static gboolean
is_same_day (gint64 one_ms, gint64 other_ms)
{
  g_autofree char *one = format_time (one_ms, "%F");
  g_autofree char *other = format_time (other_ms, "%F");

  return g_str_equal (one, other);
}

char *
cp_format_moment (gint64 at_ms, gint64 now_ms)
{
  if (at_ms == 0)
    return g_strdup (_ ("never"));
  if (is_same_day (at_ms, now_ms))
    return format_time (at_ms, "%H:%M");
  /* TRANSLATORS: a day and time, as g_date_time_format() takes it */
  return format_time (at_ms, _ ("%-d %b, %H:%M"));
}

char *
cp_format_expiry (gint64 at_ms, gint64 now_ms)
{
  g_autofree char *day = NULL;

  if (at_ms == 0)
    return g_strdup (_ ("No expiry"));
  if (at_ms <= now_ms)
    return g_strdup (_ ("Expired"));
  if (is_same_day (at_ms - 1, now_ms))
    return g_strdup (_ ("Until today"));
  day = cp_format_last_day (at_ms);
  return g_strdup_printf (_ ("Until %s"), day);
}

char *
cp_format_iso_day (const char *iso_day)
{
  guint year, month, day;
  g_autoptr (GDateTime) date = NULL;

  if (iso_day == NULL || sscanf (iso_day, "%4u-%2u-%2u", &year, &month, &day) != 3)
    return NULL;
  date = g_date_time_new_utc ((int) year, (int) month, (int) day, 0, 0, 0);
  return date != NULL ? cp_text_keep_together (g_date_time_format (date, _ ("%-d %b %Y"))) : NULL;
}

char *
cp_format_typed_day (const char *iso_day)
{
  guint year, month, day;

  if (sscanf (iso_day, "%4u-%2u-%2u", &year, &month, &day) != 3)
    return g_strdup (iso_day);
  return g_strdup_printf ("%02u %02u %04u", day, month, year);
}

char *
cp_format_initials (const char *name)
{
  g_auto (GStrv) words = g_strsplit (name != NULL ? name : "", " ", -1);
  GString *text = g_string_new (NULL);
  guint n_words = g_strv_length (words);

  for (guint i = 0; i < n_words; i++) {
    gunichar letter = g_utf8_get_char (words[i]);

    if ((i != 0 && i + 1 != n_words) || !g_unichar_isalpha (letter))
      continue;
    g_string_append_unichar (text, g_unichar_toupper (letter));
    if (!g_unichar_isupper (g_unichar_toupper (letter)))
      break;
  }
  return g_string_free (text, FALSE);
}

static char *
join_two (const char *text, const char *part)
{
  if (*text == '\0' || *part == '\0')
    return g_strconcat (text, part, NULL);
  /* TRANSLATORS: two things of which any may be in another script; where texts run from right to left each is an
   * isolate, after a right-to-left mark */
  return g_strdup_printf (C_ ("list", "%s · %s"), text, part);
}

char *
cp_format_join (const char *first, ...)
{
  char *text = g_strdup ("");
  va_list list;

  va_start (list, first);
  for (const char *part = first; part != NULL; part = va_arg (list, const char *)) {
    char *longer = join_two (text, part);

    g_free (text);
    text = longer;
  }
  va_end (list);
  return text;
}

char *
cp_format_ltr (const char *text)
{
  return g_strconcat ("\u2066", text, "\u2069", NULL); /* an isolate, closed */
}

char *
cp_format_isolate (const char *text)
{
  return g_strconcat ("\u2068", text, "\u2069", NULL);
}

gboolean
cp_parse_money (const char *text, gint64 digits, gint64 *ret_minor)
{
  gint64 minor = 0, decimals = -1;

  for (; *text != '\0'; text++) {
    if ((*text == '.' || *text == ',') && decimals < 0 && digits > 0) {
      decimals = 0;
      continue;
    }
    if (!g_ascii_isdigit (*text) || decimals >= digits || minor > 100000000000)
      return FALSE;
    minor = minor * 10 + g_ascii_digit_value (*text);
    if (decimals >= 0)
      decimals++;
  }
  for (decimals = MAX (decimals, 0); decimals < digits; decimals++)
    minor *= 10;
  if (minor > 0)
    *ret_minor = minor;
  return minor > 0;
}

static char *
make_iso_day (guint day, guint month, guint year)
{
  if (year < 1880 || year > 2999 ||
      !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return NULL;
  return g_strdup_printf ("%04u-%02u-%02u", year, month, day);
}

char *
cp_parse_day (const char *text)
{
  guint day, month, year;
  int used = 0;

  if (sscanf (text, "%4u-%2u-%2u%n", &year, &month, &day, &used) == 3 && text[used] == '\0')
    return make_iso_day (day, month, year);
  if (sscanf (text, "%2u%*[^0-9]%2u%*[^0-9]%4u%n", &day, &month, &year, &used) == 3 &&
      text[used] == '\0')
    return make_iso_day (day, month, year);
  if (strlen (text) == 8 && sscanf (text, "%2u%2u%4u%n", &day, &month, &year, &used) == 3 &&
      used == 8)
    return make_iso_day (day, month, year);
  return NULL;
}

char *
cp_format_member (const CpJson *member)
{
  const char *card = cp_json_get_text (member, "card_tail");
  const char *phone = cp_json_get_text (member, "phone_tail");
  g_autofree char *born = cp_format_iso_day (cp_json_get_text (member, "birth_date"));
  g_autofree char *card_text =
      card != NULL ? g_strdup_printf (_ ("Card ···· %s"), card) : g_strdup ("");
  g_autofree char *phone_text =
      phone != NULL ? g_strdup_printf (_ ("Phone ···· %s"), phone) : g_strdup ("");

  return cp_format_join (cp_format_or_empty (cp_json_get_text (member, "city")),
                         cp_format_or_empty (born), card_text, phone_text, NULL);
}

const char *
cp_format_card_tail (const CpJson *card)
{
  const char *number = cp_json_get_text (card, "number");
  const char *tail = number != NULL && strlen (number) >= 4 ? number + strlen (number) - 4
                                                            : cp_json_get_text (card, "uid_tail");

  return cp_format_or_empty (tail);
}

char *
cp_format_card (const CpJson *card)
{
  return g_strdup_printf (_ ("Card ···· %s"), cp_format_card_tail (card));
}
