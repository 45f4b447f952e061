/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office.h"

G_BEGIN_DECLS

/**
 * cp_status_page_new:
 * @token: what a form has to bring back
 * @notice: (nullable): what came of the last thing that was asked for
 *
 * Head office at a glance, as HTML: what needs somebody, devices, and the operations that a person
 * has to look at. All that came from outside is escaped.
 *
 * Returns: (transfer full): or %NULL if the storage fails
 */
char *cp_status_page_new (CpHeadOffice *office,
                          const char *token,
                          const char *notice,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
