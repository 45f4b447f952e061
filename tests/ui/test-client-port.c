/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-client-port.h"

typedef struct {
  GError *error;
  gboolean done;
} Reply;

typedef struct {
  const char *method;
  const char *arguments;
} Method;

static void
on_reply (GObject *source, GAsyncResult *result, gpointer data)
{
  Reply *reply = data;

  g_assert_null (cp_ledger_port_call_finish (CP_LEDGER_PORT (source), result, &reply->error));
  reply->done = TRUE;
}

/* Every method of the port, with arguments as the kiosk makes them, reaches the client. */
static void
test_without_ledger (void)
{
  static const Method CALLS[] = {
    { "SignIn", "('{}',)" },
    { "SignOut", "('s',)" },
    { "Submit", "('s', '{}', true)" },
    { "Identify", "('', '{}')" },
    { "GetMember", "('s', 'm')" },
    { "OpenTraining", "('s', false)" },
    { "Read", "('s', 'tasks', '{}')" },
    { "Find", "('s', 'q', uint32 50)" },
    { "GetAttention", "('s',)" },
    { "KeepLive", "('s',)" },
    { "DismissAttention", "('s', 'o')" },
    { "GetStatus", NULL },
    { "GetProgramme", NULL },
    { "GetStaff", NULL },
  };
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpLedgerClient) client = NULL;
  g_autoptr (CpClientPort) port = NULL;

  g_test_dbus_up (bus);
  client = cp_ledger_client_new (g_test_dbus_get_bus_address (bus), NULL, &error);
  g_assert_no_error (error);
  port = cp_client_port_new (client);
  g_assert_false (cp_ledger_port_get_available (CP_LEDGER_PORT (port)));
  for (gsize i = 0; i < 2 * G_N_ELEMENTS (CALLS); i++) {
    const Method *call = &CALLS[i % G_N_ELEMENTS (CALLS)]; /* live, then in training */
    Reply reply = { NULL, FALSE };
    GVariant *arguments = call->arguments != NULL ? g_variant_new_parsed (call->arguments) : NULL;

    cp_ledger_port_set_training (CP_LEDGER_PORT (port), i >= G_N_ELEMENTS (CALLS));
    cp_ledger_port_call_async (CP_LEDGER_PORT (port), call->method, arguments, NULL, on_reply,
                               &reply);
    while (!reply.done)
      g_main_context_iteration (NULL, TRUE);
    g_assert_error (reply.error, CP_ERROR, CP_ERROR_UNAVAILABLE);
    g_clear_error (&reply.error);
  }
  g_clear_object (&port);
  g_clear_object (&client);
  g_test_dbus_down (bus);
}

#define NAME "org.counterpart.Ledger1"
#define LIVE "/org/counterpart/Ledger1"
#define PRACTICE "/org/counterpart/Ledger1/Training"

/* Notes where it was called, and with whose session. */
static void
on_called (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *method,
           GVariant *arguments,
           GDBusMethodInvocation *invocation,
           gpointer data)
{
  const char *session;

  g_variant_get (arguments, "(&s)", &session);
  g_string_append_printf (data, "%s %s\n", path, session);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", "{}"));
}

static void
put_object (GDBusConnection *connection, const char *path, GString *called)
{
  static const GDBusInterfaceVTable VTABLE = { .method_call = on_called };
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (
      "<node><interface name='" NAME "'><method name='GetAttention'>"
      "<arg type='s' direction='in'/><arg type='s' direction='out'/></method></interface></node>",
      &error);

  g_assert_no_error (error);
  g_dbus_connection_register_object (connection, path, node->interfaces[0], &VTABLE, called, NULL,
                                     &error);
  g_assert_no_error (error);
}

/* (transfer full): that of a ledger with its practice ledger, of which only one method is there */
static GDBusConnection *
serve (GTestDBus *bus, GString *called)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (bus),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL, NULL, &error);
  g_autoptr (GVariant) owned = NULL;

  g_assert_no_error (error);
  put_object (connection, LIVE, called);
  put_object (connection, PRACTICE, called);
  owned = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", NAME, 4), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  return connection;
}

static void
on_served (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply = cp_ledger_port_call_finish (CP_LEDGER_PORT (source), result, &error);

  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
call (CpClientPort *port, const char *method, const char *session)
{
  gboolean done = FALSE;

  cp_ledger_port_call_async (CP_LEDGER_PORT (port), method, g_variant_new ("(s)", session), NULL,
                             on_served, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* In training too it is the live ledger that is told that its person is there. */
static void
test_the_live_session_is_kept (void)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (GString) called = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) ledger = NULL;
  g_autoptr (CpLedgerClient) client = NULL;
  g_autoptr (CpClientPort) port = NULL;

  g_test_dbus_up (bus);
  ledger = serve (bus, called);
  client = cp_ledger_client_new (g_test_dbus_get_bus_address (bus), NULL, &error);
  g_assert_no_error (error);
  port = cp_client_port_new (client);
  cp_ledger_port_set_training (CP_LEDGER_PORT (port), TRUE);
  call (port, "GetAttention", "practice");
  call (port, "KeepLive", "live");
  g_assert_cmpstr (called->str, ==, PRACTICE " practice\n" LIVE " live\n");
  g_clear_object (&port);
  g_clear_object (&client);
  g_dbus_connection_close_sync (ledger, NULL, NULL);
  g_clear_object (&ledger);
  g_test_dbus_down (bus);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client-port/every-call-says-that-no-ledger-is-there", test_without_ledger);
  g_test_add_func ("/client-port/the-live-session-is-kept", test_the_live_session_is_kept);
  return g_test_run ();
}
