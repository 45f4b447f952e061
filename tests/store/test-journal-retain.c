/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the journal lets go of, and that it lets go of nothing else. */
#include "cp-journal-retain.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cp-chain.h"
#include "cp-error.h"
#include "cp-signature.h"
#include "cp-test-folder.h"
#include "cp-test-kill.h"
#include "cp-test-vfs.h"

#define T0 G_GINT64_CONSTANT (1000000000000)

typedef struct {
  char *folder;
  char *path;
  CpWorld world;
  CpJournal *journal;
  CpIdSource ids;
  GPtrArray *all; /* every operation's id, in order */
  const char *told;
} Fixture;

static CpJournal *
open_journal (const CpWorld *world, const char *path)
{
  g_autoptr (GError) error = NULL;
  CpJournal *journal = cp_journal_open (world, path, "till-1", &error);

  g_assert_no_error (error);
  g_assert_true (cp_journal_use_key (journal, NULL, NULL));
  return journal;
}

static void
reopen (Fixture *self)
{
  g_clear_pointer (&self->journal, cp_journal_close);
  self->journal = open_journal (&self->world, self->path);
}

static gboolean
append_one (CpJournal *journal, const char *id, const char *body, GError **error)
{
  g_autoptr (GArray) keys = cp_keys_new ();
  CpJournalEntry entry = { .id = (char *) id,
                           .kind = (char *) "block_card",
                           .member_id = (char *) "mem-1",
                           .staff_id = (char *) "anna",
                           .body = (char *) body,
                           .answer = (char *) "{}" };

  cp_keys_add (keys, CP_KEY_PHONE, "+441111");
  return cp_journal_append (journal, &entry, keys, error);
}

static void
append (Fixture *self, guint n, const char *body)
{
  for (guint i = 0; i < n; i++) {
    g_ptr_array_add (self->all, cp_id_new (&self->ids, &self->world));
    g_assert_true (append_one (self->journal, self->all->pdata[self->all->len - 1], body, NULL));
  }
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->world = *cp_world_real ();
  self->folder = cp_test_folder_new ();
  self->path = g_build_filename (self->folder, "journal.db", NULL);
  self->all = g_ptr_array_new_with_free_func (g_free);
  reopen (self);
  append (self, 10, "{}");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_journal_close (self->journal);
  cp_test_folder_free (self->folder);
  g_ptr_array_unref (self->all);
  g_free (self->path);
}

static gboolean
is_told (gpointer data, const char *id, gboolean *ret_told, GError **error)
{
  *ret_told = g_strcmp0 (id, ((Fixture *) data)->told) == 0;
  return TRUE;
}

/* @durable: (transfer full): */
static gboolean
let_go (Fixture *self, CpJson *durable, gint64 acked_seq, gint64 office_ms)
{
  g_autoptr (CpJson) owned = durable;
  const CpJournalSafe safe = { owned, { { acked_seq } }, office_ms, is_told, self };
  g_autoptr (GError) error = NULL;
  gboolean more;

  g_assert_true (cp_journal_let_go (self->journal, &safe, &more, &error));
  g_assert_no_error (error);
  return more;
}

/* As it is told of this incarnation alone. */
static void
hear (Fixture *self, gint64 durable, gint64 acked_seq, gint64 office_ms)
{
  const char *incarnation = cp_journal_get_incarnation (self->journal);
  guint n_calls = 0;

  while (
      let_go (self, json_pack ("{s:I}", incarnation, (json_int_t) durable), acked_seq, office_ms))
    g_assert_cmpuint (++n_calls, <, 1000);
}

/* 0: all are there */
static gint64
get_first_gone (Fixture *self)
{
  CpLaneMarks anchors;

  g_assert_true (cp_journal_get_anchors (self->journal, &anchors, NULL));
  return anchors.seq[CP_LANE_PRIORITY];
}

static void
assert_gone_through (Fixture *self, gint64 seq)
{
  g_autoptr (GPtrArray) left =
      cp_journal_list_from (self->journal, CP_LANE_PRIORITY, 1, 1000, NULL);

  g_assert_cmpint (get_first_gone (self), ==, seq);
  g_assert_cmpint (((CpJournalEntry *) left->pdata[0])->seq, ==, seq + 1);
  g_assert_true (cp_journal_verify (self->journal, NULL, NULL));
  reopen (self);
}

static void
test_all_three_conditions (Fixture *self, gconstpointer data)
{
  hear (self, 8, 7, T0);
  assert_gone_through (self, 0);
  hear (self, 10, 10, T0 + CP_JOURNAL_KEPT_MS);
  assert_gone_through (self, 7);
  append (self, 1, "{}");
  g_assert_cmpint (cp_journal_get_last_seq (self->journal, CP_LANE_PRIORITY), ==, 11);
}

