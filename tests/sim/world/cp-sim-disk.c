/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-disk-private.h"

static const char *const counter_names[CP_SIM_N_DISK_COUNTERS] = {
  [CP_SIM_DISK_OPENS] = "opens",
  [CP_SIM_DISK_READS] = "reads",
  [CP_SIM_DISK_CREATES] = "creates",
  [CP_SIM_DISK_WRITES] = "writes",
  [CP_SIM_DISK_TRUNCATES] = "truncates",
  [CP_SIM_DISK_SYNCS] = "syncs",
  [CP_SIM_DISK_DELETES] = "deletes",
  [CP_SIM_DISK_RENAMES] = "renames",
  [CP_SIM_DISK_SLEEPS] = "sleeps",
  [CP_SIM_DISK_FAILED_READS] = "failed-reads",
  [CP_SIM_DISK_FAILED_WRITES] = "failed-writes",
  [CP_SIM_DISK_FAILED_SYNCS] = "failed-syncs",
  [CP_SIM_DISK_FULL] = "full",
  [CP_SIM_DISK_CRASHES] = "crashes",
  [CP_SIM_DISK_REFUSED] = "refused",
  [CP_SIM_DISK_POWER_CUTS] = "power-cuts",
  [CP_SIM_DISK_KILLS] = "kills",
  [CP_SIM_DISK_KEPT_WRITES] = "kept-writes",
  [CP_SIM_DISK_LOST_WRITES] = "lost-writes",
  [CP_SIM_DISK_TORN_WRITES] = "torn-writes",
  [CP_SIM_DISK_LOST_NAMES] = "lost-names",
  [CP_SIM_DISK_FLIPPED_BITS] = "flipped-bits",
};

const char *
cp_sim_disk_counter_to_name (CpSimDiskCounter counter)
{
  g_return_val_if_fail (counter < CP_SIM_N_DISK_COUNTERS, NULL);

  return counter_names[counter];
}

CpSimDisk *
cp_sim_disk_new (const char *name, CpSimClock *clock, guint64 seed, CpSimTrace *trace)
{
  CpSimDisk *self = g_new0 (CpSimDisk, 1);

  self->name = g_intern_string (name);
  self->vfs_name = g_strdup_printf ("cp-sim-%p", (gpointer) self);
  self->clock = clock;
  self->trace = trace;
  cp_sim_random_init (&self->random, seed, name);
  cp_sim_disk_set_fate (self, seed);
  self->directory = cp_sim_directory_new ();
  self->handles = g_ptr_array_new ();
  cp_sim_vfs_register (self);
  cp_sim_files_fill (self);
  return self;
}

void
cp_sim_disk_free (CpSimDisk *self)
{
  g_assert (self->n_open == 0);
  sqlite3_vfs_unregister (&self->vfs);
  cp_sim_directory_free (self->directory);
  g_ptr_array_unref (self->handles);
  g_free (self->vfs_name);
  g_free (self);
}

const char *
cp_sim_disk_get_vfs_name (const CpSimDisk *self)
{
  return self->vfs_name;
}

void
cp_sim_disk_set_faults (CpSimDisk *self, const CpSimDiskFaults *faults)
{
  self->faults = faults != NULL ? *faults : (CpSimDiskFaults){ 0 };
}

void
cp_sim_disk_crash_after (CpSimDisk *self, guint64 n_ios)
{
  self->counting_down = TRUE;
  self->n_ios_left = n_ios;
}

void
cp_sim_disk_watch (CpSimDisk *self, CpSimDiskFunc *func, gpointer data)
{
  self->watch = func;
  self->watch_data = data;
}

void
cp_sim_disk_set_fate (CpSimDisk *self, guint64 seed)
{
  g_autofree char *stream = g_strconcat (self->name, " faults", NULL);

  cp_sim_random_init (&self->fault_random, seed, stream);
}

void
cp_sim_disk_stop (CpSimDisk *self)
{
  self->counting_down = FALSE;
  self->crashed = TRUE;
}

gboolean
cp_sim_disk_has_crashed (const CpSimDisk *self)
{
  return self->crashed;
}

void
cp_sim_disk_count (CpSimDisk *self, CpSimDiskCounter counter)
{
  self->counters[counter]++;
  cp_sim_trace_note (self->trace, self->name, counter_names[counter], self->n_ios, self->epoch);
}

