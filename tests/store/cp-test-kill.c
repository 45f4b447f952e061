/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-kill.h"

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#define SYSCALL_STOP (SIGTRAP | 0x80)

/* Lets the child go on to its next stop. Returns: whether it has come to its end */
static gboolean
step (pid_t child, int signal_nr, int *ret_stop)
{
  int status;

  g_assert_cmpint (ptrace (PTRACE_SYSCALL, child, NULL, (void *) (gintptr) signal_nr), ==, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (WIFSTOPPED (status)) {
    *ret_stop = WSTOPSIG (status);
    return FALSE;
  }
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  return TRUE;
}

/* A system call stops the child twice: on its way in and out. */
static gboolean
kill_when_due (pid_t child, guint nth)
{
  guint n_stops = 0;
  int stop = SIGSTOP;
  int status;

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (ptrace (PTRACE_SETOPTIONS, child, NULL, PTRACE_O_TRACESYSGOOD), ==, 0);
  while (n_stops < 2 * nth) {
    if (step (child, stop == SYSCALL_STOP || stop == SIGSTOP ? 0 : stop, &stop))
      return FALSE;
    if (stop == SYSCALL_STOP)
      n_stops++;
  }
  kill (child, SIGKILL);
  waitpid (child, &status, 0);
  return TRUE;
}

gboolean
cp_test_kill_at (guint nth, void (*work) (gpointer data), gpointer data)
{
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    ptrace (PTRACE_TRACEME, 0, NULL, NULL);
    raise (SIGSTOP);
    work (data);
    _exit (0);
  }
  return kill_when_due (child, nth);
}