static void
test_not_a_moment_too_soon (Fixture *self, gconstpointer data)
{
  hear (self, 8, 8, T0);
  hear (self, 8, 8, T0 + CP_JOURNAL_KEPT_MS - 1);
  assert_gone_through (self, 0);
  hear (self, 8, 8, T0 + CP_JOURNAL_KEPT_MS);
  assert_gone_through (self, 8);
}

static void
test_nothing_that_head_office_has_not_named (Fixture *self, gconstpointer data)
{
  let_go (self, json_pack ("{s:i}", "another incarnation", 10), 10, T0);
  let_go (self, NULL, 10, T0);
  hear (self, 0, 10, T0);
  hear (self, 10, 10, T0 + CP_JOURNAL_KEPT_MS);
  assert_gone_through (self, 0);
}

static void
test_nothing_that_waits (Fixture *self, gconstpointer data)
{
  hear (self, 10, 0, T0);
  hear (self, 10, 10, T0 + CP_JOURNAL_KEPT_MS);
  assert_gone_through (self, 0);
}

/* Head office was restored since: what it lacks now is not safe any more, however old. */
static void
test_what_is_safe_no_more_stays (Fixture *self, gconstpointer data)
{
  hear (self, 9, 9, T0);
  hear (self, 4, 9, T0 + CP_JOURNAL_KEPT_MS);
  assert_gone_through (self, 4);
  hear (self, 9, 6, T0 + CP_JOURNAL_KEPT_MS);
  assert_gone_through (self, 6);
}

/* Later ones become old in their turn, by the day on which they were noted. */
static void
test_day_by_day (Fixture *self, gconstpointer data)
{
  hear (self, 3, 3, T0);
  hear (self, 5, 5, T0 + CP_JOURNAL_MARK_MS - 1);
  hear (self, 6, 6, T0 + CP_JOURNAL_MARK_MS);
  hear (self, 6, 6, T0 + CP_JOURNAL_KEPT_MS);
  assert_gone_through (self, 3);
  hear (self, 6, 6, T0 + CP_JOURNAL_KEPT_MS + CP_JOURNAL_MARK_MS);
  assert_gone_through (self, 6);
}

/* The clock stood a year ahead for a moment: that makes nothing old. */
static void
test_a_clock_that_went_back (Fixture *self, gconstpointer data)
{
  gint64 year_ms = 365 * CP_JOURNAL_MARK_MS;

  hear (self, 3, 3, T0 + year_ms);
  hear (self, 9, 9, T0);
  hear (self, 9, 9, T0 + CP_JOURNAL_KEPT_MS);
  assert_gone_through (self, 0);
  hear (self, 9, 9, T0 + year_ms + CP_JOURNAL_KEPT_MS);
  assert_gone_through (self, 3);
}

static void
test_the_last_stays (Fixture *self, gconstpointer data)
{
  hear (self, 10, 10, T0);
  hear (self, 10, 10, T0 + CP_JOURNAL_KEPT_MS);
  assert_gone_through (self, 9);
  append (self, 3, "{}");
  hear (self, 13, 13, T0 + CP_JOURNAL_KEPT_MS);
  assert_gone_through (self, 9);
  hear (self, 13, 13, T0 + 2 * CP_JOURNAL_KEPT_MS);
  assert_gone_through (self, 12);
}

static void
test_nothing_without_a_key (Fixture *self, gconstpointer data)
{
  hear (self, 9, 9, T0);
  g_clear_pointer (&self->journal, cp_journal_close);
  self->journal = cp_journal_open (&self->world, self->path, "till-1", NULL);
  hear (self, 9, 9, T0 + CP_JOURNAL_KEPT_MS);
  g_assert_cmpint (get_first_gone (self), ==, 0);
}

static void
assert_found (Fixture *self, guint index, gboolean is_current, gboolean is_told_of)
{
  g_autoptr (CpJournalEntry) entry = NULL;
  gboolean current = !is_current;

  g_assert_true (cp_journal_find (self->journal, self->all->pdata[index], &entry, &current, NULL));
  g_assert_cmpstr (entry->id, ==, self->all->pdata[index]);
  g_assert_cmpint (current, ==, is_current);
  g_assert_cmpstr (entry->kind, ==, is_told_of ? "block_card" : NULL);
  g_assert_cmpstr (entry->member_id, ==, is_told_of ? "mem-1" : NULL);
}

