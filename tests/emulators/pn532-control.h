/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pn532-emulator.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * pn532_control_new:
 * @socket_path: where to listen, a Unix stream socket; what was there is removed.
 * @emulator: (transfer none): must outlive the service.
 * @loop: (transfer none): ended by the command `quit`.
 *
 * Each line that comes in is a command of pn532_emulator_command() or `quit`, and is answered by
 * one line. Any number of clients may be connected.
 *
 * Returns: (transfer full) (nullable): a running service.
 */
GSocketService *pn532_control_new (const char *socket_path,
                                   Pn532Emulator *emulator,
                                   GMainLoop *loop,
                                   GError **error);

G_END_DECLS
