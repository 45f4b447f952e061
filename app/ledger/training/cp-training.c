/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-training.h"

#include "cp-error.h"
#include "cp-ledger-bus.h"
#include "cp-ledger-interfaces.h"
#include "cp-ledger-methods.h"
#include "cp-ledger-service.h"

struct _CpTraining {
  GObject parent_instance;

  CpLedgerThread *live;
  GDBusConnection *connection;
  char *directory, *device_id, *store_id, *language;
  GBytes *pin_key;
  guint object_id;

  CpLedgerService *service;
  CpLedgerThread *thread; /* from the first Open on */
  gboolean stopped;
  guint n_calls;
};

G_DEFINE_FINAL_TYPE (CpTraining, cp_training, G_TYPE_OBJECT)

/* An Open on its way; each store thread touches what is its own alone. */
typedef struct {
  CpTraining *self;
  GDBusMethodInvocation *invocation;
  char *session;
  gboolean fresh;
  CpJson *prepared;
} Opening;

static void
opening_free (Opening *opening)
{
  opening->self->n_calls--;
  g_object_unref (opening->self);
  g_free (opening->session);
  json_decref (opening->prepared);
  g_free (opening);
}

static void
answer_error (Opening *opening, const GError *error)
{
  cp_ledger_service_return_error (opening->invocation, error);
  opening_free (opening);
}

static GVariant *
begin (CpLedger *ledger, gpointer data, GError **error)
{
  const Opening *opening = data;
  g_autoptr (CpJson) reply =
      cp_ledger_begin_training (ledger, opening->prepared, opening->fresh, error);

  return reply == NULL
             ? NULL
             : g_variant_new ("(@s)", g_variant_new_take_string (cp_json_to_text (reply)));
}

static void
on_begun (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      cp_ledger_thread_run_finish (CP_LEDGER_THREAD (source), result, &error);

  if (reply == NULL) {
    answer_error (opening, error);
    return;
  }
  g_dbus_method_invocation_return_value (opening->invocation, reply);
  opening_free (opening);
}

/* What fails in training is training's own trouble: the live ledger goes on. */
static void
on_thread_failed (CpLedgerThread *thread, const char *message, gpointer data)
{
  g_message ("Training can't go on before the next start: %s", message);
}

static gboolean
start (CpTraining *self, GError **error)
{
  const CpLedgerConfig config = {
    .directory = self->directory,
    .device_id = self->device_id,
    .store_id = self->store_id,
    .pin_key = self->pin_key,
    .language = self->language,
    .is_training = TRUE,
  };

  if (self->thread != NULL)
    return TRUE;
  if (self->stopped) {
    g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "The ledger is stopping");
    return FALSE;
  }
  self->thread = cp_ledger_thread_new (cp_world_real (), &config, error);
  if (self->thread == NULL)
    return FALSE;
  g_signal_connect_object (self->thread, "failed", G_CALLBACK (on_thread_failed), self, 0);
  cp_ledger_service_set_thread (self->service, self->thread);
  return TRUE;
}

static GVariant *
prepare (CpLedger *ledger, gpointer data, GError **error)
{
  Opening *opening = data;

  opening->prepared = cp_ledger_prepare_training (ledger, opening->session, error);
  return opening->prepared != NULL ? g_variant_new ("()") : NULL;
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) done =
      cp_ledger_thread_run_finish (CP_LEDGER_THREAD (source), result, &error);

  if (done == NULL || !start (opening->self, &error))
    answer_error (opening, error);
  else
    cp_ledger_thread_run_async (opening->self->thread, begin, opening, NULL, on_begun, opening);
}

static void
on_method_call (GDBusConnection *connection,
                const char *sender,
                const char *path,
                const char *interface,
                const char *method,
                GVariant *args,
                GDBusMethodInvocation *invocation,
                gpointer data)
{
  CpTraining *self = data;
  Opening *opening;

  if (cp_ledger_service_is_flooded (self->n_calls, self->n_calls, invocation))
    return;
  opening = g_new0 (Opening, 1);
  opening->self = g_object_ref (self);
  opening->invocation = invocation;
  g_variant_get (args, "(sb)", &opening->session, &opening->fresh);
  self->n_calls++;
  cp_ledger_thread_run_async (self->live, prepare, opening, NULL, on_prepared, opening);
}

static const GDBusInterfaceVTable vtable = { on_method_call, NULL, NULL, { NULL } };

static void
cp_training_dispose (GObject *object)
{
  CpTraining *self = CP_TRAINING (object);

  if (self->object_id != 0)
    g_dbus_connection_unregister_object (self->connection, self->object_id);
  self->object_id = 0;
  g_clear_object (&self->service);
  g_clear_object (&self->thread);
  g_clear_object (&self->connection);
  g_clear_object (&self->live);

  G_OBJECT_CLASS (cp_training_parent_class)->dispose (object);
}

static void
cp_training_finalize (GObject *object)
{
  CpTraining *self = CP_TRAINING (object);

  g_free (self->directory);
  g_free (self->device_id);
  g_free (self->language);
  g_free (self->store_id);
  g_bytes_unref (self->pin_key);

  G_OBJECT_CLASS (cp_training_parent_class)->finalize (object);
}

static void
cp_training_class_init (CpTrainingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cp_training_dispose;
  G_OBJECT_CLASS (klass)->finalize = cp_training_finalize;
}

static void
cp_training_init (CpTraining *self)
{
}

CpTraining *
cp_training_new (CpLedgerThread *live,
                 GDBusConnection *connection,
                 const CpLedgerConfig *config,
                 GError **error)
{
  g_autoptr (CpTraining) self = g_object_new (CP_TYPE_TRAINING, NULL);

  self->live = g_object_ref (live);
  self->connection = g_object_ref (connection);
  self->directory = g_build_filename (config->directory, "training", NULL);
  self->device_id = g_strdup (config->device_id);
  self->store_id = g_strdup (config->store_id);
  self->language = g_strdup (config->language);
  self->pin_key = g_bytes_ref (config->pin_key);
  self->object_id = g_dbus_connection_register_object (
      connection, CP_LEDGER_BUS_PATH,
      (GDBusInterfaceInfo *) &org_counterpart_ledger1_training_interface, &vtable, self, NULL,
      error);
  if (self->object_id == 0)
    return NULL;
  self->service = cp_ledger_service_new_for_training (connection, error);
  return self->service != NULL ? g_steal_pointer (&self) : NULL;
}

void
cp_training_stop (CpTraining *self)
{
  g_return_if_fail (CP_IS_TRAINING (self));

  self->stopped = TRUE;
  if (self->thread != NULL)
    cp_ledger_thread_stop (self->thread);
}

gboolean
cp_training_is_idle (CpTraining *self)
{
  g_return_val_if_fail (CP_IS_TRAINING (self), TRUE);

  return self->n_calls == 0 && cp_ledger_service_is_idle (self->service);
}
