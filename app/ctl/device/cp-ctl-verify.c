/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-output.h"
#include "cp-ctl.h"
#include "cp-journal-retain.h"

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

static const struct {
  const char *what;
  const char *text;
} breaks[] = {
  { "body", "what was done is not what was recorded" },
  { "hash", "its hash does not fit" },
  { "link", "it does not follow the one before" },
  { "signature", "this device has not signed it like that" },
  { "unsigned", "this device has not signed it" },
  { "anchor", "this device has not signed that it let go of what was before" },
  { "countersignature", "head office has signed another one" },
  { "missing", "head office has it, and the journal has not" },
};

static CpJson *
describe_break (const CpJournalBreak *found)
{
  CpJson *report = json_object ();

  cp_json_set_text (report, "incarnation", found->incarnation);
  cp_json_set_int (report, "seq", found->seq);
  cp_json_set_text (report, "what", found->what);
  for (guint i = 0; i < G_N_ELEMENTS (breaks); i++)
    if (g_str_equal (breaks[i].what, found->what))
      cp_json_set_text (report, "text", breaks[i].text);
  return report;
}

/* A broken chain is the command's answer, not its failure. */
static CpJson *
verify (const char *directory, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (CpJournal) journal = open_journal (directory, error);
  g_auto (CpJournalBreak) found = { NULL, 0, NULL };
  gboolean whole;
  CpLaneMarks gone;
  gint64 n_all = 0, n_gone = 0;
  CpJson *report;

  if (journal == NULL || !cp_journal_get_anchors (journal, &gone, error))
    return NULL;
  whole = cp_journal_verify (journal, &found, &problem);
  if (!whole && found.what == NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  report = whole ? json_object () : describe_break (&found);
  cp_json_set_bool (report, "whole", whole);
  for (guint lane = 0; lane < CP_N_LANES; lane++) {
    n_all += cp_journal_get_last_seq (journal, lane);
    n_gone += gone.seq[lane];
  }
  cp_json_set_int (report, "operations", n_all);
  cp_json_set_int (report, "let_go", n_gone);
  return report;
}

static void
print_whole (const CpJson *report)
{
  gint64 n_gone = cp_json_get_int (report, "let_go", 0);

  g_print ("The chain is whole: %" G_GINT64_FORMAT " operations.\n",
           cp_json_get_int (report, "operations", 0));
  if (n_gone > 0)
    g_print ("The first %" G_GINT64_FORMAT
             " are not here any more: head office has them in a backup "
             "that was verified, and this device has signed where its chain goes on.\n",
             n_gone);
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
    print_whole (report);
  else
    g_print ("The chain is broken at number %" G_GINT64_FORMAT " of %s: %s.\n",
             cp_json_get_int (report, "seq", 0), cp_json_get_text (report, "incarnation"),
             cp_json_get_text (report, "text"));
  return cp_json_get_bool (report, "whole");
}

const CpCtlCommand cp_ctl_verify = {
  .name = "verify",
  .arguments = "--offline DIR",
  .summary = "Check the journal's hashes and signatures, with the ledger stopped",
  .run = run,
};
