/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A simulated disk's other door: what SQLite's methods can do is done by them, so that it is counted
 * and fails as what SQLite does. */
#include "cp-sim-disk-private.h"

#include <errno.h>
#include <string.h>

/* Of a disk that is not full. */
#define ROOM_BYTES G_GINT64_CONSTANT (0x1000000000)

static int
to_errno (int rc)
{
  switch (rc & 0xff) {
  case SQLITE_OK:
    return 0;
  case SQLITE_FULL:
    return ENOSPC;
  case SQLITE_CANTOPEN:
    return ENOENT;
  default:
    return EIO;
  }
}

static int
sim_open (gpointer data, const char *path, gboolean creates, gpointer *ret_file)
{
  CpSimDisk *disk = data;
  CpSimHandle *handle = g_new0 (CpSimHandle, 1);
  int flags = SQLITE_OPEN_READWRITE | (creates ? SQLITE_OPEN_CREATE : 0);
  int rc = disk->vfs.xOpen (&disk->vfs, path, &handle->base, flags, NULL);

  if (rc != SQLITE_OK)
    g_clear_pointer (&handle, g_free);
  *ret_file = handle;
  return to_errno (rc);
}

static void
sim_close (gpointer file)
{
  CpSimHandle *handle = file;

  handle->base.pMethods->xClose (&handle->base);
  g_free (handle);
}

static int
sim_read (gpointer file, gint64 offset, guint8 *bytes, gsize n_bytes)
{
  CpSimHandle *handle = file;
  int rc = handle->base.pMethods->xRead (&handle->base, bytes, (int) n_bytes, offset);

  return rc == SQLITE_IOERR_SHORT_READ ? ENODATA : to_errno (rc);
}

static int
sim_write (gpointer file, gint64 offset, const guint8 *bytes, gsize n_bytes)
{
  CpSimHandle *handle = file;

  return to_errno (handle->base.pMethods->xWrite (&handle->base, bytes, (int) n_bytes, offset));
}

static int
sim_get_size (gpointer file, gint64 *ret_size)
{
  CpSimHandle *handle = file;
  sqlite3_int64 size = 0;
  int rc = handle->base.pMethods->xFileSize (&handle->base, &size);

  *ret_size = size;
  return to_errno (rc);
}

static int
sim_truncate (gpointer file, gint64 size)
{
  CpSimHandle *handle = file;

  return to_errno (handle->base.pMethods->xTruncate (&handle->base, size));
}

static int
sim_sync (gpointer file)
{
  CpSimHandle *handle = file;

  return to_errno (handle->base.pMethods->xSync (&handle->base, SQLITE_SYNC_FULL));
}

static int
sim_rename (gpointer data, const char *from, const char *to)
{
  CpSimDisk *disk = data;

  if (!cp_sim_disk_serves (disk, disk->epoch))
    return EIO;
  if (cp_sim_directory_find (disk->directory, from) == NULL)
    return ENOENT;
  if (!cp_sim_disk_begin (disk, CP_SIM_DISK_RENAMES, 0, 0))
    return EIO;
  cp_sim_directory_rename (disk->directory, from, to);
  return 0;
}

static int
sim_remove (gpointer data, const char *path)
{
  CpSimDisk *disk = data;
  int rc = disk->vfs.xDelete (&disk->vfs, path, FALSE);

  return rc == SQLITE_IOERR_DELETE_NOENT ? ENOENT : to_errno (rc);
}

/* There are no folders but in names: all are one. */
static int
sim_sync_folder (gpointer data, const char *folder)
{
  return to_errno (cp_sim_vfs_sync_directory (data));
}

static GStrv
sim_list (gpointer data, const char *folder)
{
  CpSimDisk *disk = data;

  return cp_sim_directory_list (disk->directory, folder);
}

static int
sim_get_room (gpointer data, const char *folder, gint64 *ret_bytes)
{
  CpSimDisk *disk = data;

  if (!cp_sim_disk_serves (disk, disk->epoch))
    return EIO;
  *ret_bytes = disk->faults.quota_bytes != 0 ? 0 : ROOM_BYTES;
  return 0;
}

static int
sim_make_folder (gpointer data, const char *folder)
{
  CpSimDisk *disk = data;

  return cp_sim_disk_serves (disk, disk->epoch) ? 0 : EIO;
}

void
cp_sim_files_fill (CpSimDisk *disk)
{
  disk->files = (CpFiles){
    .open = sim_open,
    .close = sim_close,
    .read = sim_read,
    .write = sim_write,
    .get_size = sim_get_size,
    .truncate = sim_truncate,
    .sync = sim_sync,
    .rename = sim_rename,
    .remove = sim_remove,
    .sync_folder = sim_sync_folder,
    .list = sim_list,
    .get_room = sim_get_room,
    .make_folder = sim_make_folder,
    .remove_folder = sim_make_folder,
    .data = disk,
  };
}

const CpFiles *
cp_sim_disk_get_files (const CpSimDisk *self)
{
  return &self->files;
}
