/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-ledger-bus.h"
#include "cp-ledger-errand.h"
#include "fake-ledger.h"

#include <string.h>

typedef struct {
  CpLedgerThread *thread;
  GString *heard; /* answers in their order */
  const char *method;
  GVariant *args;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) key = g_bytes_new_static ("key", 3);
  const CpLedgerConfig config = { "/anywhere", "device", "store", key };

  self->heard = g_string_new (NULL);
  self->method = data;
  self->args = g_variant_ref_sink (g_str_equal (self->method, "BeginSnapshot")
                                       ? g_variant_new ("(s)", "{\"id\":\"a\"}")
                                       : g_variant_new ("()"));
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
  g_variant_unref (self->args);
}

static void
on_errand_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = cp_ledger_errand_finish (CP_LEDGER_THREAD (source), result, &error);

  g_string_append_printf (self->heard, "errand: %s; ", answer != NULL ? "done" : error->message);
}

static void
begin (Fixture *self)
{
  cp_ledger_errand_async (
      self->thread, cp_ledger_methods_find_errand (CP_LEDGER_BUS_SYNC_INTERFACE, self->method),
      self->args, on_errand_ready, self);
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
  fake_ledger_hold_errand ();
  begin (self);
  cp_ledger_thread_run_async (self->thread, serve, NULL, NULL, on_served, self);
  wait_until_heard (self, "served; ");
  cp_ledger_thread_run_async (self->thread, serve, NULL, NULL, on_served, self);
  wait_until_heard (self, "served; served; ");
  fake_ledger_let_go_errand ();
  wait_until_heard (self, "served; served; errand: done; ");
}

static void
test_a_ledger_that_stops_says_so (Fixture *self, gconstpointer data)
{
  cp_ledger_thread_stop (self->thread);
  begin (self);
  wait_until_heard (self, "errand: The ledger is stopping; ");
}

static void
test_one_that_stops_in_between_does_too (Fixture *self, gconstpointer data)
{
  guint n_before = fake_ledger_get_n_calls ();

  fake_ledger_hold_errand ();
  begin (self);
  while (fake_ledger_get_n_calls () == n_before)
    g_main_context_iteration (NULL, FALSE);
  cp_ledger_thread_stop (self->thread);
  fake_ledger_let_go_errand ();
  wait_until_heard (self, "errand: The ledger is stopping; ");
}

static void
add (const char *method, const char *name, void (*func) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/ledger/errand/%s/%s", method, name);

  g_test_add (path, Fixture, method, set_up, func, tear_down);
}

int
main (int argc, char **argv)
{
  static const char *const methods[] = { "BeginSnapshot", "FinishSnapshot" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++) {
    add (methods[i], "others-are-served-meanwhile", test_others_are_served_meanwhile);
    add (methods[i], "a-ledger-that-stops-says-so", test_a_ledger_that_stops_says_so);
    add (methods[i], "one-that-stops-in-between-does-too", test_one_that_stops_in_between_does_too);
  }
  return g_test_run ();
}
