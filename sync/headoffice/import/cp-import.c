/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading lines and writing rows; what a line means is in the other files. */
#include "cp-import.h"

#include <string.h>

#include "cp-error.h"
#include "cp-head-office-private.h"
#include "cp-import-private.h"

/* A page of the feed can end after so many rows, and so many are made durable together. */
#define ROWS_PER_END 1000
#define ROWS_PER_COMMIT 20000
#define MAX_LINE_BYTES (64 * 1024)
#define LINES_AT_A_TIME 1000

typedef struct {
  guint number;
  CpJson *json;    /* (nullable) */
  GError *trouble; /* (nullable) */
} Line;

static void
clear_line (gpointer data)
{
  Line *line = data;

  json_decref (line->json);
  g_clear_error (&line->trouble);
}

/* How far the file has come, when that was committed: from there it is taken again. */
typedef struct {
  const char *next;
  guint number; /* of the line at @next */
  guint n_good;
  guint n_bad;
  gsize problems_bytes;
  CpJson *wanting; /* (nullable): a copy */
} Mark;

typedef struct {
  CpHeadOffice *office;
  CpImport *import;
  CpImportWantFunc want;
  CpImportFunc func;
  GArray *lines; /* of Line: read, and not taken yet */
  guint n_since_end;
  guint n_since_commit;
  const char *end; /* of the text */
  Mark mark;
} Run;

static void
set_mark (Run *run, const char *next, guint number)
{
  const CpImport *import = run->import;

  json_decref (run->mark.wanting);
  run->mark = (Mark){ .next = next,
                      .number = number,
                      .n_good = import->n_good,
                      .n_bad = import->n_bad,
                      .problems_bytes = import->problems->len,
                      .wanting = json_deep_copy (import->wanting) };
}

static void
return_to_mark (Run *run)
{
  CpImport *import = run->import;

  import->n_good = run->mark.n_good;
  import->n_bad = run->mark.n_bad;
  g_string_truncate (import->problems, run->mark.problems_bytes);
  if (import->wanting != NULL) {
    json_object_clear (import->wanting);
    json_object_update (import->wanting, run->mark.wanting);
  }
  g_array_set_size (run->lines, 0);
  run->n_since_end = run->n_since_commit = 0;
}

static gboolean
end_feed_transaction (Run *run, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (run->office);

  if (run->n_since_end == 0)
    return TRUE;
  run->n_since_end = 0;
  return storage->class_->end_transaction (storage, error);
}

static gboolean
write_rows (Run *run, const GPtrArray *rows, GError **error)
{
  for (guint i = 0; i < rows->len; i++)
    if (!cp_head_office_put_row (run->office, g_ptr_array_index (rows, i), error))
      return FALSE;
  run->n_since_end += rows->len;
  run->n_since_commit += rows->len;
  return run->n_since_end < ROWS_PER_END || end_feed_transaction (run, error);
}

static void
read_line (Run *run, const char *text, gsize size, guint number)
{
  Line line = { .number = number };

  if (size > MAX_LINE_BYTES)
    g_set_error (&line.trouble, CP_ERROR, CP_ERROR_INVALID, "longer than %d bytes", MAX_LINE_BYTES);
  else
    line.json = cp_json_parse_object (text, (gssize) size, &line.trouble);
  g_array_append_val (run->lines, line);
}

static gboolean
take_line (Run *run, Line *line, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (cp_entity_free);

  if (line->json != NULL &&
      run->func (run->office, run->import, line->json, rows, &line->trouble)) {
    run->import->n_good++;
    return write_rows (run, rows, error);
  }
  if (!g_error_matches (line->trouble, CP_ERROR, CP_ERROR_INVALID)) {
    g_propagate_error (error, g_steal_pointer (&line->trouble));
    return FALSE;
  }
  run->import->n_bad++;
  g_string_append_printf (run->import->problems, "%s:%u: %s\n", run->import->name, line->number,
                          line->trouble->message);
  return TRUE;
}

static gboolean
prefetch (Run *run, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (run->office);
  g_autoptr (CpWanted) wanted = NULL;

  if (storage->class_->prefetch == NULL)
    return TRUE;
  wanted = cp_wanted_new ();
  for (guint i = 0; i < run->lines->len; i++) {
    const Line *line = &g_array_index (run->lines, Line, i);

    if (line->json != NULL)
      run->want (line->json, wanted);
  }
  return storage->class_->prefetch (storage, wanted, error);
}

static gboolean
commit_much (Run *run, const char *next, guint number, GError **error)
{
  if (run->n_since_commit < ROWS_PER_COMMIT)
    return TRUE;
  run->n_since_commit = 0;
  if (!end_feed_transaction (run, error) || !cp_head_office_commit (run->office, error))
    return FALSE;
  set_mark (run, next, number);
  return cp_head_office_begin (run->office, error);
}

/* Those that were read; the one at @next is not. */
static gboolean
take_read (Run *run, const char *next, guint number, GError **error)
{
  if (run->lines->len == 0)
    return TRUE;
  if (!prefetch (run, error))
    return FALSE;
  for (guint i = 0; i < run->lines->len; i++)
    if (!take_line (run, &g_array_index (run->lines, Line, i), error))
      return FALSE;
  g_array_set_size (run->lines, 0);
  return commit_much (run, next, number, error);
}

static gboolean
is_blank (const char *line, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isspace (line[i]))
      return FALSE;
  return TRUE;
}

static gboolean
take_lines (Run *run, GError **error)
{
  const char *line = run->mark.next;
  guint number = run->mark.number;

  for (; line < run->end; number++) {
    const char *newline = memchr (line, '\n', (gsize) (run->end - line));
    gsize length = (gsize) ((newline != NULL ? newline : run->end) - line);

    if (run->lines->len == LINES_AT_A_TIME && !take_read (run, line, number, error))
      return FALSE;
    if (!is_blank (line, length))
      read_line (run, line, length, number);
    line += length + 1;
  }
  return take_read (run, run->end, number, error) && end_feed_transaction (run, error);
}

static gboolean
try_rest (CpHeadOffice *office, gpointer data, gboolean *ret_again, GError **error)
{
  Run *run = data;

  if (!cp_head_office_begin (office, error))
    return FALSE;
  return_to_mark (run);
  return cp_head_office_finish (office, take_lines (run, error), error);
}

gboolean
cp_import_lines (CpHeadOffice *office,
                 CpImport *import,
                 CpImportWantFunc want,
                 CpImportFunc func,
                 GError **error)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  Run run = { .office = office, .import = import, .want = want, .func = func, .lines = lines };
  g_autoptr (GMappedFile) file = g_mapped_file_new (import->path, FALSE, error);
  const char *text, *next;
  gboolean ok;

  g_array_set_clear_func (lines, clear_line);
  if (file == NULL)
    return FALSE;
  text = g_mapped_file_get_contents (file);
  run.end = text + g_mapped_file_get_length (file);
  set_mark (&run, text, 1);
  /* Each part of the file that is taken in has all its attempts. */
  do {
    next = run.mark.next;
    g_clear_error (error);
    ok = cp_head_office_attempt (office, try_rest, &run, error);
  } while (!ok && run.mark.next != next);
  json_decref (run.mark.wanting);
  return ok;
}
