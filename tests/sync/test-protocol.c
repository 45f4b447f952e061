/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "cp-error.h"
#include "cp-protocol.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define OPERATION(seq) "{'seq':" seq ",'id':'x','prev':'" ZEROS "','hash':'" ZEROS "','body':{}}"
#define SIGNED "'key':'" ZEROS "','signature':'" ZEROS ZEROS "'"
#define PUSH(list) \
  "{'proto':1,'device':'d','incarnation':'i','store':'s'," SIGNED ",'operations':[" list "]}"
#define PAGE(head, list) "{'epoch':'e'," head ",'items':[" list "]}"
#define END(gseq) "{'t':'end','gseq':" gseq "}"

static CpJson *
read_quoted (const char *text)
{
  g_autofree char *copy = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) error = NULL;
  CpJson *json = cp_json_parse (copy, -1, &error);

  g_assert_no_error (error);
  return json;
}

static void
test_push_is_read (void)
{
  g_autoptr (CpJson) json = read_quoted (PUSH (OPERATION ("7") "," OPERATION ("8")));
  g_autoptr (GError) error = NULL;
  g_autoptr (CpPush) push = cp_push_from_json (json, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (push->device, ==, "d");
  g_assert_cmpstr (push->epoch, ==, "");
  g_assert_cmpuint (push->operations->len, ==, 2);
  g_assert_cmpint (g_array_index (push->operations, CpPushOperation, 1).seq, ==, 8);
}

static void
test_push_refuses (gconstpointer data)
{
  g_autoptr (CpJson) json = read_quoted (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpPush) push = cp_push_from_json (json, &error);

  g_assert_null (push);
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_push_of_another_protocol (void)
{
  g_autoptr (CpJson) json = read_quoted ("{'proto':2}");
  g_autoptr (GError) error = NULL;
  g_autoptr (CpPush) push = cp_push_from_json (json, &error);

  g_assert_null (push);
  g_assert_error (error, CP_ERROR, CP_ERROR_NEWER);
}

static void
test_proto_agrees (void)
{
  g_assert_cmpint (cp_proto_agree ((CpProtoRange){ 1, 1 }, (CpProtoRange){ 1, 1 }), ==, 1);
  g_assert_cmpint (cp_proto_agree ((CpProtoRange){ 1, 3 }, (CpProtoRange){ 2, 5 }), ==, 3);
  g_assert_cmpint (cp_proto_agree ((CpProtoRange){ 2, 5 }, (CpProtoRange){ 1, 2 }), ==, 2);
  g_assert_cmpint (cp_proto_agree ((CpProtoRange){ 1, 1 }, (CpProtoRange){ 2, 5 }), ==, 0);
  g_assert_cmpint (cp_proto_agree ((CpProtoRange){ 4, 5 }, (CpProtoRange){ 1, 3 }), ==, 0);
}

/* What a newer device speaks besides does not matter while it still speaks ours. */
static void
test_push_of_a_wider_range (void)
{
  g_autoptr (CpJson) json =
      read_quoted ("{'proto':9,'proto_least':1,'device':'d','incarnation':'i','operations':[]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (CpPush) push = cp_push_from_json (json, &error);

  g_assert_no_error (error);
  g_assert_cmpint (push->proto, ==, CP_PROTO);
}

static void
test_push_refuses_too_many (void)
{
  g_autoptr (CpJson) json = cp_push_json_new ("d", "i", "s", "", 0);
  g_autoptr (GError) error = NULL;
  CpPush *push;

  for (guint i = 0; i < CP_PUSH_MAX_OPERATIONS; i++)
    cp_json_append (cp_json_get_array (json, "operations"), read_quoted (OPERATION ("1")));
  push = cp_push_from_json (json, &error);
  g_assert_null (push);
  g_assert_cmpstr (error->message, ==, "operations[1]: seq: must follow the one before");
  g_clear_error (&error);
  cp_json_append (cp_json_get_array (json, "operations"), read_quoted (OPERATION ("1")));
  push = cp_push_from_json (json, &error);
  g_assert_null (push);
  g_assert_cmpstr (error->message, ==, "operations: must be a list of 500 at most");
}

static void
test_answer_round_trip (void)
{
  CpPushAnswer answer = { (char *) "e", 8, 7, 99, 123, 1 };
  g_autoptr (CpJson) json = cp_push_answer_to_json (&answer);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpPushAnswer) read = cp_push_answer_from_json (json, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (read->epoch, ==, "e");
  g_assert_cmpint (read->expected_seq, ==, 8);
  g_assert_cmpint (read->through_seq, ==, 7);
  g_assert_cmpint (read->gseq, ==, 99);
  g_assert_cmpint (read->head_office_ms, ==, 123);
  g_assert_cmpint (read->proto, ==, 1);
}

static void
test_page_keeps_unknown_items (void)
{
  g_autoptr (CpJson) json = read_quoted (
      PAGE ("'after':4,'through':6,'more':true", "{'t':'new thing','gseq':5,'x':1}," END ("6")));
  g_autoptr (GError) error = NULL;
  g_autoptr (CpFeedPage) page = cp_feed_page_from_json (json, &error);

  g_assert_no_error (error);
  g_assert_true (page->more);
  g_assert_cmpuint (json_array_size (page->items), ==, 2);
  g_assert_cmpint (cp_json_get_int (json_array_get (page->items, 0), "x", 0), ==, 1);
}

static void
test_page_refuses (gconstpointer data)
{
  g_autoptr (CpJson) json = read_quoted (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpFeedPage) page = cp_feed_page_from_json (json, &error);

  g_assert_null (page);
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_page_made_is_page_read (void)
{
  g_autoptr (CpJson) outcome = read_quoted ("{'outcome':'rejected','code':'invalid'}");
  CpJson *items = json_array ();
  g_autoptr (CpJson) json = NULL;
  g_autoptr (CpFeedPage) page = NULL;
  g_autoptr (GError) error = NULL;

  cp_json_append (items, cp_feed_row_item (5, "card", "c", "a", 5, json_object ()));
  cp_json_append (items, cp_feed_row_item (6, "card", "d", NULL, 6, NULL));
  cp_json_append (items, cp_feed_ack_item (7, "f00d", 1, "op", outcome));
  cp_json_append (items, cp_feed_end_item (7));
  json = cp_feed_page_json_new ("e", 4, 7, FALSE, 1000, items);
  page = cp_feed_page_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_cmpint (page->through, ==, 7);
}

static void
test_query_round_trip (void)
{
  CpFeedQuery query = { "a b", "i&j", 12, 34, 56 };
  CpFeedQuery read;
  g_autofree char *path = cp_feed_query_to_path (&query);
  g_autoptr (GHashTable) table = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_str_has_prefix (path, "/v1/feed?"));
  table = g_uri_parse_params (strchr (path, '?') + 1, -1, "&", G_URI_PARAMS_NONE, &error);
  g_assert_no_error (error);
  g_assert_true (cp_feed_query_from_table (table, &read, &error));
  g_assert_cmpstr (read.epoch, ==, "a b");
  g_assert_cmpstr (read.incarnation, ==, "i&j");
  g_assert_cmpint (read.after, ==, 12);
  g_assert_cmpint (read.wait_ms, ==, 56);
}

static void
test_query_for_outcomes (void)
{
  CpFeedQuery query = { "e", "f00d", 12, .told_of = "f00d-1&x", .told = 78 };
  CpFeedQuery read;
  g_autofree char *path = cp_feed_query_to_path (&query);
  g_autoptr (GHashTable) table =
      g_uri_parse_params (strchr (path, '?') + 1, -1, "&", G_URI_PARAMS_NONE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_feed_query_from_table (table, &read, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (read.told_of, ==, "f00d-1&x");
  g_assert_cmpint (read.told, ==, 78);
}

/* A query may hold any bytes, and a database takes text alone. */
static void
test_a_query_of_bytes_names_nothing (void)
{
  g_autoptr (GHashTable) table = g_hash_table_new (g_str_hash, g_str_equal);
  CpFeedQuery read;
  g_autoptr (GError) error = NULL;

  g_hash_table_insert (table, (gpointer) "incarnation", (gpointer) "\xff");
  g_hash_table_insert (table, (gpointer) "told_of", (gpointer) "\xff");
  g_assert_true (cp_feed_query_from_table (table, &read, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (read.incarnation, ==, "");
  g_assert_null (read.told_of);
}

/* @told: JSON, with ' for " */
static gboolean
takes_told (const char *told)
{
  g_autofree char *text = g_strdup (told);
  CpJson *document = cp_feed_page_json_new ("e", 4, 4, FALSE, 1000, json_array ());
  g_autoptr (CpJson) owned = document;
  g_autoptr (CpFeedPage) page = NULL;

  g_strdelimit (text, "'", '"');
  cp_json_set (document, "told", cp_json_parse (text, -1, NULL));
  page = cp_feed_page_from_json (document, NULL);
  return page != NULL;
}

#define REFUSED "{'seq':3,'operation_id':'x','outcome':'rejected'}"

static void
test_what_is_told_hangs_together (void)
{
  g_assert_true (takes_told ("{'incarnation':'i','through':0,'outcomes':[]}"));
  g_assert_true (takes_told ("{'incarnation':'i','through':3,'outcomes':[" REFUSED "]}"));
  g_assert_false (takes_told ("{'incarnation':'i','through':2,'outcomes':[" REFUSED "]}"));
  g_assert_false (
      takes_told ("{'incarnation':'i','through':3,'outcomes':[" REFUSED "," REFUSED "]}"));
  g_assert_false (takes_told ("{'incarnation':'i','through':3}"));
  g_assert_false (takes_told ("{'through':3,'outcomes':[]}"));
  g_assert_false (takes_told ("{'incarnation':'i','through':-1,'outcomes':[]}"));
  g_assert_false (takes_told ("{'incarnation':'i','through':3,'outcomes':[{'seq':3,"
                              "'operation_id':'x','outcome':'perhaps'}]}"));
  g_assert_false (takes_told ("[]"));
}

static void
test_range_query_round_trip (void)
{
  CpRangeQuery query = { "a b", "i&j", "c d", 12, 6, 34 };
  CpRangeQuery read;
  g_autofree char *sums = cp_range_query_to_path (&query, "sums");
  g_autofree char *rows = cp_range_query_to_path (&query, "rows");
  g_autoptr (GHashTable) table = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_str_has_prefix (sums, "/v1/sums?"));
  g_assert_null (strstr (sums, "range="));
  g_assert_true (g_str_has_prefix (rows, "/v1/rows?"));
  table = g_uri_parse_params (strchr (rows, '?') + 1, -1, "&", G_URI_PARAMS_NONE, &error);
  g_assert_no_error (error);
  g_assert_true (cp_range_query_from_table (table, &read, &error));
  g_assert_cmpstr (read.epoch, ==, "a b");
  g_assert_cmpstr (read.incarnation, ==, "i&j");
  g_assert_cmpstr (read.challenge, ==, "c d");
  g_assert_cmpint (read.after, ==, 12);
  g_assert_cmpint (read.bits, ==, 6);
  g_assert_cmpint (read.range, ==, 34);
}

static CpSnapshotQuery
send_snapshot_query (const CpSnapshotQuery *query, const char *expected)
{
  g_autofree char *path = cp_snapshot_query_to_path (query);
  g_autoptr (GHashTable) table = NULL;
  CpSnapshotQuery read = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (path, ==, expected);
  table = g_uri_parse_params (strchr (path, '?') + 1, -1, "&", G_URI_PARAMS_NONE, &error);
  g_assert_no_error (error);
  g_assert_true (cp_snapshot_query_from_table (table, &read, &error));
  return read;
}

static void
test_snapshot_query_round_trip (void)
{
  CpSnapshotQuery waits =
      send_snapshot_query (&(CpSnapshotQuery){ 3, 0 }, "/v1/snapshot?schema=3&wait_ms=0");
  CpSnapshotQuery stays =
      send_snapshot_query (&(CpSnapshotQuery){ 3, -1 }, "/v1/snapshot?schema=3");
  CpSnapshotQuery nothing;

  g_assert_cmpint (waits.schema, ==, 3);
  g_assert_cmpint (waits.wait_ms, ==, 0);
  g_assert_cmpint (stays.wait_ms, ==, -1);
  g_assert_true (cp_snapshot_query_from_table (NULL, &nothing, NULL));
  g_assert_cmpint (nothing.schema, ==, 0);
  g_assert_cmpint (nothing.wait_ms, ==, -1);
}

static void
test_snapshot_query_refuses (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) table = g_uri_parse_params (data, -1, "&", G_URI_PARAMS_NONE, &error);
  CpSnapshotQuery read;

  g_assert_no_error (error);
  g_assert_false (cp_snapshot_query_from_table (table, &read, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_query_refuses (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) table = g_uri_parse_params (data, -1, "&", G_URI_PARAMS_NONE, &error);
  CpFeedQuery read;

  g_assert_no_error (error);
  g_assert_false (cp_feed_query_from_table (table, &read, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

typedef struct {
  const char *path;
  const char *text;
} Bad;

static const Bad bad_pushes[] = {
  { "a-list", "[]" },
  { "no-proto", "{'device':'d','incarnation':'i','operations':[]}" },
  { "no-device", "{'proto':1,'incarnation':'i','operations':[]}" },
  { "a-control-character-in-a-device",
    "{'proto':1,'device':'d\\u001e','incarnation':'i','operations':[]}" },
  { "a-control-character-in-an-incarnation",
    "{'proto':1,'device':'d','incarnation':'i\\u001f','operations':[]}" },
  { "a-control-character-in-an-operation-id",
    PUSH ("{'seq':1,'id':'\\u001e','prev':'" ZEROS "','hash':'" ZEROS "','body':{}}") },
  { "number-for-a-text", "{'proto':1,'device':1,'incarnation':'i','operations':[]}" },
  { "no-operations", "{'proto':1,'device':'d','incarnation':'i'}" },
  { "an-operation-that-is-no-object", PUSH ("1") },
  { "seq-zero", PUSH (OPERATION ("0")) },
  { "a-fraction", PUSH (OPERATION ("1.5")) },
  { "seq-that-goes-back", PUSH (OPERATION ("2") "," OPERATION ("2")) },
  { "hash-that-is-none", PUSH ("{'seq':1,'id':'x','prev':'0','hash':'" ZEROS "','body':{}}") },
  { "an-erased-body-without-its-hash",
    PUSH ("{'seq':1,'id':'x','prev':'" ZEROS "','hash':'" ZEROS "','body':null}") },
  { "no-body", PUSH ("{'seq':1,'id':'x','prev':'" ZEROS "','hash':'" ZEROS "'}") },
};

static const Bad bad_pages[] = {
  { "no-items", "{'epoch':'e','after':0,'through':0}" },
  { "no-epoch", "{'after':0,'through':0,'items':[]}" },
  { "nothing-that-moves-the-cursor", PAGE ("'after':0,'through':3", "") },
  { "nothing-and-more", PAGE ("'after':0,'through':0,'more':true", "") },
  { "a-last-item-that-is-no-end", PAGE ("'after':0,'through':1", "{'t':'x','gseq':1}") },
  { "an-end-elsewhere", PAGE ("'after':0,'through':2", END ("1")) },
  { "numbers-that-descend", PAGE ("'after':0,'through':1", "{'t':'x','gseq':2}," END ("1")) },
  { "numbers-from-before", PAGE ("'after':5,'through':5", END ("5")) },
  { "a-row-without-a-kind",
    PAGE ("'after':0,'through':1", "{'t':'row','gseq':1,'id':'a','ver':1}," END ("1")) },
  { "a-row-whose-data-is-a-text",
    PAGE ("'after':0,'through':1",
          "{'t':'row','gseq':1,'kind':'card','id':'a','ver':1,'data':'x'}," END ("1")) },
  { "an-outcome-that-is-none",
    PAGE ("'after':0,'through':1",
          "{'t':'ack','gseq':1,'seq':1,'operation_id':'a','outcome':'fine'}," END ("1")) },
};

static const Bad bad_queries[] = {
  { "a-word-for-a-number", "after=x" },
  { "a-number-below-zero", "after=-1" },
  { "too-many-items", "limit=5001" },
  { "too-long-a-wait", "wait_ms=55001" },
};

static const Bad bad_snapshot_queries[] = {
  { "a-word-for-a-version", "schema=x" },
  { "too-long-a-wait", "schema=3&wait_ms=55001" },
};

static void
add_bad (const char *prefix, const Bad *bad, gsize n, GTestDataFunc func)
{
  for (gsize i = 0; i < n; i++) {
    g_autofree char *path = g_strconcat (prefix, bad[i].path, NULL);

    g_test_add_data_func (path, bad[i].text, func);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol/push/is-read", test_push_is_read);
  g_test_add_func ("/protocol/push/another-protocol-is-newer", test_push_of_another_protocol);
  g_test_add_func ("/protocol/push/a-wider-range-will-do", test_push_of_a_wider_range);
  g_test_add_func ("/protocol/proto/is-the-newest-that-both-speak", test_proto_agrees);
  g_test_add_func ("/protocol/push/refuses/too-many", test_push_refuses_too_many);
  add_bad ("/protocol/push/refuses/", bad_pushes, G_N_ELEMENTS (bad_pushes), test_push_refuses);
  g_test_add_func ("/protocol/answer/round-trip", test_answer_round_trip);
  g_test_add_func ("/protocol/page/keeps-items-of-unknown-type", test_page_keeps_unknown_items);
  g_test_add_func ("/protocol/page/made-is-read", test_page_made_is_page_read);
  add_bad ("/protocol/page/refuses/", bad_pages, G_N_ELEMENTS (bad_pages), test_page_refuses);
  g_test_add_func ("/protocol/query/round-trip", test_query_round_trip);
  g_test_add_func ("/protocol/query/a-query-of-bytes-names-nothing",
                   test_a_query_of_bytes_names_nothing);
  g_test_add_func ("/protocol/query/query-for-outcomes", test_query_for_outcomes);
  g_test_add_func ("/protocol/query/what-is-told-hangs-together", test_what_is_told_hangs_together);
  g_test_add_func ("/protocol/query/of-ranges-round-trip", test_range_query_round_trip);
  add_bad ("/protocol/query/refuses/", bad_queries, G_N_ELEMENTS (bad_queries), test_query_refuses);
  g_test_add_func ("/protocol/query/of-a-snapshot-round-trip", test_snapshot_query_round_trip);
  add_bad ("/protocol/query/of-a-snapshot-refuses/", bad_snapshot_queries,
           G_N_ELEMENTS (bad_snapshot_queries), test_snapshot_query_refuses);
  return g_test_run ();
}
