/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A kiosk's life: booting, dying in the middle of anything, and booting again. */
#include "cp-error.h"
#include "cp-sim-kiosk-private.h"
#include "cp-sim-now.h"

#define MAX_BACKOFF_MS 8000
#define AGAIN_MS 2000
#define MOST_FAILED_BOOTS 200

/* For how long a till is silent, and when that is too long. */
#define SILENT_MS (91 * 24 * 3600 * G_GINT64_CONSTANT (1000))
#define MOST_SILENT_MS (90 * 24 * 3600 * G_GINT64_CONSTANT (1000))

static const char *const names[CP_SIM_N_KIOSKS] = { "till-0", "till-1", "till-2", "clone" };
static const char *const devices[CP_SIM_N_KIOSKS] = { "till-0", "till-1", "till-2", "till-0" };
static const char *const stores[CP_SIM_N_KIOSKS] = { "high", "high", "station", "high" };

void
cp_sim_kiosk_note (CpSimKiosk *self, const char *what, guint64 first, guint64 second)
{
  cp_sim_trace_set_now (self->scene->story, cp_sim_loop_now_ms (self->scene->loop));
  cp_sim_trace_note (self->scene->story, names[self->node], what, first, second);
}

CpSimKiosk *
cp_sim_kiosk_new (const CpSimScene *scene, guint node, const CpSimDisk *template)
{
  CpSimKiosk *self = g_new0 (CpSimKiosk, 1);

  g_assert_cmpuint (node, <, CP_SIM_N_KIOSKS);
  self->scene = scene;
  self->node = node;
  cp_sim_machine_init (&self->machine, names[node], scene->loop, scene->seed, scene->trace);
  if (template != NULL)
    cp_sim_disk_become (self->machine.disk, template);
  cp_sim_random_init (&self->random, scene->seed + node, "pages");
  self->line = cp_sim_line_new (scene, node);
  cp_sim_network_set_up (scene->network, node, FALSE);
  return self;
}

/* Its programs are no more. */
static void
end_programs (CpSimKiosk *self)
{
  g_clear_pointer (&self->worker, cp_sync_worker_free);
  g_clear_pointer (&self->ledger, cp_ledger_close);
  self->is_online = FALSE;
  g_clear_pointer (&self->session, g_free);
  g_clear_pointer (&self->staff_id, g_free);
  g_clear_pointer (&self->own_session, g_free);
  cp_sim_network_set_up (self->scene->network, self->node, FALSE);
  if (self->death_event != 0)
    cp_sim_loop_cancel (self->scene->loop, self->death_event);
  self->death_event = 0;
}

void
cp_sim_kiosk_free (CpSimKiosk *self)
{
  if (self == NULL)
    return;
  end_programs (self);
  if (self->boot_event != 0)
    cp_sim_loop_cancel (self->scene->loop, self->boot_event);
  cp_sim_line_free (self->line);
  g_clear_pointer (&self->copy, cp_sim_disk_free);
  cp_sim_machine_clear (&self->machine);
  g_free (self);
}

static void
on_boot_due (gpointer data)
{
  CpSimKiosk *self = data;

  self->boot_event = 0;
  cp_sim_kiosk_boot (self);
}

static void
boot_after (CpSimKiosk *self, gint64 pause_ms)
{
  if (self->boot_event == 0)
    self->boot_event = cp_sim_loop_after (self->scene->loop, pause_ms, on_boot_due, self, NULL);
}

static void
on_ledger_changed (const char *what, const char *const *account_ids, gpointer data)
{
  CpSimKiosk *self = data;

  if (self->worker == NULL)
    return;
  if (g_str_equal (what, "outbox"))
    cp_sync_worker_wake (self->worker);
  else if (g_str_equal (what, "check"))
    cp_sync_worker_check_now (self->worker);
}

static void
start_worker (CpSimKiosk *self)
{
  const CpSyncWorkerConfig config = { .world = &self->machine.world,
                                      .transport = cp_sim_line_get_transport (self->line),
                                      .ledger = cp_sim_kiosk_get_port (self),
                                      .timer = cp_sim_line_get_timer (self->line),
                                      .max_backoff_ms = MAX_BACKOFF_MS };

  self->worker = cp_sync_worker_new (&config);
}

