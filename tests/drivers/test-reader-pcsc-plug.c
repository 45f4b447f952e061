/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A PC/SC reader that is pulled and plugged in again while pcscd goes on. The pcscd and the cards are
 * real ones; that the reader is out, a library before the PC/SC library says. */
#include "pcsc-fixture.h"
#include "reader-rig.h"

#include <glib/gstdio.h>

#define UID "04E10CDA993C80"
#define OTHER_UID "04A1B2C3D4E5F6"
#define WAIT_MS 8000

static char *flag_path; /* what is preloaded looks for it */

static void
pull (const char *how)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (flag_path, how, -1, &error);
  g_assert_no_error (error);
}

static void
plug (void)
{
  g_assert_cmpint (g_unlink (flag_path), ==, 0);
}

static Rig *
start (void)
{
  g_autofree char *helper = rig_get_helper_path ();
  CpReaderConfig config = { .connstring = "pcsc:", .helper_path = helper };
  Rig *rig = rig_new (NULL, &config);

  rig_wait_state (rig, CP_READER_STATE_READY, WAIT_MS);
  return rig;
}

static void
expect_tap (PcscFixture *fixture, Rig *rig, const char *uid)
{
  guint n_cards = rig->n_cards + 1;

  pcsc_fixture_do (fixture, "enter ntag213 uid=%s", uid);
  rig_wait_cards (rig, n_cards, WAIT_MS);
  rig_expect_uid (rig, uid);
}

/* Within a second or two, whatever it was doing. */
static void
test_pulled_while_empty (gconstpointer how)
{
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start ();

  for (guint i = 0; i < 2; i++) {
    pull (how);
    rig_wait_state (rig, CP_READER_STATE_ABSENT, WAIT_MS);
    plug ();
    rig_wait_state (rig, CP_READER_STATE_READY, WAIT_MS);
  }
  expect_tap (fixture, rig, UID);
}

static void
test_pulled_with_a_card (gconstpointer how)
{
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start ();

  expect_tap (fixture, rig, UID);
  pull (how);
  rig_wait_gone (rig, 1, WAIT_MS);
  rig_wait_state (rig, CP_READER_STATE_ABSENT, WAIT_MS);
  RIG_EXPECT_STATUS (rig, CP_READER_FRAME_AUTO, "\x30\x04", CP_CARD_STATUS_UNAVAILABLE);
  cp_reader_expect_card (rig->reader);
  plug ();
  rig_wait_cards (rig, 2, WAIT_MS);
  rig_expect_uid (rig, UID);
}

static void
test_pulled_while_paused (gconstpointer how)
{
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start ();

  cp_reader_set_paused (rig->reader, TRUE);
  rig_wait_state (rig, CP_READER_STATE_PAUSED, WAIT_MS);
  pull (how);
  rig_wait_state (rig, CP_READER_STATE_ABSENT, WAIT_MS);
  plug ();
  rig_wait_state (rig, CP_READER_STATE_PAUSED, WAIT_MS);
}

/* The other end of the virtual reader goes and comes back: a card is gone, and the reader is not. */
static void
test_card_end_goes (void)
{
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start ();

  expect_tap (fixture, rig, UID);
  pcsc_fixture_cut (fixture);
  rig_wait_gone (rig, 1, WAIT_MS);
  pcsc_fixture_join (fixture);
  expect_tap (fixture, rig, OTHER_UID);
  g_assert_cmpstr (rig->states->str, ==, "ready ");
}

/* The helper only: what is preloaded here would be in this program's way. */
static void
preload (const char *folder)
{
  g_autofree char *library =
      g_test_build_filename (G_TEST_BUILT, "emulators", "pcsc", "libpcsc-plug.so", NULL);
  const char *given = g_getenv ("ASAN_OPTIONS");
  g_autofree char *options =
      g_strconcat (given != NULL ? given : "", ":verify_asan_link_order=0", NULL);

  flag_path = g_build_filename (folder, "out", NULL);
  g_setenv ("PCSC_PLUG_OUT", flag_path, TRUE);
  g_setenv ("ASAN_OPTIONS", options, TRUE);
  g_setenv ("LD_PRELOAD", library, TRUE);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    GTestDataFunc func;
  } tests[] = {
    { "pulled-while-empty", test_pulled_while_empty },
    { "pulled-with-a-card", test_pulled_with_a_card },
    { "pulled-while-paused", test_pulled_while_paused },
  };
  static const char *const ways[] = { "state", "error" };
  g_autofree char *folder = g_dir_make_tmp ("counterpart-plug-XXXXXX", NULL);
  int result;

  g_test_init (&argc, &argv, NULL);
  preload (folder);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (ways); k++) {
      g_autofree char *path = g_strdup_printf ("/drivers/pcsc-plug/%s/%s", tests[i].path, ways[k]);

      g_test_add_data_func (path, ways[k], tests[i].func);
    }
  g_test_add_func ("/drivers/pcsc-plug/card-end-goes", test_card_end_goes);
  result = g_test_run ();
  g_unlink (flag_path);
  g_rmdir (folder);
  g_free (flag_path);
  return result;
}
