/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every fault that was seen of libnfc, chips and lines, one by one: the time is bounded, the reader
 * comes back by itself, the next card is read, and nobody is told of a card that isn't there. */
#include "reader-rig.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#define UID "04E10CDA993C80"
#define BACK_MS 8000

/* From arming the fault to the next good tap, on a machine that does much else. */
static void
expect_bounded (gint64 since_us)
{
  g_assert_cmpint (g_get_monotonic_time () - since_us, <, 15 * G_USEC_PER_SEC);
}

/* A fault of the line, armed as @line says, while nothing is in the field. */
static void
test_fault_of_an_empty_field (gconstpointer line)
{
  g_autoptr (Rig) rig = rig_new_ready ();
  gint64 since_us = g_get_monotonic_time ();

  pn532_fixture_do (rig->fixture, "fault %s", (const char *) line);
  rig_wait_commands (rig, 12, BACK_MS);
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  pn532_fixture_do (rig->fixture, "fault none");
  rig_expect_tap (rig, 1);
  g_assert_cmpuint (rig->n_cards, ==, 1);
  expect_bounded (since_us);
}

/* The same while a card lies there: it is lost, or not; no other is seen. */
static void
test_fault_of_a_card (gconstpointer line)
{
  g_autoptr (Rig) rig = rig_new_ready ();
  gint64 since_us = g_get_monotonic_time ();

  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID);
  rig_wait_cards (rig, 1, BACK_MS);
  pn532_fixture_do (rig->fixture, "fault %s", (const char *) line);
  rig_wait_commands (rig, 12, BACK_MS);
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  pn532_fixture_do (rig->fixture, "fault none");
  pn532_fixture_do (rig->fixture, "leave");
  rig_wait_gone (rig, 1, BACK_MS);
  rig_expect_tap (rig, 1);
  g_assert_cmpuint (rig->n_cards, ==, 2);
  expect_bounded (since_us);
}

/* The same while a card comes: it is told of once, or not at all if the fault stays. */
static void
test_fault_of_a_tap (gconstpointer line)
{
  g_autoptr (Rig) rig = rig_new_ready ();
  gint64 since_us = g_get_monotonic_time ();

  pn532_fixture_do (rig->fixture, "fault %s", (const char *) line);
  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID);
  rig_wait_cards (rig, 1, BACK_MS);
  rig_expect_uid (rig, UID);
  pn532_fixture_do (rig->fixture, "fault none");
  pn532_fixture_do (rig->fixture, "leave");
  rig_wait_gone (rig, 1, BACK_MS);
  rig_expect_tap (rig, 1);
  expect_bounded (since_us);
}

static const char *const line_faults[] = {
  "bad-tfi",          "bad-code",     "bad-postamble",     "garbage-before",
  "garbage-after",    "twice",        "bad-tfi count=2",   "twice count=2",
  "garbage count=2",  "late count=2", "ack-twice count=2", "preamble count=2",
  "ack-late count=2", NULL,
};

/* What the chip says of the air: time-out, CRC, parity, collision, overflow, protocol, wrong
 * context, and codes that it does not have. */
static const char *const statuses[] = {
  "answer cmd=40 data=01", "answer cmd=40 data=02",    "answer cmd=40 data=03",
  "answer cmd=40 data=06", "answer cmd=40 data=07",    "answer cmd=40 data=0B",
  "answer cmd=40 data=14", "answer cmd=40 data=27",    "answer cmd=40 data=29",
  "answer cmd=40 data=3E", "answer cmd=40 data=01,02", NULL,
};

/* Answers to a poll that are too short, lie about their lengths, or speak of cards that are not
 * there: only a second exchange could tell (F8, F9). */
static const char *const lies[] = {
  "answer cmd=4A count=0 data=",
  "answer cmd=4A count=0 data=01",
  "answer cmd=4A count=0 data=0101",
  "answer cmd=4A count=0 data=01010044",
  "answer cmd=4A count=0 data=0101004400",
  "answer cmd=4A count=0 data=0101004400FF",
  "answer cmd=4A count=0 data=010100440007041122",
  "answer cmd=4A count=0 data=0101004400000411",
  "answer cmd=4A count=0 data=01010044000B0411223344556677889900",
  "answer cmd=4A count=0 data=01010044200704112233445566FF75",
  "answer cmd=4A count=0 data=01010044000704112233445566",
  "answer cmd=4A count=0 data=01010004080411223344",
  "answer cmd=4A count=0 data=010100021804A1B2C3D4",
  "answer cmd=4A count=0 data=010100041004A1B2C3D4",
  "answer cmd=4A count=0 data=010100040004A1B2C3D4",
  "answer cmd=4A count=0 data=010100042004112233440578807002",
  "answer cmd=4A count=0 data=FF010044000704112233445566",
  "answer cmd=4A count=0 data=01020044000704112233445566",
  "answer cmd=4A count=0 data=0101004424070411223344556601",
  "answer cmd=4A count=0 data=02010044000704112233445566",
  "answer cmd=4A data=010100FFFF0704112233445566057780800200",
  NULL,
};

