/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows of a member who is erased come with the feed like any others; this is about what is left of
 * those before. */
#include "cp-replica-private.h"

gboolean
cp_replica_settle (CpReplica *self, GError **error)
{
  return cp_database_checkpoint (self->db, TRUE, error) &&
         cp_database_forget_aside (self->world, self->path, error);
}

gboolean
cp_replica_wipe (CpReplica **replica, GError **error)
{
  const CpWorld *world = (*replica)->world;
  g_autofree char *path = g_strdup ((*replica)->path);

  cp_replica_close (g_steal_pointer (replica));
  if (!cp_database_set_aside (world, path, error) || !cp_database_forget_aside (world, path, error))
    return FALSE;
  *replica = cp_replica_open_as (world, path, CP_DATABASE_DISPOSABLE, error);
  return *replica != NULL;
}

GStrv
cp_replica_list_erased (CpReplica *self, const char *staged, GError **error)
{
  g_autoptr (CpReplica) replica = cp_replica_open_looked_through (self->world, staged, error);
  g_autoptr (CpStatementCleaner) rows =
      replica != NULL ? cp_database_get (replica->db, "list-erased", error) : NULL;
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  gboolean row = TRUE;

  while (rows != NULL && row) {
    if (!cp_statement_step (rows, &row, error))
      return NULL;
    if (row && cp_statement_get_text (rows, 0) != NULL)
      g_strv_builder_add (ids, cp_statement_get_text (rows, 0));
  }
  return rows != NULL ? g_strv_builder_end (ids) : NULL;
}
