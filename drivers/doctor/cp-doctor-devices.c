/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The device on its bus: what it is, who may open it, its line and its power. */
#include "cp-doctor-private.h"

#include <string.h>
#include <sys/stat.h>

#define DEVICES "sys/bus/usb/devices"
#define RULES "94-counterpart-reader.rules"
#define GROUP "counterpart-reader"
#define SERIAL_MODE 0660

/* Readers, and the bridges behind which a PN532 may be. */
static const struct {
  const char *vendor;
  const char *product;
  const char *name;
  gboolean serial;
} known[] = {
  { "072f", "2200", "ACR122U", FALSE }, { "072f", "90cc", "Touchatag", FALSE },
  { "072f", "2214", "ACR1222", FALSE }, { "072f", "223b", "ACR1252U", FALSE },
  { "04e6", "5591", "SCL3711", FALSE }, { "04e6", "5594", "SCL3712", FALSE },
  { "04cc", "0531", "PN531", FALSE },   { "04cc", "2533", "PN533", FALSE },
  { "054c", "0193", "RC-S330", FALSE }, { "054c", "02e1", "RC-S360", FALSE },
  { "1a86", "7523", "CH340", TRUE },    { "1a86", "55d4", "CH9102", TRUE },
  { "10c4", "ea60", "CP210x", TRUE },   { "0403", "6001", "FT232", TRUE },
  { "0403", "6015", "FT231X", TRUE },
};

static char *
read_of (const CpDoctorCase *the_case, const char *device, const char *name)
{
  g_autofree char *path = g_build_filename (DEVICES, device, name, NULL);

  return cp_doctor_read (the_case, path);
}

/* Returns the row of @known, or -1. */
static int
find_known (const CpDoctorCase *the_case, const char *device)
{
  g_autofree char *vendor = read_of (the_case, device, "idVendor");
  g_autofree char *product = read_of (the_case, device, "idProduct");

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (known[i].vendor, vendor) == 0 && g_strcmp0 (known[i].product, product) == 0)
      return (int) i;
  return -1;
}

/* (transfer full): the devices that may be the reader. */
static GPtrArray *
find_readers (const CpDoctorCase *the_case)
{
  g_auto (GStrv) names = cp_doctor_list (the_case, DEVICES);
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; names[i] != NULL; i++)
    if (find_known (the_case, names[i]) >= 0)
      g_ptr_array_add (found, g_strdup (names[i]));
  return found;
}

guint
cp_doctor_count_readers (const CpDoctorCase *the_case)
{
  g_autoptr (GPtrArray) readers = find_readers (the_case);

  return readers->len;
}

