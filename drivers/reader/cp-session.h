/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-backend.h"

G_BEGIN_DECLS

/**
 * CpSessionEnd:
 * @fault: why the session ended; %CP_READER_FAULT_NONE when the parent wanted it so.
 * @touched: whether the driver library failed in a way after which only a new process will do.
 */
typedef struct {
  CpReaderFault fault;
  gboolean touched;
} CpSessionEnd;

/**
 * cp_session_run:
 * @fd: a connected `SOCK_SEQPACKET` socket; stays open.
 * @connstring: (nullable): goes ahead of what the parent's START says.
 * @on_beat: (nullable): called with @data each time this end gives a sign of life.
 *
 * Serves one parent: waits for START, opens the device with the library that it is named for, polls, and answers until the parent is
 * gone or the device fails. One thread, everything bounded; SIGALRM ends the process should the
 * driver not come back for four seconds.
 */
CpSessionEnd
cp_session_run (int fd, const char *connstring, void (*on_beat) (gpointer data), gpointer data);

G_END_DECLS
