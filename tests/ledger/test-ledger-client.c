/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The client against a ledger that the test plays itself, on a bus of its own. */
#include "cp-ledger-bus.h"
#include "cp-ledger-client.h"

#include <string.h>

typedef struct {
  GTestDBus *bus;
  GDBusConnection *ledger;
  CpLedgerClient *client;
  guint name_id, object_ids[2];
  char *method; /* the last one called, with its arguments */
  GDBusMethodInvocation *held;
} Fixture;

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
  g_autofree char *printed = g_variant_print (args, FALSE);
  Fixture *fixture = data;

  g_free (fixture->method);
  fixture->method = g_strconcat (method, printed, NULL);
  g_assert_null (fixture->held);
  fixture->held = invocation;
}

static const GDBusInterfaceVTable vtable = { on_method_call, NULL, NULL, { NULL } };

static void
on_name_acquired (GDBusConnection *connection, const char *name, gpointer data)
{
}

static void
begin_ledger (Fixture *fixture)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "app", "ledger",
                                                 "org.counterpart.Ledger1.xml", NULL);
  g_autofree char *xml = NULL;
  g_autoptr (GDBusNodeInfo) node = NULL;

  g_assert_true (g_file_get_contents (path, &xml, NULL, NULL));
  node = g_dbus_node_info_new_for_xml (xml, NULL);
  g_assert_nonnull (node);
  fixture->ledger = cp_ledger_bus_connect (g_test_dbus_get_bus_address (fixture->bus), NULL, NULL);
  for (int i = 0; i < 2; i++)
    fixture->object_ids[i] = g_dbus_connection_register_object (
        fixture->ledger, CP_LEDGER_BUS_PATH, node->interfaces[i], &vtable, fixture, NULL, NULL);
  fixture->name_id = g_bus_own_name_on_connection (fixture->ledger, CP_LEDGER_BUS_NAME,
                                                   G_BUS_NAME_OWNER_FLAGS_NONE, on_name_acquired,
                                                   NULL, NULL, NULL);
  while (!cp_ledger_client_get_available (fixture->client))
    g_main_context_iteration (NULL, TRUE);
}

/* As when the process is killed: the bus sees its socket close. */
static void
kill_ledger (Fixture *fixture)
{
  g_clear_handle_id (&fixture->name_id, g_bus_unown_name);
  g_assert_true (g_dbus_connection_close_sync (fixture->ledger, NULL, NULL));
  g_clear_object (&fixture->held);
  g_clear_object (&fixture->ledger);
  while (cp_ledger_client_get_available (fixture->client))
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
  fixture->client = cp_ledger_client_new (g_test_dbus_get_bus_address (fixture->bus), NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->ledger != NULL)
    kill_ledger (fixture);
  g_assert_finalize_object (fixture->client);
  g_test_dbus_stop (fixture->bus);
  g_object_unref (fixture->bus);
  g_free (fixture->method);
}

static void
on_call_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **ret_result = data;

  *ret_result = g_object_ref (result);
}

