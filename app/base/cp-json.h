/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

typedef json_t CpJson;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpJson, json_decref)

/** CP_JSON_MAX_BYTES: no document that enters a process is larger; read before parsing. */
#define CP_JSON_MAX_BYTES (8 * 1024 * 1024)

/** CP_JSON_MAX_DEPTH: no document that enters a process nests deeper. */
#define CP_JSON_MAX_DEPTH 32

/** CP_JSON_MAX_VALUES: nor has it more values, of which each takes far more memory than text. */
#define CP_JSON_MAX_VALUES 1000000

/**
 * cp_json_parse:
 * @text: UTF-8, need not end in NUL
 * @size_bytes: its length, or -1 if it does
 *
 * Parses one document from outside: an object or an array, strictly as RFC 8259 says; a key that
 * comes twice, a NUL in a text, bad UTF-8, more than %CP_JSON_MAX_BYTES or %CP_JSON_MAX_VALUES, or
 * deeper nesting than %CP_JSON_MAX_DEPTH is %CP_ERROR_INVALID. The message says where and never quotes
 * the text.
 *
 * Returns: (transfer full):
 */
CpJson *
cp_json_parse (const char *text, gssize size_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_json_parse_own: @bytes: (transfer full): an object of our own that is built in: what is wrong with
 *  it ends the process */
CpJson *cp_json_parse_own (GBytes *bytes);

/** cp_json_parse_object: as cp_json_parse(), and refuses what is not an object. */
CpJson *cp_json_parse_object (const char *text,
                              gssize size_bytes,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_json_get_depth: how many brackets of @text are open at once; 0 for a plain value */
guint cp_json_get_depth (const char *text);

/**
 * cp_json_to_text:
 *
 * The canonical form, over which hashes are made: no white space, keys in byte order.
 *
 * Returns: (transfer full):
 */
char *cp_json_to_text (const CpJson *json);

/* The same, piece by piece, for who has no document but what one would be made of. */

/** cp_json_write: appends the canonical form of @json, whatever it is, to @out. */
void cp_json_write (GString *out, const CpJson *json);

/** cp_json_write_text: appends the UTF-8 text @value as a string of JSON. */
void cp_json_write_text (GString *out, const char *value);
void cp_json_write_int (GString *out, gint64 value);

/**
 * cp_json_get_text:
 *
 * Returns: (transfer none) (nullable): the string at @key, or %NULL where @object is %NULL, has no
 *   such key, or has something else there.
 */
const char *cp_json_get_text (const CpJson *object, const char *key);

/** cp_json_get_int: the integer at @key, or @fallback. */
gint64 cp_json_get_int (const CpJson *object, const char *key, gint64 fallback);

/** cp_json_get_bool: the truth value at @key, or %FALSE. */
gboolean cp_json_get_bool (const CpJson *object, const char *key);

/**
 * cp_json_get_object:
 *
 * Returns: (transfer none) (nullable): the object at @key.
 */
CpJson *cp_json_get_object (const CpJson *object, const char *key);

/**
 * cp_json_get_array:
 *
 * Returns: (transfer none) (nullable): the array at @key. (json_array_size() of %NULL is 0.)
 */
CpJson *cp_json_get_array (const CpJson *object, const char *key);

/** cp_json_set_text: sets @key to @value, or leaves it out if @value is %NULL. */
void cp_json_set_text (CpJson *object, const char *key, const char *value);
void cp_json_set_int (CpJson *object, const char *key, gint64 value);
void cp_json_set_bool (CpJson *object, const char *key, gboolean value);

/** cp_json_set: sets @key to @value (transfer full). */
void cp_json_set (CpJson *object, const char *key, CpJson *value);

/** cp_json_append: appends @value (transfer full). */
void cp_json_append (CpJson *array, CpJson *value);

G_END_DECLS
