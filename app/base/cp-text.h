/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cp_text_clean:
 *
 * What a person typed, as it is stored: NFC, white space at the ends removed and runs of it made
 * one space.
 *
 * Returns: (transfer full) (nullable): %NULL if @text is %NULL, is no UTF-8, has control
 *   characters, or is empty once cleaned.
 */
char *cp_text_clean (const char *text);

/** cp_text_has_control: whether @text (nullable) has a control character in it, which no id and no word
 *  has */
gboolean cp_text_has_control (const char *text);

/**
 * cp_text_fold:
 *
 * What names are compared by: NFKD without marks, case-folded, ß→ss, ø→o, æ→ae, ł→l, đ→d, þ→th.
 *
 * Returns: (transfer full):
 */
char *cp_text_fold (const char *text);

/**
 * cp_text_to_tokens:
 *
 * The folded words of @text, split at whatever is neither letter nor digit; each word with ä, ö or
 * ü comes in its second spelling too (ae, oe, ue).
 *
 * Returns: (transfer full): %NULL-terminated, without repeats
 */
GStrv cp_text_to_tokens (const char *text);

/**
 * cp_text_to_phone:
 * @country_code: the digits put in place of a leading 0, such as `44`; empty where no programme has
 *   said which country it is
 *
 * Returns: (transfer full) (nullable): @text in E.164 (`+4420…`, 8 to 15 digits), or %NULL if it
 *   can't be one. Without a country a national number stays national: `020…`.
 */
char *cp_text_to_phone (const char *text, const char *country_code);

/**
 * cp_text_to_email:
 *
 * Returns: (transfer full) (nullable): @text lower-cased, or %NULL if it is no address: one @, a
 *   name before it, a host with a dot after it, no white space, 254 bytes at most (RFC 5321).
 */
char *cp_text_to_email (const char *text);

/**
 * cp_text_keep_together:
 * @text: (transfer full): a day, a time or an amount
 *
 * No line breaks inside it, but for one after a comma: its spaces are no-break ones (U+00A0).
 *
 * Returns: (transfer full):
 */
char *cp_text_keep_together (char *text);

/** cp_text_add_to_list: @element after what stands in @list, with a comma between as the language has it */
void cp_text_add_to_list (GString *list, const char *element);

G_END_DECLS
