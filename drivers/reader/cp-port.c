/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-port.h"

#include "cp-usb.h"

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
  self->fd = open (path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (self->fd < 0 || flock (self->fd, LOCK_EX | LOCK_NB) != 0)
    return fault_from_errno (errno);
  return CP_READER_FAULT_NONE;
}

static CpReaderFault
claim_usb (CpPort *self, const char *driver, const char *bus, const char *device)
{
  g_autofree char *path = NULL;

  if (!is_number (bus) || !is_number (device))
    return CP_READER_FAULT_CONFIG;
  self->connstring = g_strdup_printf ("%s:%s:%s", driver, bus, device);
  path = g_strdup_printf ("/dev/bus/usb/%s/%s", bus, device);
  return lock (self, path);
}

static CpReaderFault
find_and_claim_usb (CpPort *self, const char *driver)
{
  g_autofree char *address = NULL;
  CpReaderFault fault = cp_usb_find (CP_USB_DEVICES, driver, &address);
  g_auto (GStrv) parts = NULL;

  if (fault != CP_READER_FAULT_NONE)
    return fault;
  parts = g_strsplit (address, ":", 2);
  return claim_usb (self, driver, parts[0], parts[1]);
}

static CpReaderFault
claim_serial (CpPort *self, const char *connstring, const char *path, const char *speed)
{
  if (path[0] != '/' || (speed != NULL && !g_strv_contains (speeds, speed)))
    return CP_READER_FAULT_CONFIG;
  self->serial = TRUE;
  self->connstring = g_strdup (connstring);
  return lock (self, path);
}

static CpReaderFault
claim (CpPort *self, const char *connstring)
{
  g_auto (GStrv) parts = g_strsplit (connstring, ":", -1);
  guint n_parts = g_strv_length (parts);

  if (n_parts == 1 && cp_usb_is_driver (parts[0]))
    return find_and_claim_usb (self, parts[0]);
  if (n_parts == 3 && cp_usb_is_driver (parts[0]))
    return claim_usb (self, parts[0], parts[1], parts[2]);
  if ((n_parts == 2 || n_parts == 3) && is_serial (parts[0]))
    return claim_serial (self, connstring, parts[1], parts[2]);
  return CP_READER_FAULT_CONFIG;
}

CpReaderFault
cp_port_claim (CpPort *self, const char *connstring)
{
  CpReaderFault fault;

  *self = (CpPort){ .fd = -1 };
  fault = claim (self, connstring);
  if (fault != CP_READER_FAULT_NONE)
    cp_port_release (self);
  return fault;
}

void
cp_port_seal (CpPort *self)
{
  if (self->serial && ioctl (self->fd, TIOCEXCL) != 0)
    g_debug ("no exclusive use of the device: %s", g_strerror (errno));
}

void
cp_port_release (CpPort *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  g_clear_pointer (&self->connstring, g_free);
}
