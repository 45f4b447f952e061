/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sync-worker.h"
#include "office-fixture.h"

/**
 * SlowLine:
 *
 * Virtual time, and a line of a given speed to a head office, on which a worker stands. What is sent first
 * arrives first, so what is under way keeps back what comes after it, as on a line whose modem has room
 * for it.
 */
typedef struct _SlowLine SlowLine;

/** slow_line_new: @bytes_per_s: each way; @n_lanes: 1: head office is asked as by a device that has one */
SlowLine *slow_line_new (Office *office, double bytes_per_s, guint n_lanes);

/** slow_line_free: the worker is gone. */
void slow_line_free (SlowLine *self);

/** slow_line_get_world: the time, with the disk of @real and random numbers that are the same each time */
CpWorld slow_line_get_world (SlowLine *self, const CpWorld *real);
CpTransport slow_line_get_transport (SlowLine *self);
CpTimer slow_line_get_timer (SlowLine *self);

/** slow_line_step: lets the next thing happen. */
void slow_line_step (SlowLine *self);

/** slow_line_pass: lets time go by. */
void slow_line_pass (SlowLine *self, gint64 ms);
double slow_line_get_seconds (const SlowLine *self);

/** slow_line_count: bytes that have gone up (or down) so far, with an allowance for headers and TLS */
double slow_line_count (const SlowLine *self, gboolean is_up);