static void
wait_for_call (Fixture *fixture)
{
  while (fixture->held == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static CpJson *
finish (Fixture *fixture, GAsyncResult **result, GError **error)
{
  g_autoptr (GAsyncResult) owned = NULL;

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  owned = g_steal_pointer (result);
  return cp_ledger_client_finish (fixture->client, owned, error);
}

static void
test_says_that_no_ledger_is_there (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) status = cp_ledger_client_get_status_sync (fixture->client, NULL, &error);

  g_assert_null (status);
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_assert_cmpstr (error->message, ==, "The ledger is not running");
  g_assert_false (cp_ledger_client_get_available (fixture->client));
}

static void
test_says_that_no_bus_is_there (void)
{
  g_autoptr (GError) missing = NULL, nonsense = NULL;

  g_assert_null (cp_ledger_client_new ("unix:path=/nowhere/at/all", NULL, &missing));
  g_assert_error (missing, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_assert_null (cp_ledger_client_new ("nonsense", NULL, &nonsense));
  g_assert_error (nonsense, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_carries_documents_both_ways (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CpJson) request = json_pack ("{s:s}", "kind", "end_visit");
  g_autoptr (CpJson) reply = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  begin_ledger (fixture);
  cp_ledger_client_submit_async (fixture->client, NULL, request, TRUE, NULL, on_call_ready,
                                 &result);
  wait_for_call (fixture);
  g_assert_cmpstr (fixture->method, ==, "Submit('', '{\"kind\":\"end_visit\"}', true)");
  g_dbus_method_invocation_return_value (g_steal_pointer (&fixture->held),
                                         g_variant_new ("(s)", "{\"decision\":\"accepted\"}"));
  reply = finish (fixture, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (reply, "decision"), ==, "accepted");
}

static void
test_gives_every_error_back_with_its_message (Fixture *fixture, gconstpointer data)
{
  begin_ledger (fixture);
  for (int code = 0; code < CP_N_ERRORS; code++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CpJson) reply = NULL;
    GAsyncResult *result = NULL;

    cp_ledger_client_find_async (fixture->client, "token", "müller\xff", 7, NULL, on_call_ready,
                                 &result);
    wait_for_call (fixture);
    g_assert_cmpstr (fixture->method, ==, "Find('token', 'müller\357\277\275', 7)");
    g_dbus_method_invocation_return_dbus_error (g_steal_pointer (&fixture->held),
                                                cp_ledger_bus_error_to_name (code), "So it is");
    reply = finish (fixture, &result, &error);
    g_assert_null (reply);
    g_assert_error (error, CP_ERROR, code);
    g_assert_cmpstr (error->message, ==, "So it is");
  }
}

static void
assert_malformed (Fixture *fixture, const char *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply = NULL;
  GAsyncResult *result = NULL;

  cp_ledger_client_get_staff_async (fixture->client, NULL, on_call_ready, &result);
  wait_for_call (fixture);
  g_dbus_method_invocation_return_value (g_steal_pointer (&fixture->held),
                                         g_variant_new ("(s)", answer));
  reply = finish (fixture, &result, &error);
  g_assert_null (reply);
  g_assert_error (error, CP_ERROR, CP_ERROR_CORRUPT);
}

static void
test_refuses_a_malformed_answer (Fixture *fixture, gconstpointer data)
{
  begin_ledger (fixture);
  assert_malformed (fixture, "{");
  assert_malformed (fixture, "[]");
  assert_malformed (fixture, "");
}

static void
assert_killed_in_the_middle (Fixture *fixture, gboolean preview, int expected_code)
{
  g_autoptr (CpJson) request = json_pack ("{s:s}", "kind", "end_visit");
  g_autoptr (CpJson) reply = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  begin_ledger (fixture);
  cp_ledger_client_submit_async (fixture->client, "token", request, preview, NULL, on_call_ready,
                                 &result);
  wait_for_call (fixture);
  kill_ledger (fixture);
  reply = finish (fixture, &result, &error);
  g_assert_null (reply);
  g_assert_error (error, CP_ERROR, expected_code);
}

static void
test_does_not_know_what_a_killed_ledger_did (Fixture *fixture, gconstpointer data)
{
  assert_killed_in_the_middle (fixture, FALSE, CP_ERROR_UNKNOWN_OUTCOME);
  assert_killed_in_the_middle (fixture, TRUE, CP_ERROR_UNAVAILABLE);
}

static void
on_client_changed (CpLedgerClient *client, const char *what, GStrv account_ids, gpointer data)
{
  g_autofree char *ids = g_strjoinv (",", account_ids);

  g_string_append_printf (data, "%s(%s) ", what, ids);
}

static void
test_hears_what_changed (Fixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "a", "b", NULL };
  g_autoptr (GString) heard = g_string_new (NULL);

  begin_ledger (fixture);
  g_signal_connect (fixture->client, "changed", G_CALLBACK (on_client_changed), heard);
  g_assert_true (g_dbus_connection_emit_signal (fixture->ledger, NULL, CP_LEDGER_BUS_PATH,
                                                CP_LEDGER_BUS_INTERFACE, "Changed",
                                                g_variant_new ("(s^as)", "accounts", ids), NULL));
  g_assert_true (g_dbus_connection_emit_signal (
      fixture->ledger, NULL, CP_LEDGER_BUS_PATH, CP_LEDGER_BUS_INTERFACE, "Changed",
      g_variant_new ("(s@as)", "status", g_variant_new_strv (NULL, 0)), NULL));
  while (strstr (heard->str, "status") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (heard->str, ==, "accounts(a,b) status() ");
}

static void
test_a_cancelled_call_ends_as_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (CpJson) reply = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  begin_ledger (fixture);
  cp_ledger_client_get_programme_async (fixture->client, cancellable, on_call_ready, &result);
  wait_for_call (fixture);
  g_cancellable_cancel (cancellable);
  reply = finish (fixture, &result, &error);
  g_assert_null (reply);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(path, function) \
  g_test_add ("/ledger-client/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger-client/says-that-no-bus-is-there", test_says_that_no_bus_is_there);
  ADD ("says-that-no-ledger-is-there", test_says_that_no_ledger_is_there);
  ADD ("carries-documents-both-ways", test_carries_documents_both_ways);
  ADD ("gives-every-error-back-with-its-message", test_gives_every_error_back_with_its_message);
  ADD ("refuses-a-malformed-answer", test_refuses_a_malformed_answer);
  ADD ("does-not-know-what-a-killed-ledger-did", test_does_not_know_what_a_killed_ledger_did);
  ADD ("hears-what-changed", test_hears_what_changed);
  ADD ("a-cancelled-call-ends-as-cancelled", test_a_cancelled_call_ends_as_cancelled);
  return g_test_run ();
}
