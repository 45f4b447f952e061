/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-network.h"

#include <string.h>

typedef struct {
  CpSimTrace *trace;
  CpSimLoop *loop;
  CpSimNetwork *network;
  guint n_served;
  guint64 kept_exchange; /* of the last request, when holding */
  gboolean holds;
  guint n_outcomes[CP_SIM_TIMED_OUT + 1];
  char *last_reply;
} Fixture;

/* Answers with the request's text and "!". */
static void
serve_echo (CpSimNetwork *network, guint from, guint64 exchange, GBytes *request, gpointer data)
{
  Fixture *self = data;
  gsize size;
  const char *text = g_bytes_get_data (request, &size);
  g_autofree char *reply = g_strdup_printf ("%.*s!", (int) size, text);
  g_autoptr (GBytes) bytes = g_bytes_new (reply, strlen (reply));

  self->n_served++;
  self->kept_exchange = exchange;
  if (!self->holds)
    cp_sim_network_reply (network, exchange, bytes);
}

static void
on_reply (CpSimOutcome outcome, GBytes *reply, gpointer data)
{
  Fixture *self = data;

  self->n_outcomes[outcome]++;
  g_assert_true ((reply != NULL) == (outcome == CP_SIM_REPLIED || outcome == CP_SIM_TRUNCATED));
  g_clear_pointer (&self->last_reply, g_free);
  if (reply != NULL)
    self->last_reply = g_strndup (g_bytes_get_data (reply, NULL), g_bytes_get_size (reply));
}

static void
set_up (Fixture *self, gconstpointer seed)
{
  memset (self, 0, sizeof *self);
  self->trace = cp_sim_trace_new ();
  self->loop = cp_sim_loop_new (self->trace);
  self->network = cp_sim_network_new (self->loop, 3, GPOINTER_TO_UINT (seed), self->trace);
  cp_sim_network_serve (self->network, 0, serve_echo, self);
}

static void
tear_down (Fixture *self, gconstpointer seed)
{
  cp_sim_network_free (self->network);
  cp_sim_loop_free (self->loop);
  cp_sim_trace_free (self->trace);
  g_free (self->last_reply);
}

static guint64
ask (Fixture *self, guint from, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return cp_sim_network_request (self->network, from, 0, bytes, on_reply, self);
}

static void
ask_often (Fixture *self, guint n, gint64 each_ms)
{
  for (guint i = 0; i < n; i++) {
    ask (self, 1 + i % 2, "a request of some length");
    cp_sim_loop_run_until (self->loop, cp_sim_loop_now_ms (self->loop) + each_ms);
  }
  cp_sim_loop_run_until (self->loop, cp_sim_loop_now_ms (self->loop) + 100000);
  g_assert_cmpuint (cp_sim_network_get_n_open (self->network), ==, 0);
}

static guint64
count (const Fixture *self, CpSimNetworkCounter counter)
{
  return cp_sim_network_get_counter (self->network, counter);
}

static void
test_request_gets_its_reply_from_the_loop (Fixture *self, gconstpointer seed)
{
  ask (self, 1, "hello");
  g_assert_cmpuint (self->n_served, ==, 0);
  cp_sim_loop_run_until (self->loop, 0);
  g_assert_cmpuint (self->n_outcomes[CP_SIM_REPLIED], ==, 1);
  g_assert_cmpstr (self->last_reply, ==, "hello!");
  cp_sim_loop_run_until (self->loop, 100000);
  g_assert_cmpuint (count (self, CP_SIM_NETWORK_TIMED_OUT), ==, 0);
}

static void
test_reply_may_come_later (Fixture *self, gconstpointer seed)
{
  g_autoptr (GBytes) news = g_bytes_new ("news", 4);

  self->holds = TRUE;
  cp_sim_network_set_timeout (self->network, 50000);
  ask (self, 2, "poll");
  cp_sim_loop_run_until (self->loop, 40000);
  cp_sim_network_reply (self->network, self->kept_exchange, news);
  cp_sim_network_reply (self->network, self->kept_exchange, news);
  cp_sim_loop_run_until (self->loop, 60000);
  g_assert_cmpstr (self->last_reply, ==, "news");
  g_assert_cmpuint (self->n_outcomes[CP_SIM_REPLIED], ==, 1);
  g_assert_cmpuint (count (self, CP_SIM_NETWORK_LATE), ==, 1);
}

static void
test_request_that_is_not_answered_times_out (Fixture *self, gconstpointer seed)
{
  self->holds = TRUE;
  ask (self, 1, "hello");
  cp_sim_loop_run_until (self->loop, 19999);
  g_assert_cmpuint (self->n_outcomes[CP_SIM_TIMED_OUT], ==, 0);
  cp_sim_loop_run_until (self->loop, 20000);
  g_assert_cmpuint (self->n_outcomes[CP_SIM_TIMED_OUT], ==, 1);
}

