/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ranges in the table of row keys, and the words next to a word. */
#include "cp-search-term.h"

#include <string.h>

/* What is tried in place of a letter. Other scripts keep what an edit can do without new letters. */
#define LETTERS "abcdefghijklmnopqrstuvwxyz0123456789"

/* Longer words are not varied: nobody types more letters before looking at the screen. */
#define MAX_VARIED_LENGTH 16

CpSearchTerm *
cp_search_term_new (int type, gboolean whole)
{
  CpSearchTerm *self = g_new0 (CpSearchTerm, 1);

  self->type = type;
  self->whole = whole;
  self->prefixes = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
cp_search_term_free (CpSearchTerm *self)
{
  g_ptr_array_unref (self->prefixes);
  g_free (self);
}

/* Values sort by bytes, and no UTF-8 has these: everything that begins with @prefix is below. */
static void
bind_range (CpStatement *statement, const CpSearchTerm *self, const char *prefix)
{
  g_autofree char *end = g_strconcat (prefix, self->whole ? "\x01" : "\xf4\x8f\xbf\xbf", NULL);

  cp_statement_bind_int (statement, ":type", self->type);
  cp_statement_bind_text (statement, ":from_value", prefix);
  cp_statement_bind_text (statement, ":until_value", end);
}

static gboolean
list_range (CpStatement *rows, GArray *numbers, GError **error)
{
  gboolean row;

  while (TRUE) {
    gint64 n;

    if (!cp_statement_step (rows, &row, error))
      return FALSE;
    if (!row)
      return TRUE;
    n = cp_statement_get_int (rows, 0);
    g_array_append_val (numbers, n);
  }
}

gboolean
cp_search_term_list (
    const CpSearchTerm *self, CpReplica *replica, guint limit, GArray *numbers, GError **error)
{
  for (guint i = 0; i < self->prefixes->len && numbers->len < limit; i++) {
    CpStatement *rows = cp_database_get (replica->db, "find-in-range", error);

    if (rows == NULL)
      return FALSE;
    bind_range (rows, self, self->prefixes->pdata[i]);
    cp_statement_bind_int (rows, ":limit", limit - numbers->len);
    if (!list_range (rows, numbers, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
count_range (const CpSearchTerm *self,
             CpReplica *replica,
             const char *prefix,
             gint64 limit,
             gint64 *ret_count,
             GError **error)
{
  g_autoptr (CpStatementCleaner) row = cp_database_get (replica->db, "count-in-range", error);
  gboolean found;

  if (row == NULL)
    return FALSE;
  bind_range (row, self, prefix);
  cp_statement_bind_int (row, ":limit", limit);
  if (!cp_statement_step (row, &found, error))
    return FALSE;
  *ret_count = cp_statement_get_int (row, 0);
  return TRUE;
}

gboolean
cp_search_term_count (
    const CpSearchTerm *self, CpReplica *replica, guint limit, gint64 *ret_count, GError **error)
{
  gint64 total = 0;

  for (guint i = 0; i < self->prefixes->len && total < limit; i++) {
    gint64 count;

    if (!count_range (self, replica, self->prefixes->pdata[i], limit - total, &count, error))
      return FALSE;
    total += count;
  }
  *ret_count = total;
  return TRUE;
}

static gboolean
fits (const CpSearchTerm *self, int type, const char *value)
{
  if (self->type != type)
    return FALSE;
  for (guint i = 0; i < self->prefixes->len; i++)
    if (self->whole ? g_str_equal (value, self->prefixes->pdata[i])
                    : g_str_has_prefix (value, self->prefixes->pdata[i]))
      return TRUE;
  return FALSE;
}

/* One reading of all that the row is found by, whatever the number of words and spellings. */
gboolean
cp_search_terms_hold (
    const GPtrArray *terms, CpReplica *replica, gint64 number, gboolean *ret_hold, GError **error)
{
  g_autoptr (CpStatementCleaner) rows = cp_database_get (replica->db, "list-words", error);
  guint32 met = 0;
  gboolean row;

  if (rows == NULL)
    return FALSE;
  cp_statement_bind_int (rows, ":n", number);
  while (TRUE) {
    if (!cp_statement_step (rows, &row, error))
      return FALSE;
    if (!row)
      break;
    for (guint i = 0; i < terms->len; i++)
      if (fits (terms->pdata[i], (int) cp_statement_get_int (rows, 0),
                cp_statement_get_text (rows, 1)))
        met |= 1U << i;
  }
  *ret_hold = met == (guint32) ((G_GUINT64_CONSTANT (1) << terms->len) - 1);
  return TRUE;
}

static void
add_word (GHashTable *words, const gunichar *letters, glong length)
{
  char *word = g_ucs4_to_utf8 (letters, length, NULL, NULL, NULL);

  if (word != NULL)
    g_hash_table_add (words, word);
}

/* Without the letter at @at, and with it and the next swapped. */
static void
add_shuffled (GHashTable *words, const gunichar *letters, glong length, glong at)
{
  g_autofree gunichar *word = g_memdup2 (letters, (gsize) length * sizeof *letters);

  if (at + 1 < length) {
    word[at] = letters[at + 1];
    word[at + 1] = letters[at];
    add_word (words, word, length);
  }
  memcpy (word, letters, (gsize) length * sizeof *letters);
  memmove (word + at, word + at + 1, (gsize) (length - at - 1) * sizeof *letters);
  add_word (words, word, length - 1);
}

/* With another letter at @at, and with one more before it. */
static void
add_lettered (GHashTable *words, const gunichar *letters, glong length, glong at)
{
  g_autofree gunichar *other = g_memdup2 (letters, (gsize) length * sizeof *letters);
  g_autofree gunichar *longer = g_new (gunichar, length + 1);

  memcpy (longer, letters, (gsize) at * sizeof *letters);
  memcpy (longer + at + 1, letters + at, (gsize) (length - at) * sizeof *letters);
  for (const char *letter = LETTERS; *letter != '\0'; letter++) {
    longer[at] = (gunichar) *letter;
    add_word (words, longer, length + 1);
    if (at == length)
      continue;
    other[at] = (gunichar) *letter;
    add_word (words, other, length);
  }
}

static GHashTable *
list_edits (const char *text)
{
  g_autoptr (GHashTable) words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  glong length;
  g_autofree gunichar *letters = g_utf8_to_ucs4_fast (text, -1, &length);

  if (length < 3 || length > MAX_VARIED_LENGTH)
    return g_steal_pointer (&words);
  for (glong at = 0; at < length; at++)
    add_shuffled (words, letters, length, at);
  for (glong at = 0; at <= length; at++)
    add_lettered (words, letters, length, at);
  g_hash_table_remove (words, text);
  return g_steal_pointer (&words);
}

CpSearchTerm *
cp_search_term_vary (const CpSearchTerm *self, CpReplica *replica, GError **error)
{
  CpSearchTerm *varied = cp_search_term_new (self->type, self->whole);
  g_autoptr (GHashTable) words = list_edits (self->prefixes->pdata[0]);
  GHashTableIter iter;
  gpointer word;

  g_hash_table_iter_init (&iter, words);
  while (g_hash_table_iter_next (&iter, &word, NULL)) {
    gint64 count;

    if (!count_range (self, replica, word, 1, &count, error)) {
      cp_search_term_free (varied);
      return NULL;
    }
    if (count > 0)
      g_ptr_array_add (varied->prefixes, g_strdup (word));
  }
  return varied;
}
