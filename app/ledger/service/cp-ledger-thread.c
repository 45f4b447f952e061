/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ledger-thread.h"

#include "cp-error.h"

/* Upkeep is done when the queue has been empty this long, and at the latest when it is overdue. */
#define IDLE_MS 500
#define UPKEEP_EVERY_MS 5000

/* Between one slice of what takes long and the next, so that whoever else needs the disk gets it. */
#define SLICE_PAUSE_MS 10

struct _CpLedgerThread {
  GObject parent_instance;

  const CpWorld *world;
  CpLedgerConfig config;
  GMainContext *context;
  GAsyncQueue *queue; /* of GTask, and of the CpLedgerThread itself: the end */
  GThread *thread;

  GAsyncQueue *opened; /* one item: @self, once the opening went well or not */
  GError *open_error;

  /* Of the store thread. */
  CpLedger *ledger;
  gboolean failed;
  gint64 upkeep_at_ms;
};

G_DEFINE_FINAL_TYPE (CpLedgerThread, cp_ledger_thread, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, SIGNAL_FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

typedef struct {
  CpLedgerJob job;
  gpointer data;
  GDestroyNotify destroy;
} Job;

/* What the store thread has to say to the other. */
typedef struct {
  CpLedgerThread *self;
  guint signal;
  char *text;
  GStrv account_ids;
} News;

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->destroy != NULL)
    job->destroy (job->data);
  g_free (job);
}

static gboolean
on_news (gpointer data)
{
  News *news = data;

  if (news->signal == SIGNAL_CHANGED)
    g_signal_emit (news->self, signals[SIGNAL_CHANGED], 0, news->text, news->account_ids);
  else
    g_signal_emit (news->self, signals[SIGNAL_FAILED], 0, news->text);
  return G_SOURCE_REMOVE;
}

static void
news_free (gpointer data)
{
  News *news = data;

  g_object_unref (news->self);
  g_free (news->text);
  g_strfreev (news->account_ids);
  g_free (news);
}

/* (g_main_context_invoke() would run it in this thread whenever the other is not in its loop.) */
static void
tell (CpLedgerThread *self, guint signal, const char *text, const char *const *account_ids)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  News *news = g_new0 (News, 1);

  news->self = g_object_ref (self);
  news->signal = signal;
  news->text = g_strdup (text);
  news->account_ids = g_strdupv ((GStrv) account_ids);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_news, news, news_free);
  g_source_attach (source, self->context);
}

static void
on_ledger_changed (const char *what, const char *const *account_ids, gpointer data)
{
  tell (data, SIGNAL_CHANGED, what, account_ids);
}

static void
note_failure (CpLedgerThread *self, const GError *error)
{
  if (self->failed || !g_error_matches (error, CP_ERROR, CP_ERROR_FATAL))
    return;
  self->failed = TRUE;
  tell (self, SIGNAL_FAILED, error->message, NULL);
}

static void
do_upkeep (CpLedgerThread *self)
{
  g_autoptr (GError) error = NULL;

  self->upkeep_at_ms = cp_world_boot_ms (self->world);
  if (self->failed || cp_ledger_do_upkeep (self->ledger, &error))
    return;
  note_failure (self, error);
  if (!self->failed)
    g_message ("Upkeep has to wait: %s", error->message);
}

static void
do_task (CpLedgerThread *self, GTask *task)
{
  g_autoptr (GTask) owned = task;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  GVariant *answer = job->job (self->ledger, job->data, &error);

  if (answer != NULL) {
    g_task_return_pointer (task, g_variant_ref_sink (answer), (GDestroyNotify) g_variant_unref);
  } else {
    note_failure (self, error);
    g_task_return_error (task, error);
  }
}

static guint
get_patience_ms (const CpLedgerThread *self, gboolean worked)
{
  if (!self->failed && cp_ledger_has_upkeep (self->ledger))
    return SLICE_PAUSE_MS;
  return worked ? IDLE_MS : UPKEEP_EVERY_MS;
}

static void
serve (CpLedgerThread *self)
{
  gboolean worked = FALSE;

  while (TRUE) {
    guint patience_ms = get_patience_ms (self, worked);
    gpointer item = g_async_queue_timeout_pop (self->queue, patience_ms * G_TIME_SPAN_MILLISECOND);

    if (item == self)
      return;
    if (item != NULL)
      do_task (self, item);
    worked = item != NULL;
    if (!worked || cp_world_boot_ms (self->world) - self->upkeep_at_ms >= UPKEEP_EVERY_MS)
      do_upkeep (self);
  }
}

