/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-files.h"
#include "cp-sim-clock.h"
#include "cp-sim-directory.h"

G_BEGIN_DECLS

/**
 * CpSimDisk:
 *
 * The disk of one simulated machine, in memory, as a SQLite VFS of its own (sqlite3_open_v2() with
 * the name from cp_sim_disk_get_vfs_name(); a path is only a name). It can WAL with several
 * connections, shared memory and locks, all in one thread.
 *
 * It holds what a system with a journalling file system (ext4) may do: unsynced writes reach the
 * disk in any order, in part, or torn at a sector; names in the order of their changes; a sync
 * covers one file, and the name of a new one. It is harsher in one way: each write has its own fate,
 * while a system writes whole pages of 4096 bytes.
 *
 * To let a machine die in the middle of its work: cp_sim_disk_crash_after(), let the program run
 * into its errors and unwind, close its connections (or leave them: they are inert from then on),
 * cp_sim_disk_power_cut() or cp_sim_disk_kill(), and open anew.
 */
typedef struct _CpSimDisk CpSimDisk;

/**
 * CpSimDiskFaults:
 * @read_failure_ppm: reads that fail, in millionths
 * @write_failure_ppm: writes that fail and write nothing
 * @sync_failure_ppm: syncs that fail; what becomes of the writes, see cp_sim_file_fail_sync()
 * @quota_bytes: a write that would let all files grow beyond it finds the disk full; 0 is no limit
 *
 * What goes wrong on a disk while it runs. Zero it for a disk that works.
 */
typedef struct {
  guint read_failure_ppm;
  guint write_failure_ppm;
  guint sync_failure_ppm;
  guint64 quota_bytes;
} CpSimDiskFaults;

/**
 * CpSimDiskCounter:
 * @CP_SIM_DISK_CRASHES: how often the countdown of cp_sim_disk_crash_after() ran out
 * @CP_SIM_DISK_REFUSED: calls that failed since the machine was down, or on inert connections
 * @CP_SIM_DISK_KEPT_WRITES: of the writes that were not synced at a power cut or a failed sync
 * @CP_SIM_DISK_LOST_NAMES: names created or removed that a power cut undid
 *
 * What a disk counts, of its work and of its faults. A run that does not print these may look
 * perfect only because its faults never came.
 */
typedef enum {
  CP_SIM_DISK_OPENS,
  CP_SIM_DISK_READS,
  CP_SIM_DISK_CREATES,
  CP_SIM_DISK_WRITES,
  CP_SIM_DISK_TRUNCATES,
  CP_SIM_DISK_SYNCS,
  CP_SIM_DISK_DELETES,
  CP_SIM_DISK_RENAMES,
  CP_SIM_DISK_SLEEPS,
  CP_SIM_DISK_FAILED_READS,
  CP_SIM_DISK_FAILED_WRITES,
  CP_SIM_DISK_FAILED_SYNCS,
  CP_SIM_DISK_FULL,
  CP_SIM_DISK_CRASHES,
  CP_SIM_DISK_REFUSED,
  CP_SIM_DISK_POWER_CUTS,
  CP_SIM_DISK_KILLS,
  CP_SIM_DISK_KEPT_WRITES,
  CP_SIM_DISK_LOST_WRITES,
  CP_SIM_DISK_TORN_WRITES,
  CP_SIM_DISK_LOST_NAMES,
  CP_SIM_DISK_FLIPPED_BITS,
} CpSimDiskCounter;

#define CP_SIM_N_DISK_COUNTERS (CP_SIM_DISK_FLIPPED_BITS + 1)

/**
 * cp_sim_disk_new:
 * @name: of the machine, for the trace; two disks at one time may share it
 * @clock: the machine's; must outlive the disk
 * @seed: of the run; the disk's streams are called after @name
 * @trace: (nullable): is told every call; must outlive the disk
 *
 * Returns: (transfer full): an empty disk, its VFS registered.
 */
CpSimDisk *cp_sim_disk_new (const char *name, CpSimClock *clock, guint64 seed, CpSimTrace *trace);

/** cp_sim_disk_free: all connections through it must be closed. */
void cp_sim_disk_free (CpSimDisk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSimDisk, cp_sim_disk_free)

/** cp_sim_disk_get_vfs_name: (transfer none): unique in the process. */
const char *cp_sim_disk_get_vfs_name (const CpSimDisk *self);

/** cp_sim_disk_get_files: (transfer none): the door for files that are not SQLite's; folders are only
 *  parts of names */
