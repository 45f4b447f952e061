/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-output.h"
#include "cp-ctl.h"

static CpJson *
sign_in (CpCtl *ctl, const char *staff_id, const char *pin, GError **error)
{
  g_autoptr (CpJson) request = json_object ();
  CpLedgerClient *client = cp_ctl_connect (ctl, error);

  if (client == NULL)
    return NULL;
  cp_json_set_text (request, "staff_id", staff_id);
  cp_json_set_text (request, "pin", pin);
  return cp_ledger_client_sign_in_sync (client, request, NULL, error);
}

static void
print_signed_in (const CpJson *answer)
{
  const CpJson *staff = cp_json_get_object (answer, "staff");
  const char *role = cp_json_get_text (staff, "role_name");

  g_print ("Signed in as %s%s%s%s\n", cp_json_get_text (staff, "name"), role != NULL ? " (" : "",
           role != NULL ? role : "", role != NULL ? ")" : "");
}

static gboolean
run_sign_in (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *staff_id = NULL, *pin_path = NULL, *pin = NULL;
  const GOptionEntry entries[] = {
    { "staff", 0, 0, G_OPTION_ARG_STRING, &staff_id, "Who signs in; see counterpartctl staff",
      "ID" },
    { "pin-file", 0, 0, G_OPTION_ARG_FILENAME, &pin_path,
      "File whose first line is the PIN; else it is asked for, or read from standard input",
      "FILE" },
    { NULL },
  };
  g_autoptr (CpJson) answer = NULL;

  if (!cp_ctl_parse (ctl, command, entries, 0, 0, &argc, &argv, error))
    return FALSE;
  if (staff_id == NULL) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "--staff is needed");
    return FALSE;
  }
  pin = cp_ctl_read_pin (pin_path, "PIN", error);
  if (pin == NULL)
    return FALSE;
  answer = sign_in (ctl, staff_id, pin, error);
  if (answer == NULL || !cp_ctl_save_session (ctl, cp_json_get_text (answer, "session"), error))
    return FALSE;
  if (ctl->json)
    cp_ctl_print_json (answer);
  else
    print_signed_in (answer);
  return TRUE;
}

static gboolean
run_sign_out (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *session = NULL;
  CpLedgerClient *client;

  if (!cp_ctl_parse (ctl, command, NULL, 0, 0, &argc, &argv, error))
    return FALSE;
  session = cp_ctl_load_session (ctl);
  if (session == NULL)
    return TRUE;
  client = cp_ctl_connect (ctl, error);
  if (client == NULL || !cp_ledger_client_sign_out_sync (client, session, NULL, error))
    return FALSE;
  cp_ctl_forget_session (ctl);
  return TRUE;
}

const CpCtlCommand cp_ctl_sign_in = {
  .name = "sign-in",
  .arguments = "--staff ID",
  .summary = "Sign in with a PIN",
  .manual = "The session is kept in a file that only this user can read; it ends at sign-out,\n"
            "after a while without a call, and when the ledger restarts.",
  .run = run_sign_in,
};

const CpCtlCommand cp_ctl_sign_out = {
  .name = "sign-out",
  .summary = "End the session",
  .run = run_sign_out,
};
