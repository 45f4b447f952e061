/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feed requests that are held until there is news. */
#include "cp-head-office-server-private.h"

typedef struct {
  CpHeadOfficeServer *server;
  SoupServerMessage *message;
  gulong disconnected_id;
  guint timer_id;
  char *device_id;
  char *epoch;
  char *incarnation;
  char *challenge;
  CpFeedQuery query;
} Waiter;

static void
free_waiter (gpointer data)
{
  Waiter *waiter = data;

  if (waiter->timer_id != 0)
    g_source_remove (waiter->timer_id);
  g_signal_handler_disconnect (waiter->message, waiter->disconnected_id);
  g_object_unref (waiter->message);
  g_free (waiter->device_id);
  g_free (waiter->epoch);
  g_free (waiter->incarnation);
  g_free (waiter->challenge);
  g_free (waiter);
}

GPtrArray *
cp_head_office_server_make_waiters (void)
{
  return g_ptr_array_new_with_free_func (free_waiter);
}

/* Returns: whether it has been answered, and is no more */
static gboolean
answer (Waiter *waiter, gboolean even_without_news)
{
  CpHeadOfficeServer *server = waiter->server;
  g_auto (CpWireAnswer) page = { 0 };
  g_autoptr (SoupServerMessage) message = g_object_ref (waiter->message);
  g_autoptr (CpDevice) device = NULL;

  cp_head_office_handle_feed (server->office, waiter->device_id, &waiter->query, &page);
  if (page.status == 200 && !even_without_news &&
      json_array_size (cp_json_get_array (page.document, "items")) == 0)
    return FALSE;
  g_ptr_array_remove_fast (server->waiters, waiter);
  device = cp_head_office_server_authenticate (server, message);
  if (device != NULL)
    cp_head_office_server_reply (server, message, &page);
  soup_server_message_unpause (message);
  return TRUE;
}

static gboolean
on_time_over (gpointer data)
{
  Waiter *waiter = data;

  waiter->timer_id = 0;
  answer (waiter, TRUE);
  return G_SOURCE_REMOVE;
}

static void
on_message_disconnected (SoupServerMessage *message, Waiter *waiter)
{
  g_ptr_array_remove_fast (waiter->server->waiters, waiter);
}

static void
release_same_device (CpHeadOfficeServer *self, const char *device_id)
{
  for (guint i = 0; i < self->waiters->len; i++) {
    Waiter *waiter = g_ptr_array_index (self->waiters, i);

    if (g_str_equal (waiter->device_id, device_id)) {
      answer (waiter, TRUE);
      return;
    }
  }
}

void
cp_head_office_server_hold (CpHeadOfficeServer *self,
                            SoupServerMessage *message,
                            const char *device_id,
                            const CpFeedQuery *query)
{
  Waiter *waiter = g_new0 (Waiter, 1);

  release_same_device (self, device_id);
  waiter->server = self;
  waiter->message = g_object_ref (message);
  waiter->device_id = g_strdup (device_id);
  waiter->epoch = g_strdup (query->epoch);
  waiter->incarnation = g_strdup (query->incarnation);
  waiter->challenge = g_strdup (query->challenge);
  waiter->query = *query;
  waiter->query.epoch = waiter->epoch;
  waiter->query.incarnation = waiter->incarnation;
  waiter->query.challenge = waiter->challenge;
  waiter->disconnected_id =
      g_signal_connect (message, "disconnected", G_CALLBACK (on_message_disconnected), waiter);
  waiter->timer_id = g_timeout_add ((guint) query->wait_ms, on_time_over, waiter);
  g_ptr_array_add (self->waiters, waiter);
  soup_server_message_pause (message);
}

static gboolean
on_news (gpointer data)
{
  CpHeadOfficeServer *self = data;
  guint i = 0;

  self->news_id = 0;
  while (i < self->waiters->len)
    if (!answer (g_ptr_array_index (self->waiters, i), FALSE))
      i++;
  return G_SOURCE_REMOVE;
}

void
cp_head_office_server_tell (gpointer data)
{
  CpHeadOfficeServer *self = data;

  if (self->news_id == 0)
    self->news_id = g_idle_add (on_news, self);
}

void
cp_head_office_server_drop_waiters (CpHeadOfficeServer *self)
{
  if (self->news_id != 0)
    g_source_remove (self->news_id);
  self->news_id = 0;
  g_ptr_array_set_size (self->waiters, 0);
}
