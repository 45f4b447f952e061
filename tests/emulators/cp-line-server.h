/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** CpLineServerFunc: Returns: (transfer full): the answer to @line, without its newline */
typedef char *(*CpLineServerFunc) (const char *line, gpointer data);

/**
 * cp_line_server_new:
 * @socket_path: where to listen, a Unix stream socket; what was there is removed
 *
 * How emulators are commanded: each line that comes in is answered by one line. Any number of clients
 * may be connected; @data must outlive the service. cp_line_client_ask() is the other end.
 *
 * Returns: (transfer full) (nullable): a running service
 */
GSocketService *cp_line_server_new (const char *socket_path,
                                    CpLineServerFunc answer,
                                    gpointer data,
                                    GError **error);

G_END_DECLS
