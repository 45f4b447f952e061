/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-programme.h"

G_BEGIN_DECLS

/** cp_profile_field_exists: whether a member's profile has a field of that name. */
gboolean cp_profile_field_exists (const char *field);

/** cp_profile_field_get: (transfer none) (nullable): what stands in @field of @member */
const char *cp_profile_field_get (const CpMember *member, const char *field);

/** cp_profile_field_set: @text (nullable) is copied. */
void cp_profile_field_set (CpMember *member, const char *field, const char *text);

/**
 * cp_profile_field_normalise:
 * @text: as a person typed it, not empty
 * @now_ms: nobody is born later
 *
 * Returns: (transfer full) (nullable): @text as it is stored: phones in E.164, e-mail in lower case,
 *   dates as YYYY-MM-DD, the rest cleaned; %NULL if it can't be one.
 */
char *cp_profile_field_normalise (const CpProgramme *programme,
                                  const char *field,
                                  const char *text,
                                  gint64 now_ms);

G_END_DECLS
