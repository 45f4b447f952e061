/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sequencer.h"

#include "cp-feed-listener.h"
#include "cp-head-office-postgres.h"
#include "postgres-fixture.h"

typedef struct {
  char *url;
  CpHeadOfficeStorage *storage; /* makes the schema */
  CpPostgres *one;
  CpPostgres *other;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->url = postgres_make_database (postgres_get_shared ());
  fixture->storage = cp_head_office_postgres_open (fixture->url, CP_POSTGRES_SERVING, &error);
  g_assert_no_error (error);
  fixture->one = cp_postgres_open (fixture->url, &error);
  fixture->other = cp_postgres_open (fixture->url, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cp_postgres_close (fixture->one);
  cp_postgres_close (fixture->other);
  cp_head_office_storage_free (fixture->storage);
  g_free (fixture->url);
}

static void
run (CpPostgres *postgres, const char *name)
{
  g_autoptr (GError) error = NULL;

  cp_postgres_run (postgres, name, NULL, &error);
  g_assert_no_error (error);
}

/* As a transaction of head office's ends: the item, and the list as the last statement. */
static void
write_item (CpPostgres *postgres, gint64 gid, gint64 n_entries)
{
  CpPostgresParams todo = { 0 };
  g_autoptr (GError) error = NULL;

  for (gint64 n = 1; n <= n_entries; n++) {
    CpPostgresParams item = { 0 };

    cp_postgres_params_add_int (&item, gid);
    cp_postgres_params_add_int (&item, n);
    cp_postgres_params_add_text (&item, "x");
    cp_postgres_run (postgres, "add-item", &item, &error);
    g_assert_no_error (error);
  }
  cp_postgres_params_add_int (&todo, gid);
  cp_postgres_params_add_int (&todo, n_entries);
  cp_postgres_run (postgres, "add-todo", &todo, &error);
  g_assert_no_error (error);
}

static void
number (Fixture *fixture, gint64 expected)
{
  gint64 n = 0, gseq = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (CpPostgres) postgres = cp_postgres_open (fixture->url, &error);

  g_assert_true (cp_sequencer_run_once (postgres, &n, &gseq, &error));
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, expected);
}

static char *
list_feed (Fixture *fixture)
{
  return postgres_ask (fixture->url,
                       "SELECT string_agg(gid || '.' || n, ' ' ORDER BY gseq) FROM feed");
}

/* What was begun first and committed last comes last, and nobody sees a gap fill up. */
static void
test_numbers_by_commit (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  run (fixture->one, "begin");
  write_item (fixture->one, 1, 1);
  run (fixture->other, "begin");
  write_item (fixture->other, 2, 2);
  run (fixture->other, "commit");
  number (fixture, 2);
  before = list_feed (fixture);
  g_assert_cmpstr (before, ==, "2.1 2.2");
  run (fixture->one, "commit");
  number (fixture, 1);
  number (fixture, 0);
  after = list_feed (fixture);
  g_assert_cmpstr (after, ==, "2.1 2.2 1.1");
}

static void
test_rolled_back_is_never_numbered (Fixture *fixture, gconstpointer data)
{
  g_autofree char *feed = NULL;

  run (fixture->one, "begin");
  write_item (fixture->one, 1, 1);
  run (fixture->one, "rollback");
  run (fixture->one, "begin");
  write_item (fixture->one, 2, 1);
  run (fixture->one, "commit");
  number (fixture, 1);
  feed = list_feed (fixture);
  g_assert_cmpstr (feed, ==, "2.1");
}

typedef struct {
  guint n;
  gint64 gseq;
} Heard;

static void
on_news (gpointer data, gint64 gseq)
{
  Heard *heard = data;

  heard->n++;
  heard->gseq = gseq;
}

static void
wait_for_news (Heard *heard, guint n)
{
  while (heard->n < n)
    g_main_context_iteration (NULL, TRUE);
}

static void
commit_item (CpPostgres *postgres, gint64 gid)
{
  run (postgres, "begin");
  write_item (postgres, gid, 1);
  run (postgres, "notify-todo");
  run (postgres, "commit");
}

static void
test_thread_numbers_and_tells (Fixture *fixture, gconstpointer data)
{
  Heard heard = { 0, 0 };
  g_autoptr (CpFeedListener) listener = cp_feed_listener_new (fixture->url, NULL, on_news, &heard);
  g_autoptr (CpSequencer) sequencer = cp_sequencer_new (fixture->url);

  for (guint i = 1; i <= 3; i++) {
    commit_item (fixture->one, i);
    wait_for_news (&heard, i);
    g_assert_cmpint (heard.gseq, ==, i);
  }
  g_assert_true (cp_sequencer_is_leader (sequencer));
}

/* The one that waits takes over when the leader ends. */
static void
test_one_leads (Fixture *fixture, gconstpointer data)
{
  Heard heard = { 0, 0 };
  g_autoptr (CpFeedListener) listener = cp_feed_listener_new (fixture->url, NULL, on_news, &heard);
  CpSequencer *first = cp_sequencer_new (fixture->url);
  g_autoptr (CpSequencer) second = NULL;

  commit_item (fixture->one, 1);
  wait_for_news (&heard, 1);
  g_assert_true (cp_sequencer_is_leader (first));
  second = cp_sequencer_new (fixture->url);
  commit_item (fixture->one, 2);
  wait_for_news (&heard, 2);
  g_assert_false (cp_sequencer_is_leader (second));
  cp_sequencer_free (first);
  commit_item (fixture->one, 3);
  wait_for_news (&heard, 3);
  g_assert_true (cp_sequencer_is_leader (second));
}

