/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-now.h"

#include "cp-sim-final-private.h"
#include "cp-sim-kiosk.h"
#include "cp-sim-office.h"

/* It takes some milliseconds, a hundred times and more a run. */
#define EVERY 10

gboolean
cp_sim_now_is_due (guint64 seed)
{
  return seed % EVERY == 0;
}

/* Whether something was written since it was last looked at. */
static gboolean
is_news (CpSimMachine *machine)
{
  guint64 n_ios = cp_sim_disk_get_n_ios (machine->disk);
  gboolean is = n_ios != machine->n_ios_seen && !cp_sim_disk_has_crashed (machine->disk);

  machine->n_ios_seen = n_ios;
  return is;
}

/* @ret_disk: to be freed when what was opened on it is closed */
static sqlite3 *
open_copy (CpSimFinal *self, const CpSimMachine *machine, const char *path, CpSimDisk **ret_disk)
{
  *ret_disk = cp_sim_disk_new ("now", machine->clock, 0, NULL);
  cp_sim_disk_become (*ret_disk, machine->disk);
  return cp_sim_final_open (self, *ret_disk, machine->name, path);
}

void
cp_sim_now_check_office (CpSimOracle *oracle, CpSimMachine *machine)
{
  g_autoptr (CpSimDisk) disk = NULL;
  CpSimFinal self;

  if (!is_news (machine))
    return;
  cp_sim_final_init (&self, oracle);
  /* Tills that have erased somebody send a head office from before what is left, in any order. */
  self.may_be_mute = cp_sim_oracle_has_removed (oracle);
  self.office = open_copy (&self, machine, CP_SIM_OFFICE_FILE, &disk);
  cp_sim_final_read_office (&self);
  cp_sim_final_check_sums (&self);
  cp_sim_final_clear (&self);
}

static void
check_kept (CpSimOracle *oracle, guint kiosk, GHashTable *ids)
{
  const GPtrArray *deeds = cp_sim_oracle_list (oracle);

  for (guint i = 0; i < deeds->len; i++) {
    const CpSimDeed *deed = deeds->pdata[i];

    if (deed->kiosk == kiosk && deed->state == CP_SIM_DEED_ACCEPTED && !deed->is_forgotten &&
        !g_hash_table_contains (ids, deed->id))
      cp_sim_oracle_fail (oracle, "not lost",
                          "till-%u: deed %u was accepted and is not in the journal any more", kiosk,
                          deed->number);
  }
}

void
cp_sim_now_check_till (CpSimOracle *oracle, CpSimMachine *machine, guint kiosk, const char *device)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (CpSimDisk) disk = NULL;
  CpSimFinal self;
  sqlite3 *journal;

  if (!is_news (machine))
    return;
  cp_sim_final_init (&self, oracle);
  journal = open_copy (&self, machine, CP_SIM_JOURNAL, &disk);
  cp_sim_final_follow_journal (&self, journal, device, ids);
  sqlite3_close (journal);
  check_kept (oracle, kiosk, ids);
  cp_sim_final_clear (&self);
}
