/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conformance.h"

#include <string.h>

#include "cp-chain.h"
#include "cp-protocol.h"
#include "cp-range-sum.h"
#include "cp-test-push.h"

#define TIMEOUT_MS 30000
#define MAX_PAGES 10000
#define SUMS_WAIT_MS 100
#define HELD_MS 5000

typedef struct {
  Reply *reply;
  gboolean done;
} Waiting;

void
reply_clear (Reply *self)
{
  json_decref (self->document);
  *self = (Reply){ 0 };
}

static void
on_answer (const CpTransportAnswer *answer, gpointer data)
{
  Waiting *waiting = data;

  waiting->reply->status = answer->status;
  waiting->reply->retry_after_ms = answer->retry_after_ms;
  if (answer->body != NULL)
    waiting->reply->document =
        cp_json_parse_object (answer->body, (gssize) answer->size_bytes, NULL);
  waiting->done = TRUE;
}

Reply
conformance_ask (const CpTransport *line, const char *method, const char *path, const char *body)
{
  Reply reply = { 0 };
  Waiting waiting = { &reply, FALSE };
  gint64 begun_us = g_get_monotonic_time ();

  line->send (line->data, &(CpTransportRequest){ method, path, body, TIMEOUT_MS }, on_answer,
              &waiting);
  while (!waiting.done)
    g_main_context_iteration (NULL, TRUE);
  reply.took_ms = (g_get_monotonic_time () - begun_us) / 1000;
  return reply;
}

void
conformance_begin_again (Conformance *self)
{
  self->seq = 0;
  g_free (self->hash);
  self->hash = g_strdup (CP_CHAIN_START);
}

/* Where head office stands, too: to go through the feed from its beginning may take a million rows, or
 * be refused. */
void
conformance_begin (Conformance *self)
{
  g_auto (Reply) hello = { 0 };
  const char *epoch;

  g_free (self->incarnation);
  self->incarnation = g_strdup_printf ("%08x%08x%08x%08x", g_random_int (), g_random_int (),
                                       g_random_int (), g_random_int ());
  conformance_begin_again (self);
  hello = conformance_push_none (self);
  epoch = cp_json_get_text (hello.document, "epoch");
  g_free (self->epoch);
  self->epoch = g_strdup (epoch != NULL ? epoch : "");
  self->place = cp_json_get_int (hello.document, "gseq", 0);
  self->told = 0;
}

char *
conformance_pass_over (Conformance *self, const char *why)
{
  self->untested = why;
  return NULL;
}

char *
conformance_say (gboolean ok, const char *wrong)
{
  return ok ? NULL : g_strdup (wrong);
}

char *
conformance_expect (const Reply *reply, guint status, const char *code)
{
  const char *found = cp_json_get_text (reply->document, "code");

  if (reply->status != status)
    return g_strdup_printf ("status %u in place of %u", reply->status, status);
  if (code != NULL && g_strcmp0 (found, code) != 0)
    return g_strdup_printf ("code %s in place of %s", found != NULL ? found : "none", code);
  return NULL;
}

char *
conformance_expect_next (const Reply *reply, gint64 expected_seq)
{
  char *wrong = conformance_expect (reply, 200, NULL);
  gint64 found = cp_json_get_int (reply->document, "expected_seq", 0);

  if (wrong != NULL)
    return wrong;
  if (found != expected_seq)
    return g_strdup_printf ("expected_seq %" G_GINT64_FORMAT " in place of %" G_GINT64_FORMAT,
                            found, expected_seq);
  return NULL;
}

char *
conformance_expect_key (Conformance *self, const CpJson *document, const char *what)
{
  g_auto (Reply) page = conformance_feed_new (self, 1, 0);
  const char *key = cp_json_get_text (page.document, "key");

  if (key != NULL && g_strcmp0 (cp_json_get_text (document, "key"), key) == 0)
    return NULL;
  return g_strdup_printf ("%s is sealed with another key than a page", what);
}

char *
conformance_expect_sealed (Conformance *self, const Reply *reply, const char *purpose)
{
  char *wrong = conformance_expect (reply, 200, NULL);

  if (wrong != NULL)
    return wrong;
  if (!cp_seal_check (reply->document, purpose))
    return g_strdup ("the answer is not sealed for the challenge");
  return conformance_expect_key (self, reply->document, "the answer");
}

char *
conformance_dup_id (void)
{
  CpIdSource ids = { 0 };

  return cp_id_new (&ids, cp_world_real ());
}

CpJson *
conformance_make_with (Conformance *self, const char *id, CpJson *body)
{
  const CpTestLinks links = { self->device, self->incarnation, &self->seq, &self->hash };
  g_autofree char *text = cp_push_operation_dup_body (&(CpPushOperation){ .body = body });

  return cp_test_push_make (&links, id, text, body);
}

CpJson *
conformance_make_again (Conformance *self, const char *id)
{
  CpJson *body = json_object ();

  cp_json_set_text (body, "id", id);
  cp_json_set_text (body, "kind", "of_no_kind");
  return conformance_make_with (self, id, body);
}

