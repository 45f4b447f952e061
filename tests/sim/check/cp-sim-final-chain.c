/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Chains and operations: of the kiosks, of head office, and what people were told of them. */
#include "cp-chain.h"
#include "cp-sim-final-private.h"

/* Where a chain has got to, row by row. */
typedef struct {
  const char *where;
  char *name; /* device and incarnation */
  char *hash;
  gint64 seq;
} Chain;

static void
clear_chain (Chain *chain)
{
  g_free (chain->name);
  g_free (chain->hash);
}

/* Whether an operation is the next of its chain. @body_hash: (nullable): of one that was erased, and
 * its hash with it */
static void
follow (CpSimFinal *self,
        Chain *chain,
        const char *device,
        const char *incarnation,
        gint64 seq,
        const char *hash,
        const char *body_hash)
{
  g_autofree char *name = g_strdup_printf ("%s %s", device, incarnation);
  g_autofree char *expected = NULL;

  if (g_strcmp0 (name, chain->name) != 0) {
    clear_chain (chain);
    chain->name = g_steal_pointer (&name);
    chain->hash = g_strdup (CP_CHAIN_START);
    chain->seq = 0;
  }
  if (body_hash != NULL)
    expected = cp_chain_hash (chain->hash, device, incarnation, seq, body_hash);
  if (seq != chain->seq + 1)
    cp_sim_oracle_fail (self->oracle, "chain", "%s: %s has a gap before %" G_GINT64_FORMAT,
                        chain->where, chain->name, seq);
  if (expected != NULL && !g_str_equal (hash, expected))
    cp_sim_oracle_fail (self->oracle, "chain", "%s: %s breaks at %" G_GINT64_FORMAT, chain->where,
                        chain->name, seq);
  chain->seq = seq;
  g_free (chain->hash);
  chain->hash = g_strdup (hash);
}

/* What was asked for is in the body as it was asked for; what is empty may be left out. */
static gboolean
is_as_asked (const CpJson *asked, const CpJson *payload)
{
  const char *key;
  json_t *value;

  json_object_foreach ((json_t *) asked, key, value)
  {
    json_t *found = json_object_get (payload, key);

    if (found != NULL ? !json_equal (found, value) : !json_is_false (value))
      return FALSE;
  }
  return TRUE;
}

static void
check_received (CpSimFinal *self, const char *id, const CpSimReceived *received)
{
  const CpSimDeed *deed = cp_sim_oracle_find (self->oracle, id);

  int kind = cp_operation_kind_from_word (cp_json_get_text (received->body, "kind"));

  if (kind >= 0)
    self->n_received[kind]++;
  /* What tills note by themselves. */
  if (deed == NULL && kind >= 0 && cp_operation_kind_is_record ((CpOperationKind) kind))
    return;
  if (received->body == NULL && (self->n_erased > 0 || self->may_be_mute) &&
      (deed == NULL || deed->state != CP_SIM_DEED_REFUSED))
    return;
  if (deed == NULL)
    cp_sim_oracle_fail (self->oracle, "not invented", "head office has %s, which nobody asked for",
                        id);
  else if (deed->state == CP_SIM_DEED_REFUSED)
    cp_sim_oracle_fail (self->oracle, "not invented",
                        "head office has deed %u, of which somebody was told that it is not done",
                        deed->number);
  else if (!is_as_asked (deed->payload, cp_json_get_object (received->body, "payload")))
    cp_sim_oracle_fail (self->oracle, "same", "head office has deed %u otherwise than asked for",
                        deed->number);
  else if (cp_json_get_bool (received->body, "by_member") != (deed->own_uid != NULL))
    cp_sim_oracle_fail (self->oracle, "same", "head office has deed %u as somebody else's",
                        deed->number);
}

/* (transfer full) */
static char *
dup_word (const char *outcome_text)
{
  g_autoptr (CpJson) outcome = cp_json_parse (outcome_text, -1, NULL);
  const char *word = cp_json_get_text (outcome, "outcome");

  return g_strdup (word != NULL ? word : "");
}

