/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How long the reader takes, with line and air taking their time: from a card that enters to the
 * event at the parent, from a crash or a hang to ready, and what it costs to wait; beside libnfc's
 * own nfc-poll in the same run. Fails if a limit is exceeded by more than NOISE. The numbers are also
 * in bench-reader.json beside the program. With words, only those parts. */
#include "bench-talk.h"
#include "pn532-air.h"
#include "reader-service.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#define NOISE 2.0 /* the machine may be doing something else */
#define N_TAPS 300
#define N_PROOFS 30
#define N_CRASHES 7
#define N_HANGS 3
#define N_POLLS 8
#define IDLE_S 10
#define FRAME_MS 16
#define HOSTILE_S 8
#define WAIT_MS 10000

typedef struct {
  const char *name;
  const char *unit;
  double value;
  double limit; /* 0: only for comparison */
} Figure;

typedef struct {
  GArray *figures;
  GRand *random;
} Bench;

static void
add (Bench *self, const char *name, const char *unit, double value, double limit)
{
  const Figure figure = { name, unit, value, limit };

  g_array_append_val (self->figures, figure);
  g_print ("%-34s %9.2f %s", name, value, unit);
  if (limit > 0)
    g_print ("   limit %7.2f   ratio %.2f%s", limit, value / limit,
             value > limit * NOISE ? "   TOO MUCH" : "");
  g_print ("\n");
}

static void
add_part (Bench *self, const char *title, const char *part, double ms, double limit)
{
  g_autofree char *name = g_strdup_printf ("%s, %s", title, part);

  add (self, g_intern_string (name), "ms", ms, limit);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
get_percentile (GArray *times, guint percent)
{
  g_array_sort (times, compare);
  return g_array_index (times, double, (times->len - 1) * percent / 100);
}

static gboolean
on_over (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

/* Lets the reader do what it does. */
static void
let_pass (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, on_over, &over);
  rig_wait (is_true, &over, ms + WAIT_MS, "time to pass");
}

static Rig *
start (void)
{
  Rig *rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "timing on");
  return rig;
}

/* Believes soon that a card is gone, or the taps would take minutes. Where there is a service it is
 * as on an appliance. */
static Rig *
start_for_taps (Pn532Fixture *fixture, ReaderService *service)
{
  CpReaderConfig config = { .connstring = "",
                            .socket_path = reader_service_get_socket_path (service),
                            .gone_ms = 20 };
  Rig *rig = rig_new (fixture, &config);

  rig_wait_state (rig, CP_READER_STATE_READY, WAIT_MS);
  pn532_fixture_do (rig->fixture, "timing on");
  return rig;
}

/* Ahead of whatever else the machine does, which is not what is measured; and so is what is started from
 * here. Without the right to it, it is measured as it comes. */
static void
go_ahead_of_others (int priority)
{
  const struct sched_param ahead = { .sched_priority = priority };

  if (sched_setscheduler (0, SCHED_RR, &ahead) != 0)
    g_print ("beside whatever else this machine does: %s\n", g_strerror (errno));
}

/* On one processor, whatever is started from here: to wake another takes longer than what is to be done
 * then, and no line has to be woken. Returns where it ran before. */
static cpu_set_t
share_processor (void)
{
  cpu_set_t all, last;
  int i = CPU_SETSIZE - 1;

  CPU_ZERO (&all);
  CPU_ZERO (&last);
  sched_getaffinity (0, sizeof all, &all);
  while (i > 0 && !CPU_ISSET (i, &all))
    i--;
  CPU_SET (i, &last);
  sched_setaffinity (0, sizeof last, &last);
  return all;
}

/* A processor that sleeps deeply, or a virtual one that its host has given to somebody else meanwhile, takes as
 * long to wake as all that is to be done then: no part of the reader. Returns what keeps it awake, to be closed;
 * -1 where that can't be had. */
