/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ledger-errand.h"

/* The errand goes from the store thread to a thread of its own and back, and is in one of them at a time. */
typedef struct {
  const CpLedgerErrandMethod *method;
  GVariant *args;
  CpLedgerErrand *errand;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_pointer (&call->errand, cp_ledger_errand_free);
  g_variant_unref (call->args);
  g_free (call);
}

static GVariant *
begin (CpLedger *ledger, gpointer data, GError **error)
{
  Call *call = data;

  call->errand = call->method->begin (ledger, call->args, error);
  return call->errand != NULL ? g_variant_new ("()") : NULL;
}

static GVariant *
end (CpLedger *ledger, gpointer data, GError **error)
{
  const Call *call = data;
  CpJson *reply = cp_ledger_end_errand (ledger, call->errand, error);

  return reply != NULL ? call->method->answer (reply) : NULL;
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
run (GTask *work, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Call *call = data;

  cp_ledger_errand_run (call->errand);
  g_task_return_boolean (work, TRUE);
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer data)
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
  /* Without the ledger, or the last to let go of that might be the thread that it is run in. */
  work = g_task_new (NULL, NULL, on_run, task);
  g_task_set_task_data (work, g_task_get_task_data (task), NULL);
  g_steal_pointer (&task);
  g_task_run_in_thread (work, run);
}

void
cp_ledger_errand_async (CpLedgerThread *thread,
                        const CpLedgerErrandMethod *method,
                        GVariant *args,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  GTask *task = g_task_new (thread, NULL, callback, data);
  Call *call = g_new0 (Call, 1);

  call->method = method;
  call->args = g_variant_ref_sink (args);
  g_task_set_source_tag (task, cp_ledger_errand_async);
  g_task_set_task_data (task, call, call_free);
  cp_ledger_thread_run_async (thread, begin, call, NULL, on_begun, task);
}

GVariant *
cp_ledger_errand_finish (CpLedgerThread *thread, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, thread), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, cp_ledger_errand_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