CpJson *
conformance_make (Conformance *self)
{
  g_autofree char *id = conformance_dup_id ();

  return conformance_make_again (self, id);
}

CpJson *
conformance_make_body (Conformance *self, const char *id, const char *kind, const char *account_id)
{
  CpJson *body = json_object ();

  cp_json_set_text (body, "id", id);
  cp_json_set_text (body, "kind", kind);
  cp_json_set_int (body, "version", 1);
  cp_json_set_int (body, "at_ms", cp_world_wall_ms (cp_world_real ()));
  cp_json_set_text (body, "staff_id", "conformance");
  cp_json_set_text (body, "store_id", self->store);
  cp_json_set_text (body, "device_id", self->device);
  if (account_id != NULL) {
    g_autofree char *member_id = conformance_dup_id ();

    cp_json_set_text (body, "account_id", account_id);
    cp_json_set_text (body, "member_id", member_id);
  }
  cp_json_set (body, "payload", json_object ());
  return body;
}

CpJson *
conformance_make_visit (Conformance *self, gint64 at_ms, gint64 programme_version)
{
  g_autofree char *id = conformance_dup_id ();
  CpJson *body = conformance_make_body (self, id, "end_visit", NULL);

  cp_json_set_int (body, "at_ms", at_ms);
  if (programme_version != 0)
    cp_json_set_int (body, "programme_version", programme_version);
  return conformance_make_with (self, id, body);
}

CpJson *
conformance_make_push (Conformance *self, CpJson *operations)
{
  CpJson *push = cp_push_json_new (self->device, self->incarnation, self->store, "", 0);

  if (operations != NULL)
    cp_json_set (push, "operations", operations);
  cp_test_push_sign (push, self->signer);
  return push;
}

Reply
conformance_push (Conformance *self, const CpJson *push)
{
  g_autofree char *body = cp_json_to_text (push);

  return conformance_ask (&self->line, "POST", "/v1/push", body);
}

Reply
conformance_push_one (Conformance *self, CpJson *operation)
{
  CpJson *operations = json_array ();
  g_autoptr (CpJson) push = NULL;

  cp_json_append (operations, operation);
  push = conformance_make_push (self, operations);
  return conformance_push (self, push);
}

Reply
conformance_push_next (Conformance *self)
{
  return conformance_push_one (self, conformance_make (self));
}

Reply
conformance_push_none (Conformance *self)
{
  g_autoptr (CpJson) push = conformance_make_push (self, NULL);

  return conformance_push (self, push);
}

Reply
conformance_feed (Conformance *self, const char *epoch, gint64 after, gint64 limit, gint64 wait_ms)
{
  g_autofree char *path = cp_feed_query_to_path (&(CpFeedQuery){
      epoch, self->incarnation, after, limit, wait_ms, CP_PROTO, CONFORMANCE_CHALLENGE });

  return conformance_ask (&self->line, "GET", path, NULL);
}

Reply
conformance_feed_new (Conformance *self, gint64 limit, gint64 wait_ms)
{
  return conformance_feed (self, self->epoch, self->place, limit, wait_ms);
}

char *
conformance_dup_purpose (Conformance *self, const char *what)
{
  return cp_seal_describe_answer (what, self->device, self->incarnation, CONFORMANCE_CHALLENGE);
}

static gint64
get_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

/* It has not added up so far yet, or has gone on; a feed without news takes that long. */
static void
wait_for_sums (Conformance *self, const Reply *place)
{
  g_auto (Reply) held = conformance_feed (
      self, self->epoch, cp_json_get_int (place->document, "gseq", 0), 1, SUMS_WAIT_MS);
}

/* Head office may go on in between; and to add up all rows takes a large chain's a while. */
Reply
conformance_ask_ranges (Conformance *self, const char *what, guint range)
{
  gint64 until_ms = get_ms () + (self->has_no_sums ? 0 : self->patience_ms);

  for (;;) {
    g_auto (Reply) place = conformance_push_none (self);
    const char *epoch = cp_json_get_text (place.document, "epoch");
    g_autofree char *path = cp_range_query_to_path (
        &(CpRangeQuery){ epoch != NULL ? epoch : "", self->incarnation, CONFORMANCE_CHALLENGE,
                         cp_json_get_int (place.document, "gseq", 0), CONFORMANCE_BITS, range },
        what);
    Reply reply = conformance_ask (&self->line, "GET", path, NULL);

    self->has_no_sums = reply.status == 412 && get_ms () >= until_ms;
    if (reply.status != 412 || self->has_no_sums)
      return reply;
    reply_clear (&reply);
    wait_for_sums (self, &place);
  }
}

static CpJson *
find_in_page (const CpJson *page, CpLane lane, gint64 seq)
{
  gsize i;
  json_t *item;

  json_array_foreach (cp_json_get_array (page, "items"), i, item)
  {
    if (g_strcmp0 (cp_json_get_text (item, "t"), "ack") == 0 &&
        cp_json_get_int (item, "lane", CP_LANE_PRIORITY) == lane &&
        cp_json_get_int (item, "seq", 0) == seq)
      return json_incref (item);
  }
  return NULL;
}

