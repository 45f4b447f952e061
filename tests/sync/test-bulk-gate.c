/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is put off while head office has too much to do, and what is not. */
#include "cp-bulk-gate.h"

#include "cp-head-office-server-private.h"
#include "server-fixture.h"

/* How often in a row @device is put off while @n_waiting pushes wait. */
static guint
count_put_off (CpBulkGate *gate, const char *device, guint n_waiting)
{
  guint n = 0;

  while (!cp_bulk_gate_admits (gate, device, 0, n_waiting))
    g_assert_cmpuint (++n, <=, 100);
  return n;
}

static void
test_is_open (void)
{
  g_autoptr (CpBulkGate) gate = cp_bulk_gate_new ();

  for (guint i = 0; i < 100; i++)
    g_assert_true (cp_bulk_gate_admits (gate, "till-1", 0, CP_BULK_GATE_MOST_WAITING - 1));
  g_assert_false (cp_bulk_gate_admits (gate, "till-1", 0, CP_BULK_GATE_MOST_WAITING));
}

/* Others that ask more often take nothing from anybody. */
static void
test_nobody_starves (void)
{
  g_autoptr (CpBulkGate) gate = cp_bulk_gate_new ();

  for (guint i = 0; i < 20; i++) {
    g_assert_cmpuint (count_put_off (gate, "till-1", 1000), ==, CP_BULK_GATE_MOST_PUT_OFF);
    g_assert_cmpuint (count_put_off (gate, "till-1", 1000), ==, CP_BULK_GATE_MOST_PUT_OFF);
    g_assert_cmpuint (count_put_off (gate, "till-2", 1000), ==, CP_BULK_GATE_MOST_PUT_OFF);
  }
}

/* Only those in a row count. */
static void
test_forgets (void)
{
  g_autoptr (CpBulkGate) gate = cp_bulk_gate_new ();

  for (guint i = 0; i < CP_BULK_GATE_MOST_PUT_OFF; i++)
    g_assert_false (cp_bulk_gate_admits (gate, "till-1", 0, 1000));
  g_assert_true (cp_bulk_gate_admits (gate, "till-1", 0, 0));
  g_assert_cmpuint (count_put_off (gate, "till-1", 1000), ==, CP_BULK_GATE_MOST_PUT_OFF);
}

/* Of several processes each has seen it for the first time, and it has been put off often enough. */
static void
test_believes_a_device (void)
{
  g_autoptr (CpBulkGate) gate = cp_bulk_gate_new ();

  g_assert_false (cp_bulk_gate_admits (gate, "till-1", CP_BULK_GATE_MOST_PUT_OFF - 1, 1000));
  g_assert_true (cp_bulk_gate_admits (gate, "till-1", CP_BULK_GATE_MOST_PUT_OFF, 1000));
  g_assert_cmpuint (count_put_off (gate, "till-1", 1000), ==, CP_BULK_GATE_MOST_PUT_OFF);
}

/* As if so many pushes were being read. */
static void
keep_busy (Fixture *fixture, guint n_waiting)
{
  g_ptr_array_set_size (fixture->server->readings, (int) n_waiting);
}

static Reply
push (Fixture *fixture, const char *path, const char *incarnation)
{
  g_autoptr (Device) device = device_new ("till-1", incarnation);
  g_autoptr (CpJson) document = device_make_push (device, 1);
  g_autofree char *body = cp_json_to_text (document);

  return server_ask (fixture, "POST", path, "good", body);
}

static guint
get_retry_after (SoupMessage *message)
{
  const char *text =
      soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");

  g_assert_nonnull (text);
  return (guint) g_ascii_strtoull (text, NULL, 10);
}

static void
assert_comes_again (SoupMessage *message)
{
  g_assert_cmpuint (get_retry_after (message), >=, 5);
  g_assert_cmpuint (get_retry_after (message), <=, 20);
}

/* Only a push of the bulk lane, and that it says when to come again. */
static void
test_puts_off_bulk_alone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SoupMessage) message =
      server_make_message (fixture, "POST", "/v1/push?lane=1", "good", "{}");
  GAsyncResult *result = NULL;
  g_auto (Reply) bulk = { 0 };
  g_auto (Reply) priority = { 0 };
  g_auto (Reply) page = { 0 };

  keep_busy (fixture, CP_BULK_GATE_MOST_WAITING);
  soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL,
                                    server_on_reply_ready, &result);
  bulk = server_finish (fixture, message, &result);
  g_assert_cmpuint (bulk.status, ==, 503);
  g_assert_cmpstr (cp_json_get_text (bulk.document, "code"), ==, "busy");
  assert_comes_again (message);
  priority = push (fixture, "/v1/push", "one");
  g_assert_cmpuint (priority.status, ==, 200);
  page = server_ask (fixture, "GET", "/v1/feed?after=0", "good", NULL);
  g_assert_cmpuint (page.status, ==, 200);
  g_assert_cmpuint (cp_head_office_get_counts (fixture->office->office)->put_off, ==, 1);
  keep_busy (fixture, 0);
}

