/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ctl-output.h"
#include "cp-ctl.h"
#include "cp-doctor.h"

static CpJson *
list_texts (const GPtrArray *texts)
{
  CpJson *list = json_array ();

  for (guint i = 0; i < texts->len; i++)
    json_array_append_new (list, json_string (g_ptr_array_index (texts, i)));
  return list;
}

/* In documents.md as "Doctor's report". */
static CpJson *
describe (const GPtrArray *points)
{
  CpJson *list = json_array ();

  for (guint i = 0; i < points->len; i++) {
    const CpDoctorPoint *point = g_ptr_array_index (points, i);
    CpJson *row = json_object ();

    cp_json_set_text (row, "name", point->name);
    cp_json_set_text (row, "title", point->title);
    cp_json_set_text (row, "verdict", cp_doctor_verdict_to_name (point->verdict));
    json_object_set_new (row, "found", list_texts (point->found));
    json_object_set_new (row, "advice", list_texts (point->advice));
    json_array_append_new (list, row);
  }
  return json_pack ("{s:o}", "points", list);
}

static void
print_point (guint number, const CpDoctorPoint *point)
{
  static const char *const words[] = { "well", "take care", "WRONG" };

  g_print ("%u. %s: %s\n", number, point->title, words[point->verdict]);
  for (guint i = 0; i < point->found->len; i++)
    g_print ("   %s\n", (const char *) g_ptr_array_index (point->found, i));
  for (guint i = 0; i < point->advice->len; i++)
    g_print ("   What to do: %s\n", (const char *) g_ptr_array_index (point->advice, i));
}

static gboolean
is_well (const GPtrArray *points)
{
  for (guint i = 0; i < points->len; i++)
    if (((const CpDoctorPoint *) g_ptr_array_index (points, i))->verdict == CP_DOCTOR_WRONG)
      return FALSE;
  return TRUE;
}

/* The reader is tried with the program that is installed, unless another root is looked at. */
static const char *
find_helper (const char *helper, const char *root)
{
  if (helper != NULL)
    return helper;
  if (root != NULL || !g_file_test (CP_READER_PROGRAM, G_FILE_TEST_IS_EXECUTABLE))
    return NULL;
  return CP_READER_PROGRAM;
}

/* Beside what the report goes to. */
static void
ask_person (const char *text, gpointer data)
{
  g_printerr ("%s\n", text);
}

static gboolean
run (const CpCtlCommand *command, CpCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *root = NULL, *connstring = NULL, *helper = NULL;
  gboolean card = FALSE;
  const GOptionEntry entries[] = {
    { "card", 0, 0, G_OPTION_ARG_NONE, &card,
      "Also try a card that you lay on the reader, and the reader's plug", NULL },
    { "root", 0, 0, G_OPTION_ARG_FILENAME, &root, "The folder that stands for /", "DIR" },
    { "connstring", 0, 0, G_OPTION_ARG_STRING, &connstring,
      "Which reader, if not the one that is set up", "TEXT" },
    { "helper", 0, 0, G_OPTION_ARG_FILENAME, &helper, "The program counterpart-reader", "FILE" },
    { NULL },
  };
  g_autoptr (GPtrArray) points = NULL;
  g_autoptr (CpJson) report = NULL;
  CpDoctorOptions options;

  if (!cp_ctl_parse (ctl, command, entries, 1, 1, &argc, &argv, error))
    return FALSE;
  if (!g_str_equal (argv[1], "reader")) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "There is a doctor for the reader only");
    return FALSE;
  }
  options = (CpDoctorOptions){ root != NULL ? root : "/", connstring, find_helper (helper, root),
                               card ? ask_person : NULL, NULL };
  points = cp_doctor_examine_reader (&options);
  report = describe (points);
  if (ctl->json)
    cp_ctl_print_json (report);
  for (guint i = 0; !ctl->json && i < points->len; i++)
    print_point (i + 1, g_ptr_array_index (points, i));
  return is_well (points);
}

const CpCtlCommand cp_ctl_doctor = {
  .name = "doctor",
  .arguments = "reader",
  .summary = "Find what keeps the card reader from working, and what to do",
  .manual =
      "Looks at this machine and changes nothing. The screen should be stopped, or the reader\n"
      "is in use. Exit status 1 if anything is wrong.",
  .run = run,
};
