/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Many taps: nothing grows, neither in the helper nor here. bench-reader-soak does 10,000. */
#include "reader-rig.h"

#include <stdlib.h>
#include <unistd.h>

#ifndef N_TAPS
#define N_TAPS 300
#endif
#define N_WARM_UP 50
#define MAX_GROWTH_PAGES 64

typedef struct {
  guint n_files;
  guint n_pages;
} Usage;

static Usage
measure (const char *id)
{
  g_autofree char *files = g_strdup_printf ("/proc/%s/fd", id);
  g_autofree char *statm = g_strdup_printf ("/proc/%s/statm", id);
  g_autofree char *text = NULL;
  g_autoptr (GDir) directory = g_dir_open (files, 0, NULL);
  g_auto (GStrv) words = NULL;
  Usage usage = { 0 };

  g_assert_nonnull (directory);
  while (g_dir_read_name (directory) != NULL)
    usage.n_files++;
  g_assert_true (g_file_get_contents (statm, &text, NULL, NULL));
  words = g_strsplit (text, " ", 3);
  usage.n_pages = (guint) atoi (words[1]);
  return usage;
}

static void
expect_no_growth (Usage before, Usage after)
{
  g_assert_cmpuint (after.n_files, ==, before.n_files);
#ifndef __SANITIZE_ADDRESS__ /* which keeps freed memory for a while */
  g_assert_cmpuint (after.n_pages, <=, before.n_pages + MAX_GROWTH_PAGES);
#endif
}

static void
tap (Rig *rig, guint number)
{
  static const char *const kinds[] = { "ntag213", "ultralight", "ntag216", "uid sak=08" };

  pn532_fixture_do (rig->fixture, "enter %s uid=04%012X", kinds[number % 4], number);
  rig_wait_cards (rig, number + 1, 3000);
  pn532_fixture_do (rig->fixture, "leave");
  rig_wait_gone (rig, number + 1, 3000);
}

static void
test_many_taps (void)
{
  Pn532Fixture *fixture = pn532_fixture_new ();
  g_autofree char *helper = rig_get_helper_path ();
  CpReaderConfig config = { .connstring = pn532_fixture_get_connstring (fixture),
                            .helper_path = helper,
                            .poll_ms = 5,
                            .presence_ms = 5,
                            .gone_ms = 20 };
  g_autoptr (Rig) rig = rig_new (fixture, &config);
  g_autofree char *id = NULL;
  Usage before, before_here;

  rig_wait_state (rig, CP_READER_STATE_READY, 5000);
  id = g_strdup (cp_reader_get_process_id (rig->reader));
  for (guint i = 0; i < N_WARM_UP; i++)
    tap (rig, i);
  before = measure (id);
  before_here = measure ("self");
  for (guint i = N_WARM_UP; i < N_TAPS; i++)
    tap (rig, i);
  expect_no_growth (before, measure (id));
  expect_no_growth (before_here, measure ("self"));
  g_assert_cmpstr (cp_reader_get_process_id (rig->reader), ==, id);
}

int
main (int argc, char **argv)
{
  rig_find_builds ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drivers/soak/many-taps", test_many_taps);
  return g_test_run ();
}
