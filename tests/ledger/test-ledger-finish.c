/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-ledger-finish.h"
#include "fake-ledger.h"

#include <string.h>

typedef struct {
  CpLedgerThread *thread;
  GString *heard; /* answers in their order */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) key = g_bytes_new_static ("key", 3);
  const CpLedgerConfig config = { "/anywhere", "device", "store", key };

  self->heard = g_string_new (NULL);
  self->thread = cp_ledger_thread_new (cp_world_real (), &config, NULL);
  g_assert_nonnull (self->thread);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_ledger_thread_stop (self->thread);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (self->thread);
  g_string_free (self->heard, TRUE);
}

static void
on_finish_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = cp_ledger_finish_finish (CP_LEDGER_THREAD (source), result, &error);

  g_string_append_printf (self->heard, "finish: %s; ", answer != NULL ? "done" : error->message);
}

static GVariant *
serve (CpLedger *ledger, gpointer data, GError **error)
{
  return g_variant_new ("()");
}

static void
on_served (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *self = data;
  g_autoptr (GVariant) answer =
      cp_ledger_thread_run_finish (CP_LEDGER_THREAD (source), result, NULL);

  g_string_append (self->heard, answer != NULL ? "served; " : "not served; ");
}

static void
wait_until_heard (Fixture *self, const char *expected)
{
  while (self->heard->len < strlen (expected))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (self->heard->str, ==, expected);
}

static void
test_others_are_served_meanwhile (Fixture *self, gconstpointer data)
{
  fake_ledger_hold_look ();
  cp_ledger_finish_async (self->thread, on_finish_ready, self);
  cp_ledger_thread_run_async (self->thread, serve, NULL, NULL, on_served, self);
  wait_until_heard (self, "served; ");
  cp_ledger_thread_run_async (self->thread, serve, NULL, NULL, on_served, self);
  wait_until_heard (self, "served; served; ");
  fake_ledger_let_go_look ();
  wait_until_heard (self, "served; served; finish: done; ");
}

static void
test_a_ledger_that_stops_says_so (Fixture *self, gconstpointer data)
{
  cp_ledger_thread_stop (self->thread);
  cp_ledger_finish_async (self->thread, on_finish_ready, self);
  wait_until_heard (self, "finish: The ledger is stopping; ");
}

static void
test_one_that_stops_in_between_does_too (Fixture *self, gconstpointer data)
{
  guint n_before = fake_ledger_get_n_calls ();

  fake_ledger_hold_look ();
  cp_ledger_finish_async (self->thread, on_finish_ready, self);
  while (fake_ledger_get_n_calls () == n_before)
    g_main_context_iteration (NULL, FALSE);
  cp_ledger_thread_stop (self->thread);
  fake_ledger_let_go_look ();
  wait_until_heard (self, "finish: The ledger is stopping; ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/ledger/finish/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("others-are-served-meanwhile", test_others_are_served_meanwhile);
  ADD ("a-ledger-that-stops-says-so", test_a_ledger_that_stops_says_so);
  ADD ("one-that-stops-in-between-does-too", test_one_that_stops_in_between_does_too);
  return g_test_run ();
}
