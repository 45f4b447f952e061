/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-trace.h"

G_BEGIN_DECLS

/**
 * CpSimLoop:
 *
 * Virtual time, and what is to happen at which moment of it. Time moves only from event to event.
 * Events of one moment run in the order in which they were asked for.
 */
typedef struct _CpSimLoop CpSimLoop;

typedef void (*CpSimLoopFunc) (gpointer data);

/**
 * cp_sim_loop_new:
 * @trace: (nullable): is told the time, and each event as it runs; must outlive the loop
 *
 * Returns: (transfer full): a loop at time 0.
 */
CpSimLoop *cp_sim_loop_new (CpSimTrace *trace);

/** cp_sim_loop_free: destroys what never ran, in the order in which it would have run. */
void cp_sim_loop_free (CpSimLoop *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSimLoop, cp_sim_loop_free)

/** cp_sim_loop_now_ms: virtual milliseconds since the run began. */
gint64 cp_sim_loop_now_ms (const CpSimLoop *self);

/**
 * cp_sim_loop_at:
 * @at_ms: when; a moment that is past means now
 * @destroy: (nullable): called on @data after @func ran, or when the event is cancelled
 *
 * Returns: the event's id, never 0, never used again.
 */
guint64 cp_sim_loop_at (
    CpSimLoop *self, gint64 at_ms, CpSimLoopFunc func, gpointer data, GDestroyNotify destroy);

/** cp_sim_loop_after: as cp_sim_loop_at(), @delay_ms from now. */
guint64 cp_sim_loop_after (
    CpSimLoop *self, gint64 delay_ms, CpSimLoopFunc func, gpointer data, GDestroyNotify destroy);

/** cp_sim_loop_cancel: whether there was such an event that had not begun. */
gboolean cp_sim_loop_cancel (CpSimLoop *self, guint64 id);

/** cp_sim_loop_step: runs the next event; %FALSE if there is none. */
gboolean cp_sim_loop_step (CpSimLoop *self);

/** cp_sim_loop_run_until: runs all events up to and including @at_ms; the time is then @at_ms. */
void cp_sim_loop_run_until (CpSimLoop *self, gint64 at_ms);

/**
 * cp_sim_loop_advance:
 *
 * Lets @delay_ms pass in the middle of an event, as a call does that blocks. Nothing runs
 * meanwhile; what falls due is late.
 */
void cp_sim_loop_advance (CpSimLoop *self, gint64 delay_ms);

guint cp_sim_loop_get_n_pending (const CpSimLoop *self);

G_END_DECLS
