/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows: head office's against each replica's, and what they must add up to. */
#include "cp-entities.h"
#include "cp-row-pack.h"
#include "cp-sim-final-private.h"
#include "cp-thin.h"

typedef struct {
  GHashTable *expected;
  GHashTable
      *own; /* (nullable): accounts that the store is told all of; NULL: it is of everybody */
  const char *device;
} Comparison;

static void
take_text (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  g_hash_table_add (data, g_strdup (cp_sim_final_text (row, 0)));
}

static GHashTable *
list_texts (CpSimFinal *self, const char *sql)
{
  GHashTable *texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  cp_sim_final_each (self, self->office, sql, take_text, texts);
  return texts;
}

/* NULL where all stores are told all */
static GHashTable *
find_own (CpSimFinal *self, const char *store)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT account_id FROM row WHERE kind = 'member' AND data ->> 'home_store_id' = '%s'"
      "   AND data ->> 'state' IS NOT 'merged'"
      " UNION SELECT data ->> 'visited_account_id' FROM row"
      "   WHERE kind = 'visitor' AND id LIKE '%s/%%' AND data ->> 'until_ms' > 0",
      store, store);
  g_autoptr (GHashTable) scopes =
      list_texts (self, "SELECT data ->> '$.document.scope' FROM row WHERE kind = 'programme'");

  return g_hash_table_contains (scopes, "store") ? list_texts (self, sql) : NULL;
}

/* What the store is told of a row. Returns: (transfer full) (nullable): nothing of it */
static char *
tell (const Comparison *comparison, const char *word, const char *text)
{
  g_autoptr (CpJson) data = NULL;
  g_autoptr (CpJson) thin = NULL;
  int kind = cp_kind_from_word (word);
  const char *account_id;

  if (g_str_equal (word, "visitor"))
    return NULL;
  if (comparison->own == NULL || kind < 0 || !cp_kind_is_thinned ((CpKind) kind))
    return g_strdup (text);
  data = cp_json_parse (text, -1, NULL);
  account_id = cp_json_get_text (data, kind == CP_KIND_ACCOUNT ? "id" : "account_id");
  if (account_id == NULL || g_hash_table_contains (comparison->own, account_id))
    return g_strdup (text);
  thin = cp_thin ((CpKind) kind, data);
  return thin != NULL ? cp_json_to_text (thin) : NULL;
}

/* Columns: kind, id, ver, data and more. Both sides keep rows in canonical JSON, a replica packs it. */
static char *
describe (const char *kind, const char *id, sqlite3_stmt *row, const char *data)
{
  return g_strdup_printf ("%s %s %" G_GINT64_FORMAT " %s", kind, id,
                          (gint64) sqlite3_column_int64 (row, 2), data);
}

static void
add_office_row (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  const Comparison *comparison = data;
  const char *kind = cp_sim_final_text (row, 0);
  g_autofree char *told = tell (comparison, kind, cp_sim_final_text (row, 3));

  if (told != NULL)
    g_hash_table_add (comparison->expected, describe (kind, cp_sim_final_text (row, 1), row, told));
}

static char *
dup_id (sqlite3_stmt *row, int column)
{
  if (sqlite3_column_type (row, column) == SQLITE_BLOB)
    return cp_id_unpack (sqlite3_column_blob (row, column));
  return g_strdup ((const char *) sqlite3_column_text (row, column));
}

/* Columns: kind, id, ver, data, account_id. */
static void
take_replica_row (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  Comparison *comparison = data;
  CpKind kind = (CpKind) sqlite3_column_int (row, 0);
  g_autofree char *id = dup_id (row, 1);
  g_autofree char *account_id = dup_id (row, 4);
  g_autofree char *json = cp_row_unpack (sqlite3_column_blob (row, 3),
                                         (gsize) sqlite3_column_bytes (row, 3), id, account_id);
  g_autofree char *text = describe (cp_kind_get_type (kind)->name, id, row, json);

  if (!g_hash_table_remove (comparison->expected, text))
    cp_sim_oracle_fail (self->oracle, "same rows", "%s has what head office has not: %s",
                        comparison->device, text);
}

void
cp_sim_final_check_replica (CpSimFinal *self,
                            sqlite3 *replica,
                            const char *device,
                            const char *store)
{
  g_autoptr (GHashTable) expected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) own = find_own (self, store);
  Comparison comparison = { expected, own, device };
  GHashTableIter iter;
  gpointer text;

  cp_sim_final_each (self, self->office, "SELECT kind, id, ver, data FROM row", add_office_row,
                     &comparison);
  cp_sim_final_each (self, replica, "SELECT kind, id, ver, data, account_id FROM row",
                     take_replica_row, &comparison);
  g_hash_table_iter_init (&iter, expected);
  if (g_hash_table_iter_next (&iter, &text, NULL))
    cp_sim_oracle_fail (self->oracle, "same rows", "%s has not got %u rows, such as %s", device,
                        g_hash_table_size (expected), (const char *) text);
}

/* Columns: id, what should be nothing */
static void
take_difference (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  cp_sim_oracle_fail (self->oracle, "conserved", "%s: %s differs by %s", (const char *) data,
                      cp_sim_final_text (row, 0), cp_sim_final_text (row, 1));
}

void
cp_sim_final_check_sums (CpSimFinal *self)
{
  /* A debt is a balance below nothing, so this holds for those too. */
  cp_sim_final_each (
      self, self->office,
      "SELECT i.id, ifnull (i.data ->> 'amount_minor', 0) - ifnull (i.data ->> 'balance_minor', 0)"
      " - ifnull ((SELECT sum (r.data ->> 'amount_minor') FROM row AS r"
      "   WHERE r.kind = 'redemption' AND r.data ->> 'incentive_id' = i.id"
      "     AND ifnull (r.data ->> 'state', 'confirmed') NOT IN ('cancelled', 'reversed', "
      "'lapsed')), 0)"
      "   AS difference"
      " FROM row AS i WHERE i.kind = 'incentive'"
      " AND ifnull (i.data ->> 'class', 'reward') = 'reward' AND difference <> 0",
      take_difference, (gpointer) "what is left of a reward and what was taken from it");
  cp_sim_final_each (self, self->office,
                     "SELECT p.data ->> 'receipt_id', count (*) - 1 FROM row AS p"
                     " WHERE p.kind = 'points' AND p.data ->> 'receipt_id' IS NOT NULL"
                     "   AND p.data ->> 'amount' > 0"
                     " GROUP BY p.data ->> 'receipt_id', p.data ->> 'type_id' HAVING count (*) > 1",
                     take_difference, (gpointer) "the points of a receipt");
  cp_sim_final_each (self, self->office,
                     "SELECT p.id, 1 FROM row AS p LEFT JOIN row AS r"
                     "   ON r.kind = 'receipt' AND r.id = p.data ->> 'receipt_id'"
                     " WHERE p.kind = 'points' AND p.data ->> 'receipt_id' IS NOT NULL"
                     "   AND r.account_id IS NOT p.account_id",
                     take_difference, (gpointer) "points and the owner of their receipt");
  cp_sim_final_each (
      self, self->office,
      "SELECT min (c.id), count (*) - 1 FROM row AS c WHERE c.kind = 'card'"
      " AND c.data ->> 'state' IN ('linked', 'active') AND c.data ->> 'uid' IS NOT NULL"
      " GROUP BY c.data ->> 'uid' HAVING count (*) > 1",
      take_difference, (gpointer) "the owners of a card");
}
