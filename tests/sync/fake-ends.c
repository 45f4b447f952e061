/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fake-ends.h"

#include <string.h>

#include "cp-error.h"
#include "cp-protocol.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

static gint64
get_ms (gpointer data)
{
  return ((Fake *) data)->now_ms;
}

static void
fill_random (gpointer data, guint8 *bytes, gsize n_bytes)
{
  g_assert_cmpuint (n_bytes, ==, sizeof (guint64));
  memcpy (bytes, &((Fake *) data)->random, n_bytes);
}

static guint
add_timer (gpointer data, gint64 delay_ms, void (*func) (gpointer), gpointer func_data)
{
  Fake *self = data;
  FakeTimer timer = { ++self->last_id, self->now_ms + delay_ms, func, func_data };

  g_array_append_val (self->timers, timer);
  return timer.id;
}

static void
remove_timer (gpointer data, guint id)
{
  Fake *self = data;

  for (guint i = 0; i < self->timers->len; i++) {
    if (g_array_index (self->timers, FakeTimer, i).id == id) {
      g_array_remove_index (self->timers, i);
      return;
    }
  }
  g_assert_not_reached ();
}

static void
free_request (gpointer data)
{
  FakeRequest *request = data;

  json_decref (request->body);
  g_free (request->method);
  g_free (request->path);
  g_free (request->range);
  g_free (request);
}

/* One of a kind at a time, but for parts of a snapshot. */
static void
assert_may_go (Fake *self, const FakeRequest *request)
{
  const FakeRequest *other = fake_find (self, request->method);

  g_assert_true (other == NULL || (request->range != NULL && other->range != NULL));
}

static guint
send_request (gpointer data,
              const CpTransportRequest *request,
              CpTransportDoneFunc done,
              gpointer done_data)
{
  Fake *self = data;
  FakeRequest *kept = g_new0 (FakeRequest, 1);

  kept->id = ++self->last_id;
  kept->method = g_strdup (strstr (request->path, "lane=1") != NULL ? "BULK" : request->method);
  kept->path = g_strdup (request->path);
  kept->range = g_strdup (request->range);
  if (request->body != NULL)
    kept->body = cp_json_parse (request->body, -1, NULL);
  kept->done = done;
  kept->done_data = done_data;
  assert_may_go (self, kept);
  g_ptr_array_add (self->requests, kept);
  self->n_sent++;
  return kept->id;
}

static void
cancel_request (gpointer data, guint id)
{
  Fake *self = data;

  for (guint i = 0; i < self->requests->len; i++) {
    FakeRequest *request = g_ptr_array_index (self->requests, i);

    if (request->id == id) {
      g_ptr_array_remove_index (self->requests, i);
      return;
    }
  }
  g_assert_not_reached ();
}

static CpJson *
new_operation (gint64 seq)
{
  CpJson *operation = json_object ();

  cp_json_set_int (operation, "seq", seq);
  cp_json_set_text (operation, "id", "an id");
  cp_json_set_text (operation, "prev", ZEROS);
  cp_json_set_text (operation, "hash", ZEROS);
  cp_json_set (operation, "body", json_object ());
  return operation;
}

static gboolean
is_away (Fake *self, GError **error)
{
  if (self->ledger_away)
    g_set_error_literal (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "away");
  return self->ledger_away;
}

static CpJson *
get_push (gpointer data,
          CpLane lane,
          gint64 from_seq,
          guint max_operations,
          gsize max_bytes,
          GError **error)
{
  Fake *self = data;
  CpJson *push;
  gboolean is_bulk = lane == CP_LANE_BULK;
  gint64 from = from_seq != 0 ? from_seq : (is_bulk ? self->bulk_acked : self->acked) + 1;
  gint64 first = is_bulk ? from : MAX (from, self->let_go + 1);
  gint64 end = MIN (is_bulk ? self->n_bulk : self->n_operations, first + max_operations - 1);
  g_autofree char *chain = cp_chain_dup_name (self->incarnation, lane);

  if (is_away (self, error))
    return NULL;
  push = cp_push_json_new ("device", chain, "store", self->epoch, self->cursor);
  for (gint64 seq = first; seq <= end; seq++)
    cp_json_append (cp_json_get_array (push, "operations"), new_operation (seq));
  cp_json_set_int (push, "waiting_bulk",
                   MAX (self->n_bulk - (is_bulk ? first - 1 : self->bulk_acked), 0));
  cp_json_set_text (push, "challenge", "c1");
  if (self->untold_of != NULL)
    cp_json_set (push, "untold",
                 json_pack ("{s:s, s:I}", "incarnation", self->untold_of, "after",
                            (json_int_t) self->untold));
  return push;
}

