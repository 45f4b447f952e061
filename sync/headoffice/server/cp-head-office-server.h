/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"
#include "cp-http-listener.h"
#include "cp-snapshot-shelf.h"

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
 * @config: where and for whom
 */
CpHeadOfficeServer *cp_head_office_server_new (CpHeadOffice *office,
                                               const CpHttpListenerConfig *config,
                                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_head_office_server_free: those who wait get no answer. */
void cp_head_office_server_free (CpHeadOfficeServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpHeadOfficeServer, cp_head_office_server_free)

/** cp_head_office_server_set_shelf: gives out snapshots from @shelf (transfer full). */
void cp_head_office_server_set_shelf (CpHeadOfficeServer *self, CpSnapshotShelf *shelf);

/** cp_head_office_server_dup_url: (transfer full): `https://127.0.0.1:8443`, the real port in it */
char *cp_head_office_server_dup_url (CpHeadOfficeServer *self);

/** cp_head_office_server_set_broken_func: @func is called when the disk has failed for good. */
void cp_head_office_server_set_broken_func (CpHeadOfficeServer *self,
                                            void (*func) (gpointer),
                                            gpointer data);

G_END_DECLS
