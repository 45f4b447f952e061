/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What head office made of this device's operations. */
#include "cp-replica-private.h"

void
cp_outcome_free (CpOutcome *self)
{
  if (self == NULL)
    return;
  g_free (self->operation_id);
  g_free (self->outcome);
  g_free (self->code);
  g_free (self->detail);
  g_free (self->flags);
  g_free (self);
}

static CpOutcome *
read_outcome (CpStatement *row)
{
  CpOutcome *outcome = g_new0 (CpOutcome, 1);

  outcome->operation_id = g_strdup (cp_statement_get_text (row, 0));
  outcome->seq = cp_statement_get_int (row, 1);
  outcome->outcome = g_strdup (cp_statement_get_text (row, 2));
  outcome->code = g_strdup (cp_statement_get_text (row, 3));
  outcome->detail = g_strdup (cp_statement_get_text (row, 4));
  outcome->flags = g_strdup (cp_statement_get_text (row, 5));
  return outcome;
}

gboolean
cp_replica_find_outcome (CpReplica *self,
                         const char *operation_id,
                         CpOutcome **ret_outcome,
                         GError **error)
{
  g_autoptr (CpStatementCleaner) row = cp_database_get (self->db, "get-outcome", error);
  gboolean found;

  if (row == NULL)
    return FALSE;
  cp_statement_bind_text (row, ":operation_id", operation_id);
  if (!cp_statement_step (row, &found, error))
    return FALSE;
  *ret_outcome = found ? read_outcome (row) : NULL;
  return TRUE;
}

GPtrArray *
cp_replica_list_outcomes (CpReplica *self, guint limit, GError **error)
{
  g_autoptr (CpStatementCleaner) rows = cp_database_get (self->db, "list-outcomes", error);
  g_autoptr (GPtrArray) outcomes =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cp_outcome_free);
  gboolean row;

  if (rows == NULL)
    return NULL;
  cp_statement_bind_int (rows, ":limit", limit);
  while (TRUE) {
    if (!cp_statement_step (rows, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&outcomes);
    g_ptr_array_add (outcomes, read_outcome (rows));
  }
}
