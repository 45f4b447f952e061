/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Comparisons, which may have more than two arguments: each with the next, until one fails. */
#include "cp-logic-private.h"

#include <math.h>
#include <string.h>

typedef gboolean Compare (CpLogicRun *run, const CpJson *one, const CpJson *other);

static gboolean
is_container (const CpJson *value)
{
  return json_is_array (value) || json_is_object (value);
}

/* -1, 0 or 1; throws where either is no number. */
static int
compare_order (CpLogicRun *run, const CpJson *one, const CpJson *other)
{
  double a, b;

  if (json_is_string (one) && json_is_string (other))
    return cp_logic_compare_texts (json_string_value (one), json_string_value (other));
  a = cp_logic_to_number (one);
  b = cp_logic_to_number (other);
  if (isnan (a) || isnan (b)) {
    cp_logic_throw_type (run, "NaN");
    return 0;
  }
  return (a > b) - (a < b);
}

/* Null equals no text and nothing made of parts; a text compares with those as text. */
static gboolean
is_equal (CpLogicRun *run, const CpJson *one, const CpJson *other)
{
  if (json_is_null (one) || json_is_null (other)) {
    const CpJson *rest = json_is_null (one) ? other : one;

    if (json_is_string (rest) || is_container (rest))
      return FALSE;
  }
  if ((json_is_string (one) && is_container (other)) ||
      (is_container (one) && json_is_string (other))) {
    g_autofree char *a = cp_logic_to_text (one);
    g_autofree char *b = cp_logic_to_text (other);

    return g_str_equal (a, b);
  }
  return compare_order (run, one, other) == 0;
}

static gboolean
differs (CpLogicRun *run, const CpJson *one, const CpJson *other)
{
  return !is_equal (run, one, other);
}

static gboolean
is_same (CpLogicRun *run, const CpJson *one, const CpJson *other)
{
  return cp_logic_is_same (one, other);
}

static gboolean
is_not_same (CpLogicRun *run, const CpJson *one, const CpJson *other)
{
  return !cp_logic_is_same (one, other);
}

static gboolean
is_less (CpLogicRun *run, const CpJson *one, const CpJson *other)
{
  return compare_order (run, one, other) < 0;
}

static gboolean
is_at_most (CpLogicRun *run, const CpJson *one, const CpJson *other)
{
  return compare_order (run, one, other) <= 0;
}

static gboolean
is_more (CpLogicRun *run, const CpJson *one, const CpJson *other)
{
  return compare_order (run, one, other) > 0;
}

static gboolean
is_at_least (CpLogicRun *run, const CpJson *one, const CpJson *other)
{
  return compare_order (run, one, other) >= 0;
}

static CpJson *
run_chain (CpLogicRun *run, const CpJson *args, Compare *holds)
{
  g_autoptr (CpJson) one = NULL;
  gboolean result = TRUE;

  if (json_array_size (args) < 2)
    return cp_logic_throw_arguments (run);
  one = cp_logic_run (run, json_array_get (args, 0));
  for (gsize i = 1; i < json_array_size (args) && one != NULL && result; i++) {
    CpJson *other = cp_logic_run (run, json_array_get (args, i));

    result = other != NULL && holds (run, one, other);
    json_decref (one);
    one = other;
  }
  return run->error == NULL ? json_boolean (result) : NULL;
}

#define CHAIN(name, holds) \
  static CpJson *name (CpLogicRun *run, const CpJson *args) { return run_chain (run, args, holds); }

CHAIN (run_equal, is_equal)
CHAIN (run_differs, differs)
CHAIN (run_same, is_same)
CHAIN (run_not_same, is_not_same)
CHAIN (run_less, is_less)
CHAIN (run_at_most, is_at_most)
CHAIN (run_more, is_more)
CHAIN (run_at_least, is_at_least)

static gboolean
is_first_truthy (const CpJson *args)
{
  return json_array_size (args) > 0 && cp_logic_is_truthy (json_array_get (args, 0));
}

static CpJson *
run_not (CpLogicRun *run, const CpJson *args)
{
  return json_boolean (!is_first_truthy (args));
}

static CpJson *
run_truth (CpLogicRun *run, const CpJson *args)
{
  return json_boolean (is_first_truthy (args));
}

/* Whether a text holds another, or an array an element. */
static CpJson *
run_in (CpLogicRun *run, const CpJson *args)
{
  const CpJson *needle = json_array_get (args, 0);
  const CpJson *stack = json_array_get (args, 1);
  gboolean found = FALSE;

  if (needle == NULL)
    return cp_logic_throw_arguments (run);
  if (json_is_string (stack)) {
    g_autofree char *text = cp_logic_to_text (needle);

    found = strstr (json_string_value (stack), text) != NULL;
  }
  for (gsize i = 0; json_is_array (stack) && i < json_array_size (stack) && !found; i++)
    found = cp_logic_is_same (needle, json_array_get (stack, i));
  return json_boolean (found);
}

const CpLogicOperator cp_logic_compare_operators[] = {
  { "==", CP_LOGIC_LAZY_LIST, run_equal }, { "!=", CP_LOGIC_LAZY_LIST, run_differs },
  { "===", CP_LOGIC_LAZY_LIST, run_same }, { "!==", CP_LOGIC_LAZY_LIST, run_not_same },
  { "<", CP_LOGIC_LAZY_LIST, run_less },   { "<=", CP_LOGIC_LAZY_LIST, run_at_most },
  { ">", CP_LOGIC_LAZY_LIST, run_more },   { ">=", CP_LOGIC_LAZY_LIST, run_at_least },
  { "!", CP_LOGIC_PLAIN, run_not },        { "!!", CP_LOGIC_PLAIN, run_truth },
  { "in", CP_LOGIC_SPREAD, run_in },       { NULL, CP_LOGIC_PLAIN, NULL },
};
