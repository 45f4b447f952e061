/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-output.h"
#include "cp-ctl.h"
#include "cp-journal-retain.h"
#include "cp-signature.h"

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
  { "other_key", "it is signed, but not by the device's key that was given" },
  { "other_office_key", "it is signed for head office, but not by the key that was given" },
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
verify (const char *directory, const CpJournalKeys *given, GError **error)
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
  whole = cp_journal_verify_by (journal, given, &found, &problem);
  if (!whole && found.what == NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  report = whole ? json_object () : describe_break (&found);
  cp_json_set_bool (report, "whole", whole);
  cp_json_set_text (report, "device_keys", given->device != NULL ? "given" : "file");
  cp_json_set_text (report, "head_office_keys", given->head_office != NULL ? "given" : "file");
  for (guint lane = 0; lane < CP_N_LANES; lane++) {
    n_all += cp_journal_get_last_seq (journal, lane);
    n_gone += gone.seq[lane];
  }
  cp_json_set_int (report, "operations", n_all);
  cp_json_set_int (report, "let_go", n_gone);
  return report;
}

/* Who can write the file can write the keys in it. */
static void
print_keys (const CpJson *report)
{
  static const struct {
    const char *key;
    const char *whose;
    const char *option;
  } all[] = { { "device_keys", "This device's", "--device-key" },
              { "head_office_keys", "Head office's", "--head-office-key" } };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_strcmp0 (cp_json_get_text (report, all[i].key), "given") == 0)
      g_print ("%s signatures, as far as there are any, were checked by the keys given.\n",
               all[i].whose);
    else
      g_print ("%s signatures, as far as there are any, were checked by the keys in the file "
               "itself, which whoever changed "
               "the file may have changed too; %s says which it has to be.\n",
               all[i].whose, all[i].option);
}

static gboolean
check_keys (const char *option, char **keys, GError **error)
{
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    if (!cp_signature_is_key (keys[i])) {
      g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s: a key is %d digits of lower-case hex",
                   option, CP_KEY_HEX_LENGTH);
      return FALSE;
    }
  return TRUE;
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

static void
print_report (const CpJson *report)
{
  if (cp_json_get_bool (report, "whole"))
    print_whole (report);
  else
    g_print ("The chain is broken at number %" G_GINT64_FORMAT " of %s: %s.\n",
             cp_json_get_int (report, "seq", 0), cp_json_get_text (report, "incarnation"),
             cp_json_get_text (report, "text"));
  print_keys (report);
}

static gboolean
run (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *directory = NULL;
  g_auto (GStrv) device_keys = NULL;
  g_auto (GStrv) office_keys = NULL;
  CpJournalKeys given;
  const GOptionEntry entries[] = {
    { "offline", 0, 0, G_OPTION_ARG_FILENAME, &directory,
      "The directory of a ledger that is stopped", "DIR" },
    { "device-key", 0, 0, G_OPTION_ARG_STRING_ARRAY, &device_keys,
      "The device's public key, from elsewhere; once for each that it ever had", "KEY" },
    { "head-office-key", 0, 0, G_OPTION_ARG_STRING_ARRAY, &office_keys,
      "Head office's public key, from elsewhere; once for each that it ever had", "KEY" },
    { NULL },
  };
  g_autoptr (CpJson) report = NULL;

  if (!cp_ctl_parse (ctl, command, entries, 0, 0, &argc, &argv, error))
    return FALSE;
  if (directory == NULL) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "--offline is needed");
    return FALSE;
  }
  if (!check_keys ("--device-key", device_keys, error) ||
      !check_keys ("--head-office-key", office_keys, error))
    return FALSE;
  given = (CpJournalKeys){ (const char *const *) device_keys, (const char *const *) office_keys };
  report = verify (directory, &given, error);
  if (report == NULL)
    return FALSE;
  if (ctl->json)
    cp_ctl_print_json (report);
  else
    print_report (report);
  return cp_json_get_bool (report, "whole");
}

const CpCtlCommand cp_ctl_verify = {
  .name = "verify",
  .arguments = "--offline DIR [--device-key KEY]… [--head-office-key KEY]…",
  .summary = "Check the journal's hashes and signatures, with the ledger stopped",
  .run = run,
};
