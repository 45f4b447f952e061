/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-scanner.h"

#include "cp-reader-policy.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

struct _CpScanner {
  GObject parent_instance;

  char *path;
  int fd;
  guint source;
  guint again_source;
  gint64 opened_us;
  CpBackoff backoff;
  CpScanLine line;
};

G_DEFINE_FINAL_TYPE (CpScanner, cp_scanner, G_TYPE_OBJECT)

enum { PROP_0, PROP_CONNECTED, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_SCANNED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void try_again (CpScanner *self);

static void
take_byte (CpScanner *self, guint8 byte)
{
  g_autofree char *text = g_strdup (cp_scan_line_take (&self->line, byte));

  if (text != NULL)
    g_signal_emit (self, signals[SIGNAL_SCANNED], 0, text);
}

static void
close_line (CpScanner *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  self->line = (CpScanLine){ 0 };
}

static void
hang_up (CpScanner *self)
{
  close_line (self);
  try_again (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTED]);
}

static gboolean
on_readable (gint fd, GIOCondition condition, gpointer user_data)
{
  g_autoptr (CpScanner) self = g_object_ref (user_data);
  guint8 bytes[256];
  gssize n = read (fd, bytes, sizeof bytes);

  if (n < 0 && (errno == EAGAIN || errno == EINTR))
    return G_SOURCE_CONTINUE;
  if (n <= 0) {
    hang_up (self);
    return G_SOURCE_REMOVE;
  }
  for (gssize i = 0; i < n && self->fd >= 0; i++)
    take_byte (self, bytes[i]);
  return G_SOURCE_CONTINUE;
}

static gboolean
set_line (int fd)
{
  struct termios settings;

  if (tcgetattr (fd, &settings) != 0)
    return FALSE;
  cfmakeraw (&settings);
  cfsetspeed (&settings, B9600);
  settings.c_cflag |= CLOCAL | CREAD;
  return tcsetattr (fd, TCSANOW, &settings) == 0;
}

static gboolean
open_line (CpScanner *self)
{
  self->fd = open (self->path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (self->fd < 0 || !set_line (self->fd)) {
    close_line (self);
    return FALSE;
  }
  ioctl (self->fd, TIOCEXCL);
  self->opened_us = g_get_monotonic_time ();
  self->source = g_unix_fd_add (self->fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, self);
  return TRUE;
}

static gboolean
on_again (gpointer user_data)
{
  CpScanner *self = user_data;

  self->again_source = 0;
  if (open_line (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTED]);
  else
    try_again (self);
  return G_SOURCE_REMOVE;
}

static void
try_again (CpScanner *self)
{
  gint64 open_ms = self->opened_us > 0 ? (g_get_monotonic_time () - self->opened_us) / 1000 : 0;

  self->opened_us = 0;
  self->again_source = g_timeout_add (cp_backoff_next (&self->backoff, open_ms), on_again, self);
}

static void
cp_scanner_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CONNECTED)
    g_value_set_boolean (value, cp_scanner_get_connected (CP_SCANNER (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cp_scanner_finalize (GObject *object)
{
  CpScanner *self = CP_SCANNER (object);

  close_line (self);
  g_clear_handle_id (&self->again_source, g_source_remove);
  g_free (self->path);
  G_OBJECT_CLASS (cp_scanner_parent_class)->finalize (object);
}

static void
cp_scanner_class_init (CpScannerClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = cp_scanner_get_property;
  object_class->finalize = cp_scanner_finalize;
  properties[PROP_CONNECTED] =
      g_param_spec_boolean ("connected", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_SCANNED] = g_signal_new ("scanned", CP_TYPE_SCANNER, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
cp_scanner_init (CpScanner *self)
{
  self->fd = -1;
}

CpScanner *
cp_scanner_new (const char *path)
{
  CpScanner *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (CP_TYPE_SCANNER, NULL);
  self->path = g_strdup (path);
  if (!open_line (self))
    try_again (self);
  return self;
}

gboolean
cp_scanner_get_connected (CpScanner *self)
{
  g_return_val_if_fail (CP_IS_SCANNER (self), FALSE);

  return self->fd >= 0;
}
