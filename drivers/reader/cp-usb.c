/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-usb.h"

#define MAX_ADDRESS 999

/* The tables of libnfc 1.8.0, drivers/acr122_usb.c and drivers/pn53x_usb.c. */
static const struct {
  const char *driver;
  guint vendor;
  guint product;
} known[] = {
  { "acr122_usb", 0x072F, 0x2200 }, { "acr122_usb", 0x072F, 0x90CC },
  { "acr122_usb", 0x072F, 0x2214 }, { "pn53x_usb", 0x04CC, 0x0531 },
  { "pn53x_usb", 0x04CC, 0x2533 },  { "pn53x_usb", 0x04E6, 0x5591 },
  { "pn53x_usb", 0x04E6, 0x5594 },  { "pn53x_usb", 0x054C, 0x0193 },
  { "pn53x_usb", 0x1FD3, 0x0608 },  { "pn53x_usb", 0x054C, 0x02E1 },
};

gboolean
cp_usb_is_driver (const char *driver)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].driver, driver))
      return TRUE;
  return FALSE;
}

/* One number of one device; a device may go while it is read. */
static gboolean
read_number (const char *path, const char *name, guint base, guint *ret_number)
{
  g_autofree char *file = g_build_filename (path, name, NULL);
  g_autofree char *text = NULL;
  guint64 number;

  if (!g_file_get_contents (file, &text, NULL, NULL) ||
      !g_ascii_string_to_unsigned (g_strstrip (text), base, 0, G_MAXUINT16, &number, NULL))
    return FALSE;
  *ret_number = (guint) number;
  return TRUE;
}

static gboolean
is_known (const char *path, const char *driver)
{
  guint vendor, product;

  if (!read_number (path, "idVendor", 16, &vendor) ||
      !read_number (path, "idProduct", 16, &product))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].driver, driver) && known[i].vendor == vendor &&
        known[i].product == product)
      return TRUE;
  return FALSE;
}

static char *
read_address (const char *path)
{
  guint bus, device;

  if (!read_number (path, "busnum", 10, &bus) || !read_number (path, "devnum", 10, &device) ||
      bus > MAX_ADDRESS || device > MAX_ADDRESS)
    return NULL;
  return g_strdup_printf ("%03u:%03u", bus, device);
}

CpReaderFault
cp_usb_find (const char *devices_path, const char *driver, char **ret_address)
{
  g_autoptr (GDir) devices = g_dir_open (devices_path, 0, NULL);
  g_autofree char *found = NULL;
  const char *name;

  while (devices != NULL && (name = g_dir_read_name (devices)) != NULL) {
    g_autofree char *path = g_build_filename (devices_path, name, NULL);
    g_autofree char *address = is_known (path, driver) ? read_address (path) : NULL;

    if (address == NULL)
      continue;
    if (found != NULL)
      return CP_READER_FAULT_CONFIG;
    found = g_steal_pointer (&address);
  }
  if (found == NULL)
    return CP_READER_FAULT_ABSENT;
  *ret_address = g_steal_pointer (&found);
  return CP_READER_FAULT_NONE;
}
