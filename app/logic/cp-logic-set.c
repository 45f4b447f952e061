/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Counterpart's own operators for sets: two arrays, whose elements are compared as by `===`. Null is
 * an empty set. */
#include "cp-logic-private.h"

/* How many elements of @wanted are in @held. */
static gboolean
count_common (CpLogicRun *run, const CpJson *args, gsize *ret_common, gsize *ret_wanted)
{
  const CpJson *held = json_array_get (args, 0);
  const CpJson *wanted = json_array_get (args, 1);
  gsize n_held = json_array_size (held);
  gsize n_wanted = json_array_size (wanted);
  gsize common = 0;

  if (held == NULL || wanted == NULL || !(json_is_array (held) || json_is_null (held)) ||
      !(json_is_array (wanted) || json_is_null (wanted))) {
    cp_logic_throw_arguments (run);
    return FALSE;
  }
  if (!cp_logic_spend (run, n_held * n_wanted))
    return FALSE;
  for (gsize i = 0; i < n_wanted; i++)
    for (gsize j = 0; j < n_held; j++)
      if (cp_logic_is_same (json_array_get (wanted, i), json_array_get (held, j))) {
        common++;
        break;
      }
  *ret_common = common;
  *ret_wanted = n_wanted;
  return TRUE;
}

static CpJson *
run_any_of (CpLogicRun *run, const CpJson *args)
{
  gsize common = 0, wanted = 0;

  return count_common (run, args, &common, &wanted) ? json_boolean (common > 0) : NULL;
}

static CpJson *
run_all_of (CpLogicRun *run, const CpJson *args)
{
  gsize common = 0, wanted = 0;

  return count_common (run, args, &common, &wanted) ? json_boolean (common == wanted) : NULL;
}

static CpJson *
run_none_of (CpLogicRun *run, const CpJson *args)
{
  gsize common = 0, wanted = 0;

  return count_common (run, args, &common, &wanted) ? json_boolean (common == 0) : NULL;
}

const CpLogicOperator cp_logic_set_operators[] = {
  { "any_of", CP_LOGIC_PLAIN, run_any_of },
  { "all_of", CP_LOGIC_PLAIN, run_all_of },
  { "none_of", CP_LOGIC_PLAIN, run_none_of },
  { NULL, CP_LOGIC_PLAIN, NULL },
};
