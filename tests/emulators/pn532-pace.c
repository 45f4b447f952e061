/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pn532-pace.h"

#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

typedef struct {
  gint64 due_us;
  GBytes *bytes;
} Chunk;

/* A process that is woken comes late, as a line never does: it is woken so much ahead, and waits. */
#define AHEAD_US 150

/* A timer of the kernel's: the main loop's own counts in milliseconds. */
struct Pn532Pace {
  Pn532Port *port;
  GQueue chunks;
  gint64 free_us;   /* when the last chunk is out */
  guint64 spent_us; /* by line and air, for all chunks */
  int timer;
  guint source;
};

static void
chunk_free (gpointer data)
{
  Chunk *chunk = data;

  g_bytes_unref (chunk->bytes);
  g_free (chunk);
}

static void
set_timer (Pn532Pace *self)
{
  const Chunk *first = g_queue_peek_head (&self->chunks);
  struct itimerspec when = { 0 };

  if (first != NULL) {
    gint64 wake_us = MAX (first->due_us - AHEAD_US, 1);

    when.it_value.tv_sec = wake_us / G_USEC_PER_SEC;
    when.it_value.tv_nsec = wake_us % G_USEC_PER_SEC * 1000;
  }
  timerfd_settime (self->timer, TFD_TIMER_ABSTIME, &when, NULL);
}

/* Waits for what is as good as due. */
static gboolean
is_due (const Chunk *chunk)
{
  if (chunk == NULL || chunk->due_us - AHEAD_US > g_get_monotonic_time ())
    return FALSE;
  while (chunk->due_us > g_get_monotonic_time ())
    continue;
  return TRUE;
}

static gboolean
on_timer (gint fd, GIOCondition condition, gpointer user_data)
{
  Pn532Pace *self = user_data;
  guint64 n;

  if (read (fd, &n, sizeof n) < 0)
    return G_SOURCE_CONTINUE;
  while (is_due (g_queue_peek_head (&self->chunks))) {
    Chunk *chunk = g_queue_pop_head (&self->chunks);

    pn532_port_write (self->port, g_bytes_get_data (chunk->bytes, NULL),
                      g_bytes_get_size (chunk->bytes));
    chunk_free (chunk);
  }
  set_timer (self);
  return G_SOURCE_CONTINUE;
}

void
pn532_pace_send (Pn532Pace *self, const guint8 *bytes, gsize n_bytes, guint delay_us, guint byte_ns)
{
  Chunk *chunk;
  guint took_us;

  if (g_queue_is_empty (&self->chunks) && delay_us == 0 && byte_ns == 0) {
    pn532_port_write (self->port, bytes, n_bytes);
    return;
  }
  took_us = delay_us + (guint) (n_bytes * byte_ns / 1000);
  self->spent_us += took_us;
  self->free_us = MAX (self->free_us, g_get_monotonic_time ()) + took_us;
  chunk = g_new (Chunk, 1);
  *chunk = (Chunk){ self->free_us, g_bytes_new (bytes, n_bytes) };
  g_queue_push_tail (&self->chunks, chunk);
  set_timer (self);
}

guint
pn532_pace_get_lag_us (Pn532Pace *self)
{
  return (guint) MAX (self->free_us - g_get_monotonic_time (), 0);
}

guint64
pn532_pace_get_spent_us (Pn532Pace *self)
{
  return self->spent_us;
}

void
pn532_pace_drop (Pn532Pace *self)
{
  g_queue_clear_full (&self->chunks, chunk_free);
  self->free_us = 0;
  set_timer (self);
}

Pn532Pace *
pn532_pace_new (Pn532Port *port)
{
  Pn532Pace *self = g_new0 (Pn532Pace, 1);

  self->port = port;
  self->timer = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  self->source = g_unix_fd_add (self->timer, G_IO_IN, on_timer, self);
  return self;
}

void
pn532_pace_free (Pn532Pace *self)
{
  pn532_pace_drop (self);
  g_source_remove (self->source);
  close (self->timer);
  g_free (self);
}
