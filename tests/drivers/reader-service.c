/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "reader-service.h"

#include "reader-rig.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define RT_TIME_US 500000 /* LimitRTTIME */
#define BACKLOG 4

struct ReaderService {
  char *connstring;
  char *socket_path;
  char *notify_path;
  int listener;
  int notices;
  guint notice_source;
  guint restart_source;
  GString *told;
  GSubprocess *process;
  GCancellable *cancellable;
  guint n_starts;
};

static int
listen_at (const char *path, int type)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, type | SOCK_CLOEXEC, 0);

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  if (type != SOCK_DGRAM)
    g_assert_cmpint (listen (fd, BACKLOG), ==, 0);
  return fd;
}

/* It is read all the time: the helper waits for that. */
static gboolean
on_notice (gint fd, GIOCondition condition, gpointer user_data)
{
  ReaderService *self = user_data;
  char text[256];
  gssize n = recv (fd, text, sizeof text, MSG_DONTWAIT);

  if (n > 0)
    g_string_append_len (self->told, text, n);
  return G_SOURCE_CONTINUE;
}

/* As the unit has it. Without the right to it the helper runs as anything else does. */
static void
set_up_child (gpointer user_data)
{
  const struct sched_param first = { .sched_priority = 1 };
  const struct rlimit at_a_stretch = { RT_TIME_US, RT_TIME_US };

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  setrlimit (RLIMIT_RTTIME, &at_a_stretch);
  sched_setscheduler (0, SCHED_RR | SCHED_RESET_ON_FORK, &first);
}

static void start (ReaderService *self);

static gboolean
on_restart (gpointer user_data)
{
  ReaderService *self = user_data;

  self->restart_source = 0;
  start (self);
  return G_SOURCE_REMOVE;
}

static void
on_wait_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  ReaderService *self = user_data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->restart_source = g_timeout_add (READER_SERVICE_RESTART_MS, on_restart, self);
}

/* The listening socket is file 3, its own process id in the environment. */
static void
start (ReaderService *self)
{
  g_autofree char *helper = rig_get_helper_path ();
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_take_fd (launcher, dup (self->listener), 3);
  g_subprocess_launcher_setenv (launcher, "NOTIFY_SOCKET", self->notify_path, TRUE);
  g_subprocess_launcher_set_child_setup (launcher, set_up_child, NULL, NULL);
  g_clear_object (&self->process);
  self->process = g_subprocess_launcher_spawn (launcher, &error, "sh", "-c",
                                               "LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" \"$@\"",
                                               helper, "--connstring", self->connstring, NULL);
  g_assert_no_error (error);
  self->n_starts++;
  g_subprocess_wait_async (self->process, self->cancellable, on_wait_ready, self);
}

ReaderService *
reader_service_new (Pn532Fixture *fixture)
{
  const char *directory = pn532_fixture_get_directory (fixture);
  ReaderService *self = g_new0 (ReaderService, 1);

  self->connstring = g_strdup (pn532_fixture_get_connstring (fixture));
  self->socket_path = g_build_filename (directory, "reader", NULL);
  self->notify_path = g_build_filename (directory, "notify", NULL);
  self->listener = listen_at (self->socket_path, SOCK_SEQPACKET);
  self->notices = listen_at (self->notify_path, SOCK_DGRAM);
  self->notice_source = g_unix_fd_add (self->notices, G_IO_IN, on_notice, self);
  self->told = g_string_new (NULL);
  self->cancellable = g_cancellable_new ();
  start (self);
  return self;
}

void
reader_service_free (ReaderService *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->restart_source, g_source_remove);
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_source_remove (self->notice_source);
  close (self->listener);
  close (self->notices);
  g_unlink (self->socket_path);
  g_unlink (self->notify_path);
  g_string_free (self->told, TRUE);
  g_object_unref (self->process);
  g_object_unref (self->cancellable);
  g_free (self->connstring);
  g_free (self->socket_path);
  g_free (self->notify_path);
  g_free (self);
}

const char *
reader_service_get_socket_path (ReaderService *self)
{
  return self->socket_path;
}

const char *
reader_service_get_process_id (ReaderService *self)
{
  return g_subprocess_get_identifier (self->process);
}

void
reader_service_send_signal (ReaderService *self, int number)
{
  g_subprocess_send_signal (self->process, number);
}

guint
reader_service_get_n_starts (ReaderService *self)
{
  return self->n_starts;
}

gboolean
reader_service_has_told (ReaderService *self, const char *notice)
{
  return strstr (self->told->str, notice) != NULL;
}
