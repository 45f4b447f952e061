/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-record.h"

#include "cp-error.h"
#include "cp-text.h"

#include <string.h>

#define DEFAULT_MAX_LENGTH 200

typedef char *Text;
typedef gint64 *Bound;

static gpointer
member_at (gconstpointer record, const CpField *field)
{
  return (guint8 *) record + field->offset;
}

static const CpField *
find_field (const CpRecordType *type, const char *name)
{
  for (const CpField *field = type->fields; field->name != NULL; field++)
    if (*field->name == *name && strcmp (field->name, name) == 0)
      return field;
  return NULL;
}

static gboolean
refuse (const CpRecordType *type, const char *field, const char *what, GError **error)
{
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s: \"%s\" %s", type->name, field, what);
  return FALSE;
}

static gboolean
read_text (const CpRecordType *type,
           const CpField *field,
           const json_t *value,
           char **member,
           GError **error)
{
  glong max_length = field->max_length > 0 ? (glong) field->max_length : DEFAULT_MAX_LENGTH;

  if (!json_is_string (value))
    return refuse (type, field->name, "must be a text", error);
  if (json_string_length (value) > (gsize) max_length &&
      g_utf8_strlen (json_string_value (value), -1) > max_length)
    return refuse (type, field->name, "is too long", error);
  *member = g_strdup (json_string_value (value));
  return TRUE;
}

static gboolean
read_word (const CpRecordType *type,
           const CpField *field,
           const json_t *value,
           int *member,
           GError **error)
{
  if (!json_is_string (value))
    return refuse (type, field->name, "must be a word", error);
  for (int i = 0; field->words[i] != NULL; i++)
    if (g_str_equal (field->words[i], json_string_value (value))) {
      *member = i;
      return TRUE;
    }
  return refuse (type, field->name, "is not one of the words that are allowed here", error);
}

gboolean
cp_record_read_bound (const CpJson *value, gint64 *ret_bound)
{
  gint64 number = json_integer_value (value);

  if (json_is_string (value))
    return g_ascii_string_to_signed (json_string_value (value), 10, G_MININT64, G_MAXINT64,
                                     ret_bound, NULL);
  if (number == 0)
    return FALSE;
  *ret_bound = number;
  return TRUE;
}

static gboolean
read_bound (const CpRecordType *type,
            const CpField *field,
            const json_t *value,
            Bound *member,
            GError **error)
{
  gint64 bound;

  if (cp_record_read_bound (value, &bound)) {
    *member = g_memdup2 (&bound, sizeof bound);
    return TRUE;
  }
  return json_is_integer (value) || g_strcmp0 (json_string_value (value), "") == 0 ||
         refuse (type, field->name, "must be a whole number", error);
}

static gboolean
read_field (
    const CpRecordType *type, const CpField *field, json_t *value, gpointer record, GError **error)
{
  gpointer member = member_at (record, field);

  switch (field->type) {
  case CP_FIELD_TEXT:
    return read_text (type, field, value, member, error);
  case CP_FIELD_INT:
    if (!json_is_integer (value))
      return refuse (type, field->name, "must be a whole number", error);
    *(gint64 *) member = json_integer_value (value);
    return TRUE;
  case CP_FIELD_BOOL:
    if (!json_is_boolean (value))
      return refuse (type, field->name, "must be true or false", error);
    *(gboolean *) member = json_is_true (value);
    return TRUE;
  case CP_FIELD_ENUM:
    return read_word (type, field, value, member, error);
  case CP_FIELD_JSON:
    if (!json_is_object (value) && !json_is_array (value))
      return refuse (type, field->name, "must be an object or a list", error);
    *(json_t **) member = json_incref (value);
    return TRUE;
  case CP_FIELD_BOUND:
    return read_bound (type, field, value, member, error);
  default:
    g_assert_not_reached ();
  }
}

static gboolean
is_missing (const CpField *field, const CpJson *object)
{
  const json_t *value = json_object_get (object, field->name);

  return value == NULL || (json_is_string (value) && json_string_length (value) == 0);
}