/* How the server shows the session that waits to lead. The leader's last statement is another one. */
static char *
show_waiting (Fixture *fixture)
{
  return postgres_ask (fixture->url,
                       "SELECT state, backend_xmin IS NULL AND backend_xid IS NULL"
                       "  FROM pg_stat_activity WHERE datname = current_database ()"
                       "  AND pid <> pg_backend_pid () AND query LIKE '%advisory_lock (7163, 2)%'");
}

/* One statement for months would keep VACUUM from clearing up, and a transaction that a session that
 * listens never ends keeps all that was ever told. */
static void
test_waits_with_nothing_open (Fixture *fixture, gconstpointer data)
{
  gint64 end = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;
  Heard heard = { 0, 0 };
  g_autoptr (CpFeedListener) listener = cp_feed_listener_new (fixture->url, NULL, on_news, &heard);
  g_autoptr (CpSequencer) first = cp_sequencer_new (fixture->url);
  g_autoptr (CpSequencer) second = NULL;
  g_autofree char *waiting = NULL;

  commit_item (fixture->one, 1);
  wait_for_news (&heard, 1);
  second = cp_sequencer_new (fixture->url);
  do {
    g_free (waiting);
    waiting = show_waiting (fixture);
  } while (!g_str_equal (waiting, "idle|t") && g_get_monotonic_time () < end);
  g_assert_cmpstr (waiting, ==, "idle|t");
  g_assert_false (cp_sequencer_is_leader (second));
  g_clear_pointer (&first, cp_sequencer_free);
  commit_item (fixture->one, 2);
  wait_for_news (&heard, 2);
  g_assert_true (cp_sequencer_is_leader (second));
}

static void
run_sql (CpPostgres *postgres, const char *sql)
{
  g_autoptr (PGresult) result = PQexec (cp_postgres_get_connection (postgres), sql);
  ExecStatusType status = PQresultStatus (result);

  g_assert_true (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK);
}

static gboolean
somebody_waits_at_gate (CpPostgres *postgres)
{
  g_autoptr (PGresult) result =
      PQexec (cp_postgres_get_connection (postgres),
              "SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 7000 AND NOT granted"
              "  AND database = (SELECT oid FROM pg_database WHERE datname = current_database ())");

  g_assert_true (PQresultStatus (result) == PGRES_TUPLES_OK);
  return PQntuples (result) > 0;
}

/* Commits @gid, and the one after it once the batch that has the first of them sees nothing more; they get
 * those numbers.
 *
 * Returns: how long the second one's took, in ms */
static gint64
commit_behind_batch (Fixture *fixture, const Heard *heard, gint64 gid)
{
  gint64 before_us;

  run_sql (fixture->other, "SELECT pg_advisory_lock (7000)");
  commit_item (fixture->one, gid);
  while (!somebody_waits_at_gate (fixture->other))
    ;
  commit_item (fixture->one, gid + 1);
  before_us = g_get_monotonic_time ();
  run_sql (fixture->other, "SELECT pg_advisory_unlock (7000)");
  while (heard->gseq < gid + 1)
    g_main_context_iteration (NULL, TRUE);
  return (g_get_monotonic_time () - before_us) / 1000;
}

/* It is no news that is lost, for which the leader would look a second later. The quickest of a few, since
 * the machine may have other things to do. */
static void
test_told_behind_batch (Fixture *fixture, gconstpointer data)
{
  gint64 least_ms = G_MAXINT64;
  Heard heard = { 0, 0 };
  g_autoptr (CpFeedListener) listener = cp_feed_listener_new (fixture->url, NULL, on_news, &heard);
  g_autoptr (CpSequencer) sequencer = cp_sequencer_new (fixture->url);

  commit_item (fixture->one, 1);
  wait_for_news (&heard, 1);
  run_sql (fixture->one,
           "CREATE FUNCTION pass_gate () RETURNS trigger LANGUAGE plpgsql AS"
           "  $$BEGIN PERFORM pg_advisory_xact_lock_shared (7000); RETURN NULL; END$$");
  run_sql (fixture->one, "CREATE TRIGGER gate AFTER INSERT ON feed EXECUTE FUNCTION pass_gate ()");
  for (gint64 i = 1; i <= 4; i++) {
    gint64 took_ms = commit_behind_batch (fixture, &heard, 2 * i);

    least_ms = MIN (least_ms, took_ms);
  }
  g_assert_cmpint (least_ms, <, 500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sequencer/numbers-in-the-order-of-commits", Fixture, NULL, set_up,
              test_numbers_by_commit, tear_down);
  g_test_add ("/sequencer/what-was-rolled-back-gets-no-number", Fixture, NULL, set_up,
              test_rolled_back_is_never_numbered, tear_down);
  g_test_add ("/sequencer/its-thread-numbers-and-tells", Fixture, NULL, set_up,
              test_thread_numbers_and_tells, tear_down);
  g_test_add ("/sequencer/one-leads-and-another-takes-over", Fixture, NULL, set_up, test_one_leads,
              tear_down);
  g_test_add ("/sequencer/who-waits-to-lead-has-nothing-open", Fixture, NULL, set_up,
              test_waits_with_nothing_open, tear_down);
  g_test_add ("/sequencer/what-is-told-behind-a-batch-is-numbered-at-once", Fixture, NULL, set_up,
              test_told_behind_batch, tear_down);
  return g_test_run ();
}
