/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "cp-head-office.h"

G_BEGIN_DECLS

/**
 * CpStatusServer:
 *
 * Head office for its own people, in a browser, on an address of its own: `/` is the page, POST
 * `/review` accepts or refuses what a person had to look at, `/metrics` is for Prometheus. Everything
 * needs the operator's password (Basic, any name); forms carry a token, so that no other page can
 * send them; nothing is loaded from elsewhere. Works in the thread-default main context of who made
 * it.
 */
typedef struct _CpStatusServer CpStatusServer;

/**
 * cp_status_server_new:
 * @office: (transfer none): lives longer
 * @listen: `ADDRESS:PORT` on the loopback; others come through a proxy that speaks TLS
 * @password_file: its first line; 12 characters at least
 */
CpStatusServer *cp_status_server_new (CpHeadOffice *office,
                                      const char *listen,
                                      const char *password_file,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cp_status_server_free (CpStatusServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpStatusServer, cp_status_server_free)

/** cp_status_server_dup_url: (transfer full): with the real port in it */
char *cp_status_server_dup_url (CpStatusServer *self);

G_END_DECLS
