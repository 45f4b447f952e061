/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A simulated disk as SQLite calls it. Each method asks first whether the disk is up at all; then a
 * change is counted, and may be the one in the middle of which the machine goes down. */
#include "cp-sim-disk-private.h"

#include <string.h>

/* The Julian day on which Unix time began, in milliseconds. */
#define JULIAN_1970_MS G_GINT64_CONSTANT (210866760000000)

static gboolean
serves (const CpSimHandle *self)
{
  return cp_sim_disk_serves (self->disk, self->epoch);
}

static gboolean
fails (CpSimDisk *disk, guint chance_ppm, CpSimDiskCounter counter)
{
  if (!cp_sim_random_chance (&disk->fault_random, chance_ppm))
    return FALSE;
  cp_sim_disk_count (disk, counter);
  return TRUE;
}

static int
sim_close (sqlite3_file *file)
{
  CpSimHandle *self = (CpSimHandle *) file;

  if (self->delete_on_close && self->name != NULL && serves (self))
    cp_sim_directory_unlink (self->disk->directory, self->name);
  cp_sim_lock_shm_unmap (file, 0);
  g_ptr_array_remove (self->disk->handles, self);
  self->disk->n_open--;
  cp_sim_file_unref (self->file);
  g_free (self->name);
  return SQLITE_OK;
}

static int
sim_read (sqlite3_file *file, void *bytes, int n_bytes, sqlite3_int64 offset)
{
  CpSimHandle *self = (CpSimHandle *) file;
  gsize n_read;

  if (!serves (self))
    return SQLITE_IOERR_READ;
  self->disk->counters[CP_SIM_DISK_READS]++;
  if (self->name != NULL &&
      fails (self->disk, self->disk->faults.read_failure_ppm, CP_SIM_DISK_FAILED_READS))
    return SQLITE_IOERR_READ;
  n_read = cp_sim_file_read (self->file, (gsize) offset, bytes, (gsize) n_bytes);
  if (n_read == (gsize) n_bytes)
    return SQLITE_OK;
  memset ((guint8 *) bytes + n_read, 0, (gsize) n_bytes - n_read);
  return SQLITE_IOERR_SHORT_READ;
}

static gboolean
is_full (const CpSimHandle *self, gsize end)
{
  guint64 quota_bytes = self->disk->faults.quota_bytes;
  gsize size = cp_sim_file_get_size (self->file);

  if (quota_bytes == 0 || end <= size)
    return FALSE;
  return cp_sim_directory_get_size_bytes (self->disk->directory) + (end - size) > quota_bytes;
}

/* The machine went down in the middle of this write: the system has the beginning of it. */
static void
write_begin (CpSimHandle *self, const guint8 *bytes, gsize n_bytes, gsize offset)
{
  gsize n_done = cp_sim_random_below (&self->disk->fault_random, n_bytes + 1);

  cp_sim_file_write (self->file, offset, bytes, n_done);
}

static int
sim_write (sqlite3_file *file, const void *bytes, int n_bytes, sqlite3_int64 offset)
{
  CpSimHandle *self = (CpSimHandle *) file;
  CpSimDisk *disk = self->disk;

  if (!serves (self))
    return SQLITE_IOERR_WRITE;
  if (self->name == NULL) {
    cp_sim_file_write (self->file, (gsize) offset, bytes, (gsize) n_bytes);
    cp_sim_file_sync (self->file);
    return SQLITE_OK;
  }
  if (!cp_sim_disk_begin (disk, CP_SIM_DISK_WRITES, (guint64) offset, (guint64) n_bytes)) {
    write_begin (self, bytes, (gsize) n_bytes, (gsize) offset);
    return SQLITE_IOERR_WRITE;
  }
  if (fails (disk, disk->faults.write_failure_ppm, CP_SIM_DISK_FAILED_WRITES))
    return SQLITE_IOERR_WRITE;
  if (is_full (self, (gsize) offset + (gsize) n_bytes)) {
    cp_sim_disk_count (disk, CP_SIM_DISK_FULL);
    return SQLITE_FULL;
  }
  cp_sim_trace_note_bytes (disk->trace, bytes, (gsize) n_bytes);
  cp_sim_file_write (self->file, (gsize) offset, bytes, (gsize) n_bytes);
  return SQLITE_OK;
}

static int
sim_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  CpSimHandle *self = (CpSimHandle *) file;

  if (!serves (self))
    return SQLITE_IOERR_TRUNCATE;
  if (self->name != NULL &&
      !cp_sim_disk_begin (self->disk, CP_SIM_DISK_TRUNCATES, (guint64) size, 0))
    return SQLITE_IOERR_TRUNCATE;
  cp_sim_file_truncate (self->file, (gsize) size);
  return SQLITE_OK;
}

