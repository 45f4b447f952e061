/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the counter and the customer look at. */
#include "cp-ledger-private.h"

#include <glib/gi18n-lib.h>

#include "cp-error.h"

CpViewSource
cp_ledger_make_view_source (CpLedger *self,
                            const CpAccount *base,
                            const CpAccount *current,
                            const CpStaff *staff)
{
  return (CpViewSource){
    .programme = self->programme,
    .base = base,
    .current = current,
    .staff = staff,
    .staff_rows = self->staff,
    .store_id = self->store_id,
    .online = cp_ledger_is_online (self),
    .as_of_ms = self->as_of_ms,
    .now_ms = cp_world_wall_ms (self->world),
  };
}

gboolean
cp_ledger_find_state (CpLedger *self,
                      const CpJournalEntry *entry,
                      gboolean is_current,
                      char **ret_state,
                      GError **error)
{
  g_autoptr (CpOutcome) outcome = NULL;
  gboolean is_told;

  if (!cp_replica_find_outcome (self->replica, entry->id, &outcome, error) ||
      !cp_ledger_is_told (self, entry, &is_told, error))
    return FALSE;
  if (outcome != NULL)
    *ret_state = g_strdup (outcome->outcome);
  else if (!is_told || (is_current && entry->seq > self->acked.seq[entry->lane]))
    *ret_state = g_strdup ("waiting");
  else
    *ret_state = g_strdup ("accepted");
  return TRUE;
}

CpJson *
cp_ledger_get_programme (CpLedger *self, GError **error)
{
  if (!cp_ledger_check_alive (self, error) || !cp_ledger_check_programme (self, error))
    return NULL;
  return json_deep_copy (self->programme_document);
}

static CpJson *
make_view (CpLedger *self,
           const CpAccount *base,
           const CpAccount *current,
           const char *member_id,
           const CpStaff *staff,
           GError **error)
{
  const CpViewSource source = cp_ledger_make_view_source (self, base, current, staff);
  CpJson *view =
      staff != NULL ? cp_view_member (&source, member_id) : cp_view_self_check (&source, member_id);
  if (view == NULL)
    g_set_error (error, CP_ERROR, CP_ERROR_NOT_FOUND, "There is no such member");
  return view;
}

CpJson *
cp_ledger_get_member (CpLedger *self, const char *session, const char *member_id, GError **error)
{
  const CpStaff *staff;
  const char *own_id = NULL;
  g_autofree char *account_id = NULL;

  g_return_val_if_fail (member_id != NULL, NULL);

  if (!cp_ledger_check_alive (self, error) ||
      !cp_ledger_use_own_session (self, session, &own_id, error))
    return NULL;
  if (own_id != NULL)
    return cp_ledger_get_own (self, session, own_id, member_id, error);
  staff = cp_ledger_use_session (self, session, error);
  if (staff == NULL || !cp_ledger_check_programme (self, error) ||
      !cp_ledger_check_may_open (self, staff, error) ||
      !cp_ledger_find_account_of_member (self, member_id, &account_id, error))
    return NULL;
  if (account_id != NULL && !cp_ledger_note_opening (self, session, staff, member_id, NULL, error))
    return NULL;
  if (account_id != NULL) {
    g_autoptr (CpAccount) base = NULL;
    g_autoptr (CpAccount) current = cp_ledger_load_account (self, account_id, &base, error);

    return current != NULL ? make_view (self, base, current, member_id, staff, error) : NULL;
  }
  g_set_error (error, CP_ERROR, CP_ERROR_NOT_FOUND, "There is no such member");
  return NULL;
}

/* A card that shows whose it is before one that does not, a retired one last. */
static int
rate_card (const CpCard *card)
{
  if (cp_card_identifies (card))
    return 3;
  if (card->state == CP_CARD_RETIRED)
    return 0;
  return card->entity.account_id != NULL ? 2 : 1;
}

static const CpCard *
choose_card (const GPtrArray *rows)
{
  const CpCard *best = NULL;

  for (guint i = 0; i < rows->len; i++) {
    const CpEntity *row = rows->pdata[i];

    if (row->kind == CP_KIND_CARD &&
        (best == NULL || rate_card (rows->pdata[i]) > rate_card (best)))
      best = rows->pdata[i];
  }
  return best;
}

static CpRejection
judge_card (const CpCard *card)
{
  if (card == NULL)
    return CP_REJECTION_CARD_NOT_FOUND;
  if (cp_card_identifies (card) && card->member_id != NULL && card->entity.account_id != NULL)
    return CP_REJECTION_NONE;
  /* A card that was blocked before it was replaced stays blocked; that it is dead says more. */
  if (card->state == CP_CARD_REPLACED)
    return CP_REJECTION_CARD_REPLACED;
  return card->blocked ? CP_REJECTION_CARD_BLOCKED : CP_REJECTION_CARD_NOT_ACTIVE;
}