/* The ledger could not open its files. That is allowed where the disk fails, and only there. */
static void
take_failed_boot (CpSimKiosk *self, const GError *error)
{
  gboolean has_crashed = cp_sim_disk_has_crashed (self->machine.disk);

  cp_sim_kiosk_note (self, "does not open", (guint64) error->code, has_crashed);
  if (has_crashed)
    cp_sim_machine_fall (&self->machine, self->death);
  else if (g_error_matches (error, CP_ERROR, CP_ERROR_FATAL) ||
           g_error_matches (error, CP_ERROR, CP_ERROR_UNKNOWN_OUTCOME))
    cp_sim_machine_fall (&self->machine, CP_SIM_DEATH_POWER_CUT);
  else if (!g_error_matches (error, CP_ERROR, CP_ERROR_FULL))
    cp_sim_oracle_fail (self->scene->oracle, "opens", "%s: %s", names[self->node], error->message);
  if (++self->n_failed_boots > MOST_FAILED_BOOTS)
    cp_sim_oracle_fail (self->scene->oracle, "opens", "%s: %u times in a row: %s",
                        names[self->node], self->n_failed_boots, error->message);
  boot_after (self, AGAIN_MS);
}

CpLedger *
cp_sim_kiosk_open_ledger (const CpSimMachine *machine, guint node, GBytes *pin_key, GError **error)
{
  const CpLedgerConfig config = { .directory = "/var/lib/counterpart",
                                  .device_id = devices[node],
                                  .store_id = stores[node],
                                  .pin_key = pin_key };

  return cp_ledger_open (&machine->world, &config, error);
}

/* Whoever was away for so long knows nothing any more of what it was told. */
static void
end_silence (CpSimKiosk *self)
{
  g_autoptr (CpJson) push = cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 1, 1024, NULL);

  gboolean was_long = self->heard_ms != 0 &&
                      cp_sim_clock_wall_ms (self->machine.clock) - self->heard_ms > MOST_SILENT_MS;

  if (was_long && cp_json_get_int (push, "after", 0) != 0)
    cp_sim_oracle_fail (self->scene->oracle, "silent",
                        "%s: has rows from before it was silent for 91 days", names[self->node]);
  self->scene->tallies[CP_SIM_TALLY_SILENT] += was_long;
  cp_sim_clock_step (self->machine.clock, -self->was_silent_ms);
  self->was_silent_ms = 0;
}

void
cp_sim_kiosk_boot (CpSimKiosk *self)
{
  g_autoptr (GError) error = NULL;

  if (self->ledger != NULL)
    return;
  self->in_use = TRUE;
  cp_sim_kiosk_note (self, "boots", 0, 0);
  self->ledger =
      cp_sim_kiosk_open_ledger (&self->machine, self->node, self->scene->pin_key, &error);
  if (self->ledger == NULL) {
    take_failed_boot (self, error);
    return;
  }
  self->n_failed_boots = 0;
  if (self->was_silent_ms != 0)
    end_silence (self);
  cp_sim_network_set_up (self->scene->network, self->node, TRUE);
  cp_ledger_set_changed_func (self->ledger, on_ledger_changed, self);
  start_worker (self);
  if (self->wants_check)
    cp_sim_kiosk_check_rows (self);
  cp_sim_kiosk_watch (self, NULL);
}

gboolean
cp_sim_kiosk_is_up (const CpSimKiosk *self)
{
  return self->ledger != NULL && self->death_event == 0;
}

gboolean
cp_sim_kiosk_is_away (CpSimKiosk *self, GError **error)
{
  if (cp_sim_kiosk_is_up (self))
    return FALSE;
  g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "The kiosk is off");
  return TRUE;
}

void
cp_sim_kiosk_die (CpSimKiosk *self, CpSimDeath death, gint64 pause_ms)
{
  if (self->ledger == NULL)
    return;
  cp_sim_kiosk_note (self, death == CP_SIM_DEATH_KILL ? "is killed" : "loses power", 0,
                     (guint64) pause_ms);
  end_programs (self);
  cp_sim_machine_fall (&self->machine, death);
  boot_after (self, pause_ms);
}

void
cp_sim_kiosk_fall_silent (CpSimKiosk *self, gint64 pause_ms)
{
  g_autoptr (CpJson) status = cp_sim_kiosk_get_status (self, NULL);

  if (!cp_sim_kiosk_is_up (self))
    return;
  self->heard_ms = cp_json_get_int (status, "as_of_ms", 0);
  cp_sim_kiosk_die (self, CP_SIM_DEATH_POWER_CUT, pause_ms);
  self->was_silent_ms = SILENT_MS;
  cp_sim_clock_step (self->machine.clock, SILENT_MS);
}

static void
on_death_due (gpointer data)
{
  CpSimKiosk *self = data;

  self->death_event = 0;
  cp_sim_kiosk_die (self, self->death, self->pause_ms);
}

/* Not at once: whoever called the ledger is still running. */
static void
begin_to_die (CpSimKiosk *self)
{
  self->death_event = cp_sim_loop_after (self->scene->loop, 0, on_death_due, self, NULL);
}

