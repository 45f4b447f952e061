/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-programme.h"

G_BEGIN_DECLS

/**
 * cp_programme_check:
 *
 * Whether what was read hangs together: ids unique, references there, numbers in their ranges. Used
 * by cp_programme_from_json() alone.
 */
gboolean cp_programme_check (const CpProgramme *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
