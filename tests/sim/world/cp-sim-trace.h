/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpSimTrace:
 *
 * What happened in a run: a hash over all of it, by which two runs of one seed are proved equal,
 * and the last few hundred events to read when a run fails.
 */
typedef struct _CpSimTrace CpSimTrace;

CpSimTrace *cp_sim_trace_new (void);
void cp_sim_trace_free (CpSimTrace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSimTrace, cp_sim_trace_free)

/**
 * cp_sim_trace_note:
 * @self: (nullable): nothing is done if %NULL
 * @where: (not nullable): static text: the machine or link
 * @what: (not nullable): static text: what happened there
 *
 * Notes an event and two figures that belong to it. Both texts are kept by pointer and must outlive
 * the trace; only their characters go into the
 * hash. Never pass an address as a figure.
 */
void cp_sim_trace_note (
    CpSimTrace *self, const char *where, const char *what, guint64 first, guint64 second);

/** cp_sim_trace_note_bytes: takes @bytes into the hash; they are not kept. @self may be %NULL. */
void cp_sim_trace_note_bytes (CpSimTrace *self, const void *bytes, gsize n_bytes);

/** cp_sim_trace_set_now: the virtual time that the following events are shown with. */
void cp_sim_trace_set_now (CpSimTrace *self, gint64 now_ms);

guint64 cp_sim_trace_get_hash (const CpSimTrace *self);
guint64 cp_sim_trace_get_n_events (const CpSimTrace *self);

/**
 * cp_sim_trace_to_text:
 *
 * Returns: (transfer full): the last 200 events, one on each line, oldest first.
 */
char *cp_sim_trace_to_text (const CpSimTrace *self);

G_END_DECLS
