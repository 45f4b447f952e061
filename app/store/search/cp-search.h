/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-replica.h"

G_BEGIN_DECLS

/** CpMatchField: by what a member was found. */
typedef enum {
  CP_MATCH_NAME,
  CP_MATCH_PHONE,
  CP_MATCH_EMAIL,
  CP_MATCH_CARD,
  CP_MATCH_EXTERNAL_ID,
} CpMatchField;

/** cp_match_field_to_word: `name`, `phone`, `email`, `card` or `external_id` */
const char *cp_match_field_to_word (CpMatchField field);

typedef struct {
  char *member_id;
  char *account_id;
  CpMatchField field;
} CpMatch;

void cp_match_free (CpMatch *self);

/**
 * CpSearch:
 * @query: as somebody typed it
 * @country_code: see cp_text_to_phone()
 * @home_store_id: (nullable): whose members come first among equals
 * @limit: how many are wanted
 */
typedef struct {
  const char *query;
  const char *country_code;
  const char *home_store_id;
  guint limit;
} CpSearch;

/**
 * cp_search_members:
 * @ret_more: whether there are more than @limit
 *
 * Finds members: digits are a phone (whole, national, or its last four and more), a card number
 * (likewise) or an external id; an @ makes it the beginning of an address; else the words are
 * beginnings of names in any order, and digits among them the end of the phone. While fewer than
 * @limit are found, one wrong, missing, extra or swapped letter in one word is forgiven.
 * The work is bounded: past a few thousand candidates for the rarest word the rest is not looked at.
 *
 * Returns: (transfer full) (element-type CpMatch): the best first
 */
GPtrArray *cp_search_members (CpReplica *replica,
                              const CpSearch *search,
                              gboolean *ret_more,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_search_matches_name: whether every word of @query begins a word of @name; for the few members
 *  that no replica holds yet. */
gboolean cp_search_matches_name (const char *query, const char *name);

G_END_DECLS
