/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

G_BEGIN_DECLS

/* The languages that members may speak. */

/** cp_language_get_name: (transfer none): what the speakers of @code (ISO 639-1, nullable) call it, or
 *  @code where we don't know */
const char *cp_language_get_name (const char *code);

/** cp_language_get_translated: (transfer none): into what the screen is translated, ending in %NULL:
 *  English, and the languages of po/LINGUAS */
const char *const *cp_language_get_translated (void);

/** cp_language_is_translated: @code: (nullable): */
gboolean cp_language_is_translated (const char *code);

/** cp_language_runs_right_to_left: @code: (nullable): */
gboolean cp_language_runs_right_to_left (const char *code);

/**
 * cp_language_init:
 *
 * Begins a program whose texts are translated: into the system's language (LANG, LC_ALL, LANGUAGE), from the
 * catalogues in $COUNTERPART_LOCALE_DIR, or where they were installed. To be called first, before there are
 * threads.
 *
 * Returns: (transfer full): what LANGUAGE is, for cp_language_use()
 */
char *cp_language_init (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cp_language_use:
 * @code: (nullable): %NULL: the language in which the process was started, @first
 * @first: (nullable): what LANGUAGE was then
 *
 * From now on texts are looked up in that language, in the whole process. Changes the environment:
 * cp_language_init() must have been called before other threads began.
 */
void cp_language_use (const char *code, const char *first);

/** cp_language_get_now: (transfer none): into which of the translated languages texts are looked up now */
const char *cp_language_get_now (void);

/** cp_language_choose: (transfer none) (nullable): of @texts (nullable), {"de": …} by language (ISO 639-1),
 *  the one in the language of now; %NULL where there is none in it */
const char *cp_language_choose (const CpJson *texts);

/** cp_language_get_code: (transfer none) (nullable): that of the one at @index, from 0 */
const char *cp_language_get_code (guint index);

G_END_DECLS