static void
fail_sync (CpSimHandle *self)
{
  CpSimDisk *disk = self->disk;
  CpSimFate fate = { 0 };

  cp_sim_file_fail_sync (self->file, CP_SIM_CUT_RANDOM, &disk->fault_random, &fate);
  disk->counters[CP_SIM_DISK_KEPT_WRITES] += fate.n_kept;
  disk->counters[CP_SIM_DISK_LOST_WRITES] += fate.n_lost;
  disk->counters[CP_SIM_DISK_TORN_WRITES] += fate.n_torn;
}

static int
sim_sync (sqlite3_file *file, int flags)
{
  CpSimHandle *self = (CpSimHandle *) file;
  CpSimDisk *disk = self->disk;

  if (!serves (self))
    return SQLITE_IOERR_FSYNC;
  if (self->name == NULL)
    return SQLITE_OK;
  if (!cp_sim_disk_begin (disk, CP_SIM_DISK_SYNCS, cp_sim_file_get_n_unsynced (self->file), 0))
    return SQLITE_IOERR_FSYNC;
  if (fails (disk, disk->faults.sync_failure_ppm, CP_SIM_DISK_FAILED_SYNCS)) {
    fail_sync (self);
    return SQLITE_IOERR_FSYNC;
  }
  cp_sim_file_sync (self->file);
  cp_sim_directory_sync_file (disk->directory, self->file);
  return SQLITE_OK;
}

static int
sim_file_size (sqlite3_file *file, sqlite3_int64 *ret_size)
{
  CpSimHandle *self = (CpSimHandle *) file;

  if (!serves (self))
    return SQLITE_IOERR_FSTAT;
  *ret_size = (sqlite3_int64) cp_sim_file_get_size (self->file);
  return SQLITE_OK;
}

static int
sim_file_control (sqlite3_file *file, int op, void *argument)
{
  CpSimHandle *self = (CpSimHandle *) file;
  int *value = argument;

  if (op == SQLITE_FCNTL_PERSIST_WAL) {
    if (*value >= 0)
      self->persist_wal = *value != 0;
    *value = self->persist_wal;
    return SQLITE_OK;
  }
  if (op == SQLITE_FCNTL_VFSNAME) {
    *(char **) argument = sqlite3_mprintf ("%s", self->disk->vfs_name);
    return SQLITE_OK;
  }
  return SQLITE_NOTFOUND;
}

/* As SQLite's own unix VFS, so that it decides as it does on the device. */
static int
sim_sector_size (sqlite3_file *file)
{
  return 4096;
}

static int
sim_device_characteristics (sqlite3_file *file)
{
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = sim_close,
  .xRead = sim_read,
  .xWrite = sim_write,
  .xTruncate = sim_truncate,
  .xSync = sim_sync,
  .xFileSize = sim_file_size,
  .xLock = cp_sim_lock_lock,
  .xUnlock = cp_sim_lock_unlock,
  .xCheckReservedLock = cp_sim_lock_check_reserved,
  .xFileControl = sim_file_control,
  .xSectorSize = sim_sector_size,
  .xDeviceCharacteristics = sim_device_characteristics,
  .xShmMap = cp_sim_lock_shm_map,
  .xShmLock = cp_sim_lock_shm_lock,
  .xShmBarrier = cp_sim_lock_shm_barrier,
  .xShmUnmap = cp_sim_lock_shm_unmap,
};

static int
find_or_create (CpSimDisk *disk, const char *name, int flags, CpSimFile **ret_file)
{
  CpSimFile *file;

  if (name == NULL) {
    *ret_file = cp_sim_file_new ();
    return SQLITE_OK;
  }
  file = cp_sim_directory_find (disk->directory, name);
  if (file == NULL) {
    if ((flags & SQLITE_OPEN_CREATE) == 0)
      return SQLITE_CANTOPEN;
    if (!cp_sim_disk_begin (disk, CP_SIM_DISK_CREATES, 0, 0))
      return SQLITE_IOERR;
    file = cp_sim_directory_create (disk->directory, name);
  }
  *ret_file = cp_sim_file_ref (file);
  return SQLITE_OK;
}

static int
sim_open (sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *ret_flags)
{
  CpSimDisk *disk = vfs->pAppData;
  CpSimHandle *self = (CpSimHandle *) file;
  CpSimFile *found;
  int rc;

  memset (self, 0, sizeof *self);
  if (!cp_sim_disk_serves (disk, disk->epoch))
    return SQLITE_IOERR;
  rc = find_or_create (disk, name, flags, &found);
  if (rc != SQLITE_OK)
    return rc;
  disk->counters[CP_SIM_DISK_OPENS]++;
  disk->n_open++;
  self->base.pMethods = &methods;
  self->disk = disk;
  self->file = found;
  self->name = g_strdup (name);
  self->epoch = disk->epoch;
  self->delete_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  g_ptr_array_add (disk->handles, self);
  if (ret_flags != NULL)
    *ret_flags = flags;
  return SQLITE_OK;
}

