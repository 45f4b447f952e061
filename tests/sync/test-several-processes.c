/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Several head-office processes over one PostgreSQL, and a standby beside it, as they ship: the
 * leader is killed under load, and a reader that follows the feed all the while misses nothing. */
#include "bench-load.h"
#include "cp-replica.h"
#include "silent-port.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#define N_WRITERS 3
#define N_PUSHES 30
#define BATCH 10
#define N_MEMBERS 400
#define SNAPSHOTS "--snapshots $/snapshots"

typedef struct {
  BenchOffice *office;
  guint n;
  gint *n_taken;
} Writer;

/* The same push again until somebody has taken it: what was taken already is passed over. */
static gpointer
write_all (gpointer data)
{
  Writer *writer = data;
  BenchDevice *device = bench_device_new (writer->office, writer->n);

  bench_device_make (device, N_PUSHES, BATCH);
  for (guint i = 0; i < N_PUSHES; i++) {
    while (!bench_device_try_push (device, i))
      device->url = (device->url + 1) % writer->office->n_processes;
    g_atomic_int_inc (writer->n_taken);
  }
  bench_device_free (device);
  return NULL;
}

static int
find_leader (BenchOffice *office)
{
  g_autofree char *name =
      postgres_ask (office->database,
                    "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)"
                    " WHERE locktype = 'advisory' AND classid = 7163 AND objid = 2 AND granted");

  return (int) g_ascii_strtoll (strchr (name, ' '), NULL, 10);
}

static guint
kill_leader (BenchOffice *office)
{
  int pid = find_leader (office);

  for (guint i = 0; i < office->n_processes; i++)
    if (atoi (g_subprocess_get_identifier (office->processes[i])) == pid) {
      g_subprocess_force_exit (office->processes[i]);
      g_subprocess_wait (office->processes[i], NULL, NULL);
      return i;
    }
  g_assert_not_reached ();
}

/* Rows of the history that every operation makes; each must come once, and in order of the feed. */
typedef struct {
  BenchDevice *device;
  char *epoch;
  gint64 after;
  GHashTable *actions;
} Reader;

static void
take_page (Reader *reader, const CpJson *page)
{
  const CpJson *items = cp_json_get_array (page, "items");
  gint64 last = reader->after;
  size_t i;
  json_t *item;

  json_array_foreach (items, i, item)
  {
    g_assert_cmpint (cp_json_get_int (item, "gseq", 0), >=, last);
    last = cp_json_get_int (item, "gseq", 0);
    if (g_strcmp0 (cp_json_get_text (item, "kind"), "action") == 0)
      g_assert_true (g_hash_table_add (reader->actions, g_strdup (cp_json_get_text (item, "id"))));
  }
  reader->after = cp_json_get_int (page, "through", 0);
  g_free (reader->epoch);
  reader->epoch = g_strdup (cp_json_get_text (page, "epoch"));
}

static void
read_until (Reader *reader, guint n_actions)
{
  while (g_hash_table_size (reader->actions) < n_actions) {
    g_autoptr (CpJson) page =
        bench_device_try_pull (reader->device, reader->epoch, reader->after, 2000);

    if (page != NULL)
      take_page (reader, page);
    else
      reader->device->url = (reader->device->url + 1) % reader->device->office->n_processes;
  }
}

static void
wait_for_pushes (gint *n_taken, gint n, Reader *reader)
{
  while (g_atomic_int_get (n_taken) < n)
    read_until (reader, g_hash_table_size (reader->actions) + 1);
}

static void
assert_all_is_there (BenchOffice *office)
{
  g_autofree char *gaps = postgres_ask (
      office->database,
      "SELECT count(*) FROM (SELECT count(*), min(seq), max(seq) FROM operation GROUP BY device_id)"
      " AS chain WHERE count <> 300 OR min <> 1 OR max <> 300");
  g_autofree char *left = postgres_ask (office->database, "SELECT count(*) FROM todo");
  g_autofree char *twice =
      postgres_ask (office->database, "SELECT count(*) FROM item LEFT JOIN feed USING (gid, n)"
                                      " GROUP BY item.gid, item.n HAVING count(feed.gseq) <> 1");

  g_assert_cmpstr (gaps, ==, "0");
  g_assert_cmpstr (left, ==, "0");
  g_assert_cmpstr (twice, ==, "");
}

static void
test_leader_is_killed (void)
{
  BenchOffice *office = bench_office_new (postgres_get_shared (), N_MEMBERS, N_WRITERS + 1);
  GThread *threads[N_WRITERS];
  Writer writers[N_WRITERS];
  gint n_taken = 0;
  Reader reader = { NULL, g_strdup (""), 0, NULL };

  bench_office_serve (office, 2, NULL);
  reader.device = bench_device_new (office, N_WRITERS);
  reader.actions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < N_WRITERS; i++) {
    writers[i] = (Writer){ office, i, &n_taken };
    threads[i] = g_thread_new ("writer", write_all, &writers[i]);
  }
  wait_for_pushes (&n_taken, N_WRITERS * N_PUSHES / 3, &reader);
  kill_leader (office);
  read_until (&reader, N_WRITERS * N_PUSHES * BATCH);
  for (guint i = 0; i < N_WRITERS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (g_hash_table_size (reader.actions), ==, N_WRITERS * N_PUSHES * BATCH);
  assert_all_is_there (office);
  g_hash_table_unref (reader.actions);
  bench_device_free (reader.device);
  g_free (reader.epoch);
  bench_office_free (office);
}

