/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counterpart-ledger whole: a process on a real bus over real files. */
#include "cp-ledger-bus.h"
#include "cp-test-chain.h"
#include "cp-test-daemon.h"
#include "cp-test-folder.h"

#include <gio/gunixsocketaddress.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>

static void
set_up (CpTestDaemon *self, gconstpointer data)
{
  cp_test_daemon_set_up (self);
}

static void
tear_down (CpTestDaemon *self, gconstpointer data)
{
  cp_test_daemon_tear_down (self);
}

static void
test_serves_what_head_office_sent (CpTestDaemon *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) staff = NULL, programme = NULL, status = NULL;

  cp_test_daemon_fill (self);
  staff = cp_ledger_client_get_staff_sync (self->client, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_size (cp_json_get_array (staff, "staff")), ==, 5);
  programme = cp_ledger_client_get_programme_sync (self->client, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (programme, "name"), ==, "Test Chain");
  status = cp_ledger_client_get_status_sync (self->client, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (status, "device_id"), ==, "till-1");
}

static int
try_to_sign_in (CpTestDaemon *self, const char *staff_id, const char *pin)
{
  g_autoptr (CpJson) request = json_pack ("{s:s,s:s}", "staff_id", staff_id, "pin", pin);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) answer = cp_ledger_client_sign_in_sync (self->client, request, NULL, &error);

  if (answer != NULL)
    return -1;
  g_assert_cmpuint (error->domain, ==, CP_ERROR);
  return error->code;
}

static void
test_a_wrong_pin_gives_no_session (CpTestDaemon *self, gconstpointer data)
{
  cp_test_daemon_fill (self);
  g_assert_cmpint (try_to_sign_in (self, "ann", "0000"), ==, CP_ERROR_NOT_ALLOWED);
  g_assert_cmpint (try_to_sign_in (self, "nobody", CP_TEST_PIN), ==, CP_ERROR_NOT_ALLOWED);
  g_assert_cmpint (try_to_sign_in (self, "ivy", CP_TEST_PIN), ==, CP_ERROR_NOT_ALLOWED);
  g_assert_cmpint (try_to_sign_in (self, "ann", CP_TEST_PIN), ==, -1);
}