static void
check_poison (CpSimFinal *self, const char *id, const char *outcome_text)
{
  const CpSimDeed *deed = cp_sim_oracle_find (self->oracle, id);
  g_autofree char *word = dup_word (outcome_text);

  if (deed != NULL && deed->is_poison && !g_str_equal (word, "needs_review") &&
      !(deed->may_be_rejected && g_str_equal (word, "rejected")))
    cp_sim_oracle_fail (self->oracle, "set aside", "what came of deed %u, which is poison, is %s",
                        deed->number, outcome_text);
}

/* Columns: device_id, incarnation, seq, id, hash, body, is_repeat, outcome, n */
static void
take_received (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  const char *device = cp_sim_final_text (row, 0);
  const char *incarnation = cp_sim_final_text (row, 1);
  gint64 seq = sqlite3_column_int64 (row, 2);
  const char *id = cp_sim_final_text (row, 3);
  const char *body = cp_sim_final_text (row, 5);
  g_autofree char *body_hash = g_str_equal (body, "null") ? NULL : cp_chain_hash_body (body);
  CpSimReceived *received;

  follow (self, data, device, incarnation, seq, cp_sim_final_text (row, 4), body_hash);
  g_hash_table_insert (self->numbers,
                       g_strdup_printf ("%s %s %" G_GINT64_FORMAT, device, incarnation, seq),
                       GSIZE_TO_POINTER ((gsize) sqlite3_column_int64 (row, 8)));
  g_hash_table_insert (self->places,
                       g_strdup_printf ("%s %s %" G_GINT64_FORMAT, device, incarnation, seq),
                       g_strdup (cp_sim_final_text (row, 4)));
  if (sqlite3_column_int (row, 6) != 0)
    return;
  received = g_new0 (CpSimReceived, 1);
  received->hash = g_strdup (cp_sim_final_text (row, 4));
  received->body = cp_json_parse (body, -1, NULL);
  received->outcome = dup_word (cp_sim_final_text (row, 7));
  if (g_hash_table_contains (self->received, id))
    cp_sim_oracle_fail (self->oracle, "once", "head office has done %s twice", id);
  check_received (self, id, received);
  check_poison (self, id, cp_sim_final_text (row, 7));
  g_hash_table_insert (self->received, g_strdup (id), received);
}

static void
count_erased (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  self->n_erased = (guint) sqlite3_column_int (row, 0);
}

void
cp_sim_final_read_office (CpSimFinal *self)
{
  Chain chain = { .where = "office" };

  cp_sim_final_each (self, self->office,
                     "SELECT count (*) FROM row"
                     " WHERE kind = 'member' AND data ->> 'state' = 'erased'",
                     count_erased, NULL);

  cp_sim_final_each (self, self->office,
                     "SELECT device_id, incarnation, seq, id, hash, body, is_repeat, outcome, n"
                     " FROM operation ORDER BY device_id, incarnation, seq",
                     take_received, &chain);
  clear_chain (&chain);
}

void
cp_sim_final_check_deeds (CpSimFinal *self)
{
  const GPtrArray *deeds = cp_sim_oracle_list (self->oracle);

  for (guint i = 0; i < deeds->len; i++) {
    const CpSimDeed *deed = deeds->pdata[i];

    if (deed->state == CP_SIM_DEED_ACCEPTED && !g_hash_table_contains (self->received, deed->id))
      cp_sim_oracle_fail (self->oracle, "not lost",
                          "deed %u (%s) was accepted at till-%u, %" G_GINT64_FORMAT
                          " ms, and head office has not got it",
                          deed->number, cp_operation_kind_get_info (deed->kind)->word, deed->kiosk,
                          deed->at_ms);
  }
}

typedef struct {
  Chain chain;
  const char *device;
  GHashTable *ids;
} Journal;

/* Columns as of take_journalled() */
static void
follow_journalled (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  Journal *journal = data;
  const char *body = cp_sim_final_text (row, 4);
  g_autofree char *body_hash =
      *body != '\0' ? cp_chain_hash_body (body) : g_strdup (cp_sim_final_text (row, 5));

  follow (self, &journal->chain, journal->device, cp_sim_final_text (row, 0),
          sqlite3_column_int64 (row, 1), cp_sim_final_text (row, 3), body_hash);
  if (journal->ids != NULL)
    g_hash_table_add (journal->ids, g_strdup (cp_sim_final_text (row, 2)));
}

