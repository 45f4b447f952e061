/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

/* Figures of a benchmark. */

typedef struct {
  CpJson *figures;
  guint n_tests;
} Bench;

double bench_get_seconds (void);

/** bench_pause: lets so much time go by in this thread. */
void bench_pause (guint ms);

/** bench_note: prints a figure, as TAP, and keeps it in @group. */
void bench_note (Bench *bench, const char *group, const char *name, double value);

/** BenchGoal: @limit: what the figure of that name in @group is to be at most, or @at_least */
typedef struct {
  const char *group;
  const char *name;
  double limit;
  gboolean at_least;
} BenchGoal;

/** bench_hold: says whether a figure is what it is to be; no failure, since the machine has a part in it */
void bench_hold (Bench *bench, const BenchGoal *goal);

/** bench_compare: keeps how many times a figure of @ours is what a figure of @peer's is. */
void bench_compare (
    Bench *bench, const char *ours, const char *name, const char *peer, const char *peer_name);

/** bench_write: the figures into PROGRAM.json */
void bench_write (const Bench *bench, const char *program);
