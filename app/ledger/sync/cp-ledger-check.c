/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Once a day the rows are held against head office's, range by range. */
#include "cp-ledger-private.h"

#include "cp-error.h"
#include "cp-signature.h"

#define CHECK_EVERY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

static gboolean
is_due (const CpLedger *self)
{
  gint64 now_ms = cp_world_boot_ms (self->world);

  return self->is_caught_up && cp_replica_get_epoch (self->replica) != NULL &&
         (self->check.is_wanted || self->check.boot_ms < 0 ||
          now_ms - self->check.boot_ms >= CHECK_EVERY_MS);
}

CpJson *
cp_ledger_get_check (CpLedger *self, GError **error)
{
  g_autoptr (CpRangeSums) sums = NULL;
  CpJson *document;

  if (!cp_ledger_check_alive (self, error))
    return NULL;
  document = json_object ();
  if (!is_due (self))
    return document;
  sums = cp_replica_sum_ranges (self->replica, error);
  if (sums == NULL) {
    json_decref (document);
    return NULL;
  }
  cp_json_set_text (document, "epoch", cp_replica_get_epoch (self->replica));
  cp_json_set_int (document, "after", cp_replica_get_cursor (self->replica));
  cp_json_set_int (document, "bits", sums->bits);
  g_clear_pointer (&self->check.sums, cp_range_sums_free);
  self->check.sums = g_steal_pointer (&sums);
  self->check.cursor = cp_replica_get_cursor (self->replica);
  return document;
}

/* Rows that come in this way count whatever their version, so they are believed no more easily than a
 * page of the feed. */
static gboolean
is_answer (CpLedger *self, const CpJson *document, const char *what, GError **error)
{
  if (!cp_ledger_is_sealed_answer (self, document, what)) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID,
                         "What is said of the rows is not sealed by head office");
    return FALSE;
  }
  if (self->check.sums != NULL && self->check.cursor == cp_replica_get_cursor (self->replica) &&
      cp_json_get_int (document, "after", -1) == self->check.cursor &&
      cp_json_get_int (document, "bits", 0) == self->check.sums->bits &&
      g_strcmp0 (cp_json_get_text (document, "epoch"), cp_replica_get_epoch (self->replica)) == 0)
    return TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID,
                       "The checksums are not of what was asked for");
  return FALSE;
}

CpJson *
cp_ledger_put_sums (CpLedger *self, const CpJson *document, GError **error)
{
  const CpJson *list = cp_json_get_array (document, "sums");
  CpJson *ranges, *reply;

  if (!cp_ledger_check_alive (self, error) || !is_answer (self, document, CP_SEAL_SUMS, error))
    return NULL;
  if (json_array_size (list) != self->check.sums->sums->len) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "There are not as many sums as ranges");
    return NULL;
  }
  ranges = json_array ();
  for (guint range = 0; range < self->check.sums->sums->len; range++) {
    g_autofree char *own = cp_range_sums_dup_hex (self->check.sums, range);

    if (g_strcmp0 (own, json_string_value (json_array_get (list, range))) != 0)
      cp_json_append (ranges, json_integer (range));
  }
  self->check.boot_ms = cp_world_boot_ms (self->world);
  self->check.at_ms = cp_world_wall_ms (self->world);
  self->check.is_wanted = FALSE;
  self->check.n_repaired = 0;
  if (json_array_size (ranges) > 0)
    g_message ("%zu of %u ranges of rows are not head office's and are fetched again",
               json_array_size (ranges), self->check.sums->sums->len);
  cp_ledger_tell (self, "status", NULL);
  reply = json_object ();
  cp_json_set (reply, "ranges", ranges);
  return reply;
}

gboolean
cp_ledger_put_range (CpLedger *self, const CpJson *document, GError **error)
{
  g_auto (CpReplicaChanges) changes = { NULL };
  g_autoptr (GError) local = NULL;

  if (!cp_ledger_check_alive (self, error) || !is_answer (self, document, CP_SEAL_ROWS, error))
    return FALSE;
  if (!cp_replica_put_range (self->replica, self->check.sums->bits,
                             (guint) cp_json_get_int (document, "range", -1), self->check.cursor,
                             cp_json_get_array (document, "items"), &changes, &local)) {
    cp_ledger_note_write (self, local);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  self->check.n_repaired++;
  g_clear_pointer (&self->waiting_accounts, g_ptr_array_unref);
  if ((changes.programme || changes.staff) && !cp_ledger_load_programme (self, error))
    return FALSE;
  cp_ledger_forget (self, &changes);
  cp_ledger_tell_changes (self, &changes);
  return TRUE;
}

gboolean
cp_ledger_want_check (CpLedger *self, GError **error)
{
  if (!cp_ledger_check_alive (self, error))
    return FALSE;
  self->check.is_wanted = TRUE;
  cp_ledger_tell (self, "check", NULL);
  return TRUE;
}

CpJson *
cp_ledger_describe_check (const CpLedger *self)
{
  CpJson *document = json_object ();

  cp_json_set_int (document, "at_ms", self->check.at_ms);
  cp_json_set_int (document, "repaired", self->check.n_repaired);
  return document;
}
