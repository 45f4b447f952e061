/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-vfs.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define VFS_NAME "cp-test"

typedef struct {
  sqlite3_file base;
  char *path;
  sqlite3_file *real; /* behind this struct */
} File;

/* SQLite gives a VFS's functions no data of their own but this. */
typedef struct {
  sqlite3_vfs base;
  sqlite3_vfs *real;
  CpTestVfs *test;
  GHashTable *paths;
} Vfs;

static Vfs *the_vfs;

static gboolean
fails (void)
{
  CpTestVfs *test = the_vfs->test;

  test->n_calls++;
  if (test->fail_at == 0)
    return FALSE;
  return test->n_calls == test->fail_at || (test->fail_again && test->n_calls > test->fail_at);
}

gint64
cp_test_vfs_get_used (CpTestVfs *self)
{
  GHashTableIter iter;
  gpointer path;
  gint64 used = 0;

  g_hash_table_iter_init (&iter, the_vfs->paths);
  while (g_hash_table_iter_next (&iter, &path, NULL)) {
    GStatBuf info;

    if (g_stat (path, &info) == 0)
      used += info.st_size;
  }
  return used;
}

static sqlite3_file *
real (sqlite3_file *file)
{
  return ((File *) file)->real;
}

static int
do_close (sqlite3_file *file)
{
  int rc = real (file)->pMethods->xClose (real (file));

  g_free (((File *) file)->path);
  return rc;
}

static gboolean
is_bad (sqlite3_int64 at)
{
  CpTestVfs *test = the_vfs->test;

  if (test->n_bad == 0 || at != test->bad_at)
    return FALSE;
  test->n_bad--;
  return TRUE;
}

static int
do_read (sqlite3_file *file, void *bytes, int n, sqlite3_int64 at)
{
  if (fails () || is_bad (at))
    return SQLITE_IOERR_READ;
  return real (file)->pMethods->xRead (real (file), bytes, n, at);
}

static gboolean
has_room (sqlite3_file *file, sqlite3_int64 end)
{
  sqlite3_int64 size = 0;

  if (the_vfs->test->quota_bytes == 0)
    return TRUE;
  real (file)->pMethods->xFileSize (real (file), &size);
  return end <= size ||
         cp_test_vfs_get_used (the_vfs->test) + end - size <= the_vfs->test->quota_bytes;
}

static int
do_write (sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
  if (fails ())
    return SQLITE_IOERR_WRITE;
  if (!has_room (file, at + n))
    return SQLITE_FULL;
  return real (file)->pMethods->xWrite (real (file), bytes, n, at);
}

static int
do_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  if (fails ())
    return SQLITE_IOERR_TRUNCATE;
  return real (file)->pMethods->xTruncate (real (file), size);
}

static int
do_sync (sqlite3_file *file, int flags)
{
  if (fails ())
    return SQLITE_IOERR_FSYNC;
  return real (file)->pMethods->xSync (real (file), flags);
}

static int
do_file_size (sqlite3_file *file, sqlite3_int64 *ret_size)
{
  return real (file)->pMethods->xFileSize (real (file), ret_size);
}

static int
do_lock (sqlite3_file *file, int level)
{
  return real (file)->pMethods->xLock (real (file), level);
}

static int
do_unlock (sqlite3_file *file, int level)
{
  return real (file)->pMethods->xUnlock (real (file), level);
}

static int
do_check_lock (sqlite3_file *file, int *ret_locked)
{
  return real (file)->pMethods->xCheckReservedLock (real (file), ret_locked);
}

static int
do_control (sqlite3_file *file, int op, void *data)
{
  return op == SQLITE_FCNTL_MMAP_SIZE ? SQLITE_NOTFOUND
                                      : real (file)->pMethods->xFileControl (real (file), op, data);
}

static int
do_sector_size (sqlite3_file *file)
{
  return real (file)->pMethods->xSectorSize (real (file));
}

static int
do_characteristics (sqlite3_file *file)
{
  return real (file)->pMethods->xDeviceCharacteristics (real (file));
}

/* Version 1: no shared memory, so that WAL works with an exclusive lock only. */
static const sqlite3_io_methods methods = {
  .iVersion = 1,
  .xClose = do_close,
  .xRead = do_read,
  .xWrite = do_write,
  .xTruncate = do_truncate,
  .xSync = do_sync,
  .xFileSize = do_file_size,
  .xLock = do_lock,
  .xUnlock = do_unlock,
  .xCheckReservedLock = do_check_lock,
  .xFileControl = do_control,
  .xSectorSize = do_sector_size,
  .xDeviceCharacteristics = do_characteristics,
};

static int
do_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *ret_flags)
{
  File *self = (File *) file;
  int rc;

  self->real = (sqlite3_file *) (self + 1);
  self->base.pMethods = NULL;
  if (fails ())
    return SQLITE_CANTOPEN;
  rc = the_vfs->real->xOpen (the_vfs->real, path, self->real, flags, ret_flags);
  if (rc != SQLITE_OK)
    return rc;
  self->path = g_strdup (path);
  self->base.pMethods = &methods;
  if (path != NULL)
    g_hash_table_add (the_vfs->paths, g_strdup (path));
  return SQLITE_OK;
}

static int
do_delete (sqlite3_vfs *vfs, const char *path, int sync)
{
  if (fails ())
    return SQLITE_IOERR_DELETE;
  return the_vfs->real->xDelete (the_vfs->real, path, sync);
}

static gint64
get_wall_ms (gpointer data)
{
  return cp_world_wall_ms (cp_world_real ()) + ((CpTestVfs *) data)->wall_offset_ms;
}

static gint64
get_boot_ms (gpointer data)
{
  return cp_world_boot_ms (cp_world_real ()) + ((CpTestVfs *) data)->boot_offset_ms;
}

static void
fill_random (gpointer data, guint8 *bytes, gsize n_bytes)
{
  cp_world_fill_random (cp_world_real (), bytes, n_bytes);
}

void
cp_test_vfs_install (CpTestVfs *self)
{
  memset (self, 0, sizeof *self);
  self->world = (CpWorld){ get_wall_ms, get_boot_ms, fill_random, VFS_NAME, self };
  the_vfs = g_new0 (Vfs, 1);
  the_vfs->real = sqlite3_vfs_find (NULL);
  the_vfs->test = self;
  the_vfs->paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  the_vfs->base = *the_vfs->real;
  the_vfs->base.pNext = NULL;
  the_vfs->base.zName = VFS_NAME;
  the_vfs->base.szOsFile = (int) sizeof (File) + the_vfs->real->szOsFile;
  the_vfs->base.xOpen = do_open;
  the_vfs->base.xDelete = do_delete;
  sqlite3_vfs_register (&the_vfs->base, 0);
}

void
cp_test_vfs_remove (CpTestVfs *self)
{
  sqlite3_vfs_unregister (&the_vfs->base);
  g_hash_table_unref (the_vfs->paths);
  g_clear_pointer (&the_vfs, g_free);
}
