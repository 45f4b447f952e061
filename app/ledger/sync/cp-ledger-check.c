/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Once a day the rows are held against head office's, range by range. */
#include "cp-ledger-private.h"

#include "cp-error.h"
#include "cp-signature.h"

#define CHECK_EVERY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

/* About 20 ms of work on a slow disk; everybody else waits that long at most. */
#define SLICE_ROWS 2000

static void
note_checked (CpLedger *self)
{
  g_autoptr (GError) error = NULL;

  if (cp_replica_put_checked (self->replica, self->as_of_ms, &error))
    return;
  cp_ledger_note_write (self, error);
  g_message ("That the rows were checked can't be kept: %s", error->message);
}

/* What has only just come, sealed, need not be looked at yet. */
static gboolean
is_due (CpLedger *self)
{
  gint64 checked_ms = cp_replica_get_checked_ms (self->replica);

  if (!self->is_caught_up || cp_replica_get_epoch (self->replica) == NULL)
    return FALSE;
  if (checked_ms == 0 && !self->check.is_wanted)
    note_checked (self);
  if (cp_replica_has_met_damage (self->replica))
    self->check.is_wanted = TRUE;
  return self->check.is_wanted ||
         (checked_ms != 0 && self->as_of_ms - checked_ms >= CHECK_EVERY_MS);
}

static CpJson *
describe_place (const CpLedger *self, guint bits)
{
  CpJson *document = json_object ();

  cp_json_set_text (document, "epoch", cp_replica_get_epoch (self->replica));
  cp_json_set_int (document, "after", cp_replica_get_cursor (self->replica));
  cp_json_set_int (document, "bits", bits);
  return document;
}

CpJson *
cp_ledger_get_check (CpLedger *self, GError **error)
{
  CpJson *document;

  if (!cp_ledger_check_alive (self, error))
    return NULL;
  if (self->check.ranges != NULL && self->is_caught_up) {
    document = describe_place (self, self->check.bits);
    cp_json_set (document, "ranges", json_deep_copy (self->check.ranges));
    return document;
  }
  if (!is_due (self))
    return json_object ();
  if (!cp_replica_add_up (self->replica, SLICE_ROWS, error))
    return NULL;
  return cp_replica_get_sums (self->replica) != NULL
             ? describe_place (self, cp_replica_get_sums (self->replica)->bits)
             : json_object ();
}

void
cp_ledger_add_up (CpLedger *self)
{
  g_autoptr (GError) error = NULL;

  if (!cp_replica_is_adding_up (self->replica))
    return;
  if (!cp_replica_add_up (self->replica, SLICE_ROWS, &error)) {
    g_message ("The rows can't be added up: %s", error->message);
    cp_replica_forget_sums (self->replica);
  } else if (!cp_replica_is_adding_up (self->replica)) {
    cp_ledger_tell (self, "check", NULL);
  }
}

/* Rows that come in this way count whatever their version, so they are believed no more easily than a
 * page of the feed. */
static gboolean
is_answer (CpLedger *self, const CpJson *document, const char *what, guint bits, GError **error)
{
  if (!cp_ledger_is_sealed_answer (self, document, what, self->challenge)) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID,
                         "What is said of the rows is not sealed by head office");
    return FALSE;
  }
  if (bits != 0 && cp_json_get_int (document, "bits", 0) == bits &&
      cp_json_get_int (document, "after", -1) == cp_replica_get_cursor (self->replica) &&
      g_strcmp0 (cp_json_get_text (document, "epoch"), cp_replica_get_epoch (self->replica)) == 0)
    return TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID,
                       "The checksums are not of what was asked for");
  return FALSE;
}

static CpJson *
compare (const CpLedger *self, const CpRangeSums *sums, const CpJson *list)
{
  CpJson *ranges = json_array ();

  for (guint range = 0; range < sums->sums->len; range++) {
    g_autofree char *own = cp_range_sums_dup_hex (sums, range);

    if (!cp_replica_is_range_touched (self->replica, range) &&
        g_strcmp0 (own, json_string_value (json_array_get (list, range))) != 0)
      cp_json_append (ranges, json_integer (range));
  }
  return ranges;
}

static void
take_ranges (CpLedger *self, guint bits, CpJson *ranges)
{
  json_decref (self->check.ranges);
  self->check.ranges = json_array_size (ranges) > 0 ? json_deep_copy (ranges) : NULL;
  self->check.bits = bits;
  self->check.at_ms = cp_world_wall_ms (self->world);
  self->check.is_wanted = FALSE;
  self->check.n_repaired = 0;
  if (self->check.ranges != NULL)
    g_message ("%zu of %u ranges of rows are not head office's and are fetched again",
               json_array_size (ranges), 1u << bits);
}

CpJson *
cp_ledger_put_sums (CpLedger *self, const CpJson *document, GError **error)
{
  const CpRangeSums *sums = cp_replica_get_sums (self->replica);
  const CpJson *list = cp_json_get_array (document, "sums");
  CpJson *ranges, *reply;

  if (!cp_ledger_check_alive (self, error) ||
      !is_answer (self, document, CP_SEAL_SUMS, sums != NULL ? sums->bits : 0, error))
    return NULL;
  if (json_array_size (list) != sums->sums->len) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "There are not as many sums as ranges");
    return NULL;
  }
  ranges = compare (self, sums, list);
  take_ranges (self, sums->bits, ranges);
  cp_replica_forget_sums (self->replica);
  note_checked (self);
  cp_ledger_tell (self, "status", NULL);
  reply = json_object ();
  cp_json_set (reply, "ranges", ranges);
  return reply;
}

/* Not to be fetched any more */
static void
strike_range (CpLedger *self, gint64 range)
{
  gsize i;
  CpJson *item;

  json_array_foreach (self->check.ranges, i, item)
  {
    if (json_integer_value (item) == range) {
      json_array_remove (self->check.ranges, i);
      break;
    }
  }
  if (json_array_size (self->check.ranges) == 0)
    g_clear_pointer (&self->check.ranges, json_decref);
  self->check.n_repaired++;
}

gboolean
cp_ledger_put_range (CpLedger *self, const CpJson *document, GError **error)
{
  g_auto (CpReplicaChanges) changes = { NULL };
  g_autoptr (GError) local = NULL;
  gint64 range = cp_json_get_int (document, "range", -1);

  if (!cp_ledger_check_alive (self, error) ||
      !is_answer (self, document, CP_SEAL_ROWS, self->check.ranges != NULL ? self->check.bits : 0,
                  error))
    return FALSE;
  if (!cp_ledger_mark_erased (self, document, &local) ||
      !cp_replica_put_range (self->replica, self->check.bits, (guint) range,
                             cp_replica_get_cursor (self->replica),
                             cp_json_get_array (document, "items"), &changes, &local)) {
    /* What can't be read today may be tomorrow. */
    if (g_error_matches (local, CP_ERROR, CP_ERROR_INVALID))
      g_clear_pointer (&self->check.ranges, json_decref);
    cp_ledger_note_write (self, local);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  strike_range (self, range);
  g_clear_pointer (&self->waiting_accounts, g_ptr_array_unref);
  if ((changes.programme || changes.staff) && !cp_ledger_load_programme (self, error))
    return FALSE;
  cp_ledger_erase_after (self, &changes);
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
