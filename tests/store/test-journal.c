/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-chain.h"
#include "cp-error.h"
#include "cp-journal.h"
#include "cp-test-folder.h"
#include "cp-test-vfs.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define ACCOUNT "acc-1"

typedef struct {
  char *folder;
  char *path;
  CpIdSource ids;
  CpJournal *journal;
} Fixture;

static CpJournal *
open_journal (const CpWorld *world, const char *path)
{
  g_autoptr (GError) error = NULL;
  CpJournal *journal = cp_journal_open (world, path, "till-1", &error);

  g_assert_no_error (error);
  return journal;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = cp_test_folder_new ();
  self->path = g_build_filename (self->folder, "journal.db", NULL);
  self->journal = open_journal (cp_world_real (), self->path);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_journal_close (self->journal);
  g_free (self->path);
  cp_test_folder_free (self->folder);
}

static void
reopen (Fixture *self)
{
  g_clear_pointer (&self->journal, cp_journal_close);
  self->journal = open_journal (cp_world_real (), self->path);
}

static gboolean
append_body (CpJournal *journal,
             const char *id,
             const char *kind,
             gint64 at_ms,
             const char *body,
             GError **error)
{
  g_autoptr (GArray) keys = cp_keys_new ();
  CpJournalEntry entry = { .id = (char *) id,
                           .kind = (char *) kind,
                           .account_id = (char *) ACCOUNT,
                           .member_id = (char *) "mem-1",
                           .staff_id = (char *) "anna",
                           .at_ms = at_ms,
                           .value_minor = 250,
                           .body = (char *) body,
                           .answer = (char *) "{}",
                           .terms = g_str_equal (kind, "redeem_reward") ? "risk" : NULL };

  cp_keys_add (keys, CP_KEY_PHONE, "+441111");
  return cp_journal_append (journal, &entry, keys, error);
}

static gboolean
append_to (CpJournal *journal, const char *id, const char *kind, gint64 at_ms, GError **error)
{
  g_autofree char *body = g_strdup_printf ("{\"id\":\"%s\"}", id);

  return append_body (journal, id, kind, at_ms, body, error);
}

static char *
append (Fixture *self, const char *kind, gint64 at_ms)
{
  g_autoptr (GError) error = NULL;
  char *id = cp_id_new (&self->ids, cp_world_real ());

  append_to (self->journal, id, kind, at_ms, &error);
  g_assert_no_error (error);
  return id;
}

static void
append_some (Fixture *self, guint n)
{
  for (guint i = 0; i < n; i++)
    g_free (append (self, "redeem_reward", 1000 + i));
}

static void
test_keeps_operations_in_order (Fixture *self, gconstpointer data)
{
  g_autofree char *first = append (self, "block_card", 10);
  g_autofree char *second = append (self, "end_visit", 20);
  g_autofree char *incarnation = g_strdup (cp_journal_get_incarnation (self->journal));
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  const CpJournalEntry *entry;

  reopen (self);
  g_assert_cmpstr (cp_journal_get_incarnation (self->journal), ==, incarnation);
  g_assert_cmpint (cp_journal_get_last_seq (self->journal, CP_LANE_PRIORITY), ==, 2);
  entries = cp_journal_list_from (self->journal, CP_LANE_PRIORITY, 1, 10, &error);
  g_assert_cmpuint (entries->len, ==, 2);
  entry = entries->pdata[0];
  g_assert_cmpstr (entry->id, ==, first);
  g_assert_cmpstr (entry->prev, ==, CP_CHAIN_START);
  g_assert_cmpstr (((CpJournalEntry *) entries->pdata[1])->id, ==, second);
  g_assert_cmpstr (((CpJournalEntry *) entries->pdata[1])->prev, ==, entry->hash);
  g_assert_true (cp_journal_verify (self->journal, NULL, &error));
}

