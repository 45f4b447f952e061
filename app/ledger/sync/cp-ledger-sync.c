/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the sync worker asks for and brings. */
#include "cp-ledger-private.h"

#include "cp-error.h"
#include "cp-signature.h"

#include <string.h>

/* With more changed accounts than that, everything counts as changed. */
#define MAX_TOLD_ACCOUNTS 100

/* Of what stands beside a body, about. */
#define LINK_BYTES 200

static CpJson *
describe_operation (const CpJournalEntry *entry, GError **error)
{
  CpJson *body = entry->body != NULL ? cp_json_parse_object (entry->body, -1, error) : json_null ();
  CpJson *document;

  if (body == NULL)
    return NULL;
  document = json_object ();
  cp_json_set_int (document, "seq", entry->seq);
  cp_json_set_text (document, "id", entry->id);
  cp_json_set (document, "body", body);
  if (entry->body == NULL)
    cp_json_set_text (document, "body_hash", entry->body_hash);
  return document;
}

/* Those between follow from these. */
static void
add_links (CpJson *list, const GPtrArray *entries)
{
  gsize n = json_array_size (list);

  if (n == 0)
    return;
  cp_json_set_text (json_array_get (list, 0), "prev",
                    ((const CpJournalEntry *) entries->pdata[0])->prev);
  cp_json_set_text (json_array_get (list, n - 1), "hash",
                    ((const CpJournalEntry *) entries->pdata[n - 1])->hash);
}

/* At least one, however large, or it would never go. */
static gboolean
add_operations (CpJson *list, const GPtrArray *entries, gsize max_bytes, GError **error)
{
  gsize n_bytes = 0;

  for (guint i = 0; i < entries->len; i++) {
    const CpJournalEntry *entry = entries->pdata[i];
    CpJson *document;

    n_bytes += LINK_BYTES + (entry->body != NULL ? strlen (entry->body) : 0);
    if (i > 0 && n_bytes > max_bytes)
      break;
    document = describe_operation (entry, error);
    if (document == NULL)
      return FALSE;
    cp_json_append (list, document);
  }
  add_links (list, entries);
  return TRUE;
}

static gint64
count_in_lane (const CpLedger *self, CpLane lane, gint64 first_seq)
{
  return MAX (cp_journal_get_last_seq (self->journal, lane) - first_seq + 1, 0);
}

/* How much there is to send, with this push, which begins at @first_seq of @lane. */
static void
add_waiting (const CpLedger *self, CpJson *push, CpLane lane, gint64 first_seq)
{
  gint64 counts[CP_N_LANES];
  gint64 n_all = 0;

  for (guint i = 0; i < CP_N_LANES; i++) {
    counts[i] = count_in_lane (self, i, i == lane ? first_seq : self->acked.seq[i] + 1);
    n_all += counts[i];
  }
  cp_json_set_int (push, "waiting", n_all);
  cp_json_set_int (push, "waiting_bulk", counts[CP_LANE_BULK]);
}

/* What was done before the last of them in the priority lane must be with head office before them. */
static gboolean
add_needs (CpLedger *self, CpJson *push, CpLane lane, const GPtrArray *entries, GError **error)
{
  gsize n_sent = json_array_size (cp_json_get_array (push, "operations"));
  const CpJournalEntry *last = n_sent > 0 ? entries->pdata[n_sent - 1] : NULL;
  gint64 seq = 0;

  if (lane == CP_LANE_PRIORITY || last == NULL)
    return TRUE;
  if (!cp_journal_get_priority_before (self->journal, last->n, &seq, error))
    return FALSE;
  cp_json_set_int (push, "needs", seq);
  return TRUE;
}

CpJson *
cp_ledger_get_push (CpLedger *self,
                    CpLane lane,
                    gint64 from_seq,
                    guint max_operations,
                    gsize max_bytes,
                    GError **error)
{
  g_autoptr (CpJson) push = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  gint64 first_seq = from_seq > 0 ? from_seq : self->acked.seq[lane] + 1;
  CpJson *list;

  if (!cp_ledger_check_alive (self, error) || !cp_ledger_check_live (self, error))
    return NULL;
  entries = cp_journal_list_from (self->journal, lane, first_seq, max_operations, error);
  if (entries == NULL)
    return NULL;
  push = json_object ();
  cp_json_set_int (push, "proto", 1);
  cp_json_set_text (push, "device", self->device_id);
  cp_json_set_text (push, "incarnation", cp_journal_get_chain (self->journal, lane));
  cp_json_set_text (push, "store", self->store_id);
  cp_json_set_text (push, "epoch", cp_replica_get_epoch (self->replica));
  cp_json_set_int (push, "schema", cp_replica_get_schema ());
  cp_json_set_int (push, "after", cp_replica_get_cursor (self->replica));
  add_waiting (self, push, lane, first_seq);
  list = json_array ();
  cp_json_set (push, "operations", list);
  cp_json_set_text (push, "challenge", self->challenge);
  if (!add_operations (list, entries, max_bytes, error) ||
      !add_needs (self, push, lane, entries, error) || !cp_ledger_add_untold (self, push, error))
    return NULL;
  cp_ledger_sign_push (self, lane, push);
  return g_steal_pointer (&push);
}

