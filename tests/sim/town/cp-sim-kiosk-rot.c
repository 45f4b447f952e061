/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows of a replica that are not head office's, for whatever reason nobody has thought of. */
#include "cp-ledger-private.h"
#include "cp-sim-kiosk-private.h"

#include <sqlite3.h>

/* What a row may be like then. Of the programme there is one row, and without it nothing works. */
static const char *const damages[] = {
  "DELETE FROM row WHERE n = ?",
  "UPDATE row SET ver = ver + 1 WHERE n = ?",
  "UPDATE row SET data = CAST (substr (data, 1, length (data) - 1) || ',\"note\":\"rot\"}' AS BLOB)"
  " WHERE n = ?",
  "UPDATE row SET data = zeroblob (length (data)) WHERE n = ?",
  "UPDATE row SET account_id = 'nobody' WHERE n = ? AND account_id IS NOT NULL",
};

static gint64
ask (sqlite3 *db, const char *sql, gint64 bound)
{
  sqlite3_stmt *row = NULL;
  gint64 value = 0;

  if (sqlite3_prepare_v2 (db, sql, -1, &row, NULL) == SQLITE_OK &&
      sqlite3_bind_int64 (row, 1, bound) == SQLITE_OK && sqlite3_step (row) == SQLITE_ROW)
    value = sqlite3_column_int64 (row, 0);
  sqlite3_finalize (row);
  return value;
}

static guint
damage (CpSimKiosk *self, sqlite3 *db)
{
  gint64 which = (gint64) cp_sim_random_below (&self->random, 1000);
  guint how = (guint) cp_sim_random_below (&self->random, G_N_ELEMENTS (damages));
  gint64 n = ask (db,
                  "SELECT n FROM row WHERE kind <> (SELECT max (kind) FROM row)"
                  " AND n >= ?1 % (SELECT max (n) FROM row) ORDER BY n LIMIT 1",
                  which);
  int before = sqlite3_total_changes (db);

  ask (db, damages[how], n);
  return sqlite3_total_changes (db) > before;
}

guint
cp_sim_kiosk_rot (CpSimKiosk *self, guint n_rows)
{
  sqlite3 *db = NULL;
  guint n_done = 0;

  if (!cp_sim_kiosk_is_up (self))
    return 0;
  cp_sim_kiosk_die (self, CP_SIM_DEATH_KILL, 1);
  if (sqlite3_open_v2 (CP_SIM_REPLICA, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                       cp_sim_disk_get_vfs_name (self->machine.disk)) == SQLITE_OK)
    for (guint i = 0; i < n_rows; i++)
      n_done += damage (self, db);
  sqlite3_close (db);
  cp_sim_kiosk_note (self, "has rows that rot", n_done, 0);
  self->wants_check = TRUE;
  self->must_be_whole = TRUE;
  return n_done;
}

void
cp_sim_kiosk_check_rows (CpSimKiosk *self)
{
  g_autoptr (GError) error = NULL;

  self->wants_check = !cp_sim_kiosk_is_up (self);
  if (self->wants_check)
    return;
  self->n_pages_then = self->n_pages;
  cp_ledger_want_check (self->ledger, &error);
  cp_sim_kiosk_watch (self, error);
}

/* What is written to while rows are held against each other is left for the next time. */
gboolean
cp_sim_kiosk_is_checking (CpSimKiosk *self)
{
  if (self->wants_check || self->ledger == NULL)
    return self->wants_check;
  if (self->ledger->check.is_wanted || self->ledger->check.ranges != NULL)
    return TRUE;
  if (self->must_be_whole && self->n_pages != self->n_pages_then)
    cp_sim_kiosk_check_rows (self);
  else
    self->must_be_whole = FALSE;
  return self->must_be_whole;
}
