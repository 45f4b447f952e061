/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-logic-private.h"

#include <math.h>

typedef double Combine (double one, double other);

static double
add (double one, double other)
{
  return one + other;
}

static double
subtract (double one, double other)
{
  return one - other;
}

static double
multiply (double one, double other)
{
  return one * other;
}

static double
divide (double one, double other)
{
  return one / other;
}

/* From left to right, beginning with @first and the argument at @from. */
static CpJson *
fold (CpLogicRun *run, const CpJson *args, double first, gsize from, Combine *combine)
{
  double result = first;

  for (gsize i = from; i < json_array_size (args); i++)
    result = combine (result, cp_logic_to_number (json_array_get (args, i)));
  return cp_logic_new_number (run, result);
}

static double
get_first (const CpJson *args)
{
  return cp_logic_to_number (json_array_get (args, 0));
}

static CpJson *
run_plus (CpLogicRun *run, const CpJson *args)
{
  return fold (run, args, 0, 0, add);
}

static CpJson *
run_times (CpLogicRun *run, const CpJson *args)
{
  return fold (run, args, 1, 0, multiply);
}

static CpJson *
run_minus (CpLogicRun *run, const CpJson *args)
{
  if (json_array_size (args) == 0)
    return cp_logic_throw_arguments (run);
  if (json_array_size (args) == 1)
    return cp_logic_new_number (run, 0 - get_first (args));
  return fold (run, args, get_first (args), 1, subtract);
}

static CpJson *
run_divide (CpLogicRun *run, const CpJson *args)
{
  if (json_array_size (args) == 0)
    return cp_logic_throw_arguments (run);
  if (json_array_size (args) == 1)
    return cp_logic_new_number (run, 1 / get_first (args));
  return fold (run, args, get_first (args), 1, divide);
}

static CpJson *
run_remainder (CpLogicRun *run, const CpJson *args)
{
  if (json_array_size (args) < 2)
    return cp_logic_throw_arguments (run);
  return fold (run, args, get_first (args), 1, fmod);
}

static CpJson *
find_extreme (CpLogicRun *run, const CpJson *args, gboolean largest)
{
  double extreme = NAN;

  if (json_array_size (args) == 0)
    return cp_logic_throw_arguments (run);
  for (gsize i = 0; i < json_array_size (args); i++) {
    double number = cp_logic_to_number (json_array_get (args, i));

    if (isnan (number))
      return cp_logic_throw_type (run, "NaN");
    if (i == 0 || (largest ? number > extreme : number < extreme))
      extreme = number;
  }
  return cp_logic_new_number (run, extreme);
}

static CpJson *
run_max (CpLogicRun *run, const CpJson *args)
{
  return find_extreme (run, args, TRUE);
}

static CpJson *
run_min (CpLogicRun *run, const CpJson *args)
{
  return find_extreme (run, args, FALSE);
}

const CpLogicOperator cp_logic_arithmetic_operators[] = {
  { "+", CP_LOGIC_SPREAD, run_plus },      { "-", CP_LOGIC_SPREAD, run_minus },
  { "*", CP_LOGIC_SPREAD, run_times },     { "/", CP_LOGIC_SPREAD, run_divide },
  { "%", CP_LOGIC_SPREAD, run_remainder }, { "max", CP_LOGIC_SPREAD, run_max },
  { "min", CP_LOGIC_SPREAD, run_min },     { NULL, CP_LOGIC_PLAIN, NULL },
};
