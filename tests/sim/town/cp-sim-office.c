/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Head office's life: booting, dying in the middle of anything, and booting again. */
#include "cp-error.h"
#include "cp-head-office-sqlite.h"
#include "cp-sim-now.h"
#include "cp-sim-office-private.h"
#include "cp-sim-posting.h"
#include "cp-sim-template.h"

#define AGAIN_MS 2000
#define MOST_FAILED_BOOTS 200

void
cp_sim_office_note (CpSimOffice *self, const char *what, guint64 first, guint64 second)
{
  cp_sim_trace_set_now (self->scene->story, cp_sim_loop_now_ms (self->scene->loop));
  cp_sim_trace_note (self->scene->story, "office", what, first, second);
}

CpSimOffice *
cp_sim_office_new (const CpSimScene *scene, const CpSimDisk *template, const CpSimOptions *options)
{
  CpSimOffice *self = g_new0 (CpSimOffice, 1);

  self->scene = scene;
  self->garble_ppm = options->faults[CP_SIM_FAULT_GARBLE_PPM];
  self->error_ppm = options->faults[CP_SIM_FAULT_SERVER_ERROR_PPM];
  self->has_records = options->has_records;
  self->has_snapshots = options->has_snapshots;
  cp_sim_machine_init (&self->machine, "office", scene->loop, scene->seed, scene->trace);
  cp_sim_random_init (&self->random, scene->seed, "garble");
  cp_sim_disk_become (self->machine.disk, template);
  self->waiting = g_ptr_array_new ();
  self->askers = g_ptr_array_new ();
  cp_sim_network_set_up (scene->network, CP_SIM_OFFICE_NODE, FALSE);
  return self;
}

static void
end_programs (CpSimOffice *self)
{
  cp_sim_office_close_front (self);
  cp_sim_office_drop_shelf (self);
  g_clear_pointer (&self->core, cp_head_office_free);
  cp_sim_network_set_up (self->scene->network, CP_SIM_OFFICE_NODE, FALSE);
  if (self->death_event != 0)
    cp_sim_loop_cancel (self->scene->loop, self->death_event);
  self->death_event = 0;
}

void
cp_sim_office_free (CpSimOffice *self)
{
  if (self == NULL)
    return;
  end_programs (self);
  if (self->boot_event != 0)
    cp_sim_loop_cancel (self->scene->loop, self->boot_event);
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->askers);
  g_clear_pointer (&self->copy, cp_sim_disk_free);
  cp_sim_machine_clear (&self->machine);
  g_free (self);
}

static void
on_boot_due (gpointer data)
{
  CpSimOffice *self = data;

  self->boot_event = 0;
  cp_sim_office_boot (self);
}

static void
boot_after (CpSimOffice *self, gint64 pause_ms)
{
  if (self->boot_event == 0)
    self->boot_event = cp_sim_loop_after (self->scene->loop, pause_ms, on_boot_due, self, NULL);
}

/* What an operator does after restoring head office's file: it counts under a new name. */
static gboolean
count_anew (CpSimOffice *self, CpHeadOfficeStorage *storage, GError **error)
{
  g_autofree char *epoch = NULL;
  guint8 bytes[8];

  cp_world_fill_random (&self->machine.world, bytes, sizeof bytes);
  epoch = g_strdup_printf ("%02x%02x%02x%02x%02x%02x%02x%02x", bytes[0], bytes[1], bytes[2],
                           bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]);
  if (!storage->class_->begin (storage, error))
    return FALSE;
  if (storage->class_->put_setting (storage, "epoch", epoch, error))
    return storage->class_->commit (storage, error);
  storage->class_->rollback (storage);
  return FALSE;
}

static CpHeadOffice *
open_core (CpSimOffice *self, GError **error)
{
  CpHeadOfficeStorage *storage =
      cp_head_office_sqlite_open (&self->machine.world, CP_SIM_OFFICE_FILE, error);

  if (storage == NULL)
    return NULL;
  if (self->counts_anew && !count_anew (self, storage, error)) {
    cp_head_office_storage_free (storage);
    return NULL;
  }
  self->counts_anew = FALSE;
  cp_sim_posting_watch (self->scene->oracle, storage);
  return cp_head_office_new (&self->machine.world, storage, error);
}

static void
take_failed_boot (CpSimOffice *self, const GError *error)
{
  gboolean has_crashed = cp_sim_disk_has_crashed (self->machine.disk);

  cp_sim_office_note (self, "does not open", (guint64) error->code, has_crashed);
  if (has_crashed)
    cp_sim_machine_fall (&self->machine, self->death);
  else if (g_error_matches (error, CP_ERROR, CP_ERROR_FATAL) ||
           g_error_matches (error, CP_ERROR, CP_ERROR_UNKNOWN_OUTCOME))
    cp_sim_machine_fall (&self->machine, CP_SIM_DEATH_POWER_CUT);
  else if (!g_error_matches (error, CP_ERROR, CP_ERROR_FULL))
    cp_sim_oracle_fail (self->scene->oracle, "opens", "office: %s", error->message);
  if (++self->n_failed_boots > MOST_FAILED_BOOTS)
    cp_sim_oracle_fail (self->scene->oracle, "opens", "office: %u times in a row: %s",
                        self->n_failed_boots, error->message);
  boot_after (self, AGAIN_MS);
}

