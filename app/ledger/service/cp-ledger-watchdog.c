/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ledger-watchdog.h"

#include <systemd/sd-daemon.h>

struct _CpLedgerWatchdog {
  CpLedgerThread *thread;
  guint timer_id;
  gboolean waiting; /* for the round trip that is under way */
  gboolean closed;  /* freed as soon as it is back */
};

static GVariant *
read_status (CpLedger *ledger, gpointer data, GError **error)
{
  g_autoptr (CpJson) status = cp_ledger_get_status (ledger, error);

  return status == NULL ? NULL : g_variant_new_boolean (TRUE);
}

static void
finish_free (CpLedgerWatchdog *self)
{
  g_object_unref (self->thread);
  g_free (self);
}

static void
on_status_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  CpLedgerWatchdog *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) alive =
      cp_ledger_thread_run_finish (CP_LEDGER_THREAD (source), result, &error);

  self->waiting = FALSE;
  if (alive != NULL)
    sd_notify (FALSE, "WATCHDOG=1");
  else
    g_message ("The watchdog goes hungry: %s", error->message);
  if (self->closed)
    finish_free (self);
}

static gboolean
on_timeout (gpointer data)
{
  CpLedgerWatchdog *self = data;

  if (self->waiting)
    return G_SOURCE_CONTINUE;
  self->waiting = TRUE;
  cp_ledger_thread_run_async (self->thread, read_status, NULL, NULL, on_status_ready, self);
  return G_SOURCE_CONTINUE;
}

CpLedgerWatchdog *
cp_ledger_watchdog_new (CpLedgerThread *thread)
{
  CpLedgerWatchdog *self;
  guint64 patience_us = 0;

  if (sd_watchdog_enabled (FALSE, &patience_us) <= 0)
    return NULL;
  self = g_new0 (CpLedgerWatchdog, 1);
  self->thread = g_object_ref (thread);
  self->timer_id = g_timeout_add ((guint) MAX (patience_us / 1000 / 3, 1), on_timeout, self);
  return self;
}

void
cp_ledger_watchdog_free (CpLedgerWatchdog *self)
{
  g_clear_handle_id (&self->timer_id, g_source_remove);
  self->closed = TRUE;
  if (!self->waiting)
    finish_free (self);
}
