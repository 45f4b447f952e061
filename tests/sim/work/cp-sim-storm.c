/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-storm.h"

/* How long things stay broken at most. */
#define LONGEST_PAUSE_MS 8000
#define LONGEST_CUT_MS 25000
#define LONGEST_STORE_CUT_MS 40000
#define LONGEST_FULL_MS 15000
#define LONGEST_BUSY_MS 90000
#define UPGRADE_MS 2000

/* How many changes to the disk a machine may still make before it dies in the middle of one. */
#define MOST_IOS 40

struct _CpSimStorm {
  CpSimTown *town;
  CpSimRandom random;
  GPtrArray *sources; /* owned */
  gboolean is_over;
  guint64 counts[CP_SIM_N_FAULTS];
};

typedef void Happen (CpSimStorm *self, guint node);

/* Something that happens again and again to one machine. */
typedef struct {
  CpSimStorm *storm;
  guint node;
  gint64 every_ms;
  guint64 *count; /* (nullable) */
  Happen *happen;
  guint64 event;
} Source;

/* A state that ends by itself. */
typedef struct {
  CpSimStorm *storm;
  guint node;
} Passing;

static gint64
draw_ms (CpSimStorm *self, gint64 most_ms)
{
  return cp_sim_random_between (&self->random, 1, most_ms);
}

static void
note (CpSimStorm *self, const char *what, guint64 first, guint64 second)
{
  cp_sim_trace_set_now (self->town->scene.story, cp_sim_loop_now_ms (self->town->scene.loop));
  cp_sim_trace_note (self->town->scene.story, "storm", what, first, second);
}

static void
happen_work (CpSimStorm *self, guint node)
{
  cp_sim_work_do (self->town->work, self->town->kiosks[node]);
}

static void
die (CpSimStorm *self, guint node, CpSimDeath death)
{
  gboolean in_the_middle = cp_sim_random_chance (&self->random, CP_SIM_ALWAYS * 3 / 4);
  gint64 pause_ms = draw_ms (self, LONGEST_PAUSE_MS);
  guint64 n_ios = cp_sim_random_below (&self->random, MOST_IOS);

  if (node == CP_SIM_OFFICE_NODE && in_the_middle)
    cp_sim_office_die_soon (self->town->office, death, n_ios, pause_ms);
  else if (node == CP_SIM_OFFICE_NODE)
    cp_sim_office_die (self->town->office, death, pause_ms);
  else if (in_the_middle)
    cp_sim_kiosk_die_soon (self->town->kiosks[node], death, n_ios, pause_ms);
  else
    cp_sim_kiosk_die (self->town->kiosks[node], death, pause_ms);
}

static void
happen_power_cut (CpSimStorm *self, guint node)
{
  die (self, node, CP_SIM_DEATH_POWER_CUT);
}

static void
happen_kill (CpSimStorm *self, guint node)
{
  if (node != CP_SIM_OFFICE_NODE && cp_sim_random_chance (&self->random, CP_SIM_ALWAYS / 3))
    cp_sim_kiosk_end_worker (self->town->kiosks[node]);
  else
    die (self, node, CP_SIM_DEATH_KILL);
}

static void
on_partition_over (gpointer data)
{
  Passing *passing = data;

  cp_sim_town_cut (passing->storm->town, passing->node, FALSE, FALSE);
}

static void
pass_after (CpSimStorm *self, guint node, gint64 most_ms, CpSimLoopFunc over)
{
  Passing *passing = g_new (Passing, 1);

  *passing = (Passing){ self, node };
  cp_sim_loop_after (self->town->scene.loop, draw_ms (self, most_ms), over, passing, g_free);
}

/* Both ways, or only one of them. */
static void
happen_partition (CpSimStorm *self, guint node)
{
  guint which = (guint) cp_sim_random_below (&self->random, 3);

  note (self, "cuts a link", node, which);
  cp_sim_town_cut (self->town, node, which != 0, which != 1);
  pass_after (self, node, LONGEST_CUT_MS, on_partition_over);
}

static void
cut_store (CpSimStorm *self, gboolean is_cut)
{
  for (guint node = 0; node < CP_SIM_N_KIOSKS; node++)
    if (cp_sim_kiosk_shares_store (self->town->kiosks[node], self->town->kiosks[0]))
      cp_sim_town_cut (self->town, node, is_cut, is_cut);
}

