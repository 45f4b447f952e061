/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-programme.h"

G_BEGIN_DECLS

/* The fields of a member's profile: eight that every profile has, and those of the chain's own that the
 * programme's form declares. All are texts, as cp_form_field_read() stores them. */

/** cp_profile_field_exists: whether every member's profile has a field of that name, whatever the form */
gboolean cp_profile_field_exists (const char *field);

/** cp_profile_field_may_be_own: whether a chain may give a field of its own that name: one that is none
 *  of a member's row, and none that a condition reads as `member.…` */
gboolean cp_profile_field_may_be_own (const char *field);

/** cp_profile_field_get_type: what the field takes where the form does not say */
CpFormType cp_profile_field_get_type (const char *field);

/** cp_profile_field_read_type: what the field takes by the form's line on it, of which @word (nullable) is
 *  the `type` (#cp_form_type_words): no form says otherwise of those that every profile has; a text where
 *  nothing is said, or nothing that is known */
CpFormType cp_profile_field_read_type (const char *field, const char *word);

/** cp_profile_field_get_latest: (transfer none) (nullable): see #CpFormField: nobody is born later than
 *  today */
const char *cp_profile_field_get_latest (const char *field);

/** cp_profile_field_get: (transfer none) (nullable): what stands in @field of @member */
const char *cp_profile_field_get (const CpMember *member, const char *field);

/** cp_profile_field_set: @text (nullable) is copied. */
void cp_profile_field_set (CpMember *member, const char *field, const char *text);

/** cp_profile_field_clear_own: nothing is left of what stood in the chain's own fields, whatever the
 *  form says by now */
void cp_profile_field_clear_own (CpMember *member);

/** cp_profile_field_clear: nothing is left of the whole profile */
void cp_profile_field_clear (CpMember *member);

/**
 * cp_profile_field_read:
 * @programme: (nullable): none has been published
 * @text: as a person typed it, not empty
 * @now_ms: what the store's clock shows, see cp_calendar_get_wall_ms()
 *
 * Returns: (transfer full): @text as it is stored, or %NULL with %CP_ERROR_INVALID, whose message is a
 *   sentence for staff: it is nothing that the field takes, or there is no such field
 */
char *cp_profile_field_read (const CpProgramme *programme,
                             const char *field,
                             const char *text,
                             gint64 now_ms,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_profile_field_put:
 *
 * Puts @text into @field of @member as it is stored, where a profile is filled: by an enrolment or an import.
 * Once a programme has been published nothing goes in that its form leaves out, one of the eight or not.
 *
 * Returns: %FALSE as cp_profile_field_read(); then @member is as it was
 */
gboolean cp_profile_field_put (const CpProgramme *programme,
                               CpMember *member,
                               const char *field,
                               const char *text,
                               gint64 now_ms,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_profile_field_is_wanting: whether the form requires @form_field and @member has nothing in it */
gboolean cp_profile_field_is_wanting (const CpFormField *form_field, const CpMember *member);

G_END_DECLS
