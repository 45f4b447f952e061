/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-json.h"

#include "cp-error.h"

#include <string.h>

/* How a text is nested, and how many values it has at most: by what stands outside its strings. */
typedef struct {
  guint depth;
  guint n_values;
} Shape;

/* Reads no further than where it is more than @most. */
static Shape
measure (const char *text, gsize size_bytes, Shape most)
{
  Shape shape = { 0, 1 };
  gboolean in_text = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < size_bytes; i++) {
    if (in_text && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      in_text = !in_text;
    else if (!in_text && (text[i] == '{' || text[i] == '[')) {
      depth++;
      shape.depth = MAX (shape.depth, depth);
      shape.n_values++;
    } else if (!in_text && (text[i] == '}' || text[i] == ']') && depth > 0)
      depth--;
    else if (!in_text && text[i] == ',')
      shape.n_values++;
    if (shape.depth > most.depth || shape.n_values > most.n_values)
      break;
  }
  return shape;
}

guint
cp_json_get_depth (const char *text)
{
  return measure (text, strlen (text), (Shape){ G_MAXUINT, G_MAXUINT }).depth;
}

/* Before jansson makes anything of it: its own limit of depth is far higher, and it has none of values. */
static gboolean
check_shape (const char *text, gsize size_bytes, GError **error)
{
  Shape shape = measure (text, size_bytes, (Shape){ CP_JSON_MAX_DEPTH, CP_JSON_MAX_VALUES });

  if (shape.depth > CP_JSON_MAX_DEPTH) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The JSON document nests deeper than %d",
                 CP_JSON_MAX_DEPTH);
    return FALSE;
  }
  if (shape.n_values > CP_JSON_MAX_VALUES) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The JSON document has more than %d values",
                 CP_JSON_MAX_VALUES);
    return FALSE;
  }
  return TRUE;
}

CpJson *
cp_json_parse (const char *text, gssize size_bytes, GError **error)
{
  gsize size = size_bytes < 0 ? strlen (text) : (gsize) size_bytes;
  json_error_t problem;
  CpJson *json;

  if (size > CP_JSON_MAX_BYTES) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The JSON document is larger than %d bytes",
                 CP_JSON_MAX_BYTES);
    return NULL;
  }
  if (!check_shape (text, size, error))
    return NULL;
  json = json_loadb (text, size, JSON_REJECT_DUPLICATES, &problem);
  if (json == NULL)
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "Not a JSON document: line %d, column %d",
                 problem.line, problem.column);
  return json;
}

CpJson *
cp_json_parse_object (const char *text, gssize size_bytes, GError **error)
{
  g_autoptr (CpJson) json = cp_json_parse (text, size_bytes, error);

  if (json == NULL)
    return NULL;
  if (!json_is_object (json)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The JSON document is not an object");
    return NULL;
  }
  return g_steal_pointer (&json);
}

CpJson *
cp_json_parse_own (GBytes *bytes)
{
  g_autoptr (GBytes) owned = bytes;
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  const char *text = g_bytes_get_data (owned, &size);
  CpJson *document = cp_json_parse_object (text, (gssize) size, &error);

  g_assert_no_error (error);
  return document;
}

/* How a byte is written that may not stand as it is. */
static const char *
escape (guchar byte, char ret_escaped[8])
{
  switch (byte) {
  case '"':
    return "\\\"";
  case '\\':
    return "\\\\";
  case '\b':
    return "\\b";
  case '\f':
    return "\\f";
  case '\n':
    return "\\n";
  case '\r':
    return "\\r";
  case '\t':
    return "\\t";
  default:
    g_snprintf (ret_escaped, 8, "\\u%04X", byte);
    return ret_escaped;
  }
}

void
cp_json_write_text (GString *out, const char *value)
{
  const char *plain = value;

  g_string_append_c (out, '"');
  for (; *value != '\0'; value++) {
    char buffer[8];
    const char *escaped;

    if ((guchar) *value >= 0x20 && *value != '"' && *value != '\\')
      continue;
    escaped = escape ((guchar) *value, buffer);
    g_string_append_len (out, plain, value - plain);
    g_string_append (out, escaped);
    plain = value + 1;
  }
  g_string_append_len (out, plain, value - plain);
  g_string_append_c (out, '"');
}

void
cp_json_write_int (GString *out, gint64 value)
{
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;
  char digits[24];
  char *first = digits + sizeof digits;

  do
    *--first = (char) ('0' + rest % 10);
  while ((rest /= 10) > 0);
  if (value < 0)
    *--first = '-';
  g_string_append_len (out, first, digits + sizeof digits - first);
}