static void
test_lost_messages_time_out (Fixture *self, gconstpointer seed)
{
  const CpSimNetworkFaults faults = { .loss_ppm = 300000 };

  cp_sim_network_set_faults (self->network, &faults);
  ask_often (self, 1000, 10);
  g_assert_cmpuint (count (self, CP_SIM_NETWORK_LOST), >, 400);
  g_assert_cmpuint (self->n_outcomes[CP_SIM_TIMED_OUT], ==, count (self, CP_SIM_NETWORK_LOST));
  g_assert_cmpuint (self->n_served, <, 800);
  g_assert_cmpuint (self->n_served, >, self->n_outcomes[CP_SIM_REPLIED]);
}

static void
test_duplicates_are_served_twice_and_answered_once (Fixture *self, gconstpointer seed)
{
  const CpSimNetworkFaults faults = { .duplicate_ppm = 500000, .delay_spread_ms = 20 };

  cp_sim_network_set_faults (self->network, &faults);
  ask_often (self, 1000, 10);
  g_assert_cmpuint (self->n_served, ==, 1000 + count (self, CP_SIM_NETWORK_DUPLICATED));
  g_assert_cmpuint (self->n_served, >, 1400);
  g_assert_cmpuint (self->n_outcomes[CP_SIM_REPLIED], ==, 1000);
  g_assert_cmpuint (count (self, CP_SIM_NETWORK_LATE), ==, count (self, CP_SIM_NETWORK_DUPLICATED));
}

static void
test_delay_reorders (Fixture *self, gconstpointer seed)
{
  const CpSimNetworkFaults none = { .delay_least_ms = 100 };
  const CpSimNetworkFaults spread = { .delay_least_ms = 100, .delay_spread_ms = 50 };

  cp_sim_network_set_faults (self->network, &none);
  ask_often (self, 200, 10);
  g_assert_cmpuint (count (self, CP_SIM_NETWORK_REORDERED), ==, 0);
  cp_sim_network_set_faults (self->network, &spread);
  ask_often (self, 200, 10);
  g_assert_cmpuint (count (self, CP_SIM_NETWORK_REORDERED), >, 20);
  g_assert_cmpuint (self->n_outcomes[CP_SIM_REPLIED], ==, 400);
}

static void
test_truncated_reply_is_a_beginning (Fixture *self, gconstpointer seed)
{
  const CpSimNetworkFaults faults = { .truncate_ppm = CP_SIM_ALWAYS };

  cp_sim_network_set_faults (self->network, &faults);
  for (guint i = 0; i < 100; i++) {
    ask (self, 1, "hello");
    cp_sim_loop_run_until (self->loop, i);
    g_assert_cmpuint (strlen (self->last_reply), <, strlen ("hell!"));
    g_strdelimit (self->last_reply, "!", '\0');
    g_assert_true (g_str_has_prefix ("hello", self->last_reply));
  }
  g_assert_cmpuint (self->n_outcomes[CP_SIM_TRUNCATED], ==, 100);
  g_assert_cmpuint (count (self, CP_SIM_NETWORK_TRUNCATED), ==, 200);
}

static void
test_link_may_be_cut_in_one_direction (Fixture *self, gconstpointer seed)
{
  cp_sim_network_cut (self->network, 0, 1, TRUE);
  ask (self, 1, "hello");
  cp_sim_loop_run_until (self->loop, 30000);
  g_assert_cmpuint (self->n_served, ==, 1);
  g_assert_cmpuint (self->n_outcomes[CP_SIM_TIMED_OUT], ==, 1);
  cp_sim_network_heal (self->network);
  cp_sim_network_cut (self->network, 1, 0, TRUE);
  ask (self, 1, "hello");
  ask (self, 2, "hello");
  cp_sim_loop_run_until (self->loop, 60000);
  g_assert_cmpuint (self->n_served, ==, 2);
  g_assert_cmpuint (self->n_outcomes[CP_SIM_TIMED_OUT], ==, 2);
  g_assert_cmpuint (self->n_outcomes[CP_SIM_REPLIED], ==, 1);
}

static void
test_cut_meets_messages_on_their_way (Fixture *self, gconstpointer seed)
{
  const CpSimNetworkFaults slow = { .delay_least_ms = 100 };

  cp_sim_network_set_faults (self->network, &slow);
  ask (self, 1, "hello");
  cp_sim_loop_run_until (self->loop, 50);
  cp_sim_network_cut (self->network, 1, 0, TRUE);
  cp_sim_loop_run_until (self->loop, 150);
  cp_sim_network_heal (self->network);
  cp_sim_loop_run_until (self->loop, 1000);
  g_assert_cmpuint (self->n_served, ==, 0);
  g_assert_cmpuint (count (self, CP_SIM_NETWORK_CUT), ==, 1);
}

