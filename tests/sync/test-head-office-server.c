/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A head office on the loopback, held against openapi.yaml: every answer that the file describes is
 * provoked, and every answer that is provoked is described. */
#include <string.h>

#include "cp-error.h"
#include "cp-replica.h"
#include "cp-wire-gzip.h"
#include "schema.h"
#include "server-fixture.h"
#include "sun-fixture.h"

/* Where head office stands. */
#define NOW "?epoch=EPOCH&after=GSEQ&bits=6"

/* Stands for the version of the tables that this program has. */
#define SCHEMA "?schema=HERE"

/* A snapshot that is not there; parts of one that is: test-head-office-server-snapshot.c. */
#define FILE_PATH "/v1/snapshot/{id}"
#define NO_SNAPSHOT "00000000000000000000000000000000"
#define BODY_LIMIT (1024 * 1024)

/* The cases */

typedef enum {
  BODY_NONE,
  BODY_GOOD,
  BODY_BROKEN,
  BODY_FORKED,
  BODY_TOO_LARGE,
  BODY_OTHER_PROTO,
  BODY_OTHER_DEVICE,
  BODY_SUN,
  BODY_FIND,
} Body;

typedef struct {
  const char *path;
  const char *method;
  const char *status;
  const char *query;
  const char *token;
  Body body;
  gboolean without_programme;
  gboolean without_storage;
  gboolean without_card_keys;
  gboolean store_scope;
} Case;

