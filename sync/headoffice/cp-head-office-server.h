/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "cp-head-office.h"

G_BEGIN_DECLS

/**
 * CpHeadOfficeServer:
 *
 * Head office over HTTP: who asks, how much they may say, and who waits for news. What is asked, it
 * hands on. Works in the thread-default main context of the thread that made it.
 */
typedef struct _CpHeadOfficeServer CpHeadOfficeServer;

/**
 * cp_head_office_server_new:
 * @office: (transfer none): lives longer
 * @listen: `HOST:PORT`, the host a numeric address; port 0 is any that is free
 */
CpHeadOfficeServer *cp_head_office_server_new (CpHeadOffice *office,
                                               const char *listen,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_head_office_server_free: those who wait get no answer. */
void cp_head_office_server_free (CpHeadOfficeServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpHeadOfficeServer, cp_head_office_server_free)

/** cp_head_office_server_dup_url: (transfer full): `http://127.0.0.1:8080`, the real port in it */
char *cp_head_office_server_dup_url (CpHeadOfficeServer *self);

/** cp_head_office_server_set_broken_func: @func is called when the disk has failed for good. */
void cp_head_office_server_set_broken_func (CpHeadOfficeServer *self,
                                            void (*func) (gpointer),
                                            gpointer data);

G_END_DECLS
