/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Each process is killed while the others go on. */
#include "processes.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "cp-head-office-sqlite.h"

static void
set_up (Processes *fixture, gconstpointer data)
{
  processes_set_up (fixture);
}

static void
tear_down (Processes *fixture, gconstpointer data)
{
  processes_tear_down (fixture);
}

static gboolean
is_offline (const CpJson *status)
{
  return processes_has_link (status, "offline");
}

static gboolean
is_refused (const CpJson *status)
{
  return processes_has_link (status, "refused");
}

static void
issue (Processes *fixture)
{
  g_autoptr (CpJson) request = json_object ();
  CpJson *payload = json_object ();
  g_autoptr (CpJson) reply = NULL;
  g_autoptr (GError) error = NULL;

  cp_json_set_text (payload, "definition_id", "coffee");
  cp_json_set_text (payload, "reason", "rain");
  cp_json_set_text (request, "kind", "issue_benefit");
  cp_json_set_text (request, "member_id", fixture->member_id);
  cp_json_set (request, "payload", payload);
  reply = cp_ledger_client_submit_sync (fixture->client, fixture->session, request, FALSE, NULL,
                                        &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (reply, "decision"), ==, "accepted");
}

static void
assert_outcomes (Processes *fixture, guint n)
{
  g_autofree char *out = processes_command (fixture, "show outcomes");
  g_auto (GStrv) lines = g_strsplit (g_strstrip (out), "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, n);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_assert_nonnull (strstr (lines[i], "\"outcome\":\"accepted\""));
    g_assert_nonnull (strstr (lines[i], "\"repeat\":0"));
  }
}

static void
test_head_office_is_killed (Processes *fixture, gconstpointer data)
{
  processes_meet_ada (fixture);
  issue (fixture);
  processes_wait_until (fixture, processes_are_settled, "an operation made online");
  for (guint i = 0; i < 3; i++) {
    processes_stop (&fixture->office, SIGKILL);
    issue (fixture);
    processes_wait_until (fixture, is_offline, "the end of head office");
    issue (fixture);
    processes_start_office (fixture);
    processes_wait_until (fixture, processes_are_settled, "head office's return");
  }
  assert_outcomes (fixture, 7);
}

static void
test_worker_is_killed (Processes *fixture, gconstpointer data)
{
  processes_meet_ada (fixture);
  for (guint i = 0; i < 3; i++) {
    issue (fixture);
    processes_stop (&fixture->worker, SIGKILL);
    issue (fixture);
    processes_start_worker (fixture);
    processes_wait_until (fixture, processes_are_settled, "the worker's return");
  }
  assert_outcomes (fixture, 6);
}

static void
test_ledger_is_killed (Processes *fixture, gconstpointer data)
{
  processes_meet_ada (fixture);
  for (guint i = 0; i < 3; i++) {
    issue (fixture);
    processes_stop (&fixture->ledger, SIGKILL);
    processes_start_ledger (fixture);
    processes_wait_until (fixture, processes_is_there, "the ledger's return");
    processes_wait_until (fixture, processes_are_settled, "the ledger's first sync");
    processes_sign_in (fixture);
  }
  assert_outcomes (fixture, 3);
}

static void
test_device_is_revoked (Processes *fixture, gconstpointer data)
{
  processes_meet_ada (fixture);
  processes_do_command (fixture, "device revoke till-1 --store high --token-file $/token");
  issue (fixture);
  processes_wait_until (fixture, is_refused, "the refusal");
  processes_do_command (fixture, "device add till-1 --store high --token-file $/token");
  processes_wait_until (fixture, processes_are_settled, "the pardon");
  assert_outcomes (fixture, 1);
}

