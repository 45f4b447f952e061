/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-output.h"
#include "cp-ctl.h"

#define USUAL_LIMIT 20

static void
print_found (const CpJson *found)
{
  CpCtlTable *table =
      cp_ctl_table_new ("NAME", "BORN", "CITY", "PHONE", "CARD", "STATUS", "ID", NULL);
  const CpJson *member;
  size_t i;

  json_array_foreach (cp_json_get_array (found, "members"), i, member)
  {
    cp_ctl_table_take (table, cp_ctl_format_waiting (cp_json_get_text (member, "name"),
                                                     cp_json_get_bool (member, "waiting")));
    cp_ctl_table_add (table, cp_json_get_text (member, "birth_date"));
    cp_ctl_table_add (table, cp_json_get_text (member, "city"));
    cp_ctl_table_add (table, cp_json_get_text (member, "phone_tail"));
    cp_ctl_table_add (table, cp_json_get_text (member, "card_tail"));
    cp_ctl_table_add (table, cp_json_get_text (member, "status"));
    cp_ctl_table_add (table, cp_json_get_text (member, "id"));
  }
  cp_ctl_table_print (table, "Nobody found.");
  if (cp_json_get_bool (found, "more"))
    g_print ("There are more; narrow it down or raise --limit.\n");
}

static gboolean
run (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *session = NULL, *query = NULL;
  g_autoptr (CpJson) found = NULL;
  int limit = USUAL_LIMIT;
  const GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, "How many at most (20)", "N" },
    { NULL },
  };

  if (!cp_ctl_parse (ctl, command, entries, 1, G_MAXINT, &argc, &argv, error))
    return FALSE;
  query = g_strjoinv (" ", argv + 1);
  session = cp_ctl_load_session (ctl);
  if (cp_ctl_connect (ctl, error) == NULL)
    return FALSE;
  found =
      cp_ledger_client_find_sync (ctl->client, session, query, (guint) MAX (limit, 0), NULL, error);
  if (found == NULL)
    return FALSE;
  if (ctl->json)
    cp_ctl_print_json (found);
  else
    print_found (found);
  return TRUE;
}

const CpCtlCommand cp_ctl_find = {
  .name = "find",
  .arguments = "QUERY…",
  .summary = "Find members by name, birth date, phone, e-mail, card or number",
  .run = run,
};
