/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-helper.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define CHILD_FD 3

/* Counted, since the wait for the process outlives the owner. */
struct CpHelper {
  const CpHelperFuncs *funcs;
  gpointer user_data;
  GSubprocess *process; /* NULL behind a socket */
  int fd;
  guint fd_source;
  guint end_source;
  gboolean freed;
  gboolean killed;
  CpReaderFault fault; /* told in an idle, when there is no process to wait for */
};

static void
helper_clear (gpointer data)
{
  CpHelper *self = data;

  g_clear_object (&self->process);
}

static void
helper_unref (CpHelper *self)
{
  g_rc_box_release_full (self, helper_clear);
}

static void
close_socket (CpHelper *self)
{
  g_clear_handle_id (&self->fd_source, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

static gboolean
on_end (gpointer user_data)
{
  CpHelper *self = user_data;

  self->end_source = 0;
  self->funcs->ended (self->fault == CP_READER_FAULT_CRASH, self->fault, self->user_data);
  return G_SOURCE_REMOVE;
}

static void
end_later (CpHelper *self, CpReaderFault fault)
{
  self->fault = fault;
  close_socket (self);
  if (self->end_source == 0)
    self->end_source = g_idle_add (on_end, self);
}

/* A process that closed its socket is about to exit, or to be found silent. */
static void
on_closed (CpHelper *self)
{
  if (self->process == NULL)
    end_later (self, CP_READER_FAULT_CRASH);
  else
    close_socket (self);
}

void
cp_helper_receive (CpHelper *self)
{
  CpWireMessage message;

  g_rc_box_acquire (self);
  while (!self->freed && self->fd >= 0) {
    CpWireReceipt receipt = cp_wire_receive (self->fd, &message);

    if (receipt == CP_WIRE_NOTHING)
      break;
    if (receipt == CP_WIRE_RECEIVED)
      self->funcs->message (&message, self->user_data);
    else if (receipt == CP_WIRE_MALFORMED)
      self->funcs->nonsense (self->user_data);
    else
      on_closed (self);
  }
  helper_unref (self);
}

static gboolean
on_fd_readable (gint fd, GIOCondition condition, gpointer user_data)
{
  cp_helper_receive (user_data);
  return G_SOURCE_CONTINUE;
}

/* Signals that somebody sent are no doing of the driver's; SIGALRM is the helper's own watchdog. */
static CpReaderFault
read_signal (CpHelper *self, gboolean *ret_crashed)
{
  int number = g_subprocess_get_term_sig (self->process);

  *ret_crashed = number != SIGKILL && number != SIGTERM && number != SIGINT && number != SIGALRM;
  return self->killed || number == SIGALRM ? CP_READER_FAULT_HANG : CP_READER_FAULT_CRASH;
}

static CpReaderFault
read_exit_status (CpHelper *self, gboolean *ret_crashed)
{
  int status;

  *ret_crashed = FALSE;
  if (!g_subprocess_get_if_exited (self->process))
    return read_signal (self, ret_crashed);
  status = g_subprocess_get_exit_status (self->process) - CP_READER_EXIT_BASE;
  if (status > CP_READER_FAULT_NONE && status < CP_N_READER_FAULTS)
    return (CpReaderFault) status;
  return CP_READER_FAULT_PROTOCOL;
}

static void
on_process_wait_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CpHelper *self = user_data;
  CpReaderFault fault;
  gboolean crashed;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  if (!self->freed) {
    fault = read_exit_status (self, &crashed);
    cp_helper_receive (self);
    if (!self->freed)
      self->funcs->ended (crashed, fault, self->user_data);
  }
  helper_unref (self);
}

/* Returns our end, or -1. */
static int
spawn (CpHelper *self, const char *program)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GError) error = NULL;
  int ends[2];

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return -1;
  g_subprocess_launcher_take_fd (launcher, ends[1], CHILD_FD);
  self->process =
      g_subprocess_launcher_spawn (launcher, &error, program, "--fd", G_STRINGIFY (CHILD_FD), NULL);
  if (self->process == NULL) {
    g_debug ("the card reader's helper can't be started: %s", error->message);
    close (ends[0]);
    return -1;
  }
  g_subprocess_wait_async (self->process, NULL, on_process_wait_ready, g_rc_box_acquire (self));
  return ends[0];
}

static int
connect_to (const char *socket_path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd;

  if (strlen (socket_path) >= sizeof address.sun_path)
    return -1;
  strcpy (address.sun_path, socket_path);
  fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd >= 0 && connect (fd, (struct sockaddr *) &address, sizeof address) != 0) {
    close (fd);
    return -1;
  }
  return fd;
}

CpHelper *
cp_helper_new (const char *program,
               const char *socket_path,
               const CpHelperFuncs *funcs,
               gpointer user_data)
{
  CpHelper *self = g_rc_box_new0 (CpHelper);

  g_return_val_if_fail ((program == NULL) != (socket_path == NULL), NULL);

  self->funcs = funcs;
  self->user_data = user_data;
  self->fd = program != NULL ? spawn (self, program) : connect_to (socket_path);
  if (self->fd >= 0)
    self->fd_source = g_unix_fd_add (self->fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_fd_readable, self);
  else
    end_later (self, CP_READER_FAULT_CONFIG);
  return self;
}

void
cp_helper_free (CpHelper *self)
{
  self->freed = TRUE;
  close_socket (self);
  g_clear_handle_id (&self->end_source, g_source_remove);
  helper_unref (self);
}

gboolean
cp_helper_send (CpHelper *self, CpWireMessage *message)
{
  return self->fd >= 0 && cp_wire_send (self->fd, message);
}

void
cp_helper_kill (CpHelper *self)
{
  self->killed = TRUE;
  if (self->process != NULL)
    g_subprocess_force_exit (self->process);
  else
    end_later (self, CP_READER_FAULT_HANG);
}

const char *
cp_helper_get_process_id (CpHelper *self)
{
  return self->process != NULL ? g_subprocess_get_identifier (self->process) : NULL;
}
