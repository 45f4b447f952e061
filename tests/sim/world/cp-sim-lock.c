/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Locks and shared memory of a simulated disk. All connections are in one thread, so nothing ever
 * waits: a lock is had or it is busy. */
#include "cp-sim-disk-private.h"

/* The highest lock that another connection holds on the same file. */
static int
get_others_lock (const CpSimHandle *self)
{
  int highest = SQLITE_LOCK_NONE;

  for (guint i = 0; i < self->disk->handles->len; i++) {
    const CpSimHandle *other = self->disk->handles->pdata[i];

    if (other != self && other->file == self->file)
      highest = MAX (highest, other->lock);
  }
  return highest;
}

int
cp_sim_lock_lock (sqlite3_file *file, int level)
{
  CpSimHandle *self = (CpSimHandle *) file;
  int others;

  if (!cp_sim_disk_serves (self->disk, self->epoch))
    return SQLITE_IOERR_LOCK;
  if (self->lock >= level)
    return SQLITE_OK;
  others = get_others_lock (self);
  if (level == SQLITE_LOCK_SHARED && others >= SQLITE_LOCK_PENDING)
    return SQLITE_BUSY;
  if (level > SQLITE_LOCK_SHARED && others >= SQLITE_LOCK_RESERVED)
    return SQLITE_BUSY;
  if (level == SQLITE_LOCK_EXCLUSIVE && others >= SQLITE_LOCK_SHARED) {
    self->lock = SQLITE_LOCK_PENDING; /* lets no new reader in */
    return SQLITE_BUSY;
  }
  self->lock = level;
  return SQLITE_OK;
}

int
cp_sim_lock_unlock (sqlite3_file *file, int level)
{
  CpSimHandle *self = (CpSimHandle *) file;

  self->lock = MIN (self->lock, level);
  return SQLITE_OK;
}

int
cp_sim_lock_check_reserved (sqlite3_file *file, int *ret_reserved)
{
  CpSimHandle *self = (CpSimHandle *) file;

  if (!cp_sim_disk_serves (self->disk, self->epoch))
    return SQLITE_IOERR_CHECKRESERVEDLOCK;
  *ret_reserved = MAX (self->lock, get_others_lock (self)) >= SQLITE_LOCK_RESERVED;
  return SQLITE_OK;
}

static CpSimShm *
join_shm (const CpSimHandle *self)
{
  CpSimShm *shm;

  for (guint i = 0; i < self->disk->handles->len; i++) {
    const CpSimHandle *other = self->disk->handles->pdata[i];

    if (other->file == self->file && other->shm != NULL) {
      other->shm->n_refs++;
      return other->shm;
    }
  }
  shm = g_new (CpSimShm, 1);
  shm->n_refs = 1;
  shm->regions = g_ptr_array_new_with_free_func (g_free);
  return shm;
}

int
cp_sim_lock_shm_map (sqlite3_file *file, int i, int size, int extend, void volatile **ret_region)
{
  CpSimHandle *self = (CpSimHandle *) file;
  GPtrArray *regions;

  *ret_region = NULL;
  if (!cp_sim_disk_serves (self->disk, self->epoch))
    return SQLITE_IOERR_SHMMAP;
  if (self->shm == NULL)
    self->shm = join_shm (self);
  regions = self->shm->regions;
  while (extend && regions->len <= (guint) i)
    g_ptr_array_add (regions, g_malloc0 ((gsize) size));
  if ((guint) i < regions->len)
    *ret_region = regions->pdata[i];
  return SQLITE_OK;
}

static gboolean
others_hold (const CpSimHandle *self, guint bits, gboolean shared_too)
{
  for (guint i = 0; i < self->disk->handles->len; i++) {
    const CpSimHandle *other = self->disk->handles->pdata[i];

    if (other == self || other->shm == NULL || other->shm != self->shm)
      continue;
    if ((other->shm_exclusive & bits) != 0 || (shared_too && (other->shm_shared & bits) != 0))
      return TRUE;
  }
  return FALSE;
}

int
cp_sim_lock_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  CpSimHandle *self = (CpSimHandle *) file;
  guint bits = ((1u << n) - 1) << offset;
  gboolean exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;

  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    self->shm_shared &= ~bits;
    self->shm_exclusive &= ~bits;
    return SQLITE_OK;
  }
  if (!cp_sim_disk_serves (self->disk, self->epoch))
    return SQLITE_IOERR_SHMLOCK;
  if (others_hold (self, bits, exclusive))
    return SQLITE_BUSY;
  if (exclusive)
    self->shm_exclusive |= bits;
  else
    self->shm_shared |= bits;
  return SQLITE_OK;
}

void
cp_sim_lock_shm_barrier (sqlite3_file *file)
{
}

int
cp_sim_lock_shm_unmap (sqlite3_file *file, int delete)
{
  CpSimHandle *self = (CpSimHandle *) file;
  CpSimShm *shm = g_steal_pointer (&self->shm);

  self->shm_shared = 0;
  self->shm_exclusive = 0;
  if (shm != NULL && --shm->n_refs == 0) {
    g_ptr_array_unref (shm->regions);
    g_free (shm);
  }
  return SQLITE_OK;
}
