/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A member's own session: begun by their card, and good for what members may do themselves. */
#include "cp-ledger-private.h"

#include "cp-error.h"

#include <glib/gi18n-lib.h>

gboolean
cp_ledger_check_own (CpLedger *self, const char *member_id, const char *asked_id, GError **error)
{
  g_autofree char *survivor_id = NULL;

  if (asked_id == NULL)
    return TRUE;
  if (!cp_ledger_find_survivor (self, asked_id, &survivor_id, error))
    return FALSE;
  if (g_str_equal (member_id, survivor_id))
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED, _ ("This is somebody else's account"));
  return FALSE;
}

/* (transfer full): the member's account with their waiting operations on top */
static CpAccount *
load (CpLedger *self, const char *member_id, CpAccount **ret_base, GError **error)
{
  g_autofree char *account_id = NULL;

  if (!cp_ledger_find_account_of_member (self, member_id, &account_id, error))
    return NULL;
  if (account_id != NULL)
    return cp_ledger_load_account (self, account_id, ret_base, error);
  g_set_error (error, CP_ERROR, CP_ERROR_NOT_FOUND, "There is no such member");
  return NULL;
}

static gboolean
may_change_anything (const CpProgramme *programme)
{
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++)
    if (cp_programme_get_right (programme, CP_PROGRAMME_CUSTOMER, (CpOperationKind) kind) != NULL)
      return TRUE;
  return FALSE;
}

void
cp_ledger_add_own (CpLedger *self,
                   const CpAccount *current,
                   const CpCard *card,
                   const char *language,
                   CpJson *reply)
{
  const CpMember *member = cp_account_find_member (current, card->member_id);
  const char *session;
  gboolean unproved;
  CpJson *view;

  if (member == NULL || member->thin || !may_change_anything (self->programme))
    return;
  session =
      cp_ledger_begin_own_session (self, card, language != NULL ? language : member->language);
  cp_card_proofs_note_visit (cp_ledger_cards_get_proofs (self->cards), session, card, &unproved);
  view = cp_ledger_make_own_view (self, session, NULL, current, card->member_id);
  if (view == NULL)
    return;
  cp_json_set_text (view, "session", session);
  cp_json_set (reply, "own", view);
}

CpJson *
cp_ledger_make_own_view (CpLedger *self,
                         const char *session,
                         const CpAccount *base,
                         const CpAccount *current,
                         const char *member_id)
{
  const CpViewSource source = cp_ledger_make_view_source (self, base, current, NULL);
  g_autoptr (CpJson) card = json_object ();

  cp_card_proofs_stamp (cp_ledger_cards_get_proofs (self->cards), session, member_id, card);
  return cp_view_own (
      &source, member_id,
      &(const CpOwnVisit){
          .card_id = cp_json_get_text (card, "card_id"),
          .proof = cp_json_get_text (card, "proof"),
          .identified_by = cp_ledger_session_get_identified (self, session, member_id),
      });
}

CpJson *
cp_ledger_get_own (CpLedger *self,
                   const char *session,
                   const char *member_id,
                   const char *asked_id,
                   GError **error)
{
  g_autoptr (CpAccount) base = NULL;
  g_autoptr (CpAccount) current = NULL;
  CpJson *view;

  if (!cp_ledger_check_own (self, member_id, asked_id, error))
    return NULL;
  current = load (self, member_id, &base, error);
  if (current == NULL)
    return NULL;
  view = cp_ledger_make_own_view (self, session, base, current, member_id);
  if (view == NULL)
    g_set_error (error, CP_ERROR, CP_ERROR_NOT_FOUND, "There is no such member");
  return view;
}

CpJson *
cp_ledger_read_own (CpLedger *self,
                    const char *session,
                    const char *member_id,
                    const char *what,
                    const CpJson *request,
                    GError **error)
{
  g_autoptr (CpAccount) current = NULL;

  if (g_strcmp0 (what, "identify") != 0) {
    g_set_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED, _ ("This is for staff alone"));
    return NULL;
  }
  if (!cp_ledger_check_own (self, member_id, cp_json_get_text (request, "member_id"), error))
    return NULL;
  current = load (self, member_id, NULL, error);
  return current != NULL
             ? cp_ledger_identify_by_answers (self, session, current, member_id, request, error)
             : NULL;
}