/* A text as it came, past our own client. */
static char *
call_raw (CpTestDaemon *self, const char *method, GVariant *args)
{
  g_autoptr (GDBusConnection) connection = cp_ledger_bus_connect (self->address, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
      connection, CP_LEDGER_BUS_NAME, CP_LEDGER_BUS_PATH, CP_LEDGER_BUS_INTERFACE, method, args,
      NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_null (answer);
  return g_dbus_error_get_remote_error (error);
}

static void
assert_raw_invalid (CpTestDaemon *self, const char *method, GVariant *args)
{
  g_autofree char *name = call_raw (self, method, args);

  g_assert_cmpstr (name, ==, "org.counterpart.Error.Invalid");
  g_assert_cmpuint (cp_test_daemon_get_n_waiting (self), ==, 0);
}

static void
test_refuses_nonsense_and_changes_nothing (CpTestDaemon *self, gconstpointer data)
{
  static const char *const requests[] = {
    "{",
    "{}",
    "[]",
    "{\"kind\":\"no_such_kind\",\"payload\":{}}",
    "{\"kind\":7,\"payload\":{}}",
    "{\"kind\":\"end_visit\",\"payload\":[]}",
    "{\"kind\":\"end_visit\",\"payload\":{\"no_such_key\":1}}",
    "{\"kind\":\"end_visit\",\"payload\":{\"text\":7}}",
    "{\"kind\":\"end_visit\",\"payload\":{},\"no_such_key\":1}",
    "{\"kind\":\"redeem_reward\",\"payload\":{\"amount_minor\":\"10\"}}",
    "{\"kind\":\"redeem_reward\",\"payload\":{\"amount_minor\":1e999}}",
    "{\"kind\":\"end_visit\",\"id\":\"not-an-id\",\"payload\":{}}",
  };
  g_autofree char *session = NULL, *long_text = NULL, *long_request = NULL;

  cp_test_daemon_fill (self);
  session = cp_test_daemon_sign_in (self, "ann");
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    assert_raw_invalid (self, "Submit", g_variant_new ("(ssb)", session, requests[i], FALSE));
  long_text = g_strnfill (2000, 'x');
  long_request =
      g_strdup_printf ("{\"kind\":\"end_visit\",\"payload\":{\"text\":\"%s\"}}", long_text);
  assert_raw_invalid (self, "Submit", g_variant_new ("(ssb)", session, long_request, FALSE));
  assert_raw_invalid (self, "Identify", g_variant_new ("(ss)", session, "{\"uid\":7}"));
  assert_raw_invalid (self, "SignIn", g_variant_new ("(s)", "{\"staff_id\":\"ann\"}"));
  assert_raw_invalid (self, "Find", g_variant_new ("(ssu)", session, "x", 0));
}

static void
test_without_a_session_nothing_is_done (CpTestDaemon *self, gconstpointer data)
{
  static const char *const sessions[] = { "", "no-such-session" };

  cp_test_daemon_fill (self);
  for (gsize i = 0; i < G_N_ELEMENTS (sessions); i++) {
    g_autofree char *name = call_raw (
        self, "Submit",
        g_variant_new ("(ssb)", sessions[i], "{\"kind\":\"end_visit\",\"payload\":{}}", FALSE));

    g_assert_cmpstr (name, ==, "org.counterpart.Error.NotAllowed");
    g_assert_cmpuint (cp_test_daemon_get_n_waiting (self), ==, 0);
  }
}

static CpJson *
make_status_request (guint id)
{
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autofree char *operation_id = cp_test_id (0x2000000 + id);

  return json_pack ("{s:s,s:s,s:s,s:{s:s}}", "kind", "set_status", "id", operation_id, "member_id",
                    member_id, "payload", "status_id", id % 2 == 0 ? "silver" : "gold");
}

static CpJson *
submit (CpTestDaemon *self, const char *session, const CpJson *request, GError **error)
{
  return cp_ledger_client_submit_sync (self->client, session, request, FALSE, NULL, error);
}

static void
test_what_was_done_outlives_a_kill (CpTestDaemon *self, gconstpointer data)
{
  g_autoptr (CpJson) request = make_status_request (0);
  g_autoptr (CpJson) first = NULL, again = NULL;
  g_autofree char *session = NULL, *new_session = NULL;
  g_autoptr (GError) error = NULL;

  cp_test_daemon_fill (self);
  session = cp_test_daemon_sign_in (self, "ann");
  first = submit (self, session, request, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (first, "decision"), ==, "accepted");
  cp_test_daemon_kill (self);
  cp_test_daemon_start (self, NULL);

  again = submit (self, session, request, &error);
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  new_session = cp_test_daemon_sign_in (self, "ann");
  again = submit (self, new_session, request, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (again, "operation_id"), ==,
                   cp_json_get_text (first, "operation_id"));
  g_assert_cmpuint (cp_test_daemon_get_n_waiting (self), ==, 1);
}

static void
on_submit_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) answer = cp_ledger_client_finish (CP_LEDGER_CLIENT (source), result, &error);
  int *ret_code = data;

  *ret_code = answer != NULL ? 0 : error->code;
}

/* Killed with a call on its way, whenever that is; asked again by the same id it is done once. */
static void
test_a_kill_in_the_middle_does_nothing_twice (CpTestDaemon *self, gconstpointer data)
{
  cp_test_daemon_fill (self);
  for (guint id = 0; id < 5; id++) {
    g_autoptr (CpJson) request = make_status_request (id), answer = NULL;
    g_autofree char *session = cp_test_daemon_sign_in (self, "ann"), *new_session = NULL;
    g_autoptr (GError) error = NULL;
    int code = -1;

    cp_ledger_client_submit_async (self->client, session, request, FALSE, NULL, on_submit_ready,
                                   &code);
    for (guint steps = 0; steps < id; steps++)
      g_main_context_iteration (NULL, FALSE);
    cp_test_daemon_kill (self);
    while (code < 0)
      g_main_context_iteration (NULL, TRUE);
    g_assert_true (code == 0 || code == CP_ERROR_UNKNOWN_OUTCOME || code == CP_ERROR_UNAVAILABLE);
    cp_test_daemon_start (self, NULL);
    new_session = cp_test_daemon_sign_in (self, "ann");
    answer = submit (self, new_session, request, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (cp_json_get_text (answer, "decision"), ==, "accepted");
    g_assert_cmpuint (cp_test_daemon_get_n_waiting (self), ==, id + 1);
  }
}

static void
test_ends_cleanly_when_told_to (CpTestDaemon *self, gconstpointer data)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_assert_cmpint (cp_test_daemon_wait_for_exit (self), ==, 0);
}