static CpJson *
describe_card (const CpCard *card)
{
  g_autoptr (CpJson) row = cp_entity_to_json (card);
  CpJson *document = json_object ();

  cp_json_set_text (document, "state", cp_json_get_text (row, "state"));
  cp_json_set_bool (document, "blocked", card->blocked);
  cp_json_set_text (document, "block_reason", card->block_reason);
  return document;
}

/* Whose card it is, staff may know even where it identifies nobody. */
static CpJson *
describe_stranger (const CpCard *card, CpRejection code, const CpStaff *staff)
{
  CpJson *reply = json_object ();

  cp_json_set_bool (reply, "found", FALSE);
  cp_view_add_rejection (reply, code);
  if (staff != NULL && card != NULL) {
    cp_json_set_text (reply, "member_id", card->member_id);
    cp_json_set (reply, "card", describe_card (card));
  }
  return reply;
}

/* What the card that was tapped proved: it holds for the visit, and staff are told what is odd. */
static void
describe_proof (const char *proof, gboolean unproved, CpJson *reply)
{
  const CpRejectionInfo *info = cp_rejection_get_info (CP_REJECTION_CARD_REPLAYED);

  cp_json_set_text (reply, "proof", proof);
  if (unproved) {
    cp_json_set_text (reply, "warning",
                      _ ("Head office could not be asked whether this card is genuine."));
    cp_json_set_text (reply, "warning_action",
                      _ ("Only its number is known. Identify the customer before you redeem."));
  }
  if (!cp_proof_is_odd (proof))
    return;
  cp_json_set_text (reply, "warning", _ (info->staff_text));
  cp_json_set_text (reply, "warning_action", _ (info->next_action));
}

static CpJson *
describe_holder (CpLedger *self,
                 const char *session,
                 const CpCard *card,
                 const CpStaff *staff,
                 const char *language,
                 GError **error)
{
  g_autoptr (CpAccount) base = NULL;
  g_autoptr (CpAccount) current =
      cp_ledger_load_account (self, card->entity.account_id, &base, error);
  const CpAccountRow *row = current != NULL ? cp_account_get_row (current) : NULL;
  const char *proof = NULL;
  gboolean unproved = FALSE;
  CpJson *view;
  CpJson *reply;

  if (current == NULL)
    return NULL;
  /* A blocked account stops every card of every member in it. */
  if (row != NULL && row->blocked)
    return describe_stranger (card, CP_REJECTION_ACCOUNT_BLOCKED, staff);
  if (staff != NULL)
    proof = cp_card_proofs_note_visit (cp_ledger_cards_get_proofs (self->cards), session, card,
                                       &unproved);
  if (staff != NULL &&
      !cp_ledger_note_opening (self, session, staff, card->member_id, card->entity.id, error))
    return NULL;
  if (staff != NULL)
    cp_ledger_ask_whose (self, current, card);
  /* (That they were opened just now, the next look shows.) */
  view = make_view (self, base, current, card->member_id, staff, error);
  if (view == NULL)
    return NULL;
  reply = json_object ();
  cp_json_set_bool (reply, "found", TRUE);
  if (staff != NULL) {
    cp_json_set_text (reply, "member_id", card->member_id);
    describe_proof (proof, unproved, reply);
  }
  cp_json_set (reply, staff != NULL ? "view" : "self_check", view);
  if (staff == NULL)
    cp_ledger_add_own (self, current, card, language, reply);
  return reply;
}

CpJson *
cp_ledger_identify (CpLedger *self, const char *session, const CpJson *card, GError **error)
{
  static const char *const keys[] = { "uid", "kind", "language", NULL };
  g_autoptr (GArray) lookup = cp_keys_new ();
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *uid = NULL;
  const CpStaff *staff = NULL;
  const CpCard *found;
  CpRejection code;

  if (!cp_ledger_check_alive (self, error) || !cp_ledger_check_request (card, keys, error) ||
      cp_ledger_require_text (card, "uid", error) == NULL ||
      !cp_ledger_check_programme (self, error))
    return NULL;
  if (session != NULL && *session != '\0') {
    staff = cp_ledger_use_session (self, session, error);
    if (staff == NULL || !cp_ledger_check_may_open (self, staff, error))
      return NULL;
  } else {
    cp_ledger_end_own_session (self); /* another card, another customer */
  }
  uid = g_ascii_strup (cp_json_get_text (card, "uid"), -1);
  if (cp_ledger_is_wrong_card (self, uid))
    return describe_stranger (NULL, CP_REJECTION_TEST_DATA_FORBIDDEN, staff);
  cp_keys_add (lookup, CP_KEY_CARD_UID, uid);
  rows = cp_ledger_gather_by_key (self, &g_array_index (lookup, CpKey, 0), error);
  if (rows == NULL)
    return NULL;
  found = choose_card (rows);
  code = judge_card (found);
  return code == CP_REJECTION_NONE ? describe_holder (self, session, found, staff,
                                                      cp_json_get_text (card, "language"), error)
                                   : describe_stranger (found, code, staff);
}
