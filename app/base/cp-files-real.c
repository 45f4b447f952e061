/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The machine's own files. */
#include "cp-files-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Written at once: a chunk of a snapshot is. */
#define LARGE_BYTES (1024 * 1024)

static int
real_open (gpointer data, const char *path, gboolean creates, gpointer *ret_file)
{
  int fd = open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (creates ? O_CREAT : 0), 0600);

  *ret_file = GINT_TO_POINTER (fd);
  return fd >= 0 ? 0 : errno;
}

static void
real_close (gpointer file)
{
  close (GPOINTER_TO_INT (file));
}

static int
real_read (gpointer file, gint64 offset, guint8 *bytes, gsize n_bytes)
{
  while (n_bytes > 0) {
    gssize n = pread (GPOINTER_TO_INT (file), bytes, n_bytes, offset);

    if (n == 0)
      return ENODATA;
    if (n < 0 && errno != EINTR)
      return errno;
    if (n > 0) {
      bytes += n;
      n_bytes -= (gsize) n;
      offset += n;
    }
  }
  return 0;
}

/* The disk begins with it now, so that who makes a large file durable does not wait for all of it in the end.
 * Only a hint: what goes wrong is told by the sync. */
static void
write_out_soon (gpointer file, gint64 offset, gsize n_bytes)
{
  if (n_bytes >= LARGE_BYTES)
    sync_file_range (GPOINTER_TO_INT (file), offset, (gint64) n_bytes, SYNC_FILE_RANGE_WRITE);
}

static int
real_write (gpointer file, gint64 offset, const guint8 *bytes, gsize n_bytes)
{
  gint64 begin = offset;

  while (n_bytes > 0) {
    gssize n = pwrite (GPOINTER_TO_INT (file), bytes, n_bytes, offset);

    if (n < 0 && errno != EINTR)
      return errno;
    if (n > 0) {
      bytes += n;
      n_bytes -= (gsize) n;
      offset += n;
    }
  }
  write_out_soon (file, begin, (gsize) (offset - begin));
  return 0;
}

static int
real_get_size (gpointer file, gint64 *ret_size)
{
  struct stat status;

  if (fstat (GPOINTER_TO_INT (file), &status) != 0)
    return errno;
  *ret_size = status.st_size;
  return 0;
}

static int
real_truncate (gpointer file, gint64 size)
{
  return ftruncate (GPOINTER_TO_INT (file), size) == 0 ? 0 : errno;
}

static int
real_sync (gpointer file)
{
  return fsync (GPOINTER_TO_INT (file)) == 0 ? 0 : errno;
}

static int
real_rename (gpointer data, const char *from, const char *to)
{
  return g_rename (from, to) == 0 ? 0 : errno;
}

static int
real_remove (gpointer data, const char *path)
{
  return g_unlink (path) == 0 ? 0 : errno;
}

static int
real_sync_folder (gpointer data, const char *folder)
{
  int fd = open (folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
  int number = fd >= 0 && fsync (fd) == 0 ? 0 : errno;

  if (fd >= 0)
    close (fd);
  return number;
}

static GStrv
real_list (gpointer data, const char *folder)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_strv_builder_add (names, name);
  return g_strv_builder_end (names);
}

static int
real_get_room (gpointer data, const char *folder, gint64 *ret_bytes)
{
  struct statvfs disk;

  if (statvfs (folder, &disk) != 0)
    return errno;
  *ret_bytes = (gint64) (disk.f_bavail * disk.f_frsize);
  return 0;
}

static int
real_make_folder (gpointer data, const char *folder)
{
  return g_mkdir_with_parents (folder, 0700) == 0 ? 0 : errno;
}

static int
real_remove_folder (gpointer data, const char *folder)
{
  return g_rmdir (folder) == 0 ? 0 : errno;
}

static int
real_try_lock (gpointer file)
{
  return flock (GPOINTER_TO_INT (file), LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
}

const CpFiles cp_files_real = {
  .open = real_open,
  .close = real_close,
  .read = real_read,
  .write = real_write,
  .get_size = real_get_size,
  .truncate = real_truncate,
  .sync = real_sync,
  .rename = real_rename,
  .remove = real_remove,
  .sync_folder = real_sync_folder,
  .list = real_list,
  .get_room = real_get_room,
  .make_folder = real_make_folder,
  .remove_folder = real_remove_folder,
  .try_lock = real_try_lock,
};