static void
on_store_cut_over (gpointer data)
{
  cut_store (((Passing *) data)->storm, FALSE);
}

/* What the store may risk is split among its tills, and only now can each of them go to its limit. */
static void
happen_store_cut (CpSimStorm *self, guint node)
{
  note (self, "cuts a store off", node, 0);
  cut_store (self, TRUE);
  pass_after (self, node, LONGEST_STORE_CUT_MS, on_store_cut_over);
}

static void
set_disk (CpSimStorm *self, guint node, gboolean is_full)
{
  const guint *faults = self->town->options->faults;
  const CpSimDiskFaults disk = {
    .read_failure_ppm = faults[CP_SIM_FAULT_READ_FAILURE_PPM],
    .write_failure_ppm = faults[CP_SIM_FAULT_WRITE_FAILURE_PPM],
    .sync_failure_ppm = faults[CP_SIM_FAULT_SYNC_FAILURE_PPM],
    .quota_bytes = is_full ? 1 : 0,
  };

  cp_sim_disk_set_faults (cp_sim_town_get_machine (self->town, node)->disk,
                          self->is_over ? NULL : &disk);
}

static void
on_full_over (gpointer data)
{
  Passing *passing = data;

  set_disk (passing->storm, passing->node, FALSE);
}

static void
happen_full (CpSimStorm *self, guint node)
{
  note (self, "fills a disk", node, 0);
  set_disk (self, node, TRUE);
  pass_after (self, node, LONGEST_FULL_MS, on_full_over);
}

/* Mostly a correction, sometimes another day or another year. */
static void
happen_clock_step (CpSimStorm *self, guint node)
{
  static const gint64 most_ms[] = { 2000, 2000, 600 * 1000, G_GINT64_CONSTANT (86400) * 1000,
                                    G_GINT64_CONSTANT (400) * 86400 * 1000 };
  gint64 most = most_ms[cp_sim_random_below (&self->random, G_N_ELEMENTS (most_ms))];
  gint64 by_ms = cp_sim_random_between (&self->random, -most, most);

  note (self, "turns a clock", node, (guint64) by_ms);
  cp_sim_clock_step (cp_sim_town_get_machine (self->town, node)->clock, by_ms);
}

/* Copying and restoring take turns by chance. */
static void
happen_restore (CpSimStorm *self, guint node)
{
  gboolean copies = cp_sim_random_chance (&self->random, CP_SIM_ALWAYS / 2);
  gint64 pause_ms = draw_ms (self, LONGEST_PAUSE_MS);

  if (node == CP_SIM_OFFICE_NODE && copies)
    cp_sim_office_keep_copy (self->town->office);
  else if (node == CP_SIM_OFFICE_NODE)
    cp_sim_office_restore (self->town->office, pause_ms);
  else if (copies)
    cp_sim_kiosk_keep_copy (self->town->kiosks[node]);
  else
    cp_sim_kiosk_restore (self->town->kiosks[node], pause_ms);
}

static void
happen_poison (CpSimStorm *self, guint node)
{
  cp_sim_kiosk_poison (self->town->kiosks[node]);
}

static void
happen_scope (CpSimStorm *self, guint node)
{
  cp_sim_office_switch_scope (self->town->office);
}

static void
happen_forget (CpSimStorm *self, guint node)
{
  cp_sim_office_forget (self->town->office);
}

static void
happen_review (CpSimStorm *self, guint node)
{
  cp_sim_office_review (self->town->office);
}

static void
on_busy_over (gpointer data)
{
  cp_sim_office_set_busy (((Passing *) data)->storm->town->office, FALSE);
}

/* It may last on when everything else is mended, and what can wait still has to get through. */
static void
happen_busy (CpSimStorm *self, guint node)
{
  note (self, "has too much to do", node, 0);
  cp_sim_office_set_busy (self->town->office, TRUE);
  pass_after (self, node, LONGEST_BUSY_MS, on_busy_over);
}

static void
happen_silence (CpSimStorm *self, guint node)
{
  cp_sim_kiosk_fall_silent (self->town->kiosks[node], draw_ms (self, LONGEST_PAUSE_MS));
}

static void
happen_alone (CpSimStorm *self, guint node)
{
  cp_sim_work_do_alone (self->town->work, self->town->kiosks[node]);
}

static void
happen_check (CpSimStorm *self, guint node)
{
  if (cp_sim_kiosk_is_in_use (self->town->kiosks[node]))
    cp_sim_kiosk_check_rows (self->town->kiosks[node]);
}

