/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A snapshot takes the replica's place. */
#include "cp-replica-private.h"

#include "cp-error.h"
#include "cp-files.h"

static gboolean
copy_outcome (CpReplica *to, CpStatement *row, GError **error)
{
  static const char *const texts[] = { ":operation_id", NULL,      ":outcome",
                                       ":code",         ":detail", ":flags" };
  CpStatement *statement = cp_database_get (to->db, "put-outcome", error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL)
      cp_statement_bind_text (statement, texts[i], cp_statement_get_text (row, i));
  cp_statement_bind_int (statement, ":seq", cp_statement_get_int (row, 1));
  return cp_statement_run (statement, error);
}

static gboolean
copy_outcomes (CpReplica *from, CpReplica *to, GError **error)
{
  g_autoptr (CpStatementCleaner) rows = cp_database_get (from->db, "list-outcomes", error);
  gboolean row = TRUE;

  if (rows == NULL)
    return FALSE;
  while (row) {
    if (!cp_statement_step (rows, &row, error) || (row && !copy_outcome (to, rows, error)))
      return FALSE;
  }
  return TRUE;
}

/* What was refused stays so until head office has said it once more, in whatever epoch. */
static gboolean
complete (CpReplica *from, CpReplica *to, GError **error)
{
  if (g_strcmp0 (from->epoch, to->epoch) == 0 && to->cursor < from->cursor) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID,
                         "The snapshot is older than what is here");
    return FALSE;
  }
  if (!cp_database_begin (to->db, error))
    return FALSE;
  if (copy_outcomes (from, to, error))
    return cp_database_commit (to->db, error);
  cp_database_rollback (to->db);
  return FALSE;
}

/* Completes it and leaves all that it is in the one file. */
static gboolean
prepare (CpReplica *old, const char *staged, GError **error)
{
  g_autoptr (CpReplica) new_one = cp_replica_open_looked_through (old->world, staged, error);

  if (new_one == NULL)
    return FALSE;
  if (new_one->epoch == NULL) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "The snapshot does not say of when");
    return FALSE;
  }
  return complete (old, new_one, error) && cp_database_checkpoint (new_one->db, TRUE, error);
}

gboolean
cp_replica_swap (CpReplica **replica, const char *staged, GError **error)
{
  CpReplica *old = *replica;
  const CpWorld *world = old->world;
  g_autofree char *path = g_strdup (old->path);
  gboolean ok;

  if (!cp_files_can (world)) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "This disk can't rename");
    return FALSE;
  }
  if (!prepare (old, staged, error) || !cp_database_checkpoint (old->db, TRUE, error))
    return FALSE;
  cp_replica_close (g_steal_pointer (replica));
  ok = cp_database_take_place (world, staged, path, error);
  *replica = ok ? cp_replica_open_looked_through (world, path, error)
                : cp_replica_open_as (world, path, CP_DATABASE_DISPOSABLE, NULL);
  return ok && *replica != NULL;
}
