/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Two lanes: each a chain of its own, of one incarnation. */
#include "cp-journal-retain.h"
#include "cp-test-folder.h"

#define T0 G_GINT64_CONSTANT (1000000000000)
#define ACCOUNT "account-1"
#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

typedef struct {
  char *folder;
  char *path;
  CpJournal *journal;
  CpIdSource ids;
  GPtrArray *all; /* every operation's id, in order */
} Fixture;

static void
open_journal (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->journal, cp_journal_close);
  self->journal = cp_journal_open (cp_world_real (), self->path, "till-1", &error);
  g_assert_no_error (error);
  g_assert_true (cp_journal_use_key (self->journal, NULL, NULL));
}

/* @lanes: `P` and `B`, one an operation */
static void
append (Fixture *self, const char *lanes)
{
  g_autoptr (GArray) keys = cp_keys_new ();

  for (; *lanes != '\0'; lanes++) {
    char *id = cp_id_new (&self->ids, cp_world_real ());
    const CpJournalEntry entry = { .lane = *lanes == 'B' ? CP_LANE_BULK : CP_LANE_PRIORITY,
                                   .id = id,
                                   .kind = (char *) "add_note",
                                   .account_id = (char *) ACCOUNT,
                                   .staff_id = (char *) "anna",
                                   .body = (char *) "{}",
                                   .answer = (char *) "{}" };

    cp_keys_add (keys, CP_KEY_PHONE, "+491701234567");
    g_ptr_array_add (self->all, id);
    g_assert_true (cp_journal_append (self->journal, &entry, keys, NULL));
  }
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = cp_test_folder_new ();
  self->path = g_build_filename (self->folder, "journal.db", NULL);
  self->all = g_ptr_array_new_with_free_func (g_free);
  open_journal (self);
  g_assert_true (cp_journal_use_lanes (self->journal, 2, NULL));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_journal_close (self->journal);
  cp_test_folder_free (self->folder);
  g_ptr_array_unref (self->all);
  g_free (self->path);
}

static void
assert_lane (Fixture *self, CpLane lane, const guint *wanted, guint n)
{
  g_autoptr (GPtrArray) entries = cp_journal_list_from (self->journal, lane, 1, 100, NULL);

  g_assert_cmpuint (entries->len, ==, n);
  g_assert_cmpint (cp_journal_get_last_seq (self->journal, lane), ==, n);
  for (guint i = 0; i < n; i++) {
    const CpJournalEntry *entry = entries->pdata[i];

    g_assert_cmpint (entry->seq, ==, i + 1);
    g_assert_cmpint (entry->lane, ==, lane);
    g_assert_cmpstr (entry->id, ==, self->all->pdata[wanted[i]]);
  }
}

static void
assert_waiting (
    Fixture *self, gint64 priority_seq, gint64 bulk_seq, gint64 n_priority, gint64 n_bulk)
{
  gint64 counts[CP_N_LANES] = { -1, -1 };

  g_assert_true (cp_journal_count_waiting (
      self->journal, &(CpLaneMarks){ { priority_seq, bulk_seq } }, counts, NULL));
  g_assert_cmpint (counts[CP_LANE_PRIORITY], ==, n_priority);
  g_assert_cmpint (counts[CP_LANE_BULK], ==, n_bulk);
}

static void
test_each_counts_for_itself (Fixture *self, gconstpointer data)
{
  static const guint priority[] = { 0, 3, 4 }, bulk[] = { 1, 2, 5 };

  append (self, "PBBPPB");
  open_journal (self);
  assert_lane (self, CP_LANE_PRIORITY, priority, G_N_ELEMENTS (priority));
  assert_lane (self, CP_LANE_BULK, bulk, G_N_ELEMENTS (bulk));
  g_assert_true (cp_journal_verify (self->journal, NULL, NULL));
  g_assert_cmpstr (cp_journal_get_chain (self->journal, CP_LANE_PRIORITY), ==,
                   cp_journal_get_incarnation (self->journal));
  assert_waiting (self, 0, 0, 3, 3);
  assert_waiting (self, 3, 1, 0, 2);
  assert_waiting (self, 1, 3, 2, 0);
}

