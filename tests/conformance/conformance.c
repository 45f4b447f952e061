/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conformance.h"

#include <string.h>

#include "cp-chain.h"
#include "cp-protocol.h"
#include "cp-range-sum.h"
#include "cp-test-push.h"

#define TIMEOUT_MS 30000
#define MAX_PAGES 10000
#define MAX_MOVES 20

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
conformance_begin (Conformance *self)
{
  g_free (self->incarnation);
  self->incarnation = g_strdup_printf ("%08x%08x%08x%08x", g_random_int (), g_random_int (),
                                       g_random_int (), g_random_int ());
  self->seq = 0;
  g_free (self->hash);
  self->hash = g_strdup (CP_CHAIN_START);
}

CpJson *
conformance_make_again (Conformance *self, const char *id)
{
  const CpTestLinks links = { self->device, self->incarnation, &self->seq, &self->hash };
  CpJson *body = json_object ();
  g_autofree char *text = NULL;

  cp_json_set_text (body, "id", id);
  cp_json_set_text (body, "kind", "of_no_kind");
  text = cp_json_to_text (body);
  return cp_test_push_make (&links, id, text, body);
}

CpJson *
conformance_make (Conformance *self)
{
  CpIdSource ids = { 0 };
  g_autofree char *id = cp_id_new (&ids, cp_world_real ());

  return conformance_make_again (self, id);
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
conformance_push_next (Conformance *self)
{
  CpJson *operations = json_array ();
  g_autoptr (CpJson) push = NULL;

  cp_json_append (operations, conformance_make (self));
  push = conformance_make_push (self, operations);
  return conformance_push (self, push);
}

Reply
conformance_feed (Conformance *self, const char *epoch, gint64 after, gint64 limit, gint64 wait_ms)
{
  g_autofree char *path = cp_feed_query_to_path (&(CpFeedQuery){
      epoch, self->incarnation, after, limit, wait_ms, CP_PROTO, CONFORMANCE_CHALLENGE });

  return conformance_ask (&self->line, "GET", path, NULL);
}

/* Head office may go on in between. */
Reply
conformance_ask_ranges (Conformance *self, const char *what, guint range)
{
  for (guint i = 1;; i++) {
    g_autoptr (CpJson) hello = conformance_make_push (self, NULL);
    g_auto (Reply) place = conformance_push (self, hello);
    const char *epoch = cp_json_get_text (place.document, "epoch");
    g_autofree char *path = cp_range_query_to_path (
        &(CpRangeQuery){ epoch != NULL ? epoch : "", self->incarnation, CONFORMANCE_CHALLENGE,
                         cp_json_get_int (place.document, "gseq", 0), CP_RANGE_LEAST_BITS, range },
        what);
    Reply reply = conformance_ask (&self->line, "GET", path, NULL);

    if (reply.status != 412 || i == MAX_MOVES)
      return reply;
    reply_clear (&reply);
  }
}

static CpJson *
find_in_page (const CpJson *page, gint64 seq)
{
  gsize i;
  json_t *item;

  json_array_foreach (cp_json_get_array (page, "items"), i, item)
  {
    if (g_strcmp0 (cp_json_get_text (item, "t"), "ack") == 0 &&
        cp_json_get_int (item, "seq", 0) == seq)
      return json_incref (item);
  }
  return NULL;
}

CpJson *
conformance_find_ack (Conformance *self, gint64 seq)
{
  g_autofree char *epoch = g_strdup ("");
  gint64 after = 0;

  for (guint i = 0; i < MAX_PAGES; i++) {
    g_auto (Reply) page = conformance_feed (self, epoch, after, CP_FEED_MAX_ITEMS, 0);
    CpJson *ack = page.status == 200 ? find_in_page (page.document, seq) : NULL;

    if (ack != NULL || page.status != 200 || !cp_json_get_bool (page.document, "more"))
      return ack;
    g_free (epoch);
    epoch = g_strdup (cp_json_get_text (page.document, "epoch"));
    after = cp_json_get_int (page.document, "through", after);
  }
  return NULL;
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
    conformance_begin (self);
    wrong = check->test (self);
    ok = ok && wrong == NULL;
    func (check->statement, check->title, wrong != NULL ? CONFORMANCE_FAILS : CONFORMANCE_HOLDS,
          wrong, data);
  }
  g_clear_pointer (&self->incarnation, g_free);
  g_clear_pointer (&self->hash, g_free);
  return ok;
}
