/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-output.h"
#include "cp-ctl.h"

static void
print_case (const CpJson *what)
{
  const CpJson *cards = cp_json_get_array (what, "cards");
  const char *receipt = cp_json_get_text (what, "receipt");
  gsize i;
  CpJson *card;

  g_print ("\n%s\n  %s\n", cp_json_get_text (what, "title"), cp_json_get_text (what, "text"));
  json_array_foreach (cards, i, card) g_print ("  card %s (%s)\n", cp_json_get_text (card, "uid"),
                                               cp_json_get_text (card, "number"));
  if (receipt != NULL)
    g_print ("  receipt %s\n", receipt);
}

static void
print_opened (const CpJson *answer)
{
  const CpJson *approver = cp_json_get_object (answer, "approver");
  gsize i;
  CpJson *what;

  g_print ("In training as %s. Go on with counterpartctl --training.\n",
           cp_json_get_text (cp_json_get_object (answer, "staff"), "name"));
  g_print ("Whatever needs a manager, %s approves with PIN %s.\n",
           cp_json_get_text (approver, "staff_id"), cp_json_get_text (approver, "pin"));
  json_array_foreach (cp_json_get_array (answer, "cases"), i, what) print_case (what);
}

/* The live session opens it; the one that comes of it is kept beside. */
static gboolean
run (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean fresh = FALSE;
  const GOptionEntry entries[] = {
    { "fresh", 0, 0, G_OPTION_ARG_NONE, &fresh, "Forget what was practised before", NULL },
    { NULL },
  };
  g_autofree char *session = NULL;
  g_autoptr (CpJson) answer = NULL;
  CpLedgerClient *client;

  if (!cp_ctl_parse (ctl, command, entries, 0, 0, &argc, &argv, error))
    return FALSE;
  ctl->training = FALSE;
  client = cp_ctl_connect (ctl, error);
  if (client == NULL)
    return FALSE;
  session = cp_ctl_load_session (ctl);
  answer = cp_ledger_client_open_training_sync (client, session, fresh, NULL, error);
  if (answer == NULL)
    return FALSE;
  ctl->training = TRUE;
  if (!cp_ctl_save_session (ctl, cp_json_get_text (answer, "session"), error))
    return FALSE;
  if (ctl->json)
    cp_ctl_print_json (answer);
  else
    print_opened (answer);
  return TRUE;
}

const CpCtlCommand cp_ctl_training = {
  .name = "training",
  .summary = "Open training mode and say what there is to practise",
  .manual = "Whoever is signed in needs the right to practise. From then on every command takes\n"
            "--training and works on practice data; nothing of it is ever sent to head office.",
  .run = run,
};
