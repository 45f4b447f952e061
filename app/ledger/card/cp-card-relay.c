/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-card-relay.h"

#include "cp-card-bytes.h"

typedef struct {
  CpLedgerClient *client;
  CpReader *reader;
  char *session;
  guint32 tap;
  char *talk;
  gulong changed_id; /* while head office is asked */
  guint timer_id;
} Relay;

/* As long as the ledger waits for head office, and a little more. */
#define WAIT_MS 3200

static void
relay_free (gpointer data)
{
  Relay *self = data;

  g_clear_signal_handler (&self->changed_id, self->client);
  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_object_unref (self->client);
  g_object_unref (self->reader);
  g_free (self->session);
  g_free (self->talk);
  g_free (self);
}

static void on_said (GObject *object, GAsyncResult *result, gpointer data);

/* @task: (transfer full), as in the callbacks below */
static void
say (GTask *task, const CpJson *message)
{
  Relay *self = g_task_get_task_data (task);

  cp_ledger_client_talk_to_card_async (self->client, self->session, message,
                                       g_task_get_cancellable (task), on_said, task);
}

static void
on_exchanged (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Relay *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = cp_reader_exchange_finish (CP_READER (object), result, &error);
  g_autoptr (CpJson) message = json_object ();
  CpCardStatus status = CP_CARD_STATUS_OK;

  if (bytes == NULL)
    status =
        error->domain == CP_CARD_ERROR ? (CpCardStatus) error->code : CP_CARD_STATUS_UNAVAILABLE;
  cp_json_set_text (message, "talk", self->talk);
  cp_json_set_text (message, "status", cp_card_status_to_name (status));
  if (bytes != NULL) {
    g_autofree char *hex =
        cp_bytes_to_hex (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

    cp_json_set_text (message, "answer", hex);
  }
  say (g_steal_pointer (&task), message);
}

/* Returns whether @reply is a command, and sends it. @task: (transfer full) if so */
static gboolean
exchange (GTask *task, const CpJson *reply)
{
  Relay *self = g_task_get_task_data (task);
  const char *hex = cp_json_get_text (reply, "command");
  gboolean is_raw = g_strcmp0 (cp_json_get_text (reply, "frame"), "raw") == 0;
  guint8 command[CP_WIRE_MAX_DATA];
  g_autoptr (GBytes) bytes = NULL;
  gsize n = 0;

  if (cp_json_get_text (reply, "talk") == NULL || hex == NULL ||
      !cp_bytes_from_hex (hex, command, sizeof command, &n) || n == 0)
    return FALSE;
  g_free (self->talk);
  self->talk = g_strdup (cp_json_get_text (reply, "talk"));
  bytes = g_bytes_new (command, n);
  cp_reader_exchange_async (self->reader, self->tap,
                            is_raw ? CP_READER_FRAME_RAW : CP_READER_FRAME_AUTO, bytes, 0,
                            g_task_get_cancellable (task), on_exchanged, task);
  return TRUE;
}

/* There may be an answer by now: the conversation goes on. */
static void
ask_again (GTask *task)
{
  Relay *self = g_task_get_task_data (task);
  g_autoptr (CpJson) message = json_pack ("{s:s}", "talk", self->talk);

  g_clear_signal_handler (&self->changed_id, self->client);
  g_clear_handle_id (&self->timer_id, g_source_remove);
  say (task, message);
}

static void
on_changed (CpLedgerClient *client, const char *what, const char *const *account_ids, GTask *task)
{
  if (g_str_equal (what, "card"))
    ask_again (task);
}

static gboolean
on_waited (gpointer data)
{
  GTask *task = data;

  ((Relay *) g_task_get_task_data (task))->timer_id = 0;
  ask_again (task);
  return G_SOURCE_REMOVE;
}

/* Returns whether @reply says that head office is asked, and waits. @task: (transfer full) if so */
static gboolean
wait_for_office (GTask *task, const CpJson *reply)
{
  Relay *self = g_task_get_task_data (task);

  if (cp_json_get_text (reply, "talk") == NULL || !cp_json_get_bool (reply, "asks"))
    return FALSE;
  g_free (self->talk);
  self->talk = g_strdup (cp_json_get_text (reply, "talk"));
  self->changed_id = g_signal_connect (self->client, "changed", G_CALLBACK (on_changed), task);
  self->timer_id = g_timeout_add (WAIT_MS, on_waited, task);
  return TRUE;
}

static void
on_said (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply = cp_ledger_client_finish (CP_LEDGER_CLIENT (object), result, &error);

  if (reply == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (cp_json_get_bool (reply, "done"))
    g_task_return_pointer (task, g_steal_pointer (&reply), (GDestroyNotify) json_decref);
  else if (wait_for_office (task, reply) || exchange (task, reply))
    g_steal_pointer (&task);
  else
    g_task_return_new_error (task, CP_ERROR, CP_ERROR_INVALID,
                             "The ledger said nothing that a card could be told");
}

void
cp_card_relay_async (CpLedgerClient *client,
                     const char *session,
                     CpReader *reader,
                     const CpReaderCard *card,
                     const char *site,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  g_autofree char *uid = cp_reader_card_format_uid (card);
  g_autoptr (CpJson) message =
      json_pack ("{s:{s:s, s:s}}", "card", "uid", uid, "kind", cp_card_kind_to_name (card->kind));
  Relay *self = g_new0 (Relay, 1);

  if (card->random_uid)
    cp_json_set_bool (json_object_get (message, "card"), "random", TRUE);
  self->client = g_object_ref (client);
  self->reader = g_object_ref (reader);
  self->session = g_strdup (session);
  self->tap = card->session;
  g_task_set_source_tag (task, cp_card_relay_async);
  g_task_set_task_data (task, self, relay_free);
  if (site != NULL)
    cp_json_set (message, "issue", json_pack ("{s:s}", "site", site));
  say (task, message);
}

CpJson *
cp_card_relay_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
