/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pushes: read in other threads, while this one takes those that have been read, all in one
 * transaction: the busier it is, the more there are. What was taken goes back there to be freed: the
 * allocator keeps freed memory for the thread that has freed it, and that is where the next push needs
 * it. */
#include "cp-chain.h"
#include "cp-error.h"
#include "cp-head-office-private.h"
#include "cp-head-office-server-private.h"
#include "cp-wire-gzip.h"

/* Whoever waits for an answer waits for all of them. */
#define MAX_TOGETHER 16

/* What is with the thread is its own until it is back. */
struct _CpPushReading {
  CpHeadOfficeServer *server; /* (nullable): it has ended meanwhile */
  GMainContext *context;      /* where it is taken */
  SoupServerMessage *message; /* (nullable): it has been answered */
  gulong disconnected_id;
  gboolean is_disconnected;
  char *device_id;
  char *encoding;
  GByteArray *body;
  CpReadPush *push; /* (nullable): with @error, what came is no document */
  GError *error;
};

static void
let_message_go (CpPushReading *self)
{
  g_signal_handler_disconnect (self->message, self->disconnected_id);
  g_clear_object (&self->message);
}

static void
free_reading (CpPushReading *self)
{
  g_main_context_unref (self->context);
  g_free (self->device_id);
  g_free (self->encoding);
  g_byte_array_unref (self->body);
  cp_read_push_free (self->push);
  g_clear_error (&self->error);
  g_free (self);
}

/* Returns: (transfer full): the body as it was before it was packed, or NULL */
static GBytes *
unpack (const GByteArray *body, const char *encoding, GError **error)
{
  if (encoding == NULL)
    return g_bytes_new_static (body->data, body->len);
  if (g_ascii_strcasecmp (encoding, "gzip") == 0)
    return cp_gzip_unpack (body->data, body->len, CP_PUSH_MAX_REQUEST_BYTES, error);
  g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID, "Content-Encoding: gzip is known only");
  return NULL;
}

CpJson *
cp_head_office_server_read_body (const GByteArray *body, const char *encoding, GError **error)
{
  g_autoptr (GBytes) bytes = unpack (body, encoding, error);
  gsize size_bytes;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &size_bytes) : NULL;

  if (bytes == NULL)
    return NULL;
  return cp_json_parse_object (text != NULL ? text : "", (gssize) size_bytes, error);
}

/* How many of its operations head office has now. */
static gint64
count_taken (const CpPush *push, const CpWireAnswer *answer)
{
  gint64 n = push->operations->len;
  gint64 first_seq = n > 0 ? g_array_index (push->operations, CpPushOperation, 0).seq : 0;

  return CLAMP (cp_json_get_int (answer->document, "expected_seq", 0) - first_seq, 0, n);
}

/* What it says to have waiting is with this push; what was taken waits no more. */
static void
note_contact (const CpPushReading *self, const CpWireAnswer *answer)
{
  CpContact contact = { -1, self->push->waiting, self->push->waiting_bulk, NULL };

  if (answer->status == 200 && contact.waiting >= 0) {
    const CpPush *push = self->push->push;
    gint64 n_taken = count_taken (push, answer);

    contact.waiting = MAX (contact.waiting - n_taken, 0);
    if (cp_chain_get_lane (push->incarnation) == CP_LANE_BULK)
      contact.waiting_bulk = MAX (contact.waiting_bulk - n_taken, 0);
  }
  cp_head_office_note_contact (self->server->office, self->device_id, &contact);
}

static void
give_answer (CpPushReading *self, const CpWireAnswer *answer)
{
  if (self->is_disconnected)
    return;
  cp_head_office_server_reply (self->server, self->message, answer);
  soup_server_message_unpause (self->message);
}

/* Back to where it is freed. */
static void
let_go (CpPushReading *self)
{
  let_message_go (self);
  if (self->server != NULL)
    g_thread_pool_push (self->server->readers, self, NULL);
  else
    free_reading (self);
}

static void
refuse (CpPushReading *self)
{
  g_auto (CpWireAnswer) answer = { 0 };

  cp_head_office_server_refuse_body (&answer, self->error);
  give_answer (self, &answer);
  let_go (self);
}