static gboolean
apply_page (gpointer data, const CpJson *page, GError **error)
{
  Fake *self = data;
  const CpJson *items = cp_json_get_array (page, "items");
  gboolean is_other = g_strcmp0 (cp_json_get_text (page, "epoch"), self->epoch) != 0;
  gint64 cursor = is_other ? 0 : self->cursor;
  size_t index;
  json_t *item;

  self->n_told += json_object_get (page, "told") != NULL;
  if (is_away (self, error))
    return FALSE;
  if (cp_json_get_int (page, "after", -1) != cursor) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "not at the cursor");
    return FALSE;
  }
  g_free (self->epoch);
  self->epoch = g_strdup (cp_json_get_text (page, "epoch"));
  self->cursor = cp_json_get_int (page, "through", 0);
  self->n_pages++;
  if (fake_find (self, "GET") != NULL)
    self->n_ahead++;
  json_array_foreach (items, index, item)
  {
    gint64 *acked = cp_json_get_int (item, "lane", 0) != 0 ? &self->bulk_acked : &self->acked;

    *acked = MAX (*acked, cp_json_get_int (item, "seq", 0));
    if (cp_json_get_int (item, "seq", 0) > 0 && self->next_incarnation != NULL)
      self->incarnation = self->next_incarnation;
  }
  if (self->fails_after)
    g_set_error_literal (error, CP_ERROR, CP_ERROR_FULL, "no room for what comes after");
  return !self->fails_after;
}

static gboolean
set_link (gpointer data, const CpJson *link, GError **error)
{
  Fake *self = data;

  if (is_away (self, error))
    return FALSE;
  if (cp_json_get_object (link, "chain") != NULL && self->next_incarnation != NULL) {
    self->incarnation = g_steal_pointer (&self->next_incarnation);
    return TRUE;
  }
  self->preparing = cp_json_get_bool (link, "preparing");
  g_ptr_array_add (self->links, g_strdup (cp_json_get_text (link, "state")));
  g_ptr_array_add (self->link_texts, g_strdup (cp_json_get_text (link, "text")));
  return TRUE;
}

static gboolean
refuses (Fake *self, GError **error)
{
  if (self->refuses == NULL)
    return FALSE;
  g_set_error_literal (error, CP_ERROR, (int) *self->refuses, "refused");
  return TRUE;
}

static CpJson *
begin_snapshot (gpointer data, const CpJson *manifest, GError **error)
{
  Fake *self = data;
  CpJson *reply;

  if (is_away (self, error) || refuses (self, error))
    return NULL;
  reply = json_object ();
  cp_json_set_int (reply, "next", self->next_chunk);
  return reply;
}

static gboolean
put_chunk (gpointer data, guint index, gconstpointer bytes, gsize n_bytes, GError **error)
{
  Fake *self = data;

  if (is_away (self, error))
    return FALSE;
  g_assert_cmpuint (index, ==, self->next_chunk);
  if (fake_find (self, "GET") != NULL)
    self->n_ahead++;
  if (self->n_bad_chunks > 0) {
    self->n_bad_chunks--;
    g_set_error_literal (error, CP_ERROR, CP_ERROR_CORRUPT, "not what the manifest says");
    return FALSE;
  }
  self->next_chunk++;
  return TRUE;
}

