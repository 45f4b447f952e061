/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading lines and writing rows; what a line means is in the other files. */
#include "cp-import.h"

#include <errno.h>
#include <glib/gstdio.h>
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
  const char *next;
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
  gboolean is_late;
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
  run->is_late = FALSE;
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
  Line line = { .number = number, .next = MIN (text + size + 1, run->end) };

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
  if (run->n_since_commit < ROWS_PER_COMMIT && !run->is_late)
    return TRUE;
  run->n_since_commit = 0;
  if (!end_feed_transaction (run, error) || !cp_head_office_commit (run->office, error))
    return FALSE;
  set_mark (run, next, number);
  return cp_head_office_begin (run->office, error);
}

/* Those that were read, as far as there is time. */
static gboolean
take_read (Run *run, GError **error)
{
  gint64 until_ms = run->import->until_ms;
  const char *next = run->mark.next;
  guint number = run->mark.number;

  if (run->lines->len == 0)
    return TRUE;
  if (!prefetch (run, error))
    return FALSE;
  for (guint i = 0; i < run->lines->len && !run->is_late; i++) {
    Line *line = &g_array_index (run->lines, Line, i);

    if (!take_line (run, line, error))
      return FALSE;
    next = line->next;
    number = line->number + 1;
    run->is_late = until_ms != 0 && cp_world_boot_ms (cp_world_real ()) >= until_ms;
  }
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

  for (; line < run->end && !run->is_late; number++) {
    const char *newline = memchr (line, '\n', (gsize) (run->end - line));
    gsize length = (gsize) ((newline != NULL ? newline : run->end) - line);

    if (!is_blank (line, length))
      read_line (run, line, length, number);
    line += MIN (length + 1, (gsize) (run->end - line));
    if ((run->lines->len == LINES_AT_A_TIME || line == run->end) && !take_read (run, error))
      return FALSE;
  }
  return end_feed_transaction (run, error);
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

/* Whether @import goes on in the file that it began with. */
static gboolean
check_file (CpImport *import, GError **error)
{
  GStatBuf status;
  gint64 changed_ns;

  if (g_stat (import->path, &status) != 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", import->name,
                 g_strerror (errno));
    return FALSE;
  }
  changed_ns = status.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) + status.st_mtim.tv_nsec;
  if (import->place.offset == 0) {
    import->place.size = status.st_size;
    import->place.changed_ns = changed_ns;
    return TRUE;
  }
  if (import->place.size == status.st_size && import->place.changed_ns == changed_ns &&
      import->place.offset > 0 && import->place.offset <= import->place.size)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
               "%s was changed after %" G_GINT64_FORMAT " of its lines had been imported",
               import->name, import->place.n_lines);
  return FALSE;
}

static gboolean
run_import (Run *run, GError **error)
{
  const char *next;
  gboolean ok;

  /* Each part of the file that is taken in has all its attempts. */
  do {
    next = run->mark.next;
    g_clear_error (error);
    ok = cp_head_office_attempt (run->office, try_rest, run, error);
  } while (!ok && run->mark.next != next);
  return ok;
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
  g_autoptr (GMappedFile) file = NULL;
  const char *text;
  gboolean ok;

  g_array_set_clear_func (lines, clear_line);
  if (!check_file (import, error))
    return FALSE;
  file = g_mapped_file_new (import->path, FALSE, error);
  if (file == NULL)
    return FALSE;
  text = g_mapped_file_get_contents (file);
  run.end = text + g_mapped_file_get_length (file);
  set_mark (&run, MIN (text + import->place.offset, run.end), (guint) import->place.n_lines + 1);
  ok = run_import (&run, error);
  import->is_left = ok && run.is_late && run.mark.next < run.end;
  import->place.offset = run.mark.next - text;
  import->place.n_lines = run.mark.number - 1;
  json_decref (run.mark.wanting);
  return ok;
}
