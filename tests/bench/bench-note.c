/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bench-note.h"

double
bench_get_seconds (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

void
bench_note (Bench *bench, const char *group, const char *name, double value)
{
  CpJson *of_group = cp_json_get_object (bench->figures, group);

  if (of_group == NULL) {
    of_group = json_object ();
    cp_json_set (bench->figures, group, of_group);
  }
  cp_json_set (of_group, name, json_real (value));
  g_print ("# %-10s %-32s %12.1f\nok %u %s %s\n", group, name, value, ++bench->n_tests, group,
           name);
}

void
bench_write (const Bench *bench, const char *program)
{
  g_autofree char *path = g_strconcat (program, ".json", NULL);
  g_autofree char *text = json_dumps (bench->figures, JSON_INDENT (2) | JSON_SORT_KEYS);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}
