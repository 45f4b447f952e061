/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The ledger's functions as the counter calls them. */
#include "cp-error.h"
#include "cp-sim-kiosk-private.h"

/* Watches a call that is over and hands its result on. */
static CpJson *
finish (CpSimKiosk *self, CpJson *result, GError *local, GError **error)
{
  g_assert_true ((result == NULL) == (local != NULL));
  cp_sim_kiosk_watch (self, local);
  if (g_error_matches (local, CP_ERROR, CP_ERROR_CORRUPT) ||
      g_error_matches (local, CP_ERROR, CP_ERROR_NEWER))
    cp_sim_oracle_fail (self->scene->oracle, "reads", "till-%u: %s", self->node, local->message);
  if (local != NULL)
    g_propagate_error (error, local);
  return result;
}

CpJson *
cp_sim_kiosk_sign_in (CpSimKiosk *self, const char *staff_id, const char *pin, GError **error)
{
  g_autoptr (CpJson) request = json_object ();
  CpJson *result;
  GError *local = NULL;

  if (cp_sim_kiosk_is_away (self, error))
    return NULL;
  cp_json_set_text (request, "staff_id", staff_id);
  cp_json_set_text (request, "pin", pin);
  result = cp_ledger_sign_in (self->ledger, request, &local);
  result = finish (self, result, local, error);
  cp_sim_kiosk_note (self, "sign-in", result != NULL, 0);
  if (result == NULL)
    return NULL;
  g_free (self->session);
  self->session = g_strdup (cp_json_get_text (result, "session"));
  g_free (self->staff_id);
  self->staff_id = g_strdup (staff_id);
  return result;
}

/* A session may have ended while nobody looked. */
static void
drop_session (CpSimKiosk *self, const GError *error)
{
  if (g_error_matches (error, CP_ERROR, CP_ERROR_NOT_ALLOWED))
    g_clear_pointer (&self->session, g_free);
}

CpJson *
cp_sim_kiosk_submit (CpSimKiosk *self, const CpJson *request, gboolean preview, GError **error)
{
  GError *local = NULL;
  CpJson *result;

  if (cp_sim_kiosk_is_away (self, error))
    return NULL;
  result = cp_ledger_submit (self->ledger, self->session, request, preview, &local);
  drop_session (self, local);
  return finish (self, result, local, error);
}

static CpJson *
tap (CpSimKiosk *self, const char *session, const char *uid, GError **error)
{
  g_autoptr (CpJson) card = json_object ();

  cp_json_set_text (card, "uid", uid);
  cp_json_set_text (card, "kind", "ntag");
  return cp_ledger_identify (self->ledger, session, card, error);
}

CpJson *
cp_sim_kiosk_identify (CpSimKiosk *self, const char *uid, GError **error)
{
  GError *local = NULL;
  CpJson *result;

  if (cp_sim_kiosk_is_away (self, error))
    return NULL;
  result = tap (self, self->session, uid, &local);
  drop_session (self, local);
  return finish (self, result, local, error);
}

CpJson *
cp_sim_kiosk_tap_alone (CpSimKiosk *self, const char *uid, GError **error)
{
  GError *local = NULL;
  CpJson *result;

  if (cp_sim_kiosk_is_away (self, error))
    return NULL;
  result = tap (self, NULL, uid, &local);
  g_free (self->own_session);
  self->own_session = g_strdup (cp_json_get_text (cp_json_get_object (result, "own"), "session"));
  cp_sim_kiosk_note (self, "alone", self->own_session != NULL, 0);
  return finish (self, result, local, error);
}

CpJson *
cp_sim_kiosk_answer_alone (
    CpSimKiosk *self, const char *member_id, const char *field, const char *text, GError **error)
{
  g_autoptr (CpJson) request =
      json_pack ("{s:s, s:{s:s}}", "member_id", member_id, "answers", field, text);
  GError *local = NULL;
  CpJson *result;

  if (cp_sim_kiosk_is_away (self, error))
    return NULL;
  result = cp_ledger_read (self->ledger, self->own_session, "identify", request, &local);
  return finish (self, result, local, error);
}

CpJson *
cp_sim_kiosk_submit_alone (CpSimKiosk *self, const CpJson *request, GError **error)
{
  GError *local = NULL;
  CpJson *result;

  if (cp_sim_kiosk_is_away (self, error))
    return NULL;
  result = cp_ledger_submit (self->ledger, self->own_session, request, FALSE, &local);
  return finish (self, result, local, error);
}

void
cp_sim_kiosk_leave (CpSimKiosk *self)
{
  if (!cp_sim_kiosk_is_away (self, NULL) && self->own_session != NULL)
    cp_ledger_sign_out (self->ledger, self->own_session);
  g_clear_pointer (&self->own_session, g_free);
}

CpJson *
cp_sim_kiosk_get_member (CpSimKiosk *self, const char *member_id, GError **error)
{
  GError *local = NULL;
  CpJson *result;

  if (cp_sim_kiosk_is_away (self, error))
    return NULL;
  result = cp_ledger_get_member (self->ledger, self->session, member_id, &local);
  drop_session (self, local);
  return finish (self, result, local, error);
}

CpJson *
cp_sim_kiosk_get_status (CpSimKiosk *self, GError **error)
{
  GError *local = NULL;
  CpJson *result;

  if (cp_sim_kiosk_is_away (self, error))
    return NULL;
  result = cp_ledger_get_status (self->ledger, &local);
  return finish (self, result, local, error);
}

CpJson *
cp_sim_kiosk_find (CpSimKiosk *self, const char *query, GError **error)
{
  GError *local = NULL;
  CpJson *result;

  if (cp_sim_kiosk_is_away (self, error))
    return NULL;
  result = cp_ledger_find (self->ledger, self->session, query, 10, &local);
  drop_session (self, local);
  return finish (self, result, local, error);
}

CpJson *
cp_sim_kiosk_get_attention (CpSimKiosk *self, GError **error)
{
  GError *local = NULL;
  CpJson *result;

  if (cp_sim_kiosk_is_away (self, error))
    return NULL;
  result = cp_ledger_get_attention (self->ledger, self->session, &local);
  drop_session (self, local);
  return finish (self, result, local, error);
}

gboolean
cp_sim_kiosk_do_upkeep (CpSimKiosk *self, GError **error)
{
  GError *local = NULL;

  if (cp_sim_kiosk_is_away (self, error))
    return FALSE;
  cp_ledger_do_upkeep (self->ledger, &local);
  cp_sim_kiosk_watch (self, local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gint64
cp_sim_kiosk_get_cursor (CpSimKiosk *self, const char *epoch)
{
  g_autoptr (CpJson) push = NULL;
  GError *local = NULL;

  if (cp_sim_kiosk_is_away (self, NULL))
    return -1;
  push = cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 1, 1024, &local);
  cp_sim_kiosk_watch (self, local);
  g_clear_error (&local);
  if (push == NULL || cp_json_get_int (push, "waiting", 0) > 0 ||
      json_object_get (push, "untold") != NULL ||
      g_strcmp0 (cp_json_get_text (push, "epoch"), epoch) != 0)
    return -1;
  return cp_json_get_int (push, "after", -1);
}
