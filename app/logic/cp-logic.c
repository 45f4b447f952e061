/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-logic-private.h"

#include <string.h>

static const CpLogicOperator *const families[] = {
  cp_logic_data_operators,  cp_logic_compare_operators, cp_logic_control_operators,
  cp_logic_array_operators, cp_logic_text_operators,    cp_logic_arithmetic_operators,
  cp_logic_date_operators,  cp_logic_set_operators,
};

static const CpLogicOperator *
find_operator (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    for (const CpLogicOperator *operator= families[i]; operator->name != NULL; operator++)
      if (g_str_equal (operator->name, name))
        return operator;
  return NULL;
}

gboolean
cp_logic_is_operator (const char *name)
{
  return find_operator (name) != NULL;
}

gboolean
cp_logic_is_rule (const CpJson *value)
{
  return json_is_object (value) && json_object_size (value) == 1;
}

gboolean
cp_logic_is_truthy (const CpJson *value)
{
  switch (json_typeof (value)) {
  case JSON_ARRAY:
    return json_array_size (value) > 0;
  case JSON_STRING:
    return json_string_length (value) > 0;
  case JSON_INTEGER:
  case JSON_REAL:
    return json_number_value (value) != 0;
  case JSON_OBJECT:
  case JSON_TRUE:
    return TRUE;
  case JSON_FALSE:
  case JSON_NULL:
  default:
    return FALSE;
  }
}

CpJson *
cp_logic_throw (CpLogicRun *run, CpJson *error)
{
  if (run->error == NULL)
    run->error = error;
  else
    json_decref (error);
  return NULL;
}

CpJson *
cp_logic_throw_type (CpLogicRun *run, const char *type)
{
  return cp_logic_throw (run, json_pack ("{s:s}", "type", type));
}

CpJson *
cp_logic_throw_arguments (CpLogicRun *run)
{
  return cp_logic_throw_type (run, "Invalid Arguments");
}

gboolean
cp_logic_spend (CpLogicRun *run, gsize size)
{
  run->size += size;
  if (run->size <= CP_LOGIC_MAX_SIZE)
    return TRUE;
  cp_logic_throw_type (run, "Too Large");
  return FALSE;
}

const CpJson *
cp_logic_get_level (const CpLogicRun *run, guint levels)
{
  const CpLogicScope *scope = run->scope;

  for (guint i = 0; i < levels && scope != NULL; i++)
    scope = scope->above;
  return scope != NULL ? scope->data : NULL;
}

/* Each element evaluated. */
static CpJson *
run_list (CpLogicRun *run, const CpJson *list)
{
  g_autoptr (CpJson) results = json_array ();
  size_t i;
  json_t *element;

  json_array_foreach (list, i, element)
  {
    CpJson *result = cp_logic_run (run, element);

    if (result == NULL)
      return NULL;
    cp_json_append (results, result);
  }
  return g_steal_pointer (&results);
}

/* What an operator that takes its arguments evaluated is given. */
static CpJson *
make_arguments (CpLogicRun *run, const CpLogicOperator *operator, const CpJson * value)
{
  CpJson *result;
  CpJson *list;

  if (json_is_array (value))
    return run_list (run, value);
  result = cp_logic_run (run, value);
  if (result == NULL || (operator->style == CP_LOGIC_SPREAD && json_is_array (result)))
    return result;
  list = json_array ();
  cp_json_append (list, result);
  return list;
}

static CpJson *
run_lazy (CpLogicRun *run, const CpLogicOperator *operator, CpJson * value)
{
  g_autoptr (CpJson) list = NULL;

  if (operator->style == CP_LOGIC_RAW || json_is_array (value))
    return operator->func (run, value);
  if (operator->style == CP_LOGIC_LAZY_LIST)
    return cp_logic_throw_arguments (run);
  list = json_array ();
  cp_json_append (list, json_incref (value));
  return operator->func (run, list);
}

static CpJson *
run_operator (CpLogicRun *run, const CpJson *rule)
{
  void *at = json_object_iter ((CpJson *) rule);
  const CpLogicOperator *operator= find_operator (json_object_iter_key (at));
  CpJson *value = json_object_iter_value (at);
  g_autoptr (CpJson) args = NULL;

  if (operator== NULL)
    return cp_logic_throw_type (run, "Unknown Operator");
  if (operator->style != CP_LOGIC_PLAIN && operator->style != CP_LOGIC_SPREAD)
    return run_lazy (run, operator, value);
  args = make_arguments (run, operator, value);
  return args != NULL ? operator->func (run, args) : NULL;
}

CpJson *
cp_logic_run (CpLogicRun *run, const CpJson *rule)
{
  CpJson *result = NULL;

  if (++run->steps > CP_LOGIC_MAX_STEPS)
    return cp_logic_throw_type (run, "Too Long");
  if (run->depth >= CP_LOGIC_MAX_DEPTH)
    return cp_logic_throw_type (run, "Too Deep");
  run->depth++;
  if (json_is_array (rule))
    result = run_list (run, rule);
  else if (cp_logic_is_rule (rule))
    result = run_operator (run, rule);
  else
    result = json_incref ((CpJson *) rule);
  run->depth--;
  return result;
}

CpJson *
cp_logic_run_with (CpLogicRun *run, const CpJson *rule, const CpJson *between, const CpJson *data)
{
  CpLogicScope outer = { between, run->scope };
  CpLogicScope inner = { data, &outer };
  const CpLogicScope *before = run->scope;
  CpJson *result;

  run->scope = &inner;
  result = cp_logic_run (run, rule);
  run->scope = before;
  return result;
}

CpJson *
cp_logic_evaluate (const CpJson *rule, const CpJson *data, CpJson **ret_error)
{
  CpLogicScope scope = { data, NULL };
  CpLogicRun run = { &scope, 0, 0, 0, NULL };
  CpJson *result;

  g_return_val_if_fail (rule != NULL, NULL);

  result = cp_logic_run (&run, rule);
  if (result == NULL)
    *ret_error = run.error;
  return result;
}

static const char *
find_unknown (const CpJson *rule, guint depth)
{
  void *at = cp_logic_is_rule (rule) ? json_object_iter ((CpJson *) rule) : NULL;
  const char *name = at != NULL ? json_object_iter_key (at) : NULL;
  const CpJson *args = at != NULL ? json_object_iter_value (at) : rule;
  const char *unknown = NULL;

  if (name != NULL && !cp_logic_is_operator (name))
    return name;
  if (depth >= CP_LOGIC_MAX_DEPTH || g_strcmp0 (name, "preserve") == 0)
    return NULL;
  if (cp_logic_is_rule (args))
    return find_unknown (args, depth + 1);
  for (gsize i = 0; json_is_array (args) && i < json_array_size (args) && unknown == NULL; i++)
    unknown = find_unknown (json_array_get (args, i), depth + 1);
  return unknown;
}

const char *
cp_logic_find_unknown (const CpJson *rule)
{
  return find_unknown (rule, 0);
}
