/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-standby.h"

#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cp-postgres.h"
#include "office-fixture.h"
#include "postgres-fixture.h"
#include "silent-port.h"

#define SOON_MS 10

/* Head office, and a database with more in it that stands for its standby: so it can be told which of them has
 * answered. */
typedef struct {
  Office *office;
  Office *copy;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->office = office_new ();
  fixture->copy = office_new ();
  for (guint i = 0; i < 3; i++) {
    g_autoptr (Device) device = device_new ("till-1", i == 0 ? "a" : i == 1 ? "b" : "c");

    g_free (device_do (device, 500 + i, CP_OPERATION_END_VISIT, 0, "{}"));
    g_assert_cmpuint (device_push (device, fixture->copy, 1, NULL), ==, 200);
  }
  g_clear_pointer (&fixture->copy->office, cp_head_office_free);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  office_free (fixture->copy);
  office_free (fixture->office);
}

static void
wait_for_reader (Fixture *fixture)
{
  while (cp_head_office_get_reader (fixture->office->office) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static gint64
get_through (Fixture *fixture)
{
  g_autoptr (CpJson) page =
      office_get_feed (fixture->office, "till-1", "one", 0, CP_FEED_MAX_ITEMS);

  return cp_json_get_int (page, "through", -1);
}

static void
assert_answered (Fixture *fixture, gboolean by_standby)
{
  gint64 own = office_get_place (fixture->office);

  g_assert_true (by_standby == (get_through (fixture) > own));
}

static void
test_feed_is_read_from_it (Fixture *fixture, gconstpointer data)
{
  CpStandby *standby = cp_standby_new (fixture->office->office, fixture->copy->url, SOON_MS);

  assert_answered (fixture, FALSE);
  wait_for_reader (fixture);
  assert_answered (fixture, TRUE);
  cp_standby_free (standby);
  assert_answered (fixture, FALSE);
}

/* What is there before head office's own tables have come over counts as not there. */
static void
test_is_tried_again (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = postgres_make_database (postgres_get_shared ());
  g_autoptr (CpStandby) standby = cp_standby_new (fixture->office->office, url, SOON_MS);
  g_autofree char *version = NULL;

  while (!g_main_context_iteration (NULL, TRUE))
    ;
  assert_answered (fixture, FALSE);
  g_free (fixture->copy->url);
  fixture->copy->url = g_strdup (url);
  office_reopen (fixture->copy);
  g_clear_pointer (&fixture->copy->office, cp_head_office_free);
  wait_for_reader (fixture);
}

/* @fd: the other end of a connection: until that is closed */
static void
wait_until_given_up (int fd)
{
  char bytes[512];

  while (recv (fd, bytes, sizeof bytes, 0) > 0)
    ;
  close (fd);
}

static void
test_silence_delays_nobody (Fixture *fixture, gconstpointer data)
{
  int port = silent_port_new ();
  g_autofree char *url = silent_port_dup_url (port);
  gint64 begun_us = g_get_monotonic_time ();
  g_autoptr (CpStandby) standby = cp_standby_new (fixture->office->office, url, SOON_MS);
  int end = accept (port, NULL, NULL);

  assert_answered (fixture, FALSE);
  wait_until_given_up (end);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 30 * G_USEC_PER_SEC);
  assert_answered (fixture, FALSE);
  close (port);
}

/* As when its machine hangs: connections stay, and nothing comes. */
static void
test_is_passed_over_when_it_hangs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CpStandby) standby =
      cp_standby_new (fixture->office->office, fixture->copy->url, SOON_MS);
  g_autofree char *pid = NULL;

  wait_for_reader (fixture);
  pid = postgres_ask (fixture->copy->url,
                      "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                      " AND application_name LIKE 'counterpart-headoffice%'");
  g_assert_cmpint (kill (atoi (pid), SIGSTOP), ==, 0);
  assert_answered (fixture, FALSE);
  g_assert_null (cp_head_office_get_reader (fixture->office->office));
  g_assert_cmpint (kill (atoi (pid), SIGCONT), ==, 0);
  wait_for_reader (fixture);
  assert_answered (fixture, TRUE);
}

static void
test_is_passed_over_when_it_takes_long (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CpStandby) standby =
      cp_standby_new (fixture->office->office, fixture->copy->url, SOON_MS);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpPostgres) other = cp_postgres_open (fixture->copy->url, &error);
  PGconn *connection = cp_postgres_get_connection (other);

  g_assert_no_error (error);
  wait_for_reader (fixture);
  PQclear (PQexec (connection, "BEGIN; LOCK TABLE feed"));
  assert_answered (fixture, FALSE);
  g_assert_null (cp_head_office_get_reader (fixture->office->office));
  PQclear (PQexec (connection, "ROLLBACK"));
  wait_for_reader (fixture);
  assert_answered (fixture, TRUE);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_setenv ("CP_TEST_DATABASE", "postgresql", TRUE);
  g_test_init (&argc, &argv, NULL);
  add ("/standby/the-feed-is-read-from-it", test_feed_is_read_from_it);
  add ("/standby/is-tried-again", test_is_tried_again);
  add ("/standby/one-that-says-nothing-delays-nobody", test_silence_delays_nobody);
  add ("/standby/is-passed-over-when-it-hangs", test_is_passed_over_when_it_hangs);
  add ("/standby/is-passed-over-when-it-takes-long", test_is_passed_over_when_it_takes_long);
  return g_test_run ();
}
