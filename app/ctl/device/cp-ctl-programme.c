/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-output.h"
#include "cp-ctl.h"

static void
print_list (const CpJson *programme, const char *key, const char *title)
{
  CpCtlTable *table = cp_ctl_table_new (title, "NAME", NULL);
  const CpJson *entry;
  size_t i;

  json_array_foreach (cp_json_get_array (programme, key), i, entry)
  {
    const char *name = cp_json_get_text (entry, "name");

    cp_ctl_table_add (table, cp_json_get_text (entry, "id"));
    cp_ctl_table_add (table, name != NULL ? name : cp_json_get_text (entry, "text"));
  }
  if (json_array_size (cp_json_get_array (programme, key)) > 0)
    g_print ("\n");
  cp_ctl_table_print (table, NULL);
}

static void
print_programme (const CpJson *programme)
{
  g_autofree char *version = cp_ctl_format_int (cp_json_get_int (programme, "version", 0));

  cp_ctl_print_pair ("Programme", cp_json_get_text (programme, "name"));
  cp_ctl_print_pair ("Version", version);
  cp_ctl_print_pair ("Currency", cp_json_get_text (programme, "currency"));
  print_list (programme, "stores", "STORE");
  print_list (programme, "statuses", "STATUS");
  print_list (programme, "definitions", "DEFINITION");
  print_list (programme, "roles", "ROLE");
  print_list (programme, "reasons", "REASON");
}

static gboolean
run (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  return cp_ctl_show (command, ctl, argc, argv, cp_ledger_client_get_programme_sync,
                      print_programme, error);
}

const CpCtlCommand cp_ctl_programme = {
  .name = "programme",
  .summary = "The rules and lists that head office has published",
  .run = run,
};