static void
test_waiting_are_in_order (Fixture *self, gconstpointer data)
{
  const CpKey key = { CP_KEY_PHONE, (char *) "+491701234567" };
  g_autoptr (GPtrArray) entries = NULL;
  g_auto (GStrv) with_key = NULL;
  g_auto (GStrv) none = NULL;

  append (self, "PBBPPB");
  entries = cp_journal_list_of_account (self->journal, ACCOUNT, &(CpLaneMarks){ { 1, 1 } },
                                        G_MAXINT64, NULL);
  g_assert_cmpuint (entries->len, ==, 4);
  for (guint i = 0; i < entries->len; i++)
    g_assert_cmpstr (((CpJournalEntry *) entries->pdata[i])->id, ==, self->all->pdata[i + 2]);
  with_key = cp_journal_list_accounts_with_key (self->journal, &key, &(CpLaneMarks){ { 3, 2 } },
                                                G_MAXINT64, NULL);
  g_assert_cmpstr (with_key[0], ==, ACCOUNT);
  none = cp_journal_list_accounts_with_key (self->journal, &key, &(CpLaneMarks){ { 3, 2 } },
                                            ((CpJournalEntry *) entries->pdata[3])->n, NULL);
  g_assert_null (none[0]);
}

static void
test_one_lane_takes_all (Fixture *self, gconstpointer data)
{
  static const guint all[] = { 0, 1, 2 };

  g_assert_true (cp_journal_use_lanes (self->journal, 1, NULL));
  open_journal (self);
  g_assert_cmpuint (cp_journal_get_n_lanes (self->journal), ==, 1);
  append (self, "BPB");
  assert_lane (self, CP_LANE_PRIORITY, all, G_N_ELEMENTS (all));
}

/* What waits in either, in its order, under one new name. */
static void
test_both_are_renewed (Fixture *self, gconstpointer data)
{
  static const guint wanted[] = { 2, 3, 4, 5 }, later[] = { 6 };
  g_autofree char *before = g_strdup (cp_journal_get_chain (self->journal, CP_LANE_BULK));
  gboolean is_current = TRUE;
  g_autoptr (CpJournalEntry) old = NULL;

  append (self, "PBBPPB");
  g_assert_true (
      cp_journal_countersign (self->journal, CP_LANE_BULK, 2, HASH, HASH, HASH HASH, NULL));
  g_assert_true (cp_journal_renew (self->journal, &(CpLaneMarks){ { 1, 1 } }, NULL));
  g_assert_false (cp_journal_is_current (self->journal, before));
  assert_lane (self, CP_LANE_PRIORITY, wanted, G_N_ELEMENTS (wanted));
  g_assert_true (cp_journal_find (self->journal, self->all->pdata[1], &old, &is_current, NULL));
  g_assert_false (is_current);
  append (self, "B");
  open_journal (self);
  assert_lane (self, CP_LANE_PRIORITY, wanted, G_N_ELEMENTS (wanted));
  assert_lane (self, CP_LANE_BULK, later, G_N_ELEMENTS (later));
  /* What head office had signed of a link that was renumbered went with it. */
  g_assert_true (cp_journal_verify (self->journal, NULL, NULL));
}

/* Head office lacks some of an earlier name's second lane. */
static void
test_both_are_covered (Fixture *self, gconstpointer data)
{
  static const guint wanted[] = { 2, 4 };
  g_autofree char *priority = g_strdup (cp_journal_get_chain (self->journal, CP_LANE_PRIORITY));
  g_autofree char *bulk = g_strdup (cp_journal_get_chain (self->journal, CP_LANE_BULK));
  g_autoptr (CpJson) whole = json_pack ("{s:i, s:i}", priority, 1, bulk, 2);
  g_autoptr (CpJson) less = json_pack ("{s:i, s:i}", priority, 1, bulk, 1);
  gboolean covered = FALSE;

  append (self, "PBB");
  g_assert_true (cp_journal_renew (self->journal, &(CpLaneMarks){ { 1, 2 } }, NULL));
  append (self, "PB");
  g_assert_true (cp_journal_is_covered_before (self->journal, whole, &covered, NULL));
  g_assert_true (covered);
  g_assert_true (cp_journal_is_covered_before (self->journal, less, &covered, NULL));
  g_assert_false (covered);
  g_assert_true (
      cp_journal_renew_uncovered (self->journal, less, &(CpLaneMarks){ { 1, 0 } }, NULL));
  assert_lane (self, CP_LANE_PRIORITY, wanted, G_N_ELEMENTS (wanted));
  g_assert_true (cp_journal_verify (self->journal, NULL, NULL));
}