/* F6 and F7: the command that can't be stopped any more is never given. */
static void
test_endless_poll_is_never_asked_for (void)
{
  static const char *const faults[] = { "no-ack cmd=60 count=0", "ack-only cmd=60 count=0" };
  g_autoptr (Rig) rig = rig_new_ready ();

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    pn532_fixture_do (rig->fixture, "fault %s", faults[i]);
    rig_expect_tap (rig, i);
  }
  g_assert_cmpstr (rig->states->str, ==, "");
}

/* Two cards at once are then not noticed, and all else is as ever. */
static void
test_chip_that_knows_one_card_only (void)
{
  g_autofree char *helper = rig_get_helper_path ();
  Pn532Fixture *fixture = pn532_fixture_new ();
  CpReaderConfig config = { .connstring = pn532_fixture_get_connstring (fixture),
                            .helper_path = helper };
  g_autoptr (Rig) rig = NULL;

  pn532_fixture_do (fixture, "fault error-frame cmd=4A first=02 count=0");
  rig = rig_new (fixture, &config);
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  for (guint i = 0; i < 6; i++)
    rig_expect_tap (rig, i);
  g_assert_cmpstr (rig->states->str, ==, "ready ");
}

/* F2: another chip, or none that says its version. The driver would end in an assertion. */
static void
test_unknown_chip (void)
{
  static const char *const answers[] = { "99010607", "", "32" };
  g_autofree char *helper = rig_get_helper_path ();

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    Pn532Fixture *fixture = pn532_fixture_new ();
    CpReaderConfig config = { .connstring = pn532_fixture_get_connstring (fixture),
                              .helper_path = helper };
    g_autoptr (Rig) rig = NULL;

    pn532_fixture_do (fixture, "fault answer cmd=02 count=0 data=%s", answers[i]);
    rig = rig_new (fixture, &config);
    rig_wait_state (rig, CP_READER_STATE_FAULT, BACK_MS);
    g_assert_null (strstr (rig->faults->str, "crash"));
    pn532_fixture_do (fixture, "fault none");
    rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
    rig_expect_tap (rig, 1);
  }
}

/* F4: more is promised, then nothing comes. The driver may die of it, or write where it must not;
 * whichever, the card is read afterwards. */
static void
test_more_that_is_nothing (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID);
  rig_wait_cards (rig, 1, BACK_MS);
  pn532_fixture_do (rig->fixture, "fault answer cmd=40 data=40,");
  rig_wait_commands (rig, 12, BACK_MS);
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  pn532_fixture_do (rig->fixture, "leave");
  rig_wait_gone (rig, 1, BACK_MS);
  rig_expect_tap (rig, 1);
  g_assert_cmpuint (rig->n_cards, ==, 2);
}

/* F8: what was answered of a card that has left meanwhile is nobody's. */
static void
test_late_answer_of_a_card_that_left (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  for (guint i = 0; i < 3; i++) {
    g_autofree char *enter = g_strdup_printf ("ntag213 uid=0400000000FF%02X", i);

    rig_enter_with_fault (rig, "late cmd=4A", enter);
    pn532_fixture_do (rig->fixture, "leave");
    rig_expect_tap (rig, i);
    g_assert_cmpuint (rig->n_cards, ==, i + 1);
  }
}

/* A byte each 100 ms: longer than the parent waits for a sign of life. */
static void
test_answer_in_drips (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();
  gint64 since_us = g_get_monotonic_time ();

  pn532_fixture_do (rig->fixture, "fault drip cmd=4A");
  rig_wait_commands (rig, 12, BACK_MS);
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  rig_expect_tap (rig, 1);
  g_assert_cmpuint (rig->n_cards, ==, 1);
  expect_bounded (since_us);
}

static void
replug (Rig *rig)
{
  rig_wait_state (rig, CP_READER_STATE_ABSENT, BACK_MS);
  pn532_fixture_do (rig->fixture, "plug");
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
}

static void
test_line_pulled_in_an_answer (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "fault cut cmd=4A");
  replug (rig);
  rig_expect_tap (rig, 1);
}

static void
test_line_pulled_while_an_answer_is_awaited (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "fault ack-only cmd=4A count=0");
  rig_wait_commands (rig, 1, BACK_MS);
  pn532_fixture_do (rig->fixture, "unplug");
  replug (rig);
  rig_expect_tap (rig, 1);
}

static void
test_line_pulled_again_and_again (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  for (guint i = 0; i < 4; i++) {
    pn532_fixture_do (rig->fixture, "unplug");
    replug (rig);
    rig_expect_tap (rig, i);
  }
}

