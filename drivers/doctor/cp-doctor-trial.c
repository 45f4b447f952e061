/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reader itself, tried for some seconds: opened by its own program as in the shop. */
#include "cp-doctor-private.h"
#include "cp-helper.h"

#include <string.h>

#define READY_WITHIN_MS 3000
#define TRIAL_MS 10000
#define N_POLLS 100
#define SLOWEST_POLL_MS 90 /* seven tries of 5 ms, the line, and as much again */
#define FIRMWARE "v1.6"

typedef struct {
  CpHelper *helper;
  GMainLoop *loop;
  gint64 started_us;
  gint64 ready_us; /* 0: not yet */
  gboolean ended;
  CpReaderFault fault;
  CpWireHello hello;
  CpWireBeat beat;
  GArray *round_trips; /* microseconds */
} Trial;

static void
on_message (const CpWireMessage *message, gpointer user_data)
{
  Trial *trial = user_data;

  if (message->type == CP_WIRE_HELLO)
    trial->hello = message->hello;
  else if (message->type == CP_WIRE_READY)
    trial->ready_us = g_get_monotonic_time ();
  else if (message->type == CP_WIRE_FAULT)
    trial->fault = (CpReaderFault) message->fault.fault;
  else if (message->type == CP_WIRE_BEAT)
    trial->beat = message->beat;
  if (message->type != CP_WIRE_BEAT || message->beat.n_polls == 0)
    return;
  g_array_append_val (trial->round_trips, message->beat.round_trip_us);
  if (message->beat.n_polls >= N_POLLS)
    g_main_loop_quit (trial->loop);
}

static void
on_nonsense (gpointer user_data)
{
  Trial *trial = user_data;

  trial->fault = CP_READER_FAULT_PROTOCOL;
  g_main_loop_quit (trial->loop);
}

static void
on_ended (gboolean crashed, CpReaderFault fault, gpointer user_data)
{
  Trial *trial = user_data;

  trial->ended = TRUE;
  if (trial->fault == CP_READER_FAULT_NONE)
    trial->fault = fault;
  g_main_loop_quit (trial->loop);
}

static gboolean
on_over (gpointer user_data)
{
  Trial *trial = user_data;

  g_main_loop_quit (trial->loop);
  return G_SOURCE_CONTINUE;
}

static void
run (const CpDoctorCase *the_case, Trial *trial)
{
  static const CpHelperFuncs funcs = { on_message, on_nonsense, on_ended };
  CpWireMessage start = {
    .type = CP_WIRE_START,
    .start = { .gap_ms = 5, .presence_ms = 50, .gone_ms = 150, .rf_timeout_ms = 26 }
  };
  guint over;

  g_strlcpy (start.start.connstring, the_case->connstring, sizeof start.start.connstring);
  trial->loop = g_main_loop_new (NULL, FALSE);
  trial->started_us = g_get_monotonic_time ();
  trial->helper = cp_helper_new (the_case->helper_path, NULL, &funcs, trial);
  cp_helper_send (trial->helper, &start);
  over = g_timeout_add (TRIAL_MS, on_over, trial);
  g_main_loop_run (trial->loop);
  g_source_remove (over);
  cp_helper_free (trial->helper);
  g_main_loop_unref (trial->loop);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

static void
tell_polls (const Trial *trial, gboolean pcsc, CpDoctorPoint *point)
{
  double p95_ms;

  g_array_sort (trial->round_trips, compare);
  p95_ms = trial->round_trips->len == 0 ? 0
                                        : g_array_index (trial->round_trips, guint32,
                                                         (trial->round_trips->len - 1) * 95 / 100) /
                                              1000.0;
  if (trial->beat.n_polls < N_POLLS && !pcsc)
    cp_doctor_add (point, CP_DOCTOR_WRONG, "Look at cable and hub; then replace the reader.",
                   "It looked for cards only %u times in %d s.", trial->beat.n_polls,
                   TRIAL_MS / 1000);
  else if (trial->beat.n_errors > 0)
    cp_doctor_add (point, CP_DOCTOR_WRONG, "Look at cable and hub; then replace the reader.",
                   "Of %u looks for a card %u failed.", trial->beat.n_polls, trial->beat.n_errors);
  else
    cp_doctor_add (point, CP_DOCTOR_WELL, NULL, "It looked for cards %u times without an error.",
                   trial->beat.n_polls);
  if (p95_ms > SLOWEST_POLL_MS && !pcsc)
    cp_doctor_add (point, CP_DOCTOR_CARE, "Look at the latency of the serial bridge and the hub.",
                   "A look for a card takes %.0f ms (95 of 100), more than %d.", p95_ms,
                   SLOWEST_POLL_MS);
}

static void
tell (const CpDoctorCase *the_case, const Trial *trial, CpDoctorPoint *point)
{
  gboolean pcsc = cp_doctor_is_pcsc (the_case);
  gint64 ready_ms = (trial->ready_us - trial->started_us) / 1000;

  if (trial->ended || trial->ready_us == 0) {
    cp_doctor_add (point, CP_DOCTOR_WRONG,
                   "Stop the screen and counterpart-reader while the reader is tried; then see the "
                   "other points.",
                   "It can't be used: %s", cp_reader_fault_to_text (trial->fault));
    return;
  }
  cp_doctor_add (point, CP_DOCTOR_WELL, NULL, "It was ready after %" G_GINT64_FORMAT " ms: %s.",
                 ready_ms, trial->hello.chip[0] != '\0' ? trial->hello.chip : trial->hello.name);
  if (ready_ms > READY_WITHIN_MS)
    cp_doctor_add (point, CP_DOCTOR_CARE, "Look at cable and hub.", "That is more than %d ms.",
                   READY_WITHIN_MS);
  if (!pcsc && strstr (trial->hello.chip, "PN532") != NULL &&
      strstr (trial->hello.chip, FIRMWARE) == NULL)
    cp_doctor_add (point, CP_DOCTOR_CARE, "Prefer a PN532 with the firmware " FIRMWARE ".",
                   "Its firmware is another than " FIRMWARE ".");
  tell_polls (trial, pcsc, point);
  cp_doctor_add (point, CP_DOCTOR_WELL, NULL,
                 "By hand: tap a card twenty times, and unplug and plug in the reader: "
                 "counterpart-reader --print tells of each.");
}

void
cp_doctor_examine_reader_itself (const CpDoctorCase *the_case, CpDoctorPoint *point)
{
  Trial trial = { 0 };

  if (the_case->helper_path == NULL) {
    cp_doctor_add (point, CP_DOCTOR_CARE, "Give the program counterpart-reader with --helper.",
                   "The reader was not tried.");
    return;
  }
  trial.round_trips = g_array_new (FALSE, FALSE, sizeof (guint32));
  run (the_case, &trial);
  tell (the_case, &trial, point);
  g_array_unref (trial.round_trips);
}
