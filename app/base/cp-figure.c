/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-figure.h"

#include "cp-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct {
  const char *code;
  const char *sign;
} SIGNS[] = {
  { "EUR", "€" }, { "GBP", "£" }, { "USD", "$" }, { "JPY", "¥" }, { "INR", "₹" }, { "TRY", "₺" },
};

static const char *
get_sign (const char *currency)
{
  for (gsize i = 0; i < G_N_ELEMENTS (SIGNS); i++)
    if (g_strcmp0 (SIGNS[i].code, currency) == 0)
      return SIGNS[i].sign;
  return NULL;
}

/* (transfer full): @figure with its currency where this language has it */
static char *
add_currency (const char *figure, const char *currency)
{
  const char *sign = get_sign (currency);

  if (currency == NULL)
    return g_strdup (figure);
  if (sign != NULL)
    /* TRANSLATORS: money: the first is a sign such as €, the second the figure */
    return g_strdup_printf (C_ ("figure", "%1$s%2$s"), sign, figure);
  /* TRANSLATORS: money: the first is a code such as CHF, the second the figure */
  return g_strdup_printf (C_ ("figure", "%1$s %2$s"), currency, figure);
}

static char *
group_thousands (guint64 value)
{
  g_autofree char *plain = g_strdup_printf ("%" G_GUINT64_FORMAT, value);
  gsize length = strlen (plain);
  /* TRANSLATORS: between thousands, as in 1,000,000 */
  const char *mark = C_ ("figure", ",");
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++) {
    if (i > 0 && (length - i) % 3 == 0)
      g_string_append (text, mark);
    g_string_append_c (text, plain[i]);
  }
  return g_string_free (text, FALSE);
}

static guint64
magnitude (gint64 value)
{
  return value < 0 ? (guint64) 0 - (guint64) value : (guint64) value;
}

/* (transfer full): @whole with what there is after it of @minor's magnitude */
static char *
add_digits (const char *whole, guint64 rest, gint64 digits)
{
  if (digits == 0)
    return g_strdup (whole);
  return g_strdup_printf ("%s%s%0*" G_GUINT64_FORMAT, whole,
                          /* TRANSLATORS: before the cents, as in 12.50 */
                          C_ ("figure", "."), (int) digits, rest);
}

static guint64
get_unit (gint64 digits)
{
  guint64 unit = 1;

  for (gint64 i = 0; i < digits; i++)
    unit *= 10;
  return unit;
}

static char *
add_sign (gint64 value, const char *text)
{
  /* TRANSLATORS: what is below zero; from right to left in an isolate, so that its sign stays before it */
  return value < 0 ? g_strdup_printf (C_ ("figure", "−%s"), text) : g_strdup (text);
}

char *
cp_figure_money (gint64 minor, const char *currency, gint64 digits)
{
  gint64 n_digits = CLAMP (digits, 0, 4);
  guint64 unit = get_unit (n_digits);
  g_autofree char *whole = group_thousands (magnitude (minor) / unit);
  g_autofree char *figure = add_digits (whole, magnitude (minor) % unit, n_digits);
  g_autofree char *text = cp_text_keep_together (add_currency (figure, currency));

  return add_sign (minor, text);
}

char *
cp_figure_typed (gint64 minor, gint64 digits)
{
  gint64 n_digits = CLAMP (digits, 0, 4);
  guint64 unit = get_unit (n_digits);
  g_autofree char *whole = g_strdup_printf ("%" G_GUINT64_FORMAT, magnitude (minor) / unit);

  return add_digits (whole, magnitude (minor) % unit, n_digits);
}

char *
cp_figure_count (gint64 count)
{
  g_autofree char *digits = group_thousands (magnitude (count));

  return add_sign (count, digits);
}
