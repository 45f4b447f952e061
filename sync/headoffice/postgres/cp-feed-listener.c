/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-feed-listener.h"

#include <glib-unix.h>

#include "cp-postgres.h"

#define RECONNECT_MS 500

/* A copy has what its original told within a few milliseconds, or is in trouble. */
#define LOOK_MS 5
#define MAX_LOOKS 200

struct _CpFeedListener {
  char *url;
  CpFeedListenerFunc func;
  gpointer data;
  CpPostgres *postgres;
  guint source_id;
  guint timer_id;
  CpHeadOffice *office; /* (nullable) */
  gint64 wanted_gseq;
  guint looks;
  guint look_id;
};

static gboolean on_reconnect (gpointer data);

static void
lose (CpFeedListener *self)
{
  g_clear_handle_id (&self->source_id, g_source_remove);
  g_clear_pointer (&self->postgres, cp_postgres_close);
  if (self->timer_id == 0)
    self->timer_id = g_timeout_add (RECONNECT_MS, on_reconnect, self);
}

/* Whether those who are told now find it in the copy; after a while they are told all the same. */
static gboolean
has_arrived (CpFeedListener *self)
{
  CpHeadOfficeStorage *copy =
      self->office != NULL ? cp_head_office_get_reader (self->office) : NULL;
  gint64 gseq = 0;

  if (copy == NULL || ++self->looks > MAX_LOOKS)
    return TRUE;
  return !copy->class_->get_last_gseq (copy, &gseq, NULL) || gseq >= self->wanted_gseq;
}

static gboolean
on_look (gpointer data)
{
  CpFeedListener *self = data;

  if (!has_arrived (self))
    return G_SOURCE_CONTINUE;
  self->look_id = 0;
  self->func (self->data, self->wanted_gseq);
  return G_SOURCE_REMOVE;
}

static void
pass_on (CpFeedListener *self, gint64 gseq)
{
  self->wanted_gseq = MAX (self->wanted_gseq, gseq);
  self->looks = 0;
  if (self->look_id != 0)
    return;
  if (has_arrived (self))
    self->func (self->data, self->wanted_gseq);
  else
    self->look_id = g_timeout_add (LOOK_MS, on_look, self);
}

static gboolean
on_input (gint fd, GIOCondition condition, gpointer data)
{
  CpFeedListener *self = data;
  PGconn *connection = cp_postgres_get_connection (self->postgres);
  PGnotify *notification;
  gint64 gseq = 0;
  gboolean is_news = FALSE;

  if (!PQconsumeInput (connection)) {
    self->source_id = 0;
    lose (self);
    return G_SOURCE_REMOVE;
  }
  while ((notification = PQnotifies (connection)) != NULL) {
    gseq = MAX (gseq, g_ascii_strtoll (notification->extra, NULL, 10));
    is_news = TRUE;
    PQfreemem (notification);
  }
  if (is_news)
    pass_on (self, gseq);
  return G_SOURCE_CONTINUE;
}

static void
connect_now (CpFeedListener *self)
{
  g_autoptr (GError) error = NULL;

  self->postgres = cp_postgres_open (self->url, &error);
  if (self->postgres == NULL || !cp_postgres_run (self->postgres, "listen-feed", NULL, &error)) {
    g_message ("News of the feed can't be heard: %s", error->message);
    lose (self);
    return;
  }
  self->source_id = g_unix_fd_add (PQsocket (cp_postgres_get_connection (self->postgres)),
                                   G_IO_IN | G_IO_HUP | G_IO_ERR, on_input, self);
}

static gboolean
on_reconnect (gpointer data)
{
  CpFeedListener *self = data;

  self->timer_id = 0;
  connect_now (self);
  if (self->postgres != NULL)
    self->func (self->data, 0);
  return G_SOURCE_REMOVE;
}

CpFeedListener *
cp_feed_listener_new (const char *url, CpHeadOffice *office, CpFeedListenerFunc func, gpointer data)
{
  CpFeedListener *self = g_new0 (CpFeedListener, 1);

  self->url = g_strdup (url);
  self->office = office;
  self->func = func;
  self->data = data;
  connect_now (self);
  return self;
}

void
cp_feed_listener_free (CpFeedListener *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->source_id, g_source_remove);
  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_clear_handle_id (&self->look_id, g_source_remove);
  cp_postgres_close (self->postgres);
  g_free (self->url);
  g_free (self);
}