static gboolean
tell_nothing (gpointer data, const char *id, gboolean *ret_told, GError **error)
{
  *ret_told = FALSE;
  return TRUE;
}

static void
let_go (Fixture *self, gint64 priority_seq, gint64 bulk_seq)
{
  g_autoptr (CpJson) durable =
      json_pack ("{s:i, s:i}", cp_journal_get_chain (self->journal, CP_LANE_PRIORITY), 100,
                 cp_journal_get_chain (self->journal, CP_LANE_BULK), 100);

  for (guint i = 0; i < 2; i++) {
    const CpJournalSafe safe = {
      durable, { { priority_seq, bulk_seq } }, T0 + i * CP_JOURNAL_KEPT_MS, tell_nothing, NULL
    };
    gboolean more = TRUE;

    while (more)
      g_assert_true (cp_journal_let_go (self->journal, &safe, &more, NULL));
  }
}

/* Oldest first and with all before it, whichever its lane is. */
static void
test_both_are_let_go_of (Fixture *self, gconstpointer data)
{
  g_autofree char *hash = NULL;
  CpLaneMarks gone;

  append (self, "PBBPPBPB");
  let_go (self, 4, 2);
  g_assert_true (cp_journal_get_anchors (self->journal, &gone, NULL));
  g_assert_cmpint (gone.seq[CP_LANE_PRIORITY], ==, 3);
  g_assert_cmpint (gone.seq[CP_LANE_BULK], ==, 2);
  g_assert_true (cp_journal_get_hash_at (self->journal, CP_LANE_BULK, 2, &hash, NULL));
  g_assert_nonnull (hash);
  append (self, "BP");
  open_journal (self);
  g_assert_cmpint (cp_journal_get_last_seq (self->journal, CP_LANE_PRIORITY), ==, 5);
  g_assert_cmpint (cp_journal_get_last_seq (self->journal, CP_LANE_BULK), ==, 5);
  g_assert_true (cp_journal_verify (self->journal, NULL, NULL));
}

static const char *
get_body (const CpJournalEntry *entry)
{
  return entry->body;
}

static void
test_only_what_is_there_is_erased (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) priority = NULL;
  g_autoptr (GPtrArray) bulk = NULL;

  append (self, "PPBB");
  g_assert_true (cp_journal_mark_erased (self->journal, (const char *[]){ ACCOUNT, NULL }, NULL));
  g_assert_true (cp_journal_erase (self->journal, &(CpLaneMarks){ { 2, 1 } }, NULL));
  priority = cp_journal_list_from (self->journal, CP_LANE_PRIORITY, 1, 10, NULL);
  bulk = cp_journal_list_from (self->journal, CP_LANE_BULK, 1, 10, NULL);
  g_assert_null (get_body (priority->pdata[1]));
  g_assert_null (get_body (bulk->pdata[0]));
  g_assert_cmpstr (get_body (bulk->pdata[1]), ==, "{}");
  g_assert_true (cp_journal_verify (self->journal, NULL, NULL));
}

/* A file from before there were two goes on in its one. */
static void
test_an_older_file_has_one (Fixture *self, gconstpointer data)
{
  static const guint all[] = { 0, 1 };

  append (self, "P");
  g_clear_pointer (&self->journal, cp_journal_close);
  cp_test_tamper (self->path, "ALTER TABLE device DROP COLUMN lanes; DROP TABLE untold;"
                              " DROP INDEX operation_by_answer; PRAGMA user_version = 6");
  open_journal (self);
  append (self, "B");
  assert_lane (self, CP_LANE_PRIORITY, all, G_N_ELEMENTS (all));
  g_assert_cmpint (cp_journal_get_last_seq (self->journal, CP_LANE_BULK), ==, 0);
}

#define ADD(name, func) \
  g_test_add ("/store/journal/lanes/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("each-counts-for-itself", test_each_counts_for_itself);
  ADD ("what-waits-is-in-order", test_waiting_are_in_order);
  ADD ("one-lane-takes-all", test_one_lane_takes_all);
  ADD ("both-are-renewed", test_both_are_renewed);
  ADD ("both-are-covered", test_both_are_covered);
  ADD ("both-are-let-go-of", test_both_are_let_go_of);
  ADD ("only-what-head-office-has-is-erased", test_only_what_is_there_is_erased);
  ADD ("an-older-file-has-one", test_an_older_file_has_one);
  return g_test_run ();
}
