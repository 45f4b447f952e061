/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-wire.h"

G_BEGIN_DECLS

/**
 * CpReaderSupervisor:
 *
 * Sees to it that one helper runs: starts it, kills it after two seconds without a sign of life,
 * and starts it again, as #CpPolicyState and its rows decide. It knows nothing of cards.
 */
typedef struct CpReaderSupervisor CpReaderSupervisor;

/**
 * CpReaderSupervisorFuncs:
 * @started: a helper has just been started and waits for START.
 * @message: HELLO, CARD, GONE, REFUSED or REPLY of the helper that runs.
 * @ended: there is no helper any more, and what it was asked will not be answered.
 * @state: the reader is now ready, absent, at fault or starting; @fault says why it is not ready.
 *
 * Called from the main context in which the supervisor was made. It may be freed in any of them
 * but @started.
 */
typedef struct {
  void (*started) (CpReaderSupervisor *self, gpointer user_data);
  void (*message) (const CpWireMessage *message, gpointer user_data);
  void (*ended) (gpointer user_data);
  void (*state) (CpReaderState state, CpReaderFault fault, gpointer user_data);
} CpReaderSupervisorFuncs;

/**
 * cp_reader_supervisor_new:
 * @helper_path: (nullable): the helper to start, or
 * @socket_path: (nullable): the socket to connect to. One of the two.
 *
 * Returns: (transfer full): with a helper started, but not told: the first @started is the owner's
 *   own to do.
 */
CpReaderSupervisor *cp_reader_supervisor_new (const char *helper_path,
                                              const char *socket_path,
                                              const CpReaderSupervisorFuncs *funcs,
                                              gpointer user_data);

/** cp_reader_supervisor_free: lets the helper go; no call comes any more. */
void cp_reader_supervisor_free (CpReaderSupervisor *self);

/** cp_reader_supervisor_send: Returns: whether a helper takes it. */
gboolean cp_reader_supervisor_send (CpReaderSupervisor *self, CpWireMessage *message);

/** cp_reader_supervisor_is_ready: whether the helper that runs has said READY. */
gboolean cp_reader_supervisor_is_ready (CpReaderSupervisor *self);

/** cp_reader_supervisor_get_process_id: Returns: (transfer none) (nullable): the helper's. */
const char *cp_reader_supervisor_get_process_id (CpReaderSupervisor *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpReaderSupervisor, cp_reader_supervisor_free)

G_END_DECLS
