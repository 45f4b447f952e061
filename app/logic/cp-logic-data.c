/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looking into the data. */
#include "cp-logic-private.h"

#include <math.h>
#include <string.h>

/* A number that a key of an array or text can be; -1 for another key. */
static gint64
read_index (const char *key)
{
  char *end = NULL;
  gint64 index;

  if (*key == '\0' || strspn (key, "0123456789") != strlen (key) || strlen (key) > 9)
    return -1;
  index = g_ascii_strtoll (key, &end, 10);
  return *end == '\0' ? index : -1;
}

static CpJson *
get_from_text (const char *text, const char *key)
{
  glong length = g_utf8_strlen (text, -1);
  gint64 index = read_index (key);
  g_autofree char *character = NULL;

  if (g_str_equal (key, "length"))
    return json_integer (length);
  if (index < 0 || index >= length)
    return NULL;
  character = g_utf8_substring (text, (glong) index, (glong) index + 1);
  return json_string (character);
}

/* (transfer full) (nullable): what JavaScript has at @value[@key]; %NULL: undefined */
static CpJson *
get_part (const CpJson *value, const char *key)
{
  gint64 index = read_index (key);

  if (json_is_object (value))
    return json_incref (json_object_get (value, key));
  if (json_is_string (value))
    return get_from_text (json_string_value (value), key);
  if (!json_is_array (value))
    return NULL;
  if (g_str_equal (key, "length"))
    return json_integer ((json_int_t) json_array_size (value));
  return index >= 0 ? json_incref (json_array_get (value, (gsize) index)) : NULL;
}

/* A dot parts keys, a backslash makes the character after it part of a key. */
static GPtrArray *
split_path (const char *path)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) key = g_string_new (NULL);

  for (const char *at = path; *at != '\0'; at++) {
    if (*at == '.') {
      g_ptr_array_add (keys, g_strdup (key->str));
      g_string_truncate (key, 0);
      continue;
    }
    if (*at == '\\' && at[1] != '\0')
      at++;
    g_string_append_c (key, *at);
  }
  g_ptr_array_add (keys, g_strdup (key->str));
  return keys;
}

/* (transfer full) (nullable): along @keys from @data (nullable); %NULL: there is nothing */
static CpJson *
follow (const CpJson *data, const GPtrArray *keys)
{
  CpJson *value = json_incref ((CpJson *) data);

  for (guint i = 0; i < keys->len && value != NULL; i++) {
    CpJson *part = get_part (value, keys->pdata[i]);

    json_decref (value);
    value = part;
  }
  return value;
}

/* Each `../` at the beginning is a level up. */
static CpJson *
look_up (const CpLogicRun *run, const char *path)
{
  guint levels = 0;
  const CpJson *data;
  g_autoptr (GPtrArray) keys = NULL;

  while (g_str_has_prefix (path, "../")) {
    path += 3;
    levels++;
  }
  data = cp_logic_get_level (run, levels);
  if (*path == '\0')
    return json_incref ((CpJson *) data);
  keys = split_path (path);
  return follow (data, keys);
}

static CpJson *
or_null (CpJson *value)
{
  return value != NULL ? value : json_null ();
}

static CpJson *
run_var (CpLogicRun *run, const CpJson *args)
{
  const CpJson *path = json_array_get (args, 0);
  CpJson *fallback = json_array_get (args, 1);
  g_autofree char *text =
      path == NULL || json_is_null (path) ? g_strdup ("") : cp_logic_to_text (path);
  CpJson *value = look_up (run, text);

  return value != NULL ? value : or_null (json_incref (fallback));
}

/* The keys of val and exists stand one by one; a list with a number before them goes levels up. */
static CpJson *
find_by_keys (CpLogicRun *run, const CpJson *args)
{
  const CpJson *first = json_array_get (args, 0);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  gsize from = 0;
  double levels = 0;

  if (json_is_array (first)) {
    levels = json_array_size (first) > 0 ? cp_logic_to_number (json_array_get (first, 0)) : 0;
    from = 1;
  }
  if (isnan (levels) || fabs (levels) > CP_LOGIC_MAX_DEPTH * 2)
    return NULL;
  for (gsize i = from; i < json_array_size (args); i++)
    g_ptr_array_add (keys, cp_logic_to_text (json_array_get (args, i)));
  return follow (cp_logic_get_level (run, (guint) fabs (levels)), keys);
}

static CpJson *
run_val (CpLogicRun *run, const CpJson *args)
{
  return or_null (find_by_keys (run, args));
}

static CpJson *
run_exists (CpLogicRun *run, const CpJson *args)
{
  g_autoptr (CpJson) value = find_by_keys (run, args);

  return json_boolean (value != NULL);
}

static gboolean
is_missing (const CpLogicRun *run, const CpJson *key)
{
  g_autofree char *path = cp_logic_to_text (key);
  g_autoptr (CpJson) value = look_up (run, path);

  return value == NULL || json_is_null (value) ||
         (json_is_string (value) && json_string_length (value) == 0);
}

static CpJson *
list_missing (const CpLogicRun *run, const CpJson *keys)
{
  CpJson *missing = json_array ();
  size_t i;
  json_t *key;

  json_array_foreach (keys, i, key) if (is_missing (run, key))
      cp_json_append (missing, json_incref (key));
  return missing;
}

/* Keys, or one array of them. */
static CpJson *
run_missing (CpLogicRun *run, const CpJson *args)
{
  const CpJson *first = json_array_get (args, 0);

  return list_missing (run, json_is_array (first) ? first : args);
}

/* At least so many of these keys. */
static CpJson *
run_missing_some (CpLogicRun *run, const CpJson *args)
{
  const CpJson *keys = json_array_get (args, 1);
  g_autoptr (CpJson) missing = NULL;
  double needed;

  if (!json_is_array (keys))
    return cp_logic_throw_arguments (run);
  needed = cp_logic_to_number (json_array_get (args, 0));
  missing = list_missing (run, keys);
  if ((double) (json_array_size (keys) - json_array_size (missing)) >= needed)
    return json_array ();
  return g_steal_pointer (&missing);
}

const CpLogicOperator cp_logic_data_operators[] = {
  { "var", CP_LOGIC_PLAIN, run_var },
  { "val", CP_LOGIC_SPREAD, run_val },
  { "exists", CP_LOGIC_SPREAD, run_exists },
  { "missing", CP_LOGIC_PLAIN, run_missing },
  { "missing_some", CP_LOGIC_PLAIN, run_missing_some },
  { NULL, CP_LOGIC_PLAIN, NULL },
};
