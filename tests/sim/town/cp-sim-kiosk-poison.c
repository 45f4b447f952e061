/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Operations in the journal that no rule of this version can read: a newer program has been here, and
 * was taken back. Head office is as old, and has to keep them for somebody to look at, and go on. */
#include "cp-error.h"
#include "cp-ledger-private.h"
#include "cp-sim-kiosk-private.h"
#include "cp-test-chain.h"

static CpJson *
make_body (const char *id, const char *account_id, guint which)
{
  static const char *const kinds[] = { "polish_shoes", "add_note" };
  CpJson *body = json_object ();

  cp_json_set_text (body, "id", id);
  if (which >= G_N_ELEMENTS (kinds)) { /* nothing that an operation has */
    cp_json_set (body, "what", json_pack ("[i,n,{s:s}]", 1, "shoes", "brown"));
    return body;
  }
  cp_json_set_text (body, "kind", kinds[which]);
  cp_json_set_int (body, "version", which == 0 ? 1 : 99);
  cp_json_set_text (body, "account_id", account_id);
  cp_json_set (body, "payload", json_pack ("{s:s,s:i}", "text", "Shoes", "shine", 3));
  return body;
}

static void
hear (CpSimDeed *deed, gboolean ok, const GError *error)
{
  deed->is_poison = TRUE;
  if (ok)
    deed->state = CP_SIM_DEED_ACCEPTED;
  else if (g_error_matches (error, CP_ERROR, CP_ERROR_FULL))
    deed->state = CP_SIM_DEED_REFUSED;
  else
    deed->state = CP_SIM_DEED_MAY_BE_LOST;
}

void
cp_sim_kiosk_poison (CpSimKiosk *self)
{
  g_autofree char *id = NULL;
  g_autofree char *account_id = cp_test_chain_id (1, "account");
  g_autoptr (CpJson) body = NULL;
  g_autoptr (CpJson) request = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GArray) keys = cp_keys_new ();
  g_autoptr (GError) error = NULL;
  CpJournalEntry entry = { .staff_id = (char *) "mia" };
  gboolean ok;

  if (!cp_sim_kiosk_is_up (self))
    return;
  id = cp_id_new (&self->ids, &self->machine.world);
  body = make_body (id, account_id, (guint) cp_sim_random_below (&self->random, 3));
  text = cp_json_to_text (body);
  request = json_pack ("{s:s,s:s,s:{}}", "id", id, "kind", "add_note", "payload");
  entry.id = id;
  entry.kind = (char *) "polish_shoes";
  entry.account_id = cp_sim_random_below (&self->random, 2) == 0 ? account_id : NULL;
  entry.body = text;
  ok = cp_journal_append (self->ledger->journal, &entry, keys, &error);
  hear (cp_sim_oracle_ask (self->scene->oracle, self->node, cp_sim_loop_now_ms (self->scene->loop),
                           request),
        ok, error);
  cp_sim_kiosk_note (self, "notes what nobody can read", ok, 0);
  cp_sim_kiosk_watch (self, error);
  if (ok)
    cp_sync_worker_wake (self->worker);
}

/* A copy of it may have done in its chain what it has not. */
static gboolean
is_own (CpSimKiosk *self, const char *id, GError **error)
{
  g_autoptr (CpJournalEntry) entry = NULL;

  return cp_journal_find (self->ledger->journal, id, &entry, NULL, error) && entry != NULL;
}

GPtrArray *
cp_sim_kiosk_list_in_review (CpSimKiosk *self)
{
  g_autoptr (GPtrArray) outcomes = NULL;
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  if (!cp_sim_kiosk_is_up (self))
    return ids;
  outcomes = cp_replica_list_outcomes (self->ledger->replica, &error);
  for (guint i = 0; outcomes != NULL && i < outcomes->len && error == NULL; i++) {
    const CpOutcome *outcome = outcomes->pdata[i];

    if (g_str_equal (outcome->outcome, "needs_review") &&
        is_own (self, outcome->operation_id, &error))
      g_ptr_array_add (ids, g_strdup (outcome->operation_id));
  }
  cp_sim_kiosk_watch (self, error);
  return ids;
}
