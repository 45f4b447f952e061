/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * cp_line_client_ask:
 * @socket_path: of an emulator's control socket
 * @line: the command, without its newline
 *
 * Says one line to an emulator and waits for the line it answers with.
 *
 * Returns: (transfer full): what follows `ok `, or %NULL with what follows `error `
 */
char *cp_line_client_ask (const char *socket_path,
                          const char *line,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