void
cp_sim_kiosk_watch (CpSimKiosk *self, const GError *error)
{
  if (self->death_event != 0 || self->ledger == NULL)
    return;
  if (cp_sim_disk_has_crashed (self->machine.disk)) {
    begin_to_die (self);
  } else if (g_error_matches (error, CP_ERROR, CP_ERROR_FATAL)) {
    /* As the unit does: the process ends with CP_EXIT_DISK, and the machine starts anew. */
    cp_sim_kiosk_note (self, "can't trust its disk", 0, 0);
    self->death = CP_SIM_DEATH_POWER_CUT;
    self->pause_ms = AGAIN_MS;
    begin_to_die (self);
  } else if (cp_sim_now_is_due (self->scene->seed)) {
    cp_sim_now_check_till (self->scene->oracle, &self->machine, self->node,
                           cp_sim_kiosk_get_device (self));
  }
}

void
cp_sim_kiosk_die_soon (CpSimKiosk *self, CpSimDeath death, guint64 n_ios, gint64 pause_ms)
{
  if (self->death_event != 0)
    return;
  self->death = death;
  self->pause_ms = pause_ms;
  cp_sim_disk_crash_after (self->machine.disk, n_ios);
}

void
cp_sim_kiosk_end_worker (CpSimKiosk *self)
{
  if (self->worker == NULL)
    return;
  cp_sim_kiosk_note (self, "worker ends", 0, 0);
  cp_sync_worker_free (self->worker);
  start_worker (self);
}

void
cp_sim_kiosk_clone (CpSimKiosk *self, const CpSimKiosk *original)
{
  g_assert_false (self->in_use);
  if (!cp_sim_disk_has_file (original->machine.disk, CP_SIM_JOURNAL))
    return;
  cp_sim_kiosk_note (self, "begins as a copy of", original->node, 0);
  cp_sim_disk_become (self->machine.disk, original->machine.disk);
  cp_sim_kiosk_boot (self);
}

gboolean
cp_sim_kiosk_is_in_use (const CpSimKiosk *self)
{
  return self->in_use;
}

void
cp_sim_kiosk_keep_copy (CpSimKiosk *self)
{
  if (!self->in_use || cp_sim_disk_has_crashed (self->machine.disk))
    return;
  if (self->copy == NULL)
    self->copy = cp_sim_disk_new ("copy", self->machine.clock, 0, NULL);
  cp_sim_disk_become (self->copy, self->machine.disk);
  self->copied_at_ms = cp_sim_loop_now_ms (self->scene->loop);
  cp_sim_kiosk_note (self, "is copied", 0, 0);
}

void
cp_sim_kiosk_restore (CpSimKiosk *self, gint64 pause_ms)
{
  if (self->copy == NULL)
    return;
  cp_sim_kiosk_note (self, "is restored as of", (guint64) self->copied_at_ms, 0);
  end_programs (self);
  cp_sim_disk_become (self->machine.disk, self->copy);
  self->heard_ms = 0; /* what the copy had heard was not asked */
  cp_sim_oracle_forget_since (self->scene->oracle, self->node, self->copied_at_ms);
  boot_after (self, pause_ms);
}

void
cp_sim_kiosk_heal (CpSimKiosk *self)
{
  cp_sim_disk_set_faults (self->machine.disk, NULL);
  if (!cp_sim_disk_has_crashed (self->machine.disk))
    cp_sim_disk_crash_after (self->machine.disk, G_MAXUINT64 / 2);
  if (self->ledger == NULL && self->in_use)
    boot_after (self, 0);
}

CpSimMachine *
cp_sim_kiosk_get_machine (CpSimKiosk *self)
{
  return &self->machine;
}

const char *
cp_sim_kiosk_get_device (const CpSimKiosk *self)
{
  return devices[self->node];
}

CpSimTill
cp_sim_kiosk_get_till (const CpSimKiosk *self)
{
  return (CpSimTill){ self->node, devices[self->node], stores[self->node] };
}

gboolean
cp_sim_kiosk_shares_store (const CpSimKiosk *self, const CpSimKiosk *other)
{
  return g_str_equal (stores[self->node], stores[other->node]);
}

gboolean
cp_sim_kiosk_is_online (const CpSimKiosk *self)
{
  return self->is_online;
}

guint
cp_sim_kiosk_get_node (const CpSimKiosk *self)
{
  return self->node;
}

const char *
cp_sim_kiosk_get_session (const CpSimKiosk *self)
{
  return self->session;
}

const char *
cp_sim_kiosk_get_staff_id (const CpSimKiosk *self)
{
  return self->staff_id;
}
