/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The ledger's beginning and end, and what its parts share. */
#include "cp-ledger-private.h"

#include "cp-error.h"
#include "cp-practice.h"

#include <errno.h>

/* A line that is good brings a page at least every half minute, with news or without. */
#define MAX_ONLINE_AGE_MS (2 * 60 * 1000)

#define FIRST_CONTACT "This device is waiting for its first contact with head office"

static gboolean
make_directory (const CpWorld *world, const char *directory, GError **error)
{
  /* A world with a disk of its own has folders of its own, too. */
  if (world->vfs_name != NULL || g_mkdir_with_parents (directory, 0700) == 0)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "Can't make %s: %s", directory,
               g_strerror (errno));
  return FALSE;
}

/* Who has been erased meanwhile, and what was blocked, is not known here: rather nobody than that. By
 * our clock while nothing was heard since the start, since nothing else tells how long the device was off; one
 * that is wrong by months costs no more than fetching the rows again. */
static gboolean
is_silent (const CpLedger *self)
{
  gint64 heard_ms = cp_replica_get_head_office_ms (self->replica);
  gint64 silence_ms = self->heard_boot_ms >= 0
                          ? cp_world_boot_ms (self->world) - self->heard_boot_ms
                          : cp_world_wall_ms (self->world) - heard_ms;

  return !self->is_training && heard_ms != 0 && silence_ms > CP_LEDGER_MAX_SILENCE_MS;
}

static gboolean
wipe_after_silence (CpLedger *self, GError **error)
{
  if (!is_silent (self))
    return TRUE;
  g_message ("Head office was not heard for more than 90 days: its rows are deleted here");
  if (!cp_replica_wipe (&self->replica, error))
    return FALSE;
  /* What was fetched of a snapshot is as old. */
  cp_ledger_abandon_snapshot (self);
  return TRUE;
}

static gboolean
open_files (CpLedger *self, const char *directory, GError **error)
{
  g_autofree char *journal = g_build_filename (directory, "journal.db", NULL);
  g_autofree char *replica = g_build_filename (directory, "replica.db", NULL);

  self->journal = cp_journal_open (self->world, journal, self->device_id, error);
  if (self->journal == NULL)
    return FALSE;
  self->replica = cp_replica_open (self->world, replica, error);
  return self->replica != NULL && wipe_after_silence (self, error);
}

gboolean
cp_ledger_read_acked (CpLedger *self, GError **error)
{
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    if (!cp_replica_get_acked (self->replica, cp_journal_get_chain (self->journal, lane),
                               &self->acked.seq[lane], error))
      return FALSE;
  return TRUE;
}

/* A new incarnation has no budget before it has had a page of its own. */
static gboolean
take_up_renewal (CpLedger *self, GError **error)
{
  self->current_boot_ms = self->whole_boot_ms = -1;
  self->settled = 0;
  return cp_ledger_read_acked (self, error);
}

gboolean
cp_ledger_renew (CpLedger *self, const CpLaneMarks *acked, GError **error)
{
  g_message ("Head office knows other operations of this device: the journal is begun anew");
  return cp_journal_renew (self->journal, acked, error) && take_up_renewal (self, error);
}

gboolean
cp_ledger_renew_uncovered (CpLedger *self, const CpJson *chains, GError **error)
{
  g_message ("Head office has lost operations of this device: the journal is begun anew");
  return cp_journal_renew_uncovered (self->journal, chains, &self->acked, error) &&
         take_up_renewal (self, error);
}

gboolean
cp_ledger_take_up_replica (CpLedger *self, GError **error)
{
  CpLaneMarks both;
  gboolean is_behind = FALSE;

  self->as_of_ms = cp_replica_get_head_office_ms (self->replica);
  if (!cp_ledger_read_acked (self, error))
    return FALSE;
  for (guint lane = 0; lane < CP_N_LANES; lane++) {
    gint64 last_seq = cp_journal_get_last_seq (self->journal, lane);

    is_behind = is_behind || self->acked.seq[lane] > last_seq;
    both.seq[lane] = MIN (self->acked.seq[lane], last_seq);
  }
  /* The journal alone was restored: its next numbers were used before. */
  if (is_behind && !cp_ledger_renew (self, &both, error))
    return FALSE;
  return cp_ledger_load_programme (self, error);
}

