/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-replica-private.h"

G_BEGIN_DECLS

/**
 * CpSearchTerm:
 * @type: of the row keys: a CpKeyType or one of CP_ROW_KEY_…
 * @prefixes: (element-type utf8): any of which will do
 * @whole: they are whole values and not beginnings
 *
 * One condition that a row must meet.
 */
typedef struct {
  int type;
  GPtrArray *prefixes;
  gboolean whole;
} CpSearchTerm;

CpSearchTerm *cp_search_term_new (int type, gboolean whole);
void cp_search_term_free (CpSearchTerm *self);

/** cp_search_term_list: adds the numbers of up to @limit rows that meet @self to @numbers. */
gboolean cp_search_term_list (
    const CpSearchTerm *self, CpReplica *replica, guint limit, GArray *numbers, GError **error);

/** cp_search_term_count: how many rows do, at most @limit */
gboolean cp_search_term_count (
    const CpSearchTerm *self, CpReplica *replica, guint limit, gint64 *ret_count, GError **error);

/** cp_search_terms_hold: whether the row @number meets all of @terms (element-type CpSearchTerm), 32
 *  at most, which must be names and phones backwards */
gboolean cp_search_terms_hold (
    const GPtrArray *terms, CpReplica *replica, gint64 number, gboolean *ret_hold, GError **error);

/**
 * cp_search_term_vary:
 *
 * Returns: (transfer full): a term of those words that are in the replica and one edit away from the
 *   first of @self's; without any it holds for nothing
 */
CpSearchTerm *cp_search_term_vary (const CpSearchTerm *self, CpReplica *replica, GError **error);

G_END_DECLS