static gpointer
run_thread (gpointer data)
{
  CpLedgerThread *self = data;

  self->ledger = cp_ledger_open (self->world, &self->config, &self->open_error);
  /* Without an error the thread would be taken for one that serves. */
  g_assert (self->ledger != NULL || self->open_error != NULL);
  g_async_queue_push (self->opened, self);
  if (self->ledger == NULL)
    return NULL;
  cp_ledger_set_changed_func (self->ledger, on_ledger_changed, self);
  self->upkeep_at_ms = cp_world_boot_ms (self->world);
  serve (self);
  cp_ledger_close (g_steal_pointer (&self->ledger));
  return NULL;
}

static void
cp_ledger_thread_finalize (GObject *object)
{
  CpLedgerThread *self = CP_LEDGER_THREAD (object);

  g_assert (self->thread == NULL);
  g_async_queue_unref (self->queue);
  g_async_queue_unref (self->opened);
  g_main_context_unref (self->context);
  g_clear_pointer (&self->config.pin_key, g_bytes_unref);
  g_clear_pointer (&self->config.signing_key, g_bytes_unref);
  g_free ((char *) self->config.head_office_key);
  g_free ((char *) self->config.directory);
  g_free ((char *) self->config.device_id);
  g_free ((char *) self->config.store_id);
  g_free ((char *) self->config.card_keys_path);
  g_free ((char *) self->config.language);
  g_clear_error (&self->open_error);

  G_OBJECT_CLASS (cp_ledger_thread_parent_class)->finalize (object);
}

static void
cp_ledger_thread_class_init (CpLedgerThreadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cp_ledger_thread_finalize;

  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRV);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
cp_ledger_thread_init (CpLedgerThread *self)
{
  self->queue = g_async_queue_new ();
  self->opened = g_async_queue_new ();
  self->context = g_main_context_ref_thread_default ();
}

CpLedgerThread *
cp_ledger_thread_new (const CpWorld *world, const CpLedgerConfig *config, GError **error)
{
  g_autoptr (CpLedgerThread) self = g_object_new (CP_TYPE_LEDGER_THREAD, NULL);

  self->world = world;
  self->config.directory = g_strdup (config->directory);
  self->config.device_id = g_strdup (config->device_id);
  self->config.store_id = g_strdup (config->store_id);
  self->config.card_keys_path = g_strdup (config->card_keys_path);
  self->config.language = g_strdup (config->language);
  self->config.pin_key = g_bytes_ref (config->pin_key);
  self->config.signing_key = config->signing_key != NULL ? g_bytes_ref (config->signing_key) : NULL;
  self->config.head_office_key = g_strdup (config->head_office_key);
  self->config.is_training = config->is_training;
  self->thread = g_thread_new ("store", run_thread, self);
  g_async_queue_pop (self->opened);
  if (self->open_error == NULL)
    return g_steal_pointer (&self);
  g_thread_join (g_steal_pointer (&self->thread));
  g_propagate_error (error, g_steal_pointer (&self->open_error));
  return NULL;
}

void
cp_ledger_thread_run_async (CpLedgerThread *self,
                            CpLedgerJob job,
                            gpointer data,
                            GDestroyNotify destroy,
                            GAsyncReadyCallback callback,
                            gpointer callback_data)
{
  g_autoptr (GTask) task = NULL;
  Job *the_job;

  g_return_if_fail (CP_IS_LEDGER_THREAD (self) && job != NULL);

  task = g_task_new (self, NULL, callback, callback_data);
  g_task_set_source_tag (task, cp_ledger_thread_run_async);
  the_job = g_new0 (Job, 1);
  the_job->job = job;
  the_job->data = data;
  the_job->destroy = destroy;
  g_task_set_task_data (task, the_job, job_free);
  if (self->thread != NULL)
    g_async_queue_push (self->queue, g_steal_pointer (&task));
  else
    g_task_return_new_error (task, CP_ERROR, CP_ERROR_UNAVAILABLE, "The ledger is stopping");
}

GVariant *
cp_ledger_thread_run_finish (CpLedgerThread *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, cp_ledger_thread_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
cp_ledger_thread_stop (CpLedgerThread *self)
{
  g_return_if_fail (CP_IS_LEDGER_THREAD (self));

  if (self->thread == NULL)
    return;
  g_async_queue_push (self->queue, self);
  g_thread_join (g_steal_pointer (&self->thread));
}