/* Columns: incarnation, seq, id, hash, body, body_hash */
static void
take_journalled (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  Journal *journal = data;
  const char *incarnation = cp_sim_final_text (row, 0);
  gint64 seq = sqlite3_column_int64 (row, 1);
  const char *id = cp_sim_final_text (row, 2);
  const char *hash = cp_sim_final_text (row, 3);
  g_autofree char *place =
      g_strdup_printf ("%s %s %" G_GINT64_FORMAT, journal->device, incarnation, seq);
  const char *received = g_hash_table_lookup (self->places, place);
  const char *body = cp_sim_final_text (row, 4);

  if (*body == '\0' && self->n_erased == 0)
    cp_sim_oracle_fail (self->oracle, "erased", "%s: what %s says is gone, and nobody was erased",
                        journal->device, place);
  follow_journalled (self, row, data);
  if (received == NULL)
    cp_sim_oracle_fail (self->oracle, "prefix", "%s: head office has nothing at %s",
                        journal->device, place);
  else if (!g_str_equal (received, hash))
    cp_sim_oracle_fail (self->oracle, "prefix", "%s: head office has another operation at %s",
                        journal->device, place);
  if (!g_hash_table_contains (self->received, id))
    cp_sim_oracle_fail (self->oracle, "not lost", "%s: head office has not got %s", journal->device,
                        id);
}

/* Where the operations of one incarnation's lanes stand at head office. */
typedef struct {
  const char *device;
  char *incarnation;
  gsize last; /* of the priority lane's so far */
} Lanes;

/* What was done after something of the priority lane has come after it. Columns: incarnation, seq */
static void
take_in_order (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  Lanes *lanes = data;
  const char *name = cp_sim_final_text (row, 0);
  g_autofree char *incarnation = cp_chain_dup_incarnation (name);
  g_autofree char *place = g_strdup_printf ("%s %s %" G_GINT64_FORMAT, lanes->device, name,
                                            (gint64) sqlite3_column_int64 (row, 1));
  gsize n = GPOINTER_TO_SIZE (g_hash_table_lookup (self->numbers, place));

  if (g_strcmp0 (incarnation, lanes->incarnation) != 0) {
    g_free (lanes->incarnation);
    lanes->incarnation = g_steal_pointer (&incarnation);
    lanes->last = 0;
  }
  if (cp_chain_get_lane (name) == CP_LANE_PRIORITY)
    lanes->last = MAX (lanes->last, n);
  else if (n < lanes->last)
    cp_sim_oracle_fail (self->oracle, "lanes", "%s came before what was done before it", place);
}

static void
check_lanes (CpSimFinal *self, sqlite3 *journal, const char *device)
{
  Lanes lanes = { .device = device };

  cp_sim_final_each (self, journal,
                     "SELECT incarnation, seq FROM operation"
                     " ORDER BY substr (incarnation, 1, 32), n",
                     take_in_order, &lanes);
  g_free (lanes.incarnation);
}

#define JOURNAL \
  "SELECT incarnation, seq, id, hash, body, body_hash FROM operation ORDER BY incarnation, seq"

void
cp_sim_final_follow_journal (CpSimFinal *self,
                             sqlite3 *journal,
                             const char *device,
                             GHashTable *ret_ids)
{
  Journal reading = { { .where = device }, device, ret_ids };

  cp_sim_final_each (self, journal, JOURNAL, follow_journalled, &reading);
  clear_chain (&reading.chain);
}

void
cp_sim_final_check_journal (CpSimFinal *self, sqlite3 *journal, const char *device)
{
  Journal reading = { { .where = device }, device, NULL };

  cp_sim_final_each (self, journal, JOURNAL, take_journalled, &reading);
  clear_chain (&reading.chain);
  check_lanes (self, journal, device);
}
