/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a till says of its operations is what head office made of them. */
#include "cp-sim-final-private.h"

typedef struct {
  const char *name; /* of the till */
  GHashTable *said; /* operation id → word, both owned: of those that were not plainly accepted */
} Till;

static void
take_said (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  const Till *till = data;

  g_hash_table_insert (till->said, g_strdup (cp_sim_final_text (row, 0)),
                       g_strdup (cp_sim_final_text (row, 1)));
}

/* Columns: id */
static void
take_own (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  const Till *till = data;
  const char *id = cp_sim_final_text (row, 0);
  const CpSimReceived *received = g_hash_table_lookup (self->received, id);
  const char *said = g_hash_table_lookup (till->said, id);

  if (said == NULL)
    said = "accepted";
  if (received != NULL && !g_str_equal (said, received->outcome))
    cp_sim_oracle_fail (self->oracle, "told", "%s: %s is %s there, and at head office %s",
                        till->name, id, said, received->outcome);
}

static void
take_untold (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  const Till *till = data;

  cp_sim_oracle_fail (self->oracle, "told", "%s: has not been told what became of %s", till->name,
                      cp_sim_final_text (row, 0));
}

void
cp_sim_final_check_verdicts (CpSimFinal *self, sqlite3 *journal, sqlite3 *replica, const char *name)
{
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Till till = { name, said };

  cp_sim_final_each (self, replica, "SELECT operation_id, outcome FROM outcome", take_said, &till);
  cp_sim_final_each (self, journal, "SELECT id FROM operation", take_own, &till);
  cp_sim_final_each (self, journal, "SELECT incarnation FROM untold", take_untold, &till);
}