static void
tell_accounts (CpLedger *self, GHashTable *account_ids)
{
  g_autofree gpointer *ids = NULL;
  guint n_ids;

  if (g_hash_table_size (account_ids) == 0 || self->changed_func == NULL)
    return;
  ids = g_hash_table_get_keys_as_array (account_ids, &n_ids);
  self->changed_func ("accounts", n_ids <= MAX_TOLD_ACCOUNTS ? (const char *const *) ids : NULL,
                      self->changed_data);
}

void
cp_ledger_tell_changes (CpLedger *self, const CpReplicaChanges *changes)
{
  tell_accounts (self, changes->account_ids);
  if (changes->programme || changes->staff)
    cp_ledger_tell (self, "programme", NULL);
  if (changes->outcomes) {
    cp_ledger_tell (self, "attention", NULL);
    cp_ledger_tell (self, "outbox", NULL);
  }
  cp_ledger_tell (self, "status", NULL);
}

/* The rows are all that head office had when it sealed the page. How long ago that was is told by the
 * page that came quickest, so that one which was held back on its way, or a clock of head office's
 * that went back, makes them older and never younger. */
static void
note_current (CpLedger *self, gint64 head_office_ms)
{
  gint64 offset_ms = head_office_ms - cp_world_boot_ms (self->world);

  self->office_offset_ms = MAX (self->office_offset_ms, offset_ms);
  self->current_boot_ms = head_office_ms - self->office_offset_ms;
  self->whole_boot_ms = cp_world_boot_ms (self->world);
  self->settled = self->acked.seq[CP_LANE_PRIORITY];
  self->as_of_ms = MAX (self->as_of_ms, head_office_ms);
  self->line.last_sync_ms = cp_world_wall_ms (self->world);
}

gboolean
cp_ledger_take_up_page (CpLedger *self,
                        const CpJson *page,
                        gboolean is_ours,
                        const CpReplicaChanges *changes,
                        GError **error)
{
  if (!cp_ledger_read_acked (self, error))
    return FALSE;
  if ((changes->programme || changes->staff) && !cp_ledger_load_programme (self, error))
    return FALSE;
  g_clear_pointer (&self->waiting_accounts, g_ptr_array_unref);
  self->is_caught_up = !cp_json_get_bool (page, "more");
  self->as_of_ms = cp_replica_get_head_office_ms (self->replica);
  self->heard_boot_ms = cp_world_boot_ms (self->world);
  self->settled = MIN (self->settled, self->acked.seq[CP_LANE_PRIORITY]);
  if (self->is_caught_up && is_ours)
    note_current (self, self->as_of_ms);
  if (self->is_caught_up) {
    self->lacks_room = FALSE;
    cp_ledger_drop_snapshot (self);
  }
  return TRUE;
}

/* Whether head office's operation of that number is the one that the journal has. */
static gboolean
is_ours (CpLedger *self, const CpJson *ack, gboolean *ret_ours, GError **error)
{
  const char *id = cp_json_get_text (ack, "operation_id");
  g_autoptr (CpJournalEntry) entry = NULL;
  gboolean is_current;

  if (id == NULL || !cp_journal_find (self->journal, id, &entry, &is_current, error))
    return id == NULL;
  *ret_ours = entry != NULL && is_current && entry->lane == cp_replica_get_lane (ack) &&
              entry->seq == cp_json_get_int (ack, "seq", 0);
  return TRUE;
}

/* Where head office's chains of this incarnation are not the journal's: the journal was restored from
 * an older copy, or copied. From there on nothing of ours has got through.
 * @through: (inout): what head office has of ours, this page included; @ret_forked: untouched if they are
 * the journal's */