/* When head office is back, 500 stores are told to wait in the same second. */
static void
test_spreads_who_comes_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) told = g_hash_table_new (NULL, NULL);

  keep_busy (fixture, CP_BULK_GATE_MOST_WAITING);
  for (guint i = 0; i < CP_BULK_GATE_MOST_PUT_OFF; i++) {
    g_autoptr (SoupMessage) message =
        server_make_message (fixture, "POST", "/v1/push?lane=1", "good", "{}");
    GAsyncResult *result = NULL;
    g_auto (Reply) reply = { 0 };

    soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL,
                                      server_on_reply_ready, &result);
    reply = server_finish (fixture, message, &result);
    g_assert_cmpuint (reply.status, ==, 503);
    assert_comes_again (message);
    g_hash_table_add (told, GUINT_TO_POINTER (get_retry_after (message)));
  }
  g_assert_cmpuint (g_hash_table_size (told), >, 1);
  keep_busy (fixture, 0);
}

static void
test_takes_it_again (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 2 * (CP_BULK_GATE_MOST_PUT_OFF + 1); i++) {
    gboolean is_last = (i + 1) % (CP_BULK_GATE_MOST_PUT_OFF + 1) == 0;
    g_auto (Reply) reply = { 0 };

    keep_busy (fixture, CP_BULK_GATE_MOST_WAITING);
    reply = push (fixture, "/v1/push?lane=1", "one-1");
    g_assert_cmpuint (reply.status, ==, is_last ? 200 : 503);
  }
  keep_busy (fixture, CP_BULK_GATE_MOST_WAITING - 1);
  for (guint i = 0; i < 3; i++) {
    g_auto (Reply) reply = push (fixture, "/v1/push?lane=1", "one-1");

    g_assert_cmpuint (reply.status, ==, 200);
  }
  keep_busy (fixture, 0);
}

static void
test_counts_over_processes (Fixture *fixture, gconstpointer data)
{
  g_auto (Reply) early = { 0 };
  g_auto (Reply) late = { 0 };
  g_auto (Reply) odd = { 0 };

  keep_busy (fixture, CP_BULK_GATE_MOST_WAITING);
  odd = push (fixture, "/v1/push?lane=1&put_off=often", "one-1");
  g_assert_cmpuint (odd.status, ==, 503);
  early = push (fixture, "/v1/push?lane=1&put_off=5", "one-1");
  g_assert_cmpuint (early.status, ==, 503);
  late = push (fixture, "/v1/push?lane=1&put_off=7", "one-1");
  g_assert_cmpuint (late.status, ==, 200);
  keep_busy (fixture, 0);
}

/* Who it is comes first. */
static void
test_strangers_hear_nothing_of_it (Fixture *fixture, gconstpointer data)
{
  g_auto (Reply) reply = { 0 };

  keep_busy (fixture, CP_BULK_GATE_MOST_WAITING);
  reply = server_ask (fixture, "POST", "/v1/push?lane=1", "bad", "{}");
  g_assert_cmpuint (reply.status, ==, 401);
  keep_busy (fixture, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bulk-gate/is-open-until-too-much-waits", test_is_open);
  g_test_add_func ("/bulk-gate/nobody-starves", test_nobody_starves);
  g_test_add_func ("/bulk-gate/counts-only-those-in-a-row", test_forgets);
  g_test_add_func ("/bulk-gate/believes-a-device", test_believes_a_device);
  g_test_add ("/bulk-gate/puts-off-the-bulk-lane-alone", Fixture, NULL, server_set_up,
              test_puts_off_bulk_alone, server_tear_down);
  g_test_add ("/bulk-gate/spreads-who-comes-again", Fixture, NULL, server_set_up,
              test_spreads_who_comes_again, server_tear_down);
  g_test_add ("/bulk-gate/takes-the-eighth-and-what-comes-later", Fixture, NULL, server_set_up,
              test_takes_it_again, server_tear_down);
  g_test_add ("/bulk-gate/several-processes-count-together", Fixture, NULL, server_set_up,
              test_counts_over_processes, server_tear_down);
  g_test_add ("/bulk-gate/strangers-hear-nothing-of-it", Fixture, NULL, server_set_up,
              test_strangers_hear_nothing_of_it, server_tear_down);
  return g_test_run ();
}
