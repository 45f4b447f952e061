/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Checksums by which a device and head office find out whether they have the same rows, and if not,
 * in which of 2^bits ranges they differ. The order of rows does not matter. */

/** CP_RANGE_LEAST_BITS, CP_RANGE_MOST_BITS: 64 ranges, and 4,096 for large chains. */
#define CP_RANGE_LEAST_BITS 6
#define CP_RANGE_MOST_BITS 12

/** cp_range_of: in which range a row lies: the first @bits of BLAKE2b-128 over kind + `\n` + id */
guint cp_range_of (guint bits, const char *kind, const char *id);

/** CpRangeSums: @sums: of guint64, one a range */
typedef struct {
  guint bits;
  GArray *sums;
} CpRangeSums;

CpRangeSums *cp_range_sums_new (guint bits);
void cp_range_sums_free (CpRangeSums *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpRangeSums, cp_range_sums_free)

/** cp_row_sum: of one row: the first eight bytes (big-endian) of BLAKE2b-128 over kind + `\n` + id +
 *  `\n` + ver + `\n` + @data, which is the row's canonical JSON: so a byte that has flipped on disk
 *  shows too */
guint64 cp_row_sum (const char *kind, const char *id, gint64 ver, const char *data);

/** cp_range_sums_add: adds the row's sum to that of its range, modulo 2^64. */
void cp_range_sums_add (
    CpRangeSums *self, const char *kind, const char *id, gint64 ver, const char *data);

/** cp_range_sums_dup_hex: (transfer full): of one range, 16 digits */
char *cp_range_sums_dup_hex (const CpRangeSums *self, guint range);

/** cp_range_sums_fold: (transfer full): the same with fewer ranges, each of which holds several of
 *  @self's */
CpRangeSums *cp_range_sums_fold (const CpRangeSums *self, guint bits);

/** cp_range_sums_to_text: (transfer full): all of them, 16 digits each */
char *cp_range_sums_to_text (const CpRangeSums *self);

/** cp_range_sums_from_text: (transfer full) (nullable): %NULL for what is not @bits of them */
CpRangeSums *cp_range_sums_from_text (guint bits, const char *text);

G_END_DECLS
