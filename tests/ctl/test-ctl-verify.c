/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is said of a journal, and by which keys that was found. */
#include "cp-journal.h"
#include "cp-test-folder.h"

#include <gio/gio.h>
#include <string.h>

typedef struct {
  char *folder;
  char *path;
  char *key;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (CpKey));
  g_autoptr (CpJournal) journal = NULL;
  CpIdSource ids = { 0 };
  g_autofree char *id = cp_id_new (&ids, cp_world_real ());
  const CpJournalEntry entry = {
    .id = id, .kind = (char *) "block_card", .staff_id = (char *) "anna", .body = (char *) "{}"
  };

  self->folder = cp_test_folder_new ();
  self->path = g_build_filename (self->folder, "journal.db", NULL);
  journal = cp_journal_open (cp_world_real (), self->path, "till-1", NULL);
  g_assert_true (cp_journal_use_key (journal, NULL, NULL));
  g_assert_true (cp_journal_append (journal, &entry, keys, NULL));
  self->key = g_strdup (cp_journal_get_key (journal));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_free (self->key);
  g_free (self->path);
  cp_test_folder_free (self->folder);
}

/* @option: (nullable): with @value. Its exit status. */
static int
verify (Fixture *self, const char *option, const char *value, char **ret_out)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
      g_getenv ("COUNTERPARTCTL"), "verify", "--offline", self->folder, option, value, NULL);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, ret_out, NULL, NULL));
  return g_subprocess_get_exit_status (process);
}

static void
assert_says (Fixture *self, int status, const char *option, const char *value, const char *words)
{
  g_autofree char *out = NULL;

  g_assert_cmpint (verify (self, option, value, &out), ==, status);
  g_test_message ("%s", out);
  g_assert_nonnull (strstr (out, words));
}

static void
test_says_by_which_keys (Fixture *self, gconstpointer data)
{
  assert_says (self, 0, NULL, NULL, "The chain is whole: 1 operations.");
  assert_says (self, 0, NULL, NULL, "by the keys in the file itself");
  assert_says (self, 0, "--device-key", self->key, "by the keys given");
}

static void
test_says_that_the_key_is_another (Fixture *self, gconstpointer data)
{
  g_autofree char *key = g_strnfill (64, '0');

  assert_says (self, 1, "--device-key", key, "broken at number 1 ");
  assert_says (self, 1, "--device-key", key, "not by the device's key that was given");
}

static void
test_finds_that_nothing_is_signed (Fixture *self, gconstpointer data)
{
  cp_test_tamper (self->path, "UPDATE operation SET signature = NULL;"
                              "DELETE FROM countersignature");
  assert_says (self, 1, NULL, NULL, "this device has not signed it");
  cp_test_tamper (self->path, "DELETE FROM device_key");
  assert_says (self, 1, "--device-key", self->key, "this device has not signed it");
}

static void
test_takes_no_other_text_for_a_key (Fixture *self, gconstpointer data)
{
  g_autofree char *out = NULL;

  g_assert_cmpint (verify (self, "--head-office-key", "none", &out), ==, 2);
}

#define ADD(name, func) g_test_add ("/ctl/verify/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("says-by-which-keys", test_says_by_which_keys);
  ADD ("says-that-the-key-is-another", test_says_that_the_key_is_another);
  ADD ("finds-that-nothing-is-signed", test_finds_that_nothing_is_signed);
  ADD ("takes-no-other-text-for-a-key", test_takes_no_other_text_for_a_key);
  return g_test_run ();
}
