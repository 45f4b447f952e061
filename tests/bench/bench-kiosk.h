/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "bench-office.h"
#include "processes.h"

/* A device as it ships, ledger and worker, on a line to head office of a given speed. */

typedef struct {
  Processes processes;
  GSubprocess *line;
  GDataInputStream *line_says;
  GSubprocess *screen; /* (nullable) */
  GDataInputStream *screen_says;
} BenchKiosk;

/** BENCH_KIOSK: which of the office's devices it is */
#define BENCH_KIOSK 1

/** bench_kiosk_new: its ledger runs, its worker does not; @peer: the folder with throttle.mjs */
BenchKiosk *bench_kiosk_new (const BenchOffice *office, const char *peer, guint mbit);

/** bench_kiosk_catch_up: starts its worker, and waits until all is there that head office has.
 *  Returns: seconds */
double bench_kiosk_catch_up (BenchKiosk *self);

/** bench_kiosk_open_screen: bench-screen, on a display of its own */
void bench_kiosk_open_screen (BenchKiosk *self);

/** bench_kiosk_sign_in: at the screen */
void bench_kiosk_sign_in (BenchKiosk *self);

/** bench_kiosk_report: (transfer full): name → milliseconds: how screen and ledger did since the screen
 *  was opened, or since the last report */
CpJson *bench_kiosk_report (BenchKiosk *self);

/** bench_kiosk_stop_worker: as if the line were cut */
void bench_kiosk_stop_worker (BenchKiosk *self);

/** bench_kiosk_count_down: bytes that have come down its line so far */
double bench_kiosk_count_down (BenchKiosk *self);
void bench_kiosk_free (BenchKiosk *self);
