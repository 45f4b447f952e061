/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* JavaScript's conversions: ECMA-262, 7.1.4 (ToNumber), 7.1.17 (ToString), 6.1.6.1.20
 * (Number::toString). */
#include "cp-logic-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define JS_BLANKS " \t\n\r\v\f"

/* 0x, 0o and 0b; -1 for what is no such number. */
static double
read_radix (const char *text)
{
  static const struct {
    char letter;
    guint base;
  } radixes[] = { { 'x', 16 }, { 'o', 8 }, { 'b', 2 } };
  char *end = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (radixes); i++)
    if (text[0] == '0' && g_ascii_tolower (text[1]) == radixes[i].letter &&
        g_ascii_isxdigit (text[2])) {
      guint64 value = g_ascii_strtoull (text + 2, &end, radixes[i].base);

      return *end == '\0' ? (double) value : -1;
    }
  return -1;
}

static double
text_to_number (const char *text)
{
  g_autofree char *trimmed = NULL;
  gsize length = strlen (text);
  char *end = NULL;
  double number;

  while (length > 0 && strchr (JS_BLANKS, text[length - 1]) != NULL)
    length--;
  trimmed = g_strndup (text, length);
  text = trimmed + strspn (trimmed, JS_BLANKS);
  if (*text == '\0')
    return 0;
  if (g_str_equal (text, "Infinity") || g_str_equal (text, "+Infinity"))
    return INFINITY;
  if (g_str_equal (text, "-Infinity"))
    return -INFINITY;
  if (read_radix (text) >= 0)
    return read_radix (text);
  if (strspn (text, "+-.0123456789eE") != strlen (text) || strpbrk (text, "0123456789") == NULL)
    return NAN;
  number = g_ascii_strtod (text, &end);
  return *end == '\0' ? number : NAN;
}

double
cp_logic_to_number (const CpJson *value)
{
  switch (json_typeof (value)) {
  case JSON_INTEGER:
  case JSON_REAL:
    return json_number_value (value);
  case JSON_STRING:
    return text_to_number (json_string_value (value));
  case JSON_TRUE:
    return 1;
  case JSON_FALSE:
  case JSON_NULL:
    return 0;
  case JSON_OBJECT:
  case JSON_ARRAY:
  default:
    return NAN;
  }
}

/* The fewest digits that read back as @number, and the decimal exponent of the first. */
static char *
find_digits (double number, int *ret_exponent)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  GString *digits = g_string_new (NULL);

  for (int precision = 0; precision < 17; precision++) {
    char format[8];

    g_snprintf (format, sizeof format, "%%.%de", precision);
    g_ascii_formatd (text, sizeof text, format, number);
    if (!(g_ascii_strtod (text, NULL) < number) && !(g_ascii_strtod (text, NULL) > number))
      break;
  }
  for (const char *at = text; *at != '\0' && *at != 'e'; at++)
    if (g_ascii_isdigit (*at))
      g_string_append_c (digits, *at);
  *ret_exponent = (int) g_ascii_strtoll (strchr (text, 'e') + 1, NULL, 10);
  while (digits->len > 1 && digits->str[digits->len - 1] == '0')
    g_string_truncate (digits, digits->len - 1);
  return g_string_free (digits, FALSE);
}

static void
append_zeros (GString *text, int n)
{
  for (int i = 0; i < n; i++)
    g_string_append_c (text, '0');
}

/* @digits and where the point is (ECMA's n = @exponent + 1). */
static void
append_decimal (GString *text, const char *digits, int exponent)
{
  int length = (int) strlen (digits);
  int point = exponent + 1;

  if (point >= length && point <= 21) {
    g_string_append (text, digits);
    append_zeros (text, point - length);
  } else if (point > 0 && point <= 21) {
    g_string_append_len (text, digits, point);
    g_string_append_printf (text, ".%s", digits + point);
  } else if (point > -6 && point <= 0) {
    g_string_append (text, "0.");
    append_zeros (text, -point);
    g_string_append (text, digits);
  } else {
    g_string_append_c (text, digits[0]);
    if (length > 1)
      g_string_append_printf (text, ".%s", digits + 1);
    g_string_append_printf (text, "e%c%d", exponent < 0 ? '-' : '+', abs (exponent));
  }
}

char *
cp_logic_number_to_text (double number)
{
  GString *text = g_string_new (NULL);
  g_autofree char *digits = NULL;
  int exponent = 0;

  if (isnan (number))
    return g_string_free (g_string_append (text, "NaN"), FALSE);
  if (number < 0)
    g_string_append_c (text, '-');
  number = fabs (number);
  if (isinf (number))
    return g_string_free (g_string_append (text, "Infinity"), FALSE);
  if (!(number > 0))
    return g_string_free (g_string_append_c (text, '0'), FALSE);
  digits = find_digits (number, &exponent);
  append_decimal (text, digits, exponent);
  return g_string_free (text, FALSE);
}

CpJson *
cp_logic_new_number (CpLogicRun *run, double number)
{
  const double largest = 9007199254740992.0; /* 2^53: beyond it not every integer is a number */

  if (!isfinite (number))
    return cp_logic_throw_type (run, "NaN");
  if (fabs (number) <= largest && !(number < trunc (number)) && !(number > trunc (number)))
    return json_integer ((json_int_t) number);
  return json_real (number);
}

/* [1, [2, null]] is "1,2,". */
static char *
list_to_text (const CpJson *list)
{
  GString *text = g_string_new (NULL);
  size_t i;
  json_t *element;

  json_array_foreach (list, i, element)
  {
    g_autofree char *part = json_is_null (element) ? g_strdup ("") : cp_logic_to_text (element);

    if (i > 0)
      g_string_append_c (text, ',');
    g_string_append (text, part);
  }
  return g_string_free (text, FALSE);
}

char *
cp_logic_to_text (const CpJson *value)
{
  switch (json_typeof (value)) {
  case JSON_STRING:
    return g_strdup (json_string_value (value));
  case JSON_INTEGER:
    return g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (value));
  case JSON_REAL:
    return cp_logic_number_to_text (json_real_value (value));
  case JSON_TRUE:
    return g_strdup ("true");
  case JSON_FALSE:
    return g_strdup ("false");
  case JSON_ARRAY:
    return list_to_text (value);
  case JSON_OBJECT:
    return g_strdup ("[object Object]");
  case JSON_NULL:
  default:
    return g_strdup ("null");
  }
}

/* Surrogates (of what lies beyond U+FFFF) come before U+E000. */
static guint32
get_rank (gunichar c)
{
  if (c >= 0x10000)
    return 0xd800 + (c - 0x10000) / 0x400;
  return c >= 0xe000 ? c + 0x10000 : c;
}

int
cp_logic_compare_texts (const char *one, const char *other)
{
  while (*one != '\0' && *other != '\0') {
    gunichar a = g_utf8_get_char (one);
    gunichar b = g_utf8_get_char (other);

    if (get_rank (a) != get_rank (b))
      return get_rank (a) < get_rank (b) ? -1 : 1;
    if (a != b)
      return a < b ? -1 : 1;
    one = g_utf8_next_char (one);
    other = g_utf8_next_char (other);
  }
  return (*one != '\0') - (*other != '\0');
}

gboolean
cp_logic_is_same (const CpJson *one, const CpJson *other)
{
  if (json_is_number (one) && json_is_number (other)) {
    double a = json_number_value (one);
    double b = json_number_value (other);

    return !(a < b) && !(a > b);
  }
  if (json_is_string (one) && json_is_string (other))
    return g_str_equal (json_string_value (one), json_string_value (other));
  return one == other; /* null, true and false are one object each */
}
