/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ledger-watchdog.h"
#include "fake-ledger.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#define PATIENCE_MS 60
#define SEVERAL_PATIENCES_MS 300

typedef struct {
  char *directory, *path;
  GSocket *socket; /* where systemd would listen */
  CpLedgerThread *thread;
  CpLedgerWatchdog *watchdog;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) key = g_bytes_new_static ("key", 3);
  CpLedgerConfig config = { "/anywhere", "device", "store", key };
  g_autoptr (GSocketAddress) address = NULL;

  fixture->directory = g_dir_make_tmp ("counterpart-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->directory, "notify", NULL);
  fixture->socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  address = g_unix_socket_address_new (fixture->path);
  g_assert_true (g_socket_bind (fixture->socket, address, FALSE, NULL));
  g_setenv ("NOTIFY_SOCKET", fixture->path, TRUE);
  g_setenv ("WATCHDOG_USEC", G_STRINGIFY (PATIENCE_MS) "000", TRUE);
  fixture->thread = cp_ledger_thread_new (cp_world_real (), &config, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cp_ledger_thread_stop (fixture->thread);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  cp_ledger_watchdog_free (fixture->watchdog);
  g_assert_finalize_object (fixture->thread);
  g_object_unref (fixture->socket);
  g_remove (fixture->path);
  g_rmdir (fixture->directory);
  g_free (fixture->path);
  g_free (fixture->directory);
}

/* Whether the watchdog was fed since the last time somebody asked. */
static gboolean
was_fed (Fixture *fixture)
{
  char message[100] = { 0 };
  gboolean fed = FALSE;

  while (g_socket_condition_check (fixture->socket, G_IO_IN) & G_IO_IN) {
    g_assert_cmpint (g_socket_receive (fixture->socket, message, sizeof message - 1, NULL, NULL), >,
                     0);
    g_assert_cmpstr (message, ==, "WATCHDOG=1");
    fed = TRUE;
  }
  return fed;
}

static gboolean
on_timeout (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
test_is_fed_while_the_store_thread_answers (Fixture *fixture, gconstpointer data)
{
  fixture->watchdog = cp_ledger_watchdog_new (fixture->thread);
  for (int times = 0; times < 3; times++)
    while (!was_fed (fixture))
      g_main_context_iteration (NULL, TRUE);
}

static void
test_starves_while_the_store_thread_hangs (Fixture *fixture, gconstpointer data)
{
  gboolean over = FALSE;

  fake_ledger_hold ();
  fixture->watchdog = cp_ledger_watchdog_new (fixture->thread);
  g_timeout_add (SEVERAL_PATIENCES_MS, on_timeout, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (was_fed (fixture));
  fake_ledger_let_go ();
  while (!was_fed (fixture))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_is_not_there_unless_asked_for (void)
{
  g_unsetenv ("WATCHDOG_USEC");
  g_assert_null (cp_ledger_watchdog_new (NULL));
}

#define ADD(path, function) \
  g_test_add ("/ledger-watchdog/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("is-fed-while-the-store-thread-answers", test_is_fed_while_the_store_thread_answers);
  ADD ("starves-while-the-store-thread-hangs", test_starves_while_the_store_thread_hangs);
  g_test_add_func ("/ledger-watchdog/is-not-there-unless-asked-for",
                   test_is_not_there_unless_asked_for);
  return g_test_run ();
}