/* Starts another one that is to end by itself. @option: (nullable): with its @value */
static int
run_other_with (const char *bus,
                const char *directory,
                const char *key_path,
                const char *option,
                const char *value)
{
  g_autoptr (GSubprocess) process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL,
      g_getenv ("COUNTERPART_LEDGER"), "--bus", bus, "--directory", directory, "--device", "till-1",
      "--store", "high", "--pin-key", key_path, option, value, NULL);

  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

static int
run_other (const char *bus, const char *directory, const char *key_path)
{
  return run_other_with (bus, directory, key_path, NULL, NULL);
}

static void
test_there_is_only_one (CpTestDaemon *self, gconstpointer data)
{
  g_autoptr (GTestDBus) other_bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autofree char *other_directory = g_build_filename (self->folder, "other", NULL);
  g_autoptr (CpJson) status = NULL;

  g_test_dbus_up (other_bus);
  g_assert_cmpint (
      run_other (g_test_dbus_get_bus_address (other_bus), self->directory, self->key_path), ==, 1);
  g_assert_cmpint (run_other (self->address, other_directory, self->key_path), ==, 1);
  g_test_dbus_stop (other_bus);
  cp_test_folder_free (g_steal_pointer (&other_directory));
  status = cp_ledger_client_get_status_sync (self->client, NULL, NULL);
  g_assert_nonnull (status);
}

static void
test_ends_when_the_bus_does (CpTestDaemon *self, gconstpointer data)
{
  g_autoptr (GSubprocessLauncher) launcher = cp_test_daemon_new_launcher ();
  g_autofree char *directory = g_build_filename (self->folder, "other", NULL);
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (CpLedgerClient) client = NULL;
  const char *address;

  g_test_dbus_up (bus);
  address = g_test_dbus_get_bus_address (bus);
  process = g_subprocess_launcher_spawn (launcher, NULL, g_getenv ("COUNTERPART_LEDGER"), "--bus",
                                         address, "--directory", directory, "--device", "till-1",
                                         "--store", "high", "--pin-key", self->key_path, NULL);
  client = cp_ledger_client_new (address, NULL, NULL);
  while (!cp_ledger_client_get_available (client))
    g_main_context_iteration (NULL, TRUE);
  g_test_dbus_stop (bus);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
  while (cp_ledger_client_get_available (client))
    g_main_context_iteration (NULL, TRUE);
  cp_test_folder_free (g_steal_pointer (&directory));
}

static void
test_does_not_start_on_a_wrong_bus (CpTestDaemon *self, gconstpointer data)
{
  g_autofree char *directory = g_build_filename (self->folder, "other", NULL);

  g_assert_cmpint (run_other ("unix:path=/nowhere", directory, self->key_path), ==, 1);
  g_assert_cmpint (run_other ("nonsense", directory, self->key_path), ==, 1);
  g_assert_false (g_file_test (directory, G_FILE_TEST_EXISTS));
}

/* With any other status the unit would start it again, and in the end the device. */
static void
test_wrong_keys_are_usage (CpTestDaemon *self, gconstpointer data)
{
  static const char *const options[] = { "--signing-key", "--card-keys" };
  g_autofree char *directory = g_build_filename (self->folder, "other", NULL);
  g_autofree char *missing = g_build_filename (self->folder, "no-key", NULL);
  g_autofree char *wrong = g_build_filename (self->folder, "other-key", NULL);

  g_assert_true (g_file_set_contents (wrong, "not a key", -1, NULL));
  g_assert_cmpint (run_other (self->address, directory, missing), ==, 2);
  g_assert_cmpint (run_other (self->address, directory, wrong), ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (options); i++) {
    g_assert_cmpint (run_other_with (self->address, directory, self->key_path, options[i], missing),
                     ==, 2);
    g_assert_cmpint (run_other_with (self->address, directory, self->key_path, options[i], wrong),
                     ==, 2);
  }
  g_assert_false (g_file_test (directory, G_FILE_TEST_EXISTS));
}

