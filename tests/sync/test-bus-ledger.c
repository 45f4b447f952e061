/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The port while nobody is on the bus; test-processes has it at work. */
#include "cp-bus-ledger.h"

typedef struct {
  GTestDBus *bus;
  CpLedgerClient *client;
  CpLedgerPort port;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
  fixture->client = cp_ledger_client_new (g_test_dbus_get_bus_address (fixture->bus), NULL, &error);
  g_assert_no_error (error);
  fixture->port = cp_bus_ledger_get_port (fixture->client);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->client);
  g_test_dbus_stop (fixture->bus);
  g_object_unref (fixture->bus);
}

static void
test_nobody_is_there (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CpJson) document = json_object ();
  g_autoptr (GError) no_push = NULL;
  g_autoptr (GError) no_page = NULL;
  g_autoptr (GError) no_link = NULL;

  g_assert_null (
      fixture->port.get_push (fixture->port.data, CP_LANE_PRIORITY, 0, 1, 1000, &no_push));
  g_assert_error (no_push, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_assert_false (fixture->port.apply_page (fixture->port.data, document, &no_page));
  g_assert_error (no_page, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_assert_false (fixture->port.set_link (fixture->port.data, document, &no_link));
  g_assert_error (no_link, CP_ERROR, CP_ERROR_UNAVAILABLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/bus-ledger/says-that-the-ledger-is-away", Fixture, NULL, set_up,
              test_nobody_is_there, tear_down);
  return g_test_run ();
}
