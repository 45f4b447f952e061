/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpError:
 * @CP_ERROR_INVALID: what came in is wrong (shape, type, length, meaning); the sender can mend it.
 * @CP_ERROR_NOT_ALLOWED: the caller has not signed in, or may not do this.
 * @CP_ERROR_NOT_FOUND: what was named does not exist.
 * @CP_ERROR_UNAVAILABLE: not now; the same call may go through later.
 * @CP_ERROR_FULL: no room to write. Reading goes on.
 * @CP_ERROR_NEWER: written by a newer version of Counterpart; nothing was touched.
 * @CP_ERROR_CORRUPT: a file or message is not what it claims to be; nothing was touched.
 * @CP_ERROR_UNKNOWN_OUTCOME: a commit failed in such a way that it may or may not be on disk. Look
 *   the operation up by its id before telling anyone anything.
 * @CP_ERROR_FATAL: the disk can't be trusted any more. Stop serving and exit with
 *   %CP_EXIT_DISK, so that the unit restarts the device.
 *
 * Errors of all of Counterpart's rooms. A code exists only where a caller does something different:
 * ask the person, try again, ask the operator, stop. The refusals of the business rules are not
 * errors but decisions, see cp-decision.h.
 */
typedef enum {
  CP_ERROR_INVALID,
  CP_ERROR_NOT_ALLOWED,
  CP_ERROR_NOT_FOUND,
  CP_ERROR_UNAVAILABLE,
  CP_ERROR_FULL,
  CP_ERROR_NEWER,
  CP_ERROR_CORRUPT,
  CP_ERROR_UNKNOWN_OUTCOME,
  CP_ERROR_FATAL,
} CpError;

#define CP_N_ERRORS (CP_ERROR_FATAL + 1)

/** CP_EXIT_DISK: the exit status of a process that met %CP_ERROR_FATAL. */
#define CP_EXIT_DISK 75

#define CP_ERROR (cp_error_quark ())
GQuark cp_error_quark (void);

G_END_DECLS