static gboolean
find_fork (
    CpLedger *self, const CpJson *page, CpLaneMarks *through, gboolean *ret_forked, GError **error)
{
  gboolean forked[CP_N_LANES] = { FALSE };
  gsize i;
  CpJson *item;

  json_array_foreach (cp_json_get_array (page, "items"), i, item)
  {
    CpLane lane = cp_replica_get_lane (item);
    gint64 seq = cp_json_get_int (item, "seq", 0);
    gboolean ours = TRUE;

    if (g_strcmp0 (cp_json_get_text (item, "t"), "ack") != 0 || forked[lane])
      continue;
    if (!is_ours (self, item, &ours, error))
      return FALSE;
    forked[lane] = !ours && seq > 0;
    *ret_forked = *ret_forked || forked[lane];
    through->seq[lane] = ours ? MAX (through->seq[lane], seq) : MIN (through->seq[lane], seq - 1);
  }
  return TRUE;
}

/* A page, and where it says that the journal has forked. */
typedef struct {
  CpReplicaChanges changes;
  CpLaneMarks ours;
  gboolean is_forked;
} Taking;

static void
taking_clear (Taking *self)
{
  cp_replica_changes_clear (&self->changes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Taking, taking_clear)

/* Each page says whether head office takes two lanes. One that does not, any more, has told nothing of what
 * went in the second, and gets what waits there in the first. */
static gboolean
follow_lanes (CpLedger *self, const CpJson *page, GError **error)
{
  guint n_lanes = cp_json_get_int (page, "lanes", 1) >= CP_N_LANES ? CP_N_LANES : 1;
  gint64 first_seq = self->acked.seq[CP_LANE_BULK] + 1;

  if (n_lanes == 1 && count_in_lane (self, CP_LANE_BULK, first_seq) > 0 &&
      !cp_ledger_renew (self, &self->acked, error))
    return FALSE;
  return cp_journal_use_lanes (self->journal, n_lanes, error);
}

/* Of chains that have forked the rows are only said to contain what is ours: after a crash before the
 * journal is begun anew the rest would count as acknowledged, and nobody has it. */
static gboolean
take_page (CpLedger *self, const CpJson *page, Taking *taking, GError **error)
{
  g_autofree char *epoch = g_strdup (cp_replica_get_epoch (self->replica));
  gboolean is_same_epoch = g_strcmp0 (epoch, cp_json_get_text (page, "epoch")) == 0;

  taking->ours = is_same_epoch ? self->acked : (CpLaneMarks){ { 0 } };
  if (!cp_ledger_check_page (self, page, error) ||
      !cp_replica_check_page (self->replica, page, error) ||
      !find_fork (self, page, &taking->ours, &taking->is_forked, error) ||
      !cp_ledger_mark_erased (self, page, error) ||
      (!is_same_epoch && !cp_ledger_mark_untold (self, cp_json_get_text (page, "epoch"), error)) ||
      !cp_replica_apply_page (self->replica, cp_journal_get_incarnation (self->journal),
                              &taking->ours, page, &taking->changes, error))
    return FALSE;
  /* No page of the epoch before may be taken for a new beginning. */
  if (!is_same_epoch) {
    cp_ledger_draw_challenge (self);
    g_clear_pointer (&self->durable, json_decref);
  }
  cp_ledger_note_durable (self, page);
  return cp_ledger_take_up_page (self, page, !taking->is_forked, &taking->changes, error) &&
         (taking->is_forked ||
          (cp_ledger_keep_countersignatures (self, page, error) &&
           cp_ledger_mend_loss (self, page, error) && follow_lanes (self, page, error))) &&
         cp_ledger_take_told (self, page, &taking->changes.outcomes, error) &&
         cp_ledger_answer_recalls (self, page, error);
}

static gboolean
take_page_and_tell (CpLedger *self, const CpJson *page, GError **error)
{
  g_auto (Taking) taking = { .is_forked = FALSE };

  if (!take_page (self, page, &taking, error))
    return FALSE;
  cp_ledger_erase_after (self, &taking.changes);
  cp_ledger_forget (self, &taking.changes);
  cp_ledger_tell_changes (self, &taking.changes);
  /* Now that the rows hold what they do of ours. */
  return !taking.is_forked || cp_ledger_renew (self, &taking.ours, error);
}

gboolean
cp_ledger_apply_page (CpLedger *self, const CpJson *page, GError **error)
{
  GError *local = NULL;

  if (!cp_ledger_check_alive (self, error) || !cp_ledger_check_live (self, error))
    return FALSE;
  if (take_page_and_tell (self, page, &local))
    return TRUE;
  cp_ledger_note_write (self, local);
  g_propagate_error (error, local);
  return FALSE;
}

/* Whether the journal's operation of that number is the one that head office has. */
gboolean
cp_ledger_has_link (
    CpLedger *self, CpLane lane, gint64 seq, const char *hash, gboolean *ret_ours, GError **error)
{
  g_autofree char *ours = NULL;

  if (!cp_journal_get_hash_at (self->journal, lane, seq, &ours, error))
    return FALSE;
  *ret_ours = ours != NULL && g_strcmp0 (ours, hash) == 0;
  return TRUE;
}

/* @ret_seq: the last number listed at which both chains are one; 0 if there is none */
static gboolean
find_agreement (CpLedger *self, CpLane lane, const CpJson *links, gint64 *ret_seq, GError **error)
{
  gsize i;
  CpJson *link;

  *ret_seq = 0;
  json_array_foreach (links, i, link)
  {
    gint64 seq = cp_json_get_int (link, "seq", 0);
    gboolean same = FALSE;

    if (seq > *ret_seq &&
        !cp_ledger_has_link (self, lane, seq, cp_json_get_text (link, "hash"), &same, error))
      return FALSE;
    if (same)
      *ret_seq = seq;
  }
  return TRUE;
}

/* @lane's is forked from head office's @chain if the last link that head office has is not the journal's;
 * what follows the last that both have is then sent under a new incarnation. So is what it has and has not
 * told of yet: else it would count as done here before its rows are. And so is what follows in the other lane,
 * of which a head office that was restored may have less than it told. */
static gboolean
mend_lane (CpLedger *self, CpLane lane, const CpJson *chain, GError **error)
{
  const CpJson *other_chain = cp_json_get_object (chain, "other");
  CpLane other = cp_lane_get_other (lane);
  CpLaneMarks through = self->acked;
  gint64 agreed, other_agreed = G_MAXINT64;

  if (!find_agreement (self, lane, cp_json_get_array (chain, "links"), &agreed, error) ||
      (other_chain != NULL &&
       !find_agreement (self, other, cp_json_get_array (other_chain, "links"), &other_agreed,
                        error)))
    return FALSE;
  through.seq[lane] = MIN (agreed, self->acked.seq[lane]);
  through.seq[other] = MIN (other_agreed, self->acked.seq[other]);
  return agreed >= cp_json_get_int (chain, "through_seq", 0) ||
         cp_ledger_renew (self, &through, error);
}

/* Head office says that the journal has forked. */
static gboolean
mend_chain (CpLedger *self, const CpJson *chain, GError **error)
{
  const char *name = cp_json_get_text (chain, "incarnation");
  g_autofree char *purpose = cp_seal_describe_chain (self->device_id);

  if (!cp_journal_is_current (self->journal, name))
    return TRUE;
  if (self->trust.key == NULL || !cp_ledger_is_sealed (self, chain, purpose)) {
    g_message ("What is said of the chain is not sealed by head office");
    return TRUE;
  }
  for (guint lane = 0; lane < CP_N_LANES; lane++)
    if (g_str_equal (cp_journal_get_chain (self->journal, lane), name))
      return mend_lane (self, lane, chain, error);
  return TRUE;
}

gboolean
cp_ledger_set_link (CpLedger *self, const CpJson *link, GError **error)
{
  static const char *const keys[] = {
    "state", "text", "head_office_ms", "chain", "preparing", NULL
  };
  static const char *const states[] = { "online", "offline", "refused", "unknown", NULL };
  const char *state = cp_json_get_text (link, "state");
  const CpJson *chain = cp_json_get_object (link, "chain");

  if (!cp_ledger_check_alive (self, error) || !cp_ledger_check_request (link, keys, error))
    return FALSE;
  if (state == NULL || !g_strv_contains (states, state)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "\"state\" is not a state of the line");
    return FALSE;
  }
  if (chain != NULL && !mend_chain (self, chain, error))
    return FALSE;
  if (!g_str_equal (state, self->line.state))
    self->line.since_ms = cp_world_wall_ms (self->world);
  g_free (self->line.state);
  self->line.state = g_strdup (state);
  g_free (self->line.text);
  self->line.text = g_strdup (cp_json_get_text (link, "text"));
  self->line.is_preparing = cp_json_get_bool (link, "preparing");
  cp_ledger_tell (self, "status", NULL);
  return TRUE;
}