static gboolean
publish (CpSimOffice *self, gboolean is_store)
{
  g_autoptr (CpJson) document = cp_sim_template_make_programme (self->has_records);
  const CpProgramme *present = cp_head_office_get_programme (self->core);
  gboolean ok;

  self->published = MAX (self->published, present->version) + 1;
  cp_json_set_int (document, "version", self->published);
  cp_json_set_text (document, "scope", is_store ? "store" : "chain");
  ok = cp_head_office_publish (self->core, document, NULL);
  cp_sim_office_note (self, is_store ? "tells stores of their own" : "tells all stores all", ok,
                      (guint64) self->published);
  return ok;
}

void
cp_sim_office_switch_scope (CpSimOffice *self)
{
  if (!cp_sim_office_is_up (self))
    return;
  publish (self, !cp_head_office_is_store_scope (self->core));
  cp_sim_office_watch (self);
}

/* What an operator does too after restoring head office's file: kiosks have heard of later programmes
 * than it has, and don't believe it before it has a later one. */
static void
publish_again (CpSimOffice *self)
{
  const CpProgramme *present = cp_head_office_get_programme (self->core);

  if (self->published > present->version)
    publish (self, cp_head_office_is_store_scope (self->core));
}

void
cp_sim_office_boot (CpSimOffice *self)
{
  g_autoptr (GError) error = NULL;

  if (self->core != NULL)
    return;
  cp_sim_office_note (self, "boots", 0, 0);
  self->core = open_core (self, &error);
  if (self->core == NULL) {
    take_failed_boot (self, error);
    return;
  }
  self->n_failed_boots = 0;
  cp_sim_network_set_up (self->scene->network, CP_SIM_OFFICE_NODE, TRUE);
  cp_sim_office_open_front (self);
  cp_sim_office_open_shelf (self);
  publish_again (self);
  cp_sim_office_watch (self);
}

void
cp_sim_office_set_busy (CpSimOffice *self, gboolean is_busy)
{
  self->is_busy = is_busy;
}

void
cp_sim_office_set_older (CpSimOffice *self, guint node, gboolean is_older)
{
  self->is_older[node] = is_older;
}

gboolean
cp_sim_office_is_up (const CpSimOffice *self)
{
  return self->core != NULL && self->death_event == 0;
}

void
cp_sim_office_die (CpSimOffice *self, CpSimDeath death, gint64 pause_ms)
{
  if (self->core == NULL)
    return;
  cp_sim_office_note (self, death == CP_SIM_DEATH_KILL ? "is killed" : "loses power", 0,
                      (guint64) pause_ms);
  end_programs (self);
  cp_sim_machine_fall (&self->machine, death);
  boot_after (self, pause_ms);
}

static void
on_death_due (gpointer data)
{
  CpSimOffice *self = data;

  self->death_event = 0;
  cp_sim_office_die (self, self->death, self->pause_ms);
}

void
cp_sim_office_watch (CpSimOffice *self)
{
  if (self->death_event != 0 || self->core == NULL)
    return;
  if (!cp_sim_disk_has_crashed (self->machine.disk)) {
    if (!cp_head_office_is_broken (self->core)) {
      if (cp_sim_now_is_due (self->scene->seed))
        cp_sim_now_check_office (self->scene->oracle, &self->machine);
      return;
    }
    cp_sim_office_note (self, "can't trust its disk", 0, 0);
    self->death = CP_SIM_DEATH_POWER_CUT;
    self->pause_ms = AGAIN_MS;
  }
  self->death_event = cp_sim_loop_after (self->scene->loop, 0, on_death_due, self, NULL);
}

void
cp_sim_office_die_soon (CpSimOffice *self, CpSimDeath death, guint64 n_ios, gint64 pause_ms)
{
  if (self->death_event != 0)
    return;
  self->death = death;
  self->pause_ms = pause_ms;
  cp_sim_disk_crash_after (self->machine.disk, n_ios);
}

void
cp_sim_office_keep_copy (CpSimOffice *self)
{
  if (cp_sim_disk_has_crashed (self->machine.disk))
    return;
  if (self->copy == NULL)
    self->copy = cp_sim_disk_new ("copy", self->machine.clock, 0, NULL);
  cp_sim_disk_become (self->copy, self->machine.disk);
  cp_sim_office_note (self, "is copied", 0, 0);
}

void
cp_sim_office_restore (CpSimOffice *self, gint64 pause_ms)
{
  if (self->copy == NULL)
    return;
  cp_sim_office_note (self, "is restored", 0, 0);
  end_programs (self);
  cp_sim_disk_become (self->machine.disk, self->copy);
  cp_sim_oracle_office_forgets (self->scene->oracle);
  self->counts_anew = TRUE;
  boot_after (self, pause_ms);
}

void
cp_sim_office_heal (CpSimOffice *self)
{
  self->garble_ppm = 0;
  self->error_ppm = 0;
  cp_sim_disk_set_faults (self->machine.disk, NULL);
  if (!cp_sim_disk_has_crashed (self->machine.disk))
    cp_sim_disk_crash_after (self->machine.disk, G_MAXUINT64 / 2);
  if (self->core == NULL)
    boot_after (self, 0);
  else if (cp_sim_office_is_up (self))
    publish_again (self);
}

gboolean
cp_sim_office_get_feed (CpSimOffice *self, const char **ret_epoch, gint64 *ret_gseq)
{
  CpHeadOfficeStorage *storage;

  if (!cp_sim_office_is_up (self))
    return FALSE;
  storage = cp_head_office_get_storage (self->core);
  *ret_epoch = cp_head_office_get_epoch (self->core);
  return storage->class_->get_last_gseq (storage, ret_gseq, NULL);
}

CpSimMachine *
cp_sim_office_get_machine (CpSimOffice *self)
{
  return &self->machine;
}