/* None is ever done twice; what staff may want to read of one that was refused is there. */
static void
test_ids_stay (Fixture *self, gconstpointer data)
{
  self->told = self->all->pdata[1];
  hear (self, 5, 5, T0);
  hear (self, 5, 5, T0 + CP_JOURNAL_KEPT_MS);
  assert_found (self, 0, TRUE, FALSE);
  assert_found (self, 1, TRUE, TRUE);
  assert_found (self, 4, TRUE, FALSE);
}

static void
prune_five (Fixture *self)
{
  hear (self, 5, 5, T0);
  hear (self, 5, 5, T0 + CP_JOURNAL_KEPT_MS);
  assert_gone_through (self, 5);
}

/* As somebody would who has got hold of the file. */
static void
tamper (Fixture *self, const char *sql)
{
  g_clear_pointer (&self->journal, cp_journal_close);
  cp_test_tamper (self->path, sql);
}

static void
assert_breaks (Fixture *self, gint64 seq, const char *what)
{
  g_autoptr (GError) error = NULL;
  g_auto (CpJournalBreak) found = { NULL, 0, NULL };

  self->journal = cp_journal_open (cp_world_real (), self->path, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (cp_journal_verify (self->journal, &found, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_CORRUPT);
  g_assert_cmpint (found.seq, ==, seq);
  g_assert_cmpstr (found.what, ==, what);
}

static const struct {
  const char *path;
  const char *sql;
  gint64 seq;
  const char *what;
} tamperings[] = {
  { "more-cut-off", "DELETE FROM operation_key; DELETE FROM operation WHERE seq < 8", 8, "link" },
  { "the-anchor-moved",
    "DELETE FROM operation_key; DELETE FROM operation WHERE seq < 8;"
    "UPDATE anchor SET seq = 7, hash = (SELECT prev FROM operation WHERE seq = 8)",
    7, "anchor" },
  { "another-hash", "UPDATE anchor SET hash = (SELECT hash FROM operation WHERE seq = 6)", 5,
    "anchor" },
  { "no-anchor", "DELETE FROM dropped; DELETE FROM anchor", 6, "link" },
  { "unsigned", "UPDATE operation SET signature = NULL WHERE seq = 6", 6, "unsigned" },
};

static void
test_notices_tampering (Fixture *self, gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);

  prune_five (self);
  tamper (self, tamperings[i].sql);
  assert_breaks (self, tamperings[i].seq, tamperings[i].what);
}

static void
countersign (Fixture *self, gint64 seq, const char *hash)
{
  static const guint8 seed[CP_SEED_BYTES] = { 7 };
  g_autoptr (CpSigner) signer = cp_signer_new (seed);
  g_autofree char *text = cp_chain_describe_head (
      "head office", "till-1", cp_journal_get_incarnation (self->journal), seq, hash);
  g_autofree char *signature = cp_signer_sign (signer, text);

  g_assert_true (cp_journal_countersign (self->journal, CP_LANE_PRIORITY, seq, hash,
                                         cp_signer_get_key (signer), signature, NULL));
}

/* What head office signed of links that are gone, or of the one where the chain goes on, still counts. */
static void
test_keeps_countersignatures (Fixture *self, gconstpointer data)
{
  gint64 seq = GPOINTER_TO_INT (data);
  g_autofree char *hash = NULL, *now = NULL;

  g_assert_true (cp_journal_get_hash_at (self->journal, CP_LANE_PRIORITY, seq, &hash, NULL));
  countersign (self, seq, hash);
  prune_five (self);
  g_assert_true (cp_journal_get_hash_at (self->journal, CP_LANE_PRIORITY, seq, &now, NULL));
  g_assert_cmpstr (now, ==, seq >= 5 ? hash : NULL);
  tamper (self, "UPDATE countersignature SET hash = (SELECT hash FROM operation WHERE seq = 10)");
  assert_breaks (self, seq, "countersignature");
}

/* Whole prefixes only: what an older incarnation has yet to be sure of keeps what came after it. */
static void
test_incarnations_in_their_order (Fixture *self, gconstpointer data)
{
  g_autofree char *first = g_strdup (cp_journal_get_incarnation (self->journal));
  const char *second;

  g_assert_true (cp_journal_renew (self->journal, &(CpLaneMarks){ { 6 } }, NULL));
  append (self, 2, "{}");
  second = cp_journal_get_incarnation (self->journal);
  let_go (self, json_pack ("{s:i, s:i}", first, 4, second, 6), 6, T0);
  while (let_go (self, json_pack ("{s:i, s:i}", first, 4, second, 6), 6, T0 + CP_JOURNAL_KEPT_MS))
    ;
  assert_gone_through (self, 0);
  assert_found (self, 3, FALSE, FALSE);
  second = cp_journal_get_incarnation (self->journal);
  let_go (self, json_pack ("{s:i, s:i}", first, 6, second, 4), 6, T0 + CP_JOURNAL_KEPT_MS);
  while (
      let_go (self, json_pack ("{s:i, s:i}", first, 6, second, 4), 6, T0 + 2 * CP_JOURNAL_KEPT_MS))
    ;
  assert_gone_through (self, 4);
  assert_found (self, 5, FALSE, FALSE);
  assert_found (self, 6, TRUE, FALSE);
}

/* A clone, or a journal that was restored: what is there is numbered anew, what is gone is gone. */
static void
test_begins_anew_afterwards (Fixture *self, gconstpointer data)
{
  prune_five (self);
  g_assert_true (cp_journal_renew (self->journal, &(CpLaneMarks){ { 2 } }, NULL));
  g_assert_cmpint (cp_journal_get_last_seq (self->journal, CP_LANE_PRIORITY), ==, 5);
  g_assert_cmpint (get_first_gone (self), ==, 0);
  append (self, 1, "{}");
  g_assert_true (cp_journal_verify (self->journal, NULL, NULL));
  assert_found (self, 0, FALSE, FALSE);
}

static gint64
get_size (Fixture *self)
{
  GStatBuf found;

  g_assert_true (cp_journal_do_upkeep (self->journal, NULL));
  reopen (self);
  g_assert_cmpint (g_stat (self->path, &found), ==, 0);
  return found.st_size;
}

/* No call takes more than a slice, and at the end the file is smaller by what was in them. */
static void
test_gives_room_back (Fixture *self, gconstpointer data)
{
  g_autofree char *body = g_strdup_printf ("{\"text\":\"%01500d\"}", 7);
  const guint n = CP_JOURNAL_SLICE + 100;
  gint64 before, seq = 0, last_seq;
  g_autofree char *incarnation = NULL;

  append (self, n, body);
  before = get_size (self);
  incarnation = g_strdup (cp_journal_get_incarnation (self->journal));
  hear (self, n, n, T0);
  do {
    last_seq = seq;
    if (!let_go (self, json_pack ("{s:i}", incarnation, (int) n), n, T0 + CP_JOURNAL_KEPT_MS))
      break;
    seq = get_first_gone (self);
    g_assert_cmpint (seq - last_seq, <=, CP_JOURNAL_SLICE);
  } while (TRUE);
  g_assert_cmpint (seq, ==, n);
  g_assert_cmpint (get_size (self), <, before / 2);
  assert_gone_through (self, n);
}

/* A file from before it could give anything back. */
static void
test_gives_an_older_files_room_back (Fixture *self, gconstpointer data)
{
  tamper (self, "PRAGMA auto_vacuum = 0; VACUUM");
  self->journal = open_journal (&self->world, self->path);
  test_gives_room_back (self, NULL);
}

static void
assert_nowhere (Fixture *self, const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);
    g_autofree char *bytes = NULL;
    gsize size = 0;

    g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
    g_assert_true (memmem (bytes, size, text, strlen (text)) == NULL);
  }
}

