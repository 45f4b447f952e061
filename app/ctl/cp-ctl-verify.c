/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-output.h"
#include "cp-ctl.h"
#include "cp-journal.h"

/* (transfer full): opening makes a file where there is none, so that is looked at first. */
static CpJournal *
open_journal (const char *directory, GError **error)
{
  g_autofree char *path = g_build_filename (directory, "journal.db", NULL);

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return cp_journal_open (cp_world_real (), path, NULL, error);
  g_set_error (error, CP_ERROR, CP_ERROR_NOT_FOUND, "There is no %s", path);
  return NULL;
}

/* A broken chain is the command's answer, not its failure. */
static CpJson *
verify (const char *directory, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (CpJournal) journal = open_journal (directory, &problem);
  gboolean whole = journal != NULL && cp_journal_verify (journal, 0, &problem);
  CpJson *report;

  if (!whole && !g_error_matches (problem, CP_ERROR, CP_ERROR_CORRUPT)) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  report = json_object ();
  cp_json_set_bool (report, "whole", whole);
  cp_json_set_text (report, "text", whole ? NULL : problem->message);
  if (journal != NULL)
    cp_json_set_int (report, "operations", cp_journal_get_last_seq (journal));
  return report;
}

static gboolean
run (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *directory = NULL;
  const GOptionEntry entries[] = {
    { "offline", 0, 0, G_OPTION_ARG_FILENAME, &directory,
      "The directory of a ledger that is stopped", "DIR" },
    { NULL },
  };
  g_autoptr (CpJson) report = NULL;

  if (!cp_ctl_parse (ctl, command, entries, 0, 0, &argc, &argv, error))
    return FALSE;
  if (directory == NULL) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "--offline is needed");
    return FALSE;
  }
  report = verify (directory, error);
  if (report == NULL)
    return FALSE;
  if (ctl->json)
    cp_ctl_print_json (report);
  else if (cp_json_get_bool (report, "whole"))
    g_print ("The chain is whole: %" G_GINT64_FORMAT " operations.\n",
             cp_json_get_int (report, "operations", 0));
  else
    g_print ("The chain is broken: %s\n", cp_json_get_text (report, "text"));
  return cp_json_get_bool (report, "whole");
}

const CpCtlCommand cp_ctl_verify = {
  .name = "verify",
  .arguments = "--offline DIR",
  .summary = "Check the journal's chain of hashes, with the ledger stopped",
  .run = run,
};