static gboolean
read_all (const CpRecordType *type,
          const CpJson *object,
          gboolean from_newer,
          const char *const *others,
          gpointer record,
          GError **error)
{
  const char *key;
  json_t *value;

  json_object_foreach ((json_t *) object, key, value)
  {
    const CpField *field = find_field (type, key);

    if (field == NULL && (from_newer || (others != NULL && g_strv_contains (others, key))))
      continue;
    if (field == NULL)
      return refuse (type, key, "is not known here", error);
    if (!read_field (type, field, value, record, error))
      return FALSE;
  }
  for (const CpField *field = type->fields; field->name != NULL; field++)
    if (field->required && is_missing (field, object))
      return refuse (type, field->name, "is missing", error);
  return TRUE;
}

static gpointer
read_record (const CpRecordType *type,
             const CpJson *object,
             gboolean from_newer,
             const char *const *others,
             GError **error)
{
  gpointer record;

  if (!json_is_object (object)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s: must be an object", type->name);
    return NULL;
  }
  record = cp_record_new (type);
  if (!read_all (type, object, from_newer, others, record, error)) {
    cp_record_free (type, record);
    return NULL;
  }
  return record;
}

gpointer
cp_record_from_json (const CpRecordType *type, const CpJson *object, GError **error)
{
  return read_record (type, object, FALSE, NULL, error);
}

gpointer
cp_record_from_newer_json (const CpRecordType *type, const CpJson *object, GError **error)
{
  return read_record (type, object, TRUE, NULL, error);
}

gpointer
cp_record_from_json_with (const CpRecordType *type,
                          const CpJson *object,
                          const char *const *others,
                          GError **error)
{
  return read_record (type, object, FALSE, others, error);
}

gboolean
cp_record_check_ids (const CpRecordType *type, gconstpointer record, GError **error)
{
  for (const CpField *field = type->fields; field->name != NULL; field++)
    if (field->type == CP_FIELD_TEXT && field->max_length == 0 &&
        cp_text_has_control (*(const Text *) member_at (record, field)))
      return refuse (type, field->name, "has a control character in it", error);
  return TRUE;
}

static json_t *
write_bound (const gint64 *bound)
{
  if (bound == NULL)
    return NULL;
  return *bound != 0 ? json_integer (*bound) : json_string ("0");
}

static json_t *
write_field (const CpField *field, gconstpointer record)
{
  gpointer member = member_at (record, field);

  switch (field->type) {
  case CP_FIELD_TEXT:
    return *(Text *) member != NULL ? json_string (*(Text *) member) : NULL;
  case CP_FIELD_INT:
    return *(gint64 *) member != 0 || field->required ? json_integer (*(gint64 *) member) : NULL;
  case CP_FIELD_BOOL:
    return *(gboolean *) member ? json_true () : NULL;
  case CP_FIELD_ENUM:
    return json_string (field->words[*(int *) member]);
  case CP_FIELD_JSON:
    return json_incref (*(json_t **) member);
  case CP_FIELD_BOUND:
    return write_bound (*(Bound *) member);
  default:
    g_assert_not_reached ();
  }
}

CpJson *
cp_record_to_json (const CpRecordType *type, gconstpointer record)
{
  CpJson *object = json_object ();

  for (const CpField *field = type->fields; field->name != NULL; field++) {
    json_t *value = write_field (field, record);

    if (value != NULL)
      cp_json_set (object, field->name, value);
  }
  return object;
}

static gboolean
is_absent (const CpField *field, gconstpointer record)
{
  gconstpointer member = member_at (record, field);

  switch (field->type) {
  case CP_FIELD_TEXT:
    return *(const Text *) member == NULL;
  case CP_FIELD_INT:
    return *(const gint64 *) member == 0 && !field->required;
  case CP_FIELD_BOOL:
    return !*(const gboolean *) member;
  case CP_FIELD_JSON:
    return *(json_t *const *) member == NULL;
  case CP_FIELD_BOUND:
    return *(const Bound *) member == NULL;
  case CP_FIELD_ENUM:
  default:
    return FALSE;
  }
}

