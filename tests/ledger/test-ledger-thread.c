/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-ledger-thread.h"
#include "fake-ledger.h"

#include <string.h>

typedef struct {
  CpLedgerThread *thread;
  GString *heard; /* signals and answers in their order */
  guint n_answers;
} Fixture;

static CpLedgerThread *
start (const char *directory, GError **error)
{
  g_autoptr (GBytes) key = g_bytes_new_static ("key", 3);
  CpLedgerConfig config = { directory, "device", "store", key };

  return cp_ledger_thread_new (cp_world_real (), &config, error);
}

static void
on_thread_changed (CpLedgerThread *thread, const char *what, GStrv account_ids, gpointer data)
{
  g_autofree char *ids = account_ids != NULL ? g_strjoinv (",", account_ids) : g_strdup ("any");
  Fixture *fixture = data;

  if (!g_str_equal (what, "status"))
    g_string_append_printf (fixture->heard, "changed %s %s; ", what, ids);
}

static void
on_thread_failed (CpLedgerThread *thread, const char *message, gpointer data)
{
  Fixture *fixture = data;

  g_string_append_printf (fixture->heard, "failed %s; ", message);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->heard = g_string_new (NULL);
  fixture->thread = start ("/anywhere", NULL);
  g_assert_nonnull (fixture->thread);
  g_signal_connect (fixture->thread, "changed", G_CALLBACK (on_thread_changed), fixture);
  g_signal_connect (fixture->thread, "failed", G_CALLBACK (on_thread_failed), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cp_ledger_thread_stop (fixture->thread);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (fixture->thread);
  g_string_free (fixture->heard, TRUE);
}

/* The job: submits on the session that is its data. */
static GVariant *
submit (CpLedger *ledger, gpointer data, GError **error)
{
  g_autoptr (CpJson) request = json_object ();
  g_autoptr (CpJson) answer = cp_ledger_submit (ledger, data, request, FALSE, error);

  return answer == NULL ? NULL : g_variant_new_string (cp_json_get_text (answer, "session"));
}

static void
on_run_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      cp_ledger_thread_run_finish (CP_LEDGER_THREAD (source), result, &error);
  Fixture *fixture = data;

  fixture->n_answers++;
  g_string_append_printf (fixture->heard, "answer %s; ",
                          answer != NULL ? g_variant_get_string (answer, NULL) : error->message);
}

static void
run (Fixture *fixture, const char *session)
{
  cp_ledger_thread_run_async (fixture->thread, submit, g_strdup (session), g_free, on_run_ready,
                              fixture);
}

static void
wait_for (Fixture *fixture, guint n_answers)
{
  while (fixture->n_answers < n_answers)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_opening_that_fails_is_told_at_once (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (start ("/corrupt", &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_CORRUPT);
}

static void
test_changes_come_before_the_answer (Fixture *fixture, gconstpointer data)
{
  run (fixture, "a");
  wait_for (fixture, 1);
  g_assert_cmpstr (fixture->heard->str, ==,
                   "changed accounts one,two; changed outbox any; answer a; ");
}

static void
test_jobs_are_done_in_their_order (Fixture *fixture, gconstpointer data)
{
  run (fixture, "a");
  run (fixture, "full");
  run (fixture, "b");
  wait_for (fixture, 3);
  g_assert_cmpstr (fixture->heard->str, ==,
                   "changed accounts one,two; changed outbox any; answer a; answer No room; "
                   "changed accounts one,two; changed outbox any; answer b; ");
}

static void
test_a_fatal_job_is_told_once_and_before_its_answer (Fixture *fixture, gconstpointer data)
{
  run (fixture, "fatal");
  run (fixture, "fatal");
  wait_for (fixture, 2);
  g_assert_cmpstr (fixture->heard->str, ==,
                   "failed The disk lies; answer The disk lies; answer The disk lies; ");
}

static void
test_stopping_finishes_what_is_queued (Fixture *fixture, gconstpointer data)
{
  fake_ledger_hold ();
  for (int i = 0; i < 5; i++)
    run (fixture, "a");
  fake_ledger_let_go ();
  cp_ledger_thread_stop (fixture->thread);
  run (fixture, "late");
  wait_for (fixture, 6);
  g_assert_nonnull (strstr (fixture->heard->str, "answer The ledger is stopping; "));
  g_assert_null (strstr (fixture->heard->str, "late"));
}

static void
test_upkeep_is_done_when_idle (Fixture *fixture, gconstpointer data)
{
  guint n_before = fake_ledger_get_n_upkeeps ();

  run (fixture, "a");
  wait_for (fixture, 1);
  while (fake_ledger_get_n_upkeeps () == n_before)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_fatal_upkeep_is_told (Fixture *fixture, gconstpointer data)
{
  fake_ledger_fail_upkeep ();
  run (fixture, "a");
  while (strstr (fixture->heard->str, "failed The disk lies at checkpoints; ") == NULL)
    g_main_context_iteration (NULL, TRUE);
}

#define ADD(path, function) \
  g_test_add ("/ledger-thread/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger-thread/opening-that-fails-is-told-at-once",
                   test_opening_that_fails_is_told_at_once);
  ADD ("changes-come-before-the-answer", test_changes_come_before_the_answer);
  ADD ("jobs-are-done-in-their-order", test_jobs_are_done_in_their_order);
  ADD ("a-fatal-job-is-told-once-and-before-its-answer",
       test_a_fatal_job_is_told_once_and_before_its_answer);
  ADD ("stopping-finishes-what-is-queued", test_stopping_finishes_what_is_queued);
  ADD ("upkeep-is-done-when-idle", test_upkeep_is_done_when_idle);
  ADD ("fatal-upkeep-is-told", test_fatal_upkeep_is_told);
  return g_test_run ();
}
