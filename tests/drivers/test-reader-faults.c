/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever the chip, the line, a card or the helper does: the time is bounded and the reader comes
 * back by itself. */
#include "reader-rig.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/types.h>

#define TAP_MS 3000
#define BACK_MS 6000

static const char *const passing_faults[] = { "no-ack",  "ack-only", "nack",        "garbage",
                                              "bad-dcs", "bad-lcs",  "error-frame", "truncated",
                                              "late",    NULL };

/* One wrong answer to a poll is not even noticed. */
static void
test_one_fault_while_the_field_is_empty (gconstpointer kind)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "fault %s cmd=4A", (const char *) kind);
  rig_wait_commands (rig, 3, BACK_MS);
  rig_expect_tap (rig, 1);
  g_assert_cmpstr (rig->states->str, ==, "");
}

/* One wrong answer of the card that lies there neither loses it nor makes another tap of it. */
static void
test_one_fault_while_a_card_lies_there (gconstpointer kind)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "enter ntag213 uid=04E10CDA993C80");
  rig_wait_cards (rig, 1, TAP_MS);
  pn532_fixture_do (rig->fixture, "fault %s cmd=40", (const char *) kind);
  rig_wait_commands (rig, 5, BACK_MS);
  pn532_fixture_do (rig->fixture, "leave");
  rig_wait_gone (rig, 1, TAP_MS);
  rig_expect_tap (rig, 1);
  g_assert_cmpuint (rig->n_cards, ==, 2);
}

/* The driver reads what it never received: whether it lives through that is luck. */
static void
test_answer_without_data (gconstpointer command)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "enter ntag213 uid=04E10CDA993C80");
  rig_wait_cards (rig, 1, TAP_MS);
  pn532_fixture_do (rig->fixture, "fault short-answer cmd=%s", (const char *) command);
  pn532_fixture_do (rig->fixture, "leave");
  rig_wait_gone (rig, 1, BACK_MS);
  rig_wait_commands (rig, 20, BACK_MS);
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  rig_expect_tap (rig, 1);
}

static void
test_crash_of_the_driver (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();
  gint64 started = g_get_monotonic_time ();

  pn532_fixture_do (rig->fixture, "enter ntag213 uid=04E10CDA993C80");
  rig_wait_cards (rig, 1, TAP_MS);
  pn532_fixture_do (rig->fixture, "fault status-bit7 cmd=40");
  rig_wait_fault (rig, CP_READER_FAULT_CRASH, TAP_MS);
  rig_wait_state (rig, CP_READER_STATE_READY, TAP_MS);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 3 * G_USEC_PER_SEC);
  g_assert_cmpstr (rig->states->str, ==, "starting ready ");
  g_assert_cmpuint (rig->n_cards, ==, 1);
  rig_expect_tap (rig, 1);
}

/* The driver follows the more-information bit for ever; only the watchdog ends that. */
static void
test_endless_loop_in_the_driver (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "fault more cmd=40 count=0");
  pn532_fixture_do (rig->fixture, "enter ntag213 uid=04E10CDA993C80");
  rig_wait_fault (rig, CP_READER_FAULT_HANG, BACK_MS);
  pn532_fixture_do (rig->fixture, "fault none");
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  rig_wait_cards (rig, 1, TAP_MS);
}

static void
send_signal (Rig *rig, int number)
{
  const char *id = cp_reader_get_process_id (rig->reader);

  g_assert_nonnull (id);
  g_assert_cmpint (kill ((pid_t) atoi (id), number), ==, 0);
}

static void
test_helper_that_is_stopped (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  send_signal (rig, SIGSTOP);
  rig_wait_fault (rig, CP_READER_FAULT_HANG, BACK_MS);
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  rig_expect_tap (rig, 1);
}

static void
test_helper_that_is_killed (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  for (guint i = 0; i < 5; i++) {
    send_signal (rig, SIGKILL);
    rig_wait_state (rig, CP_READER_STATE_STARTING, TAP_MS);
    rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
    rig_expect_tap (rig, i);
  }
}

static gboolean
has_no_helper (gpointer data)
{
  const Rig *rig = data;

  return cp_reader_get_process_id (rig->reader) == NULL;
}

static void
on_refused (CpReader *reader, CpReaderRefusal refusal, gpointer user_data)
{
  g_assert_cmpint (refusal, ==, CP_READER_REFUSAL_UNSUPPORTED);
  ++*(guint *) user_data;
}

