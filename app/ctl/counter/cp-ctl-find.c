/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-output.h"
#include "cp-ctl-snapshot.h"
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

typedef struct {
  int limit;
  char *snapshot_path;
  gboolean batch;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->snapshot_path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (const CpCtlCommand *command,
       CpCtl *ctl,
       Options *options,
       int *argc,
       char ***argv,
       GError **error)
{
  const GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &options->limit, "How many at most (20)", "N" },
    { "snapshot", 0, 0, G_OPTION_ARG_FILENAME, &options->snapshot_path,
      "Look into a snapshot file instead of asking the ledger", "FILE" },
    { "batch", 0, 0, G_OPTION_ARG_NONE, &options->batch,
      "With --snapshot and --json: a query a line on standard input", NULL },
    { NULL },
  };

  if (!cp_ctl_parse (ctl, command, entries, 0, G_MAXINT, argc, argv, error))
    return FALSE;
  if (options->batch ? *argc > 1 || options->snapshot_path == NULL || !ctl->json : *argc == 1) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
                 "Either words to look for, or --batch with --snapshot and --json");
    return FALSE;
  }
  if (options->limit > 0)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "--limit must be 1 or more");
  return FALSE;
}

static CpJson *
find (CpCtl *ctl, const Options *options, char **words, GError **error)
{
  g_autofree char *session = NULL, *query = g_strjoinv (" ", words);

  if (options->snapshot_path != NULL)
    return cp_ctl_find_in_snapshot (options->snapshot_path, query, (guint) options->limit, error);
  session = cp_ctl_load_session (ctl);
  if (cp_ctl_connect (ctl, error) == NULL)
    return NULL;
  return cp_ledger_client_find_sync (ctl->client, session, query, (guint) options->limit, NULL,
                                     error);
}

static gboolean
run (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  g_auto (Options) options = { USUAL_LIMIT, NULL, FALSE };
  g_autoptr (CpJson) found = NULL;

  if (!parse (command, ctl, &options, &argc, &argv, error))
    return FALSE;
  if (options.batch)
    return cp_ctl_find_batch (options.snapshot_path, stdin, (guint) options.limit, error);
  found = find (ctl, &options, argv + 1, error);
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
  .arguments = "QUERY… | --snapshot FILE --batch --json",
  .summary = "Find members by name, birth date, phone, e-mail, card or number",
  .manual = "With --batch each line of standard input is a query, and its answer is one line of\n"
            "JSON, written before the next is read.",
  .run = run,
};
