/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ledger-service.h"

#include "cp-ledger-bus.h"
#include "cp-ledger-errand.h"
#include "cp-ledger-interfaces.h"
#include "cp-ledger-methods.h"

struct _CpLedgerService {
  GObject parent_instance;

  CpLedgerThread *thread; /* NULL until training mode is opened */
  GDBusConnection *connection;
  const char *path;
  guint object_ids[2];
  GHashTable *calls_of; /* sender → how many calls wait */
  guint n_calls;
};

G_DEFINE_FINAL_TYPE (CpLedgerService, cp_ledger_service, G_TYPE_OBJECT)

/* A call on its way. The store thread only reads @interface, @method and @args. */
typedef struct {
  CpLedgerService *service;
  GDBusMethodInvocation *invocation;
  const char *interface;
  const char *method;
  GVariant *args;
  char *sender;
} Request;

static guint
count_calls_of (CpLedgerService *self, const char *sender)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->calls_of, sender));
}

static void
add_call_of (CpLedgerService *self, const char *sender, int difference)
{
  guint n_calls = (guint) ((int) count_calls_of (self, sender) + difference);

  self->n_calls = (guint) ((int) self->n_calls + difference);
  if (n_calls == 0)
    g_hash_table_remove (self->calls_of, sender);
  else
    g_hash_table_replace (self->calls_of, g_strdup (sender), GUINT_TO_POINTER (n_calls));
}

void
cp_ledger_service_return_error (GDBusMethodInvocation *invocation, const GError *error)
{
  CpError code = error->domain == CP_ERROR ? (CpError) error->code : CP_ERROR_UNAVAILABLE;

  g_dbus_method_invocation_return_dbus_error (invocation, cp_ledger_bus_error_to_name (code),
                                              error->message);
}

static void
refuse (GDBusMethodInvocation *invocation, const char *why_not)
{
  g_dbus_method_invocation_return_dbus_error (
      invocation, cp_ledger_bus_error_to_name (CP_ERROR_UNAVAILABLE), why_not);
}

gboolean
cp_ledger_service_is_flooded (guint n_of_one, guint n_of_all, GDBusMethodInvocation *invocation)
{
  if (n_of_one < CP_LEDGER_MAX_CALLS_OF_ONE && n_of_all < CP_LEDGER_MAX_CALLS)
    return FALSE;
  refuse (invocation, "Too many calls are waiting already");
  return TRUE;
}

static GVariant *
do_request (CpLedger *ledger, gpointer data, GError **error)
{
  Request *request = data;

  return cp_ledger_methods_call (ledger, request->interface, request->method, request->args, error);
}

static void
answer_request (Request *request, GVariant *answer, const GError *error)
{
  g_autoptr (CpLedgerService) service = request->service;

  add_call_of (service, request->sender, -1);
  g_debug ("%s: %s", request->method, answer != NULL ? "done" : error->message);
  if (answer != NULL)
    g_dbus_method_invocation_return_value (request->invocation, answer);
  else
    cp_ledger_service_return_error (request->invocation, error);
}

static void
on_request_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      cp_ledger_thread_run_finish (CP_LEDGER_THREAD (source), result, &error);

  answer_request (data, answer, error);
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_variant_unref (request->args);
  g_free (request->sender);
  g_free (request);
}

static void
on_errand_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = cp_ledger_errand_finish (CP_LEDGER_THREAD (source), result, &error);

  answer_request (data, answer, error);
  request_free (data);
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
  CpLedgerService *self = data;
  const CpLedgerErrandMethod *errand = cp_ledger_methods_find_errand (interface, method);
  Request *request;

  if (self->thread == NULL) {
    refuse (invocation, "Training has not been opened");
    return;
  }
  if (cp_ledger_service_is_flooded (count_calls_of (self, sender), self->n_calls, invocation))
    return;
  add_call_of (self, sender, 1);
  request = g_new0 (Request, 1);
  request->service = g_object_ref (self);
  request->invocation = invocation;
  request->interface = g_intern_string (interface);
  request->method = g_intern_string (method);
  request->args = g_variant_ref (args);
  request->sender = g_strdup (sender);
  if (errand != NULL)
    cp_ledger_errand_async (self->thread, errand, args, on_errand_ready, request);
  else
    cp_ledger_thread_run_async (self->thread, do_request, request, request_free, on_request_ready,
                                request);
}

