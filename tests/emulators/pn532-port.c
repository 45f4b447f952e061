/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pn532-port.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* A port that is held open keeps TIOCEXCL of a host that has died; a real one forgets it. */
#define FORGET_EXCLUSIVE_MS 100

struct Pn532Port {
  char *link_path;
  Pn532PortFunc func;
  gpointer user_data;
  int master;
  int slave;
  guint read_source;
  guint forget_source;
};

static gboolean
on_master_readable (gint fd, GIOCondition condition, gpointer user_data)
{
  Pn532Port *self = user_data;
  guint8 bytes[1024];
  gssize n = read (fd, bytes, sizeof bytes);

  if (n > 0)
    self->func (bytes, (gsize) n, self->user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_forget_exclusive (gpointer user_data)
{
  Pn532Port *self = user_data;

  ioctl (self->slave, TIOCNXCL);
  return G_SOURCE_CONTINUE;
}

static gboolean
fail (const char *what, GError **error)
{
  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (errno), "%s: %s", what,
               g_strerror (errno));
  return FALSE;
}

static gboolean
make_raw (int fd)
{
  struct termios settings;

  if (tcgetattr (fd, &settings) != 0)
    return FALSE;
  cfmakeraw (&settings);
  return tcsetattr (fd, TCSANOW, &settings) == 0;
}

static gboolean
open_line (Pn532Port *self, GError **error)
{
  self->master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (self->master < 0 || grantpt (self->master) != 0 || unlockpt (self->master) != 0)
    return fail ("pseudo-terminal", error);
  self->slave = open (ptsname (self->master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (self->slave < 0 || !make_raw (self->slave))
    return fail (ptsname (self->master), error);
  return TRUE;
}

/* The name appears at once or not at all. */
static gboolean
name_line (Pn532Port *self, GError **error)
{
  g_autofree char *temporary = g_strconcat (self->link_path, ".new", NULL);

  unlink (temporary);
  if (symlink (ptsname (self->master), temporary) != 0 || rename (temporary, self->link_path) != 0)
    return fail (self->link_path, error);
  return TRUE;
}

gboolean
pn532_port_plug (Pn532Port *self, GError **error)
{
  if (self->master >= 0)
    return TRUE;
  if (!open_line (self, error) || !name_line (self, error)) {
    pn532_port_unplug (self);
    return FALSE;
  }
  self->read_source = g_unix_fd_add (self->master, G_IO_IN, on_master_readable, self);
  self->forget_source = g_timeout_add (FORGET_EXCLUSIVE_MS, on_forget_exclusive, self);
  return TRUE;
}

void
pn532_port_unplug (Pn532Port *self)
{
  g_clear_handle_id (&self->read_source, g_source_remove);
  g_clear_handle_id (&self->forget_source, g_source_remove);
  unlink (self->link_path);
  if (self->slave >= 0)
    close (self->slave);
  if (self->master >= 0)
    close (self->master);
  self->master = self->slave = -1;
}

void
pn532_port_write (Pn532Port *self, const guint8 *bytes, gsize n_bytes)
{
  if (self->master >= 0 && write (self->master, bytes, n_bytes) != (gssize) n_bytes)
    g_debug ("the host does not listen");
}

Pn532Port *
pn532_port_new (const char *link_path, Pn532PortFunc func, gpointer user_data)
{
  Pn532Port *self = g_new0 (Pn532Port, 1);

  self->link_path = g_strdup (link_path);
  self->func = func;
  self->user_data = user_data;
  self->master = self->slave = -1;
  return self;
}

void
pn532_port_free (Pn532Port *self)
{
  pn532_port_unplug (self);
  g_free (self->link_path);
  g_free (self);
}
