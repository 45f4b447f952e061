/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the journal need not keep any more, by head office's word and clock. */
#include "cp-error.h"
#include "cp-journal-retain.h"
#include "cp-ledger-private.h"

#define LOOK_EVERY_MS (3600 * G_GINT64_CONSTANT (1000))

/* Those of an epoch before may say more than head office has now. */
void
cp_ledger_note_durable (CpLedger *self, const CpJson *page)
{
  CpJson *durable = cp_json_get_object (page, "durable");

  if (durable == NULL)
    return;
  json_decref (self->durable);
  self->durable = json_incref (durable);
}

static gboolean
is_told (gpointer data, const char *id, gboolean *ret_told, GError **error)
{
  CpLedger *self = data;
  g_autoptr (CpOutcome) outcome = NULL;

  if (!cp_replica_find_outcome (self->replica, id, &outcome, error))
    return FALSE;
  *ret_told = outcome != NULL && !g_str_equal (outcome->outcome, "accepted");
  return TRUE;
}

/* Only while the rows are all there are, so that what head office has is what we count as acknowledged. */
void
cp_ledger_retain (CpLedger *self)
{
  CpJournalSafe safe = { self->durable, self->acked, self->as_of_ms, is_told, self };
  gint64 *acked = &safe.acked.seq[CP_LANE_PRIORITY];
  g_autoptr (GError) error = NULL;
  gboolean has_untold = FALSE;

  if (self->durable == NULL || !self->is_caught_up ||
      (!self->retains_less && self->as_of_ms - self->retained_ms < LOOK_EVERY_MS))
    return;
  if (!cp_ledger_has_untold (self, &has_untold, NULL) || has_untold)
    return; /* of some of it, it is not known whether anybody has to see to it */
  self->retained_ms = self->as_of_ms;
  *acked = MIN (*acked, self->settled);
  if (!cp_journal_let_go (self->journal, &safe, &self->retains_less, &error)) {
    g_message ("The journal can't let go of old operations yet: %s", error->message);
    self->retains_less = FALSE;
  }
}

/* A page says it where it is the last. */
static gboolean
mend_before (CpLedger *self, const CpJson *chains, GError **error)
{
  gboolean is_covered = TRUE;

  if (chains == NULL)
    return TRUE;
  if (!cp_journal_is_covered_before (self->journal, chains, &is_covered, error))
    return FALSE;
  return is_covered || cp_ledger_renew_uncovered (self, chains, error);
}

gboolean
cp_ledger_mend_loss (CpLedger *self, const CpJson *page, GError **error)
{
  CpLaneMarks anchors;

  if (!self->is_caught_up)
    return TRUE;
  if (!mend_before (self, cp_json_get_object (page, "chains"), error))
    return FALSE;
  if (!cp_journal_get_anchors (self->journal, &anchors, error))
    return FALSE;
  for (guint lane = 0; lane < CP_N_LANES; lane++) {
    if (self->acked.seq[lane] >= anchors.seq[lane])
      continue;
    g_message ("Head office lacks operations up to number %" G_GINT64_FORMAT
               " that this device has let go of",
               anchors.seq[lane]);
    return cp_ledger_renew (self, &self->acked, error);
  }
  return TRUE;
}