/* One that is never switched off shows what it would show if it had been. */
static gboolean
begin_again_after_silence (CpLedger *self, GError **error)
{
  if (!is_silent (self))
    return TRUE;
  if (!wipe_after_silence (self, error))
    return FALSE;
  g_hash_table_remove_all (self->sessions);
  cp_elsewhere_clear (&self->elsewhere);
  g_clear_pointer (&self->waiting_accounts, g_ptr_array_unref);
  g_clear_pointer (&self->programme, cp_programme_free);
  g_clear_pointer (&self->programme_document, json_decref);
  self->current_boot_ms = self->whole_boot_ms = -1;
  self->is_caught_up = FALSE;
  if (!cp_ledger_take_up_replica (self, error))
    return FALSE;
  self->settled = self->acked.seq[CP_LANE_PRIORITY];
  cp_ledger_tell_all (self);
  return TRUE;
}

CpLedger *
cp_ledger_open (const CpWorld *world, const CpLedgerConfig *config, GError **error)
{
  g_autoptr (CpLedger) self = g_new0 (CpLedger, 1);

  g_return_val_if_fail (config->device_id != NULL && config->store_id != NULL, NULL);
  g_return_val_if_fail (config->pin_key != NULL, NULL);

  self->world = world;
  self->device_id = g_strdup (config->device_id);
  self->store_id = g_strdup (config->store_id);
  self->pin_key = g_bytes_ref (config->pin_key);
  self->is_training = config->is_training;
  self->language = g_strdup (config->language);
  self->practice = cp_practice_load ();
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, cp_ledger_free_session);
  self->line.state = g_strdup ("unknown");
  self->line.since_ms = cp_world_wall_ms (world);
  self->current_boot_ms = self->whole_boot_ms = -1;
  self->office_offset_ms = G_MININT64;
  self->heard_boot_ms = -1;
  self->cards = cp_ledger_cards_new (self, config->card_keys_path, error);
  if (self->cards == NULL || !make_directory (world, config->directory, error) ||
      !open_files (self, config->directory, error) ||
      !cp_ledger_begin_trust (self, config, error) || !cp_ledger_take_up_replica (self, error) ||
      !cp_journal_has_erased (self->journal, &self->erases, error))
    return NULL;
  self->settled = self->acked.seq[CP_LANE_PRIORITY];
  cp_ledger_erase (self);
  return g_steal_pointer (&self);
}

void
cp_ledger_close (CpLedger *self)
{
  if (self == NULL)
    return;
  cp_staging_close (self->staging);
  json_decref (self->check.ranges);
  json_decref (self->durable);
  json_decref (self->reviewed);
  cp_ledger_cards_free (self->cards);
  cp_replica_close (self->replica);
  cp_journal_close (self->journal);
  g_clear_pointer (&self->waiting_accounts, g_ptr_array_unref);
  g_clear_pointer (&self->staff, g_ptr_array_unref);
  g_clear_pointer (&self->sessions, g_hash_table_unref);
  cp_programme_free (self->programme);
  json_decref (self->programme_document);
  json_decref (self->practice);
  g_bytes_unref (self->pin_key);
  cp_journal_trust_clear (&self->trust);
  g_free (self->challenge);
  cp_elsewhere_clear (&self->elsewhere);
  g_free (self->line.state);
  g_free (self->line.text);
  g_free (self->device_id);
  g_free (self->language);
  g_free (self->store_id);
  g_free (self);
}

void
cp_ledger_set_changed_func (CpLedger *self, CpLedgerChangedFunc func, gpointer data)
{
  self->changed_func = func;
  self->changed_data = data;
}

void
cp_ledger_tell (CpLedger *self, const char *what, const char *account_id)
{
  const char *const ids[] = { account_id, NULL };

  if (self->changed_func != NULL)
    self->changed_func (what, account_id != NULL ? ids : NULL, self->changed_data);
}

void
cp_ledger_tell_all (CpLedger *self)
{
  static const char *const whats[] = { "accounts", "programme", "attention", "outbox", "status" };

  for (guint i = 0; i < G_N_ELEMENTS (whats); i++)
    cp_ledger_tell (self, whats[i], NULL);
}

gboolean
cp_ledger_check_alive (CpLedger *self, GError **error)
{
  if (!cp_journal_is_fatal (self->journal) && self->replica != NULL &&
      !cp_replica_is_fatal (self->replica))
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_FATAL,
               "The disk has failed; the ledger has stopped until it is started again");
  return FALSE;
}