/* The number of the group in the root's own list; -1 if there is none. */
static gint64
find_group (const CpDoctorCase *the_case)
{
  g_autofree char *text = cp_doctor_read (the_case, "etc/group");
  g_autoptr (GRegex) regex = g_regex_new ("^" GROUP ":[^:]*:(\\d+):", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *number = NULL;

  if (text == NULL || !g_regex_match (regex, text, 0, &match))
    return -1;
  number = g_match_info_fetch (match, 1);
  return g_ascii_strtoll (number, NULL, 10);
}

static void
examine_node (const CpDoctorCase *the_case, const char *node, CpDoctorPoint *point)
{
  g_autofree char *path = g_build_filename (the_case->root, node, NULL);
  gint64 group = find_group (the_case);
  struct stat facts;

  if (stat (path, &facts) != 0)
    cp_doctor_add (point, CP_DOCTOR_WRONG, "Plug the reader in, and look at its cable.",
                   "/%s is not there.", node);
  else if (group < 0)
    cp_doctor_add (point, CP_DOCTOR_WRONG, "Run: systemd-sysusers counterpart.sysusers.",
                   "There is no group " GROUP ".");
  else if ((gint64) facts.st_gid != group || (facts.st_mode & 0777) != SERIAL_MODE)
    cp_doctor_add (point, CP_DOCTOR_WRONG,
                   "Install " RULES " in /etc/udev/rules.d, run udevadm control --reload, and plug "
                   "the reader in again.",
                   "/%s does not belong to the group " GROUP " with the mode 0660.", node);
}

static void
examine_usb_node (const CpDoctorCase *the_case, const char *device, CpDoctorPoint *point)
{
  g_autofree char *bus = read_of (the_case, device, "busnum");
  g_autofree char *number = read_of (the_case, device, "devnum");
  g_autofree char *node = NULL;

  if (bus == NULL || number == NULL)
    return;
  node = g_strdup_printf ("dev/bus/usb/%03d/%03d", (int) g_ascii_strtoll (bus, NULL, 10),
                          (int) g_ascii_strtoll (number, NULL, 10));
  examine_node (the_case, node, point);
}

/* FTDI's bridges keep bytes back for 16 ms unless they are told not to. */
static void
examine_latency (const CpDoctorCase *the_case, CpDoctorPoint *point)
{
  g_auto (GStrv) lines = cp_doctor_list (the_case, "sys/bus/usb-serial/devices");

  for (gsize i = 0; lines[i] != NULL; i++) {
    g_autofree char *path =
        g_build_filename ("sys/bus/usb-serial/devices", lines[i], "latency_timer", NULL);
    g_autofree char *timer = cp_doctor_read (the_case, path);

    if (timer != NULL && !g_str_equal (timer, "1"))
      cp_doctor_add (point, CP_DOCTOR_CARE, "Install " RULES ", and plug the reader in again.",
                     "%s waits %s ms before it passes bytes on.", lines[i], timer);
  }
}

static void
examine_device (const CpDoctorCase *the_case, const char *device, CpDoctorPoint *point)
{
  g_autofree char *control = read_of (the_case, device, "power/control");
  int row = find_known (the_case, device);

  cp_doctor_add (point, CP_DOCTOR_WELL, NULL, "%s is plugged in (%s:%s).", known[row].name,
                 known[row].vendor, known[row].product);
  if (control != NULL && !g_str_equal (control, "on"))
    cp_doctor_add (point, CP_DOCTOR_WRONG, "Install " RULES ", and plug the reader in again.",
                   "The kernel may let the reader sleep (power/control is %s).", control);
  if (known[row].serial)
    examine_latency (the_case, point);
  else if (!cp_doctor_is_pcsc (the_case))
    examine_usb_node (the_case, device, point);
}

void
cp_doctor_examine_devices (const CpDoctorCase *the_case, CpDoctorPoint *point)
{
  g_autoptr (GPtrArray) readers = find_readers (the_case);
  g_autofree char *line = cp_doctor_get_line (the_case);

  if (readers->len > 1)
    cp_doctor_add (point, CP_DOCTOR_WRONG, "Leave one reader plugged in.",
                   "%u devices that may be a card reader are plugged in.", readers->len);
  else if (readers->len == 0 && line == NULL)
    cp_doctor_add (point, CP_DOCTOR_WRONG, "Plug the reader in, and look at its cable.",
                   "No card reader that is known is plugged in.");
  for (guint i = 0; i < readers->len; i++)
    examine_device (the_case, g_ptr_array_index (readers, i), point);
  if (line != NULL)
    examine_node (the_case, line + 1, point);
}

/* The name of the kernel's behind a path, such as ttyUSB0. */
static char *
resolve_line (const CpDoctorCase *the_case, const char *line)
{
  g_autofree char *path = g_build_filename (the_case->root, line, NULL);
  g_autofree char *target = g_file_read_link (path, NULL);

  return g_path_get_basename (target != NULL ? target : line);
}

static void
examine_rivals (const CpDoctorCase *the_case, const char *tty, CpDoctorPoint *point)
{
  g_autofree char *commands = cp_doctor_read (the_case, "proc/cmdline");
  g_autofree char *console = g_strdup_printf ("\\bconsole=%s\\b", tty);
  g_autofree char *getty =
      g_strdup_printf ("etc/systemd/system/getty.target.wants/serial-getty@%s.service", tty);
  g_auto (GStrv) rules = cp_doctor_list (the_case, "usr/lib/udev/rules.d");

  if (commands != NULL && g_regex_match_simple (console, commands, 0, 0))
    cp_doctor_add (point, CP_DOCTOR_WRONG, "Take console= out of the kernel's command line.",
                   "The kernel's console is on %s.", tty);
  if (cp_doctor_exists (the_case, getty))
    cp_doctor_add (point, CP_DOCTOR_WRONG, "Run: systemctl disable --now serial-getty@TTY.service.",
                   "A login waits on %s.", tty);
  for (gsize i = 0; rules[i] != NULL; i++)
    if (strstr (rules[i], "brltty") != NULL)
      cp_doctor_add (point, CP_DOCTOR_WRONG, "Remove the package brltty.",
                     "brltty is installed, and takes CH340 bridges for braille displays.");
}

static void
examine_words (const char *connstring, CpDoctorPoint *point)
{
  g_auto (GStrv) parts = g_strsplit (connstring, ":", -1);
  guint n = g_strv_length (parts);

  if (n > 3 || strstr (connstring, "/by-path/") != NULL)
    cp_doctor_add (point, CP_DOCTOR_WRONG,
                   "Name the line by /dev/counterpart-nfc or by /dev/serial/by-id.",
                   "The connection string has a path with colons, which libnfc cuts off.");
  else if (n == 3 && !g_str_equal (parts[2], "115200"))
    cp_doctor_add (point, CP_DOCTOR_CARE, "Leave the speed out of the connection string.",
                   "The line runs at %s baud; a PN532 starts with 115200.", parts[2]);
  if (n > 1 && g_regex_match_simple ("^/dev/tty(USB|ACM)\\d+$", parts[1], 0, 0))
    cp_doctor_add (point, CP_DOCTOR_CARE,
                   "Name the line by /dev/counterpart-nfc or by /dev/serial/by-id.",
                   "%s is another device after the next plugging.", parts[1]);
}

void
cp_doctor_examine_line (const CpDoctorCase *the_case, CpDoctorPoint *point)
{
  static const char *const rules[] = { "etc/udev/rules.d/" RULES, "usr/lib/udev/rules.d/" RULES,
                                       "lib/udev/rules.d/" RULES };
  g_autofree char *line = cp_doctor_get_line (the_case);
  g_autofree char *tty = NULL;
  gboolean has_rules = FALSE;

  if (line == NULL) {
    cp_doctor_add (point, CP_DOCTOR_WELL, NULL, "The reader is not on a serial line.");
    return;
  }
  tty = resolve_line (the_case, line);
  examine_rivals (the_case, tty, point);
  examine_words (the_case->connstring, point);
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    has_rules = has_rules || cp_doctor_exists (the_case, rules[i]);
  if (!has_rules && cp_doctor_exists (the_case, "usr/sbin/ModemManager"))
    cp_doctor_add (point, CP_DOCTOR_WRONG, "Install " RULES ", or remove modemmanager.",
                   "ModemManager is installed, and nothing keeps it from the line.");
  if (point->found->len == 0)
    cp_doctor_add (point, CP_DOCTOR_WELL, NULL, "Nobody else uses %s.", tty);
}

/* Undervoltage on a Raspberry Pi, since it was started. */
static void
examine_supply (const CpDoctorCase *the_case, CpDoctorPoint *point)
{
  g_auto (GStrv) sensors = cp_doctor_list (the_case, "sys/class/hwmon");

  for (gsize i = 0; sensors[i] != NULL; i++) {
    g_autofree char *name_path = g_build_filename ("sys/class/hwmon", sensors[i], "name", NULL);
    g_autofree char *alarm_path =
        g_build_filename ("sys/class/hwmon", sensors[i], "in0_lcrit_alarm", NULL);
    g_autofree char *name = cp_doctor_read (the_case, name_path);
    g_autofree char *alarm = cp_doctor_read (the_case, alarm_path);

    if (g_strcmp0 (name, "rpi_volt") == 0 && g_strcmp0 (alarm, "1") == 0)
      cp_doctor_add (point, CP_DOCTOR_WRONG, "Use the maker's power supply, and a short cable.",
                     "The supply's voltage was too low.");
  }
}

/* A port that can be switched has a file of the kernel's for it (Linux 6.0). */
static gboolean
can_switch_port (const CpDoctorCase *the_case, const char *device)
{
  const char *dot = strrchr (device, '.');
  const char *dash = strchr (device, '-');
  g_autofree char *hub = NULL, *path = NULL;

  if (dash == NULL)
    return FALSE;
  if (dot != NULL) {
    hub = g_strndup (device, (gsize) (dot - device));
    path = g_strdup_printf (DEVICES "/%s:1.0/%s-port%s/disable", hub, hub, dot + 1);
  } else {
    hub = g_strdup_printf ("usb%.*s", (int) (dash - device), device);
    path = g_strdup_printf (DEVICES "/%.*s-0:1.0/%s-port%s/disable", (int) (dash - device), device,
                            hub, dash + 1);
  }
  return cp_doctor_exists (the_case, path);
}

void
cp_doctor_examine_power (const CpDoctorCase *the_case, CpDoctorPoint *point)
{
  g_autoptr (GPtrArray) readers = find_readers (the_case);

  examine_supply (the_case, point);
  for (guint i = 0; i < readers->len; i++) {
    const char *device = g_ptr_array_index (readers, i);

    if (can_switch_port (the_case, device))
      cp_doctor_add (point, CP_DOCTOR_WELL, NULL, "The port of the reader can be switched off.");
    else
      cp_doctor_add (point, CP_DOCTOR_CARE,
                     "Tell the staff to unplug a reader that stays mute for five seconds, or use a "
                     "hub with power switching.",
                     "The port of the reader can't be switched off from here.");
  }
  if (point->found->len == 0)
    cp_doctor_add (point, CP_DOCTOR_WELL, NULL, "No low voltage was seen.");
}