static const Case cases[] = {
  { "/v1/push", "post", "200", "", "good", BODY_GOOD },
  { "/v1/push", "post", "400", "", "good", BODY_BROKEN },
  { "/v1/push", "post", "401", "", NULL, BODY_GOOD },
  { "/v1/push", "post", "401", "", "bad", BODY_GOOD },
  { "/v1/push", "post", "403", "", "revoked", BODY_GOOD },
  { "/v1/push", "post", "403", "", "good", BODY_OTHER_DEVICE },
  { "/v1/push", "post", "405", "", "good", BODY_NONE },
  { "/v1/push", "post", "409", "", "good", BODY_FORKED },
  { "/v1/push", "post", "413", "", "good", BODY_TOO_LARGE },
  { "/v1/push", "post", "426", "", "good", BODY_OTHER_PROTO },
  { "/v1/push", "post", "503", "", "good", BODY_GOOD, TRUE },
  { "/v1/feed", "get", "200", "?after=0&limit=100", "good", BODY_NONE },
  { "/v1/feed", "get", "400", "?after=x", "good", BODY_NONE },
  { "/v1/feed", "get", "401", "?after=0", "bad", BODY_NONE },
  { "/v1/feed", "get", "403", "?after=0", "revoked", BODY_NONE },
  { "/v1/feed", "get", "405", "", "good", BODY_GOOD },
  { "/v1/feed", "get", "410", "?epoch=another&after=0", "good", BODY_NONE },
  { "/v1/feed", "get", "426", "?after=0&proto=2", "good", BODY_NONE },
  { "/v1/feed", "get", "503", "?after=0", "good", BODY_NONE, FALSE, TRUE },
  { "/v1/snapshot", "get", "200", SCHEMA, "good", BODY_NONE },
  { "/v1/snapshot", "get", "400", SCHEMA "&wait_ms=x", "good", BODY_NONE },
  { "/v1/snapshot", "get", "401", SCHEMA, "bad", BODY_NONE },
  { "/v1/snapshot", "get", "403", SCHEMA, "revoked", BODY_NONE },
  { "/v1/snapshot", "get", "404", "?schema=99", "good", BODY_NONE },
  { "/v1/snapshot", "get", "405", "", "good", BODY_GOOD },
  { "/v1/snapshot", "get", "503", SCHEMA, "good", BODY_NONE, FALSE, TRUE },
  { "/v1/snapshot", "get", "503", SCHEMA "&wait_ms=0", "good", BODY_NONE },
  { FILE_PATH, "get", "401", "", "bad", BODY_NONE },
  { FILE_PATH, "get", "403", "", "revoked", BODY_NONE },
  { FILE_PATH, "get", "404", "", "good", BODY_NONE },
  { FILE_PATH, "get", "405", "", "good", BODY_GOOD },
  { FILE_PATH, "get", "503", "", "good", BODY_NONE, FALSE, TRUE },
  { "/v1/sums", "get", "200", NOW, "good", BODY_NONE },
  { "/v1/sums", "get", "400", "?bits=5", "good", BODY_NONE },
  { "/v1/sums", "get", "401", NOW, "bad", BODY_NONE },
  { "/v1/sums", "get", "403", NOW, "revoked", BODY_NONE },
  { "/v1/sums", "get", "405", NOW, "good", BODY_GOOD },
  { "/v1/sums", "get", "412", "?epoch=another&after=0&bits=6", "good", BODY_NONE },
  { "/v1/sums", "get", "503", NOW, "good", BODY_NONE, FALSE, TRUE },
  { "/v1/rows", "get", "200", NOW "&range=1", "good", BODY_NONE },
  { "/v1/rows", "get", "400", "?bits=6&range=64", "good", BODY_NONE },
  { "/v1/rows", "get", "401", NOW, "bad", BODY_NONE },
  { "/v1/rows", "get", "403", NOW, "revoked", BODY_NONE },
  { "/v1/rows", "get", "405", NOW, "good", BODY_GOOD },
  { "/v1/rows", "get", "412", "?epoch=another&after=0&bits=6", "good", BODY_NONE },
  { "/v1/rows", "get", "503", NOW, "good", BODY_NONE, FALSE, TRUE },
  { "/v1/sun", "post", "200", "", "good", BODY_SUN },
  { "/v1/sun", "post", "400", "", "good", BODY_GOOD },
  { "/v1/sun", "post", "401", "", "bad", BODY_SUN },
  { "/v1/sun", "post", "403", "", "revoked", BODY_SUN },
  { "/v1/sun", "post", "404", "", "good", BODY_SUN, FALSE, FALSE, TRUE },
  { "/v1/sun", "post", "405", "", "good", BODY_NONE },
  { "/v1/sun", "post", "413", "", "good", BODY_TOO_LARGE },
  { "/v1/sun", "post", "503", "", "good", BODY_SUN, FALSE, TRUE },
  { "/v1/find", "post", "200", "", "good", BODY_FIND, FALSE, FALSE, FALSE, TRUE },
  { "/v1/find", "post", "400", "", "good", BODY_GOOD },
  { "/v1/find", "post", "401", "", "bad", BODY_FIND },
  { "/v1/find", "post", "403", "", "revoked", BODY_FIND },
  { "/v1/find", "post", "404", "", "good", BODY_FIND },
  { "/v1/find", "post", "405", "", "good", BODY_NONE },
  { "/v1/find", "post", "413", "", "good", BODY_TOO_LARGE },
  { "/v1/find", "post", "503", "", "good", BODY_FIND, FALSE, TRUE, FALSE, TRUE },
  { "/v1/health", "get", "200", "", NULL, BODY_NONE },
  { "/v1/health", "get", "405", "", NULL, BODY_GOOD },
};

/* Of those without a document, another test; ours always offers checksums. */
static const struct {
  const char *path;
  const char *status;
} not_here[] = {
  { FILE_PATH, "200" },  { FILE_PATH, "206" },  { FILE_PATH, "416" },
  { "/v1/sums", "404" }, { "/v1/rows", "404" },
};