static int
keep_awake (void)
{
  const gint32 latency_us = 0;
  int fd = open ("/dev/cpu_dma_latency", O_WRONLY | O_CLOEXEC);

  if (fd >= 0 && write (fd, &latency_us, sizeof latency_us) == (gssize) sizeof latency_us)
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

/* In place of a chip and a line, which no other process holds up. */
static Pn532Fixture *
start_emulator (void)
{
  Pn532Fixture *fixture;

  go_ahead_of_others (2);
  fixture = pn532_fixture_new ();
  go_ahead_of_others (1);
  return fixture;
}

static const char *
get_policy (ReaderService *service)
{
  int policy = sched_getscheduler ((pid_t) atoi (reader_service_get_process_id (service)));

  return (policy & ~SCHED_RESET_ON_FORK) == SCHED_RR ? "SCHED_RR, as its unit has it" : "ordinary";
}

static void
append_ms (GArray *times, gint64 since_us)
{
  double ms = (double) (g_get_monotonic_time () - since_us) / 1000;

  g_array_append_val (times, ms);
}

/* Each moment of the chip's look for a card comes once, in an order that tells nothing. */
static guint
get_moment_us (guint tap)
{
  const guint step = 113; /* shares no factor with the number of taps */

  return (2 * (tap * step % N_TAPS) + 1) * PN532_AIR_TRY_US / (2 * N_TAPS);
}

/* One tap, from when the emulator has the card in its field until the event is here; and how much of
 * it line and air took, whatever else the machine was doing. */
static void
measure_tap (Rig *rig, const char *card, GArray *times, GArray *spent)
{
  guint n_cards = rig->n_cards, n_gone = rig->n_gone;
  guint before_us = rig_read_stat (rig->fixture, "spent-us");
  g_autofree char *since_us = pn532_fixture_command (rig->fixture, "enter %s", card);
  double spent_ms;

  rig_wait_cards (rig, n_cards + 1, WAIT_MS);
  append_ms (times, g_ascii_strtoll (since_us, NULL, 10));
  spent_ms = (rig_read_stat (rig->fixture, "spent-us") - before_us) / 1000.0;
  g_array_append_val (spent, spent_ms);
  pn532_fixture_do (rig->fixture, "leave");
  rig_wait_gone (rig, n_gone + 1, WAIT_MS);
}

/* What of each time is not line and air. */
static GArray *
subtract (GArray *times, GArray *spent)
{
  GArray *rest = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < times->len; i++) {
    double ms = g_array_index (times, double, i) - g_array_index (spent, double, i);

    g_array_append_val (rest, ms);
  }
  return rest;
}

/* Cards enter at any moment of the reader's round. */
static void
measure_taps (Bench *self, const char *kind, const char *title, double p50_limit, double p95_limit)
{
  const cpu_set_t all = share_processor ();
  int awake_fd = keep_awake ();
  Pn532Fixture *fixture = start_emulator ();
  g_autoptr (ReaderService) service = reader_service_new (fixture);
  g_autoptr (Rig) rig = start_for_taps (fixture, service);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) spent = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) rest = NULL;

  g_print ("on one processor, which %s; the helper's scheduling: %s\n",
           awake_fd >= 0 ? "is kept awake" : "may sleep", get_policy (service));
  for (guint i = 0; i < N_TAPS; i++) {
    g_autofree char *card = g_strdup_printf ("%s uid=04%012X into=%u", kind, i, get_moment_us (i));

    let_pass ((guint) g_rand_int_range (self->random, 5, 160));
    measure_tap (rig, card, times, spent);
  }
  sched_setaffinity (0, sizeof all, &all);
  if (awake_fd >= 0)
    close (awake_fd);
  rest = subtract (times, spent);
  add_part (self, title, "p50", get_percentile (times, 50), p50_limit);
  add_part (self, title, "p95", get_percentile (times, 95), p95_limit);
  add_part (self, title, "of it line and air", get_percentile (spent, 50), 0);
  add_part (self, title, "the rest, p50", get_percentile (rest, 50), 0);
  add_part (self, title, "the rest, p95", get_percentile (rest, 95), 0);
}

