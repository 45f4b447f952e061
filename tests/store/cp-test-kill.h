/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cp_test_kill_at:
 * @nth: before which system call, counted from 1
 *
 * Runs @work in a child process and kills it (SIGKILL) at that system call.
 *
 * Returns: whether it was killed; %FALSE when it came to its end first
 */
gboolean cp_test_kill_at (guint nth, void (*work) (gpointer data), gpointer data);

G_END_DECLS
