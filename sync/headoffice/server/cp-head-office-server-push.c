/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pushes: read in other threads, while this one takes those that have been read. */
#include "cp-error.h"
#include "cp-head-office-private.h"
#include "cp-head-office-server-private.h"
#include "cp-wire-gzip.h"

/* What is with the thread is its own until it is back. */
struct _CpPushReading {
  CpHeadOfficeServer *server; /* (nullable): it has ended meanwhile */
  SoupServerMessage *message;
  gulong disconnected_id;
  gboolean is_disconnected;
  char *device_id;
  char *encoding;
  GByteArray *body;
  CpReadPush *push; /* (nullable): with @error, what came is no document */
  GError *error;
};

static void
free_reading (gpointer data)
{
  CpPushReading *self = data;

  g_signal_handler_disconnect (self->message, self->disconnected_id);
  g_object_unref (self->message);
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

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CpPushReading *self = data;
  g_autoptr (CpJson) document =
      cp_head_office_server_read_body (self->body, self->encoding, &self->error);

  if (document != NULL) {
    self->push = cp_read_push_new (document);
    cp_read_push_drop_bodies (self->push);
  }
  g_task_return_boolean (task, TRUE);
}

/* What it says to have waiting is with this push; what was taken waits no more. */
static void
take (CpPushReading *self, CpWireAnswer *ret_answer)
{
  const CpReadPush *read = self->push;
  gint64 waiting = read->waiting;

  cp_head_office_take_push (self->server->office, self->device_id, read, ret_answer);
  if (ret_answer->status == 200 && waiting >= 0)
    waiting = MAX (waiting - read->push->operations->len, 0);
  cp_head_office_note_contact (self->server->office, self->device_id, -1, waiting);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  CpPushReading *self = g_task_get_task_data (G_TASK (result));
  g_auto (CpWireAnswer) answer = { 0 };

  if (self->server == NULL)
    return;
  g_ptr_array_remove_fast (self->server->readings, self);
  if (self->push != NULL)
    take (self, &answer);
  else
    cp_head_office_server_refuse_body (&answer, self->error);
  if (self->is_disconnected)
    return;
  cp_head_office_server_reply (self->server, self->message, &answer);
  soup_server_message_unpause (self->message);
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
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_read, NULL);

  reading->server = self;
  reading->message = g_object_ref (message);
  reading->device_id = g_strdup (device_id);
  reading->encoding = g_strdup (encoding);
  reading->body = g_byte_array_ref (body);
  reading->disconnected_id =
      g_signal_connect (message, "disconnected", G_CALLBACK (on_disconnected), reading);
  g_ptr_array_add (self->readings, reading);
  g_task_set_task_data (task, reading, free_reading);
  soup_server_message_pause (message);
  g_task_run_in_thread (task, read_in_thread);
}

void
cp_head_office_server_drop_readings (CpHeadOfficeServer *self)
{
  for (guint i = 0; i < self->readings->len; i++)
    ((CpPushReading *) self->readings->pdata[i])->server = NULL;
  g_ptr_array_set_size (self->readings, 0);
}
