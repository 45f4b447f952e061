/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-postgres.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "cp-error.h"
#include "cp-head-office-postgres.h"
#include "postgres-fixture.h"

typedef struct {
  char *url;
  CpHeadOfficeStorage *storage; /* makes the schema */
  CpPostgres *postgres;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->url = postgres_make_database (postgres_get_shared ());
  fixture->storage = cp_head_office_postgres_open (fixture->url, CP_POSTGRES_ALONE, &error);
  g_assert_no_error (error);
  fixture->postgres = cp_postgres_open (fixture->url, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cp_postgres_close (fixture->postgres);
  cp_head_office_storage_free (fixture->storage);
  g_free (fixture->url);
}

static gboolean
put (Fixture *fixture, const char *name, const char *value, GError **error)
{
  CpPostgresParams params = { 0 };

  cp_postgres_params_add_text (&params, name);
  cp_postgres_params_add_text (&params, value);
  return cp_postgres_run (fixture->postgres, "put-setting", &params, error);
}

/* Those that are made while a table is empty are kept when it is not. */
static void
test_plans_go_by_the_index (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) plan = g_string_new (NULL);
  PGconn *connection = cp_postgres_get_connection (fixture->postgres);
  g_autoptr (PGresult) result = PQexec (
      connection, "EXPLAIN SELECT FROM entity WHERE kind = 'member' AND id = ANY ('{a,b}')");

  for (int i = 0; i < PQntuples (result); i++)
    g_string_append (plan, PQgetvalue (result, i, 0));
  g_assert_nonnull (strstr (plan->str, "Index Cond: ((kind = 'member'"));
  g_assert_nonnull (strstr (plan->str, "id = ANY"));
  g_assert_null (strstr (plan->str, "Filter"));
}

static gboolean
ask_meanwhile (gpointer data, const char *text)
{
  Fixture *fixture = data;

  return cp_postgres_run (fixture->postgres, "get-version", NULL, NULL);
}

/* It would cut the listing off, and nobody would know. */
static void
test_asks_nothing_while_rows_come_in (Fixture *fixture, gconstpointer data)
{
  CpPostgresParams none = { 0 };

  if (g_test_subprocess ()) {
    g_free (postgres_ask (fixture->url, "INSERT INTO device (id, store_id, token_hash, added_at_ms)"
                                        "  VALUES ('one', 's', repeat ('a', 64), 1)"));
    g_assert_true (
        cp_postgres_each (fixture->postgres, "list-devices", &none, ask_meanwhile, fixture, NULL));
    return;
  }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*get-version is asked for while another statement's rows*");
}

static void
test_texts_come_back (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "", "plain", "quo'te \"two\" \\ {a,b}", "\t\n\x1e\x1f",
                                       "żółć 漢字" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    CpPostgresParams params = { 0 };
    g_autoptr (PGresult) result = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (put (fixture, "text", texts[i], &error));
    g_assert_no_error (error);
    cp_postgres_params_add_text (&params, "text");
    result = cp_postgres_query (fixture->postgres, "get-setting", &params, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (cp_postgres_get_text (result, 0, 0), ==, texts[i]);
  }
}

/* Columns of any length, with nothing, with NULL, and with what would end an array's text. */
static void
test_columns_arrive (Fixture *fixture, gconstpointer data)
{
  static const guint lengths[] = { 0, 1, 3000 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_auto (CpPostgresColumns) columns = { 0 };
    g_autofree char *count = NULL;
    g_autofree char *expected = g_strdup_printf ("%u", lengths[i]);
    g_autoptr (GError) error = NULL;

    cp_postgres_columns_init (&columns, "tttt");
    for (guint n = 0; n < lengths[i]; n++) {
      g_autofree char *id = g_strdup_printf ("{%u,\"NULL\"}", n);

      cp_postgres_array_add_text (&columns.columns[0], "phone");
      cp_postgres_array_add_text (&columns.columns[1], id);
      cp_postgres_array_add_text (&columns.columns[2], expected);
      cp_postgres_array_add_text (&columns.columns[3], id);
    }
    g_assert_true (cp_postgres_run_columns (fixture->postgres, "add-keys", &columns, &error));
    g_assert_no_error (error);
    count = g_strdup_printf ("SELECT count(*) FROM entity_key WHERE kind = '%u' AND value = id",
                             lengths[i]);
    g_free (g_steal_pointer (&expected));
    expected = postgres_ask (fixture->url, count);
    g_assert_cmpint (g_ascii_strtoll (expected, NULL, 10), ==, lengths[i]);
  }
}

