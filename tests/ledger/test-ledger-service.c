/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ledger-bus.h"
#include "cp-ledger-client.h"
#include "cp-ledger-service.h"
#include "fake-ledger.h"

#include <string.h>

typedef struct {
  GTestDBus *bus;
  GDBusConnection *connection;
  CpLedgerThread *thread;
  CpLedgerService *service;
  CpLedgerClient *client;
  guint name_id;
  guint n_done, n_refused;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) key = g_bytes_new_static ("key", 3);
  CpLedgerConfig config = { "/anywhere", "device", "store", key };
  g_autoptr (GError) error = NULL;
  const char *address;

  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
  address = g_test_dbus_get_bus_address (fixture->bus);
  fixture->connection = cp_ledger_bus_connect (address, NULL, &error);
  g_assert_no_error (error);
  fixture->thread = cp_ledger_thread_new (cp_world_real (), &config, &error);
  g_assert_no_error (error);
  fixture->service = cp_ledger_service_new (fixture->thread, fixture->connection, &error);
  g_assert_no_error (error);
  fixture->name_id = g_bus_own_name_on_connection (
      fixture->connection, CP_LEDGER_BUS_NAME, G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL, NULL, NULL);
  fixture->client = cp_ledger_client_new (address, NULL, &error);
  g_assert_no_error (error);
  while (!cp_ledger_client_get_available (fixture->client))
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_bus_unown_name (fixture->name_id);
  cp_ledger_thread_stop (fixture->thread);
  while (!cp_ledger_service_is_idle (fixture->service) || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (fixture->client);
  g_assert_finalize_object (fixture->service);
  g_assert_finalize_object (fixture->thread);
  g_object_unref (fixture->connection);
  g_test_dbus_stop (fixture->bus);
  g_object_unref (fixture->bus);
}

static void
on_call_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) answer = cp_ledger_client_finish (CP_LEDGER_CLIENT (source), result, &error);
  Fixture *fixture = data;

  fixture->n_done += answer != NULL;
  fixture->n_refused += g_error_matches (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
}

static void
wait_for_answers (Fixture *fixture, guint n_answers)
{
  while (fixture->n_done + fixture->n_refused < n_answers)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_bounds_what_one_caller_may_queue (Fixture *fixture, gconstpointer data)
{
  guint n_too_many = 10;

  fake_ledger_hold ();
  for (guint i = 0; i < CP_LEDGER_MAX_CALLS_OF_ONE + n_too_many; i++)
    cp_ledger_client_get_status_async (fixture->client, NULL, on_call_ready, fixture);
  wait_for_answers (fixture, n_too_many);
  g_assert_cmpuint (fixture->n_refused, ==, n_too_many);
  fake_ledger_let_go ();
  wait_for_answers (fixture, CP_LEDGER_MAX_CALLS_OF_ONE + n_too_many);
  g_assert_cmpuint (fixture->n_done, ==, CP_LEDGER_MAX_CALLS_OF_ONE);

  cp_ledger_client_get_status_async (fixture->client, NULL, on_call_ready, fixture);
  wait_for_answers (fixture, CP_LEDGER_MAX_CALLS_OF_ONE + n_too_many + 1);
  g_assert_cmpuint (fixture->n_refused, ==, n_too_many);
}

static void
test_a_mad_caller_does_not_keep_others_out (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CpLedgerClient) other =
      cp_ledger_client_new (g_test_dbus_get_bus_address (fixture->bus), NULL, NULL);

  fake_ledger_hold ();
  for (guint i = 0; i < CP_LEDGER_MAX_CALLS_OF_ONE + 1; i++)
    cp_ledger_client_get_status_async (fixture->client, NULL, on_call_ready, fixture);
  wait_for_answers (fixture, 1);
  cp_ledger_client_get_status_async (other, NULL, on_call_ready, fixture);
  fake_ledger_let_go ();
  wait_for_answers (fixture, CP_LEDGER_MAX_CALLS_OF_ONE + 2);
  g_assert_cmpuint (fixture->n_done, ==, CP_LEDGER_MAX_CALLS_OF_ONE + 1);
}