static void
test_standby_serves_the_feed (void)
{
  Postgres *primary = postgres_new ();
  BenchOffice *office = bench_office_new (primary, N_MEMBERS, N_WRITERS + 1);
  Postgres *standby = postgres_new_standby (primary);
  g_autofree char *copy = postgres_dup_url (standby, "head_office_1");
  g_autofree char *options = g_strconcat ("--read-database ", copy, NULL);
  BenchDevice *writer;
  Reader reader = { NULL, g_strdup (""), 0, NULL };

  bench_office_serve (office, 1, options);
  writer = bench_device_new (office, 0);
  reader.device = bench_device_new (office, 1);
  reader.actions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  bench_device_make (writer, 20, 5);
  for (guint i = 0; i < 20; i++) {
    bench_device_push (writer, i);
    read_until (&reader, 5 * (i + 1));
  }
  g_assert_cmpuint (g_hash_table_size (reader.actions), ==, 100);
  /* With the standby gone, work goes on. */
  postgres_free (standby);
  bench_device_make (writer, 1, 5);
  bench_device_push (writer, 20);
  read_until (&reader, 105);
  g_hash_table_unref (reader.actions);
  bench_device_free (reader.device);
  bench_device_free (writer);
  g_free (reader.epoch);
  bench_office_free (office);
  postgres_free (primary);
}

/* Returns: (transfer full): what the process @n offers */
static char *
ask_for_snapshot (BenchDevice *device, guint n)
{
  g_autoptr (CpJson) manifest = NULL;

  device->url = n;
  manifest = bench_device_ask_for_snapshot (device, cp_replica_get_schema ());
  g_assert_nonnull (manifest);
  return g_strdup (cp_json_get_text (manifest, "id"));
}

static void
assert_chunk (BenchDevice *device, const char *id, guint status)
{
  for (guint n = 0; n < device->office->n_processes; n++) {
    device->url = n;
    g_assert_cmpuint (bench_device_ask_for_chunk (device, id), ==, status);
  }
}

static void
start_other_anew (BenchOffice *office)
{
  BenchOffice other = *office;

  g_subprocess_send_signal (office->processes[1], SIGTERM);
  g_subprocess_wait (office->processes[1], NULL, NULL);
  g_object_unref (office->processes[1]);
  g_free (office->urls[1]);
  bench_office_serve (&other, 1, SNAPSHOTS);
  office->processes[1] = other.processes[0];
  office->urls[1] = other.urls[0];
}

/* Each request of a device may go to another of them. */
static void
test_processes_share_snapshots (void)
{
  BenchOffice *office = bench_office_new (postgres_get_shared (), N_MEMBERS, 1);
  BenchDevice *device;
  g_autofree char *first = NULL;
  g_autofree char *same = NULL;
  g_autofree char *second = NULL;
  g_autofree char *second_too = NULL;
  g_autofree char *member_id = bench_office_dup_id (7, 'b');
  g_autofree char *words = g_strconcat ("erase ", member_id, NULL);

  bench_office_serve (office, 2, SNAPSHOTS);
  device = bench_device_new (office, 0);
  first = ask_for_snapshot (device, 0);
  same = ask_for_snapshot (device, 1);
  g_assert_cmpstr (first, ==, same);
  assert_chunk (device, first, 206);
  start_other_anew (office);
  assert_chunk (device, first, 206);
  g_free (bench_office_run (office, words));
  assert_chunk (device, first, 404);
  second = ask_for_snapshot (device, 1);
  second_too = ask_for_snapshot (device, 0);
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpstr (second, ==, second_too);
  assert_chunk (device, second, 206);
  bench_device_free (device);
  bench_office_free (office);
}

/* Where nobody is, and where somebody takes the connection and says nothing. */
static void
test_starts_without_a_standby (void)
{
  int silent = silent_port_new ();
  char *urls[2] = { g_strdup ("postgresql://nobody@127.0.0.1:1/none"),
                    silent_port_dup_url (silent) };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++) {
    BenchOffice *office = bench_office_new (postgres_get_shared (), N_MEMBERS, 2);
    g_autofree char *options = g_strconcat ("--read-database ", urls[i], NULL);
    BenchDevice *writer;
    Reader reader = { NULL, g_strdup (""), 0, NULL };

    bench_office_serve (office, 1, options);
    writer = bench_device_new (office, 0);
    reader.device = bench_device_new (office, 1);
    reader.actions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    bench_device_make (writer, 1, 5);
    bench_device_push (writer, 0);
    read_until (&reader, 5);
    g_hash_table_unref (reader.actions);
    bench_device_free (reader.device);
    bench_device_free (writer);
    g_free (reader.epoch);
    bench_office_free (office);
  }
  close (silent);
  g_free (urls[0]);
  g_free (urls[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  curl_global_init (CURL_GLOBAL_ALL);
  g_test_add_func ("/several-processes/a-killed-leader-loses-nothing", test_leader_is_killed);
  g_test_add_func ("/several-processes/starts-without-a-standby", test_starts_without_a_standby);
  g_test_add_func ("/several-processes/a-standby-serves-the-feed", test_standby_serves_the_feed);
  g_test_add_func ("/several-processes/share-their-snapshots", test_processes_share_snapshots);
  return g_test_run ();
}
