/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

/* A TLS server that does as it is told: each request is read, then a function writes whatever it
 * likes, and the connection is closed. */

typedef struct _BadServer BadServer;

/**
 * BadServerFunc:
 * @path: what was asked for
 * @out: where the answer goes; writing blocks, and fails when the server is freed
 *
 * Called in a thread of its own.
 */
typedef void (*BadServerFunc) (BadServer *self,
                               const char *path,
                               GOutputStream *out,
                               gpointer data);

/** bad_server_new: @certificate: of the practice certificates; %NULL: no TLS */
BadServer *bad_server_new (const char *certificate, BadServerFunc func, gpointer data);
void bad_server_free (BadServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BadServer, bad_server_free)

const char *bad_server_get_url (const BadServer *self);

/** bad_server_say: writes @text; %FALSE when nobody listens any more */
gboolean bad_server_say (BadServer *self, GOutputStream *out, const char *text, gssize size);

/** bad_server_wait: lets @ms go by; %FALSE when the server is being freed */
gboolean bad_server_wait (BadServer *self, gint64 ms);