static void
test_machine_that_is_down_refuses (Fixture *self, gconstpointer seed)
{
  cp_sim_network_set_up (self->network, 0, FALSE);
  ask (self, 1, "hello");
  cp_sim_loop_run_until (self->loop, 10);
  g_assert_cmpuint (self->n_outcomes[CP_SIM_REFUSED], ==, 1);
  cp_sim_network_set_up (self->network, 0, TRUE);
  ask (self, 1, "hello");
  cp_sim_loop_run_until (self->loop, 20);
  g_assert_cmpuint (self->n_outcomes[CP_SIM_REPLIED], ==, 1);
}

static void
test_server_forgets_what_it_served_before_it_went_down (Fixture *self, gconstpointer seed)
{
  g_autoptr (GBytes) stale = g_bytes_new ("stale", 5);

  self->holds = TRUE;
  ask (self, 1, "poll");
  cp_sim_loop_run_until (self->loop, 10);
  cp_sim_network_set_up (self->network, 0, FALSE);
  cp_sim_network_set_up (self->network, 0, TRUE);
  cp_sim_network_reply (self->network, self->kept_exchange, stale);
  cp_sim_loop_run_until (self->loop, 30000);
  g_assert_cmpuint (self->n_outcomes[CP_SIM_REPLIED], ==, 0);
  g_assert_cmpuint (self->n_outcomes[CP_SIM_TIMED_OUT], ==, 1);
}

static void
test_client_that_goes_down_hears_nothing (Fixture *self, gconstpointer seed)
{
  guint64 request;

  ask (self, 1, "hello");
  request = ask (self, 2, "hello");
  cp_sim_network_set_up (self->network, 1, FALSE);
  g_assert_cmpuint (cp_sim_network_get_n_open (self->network), ==, 1);
  g_assert_true (cp_sim_network_cancel (self->network, request));
  g_assert_false (cp_sim_network_cancel (self->network, request));
  cp_sim_network_set_up (self->network, 1, TRUE);
  cp_sim_loop_run_until (self->loop, 100000);
  g_assert_cmpuint (self->n_served, ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (self->n_outcomes); i++)
    g_assert_cmpuint (self->n_outcomes[i], ==, 0);
}

static guint64
run_storm (guint seed)
{
  const CpSimNetworkFaults faults = { 100000, 200000, 50000, 5, 200 };
  Fixture self;
  guint64 hash;

  set_up (&self, GUINT_TO_POINTER (seed));
  cp_sim_network_set_faults (self.network, &faults);
  ask_often (&self, 1000, 3);
  for (CpSimNetworkCounter i = 0; i < CP_SIM_N_NETWORK_COUNTERS; i++)
    g_test_message ("%s %" G_GUINT64_FORMAT, cp_sim_network_counter_to_name (i), count (&self, i));
  hash = cp_sim_trace_get_hash (self.trace);
  tear_down (&self, NULL);
  return hash;
}

static void
test_same_seed_gives_the_same_storm (void)
{
  g_assert_cmpuint (run_storm (7), ==, run_storm (7));
  g_assert_cmpuint (run_storm (7), !=, run_storm (8));
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, GUINT_TO_POINTER (1), set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/sim/network/request-gets-its-reply-from-the-loop",
       test_request_gets_its_reply_from_the_loop);
  add ("/sim/network/reply-may-come-later", test_reply_may_come_later);
  add ("/sim/network/request-that-is-not-answered-times-out",
       test_request_that_is_not_answered_times_out);
  add ("/sim/network/lost-messages-time-out", test_lost_messages_time_out);
  add ("/sim/network/duplicates-are-served-twice-and-answered-once",
       test_duplicates_are_served_twice_and_answered_once);
  add ("/sim/network/delay-reorders", test_delay_reorders);
  add ("/sim/network/truncated-reply-is-a-beginning", test_truncated_reply_is_a_beginning);
  add ("/sim/network/link-may-be-cut-in-one-direction", test_link_may_be_cut_in_one_direction);
  add ("/sim/network/cut-meets-messages-on-their-way", test_cut_meets_messages_on_their_way);
  add ("/sim/network/machine-that-is-down-refuses", test_machine_that_is_down_refuses);
  add ("/sim/network/server-forgets-what-it-served-before-it-went-down",
       test_server_forgets_what_it_served_before_it_went_down);
  add ("/sim/network/client-that-goes-down-hears-nothing",
       test_client_that_goes_down_hears_nothing);
  g_test_add_func ("/sim/network/same-seed-gives-the-same-storm",
                   test_same_seed_gives_the_same_storm);
  return g_test_run ();
}
