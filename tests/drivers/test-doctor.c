/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The seven points, each on a made-up machine that is well but for one thing. */
#include "cp-doctor.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE "/dev/counterpart-nfc"
#define SERIAL "pn532_uart:" LINE

typedef struct {
  char *root;
} Machine;

static void
put (const Machine *machine, const char *path, const char *text)
{
  g_autofree char *full = g_build_filename (machine->root, path, NULL);
  g_autofree char *folder = g_path_get_dirname (full);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (full, text, -1, NULL));
}

static void
take_away (const Machine *machine, const char *path)
{
  g_autofree char *full = g_build_filename (machine->root, path, NULL);

  g_assert_cmpint (g_unlink (full), ==, 0);
}

static void
make_link (const Machine *machine, const char *path, const char *target)
{
  g_autofree char *full = g_build_filename (machine->root, path, NULL);
  g_autofree char *folder = g_path_get_dirname (full);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (symlink (target, full), ==, 0);
}

static void
set_mode (const Machine *machine, const char *path, mode_t mode)
{
  g_autofree char *full = g_build_filename (machine->root, path, NULL);

  g_assert_cmpint (chmod (full, mode), ==, 0);
}

/* A CH340 on the port 2 of the first bus, its line and its group. */
static void
put_device (const Machine *machine)
{
  g_autofree char *group = NULL;

  put (machine, "sys/bus/usb/devices/1-2/idVendor", "1a86\n");
  put (machine, "sys/bus/usb/devices/1-2/idProduct", "7523\n");
  put (machine, "sys/bus/usb/devices/1-2/busnum", "1\n");
  put (machine, "sys/bus/usb/devices/1-2/devnum", "4\n");
  put (machine, "sys/bus/usb/devices/1-2/power/control", "on\n");
  put (machine, "sys/bus/usb/devices/1-0:1.0/usb1-port2/disable", "0\n");
  put (machine, "dev/ttyUSB0", "");
  set_mode (machine, "dev/ttyUSB0", 0660);
  make_link (machine, "dev/counterpart-nfc", "ttyUSB0");
  group = g_strdup_printf ("root:x:0:\ncounterpart-reader:x:%d:\n", (int) getegid ());
  put (machine, "etc/group", group);
}

static Machine *
machine_new (void)
{
  Machine *machine = g_new0 (Machine, 1);

  machine->root = g_dir_make_tmp ("counterpart-doctor-XXXXXX", NULL);
  put (machine, "proc/modules", "usbserial 61440 1 ch341, Live 0x0\nch341 24576 0 - Live 0x0\n");
  put (machine, "proc/cmdline", "BOOT_IMAGE=/vmlinuz quiet console=tty1\n");
  put (machine, "proc/1/comm", "systemd\n");
  put (machine, "etc/modprobe.d/counterpart.conf",
       "# readers\nblacklist nfc\nblacklist pn533\nblacklist pn533_usb\n");
  put (machine, "etc/nfc/libnfc.conf",
       "#device.name = \"old\"\nallow_autoscan = true\nallow_intrusive_scan = false\n");
  put (machine, "etc/udev/rules.d/94-counterpart-reader.rules", "");
  put_device (machine);
  return machine;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) directory =
      g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL) {
    g_autofree char *inner = g_build_filename (path, name, NULL);

    remove_tree (inner);
  }
  g_remove (path);
}

static void
machine_free (Machine *machine)
{
  remove_tree (machine->root);
  g_free (machine->root);
  g_free (machine);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Machine, machine_free)

/* Only the point @name is not well, and its advice says @advice; without a name all are. The
 * reader itself is not tried here. */
static void
expect (const Machine *machine,
        const char *connstring,
        const char *name,
        CpDoctorVerdict verdict,
        const char *advice)
{
  const CpDoctorOptions options = { machine->root, connstring, NULL };
  g_autoptr (GPtrArray) points = cp_doctor_examine_reader (&options);

  g_assert_cmpuint (points->len, ==, 7);
  for (guint i = 0; i < points->len; i++) {
    const CpDoctorPoint *point = g_ptr_array_index (points, i);

    g_assert_cmpuint (point->found->len, >, 0);
    if (g_str_equal (point->name, "reader"))
      continue;
    if (g_strcmp0 (point->name, name) != 0) {
      if (point->verdict != CP_DOCTOR_WELL)
        g_error ("%s: %s", point->name, (char *) g_ptr_array_index (point->found, 0));
      continue;
    }
    g_assert_cmpint (point->verdict, ==, verdict);
    g_assert_cmpuint (point->advice->len, >, 0);
    g_assert_nonnull (strstr (g_ptr_array_index (point->advice, 0), advice));
  }
}

