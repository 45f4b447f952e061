/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-loop-timer.h"

typedef struct {
  void (*func) (gpointer);
  gpointer data;
} Call;

static gboolean
on_time (gpointer data)
{
  Call *call = data;

  call->func (call->data);
  return G_SOURCE_REMOVE;
}

static guint
add (gpointer data, gint64 delay_ms, void (*func) (gpointer), gpointer func_data)
{
  Call *call = g_new (Call, 1);

  *call = (Call){ func, func_data };
  return g_timeout_add_full (G_PRIORITY_DEFAULT, (guint) MIN (delay_ms, G_MAXINT), on_time, call,
                             g_free);
}

static void
remove_id (gpointer data, guint id)
{
  g_source_remove (id);
}

CpTimer
cp_loop_timer_get (void)
{
  return (CpTimer){ add, remove_id, NULL };
}