static void
take (CpHeadOfficeServer *server, CpPushReading *const *readings, guint n)
{
  g_autofree CpPushTurn *turns = g_new0 (CpPushTurn, n);

  for (guint i = 0; i < n; i++)
    turns[i] = (CpPushTurn){ .device_id = readings[i]->device_id, .read = readings[i]->push };
  cp_head_office_take_pushes (server->office, turns, n);
  for (guint i = 0; i < n; i++) {
    note_contact (readings[i], &turns[i].answer);
    give_answer (readings[i], &turns[i].answer);
    cp_wire_answer_clear (&turns[i].answer);
    let_go (readings[i]);
  }
}

static GSource *
attach (GMainContext *context, GSourceFunc func, gpointer data)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, NULL);
  g_source_attach (source, context);
  return source;
}

/* One turn each time: others that are ready, and answers, come in between. */
static gboolean
on_turn (gpointer data)
{
  CpHeadOfficeServer *server = data;
  CpPushReading *readings[MAX_TOGETHER];
  guint n = 0;

  while (n < MAX_TOGETHER && !g_queue_is_empty (&server->read))
    readings[n++] = g_queue_pop_head (&server->read);
  if (n > 0)
    take (server, readings, n);
  if (!g_queue_is_empty (&server->read))
    return G_SOURCE_CONTINUE;
  g_clear_pointer (&server->turn, g_source_unref);
  return G_SOURCE_REMOVE;
}

static void
queue (CpHeadOfficeServer *self, CpPushReading *reading)
{
  g_queue_push_tail (&self->read, reading);
  if (self->turn == NULL)
    self->turn = attach (reading->context, on_turn, self);
}

static gboolean
on_read (gpointer data)
{
  CpPushReading *self = data;
  CpHeadOfficeServer *server = self->server;

  if (server == NULL) {
    let_go (self);
  } else {
    g_ptr_array_remove_fast (server->readings, self);
    if (self->push != NULL)
      queue (server, self);
    else
      refuse (self);
  }
  return G_SOURCE_REMOVE;
}

static void
read_push (CpPushReading *self)
{
  g_autoptr (CpJson) document =
      cp_head_office_server_read_body (self->body, self->encoding, &self->error);

  if (document != NULL)
    self->push = cp_read_push_new (document);
}

/* In a thread of the pool. */
static void
work (gpointer data, gpointer user_data)
{
  CpPushReading *self = data;

  if (self->message == NULL) {
    free_reading (self);
    return;
  }
  read_push (self);
  g_source_unref (attach (self->context, on_read, self));
}

GThreadPool *
cp_head_office_server_make_readers (GError **error)
{
  return g_thread_pool_new (work, NULL, (int) g_get_num_processors (), TRUE, error);
}

static void
on_disconnected (SoupServerMessage *message, CpPushReading *self)
{
  self->is_disconnected = TRUE;
}

void
cp_head_office_server_take_push (CpHeadOfficeServer *self,
                                 SoupServerMessage *message,
                                 const char *device_id,
                                 const char *encoding,
                                 GByteArray *body)
{
  CpPushReading *reading = g_new0 (CpPushReading, 1);

  reading->server = self;
  reading->context = g_main_context_ref_thread_default ();
  reading->message = g_object_ref (message);
  reading->device_id = g_strdup (device_id);
  reading->encoding = g_strdup (encoding);
  reading->body = g_byte_array_ref (body);
  reading->disconnected_id =
      g_signal_connect (message, "disconnected", G_CALLBACK (on_disconnected), reading);
  g_ptr_array_add (self->readings, reading);
  soup_server_message_pause (message);
  g_thread_pool_push (self->readers, reading, NULL);
}

void
cp_head_office_server_drop_readings (CpHeadOfficeServer *self)
{
  CpPushReading *reading;

  if (self->turn != NULL)
    g_source_destroy (self->turn);
  g_clear_pointer (&self->turn, g_source_unref);
  while ((reading = g_queue_pop_head (&self->read)) != NULL) {
    reading->server = NULL;
    let_go (reading);
  }
  for (guint i = 0; i < self->readings->len; i++)
    ((CpPushReading *) self->readings->pdata[i])->server = NULL;
  g_ptr_array_set_size (self->readings, 0);
  g_thread_pool_free (self->readers, FALSE, TRUE);
}
