/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The feed: what is asked of it, and its pages. */
#include <string.h>

#include "cp-chain.h"
#include "cp-error.h"
#include "cp-protocol-read.h"
#include "cp-protocol.h"
#include "cp-range-sum.h"

const char *const cp_outcome_words[] = {
  CP_OUTCOME_ACCEPTED, "accepted_changed", "rejected", "needs_review", NULL,
};

gboolean
cp_outcome_is_word (const char *word)
{
  return word != NULL && g_strv_contains (cp_outcome_words, word);
}

static char *
escape_challenge (const char *challenge)
{
  return g_uri_escape_string (challenge != NULL ? challenge : "", NULL, FALSE);
}

/* (transfer full) */
static char *
describe_told (const CpFeedQuery *self)
{
  g_autofree char *chain = NULL;

  if (self->told_of == NULL)
    return g_strdup ("");
  chain = g_uri_escape_string (self->told_of, NULL, FALSE);
  return g_strdup_printf ("&told_of=%s&told=%" G_GINT64_FORMAT, chain, self->told);
}

char *
cp_feed_query_to_path (const CpFeedQuery *self)
{
  g_autofree char *epoch = g_uri_escape_string (self->epoch, NULL, FALSE);
  g_autofree char *incarnation = g_uri_escape_string (self->incarnation, NULL, FALSE);
  g_autofree char *challenge = escape_challenge (self->challenge);
  g_autofree char *told = describe_told (self);

  return g_strdup_printf ("/v1/feed?epoch=%s&incarnation=%s&after=%" G_GINT64_FORMAT
                          "&limit=%" G_GINT64_FORMAT "&wait_ms=%" G_GINT64_FORMAT
                          "&proto=%" G_GINT64_FORMAT "&lanes=%" G_GINT64_FORMAT "&challenge=%s%s%s",
                          epoch, incarnation, self->after, self->limit, self->wait_ms, self->proto,
                          self->lanes, challenge, self->is_ahead ? "&ahead=1" : "", told);
}

char *
cp_range_query_to_path (const CpRangeQuery *self, const char *what)
{
  g_autofree char *epoch = g_uri_escape_string (self->epoch, NULL, FALSE);
  g_autofree char *incarnation = g_uri_escape_string (self->incarnation, NULL, FALSE);
  g_autofree char *challenge = escape_challenge (self->challenge);
  g_autofree char *path =
      g_strdup_printf ("/v1/%s?epoch=%s&incarnation=%s&after=%" G_GINT64_FORMAT
                       "&bits=%" G_GINT64_FORMAT "&challenge=%s",
                       what, epoch, incarnation, self->after, self->bits, challenge);

  if (g_str_equal (what, "sums"))
    return g_steal_pointer (&path);
  return g_strdup_printf ("%s&range=%" G_GINT64_FORMAT, path, self->range);
}

char *
cp_snapshot_query_to_path (const CpSnapshotQuery *self)
{
  g_autofree char *path = g_strdup_printf ("/v1/snapshot?schema=%" G_GINT64_FORMAT, self->schema);

  if (self->wait_ms < 0)
    return g_steal_pointer (&path);
  return g_strdup_printf ("%s&wait_ms=%" G_GINT64_FORMAT, path, self->wait_ms);
}

static gboolean
read_number (GHashTable *table, const char *key, gint64 most, gint64 *ret_value, GError **error)
{
  const char *text = table != NULL ? g_hash_table_lookup (table, key) : NULL;
  guint64 value = 0;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 0, (guint64) most, &value, NULL)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID,
                 "%s: must be a whole number from 0 to %" G_GINT64_FORMAT, key, most);
    return FALSE;
  }
  *ret_value = (gint64) value;
  return TRUE;
}

/* What is no text is no name of anything. */
static const char *
read_word (GHashTable *table, const char *key)
{
  const char *text = table != NULL ? g_hash_table_lookup (table, key) : NULL;

  return text != NULL && g_utf8_validate (text, -1, NULL) ? text : "";
}

static gboolean
read_challenge (GHashTable *table, const char **ret_challenge, GError **error)
{
  *ret_challenge = read_word (table, "challenge");
  if (strlen (*ret_challenge) <= CP_MAX_CHALLENGE_BYTES)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "challenge: is longer than %d bytes",
               CP_MAX_CHALLENGE_BYTES);
  return FALSE;
}

