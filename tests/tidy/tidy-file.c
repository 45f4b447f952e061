/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads the source tree and takes C apart as far as the rules need it: what is code, what is a
 * comment and what a literal. */
#include "tidy-file.h"

#include <string.h>

static const char *const product_folders[] = { "app", "sync", "ui", "drivers", "data", NULL };

typedef enum { IN_CODE, IN_BLOCK_COMMENT, IN_LINE_COMMENT, IN_STRING, IN_CHARACTER } Where;

static void
blank (char *text, gsize at)
{
  if (text[at] != '\n')
    text[at] = ' ';
}

static Where
enter (const char *text, gsize at)
{
  if (text[at] == '"')
    return IN_STRING;
  if (text[at] == '\'')
    return IN_CHARACTER;
  if (text[at] == '/' && text[at + 1] == '*')
    return IN_BLOCK_COMMENT;
  if (text[at] == '/' && text[at + 1] == '/')
    return IN_LINE_COMMENT;
  return IN_CODE;
}

/* How many bytes from @at on end what @where is, 0 if it goes on. */
static gsize
leave (Where where, const char *text, gsize at)
{
  switch (where) {
  case IN_STRING:
    return text[at] == '"';
  case IN_CHARACTER:
    return text[at] == '\'';
  case IN_BLOCK_COMMENT:
    return text[at] == '*' && text[at + 1] == '/' ? 2 : 0;
  case IN_LINE_COMMENT:
    return text[at] == '\n';
  case IN_CODE:
  default:
    return 0;
  }
}

static void
blank_outside_code (TidyFile *self, Where where, gsize at)
{
  gboolean literal = where == IN_STRING || where == IN_CHARACTER;

  if (where != IN_STRING)
    blank (self->literals, at);
  if (where == IN_CODE)
    return;
  blank (self->bare, at);
  if (!literal)
    blank (self->code, at);
}

static void
take_apart (TidyFile *self)
{
  Where where = IN_CODE;
  gsize length = strlen (self->text);

  self->code = g_strdup (self->text);
  self->bare = g_strdup (self->text);
  self->literals = g_strdup (self->text);
  for (gsize at = 0; at < length; at++) {
    gboolean literal = where == IN_STRING || where == IN_CHARACTER;
    gsize ending = leave (where, self->text, at);

    if (ending > 0) {
      for (gsize i = 0; i < ending; i++)
        blank_outside_code (self, literal ? IN_CODE : where, at + i);
      at += ending - 1;
      where = IN_CODE;
    } else if (literal && self->text[at] == '\\' && at + 1 < length) {
      blank_outside_code (self, where, at);
      blank_outside_code (self, where, ++at);
    } else if (where == IN_CODE) {
      where = enter (self->text, at);
      literal = where == IN_STRING || where == IN_CHARACTER;
      blank_outside_code (self, literal ? IN_CODE : where, at);
    } else {
      blank_outside_code (self, where, at);
    }
  }
}

gboolean
tidy_file_is_header (const TidyFile *self)
{
  return g_str_has_suffix (self->path, ".h");
}

gboolean
tidy_file_is_c (const TidyFile *self)
{
  return g_str_has_suffix (self->path, ".c") || tidy_file_is_header (self);
}

gboolean
tidy_file_is_in (const TidyFile *self, const char *folder)
{
  return g_str_has_prefix (self->path, folder) && self->path[strlen (folder)] == '/';
}

gboolean
tidy_file_is_product (const TidyFile *self)
{
  if (!tidy_file_is_c (self))
    return FALSE;
  for (gsize i = 0; product_folders[i] != NULL; i++)
    if (tidy_file_is_in (self, product_folders[i]))
      return TRUE;
  return FALSE;
}

char *
tidy_file_dup_folder (const TidyFile *self)
{
  return g_path_get_dirname (self->path);
}

TidyFile *
tidy_file_new (const char *path, const char *text)
{
  TidyFile *self = g_new0 (TidyFile, 1);

  self->path = g_strdup (path);
  self->text = g_strdup (text);
  if (tidy_file_is_c (self))
    take_apart (self);
  return self;
}

void
tidy_file_free (TidyFile *self)
{
  g_free (self->path);
  g_free (self->text);
  g_free (self->code);
  g_free (self->bare);
  g_free (self->literals);
  g_free (self);
}

static gboolean
is_skipped (const char *name)
{
  return name[0] == '.' || g_str_has_prefix (name, "build");
}

static void
read_file (const char *full_path, const char *path, GPtrArray *files)
{
  g_autofree char *text = NULL;
  gsize size_bytes = 0;

  if (g_file_get_contents (full_path, &text, &size_bytes, NULL) &&
      g_utf8_validate (text, (gssize) size_bytes, NULL))
    g_ptr_array_add (files, tidy_file_new (path, text));
}

static void
read_folder (const char *root, const char *folder, GPtrArray *files)
{
  g_autofree char *full_folder = g_build_filename (root, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (full_folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path =
        *folder != '\0' ? g_build_filename (folder, name, NULL) : g_strdup (name);
    g_autofree char *full_path = g_build_filename (root, path, NULL);

    if (is_skipped (name) || g_file_test (full_path, G_FILE_TEST_IS_SYMLINK))
      continue;
    if (g_file_test (full_path, G_FILE_TEST_IS_DIR))
      read_folder (root, path, files);
    else
      read_file (full_path, path, files);
  }
}

static gint
compare_paths (gconstpointer a, gconstpointer b)
{
  const TidyFile *const *left = a;
  const TidyFile *const *right = b;

  return g_strcmp0 ((*left)->path, (*right)->path);
}

GPtrArray *
tidy_tree_read (const char *root)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) tidy_file_free);

  read_folder (root, "", files);
  g_ptr_array_sort (files, compare_paths);
  return files;
}

static guint
count_line (const char *in, const char *at)
{
  guint line = 1;

  for (const char *p = in; p != NULL && p < at; p++)
    line += *p == '\n';
  return line;
}

void
tidy_find (TidyFindings *findings,
           const TidyFile *file,
           const char *in,
           const char *at,
           const char *format,
           ...)
{
  va_list arguments;
  g_autofree char *what = NULL;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (findings, g_strdup_printf ("%s:%u: %s", file->path, count_line (in, at), what));
}

void
tidy_find_matches (TidyFindings *findings,
                   const TidyFile *file,
                   const char *in,
                   const char *pattern,
                   const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE | G_REGEX_RAW, 0, &error);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_no_error (error);
  g_regex_match (regex, in, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL)) {
    g_autofree char *found = g_match_info_fetch (match, 0);
    int start = 0;

    g_match_info_fetch_pos (match, 0, &start, NULL);
    tidy_find (findings, file, in, in + start, "%s (%s)", what, g_strstrip (found));
  }
}
