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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client-port/every-call-says-that-no-ledger-is-there", test_without_ledger);
  return g_test_run ();
}
