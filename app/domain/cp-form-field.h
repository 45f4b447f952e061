/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-programme.h"

G_BEGIN_DECLS

/* What a field of the programme's form takes. The rules of the eight fields that every profile has and of
 * those that the chain has declared are the same ones, by the field's type. Docs: domain.md, "The form". */

/**
 * cp_form_field_check:
 *
 * Whether a programme may have such a field: a type that is known, bounds that something lies between,
 * options to choose from, a name of its own.
 *
 * Returns: %FALSE with %CP_ERROR_INVALID, whose message says what is wrong but not of which field
 */
gboolean cp_form_field_check (const CpFormField *self, GError **error);

/** cp_form_field_get_label: (transfer none): what it is called in the language of now (cp_language_use()) */
const char *cp_form_field_get_label (const CpFormField *self);

/**
 * cp_form_field_read:
 * @text: as a person typed it, not empty
 * @country_code: see cp_text_to_phone()
 * @today: `2026-03-10`, where it is typed
 *
 * Returns: (transfer full): @text as it is stored: texts cleaned, whole numbers without what stands before
 *   them, days as `1987-06-14`, the id of a choice (its label will do, too), `yes` or `no`, phones in E.164,
 *   e-mail in lower case; or %NULL with %CP_ERROR_INVALID, whose message is a sentence for staff
 */
char *cp_form_field_read (const CpFormField *self,
                          const char *text,
                          const char *country_code,
                          const char *today,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_form_field_show: (transfer full) (nullable): what is @stored (nullable) as people read it, in the
 *  language of now: a choice by its label, a flag as yes or no; the rest as it is stored */
char *cp_form_field_show (const CpFormField *self, const char *stored);

/** cp_form_field_say: (transfer full) (nullable): the same for a sentence: a day as cp_wording_date() has it */
char *cp_form_field_say (const CpFormField *self, const char *stored);

G_END_DECLS
