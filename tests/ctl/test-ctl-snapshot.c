/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding members in a snapshot file, with no ledger and no bus. */
#include "cp-json.h"
#include "cp-replica.h"
#include "cp-test-chain.h"
#include "cp-test-folder.h"

#include <gio/gio.h>
#include <string.h>

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
put (CpReplica *replica, gpointer entity)
{
  g_autoptr (CpJson) data = cp_entity_to_json (entity);
  g_autoptr (GError) error = NULL;

  if (!cp_replica_put (replica, ((CpEntity *) entity)->kind, 1, data, &error))
    g_error ("%s", error->message);
}

static void
put_account (CpReplica *replica, guint n)
{
  g_autoptr (CpAccount) account = cp_test_chain_account (n);

  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; i < account->rows[kind]->len; i++)
      put (replica, account->rows[kind]->pdata[i]);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  CpProgrammeRow *programme = cp_entity_new (CP_KIND_PROGRAMME, "current", NULL);
  g_autoptr (GError) error = NULL;
  CpReplica *replica;

  self->folder = cp_test_folder_new ();
  self->path = g_build_filename (self->folder, "snapshot.db", NULL);
  replica = cp_replica_build (cp_world_real (), self->path, &error);
  g_assert_no_error (error);
  programme->document = cp_test_chain_programme_json ();
  put (replica, programme);
  cp_entity_free (programme);
  for (guint n = 1; n <= 3; n++)
    put_account (replica, n);
  if (!cp_replica_seal (replica, "epoch", 7, CP_TEST_NOW_MS, &error))
    g_error ("%s", error->message);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_free (self->path);
  cp_test_folder_free (self->folder);
}

static GSubprocess *
begin (const char *const *words)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_strv_builder_add (argv, g_getenv ("COUNTERPARTCTL"));
  g_strv_builder_addv (argv, (const char **) words);
  list = g_strv_builder_end (argv);
  process = g_subprocess_newv ((const char *const *) list,
                               G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                   G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                               &error);
  g_assert_no_error (error);
  return process;
}

/* Its exit status. */
static int
run (const char *const *words, char **ret_out)
{
  g_autoptr (GSubprocess) process = begin (words);
  g_autofree char *out = NULL;

  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  if (ret_out != NULL)
    *ret_out = g_steal_pointer (&out);
  return g_subprocess_get_exit_status (process);
}

static void
test_finds_without_a_ledger (Fixture *self, gconstpointer data)
{
  const char *const words[] = { "find", "--snapshot", self->path, "given2", "family2", NULL };
  g_autofree char *out = NULL;

  g_assert_cmpint (run (words, &out), ==, 0);
  g_assert_nonnull (strstr (out, "Given2 Family2"));
  g_assert_null (strstr (out, "Given3"));
}

/* (transfer full): the answer to @query, which has come before the next query is written */
static CpJson *
ask (GOutputStream *input, GDataInputStream *output, const char *query)
{
  g_autofree char *line = g_strconcat (query, "\n", NULL);
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = NULL;
  CpJson *found;

  g_assert_true (g_output_stream_write_all (input, line, strlen (line), NULL, NULL, &error));
  answer = g_data_input_stream_read_line_utf8 (output, NULL, NULL, &error);
  g_assert_no_error (error);
  found = cp_json_parse_object (answer, -1, &error);
  g_assert_no_error (error);
  return found;
}

static void
assert_finds (GOutputStream *input, GDataInputStream *output, const char *query, guint n_expected)
{
  g_autoptr (CpJson) found = ask (input, output, query);

  g_assert_cmpuint (json_array_size (cp_json_get_array (found, "members")), ==, n_expected);
}

static void
test_answers_line_by_line (Fixture *self, gconstpointer data)
{
  const char *const words[] = { "find",    "--snapshot", self->path, "--batch",
                                "--limit", "2",          "--json",   NULL };
  g_autoptr (GSubprocess) process = begin (words);
  GOutputStream *input = g_subprocess_get_stdin_pipe (process);
  g_autoptr (GDataInputStream) output =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));

  assert_finds (input, output, "given1 family1", 1);
  assert_finds (input, output, "", 0);
  assert_finds (input, output, "nobody at all", 0);
  assert_finds (input, output, "given", 2);
  assert_finds (input, output, "member3@example.org", 1);
  g_assert_true (g_output_stream_close (input, NULL, NULL));
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

static void
test_refuses_wrong_usage (Fixture *self, gconstpointer data)
{
  const char *const without_json[] = { "find", "--snapshot", self->path, "--batch", NULL };
  const char *const without_file[] = { "find", "--batch", "--json", NULL };
  const char *const without_words[] = { "find", "--snapshot", self->path, NULL };

  g_assert_cmpint (run (without_json, NULL), ==, 2);
  g_assert_cmpint (run (without_file, NULL), ==, 2);
  g_assert_cmpint (run (without_words, NULL), ==, 2);
}

static void
test_refuses_what_is_no_snapshot (Fixture *self, gconstpointer data)
{
  const char *const missing[] = { "find", "--snapshot", "/nowhere", "given", NULL };
  g_autofree char *path = g_build_filename (self->folder, "text", NULL);
  const char *const text[] = { "find", "--snapshot", path, "given", NULL };

  g_assert_true (g_file_set_contents (path, "This is no database at all.", -1, NULL));
  g_assert_cmpint (run (missing, NULL), !=, 0);
  g_assert_cmpint (run (text, NULL), !=, 0);
  g_assert_false (g_file_test ("/nowhere", G_FILE_TEST_EXISTS));
}

#define ADD(path, function) \
  g_test_add ("/ctl-snapshot/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("finds-without-a-ledger", test_finds_without_a_ledger);
  ADD ("answers-line-by-line", test_answers_line_by_line);
  ADD ("refuses-wrong-usage", test_refuses_wrong_usage);
  ADD ("refuses-what-is-no-snapshot", test_refuses_what_is_no_snapshot);
  return g_test_run ();
}
