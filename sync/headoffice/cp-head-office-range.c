/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checksums of all rows, and the rows of one range, as of where the asker stands. */
#include "cp-head-office-private.h"
#include "cp-range-sum.h"
#include "cp-store-scope.h"

typedef struct {
  guint bits;
  guint range;
  CpJson *items;
} Range;

static gboolean
add_sum (gpointer data, const char *kind, const char *id, gint64 ver, const char *row)
{
  cp_range_sums_add (data, kind, id, ver, row);
  return TRUE;
}

static gboolean
add_item (gpointer data, const char *kind, const char *id, gint64 ver, const char *row)
{
  Range *range = data;

  if (cp_range_of (range->bits, kind, id) == range->range)
    cp_json_append (range->items,
                    cp_feed_row_item (ver, kind, id, NULL, ver, cp_json_parse (row, -1, NULL)));
  return TRUE;
}

typedef struct {
  CpImageFunc func;
  gpointer data;
} Lines;

static gboolean
read_line (gpointer data, const char *text)
{
  const Lines *lines = data;
  g_autoptr (CpJson) line = cp_json_parse (text, -1, NULL);
  g_autofree char *row = cp_json_to_text (cp_json_get_object (line, "data"));

  return lines->func (lines->data, cp_json_get_text (line, "kind"), cp_json_get_text (line, "id"),
                      cp_json_get_int (line, "ver", 0), row);
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
  g_autofree char *told = NULL;

  if (!cp_store_scope_may_thin (telling->scope, kind))
    return telling->func (telling->data, kind, id, ver, row);
  json = cp_json_parse (row, -1, NULL);
  if (!cp_store_scope_tell (telling->scope, kind, json))
    return TRUE;
  told = cp_json_to_text (json);
  return telling->func (telling->data, kind, id, ver, told);
}

static gboolean
list_images (
    CpHeadOffice *self, const char *device_id, CpImageFunc func, gpointer data, GError **error)
{
  const CpHeadOfficeStorageClass *storage = self->storage->class_;
  g_autoptr (CpStoreScope) scope = NULL;
  Telling telling = { NULL, func, data };
  Lines lines = { tell_image, &telling };

  if (!cp_store_scope_open (self, device_id, &scope, error))
    return FALSE;
  telling.scope = scope;
  return storage->list_images != NULL
             ? storage->list_images (self->storage, tell_image, &telling, error)
             : storage->list_rows (self->storage, NULL, read_line, &lines, error);
}

/* Sums of two moments differ for no fault of anybody's. */
static gboolean
is_same_moment (CpHeadOffice *self, const CpRangeQuery *query, CpWireAnswer *ret_answer)
{
  gint64 last_gseq = 0;
  g_autoptr (GError) error = NULL;

  if (!self->storage->class_->get_last_gseq (self->storage, &last_gseq, &error)) {
    cp_head_office_answer_error (self, "add up its rows", error, ret_answer);
    return FALSE;
  }
  if (g_str_equal (query->epoch, self->epoch) && query->after == last_gseq)
    return TRUE;
  cp_wire_answer_refuse (ret_answer, 412, "moved",
                         "Head office has gone on; ask again when caught up");
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
  g_autoptr (CpRangeSums) sums = cp_range_sums_new ((guint) query->bits);
  g_autoptr (GError) error = NULL;

  if (!is_same_moment (self, query, ret_answer))
    return;
  if (!list_images (self, device_id, add_sum, sums, &error)) {
    cp_head_office_answer_error (self, "add up its rows", error, ret_answer);
    return;
  }
  *ret_answer = (CpWireAnswer){ 200, make_answer (self, query) };
  cp_json_set (ret_answer->document, "sums", describe_sums (sums));
  cp_head_office_seal_answer (self, ret_answer->document, CP_SEAL_SUMS,
                              &(CpPlace){ device_id, query->incarnation, 0 }, query->challenge);
}

void
cp_head_office_handle_rows (CpHeadOffice *self,
                            const char *device_id,
                            const CpRangeQuery *query,
                            CpWireAnswer *ret_answer)
{
  Range range = { (guint) query->bits, (guint) query->range, json_array () };
  g_autoptr (CpJson) items = range.items;
  g_autoptr (GError) error = NULL;

  if (!is_same_moment (self, query, ret_answer))
    return;
  if (!list_images (self, device_id, add_item, &range, &error)) {
    cp_head_office_answer_error (self, "add up its rows", error, ret_answer);
    return;
  }
  *ret_answer = (CpWireAnswer){ 200, make_answer (self, query) };
  cp_json_set_int (ret_answer->document, "range", query->range);
  cp_json_set (ret_answer->document, "items", json_incref (items));
  cp_head_office_seal_answer (self, ret_answer->document, CP_SEAL_ROWS,
                              &(CpPlace){ device_id, query->incarnation, 0 }, query->challenge);
}