static void
measure_ntag213 (Bench *self)
{
  measure_taps (self, "ntag213", "card to event, NTAG213", 20, 40);
}

static void
measure_ultralight (Bench *self)
{
  measure_taps (self, "ultralight", "card to event, Ultralight", 0, 40);
}

static void
measure_ntag424 (Bench *self)
{
  measure_taps (self, "ntag424", "card to event, NTAG 424 DNA", 0, 0);
}

/* Lays the card down as it was left, and waits for the tap. Returns when it came. */
static gint64
lay_down (Rig *rig, const char *memory)
{
  gint64 since_us;

  cp_reader_expect_card (rig->reader);
  since_us = g_get_monotonic_time ();
  pn532_fixture_do (rig->fixture, "enter ntag424 uid=" TILL_424_UID " sig=" TILL_424_SIGNATURE "%s",
                    memory);
  rig_wait_cards (rig, rig->n_cards + 1, WAIT_MS);
  return since_us;
}

/* (transfer full): takes the card away, and what it holds as a word for the next time. */
static char *
take_away (Rig *rig)
{
  g_autofree char *memory = pn532_fixture_command (rig->fixture, "dump");

  pn532_fixture_do (rig->fixture, "leave");
  rig_wait_gone (rig, rig->n_gone + 1, WAIT_MS);
  return g_strconcat (" memory=", memory, NULL);
}

/* A card of ours, from when it enters until it has proven that it is. */
static void
measure_proofs (Bench *self)
{
  g_autoptr (Rig) rig = start ();
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  Till *till = till_new (NULL);
  CpCardTalk *talk;
  CpCardSeen seen;
  char *memory;

  lay_down (rig, "");
  seen = bench_see (rig);
  talk = cp_card_talk_new_issue (&seen, &till->host, TILL_SITE);
  bench_talk (rig, talk);
  g_assert_cmpint (cp_card_talk_get_problem (talk), ==, CP_CARD_PROBLEM_NONE);
  cp_card_talk_free (talk);
  memory = take_away (rig);
  for (guint i = 0; i < N_PROOFS; i++) {
    gint64 since_us = lay_down (rig, memory);

    talk = cp_card_talk_new_tap (&seen, &till->host);
    bench_talk (rig, talk);
    append_ms (times, since_us);
    g_assert_cmpint (cp_card_talk_get_proof (talk)->strength, ==, CP_CARD_STRENGTH_AUTHENTICATED);
    cp_card_talk_free (talk);
    g_free (memory);
    memory = take_away (rig);
  }
  g_free (memory);
  till_free (till);
  add (self, "card to proof, NTAG 424 DNA, p50", "ms", get_percentile (times, 50), 0);
  add (self, "card to proof, NTAG 424 DNA, p95", "ms", get_percentile (times, 95), 90);
}

/* A helper that gets @number, until the next one is ready. */
static void
measure_recovery (Bench *self, const char *name, int number, guint n, double limit)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < n; i++) {
    g_autoptr (Rig) rig = start ();
    gint64 since_us = g_get_monotonic_time ();

    kill ((pid_t) atoi (cp_reader_get_process_id (rig->reader)), number);
    rig_wait_state (rig, CP_READER_STATE_STARTING, WAIT_MS);
    rig_wait_state (rig, CP_READER_STATE_READY, WAIT_MS);
    append_ms (times, since_us);
  }
  add (self, name, "ms", get_percentile (times, 50), limit);
}

static void
measure_crashes (Bench *self)
{
  measure_recovery (self, "crash to ready", SIGSEGV, N_CRASHES, 150);
}

static void
measure_hangs (Bench *self)
{
  measure_recovery (self, "hang to ready", SIGSTOP, N_HANGS, 2300);
}

