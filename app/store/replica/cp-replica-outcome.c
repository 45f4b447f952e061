/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What head office made of this device's operations. */
#include "cp-replica-private.h"

#include "cp-error.h"

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
cp_replica_list_outcomes (CpReplica *self, GError **error)
{
  g_autoptr (CpStatementCleaner) rows = cp_database_get (self->db, "list-outcomes", error);
  g_autoptr (GPtrArray) outcomes =
      g_ptr_array_new_with_free_func ((GDestroyNotify) cp_outcome_free);
  gboolean row;

  if (rows == NULL)
    return NULL;
  while (TRUE) {
    if (!cp_statement_step (rows, &row, error))
      return NULL;
    if (!row)
      return g_steal_pointer (&outcomes);
    g_ptr_array_add (outcomes, read_outcome (rows));
  }
}

static gboolean
delete_outcome (CpReplica *self, const char *operation_id, GError **error)
{
  CpStatement *statement = cp_database_get (self->db, "delete-outcome", error);

  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":operation_id", operation_id);
  return cp_statement_run (statement, error);
}

/* Of most there is no more to say than that the rows contain them. */
gboolean
cp_replica_put_outcome (CpReplica *self, const CpJson *document, GError **error)
{
  const char *operation_id = cp_json_get_text (document, "operation_id");
  const char *outcome = cp_json_get_text (document, "outcome");
  const CpJson *flags = cp_json_get_array (document, "flags");
  g_autofree char *flags_text = flags != NULL ? cp_json_to_text (flags) : NULL;
  gint64 seq = cp_json_get_int (document, "seq", 0);
  CpStatement *statement;

  if (seq <= 0 || operation_id == NULL || outcome == NULL) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID,
                         "The page of the feed holds an ack without seq, operation or outcome");
    return FALSE;
  }
  if (g_str_equal (outcome, "accepted"))
    return delete_outcome (self, operation_id, error);
  statement = cp_database_get (self->db, "put-outcome", error);
  if (statement == NULL)
    return FALSE;
  cp_statement_bind_text (statement, ":operation_id", operation_id);
  cp_statement_bind_int (statement, ":seq", seq);
  cp_statement_bind_text (statement, ":outcome", outcome);
  cp_statement_bind_text (statement, ":code", cp_json_get_text (document, "code"));
  cp_statement_bind_text (statement, ":detail", cp_json_get_text (document, "detail"));
  cp_statement_bind_text (statement, ":flags", flags_text);
  return cp_statement_run (statement, error);
}

static gboolean
replace_all (CpReplica *self, const GPtrArray *outdated, const CpJson *outcomes, GError **error)
{
  gsize i;
  CpJson *outcome;

  for (guint n = 0; n < outdated->len; n++)
    if (!delete_outcome (self, outdated->pdata[n], error))
      return FALSE;
  json_array_foreach (outcomes, i, outcome)
  {
    if (!cp_replica_put_outcome (self, outcome, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
cp_replica_replace_outcomes (CpReplica *self,
                             const GPtrArray *outdated,
                             const CpJson *outcomes,
                             GError **error)
{
  if (!cp_database_begin (self->db, error))
    return FALSE;
  if (replace_all (self, outdated, outcomes, error))
    return cp_replica_commit (self, error);
  cp_database_rollback (self->db);
  return FALSE;
}