static const GDBusInterfaceVTable vtable = { on_method_call, NULL, NULL, { NULL } };

static void
on_thread_changed (CpLedgerThread *thread, const char *what, GStrv account_ids, gpointer data)
{
  static const char *const none[] = { NULL };
  CpLedgerService *self = data;
  g_autoptr (GError) error = NULL;

  if (!g_dbus_connection_emit_signal (
          self->connection, NULL, self->path, CP_LEDGER_BUS_INTERFACE, "Changed",
          g_variant_new ("(s^as)", what,
                         account_ids != NULL ? (const char *const *) account_ids : none),
          &error))
    g_debug ("Changed was not sent: %s", error->message);
}

static void
cp_ledger_service_dispose (GObject *object)
{
  CpLedgerService *self = CP_LEDGER_SERVICE (object);

  for (gsize i = 0; i < G_N_ELEMENTS (self->object_ids); i++) {
    if (self->object_ids[i] != 0)
      g_dbus_connection_unregister_object (self->connection, self->object_ids[i]);
    self->object_ids[i] = 0;
  }
  g_clear_object (&self->connection);
  g_clear_object (&self->thread);
  g_clear_pointer (&self->calls_of, g_hash_table_unref);

  G_OBJECT_CLASS (cp_ledger_service_parent_class)->dispose (object);
}

static void
cp_ledger_service_class_init (CpLedgerServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cp_ledger_service_dispose;
}

static void
cp_ledger_service_init (CpLedgerService *self)
{
  self->calls_of = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static const GDBusInterfaceInfo *const interfaces[] = { &org_counterpart_ledger1_interface,
                                                        &org_counterpart_ledger1_sync_interface };

static CpLedgerService *
serve (GDBusConnection *connection, const char *path, gsize n_interfaces, GError **error)
{
  g_autoptr (CpLedgerService) self = g_object_new (CP_TYPE_LEDGER_SERVICE, NULL);

  self->connection = g_object_ref (connection);
  self->path = path;
  for (gsize i = 0; i < n_interfaces; i++) {
    self->object_ids[i] = g_dbus_connection_register_object (
        connection, path, (GDBusInterfaceInfo *) interfaces[i], &vtable, self, NULL, error);
    if (self->object_ids[i] == 0)
      return NULL;
  }
  return g_steal_pointer (&self);
}

CpLedgerService *
cp_ledger_service_new (CpLedgerThread *thread, GDBusConnection *connection, GError **error)
{
  CpLedgerService *self = serve (connection, CP_LEDGER_BUS_PATH, G_N_ELEMENTS (interfaces), error);

  if (self != NULL)
    cp_ledger_service_set_thread (self, thread);
  return self;
}

CpLedgerService *
cp_ledger_service_new_for_training (GDBusConnection *connection, GError **error)
{
  return serve (connection, CP_LEDGER_BUS_TRAINING_PATH, 1, error);
}

void
cp_ledger_service_set_thread (CpLedgerService *self, CpLedgerThread *thread)
{
  g_return_if_fail (CP_IS_LEDGER_SERVICE (self) && self->thread == NULL);

  self->thread = g_object_ref (thread);
  g_signal_connect_object (thread, "changed", G_CALLBACK (on_thread_changed), self, 0);
}

gboolean
cp_ledger_service_is_idle (CpLedgerService *self)
{
  g_return_val_if_fail (CP_IS_LEDGER_SERVICE (self), TRUE);

  return self->n_calls == 0;
}