static void
test_refuses_same_id_twice (Fixture *self, gconstpointer data)
{
  g_autofree char *id = append (self, "block_card", 10);
  g_autoptr (GError) error = NULL;

  g_assert_false (append_to (self->journal, id, "block_card", 10, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_cmpint (cp_journal_get_last_seq (self->journal, CP_LANE_PRIORITY), ==, 1);
}

static void
test_refuses_another_devices_journal (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->journal, cp_journal_close);
  g_assert_null (cp_journal_open (cp_world_real (), self->path, "till-2", &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_notices_a_changed_body (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  append_some (self, 3);
  g_clear_pointer (&self->journal, cp_journal_close);
  cp_test_tamper (self->path, "UPDATE operation SET body = '{}' WHERE seq = 2");
  g_assert_null (cp_journal_open (cp_world_real (), self->path, "till-1", &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_CORRUPT);
}

static void
test_verifies_with_an_erased_body (Fixture *self, gconstpointer data)
{

  append_some (self, 3);
  g_clear_pointer (&self->journal, cp_journal_close);
  cp_test_tamper (self->path, "UPDATE operation SET body = NULL WHERE seq = 2");
  reopen (self);
}

static void
append_removal (Fixture *self, const char *payload)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = cp_id_new (&self->ids, cp_world_real ());
  g_autofree char *body = g_strdup_printf ("{\"id\":\"%s\",\"payload\":%s}", id, payload);

  append_body (self->journal, id, "remove_member", 20, body, &error);
  g_assert_no_error (error);
}

/* A head office that was restored from a backup has to hear of the removal again. What was said in
 * words may be of the person. */
static void
test_a_removal_outlives_what_it_removes (Fixture *self, gconstpointer data)
{
  const gboolean stays[] = { FALSE, TRUE, FALSE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  g_free (append (self, "add_note", 10));
  append_removal (self, "{\"reason_id\":\"asked\"}");
  append_removal (self, "{\"reason_id\":\"other\",\"text\":\"Canaria wants it so\"}");
  g_assert_true (cp_journal_mark_erased (self->journal, (const char *[]){ ACCOUNT, NULL }, &error));
  g_assert_true (cp_journal_erase (self->journal, &(CpLaneMarks){ { 3 } }, &error));
  g_assert_no_error (error);
  entries = cp_journal_list_from (self->journal, CP_LANE_PRIORITY, 1, 10, &error);
  g_assert_cmpuint (entries->len, ==, G_N_ELEMENTS (stays));
  for (guint i = 0; i < entries->len; i++)
    g_assert_true ((((CpJournalEntry *) entries->pdata[i])->body != NULL) == stays[i]);
  g_assert_true (cp_journal_verify (self->journal, 0, &error));
  g_assert_no_error (error);
}

static void
test_finds_by_account_and_key (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_auto (GStrv) accounts = NULL;
  g_auto (GStrv) none = NULL;
  const CpKey key = { CP_KEY_PHONE, (char *) "+441111" };

  append_some (self, 4);
  entries = cp_journal_list_of_account (self->journal, ACCOUNT, &(CpLaneMarks){ { 1 } }, 4, &error);
  g_assert_cmpuint (entries->len, ==, 2);
  accounts = cp_journal_list_accounts_with_key (self->journal, &key, &(CpLaneMarks){ { 0 } },
                                                G_MAXINT64, &error);
  g_assert_cmpuint (g_strv_length (accounts), ==, 1);
  none = cp_journal_list_accounts_with_key (self->journal, &key, &(CpLaneMarks){ { 4 } },
                                            G_MAXINT64, &error);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

/* Max agreed to one of Anna's, and did nothing himself. */
static void
test_sums_what_somebody_agreed_to (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 count, minor;

  append_some (self, 2);
  g_assert_true (append_body (self->journal, "019b76da-a800-7000-8000-000000000001",
                              "redeem_reward", 1002, "{\"approver_id\":\"max\"}", &error));
  g_assert_true (append_body (self->journal, "019b76da-a800-7000-8000-000000000002",
                              "redeem_reward", 1005, "{\"approver_id\":\"max\"}", &error));
  g_assert_true (cp_journal_sum_usage (self->journal, "max", "redeem_reward", 1000, 1004, &count,
                                       &minor, &error));
  g_assert_cmpint (count, ==, 1);
  g_assert_cmpint (minor, ==, 250);
  g_assert_true (cp_journal_sum_usage (self->journal, NULL, "redeem_reward", 1000, 1004, &count,
                                       &minor, &error));
  g_assert_cmpint (count, ==, 3);
}

static void
test_sums_what_was_done (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 count, minor, of_member;

  append_some (self, 4);
  g_free (append (self, "redeem_credit", 1004));
  g_assert_true (cp_journal_sum_usage (self->journal, "anna", "redeem_reward", 1001, 1003, &count,
                                       &minor, &error));
  g_assert_cmpint (count, ==, 2);
  g_assert_cmpint (minor, ==, 500);
  g_assert_true (cp_journal_sum_at_risk (self->journal, "mem-1", 1, &minor, &of_member, &error));
  g_assert_cmpint (minor, ==, 750);
  g_assert_cmpint (of_member, ==, 3);
}

static void
test_counts_wrong_pins_for_ever (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 count, last_ms;

  g_assert_true (cp_journal_count_pin_failure (self->journal, "anna", &error));
  g_assert_true (cp_journal_count_pin_failure (self->journal, "anna", &error));
  reopen (self);
  g_assert_true (cp_journal_get_pin_failures (self->journal, "anna", &count, &last_ms, &error));
  g_assert_cmpint (count, ==, 2);
  g_assert_cmpint (last_ms, >, 0);
  g_assert_true (cp_journal_forget_pin_failures (self->journal, "anna", &error));
  g_assert_true (cp_journal_get_pin_failures (self->journal, "anna", &count, &last_ms, &error));
  g_assert_cmpint (count, ==, 0);
}

static void
test_unlocks_with_the_operation_or_not_at_all (Fixture *self, gconstpointer data)
{
  g_autoptr (GArray) keys = cp_keys_new ();
  CpJournalEntry entry = { .id = (char *) "01890a5d-ac96-774b-bcce-b302099a8057",
                           .kind = (char *) "unlock_staff",
                           .staff_id = (char *) "deirdre",
                           .body = (char *) "{}",
                           .unlocks = (char *) "anna" };
  g_autoptr (GError) error = NULL;
  gint64 count, last_ms;

  g_assert_true (cp_journal_count_pin_failure (self->journal, "anna", NULL));
  g_assert_true (cp_journal_append (self->journal, &entry, keys, &error));
  g_assert_true (cp_journal_get_pin_failures (self->journal, "anna", &count, &last_ms, &error));
  g_assert_cmpint (count, ==, 0);
  g_assert_true (cp_journal_count_pin_failure (self->journal, "anna", NULL));
  g_assert_false (cp_journal_append (self->journal, &entry, keys, NULL));
  g_assert_true (cp_journal_get_pin_failures (self->journal, "anna", &count, &last_ms, &error));
  g_assert_cmpint (count, ==, 1);
}

static void
test_begins_anew_under_another_name (Fixture *self, gconstpointer data)
{
  g_autofree char *old = g_strdup (cp_journal_get_incarnation (self->journal));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (CpJournalEntry) moved = NULL;
  g_autofree char *waiting = NULL;
  gboolean is_current;

  append_some (self, 2);
  waiting = append (self, "block_card", 10);
  g_assert_true (cp_journal_renew (self->journal, &(CpLaneMarks){ { 2 } }, &error));
  g_assert_cmpstr (cp_journal_get_incarnation (self->journal), !=, old);
  g_assert_cmpint (cp_journal_get_last_seq (self->journal, CP_LANE_PRIORITY), ==, 1);
  append_some (self, 1);
  reopen (self);
  entries = cp_journal_list_from (self->journal, CP_LANE_PRIORITY, 1, 10, &error);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_true (cp_journal_find (self->journal, waiting, &moved, &is_current, &error));
  g_assert_true (is_current);
  g_assert_cmpint (moved->seq, ==, 1);
  g_assert_true (cp_journal_verify (self->journal, NULL, &error));
}

static void
append_for_ever (const char *path, int said)
{
  g_autoptr (CpJournal) journal = open_journal (cp_world_real (), path);
  CpIdSource ids = { 0 };

  while (TRUE) {
    g_autofree char *id = cp_id_new (&ids, cp_world_real ());

    g_assert_true (append_to (journal, id, "block_card", 1, NULL));
    g_assert_cmpint (write (said, id, 36), ==, 36);
  }
}

static void
test_loses_nothing_when_killed (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "journal.db", NULL);
  g_autoptr (CpJournal) journal = NULL;
  g_autoptr (GError) error = NULL;
  char id[37] = { 0 };
  guint n_said = 0;
  int ends[2];
  pid_t pid;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid = fork ();
  if (pid == 0)
    append_for_ever (path, ends[1]);
  close (ends[1]);
  for (; n_said < 20 && read (ends[0], id, 36) == 36; n_said++)
    ;
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  journal = open_journal (cp_world_real (), path);
  do {
    g_autoptr (CpJournalEntry) entry = NULL;

    g_assert_true (cp_journal_find (journal, id, &entry, NULL, &error));
    g_assert_nonnull (entry);
  } while (read (ends[0], id, 36) == 36);
  close (ends[0]);
  g_assert_cmpint (cp_journal_get_last_seq (journal, CP_LANE_PRIORITY), >=, n_said);
  g_assert_true (cp_journal_verify (journal, NULL, &error));
}

/* The log has room of its own for a while. Returns the id that had no place any more. */
static char *
append_until_full (CpJournal *journal, CpIdSource *ids, const CpWorld *world)
{
  for (guint i = 0; i < 500; i++) {
    g_autofree char *id = cp_id_new (ids, world);
    g_autoptr (GError) error = NULL;

    if (append_to (journal, id, "block_card", 1, &error))
      continue;
    g_assert_error (error, CP_ERROR, CP_ERROR_FULL);
    return g_steal_pointer (&id);
  }
  g_assert_not_reached ();
}

static void
test_full_disk_writes_nothing_and_recovers (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "journal.db", NULL);
  g_autoptr (CpJournal) journal = NULL;
  g_autoptr (CpJournalEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  CpIdSource ids = { 0 };
  CpTestVfs vfs;
  gint64 last_seq;

  cp_test_vfs_install (&vfs);
  journal = open_journal (&vfs.world, path);
  vfs.quota_bytes = cp_test_vfs_get_used (&vfs) + 100;
  id = append_until_full (journal, &ids, &vfs.world);
  last_seq = cp_journal_get_last_seq (journal, CP_LANE_PRIORITY);
  g_assert_true (cp_journal_find (journal, id, &entry, NULL, &error));
  g_assert_null (entry);
  g_assert_true (cp_journal_verify (journal, NULL, &error));
  vfs.quota_bytes = 0;
  g_assert_true (append_to (journal, id, "block_card", 1, &error));
  g_assert_cmpint (cp_journal_get_last_seq (journal, CP_LANE_PRIORITY), ==, last_seq + 1);
  g_assert_true (cp_journal_verify (journal, NULL, &error));
  g_clear_pointer (&journal, cp_journal_close);
  cp_test_vfs_remove (&vfs);
}

/* Fails the @n-th call of one append. Returns whether it got that far. */
static gboolean
append_failing_at (CpTestVfs *vfs, const char *path, guint n)
{
  g_autoptr (CpJournal) journal = open_journal (&vfs->world, path);
  g_autoptr (CpJournalEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  CpIdSource ids = { 0 };
  g_autofree char *id = cp_id_new (&ids, &vfs->world);
  gboolean reached, ok;

  vfs->n_calls = 0;
  vfs->fail_at = n;
  vfs->fail_again = TRUE;
  ok = append_to (journal, id, "block_card", 1, &error);
  reached = vfs->n_calls >= n;
  vfs->fail_at = 0;
  if (!ok)
    g_assert_error (error, CP_ERROR, CP_ERROR_FATAL);
  g_assert_true (ok || cp_journal_is_fatal (journal));
  g_clear_pointer (&journal, cp_journal_close);
  journal = open_journal (&vfs->world, path);
  g_assert_true (cp_journal_find (journal, id, &entry, NULL, NULL));
  if (ok)
    g_assert_nonnull (entry);
  g_assert_true (cp_journal_verify (journal, NULL, NULL));
  return reached;
}

static void
test_failing_at_any_call_is_fatal_and_keeps_its_word (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "journal.db", NULL);
  CpTestVfs vfs;
  guint n = 1;

  cp_test_vfs_install (&vfs);
  while (append_failing_at (&vfs, path, n))
    n++;
  g_assert_cmpuint (n, >, 3);
  cp_test_vfs_remove (&vfs);
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/journal/keeps-operations-in-order", test_keeps_operations_in_order);
  ADD ("/store/journal/refuses-same-id-twice", test_refuses_same_id_twice);
  ADD ("/store/journal/refuses-another-devices-journal", test_refuses_another_devices_journal);
  ADD ("/store/journal/notices-a-changed-body", test_notices_a_changed_body);
  ADD ("/store/journal/verifies-with-an-erased-body", test_verifies_with_an_erased_body);
  ADD ("/store/journal/a-removal-outlives-what-it-removes",
       test_a_removal_outlives_what_it_removes);
  ADD ("/store/journal/finds-by-account-and-key", test_finds_by_account_and_key);
  ADD ("/store/journal/sums-what-somebody-agreed-to", test_sums_what_somebody_agreed_to);
  ADD ("/store/journal/sums-what-was-done", test_sums_what_was_done);
  ADD ("/store/journal/counts-wrong-pins-for-ever", test_counts_wrong_pins_for_ever);
  ADD ("/store/journal/unlocks-with-the-operation-or-not-at-all",
       test_unlocks_with_the_operation_or_not_at_all);
  ADD ("/store/journal/begins-anew-under-another-name", test_begins_anew_under_another_name);
  g_test_add_func ("/store/journal/loses-nothing-when-killed", test_loses_nothing_when_killed);
  g_test_add_func ("/store/journal/full-disk-writes-nothing-and-recovers",
                   test_full_disk_writes_nothing_and_recovers);
  g_test_add_func ("/store/journal/failing-at-any-call-is-fatal-and-keeps-its-word",
                   test_failing_at_any_call_is_fatal_and_keeps_its_word);
  return g_test_run ();
}
