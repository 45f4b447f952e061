/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Operators that choose what is evaluated. */
#include "cp-logic-private.h"

static CpJson *
run_if (CpLogicRun *run, const CpJson *args)
{
  gsize n = json_array_size (args);

  for (gsize i = 0; i + 1 < n; i += 2) {
    g_autoptr (CpJson) condition = cp_logic_run (run, json_array_get (args, i));

    if (condition == NULL)
      return NULL;
    if (cp_logic_is_truthy (condition))
      return cp_logic_run (run, json_array_get (args, i + 1));
  }
  return n % 2 == 1 ? cp_logic_run (run, json_array_get (args, n - 1)) : json_null ();
}

/* The first whose truth is @truth, or the last. */
static CpJson *
find_by_truth (CpLogicRun *run, const CpJson *args, gboolean truth)
{
  g_autoptr (CpJson) last = json_false ();

  for (gsize i = 0; i < json_array_size (args); i++) {
    CpJson *value = cp_logic_run (run, json_array_get (args, i));

    if (value == NULL || cp_logic_is_truthy (value) == truth)
      return value;
    json_decref (last);
    last = value;
  }
  return g_steal_pointer (&last);
}

static CpJson *
run_and (CpLogicRun *run, const CpJson *args)
{
  return find_by_truth (run, args, FALSE);
}

static CpJson *
run_or (CpLogicRun *run, const CpJson *args)
{
  return find_by_truth (run, args, TRUE);
}

/* The first that is not null. */
static CpJson *
run_coalesce (CpLogicRun *run, const CpJson *args)
{
  for (gsize i = 0; i < json_array_size (args); i++) {
    CpJson *value = cp_logic_run (run, json_array_get (args, i));

    if (value == NULL || !json_is_null (value))
      return value;
  }
  return json_null ();
}

/* The first that does not throw. Each after the first sees the error as its data. What is too deep
 * or too long stays so. */
static CpJson *
run_try (CpLogicRun *run, const CpJson *args)
{
  g_autoptr (CpJson) error = NULL;

  for (gsize i = 0; i < json_array_size (args); i++) {
    const CpJson *rule = json_array_get (args, i);
    CpJson *value =
        error == NULL ? cp_logic_run (run, rule) : cp_logic_run_with (run, rule, NULL, error);

    if (value != NULL)
      return value;
    if (error != NULL)
      json_decref (error);
    error = g_steal_pointer (&run->error);
    if (run->steps > CP_LOGIC_MAX_STEPS || run->size > CP_LOGIC_MAX_SIZE)
      break;
  }
  if (error == NULL)
    return json_null ();
  return cp_logic_throw (run, g_steal_pointer (&error));
}

/* An object with a type is thrown as it is; anything else becomes the type. */
static CpJson *
run_throw (CpLogicRun *run, const CpJson *args)
{
  CpJson *what = json_array_get (args, 0);
  CpJson *error;

  if (json_object_get (what, "type") != NULL)
    return cp_logic_throw (run, json_incref (what));
  error = json_object ();
  cp_json_set (error, "type", what != NULL ? json_incref (what) : json_null ());
  return cp_logic_throw (run, error);
}

static CpJson *
run_preserve (CpLogicRun *run, const CpJson *value)
{
  return json_incref ((CpJson *) value);
}

/* What stands in a condition is for nobody's log: it may be personal. */
static CpJson *
run_log (CpLogicRun *run, const CpJson *args)
{
  return json_array_size (args) > 0 ? json_incref (json_array_get (args, 0)) : json_null ();
}

const CpLogicOperator cp_logic_control_operators[] = {
  { "if", CP_LOGIC_LAZY_LIST, run_if },   { "?:", CP_LOGIC_LAZY_LIST, run_if },
  { "and", CP_LOGIC_LAZY_LIST, run_and }, { "or", CP_LOGIC_LAZY_LIST, run_or },
  { "??", CP_LOGIC_LAZY, run_coalesce },  { "try", CP_LOGIC_LAZY, run_try },
  { "throw", CP_LOGIC_PLAIN, run_throw }, { "preserve", CP_LOGIC_RAW, run_preserve },
  { "log", CP_LOGIC_PLAIN, run_log },     { NULL, CP_LOGIC_PLAIN, NULL },
};
