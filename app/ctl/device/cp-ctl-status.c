/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-output.h"
#include "cp-ctl.h"

static void
print_time (const char *label, const CpJson *object, const char *key)
{
  g_autofree char *text = cp_ctl_format_time (cp_json_get_int (object, key, 0));

  cp_ctl_print_pair (label, text != NULL ? text : "never");
}

static void
print_count (const char *label, const CpJson *object, const char *key)
{
  g_autofree char *text = cp_ctl_format_int (cp_json_get_int (object, key, 0));

  cp_ctl_print_pair (label, text);
}

static void
print_status (const CpJson *status)
{
  const CpJson *store = cp_json_get_object (status, "store");
  const CpJson *programme = cp_json_get_object (status, "programme");
  const CpJson *link = cp_json_get_object (status, "link");
  const CpJson *fetching = cp_json_get_object (status, "fetching");

  if (cp_json_get_bool (status, "training"))
    cp_ctl_print_pair ("Training", "yes: practice data, nothing is sent");
  cp_ctl_print_pair ("Device", cp_json_get_text (status, "device_id"));
  cp_ctl_print_pair ("Store", cp_json_get_text (store, "name"));
  cp_ctl_print_pair ("Programme", cp_json_get_text (programme, "name"));
  print_count ("  version", programme, "version");
  cp_ctl_print_pair ("Head office", cp_json_get_text (link, "state"));
  cp_ctl_print_pair ("", cp_json_get_text (link, "text"));
  if (cp_json_get_bool (fetching, "preparing"))
    cp_ctl_print_pair ("  fetching", "soon: head office is preparing a snapshot");
  else if (fetching != NULL)
    print_count ("  fetching (%)", fetching, "percent");
  print_time ("  last sync", link, "last_sync_ms");
  print_time ("Rows checked", cp_json_get_object (status, "check"), "at_ms");
  print_time ("Figures as of", status, "as_of_ms");
  print_count ("Waiting", status, "waiting");
  print_count ("  in the bulk lane", status, "waiting_bulk");
  print_count ("Needs attention", status, "attention");
  cp_ctl_print_pair ("Disk", cp_json_get_text (status, "disk"));
}

static gboolean
run (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  return cp_ctl_show (command, ctl, argc, argv, cp_ledger_client_get_status_sync, print_status,
                      error);
}

const CpCtlCommand cp_ctl_status = {
  .name = "status",
  .summary = "Who this device is, the line to head office, what waits",
  .run = run,
};
