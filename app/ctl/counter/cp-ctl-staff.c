/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-output.h"
#include "cp-ctl.h"

static void
print_staff (const CpJson *list)
{
  CpCtlTable *table = cp_ctl_table_new ("ID", "NAME", "ROLE", NULL);
  const CpJson *person;
  size_t i;

  json_array_foreach (cp_json_get_array (list, "staff"), i, person)
  {
    cp_ctl_table_add (table, cp_json_get_text (person, "id"));
    cp_ctl_table_add (table, cp_json_get_text (person, "name"));
    cp_ctl_table_add (table, cp_json_get_text (person, "role_name"));
  }
  cp_ctl_table_print (table, "Nobody can sign in: head office has not sent its staff yet.");
}

static gboolean
run (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  return cp_ctl_show (command, ctl, argc, argv, cp_ledger_client_get_staff_sync, print_staff,
                      error);
}

const CpCtlCommand cp_ctl_staff = {
  .name = "staff",
  .summary = "Who can sign in here",
  .run = run,
};
