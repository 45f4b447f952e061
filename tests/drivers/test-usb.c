/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-usb.h"

#include <glib/gstdio.h>

typedef struct {
  const char *name;
  const char *vendor;
  const char *product;
  const char *bus;
  const char *device;
} Device;

static const Device root_hub = { "usb1", "1d6b\n", "0002\n", "1\n", "1\n" };
static const Device acr122 = { "1-2", "072f\n", "2200\n", "1\n", "14\n" };
static const Device touchatag = { "3-1.4", "072f\n", "90cc\n", "3\n", "127\n" };
static const Device scl3711 = { "2-1", "04e6\n", "5591\n", "2\n", "5\n" };
static const Device half_gone = { "1-3", "072f\n", "2200\n", NULL, NULL };

static void
put (const char *path, const char *name, const char *text)
{
  g_autofree char *file = g_build_filename (path, name, NULL);

  if (text != NULL)
    g_assert_true (g_file_set_contents (file, text, -1, NULL));
}

static void
plug (const char *devices, const Device *device)
{
  g_autofree char *path = g_build_filename (devices, device->name, NULL);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  put (path, "idVendor", device->vendor);
  put (path, "idProduct", device->product);
  put (path, "busnum", device->bus);
  put (path, "devnum", device->device);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL) {
    g_autofree char *inner = g_build_filename (path, name, NULL);

    remove_tree (inner);
  }
  g_remove (path);
}

/* What is found among @plugged, which ends with NULL. */
static void
expect (const Device *const *plugged, const char *driver, CpReaderFault fault, const char *address)
{
  g_autofree char *devices = g_dir_make_tmp ("counterpart-usb-XXXXXX", NULL);
  g_autofree char *found = NULL;

  for (gsize i = 0; plugged[i] != NULL; i++)
    plug (devices, plugged[i]);
  g_assert_cmpint (cp_usb_find (devices, driver, &found), ==, fault);
  g_assert_cmpstr (found, ==, address);
  remove_tree (devices);
}

static void
test_the_one_reader_is_found (void)
{
  const Device *const plugged[] = { &root_hub, &acr122, &scl3711, NULL };

  expect (plugged, "acr122_usb", CP_READER_FAULT_NONE, "001:014");
  expect (plugged, "pn53x_usb", CP_READER_FAULT_NONE, "002:005");
}

static void
test_other_devices_are_left_alone (void)
{
  const Device *const plugged[] = { &root_hub, &scl3711, NULL };

  expect (plugged, "acr122_usb", CP_READER_FAULT_ABSENT, NULL);
}

static void
test_two_readers_are_one_too_many (void)
{
  const Device *const plugged[] = { &acr122, &touchatag, NULL };

  expect (plugged, "acr122_usb", CP_READER_FAULT_CONFIG, NULL);
}

static void
test_reader_that_is_just_going (void)
{
  const Device *const plugged[] = { &half_gone, &touchatag, NULL };

  expect (plugged, "acr122_usb", CP_READER_FAULT_NONE, "003:127");
}

static void
test_no_list_of_devices (void)
{
  char *found = NULL;

  g_assert_cmpint (cp_usb_find ("/nonexistent", "acr122_usb", &found), ==, CP_READER_FAULT_ABSENT);
  g_assert_null (found);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drivers/usb/the-one-reader-is-found", test_the_one_reader_is_found);
  g_test_add_func ("/drivers/usb/other-devices-are-left-alone", test_other_devices_are_left_alone);
  g_test_add_func ("/drivers/usb/two-readers-are-one-too-many", test_two_readers_are_one_too_many);
  g_test_add_func ("/drivers/usb/reader-that-is-just-going", test_reader_that_is_just_going);
  g_test_add_func ("/drivers/usb/no-list-of-devices", test_no_list_of_devices);
  return g_test_run ();
}
