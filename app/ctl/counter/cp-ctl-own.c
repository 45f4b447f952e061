/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-own.h"

/* (transfer full): what the card's member may change themself, with their session */
static CpJson *
tap (CpCtl *ctl, const char *uid, GError **error)
{
  g_autoptr (CpJson) reply = cp_ctl_find_card (ctl, NULL, uid, error);
  CpJson *own = cp_json_get_object (reply, "own");
  const char *text = cp_json_get_text (reply, "staff_text");

  if (reply == NULL)
    return NULL;
  if (own != NULL)
    return json_incref (own);
  g_set_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED, "%s",
               text != NULL ? text : "Members change nothing themselves here");
  return NULL;
}

static gboolean
add_answers (CpJson *request, const char *const *answers, GError **error)
{
  CpJson *said = json_object ();

  cp_json_set (request, "answers", said);
  for (guint i = 0; answers[i] != NULL; i++) {
    g_auto (GStrv) parts = g_strsplit (answers[i], "=", 2);

    if (parts[0] == NULL || parts[1] == NULL) {
      g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "--answer is FIELD=TEXT, not “%s”",
                   answers[i]);
      return FALSE;
    }
    cp_json_set_text (said, parts[0], parts[1]);
  }
  return TRUE;
}

/* Whether that was enough, the operation will show. */
static gboolean
identify (CpCtl *ctl,
          const char *session,
          const char *member_id,
          const char *const *answers,
          GError **error)
{
  g_autoptr (CpJson) request = json_object ();
  g_autoptr (CpJson) reply = NULL;

  cp_json_set_text (request, "member_id", member_id);
  if (!add_answers (request, answers, error))
    return FALSE;
  reply = cp_ledger_client_read_sync (ctl->client, session, "identify", request, NULL, error);
  return reply != NULL;
}

gboolean
cp_ctl_own_begin (CpCtl *ctl,
                  const char *uid,
                  const char *const *answers,
                  char **ret_session,
                  char **ret_member_id,
                  GError **error)
{
  g_autoptr (CpJson) own = tap (ctl, uid, error);
  const char *session = cp_json_get_text (own, "session");
  const char *member_id = cp_json_get_text (own, "member_id");

  if (own == NULL || (answers != NULL && !identify (ctl, session, member_id, answers, error)))
    return FALSE;
  *ret_session = g_strdup (session);
  *ret_member_id = g_strdup (member_id);
  return TRUE;
}