static gboolean
on_time (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
is_time (gpointer data)
{
  return *(gboolean *) data;
}

/* While the reader is away the pauses grow to two seconds. Once it is back they start anew. */
static void
test_crash_after_a_long_absence (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();
  gboolean over = FALSE;
  gint64 since_us;

  pn532_fixture_do (rig->fixture, "unplug");
  rig_wait_state (rig, CP_READER_STATE_ABSENT, BACK_MS);
  g_timeout_add (4000, on_time, &over);
  rig_wait (is_time, &over, BACK_MS, "the pauses to grow");
  pn532_fixture_do (rig->fixture, "plug");
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  since_us = g_get_monotonic_time ();
  kill ((pid_t) atoi (cp_reader_get_process_id (rig->reader)), SIGKILL);
  rig_wait_state (rig, CP_READER_STATE_STARTING, BACK_MS);
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  g_assert_cmpint (g_get_monotonic_time () - since_us, <, 1500000);
}

static void
test_reader_is_dead_from_the_start (void)
{
  g_autofree char *helper = rig_get_helper_path ();
  Pn532Fixture *fixture = pn532_fixture_new ();
  CpReaderConfig config = { .connstring = pn532_fixture_get_connstring (fixture),
                            .helper_path = helper };
  g_autoptr (Rig) rig = NULL;

  pn532_fixture_do (fixture, "fault mute");
  rig = rig_new (fixture, &config);
  rig_wait_state (rig, CP_READER_STATE_FAULT, BACK_MS);
  g_assert_cmpint (cp_reader_get_fault (rig->reader), ==, CP_READER_FAULT_MUTE);
  pn532_fixture_do (fixture, "fault none");
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  rig_expect_tap (rig, 1);
}

static gboolean
is_gone (gpointer data)
{
  return !g_file_test (data, G_FILE_TEST_EXISTS);
}

static void
test_reader_is_dead_at_the_end (void)
{
  Rig *rig = rig_new_ready ();
  Pn532Fixture *fixture = rig->fixture;
  g_autofree char *process = g_strconcat ("/proc/", cp_reader_get_process_id (rig->reader), NULL);

  pn532_fixture_do (fixture, "fault mute");
  rig_release (rig);
  rig_wait (is_gone, process, BACK_MS, "the helper to end");
  pn532_fixture_free (fixture);
}

/* Faults at random, at most one at a time, from the same seed each time. */
static void
test_storm (void)
{
  static const char *const kinds[] = {
    "no-ack",    "ack-only",      "nack",          "garbage", "bad-dcs",         "bad-lcs",
    "truncated", "error-frame",   "bad-tfi",       "late",    "status-bit7",     "short-answer",
    "bad-code",  "bad-postamble", "garbage-after", "twice",   "answer data=40,", "ack-twice",
    "ack-late",  "preamble",      "extended",      "trickle", "together",
  };
  static const char *const commands[] = { "40", "42", "4A", "32", "08" };
  g_autoptr (Rig) rig = rig_new_ready ();
  g_autoptr (GRand) random = g_rand_new_with_seed (20250301);

  for (guint i = 0; i < 25; i++) {
    guint kind = (guint) g_rand_int_range (random, 0, G_N_ELEMENTS (kinds));
    guint command = (guint) g_rand_int_range (random, 0, G_N_ELEMENTS (commands));

    pn532_fixture_do (rig->fixture, "fault %s cmd=%s after=%d", kinds[kind], commands[command],
                      g_rand_int_range (random, 0, 4));
    rig_expect_tap (rig, i);
    g_assert_cmpuint (rig->n_cards, ==, i + 1);
  }
}

static void
add_rows (const char *path, const char *const *lines, GTestDataFunc function)
{
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *name = g_strdelimit (g_strdup (lines[i]), " =,", '-');
    g_autofree char *full = g_strdup_printf ("/drivers/matrix/%s/%s", path, name);

    g_test_add_data_func (full, lines[i], function);
  }
}

int
main (int argc, char **argv)
{
  rig_let_helpers_crash ();
  g_test_init (&argc, &argv, NULL);
  add_rows ("field-empty", line_faults, test_fault_of_an_empty_field);
  add_rows ("card-there", line_faults, test_fault_of_a_card);
  add_rows ("card-comes", line_faults, test_fault_of_a_tap);
  add_rows ("status", statuses, test_fault_of_a_card);
  add_rows ("lie", lies, test_fault_of_an_empty_field);
#define ADD(path, function) g_test_add_func ("/drivers/matrix/" path, function)
  ADD ("endless-poll-is-never-asked-for", test_endless_poll_is_never_asked_for);
  ADD ("chip-that-knows-one-card-only", test_chip_that_knows_one_card_only);
  ADD ("unknown-chip", test_unknown_chip);
  ADD ("more-that-is-nothing", test_more_that_is_nothing);
  ADD ("late-answer-of-a-card-that-left", test_late_answer_of_a_card_that_left);
  ADD ("answer-in-drips", test_answer_in_drips);
  ADD ("line-pulled-in-an-answer", test_line_pulled_in_an_answer);
  ADD ("line-pulled-while-an-answer-is-awaited", test_line_pulled_while_an_answer_is_awaited);
  ADD ("line-pulled-again-and-again", test_line_pulled_again_and_again);
  ADD ("crash-after-a-long-absence", test_crash_after_a_long_absence);
  ADD ("reader-is-dead-from-the-start", test_reader_is_dead_from_the_start);
  ADD ("reader-is-dead-at-the-end", test_reader_is_dead_at_the_end);
  ADD ("storm", test_storm);
  return g_test_run ();
}
