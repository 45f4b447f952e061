/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CP_NDEF_MAX_URL 200

/**
 * cp_ndef_find_message:
 * @memory: of a Type 2 tag, from page 4 on
 * @ret_n: (out): the message's length
 *
 * Walks the TLV blocks (NFC Forum Type 2, section 2.3) to the NDEF message.
 *
 * Returns: (transfer none) (nullable): within @memory; %NULL if there is none or a length lies
 */
const guint8 *cp_ndef_find_message (const guint8 *memory, gsize n, gsize *ret_n);

/**
 * cp_ndef_parse_url:
 * @message: an NDEF message whose first record is a URI
 *
 * Returns: (transfer full) (nullable): an https URL of at most %CP_NDEF_MAX_URL printable ASCII
 *   characters; %NULL for anything else
 */
char *cp_ndef_parse_url (const guint8 *message, gsize n);

/**
 * cp_ndef_build_url:
 * @url: beginning `https://`, at most %CP_NDEF_MAX_URL characters
 *
 * Returns: (transfer full): a message of one short URI record; %CP_NDEF_URL_AT bytes come before the
 *   first character after `https://`
 */
GByteArray *cp_ndef_build_url (const char *url);

#define CP_NDEF_URL_AT 5
#define CP_NDEF_URL_PREFIX "https://"

G_END_DECLS