gboolean
cp_feed_query_from_table (GHashTable *table, CpFeedQuery *ret_query, GError **error)
{
  CpFeedQuery query = { .epoch = read_word (table, "epoch"),
                        .incarnation = read_word (table, "incarnation") };
  gint64 is_ahead = 0;

  if (!read_challenge (table, &query.challenge, error) ||
      !read_number (table, "after", G_MAXINT64, &query.after, error) ||
      !read_number (table, "proto", G_MAXINT32, &query.proto, error) ||
      !read_number (table, "lanes", G_MAXINT32, &query.lanes, error) ||
      !read_number (table, "ahead", 1, &is_ahead, error) ||
      !read_number (table, "told", G_MAXINT64, &query.told, error) ||
      !read_number (table, "limit", CP_FEED_MAX_ITEMS, &query.limit, error) ||
      !read_number (table, "wait_ms", CP_FEED_MAX_WAIT_MS, &query.wait_ms, error))
    return FALSE;
  query.is_ahead = is_ahead != 0;
  query.told_of = read_word (table, "told_of");
  if (*query.told_of == '\0')
    query.told_of = NULL;
  *ret_query = query;
  return TRUE;
}

gboolean
cp_range_query_from_table (GHashTable *table, CpRangeQuery *ret_query, GError **error)
{
  CpRangeQuery query = { .epoch = read_word (table, "epoch"),
                         .incarnation = read_word (table, "incarnation") };

  if (!read_challenge (table, &query.challenge, error) ||
      !read_number (table, "after", G_MAXINT64, &query.after, error) ||
      !read_number (table, "bits", CP_RANGE_MOST_BITS, &query.bits, error) ||
      !read_number (table, "range", (1 << CP_RANGE_MOST_BITS) - 1, &query.range, error))
    return FALSE;
  if (query.bits < CP_RANGE_LEAST_BITS || query.range >> query.bits != 0) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "bits, range: there is no such range");
    return FALSE;
  }
  *ret_query = query;
  return TRUE;
}

gboolean
cp_snapshot_query_from_table (GHashTable *table, CpSnapshotQuery *ret_query, GError **error)
{
  CpSnapshotQuery query = { 0 };

  if (!read_number (table, "schema", G_MAXINT32, &query.schema, error) ||
      !read_number (table, "wait_ms", CP_FEED_MAX_WAIT_MS, &query.wait_ms, error))
    return FALSE;
  if (table == NULL || g_hash_table_lookup (table, "wait_ms") == NULL)
    query.wait_ms = -1;
  *ret_query = query;
  return TRUE;
}

static gboolean
check_row (const CpJson *item, GError **error)
{
  const CpJson *data = json_object_get (item, "data");
  const char *text;
  gint64 ver;

  if (data != NULL && !json_is_null (data) && !json_is_object (data)) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "data: must be an object or null");
    return FALSE;
  }
  return cp_read_text (item, "kind", FALSE, &text, error) &&
         cp_read_text (item, "id", FALSE, &text, error) &&
         cp_read_text (item, "account_id", TRUE, &text, error) &&
         cp_read_int (item, "ver", 1, &ver, error);
}

static gboolean
check_outcome (const CpJson *item, gint64 least_seq, gint64 *ret_seq, GError **error)
{
  const char *text;

  if (!cp_outcome_is_word (cp_json_get_text (item, "outcome"))) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "outcome: is none that is known");
    return FALSE;
  }
  return cp_read_int (item, "seq", least_seq, ret_seq, error) &&
         cp_read_text (item, "operation_id", FALSE, &text, error);
}

static gboolean
check_ack (const CpJson *item, GError **error)
{
  gint64 seq, lane;

  if (!cp_read_int (item, "lane", 0, &lane, error))
    return FALSE;
  if (lane >= CP_N_LANES) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "lane: is none that is known");
    return FALSE;
  }
  return check_outcome (item, 1, &seq, error);
}

/* In their order, and none behind what is said to be the last. */
static gboolean
check_told (const CpJson *told, GError **error)
{
  const CpJson *outcomes = cp_json_get_array (told, "outcomes");
  gint64 last_seq = 0;
  gint64 through;
  const char *chain;
  gsize i;
  CpJson *outcome;

  if (outcomes == NULL) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "outcomes: must be a list");
    return FALSE;
  }
  if (!cp_read_text (told, "incarnation", FALSE, &chain, error) ||
      !cp_read_int (told, "through", 0, &through, error))
    return FALSE;
  json_array_foreach (outcomes, i, outcome)
  {
    if (!check_outcome (outcome, last_seq + 1, &last_seq, error))
      return FALSE;
  }
  if (last_seq <= through)
    return TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "outcomes: go beyond through");
  return FALSE;
}

static gboolean
check_told_of_page (const CpJson *document, GError **error)
{
  const CpJson *told = json_object_get (document, "told");

  if (told == NULL || check_told (told, error))
    return TRUE;
  g_prefix_error (error, "told: ");
  return FALSE;
}

