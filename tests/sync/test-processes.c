/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ledger, worker and head office as the processes that they are, over a bus and a network of their
 * own, each killed while the others go on. */
#include <gio/gio.h>
#include <signal.h>
#include <string.h>

#include "cp-ledger-client.h"
#include "cp-test-chain.h"
#include "cp-test-folder.h"

/* More than anything here takes on a machine that is busy; what comes sooner is seen at once. */
#define PATIENCE_MS 30000

typedef struct {
  GTestDBus *bus;
  char *folder;
  GSubprocess *office;
  GSubprocess *ledger;
  GSubprocess *worker;
  char *url; /* of head office; the same after a restart */
  CpLedgerClient *client;
  char *session;
  char *member_id;
  gboolean too_late;
} Fixture;

static char *
in_folder (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
write_file (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = in_folder (fixture, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* @words: what comes after the program's name; $ stands for the folder */
static GStrv
make_argv (Fixture *fixture, const char *program, const char *words)
{
  g_autoptr (GString) line = g_string_new (program);

  g_string_append_printf (line, " %s", words);
  g_string_replace (line, "$", fixture->folder, 0);
  return g_strsplit (line->str, " ", -1);
}

static GSubprocess *
start (Fixture *fixture, const char *program, const char *words, GSubprocessFlags flags)
{
  g_auto (GStrv) argv = make_argv (fixture, program, words);
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_newv ((const char *const *) argv, flags, &error);

  g_assert_no_error (error);
  return process;
}

static char *
command (Fixture *fixture, const char *words)
{
  g_autofree char *whole = g_strconcat ("--database sqlite:$/office.db ", words, NULL);
  g_autoptr (GSubprocess) process =
      start (fixture, CP_TEST_HEADOFFICE, whole, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  char *out = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  return out;
}

static void
do_command (Fixture *fixture, const char *words)
{
  g_free (command (fixture, words));
}

static void
start_office (Fixture *fixture)
{
  const char *listen = fixture->url != NULL ? strstr (fixture->url, "//") + 2 : "127.0.0.1:0";
  g_autofree char *words =
      g_strconcat ("--database sqlite:$/office.db serve --listen ", listen, NULL);
  g_autoptr (GDataInputStream) out = NULL;
  g_autofree char *line = NULL;

  fixture->office = start (fixture, CP_TEST_HEADOFFICE, words, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->office));
  line = g_data_input_stream_read_line (out, NULL, NULL, NULL);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "Listening on http://"));
  g_free (fixture->url);
  fixture->url = g_strdup (line + strlen ("Listening on "));
}

static void
start_ledger (Fixture *fixture)
{
  g_autofree char *words = g_strdup_printf ("--bus %s --directory $/ledger --device till-1"
                                            " --store high --pin-key $/key",
                                            g_test_dbus_get_bus_address (fixture->bus));

  fixture->ledger = start (fixture, CP_TEST_LEDGER, words, G_SUBPROCESS_FLAGS_NONE);
}

static void
start_worker (Fixture *fixture)
{
  g_autofree char *words =
      g_strdup_printf ("--bus %s --head-office %s --device-token-file $/token --max-backoff 0.5",
                       g_test_dbus_get_bus_address (fixture->bus), fixture->url);

  fixture->worker = start (fixture, CP_TEST_SYNC, words, G_SUBPROCESS_FLAGS_NONE);
}

static void
stop (GSubprocess **process, int signal_number)
{
  g_autoptr (GSubprocess) taken = g_steal_pointer (process);

  if (taken == NULL)
    return;
  g_subprocess_send_signal (taken, signal_number);
  g_subprocess_wait (taken, NULL, NULL);
}

static gboolean
on_too_late (gpointer data)
{
  ((Fixture *) data)->too_late = TRUE;
  return G_SOURCE_REMOVE;
}

typedef gboolean (*Condition) (const CpJson *status);

/* The ledger says when its status changes, so it is asked after each change, and when it comes. */
static void
wait_until (Fixture *fixture, Condition condition, const char *what)
{
  guint id = g_timeout_add (PATIENCE_MS, on_too_late, fixture);

  fixture->too_late = FALSE;
  for (;;) {
    g_autoptr (CpJson) status = cp_ledger_client_get_status_sync (fixture->client, NULL, NULL);

    if (status != NULL && condition (status))
      break;
    if (fixture->too_late)
      g_error ("Never came: %s", what);
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (id);
}

static gboolean
has_link (const CpJson *status, const char *state)
{
  return g_strcmp0 (cp_json_get_text (cp_json_get_object (status, "link"), "state"), state) == 0;
}

static gboolean
is_settled (const CpJson *status)
{
  return has_link (status, "online") && cp_json_get_int (status, "waiting", -1) == 0 &&
         cp_json_get_object (status, "programme") != NULL;
}

static gboolean
is_offline (const CpJson *status)
{
  return has_link (status, "offline");
}

static gboolean
is_refused (const CpJson *status)
{
  return has_link (status, "refused");
}

static gboolean
is_there (const CpJson *status)
{
  return TRUE;
}

static void
sign_in (Fixture *fixture)
{
  g_autoptr (CpJson) request = json_object ();
  g_autoptr (CpJson) reply = NULL;
  g_autoptr (GError) error = NULL;

  cp_json_set_text (request, "staff_id", "mia");
  cp_json_set_text (request, "pin", "4711");
  reply = cp_ledger_client_sign_in_sync (fixture->client, request, NULL, &error);
  g_assert_no_error (error);
  g_free (fixture->session);
  fixture->session = g_strdup (cp_json_get_text (reply, "session"));
}

static void
find_member (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply =
      cp_ledger_client_find_sync (fixture->client, fixture->session, "Ada", 5, NULL, &error);
  const CpJson *members = cp_json_get_array (reply, "members");

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_size (members), ==, 1);
  fixture->member_id = g_strdup (cp_json_get_text (json_array_get (members, 0), "id"));
}

static void
issue (Fixture *fixture)
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
fill_office (Fixture *fixture)
{
  g_autoptr (CpJson) programme = cp_test_chain_programme_json ();
  g_autofree char *text = cp_json_to_text (programme);
  g_autofree char *key = g_strnfill (64, '7');

  write_file (fixture, "programme", text);
  write_file (fixture, "key", key);
  write_file (fixture, "staff",
              "{\"id\":\"mia\",\"name\":\"Mia\",\"role\":\"manager\",\"pin\":\"4711\"}");
  write_file (fixture, "members", "{\"external_id\":\"X1\",\"given_name\":\"Ada\"}");
  do_command (fixture, "publish programme $/programme");
  do_command (fixture, "import staff $/staff --pin-key $/key --practice");
  do_command (fixture, "device add till-1 --store high --token-file $/token");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
  fixture->folder = cp_test_folder_new ();
  fill_office (fixture);
  fixture->client = cp_ledger_client_new (g_test_dbus_get_bus_address (fixture->bus), NULL, &error);
  g_assert_no_error (error);
  start_office (fixture);
  start_worker (fixture);
  start_ledger (fixture);
  wait_until (fixture, is_settled, "the first sync");
  do_command (fixture, "import members $/members"); /* while it is being served */
  sign_in (fixture);
}

static void
remove_ledger_folder (Fixture *fixture)
{
  CpTestFolder *folder = g_build_filename (fixture->folder, "ledger", NULL);

  cp_test_folder_free (folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  stop (&fixture->worker, SIGTERM);
  stop (&fixture->ledger, SIGTERM);
  stop (&fixture->office, SIGTERM);
  g_assert_finalize_object (fixture->client);
  g_test_dbus_stop (fixture->bus);
  g_object_unref (fixture->bus);
  remove_ledger_folder (fixture);
  cp_test_folder_free (fixture->folder);
  g_free (fixture->url);
  g_free (fixture->session);
  g_free (fixture->member_id);
}

static gboolean
knows_ada (Fixture *fixture)
{
  g_autoptr (CpJson) reply =
      cp_ledger_client_find_sync (fixture->client, fixture->session, "Ada", 5, NULL, NULL);

  return json_array_size (cp_json_get_array (reply, "members")) == 1;
}

/* What is imported at head office comes to the device while it holds a poll. */
static void
meet_ada (Fixture *fixture)
{
  guint id = g_timeout_add (PATIENCE_MS, on_too_late, fixture);

  fixture->too_late = FALSE;
  while (!knows_ada (fixture) && !fixture->too_late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (fixture->too_late);
  g_source_remove (id);
  find_member (fixture);
}

static void
assert_outcomes (Fixture *fixture, guint n)
{
  g_autofree char *out = command (fixture, "show outcomes");
  g_auto (GStrv) lines = g_strsplit (g_strstrip (out), "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, n);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_assert_nonnull (strstr (lines[i], "\"outcome\":\"accepted\""));
    g_assert_nonnull (strstr (lines[i], "\"repeat\":0"));
  }
}

static void
test_head_office_is_killed (Fixture *fixture, gconstpointer data)
{
  meet_ada (fixture);
  issue (fixture);
  wait_until (fixture, is_settled, "an operation made online");
  for (guint i = 0; i < 3; i++) {
    stop (&fixture->office, SIGKILL);
    issue (fixture);
    wait_until (fixture, is_offline, "the end of head office");
    issue (fixture);
    start_office (fixture);
    wait_until (fixture, is_settled, "head office's return");
  }
  assert_outcomes (fixture, 7);
}

static void
test_worker_is_killed (Fixture *fixture, gconstpointer data)
{
  meet_ada (fixture);
  for (guint i = 0; i < 3; i++) {
    issue (fixture);
    stop (&fixture->worker, SIGKILL);
    issue (fixture);
    start_worker (fixture);
    wait_until (fixture, is_settled, "the worker's return");
  }
  assert_outcomes (fixture, 6);
}

static void
test_ledger_is_killed (Fixture *fixture, gconstpointer data)
{
  meet_ada (fixture);
  for (guint i = 0; i < 3; i++) {
    issue (fixture);
    stop (&fixture->ledger, SIGKILL);
    start_ledger (fixture);
    wait_until (fixture, is_there, "the ledger's return");
    wait_until (fixture, is_settled, "the ledger's first sync");
    sign_in (fixture);
  }
  assert_outcomes (fixture, 3);
}

static void
test_device_is_revoked (Fixture *fixture, gconstpointer data)
{
  meet_ada (fixture);
  do_command (fixture, "device revoke till-1 --store high --token-file $/token");
  issue (fixture);
  wait_until (fixture, is_refused, "the refusal");
  do_command (fixture, "device add till-1 --store high --token-file $/token");
  wait_until (fixture, is_settled, "the pardon");
  assert_outcomes (fixture, 1);
}

static void
add (const char *path, void (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/processes/head-office-is-killed-and-nothing-is-lost", test_head_office_is_killed);
  add ("/processes/the-worker-is-killed-and-nothing-is-lost", test_worker_is_killed);
  add ("/processes/the-ledger-is-killed-and-nothing-is-lost", test_ledger_is_killed);
  add ("/processes/a-revoked-device-is-told-and-recovers", test_device_is_revoked);
  return g_test_run ();
}
