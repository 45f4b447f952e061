/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Operators that go through an array. Their second argument is evaluated once for each element, with
 * the element as its data. */
#include "cp-logic-private.h"

typedef struct {
  CpJson *list;       /* owned */
  const CpJson *rule; /* (nullable) */
} Iteration;

static void
iteration_clear (Iteration *self)
{
  json_decref (self->list);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Iteration, iteration_clear)

/* @needs_list: what is no array is refused and not taken as an empty one. */
static gboolean
iteration_init (Iteration *self, CpLogicRun *run, const CpJson *args, gboolean needs_list)
{
  const CpJson *source = json_array_get (args, 0);
  g_autoptr (CpJson) list = NULL;

  self->rule = json_array_get (args, 1);
  if (source == NULL || json_is_null (source) || self->rule == NULL ||
      (!needs_list && json_is_null (self->rule))) {
    cp_logic_throw_arguments (run);
    return FALSE;
  }
  list = cp_logic_run (run, source);
  if (list == NULL)
    return FALSE;
  if (!json_is_array (list) && needs_list) {
    cp_logic_throw_arguments (run);
    return FALSE;
  }
  self->list = json_is_array (list) ? g_steal_pointer (&list) : json_array ();
  return TRUE;
}

static CpJson *
run_for (CpLogicRun *run, const CpJson *rule, gsize index, const CpJson *data)
{
  g_autoptr (CpJson) between = json_object ();

  cp_json_set_int (between, "index", (gint64) index);
  return cp_logic_spend (run, 1) ? cp_logic_run_with (run, rule, between, data) : NULL;
}

static CpJson *
run_map (CpLogicRun *run, const CpJson *args)
{
  g_auto (Iteration) self = { NULL, NULL };
  g_autoptr (CpJson) results = json_array ();

  if (!iteration_init (&self, run, args, FALSE))
    return NULL;
  for (gsize i = 0; i < json_array_size (self.list); i++) {
    CpJson *result = run_for (run, self.rule, i, json_array_get (self.list, i));

    if (result == NULL)
      return NULL;
    cp_json_append (results, result);
  }
  return g_steal_pointer (&results);
}

static CpJson *
run_filter (CpLogicRun *run, const CpJson *args)
{
  g_auto (Iteration) self = { NULL, NULL };
  g_autoptr (CpJson) kept = json_array ();

  if (!iteration_init (&self, run, args, FALSE))
    return NULL;
  for (gsize i = 0; i < json_array_size (self.list); i++) {
    CpJson *element = json_array_get (self.list, i);
    g_autoptr (CpJson) result = run_for (run, self.rule, i, element);

    if (result == NULL)
      return NULL;
    if (cp_logic_is_truthy (result))
      cp_json_append (kept, json_incref (element));
  }
  return g_steal_pointer (&kept);
}

/* Without a third argument the first element begins. */
static CpJson *
begin_reduce (CpLogicRun *run, const CpJson *args, const CpJson *list, gsize *ret_from)
{
  *ret_from = 0;
  if (json_array_size (args) > 2)
    return cp_logic_run (run, json_array_get (args, 2));
  if (json_array_size (list) == 0)
    return json_null ();
  *ret_from = 1;
  return json_incref (json_array_get (list, 0));
}

static CpJson *
run_reduce (CpLogicRun *run, const CpJson *args)
{
  g_auto (Iteration) self = { NULL, NULL };
  CpJson *result;
  gsize i = 0;

  if (!iteration_init (&self, run, args, FALSE))
    return NULL;
  for (result = begin_reduce (run, args, self.list, &i);
       result != NULL && i < json_array_size (self.list); i++) {
    g_autoptr (CpJson) context = json_object ();

    cp_json_set (context, "current", json_incref (json_array_get (self.list, i)));
    cp_json_set (context, "accumulator", result);
    result = run_for (run, self.rule, i, context);
  }
  return result;
}

/* How many elements meet the rule, looking no further than the first that is as @until. */
static gboolean
find_first (
    CpLogicRun *run, const CpJson *args, gboolean until, gboolean *ret_empty, gboolean *ret_found)
{
  g_auto (Iteration) self = { NULL, NULL };
  gboolean found = FALSE;

  if (!iteration_init (&self, run, args, TRUE))
    return FALSE;
  for (gsize i = 0; i < json_array_size (self.list) && !found; i++) {
    g_autoptr (CpJson) result = run_for (run, self.rule, i, json_array_get (self.list, i));

    if (result == NULL)
      return FALSE;
    found = cp_logic_is_truthy (result) == until;
  }
  *ret_empty = json_array_size (self.list) == 0;
  *ret_found = found;
  return TRUE;
}

/* All of an empty array is false: JsonLogic's own rule. */
static CpJson *
run_all (CpLogicRun *run, const CpJson *args)
{
  gboolean empty = FALSE, found = FALSE;

  return find_first (run, args, FALSE, &empty, &found) ? json_boolean (!empty && !found) : NULL;
}

static CpJson *
run_some (CpLogicRun *run, const CpJson *args)
{
  gboolean empty = FALSE, found = FALSE;

  return find_first (run, args, TRUE, &empty, &found) ? json_boolean (found) : NULL;
}

static CpJson *
run_none (CpLogicRun *run, const CpJson *args)
{
  gboolean empty = FALSE, found = FALSE;

  return find_first (run, args, TRUE, &empty, &found) ? json_boolean (!found) : NULL;
}

static CpJson *
run_merge (CpLogicRun *run, const CpJson *args)
{
  g_autoptr (CpJson) merged = json_array ();
  size_t i;
  json_t *arg;

  json_array_foreach (args, i, arg)
  {
    if (!cp_logic_spend (run, json_is_array (arg) ? json_array_size (arg) : 1))
      return NULL;
    if (json_is_array (arg))
      json_array_extend (merged, arg);
    else
      cp_json_append (merged, json_incref (arg));
  }
  return g_steal_pointer (&merged);
}

const CpLogicOperator cp_logic_array_operators[] = {
  { "map", CP_LOGIC_LAZY_LIST, run_map },       { "filter", CP_LOGIC_LAZY_LIST, run_filter },
  { "reduce", CP_LOGIC_LAZY_LIST, run_reduce }, { "all", CP_LOGIC_LAZY_LIST, run_all },
  { "some", CP_LOGIC_LAZY_LIST, run_some },     { "none", CP_LOGIC_LAZY_LIST, run_none },
  { "merge", CP_LOGIC_PLAIN, run_merge },       { NULL, CP_LOGIC_PLAIN, NULL },
};