/* Somebody whose operations are gone is erased later: nothing of them is in the file or its log. */
static void
test_leaves_nothing_to_erase (Fixture *self, gconstpointer data)
{
  append (self, 3, "{\"name\":\"Canaria\"}");
  append (self, 1, "{}");
  hear (self, 13, 13, T0);
  hear (self, 13, 13, T0 + CP_JOURNAL_KEPT_MS);
  g_assert_true (cp_journal_mark_erased (self->journal, (const char *[]){ "acc-1", NULL }, NULL));
  g_assert_true (cp_journal_erase (self->journal, &(CpLaneMarks){ { 13 } }, NULL));
  assert_nowhere (self, "Canaria");
}

static gboolean
prune (Fixture *self, CpJournal *journal)
{
  g_autoptr (CpJson) durable = json_pack ("{s:i}", cp_journal_get_incarnation (journal), 5);
  const CpJournalSafe safe = { durable, { { 5 } }, T0 + CP_JOURNAL_KEPT_MS, is_told, self };
  gboolean more = TRUE, ok = TRUE;

  while (more && ok)
    ok = cp_journal_let_go (journal, &safe, &more, NULL);
  return ok;
}

/* What a child process does until it is killed. */
static void
prune_in_child (gpointer data)
{
  Fixture *self = data;
  g_autoptr (CpJournal) journal = cp_journal_open (&self->world, self->path, "till-1", NULL);

  if (journal != NULL && cp_journal_use_key (journal, NULL, NULL))
    prune (self, journal);
}

