/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef gboolean (*CpWaitFunc) (gpointer data);

/** cp_wait_for: runs the main loop until @condition holds. Returns: FALSE after @timeout_ms without. */
gboolean cp_wait_for (CpWaitFunc condition, gpointer data, guint timeout_ms);

/** cp_wait_ms: runs the main loop for as long as a finger rests; for gestures, never for outcomes. */
void cp_wait_ms (guint duration_ms);

G_END_DECLS