/* Somebody makes a new till by copying one that is in use. */
static void
happen_clone (CpSimStorm *self, guint node)
{
  if (!cp_sim_kiosk_is_in_use (self->town->kiosks[node]))
    cp_sim_kiosk_clone (self->town->kiosks[node], self->town->kiosks[0]);
}

static void on_due (gpointer data);

static void
schedule (Source *source)
{
  CpSimStorm *self = source->storm;

  source->event = cp_sim_loop_after (self->town->scene.loop, draw_ms (self, 2 * source->every_ms),
                                     on_due, source, NULL);
}

static void
on_due (gpointer data)
{
  Source *source = data;

  source->event = 0;
  if (source->count != NULL)
    ++*source->count;
  source->happen (source->storm, source->node);
  schedule (source);
}

static void
add_source (CpSimStorm *self, guint node, gint64 every_ms, guint64 *count, Happen *happen)
{
  Source *source = g_new0 (Source, 1);

  *source = (Source){ self, node, every_ms, count, happen, 0 };
  g_ptr_array_add (self->sources, source);
  schedule (source);
}

static void
add_fault (CpSimStorm *self, guint node, CpSimFault fault, gint64 every_ms, Happen *happen)
{
  if (every_ms != 0)
    add_source (self, node, every_ms, &self->counts[fault], happen);
}

static void
add_kiosk (CpSimStorm *self, guint node)
{
  static const struct {
    CpSimFault fault;
    Happen *happen;
  } faults[] = { { CP_SIM_FAULT_PARTITION_EVERY_MS, happen_partition },
                 { CP_SIM_FAULT_POWER_CUT_EVERY_MS, happen_power_cut },
                 { CP_SIM_FAULT_KILL_EVERY_MS, happen_kill },
                 { CP_SIM_FAULT_POISON_EVERY_MS, happen_poison },
                 { CP_SIM_FAULT_CHECK_EVERY_MS, happen_check },
                 { CP_SIM_FAULT_SILENCE_EVERY_MS, happen_silence },
                 { CP_SIM_FAULT_ALONE_EVERY_MS, happen_alone } };

  add_source (self, node, self->town->options->work_every_ms, NULL, happen_work);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    add_fault (self, node, faults[i].fault, self->town->options->faults[faults[i].fault],
               faults[i].happen);
  add_fault (self, node, CP_SIM_FAULT_RESTORE_EVERY_MS,
             self->town->options->faults[CP_SIM_FAULT_RESTORE_EVERY_MS] / 2, happen_restore);
}

static void
add_office (CpSimStorm *self)
{
  const guint *faults = self->town->options->faults;
  guint node = CP_SIM_OFFICE_NODE;

  add_fault (self, node, CP_SIM_FAULT_OFFICE_CUT_EVERY_MS, faults[CP_SIM_FAULT_OFFICE_CUT_EVERY_MS],
             happen_power_cut);
  add_fault (self, node, CP_SIM_FAULT_OFFICE_KILL_EVERY_MS,
             faults[CP_SIM_FAULT_OFFICE_KILL_EVERY_MS], happen_kill);
  add_fault (self, node, CP_SIM_FAULT_OFFICE_RESTORE_EVERY_MS,
             faults[CP_SIM_FAULT_OFFICE_RESTORE_EVERY_MS] / 2, happen_restore);
  add_fault (self, node, CP_SIM_FAULT_SCOPE_EVERY_MS, faults[CP_SIM_FAULT_SCOPE_EVERY_MS],
             happen_scope);
  add_fault (self, node, CP_SIM_FAULT_FORGET_EVERY_MS, faults[CP_SIM_FAULT_FORGET_EVERY_MS],
             happen_forget);
  add_fault (self, node, CP_SIM_FAULT_BUSY_EVERY_MS, faults[CP_SIM_FAULT_BUSY_EVERY_MS],
             happen_busy);
  add_fault (self, node, CP_SIM_FAULT_REVIEW_EVERY_MS, faults[CP_SIM_FAULT_REVIEW_EVERY_MS],
             happen_review);
  add_fault (self, 0, CP_SIM_FAULT_STORE_CUT_EVERY_MS, faults[CP_SIM_FAULT_STORE_CUT_EVERY_MS],
             happen_store_cut);
}

