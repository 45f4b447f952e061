/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-snapshot.h"

#include "cp-ctl-output.h"
#include "cp-ledger-find.h"

#include <stdlib.h>
#include <string.h>

CpJson *
cp_ctl_find_in_snapshot (const char *path, const char *query, guint limit, GError **error)
{
  g_autoptr (CpLedgerSnapshot) snapshot = cp_ledger_snapshot_open (path, error);

  return snapshot != NULL ? cp_ledger_snapshot_find (snapshot, query, limit, error) : NULL;
}

gboolean
cp_ctl_find_batch (const char *path, FILE *input, guint limit, GError **error)
{
  g_autoptr (CpLedgerSnapshot) snapshot = cp_ledger_snapshot_open (path, error);
  gboolean fine = snapshot != NULL;
  size_t size = 0;
  char *line = NULL;

  while (fine && getline (&line, &size, input) >= 0) {
    g_autoptr (CpJson) found = NULL;

    line[strcspn (line, "\r\n")] = '\0';
    found = cp_ledger_snapshot_find (snapshot, line, limit, error);
    fine = found != NULL;
    if (fine)
      cp_ctl_print_json (found);
  }
  free (line);
  return fine;
}