static void
test_says_that_it_met_another (Fixture *fixture, gconstpointer data)
{
  g_autofree char *made =
      postgres_ask (fixture->url, "INSERT INTO entity VALUES ('staff', 'a', NULL, 1, '{}')");
  g_auto (CpPostgresColumns) columns = { 0 };
  g_autoptr (GError) error = NULL;

  cp_postgres_columns_init (&columns, "tttitt");
  cp_postgres_array_add_text (&columns.columns[0], "staff");
  cp_postgres_array_add_text (&columns.columns[1], "a");
  cp_postgres_array_add_text (&columns.columns[2], NULL);
  cp_postgres_array_add_int (&columns.columns[3], 1);
  cp_postgres_array_add_text (&columns.columns[4], "{}");
  cp_postgres_array_add_text (&columns.columns[5], NULL);
  g_assert_false (cp_postgres_run_columns (fixture->postgres, "add-rows", &columns, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_assert_true (cp_postgres_met_another (fixture->postgres));
  g_clear_error (&error);
  g_assert_true (put (fixture, "a", "b", &error));
  g_assert_false (cp_postgres_met_another (fixture->postgres));
}

static void
test_connects_anew (Fixture *fixture, gconstpointer data)
{
  g_autofree char *killed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (put (fixture, "a", "b", &error));
  killed = postgres_ask (fixture->url, "SELECT count(pg_terminate_backend(pid)) FROM"
                                       " pg_stat_activity WHERE datname = current_database()"
                                       " AND pid <> pg_backend_pid()");
  g_assert_false (put (fixture, "a", "c", &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  g_assert_true (cp_postgres_ensure (fixture->postgres, &error));
  g_assert_true (put (fixture, "a", "d", &error));
  g_assert_no_error (error);
}

static void
test_nobody_is_there (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_postgres_open ("postgresql:///none?host=/nowhere", &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
}

static void
assert_shown (CpPostgres *postgres, const char *name, const char *expected)
{
  g_autofree char *sql = g_strdup_printf ("SHOW %s", name);
  g_autoptr (PGresult) result = PQexec (cp_postgres_get_connection (postgres), sql);

  g_assert_cmpstr (PQgetvalue (result, 0, 0), ==, expected);
}

static void
assert_option (CpPostgres *postgres, int option, int expected)
{
  int value = 0;
  socklen_t size = sizeof value;

  g_assert_cmpint (getsockopt (PQsocket (cp_postgres_get_connection (postgres)), IPPROTO_TCP,
                               option, &value, &size),
                   ==, 0);
  g_assert_cmpint (value, ==, expected);
}

static CpPostgres *
open_by_address (Postgres *server, const char *rest)
{
  g_autofree char *url =
      g_strdup_printf ("postgresql://counterpart@%s/postgres%s", server->address, rest);
  g_autoptr (GError) error = NULL;
  CpPostgres *postgres = cp_postgres_open (url, &error);

  g_assert_no_error (error);
  return postgres;
}

/* Who leads may be on a machine that is gone: the server has to find out, and not in hours. */
static void
test_a_machine_that_vanished_is_noticed (void)
{
  g_autoptr (Postgres) server = postgres_new_on_loopback ();
  g_autoptr (CpPostgres) postgres = open_by_address (server, "");
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_postgres_run (postgres, "try-to-lead", NULL, &error));
  g_assert_no_error (error);
  assert_shown (postgres, "tcp_keepalives_idle", "10");
  assert_shown (postgres, "tcp_keepalives_interval", "5");
  assert_shown (postgres, "tcp_keepalives_count", "3");
  assert_shown (postgres, "tcp_user_timeout", "20000");
  assert_shown (postgres, "statement_timeout", "0");
  assert_option (postgres, TCP_KEEPIDLE, 10);
  assert_option (postgres, TCP_KEEPINTVL, 5);
  assert_option (postgres, TCP_KEEPCNT, 3);
  assert_option (postgres, TCP_USER_TIMEOUT, 20000);
}

static void
test_what_the_url_says_counts (void)
{
  g_autoptr (Postgres) server = postgres_new_on_loopback ();
  g_autoptr (CpPostgres) postgres =
      open_by_address (server, "?keepalives_idle=7&tcp_user_timeout=9000"
                               "&options=-c%20tcp_keepalives_idle%3D33");

  assert_shown (postgres, "tcp_keepalives_idle", "33");
  assert_shown (postgres, "tcp_keepalives_count", "3");
  assert_option (postgres, TCP_KEEPIDLE, 7);
  assert_option (postgres, TCP_KEEPCNT, 3);
  assert_option (postgres, TCP_USER_TIMEOUT, 9000);
}

static void
assert_refused (const char *url, CpError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_head_office_postgres_open (url, CP_POSTGRES_ALONE, &error));
  g_assert_error (error, CP_ERROR, (int) code);
}

static void
test_refuses_a_newer_schema (Fixture *fixture, gconstpointer data)
{
  g_autofree char *done =
      postgres_ask (fixture->url, "UPDATE setting SET value = '99' WHERE name = 'schema'");

  assert_refused (fixture->url, CP_ERROR_NEWER);
}

static void
test_refuses_anothers_database (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = postgres_make_database (postgres_get_shared ());
  g_autofree char *done =
      postgres_ask (url, "CREATE TABLE setting (name text PRIMARY KEY, value text)");
  g_autofree char *tables = NULL;

  assert_refused (url, CP_ERROR_INVALID);
  tables = postgres_ask (url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
  g_assert_cmpstr (tables, ==, "1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/postgres/plans-go-by-the-index", Fixture, NULL, set_up, test_plans_go_by_the_index,
              tear_down);
  g_test_add ("/postgres/asks-nothing-while-rows-come-in", Fixture, NULL, set_up,
              test_asks_nothing_while_rows_come_in, tear_down);
  g_test_add ("/postgres/texts-come-back-as-they-were", Fixture, NULL, set_up, test_texts_come_back,
              tear_down);
  g_test_add ("/postgres/columns-arrive-whole", Fixture, NULL, set_up, test_columns_arrive,
              tear_down);
  g_test_add ("/postgres/says-that-a-transaction-met-another", Fixture, NULL, set_up,
              test_says_that_it_met_another, tear_down);
  g_test_add ("/postgres/connects-anew", Fixture, NULL, set_up, test_connects_anew, tear_down);
  g_test_add_func ("/postgres/says-that-nobody-is-there", test_nobody_is_there);
  g_test_add_func ("/postgres/a-machine-that-vanished-is-noticed",
                   test_a_machine_that_vanished_is_noticed);
  g_test_add_func ("/postgres/what-the-url-says-counts", test_what_the_url_says_counts);
  g_test_add ("/postgres/refuses-a-newer-schema", Fixture, NULL, set_up,
              test_refuses_a_newer_schema, tear_down);
  g_test_add ("/postgres/refuses-another's-database", Fixture, NULL, set_up,
              test_refuses_anothers_database, tear_down);
  return g_test_run ();
}