/* Killed at one call in seven, a slice is gone with its anchor, or it is there; the disk below fails at
 * every one. */
static void
test_killed_now_or_then (Fixture *self, gconstpointer data)
{
  gint64 gone = 0;
  guint nth = 1;

  hear (self, 5, 5, T0);
  g_clear_pointer (&self->journal, cp_journal_close);
  while (cp_test_kill_at (nth, prune_in_child, self)) {
    self->journal = open_journal (&self->world, self->path);
    gone = get_first_gone (self);
    g_assert_true (gone == 0 || gone == 5);
    g_assert_true (cp_journal_verify (self->journal, NULL, NULL));
    g_assert_cmpint (cp_journal_get_last_seq (self->journal, CP_LANE_PRIORITY), ==, 10);
    g_clear_pointer (&self->journal, cp_journal_close);
    nth += 7;
  }
  self->journal = open_journal (&self->world, self->path);
  assert_gone_through (self, 5);
}

static gboolean
fail_once (Fixture *self, CpTestVfs *vfs, guint nth)
{
  g_autoptr (CpJournal) journal = open_journal (&vfs->world, self->path);
  gboolean ok;

  vfs->n_calls = 0;
  vfs->fail_at = nth;
  ok = prune (self, journal);
  vfs->fail_at = 0;
  return ok;
}

/* It is tried again after the restart, and nothing else is lost. */
static void
test_failing_at_any_call (Fixture *self, gconstpointer data)
{
  CpTestVfs vfs = { 0 };
  guint nth = 1;

  hear (self, 5, 5, T0);
  g_clear_pointer (&self->journal, cp_journal_close);
  cp_test_vfs_install (&vfs);
  while (!fail_once (self, &vfs, nth)) {
    g_autoptr (CpJournal) journal = open_journal (&vfs.world, self->path);

    g_assert_true (cp_journal_verify (journal, NULL, NULL));
    g_assert_cmpint (cp_journal_get_last_seq (journal, CP_LANE_PRIORITY), ==, 10);
    g_assert_cmpuint (++nth, <, 500);
  }
  g_assert_cmpuint (nth, >, 1);
  cp_test_vfs_remove (&vfs);
  self->journal = open_journal (&self->world, self->path);
  assert_gone_through (self, 5);
}

#define ADD(name, func) \
  g_test_add ("/store/journal/lets-go/" name, Fixture, NULL, set_up, func, tear_down)

static void
add_with_data (void)
{
  static const gint64 signed_at[] = { 3, 5, 8 };

  for (guint i = 0; i < G_N_ELEMENTS (tamperings); i++) {
    g_autofree char *path =
        g_strconcat ("/store/journal/lets-go/notices/", tamperings[i].path, NULL);

    g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_notices_tampering, tear_down);
  }
  for (guint i = 0; i < G_N_ELEMENTS (signed_at); i++) {
    g_autofree char *path = g_strdup_printf (
        "/store/journal/lets-go/keeps-countersignatures/%" G_GINT64_FORMAT, signed_at[i]);

    g_test_add (path, Fixture, GINT_TO_POINTER (signed_at[i]), set_up, test_keeps_countersignatures,
                tear_down);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("of-what-is-acknowledged-durable-and-old", test_all_three_conditions);
  ADD ("not-a-moment-too-soon", test_not_a_moment_too_soon);
  ADD ("of-nothing-that-head-office-has-not-named", test_nothing_that_head_office_has_not_named);
  ADD ("of-nothing-that-waits", test_nothing_that_waits);
  ADD ("of-nothing-that-is-safe-no-more", test_what_is_safe_no_more_stays);
  ADD ("day-by-day", test_day_by_day);
  ADD ("of-nothing-sooner-for-a-clock-that-went-back", test_a_clock_that_went_back);
  ADD ("but-not-of-the-last", test_the_last_stays);
  ADD ("of-nothing-without-a-key", test_nothing_without_a_key);
  ADD ("but-keeps-ids", test_ids_stay);
  ADD ("of-incarnations-in-their-order", test_incarnations_in_their_order);
  ADD ("and-begins-anew", test_begins_anew_afterwards);
  ADD ("and-gives-room-back", test_gives_room_back);
  ADD ("and-gives-an-older-files-room-back", test_gives_an_older_files_room_back);
  ADD ("and-leaves-nothing-to-erase", test_leaves_nothing_to_erase);
  ADD ("killed-now-or-then", test_killed_now_or_then);
  ADD ("failing-at-any-call", test_failing_at_any_call);
  add_with_data ();
  return g_test_run ();
}