/* Starts another one as the unit would, with @name set to @value and the rest set up rightly. */
static int
run_with_variable (CpTestDaemon *self, const char *directory, const char *name, const char *value)
{
  g_autoptr (GSubprocessLauncher) launcher = cp_test_daemon_new_launcher ();
  g_autoptr (GSubprocess) process = NULL;

  g_subprocess_launcher_setenv (launcher, "STATE_DIRECTORY", directory, TRUE);
  g_subprocess_launcher_setenv (launcher, "CREDENTIALS_DIRECTORY", self->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "COUNTERPART_DEVICE", "till-1", TRUE);
  g_subprocess_launcher_setenv (launcher, "COUNTERPART_STORE", "high", TRUE);
  g_subprocess_launcher_setenv (launcher, name, value, TRUE);
  process = g_subprocess_launcher_spawn (launcher, NULL, g_getenv ("COUNTERPART_LEDGER"), "--bus",
                                         self->address, NULL);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

static void
test_wrong_variables_are_usage (CpTestDaemon *self, gconstpointer data)
{
  static const char *const wrong[][2] = {
    { "COUNTERPART_DEVICE", "" },
    { "COUNTERPART_STORE", "" },
    { "STATE_DIRECTORY", "" },
    { "COUNTERPART_HEAD_OFFICE_KEY", "" },
    { "COUNTERPART_HEAD_OFFICE_KEY", "d75a9801" },
    { "COUNTERPART_HEAD_OFFICE_KEY",
      "D75A980182B10AB7D54BFED3C964073A0EE172F3DAA62325AF021A68F707511A" },
  };
  g_autofree char *directory = g_build_filename (self->folder, "other", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_cmpint (run_with_variable (self, directory, wrong[i][0], wrong[i][1]), ==, 2);
  g_assert_false (g_file_test (directory, G_FILE_TEST_EXISTS));
}

/* A used machine that is set up as another device, and one whose programs were put back. */
static void
test_files_of_another_are_usage (CpTestDaemon *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->directory, "journal.db", NULL);
  sqlite3 *db = NULL;

  g_subprocess_send_signal (self->process, SIGTERM);
  cp_test_daemon_wait_for_exit (self);
  g_assert_cmpint (run_with_variable (self, self->directory, "COUNTERPART_DEVICE", "till-2"), ==,
                   2);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA user_version = 9999", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  sqlite3_close (db);
  g_assert_cmpint (run_with_variable (self, self->directory, "COUNTERPART_DEVICE", "till-1"), ==,
                   2);
}

static void
test_wrong_options_are_usage (void)
{
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, g_getenv ("COUNTERPART_LEDGER"),
                        "--directory", "/nowhere", NULL);

  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
}

static void
test_takes_its_options_from_the_unit_too (CpTestDaemon *self, gconstpointer data)
{
  g_autoptr (GSubprocessLauncher) launcher = cp_test_daemon_new_launcher ();
  g_autofree char *directory = g_build_filename (self->folder, "other", NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (CpJson) status = NULL;

  g_subprocess_send_signal (self->process, SIGTERM);
  cp_test_daemon_wait_for_exit (self);
  g_subprocess_launcher_setenv (launcher, "STATE_DIRECTORY", directory, TRUE);
  g_subprocess_launcher_setenv (launcher, "CREDENTIALS_DIRECTORY", self->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "COUNTERPART_DEVICE", "till-2", TRUE);
  g_subprocess_launcher_setenv (launcher, "COUNTERPART_STORE", "station", TRUE);
  process = g_subprocess_launcher_spawn (launcher, NULL, g_getenv ("COUNTERPART_LEDGER"), "--bus",
                                         self->address, NULL);
  while (!cp_ledger_client_get_available (self->client))
    g_main_context_iteration (NULL, TRUE);
  status = cp_ledger_client_get_status_sync (self->client, NULL, NULL);
  g_assert_cmpstr (cp_json_get_text (status, "device_id"), ==, "till-2");
  g_subprocess_send_signal (process, SIGTERM);
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
  cp_test_folder_free (g_steal_pointer (&directory));
}

/* The limit on file size stands for a disk that fails: writing gives an I/O error, which is not "no
 * room". Without the default action of SIGXFSZ it reaches the ledger. */
static void
ignore_size_signal (gpointer data)
{
  cp_test_daemon_die_with_parent (NULL);
  signal (SIGXFSZ, SIG_IGN);
}

static void
test_a_disk_that_fails_ends_it_with_75 (CpTestDaemon *self, gconstpointer data)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (CpJson) request = make_status_request (0), answer = NULL;
  struct rlimit limit = { 1, 1 };
  g_autofree char *session = NULL;
  g_autoptr (GError) error = NULL;

  cp_test_daemon_fill (self);
  g_subprocess_send_signal (self->process, SIGTERM);
  cp_test_daemon_wait_for_exit (self);
  g_subprocess_launcher_set_child_setup (launcher, ignore_size_signal, NULL, NULL);
  cp_test_daemon_start (self, launcher);
  session = cp_test_daemon_sign_in (self, "ann");

  g_assert_cmpint (
      prlimit (atoi (g_subprocess_get_identifier (self->process)), RLIMIT_FSIZE, &limit, NULL), ==,
      0);
  answer = submit (self, session, request, &error);
  g_assert_null (answer);
  g_assert_error (error, CP_ERROR, CP_ERROR_FATAL);
  g_assert_cmpint (cp_test_daemon_wait_for_exit (self), ==, CP_EXIT_DISK);

  cp_test_daemon_start (self, NULL);
  g_assert_cmpuint (cp_test_daemon_get_n_waiting (self), ==, 0);
}

