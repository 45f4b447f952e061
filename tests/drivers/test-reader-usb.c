/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libnfc's real acr122_usb driver, on the emulated PN532 behind a bridge that keeps answers in a queue:
 * a USB reader that fell behind tells of cards that have left. */
#include "reader-rig.h"

#include <string.h>

#define UID "04E10CDA993C80"
#define BACK_MS 8000

static Rig *
start (void)
{
  Pn532Fixture *fixture = pn532_fixture_new ();
  g_autofree char *helper = rig_get_helper_path ();
  const char *line = strchr (pn532_fixture_get_connstring (fixture), ':') + 1;
  CpReaderConfig config = { .connstring = "acr122_usb:001:004", .helper_path = helper };
  Rig *rig;

  g_setenv ("USB_SHIM_LINE", line, TRUE);
  rig = rig_new (fixture, &config);
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  g_string_truncate (rig->states, 0);
  return rig;
}

static void
test_taps (void)
{
  static const char *const kinds[] = { "ntag213", "ultralight", "uid sak=08", "ntag424" };
  g_autoptr (Rig) rig = start ();

  g_assert_cmpstr (cp_reader_get_name (rig->reader), ==, "ACS ACR122");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *uid = g_strdup_printf ("04%012X", i);

    pn532_fixture_do (rig->fixture, "enter %s uid=%s", kinds[i], uid);
    rig_wait_cards (rig, i + 1, BACK_MS);
    rig_expect_uid (rig, uid);
    pn532_fixture_do (rig->fixture, "leave");
    rig_wait_gone (rig, i + 1, BACK_MS);
  }
  g_assert_cmpstr (rig->states->str, ==, "");
}

static void
test_exchange (void)
{
  g_autoptr (Rig) rig = start ();

  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID);
  rig_wait_cards (rig, 1, BACK_MS);
  RIG_EXPECT_ANSWER (rig, CP_READER_FRAME_RAW, "\x60", "\0\4\4\2\1\0\x0F\3");
  RIG_EXPECT_ANSWER (rig, CP_READER_FRAME_AUTO, "\xA2\x04\xCA\xFE\xBA\xBE", "");
  RIG_EXPECT_STATUS (rig, CP_READER_FRAME_RAW, "\x1B\1\2\3\4", CP_CARD_STATUS_REFUSED);
  RIG_EXPECT_ANSWER (rig, CP_READER_FRAME_RAW, "\x3A\x04\x04", "\xCA\xFE\xBA\xBE");
  g_assert_cmpstr (rig->states->str, ==, "");
}

/* F8: the answer about a card comes when the driver waits for it no more, and the card has left. The
 * bridge would give it to the next question. */
static void
test_late_answer_of_a_card_that_left (gconstpointer command)
{
  g_autoptr (Rig) rig = start ();

  for (guint i = 0; i < 3; i++) {
    g_autofree char *fault = g_strdup_printf ("late cmd=%s", (const char *) command);
    g_autofree char *enter = g_strdup_printf ("ntag213 uid=0400000000FF%02X", i);

    rig_enter_with_fault (rig, fault, enter);
    pn532_fixture_do (rig->fixture, "leave");
    rig_wait_commands (rig, 40, BACK_MS);
    rig_expect_tap (rig, i);
    g_assert_cmpuint (rig->n_cards, ==, i + 1);
  }
}

static void
test_answer_that_never_comes (void)
{
  g_autoptr (Rig) rig = start ();

  pn532_fixture_do (rig->fixture, "fault ack-only cmd=4A");
  rig_wait_fault (rig, CP_READER_FAULT_MUTE, BACK_MS);
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  rig_expect_tap (rig, 1);
}

static void
test_unplug_and_replug (void)
{
  g_autoptr (Rig) rig = start ();

  pn532_fixture_do (rig->fixture, "unplug");
  rig_wait_state (rig, CP_READER_STATE_ABSENT, BACK_MS);
  pn532_fixture_do (rig->fixture, "plug");
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  rig_expect_tap (rig, 1);
}

static void
test_crash_of_the_driver (void)
{
  g_autoptr (Rig) rig = start ();

  pn532_fixture_do (rig->fixture, "fault status-bit7 cmd=40");
  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID);
  rig_wait_fault (rig, CP_READER_FAULT_CRASH, BACK_MS);
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  rig_wait_cards (rig, 1, BACK_MS);
}

/* The helper only: what is preloaded here would be in this program's way. */
static void
preload_shim (void)
{
  g_autofree char *shim = g_test_build_filename (G_TEST_BUILT, "emulators", "libusb-shim.so", NULL);
  const char *given = g_getenv ("ASAN_OPTIONS");
  g_autofree char *options =
      g_strconcat (given != NULL ? given : "", ":verify_asan_link_order=0", NULL);

  g_setenv ("ASAN_OPTIONS", options, TRUE);
  g_setenv ("LD_PRELOAD", shim, TRUE);
}

int
main (int argc, char **argv)
{
  rig_let_helpers_crash ();
  g_test_init (&argc, &argv, NULL);
  preload_shim ();
#define ADD(path, function) g_test_add_func ("/drivers/usb-reader/" path, function)
  ADD ("taps", test_taps);
  ADD ("exchange", test_exchange);
  g_test_add_data_func ("/drivers/usb-reader/late-answer-of-a-card-that-left/poll", "4A",
                        test_late_answer_of_a_card_that_left);
  g_test_add_data_func ("/drivers/usb-reader/late-answer-of-a-card-that-left/read", "40",
                        test_late_answer_of_a_card_that_left);
  ADD ("answer-that-never-comes", test_answer_that_never_comes);
  ADD ("unplug-and-replug", test_unplug_and_replug);
  ADD ("crash-of-the-driver", test_crash_of_the_driver);
  return g_test_run ();
}