static char *
make_body (Body body)
{
  g_autofree char *push = server_make_push ();
  g_autoptr (GString) text = g_string_new (push);

  switch (body) {
  case BODY_NONE:
    return NULL;
  case BODY_GOOD:
    break;
  case BODY_BROKEN:
    g_string_truncate (text, 20);
    break;
  case BODY_FORKED:
    g_string_replace (text, "rain", "snow", 0);
    break;
  case BODY_TOO_LARGE:
    g_string_set_size (text, BODY_LIMIT + 1);
    memset (text->str, ' ', text->len);
    break;
  case BODY_OTHER_PROTO:
    g_string_replace (text, "\"proto\":1", "\"proto\":2", 0);
    g_string_replace (text, "\"proto_least\":1", "\"proto_least\":2", 0);
    break;
  case BODY_SUN:
    return sun_make_question ("one", "abc", 1);
  case BODY_FIND:
    return g_strdup ("{\"incarnation\":\"one\",\"challenge\":\"abc\",\"text\":\"Ada\"}");
  case BODY_OTHER_DEVICE:
    g_string_replace (text, "till-1", "till-9", 0);
    break;
  default:
    g_assert_not_reached ();
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
fail_to_read (CpHeadOfficeStorage *self, gint64 *ret_gseq, GError **error)
{
  g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "For the test");
  return FALSE;
}

static gboolean
fail_to_begin (CpHeadOfficeStorage *self, GError **error)
{
  return fail_to_read (self, NULL, error);
}

static gboolean
fail_to_get_device (CpHeadOfficeStorage *self,
                    const char *token_hash,
                    CpDevice **ret_device,
                    GError **error)
{
  return fail_to_read (self, NULL, error);
}

static gboolean
fail_to_copy (CpHeadOfficeStorage *self,
              const char *path,
              CpHeadOfficeStorage **ret_copy,
              GError **error)
{
  g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "For the test");
  return FALSE;
}

/* A head office whose storage fails, for as long as the question takes. */
static Reply
ask_without_storage (
    Fixture *fixture, const char *method, const char *path, const char *token, const char *body)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (fixture->office->office);
  const CpHeadOfficeStorageClass *class_ = storage->class_;
  CpHeadOfficeStorageClass failing = *class_;
  Reply reply;

  failing.get_last_gseq = fail_to_read;
  failing.begin = fail_to_begin;
  failing.open_copy = fail_to_copy;
  /* Who it is, is all that is looked up for a file. */
  if (g_str_has_prefix (path, "/v1/snapshot/"))
    failing.get_device = fail_to_get_device;
  storage->class_ = &failing;
  reply = server_ask (fixture, method, path, token, body);
  storage->class_ = class_;
  return reply;
}

static char *
make_path (Fixture *fixture, const char *path, const char *query)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (fixture->office->office);
  g_autofree char *gseq_text = NULL;
  gint64 gseq = 0;
  g_autofree char *schema = g_strdup_printf ("%" G_GINT64_FORMAT, cp_replica_get_schema ());
  g_autoptr (GString) text = g_string_new (path);

  g_string_append (text, query);
  g_string_replace (text, "HERE", schema, 0);
  g_string_replace (text, "{id}", NO_SNAPSHOT, 0);
  g_assert_true (storage->class_->get_last_gseq (storage, &gseq, NULL));
  gseq_text = g_strdup_printf ("%" G_GINT64_FORMAT, gseq);
  g_string_replace (text, "GSEQ", gseq_text, 0);
  g_string_replace (text, "EPOCH", cp_head_office_get_epoch (fixture->office->office), 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static Reply
run_case (Fixture *fixture, const Case *one)
{
  g_autofree char *path = make_path (fixture, one->path, one->query);
  g_autofree char *body = make_body (one->body);
  gboolean other_method = g_str_equal (one->status, "405");
  const char *method = (g_str_equal (one->method, "post") != other_method) ? "POST" : "GET";

  return one->without_storage ? ask_without_storage (fixture, method, path, one->token, body)
                              : server_ask (fixture, method, path, one->token, body);
}

static CpJson *
load_description (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  CpJson *root;

  g_file_get_contents (CP_TEST_OPENAPI, &text, NULL, &error);
  g_assert_no_error (error);
  root = cp_json_parse_object (text, -1, &error);
  g_assert_no_error (error);
  return root;
}

static void
narrow_scope (Office *office)
{
  g_autoptr (CpJson) programme = cp_test_chain_programme_json ();
  g_autoptr (GError) error = NULL;

  cp_json_set_int (programme, "version", cp_json_get_int (programme, "version", 0) + 1);
  cp_json_set_text (programme, "scope", "store");
  cp_head_office_publish (office->office, programme, &error);
  g_assert_no_error (error);
}

static void
test_answer_is_described (Fixture *unused, gconstpointer data)
{
  const Case *one = data;
  g_autoptr (CpJson) root = load_description ();
  const CpJson *schema = schema_find_answer (root, one->path, one->method, one->status);
  Fixture fixture;
  g_auto (Reply) reply = { 0 };
  g_autofree char *trouble = NULL;
  g_autofree char *status = NULL;

  server_begin (&fixture, one->without_programme ? office_new_empty () : office_new ());
  if (!one->without_card_keys)
    sun_equip (fixture.office);
  if (one->store_scope)
    narrow_scope (fixture.office);
  reply = run_case (&fixture, one);
  status = g_strdup_printf ("%u", reply.status);
  g_assert_cmpstr (status, ==, one->status);
  g_assert_nonnull (schema);
  trouble = schema_check (root, schema, reply.document);
  g_assert_cmpstr (trouble, ==, NULL);
  server_tear_down (&fixture, NULL);
}

static gboolean
has_case (const char *path, const char *method, const char *status)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    if (g_str_equal (cases[i].path, path) && g_str_equal (cases[i].method, method) &&
        g_str_equal (cases[i].status, status))
      return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (not_here); i++)
    if (g_str_equal (not_here[i].path, path) && g_str_equal (not_here[i].status, status))
      return TRUE;
  return FALSE;
}