static gboolean
check_item (const CpJson *item, gint64 *last_gseq, GError **error)
{
  const char *type;
  gint64 gseq;

  if (!json_is_object (item)) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "must be an object");
    return FALSE;
  }
  if (!cp_read_text (item, "t", FALSE, &type, error) ||
      !cp_read_int (item, "gseq", *last_gseq, &gseq, error))
    return FALSE;
  *last_gseq = gseq;
  if (g_str_equal (type, "row"))
    return check_row (item, error);
  return !g_str_equal (type, "ack") || check_ack (item, error);
}

static gboolean
check_last (const CpFeedPage *self, GError **error)
{
  gsize n = json_array_size (self->items);
  const CpJson *last = n > 0 ? json_array_get (self->items, n - 1) : NULL;

  if (last == NULL && self->through == self->after && !self->more)
    return TRUE;
  if (last != NULL && g_strcmp0 (cp_json_get_text (last, "t"), "end") == 0 &&
      cp_json_get_int (last, "gseq", 0) == self->through)
    return TRUE;
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "items: must end on an end at through");
  return FALSE;
}

static gboolean
check_items (const CpFeedPage *self, GError **error)
{
  gint64 last_gseq = self->after + 1;
  gsize index;
  json_t *item;

  if (self->items == NULL) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "items: must be a list");
    return FALSE;
  }
  json_array_foreach (self->items, index, item)
  {
    if (!check_item (item, &last_gseq, error)) {
      g_prefix_error (error, "items[%zu]: ", index);
      return FALSE;
    }
  }
  return check_last (self, error);
}

CpFeedPage *
cp_feed_page_from_json (CpJson *document, GError **error)
{
  g_autoptr (CpFeedPage) self = g_new0 (CpFeedPage, 1);

  self->document = json_incref (document);
  self->items = cp_json_get_array (document, "items");
  self->more = cp_json_get_bool (document, "more");
  if (!cp_read_text (document, "epoch", FALSE, &self->epoch, error) ||
      !cp_read_int (document, "after", 0, &self->after, error) ||
      !cp_read_int (document, "through", 0, &self->through, error) ||
      !cp_read_int (document, "head_office_ms", 0, &self->head_office_ms, error) ||
      !check_items (self, error) || !check_told_of_page (document, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
cp_feed_page_free (CpFeedPage *self)
{
  if (self == NULL)
    return;
  json_decref (self->document);
  g_free (self);
}

CpJson *
cp_feed_page_json_new (
    const char *epoch, gint64 after, gint64 through, gboolean more, gint64 now_ms, CpJson *items)
{
  CpJson *document = json_object ();

  cp_json_set_text (document, "epoch", epoch);
  cp_json_set_int (document, "after", after);
  cp_json_set_int (document, "through", through);
  cp_json_set_bool (document, "more", more);
  cp_json_set_int (document, "head_office_ms", now_ms);
  cp_json_set (document, "items", items);
  return document;
}

static CpJson *
new_item (const char *type, gint64 gseq)
{
  CpJson *item = json_object ();

  cp_json_set_text (item, "t", type);
  cp_json_set_int (item, "gseq", gseq);
  return item;
}

CpJson *
cp_feed_row_item (
    gint64 gseq, const char *kind, const char *id, const char *account_id, gint64 ver, CpJson *data)
{
  CpJson *item = new_item ("row", gseq);

  cp_json_set_text (item, "kind", kind);
  cp_json_set_text (item, "id", id);
  cp_json_set_text (item, "account_id", account_id);
  cp_json_set_int (item, "ver", ver);
  cp_json_set (item, "data", data != NULL ? data : json_null ());
  return item;
}

static void
put_outcome (CpJson *item, gint64 seq, const char *operation_id, const CpJson *outcome)
{
  json_object_update (item, (CpJson *) outcome);
  cp_json_set_int (item, "seq", seq);
  cp_json_set_text (item, "operation_id", operation_id);
}

CpJson *
cp_feed_ack_item (
    gint64 gseq, const char *chain, gint64 seq, const char *operation_id, const CpJson *outcome)
{
  CpJson *item = new_item ("ack", gseq);
  CpLane lane = cp_chain_get_lane (chain);

  put_outcome (item, seq, operation_id, outcome);
  if (lane != CP_LANE_PRIORITY)
    cp_json_set_int (item, "lane", lane);
  return item;
}

CpJson *
cp_feed_told_outcome (gint64 seq, const char *operation_id, const CpJson *outcome)
{
  CpJson *item = json_object ();

  put_outcome (item, seq, operation_id, outcome);
  return item;
}

CpJson *
cp_feed_told_new (const char *chain, gint64 through, gboolean more, CpJson *outcomes)
{
  CpJson *told = json_object ();

  cp_json_set_text (told, "incarnation", chain);
  cp_json_set_int (told, "through", through);
  cp_json_set_bool (told, "more", more);
  cp_json_set (told, "outcomes", outcomes);
  return told;
}

CpJson *
cp_feed_end_item (gint64 gseq)
{
  return new_item ("end", gseq);
}
