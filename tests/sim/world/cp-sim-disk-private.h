/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-directory.h"
#include "cp-sim-disk.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* CpSimShm: the shared memory of the connections to one file; lives as long as one of them. */
typedef struct {
  guint n_refs;
  GPtrArray *regions;
} CpSimShm;

/*
 * CpSimHandle: an open file, as SQLite holds it; allocated and freed by SQLite. Locks are kept here
 * and not with the file: whether one can be had is asked of the other handles.
 */
typedef struct {
  sqlite3_file base;
  CpSimDisk *disk;
  CpSimFile *file; /* owned */
  char *name;      /* owned; NULL for a temporary file, which no fault touches */
  guint64 epoch;   /* the disk's when it was opened; an older one is inert */
  gboolean delete_on_close;
  int persist_wal;
  int lock; /* SQLITE_LOCK_* */
  CpSimShm *shm;
  guint shm_shared; /* bits of the locks held */
  guint shm_exclusive;
} CpSimHandle;

struct _CpSimDisk {
  const char *name; /* interned: the trace keeps it */
  char *vfs_name;
  sqlite3_vfs vfs;
  CpFiles files;
  CpSimClock *clock;
  CpSimTrace *trace;
  CpSimRandom random;       /* what the machine's programs get */
  CpSimRandom fault_random; /* what goes wrong */
  CpSimDirectory *directory;
  GPtrArray *handles; /* of CpSimHandle, not owned: those of this epoch */
  guint n_open;       /* of any epoch */
  guint64 epoch;
  gboolean crashed;
  gboolean counting_down;
  guint64 n_ios_left;
  guint64 n_ios;
  CpSimDiskFunc *watch; /* (nullable) */
  gpointer watch_data;
  CpSimDiskFaults faults;
  guint64 counters[CP_SIM_N_DISK_COUNTERS];
};

/* Fills in and registers the disk's VFS. */
void cp_sim_vfs_register (CpSimDisk *disk);

/* Fills in the disk's other door. */
void cp_sim_files_fill (CpSimDisk *disk);

/* Makes all names durable, or fails to. */
int cp_sim_vfs_sync_directory (CpSimDisk *disk);

/* Whether a call may reach the disk: it is up, and the caller is of its epoch. */
gboolean cp_sim_disk_serves (CpSimDisk *self, guint64 epoch);

/* Begins a change to the disk and counts it; FALSE if the machine crashes in the middle of it. */
gboolean cp_sim_disk_begin (CpSimDisk *self, CpSimDiskCounter kind, guint64 first, guint64 second);

/* Counts a fault and notes it in the trace. */
void cp_sim_disk_count (CpSimDisk *self, CpSimDiskCounter counter);

/* The methods of a handle that lock (cp-sim-lock.c). */
int cp_sim_lock_lock (sqlite3_file *file, int level);
int cp_sim_lock_unlock (sqlite3_file *file, int level);
int cp_sim_lock_check_reserved (sqlite3_file *file, int *ret_reserved);
int
cp_sim_lock_shm_map (sqlite3_file *file, int i, int size, int extend, void volatile **ret_region);
int cp_sim_lock_shm_lock (sqlite3_file *file, int offset, int n, int flags);
void cp_sim_lock_shm_barrier (sqlite3_file *file);
int cp_sim_lock_shm_unmap (sqlite3_file *file, int delete);

G_END_DECLS
