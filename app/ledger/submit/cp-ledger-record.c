/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Refusals and views are recorded. */
#include "cp-ledger-private.h"

#include "cp-error.h"

#include <glib/gi18n-lib.h>

static const char *
get_word (CpOperationKind kind)
{
  return cp_operation_kind_get_info (kind)->word;
}

/* @payload: (transfer full) */
static gboolean
note (CpLedger *self,
      const char *session,
      const CpStaff *staff,
      CpOperationKind kind,
      const char *member_id,
      CpJson *payload,
      GError **error)
{
  g_autoptr (CpJson) request = json_object ();
  g_autoptr (GError) local = NULL;

  cp_json_set_text (request, "kind", get_word (kind));
  cp_json_set_text (request, "member_id", member_id);
  cp_json_set (request, "payload", payload);
  if (self->programme->views_unrecorded ||
      cp_ledger_write_record (self, session, staff, request, &local) ||
      g_error_matches (local, CP_ERROR, CP_ERROR_FULL))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
cp_ledger_note_opening (CpLedger *self,
                        const char *session,
                        const CpStaff *staff,
                        const char *member_id,
                        const char *card_id,
                        GError **error)
{
  g_autofree char *what = g_strconcat (member_id, " ", card_id, NULL);
  CpJson *payload;

  if (!cp_ledger_session_opens (self, session, what))
    return TRUE;
  /* Whoever was opened by card has been opened. */
  if (card_id != NULL) {
    g_autofree char *plain = g_strconcat (member_id, " ", NULL);

    cp_ledger_session_opens (self, session, plain);
  }
  payload = json_object ();
  cp_json_set_text (payload, "card_id", card_id);
  return note (self, session, staff, CP_OPERATION_OPEN_MEMBER, member_id, payload, error);
}

gboolean
cp_ledger_note_refusal (CpLedger *self,
                        const CpStaff *staff,
                        const CpOperation *operation,
                        CpRejection code,
                        GError **error)
{
  CpJson *payload = json_object ();

  cp_json_set_text (payload, "operation", get_word (operation->kind));
  cp_json_set_text (payload, "code", cp_rejection_get_info (code)->word);
  return note (self, NULL, staff, CP_OPERATION_NOTE_REFUSAL, operation->member_id, payload, error);
}

gboolean
cp_ledger_check_may_open (CpLedger *self, const CpStaff *staff, GError **error)
{
  if (cp_programme_get_right (self->programme, staff->role_id, CP_OPERATION_OPEN_MEMBER) != NULL)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED, _ ("Your role may not look at members"));
  return FALSE;
}