/* Nine times a second, if it were let. Whoever laid it down is told so, once. */
static void
test_card_that_crashes_the_driver (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();
  gint64 since_us = g_get_monotonic_time ();
  guint n_refused = 0;

  g_signal_connect (rig->reader, "refused", G_CALLBACK (on_refused), &n_refused);
  pn532_fixture_do (rig->fixture, "fault status-bit7 cmd=40 count=0");
  pn532_fixture_do (rig->fixture, "enter ntag213 uid=04E10CDA993C80");
  rig_wait_fault (rig, CP_READER_FAULT_HOSTILE, BACK_MS);
  g_assert_cmpint (cp_reader_get_state (rig->reader), ==, CP_READER_STATE_FAULT);
  g_assert_null (cp_reader_get_process_id (rig->reader));
  g_assert_cmpuint (n_refused, ==, 1);
  rig_wait_commands (rig, 4, BACK_MS);
  rig_wait (has_no_helper, rig, BACK_MS, "it to crash again");
  pn532_fixture_do (rig->fixture, "leave");
  pn532_fixture_do (rig->fixture, "fault none");
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  rig_expect_tap (rig, 1);
  g_assert_cmpuint (rig->n_cards, ==, 1);
  g_assert_cmpuint (n_refused, ==, 1);
  g_assert_cmpint (g_get_monotonic_time () - since_us, <, 25 * G_USEC_PER_SEC);
  g_signal_handlers_disconnect_by_data (rig->reader, &n_refused);
}

static void
test_reader_that_falls_mute (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "fault mute");
  rig_wait_state (rig, CP_READER_STATE_FAULT, 8000);
  g_assert_cmpint (cp_reader_get_fault (rig->reader), ==, CP_READER_FAULT_MUTE);
  pn532_fixture_do (rig->fixture, "fault none");
  rig_wait_state (rig, CP_READER_STATE_READY, 8000);
  rig_expect_tap (rig, 1);
}

static void
test_line_that_stays_disturbed (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "fault bad-dcs count=0");
  rig_wait_state (rig, CP_READER_STATE_FAULT, BACK_MS);
  pn532_fixture_do (rig->fixture, "fault none");
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  rig_expect_tap (rig, 1);
}

/* Each command of the opening lost in turn: libnfc opens some of these and would then abort. */
static void
test_each_command_of_the_opening_lost (void)
{
  g_autofree char *helper = rig_get_helper_path ();

  for (guint i = 0; i < 12; i++) {
    Pn532Fixture *fixture = pn532_fixture_new ();
    CpReaderConfig config = { .connstring = pn532_fixture_get_connstring (fixture),
                              .helper_path = helper };
    g_autoptr (Rig) rig = NULL;

    pn532_fixture_do (fixture, "fault no-ack after=%u", i);
    rig = rig_new (fixture, &config);
    rig_wait_state (rig, CP_READER_STATE_READY, 8000);
    g_assert_null (strstr (rig->faults->str, "crash"));
    g_assert_null (strstr (rig->faults->str, "hang"));
    rig_expect_tap (rig, 1);
  }
}

static void
add_each (const char *path, GTestDataFunc function)
{
  for (guint i = 0; passing_faults[i] != NULL; i++) {
    g_autofree char *full = g_strdup_printf ("/drivers/faults/%s/%s", path, passing_faults[i]);

    g_test_add_data_func (full, passing_faults[i], function);
  }
}

int
main (int argc, char **argv)
{
  rig_let_helpers_crash ();
  g_test_init (&argc, &argv, NULL);
  add_each ("one-while-the-field-is-empty", test_one_fault_while_the_field_is_empty);
  add_each ("one-while-a-card-lies-there", test_one_fault_while_a_card_lies_there);
#define ADD(path, function) g_test_add_func ("/drivers/faults/" path, function)
  g_test_add_data_func ("/drivers/faults/poll-answered-without-data", "4A",
                        test_answer_without_data);
  g_test_add_data_func ("/drivers/faults/read-answered-without-data", "40",
                        test_answer_without_data);
  ADD ("crash-of-the-driver", test_crash_of_the_driver);
  ADD ("endless-loop-in-the-driver", test_endless_loop_in_the_driver);
  ADD ("helper-that-is-stopped", test_helper_that_is_stopped);
  ADD ("helper-that-is-killed", test_helper_that_is_killed);
  ADD ("card-that-crashes-the-driver", test_card_that_crashes_the_driver);
  ADD ("reader-that-falls-mute", test_reader_that_falls_mute);
  ADD ("line-that-stays-disturbed", test_line_that_stays_disturbed);
  ADD ("each-command-of-the-opening-lost", test_each_command_of_the_opening_lost);
  return g_test_run ();
}
