/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checksums of all rows, and the rows of one range, as of where the asker stands. */
#include "cp-head-office-private.h"
#include "cp-store-scope.h"

static gboolean
add_item (gpointer data, const char *kind, const char *id, gint64 ver, const char *row)
{
  cp_json_append (data, cp_feed_row_item (ver, kind, id, NULL, ver, cp_json_parse (row, -1, NULL)));
  return TRUE;
}

/* What a device is told of the rows. */
typedef struct {
  const CpStoreScope *scope; /* (nullable) */
  CpImageFunc func;
  gpointer data;
} Telling;

static gboolean
tell_image (gpointer data, const char *kind, const char *id, gint64 ver, const char *row)
{
  const Telling *telling = data;
  g_autoptr (CpJson) json = NULL;
  g_autoptr (CpJson) told = NULL;
  g_autofree char *text = NULL;

  if (!cp_store_scope_may_thin (telling->scope, kind))
    return telling->func (telling->data, kind, id, ver, row);
  json = cp_json_parse (row, -1, NULL);
  told = cp_store_scope_tell (telling->scope, kind, json);
  if (told == NULL)
    return TRUE;
  text = cp_json_to_text (told);
  return telling->func (telling->data, kind, id, ver, text);
}

static gboolean
list_range (CpHeadOffice *self, guint bits, guint range, const Telling *telling, GError **error)
{
  guint shift = CP_RANGE_MOST_BITS - bits;
  guint first = range << shift;

  return self->storage->class_->list_range (self->storage, first, first + (1u << shift) - 1,
                                            tell_image, (gpointer) telling, error);
}

/* A store's sums on their way from those of nobody. */
typedef struct {
  const CpStoreScope *nobody;
  CpRangeSums *sums;
} More;

static gboolean
tell_more (gpointer data, const char *kind, const char *id, gint64 ver, const char *row)
{
  const More *telling = data;

  if (cp_store_scope_may_thin (telling->nobody, kind))
    g_array_index (telling->sums->sums, guint64, cp_range_of (telling->sums->bits, kind, id)) +=
        cp_row_sum (kind, id, ver, row) - cp_store_scope_sum (telling->nobody, kind, id, ver, row);
  return TRUE;
}

/* A store is told what all are told that have nobody at home, and more of its own members' rows: these
 * alone are looked at. */
static CpRangeSums *
sum_for_device (
    CpHeadOffice *self, const char *device_id, const CpSummedUp *summed, guint bits, GError **error)
{
  g_autoptr (CpStoreScope) scope = NULL;
  g_autoptr (CpStoreScope) nobody = cp_store_scope_new (self->storage, NULL, NULL, error);
  g_autoptr (CpRangeSums) told = NULL;
  More telling = { nobody, NULL };

  if (nobody == NULL || !cp_store_scope_open (self, device_id, &scope, error))
    return NULL;
  if (scope == NULL)
    return cp_range_sums_fold (summed->sums, bits);
  telling.sums = told = cp_range_sums_fold (summed->thin, bits);
  return cp_store_scope_list_whole (scope, self->storage, tell_more, &telling, error)
             ? g_steal_pointer (&told)
             : NULL;
}

/* Sums of two moments differ for no fault of anybody's. The one that can be told of is the one through
 * which rows are added up. @ret_summed: the sums then. Returns: whether it is that one; else it is
 * answered */
static gboolean
meet_moment (CpHeadOffice *self,
             const CpRangeQuery *query,
             CpSummedUp *ret_summed,
             CpWireAnswer *ret_answer)
{
  gint64 last_gseq = 0;
  g_autoptr (GError) error = NULL;

  if (!self->storage->class_->get_last_gseq (self->storage, &last_gseq, &error) ||
      !cp_head_office_keep_up (self, &error)) {
    cp_head_office_answer_error (self, "add up its rows", error, ret_answer);
    return FALSE;
  }
  if (g_str_equal (query->epoch, self->epoch) && query->after == last_gseq) {
    if (!cp_head_office_add_up (self, ret_summed, &error)) {
      cp_head_office_answer_error (self, "add up its rows", error, ret_answer);
      return FALSE;
    }
    if (ret_summed->gseq == query->after)
      return TRUE;
  }
  cp_wire_answer_refuse (ret_answer, 412, "moved",
                         "Head office has gone on, or has not added up its rows yet; "
                         "ask again when caught up");
  return FALSE;
}

/* What is asked about comes back in the answer, so that the seal covers it. */
static CpJson *
make_answer (CpHeadOffice *self, const CpRangeQuery *query)
{
  CpJson *document = json_object ();

  cp_json_set_text (document, "epoch", self->epoch);
  cp_json_set_int (document, "after", query->after);
  cp_json_set_int (document, "bits", query->bits);
  return document;
}

static CpJson *
describe_sums (const CpRangeSums *sums)
{
  CpJson *list = json_array ();

  for (guint range = 0; range < sums->sums->len; range++) {
    g_autofree char *hex = cp_range_sums_dup_hex (sums, range);

    cp_json_append (list, json_string (hex));
  }
  return list;
}

void
cp_head_office_handle_sums (CpHeadOffice *self,
                            const char *device_id,
                            const CpRangeQuery *query,
                            CpWireAnswer *ret_answer)
{
  g_auto (CpSummedUp) summed = { 0 };
  g_autoptr (CpRangeSums) told = NULL;
  g_autoptr (GError) error = NULL;

  if (!meet_moment (self, query, &summed, ret_answer))
    return;
  told = sum_for_device (self, device_id, &summed, (guint) query->bits, &error);
  if (told == NULL) {
    cp_head_office_answer_error (self, "add up its rows", error, ret_answer);
    return;
  }
  *ret_answer = (CpWireAnswer){ 200, make_answer (self, query) };
  cp_json_set (ret_answer->document, "sums", describe_sums (told));
  cp_head_office_seal_answer (self, ret_answer->document, CP_SEAL_SUMS,
                              &(CpPlace){ device_id, query->incarnation, 0 }, query->challenge);
}

void
cp_head_office_handle_rows (CpHeadOffice *self,
                            const char *device_id,
                            const CpRangeQuery *query,
                            CpWireAnswer *ret_answer)
{
  g_auto (CpSummedUp) summed = { 0 };
  g_autoptr (CpJson) items = json_array ();
  g_autoptr (CpStoreScope) scope = NULL;
  Telling telling = { NULL, add_item, items };
  g_autoptr (GError) error = NULL;

  if (!meet_moment (self, query, &summed, ret_answer))
    return;
  if (cp_store_scope_open (self, device_id, &scope, &error))
    telling.scope = scope;
  if (error != NULL ||
      !list_range (self, (guint) query->bits, (guint) query->range, &telling, &error)) {
    cp_head_office_answer_error (self, "list its rows", error, ret_answer);
    return;
  }
  *ret_answer = (CpWireAnswer){ 200, make_answer (self, query) };
  cp_json_set_int (ret_answer->document, "range", query->range);
  cp_json_set (ret_answer->document, "items", json_incref (items));
  cp_head_office_seal_answer (self, ret_answer->document, CP_SEAL_ROWS,
                              &(CpPlace){ device_id, query->incarnation, 0 }, query->challenge);
}
