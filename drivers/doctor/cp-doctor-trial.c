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
#define N_READS 20
#define PERSON_MS 30000

/* What is waited for. */
typedef enum { POLLS, READS, REMOVAL } Step;

typedef struct {
  Step step;
  guint32 session; /* of the card that lies there */
  CpCardKind kind;
  guint n_replies, n_reads; /* of which went well */
  gboolean gone;
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

/* Reads what any card of its kind lets be read: page 0, or an application that is not there. */
static void
read_card (Trial *trial)
{
  static const guint8 read_page_0[] = { 0x30, 0x00 };
  static const guint8 select_nothing[] = { 0x00, 0xA4, 0x04, 0x00, 0x02, 0x3F, 0xFF, 0x00 };
  gboolean part_4 = trial->kind == CP_CARD_KIND_ISO14443_4;
  CpWireMessage message = { .type = CP_WIRE_EXCHANGE,
                            .seq = trial->n_replies + 1,
                            .session = trial->session };
  gsize n = part_4 ? sizeof select_nothing : sizeof read_page_0;

  message.exchange.frame = CP_READER_FRAME_AUTO;
  message.exchange.data.length = (guint16) n;
  memcpy (message.exchange.data.bytes, part_4 ? select_nothing : read_page_0, n);
  cp_helper_send (trial->helper, &message);
}

static void
on_card (Trial *trial, const CpWireMessage *message)
{
  if (trial->step != READS || trial->session != 0)
    return;
  trial->session = message->session;
  trial->kind = (CpCardKind) message->card.kind;
  read_card (trial);
}

static void
on_reply (Trial *trial, const CpWireReply *reply)
{
  trial->n_replies++;
  if (reply->status == CP_CARD_STATUS_OK)
    trial->n_reads++;
  if (trial->n_replies < N_READS)
    read_card (trial);
  else
    g_main_loop_quit (trial->loop);
}

static void
on_beat (Trial *trial, const CpWireBeat *beat)
{
  if (trial->step != POLLS)
    return;
  trial->beat = *beat;
  if (beat->n_polls > 0)
    g_array_append_val (trial->round_trips, beat->round_trip_us);
  if (beat->n_polls >= N_POLLS)
    g_main_loop_quit (trial->loop);
}

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
    on_beat (trial, &message->beat);
  else if (message->type == CP_WIRE_CARD)
    on_card (trial, message);
  else if (message->type == CP_WIRE_REPLY)
    on_reply (trial, &message->reply);
  else if (message->type == CP_WIRE_GONE && trial->step == REMOVAL) {
    trial->gone = TRUE;
    g_main_loop_quit (trial->loop);
  }
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

/* Until what is waited for has come, the helper is gone, or it takes too long. */
static void
wait_for (Trial *trial, Step step, guint most_ms)
{
  guint over;

  trial->step = step;
  if (trial->ended)
    return;
  over = g_timeout_add (most_ms, on_over, trial);
  g_main_loop_run (trial->loop);
  g_source_remove (over);
}

static void
try_card (const CpDoctorCase *the_case, Trial *trial)
{
  if (the_case->prompt == NULL || trial->ended || trial->ready_us == 0)
    return;
  trial->step = READS;
  the_case->prompt ("Lay a card on the reader, and leave it there.", the_case->prompt_data);
  wait_for (trial, READS, PERSON_MS);
  if (trial->n_replies < N_READS)
    return;
  trial->step = REMOVAL;
  the_case->prompt ("Take the card away.", the_case->prompt_data);
  wait_for (trial, REMOVAL, PERSON_MS);
}

static void
run (const CpDoctorCase *the_case, Trial *trial)
{
  static const CpHelperFuncs funcs = { on_message, on_nonsense, on_ended };
  CpWireMessage start = {
    .type = CP_WIRE_START,
    .start = { .poll_ms = 30, .presence_ms = 50, .gone_ms = 150, .rf_timeout_ms = 26 }
  };

  g_strlcpy (start.start.connstring, the_case->connstring, sizeof start.start.connstring);
  trial->loop = g_main_loop_new (NULL, FALSE);
  trial->started_us = g_get_monotonic_time ();
  trial->helper = cp_helper_new (the_case->helper_path, NULL, &funcs, trial);
  cp_helper_send (trial->helper, &start);
  wait_for (trial, POLLS, TRIAL_MS);
  try_card (the_case, trial);
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
tell_card (const CpDoctorCase *the_case, const Trial *trial, CpDoctorPoint *point)
{
  if (the_case->prompt == NULL)
    cp_doctor_add (
        point, CP_DOCTOR_WELL, NULL,
        "No card was tried: --card does, and counterpart-reader --print tells of each tap.");
  else if (trial->session == 0)
    cp_doctor_add (point, CP_DOCTOR_CARE, "Try again with another card.", "No card was seen.");
  else if (trial->n_reads < N_READS)
    cp_doctor_add (point, CP_DOCTOR_WRONG,
                   "Keep metal and other electronics away from the reader; try another card.",
                   "It read the card %u of %d times.", trial->n_reads, N_READS);
  else if (!trial->gone)
    cp_doctor_add (point, CP_DOCTOR_WRONG, "Try again; then replace the reader.",
                   "It did not notice that the card was taken away.");
  else
    cp_doctor_add (point, CP_DOCTOR_WELL, NULL,
                   "It read the card %d of %d times, and noticed that it was taken away.", N_READS,
                   N_READS);
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
  tell_card (the_case, trial, point);
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
  if (the_case->prompt != NULL && !trial.ended && trial.ready_us != 0)
    cp_doctor_try_plug (the_case, point);
  g_array_unref (trial.round_trips);
}