gboolean
cp_sim_disk_serves (CpSimDisk *self, guint64 epoch)
{
  if (!self->crashed && epoch == self->epoch)
    return TRUE;
  self->counters[CP_SIM_DISK_REFUSED]++;
  return FALSE;
}

gboolean
cp_sim_disk_begin (CpSimDisk *self, CpSimDiskCounter kind, guint64 first, guint64 second)
{
  if (self->watch != NULL)
    self->watch (self->watch_data);
  self->n_ios++;
  self->counters[kind]++;
  cp_sim_trace_note (self->trace, self->name, counter_names[kind], first, second);
  if (!self->counting_down)
    return TRUE;
  if (self->n_ios_left-- > 0)
    return TRUE;
  self->counting_down = FALSE;
  self->crashed = TRUE;
  cp_sim_disk_count (self, CP_SIM_DISK_CRASHES);
  return FALSE;
}

static void
start_anew (CpSimDisk *self)
{
  g_ptr_array_set_size (self->handles, 0);
  self->epoch++;
  self->crashed = FALSE;
  self->counting_down = FALSE;
}

void
cp_sim_disk_power_cut_as (CpSimDisk *self, CpSimCut cut, CpSimRandom *random)
{
  CpSimFate fate = { 0 };
  guint n_lost_names = cp_sim_directory_power_cut (
      self->directory, cut, random != NULL ? random : &self->fault_random, &fate);

  self->counters[CP_SIM_DISK_LOST_NAMES] += n_lost_names;
  self->counters[CP_SIM_DISK_KEPT_WRITES] += fate.n_kept;
  self->counters[CP_SIM_DISK_LOST_WRITES] += fate.n_lost;
  self->counters[CP_SIM_DISK_TORN_WRITES] += fate.n_torn;
  start_anew (self);
  cp_sim_disk_count (self, CP_SIM_DISK_POWER_CUTS);
}

void
cp_sim_disk_power_cut (CpSimDisk *self, CpSimRandom *random)
{
  cp_sim_disk_power_cut_as (self, CP_SIM_CUT_RANDOM, random);
}

void
cp_sim_disk_kill (CpSimDisk *self)
{
  start_anew (self);
  cp_sim_disk_count (self, CP_SIM_DISK_KILLS);
}

void
cp_sim_disk_become (CpSimDisk *self, const CpSimDisk *image)
{
  CpSimDirectory *directory = cp_sim_directory_copy (image->directory);

  cp_sim_directory_free (self->directory);
  self->directory = directory;
  start_anew (self);
  cp_sim_trace_note (self->trace, self->name, "become", self->epoch, image->epoch);
}

gboolean
cp_sim_disk_flip_bit (CpSimDisk *self, const char *name, CpSimRandom *random)
{
  CpSimFile *file = cp_sim_directory_find (self->directory, name);
  gsize offset;

  if (file == NULL || cp_sim_file_get_size (file) == 0)
    return FALSE;
  if (random == NULL)
    random = &self->fault_random;
  offset = cp_sim_random_below (random, cp_sim_file_get_size (file));
  cp_sim_file_flip_bit (file, offset, (guint) cp_sim_random_below (random, 8));
  cp_sim_disk_count (self, CP_SIM_DISK_FLIPPED_BITS);
  return TRUE;
}

gboolean
cp_sim_disk_has_file (const CpSimDisk *self, const char *name)
{
  return cp_sim_directory_find (self->directory, name) != NULL;
}

void
cp_sim_disk_each_file (const CpSimDisk *self, CpSimDirectoryFunc *func, gpointer data)
{
  cp_sim_directory_each (self->directory, func, data);
}

guint64
cp_sim_disk_get_n_ios (const CpSimDisk *self)
{
  return self->n_ios;
}

guint64
cp_sim_disk_get_counter (const CpSimDisk *self, CpSimDiskCounter counter)
{
  g_return_val_if_fail (counter < CP_SIM_N_DISK_COUNTERS, 0);

  return self->counters[counter];
}

void
cp_sim_seed_sqlite (guint64 seed)
{
  /* SQLite takes 0 for no seed. */
  int folded = (int) (guint32) (seed ^ (seed >> 32));

  sqlite3_test_control (SQLITE_TESTCTRL_PRNG_SEED, folded != 0 ? folded : 1, NULL);
}
