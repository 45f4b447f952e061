/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading. What is made are jansson's values; what is taken and refused is what jansson's own reader
 * takes and refuses (the tests and the fuzz target hold the one against the other), in a third of
 * its time: it reads a text in one piece, and most texts stand as they are. */
#include "cp-error.h"
#include "cp-json.h"

#include <errno.h>
#include <math.h>
#include <string.h>

typedef struct {
  const char *start;
  const char *at;
  const char *end;
  guint depth;
  gboolean too_deep;
  GString *unescaped; /* (nullable): of the text that is being read */
} Reader;

/* A text: where it stands in the document, or in `unescaped` if anything in it is escaped. */
typedef struct {
  const char *bytes;
  gsize length;
} Text;

static json_t *read_value (Reader *self);

static void
skip_space (Reader *self)
{
  while (self->at < self->end &&
         (*self->at == ' ' || *self->at == '\n' || *self->at == '\r' || *self->at == '\t'))
    self->at++;
}

/* What comes next, after white space; NUL, which may stand nowhere, at the end. */
static char
peek (Reader *self)
{
  skip_space (self);
  return self->at < self->end ? *self->at : '\0';
}

static gboolean
take (Reader *self, char expected)
{
  if (peek (self) != expected)
    return FALSE;
  self->at++;
  return TRUE;
}

/* -1 if it is none. */
static int
read_hex (Reader *self)
{
  int value = 0;

  if (self->end - self->at < 4)
    return -1;
  for (guint i = 0; i < 4; i++, self->at++) {
    int digit = g_ascii_xdigit_value (*self->at);

    if (digit < 0)
      return -1;
    value = value << 4 | digit;
  }
  return value;
}

/* After `\u`; two of them make a character beyond the first 65,536. */
static gboolean
read_unicode (Reader *self)
{
  int first = read_hex (self);
  int second;

  if (first <= 0 || (first >= 0xdc00 && first <= 0xdfff))
    return FALSE;
  if (first < 0xd800 || first > 0xdbff) {
    g_string_append_unichar (self->unescaped, (gunichar) first);
    return TRUE;
  }
  if (self->end - self->at < 2 || self->at[0] != '\\' || self->at[1] != 'u')
    return FALSE;
  self->at += 2;
  second = read_hex (self);
  if (second < 0xdc00 || second > 0xdfff)
    return FALSE;
  g_string_append_unichar (self->unescaped,
                           (gunichar) (((first - 0xd800) << 10) + (second - 0xdc00) + 0x10000));
  return TRUE;
}

static gboolean
read_escape (Reader *self)
{
  static const char escapes[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *found;

  self->at++;
  if (self->at == self->end || *self->at == '\0')
    return FALSE;
  if (*self->at == 'u') {
    self->at++;
    return read_unicode (self);
  }
  found = strchr (escapes, *self->at);
  if (found == NULL)
    return FALSE;
  g_string_append_c (self->unescaped, meanings[found - escapes]);
  self->at++;
  return TRUE;
}

/* As far as nothing is escaped, which mostly is to the end. */
static gboolean
read_plain (Reader *self, Text *ret_text)
{
  guchar all = 0;
  const char *start = self->at;

  for (; self->at < self->end && *self->at != '"' && *self->at != '\\'; self->at++) {
    if ((guchar) *self->at < 0x20)
      return FALSE;
    all |= (guchar) *self->at;
  }
  *ret_text = (Text){ start, (gsize) (self->at - start) };
  return self->at < self->end &&
         (all < 0x80 || g_utf8_validate_len (start, ret_text->length, NULL));
}

/* After the first quote; good until the next one is read. */
static gboolean
read_text (Reader *self, Text *ret_text)
{
  gboolean is_plain = TRUE;

  while (TRUE) {
    if (!read_plain (self, ret_text))
      return FALSE;
    if (*self->at == '"' && is_plain)
      break;
    if (is_plain && self->unescaped == NULL)
      self->unescaped = g_string_new (NULL);
    else if (is_plain)
      g_string_truncate (self->unescaped, 0);
    is_plain = FALSE;
    g_string_append_len (self->unescaped, ret_text->bytes, (gssize) ret_text->length);
    if (*self->at == '"')
      break;
    if (!read_escape (self))
      return FALSE;
  }
  self->at++;
  if (!is_plain)
    *ret_text = (Text){ self->unescaped->str, self->unescaped->len };
  return TRUE;
}

static json_t *
read_string (Reader *self)
{
  Text text;

  return read_text (self, &text) ? json_stringn_nocheck (text.bytes, text.length) : NULL;
}

static gboolean
skip_digits (Reader *self)
{
  const char *first = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > first;
}

static json_t *
make_real (const char *first, const char *end)
{
  g_autofree char *text = g_strndup (first, (gsize) (end - first));
  double value;

  errno = 0;
  value = g_ascii_strtod (text, NULL);
  return errno == ERANGE && fabs (value) == HUGE_VAL ? NULL : json_real (value);
}

static json_t *
make_integer (const char *first, const char *end)
{
  gboolean is_negative = *first == '-';
  gint64 value = 0;

  for (const char *digit = first + is_negative; digit < end; digit++)
    if (__builtin_mul_overflow (value, 10, &value) ||
        __builtin_sub_overflow (value, *digit - '0', &value))
      return NULL;
  if (!is_negative && __builtin_sub_overflow (0, value, &value))
    return NULL;
  return json_integer (value);
}

static json_t *
read_number (Reader *self)
{
  const char *first = self->at;
  gboolean is_real = FALSE;

  if (*self->at == '-')
    self->at++;
  if (self->at < self->end && *self->at == '0')
    self->at++;
  else if (!skip_digits (self))
    return NULL;
  if (self->at < self->end && *self->at == '.') {
    is_real = TRUE;
    self->at++;
    if (!skip_digits (self))
      return NULL;
  }
  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E')) {
    is_real = TRUE;
    self->at++;
    if (self->at < self->end && (*self->at == '+' || *self->at == '-'))
      self->at++;
    if (!skip_digits (self))
      return NULL;
  }
  return is_real ? make_real (first, self->at) : make_integer (first, self->at);
}

