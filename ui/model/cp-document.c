/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-document.h"

#include <string.h>

static gpointer
copy_document (gpointer json)
{
  return json_incref (json);
}

static void
free_document (gpointer json)
{
  json_decref (json);
}

GType
cp_document_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
                       g_boxed_type_register_static ("CpDocument", copy_document, free_document));
  return type;
}

CpJson *
cp_document_find (const CpJson *list, const char *key, const char *value)
{
  CpJson *item;
  gsize i;

  json_array_foreach (list, i, item)
  {
    if (g_strcmp0 (cp_json_get_text (item, key), value) == 0)
      return item;
  }
  return NULL;
}

void
cp_document_take (CpJson **place, CpJson *value)
{
  if (*place != NULL)
    json_decref (*place);
  *place = value;
}

void
cp_document_wipe (CpJson *object, const char *key)
{
  json_t *value = json_object_get (object, key);

  if (json_is_string (value))
    explicit_bzero ((char *) json_string_value (value), json_string_length (value));
}

void
cp_document_free_secret (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}
