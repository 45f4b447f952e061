/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* counterpartctl as a process, against counterpart-ledger as one. */
#include "cp-test-chain.h"
#include "cp-test-daemon.h"
#include "cp-test-folder.h"
#include "cp-test-page.h"

#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>

typedef struct {
  CpTestDaemon daemon;
  char *session_path;
  char *out;
  char *err;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  cp_test_daemon_set_up (&self->daemon);
  self->session_path = g_build_filename (self->daemon.folder, "session", NULL);
  cp_test_daemon_fill (&self->daemon);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_test_daemon_tear_down (&self->daemon);
  g_free (self->session_path);
  g_free (self->out);
  g_free (self->err);
}

static GSubprocess *
spawn (Fixture *self, va_list words)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                 G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_set_child_setup (launcher, cp_test_daemon_die_with_parent, NULL, NULL);
  g_subprocess_launcher_setenv (launcher, "COUNTERPART_BUS", self->daemon.address, TRUE);
  g_subprocess_launcher_setenv (launcher, "COUNTERPART_SESSION_FILE", self->session_path, TRUE);
  g_ptr_array_add (argv, (gpointer) g_getenv ("COUNTERPARTCTL"));
  for (char *word = va_arg (words, char *); word != NULL; word = va_arg (words, char *))
    g_ptr_array_add (argv, word);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  return process;
}

static int
collect (Fixture *self, GSubprocess *process, const char *input)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->out, g_free);
  g_clear_pointer (&self->err, g_free);
  g_subprocess_communicate_utf8 (process, input, NULL, &self->out, &self->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

/* Runs it to its end: its exit status, with what it printed in @self. */
static int G_GNUC_NULL_TERMINATED
run (Fixture *self, const char *input, ...)
{
  g_autoptr (GSubprocess) process = NULL;
  va_list words;

  va_start (words, input);
  process = spawn (self, words);
  va_end (words);
  return collect (self, process, input);
}

static GSubprocess *G_GNUC_NULL_TERMINATED
begin (Fixture *self, ...)
{
  GSubprocess *process;
  va_list words;

  va_start (words, self);
  process = spawn (self, words);
  va_end (words);
  return process;
}

/* (transfer full): what it printed with --json, one document on one line */
static CpJson *
read_out (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  CpJson *document;

  g_assert_true (g_str_has_suffix (self->out, "\n"));
  g_assert_true (strchr (self->out, '\n') == self->out + strlen (self->out) - 1);
  document = cp_json_parse (self->out, -1, &error);
  g_assert_no_error (error);
  return document;
}

static void
sign_in (Fixture *self, const char *staff_id)
{
  g_assert_cmpint (run (self, CP_TEST_PIN "\n", "sign-in", "--staff", staff_id, NULL), ==, 0);
}

#define assert_prints(self, part) g_assert_nonnull (strstr ((self)->out, part))

static void
test_status (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) status = NULL;

  g_assert_cmpint (run (self, NULL, "status", NULL), ==, 0);
  assert_prints (self, "Device          till-1\n");
  assert_prints (self, "Test Chain");
  g_assert_cmpint (run (self, NULL, "--json", "status", NULL), ==, 0);
  status = read_out (self);
  g_assert_cmpstr (cp_json_get_text (status, "device_id"), ==, "till-1");
}

static void
test_resync (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (run (self, NULL, "resync", NULL), ==, 2);
  g_assert_cmpint (run (self, NULL, "resync", "--check", NULL), ==, 0);
  assert_prints (self, "as soon as head office answers");
}

static void
test_staff (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) staff = NULL;

  g_assert_cmpint (run (self, NULL, "staff", NULL), ==, 0);
  assert_prints (self, "ann  Ann Ash     Associate\n");
  g_assert_null (strstr (self->out, "ivy"));
  g_assert_cmpint (run (self, NULL, "staff", "--json", NULL), ==, 0);
  staff = read_out (self);
  g_assert_cmpuint (json_array_size (cp_json_get_array (staff, "staff")), ==, 5);
}

static void
test_programme (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) programme = NULL;

  g_assert_cmpint (run (self, NULL, "programme", NULL), ==, 0);
  assert_prints (self, "five_off");
  g_assert_cmpint (run (self, NULL, "programme", "--json", NULL), ==, 0);
  programme = read_out (self);
  g_assert_cmpint (cp_json_get_int (programme, "version", 0), ==, 7);
}

