/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-output.h"
#include "cp-ctl-view.h"
#include "cp-ctl.h"

static gboolean
run_member (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *card_uid = NULL, *session = NULL, *member_id = NULL;
  const GOptionEntry entries[] = {
    { "card", 0, 0, G_OPTION_ARG_STRING, &card_uid, "Whose card this is, instead of an id", "UID" },
    { NULL },
  };
  g_autoptr (CpJson) view = NULL;

  if (!cp_ctl_parse (ctl, command, entries, 0, 1, &argc, &argv, error))
    return FALSE;
  if ((card_uid != NULL) == (argc > 1)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "Either a member's id or --card is needed");
    return FALSE;
  }
  session = cp_ctl_load_session (ctl);
  if (cp_ctl_connect (ctl, error) == NULL)
    return FALSE;
  member_id = cp_ctl_find_member_id (ctl, session, argc > 1 ? argv[1] : NULL, card_uid, error);
  if (member_id == NULL)
    return FALSE;
  view = cp_ledger_client_get_member_sync (ctl->client, session, member_id, NULL, error);
  if (view == NULL)
    return FALSE;
  if (ctl->json)
    cp_ctl_print_json (view);
  else
    cp_ctl_print_view (view);
  return TRUE;
}

static void
print_answer (const CpJson *answer)
{
  if (cp_json_get_object (answer, "view") != NULL) {
    cp_ctl_print_view (cp_json_get_object (answer, "view"));
  } else if (cp_json_get_object (answer, "self_check") != NULL) {
    cp_ctl_print_self_check (cp_json_get_object (answer, "self_check"));
  } else {
    const char *text = cp_json_get_text (answer, "staff_text");
    const char *next = cp_json_get_text (answer, "next_action");

    g_print ("%s\n%s%s", text != NULL ? text : "The card is nobody's", next != NULL ? next : "",
             next != NULL ? "\n" : "");
  }
}

static gboolean
run_tap (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *session = NULL;
  g_autoptr (CpJson) answer = NULL;

  if (!cp_ctl_parse (ctl, command, NULL, 1, 1, &argc, &argv, error))
    return FALSE;
  session = cp_ctl_load_session (ctl);
  answer = cp_ctl_find_card (ctl, session, argv[1], error);
  if (answer == NULL)
    return FALSE;
  if (ctl->json)
    cp_ctl_print_json (answer);
  else
    print_answer (answer);
  return cp_json_get_bool (answer, "found");
}

const CpCtlCommand cp_ctl_member = {
  .name = "member",
  .arguments = "ID | --card UID",
  .summary = "Everything about a member, and what may be done for them",
  .run = run_member,
};

const CpCtlCommand cp_ctl_tap = {
  .name = "tap",
  .arguments = "UID",
  .summary = "What a tap of that card shows: the member, or without a session the self-check",
  .run = run_tap,
};
