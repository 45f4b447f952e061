/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Head office was restored, and lacks what this device did under an earlier name. */
#include "cp-journal-retain.h"
#include "cp-test-folder.h"

#define T0 G_GINT64_CONSTANT (1000000000000)

typedef struct {
  char *folder;
  CpJournal *journal;
  CpIdSource ids;
  GPtrArray *all; /* every operation's id, in order */
  char *first;    /* the incarnation before the present one */
} Fixture;

static void
open_journal (Fixture *self)
{
  g_autofree char *path = g_build_filename (self->folder, "journal.db", NULL);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->journal, cp_journal_close);
  self->journal = cp_journal_open (cp_world_real (), path, "till-1", &error);
  g_assert_no_error (error);
  g_assert_true (cp_journal_use_key (self->journal, NULL, NULL));
}

static void
append (Fixture *self, guint n)
{
  g_autoptr (GArray) keys = cp_keys_new ();

  for (guint i = 0; i < n; i++) {
    char *id = cp_id_new (&self->ids, cp_world_real ());
    const CpJournalEntry entry = {
      .id = id, .kind = (char *) "block_card", .staff_id = (char *) "anna", .body = (char *) "{}"
    };

    g_ptr_array_add (self->all, id);
    g_assert_true (cp_journal_append (self->journal, &entry, keys, NULL));
  }
}

/* Six under one name, three under the next. */
static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = cp_test_folder_new ();
  self->all = g_ptr_array_new_with_free_func (g_free);
  open_journal (self);
  append (self, 6);
  self->first = g_strdup (cp_journal_get_incarnation (self->journal));
  g_assert_true (cp_journal_renew (self->journal, &(CpLaneMarks){ { 6 } }, NULL));
  append (self, 3);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_journal_close (self->journal);
  cp_test_folder_free (self->folder);
  g_ptr_array_unref (self->all);
  g_free (self->first);
}

static gboolean
is_covered (Fixture *self, gint64 through)
{
  g_autoptr (CpJson) chains =
      through > 0 ? json_pack ("{s:I}", self->first, (json_int_t) through) : json_object ();
  gboolean covered = FALSE;

  g_assert_true (cp_journal_is_covered_before (self->journal, chains, &covered, NULL));
  return covered;
}

static void
test_notices (Fixture *self, gconstpointer data)
{
  g_assert_true (is_covered (self, 6));
  g_assert_true (is_covered (self, 7));
  g_assert_false (is_covered (self, 5));
  g_assert_false (is_covered (self, 0));
}

static void
renew (Fixture *self, gint64 through, gint64 acked_seq)
{
  g_autoptr (CpJson) chains = json_pack ("{s:I}", self->first, (json_int_t) through);

  g_assert_true (
      cp_journal_renew_uncovered (self->journal, chains, &(CpLaneMarks){ { acked_seq } }, NULL));
  g_assert_true (cp_journal_verify (self->journal, NULL, NULL));
}

static void
assert_numbered (Fixture *self, const guint *wanted, guint n)
{
  g_autoptr (GPtrArray) entries =
      cp_journal_list_from (self->journal, CP_LANE_PRIORITY, 1, 100, NULL);

  g_assert_cmpuint (entries->len, ==, n);
  for (guint i = 0; i < n; i++) {
    const CpJournalEntry *entry = entries->pdata[i];

    g_assert_cmpint (entry->seq, ==, i + 1);
    g_assert_cmpstr (entry->id, ==, self->all->pdata[wanted[i]]);
  }
}

/* What is with head office keeps its name and number, so that it counts once. */
static void
test_numbers_what_is_lost_anew (Fixture *self, gconstpointer data)
{
  static const guint wanted[] = { 4, 5, 8 };

  renew (self, 4, 2);
  g_assert_true (is_covered (self, 4) == FALSE); /* the two of the second are not in it */
  assert_numbered (self, wanted, G_N_ELEMENTS (wanted));
  open_journal (self);
  append (self, 1);
  g_assert_cmpint (cp_journal_get_last_seq (self->journal, CP_LANE_PRIORITY), ==, 4);
  g_assert_true (cp_journal_verify (self->journal, NULL, NULL));
}

static gboolean
tell_nothing (gpointer data, const char *id, gboolean *ret_told, GError **error)
{
  *ret_told = FALSE;
  return TRUE;
}

static void
let_go (Fixture *self, const CpJson *durable, gint64 acked_seq)
{
  for (guint i = 0; i < 2; i++) {
    const CpJournalSafe safe = {
      durable, { { acked_seq } }, T0 + i * CP_JOURNAL_KEPT_MS, tell_nothing, NULL
    };
    gboolean more = TRUE;

    while (more)
      g_assert_true (cp_journal_let_go (self->journal, &safe, &more, NULL));
  }
}

/* The last in the file is an earlier name's: then all of the present one's may be gone, and it counts on. */
static void
test_counts_on_when_all_are_gone (Fixture *self, gconstpointer data)
{
  g_autofree char *second = g_strdup (cp_journal_get_incarnation (self->journal));
  g_autoptr (CpJson) durable = NULL;
  CpLaneMarks gone;

  renew (self, 4, 3);
  durable = json_pack ("{s:i, s:i, s:i}", self->first, 4, second, 3,
                       cp_journal_get_incarnation (self->journal), 2);
  let_go (self, durable, 2);
  g_assert_true (cp_journal_get_anchors (self->journal, &gone, NULL));
  g_assert_cmpint (gone.seq[CP_LANE_PRIORITY], ==, 2);
  open_journal (self);
  g_assert_cmpint (cp_journal_get_last_seq (self->journal, CP_LANE_PRIORITY), ==, 2);
  append (self, 1);
  g_assert_cmpint (cp_journal_get_last_seq (self->journal, CP_LANE_PRIORITY), ==, 3);
  g_assert_true (cp_journal_verify (self->journal, NULL, NULL));
}

/* One that is not safe keeps what comes after it in the file, under whatever name. */
static void
test_keeps_what_follows (Fixture *self, gconstpointer data)
{
  g_autofree char *second = g_strdup (cp_journal_get_incarnation (self->journal));
  g_autoptr (CpJson) durable = NULL;
  CpLaneMarks gone;

  renew (self, 4, 3);
  durable = json_pack ("{s:i, s:i, s:i}", self->first, 4, second, 0,
                       cp_journal_get_incarnation (self->journal), 1);
  append (self, 1);
  let_go (self, durable, 3);
  g_assert_true (cp_journal_get_anchors (self->journal, &gone, NULL));
  g_assert_cmpint (gone.seq[CP_LANE_PRIORITY], ==, 1);
  g_assert_true (cp_journal_verify (self->journal, NULL, NULL));
}

#define ADD(name, func) \
  g_test_add ("/store/journal/renew/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("notices-that-head-office-lacks-some", test_notices);
  ADD ("numbers-what-is-lost-anew", test_numbers_what_is_lost_anew);
  ADD ("counts-on-when-all-are-gone", test_counts_on_when_all_are_gone);
  ADD ("keeps-what-follows-one-that-is-not-safe", test_keeps_what_follows);
  return g_test_run ();
}
