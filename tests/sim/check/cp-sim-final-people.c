/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What was done for people, held against what head office has of it: consent, aliases, points, cards. */
#include "cp-sim-final-private.h"
#include "cp-sim-template.h"

#include <string.h>

#define STANDS(operation) operation ".outcome ->> 'outcome' LIKE 'accepted%'"

/* Columns: id, what is wrong with it */
static void
take_wrong (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  cp_sim_oracle_fail (self->oracle, data, "%s: %s", cp_sim_final_text (row, 0),
                      cp_sim_final_text (row, 1));
}

/* Who somebody is now, in as many steps as there were merges. */
#define WHO_THEY_ARE                                                                     \
  "WITH RECURSIVE alias(id, now) AS (SELECT id, id FROM row WHERE kind = 'member' UNION" \
  "   SELECT a.id, m.data ->> 'merged_into' FROM alias AS a"                             \
  "     JOIN row AS m ON m.kind = 'member' AND m.id = a.now"                             \
  "     WHERE m.data ->> 'merged_into' IS NOT NULL) "

/* Invariant 6: whoever gets something said so after they last said no, whoever they were then, and it is known
 * how. Head office takes nothing for later than its own clock. */
static void
check_consent (CpSimFinal *self)
{
  cp_sim_final_each (self, self->office,
                     "SELECT id, 'nobody knows how they agreed' FROM row"
                     " WHERE kind = 'subscription' AND data ->> 'opted_in'"
                     "   AND (data ->> 'text_version' IS NULL OR data ->> 'language' IS NULL"
                     "     OR data ->> 'method' IS NULL)",
                     take_wrong, (gpointer) "consent");
  cp_sim_final_each (self, self->office,
                     WHO_THEY_ARE
                     "SELECT s.id, 'they said no by ' || o.id FROM operation AS o"
                     " JOIN alias ON alias.id = o.body ->> 'member_id'"
                     " JOIN row AS s ON s.kind = 'subscription' AND s.data ->> 'opted_in'"
                     "   AND s.data ->> 'member_id' = alias.now"
                     "   AND s.data ->> 'mailing_id'"
                     "     = ifnull (o.body ->> '$.payload.mailing_id', s.data ->> 'mailing_id')"
                     "   AND s.data ->> 'channel_id'"
                     "     = ifnull (o.body ->> '$.payload.channel_id', s.data ->> 'channel_id')"
                     " WHERE o.is_repeat = 0 AND o.body ->> 'kind' = 'opt_out' AND " STANDS (
                         "o") "   AND s.data ->> 'at_ms' <= min (o.body ->> 'at_ms', o.at_ms)",
                     take_wrong, (gpointer) "consent");
}

/* Invariant 7: an alias leads to somebody, on the same account. */
static void
check_aliases (CpSimFinal *self)
{
  cp_sim_final_each (self, self->office,
                     "SELECT m.id, 'leads to nobody' FROM row AS m LEFT JOIN row AS w"
                     "   ON w.kind = 'member' AND w.id = m.data ->> 'merged_into'"
                     "     AND w.account_id = m.account_id"
                     " WHERE m.kind = 'member' AND m.data ->> 'state' = 'merged' AND w.id IS NULL",
                     take_wrong, (gpointer) "alias");
}

/* Invariants 1 and 9: the entries of what was adjusted come to that, and of what was not to nothing; so
 * whatever has become of the account since, no point came or went. */
static void
check_points (CpSimFinal *self)
{
  cp_sim_final_each (
      self, self->office,
      "WITH sums AS (SELECT data ->> 'operation_id' AS id, sum (data ->> 'amount') AS amount"
      "   FROM row WHERE kind = 'points' AND data ->> 'adjusted' GROUP BY 1)"
      " SELECT o.id, 'its entries come to ' || ifnull (s.amount, 0)"
      " FROM operation AS o LEFT JOIN sums AS s ON s.id = o.id"
      " WHERE o.is_repeat = 0 AND o.body ->> 'kind' = 'adjust_points'"
      "   AND ifnull (s.amount, 0) <> iif (" STANDS ("o") ", o.body ->> '$.payload.amount', 0)",
      take_wrong, (gpointer) "points");
}

/* Invariant 7, the other half: what was written about somebody goes with them, and nothing else does. Of who
 * is erased operations keep no body. */
static void
check_texts (CpSimFinal *self)
{
  cp_sim_final_each (self, self->office,
                     "SELECT o.id, 'what it said is gone' FROM operation AS o"
                     " JOIN row AS p ON p.kind = 'points' AND p.data ->> 'operation_id' = o.id"
                     " WHERE o.is_repeat = 0 AND o.body ->> 'kind' = 'adjust_points'"
                     "   AND p.data ->> 'reason' IS NULL",
                     take_wrong, (gpointer) "erased");
}

/* Columns: operation, card */
static void
take_entry (CpSimFinal *self, sqlite3_stmt *row, gpointer data)
{
  const CpSimDeed *deed = cp_sim_oracle_find (self->oracle, cp_sim_final_text (row, 0));
  const char *card_id = cp_sim_final_text (row, 1);

  if (deed != NULL && deed->poor_cards != NULL && strstr (deed->poor_cards, card_id) != NULL)
    cp_sim_oracle_fail (self->oracle, "only earns",
                        "deed %u takes by card %s, which only earned at till-%u, if that",
                        deed->number, card_id, deed->kiosk);
}

/* Invariants 4 and 5: no entry takes by a card that was no more than linked where it was done. */
static void
check_cards (CpSimFinal *self)
{
  cp_sim_final_each (self, self->office,
                     "SELECT data ->> 'operation_id', data ->> 'card_id' FROM row"
                     " WHERE kind IN ('redemption', 'points') AND data ->> 'card_id' IS NOT NULL"
                     "   AND (kind = 'redemption' OR data ->> 'amount' < 0)",
                     take_entry, NULL);
}

/* Nobody has what a field does not take, nor lacks what the form calls required. */
static void
check_fields (CpSimFinal *self)
{
  cp_sim_final_each (self, self->office,
                     "SELECT id, 'has ' || (data ->> 'fields') FROM row"
                     " WHERE kind = 'member' AND data ->> 'state' IS NOT 'erased'"
                     "   AND (data ->> '$.fields." CP_SIM_REQUIRED_FIELD "' IS NULL"
                     "     OR instr (data ->> 'fields', '" CP_SIM_WRONG "') > 0)",
                     take_wrong, (gpointer) "form");
}

void
cp_sim_final_check_people (CpSimFinal *self)
{
  check_fields (self);
  check_cards (self);
  check_consent (self);
  check_aliases (self);
  check_points (self);
  check_texts (self);
}