static void
test_signs_in_and_out (Fixture *self, gconstpointer data)
{
  g_autofree char *pin_path = g_build_filename (self->daemon.folder, "pin", NULL);
  GStatBuf stat_buf;

  g_assert_cmpint (run (self, "0000\n", "sign-in", "--staff", "ann", NULL), ==, 1);
  g_assert_cmpstr (self->out, ==, "");
  g_assert_cmpint (g_stat (self->session_path, &stat_buf), !=, 0);
  g_assert_cmpint (run (self, CP_TEST_PIN, "sign-in", "--staff", "ann", NULL), ==, 0);
  g_assert_cmpstr (self->out, ==, "Signed in as Ann Ash (Associate)\n");
  g_assert_cmpint (g_stat (self->session_path, &stat_buf), ==, 0);
  g_assert_cmpuint (stat_buf.st_mode & 0777, ==, 0600);
  g_assert_cmpint (run (self, NULL, "attention", NULL), ==, 0);
  g_assert_cmpint (run (self, NULL, "sign-out", NULL), ==, 0);
  g_assert_cmpint (g_stat (self->session_path, &stat_buf), !=, 0);
  g_assert_cmpint (run (self, NULL, "attention", NULL), ==, 1);

  g_assert_true (g_file_set_contents (pin_path, CP_TEST_PIN "\n", -1, NULL));
  g_assert_cmpint (run (self, NULL, "sign-in", "--staff", "mia", "--pin-file", pin_path, NULL), ==,
                   0);
  g_assert_cmpint (run (self, NULL, "sign-in", "--staff", "mia", "--pin-file", "/nowhere", NULL),
                   ==, 2);
  g_assert_cmpint (run (self, NULL, "sign-in", NULL), ==, 2);
}

static void
test_a_session_can_be_given (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) answer = NULL;
  const char *session;

  g_assert_cmpint (run (self, CP_TEST_PIN, "sign-in", "--staff", "ann", "--json", NULL), ==, 0);
  answer = read_out (self);
  session = cp_json_get_text (answer, "session");
  g_assert_cmpint (g_remove (self->session_path), ==, 0);
  g_assert_cmpint (run (self, NULL, "attention", NULL), ==, 1);
  g_assert_cmpint (run (self, NULL, "--session", session, "attention", NULL), ==, 0);
  g_assert_cmpint (run (self, NULL, "sign-out", "--session", session, NULL), ==, 0);
  g_assert_cmpint (run (self, NULL, "attention", "--session", session, NULL), ==, 1);
}

static void
test_a_tap_shows_what_it_may (Fixture *self, gconstpointer data)
{
  g_autofree char *uid = cp_test_chain_uid (1);
  g_autoptr (CpJson) for_customer = NULL, for_staff = NULL, unknown = NULL;

  g_assert_cmpint (run (self, NULL, "tap", uid, "--json", NULL), ==, 0);
  for_customer = read_out (self);
  g_assert_nonnull (cp_json_get_object (for_customer, "self_check"));
  g_assert_null (cp_json_get_object (for_customer, "view"));
  g_assert_cmpint (run (self, NULL, "tap", uid, NULL), ==, 0);
  assert_prints (self, "Given1");
  g_assert_null (strstr (self->out, "Family1"));

  sign_in (self, "ann");
  g_assert_cmpint (run (self, NULL, "tap", uid, "--json", NULL), ==, 0);
  for_staff = read_out (self);
  g_assert_nonnull (cp_json_get_object (for_staff, "view"));
  g_assert_cmpint (run (self, NULL, "tap", uid, NULL), ==, 0);
  assert_prints (self, "Family1");

  g_assert_cmpint (run (self, NULL, "tap", "04FFFFFFFFFFFF", "--json", NULL), ==, 1);
  unknown = read_out (self);
  g_assert_false (cp_json_get_bool (unknown, "found"));
  g_assert_cmpint (run (self, NULL, "tap", NULL), ==, 2);
}

