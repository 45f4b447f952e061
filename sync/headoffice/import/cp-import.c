/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading lines and writing rows; what a line means is in the other files. */
#include "cp-import.h"

#include <string.h>

#include "cp-error.h"
#include "cp-import-private.h"

/* A page of the feed can end after so many rows, and so many are made durable together. */
#define ROWS_PER_END 1000
#define ROWS_PER_COMMIT 20000
#define MAX_LINE_BYTES (64 * 1024)

typedef struct {
  CpHeadOffice *office;
  CpImport *import;
  CpImportFunc func;
  guint n_since_end;
  guint n_since_commit;
} Run;

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
  if (run->n_since_end >= ROWS_PER_END && !end_feed_transaction (run, error))
    return FALSE;
  if (run->n_since_commit < ROWS_PER_COMMIT)
    return TRUE;
  run->n_since_commit = 0;
  return end_feed_transaction (run, error) && cp_head_office_commit (run->office, error) &&
         cp_head_office_begin (run->office, error);
}

static gboolean
make_rows (Run *run, const char *line, gsize size, GPtrArray *rows, GError **error)
{
  g_autoptr (CpJson) json = NULL;

  if (size > MAX_LINE_BYTES) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "longer than %d bytes", MAX_LINE_BYTES);
    return FALSE;
  }
  json = cp_json_parse_object (line, (gssize) size, error);
  return json != NULL && run->func (run->office, run->import, json, rows, error);
}

static gboolean
take_line (Run *run, const char *line, gsize size, guint number, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (cp_entity_free);
  g_autoptr (GError) trouble = NULL;

  if (make_rows (run, line, size, rows, &trouble)) {
    run->import->n_good++;
    return write_rows (run, rows, error);
  }
  if (!g_error_matches (trouble, CP_ERROR, CP_ERROR_INVALID)) {
    g_propagate_error (error, g_steal_pointer (&trouble));
    return FALSE;
  }
  run->import->n_bad++;
  g_string_append_printf (run->import->problems, "%s:%u: %s\n", run->import->name, number,
                          trouble->message);
  return TRUE;
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
take_lines (Run *run, const char *text, gsize size, GError **error)
{
  const char *end = text + size;
  guint number = 1;

  for (const char *line = text; line < end; number++) {
    const char *newline = memchr (line, '\n', (gsize) (end - line));
    gsize length = (gsize) ((newline != NULL ? newline : end) - line);

    if (!is_blank (line, length) && !take_line (run, line, length, number, error))
      return FALSE;
    line += length + 1;
  }
  return end_feed_transaction (run, error);
}

gboolean
cp_import_lines (CpHeadOffice *office, CpImport *import, CpImportFunc func, GError **error)
{
  Run run = { office, import, func, 0, 0 };
  g_autoptr (GMappedFile) file = g_mapped_file_new (import->path, FALSE, error);

  if (file == NULL || !cp_head_office_begin (office, error))
    return FALSE;
  if (take_lines (&run, g_mapped_file_get_contents (file), g_mapped_file_get_length (file), error))
    return cp_head_office_commit (office, error);
  cp_head_office_rollback (office);
  return FALSE;
}
