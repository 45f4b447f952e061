/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-port.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static const char *const speeds[] = { "9600",   "19200",  "38400",  "57600",
                                      "115200", "230400", "460800", NULL };

static gboolean
is_serial (const char *driver)
{
  static const char *const drivers[] = { "pn532_uart", "arygon", "acr122s", NULL };

  return g_strv_contains (drivers, driver);
}

static gboolean
is_usb (const char *driver)
{
  static const char *const drivers[] = { "acr122_usb", "pn53x_usb", NULL };

  return g_strv_contains (drivers, driver);
}

static gboolean
is_number (const char *text)
{
  return g_ascii_string_to_unsigned (text, 10, 1, 999, NULL, NULL);
}

static CpReaderFault
fault_from_errno (int code)
{
  switch (code) {
  case EACCES:
  case EPERM:
    return CP_READER_FAULT_PERMISSION;
  case EBUSY:
  case EWOULDBLOCK:
    return CP_READER_FAULT_BUSY;
  default:
    return CP_READER_FAULT_ABSENT;
  }
}

static CpReaderFault
lock (CpPort *self, const char *path)
{
  CpReaderFault fault = CP_READER_FAULT_NONE;

  self->fd = open (path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (self->fd < 0 || flock (self->fd, LOCK_EX | LOCK_NB) != 0) {
    fault = fault_from_errno (errno);
    cp_port_release (self);
  }
  return fault;
}

CpReaderFault
cp_port_claim (CpPort *self, const char *connstring)
{
  g_auto (GStrv) parts = g_strsplit (connstring, ":", -1);
  guint n_parts = g_strv_length (parts);

  self->fd = -1;
  if (n_parts < 2 || n_parts > 3)
    return CP_READER_FAULT_CONFIG;
  if (is_usb (parts[0]))
    return n_parts == 3 && is_number (parts[1]) && is_number (parts[2]) ? CP_READER_FAULT_NONE
                                                                        : CP_READER_FAULT_CONFIG;
  if (!is_serial (parts[0]) || parts[1][0] != '/' ||
      (n_parts == 3 && !g_strv_contains (speeds, parts[2])))
    return CP_READER_FAULT_CONFIG;
  return lock (self, parts[1]);
}

void
cp_port_seal (CpPort *self)
{
  if (self->fd >= 0 && ioctl (self->fd, TIOCEXCL) != 0)
    g_debug ("no exclusive use of the device: %s", g_strerror (errno));
}

void
cp_port_release (CpPort *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}