static int
sim_delete (sqlite3_vfs *vfs, const char *name, int sync_directory)
{
  CpSimDisk *disk = vfs->pAppData;

  if (!cp_sim_disk_serves (disk, disk->epoch))
    return SQLITE_IOERR_DELETE;
  if (cp_sim_directory_find (disk->directory, name) == NULL)
    return SQLITE_IOERR_DELETE_NOENT;
  if (!cp_sim_disk_begin (disk, CP_SIM_DISK_DELETES, (guint64) sync_directory, 0))
    return SQLITE_IOERR_DELETE;
  cp_sim_directory_unlink (disk->directory, name);
  /* The removal and the sync are two changes: a machine may go down between them. */
  return sync_directory ? cp_sim_vfs_sync_directory (disk) : SQLITE_OK;
}

int
cp_sim_vfs_sync_directory (CpSimDisk *disk)
{
  if (!cp_sim_disk_serves (disk, disk->epoch))
    return SQLITE_IOERR_DIR_FSYNC;
  if (!cp_sim_disk_begin (disk, CP_SIM_DISK_SYNCS, 0, 0))
    return SQLITE_IOERR_DIR_FSYNC;
  if (fails (disk, disk->faults.sync_failure_ppm, CP_SIM_DISK_FAILED_SYNCS))
    return SQLITE_IOERR_DIR_FSYNC;
  cp_sim_directory_sync (disk->directory);
  return SQLITE_OK;
}

static int
sim_access (sqlite3_vfs *vfs, const char *name, int flags, int *ret_result)
{
  CpSimDisk *disk = vfs->pAppData;
  const CpSimFile *file;

  if (!cp_sim_disk_serves (disk, disk->epoch))
    return SQLITE_IOERR_ACCESS;
  file = cp_sim_directory_find (disk->directory, name);
  /* For SQLite's own VFS an empty file does not exist here, either: it may be a hot journal's. */
  *ret_result = file != NULL && (flags != SQLITE_ACCESS_EXISTS || cp_sim_file_get_size (file) > 0);
  return SQLITE_OK;
}

static int
sim_full_pathname (sqlite3_vfs *vfs, const char *name, int n_bytes, char *ret_name)
{
  return g_strlcpy (ret_name, name, (gsize) n_bytes) < (gsize) n_bytes ? SQLITE_OK
                                                                       : SQLITE_CANTOPEN;
}

static int
sim_randomness (sqlite3_vfs *vfs, int n_bytes, char *ret_bytes)
{
  CpSimDisk *disk = vfs->pAppData;

  cp_sim_random_fill (&disk->random, (guint8 *) ret_bytes, (gsize) n_bytes);
  return n_bytes;
}

static int
sim_sleep (sqlite3_vfs *vfs, int microseconds)
{
  CpSimDisk *disk = vfs->pAppData;

  cp_sim_disk_count (disk, CP_SIM_DISK_SLEEPS);
  cp_sim_loop_advance (cp_sim_clock_get_loop (disk->clock), (microseconds + 999) / 1000);
  return microseconds;
}

static int
sim_current_time_int64 (sqlite3_vfs *vfs, sqlite3_int64 *ret_julian_ms)
{
  CpSimDisk *disk = vfs->pAppData;

  *ret_julian_ms = JULIAN_1970_MS + cp_sim_clock_wall_ms (disk->clock);
  return SQLITE_OK;
}

static int
sim_current_time (sqlite3_vfs *vfs, double *ret_julian_days)
{
  sqlite3_int64 julian_ms;

  sim_current_time_int64 (vfs, &julian_ms);
  *ret_julian_days = (double) julian_ms / 86400000.0;
  return SQLITE_OK;
}

static int
sim_get_last_error (sqlite3_vfs *vfs, int n_bytes, char *ret_text)
{
  return 0;
}

void
cp_sim_vfs_register (CpSimDisk *disk)
{
  disk->vfs = (sqlite3_vfs){
    .iVersion = 2,
    .szOsFile = sizeof (CpSimHandle),
    .mxPathname = 512,
    .zName = disk->vfs_name,
    .pAppData = disk,
    .xOpen = sim_open,
    .xDelete = sim_delete,
    .xAccess = sim_access,
    .xFullPathname = sim_full_pathname,
    .xRandomness = sim_randomness,
    .xSleep = sim_sleep,
    .xCurrentTime = sim_current_time,
    .xGetLastError = sim_get_last_error,
    .xCurrentTimeInt64 = sim_current_time_int64,
  };
  if (sqlite3_vfs_register (&disk->vfs, FALSE) != SQLITE_OK)
    g_error ("SQLite does not take a simulated disk");
}