const CpFiles *cp_sim_disk_get_files (const CpSimDisk *self);

/** cp_sim_disk_set_faults: copies @faults; %NULL is a disk that works. */
void cp_sim_disk_set_faults (CpSimDisk *self, const CpSimDiskFaults *faults);

/**
 * cp_sim_disk_crash_after:
 *
 * The next @n_ios changes to the disk go through (each write, truncation, sync, creation,
 * renaming and removal is one; opening and reading are none). The one after happens in part or not at all, and
 * it and every call after it fails, until cp_sim_disk_power_cut() or cp_sim_disk_kill().
 */
void cp_sim_disk_crash_after (CpSimDisk *self, guint64 n_ios);

/** CpSimDiskFunc: called before a change to the disk, which cp_sim_disk_crash_after() still reaches */
typedef void CpSimDiskFunc (gpointer data);

/** cp_sim_disk_watch: @func is called before each change from now on; %NULL ends it */
void cp_sim_disk_watch (CpSimDisk *self, CpSimDiskFunc *func, gpointer data);

/** cp_sim_disk_set_fate: begins the stream anew by which chance decides what goes wrong */
void cp_sim_disk_set_fate (CpSimDisk *self, guint64 seed);

/** cp_sim_disk_stop: the machine is down from now on, as after a countdown that ran out. */
void cp_sim_disk_stop (CpSimDisk *self);

/** cp_sim_disk_has_crashed: whether the machine is down and waits for its fate. */
gboolean cp_sim_disk_has_crashed (const CpSimDisk *self);

/**
 * cp_sim_disk_power_cut:
 * @random: (nullable): decides; the disk's own stream if %NULL
 *
 * The power goes and comes back. As cp_sim_disk_power_cut_as() with %CP_SIM_CUT_RANDOM.
 */
void cp_sim_disk_power_cut (CpSimDisk *self, CpSimRandom *random);

/**
 * cp_sim_disk_power_cut_as:
 * @cut: what becomes of writes and names that were not synced
 * @random: (nullable): as for cp_sim_disk_power_cut()
 *
 * Shared memory and locks are gone, connections that are open become inert: all of their calls fail
 * and reach nothing. A countdown that runs is stopped.
 */
void cp_sim_disk_power_cut_as (CpSimDisk *self, CpSimCut cut, CpSimRandom *random);

/**
 * cp_sim_disk_kill:
 *
 * The machine's processes are killed and the system lives on: all that was written is there and
 * still unsynced. Otherwise as cp_sim_disk_power_cut_as().
 */
void cp_sim_disk_kill (CpSimDisk *self);

/**
 * cp_sim_disk_become:
 *
 * Puts a copy of what is durable on @image in place of all that is here: to make a backup, restore
 * one, or clone a machine. The machine is down meanwhile: its connections become inert.
 */
void cp_sim_disk_become (CpSimDisk *self, const CpSimDisk *image);

/**
 * cp_sim_disk_flip_bit:
 * @random: (nullable): as for cp_sim_disk_power_cut()
 *
 * Lets a random bit of the file @name rot. %FALSE if there is no such file or it is empty.
 */
gboolean cp_sim_disk_flip_bit (CpSimDisk *self, const char *name, CpSimRandom *random);

/** cp_sim_disk_has_file: whether a program on this machine sees a file @name. */
gboolean cp_sim_disk_has_file (const CpSimDisk *self, const char *name);

/** cp_sim_disk_each_file: calls @func with each file that a program on this machine sees. */
void cp_sim_disk_each_file (const CpSimDisk *self, CpSimDirectoryFunc *func, gpointer data);

/** cp_sim_disk_get_n_ios: changes to the disk so far, as cp_sim_disk_crash_after() counts them. */
guint64 cp_sim_disk_get_n_ios (const CpSimDisk *self);

guint64 cp_sim_disk_get_counter (const CpSimDisk *self, CpSimDiskCounter counter);

/** cp_sim_disk_counter_to_name: (transfer none): its word in printed counters. */
const char *cp_sim_disk_counter_to_name (CpSimDiskCounter counter);

/**
 * cp_sim_seed_sqlite:
 *
 * Starts SQLite's own random numbers, of which there is one stream in the process (a WAL's salts
 * come from it), anew from @seed. Without it no two runs write the same bytes.
 */
void cp_sim_seed_sqlite (guint64 seed);

G_END_DECLS
