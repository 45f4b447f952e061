/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What head office made of our operations, where the rows came without a word of it (PROTOCOL.md, 79). */
#include "cp-ledger-private.h"

#include "cp-error.h"
#include "cp-journal-untold.h"

/* Who looks at what needs review may take days. Of an operation that was sent anew the feed tells in its present
 * chain; of one that stayed in an earlier chain it tells no more, and so often it is asked for. */
#define REVIEW_MS (2 * 60 * 1000)

typedef gboolean (*ReviewFunc) (CpLedger *self, const CpJournalEntry *entry, GError **error);

/* Each that head office had yet to decide when it told of it. */
static gboolean
each_in_review (CpLedger *self, ReviewFunc func, GError **error)
{
  g_autoptr (GPtrArray) outcomes = cp_replica_list_outcomes (self->replica, error);

  if (outcomes == NULL)
    return FALSE;
  for (guint i = 0; i < outcomes->len; i++) {
    const CpOutcome *outcome = outcomes->pdata[i];
    g_autoptr (CpJournalEntry) entry = NULL;

    if (!g_str_equal (outcome->outcome, "needs_review"))
      continue;
    if (!cp_journal_find (self->journal, outcome->operation_id, &entry, NULL, error))
      return FALSE;
    if (entry != NULL && !func (self, entry, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
mark_review (CpLedger *self, const CpJournalEntry *entry, GError **error)
{
  return cp_journal_mark_untold (self->journal, entry->chain, entry->seq - 1, error);
}

/* What was told of the others of its chain stands until it is told otherwise, so that is not marked. */
static gboolean
ask_for_review (CpLedger *self, const CpJournalEntry *entry, GError **error)
{
  CpJson *asked = json_object_get (self->reviewed, entry->chain);
  gint64 after = cp_json_get_int (asked, "after", G_MAXINT64);

  if (cp_journal_is_current (self->journal, entry->chain))
    return TRUE;
  if (asked == NULL) {
    asked = json_object ();
    cp_json_set (self->reviewed, entry->chain, asked);
  }
  cp_json_set_int (asked, "after", MIN (after, entry->seq - 1));
  cp_json_set_int (asked, "last", MAX (cp_json_get_int (asked, "last", 0), entry->seq));
  return TRUE;
}

/* All that was looked for before has been answered first: no answer is taken for one to another question. */
static gboolean
look_for_reviews (CpLedger *self, GError **error)
{
  gint64 now_ms = cp_world_boot_ms (self->world);

  if (self->reviewed == NULL)
    self->reviewed = json_object ();
  if (json_object_size (self->reviewed) > 0 || now_ms < self->review_due_ms)
    return TRUE;
  self->review_due_ms = now_ms + REVIEW_MS;
  return each_in_review (self, ask_for_review, error);
}

/* (transfer full) (nullable) @ret_chain: what is to be asked about, after the number @ret_after. @name: (nullable):
 * any */
static gboolean
get_question (CpLedger *self, const char *name, char **ret_chain, gint64 *ret_after, GError **error)
{
  if (!cp_journal_get_untold (self->journal, name, ret_chain, ret_after, error))
    return FALSE;
  if (*ret_chain != NULL)
    return TRUE;
  if (name == NULL)
    name = json_object_iter_key (json_object_iter (self->reviewed));
  if (name != NULL && json_object_get (self->reviewed, name) != NULL) {
    *ret_chain = g_strdup (name);
    *ret_after = cp_json_get_int (json_object_get (self->reviewed, name), "after", 0);
  }
  return TRUE;
}

gboolean
cp_ledger_mark_untold (CpLedger *self, const char *epoch, GError **error)
{
  if (g_strcmp0 (cp_replica_get_epoch (self->replica), epoch) != 0)
    return cp_journal_mark_all_untold (self->journal, error);
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    if (cp_journal_get_last_seq (self->journal, lane) > self->acked.seq[lane] &&
        !cp_journal_mark_untold (self->journal, cp_journal_get_chain (self->journal, lane),
                                 self->acked.seq[lane], error))
      return FALSE;
  return each_in_review (self, mark_review, error);
}

gboolean
cp_ledger_has_untold (CpLedger *self, gboolean *ret_has, GError **error)
{
  g_autofree char *chain = NULL;
  gint64 through;

  if (!cp_journal_get_untold (self->journal, NULL, &chain, &through, error))
    return FALSE;
  *ret_has = chain != NULL;
  return TRUE;
}

gboolean
cp_ledger_is_told (CpLedger *self, const CpJournalEntry *entry, gboolean *ret_told, GError **error)
{
  g_autofree char *chain = NULL;
  gint64 through;

  if (!cp_journal_get_untold (self->journal, entry->chain, &chain, &through, error))
    return FALSE;
  *ret_told = chain == NULL || entry->seq <= through;
  return TRUE;
}

gboolean
cp_ledger_add_untold (CpLedger *self, CpJson *push, GError **error)
{
  g_autofree char *chain = NULL;
  gint64 through;
  CpJson *untold;

  if (!look_for_reviews (self, error) || !get_question (self, NULL, &chain, &through, error))
    return FALSE;
  if (chain == NULL)
    return TRUE;
  untold = json_object ();
  cp_json_set_text (untold, "incarnation", chain);
  cp_json_set_int (untold, "after", through);
  cp_json_set (push, "untold", untold);
  return TRUE;
}

/* Returns: (transfer full) (element-type utf8): whose outcome is told now, be it by not being listed */
static GPtrArray *
list_outdated (CpLedger *self, const char *chain, gint64 after, gint64 through, GError **error)
{
  g_autoptr (GPtrArray) outcomes = cp_replica_list_outcomes (self->replica, error);
  g_autoptr (GPtrArray) outdated = g_ptr_array_new_with_free_func (g_free);

  if (outcomes == NULL)
    return NULL;
  for (guint i = 0; i < outcomes->len; i++) {
    const CpOutcome *outcome = outcomes->pdata[i];
    g_autoptr (CpJournalEntry) entry = NULL;

    if (!cp_journal_find (self->journal, outcome->operation_id, &entry, NULL, error))
      return NULL;
    /* Sent anew, it has another number than the one it was told of by. */
    if (entry != NULL && entry->seq > after && entry->seq <= through &&
        g_strcmp0 (entry->chain, chain) == 0)
      g_ptr_array_add (outdated, g_strdup (outcome->operation_id));
  }
  return g_steal_pointer (&outdated);
}

/* A long chain is not read to its end for the sake of one. */
static void
note_answer (CpLedger *self, const char *chain, gint64 through, gboolean more)
{
  CpJson *asked = json_object_get (self->reviewed, chain);

  if (more && through < cp_json_get_int (asked, "last", 0))
    cp_json_set_int (asked, "after", through);
  else
    json_object_del (self->reviewed, chain);
}

static gboolean
take_told (CpLedger *self, const CpJson *told, const char *chain, gint64 after, GError **error)
{
  const CpJson *outcomes = cp_json_get_array (told, "outcomes");
  gint64 through = cp_json_get_int (told, "through", -1);
  gboolean more = cp_json_get_bool (told, "more");
  g_autoptr (GPtrArray) outdated = NULL;

  if (outcomes == NULL || through < after || (more && through == after)) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID,
                         "The page of the feed does not tell what was asked");
    return FALSE;
  }
  outdated = list_outdated (self, chain, after, through, error);
  if (outdated == NULL || !cp_replica_replace_outcomes (self->replica, outdated, outcomes, error) ||
      !cp_journal_note_told (self->journal, chain, through, more, error))
    return FALSE;
  note_answer (self, chain, through, more);
  return TRUE;
}

gboolean
cp_ledger_take_told (CpLedger *self, const CpJson *page, gboolean *ret_taken, GError **error)
{
  const CpJson *told = cp_json_get_object (page, "told");
  const char *name = cp_json_get_text (told, "incarnation");
  g_autofree char *chain = NULL;
  gint64 after;

  if (name == NULL)
    return TRUE;
  if (!get_question (self, name, &chain, &after, error))
    return FALSE;
  if (chain == NULL)
    return TRUE; /* an answer to what was asked before */
  *ret_taken = TRUE;
  return take_told (self, told, chain, after, error);
}
