/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-final.h"

#include "cp-sim-final-private.h"

#include <string.h>

void
cp_sim_final_each (
    CpSimFinal *self, sqlite3 *db, const char *sql, CpSimRowFunc *func, gpointer data)
{
  sqlite3_stmt *row = NULL;
  int rc = sqlite3_prepare_v2 (db, sql, -1, &row, NULL);

  while (rc == SQLITE_OK || rc == SQLITE_ROW) {
    rc = sqlite3_step (row);
    if (rc == SQLITE_ROW)
      func (self, row, data);
  }
  if (rc != SQLITE_DONE)
    cp_sim_oracle_fail (self->oracle, "reads", "%s: %s", sql, sqlite3_errmsg (db));
  sqlite3_finalize (row);
}

const char *
cp_sim_final_text (sqlite3_stmt *row, int column)
{
  const char *text = (const char *) sqlite3_column_text (row, column);

  return text != NULL ? text : "";
}

static void
take_verdict (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  if (!g_str_equal (cp_sim_final_text (row, 0), "ok"))
    cp_sim_oracle_fail (self->oracle, "whole", "%s: %s", (const char *) data,
                        cp_sim_final_text (row, 0));
}

sqlite3 *
cp_sim_final_open (CpSimFinal *self, const CpSimDisk *disk, const char *name, const char *path)
{
  sqlite3 *db = NULL;
  int rc = sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                            cp_sim_disk_get_vfs_name (disk));

  if (rc != SQLITE_OK)
    cp_sim_oracle_fail (self->oracle, "opens", "%s of %s: %s", path, name, sqlite3_errstr (rc));
  cp_sim_final_each (self, db, "PRAGMA quick_check", take_verdict, (gpointer) name);
  return db;
}

static sqlite3 *
open_file (CpSimFinal *self, const CpSimMachine *machine, const char *path)
{
  return cp_sim_final_open (self, machine->disk, machine->name, path);
}

static void
check_kiosk (CpSimFinal *self, CpSimKiosk *kiosk)
{
  const CpSimMachine *machine = cp_sim_kiosk_get_machine (kiosk);
  sqlite3 *journal, *replica;

  cp_sim_final_check_secrets (self, machine);
  journal = open_file (self, machine, CP_SIM_JOURNAL);
  replica = open_file (self, machine, CP_SIM_REPLICA);
  cp_sim_final_check_journal (self, journal, cp_sim_kiosk_get_device (kiosk));
  cp_sim_final_check_replica (self, replica, machine->name, cp_sim_kiosk_get_till (kiosk).store);
  cp_sim_final_check_verdicts (self, journal, replica, machine->name);
  sqlite3_close (journal);
  sqlite3_close (replica);
}

static void
free_received (gpointer data)
{
  CpSimReceived *received = data;

  g_free (received->hash);
  g_free (received->outcome);
  json_decref (received->body);
  g_free (received);
}

void
cp_sim_final_init (CpSimFinal *self, CpSimOracle *oracle)
{
  *self = (CpSimFinal){ .oracle = oracle };
  self->received = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_received);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
cp_sim_final_clear (CpSimFinal *self)
{
  sqlite3_close (self->office);
  g_hash_table_unref (self->received);
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->numbers);
  g_clear_pointer (&self->secrets, g_hash_table_unref);
}

void
cp_sim_final_check (CpSimOracle *oracle,
                    CpSimKiosk *const *kiosks,
                    CpSimOffice *office,
                    guint64 ret_received[CP_N_OPERATION_KINDS])
{
  CpSimFinal self;

  cp_sim_final_init (&self, oracle);
  self.office = open_file (&self, cp_sim_office_get_machine (office), CP_SIM_OFFICE_FILE);
  cp_sim_final_read_office (&self);
  cp_sim_final_check_deeds (&self);
  cp_sim_final_list_secrets (&self);
  cp_sim_final_check_office_secrets (&self, cp_sim_office_get_machine (office));
  for (guint i = 0; i < CP_SIM_N_KIOSKS; i++)
    if (cp_sim_kiosk_is_in_use (kiosks[i]))
      check_kiosk (&self, kiosks[i]);
  cp_sim_final_check_sums (&self);
  cp_sim_final_check_people (&self);
  memcpy (ret_received, self.n_received, sizeof self.n_received);
  cp_sim_final_clear (&self);
}
