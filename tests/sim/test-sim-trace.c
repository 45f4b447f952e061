/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-trace.h"

#include <string.h>

static guint64
hash_of (const char *where, const char *what, guint64 first, guint64 second, gint64 now_ms)
{
  g_autoptr (CpSimTrace) trace = cp_sim_trace_new ();

  cp_sim_trace_set_now (trace, now_ms);
  cp_sim_trace_note (trace, where, what, first, second);
  return cp_sim_trace_get_hash (trace);
}

static void
test_hash_tells_events_apart (void)
{
  const guint64 hashes[] = {
    hash_of ("a", "write", 1, 2, 3), hash_of ("b", "write", 1, 2, 3),
    hash_of ("a", "read", 1, 2, 3),  hash_of ("a", "write", 2, 1, 3),
    hash_of ("a", "write", 1, 2, 4), hash_of ("aw", "rite", 1, 2, 3),
  };

  g_assert_cmpuint (hashes[0], ==, hash_of ("a", "write", 1, 2, 3));
  for (guint i = 0; i < G_N_ELEMENTS (hashes); i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmpuint (hashes[i], !=, hashes[j]);
}

static void
test_hash_sees_each_byte (void)
{
  guint8 bytes[19] = { 0 };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i <= sizeof bytes; i++) {
    g_autoptr (CpSimTrace) trace = cp_sim_trace_new ();
    guint64 hash;

    cp_sim_trace_note_bytes (trace, bytes, sizeof bytes);
    hash = cp_sim_trace_get_hash (trace);
    g_assert_true (g_hash_table_add (seen, g_memdup2 (&hash, sizeof hash)));
    if (i < sizeof bytes)
      bytes[i] = 1;
  }
}

static void
test_keeps_the_last_events (void)
{
  g_autoptr (CpSimTrace) trace = cp_sim_trace_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < 1000; i++)
    cp_sim_trace_note (trace, "disk", "write", i, 7);
  text = cp_sim_trace_to_text (trace);
  g_assert_cmpuint (cp_sim_trace_get_n_events (trace), ==, 1000);
  g_assert_true (g_str_has_prefix (text, "800 0 ms disk write 800 7\n"));
  g_assert_true (g_str_has_suffix (text, "\n999 0 ms disk write 999 7\n"));
}

static void
test_no_trace_is_no_fault (void)
{
  cp_sim_trace_note (NULL, "a", "b", 1, 2);
  cp_sim_trace_note_bytes (NULL, "a", 1);
  cp_sim_trace_set_now (NULL, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sim/trace/hash-tells-events-apart", test_hash_tells_events_apart);
  g_test_add_func ("/sim/trace/hash-sees-each-byte", test_hash_sees_each_byte);
  g_test_add_func ("/sim/trace/keeps-the-last-events", test_keeps_the_last_events);
  g_test_add_func ("/sim/trace/no-trace-is-no-fault", test_no_trace_is_no_fault);
  return g_test_run ();
}