static void
on_client_changed (CpLedgerClient *client, const char *what, GStrv account_ids, gpointer data)
{
  g_autofree char *ids = g_strjoinv (",", account_ids);

  g_string_append_printf (data, "%s(%s) ", what, ids);
}

static void
test_emits_what_changed_before_it_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CpJson) request = json_object ();
  g_autoptr (GString) heard = g_string_new (NULL);

  g_signal_connect (fixture->client, "changed", G_CALLBACK (on_client_changed), heard);
  cp_ledger_client_submit_async (fixture->client, "s", request, FALSE, NULL, on_call_ready,
                                 fixture);
  wait_for_answers (fixture, 1);
  g_assert_cmpstr (heard->str, ==, "accounts(one,two) outbox() ");
  g_signal_handlers_disconnect_by_data (fixture->client, heard);
}

static void
on_raw_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  GError **ret_error = data;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, ret_error);

  g_assert_null (answer);
}

/* What a client of ours never sends. */
static void
assert_raw_refused (Fixture *fixture,
                    const char *interface,
                    const char *method,
                    GVariant *args,
                    const char *expected_name)
{
  guint n_before = fake_ledger_get_n_calls ();
  g_autoptr (GDBusConnection) caller =
      cp_ledger_bus_connect (g_test_dbus_get_bus_address (fixture->bus), NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  g_dbus_connection_call (caller, CP_LEDGER_BUS_NAME, CP_LEDGER_BUS_PATH, interface, method, args,
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_raw_ready, &error);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  name = g_dbus_error_get_remote_error (error);
  g_assert_cmpstr (name, ==, expected_name);
  g_assert_cmpuint (fake_ledger_get_n_calls (), ==, n_before);
}

static void
test_refuses_calls_of_the_wrong_type (Fixture *fixture, gconstpointer data)
{
  const char *counter = CP_LEDGER_BUS_INTERFACE;

  assert_raw_refused (fixture, counter, "SignIn", g_variant_new ("(i)", 7),
                      "org.freedesktop.DBus.Error.InvalidArgs");
  assert_raw_refused (fixture, counter, "Find", g_variant_new ("(ss)", "s", "q"),
                      "org.freedesktop.DBus.Error.InvalidArgs");
  assert_raw_refused (fixture, counter, "Nothing", NULL,
                      "org.freedesktop.DBus.Error.UnknownMethod");
  assert_raw_refused (fixture, counter, "ApplyPage", g_variant_new ("(s)", "{}"),
                      "org.freedesktop.DBus.Error.UnknownMethod");
  assert_raw_refused (fixture, counter, "SignIn", g_variant_new ("(s)", "{"),
                      "org.counterpart.Error.Invalid");
}

static void
test_answers_what_is_queued_when_it_stops (Fixture *fixture, gconstpointer data)
{
  fake_ledger_hold ();
  for (guint i = 0; i < 3; i++)
    cp_ledger_client_get_status_async (fixture->client, NULL, on_call_ready, fixture);
  while (cp_ledger_service_is_idle (fixture->service))
    g_main_context_iteration (NULL, TRUE);
  fake_ledger_let_go ();
  cp_ledger_thread_stop (fixture->thread);
  cp_ledger_client_get_status_async (fixture->client, NULL, on_call_ready, fixture);
  wait_for_answers (fixture, 4);
  g_assert_cmpuint (fixture->n_done, >, 0);
  g_assert_cmpuint (fixture->n_refused, >, 0); /* the last one came too late */
  g_assert_true (cp_ledger_service_is_idle (fixture->service));
}

#define ADD(path, function) \
  g_test_add ("/ledger-service/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("bounds-what-one-caller-may-queue", test_bounds_what_one_caller_may_queue);
  ADD ("a-mad-caller-does-not-keep-others-out", test_a_mad_caller_does_not_keep_others_out);
  ADD ("emits-what-changed-before-it-answers", test_emits_what_changed_before_it_answers);
  ADD ("refuses-calls-of-the-wrong-type", test_refuses_calls_of_the_wrong_type);
  ADD ("answers-what-is-queued-when-it-stops", test_answers_what_is_queued_when_it_stops);
  return g_test_run ();
}
