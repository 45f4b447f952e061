/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checksums of all rows, kept beside them. Nothing is added up when rows are written: the sums follow
 * the feed, a slice at a time, when they are asked for. */
#include "cp-head-office-private.h"

#include "cp-error.h"
#include "cp-store-scope.h"

/* About 30 ms of work. */
#define SLICE_ROWS 4000

/* Each row once, as its last entry has it. */
typedef struct {
  GHashTable *rows; /* of Row, by itself */
  guint n_entries;
  gint64 gseq;
} Slice;

typedef struct {
  char *kind;
  char *id;
  guint64 sum;
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

static void
take_row (gpointer data,
          gint64 gseq,
          const char *kind,
          const char *id,
          const char *account_id,
          gint64 ver,
          const char *image)
{
  Slice *slice = data;
  Row *row;

  slice->n_entries++;
  if (!cp_store_scope_is_told (kind))
    return;
  row = g_new (Row, 1);
  *row = (Row){ g_strdup (kind), g_strdup (id), cp_row_sum (kind, id, ver, image) };
  g_hash_table_replace (slice->rows, row, row);
}

static void
take_ack (gpointer data, gint64 gseq, gint64 seq, const char *operation_id, const char *outcome)
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
                     row->sum };

    g_array_append_val (sums, one);
  }
  return sums;
}

static void
apply (CpRangeSums *sums, const GArray *rows, gboolean is_added)
{
  for (guint i = 0; i < rows->len; i++) {
    const CpRowSum *row = &g_array_index (rows, CpRowSum, i);

    g_array_index (sums->sums, guint64, row->range) += is_added ? row->sum : -row->sum;
  }
}

static gboolean
add_slice (CpHeadOffice *self, const Slice *slice, CpRangeSums *sums, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;
  g_autoptr (GArray) rows = list_row_sums (slice);
  g_autofree char *text = NULL;

  apply (sums, rows, TRUE);
  if (!storage->swap_row_sums (self->storage, rows, error))
    return FALSE;
  apply (sums, rows, FALSE);
  text = cp_range_sums_to_text (sums);
  return storage->put_sums (self->storage, slice->gseq, text, error);
}

static CpRangeSums *
read_sums (CpHeadOffice *self, gint64 *ret_gseq, GError **error)
{
  g_autofree char *text = NULL;
  CpRangeSums *sums;

  if (!self->storage->class_->get_sums (self->storage, ret_gseq, &text, error))
    return NULL;
  if (*text == '\0')
    return cp_range_sums_new (CP_RANGE_MOST_BITS);
  sums = cp_range_sums_from_text (CP_RANGE_MOST_BITS, text);
  if (sums == NULL)
    g_set_error_literal (error, CP_ERROR, CP_ERROR_CORRUPT, "The checksums can't be read");
  return sums;
}

/* Within a transaction */
static CpRangeSums *
follow (CpHeadOffice *self, gint64 *ret_gseq, GError **error)
{
  g_autoptr (GHashTable) rows = g_hash_table_new_full (hash_row, equal_rows, NULL, free_row);
  Slice slice = { rows, 0, 0 };
  const CpFeedReader reader = { take_row, take_ack, take_end, &slice };
  g_autoptr (CpRangeSums) sums = read_sums (self, ret_gseq, error);

  if (sums == NULL)
    return NULL;
  slice.gseq = *ret_gseq;
  if (!self->storage->class_->read_feed (self->storage, *ret_gseq, "", "", &reader, error))
    return NULL;
  if (slice.gseq == *ret_gseq)
    return g_steal_pointer (&sums);
  *ret_gseq = slice.gseq;
  return add_slice (self, &slice, sums, error) ? g_steal_pointer (&sums) : NULL;
}

/* Devices are told nothing by it, so it is no commit like others. */
CpRangeSums *
cp_head_office_add_up (CpHeadOffice *self, gint64 *ret_gseq, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;
  g_autoptr (CpRangeSums) sums = NULL;

  if (!cp_head_office_begin (self, error))
    return NULL;
  sums = follow (self, ret_gseq, error);
  if (sums == NULL) {
    cp_head_office_rollback (self);
    return NULL;
  }
  return storage->commit (self->storage, error) && storage->do_upkeep (self->storage, error)
             ? g_steal_pointer (&sums)
             : NULL;
}

gboolean
cp_head_office_is_added_up (CpHeadOffice *self, gboolean *ret_is, GError **error)
{
  gint64 gseq = 0, last_gseq = 0;
  g_autoptr (CpRangeSums) sums = cp_head_office_add_up (self, &gseq, error);

  if (sums == NULL || !self->storage->class_->get_last_gseq (self->storage, &last_gseq, error))
    return FALSE;
  *ret_is = gseq >= last_gseq;
  return TRUE;
}