static void
test_member (Fixture *self, gconstpointer data)
{
  g_autofree char *uid = cp_test_chain_uid (2), *id = cp_test_chain_id (2, "member");
  g_autofree char *by_id = NULL;

  g_assert_cmpint (run (self, NULL, "member", id, NULL), ==, 1);
  sign_in (self, "ann");
  g_assert_cmpint (run (self, NULL, "member", id, "--json", NULL), ==, 0);
  by_id = g_steal_pointer (&self->out);
  g_assert_nonnull (strstr (by_id, "Family2"));
  g_assert_cmpint (run (self, NULL, "member", "--card", uid, NULL), ==, 0);
  assert_prints (self, "Given2 Family2");
  assert_prints (self, "CARD");
  g_assert_cmpint (run (self, NULL, "member", "--card", "04FFFFFFFFFFFF", NULL), ==, 1);
  g_assert_cmpint (run (self, NULL, "member", "no-such-member", NULL), ==, 1);
  g_assert_cmpint (run (self, NULL, "member", NULL), ==, 2);
  g_assert_cmpint (run (self, NULL, "member", id, "--card", uid, NULL), ==, 2);
}

static void
test_find (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) found = NULL;

  g_assert_cmpint (run (self, NULL, "find", "given2", NULL), ==, 1);
  sign_in (self, "ann");
  g_assert_cmpint (run (self, NULL, "find", "given2", "family2", NULL), ==, 0);
  assert_prints (self, "Given2 Family2");
  g_assert_null (strstr (self->out, "Family3"));
  g_assert_cmpint (run (self, NULL, "find", "given", "--limit", "2", "--json", NULL), ==, 0);
  found = read_out (self);
  g_assert_cmpuint (json_array_size (cp_json_get_array (found, "members")), ==, 2);
  g_assert_true (cp_json_get_bool (found, "more"));
  g_assert_cmpint (run (self, NULL, "find", "zzzzzz", NULL), ==, 0);
  g_assert_cmpstr (self->out, ==, "Nobody found.\n");
  g_assert_cmpint (run (self, NULL, "find", "given", "--limit", "0", NULL), ==, 2);
}

static void
test_previews_without_doing (Fixture *self, gconstpointer data)
{
  g_autofree char *uid = cp_test_chain_uid (1);
  g_autoptr (CpJson) result = NULL;

  sign_in (self, "ann");
  g_assert_cmpint (run (self, NULL, "do", "set_status", "status_id=silver", "--card", uid,
                        "--preview", "--json", NULL),
                   ==, 0);
  result = read_out (self);
  g_assert_cmpstr (cp_json_get_text (result, "decision"), ==, "accepted");
  g_assert_true (cp_json_get_bool (result, "preview"));
  g_assert_cmpuint (json_array_size (cp_json_get_array (result, "effects")), >, 0);
  g_assert_cmpuint (cp_test_daemon_get_n_waiting (&self->daemon), ==, 0);
}

static void
test_does_an_operation (Fixture *self, gconstpointer data)
{
  g_autofree char *id = cp_test_chain_id (1, "member"), *operation_id = cp_test_id (0x3000000);

  sign_in (self, "ann");
  for (int times = 0; times < 2; times++) {
    g_autoptr (CpJson) result = NULL;

    g_assert_cmpint (run (self, NULL, "do", "set_status", "status_id=silver", "--member", id,
                          "--id", operation_id, "--json", NULL),
                     ==, 0);
    result = read_out (self);
    g_assert_cmpstr (cp_json_get_text (result, "operation_id"), ==, operation_id);
    g_assert_cmpstr (cp_json_get_text (result, "state"), ==, "waiting");
    g_assert_cmpuint (cp_test_daemon_get_n_waiting (&self->daemon), ==, 1);
  }
  g_assert_cmpint (run (self, NULL, "do", "end_visit", "reason_id=served", "--member", id, NULL),
                   ==, 0);
  assert_prints (self, "Operation");
}

static void
test_says_what_the_rules_refuse (Fixture *self, gconstpointer data)
{
  g_autofree char *id = cp_test_chain_id (1, "member"), *card_id = cp_test_chain_id (1, "card");
  g_autofree char *card_word = g_strconcat ("card_id=", card_id, NULL);
  g_autoptr (CpJson) result = NULL;

  sign_in (self, "ann");
  g_assert_cmpint (run (self, NULL, "do", "replace_card", card_word, "uid=04AABBCCDDEEFF",
                        "--member", id, "--json", NULL),
                   ==, 1);
  result = read_out (self);
  g_assert_cmpstr (cp_json_get_text (result, "code"), ==, "card_not_blocked");
  g_assert_cmpint (
      run (self, NULL, "do", "replace_card", card_word, "uid=04AABBCCDDEEFF", "--member", id, NULL),
      ==, 1);
  g_assert_true (g_str_has_prefix (self->out, "Refused: "));
  g_assert_cmpuint (cp_test_daemon_get_n_waiting (&self->daemon), ==, 0);
}