static json_t *
read_word (Reader *self, const char *word, json_t *value)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return NULL;
  self->at += length;
  return value;
}

static gboolean
read_member (Reader *self, json_t *object)
{
  gsize size = json_object_size (object);
  g_autofree char *escaped_key = NULL;
  json_t *value;
  Text key;

  if (!take (self, '"') || !read_text (self, &key))
    return FALSE;
  if (self->unescaped != NULL && key.bytes == self->unescaped->str)
    key.bytes = escaped_key = g_strndup (key.bytes, key.length);
  if (!take (self, ':'))
    return FALSE;
  value = read_value (self);
  if (value == NULL)
    return FALSE;
  /* One that was there already has not made it larger. */
  return json_object_setn_new_nocheck (object, key.bytes, key.length, value) == 0 &&
         json_object_size (object) > size;
}

static gboolean
read_members (Reader *self, json_t *object)
{
  if (take (self, '}'))
    return TRUE;
  do
    if (!read_member (self, object))
      return FALSE;
  while (take (self, ','));
  return take (self, '}');
}

static gboolean
read_elements (Reader *self, json_t *array)
{
  if (take (self, ']'))
    return TRUE;
  do {
    json_t *value = read_value (self);

    if (value == NULL || json_array_append_new (array, value) != 0)
      return FALSE;
  } while (take (self, ','));
  return take (self, ']');
}

static json_t *
read_container (Reader *self)
{
  gboolean is_object = *self->at++ == '{';
  g_autoptr (CpJson) container = NULL;

  if (self->depth == CP_JSON_MAX_DEPTH) {
    self->too_deep = TRUE;
    return NULL;
  }
  self->depth++;
  container = is_object ? json_object () : json_array ();
  if (!(is_object ? read_members (self, container) : read_elements (self, container)))
    return NULL;
  self->depth--;
  return g_steal_pointer (&container);
}

static json_t *
read_value (Reader *self)
{
  switch (peek (self)) {
  case '{':
  case '[':
    return read_container (self);
  case '"':
    self->at++;
    return read_string (self);
  case 't':
    return read_word (self, "true", json_true ());
  case 'f':
    return read_word (self, "false", json_false ());
  case 'n':
    return read_word (self, "null", json_null ());
  default:
    return self->at < self->end ? read_number (self) : NULL;
  }
}

static json_t *
read_document (Reader *self)
{
  char first = peek (self);
  g_autoptr (CpJson) json = NULL;

  if (first != '{' && first != '[')
    return NULL;
  json = read_value (self);
  skip_space (self);
  return self->at == self->end ? g_steal_pointer (&json) : NULL;
}

static void
set_error (const Reader *self, GError **error)
{
  guint line = 1;
  const char *line_start = self->start;

  if (self->too_deep) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The JSON document nests deeper than %d",
                 CP_JSON_MAX_DEPTH);
    return;
  }
  for (const char *c = self->start; c < self->at; c++)
    if (*c == '\n') {
      line++;
      line_start = c + 1;
    }
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "Not a JSON document: line %u, column %d", line,
               (int) (self->at - line_start));
}

CpJson *
cp_json_parse (const char *text, gssize size_bytes, GError **error)
{
  gsize size = size_bytes < 0 ? strlen (text) : (gsize) size_bytes;
  Reader reader = { .start = text, .at = text, .end = text + size };
  CpJson *json;

  if (size > CP_JSON_MAX_BYTES) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The JSON document is larger than %d bytes",
                 CP_JSON_MAX_BYTES);
    return NULL;
  }
  json = read_document (&reader);
  if (json == NULL)
    set_error (&reader, error);
  if (reader.unescaped != NULL)
    g_string_free (reader.unescaped, TRUE);
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
