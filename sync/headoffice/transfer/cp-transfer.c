/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writing the file. */
#include "cp-transfer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cp-error.h"

typedef struct {
  FILE *file;
  const char *before; /* what is put around each record */
  const char *after;
  guint64 n_lines;
  gboolean failed;
} Writer;

static gboolean
write_record (gpointer data, const char *text)
{
  Writer *writer = data;

  writer->failed = fprintf (writer->file, "%s%s%s\n", writer->before, text, writer->after) < 0;
  writer->n_lines++;
  return !writer->failed;
}

/* By which devices know head office. */
static gboolean
write_keys (CpHeadOffice *office, Writer *writer, GError **error)
{
  char *keys = cp_head_office_export_keys (office, error);

  if (keys == NULL)
    return FALSE;
  write_record (writer, keys);
  explicit_bzero (keys, strlen (keys));
  g_free (keys);
  return TRUE;
}

static gboolean
write_all (CpHeadOffice *office, CpHeadOfficeStorage *copy, Writer *writer, GError **error)
{
  static const char *const tables[] = { "device", "operation", "usage", "stray", "erasure" };

  write_record (writer, "{\"t\":\"head\",\"format\":\"counterpart-head-office\",\"version\":1}");
  if (!write_keys (office, writer, error))
    return FALSE;
  writer->before = "{\"t\":\"row\",\"row\":";
  writer->after = "}";
  if (!copy->class_->list_rows (copy, NULL, write_record, writer, error))
    return FALSE;
  writer->before = writer->after = "";
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!copy->class_->export_records (copy, tables[i], write_record, writer, error))
      return FALSE;
  return TRUE;
}

static gboolean
finish (Writer *writer, const char *path, GError **error)
{
  g_autofree char *foot =
      g_strdup_printf ("{\"t\":\"foot\",\"lines\":%" G_GUINT64_FORMAT "}", writer->n_lines);

  write_record (writer, foot);
  if (!writer->failed && fflush (writer->file) == 0 && fsync (fileno (writer->file)) == 0)
    return TRUE;
  g_set_error (error, CP_ERROR, errno == ENOSPC ? CP_ERROR_FULL : CP_ERROR_UNAVAILABLE,
               "Can't write %s: %s", path, g_strerror (errno));
  return FALSE;
}

static FILE *
create (const char *path, GError **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  FILE *file = fd >= 0 ? fdopen (fd, "w") : NULL;

  if (file == NULL)
    g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "Can't make %s: %s", path,
                 g_strerror (errno));
  return file;
}

gboolean
cp_transfer_export (CpHeadOffice *office,
                    const char *path,
                    const char *copy_path,
                    guint64 *ret_lines,
                    GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office);
  g_autoptr (CpHeadOfficeStorage) copy = NULL;
  Writer writer = { .before = "", .after = "" };
  gboolean ok;

  writer.file = create (path, error);
  if (writer.file == NULL)
    return FALSE;
  ok = storage->class_->open_copy (storage, copy_path, &copy, error) &&
       write_all (office, copy, &writer, error) && finish (&writer, path, error);
  fclose (writer.file);
  if (!ok)
    g_unlink (path);
  *ret_lines = writer.n_lines;
  return ok;
}
