/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

/* Figures of a benchmark. */

typedef struct {
  CpJson *figures;
  guint n_tests;
} Bench;

double bench_get_seconds (void);

/** bench_note: prints a figure, as TAP, and keeps it in @group. */
void bench_note (Bench *bench, const char *group, const char *name, double value);

/** bench_write: the figures into PROGRAM.json */
void bench_write (const Bench *bench, const char *program);
