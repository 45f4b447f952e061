/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-figure.h"

#include <string.h>

static const struct {
  const char *code;
  const char *sign;
} SIGNS[] = {
  { "EUR", "€" }, { "GBP", "£" }, { "USD", "$" }, { "JPY", "¥" }, { "INR", "₹" }, { "TRY", "₺" },
};

static char *
dup_sign (const char *currency)
{
  for (gsize i = 0; i < G_N_ELEMENTS (SIGNS); i++)
    if (g_strcmp0 (SIGNS[i].code, currency) == 0)
      return g_strdup (SIGNS[i].sign);
  return currency != NULL ? g_strdup_printf ("%s\u00a0", currency) : g_strdup ("");
}

static char *
group_thousands (guint64 value)
{
  g_autofree char *plain = g_strdup_printf ("%" G_GUINT64_FORMAT, value);
  gsize length = strlen (plain);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++) {
    if (i > 0 && (length - i) % 3 == 0)
      g_string_append_c (text, ',');
    g_string_append_c (text, plain[i]);
  }
  return g_string_free (text, FALSE);
}

static guint64
magnitude (gint64 value)
{
  return value < 0 ? (guint64) 0 - (guint64) value : (guint64) value;
}

char *
cp_figure_money (gint64 minor, const char *currency, gint64 digits)
{
  g_autofree char *sign = dup_sign (currency);
  g_autofree char *whole = NULL;
  guint64 unit = 1;

  digits = CLAMP (digits, 0, 4);
  for (gint64 i = 0; i < digits; i++)
    unit *= 10;
  whole = group_thousands (magnitude (minor) / unit);
  if (digits == 0)
    return g_strconcat (minor < 0 ? "−" : "", sign, whole, NULL);
  return g_strdup_printf ("%s%s%s.%0*" G_GUINT64_FORMAT, minor < 0 ? "−" : "", sign, whole,
                          (int) digits, magnitude (minor) % unit);
}

char *
cp_figure_count (gint64 count)
{
  g_autofree char *digits = group_thousands (magnitude (count));

  return g_strconcat (count < 0 ? "−" : "", digits, NULL);
}