/* What happens to every machine. */
static void
add_machine (CpSimStorm *self, guint node)
{
  const guint *faults = self->town->options->faults;
  gint most_drift_ppm = (gint) faults[CP_SIM_FAULT_DRIFT_PPM];

  set_disk (self, node, FALSE);
  cp_sim_clock_set_drift (
      cp_sim_town_get_machine (self->town, node)->clock,
      (gint) cp_sim_random_between (&self->random, -most_drift_ppm, most_drift_ppm));
  add_fault (self, node, CP_SIM_FAULT_FULL_EVERY_MS, faults[CP_SIM_FAULT_FULL_EVERY_MS],
             happen_full);
  add_fault (self, node, CP_SIM_FAULT_CLOCK_STEP_EVERY_MS, faults[CP_SIM_FAULT_CLOCK_STEP_EVERY_MS],
             happen_clock_step);
}

static void
on_upgrade (gpointer data)
{
  const Passing *passing = data;
  CpSimTown *town = passing->storm->town;

  if (passing->storm->is_over) /* it stays as it is */
    return;
  note (passing->storm, "upgrades", passing->node, 0);
  town->tallies[CP_SIM_TALLY_UPGRADED]++;
  cp_sim_office_set_older (town->office, passing->node, FALSE);
  if (passing->node == CP_SIM_OFFICE_NODE)
    cp_sim_office_die (town->office, CP_SIM_DEATH_KILL, UPGRADE_MS);
  else
    cp_sim_kiosk_die (town->kiosks[passing->node], CP_SIM_DEATH_KILL, UPGRADE_MS);
}

/* Head office is upgraded one day and each till some other day. */
static void
add_older (CpSimStorm *self)
{
  gint64 after_ms = self->town->options->faults[CP_SIM_FAULT_OLDER_MS];

  for (guint node = 0; node < CP_SIM_N_NODES && after_ms > 0; node++) {
    if (node == CP_SIM_CLONE_NODE || cp_sim_random_below (&self->random, 2) == 0)
      continue;
    self->counts[CP_SIM_FAULT_OLDER_MS]++;
    cp_sim_office_set_older (self->town->office, node, TRUE);
    pass_after (self, node, 2 * after_ms, on_upgrade);
  }
}

CpSimStorm *
cp_sim_storm_new (CpSimTown *town)
{
  CpSimStorm *self = g_new0 (CpSimStorm, 1);
  const CpSimNetworkFaults network = cp_sim_options_get_network (town->options);

  self->town = town;
  self->sources = g_ptr_array_new_with_free_func (g_free);
  cp_sim_random_init (&self->random, town->options->seed, "storm");
  cp_sim_network_set_faults (town->scene.network, &network);
  for (guint node = 0; node < CP_SIM_N_KIOSKS; node++)
    add_kiosk (self, node);
  add_fault (self, CP_SIM_CLONE_NODE, CP_SIM_FAULT_CLONE_EVERY_MS,
             town->options->faults[CP_SIM_FAULT_CLONE_EVERY_MS], happen_clone);
  add_office (self);
  for (guint node = 0; node < CP_SIM_N_NODES; node++)
    add_machine (self, node);
  add_older (self);
  return self;
}

void
cp_sim_storm_end (CpSimStorm *self)
{
  note (self, "ends", 0, 0);
  self->is_over = TRUE;
  for (guint i = 0; i < self->sources->len; i++)
    cp_sim_loop_cancel (self->town->scene.loop, ((Source *) self->sources->pdata[i])->event);
  cp_sim_network_heal (self->town->scene.network);
  for (guint node = 0; node < CP_SIM_N_KIOSKS; node++)
    cp_sim_kiosk_heal (self->town->kiosks[node]);
  cp_sim_office_heal (self->town->office);
}

void
cp_sim_storm_rot (CpSimStorm *self)
{
  guint n_rows = self->town->options->faults[CP_SIM_FAULT_ROT_ROWS];

  for (guint node = 0; node < CP_SIM_N_KIOSKS && n_rows > 0; node++)
    self->counts[CP_SIM_FAULT_ROT_ROWS] += cp_sim_kiosk_rot (self->town->kiosks[node], n_rows);
}

guint64
cp_sim_storm_get_count (const CpSimStorm *self, CpSimFault fault)
{
  return self->counts[fault];
}

void
cp_sim_storm_free (CpSimStorm *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->sources);
  g_free (self);
}
