/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-output.h"
#include "cp-ctl.h"

static void
print_items (const CpJson *list)
{
  const CpJson *item;
  size_t i;

  json_array_foreach (cp_json_get_array (list, "items"), i, item)
  {
    g_autofree char *at = cp_ctl_format_time (cp_json_get_int (item, "at_ms", 0));

    g_print ("%s%s — %s\n", i > 0 ? "\n" : "", cp_json_get_text (item, "title"),
             cp_json_get_text (item, "outcome"));
    cp_ctl_print_pair ("  operation", cp_json_get_text (item, "operation_id"));
    cp_ctl_print_pair ("  member", cp_json_get_text (item, "member_name"));
    cp_ctl_print_pair ("  at", at);
    cp_ctl_print_pair ("  by", cp_json_get_text (item, "staff_name"));
    cp_ctl_print_pair ("  what happened", cp_json_get_text (item, "staff_text"));
    cp_ctl_print_pair ("  detail", cp_json_get_text (item, "detail"));
    cp_ctl_print_pair ("  do now", cp_json_get_text (item, "next_action"));
  }
  if (json_array_size (cp_json_get_array (list, "items")) == 0)
    g_print ("Nothing needs attention.\n");
}

static gboolean
list_items (CpCtl *ctl, CpLedgerClient *client, const char *session, GError **error)
{
  g_autoptr (CpJson) list = cp_ledger_client_get_attention_sync (client, session, NULL, error);

  if (list == NULL)
    return FALSE;
  if (ctl->json)
    cp_ctl_print_json (list);
  else
    print_items (list);
  return TRUE;
}

static gboolean
run (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *session = NULL;
  CpLedgerClient *client;

  if (!cp_ctl_parse (ctl, command, NULL, 0, 2, &argc, &argv, error))
    return FALSE;
  if (argc > 1 && (argc != 3 || !g_str_equal (argv[1], "dismiss"))) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "It is: attention, or: attention dismiss ID");
    return FALSE;
  }
  session = cp_ctl_load_session (ctl);
  client = cp_ctl_connect (ctl, error);
  if (client == NULL)
    return FALSE;
  if (argc == 1)
    return list_items (ctl, client, session, error);
  return cp_ledger_client_dismiss_attention_sync (client, session, argv[2], NULL, error);
}

const CpCtlCommand cp_ctl_attention = {
  .name = "attention",
  .arguments = "[dismiss ID]",
  .summary = "What head office refused or changed, until somebody dismisses it",
  .run = run,
};
