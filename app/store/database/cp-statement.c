/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-database-private.h"

/* Most are bound in the same order each time, by the same constant. */
static int
find_parameter (CpStatement *self, const char *parameter)
{
  CpParameter *expected = &self->parameters[self->n_bound];

  self->n_bound = (self->n_bound + 1) % G_N_ELEMENTS (self->parameters);
  if (expected->name == parameter)
    return expected->index;
  expected->name = parameter;
  expected->index = sqlite3_bind_parameter_index (self->stmt, parameter);
  if (expected->index == 0)
    g_error ("A statement has no parameter %s: %s", parameter, sqlite3_sql (self->stmt));
  return expected->index;
}

static void
note_binding (CpStatement *self, int rc)
{
  if (rc != SQLITE_OK)
    self->bind_rc = rc;
}

void
cp_statement_bind_text (CpStatement *self, const char *parameter, const char *value)
{
  int index = find_parameter (self, parameter);

  note_binding (self, sqlite3_bind_text (self->stmt, index, value, -1, SQLITE_TRANSIENT));
}

void
cp_statement_bind_lasting_text (CpStatement *self, const char *parameter, const char *value)
{
  int index = find_parameter (self, parameter);

  note_binding (self, sqlite3_bind_text (self->stmt, index, value, -1, SQLITE_STATIC));
}

void
cp_statement_bind_int (CpStatement *self, const char *parameter, gint64 value)
{
  note_binding (self, sqlite3_bind_int64 (self->stmt, find_parameter (self, parameter), value));
}

void
cp_statement_bind_bytes (CpStatement *self,
                         const char *parameter,
                         gconstpointer bytes,
                         gsize n_bytes)
{
  int index = find_parameter (self, parameter);

  note_binding (self,
                sqlite3_bind_blob (self->stmt, index, bytes, (int) n_bytes, SQLITE_TRANSIENT));
}

gboolean
cp_statement_step (CpStatement *self, gboolean *ret_row, GError **error)
{
  int rc = self->bind_rc;

  if (rc == SQLITE_OK)
    rc = sqlite3_step (self->stmt);
  if (rc == SQLITE_ROW) {
    *ret_row = TRUE;
    return TRUE;
  }
  if (rc != SQLITE_DONE) {
    cp_database_fail (self->database, rc, "use", error);
    cp_statement_reset (self);
    return FALSE;
  }
  cp_statement_reset (self);
  *ret_row = FALSE;
  return TRUE;
}

gboolean
cp_statement_run (CpStatement *self, GError **error)
{
  gboolean row = TRUE;

  while (row)
    if (!cp_statement_step (self, &row, error))
      return FALSE;
  return TRUE;
}

void
cp_statement_reset (CpStatement *self)
{
  sqlite3_reset (self->stmt);
  sqlite3_clear_bindings (self->stmt);
  self->bind_rc = SQLITE_OK;
  self->n_bound = 0;
}

const char *
cp_statement_get_text (CpStatement *self, guint column)
{
  return (const char *) sqlite3_column_text (self->stmt, (int) column);
}

const guint8 *
cp_statement_get_bytes (CpStatement *self, guint column, gsize *ret_n_bytes)
{
  const guint8 *bytes = sqlite3_column_type (self->stmt, (int) column) == SQLITE_BLOB
                            ? sqlite3_column_blob (self->stmt, (int) column)
                            : NULL;

  *ret_n_bytes = bytes != NULL ? (gsize) sqlite3_column_bytes (self->stmt, (int) column) : 0;
  return bytes;
}

gint64
cp_statement_get_int (CpStatement *self, guint column)
{
  return sqlite3_column_int64 (self->stmt, (int) column);
}
