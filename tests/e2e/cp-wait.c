/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-wait.h"

#define LOOK_EVERY_MS 25

static gboolean
on_timeout (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
on_look_again (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

gboolean
cp_wait_for (CpWaitFunc condition, gpointer data, guint timeout_ms)
{
  gint64 deadline_us = g_get_monotonic_time () + (gint64) timeout_ms * 1000;
  guint look = g_timeout_add (LOOK_EVERY_MS, on_look_again, NULL);
  gboolean holds;

  while (!(holds = condition (data)) && g_get_monotonic_time () < deadline_us)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (look);
  return holds;
}

void
cp_wait_ms (guint duration_ms)
{
  gboolean over = FALSE;

  g_timeout_add (duration_ms, on_timeout, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}
