/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the machine is set up for: kernel modules, services, libnfc's configuration, power. */
#include "cp-doctor-private.h"

#include <string.h>

static const char *const module_folders[] = { "etc/modprobe.d", "usr/lib/modprobe.d",
                                              "lib/modprobe.d", "run/modprobe.d" };
static const char *const unit_folders[] = { "usr/lib/systemd/system", "lib/systemd/system",
                                            "etc/systemd/system" };

/* Whether any file of any of the folders has such a line. */
static gboolean
has_line_anywhere (const CpDoctorCase *the_case,
                   const char *const *folders,
                   gsize n_folders,
                   const char *pattern)
{
  for (gsize i = 0; i < n_folders; i++) {
    g_auto (GStrv) names = cp_doctor_list (the_case, folders[i]);

    for (gsize j = 0; names[j] != NULL; j++) {
      g_autofree char *path = g_build_filename (folders[i], names[j], NULL);
      g_autofree char *text =
          g_str_has_suffix (path, ".conf") ? cp_doctor_read (the_case, path) : NULL;

      if (text != NULL && cp_doctor_has_line (text, pattern))
        return TRUE;
    }
  }
  return FALSE;
}

void
cp_doctor_examine_modules (const CpDoctorCase *the_case, CpDoctorPoint *point)
{
  static const char *const modules[] = { "nfc", "pn533", "pn533_usb" };
  g_autofree char *loaded = cp_doctor_read (the_case, "proc/modules");

  if (loaded == NULL)
    cp_doctor_add (point, CP_DOCTOR_CARE, NULL, "/proc/modules can't be read.");
  else if (cp_doctor_has_line (loaded, "^(nfc|pn533\\w*|pn532\\w*|port100) "))
    cp_doctor_add (point, CP_DOCTOR_WRONG,
                   "Run: modprobe -r pn533_usb pn532_uart port100 pn533 nfc. Then plug the reader "
                   "in again.",
                   "A driver of the kernel's own is loaded and may hold the reader.");
  else
    cp_doctor_add (point, CP_DOCTOR_WELL, NULL, "None of the kernel's NFC drivers is loaded.");
  for (gsize i = 0; i < G_N_ELEMENTS (modules); i++) {
    g_autofree char *pattern = g_strdup_printf ("^(blacklist|install) +%s\\b", modules[i]);

    if (!has_line_anywhere (the_case, module_folders, G_N_ELEMENTS (module_folders), pattern))
      cp_doctor_add (point, CP_DOCTOR_WRONG,
                     "Install counterpart.modprobe as /etc/modprobe.d/counterpart.conf, and run: "
                     "update-initramfs -u.",
                     "Nothing keeps the module %s from being loaded.", modules[i]);
  }
}

/* A unit that systemd must not start is a link to nothing. */
static gboolean
is_masked (const CpDoctorCase *the_case, const char *unit)
{
  g_autofree char *path = g_build_filename (the_case->root, "etc/systemd/system", unit, NULL);
  g_autofree char *target = g_file_read_link (path, NULL);

  return g_strcmp0 (target, "/dev/null") == 0;
}

static gboolean
has_unit (const CpDoctorCase *the_case, const char *unit)
{
  for (gsize i = 0; i < G_N_ELEMENTS (unit_folders); i++) {
    g_autofree char *path = g_build_filename (unit_folders[i], unit, NULL);

    if (cp_doctor_exists (the_case, path))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_running (const CpDoctorCase *the_case, const char *program)
{
  g_auto (GStrv) names = cp_doctor_list (the_case, "proc");

  for (gsize i = 0; names[i] != NULL; i++) {
    g_autofree char *path = g_build_filename ("proc", names[i], "comm", NULL);
    g_autofree char *comm = g_ascii_isdigit (names[i][0]) ? cp_doctor_read (the_case, path) : NULL;

    if (g_strcmp0 (comm, program) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
examine_pcsc (const CpDoctorCase *the_case, gboolean masked, CpDoctorPoint *point)
{
  if (!has_unit (the_case, "pcscd.socket"))
    cp_doctor_add (point, CP_DOCTOR_WRONG, "Install the package pcscd.",
                   "The reader is to be used over PC/SC, and pcscd is not installed.");
  else if (masked)
    cp_doctor_add (
        point, CP_DOCTOR_WRONG,
        "Run: systemctl unmask pcscd.socket pcscd.service; systemctl start pcscd.socket.",
        "The reader is to be used over PC/SC, and pcscd is masked.");
  else
    cp_doctor_add (point, CP_DOCTOR_WELL, NULL, "The reader is used over PC/SC, with pcscd.");
}

void
cp_doctor_examine_services (const CpDoctorCase *the_case, CpDoctorPoint *point)
{
  gboolean masked = is_masked (the_case, "pcscd.socket") && is_masked (the_case, "pcscd.service");

  if (cp_doctor_is_pcsc (the_case)) {
    examine_pcsc (the_case, masked, point);
    return;
  }
  if (is_running (the_case, "pcscd"))
    cp_doctor_add (point, CP_DOCTOR_WRONG, "Run: systemctl mask --now pcscd.socket pcscd.service.",
                   "pcscd is running, and takes readers that libnfc should have.");
  else if (has_unit (the_case, "pcscd.socket") && !masked)
    cp_doctor_add (point, CP_DOCTOR_WRONG, "Run: systemctl mask --now pcscd.socket pcscd.service.",
                   "pcscd is installed and may start, and would take libnfc's reader.");
  else
    cp_doctor_add (point, CP_DOCTOR_WELL, NULL, "The reader is used over libnfc, without pcscd.");
}

void
cp_doctor_examine_libnfc (const CpDoctorCase *the_case, CpDoctorPoint *point)
{
  g_autofree char *text = cp_doctor_read (the_case, "etc/nfc/libnfc.conf");
  g_auto (GStrv) devices = cp_doctor_list (the_case, "etc/nfc/devices.d");

  if (text != NULL && cp_doctor_has_line (text, "^device\\."))
    cp_doctor_add (point, CP_DOCTOR_WRONG, "Take the lines `device.` out of /etc/nfc/libnfc.conf.",
                   "/etc/nfc/libnfc.conf names devices.");
  if (text != NULL && cp_doctor_has_line (text, "^allow_intrusive_scan *= *(true|yes|1)"))
    cp_doctor_add (point, CP_DOCTOR_WRONG,
                   "Set allow_intrusive_scan = false in /etc/nfc/libnfc.conf.",
                   "libnfc may write to every serial port, printers and pin pads among them.");
  for (gsize i = 0; devices[i] != NULL; i++)
    if (g_str_has_suffix (devices[i], ".conf"))
      cp_doctor_add (point, CP_DOCTOR_WRONG, "Take the files out of /etc/nfc/devices.d.",
                     "/etc/nfc/devices.d has %s.", devices[i]);
  if (point->found->len == 0)
    cp_doctor_add (point, CP_DOCTOR_WELL, NULL, "Nothing is left over from other uses.");
}
