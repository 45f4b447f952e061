/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-serve.h"

#include "cp-session.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#define IDLE_MS 1000

/* A driver library that failed is not even closed or freed: that could hang or crash once more. */
static int
leave (CpSessionEnd end)
{
  int status = end.fault == CP_READER_FAULT_NONE ? 0 : CP_READER_EXIT_BASE + (int) end.fault;

  if (end.touched)
    _exit (status);
  return status;
}

static void
on_session_beat (gpointer data)
{
  sd_notify (FALSE, "WATCHDOG=1");
}

int
cp_serve_fd (int fd, const char *connstring)
{
  return leave (cp_session_run (fd, connstring, NULL, NULL));
}

/* Waits for the next parent, and feeds the watchdog meanwhile. */
static int
accept_parent (int listener)
{
  struct pollfd waiting = { .fd = listener, .events = POLLIN };
  int fd = -1;

  while (fd < 0) {
    sd_notify (FALSE, "WATCHDOG=1");
    if (poll (&waiting, 1, IDLE_MS) < 0 && errno != EINTR)
      return -1;
    if ((waiting.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0)
      return -1;
    if ((waiting.revents & POLLIN) != 0)
      fd = accept4 (listener, NULL, NULL, SOCK_CLOEXEC);
  }
  return fd;
}

static int
serve_listener (int listener, const char *connstring)
{
  CpSessionEnd end = { 0 };
  int fd;

  while (!end.touched && (fd = accept_parent (listener)) >= 0) {
    end = cp_session_run (fd, connstring, on_session_beat, NULL);
    close (fd);
  }
  return leave (end);
}

int
cp_serve_activated (const char *connstring)
{
  int fd = SD_LISTEN_FDS_START;

  if (sd_listen_fds (TRUE) != 1 || sd_is_socket (fd, AF_UNIX, SOCK_SEQPACKET, -1) <= 0)
    return -1;
  sd_notify (FALSE, "READY=1");
  if (sd_is_socket (fd, AF_UNIX, SOCK_SEQPACKET, 1) > 0)
    return serve_listener (fd, connstring);
  return leave (cp_session_run (fd, connstring, on_session_beat, NULL));
}