static void
check_operation (const char *path, const char *method, CpJson *operation)
{
  const char *status;
  json_t *response;

  json_object_foreach (cp_json_get_object (operation, "responses"), status, response)
  {
    if (!has_case (path, method, status)) {
      g_test_message ("Nothing provokes %s of %s %s", status, method, path);
      g_test_fail ();
    }
  }
}

static void
test_description_is_provoked (void)
{
  g_autoptr (CpJson) root = load_description ();
  const char *path;
  const char *method;
  json_t *item;
  json_t *operation;

  json_object_foreach (cp_json_get_object (root, "paths"), path, item)
  {
    json_object_foreach (item, method, operation) { check_operation (path, method, operation); }
  }
}

static void
test_requests_are_described (void)
{
  g_autoptr (CpJson) root = load_description ();
  const CpJson *schema = cp_json_get_object (
      cp_json_get_object (cp_json_get_object (root, "components"), "schemas"), "Push");
  g_autofree char *text = server_make_push ();
  g_autoptr (CpJson) push = cp_json_parse_object (text, -1, NULL);
  g_autofree char *fine = schema_check (root, schema, push);
  g_autofree char *trouble = NULL;

  g_assert_cmpstr (fine, ==, NULL);
  cp_json_set_text (json_array_get (cp_json_get_array (push, "operations"), 0), "hash", "x");
  trouble = schema_check (root, schema, push);
  g_assert_cmpstr (trouble, ==, "operations: [0]: hash: does not match the pattern");
}

/* The page of a device that has something in it, all three types of items. */
static void
test_page_with_outcomes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CpJson) root = load_description ();
  g_autofree char *push = server_make_push ();
  g_auto (Reply) pushed = server_ask (fixture, "POST", "/v1/push", "good", push);
  g_auto (Reply) page = server_ask (fixture, "GET", "/v1/feed?incarnation=one", "good", NULL);
  g_autofree char *text = cp_json_to_text (page.document);
  g_autofree char *trouble =
      schema_check (root, schema_find_answer (root, "/v1/feed", "get", "200"), page.document);

  g_autofree char *misread = NULL;

  g_assert_cmpstr (trouble, ==, NULL);
  g_assert_nonnull (strstr (text, "\"t\":\"ack\""));
  cp_json_set_int (cp_json_get_object (page.document, "chains"), "one", 0);
  misread = schema_check (root, schema_find_answer (root, "/v1/feed", "get", "200"), page.document);
  g_assert_cmpstr (misread, ==, "chains: one: is out of range");
}

