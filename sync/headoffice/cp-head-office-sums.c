/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checksums of all rows, kept beside them. Nothing is added up when rows are written: the sums follow
 * the feed, a slice at a time, when they are asked for. */
#include "cp-head-office-private.h"

#include "cp-error.h"
#include "cp-store-scope.h"
#include "cp-thin.h"

/* About 30 ms of work. */
#define SLICE_ROWS 1500

#define N_RANGES (1u << CP_RANGE_MOST_BITS)
#define RANGES_AT_ONCE 8

/* Each row once, as its last entry has it. */
typedef struct {
  GHashTable *rows; /* of Row, by itself */
  const CpStoreScope *nobody;
  guint n_entries;
  gint64 gseq;
} Slice;

typedef struct {
  char *kind;
  char *id;
  guint64 sum;
  guint64 thin;
} Row;

static guint
hash_row (gconstpointer row)
{
  return g_str_hash (((const Row *) row)->id);
}

static gboolean
equal_rows (gconstpointer a, gconstpointer b)
{
  const Row *one = a, *other = b;

  return g_str_equal (one->id, other->id) && g_str_equal (one->kind, other->kind);
}

static void
free_row (gpointer data)
{
  Row *row = data;

  g_free (row->kind);
  g_free (row->id);
  g_free (row);
}

static gboolean
take_image (gpointer data, const char *kind, const char *id, gint64 ver, const char *image)
{
  Slice *slice = data;
  Row *row;

  slice->n_entries++;
  if (!cp_store_scope_is_told (kind))
    return TRUE;
  row = g_new (Row, 1);
  *row = (Row){ g_strdup (kind), g_strdup (id), cp_row_sum (kind, id, ver, image),
                cp_store_scope_sum (slice->nobody, kind, id, ver, image) };
  g_hash_table_replace (slice->rows, row, row);
  return TRUE;
}

static void
take_row (gpointer data,
          gint64 gseq,
          const char *kind,
          const char *id,
          const char *account_id,
          gint64 ver,
          const char *image)
{
  take_image (data, kind, id, ver, image);
}

static void
take_ack (gpointer data,
          gint64 gseq,
          const char *chain,
          gint64 seq,
          const char *operation_id,
          const char *outcome)
{
}

static gboolean
take_end (gpointer data, gint64 gseq)
{
  Slice *slice = data;

  slice->gseq = gseq;
  return ++slice->n_entries < SLICE_ROWS;
}

static GArray *
list_row_sums (const Slice *slice)
{
  GArray *sums = g_array_new (FALSE, FALSE, sizeof (CpRowSum));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, slice->rows);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    const Row *row = key;
    CpRowSum one = { row->kind, row->id, cp_range_of (CP_RANGE_MOST_BITS, row->kind, row->id),
                     row->sum, row->thin };

    g_array_append_val (sums, one);
  }
  return sums;
}

static void
apply (CpSummedUp *summed, const GArray *rows, gboolean is_added)
{
  for (guint i = 0; i < rows->len; i++) {
    const CpRowSum *row = &g_array_index (rows, CpRowSum, i);

    g_array_index (summed->sums->sums, guint64, row->range) += is_added ? row->sum : -row->sum;
    g_array_index (summed->thin->sums, guint64, row->range) += is_added ? row->thin : -row->thin;
  }
}

static gboolean
add_slice (CpHeadOffice *self, const Slice *slice, CpSummedUp *summed, GError **error)
{
  g_autoptr (GArray) rows = list_row_sums (slice);

  apply (summed, rows, TRUE);
  if (!self->storage->class_->swap_row_sums (self->storage, rows, error))
    return FALSE;
  apply (summed, rows, FALSE);
  return TRUE;
}

void
cp_summed_up_clear (CpSummedUp *self)
{
  g_clear_pointer (&self->sums, cp_range_sums_free);
  g_clear_pointer (&self->thin, cp_range_sums_free);
}

static CpRangeSums *
read_text (const char *text, GError **error)
{
  CpRangeSums *sums = *text == '\0' ? cp_range_sums_new (CP_RANGE_MOST_BITS)
                                    : cp_range_sums_from_text (CP_RANGE_MOST_BITS, text);

  if (sums == NULL)
    g_set_error_literal (error, CP_ERROR, CP_ERROR_CORRUPT, "The checksums can't be read");
  return sums;
}