/* The rows are those of epoch e2 at 900 then. */
static gboolean
finish_snapshot (gpointer data, GError **error)
{
  Fake *self = data;

  if (is_away (self, error) || refuses (self, error))
    return FALSE;
  self->n_finished++;
  g_free (self->epoch);
  self->epoch = g_strdup ("e2");
  self->cursor = 900;
  return TRUE;
}

static CpJson *
get_check (gpointer data, GError **error)
{
  Fake *self = data;
  CpJson *check = json_object ();

  if (!self->check_due)
    return check;
  cp_json_set_text (check, "epoch", self->epoch);
  cp_json_set_int (check, "after", self->cursor);
  cp_json_set_int (check, "bits", 6);
  if (self->left != NULL)
    cp_json_set (check, "ranges", cp_json_parse (self->left, -1, NULL));
  return check;
}

static CpJson *
put_sums (gpointer data, const CpJson *sums, GError **error)
{
  Fake *self = data;
  CpJson *reply;

  if (refuses (self, error))
    return NULL;
  reply = json_object ();
  self->n_sums++;
  self->check_due = FALSE;
  cp_json_set (reply, "ranges",
               self->differing != NULL ? cp_json_parse (self->differing, -1, NULL) : json_array ());
  return reply;
}

static gboolean
put_range (gpointer data, const CpJson *range, GError **error)
{
  ((Fake *) data)->n_ranges++;
  return TRUE;
}

static CpJson *
get_question (gpointer data, GError **error)
{
  Fake *self = data;
  CpJson *question = json_object ();

  if (self->n_questions == 0) {
    self->n_asked_in_vain++;
    return question;
  }
  cp_json_set_text (question, "challenge", "abc");
  cp_json_set_text (question, "text", self->sought);
  cp_json_set_int (question, "n", self->n_questions--);
  return question;
}

static gboolean
put_answer (gpointer data, const CpJson *answer, GError **error)
{
  Fake *self = data;

  if (cp_json_get_bool (answer, "tampered")) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "It is not sealed");
    return FALSE;
  }
  g_ptr_array_add (self->answers, cp_json_to_text (answer));
  return TRUE;
}

Fake *
fake_new (gint64 max_backoff_ms)
{
  Fake *self = g_new0 (Fake, 1);
  CpSyncWorkerConfig config = { 0 };

  self->now_ms = 1000000;
  self->world = (CpWorld){ get_ms, get_ms, fill_random, NULL, self };
  self->timers = g_array_new (FALSE, FALSE, sizeof (FakeTimer));
  self->requests = g_ptr_array_new_with_free_func (free_request);
  self->links = g_ptr_array_new_with_free_func (g_free);
  self->answers = g_ptr_array_new_with_free_func (g_free);
  self->link_texts = g_ptr_array_new_with_free_func (g_free);
  self->epoch = g_strdup ("");
  self->incarnation = "incarnation";
  config.world = &self->world;
  config.transport = (CpTransport){ send_request, cancel_request, self };
  config.ledger = (CpLedgerPort){ get_push,       apply_page, set_link,        self,
                                  begin_snapshot, put_chunk,  finish_snapshot, get_check,
                                  put_sums,       put_range,  get_question,    put_answer };
  config.timer = (CpTimer){ add_timer, remove_timer, self };
  config.max_backoff_ms = max_backoff_ms;
  self->worker = cp_sync_worker_new (&config);
  return self;
}

void
fake_free (Fake *self)
{
  cp_sync_worker_free (self->worker);
  g_assert_cmpuint (self->timers->len, ==, 0);
  g_assert_cmpuint (self->requests->len, ==, 0);
  g_array_unref (self->timers);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->answers);
  g_ptr_array_unref (self->links);
  g_ptr_array_unref (self->link_texts);
  g_free (self->epoch);
  g_free (self);
}

static gboolean
fire_next (Fake *self, gint64 until_ms)
{
  gint64 best = -1;
  FakeTimer timer;

  for (guint i = 0; i < self->timers->len; i++) {
    gint64 at_ms = g_array_index (self->timers, FakeTimer, i).at_ms;

    if (at_ms <= until_ms &&
        (best < 0 || at_ms < g_array_index (self->timers, FakeTimer, best).at_ms))
      best = i;
  }
  if (best < 0)
    return FALSE;
  timer = g_array_index (self->timers, FakeTimer, best);
  g_array_remove_index (self->timers, (guint) best);
  self->now_ms = MAX (self->now_ms, timer.at_ms);
  timer.func (timer.data);
  return TRUE;
}

