/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Training mode whole: over the bus, with files of its own. */
#include "cp-ledger-bus.h"
#include "cp-test-daemon.h"
#include "cp-test-folder.h"

#include <glib/gstdio.h>

#define CARD "04505241430101"

static void
set_up (CpTestDaemon *self, gconstpointer data)
{
  cp_test_daemon_set_up (self);
  cp_test_daemon_fill (self);
}

static void
tear_down (CpTestDaemon *self, gconstpointer data)
{
  g_autofree char *directory = g_build_filename (self->directory, "training", NULL);

  cp_test_folder_free (g_steal_pointer (&directory));
  cp_test_daemon_tear_down (self);
}

/* (transfer full): a session in training */
static char *
open_training (CpTestDaemon *self)
{
  g_autofree char *session = cp_test_daemon_sign_in (self, "ann");
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply =
      cp_ledger_client_open_training_sync (self->client, session, FALSE, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_size (cp_json_get_array (reply, "cases")), ==, 4);
  return g_strdup (cp_json_get_text (reply, "session"));
}

static void
test_is_not_there_before_it_is_opened (CpTestDaemon *self, gconstpointer data)
{
  g_autoptr (CpLedgerClient) client = cp_ledger_client_new_for_training (self->client);
  g_autofree char *directory = g_build_filename (self->directory, "training", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_ledger_client_get_status_sync (client, NULL, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_assert_false (g_file_test (directory, G_FILE_TEST_EXISTS));
}

static void
test_is_another_ledger (CpTestDaemon *self, gconstpointer data)
{
  g_autofree char *session = open_training (self);
  g_autoptr (CpLedgerClient) client = cp_ledger_client_new_for_training (self->client);
  g_autoptr (CpJson) card = json_pack ("{s:s}", "uid", CARD), live = NULL, practice = NULL;
  g_autoptr (CpJson) found = NULL, refused = NULL;
  g_autoptr (GError) error = NULL;

  practice = cp_ledger_client_get_status_sync (client, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cp_json_get_bool (practice, "training"));
  live = cp_ledger_client_get_status_sync (self->client, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (cp_json_get_bool (live, "training"));
  found = cp_ledger_client_identify_sync (client, session, card, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cp_json_get_bool (found, "found"));
  refused = cp_ledger_client_identify_sync (self->client, NULL, card, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (refused, "code"), ==, "test_data_forbidden");
  g_assert_null (cp_ledger_client_identify_sync (self->client, session, card, NULL, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
}

/* What the sync worker asks of the live ledger is not to be had of the other. */
static void
test_nothing_of_it_is_ever_sent (CpTestDaemon *self, gconstpointer data)
{
  g_autofree char *session = open_training (self);
  g_autoptr (CpLedgerClient) client = cp_ledger_client_new_for_training (self->client);
  g_autoptr (CpJson) request = json_pack ("{s:s, s:{}}", "kind", "end_visit", "payload");
  g_autoptr (CpJson) answer = NULL;
  g_autoptr (GError) error = NULL;

  json_object_set_new (json_object_get (request, "payload"), "reason_id", json_string ("served"));
  answer = cp_ledger_client_submit_sync (client, session, request, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cp_test_daemon_get_n_waiting (self), ==, 0);
  g_assert_null (cp_ledger_client_get_push_sync (client, CP_LANE_PRIORITY, 0, 1, 1, NULL, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_outlives_a_kill_of_the_ledger (CpTestDaemon *self, gconstpointer data)
{
  g_autofree char *session = open_training (self);
  g_autoptr (CpLedgerClient) client = cp_ledger_client_new_for_training (self->client);
  g_autofree char *again = NULL;
  g_autoptr (CpJson) status = NULL;
  g_autoptr (GError) error = NULL;

  cp_test_daemon_kill (self);
  cp_test_daemon_start (self, NULL);
  g_assert_null (cp_ledger_client_get_status_sync (client, NULL, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  again = open_training (self);
  status = cp_ledger_client_get_status_sync (client, NULL, &error);
  g_assert_no_error (error);
}

static void
test_needs_a_session (CpTestDaemon *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_ledger_client_open_training_sync (self->client, "", FALSE, NULL, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
}

#define ADD(path, function) \
  g_test_add ("/training/" path, CpTestDaemon, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("is-not-there-before-it-is-opened", test_is_not_there_before_it_is_opened);
  ADD ("is-another-ledger", test_is_another_ledger);
  ADD ("nothing-of-it-is-ever-sent", test_nothing_of_it_is_ever_sent);
  ADD ("outlives-a-kill-of-the-ledger", test_outlives_a_kill_of_the_ledger);
  ADD ("needs-a-session", test_needs_a_session);
  return g_test_run ();
}
