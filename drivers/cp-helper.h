/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-wire.h"

G_BEGIN_DECLS

/**
 * CpHelper:
 *
 * The parent's end of one helper: a child process of ours, or a connection to the socket behind
 * which systemd starts one. It knows the wire, not when to start or kill.
 */
typedef struct CpHelper CpHelper;

/**
 * CpHelperFuncs:
 * @message: a message came.
 * @nonsense: a packet came that is no message.
 * @ended: the helper is gone; the last call. @crashed: it died of a signal that nobody sent, or behind
 *   a socket cut the connection.
 *   @fault is why, as far as its exit status says.
 *
 * Called from the main context in which the helper was made; never from within cp_helper_new() or
 * cp_helper_kill(). The helper may be freed in any of them.
 */
typedef struct {
  void (*message) (const CpWireMessage *message, gpointer user_data);
  void (*nonsense) (gpointer user_data);
  void (*ended) (gboolean crashed, CpReaderFault fault, gpointer user_data);
} CpHelperFuncs;

/**
 * cp_helper_new:
 * @program: (nullable): the helper to start, or
 * @socket_path: (nullable): the socket to connect to.
 *
 * Returns: (transfer full): also when it can't be started: that is told by @ended.
 */
CpHelper *cp_helper_new (const char *program,
                         const char *socket_path,
                         const CpHelperFuncs *funcs,
                         gpointer user_data);

/** cp_helper_free: lets go. The helper sees its socket close and exits; no call comes any more. */
void cp_helper_free (CpHelper *self);

/** cp_helper_send: Returns: whether the helper takes it. */
gboolean cp_helper_send (CpHelper *self, CpWireMessage *message);

/** cp_helper_receive: hands out what has arrived and was not looked at yet. */
void cp_helper_receive (CpHelper *self);

/** cp_helper_kill: kills the process, or cuts the connection; @ended follows. */
void cp_helper_kill (CpHelper *self);

/** cp_helper_get_process_id: Returns: (transfer none) (nullable): of a child that still runs. */
const char *cp_helper_get_process_id (CpHelper *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpHelper, cp_helper_free)

G_END_DECLS