void
fake_advance (Fake *self, gint64 ms)
{
  gint64 until_ms = self->now_ms + ms;

  while (fire_next (self, until_ms))
    ;
  self->now_ms = until_ms;
}

FakeRequest *
fake_find (Fake *self, const char *method)
{
  for (guint i = 0; i < self->requests->len; i++) {
    FakeRequest *request = g_ptr_array_index (self->requests, i);

    if (g_str_equal (request->method, method))
      return request;
  }
  return NULL;
}

FakeRequest *
fake_expect (Fake *self, const char *method)
{
  FakeRequest *request = fake_find (self, method);

  if (request == NULL)
    g_error ("No %s is under way", method);
  return request;
}

static void
answer (Fake *self, const char *method, const CpTransportAnswer *given)
{
  FakeRequest *request = fake_expect (self, method);
  CpTransportDoneFunc done = request->done;
  gpointer data = request->done_data;

  g_ptr_array_remove (self->requests, request);
  done (given, data);
}

void
fake_answer (Fake *self, const char *method, guint status, const char *text)
{
  fake_answer_of (self, method, status, text, 0);
}

void
fake_answer_of (
    Fake *self, const char *method, guint status, const char *text, gint64 retry_after_ms)
{
  g_autofree char *body = g_strdup (text);

  if (body != NULL)
    g_strdelimit (body, "'", '"');
  answer (self, method,
          &(CpTransportAnswer){ status, body, text != NULL ? strlen (body) : 0, retry_after_ms });
}

void
fake_answer_later (Fake *self, const char *method, guint status, gint64 retry_after_ms)
{
  answer (self, method, &(CpTransportAnswer){ status, NULL, 0, retry_after_ms });
}

void
fake_put_off (Fake *self, gint64 retry_after_ms)
{
  static const char text[] = "{\"code\":\"busy\",\"text\":\"t\"}";

  answer (self, "BULK", &(CpTransportAnswer){ 503, text, strlen (text), retry_after_ms });
}

void
fake_answer_push (Fake *self, gint64 through, gint64 gseq)
{
  fake_answer_push_of (self, "POST", through, gseq);
}

void
fake_answer_push_of (Fake *self, const char *method, gint64 through, gint64 gseq)
{
  g_autofree char *text = g_strdup_printf (
      "{'epoch':'e1','expected_seq':%d,'through_seq':%d,'gseq':%d,'head_office_ms':5}",
      (int) through + 1, (int) through, (int) gseq);

  fake_answer (self, method, 200, text);
}

void
fake_answer_pull (Fake *self, gint64 through, gboolean more)
{
  CpJson *items = json_array ();
  g_autoptr (CpJson) page = NULL;
  g_autofree char *text = NULL;
  const char *place = strstr (fake_expect (self, "GET")->path, "&after=");
  gint64 after = place != NULL ? g_ascii_strtoll (place + strlen ("&after="), NULL, 10) : -1;

  if (through > after)
    cp_json_append (items, cp_feed_end_item (through));
  page = cp_feed_page_json_new ("e1", after, through, more, 777, items);
  text = cp_json_to_text (page);
  fake_answer (self, "GET", 200, text);
}

const char *
fake_get_link (Fake *self)
{
  return self->links->len > 0 ? g_ptr_array_index (self->links, self->links->len - 1) : NULL;
}

guint
fake_count_operations (const FakeRequest *request)
{
  return (guint) json_array_size (cp_json_get_array (request->body, "operations"));
}

gint64
fake_get_first_seq (const FakeRequest *request)
{
  const CpJson *operations = cp_json_get_array (request->body, "operations");

  return cp_json_get_int (json_array_get (operations, 0), "seq", 0);
}
