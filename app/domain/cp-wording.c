/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How money, days, cards and people are written in the sentences of decisions. */
#include "cp-wording.h"

#include "cp-figure.h"
#include "cp-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

char *
cp_wording_money (const CpProgramme *programme, gint64 minor)
{
  return cp_figure_money (minor, programme->currency, programme->currency_digits);
}

static char *
format_day (gint64 at_ms, const char *format)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (at_ms / 1000);

  return date != NULL ? g_date_time_format (date, format) : g_strdup ("?");
}

char *
cp_wording_date (gint64 at_ms)
{
  /* TRANSLATORS: a day in a sentence, as g_date_time_format() takes it */
  return cp_text_keep_together (format_day (at_ms, _ ("%-d %b %Y")));
}

char *
cp_wording_iso_day (const char *iso_day)
{
  g_autofree char *noon = g_strconcat (iso_day, "T12:00:00Z", NULL);
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (noon, NULL);

  return date != NULL ? cp_wording_date (g_date_time_to_unix (date) * 1000) : g_strdup (iso_day);
}

char *
cp_iso_day (gint64 at_ms)
{
  return format_day (at_ms, "%F");
}

char *
cp_wording_card (const CpCard *card)
{
  const char *text = card->number != NULL && *card->number != '\0' ? card->number : card->uid;
  glong length = text != NULL ? g_utf8_strlen (text, -1) : 0;

  if (length == 0)
    return g_strdup ("?");
  return g_strdup (g_utf8_offset_to_pointer (text, MAX (length - 4, 0)));
}

char *
cp_wording_name (const CpMember *member)
{
  const char *given = member->given_name != NULL ? member->given_name : "";
  const char *family = member->family_name != NULL ? member->family_name : "";

  if (member->thin && member->state != CP_MEMBER_ERASED)
    return g_strdup (_ ("Member of another store"));
  return g_strstrip (g_strconcat (given, " ", family, NULL));
}

/* Rounds down before 1970 too. */
gint64
cp_day_of (gint64 at_ms)
{
  return at_ms >= 0 ? at_ms / CP_DAY_MS : -((-at_ms + CP_DAY_MS - 1) / CP_DAY_MS);
}

gint64
cp_day_end_ms (gint64 at_ms, gint64 days)
{
  return (cp_day_of (at_ms) + days + 1) * CP_DAY_MS;
}