/* What is done every night, with a device that goes on meanwhile. */
static void
test_the_nights_work (Processes *fixture, gconstpointer data)
{
  g_autofree char *kept = g_build_filename (fixture->folder, "kept.db", NULL);
  g_autofree char *new = g_build_filename (fixture->folder, "new.db", NULL);
  g_autofree char *shown = NULL;
  g_autofree char *floor = NULL;

  processes_meet_ada (fixture);
  issue (fixture);
  processes_wait_until (fixture, processes_are_settled, "the operation's outcome");
  processes_do_command (fixture, "backup copy $/new.db");
  processes_do_command (fixture, "backup verify sqlite:$/new.db --keep-as $/kept.db");
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (new, G_FILE_TEST_EXISTS));
  shown = processes_command (fixture, "backup show");
  g_assert_true (g_str_has_prefix (shown, "a backup was last verified at "));
  floor = processes_command (fixture, "forget feed");
  g_assert_true (g_str_has_prefix (floor, "what comes after 0 is kept"));
  issue (fixture);
  processes_wait_until (fixture, processes_are_settled, "the next one's");
  assert_outcomes (fixture, 2);
}

/* As those who keep a day's end know it: the feed as it is now is older than what is kept. */
static void
mark_feed_as_old (Processes *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "office.db", NULL);
  g_autofree char *marks = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CpHeadOfficeStorage) storage =
      cp_head_office_sqlite_open (cp_world_real (), path, &error);
  gint64 gseq = 0;

  g_assert_no_error (error);
  g_assert_true (storage->class_->get_last_gseq (storage, &gseq, &error));
  marks = g_strdup_printf ("[[1, %" G_GINT64_FORMAT "]]", gseq);
  g_assert_true (storage->class_->begin (storage, &error));
  g_assert_true (storage->class_->put_setting (storage, "feed_marks", marks, &error));
  g_assert_true (storage->class_->commit (storage, &error));
}

/* The feed has nothing for it, so all that it gets it has from a snapshot; what waits counts on. */
static void
test_takes_a_snapshot (Processes *fixture, gconstpointer data)
{
  g_autofree char *replica = g_build_filename (fixture->folder, "ledger", "replica.db", NULL);

  processes_meet_ada (fixture);
  issue (fixture);
  processes_wait_until (fixture, processes_are_settled, "the operation's outcome");
  processes_stop (&fixture->worker, SIGTERM);
  issue (fixture);
  processes_stop (&fixture->ledger, SIGTERM);
  processes_stop (&fixture->office, SIGTERM);
  g_assert_cmpint (g_unlink (replica), ==, 0);
  mark_feed_as_old (fixture);
  processes_do_command (fixture, "forget feed");
  processes_start_office (fixture);
  processes_start_ledger (fixture);
  processes_start_worker (fixture);
  processes_wait_until (fixture, processes_are_settled, "the snapshot's rows");
  processes_sign_in (fixture);
  processes_meet_ada (fixture);
  assert_outcomes (fixture, 2);
}

/* Nothing would ever come through again: each ends, and whoever started it starts it anew. */
static void
test_the_bus_is_gone (Processes *fixture, gconstpointer data)
{
  g_test_dbus_stop (fixture->bus);
  g_assert_true (g_subprocess_wait (fixture->worker, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (fixture->worker), ==, 1);
  g_assert_true (g_subprocess_wait (fixture->ledger, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (fixture->ledger), ==, 1);
}

static void
add (const char *path, void (*func) (Processes *, gconstpointer))
{
  g_test_add (path, Processes, NULL, set_up, func, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/processes/head-office-is-killed-and-nothing-is-lost", test_head_office_is_killed);
  add ("/processes/the-worker-is-killed-and-nothing-is-lost", test_worker_is_killed);
  add ("/processes/the-ledger-is-killed-and-nothing-is-lost", test_ledger_is_killed);
  add ("/processes/the-bus-is-gone-and-they-end", test_the_bus_is_gone);
  add ("/processes/a-revoked-device-is-told-and-recovers", test_device_is_revoked);
  add ("/processes/a-backup-is-made-and-verified-and-the-feed-forgotten", test_the_nights_work);
  add ("/processes/a-device-that-is-behind-takes-a-snapshot", test_takes_a_snapshot);
  return g_test_run ();
}