/* The same as on an appliance, where nobody tells the parent how a helper ended. One that hangs does so
 * for an answer that never ends. */
static void
measure_recovery_of_service (Bench *self, const char *name, gboolean hangs, guint n, double limit)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < n; i++) {
    Pn532Fixture *fixture = start_emulator ();
    g_autoptr (ReaderService) service = reader_service_new (fixture);
    g_autoptr (Rig) rig = start_for_taps (fixture, service);
    gint64 since_us = g_get_monotonic_time ();

    if (hangs) {
      pn532_fixture_do (fixture, "fault more cmd=40 count=0");
      pn532_fixture_do (fixture, "enter ntag213 uid=04E10CDA993C80");
    } else {
      reader_service_send_signal (service, SIGSEGV);
    }
    rig_wait_state (rig, CP_READER_STATE_STARTING, WAIT_MS);
    pn532_fixture_do (fixture, "leave");
    rig_wait_state (rig, CP_READER_STATE_READY, WAIT_MS);
    append_ms (times, since_us);
  }
  add (self, name, "ms", get_percentile (times, 50), limit);
}

static void
measure_service (Bench *self)
{
  measure_recovery_of_service (self, "crash to ready, behind a socket", FALSE, N_CRASHES, 150);
  measure_recovery_of_service (self, "hang to ready, behind a socket", TRUE, N_HANGS, 2300);
}

typedef struct {
  gint64 last_us;
  gint64 longest_us;
} Frames;

static gboolean
on_frame (gpointer user_data)
{
  Frames *frames = user_data;
  gint64 now_us = g_get_monotonic_time ();

  frames->longest_us = MAX (frames->longest_us, now_us - frames->last_us);
  frames->last_us = now_us;
  return G_SOURCE_CONTINUE;
}

/* A card that crashes the helper whenever it is looked at: how long the screen's loop, which draws sixty
 * times a second, is held up by it. */
static void
measure_hostile_card (Bench *self)
{
  g_autoptr (Rig) rig = start ();
  Frames frames = { g_get_monotonic_time (), 0 };
  guint source = g_timeout_add (FRAME_MS, on_frame, &frames);

  pn532_fixture_do (rig->fixture, "fault status-bit7 cmd=40 count=0");
  pn532_fixture_do (rig->fixture, "enter ntag213 uid=04E10CDA993C80");
  rig_wait_fault (rig, CP_READER_FAULT_HOSTILE, WAIT_MS);
  let_pass (HOSTILE_S * 1000);
  g_source_remove (source);
  add (self, "hostile card, longest frame", "ms", (double) frames.longest_us / 1000, 33.3);
}

/* Nanoseconds that a process has been running. */
static double
read_run_time (const char *id)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/schedstat", id);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return g_ascii_strtod (text, NULL);
}

static void
measure_idle (Bench *self)
{
  g_autoptr (Rig) rig = start ();
  g_autofree char *id = g_strdup (cp_reader_get_process_id (rig->reader));
  double helper_ns, parent_ns;
  const double all_ns = IDLE_S * 1e9;

  let_pass (500);
  helper_ns = read_run_time (id);
  parent_ns = read_run_time ("self");
  let_pass (IDLE_S * 1000);
  helper_ns = read_run_time (id) - helper_ns;
  parent_ns = read_run_time ("self") - parent_ns;
  add (self, "idle CPU, helper", "% ", helper_ns / all_ns * 100, 0);
  add (self, "idle CPU, helper and parent", "% ", (helper_ns + parent_ns) / all_ns * 100, 0.5);
}