/* What systemd would be told next. */
static char *
receive (GSocket *socket)
{
  char message[200] = { 0 };

  g_assert_cmpint (g_socket_receive (socket, message, sizeof message - 1, NULL, NULL), >, 0);
  return g_strdup (message);
}

static void
test_tells_systemd_that_it_is_ready_and_lives (CpTestDaemon *self, gconstpointer data)
{
  g_autoptr (GSubprocessLauncher) launcher = cp_test_daemon_new_launcher ();
  g_autofree char *path = g_build_filename (self->folder, "notify", NULL);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_autofree char *ready = NULL, *alive = NULL, *stopping = NULL;

  g_assert_true (g_socket_bind (socket, address, FALSE, NULL));
  g_subprocess_send_signal (self->process, SIGTERM);
  cp_test_daemon_wait_for_exit (self);
  g_subprocess_launcher_setenv (launcher, "NOTIFY_SOCKET", path, TRUE);
  g_subprocess_launcher_setenv (launcher, "WATCHDOG_USEC", "100000", TRUE);
  cp_test_daemon_start (self, launcher);

  ready = receive (socket);
  while (g_strcmp0 (ready, "WATCHDOG=1") == 0) {
    g_free (ready);
    ready = receive (socket);
  }
  g_assert_true (g_str_has_prefix (ready, "READY=1"));
  alive = receive (socket);
  g_assert_cmpstr (alive, ==, "WATCHDOG=1");
  g_subprocess_send_signal (self->process, SIGTERM);
  do {
    g_free (stopping);
    stopping = receive (socket);
  } while (g_str_equal (stopping, "WATCHDOG=1"));
  g_assert_cmpstr (stopping, ==, "STOPPING=1");
}

#define ADD(path, function) \
  g_test_add ("/ledger-daemon/" path, CpTestDaemon, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("serves-what-head-office-sent", test_serves_what_head_office_sent);
  ADD ("a-wrong-pin-gives-no-session", test_a_wrong_pin_gives_no_session);
  ADD ("refuses-nonsense-and-changes-nothing", test_refuses_nonsense_and_changes_nothing);
  ADD ("without-a-session-nothing-is-done", test_without_a_session_nothing_is_done);
  ADD ("what-was-done-outlives-a-kill", test_what_was_done_outlives_a_kill);
  ADD ("a-kill-in-the-middle-does-nothing-twice", test_a_kill_in_the_middle_does_nothing_twice);
  ADD ("ends-cleanly-when-told-to", test_ends_cleanly_when_told_to);
  ADD ("there-is-only-one", test_there_is_only_one);
  ADD ("ends-when-the-bus-does", test_ends_when_the_bus_does);
  ADD ("does-not-start-on-a-wrong-bus", test_does_not_start_on_a_wrong_bus);
  ADD ("wrong-keys-are-usage", test_wrong_keys_are_usage);
  ADD ("wrong-variables-are-usage", test_wrong_variables_are_usage);
  ADD ("files-of-another-device-or-version-are-usage", test_files_of_another_are_usage);
  g_test_add_func ("/ledger-daemon/wrong-options-are-usage", test_wrong_options_are_usage);
  ADD ("takes-its-options-from-the-unit-too", test_takes_its_options_from_the_unit_too);
  ADD ("a-disk-that-fails-ends-it-with-75", test_a_disk_that_fails_ends_it_with_75);
  ADD ("tells-systemd-that-it-is-ready-and-lives", test_tells_systemd_that_it_is_ready_and_lives);
  return g_test_run ();
}
