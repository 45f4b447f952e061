/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pn532-words.h"

#include <gio/gio.h>
#include <string.h>

GHashTable *
pn532_words_parse (char **words)
{
  GHashTable *options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (gsize i = 0; words[i] != NULL; i++) {
    const char *equals = strchr (words[i], '=');

    if (equals == NULL)
      g_hash_table_insert (options, g_strdup (words[i]), g_strdup (""));
    else
      g_hash_table_insert (options, g_strndup (words[i], (gsize) (equals - words[i])),
                           g_strdup (equals + 1));
  }
  return options;
}

char *
pn532_words_dump (Pn532Card *card, GError **error)
{
  g_autoptr (GByteArray) memory = g_byte_array_new ();
  GString *hex;

  if (card == NULL || card->class->dump == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "nothing to dump");
    return NULL;
  }
  card->class->dump (card, memory);
  hex = g_string_new (NULL);
  for (guint i = 0; i < memory->len; i++)
    g_string_append_printf (hex, "%02X", memory->data[i]);
  return g_string_free (hex, FALSE);
}
