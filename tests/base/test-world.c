/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-world.h"

#include <string.h>

static gint64 now_ms;

static gint64
fake_ms (gpointer data)
{
  return now_ms;
}

static void
fake_random (gpointer data, guint8 *bytes, gsize n_bytes)
{
  memset (bytes, 0xff, n_bytes);
}

static const CpWorld world = { fake_ms, fake_ms, fake_random, NULL, NULL };

static void
test_id_has_the_form_of_rfc_9562 (void)
{
  CpIdSource source = { 0 };
  g_autofree char *id = NULL;

  now_ms = 0x017f22e279b0;
  id = cp_id_new (&source, &world);
  g_assert_cmpstr (id, ==, "017f22e2-79b0-7000-bfff-ffffffffffff");
  g_assert_true (cp_id_is_valid (id));
}

static void
test_ids_ascend_though_the_clock_goes_back (void)
{
  CpIdSource source = { 0 };
  g_autofree char *previous = NULL;

  now_ms = 1000000;
  previous = cp_id_new (&source, &world);
  for (int i = 0; i < 10000; i++) {
    g_autofree char *id = NULL;

    now_ms -= i % 7;
    id = cp_id_new (&source, &world);
    g_assert_cmpstr (id, >, previous);
    g_free (previous);
    previous = g_steal_pointer (&id);
  }
}

static void
test_refuses_what_is_no_id (void)
{
  g_assert_false (cp_id_is_valid (NULL));
  g_assert_false (cp_id_is_valid (""));
  g_assert_false (cp_id_is_valid ("017f22e2-79b0-4000-bfff-ffffffffffff"));
  g_assert_false (cp_id_is_valid ("017F22E2-79b0-7000-bfff-ffffffffffff"));
  g_assert_false (cp_id_is_valid ("017f22e2x79b0-7000-bfff-ffffffffffff"));
  g_assert_false (cp_id_is_valid ("017f22e2-79b0-7000-ffff-ffffffffffff"));
}

static void
test_real_world_has_its_clocks (void)
{
  const CpWorld *real = cp_world_real ();

  g_assert_cmpint (cp_world_wall_ms (real), >, 1600000000000);
  g_assert_cmpint (cp_world_boot_ms (real), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/world/id-has-the-form-of-rfc-9562", test_id_has_the_form_of_rfc_9562);
  g_test_add_func ("/base/world/ids-ascend-though-the-clock-goes-back",
                   test_ids_ascend_though_the_clock_goes_back);
  g_test_add_func ("/base/world/refuses-what-is-no-id", test_refuses_what_is_no_id);
  g_test_add_func ("/base/world/real-world-has-its-clocks", test_real_world_has_its_clocks);
  return g_test_run ();
}
