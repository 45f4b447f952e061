/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cp_serve_fd:
 *
 * Serves the one parent at the other end of @fd. Does not return when the device failed: the
 * process then ends at once.
 *
 * Returns: the exit status, see %CP_READER_EXIT_BASE.
 */
int cp_serve_fd (int fd, const char *connstring);

/**
 * cp_serve_activated:
 * @connstring: (nullable): goes ahead of what parents say.
 *
 * Serves the socket that systemd hands over (`ListenSequentialPacket=`): one parent after the
 * other, until a device fails: then the process ends at once. Says READY and feeds the watchdog.
 *
 * Returns: the exit status, or -1 when systemd handed over nothing.
 */
int cp_serve_activated (const char *connstring);

G_END_DECLS
