/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "processes.h"

#include <signal.h>
#include <string.h>

#include "cp-test-chain.h"
#include "cp-test-folder.h"

/* More than anything here takes on a machine that is busy; what comes sooner is seen at once. */
#define PATIENCE_MS 30000

static char *
in_folder (Processes *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
write_file (Processes *fixture, const char *name, const char *text)
{
  g_autofree char *path = in_folder (fixture, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* @words: what comes after the program's name; $ stands for the folder */
static GStrv
make_argv (Processes *fixture, const char *program, const char *words)
{
  g_autoptr (GString) line = g_string_new (program);

  g_string_append_printf (line, " %s", words);
  g_string_replace (line, "$", fixture->folder, 0);
  return g_strsplit (line->str, " ", -1);
}

static GSubprocess *
start (Processes *fixture, const char *program, const char *words, GSubprocessFlags flags)
{
  g_auto (GStrv) argv = make_argv (fixture, program, words);
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_newv ((const char *const *) argv, flags, &error);

  g_assert_no_error (error);
  return process;
}

char *
processes_command (Processes *fixture, const char *words)
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

void
processes_do_command (Processes *fixture, const char *words)
{
  g_free (processes_command (fixture, words));
}

void
processes_start_office (Processes *fixture)
{
  const char *listen = fixture->url != NULL ? strstr (fixture->url, "//") + 2 : "127.0.0.1:0";
  g_autofree char *words =
      g_strconcat ("--database sqlite:$/office.db serve --listen ", listen,
                   fixture->card_keys != NULL ? " --card-keys $/card-keys" : NULL, NULL);
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

void
processes_start_ledger (Processes *fixture)
{
  g_autofree char *words = g_strdup_printf ("--bus %s --directory $/ledger --device till-1"
                                            " --store high --pin-key $/key",
                                            g_test_dbus_get_bus_address (fixture->bus));

  fixture->ledger = start (fixture, CP_TEST_LEDGER, words, G_SUBPROCESS_FLAGS_NONE);
}

void
processes_start_worker (Processes *fixture)
{
  g_autofree char *words =
      g_strdup_printf ("--bus %s --head-office %s --device-token-file $/token --max-backoff 0.5",
                       g_test_dbus_get_bus_address (fixture->bus), fixture->url);

  fixture->worker = start (fixture, CP_TEST_SYNC, words, G_SUBPROCESS_FLAGS_NONE);
}

void
processes_stop (GSubprocess **process, int signal_number)
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
  ((Processes *) data)->too_late = TRUE;
  return G_SOURCE_REMOVE;
}

/* The ledger says when its status changes, so it is asked after each change, and when it comes. */
void
processes_wait_until (Processes *fixture, ProcessesCondition condition, const char *what)
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

gboolean
processes_has_link (const CpJson *status, const char *state)
{
  return g_strcmp0 (cp_json_get_text (cp_json_get_object (status, "link"), "state"), state) == 0;
}

gboolean
processes_is_there (const CpJson *status)
{
  return TRUE;
}

gboolean
processes_are_settled (const CpJson *status)
{
  return processes_has_link (status, "online") && cp_json_get_int (status, "waiting", -1) == 0 &&
         cp_json_get_object (status, "programme") != NULL;
}

gboolean
processes_try_sign_in (Processes *fixture, GError **error)
{
  g_autoptr (CpJson) request = json_object ();
  g_autoptr (CpJson) reply = NULL;

  cp_json_set_text (request, "staff_id", "mia");
  cp_json_set_text (request, "pin", "4711");
  reply = cp_ledger_client_sign_in_sync (fixture->client, request, NULL, error);
  if (reply == NULL)
    return FALSE;
  g_free (fixture->session);
  fixture->session = g_strdup (cp_json_get_text (reply, "session"));
  return TRUE;
}

void
processes_sign_in (Processes *fixture)
{
  g_autoptr (GError) error = NULL;

  processes_try_sign_in (fixture, &error);
  g_assert_no_error (error);
}

static void
find_member (Processes *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply =
      cp_ledger_client_find_sync (fixture->client, fixture->session, "Ada", 5, NULL, &error);
  const CpJson *members = cp_json_get_array (reply, "members");

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_size (members), ==, 1);
  g_free (fixture->member_id);
  fixture->member_id = g_strdup (cp_json_get_text (json_array_get (members, 0), "id"));
}

static void
fill_office (Processes *fixture)
{
  g_autoptr (CpJson) programme = cp_test_chain_programme_json ();
  g_autofree char *text = cp_json_to_text (programme);
  g_autofree char *key = g_strnfill (64, '7');

  write_file (fixture, "programme", text);
  write_file (fixture, "key", key);
  write_file (fixture, "staff",
              "{\"id\":\"mia\",\"name\":\"Mia\",\"role\":\"manager\",\"pin\":\"4711\"}");
  write_file (fixture, "members", "{\"external_id\":\"X1\",\"given_name\":\"Ada\"}");
  processes_do_command (fixture, "publish programme $/programme");
  processes_do_command (fixture, "import staff $/staff --pin-key $/key --practice");
  processes_do_command (fixture, "device add till-1 --store high --token-file $/token");
}

void
processes_set_up (Processes *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
  fixture->folder = cp_test_folder_new ();
  fill_office (fixture);
  if (fixture->card_keys != NULL)
    write_file (fixture, "card-keys", fixture->card_keys);
  fixture->client = cp_ledger_client_new (g_test_dbus_get_bus_address (fixture->bus), NULL, &error);
  g_assert_no_error (error);
  processes_start_office (fixture);
  processes_start_worker (fixture);
  processes_start_ledger (fixture);
  processes_wait_until (fixture, processes_are_settled, "the first sync");
  processes_do_command (fixture, "import members $/members"); /* while it is being served */
  processes_sign_in (fixture);
}

static void
remove_ledger_folder (Processes *fixture)
{
  CpTestFolder *folder = g_build_filename (fixture->folder, "ledger", NULL);

  cp_test_folder_free (folder);
}

void
processes_tear_down (Processes *fixture)
{
  processes_stop (&fixture->worker, SIGTERM);
  processes_stop (&fixture->ledger, SIGTERM);
  processes_stop (&fixture->office, SIGTERM);
  g_assert_finalize_object (fixture->client);
  if (g_test_dbus_get_bus_address (fixture->bus) != NULL)
    g_test_dbus_stop (fixture->bus);
  g_object_unref (fixture->bus);
  remove_ledger_folder (fixture);
  cp_test_folder_free (fixture->folder);
  g_free (fixture->url);
  g_free (fixture->session);
  g_free (fixture->member_id);
}

static gboolean
knows_ada (Processes *fixture)
{
  g_autoptr (CpJson) reply =
      cp_ledger_client_find_sync (fixture->client, fixture->session, "Ada", 5, NULL, NULL);

  return json_array_size (cp_json_get_array (reply, "members")) == 1;
}

/* What is imported at head office comes to the device while it holds a poll. */
void
processes_meet_ada (Processes *fixture)
{
  guint id = g_timeout_add (PATIENCE_MS, on_too_late, fixture);

  fixture->too_late = FALSE;
  while (!knows_ada (fixture) && !fixture->too_late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (fixture->too_late);
  g_source_remove (id);
  find_member (fixture);
}