static void
test_an_approver_adds_their_pin (Fixture *self, gconstpointer data)
{
  g_autofree char *id = cp_test_chain_id (1, "member");

  sign_in (self, "ann");
  g_assert_cmpint (run (self, NULL, "do", "issue_reward", "definition_id=five_off", "reason=late",
                        "--member", id, NULL),
                   ==, 1);
  assert_prints (self, "approval by");
  g_assert_cmpint (run (self, "0000", "do", "issue_reward", "definition_id=five_off", "reason=late",
                        "--member", id, "--approver", "mia", NULL),
                   ==, 1);
  g_assert_cmpint (run (self, CP_TEST_PIN, "do", "issue_reward", "definition_id=five_off",
                        "reason=late", "--member", id, "--approver", "mia", NULL),
                   ==, 0);
  g_assert_cmpuint (cp_test_daemon_get_n_waiting (&self->daemon), ==, 1);
}

static void
test_wrong_usage_is_status_2 (Fixture *self, gconstpointer data)
{
  sign_in (self, "ann");
  g_assert_cmpint (run (self, NULL, NULL), ==, 2);
  g_assert_cmpint (run (self, NULL, "no-such-command", NULL), ==, 2);
  g_assert_cmpint (run (self, NULL, "status", "--no-such-option", NULL), ==, 2);
  g_assert_cmpint (run (self, NULL, "status", "word", NULL), ==, 2);
  g_assert_cmpint (run (self, NULL, "do", "no_such_kind", NULL), ==, 2);
  g_assert_cmpint (run (self, NULL, "do", "end_visit", "no_such_key=1", NULL), ==, 2);
  g_assert_cmpint (run (self, NULL, "do", "redeem_reward", "amount_minor=ten", NULL), ==, 2);
  g_assert_cmpint (run (self, NULL, "do", "end_visit", "--member", "a", "--card", "b", NULL), ==,
                   2);
  g_assert_cmpint (run (self, NULL, "attention", "forget", "x", NULL), ==, 2);
  g_assert_cmpint (run (self, NULL, "status", "--bus", "nonsense", NULL), ==, 2);
  g_assert_true (g_str_has_prefix (self->err, "counterpartctl: "));
}