static void
test_other_paths (Fixture *fixture, gconstpointer data)
{
  static const char *const paths[] = { "/", "/v1", "/v1/pushy", "/v1/push/x", "/v1/health/x" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_auto (Reply) reply = server_ask (fixture, "GET", paths[i], "good", NULL);

    g_assert_cmpuint (reply.status, ==, 404);
    g_assert_cmpstr (cp_json_get_text (reply.document, "code"), ==, "not_found");
  }
}

static guint
push_packed (Fixture *fixture, GBytes *packed, const char *encoding)
{
  g_autoptr (SoupMessage) message = server_make_message (fixture, "POST", "/v1/push", "good", NULL);
  GAsyncResult *result = NULL;
  g_auto (Reply) reply = { 0 };

  soup_message_set_request_body_from_bytes (message, "application/json", packed);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Content-Encoding",
                                encoding);
  soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL,
                                    server_on_reply_ready, &result);
  reply = server_finish (fixture, message, &result);
  return reply.status;
}

static void
test_takes_gzip (Fixture *fixture, gconstpointer data)
{
  g_autofree char *push = server_make_push ();
  g_autoptr (GBytes) packed = cp_gzip_pack (push, strlen (push));

  g_assert_cmpuint (push_packed (fixture, packed, "gzip"), ==, 200);
  g_assert_cmpuint (push_packed (fixture, packed, "br"), ==, 400);
}

static void
test_limits_what_is_unpacked (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (BODY_LIMIT + 1, ' ');
  g_autoptr (GBytes) packed = cp_gzip_pack (text, BODY_LIMIT + 1);

  g_assert_cmpuint (g_bytes_get_size (packed), <, 8192);
  g_assert_cmpuint (push_packed (fixture, packed, "gzip"), ==, 413);
}

static void
test_answers_in_gzip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SoupMessage) message =
      server_make_message (fixture, "GET", "/v1/feed?after=0", "good", NULL);
  GAsyncResult *result = NULL;
  g_auto (Reply) reply = { 0 };

  soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL,
                                    server_on_reply_ready, &result);
  reply = server_finish (fixture, message, &result);
  g_assert_cmpuint (reply.status, ==, 200);
  g_assert_cmpstr (soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                 "Content-Encoding"),
                   ==, "gzip");
}

static void
test_bad_listen (gconstpointer data)
{
  g_autoptr (Office) office = office_new_empty ();
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_head_office_server_new (office->office,
                                            &(CpHttpListenerConfig){ .listen = data }, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
add_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/head-office-server/answers-as-described/%zu%s/%s", i,
                                             strrchr (cases[i].path, '/'), cases[i].status);

    g_test_add (path, Fixture, &cases[i], NULL, test_answer_is_described, NULL);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_cases ();
  g_test_add_func ("/head-office-server/every-described-answer-is-provoked",
                   test_description_is_provoked);
  g_test_add_func ("/head-office-server/requests-are-described", test_requests_are_described);
  g_test_add ("/head-office-server/a-page-with-outcomes-is-described", Fixture, NULL, server_set_up,
              test_page_with_outcomes, server_tear_down);
  g_test_add ("/head-office-server/takes-gzip", Fixture, NULL, server_set_up, test_takes_gzip,
              server_tear_down);
  g_test_add ("/head-office-server/limits-what-is-unpacked", Fixture, NULL, server_set_up,
              test_limits_what_is_unpacked, server_tear_down);
  g_test_add ("/head-office-server/answers-in-gzip", Fixture, NULL, server_set_up,
              test_answers_in_gzip, server_tear_down);
  g_test_add ("/head-office-server/has-nothing-elsewhere", Fixture, NULL, server_set_up,
              test_other_paths, server_tear_down);
  g_test_add_data_func ("/head-office-server/refuses-to-listen/nowhere", "", test_bad_listen);
  g_test_add_data_func ("/head-office-server/refuses-to-listen/at-a-name", "localhost:1",
                        test_bad_listen);
  g_test_add_data_func ("/head-office-server/refuses-to-listen/in-the-open-without-tls",
                        "0.0.0.0:0", test_bad_listen);
  g_test_add_data_func ("/head-office-server/refuses-to-listen/at-no-port", "127.0.0.1:x",
                        test_bad_listen);
  return g_test_run ();
}