gboolean
cp_ledger_check_programme (CpLedger *self, GError **error)
{
  if (self->programme != NULL)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE, FIRST_CONTACT);
  return FALSE;
}

static void
read_programme (CpLedger *self, const GPtrArray *rows)
{
  g_autoptr (GError) error = NULL;
  CpProgrammeRow *row;
  CpProgramme *programme;

  if (rows->len == 0)
    return;
  row = rows->pdata[0];
  programme = cp_programme_from_json (row->document, &error);
  if (programme == NULL) {
    /* What was good before goes on; after a restart there is none, and the device says so. */
    g_warning ("Head office's programme can't be used: %s", error->message);
    return;
  }
  cp_programme_free (self->programme);
  json_decref (self->programme_document);
  self->programme = programme;
  self->programme_document = json_incref (row->document);
}

gboolean
cp_ledger_load_programme (CpLedger *self, GError **error)
{
  g_autoptr (GPtrArray) rows = cp_replica_list (self->replica, CP_KIND_PROGRAMME, error);
  g_autoptr (GPtrArray) staff = NULL;

  if (rows == NULL)
    return FALSE;
  staff = cp_replica_list (self->replica, CP_KIND_STAFF, error);
  if (staff == NULL)
    return FALSE;
  read_programme (self, rows);
  g_clear_pointer (&self->staff, g_ptr_array_unref);
  self->staff = g_steal_pointer (&staff);
  return TRUE;
}

const CpStaff *
cp_ledger_find_staff (const CpLedger *self, const char *staff_id)
{
  for (guint i = 0; i < self->staff->len; i++) {
    const CpStaff *staff = self->staff->pdata[i];

    if (!staff->inactive && g_strcmp0 (staff->entity.id, staff_id) == 0)
      return staff;
  }
  return NULL;
}

void
cp_ledger_note_write (CpLedger *self, const GError *error)
{
  gboolean is_full = g_error_matches (error, CP_ERROR, CP_ERROR_FULL);

  if ((error == NULL || is_full) && is_full != self->is_full) {
    self->is_full = is_full;
    g_message ("%s",
               is_full ? "The disk is full: nothing can be written" : "The disk has room again");
    cp_ledger_tell (self, "status", NULL);
  }
}

gboolean
cp_ledger_has_line (const CpLedger *self)
{
  return g_str_equal (self->line.state, "online");
}

/* By when they came, and not by head office's clock: that it was put right makes no row older. Practice rows
 * are always whole. */
static gboolean
is_whole (const CpLedger *self)
{
  return self->is_training ||
         (self->as_of_ms > 0 && self->whole_boot_ms >= 0 &&
          cp_world_boot_ms (self->world) - self->whole_boot_ms <= MAX_ONLINE_AGE_MS);
}

gboolean
cp_ledger_is_online (const CpLedger *self)
{
  return cp_ledger_has_line (self) && is_whole (self);
}

/* While the disk was full, somebody has to notice that it no longer is. */
static void
look_for_room (CpLedger *self)
{
  g_autoptr (GError) error = NULL;

  if (!cp_journal_test_write (self->journal, &error))
    g_debug ("%s", error->message);
  cp_ledger_note_write (self, error);
}

gboolean
cp_ledger_do_upkeep (CpLedger *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!cp_ledger_check_alive (self, error))
    return FALSE;
  if (!begin_again_after_silence (self, &local)) {
    g_message ("Rows that are too old could not be deleted: %s", local->message);
    return cp_ledger_check_alive (self, error);
  }
  if (self->is_full)
    look_for_room (self);
  if (self->erase_due)
    cp_ledger_erase (self);
  cp_ledger_forget (self, NULL);
  cp_ledger_add_up (self);
  cp_ledger_retain (self);
  if (!cp_ledger_check_alive (self, error))
    return FALSE;
  if (cp_journal_do_upkeep (self->journal, &local) && cp_replica_do_upkeep (self->replica, &local))
    return TRUE;
  /* A log that can't be taken up for want of room can stay until there is some. */
  cp_ledger_note_write (self, local);
  if (g_error_matches (local, CP_ERROR, CP_ERROR_FULL))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
cp_ledger_has_upkeep (const CpLedger *self)
{
  return !cp_journal_is_fatal (self->journal) && self->replica != NULL &&
         (self->retains_less || cp_replica_is_adding_up (self->replica));
}
