/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

G_BEGIN_DECLS

/**
 * CpFieldType:
 * @CP_FIELD_TEXT: `char *`, owned; %NULL where absent.
 * @CP_FIELD_INT: `gint64`; 0 where absent.
 * @CP_FIELD_BOOL: `gboolean`; %FALSE where absent.
 * @CP_FIELD_ENUM: an `int`-sized enumeration, as one of the words in @CpField.words.
 * @CP_FIELD_JSON: `CpJson *`, owned; %NULL where absent. Never changed in place once it stands in a
 *   record: copies share it.
 * @CP_FIELD_BOUND: `gint64 *`, owned; %NULL where absent: a whole number that ends a range, for which 0 is
 *   another one than none. The number 0 is none here, too, as everywhere; the text `"0"` is 0.
 */
typedef enum {
  CP_FIELD_TEXT,
  CP_FIELD_INT,
  CP_FIELD_BOOL,
  CP_FIELD_ENUM,
  CP_FIELD_JSON,
  CP_FIELD_BOUND,
} CpFieldType;

/**
 * CpField:
 * @name: its key in the JSON form
 * @offset: where it stands in the struct, by G_STRUCT_OFFSET()
 * @required: a document without it is refused (a text must then not be empty)
 * @max_length: for texts, in characters; 0 means 200
 * @words: for %CP_FIELD_ENUM, the word of each value in order, ending in %NULL
 *
 * One member of a struct that has a JSON form.
 */
typedef struct {
  const char *name;
  CpFieldType type;
  gsize offset;
  gboolean required;
  guint max_length;
  const char *const *words;
} CpField;

/**
 * CpRecordType:
 * @name: of the record, used in messages and as the `kind` of a row
 * @size_bytes: of the struct
 * @fields: ending with a field whose name is %NULL; written fastest if they stand in the byte order of
 *   their names
 *
 * A struct that has a JSON form: from its table come parsing with validation, writing, copying and
 * freeing, so that no struct has them by hand. Absent, zero, false and %NULL are one and the same
 * and are left out on writing; keys that the table does not know are refused.
 */
typedef struct {
  const char *name;
  gsize size_bytes;
  const CpField *fields;
} CpRecordType;

/**
 * cp_record_from_json:
 *
 * Returns: (transfer full): a new struct of @type, or %NULL with %CP_ERROR_INVALID naming the field
 *   and what is wrong with it.
 */
gpointer cp_record_from_json (const CpRecordType *type,
                              const CpJson *object,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_record_from_newer_json: as cp_record_from_json(), of what a newer version may have written: keys
 *  that are not known are passed over. */
gpointer cp_record_from_newer_json (const CpRecordType *type,
                                    const CpJson *object,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_record_from_json_with: as cp_record_from_json(), of a document that has keys beside the record's:
 *  those of @others, which somebody else reads. */
gpointer cp_record_from_json_with (const CpRecordType *type,
                                   const CpJson *object,
                                   const char *const *others,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_record_check_ids: refuses control characters in the texts that have no length of their own, which are
 *  ids and words: %CP_ERROR_INVALID with which it is. */
gboolean cp_record_check_ids (const CpRecordType *type,
                              gconstpointer record,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_record_to_json: (transfer full): */
CpJson *cp_record_to_json (const CpRecordType *type, gconstpointer record);

/** cp_record_write: appends the canonical form of cp_record_to_json() to @out, without making that. */
void cp_record_write (GString *out, const CpRecordType *type, gconstpointer record);

/** cp_record_equal: whether both have the same JSON form. */
gboolean cp_record_equal (const CpRecordType *type, gconstpointer a, gconstpointer b);

/** cp_record_read_bound: whether @value (nullable) is a bound, as a %CP_FIELD_BOUND stands in a document: a
 *  whole number, or one as a text; @ret_bound is left alone where there is none, as for the number 0. */
gboolean cp_record_read_bound (const CpJson *value, gint64 *ret_bound);

/** cp_record_new: (transfer full): a struct of @type with everything absent. */
gpointer cp_record_new (const CpRecordType *type);

/** cp_record_copy: (transfer full): */
gpointer cp_record_copy (const CpRecordType *type, gconstpointer record);

/** cp_record_free: frees @record (nullable) and all that it owns. */
void cp_record_free (const CpRecordType *type, gpointer record);

/** CP_TEXT_FIELD and friends: table entries for @member of @Struct, whose key is @member's name. */
#define CP_TEXT_FIELD(Struct, member)                                       \
  {                                                                         \
#member, CP_FIELD_TEXT, G_STRUCT_OFFSET(Struct, member), FALSE, 0, NULL \
  }
#define CP_REQUIRED_TEXT_FIELD(Struct, member)                             \
  {                                                                        \
#member, CP_FIELD_TEXT, G_STRUCT_OFFSET(Struct, member), TRUE, 0, NULL \
  }
#define CP_LONG_TEXT_FIELD(Struct, member, length)                               \
  {                                                                              \
#member, CP_FIELD_TEXT, G_STRUCT_OFFSET(Struct, member), FALSE, length, NULL \
  }
#define CP_INT_FIELD(Struct, member)                                       \
  {                                                                        \
#member, CP_FIELD_INT, G_STRUCT_OFFSET(Struct, member), FALSE, 0, NULL \
  }
#define CP_REQUIRED_INT_FIELD(Struct, member)                             \
  {                                                                       \
#member, CP_FIELD_INT, G_STRUCT_OFFSET(Struct, member), TRUE, 0, NULL \
  }
#define CP_BOOL_FIELD(Struct, member)                                       \
  {                                                                         \
#member, CP_FIELD_BOOL, G_STRUCT_OFFSET(Struct, member), FALSE, 0, NULL \
  }
#define CP_ENUM_FIELD(Struct, member, words)                                 \
  {                                                                          \
#member, CP_FIELD_ENUM, G_STRUCT_OFFSET(Struct, member), FALSE, 0, words \
  }
#define CP_JSON_FIELD(Struct, member)                                       \
  {                                                                         \
#member, CP_FIELD_JSON, G_STRUCT_OFFSET(Struct, member), FALSE, 0, NULL \
  }
#define CP_BOUND_FIELD(Struct, member)                                       \
  {                                                                          \
#member, CP_FIELD_BOUND, G_STRUCT_OFFSET(Struct, member), FALSE, 0, NULL \
  }
#define CP_LAST_FIELD                      \
  {                                        \
    NULL, CP_FIELD_TEXT, 0, FALSE, 0, NULL \
  }

G_END_DECLS
