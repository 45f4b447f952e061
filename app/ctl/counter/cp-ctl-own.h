/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ctl.h"

G_BEGIN_DECLS

/**
 * cp_ctl_own_begin:
 * @answers: (nullable) (array zero-terminated=1): `FIELD=TEXT` each: what the member says who is asked
 * @ret_session: (out) (transfer full): the member's own
 * @ret_member_id: (out) (transfer full): whose that is
 *
 * As if a customer's card with that @uid had been tapped with no staff there. Ends the session of the
 * customer before, also of one who stands before the screen.
 */
gboolean cp_ctl_own_begin (CpCtl *ctl,
                           const char *uid,
                           const char *const *answers,
                           char **ret_session,
                           char **ret_member_id,
                           GError **error);

G_END_DECLS
