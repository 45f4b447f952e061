/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "bench-load.h"
#include "bench-note.h"

/* What more than one benchmark measures. */

/** BENCH_N_PUSHING: how many devices push at once in bench_measure_pushes() */
#define BENCH_N_PUSHING 4

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