/* What a newer version of the program leaves of rows is another sum; so are rows from before there
 * were any. They are added range by range, as they are now: what has come since is in the feed. */
static gboolean
read_kept (CpHeadOffice *self, CpKeptSums *kept, CpSummedUp *summed, GError **error)
{
  g_autofree char *rules = cp_thin_dup_rules ();

  if (!self->storage->class_->get_sums (self->storage, kept, error))
    return FALSE;
  if (!g_str_equal (kept->thin_rules, rules)) {
    kept->thin_ranges = kept->gseq == 0 ? N_RANGES : 0;
    g_free (kept->thin_rules);
    kept->thin_rules = g_steal_pointer (&rules);
  }
  summed->sums = read_text (kept->sums, error);
  if (summed->sums != NULL)
    summed->thin = read_text (kept->thin_sums, error);
  return summed->thin != NULL;
}

static gboolean
take_ranges (CpHeadOffice *self, CpKeptSums *kept, Slice *slice, GError **error)
{
  while (kept->thin_ranges < N_RANGES && slice->n_entries < SLICE_ROWS) {
    if (!self->storage->class_->list_range (self->storage, kept->thin_ranges,
                                            kept->thin_ranges + RANGES_AT_ONCE - 1, take_image,
                                            slice, error))
      return FALSE;
    kept->thin_ranges += RANGES_AT_ONCE;
  }
  return TRUE;
}

static gboolean
put_kept (CpHeadOffice *self, CpKeptSums *kept, const CpSummedUp *summed, GError **error)
{
  g_free (kept->sums);
  g_free (kept->thin_sums);
  kept->sums = cp_range_sums_to_text (summed->sums);
  kept->thin_sums = cp_range_sums_to_text (summed->thin);
  return self->storage->class_->put_sums (self->storage, kept, error);
}

/* Within a transaction */
static gboolean
follow (CpHeadOffice *self, const CpStoreScope *nobody, CpSummedUp *ret_summed, GError **error)
{
  g_autoptr (GHashTable) rows = g_hash_table_new_full (hash_row, equal_rows, NULL, free_row);
  g_auto (CpKeptSums) kept = { 0 };
  Slice slice = { rows, nobody, 0, 0 };
  const CpFeedReader reader = { take_row, take_ack, take_end, &slice };
  gboolean is_behind;

  if (!read_kept (self, &kept, ret_summed, error))
    return FALSE;
  is_behind = kept.thin_ranges < N_RANGES;
  slice.gseq = kept.gseq;
  if (is_behind ? !take_ranges (self, &kept, &slice, error)
                : !self->storage->class_->read_feed (self->storage, kept.gseq, "", "", NULL,
                                                     &reader, error))
    return FALSE;
  ret_summed->gseq = is_behind ? -1 : slice.gseq;
  if (!is_behind && slice.gseq == kept.gseq)
    return TRUE;
  kept.gseq = slice.gseq;
  return add_slice (self, &slice, ret_summed, error) && put_kept (self, &kept, ret_summed, error);
}

/* Devices are told nothing by it, so it is no commit like others. */
gboolean
cp_head_office_add_up (CpHeadOffice *self, CpSummedUp *ret_summed, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;
  g_autoptr (CpStoreScope) nobody = cp_store_scope_new (self->storage, NULL, NULL, error);
  g_auto (CpSummedUp) summed = { 0 };

  if (nobody == NULL || !cp_head_office_begin (self, error))
    return FALSE;
  if (!follow (self, nobody, &summed, error)) {
    cp_head_office_rollback (self);
    return FALSE;
  }
  if (!storage->commit (self->storage, error) || !storage->do_upkeep (self->storage, error))
    return FALSE;
  *ret_summed = summed;
  summed = (CpSummedUp){ 0 };
  return TRUE;
}

gboolean
cp_head_office_is_added_up (CpHeadOffice *self, gboolean *ret_is, GError **error)
{
  gint64 last_gseq = 0;
  g_auto (CpSummedUp) summed = { 0 };

  if (!cp_head_office_add_up (self, &summed, error) ||
      !self->storage->class_->get_last_gseq (self->storage, &last_gseq, error))
    return FALSE;
  *ret_is = summed.gseq >= last_gseq;
  return TRUE;
}
