/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bench-note.h"

double
bench_get_seconds (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static gboolean
on_pause_over (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

void
bench_pause (guint ms)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autoptr (GSource) source = g_timeout_source_new (ms);

  g_source_set_callback (source, G_SOURCE_FUNC (on_pause_over), loop, NULL);
  g_source_attach (source, context);
  g_main_loop_run (loop);
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

static double
get_figure (const Bench *bench, const char *group, const char *name)
{
  json_t *value = json_object_get (cp_json_get_object (bench->figures, group), name);

  if (value == NULL)
    g_error ("There is no %s of %s", name, group);
  return json_number_value (value);
}

void
bench_hold (Bench *bench, const BenchGoal *goal)
{
  double value = get_figure (bench, goal->group, goal->name);
  gboolean is_met = goal->at_least ? value >= goal->limit : value <= goal->limit;
  CpJson *entry =
      json_pack ("{s:s,s:f,s:f,s:b}", "of", goal->group, goal->at_least ? "at least" : "at most",
                 goal->limit, "measured", value, "met", is_met);
  CpJson *goals = cp_json_get_array (bench->figures, "goals");

  if (goals == NULL) {
    goals = json_array ();
    cp_json_set (bench->figures, "goals", goals);
  }
  cp_json_set_text (entry, "figure", goal->name);
  cp_json_append (goals, entry);
  g_print ("# %-7s %12.1f (%s %.1f) %s: %s\n", is_met ? "met" : "MISSED", value,
           goal->at_least ? "at least" : "at most", goal->limit, goal->group, goal->name);
}

void
bench_compare (
    Bench *bench, const char *ours, const char *name, const char *peer, const char *peer_name)
{
  g_autofree char *group = g_strdup_printf ("%s, in times of %s", ours, peer);
  g_autofree char *both = g_strdup_printf ("%s, to %s", name, peer_name);

  bench_note (bench, group, both,
              get_figure (bench, ours, name) / get_figure (bench, peer, peer_name));
}

void
bench_write (const Bench *bench, const char *program)
{
  g_autofree char *path = g_strconcat (program, ".json", NULL);
  g_autofree char *text = json_dumps (bench->figures, JSON_INDENT (2) | JSON_SORT_KEYS);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}
