/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-logic-private.h"

#include <math.h>
#include <string.h>

static CpJson *
run_cat (CpLogicRun *run, const CpJson *args)
{
  g_autoptr (GString) text = g_string_new (NULL);
  size_t i;
  json_t *arg;

  json_array_foreach (args, i, arg)
  {
    g_autofree char *part = json_is_null (arg) ? g_strdup ("") : cp_logic_to_text (arg);

    if (!cp_logic_spend (run, strlen (part)))
      return NULL;
    g_string_append (text, part);
  }
  return json_string (text->str);
}

/* Whole, towards zero, and kept within what a text can hold. */
static glong
get_whole (const CpJson *value, glong fallback)
{
  double number = value != NULL ? cp_logic_to_number (value) : NAN;

  if (isnan (number))
    return fallback;
  return (glong) CLAMP (trunc (number), -(double) CP_LOGIC_MAX_SIZE, (double) CP_LOGIC_MAX_SIZE);
}

/* Counted in characters. A negative start counts from the end; a negative length leaves off as many
 * at the end. */
static CpJson *
run_substr (CpLogicRun *run, const CpJson *args)
{
  g_autofree char *text = NULL;
  g_autofree char *part = NULL;
  glong total, start, length;

  if (json_array_size (args) == 0)
    return cp_logic_throw_arguments (run);
  text = cp_logic_to_text (json_array_get (args, 0));
  total = g_utf8_strlen (text, -1);
  start = get_whole (json_array_get (args, 1), 0);
  start = start < 0 ? MAX (0, total + start) : MIN (start, total);
  length = get_whole (json_array_get (args, 2), total);
  if (length < 0)
    length += total - start;
  length = CLAMP (length, 0, total - start);
  part = g_utf8_substring (text, start, start + length);
  return cp_logic_spend (run, strlen (part)) ? json_string (part) : NULL;
}

const CpLogicOperator cp_logic_text_operators[] = {
  { "cat", CP_LOGIC_SPREAD, run_cat },
  { "substr", CP_LOGIC_SPREAD, run_substr },
  { NULL, CP_LOGIC_PLAIN, NULL },
};
