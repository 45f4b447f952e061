/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "cp-admin.h"

G_BEGIN_DECLS

/**
 * CpAdminSocket:
 *
 * Where a head office that is serving takes the commands of cp-admin.h, since it alone has the
 * storage: a socket beside the database's file that only its owner may use.
 */
typedef struct _CpAdminSocket CpAdminSocket;

/** cp_admin_socket_new: listens at @path, in place of what a killed process left there. */
CpAdminSocket *cp_admin_socket_new (CpHeadOffice *office,
                                    const char *path,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cp_admin_socket_free (CpAdminSocket *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpAdminSocket, cp_admin_socket_free)

/**
 * cp_admin_socket_call:
 * @argv: as for cp_admin_run(), to which it is handed over there
 * @so_far: (nullable): as in CpAdmin
 * @ret_status: the exit status
 *
 * Blocks. Returns: %FALSE with an error if nobody answers at @path
 */
gboolean cp_admin_socket_call (const char *path,
                               const char *const *argv,
                               const char *so_far,
                               GString *out,
                               GString *problems,
                               int *ret_status,
                               GError **error);

G_END_DECLS