typedef struct {
  const char *key;
  json_t *value;
} Member;

static int
compare_members (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Member *) a)->key, ((const Member *) b)->key);
}

static void
write_object (GString *out, const json_t *object)
{
  g_autoptr (GArray) members =
      g_array_sized_new (FALSE, FALSE, sizeof (Member), (guint) json_object_size (object));
  gboolean is_sorted = TRUE; /* as everything is that was written here */
  const char *key, *last = NULL;
  json_t *value;

  json_object_foreach ((json_t *) object, key, value)
  {
    Member member = { key, value };

    is_sorted = is_sorted && (last == NULL || strcmp (last, key) < 0);
    last = key;
    g_array_append_val (members, member);
  }
  if (!is_sorted)
    g_array_sort (members, compare_members);
  g_string_append_c (out, '{');
  for (guint i = 0; i < members->len; i++) {
    const Member *member = &g_array_index (members, Member, i);

    if (i > 0)
      g_string_append_c (out, ',');
    cp_json_write_text (out, member->key);
    g_string_append_c (out, ':');
    cp_json_write (out, member->value);
  }
  g_string_append_c (out, '}');
}

static void
write_array (GString *out, const json_t *array)
{
  g_string_append_c (out, '[');
  for (gsize i = 0; i < json_array_size (array); i++) {
    if (i > 0)
      g_string_append_c (out, ',');
    cp_json_write (out, json_array_get (array, i));
  }
  g_string_append_c (out, ']');
}

/* Fractions are rare, and how many digits they need is jansson's matter. */
static void
write_real (GString *out, const json_t *real)
{
  char digits[64]; /* 17 of them, a sign, a point and an exponent */
  gsize n_digits = json_dumpb (real, digits, sizeof digits, JSON_ENCODE_ANY);

  g_assert (n_digits > 0 && n_digits <= sizeof digits);
  g_string_append_len (out, digits, (gssize) n_digits);
}

void
cp_json_write (GString *out, const CpJson *json)
{
  switch (json_typeof (json)) {
  case JSON_OBJECT:
    write_object (out, json);
    return;
  case JSON_ARRAY:
    write_array (out, json);
    return;
  case JSON_STRING:
    cp_json_write_text (out, json_string_value (json));
    return;
  case JSON_INTEGER:
    cp_json_write_int (out, json_integer_value (json));
    return;
  case JSON_REAL:
    write_real (out, json);
    return;
  case JSON_TRUE:
    g_string_append (out, "true");
    return;
  case JSON_FALSE:
    g_string_append (out, "false");
    return;
  case JSON_NULL:
    g_string_append (out, "null");
    return;
  default:
    g_assert_not_reached ();
  }
}

char *
cp_json_to_text (const CpJson *json)
{
  GString *text = g_string_sized_new (512);

  cp_json_write (text, json);
  return g_string_free (text, FALSE);
}

const char *
cp_json_get_text (const CpJson *object, const char *key)
{
  return json_string_value (json_object_get (object, key));
}

gint64
cp_json_get_int (const CpJson *object, const char *key, gint64 fallback)
{
  const json_t *value = json_object_get (object, key);

  return json_is_integer (value) ? (gint64) json_integer_value (value) : fallback;
}

gboolean
cp_json_get_bool (const CpJson *object, const char *key)
{
  return json_is_true (json_object_get (object, key));
}

CpJson *
cp_json_get_object (const CpJson *object, const char *key)
{
  CpJson *value = json_object_get (object, key);

  return json_is_object (value) ? value : NULL;
}

CpJson *
cp_json_get_array (const CpJson *object, const char *key)
{
  CpJson *value = json_object_get (object, key);

  return json_is_array (value) ? value : NULL;
}

void
cp_json_set_text (CpJson *object, const char *key, const char *value)
{
  if (value != NULL)
    cp_json_set (object, key, json_string (value));
}

void
cp_json_set_int (CpJson *object, const char *key, gint64 value)
{
  cp_json_set (object, key, json_integer (value));
}

void
cp_json_set_bool (CpJson *object, const char *key, gboolean value)
{
  cp_json_set (object, key, json_boolean (value));
}

void
cp_json_set (CpJson *object, const char *key, CpJson *value)
{
  /* Fails only on bad UTF-8 (json_string gives NULL) and on programming errors. */
  if (json_object_set_new (object, key, value) != 0)
    g_error ("A JSON document can't take \"%s\"", key);
}

void
cp_json_append (CpJson *array, CpJson *value)
{
  if (json_array_append_new (array, value) != 0)
    g_error ("A JSON array can't take another element");
}