static gboolean
goes_on (const CpJson *page)
{
  return cp_json_get_bool (page, "more") && json_array_size (cp_json_get_array (page, "items")) > 0;
}

/* @query: the first of those that are asked for; @patience_ms: for what is not told yet */
static CpJson *
find_ack (Conformance *self, CpFeedQuery query, CpLane lane, gint64 seq, gint64 patience_ms)
{
  gint64 until_ms = get_ms () + patience_ms;

  for (guint i = 0; i < MAX_PAGES; i++) {
    g_autofree char *path = cp_feed_query_to_path (&query);
    g_auto (Reply) page = conformance_ask (&self->line, "GET", path, NULL);
    CpJson *ack = page.status == 200 ? find_in_page (page.document, lane, seq) : NULL;
    gint64 left_ms = until_ms - get_ms ();

    if (ack != NULL || page.status != 200)
      return ack;
    if (left_ms <= 0 && !goes_on (page.document))
      return NULL;
    query.after = cp_json_get_int (page.document, "through", query.after);
    query.wait_ms = CLAMP (left_ms, 0, HELD_MS);
  }
  return NULL;
}

static CpFeedQuery
ask_for_news (const Conformance *self)
{
  return (CpFeedQuery){ .epoch = self->epoch,
                        .incarnation = self->incarnation,
                        .after = self->place,
                        .limit = CP_FEED_MAX_ITEMS,
                        .proto = CP_PROTO,
                        .challenge = CONFORMANCE_CHALLENGE };
}

CpJson *
conformance_find_ack (Conformance *self, gint64 seq)
{
  return find_ack (self, ask_for_news (self), CP_LANE_PRIORITY, seq, self->patience_ms);
}

CpJson *
conformance_see_ack (Conformance *self, gint64 seq)
{
  return find_ack (self, ask_for_news (self), CP_LANE_PRIORITY, seq, 0);
}

CpJson *
conformance_find_bulk_ack (Conformance *self, const char *incarnation, gint64 seq)
{
  CpFeedQuery query = ask_for_news (self);

  query.incarnation = incarnation;
  query.lanes = CP_N_LANES;
  return find_ack (self, query, CP_LANE_BULK, seq, self->patience_ms);
}

Reply
conformance_last_page (Conformance *self)
{
  gint64 after = self->place;

  for (guint i = 0;; i++) {
    Reply page = conformance_feed (self, self->epoch, after, CP_FEED_MAX_ITEMS, 0);

    if (page.status != 200 || !goes_on (page.document) || i == MAX_PAGES)
      return page;
    after = cp_json_get_int (page.document, "through", after);
    reply_clear (&page);
  }
}

char *
conformance_push_and_wait (Conformance *self)
{
  g_auto (Reply) pushed = conformance_push_next (self);
  g_autoptr (CpJson) ack = NULL;
  char *wrong = conformance_expect (&pushed, 200, NULL);

  if (wrong != NULL)
    return wrong;
  ack = conformance_find_ack (self, self->seq);
  self->told = cp_json_get_int (ack, "gseq", 0);
  return conformance_say (ack != NULL, "the outcome of what was pushed is not told");
}

/* Of a page without items. */
gboolean
conformance_has_two_lanes (Conformance *self)
{
  CpFeedQuery query = ask_for_news (self);
  g_autofree char *path = NULL;
  g_auto (Reply) page = { 0 };

  query.lanes = CP_N_LANES;
  query.limit = 1;
  path = cp_feed_query_to_path (&query);
  page = conformance_ask (&self->line, "GET", path, NULL);
  return cp_json_get_int (page.document, "lanes", 0) >= CP_N_LANES;
}

gboolean
conformance_run (Conformance *self, ConformanceFunc func, gpointer data)
{
  guint n_checks;
  const ConformanceCheck *checks = conformance_get_checks (&n_checks);
  gboolean ok = TRUE;

  for (guint i = 0; i < n_checks; i++) {
    const ConformanceCheck *check = &checks[i];
    g_autofree char *wrong = NULL;

    if (self->only != 0 && self->only != check->statement)
      continue;
    if (check->test == NULL) {
      func (check->statement, check->title, CONFORMANCE_NOT_TESTED, check->why, data);
      continue;
    }
    self->untested = NULL;
    conformance_begin (self);
    wrong = check->test (self);
    ok = ok && wrong == NULL;
    if (wrong == NULL && self->untested != NULL)
      func (check->statement, check->title, CONFORMANCE_NOT_TESTED, self->untested, data);
    else
      func (check->statement, check->title, wrong != NULL ? CONFORMANCE_FAILS : CONFORMANCE_HOLDS,
            wrong, data);
  }
  g_clear_pointer (&self->card_answers, json_decref);
  g_clear_pointer (&self->epoch, g_free);
  g_clear_pointer (&self->incarnation, g_free);
  g_clear_pointer (&self->hash, g_free);
  return ok;
}
