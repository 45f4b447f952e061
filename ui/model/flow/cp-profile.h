/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-flow.h"

G_BEGIN_DECLS

/* The fields of a member's profile as the screen asks for and shows them, each by the line of the
 * programme's form that declares it. What a field takes the ledger decides, and says in words. */

/** cp_profile_find_field: (transfer none) (nullable): the form's line on @key */
const CpJson *cp_profile_find_field (CpKiosk *kiosk, const char *key);

/** cp_profile_is_known: whether every profile has it, so that it is none of the chain's own */
gboolean cp_profile_is_known (const char *key);

/** cp_profile_get_label: (transfer none): what the field is called in the language of now; @field: (nullable):
 *  where the form does not have it, one that every profile has goes by our own name */
const char *cp_profile_get_label (const CpJson *field, const char *key);

/** cp_profile_get_input: how it is typed or picked; @field: (nullable) */
CpInput cp_profile_get_input (const CpJson *field, const char *key);

/** cp_profile_get_value: (transfer none) (nullable): what is stored in it, of the view's @member */
const char *cp_profile_get_value (const CpJson *member, const char *key);

/** cp_profile_is_hidden: whether it is not for the eyes of whoever is signed in */
gboolean cp_profile_is_hidden (const CpJson *member, const char *key);

/** cp_profile_list_options: (transfer full) (nullable) (element-type CpChoice): of what is picked */
GPtrArray *cp_profile_list_options (CpFlow *flow, const CpJson *field, const char *key);

/** cp_profile_goes_below_zero: whether it takes numbers with a minus; @field: (nullable) */
gboolean cp_profile_goes_below_zero (const CpJson *field);

/** cp_profile_dup_hint: (transfer full) (nullable): what stands in its empty entry: the least and the most */
char *cp_profile_dup_hint (const CpJson *field);

/** cp_profile_show: (transfer full) (nullable): what the view's @member has in it, as people read it */
char *cp_profile_show (CpKiosk *kiosk, const CpJson *member, const char *key);

/** cp_profile_show_text: (transfer full) (nullable): the same of a text that the ledger says stands in it */
char *cp_profile_show_text (CpKiosk *kiosk, const char *key, const char *text);

G_END_DECLS
