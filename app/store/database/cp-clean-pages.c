/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-clean-pages.h"

#include <string.h>

#define LEAST_PAGE_BYTES 512
#define MOST_PAGE_BYTES 65536

/* The first page begins with the file's header. */
#define FILE_HEADER_BYTES 100

/* Of a page's header. */
#define N_ROWS_AT 3
#define FIRST_ROW_AT 5
#define LEAF_HEADER_BYTES 8
#define INTERIOR_HEADER_BYTES 12
#define POINTER_BYTES 2

struct _CpCleanPages {
  sqlite3_io_methods methods; /* the file's, which therefore leads here */
  const sqlite3_io_methods *real;
  guint8 page[MOST_PAGE_BYTES];
};

static guint
read_two (const guint8 *bytes)
{
  return (guint) bytes[0] << 8 | bytes[1];
}

/* 0 for a page that is none of a tree: those begin with a page's number, of which there are not so many. */
static guint
get_header_bytes (guint8 type)
{
  switch (type) {
  case 0x02: /* of an index */
  case 0x05: /* of a table */
    return INTERIOR_HEADER_BYTES;
  case 0x0a:
  case 0x0d:
    return LEAF_HEADER_BYTES;
  default:
    return 0;
  }
}

static void
clear_gap (guint8 *page, guint n_bytes, gboolean is_first)
{
  guint header = is_first ? FILE_HEADER_BYTES : 0;
  guint header_bytes = get_header_bytes (page[header]);
  guint from = header + header_bytes + POINTER_BYTES * read_two (page + header + N_ROWS_AT);
  guint until = read_two (page + header + FIRST_ROW_AT);

  if (until == 0)
    until = MOST_PAGE_BYTES;
  if (header_bytes > 0 && from < until && until <= n_bytes)
    memset (page + from, 0, until - from);
}

static int
write_file (sqlite3_file *file, const void *bytes, int n_bytes, sqlite3_int64 offset)
{
  CpCleanPages *self = (CpCleanPages *) file->pMethods;

  if (n_bytes < LEAST_PAGE_BYTES || n_bytes > MOST_PAGE_BYTES || offset % n_bytes != 0)
    return self->real->xWrite (file, bytes, n_bytes, offset);
  memcpy (self->page, bytes, (gsize) n_bytes);
  clear_gap (self->page, (guint) n_bytes, offset == 0);
  return self->real->xWrite (file, self->page, n_bytes, offset);
}

CpCleanPages *
cp_clean_pages_new (sqlite3 *db)
{
  CpCleanPages *self = g_new0 (CpCleanPages, 1);
  sqlite3_file *file = NULL;

  if (sqlite3_file_control (db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
      file == NULL || file->pMethods == NULL)
    g_error ("An open database has no file");
  self->real = file->pMethods;
  self->methods = *self->real;
  self->methods.xWrite = write_file;
  file->pMethods = &self->methods;
  return self;
}

void
cp_clean_pages_free (CpCleanPages *self)
{
  g_free (self);
}