static void
test_all_is_well (void)
{
  g_autoptr (Machine) machine = machine_new ();

  expect (machine, SERIAL, NULL, CP_DOCTOR_WELL, NULL);
}

static void
test_modules (void)
{
  g_autoptr (Machine) machine = machine_new ();

  put (machine, "etc/modprobe.d/counterpart.conf", "blacklist pn533\nblacklist pn533_usb\n");
  expect (machine, SERIAL, "modules", CP_DOCTOR_WRONG, "update-initramfs");
  put (machine, "etc/modprobe.d/counterpart.conf",
       "blacklist nfc\nblacklist pn533\nblacklist pn533_usb\n");
  put (machine, "proc/modules",
       "pn533_usb 24576 0 - Live 0x0\npn533 61440 1 pn533_usb, Live 0x0\n");
  expect (machine, SERIAL, "modules", CP_DOCTOR_WRONG, "modprobe -r");
}

static void
test_devices (void)
{
  g_autoptr (Machine) machine = machine_new ();

  set_mode (machine, "dev/ttyUSB0", 0666);
  expect (machine, SERIAL, "devices", CP_DOCTOR_WRONG, "94-counterpart-reader.rules");
  set_mode (machine, "dev/ttyUSB0", 0660);
  put (machine, "sys/bus/usb/devices/1-2/power/control", "auto\n");
  expect (machine, SERIAL, "devices", CP_DOCTOR_WRONG, "94-counterpart-reader.rules");
  put (machine, "sys/bus/usb/devices/1-2/power/control", "on\n");
  put (machine, "etc/group", "root:x:0:\n");
  expect (machine, SERIAL, "devices", CP_DOCTOR_WRONG, "systemd-sysusers");
}

static void
test_device_that_is_not_there (void)
{
  g_autoptr (Machine) machine = machine_new ();

  take_away (machine, "dev/ttyUSB0");
  expect (machine, SERIAL, "devices", CP_DOCTOR_WRONG, "Plug the reader in");
}

static void
test_two_devices (void)
{
  g_autoptr (Machine) machine = machine_new ();

  put (machine, "sys/bus/usb/devices/1-3/idVendor", "072f\n");
  put (machine, "sys/bus/usb/devices/1-3/idProduct", "2200\n");
  put (machine, "sys/bus/usb/devices/1-0:1.0/usb1-port3/disable", "0\n");
  expect (machine, SERIAL, "devices", CP_DOCTOR_WRONG, "one reader");
}

static void
test_services_of_libnfc (void)
{
  g_autoptr (Machine) machine = machine_new ();

  put (machine, "usr/lib/systemd/system/pcscd.socket", "");
  expect (machine, SERIAL, "services", CP_DOCTOR_WRONG, "mask --now");
  make_link (machine, "etc/systemd/system/pcscd.socket", "/dev/null");
  make_link (machine, "etc/systemd/system/pcscd.service", "/dev/null");
  expect (machine, SERIAL, NULL, CP_DOCTOR_WELL, NULL);
  put (machine, "proc/77/comm", "pcscd\n");
  expect (machine, SERIAL, "services", CP_DOCTOR_WRONG, "mask --now");
}

static void
test_services_of_pcsc (void)
{
  g_autoptr (Machine) machine = machine_new ();

  expect (machine, "pcsc:ACR1252", "services", CP_DOCTOR_WRONG, "Install the package pcscd");
  put (machine, "usr/lib/systemd/system/pcscd.socket", "");
  expect (machine, "pcsc:ACR1252", NULL, CP_DOCTOR_WELL, NULL);
  make_link (machine, "etc/systemd/system/pcscd.socket", "/dev/null");
  make_link (machine, "etc/systemd/system/pcscd.service", "/dev/null");
  expect (machine, "pcsc:ACR1252", "services", CP_DOCTOR_WRONG, "unmask");
}

