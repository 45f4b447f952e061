/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl.h"

#include "cp-ctl-output.h"
#include "cp-error.h"

static gboolean
run (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean check = FALSE;
  const GOptionEntry entries[] = {
    { "check", 0, 0, G_OPTION_ARG_NONE, &check,
      "Hold all rows against head office's, and fetch again what differs", NULL },
    { NULL },
  };

  if (!cp_ctl_parse (ctl, command, entries, 0, 0, &argc, &argv, error))
    return FALSE;
  if (!check) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "--check is needed");
    return FALSE;
  }
  if (cp_ctl_connect (ctl, error) == NULL ||
      !cp_ledger_client_check_rows_sync (ctl->client, NULL, error))
    return FALSE;
  g_print ("The rows are checked as soon as head office answers; status says when.\n");
  return TRUE;
}

const CpCtlCommand cp_ctl_resync = {
  .name = "resync",
  .arguments = "--check",
  .summary = "Check this device's rows against head office's",
  .run = run,
};
