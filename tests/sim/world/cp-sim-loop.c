/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-loop.h"

typedef struct {
  gint64 at_ms;
  guint64 id; /* ascending, so it also decides between events of one moment */
  CpSimLoopFunc func;
  gpointer data;
  GDestroyNotify destroy;
} Event;

struct _CpSimLoop {
  CpSimTrace *trace;
  gint64 now_ms;
  guint64 last_id;
  GPtrArray *heap;     /* of Event, owned; those that were cancelled have no func */
  GHashTable *waiting; /* id → Event, only to find it for cancelling */
};

CpSimLoop *
cp_sim_loop_new (CpSimTrace *trace)
{
  CpSimLoop *self = g_new0 (CpSimLoop, 1);

  self->trace = trace;
  self->heap = g_ptr_array_new ();
  self->waiting = g_hash_table_new (g_int64_hash, g_int64_equal);
  return self;
}

gint64
cp_sim_loop_now_ms (const CpSimLoop *self)
{
  return self->now_ms;
}

static gboolean
is_before (const Event *a, const Event *b)
{
  return a->at_ms != b->at_ms ? a->at_ms < b->at_ms : a->id < b->id;
}

static void
swap (GPtrArray *heap, guint i, guint j)
{
  gpointer kept = heap->pdata[i];

  heap->pdata[i] = heap->pdata[j];
  heap->pdata[j] = kept;
}

static void
push (GPtrArray *heap, Event *event)
{
  guint i = heap->len;

  g_ptr_array_add (heap, event);
  while (i > 0 && is_before (heap->pdata[i], heap->pdata[(i - 1) / 2])) {
    swap (heap, i, (i - 1) / 2);
    i = (i - 1) / 2;
  }
}

static Event *
pop (GPtrArray *heap)
{
  guint i = 0;
  Event *first;

  if (heap->len == 0)
    return NULL;
  first = g_ptr_array_remove_index_fast (heap, 0);
  for (;;) {
    guint child = 2 * i + 1;

    if (child + 1 < heap->len && is_before (heap->pdata[child + 1], heap->pdata[child]))
      child++;
    if (child >= heap->len || !is_before (heap->pdata[child], heap->pdata[i]))
      return first;
    swap (heap, i, child);
    i = child;
  }
}

static void
destroy_event (Event *event)
{
  if (event->destroy != NULL)
    event->destroy (event->data);
  event->destroy = NULL;
  event->func = NULL;
}

guint64
cp_sim_loop_at (
    CpSimLoop *self, gint64 at_ms, CpSimLoopFunc func, gpointer data, GDestroyNotify destroy)
{
  Event *event = g_new (Event, 1);

  g_assert (func != NULL);
  *event = (Event){ MAX (at_ms, self->now_ms), ++self->last_id, func, data, destroy };
  push (self->heap, event);
  g_hash_table_insert (self->waiting, &event->id, event);
  return event->id;
}

guint64
cp_sim_loop_after (
    CpSimLoop *self, gint64 delay_ms, CpSimLoopFunc func, gpointer data, GDestroyNotify destroy)
{
  return cp_sim_loop_at (self, self->now_ms + delay_ms, func, data, destroy);
}

gboolean
cp_sim_loop_cancel (CpSimLoop *self, guint64 id)
{
  Event *event = g_hash_table_lookup (self->waiting, &id);

  if (event == NULL)
    return FALSE;
  g_hash_table_remove (self->waiting, &id);
  destroy_event (event);
  return TRUE;
}

/* The first event that was not cancelled, left where it is. */
static Event *
peek (CpSimLoop *self)
{
  while (self->heap->len > 0) {
    Event *first = self->heap->pdata[0];

    if (first->func != NULL)
      return first;
    g_free (pop (self->heap));
  }
  return NULL;
}

gboolean
cp_sim_loop_step (CpSimLoop *self)
{
  Event *event = peek (self);

  if (event == NULL)
    return FALSE;
  pop (self->heap);
  g_hash_table_remove (self->waiting, &event->id);
  self->now_ms = MAX (self->now_ms, event->at_ms);
  cp_sim_trace_set_now (self->trace, self->now_ms);
  cp_sim_trace_note (self->trace, "loop", "event", event->id, (guint64) event->at_ms);
  event->func (event->data);
  destroy_event (event);
  g_free (event);
  return TRUE;
}

void
cp_sim_loop_run_until (CpSimLoop *self, gint64 at_ms)
{
  const Event *next;

  while ((next = peek (self)) != NULL && next->at_ms <= at_ms)
    cp_sim_loop_step (self);
  self->now_ms = MAX (self->now_ms, at_ms);
  cp_sim_trace_set_now (self->trace, self->now_ms);
}

void
cp_sim_loop_advance (CpSimLoop *self, gint64 delay_ms)
{
  g_assert (delay_ms >= 0);
  self->now_ms += delay_ms;
  cp_sim_trace_set_now (self->trace, self->now_ms);
}

guint
cp_sim_loop_get_n_pending (const CpSimLoop *self)
{
  return g_hash_table_size (self->waiting);
}

void
cp_sim_loop_free (CpSimLoop *self)
{
  Event *event;

  while ((event = pop (self->heap)) != NULL) {
    g_hash_table_remove (self->waiting, &event->id);
    destroy_event (event);
    g_free (event);
  }
  g_ptr_array_unref (self->heap);
  g_hash_table_unref (self->waiting);
  g_free (self);
}
