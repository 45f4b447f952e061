/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"

G_BEGIN_DECLS

/**
 * CpAdmin:
 * @folder: from which relative paths go
 * @out: takes what the command prints
 * @problems: takes what goes to standard error
 * @so_far: (nullable): what the call before printed when it ended with %CP_ADMIN_AGAIN
 *
 * Where a command of head office's own people works.
 */
typedef struct {
  CpHeadOffice *office;
  const char *folder;
  GString *out;
  GString *problems;
  const char *so_far;
} CpAdmin;

/** CP_ADMIN_AGAIN: the exit status of a command that does a little at a time, so that devices are answered
 *  in between: it is to be run again, with what it printed as @so_far; nobody else is to see that. Its problems
 *  count. */
#define CP_ADMIN_AGAIN 3

/**
 * cp_admin_run:
 * @argv: (element-type utf8): the command and its arguments: `import`, `members`, `FILE`
 *
 * Returns: an exit status: 0, 1 for what went wrong, 2 for a command that is none, or %CP_ADMIN_AGAIN
 */
int cp_admin_run (CpAdmin *self, const char *const *argv);

/** cp_admin_get_usage: (transfer none): the commands, a line each */
const char *cp_admin_get_usage (void);

G_END_DECLS