static void
test_help_is_a_manual (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "status", "staff",     "sign-in", "sign-out",
                                       "tap",    "find",      "member",  "do",
                                       "watch",  "attention", "verify",  "programme" };

  g_assert_cmpint (run (self, NULL, "--help", NULL), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    assert_prints (self, names[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_assert_cmpint (run (self, NULL, names[i], "--help", NULL), ==, 0);
    assert_prints (self, names[i]);
  }
  g_assert_cmpint (run (self, NULL, "do", "--help", NULL), ==, 0);
  assert_prints (self, "amount_minor=NUMBER");
}

static void
test_without_a_ledger_it_is_status_3 (Fixture *self, gconstpointer data)
{
  cp_test_daemon_kill (&self->daemon);
  g_assert_cmpint (run (self, NULL, "status", NULL), ==, 3);
  g_assert_cmpstr (self->err, ==, "counterpartctl: The ledger is not running\n");
  g_assert_cmpint (run (self, NULL, "--bus", "unix:path=/nowhere", "status", NULL), ==, 3);
}

/* (transfer full): the id of the only operation that waits, once it is there */
static char *
wait_for_operation (Fixture *self)
{
  g_autoptr (CpJson) push = NULL;

  while (cp_test_daemon_get_n_waiting (&self->daemon) == 0)
    g_main_context_iteration (NULL, TRUE);
  push = cp_ledger_client_get_push_sync (self->daemon.client, CP_LANE_PRIORITY, 0, 1, 100000, NULL,
                                         NULL);
  return g_strdup (
      cp_json_get_text (json_array_get (cp_json_get_array (push, "operations"), 0), "id"));
}

static void
send_outcome (Fixture *self, const char *operation_id, const char *outcome, const char *code)
{
  CpJson *page = cp_test_daemon_new_page (&self->daemon);

  cp_test_page_add_ack (page, 1, operation_id, outcome, code);
  cp_test_daemon_send_page (&self->daemon, page);
}

/* As long as was said; or while the line is up, as long as the programme says: a minute here. */
static void
test_waits_for_head_office (Fixture *self, gconstpointer wait)
{
  g_autofree char *id = cp_test_chain_id (1, "member"), *operation_id = NULL;
  g_autoptr (CpJson) line = json_pack ("{s:s}", "state", "online"), result = NULL;
  g_autoptr (GSubprocess) process = NULL;

  sign_in (self, "ann");
  if (wait == NULL)
    g_assert_true (cp_ledger_client_set_link_sync (self->daemon.client, line, NULL, NULL));
  process = begin (self, "do", "set_status", "status_id=silver", "--member", id, "--json", wait,
                   "60", NULL);
  operation_id = wait_for_operation (self);
  send_outcome (self, operation_id, "accepted", NULL);
  g_assert_cmpint (collect (self, process, NULL), ==, 0);
  result = read_out (self);
  g_assert_cmpstr (cp_json_get_text (result, "state"), ==, "accepted");
}

static void
test_a_wait_that_ends_in_a_refusal_is_status_1 (Fixture *self, gconstpointer data)
{
  g_autofree char *id = cp_test_chain_id (1, "member"), *operation_id = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (CpJson) list = NULL, empty = NULL;

  sign_in (self, "ann");
  process =
      begin (self, "do", "set_status", "status_id=silver", "--member", id, "--wait", "60", NULL);
  operation_id = wait_for_operation (self);
  send_outcome (self, operation_id, "rejected", "not_eligible");
  g_assert_cmpint (collect (self, process, NULL), ==, 1);
  assert_prints (self, "Head office refused it");

  g_assert_cmpint (run (self, NULL, "attention", "--json", NULL), ==, 0);
  list = read_out (self);
  g_assert_cmpuint (json_array_size (cp_json_get_array (list, "items")), ==, 1);
  g_assert_cmpint (run (self, NULL, "attention", NULL), ==, 0);
  assert_prints (self, operation_id);
  g_assert_cmpint (run (self, NULL, "attention", "dismiss", operation_id, NULL), ==, 0);
  g_assert_cmpint (run (self, NULL, "attention", NULL), ==, 0);
  g_assert_cmpstr (self->out, ==, "Nothing needs attention.\n");
}

static void
test_a_wait_outlives_the_ledger (Fixture *self, gconstpointer data)
{
  g_autofree char *id = cp_test_chain_id (1, "member"), *operation_id = NULL;
  g_autoptr (CpJson) link = json_pack ("{s:s}", "state", "offline");
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (CpJson) result = NULL;

  sign_in (self, "ann");
  process = begin (self, "do", "set_status", "status_id=silver", "--member", id, "--wait", "60",
                   "--json", NULL);
  operation_id = wait_for_operation (self);
  cp_test_daemon_kill (&self->daemon);
  cp_test_daemon_start (&self->daemon, NULL);
  g_assert_true (cp_ledger_client_set_link_sync (self->daemon.client, link, NULL, NULL));
  g_assert_cmpint (collect (self, process, NULL), ==, 0);
  result = read_out (self);
  g_assert_cmpstr (cp_json_get_text (result, "operation_id"), ==, operation_id);
  g_assert_nonnull (strstr (self->err, "It was done"));
}

static void
test_a_wait_without_a_word_stays_waiting (Fixture *self, gconstpointer data)
{
  g_autofree char *id = cp_test_chain_id (1, "member");
  g_autoptr (CpJson) result = NULL;

  sign_in (self, "ann");
  g_assert_cmpint (run (self, NULL, "do", "set_status", "status_id=silver", "--member", id,
                        "--wait", "1", "--json", NULL),
                   ==, 0);
  result = read_out (self);
  g_assert_cmpstr (cp_json_get_text (result, "state"), ==, "waiting");
}

static char *
read_line (GDataInputStream *stream)
{
  g_autoptr (GError) error = NULL;
  char *line = g_data_input_stream_read_line (stream, NULL, NULL, &error);

  g_assert_no_error (error);
  return line;
}

static void
test_watch_prints_what_changes (Fixture *self, gconstpointer data)
{
  g_autoptr (GSubprocess) process = begin (self, "watch", "--count", "1", NULL);
  g_autoptr (GDataInputStream) stream =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *there = read_line (stream), *gone = NULL, *back = NULL, *changed = NULL;
  g_autoptr (CpJson) link = json_pack ("{s:s}", "state", "offline");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (there, ==, "there");
  cp_test_daemon_kill (&self->daemon);
  gone = read_line (stream);
  g_assert_cmpstr (gone, ==, "gone");
  cp_test_daemon_start (&self->daemon, NULL);
  back = read_line (stream);
  g_assert_cmpstr (back, ==, "there");
  cp_ledger_client_set_link_sync (self->daemon.client, link, NULL, &error);
  g_assert_no_error (error);
  changed = read_line (stream);
  g_assert_cmpstr (changed, ==, "status");
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

static void
tamper (Fixture *self, const char *sql)
{
  g_autofree char *path = g_build_filename (self->daemon.directory, "journal.db", NULL);

  cp_test_tamper (path, sql);
}

static void
test_verify_looks_through_the_journal (Fixture *self, gconstpointer data)
{
  g_autofree char *id = cp_test_chain_id (1, "member");
  g_autoptr (CpJson) report = NULL;

  sign_in (self, "ann");
  g_assert_cmpint (run (self, NULL, "do", "set_status", "status_id=silver", "--member", id, NULL),
                   ==, 0);
  g_assert_cmpint (run (self, NULL, "verify", "--offline", self->daemon.directory, NULL), ==, 3);
  cp_test_daemon_kill (&self->daemon);
  g_assert_cmpint (run (self, NULL, "verify", "--offline", self->daemon.directory, "--json", NULL),
                   ==, 0);
  report = read_out (self);
  g_assert_true (cp_json_get_bool (report, "whole"));
  g_assert_cmpint (cp_json_get_int (report, "operations", 0), ==, 1);
  tamper (self, "UPDATE operation SET staff_id = 'max', body = '{}'");
  g_assert_cmpint (run (self, NULL, "verify", "--offline", self->daemon.directory, "--json", NULL),
                   ==, 1);
  g_clear_pointer (&report, json_decref);
  report = read_out (self);
  g_assert_cmpint (cp_json_get_int (report, "seq", 0), ==, 1);
  g_assert_cmpstr (cp_json_get_text (report, "what"), ==, "body");
  g_assert_cmpint (run (self, NULL, "verify", "--offline", self->daemon.folder, NULL), ==, 1);
  g_assert_cmpint (run (self, NULL, "verify", NULL), ==, 2);
}

#define ADD(path, function) g_test_add ("/ctl/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("status", test_status);
  ADD ("resync-asks-for-a-check", test_resync);
  ADD ("staff", test_staff);
  ADD ("programme", test_programme);
  ADD ("signs-in-and-out", test_signs_in_and_out);
  ADD ("a-session-can-be-given", test_a_session_can_be_given);
  ADD ("a-tap-shows-what-it-may", test_a_tap_shows_what_it_may);
  ADD ("member", test_member);
  ADD ("find", test_find);
  ADD ("previews-without-doing", test_previews_without_doing);
  ADD ("does-an-operation", test_does_an_operation);
  ADD ("says-what-the-rules-refuse", test_says_what_the_rules_refuse);
  ADD ("an-approver-adds-their-pin", test_an_approver_adds_their_pin);
  ADD ("wrong-usage-is-status-2", test_wrong_usage_is_status_2);
  ADD ("help-is-a-manual", test_help_is_a_manual);
  ADD ("without-a-ledger-it-is-status-3", test_without_a_ledger_it_is_status_3);
  ADD ("waits-for-head-office-as-usual", test_waits_for_head_office);
  g_test_add ("/ctl/waits-for-head-office-as-long-as-was-said", Fixture, "--wait", set_up,
              test_waits_for_head_office, tear_down);
  ADD ("a-wait-that-ends-in-a-refusal-is-status-1", test_a_wait_that_ends_in_a_refusal_is_status_1);
  ADD ("a-wait-outlives-the-ledger", test_a_wait_outlives_the_ledger);
  ADD ("a-wait-without-a-word-stays-waiting", test_a_wait_without_a_word_stays_waiting);
  ADD ("watch-prints-what-changes", test_watch_prints_what_changes);
  ADD ("verify-looks-through-the-journal", test_verify_looks_through_the_journal);
  return g_test_run ();
}
