/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ledger-client.h"

#include "cp-ledger-bus.h"
#include "cp-ledger-client-private.h"

struct _CpLedgerClient {
  GObject parent_instance;

  GDBusConnection *connection;
  const char *path;
  guint watch_id;
  guint subscription_id;
  gboolean available;
};

G_DEFINE_FINAL_TYPE (CpLedgerClient, cp_ledger_client, G_TYPE_OBJECT)

enum { PROP_AVAILABLE = 1, N_PROPERTIES };
enum { SIGNAL_CHANGED, SIGNAL_BUS_LOST, N_SIGNALS };

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static GWeakRef *
weak_ref_new (CpLedgerClient *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  return weak;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
set_available (GWeakRef *weak, gboolean available)
{
  g_autoptr (CpLedgerClient) self = g_weak_ref_get (weak);

  if (self == NULL || self->available == available)
    return;
  self->available = available;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AVAILABLE]);
}

static void
on_name_appeared (GDBusConnection *connection, const char *name, const char *owner, gpointer data)
{
  set_available (data, TRUE);
}

static void
on_name_vanished (GDBusConnection *connection, const char *name, gpointer data)
{
  set_available (data, FALSE);
}

static void
on_connection_changed (GDBusConnection *connection,
                       const char *sender,
                       const char *path,
                       const char *interface,
                       const char *signal,
                       GVariant *args,
                       gpointer data)
{
  g_autoptr (CpLedgerClient) self = g_weak_ref_get (data);
  g_autofree const char **account_ids = NULL;
  const char *what;

  if (self == NULL || !g_variant_is_of_type (args, G_VARIANT_TYPE ("(sas)")))
    return;
  g_variant_get (args, "(&s^a&s)", &what, &account_ids);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, what, account_ids);
}

static void
on_closed (GDBusConnection *connection,
           gboolean remote_vanished,
           GError *problem,
           CpLedgerClient *self)
{
  g_signal_emit (self, signals[SIGNAL_BUS_LOST], 0);
}

static void
cp_ledger_client_dispose (GObject *object)
{
  CpLedgerClient *self = CP_LEDGER_CLIENT (object);

  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  if (self->subscription_id != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->subscription_id);
  self->subscription_id = 0;
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (cp_ledger_client_parent_class)->dispose (object);
}

static void
cp_ledger_client_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CpLedgerClient *self = CP_LEDGER_CLIENT (object);

  if (id == PROP_AVAILABLE)
    g_value_set_boolean (value, self->available);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cp_ledger_client_class_init (CpLedgerClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = cp_ledger_client_dispose;
  object_class->get_property = cp_ledger_client_get_property;

  properties[PROP_AVAILABLE] =
      g_param_spec_boolean ("available", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRV);
  signals[SIGNAL_BUS_LOST] = g_signal_new ("bus-lost", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cp_ledger_client_init (CpLedgerClient *self)
{
}

CpLedgerClient *
cp_ledger_client_new (const char *bus, GCancellable *cancellable, GError **error)
{
  g_autoptr (GDBusConnection) connection = cp_ledger_bus_connect (bus, cancellable, error);

  return connection == NULL ? NULL : cp_ledger_client_new_for_connection (connection);
}

static CpLedgerClient *
join (GDBusConnection *connection, const char *path)
{
  CpLedgerClient *self = g_object_new (CP_TYPE_LEDGER_CLIENT, NULL);

  self->connection = g_object_ref (connection);
  self->path = path;
  g_signal_connect_object (connection, "closed", G_CALLBACK (on_closed), self, 0);
  self->subscription_id = g_dbus_connection_signal_subscribe (
      connection, CP_LEDGER_BUS_NAME, CP_LEDGER_BUS_INTERFACE, "Changed", path, NULL,
      G_DBUS_SIGNAL_FLAGS_NONE, on_connection_changed, weak_ref_new (self), weak_ref_free);
  self->watch_id = g_bus_watch_name_on_connection (
      connection, CP_LEDGER_BUS_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE, on_name_appeared,
      on_name_vanished, weak_ref_new (self), weak_ref_free);
  return self;
}

CpLedgerClient *
cp_ledger_client_new_for_connection (GDBusConnection *connection)
{
  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), NULL);

  return join (connection, CP_LEDGER_BUS_PATH);
}

CpLedgerClient *
cp_ledger_client_new_for_training (CpLedgerClient *live)
{
  g_return_val_if_fail (CP_IS_LEDGER_CLIENT (live), NULL);

  return join (live->connection, CP_LEDGER_BUS_TRAINING_PATH);
}

gboolean
cp_ledger_client_get_available (CpLedgerClient *self)
{
  g_return_val_if_fail (CP_IS_LEDGER_CLIENT (self), FALSE);

  return self->available;
}

/* The answer of @call: (transfer none) @reply, or %NULL with (transfer full) @problem. */
static CpJson *
read_reply (const CpLedgerCall *call, GVariant *reply, GError *problem, GError **error)
{
  g_autoptr (GError) malformed = NULL;
  CpJson *document;
  const char *text;

  if (reply == NULL) {
    g_propagate_error (error, cp_ledger_bus_error_from_remote (problem, call->writes));
    return NULL;
  }
  if (g_variant_n_children (reply) == 0)
    return json_object ();
  if (g_variant_is_of_type (reply, G_VARIANT_TYPE ("(s)"))) {
    g_variant_get (reply, "(&s)", &text);
    document = cp_json_parse_object (text, -1, &malformed);
    if (document != NULL)
      return document;
  }
  g_set_error (error, CP_ERROR, CP_ERROR_CORRUPT, "The ledger's answer to %s is malformed: %s",
               call->method, malformed != NULL ? malformed->message : "not one text");
  return NULL;
}

CpJson *
cp_ledger_client_call_sync (CpLedgerClient *self,
                            const CpLedgerCall *call,
                            GVariant *args,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GVariant) reply = NULL;
  GError *problem = NULL;

  g_return_val_if_fail (CP_IS_LEDGER_CLIENT (self), NULL);

  reply = g_dbus_connection_call_sync (
      self->connection, CP_LEDGER_BUS_NAME, self->path, call->interface, call->method, args, NULL,
      G_DBUS_CALL_FLAGS_NONE, call->timeout_ms, cancellable, &problem);
  return read_reply (call, reply, problem, error);
}

static void
on_call_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const CpLedgerCall *call = g_task_get_task_data (task);
  GError *problem = NULL, *error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &problem);
  CpJson *document = read_reply (call, reply, problem, &error);

  if (document == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, document, (GDestroyNotify) json_decref);
}

void
cp_ledger_client_call_async (CpLedgerClient *self,
                             const CpLedgerCall *call,
                             GVariant *args,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  GTask *task;

  g_return_if_fail (CP_IS_LEDGER_CLIENT (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, cp_ledger_client_call_async);
  g_task_set_task_data (task, (gpointer) call, NULL);
  g_dbus_connection_call (self->connection, CP_LEDGER_BUS_NAME, self->path, call->interface,
                          call->method, args, NULL, G_DBUS_CALL_FLAGS_NONE, call->timeout_ms,
                          cancellable, on_call_ready, task);
}

CpJson *
cp_ledger_client_finish (CpLedgerClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, cp_ledger_client_call_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
