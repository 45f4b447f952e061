/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ledger-finish.h"

/* The look goes from the store thread to a thread of its own and back, and is in one of them at a time. */
typedef struct {
  CpLedgerLook *look;
} Finish;

static void
finish_free (gpointer data)
{
  Finish *finish = data;

  g_clear_pointer (&finish->look, cp_ledger_look_free);
  g_free (finish);
}

static GVariant *
begin (CpLedger *ledger, gpointer data, GError **error)
{
  Finish *finish = data;

  finish->look = cp_ledger_begin_look (ledger, error);
  return finish->look != NULL ? g_variant_new ("()") : NULL;
}

static GVariant *
end (CpLedger *ledger, gpointer data, GError **error)
{
  Finish *finish = data;

  return cp_ledger_end_look (ledger, finish->look, error) ? g_variant_new ("()") : NULL;
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GVariant *answer = cp_ledger_thread_run_finish (CP_LEDGER_THREAD (source), result, &error);

  if (answer != NULL)
    g_task_return_pointer (task, answer, (GDestroyNotify) g_variant_unref);
  else
    g_task_return_error (task, error);
}

static void
look_through (GTask *work, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Finish *finish = data;

  cp_ledger_look_through (finish->look);
  g_task_return_boolean (work, TRUE);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;

  cp_ledger_thread_run_async (g_task_get_source_object (task), end, g_task_get_task_data (task),
                              NULL, on_ended, task);
}

static void
on_begun (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GVariant) answer =
      cp_ledger_thread_run_finish (CP_LEDGER_THREAD (source), result, &error);
  g_autoptr (GTask) work = NULL;

  if (answer == NULL) {
    g_task_return_error (task, error);
    return;
  }
  /* Without the ledger, or the last to let go of that might be the thread that looks. */
  work = g_task_new (NULL, NULL, on_looked, task);
  g_task_set_task_data (work, g_task_get_task_data (task), NULL);
  g_steal_pointer (&task);
  g_task_run_in_thread (work, look_through);
}

void
cp_ledger_finish_async (CpLedgerThread *thread, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (thread, NULL, callback, data);

  g_task_set_source_tag (task, cp_ledger_finish_async);
  g_task_set_task_data (task, g_new0 (Finish, 1), finish_free);
  cp_ledger_thread_run_async (thread, begin, g_task_get_task_data (task), NULL, on_begun, task);
}

GVariant *
cp_ledger_finish_finish (CpLedgerThread *thread, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, thread), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, cp_ledger_finish_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
