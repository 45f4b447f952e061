/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-doctor-private.h"

#include <string.h>

#define DEFAULT_CONNSTRING "pn532_uart:/dev/counterpart-nfc"
#define ENVIRONMENT "etc/counterpart/reader.env"
#define VARIABLE "COUNTERPART_READER"

static const struct {
  const char *name;
  const char *title;
  CpDoctorExamine examine;
} points[] = {
  { "modules", "The kernel's own NFC drivers", cp_doctor_examine_modules },
  { "devices", "The device and who may open it", cp_doctor_examine_devices },
  { "services", "One driver, not two", cp_doctor_examine_services },
  { "line", "The serial line", cp_doctor_examine_line },
  { "reader", "The reader itself", cp_doctor_examine_reader_itself },
  { "power", "Power", cp_doctor_examine_power },
  { "libnfc", "libnfc's configuration", cp_doctor_examine_libnfc },
};

const char *
cp_doctor_verdict_to_name (CpDoctorVerdict verdict)
{
  static const char *const names[] = { "well", "care", "wrong" };

  g_return_val_if_fail (verdict < G_N_ELEMENTS (names), NULL);

  return names[verdict];
}

void
cp_doctor_point_free (CpDoctorPoint *self)
{
  g_ptr_array_unref (self->found);
  g_ptr_array_unref (self->advice);
  g_free (self);
}

void
cp_doctor_add (
    CpDoctorPoint *point, CpDoctorVerdict verdict, const char *advice, const char *format, ...)
{
  va_list arguments;

  point->verdict = MAX (point->verdict, verdict);
  va_start (arguments, format);
  g_ptr_array_add (point->found, g_strdup_vprintf (format, arguments));
  va_end (arguments);
  if (advice != NULL &&
      !g_ptr_array_find_with_equal_func (point->advice, advice, g_str_equal, NULL))
    g_ptr_array_add (point->advice, g_strdup (advice));
}

char *
cp_doctor_read (const CpDoctorCase *the_case, const char *path)
{
  g_autofree char *full = g_build_filename (the_case->root, path, NULL);
  char *text = NULL;

  if (!g_file_get_contents (full, &text, NULL, NULL))
    return NULL;
  return g_strstrip (text);
}

gboolean
cp_doctor_exists (const CpDoctorCase *the_case, const char *path)
{
  g_autofree char *full = g_build_filename (the_case->root, path, NULL);

  return g_file_test (full, G_FILE_TEST_EXISTS);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GStrv
cp_doctor_list (const CpDoctorCase *the_case, const char *path)
{
  g_autofree char *full = g_build_filename (the_case->root, path, NULL);
  g_autoptr (GDir) folder = g_dir_open (full, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare);
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_steal (names, NULL);
}

gboolean
cp_doctor_has_line (const char *text, const char *pattern)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++) {
    char *comment = strchr (lines[i], '#');

    if (comment != NULL)
      *comment = '\0';
    if (g_regex_match_simple (pattern, g_strstrip (lines[i]), 0, 0))
      return TRUE;
  }
  return FALSE;
}

gboolean
cp_doctor_is_pcsc (const CpDoctorCase *the_case)
{
  return g_str_equal (the_case->connstring, "pcsc") ||
         g_str_has_prefix (the_case->connstring, "pcsc:");
}

char *
cp_doctor_get_line (const CpDoctorCase *the_case)
{
  g_auto (GStrv) parts = g_strsplit (the_case->connstring, ":", 3);

  return parts[0] != NULL && parts[1] != NULL && parts[1][0] == '/' ? g_strdup (parts[1]) : NULL;
}

/* What the unit would be given. */
static char *
find_connstring (const CpDoctorOptions *options)
{
  const CpDoctorCase the_case = { .root = options->root };
  g_autofree char *text = cp_doctor_read (&the_case, ENVIRONMENT);
  char *said = text != NULL ? cp_doctor_find_variable (text, VARIABLE) : NULL;

  if (options->connstring != NULL) {
    g_free (said);
    return g_strdup (options->connstring);
  }
  return said != NULL ? said : g_strdup (DEFAULT_CONNSTRING);
}

GPtrArray *
cp_doctor_examine_reader (const CpDoctorOptions *options)
{
  g_autofree char *connstring = find_connstring (options);
  const CpDoctorCase the_case = { options->root, connstring, options->helper_path, options->prompt,
                                  options->prompt_data };
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_doctor_point_free);

  for (gsize i = 0; i < G_N_ELEMENTS (points); i++) {
    CpDoctorPoint *point = g_new0 (CpDoctorPoint, 1);

    point->name = points[i].name;
    point->title = points[i].title;
    point->found = g_ptr_array_new_with_free_func (g_free);
    point->advice = g_ptr_array_new_with_free_func (g_free);
    points[i].examine (&the_case, point);
    g_ptr_array_add (all, point);
  }
  return all;
}
