/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What an erasure costs a journal in which years are. */
#include "cp-database-private.h"
#include "cp-journal-private.h"
#include "cp-test-folder.h"
#include "cp-test-journal.h"

#define N_OPERATIONS 500

/* SQLite's steps for an erasure that finds nothing: a reading of the journal takes several for each
 * operation in it. */
#define MOST_STEPS 200

static void
append (CpTestJournal *self, const char *account_id, guint n)
{
  g_autoptr (GArray) keys = cp_keys_new ();

  cp_keys_add (keys, CP_KEY_PHONE, "+441111");
  for (guint i = 0; i < n; i++) {
    g_autofree char *id = cp_id_new (&self->ids, cp_world_real ());
    const CpJournalEntry entry = { .id = id,
                                   .kind = (char *) "add_note",
                                   .account_id = (char *) account_id,
                                   .staff_id = (char *) "anna",
                                   .body = (char *) "{}",
                                   .answer = (char *) "{}" };

    g_assert_true (cp_journal_append (self->journal, &entry, keys, NULL));
  }
}

static void
mark (CpTestJournal *self, const char *account_id)
{
  g_assert_true (
      cp_journal_mark_erased (self->journal, (const char *[]){ account_id, NULL }, NULL));
}

static void
erase (CpTestJournal *self, gint64 acked)
{
  g_assert_true (cp_journal_erase (self->journal, &(CpLaneMarks){ { acked } }, NULL));
}

static gboolean
has_to_erase (CpTestJournal *self, gint64 acked)
{
  gboolean has = FALSE;

  g_assert_true (cp_journal_has_to_erase (self->journal, &(CpLaneMarks){ { acked } }, &has, NULL));
  return has;
}

/* How many of SQLite's steps @name has taken since this was asked last */
static int
count_steps (CpTestJournal *self, const char *name)
{
  CpStatement *statement = cp_journal_get (self->journal, name, NULL);

  return sqlite3_stmt_status (statement->stmt, SQLITE_STMTSTATUS_VM_STEP, TRUE);
}

static void
test_does_not_read_the_journal (CpTestJournal *self, gconstpointer data)
{
  static const char *const names[] = { "erase-bodies", "erase-answers", "erase-keys",
                                       "has-to-erase" };

  append (self, "erased", 1);
  append (self, "another", N_OPERATIONS);
  mark (self, "erased");
  erase (self, N_OPERATIONS + 1);
  g_assert_cmpint (count_steps (self, "erase-answers"), >, N_OPERATIONS);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    count_steps (self, names[i]);
  g_assert_false (has_to_erase (self, N_OPERATIONS + 1));
  erase (self, N_OPERATIONS + 1);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpint (count_steps (self, names[i]), <, MOST_STEPS);
}

/* Of whoever was erased what is said; of everybody what was answered. */
static void
test_looks_for_what_head_office_has_now (CpTestJournal *self, gconstpointer data)
{
  append (self, "erased", 2);
  append (self, "another", 1);
  mark (self, "erased");
  g_assert_false (has_to_erase (self, 0));
  g_assert_true (has_to_erase (self, 1));
  erase (self, 1);
  g_assert_false (has_to_erase (self, 1));
  g_assert_true (has_to_erase (self, 2));
  erase (self, 2);
  g_assert_true (has_to_erase (self, 3));
  erase (self, 3);
  g_assert_false (has_to_erase (self, 3));
}

static void
test_knows_whom (CpTestJournal *self, gconstpointer data)
{
  const char *const none[] = { NULL };
  const char *const others[] = { "another", "a third", NULL };
  const char *const some[] = { "another", "erased", NULL };
  gboolean any = TRUE;

  mark (self, "erased");
  g_assert_true (cp_journal_is_any_erased (self->journal, none, &any, NULL));
  g_assert_false (any);
  g_assert_true (cp_journal_is_any_erased (self->journal, others, &any, NULL));
  g_assert_false (any);
  g_assert_true (cp_journal_is_any_erased (self->journal, some, &any, NULL));
  g_assert_true (any);
}

/* In a file from before, what was answered is found too. */
static void
test_finds_it_in_an_older_file (CpTestJournal *self, gconstpointer data)
{
  append (self, "another", 1);
  mark (self, "erased");
  cp_test_journal_close (self);
  cp_test_tamper (self->path, "DROP INDEX operation_by_answer; PRAGMA user_version = 8");
  cp_test_journal_reopen (self);
  g_assert_true (has_to_erase (self, 1));
  erase (self, 1);
  g_assert_false (has_to_erase (self, 1));
}

#define ADD(name, func)                                                                        \
  g_test_add ("/store/journal/erase/" name, CpTestJournal, NULL, cp_test_journal_set_up, func, \
              cp_test_journal_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("does-not-read-the-whole-journal", test_does_not_read_the_journal);
  ADD ("looks-for-what-head-office-has-now", test_looks_for_what_head_office_has_now);
  ADD ("knows-whom", test_knows_whom);
  ADD ("finds-it-in-an-older-file", test_finds_it_in_an_older_file);
  return g_test_run ();
}