static void
test_line (void)
{
  g_autoptr (Machine) machine = machine_new ();

  expect (machine, SERIAL ":9600", "line", CP_DOCTOR_CARE, "speed");
  put (machine, "proc/cmdline", "quiet console=ttyUSB0,115200\n");
  expect (machine, SERIAL, "line", CP_DOCTOR_WRONG, "console=");
  put (machine, "proc/cmdline", "quiet\n");
  put (machine, "etc/systemd/system/getty.target.wants/serial-getty@ttyUSB0.service", "");
  expect (machine, SERIAL, "line", CP_DOCTOR_WRONG, "serial-getty");
  take_away (machine, "etc/systemd/system/getty.target.wants/serial-getty@ttyUSB0.service");
  put (machine, "usr/lib/udev/rules.d/85-brltty.rules", "");
  expect (machine, SERIAL, "line", CP_DOCTOR_WRONG, "brltty");
}

static void
test_line_without_rules (void)
{
  g_autoptr (Machine) machine = machine_new ();

  take_away (machine, "etc/udev/rules.d/94-counterpart-reader.rules");
  put (machine, "usr/sbin/ModemManager", "");
  expect (machine, SERIAL, "line", CP_DOCTOR_WRONG, "modemmanager");
  expect (machine, "pn532_uart:/dev/ttyUSB0", "line", CP_DOCTOR_WRONG, "by-id");
}

static void
test_power (void)
{
  g_autoptr (Machine) machine = machine_new ();

  put (machine, "sys/class/hwmon/hwmon1/name", "rpi_volt\n");
  put (machine, "sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");
  expect (machine, SERIAL, "power", CP_DOCTOR_WRONG, "power supply");
  put (machine, "sys/class/hwmon/hwmon1/in0_lcrit_alarm", "0\n");
  take_away (machine, "sys/bus/usb/devices/1-0:1.0/usb1-port2/disable");
  expect (machine, SERIAL, "power", CP_DOCTOR_CARE, "unplug");
}

static void
test_libnfc (void)
{
  g_autoptr (Machine) machine = machine_new ();

  put (machine, "etc/nfc/libnfc.conf", "allow_intrusive_scan = true\n");
  expect (machine, SERIAL, "libnfc", CP_DOCTOR_WRONG, "allow_intrusive_scan");
  put (machine, "etc/nfc/libnfc.conf", "device.connstring = \"pn532_uart:/dev/ttyS0\" # old\n");
  expect (machine, SERIAL, "libnfc", CP_DOCTOR_WRONG, "device.");
  put (machine, "etc/nfc/libnfc.conf", "");
  put (machine, "etc/nfc/devices.d/touchatag.conf", "");
  expect (machine, SERIAL, "libnfc", CP_DOCTOR_WRONG, "devices.d");
}

static void
test_what_is_set_up_is_looked_at (void)
{
  g_autoptr (Machine) machine = machine_new ();

  put (machine, "etc/counterpart/reader.env", "COUNTERPART_READER=pcsc:ACR1252\nOTHER=1\n");
  expect (machine, NULL, "services", CP_DOCTOR_WRONG, "Install the package pcscd");
  put (machine, "etc/counterpart/reader.env",
       "#COUNTERPART_READER=pn532_uart:/dev/counterpart-nfc\nCOUNTERPART_READER=\"pcsc:ACR "
       "1252\"\n");
  expect (machine, NULL, "services", CP_DOCTOR_WRONG, "Install the package pcscd");
  put (machine, "etc/counterpart/reader.env",
       "# COUNTERPART_READER=pcsc:\nOLD_COUNTERPART_READER=pcsc:\n");
  expect (machine, NULL, NULL, CP_DOCTOR_WELL, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/drivers/doctor/" path, function)
  ADD ("all-is-well", test_all_is_well);
  ADD ("modules", test_modules);
  ADD ("devices", test_devices);
  ADD ("device-that-is-not-there", test_device_that_is_not_there);
  ADD ("two-devices", test_two_devices);
  ADD ("services-of-libnfc", test_services_of_libnfc);
  ADD ("services-of-pcsc", test_services_of_pcsc);
  ADD ("line", test_line);
  ADD ("line-without-rules", test_line_without_rules);
  ADD ("power", test_power);
  ADD ("libnfc", test_libnfc);
  ADD ("what-is-set-up-is-looked-at", test_what_is_set_up_is_looked_at);
  return g_test_run ();
}