/* One run of nfc-poll, from the card that enters to its first word of it. */
static void
run_nfc_poll (Bench *self, Pn532Fixture *fixture, GArray *times)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  guint n_polls = rig_read_stat (fixture, "polls");
  gboolean found = FALSE;
  gint64 since_us;

  g_subprocess_launcher_setenv (launcher, "LIBNFC_DEVICE", pn532_fixture_get_connstring (fixture),
                                TRUE);
  g_subprocess_launcher_setenv (launcher, "LIBNFC_AUTO_SCAN", "false", TRUE);
  process = g_subprocess_launcher_spawn (launcher, NULL, "nfc-poll", NULL);
  g_assert_nonnull (process);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  while (rig_read_stat (fixture, "polls") == n_polls)
    let_pass (1);
  let_pass ((guint) g_rand_int_range (self->random, 5, 300));
  since_us = g_get_monotonic_time ();
  pn532_fixture_do (fixture, "enter ntag213 uid=04E10CDA993C80");
  while (!found) {
    g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, NULL);

    g_assert_nonnull (line);
    found = strstr (line, "UID") != NULL;
  }
  append_ms (times, since_us);
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  pn532_fixture_do (fixture, "leave");
}

static void
measure_nfc_poll (Bench *self)
{
  g_autoptr (Pn532Fixture) fixture = pn532_fixture_new ();
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  pn532_fixture_do (fixture, "timing on");
  for (guint i = 0; i < N_POLLS; i++)
    run_nfc_poll (self, fixture, times);
  add (self, "libnfc's nfc-poll, p50", "ms", get_percentile (times, 50), 0);
  add (self, "libnfc's nfc-poll, p95", "ms", get_percentile (times, 95), 0);
}

static void
write_json (Bench *self, const char *directory)
{
  g_autofree char *path = g_build_filename (directory, "bench-reader.json", NULL);
  g_autoptr (GString) text = g_string_new ("{\n");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < self->figures->len; i++) {
    const Figure *figure = &g_array_index (self->figures, Figure, i);

    g_string_append_printf (text, "  \"%s\": {\"value\": %.3f, \"unit\": \"%c%s\"", figure->name,
                            figure->value, figure->unit[0], figure->unit[1] == 's' ? "s" : "");
    if (figure->limit > 0)
      g_string_append_printf (text, ", \"limit\": %.3f, \"ratio\": %.3f", figure->limit,
                              figure->value / figure->limit);
    g_string_append_printf (text, "}%s\n", i + 1 < self->figures->len ? "," : "");
  }
  g_string_append (text, "}\n");
  g_file_set_contents (path, text->str, -1, &error);
  g_assert_no_error (error);
  g_print ("written to %s\n", path);
}

static gboolean
is_within_limits (Bench *self)
{
  for (guint i = 0; i < self->figures->len; i++) {
    const Figure *figure = &g_array_index (self->figures, Figure, i);

    if (figure->limit > 0 && figure->value > figure->limit * NOISE)
      return FALSE;
  }
  return TRUE;
}

static const struct {
  const char *word;
  void (*measure) (Bench *);
} parts[] = {
  { "ntag213", measure_ntag213 },      { "ultralight", measure_ultralight },
  { "ntag424", measure_ntag424 },      { "proof", measure_proofs },
  { "poll", measure_nfc_poll },        { "crash", measure_crashes },
  { "hang", measure_hangs },           { "socket", measure_service },
  { "hostile", measure_hostile_card }, { "idle", measure_idle },
};

int
main (int argc, char **argv)
{
  g_autofree char *self_path = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = g_path_get_dirname (self_path);
  Bench bench = { g_array_new (FALSE, FALSE, sizeof (Figure)), g_rand_new_with_seed (1) };
  gboolean well;

  go_ahead_of_others (1);
  rig_find_builds ();
  rig_let_helpers_crash ();
  g_test_init (&argc, &argv, NULL);
  g_print ("limits are exceeded at %.1f times the limit\n", NOISE);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (argc < 2 || g_strv_contains ((const char *const *) argv + 1, parts[i].word))
      parts[i].measure (&bench);
  write_json (&bench, directory);
  well = is_within_limits (&bench);
  g_array_unref (bench.figures);
  g_rand_free (bench.random);
  return well ? 0 : 1;
}
