/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "bench-load.h"

/* Figures, and what more than one benchmark measures. */

/** BENCH_N_PUSHING: how many devices push at once in bench_measure_pushes() */
#define BENCH_N_PUSHING 4

typedef struct {
  CpJson *figures;
  guint n_tests;
} Bench;

double bench_get_seconds (void);

/** bench_note: prints a figure, as TAP, and keeps it in @group. */
void bench_note (Bench *bench, const char *group, const char *name, double value);

/** bench_write: the figures into PROGRAM.json */
void bench_write (const Bench *bench, const char *program);

/** bench_measure_pushes: devices @first and on push @n_pushes of @n_operations each. */
void bench_measure_pushes (Bench *bench,
                           BenchOffice *office,
                           const char *group,
                           guint first,
                           guint n_pushes,
                           guint n_operations);

/** bench_measure_latency: device @first pushes @n times, and the one after it waits for each. */
void
bench_measure_latency (Bench *bench, BenchOffice *office, const char *group, guint first, guint n);
