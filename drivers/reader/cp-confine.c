/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-confine.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define MAX_ADDRESS_SPACE (256 * 1024 * 1024)

void
cp_confine (gboolean with_parent)
{
  const struct rlimit no_core = { 0, 0 };

  if (with_parent) {
    prctl (PR_SET_PDEATHSIG, SIGKILL);
    signal (SIGINT, SIG_IGN); /* the whole group gets them, and the parent says when it is over */
    signal (SIGTERM, SIG_IGN);
  }
  prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  setrlimit (RLIMIT_CORE, &no_core);
#ifndef __SANITIZE_ADDRESS__
  const struct rlimit address_space = { MAX_ADDRESS_SPACE, MAX_ADDRESS_SPACE };

  setrlimit (RLIMIT_AS, &address_space);
#endif
  g_unsetenv ("LIBNFC_DEVICE");
  g_unsetenv ("LIBNFC_DEFAULT_DEVICE");
  g_setenv ("LIBNFC_AUTO_SCAN", "false", TRUE);
  g_setenv ("LIBNFC_INTRUSIVE_SCAN", "false", TRUE);
  g_setenv ("LIBNFC_LOG_LEVEL", "0", FALSE);
}
