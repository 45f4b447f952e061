/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-trace.h"

#include <string.h>

#define N_KEPT 200

typedef struct {
  gint64 at_ms;
  const char *where;
  const char *what;
  guint64 first;
  guint64 second;
} Event;

struct _CpSimTrace {
  guint64 hash;
  guint64 n_events;
  gint64 now_ms;
  Event kept[N_KEPT];
};

CpSimTrace *
cp_sim_trace_new (void)
{
  CpSimTrace *self = g_new0 (CpSimTrace, 1);

  self->hash = G_GUINT64_CONSTANT (0x243f6a8885a308d3);
  return self;
}

void
cp_sim_trace_free (CpSimTrace *self)
{
  g_free (self);
}

static inline guint64
mix (guint64 hash, guint64 value)
{
  hash = (hash ^ value) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return hash ^ (hash >> 32);
}

static guint64
mix_bytes (guint64 hash, const guint8 *bytes, gsize n_bytes)
{
  guint64 word;

  hash = mix (hash, n_bytes);
  for (; n_bytes >= sizeof word; bytes += sizeof word, n_bytes -= sizeof word) {
    memcpy (&word, bytes, sizeof word);
    hash = mix (hash, word);
  }
  word = 0;
  memcpy (&word, bytes, n_bytes);
  return mix (hash, word);
}

void
cp_sim_trace_note (
    CpSimTrace *self, const char *where, const char *what, guint64 first, guint64 second)
{
  Event event = { 0, where, what, first, second };

  if (self == NULL)
    return;
  event.at_ms = self->now_ms;
  self->kept[self->n_events++ % N_KEPT] = event;
  self->hash = mix_bytes (self->hash, (const guint8 *) where, strlen (where));
  self->hash = mix_bytes (self->hash, (const guint8 *) what, strlen (what));
  self->hash = mix (mix (mix (self->hash, first), second), (guint64) self->now_ms);
}

void
cp_sim_trace_note_bytes (CpSimTrace *self, const void *bytes, gsize n_bytes)
{
  if (self != NULL)
    self->hash = mix_bytes (self->hash, bytes, n_bytes);
}

void
cp_sim_trace_set_now (CpSimTrace *self, gint64 now_ms)
{
  if (self != NULL)
    self->now_ms = now_ms;
}

guint64
cp_sim_trace_get_hash (const CpSimTrace *self)
{
  return self->hash;
}

guint64
cp_sim_trace_get_n_events (const CpSimTrace *self)
{
  return self->n_events;
}

char *
cp_sim_trace_to_text (const CpSimTrace *self)
{
  GString *text = g_string_new (NULL);
  guint64 first = self->n_events > N_KEPT ? self->n_events - N_KEPT : 0;

  for (guint64 i = first; i < self->n_events; i++) {
    const Event *event = &self->kept[i % N_KEPT];

    g_string_append_printf (text,
                            "%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT " ms %s %s %" G_GUINT64_FORMAT
                            " %" G_GUINT64_FORMAT "\n",
                            i, event->at_ms, event->where, event->what, event->first,
                            event->second);
  }
  return g_string_free (text, FALSE);
}