static void
write_member (GString *out, const CpField *field, gconstpointer record)
{
  gconstpointer member = member_at (record, field);

  cp_json_write_text (out, field->name);
  g_string_append_c (out, ':');
  switch (field->type) {
  case CP_FIELD_TEXT:
    cp_json_write_text (out, *(const Text *) member);
    return;
  case CP_FIELD_INT:
    cp_json_write_int (out, *(const gint64 *) member);
    return;
  case CP_FIELD_BOOL:
    g_string_append (out, "true");
    return;
  case CP_FIELD_ENUM:
    cp_json_write_text (out, field->words[*(const int *) member]);
    return;
  case CP_FIELD_JSON:
    cp_json_write (out, *(json_t *const *) member);
    return;
  case CP_FIELD_BOUND:
    if (**(const Bound *) member != 0)
      cp_json_write_int (out, **(const Bound *) member);
    else
      cp_json_write_text (out, "0");
    return;
  default:
    g_assert_not_reached ();
  }
}

#define MAX_FIELDS 64

/* Those that are there, in byte order of their names; how many there are is returned. */
static guint
sort_fields (const CpRecordType *type, gconstpointer record, const CpField **ret_fields)
{
  guint n = 0;

  for (const CpField *field = type->fields; field->name != NULL; field++) {
    guint place = n;

    if (is_absent (field, record))
      continue;
    g_assert (n < MAX_FIELDS);
    for (; place > 0 && strcmp (ret_fields[place - 1]->name, field->name) > 0; place--)
      ret_fields[place] = ret_fields[place - 1];
    ret_fields[place] = field;
    n++;
  }
  return n;
}

void
cp_record_write (GString *out, const CpRecordType *type, gconstpointer record)
{
  const CpField *fields[MAX_FIELDS];
  guint n = sort_fields (type, record, fields);

  g_string_append_c (out, '{');
  for (guint i = 0; i < n; i++) {
    if (i > 0)
      g_string_append_c (out, ',');
    write_member (out, fields[i], record);
  }
  g_string_append_c (out, '}');
}

static gboolean
is_same_bound (const gint64 *one, const gint64 *other)
{
  return one == NULL || other == NULL ? one == other : *one == *other;
}

static gboolean
has_same (const CpField *field, gconstpointer a, gconstpointer b)
{
  gconstpointer one = member_at (a, field), other = member_at (b, field);

  switch (field->type) {
  case CP_FIELD_TEXT:
    return g_strcmp0 (*(const Text *) one, *(const Text *) other) == 0;
  case CP_FIELD_INT:
    return *(const gint64 *) one == *(const gint64 *) other;
  case CP_FIELD_BOOL:
    return !*(const gboolean *) one == !*(const gboolean *) other;
  case CP_FIELD_ENUM:
    return *(const int *) one == *(const int *) other;
  case CP_FIELD_JSON:
    return *(json_t *const *) one == *(json_t *const *) other ||
           json_equal (*(json_t *const *) one, *(json_t *const *) other);
  case CP_FIELD_BOUND:
    return is_same_bound (*(const Bound *) one, *(const Bound *) other);
  default:
    g_assert_not_reached ();
  }
}

gboolean
cp_record_equal (const CpRecordType *type, gconstpointer a, gconstpointer b)
{
  for (const CpField *field = type->fields; field->name != NULL; field++)
    if (!has_same (field, a, b))
      return FALSE;
  return TRUE;
}

gpointer
cp_record_new (const CpRecordType *type)
{
  return g_malloc0 (type->size_bytes);
}

gpointer
cp_record_copy (const CpRecordType *type, gconstpointer record)
{
  gpointer copy = g_memdup2 (record, type->size_bytes);

  for (const CpField *field = type->fields; field->name != NULL; field++) {
    gpointer member = member_at (copy, field);

    if (field->type == CP_FIELD_TEXT)
      *(Text *) member = g_strdup (*(Text *) member);
    else if (field->type == CP_FIELD_JSON)
      json_incref (*(json_t **) member);
    else if (field->type == CP_FIELD_BOUND && *(Bound *) member != NULL)
      *(Bound *) member = g_memdup2 (*(Bound *) member, sizeof (gint64));
  }
  return copy;
}

void
cp_record_free (const CpRecordType *type, gpointer record)
{
  if (record == NULL)
    return;
  for (const CpField *field = type->fields; field->name != NULL; field++) {
    gpointer member = member_at (record, field);

    if (field->type == CP_FIELD_TEXT)
      g_free (*(Text *) member);
    else if (field->type == CP_FIELD_JSON)
      json_decref (*(json_t **) member);
    else if (field->type == CP_FIELD_BOUND)
      g_free (*(Bound *) member);
  }
  g_free (record);
}
