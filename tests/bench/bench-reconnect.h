/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "bench-load.h"
#include "bench-note.h"

#define BENCH_DRAINED "all reconnect, drained in, s"
#define BENCH_RETRIES "all reconnect, requests for one taken"

/** bench_measure_reconnect: devices @first and on, each a store, come back at once with @n_operations
 *  together. */
void bench_measure_reconnect (Bench *bench,
                              BenchOffice *office,
                              const char *group,
                              guint first,
                              guint n_stores,
                              guint n_operations);
