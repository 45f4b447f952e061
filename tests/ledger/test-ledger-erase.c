/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Head office erases a member; then every file of the device is searched for them. */
#include "cp-error.h"
#include "cp-journal.h"
#include "cp-ledger-private.h"
#include "cp-range-sum.h"
#include "cp-signature.h"
#include "cp-test-ledger.h"

#include <glib/gstdio.h>
#include <string.h>

#define ENROL                                                                       \
  "{'given_name': 'Canaria', 'family_name': 'Finchley', 'phone': '020 7946 0777', " \
  "'email': 'canary@finch.example', 'fields': {'dog': 'Chirpy'}}"

static const char *const canaries[] = {
  "Canaria", "canaria", "Finchley", "finchley", "2079460777", "7770649702", "canary@finch.example",
  "Chirpy",
};

typedef struct {
  CpTestLedger base;
  char *member_id;
  char *account_id;
  char *operation_id;
} Fixture;

static gboolean
holds (const char *bytes, gsize size, const char *text)
{
  return memmem (bytes, size, text, strlen (text)) != NULL;
}

/* How many of the canaries are in any file, be it in rows, logs or pages that are free. */
static guint
count_canaries (Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->base.folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->base.folder, name, NULL);
    g_autofree char *bytes = NULL;
    gsize size = 0;

    g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
    for (guint i = 0; i < G_N_ELEMENTS (canaries); i++)
      if (holds (bytes, size, canaries[i])) {
        g_test_message ("%s holds %s", name, canaries[i]);
        n++;
      }
  }
  return n;
}

/* Somebody is enrolled here; head office has not heard of it. */
static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) answer = NULL;

  cp_test_ledger_set_up (&self->base, data);
  answer = cp_test_ledger_submit (&self->base, "enrol_member", 0, ENROL);
  self->member_id = g_strdup (cp_json_get_text (answer, "member_id"));
  self->account_id = g_strdup (cp_json_get_text (answer, "account_id"));
  self->operation_id = g_strdup (cp_json_get_text (answer, "operation_id"));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_test_ledger_tear_down (&self->base, data);
  g_free (self->member_id);
  g_free (self->account_id);
  g_free (self->operation_id);
}

static CpMember *
make_member (Fixture *self)
{
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, self->member_id, self->account_id);

  member->state = CP_MEMBER_ENROLLED;
  member->given_name = g_strdup ("Canaria");
  member->family_name = g_strdup ("Finchley");
  member->phone = g_strdup ("+442079460777");
  member->email = g_strdup ("canary@finch.example");
  member->fields = json_pack ("{s:s}", "dog", "Chirpy");
  member->entity.ver = 50;
  return member;
}

/* Head office has it: the row comes, with or without the outcome. */
static void
bring_member (Fixture *self, gboolean with_ack)
{
  CpJson *page = cp_test_ledger_page (&self->base);
  CpMember *member = make_member (self);

  cp_test_page_add_row (page, member);
  if (with_ack)
    cp_test_page_add_ack (page, 1, self->operation_id, "accepted", NULL);
  cp_test_ledger_apply (&self->base, page);
  cp_entity_free (member);
}

/* (transfer full): what is left of them, on @account_id, where they are by now */
static CpMember *
make_erased (Fixture *self, const char *account_id)
{
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, self->member_id, account_id);

  member->state = CP_MEMBER_ERASED;
  member->entity.ver = 60;
  return member;
}

static void
bring_erasure (Fixture *self)
{
  CpJson *page = cp_test_ledger_page (&self->base);
  CpMember *member = make_erased (self, self->account_id);

  cp_test_page_add_row (page, member);
  cp_test_ledger_apply (&self->base, page);
  cp_entity_free (member);
}

static void
assert_verifies (Fixture *self)
{
  g_autofree char *path = g_build_filename (self->base.folder, "journal.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJournal) journal = NULL;

  g_clear_pointer (&self->base.ledger, cp_ledger_close);
  journal = cp_journal_open (&self->base.vfs.world, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cp_journal_verify (journal, 0, &error));
  g_assert_no_error (error);
}

static void
test_leaves_nothing (Fixture *self, gconstpointer data)
{
  bring_member (self, TRUE);
  g_assert_cmpuint (count_canaries (self), >, 4);
  bring_erasure (self);
  g_assert_cmpuint (count_canaries (self), ==, 0);
  assert_verifies (self);
}

/* Whoever asks what became of it, as a screen or counterpartctl does that waits, still hears that it
 * was done. */
static void
test_what_was_done_is_still_known (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) request = cp_test_ledger_request ("enrol_member", 0, ENROL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) answer = NULL;

  cp_json_set_text (request, "id", self->operation_id);
  bring_member (self, TRUE);
  bring_erasure (self);
  answer = cp_ledger_submit (self->base.ledger, self->base.session, request, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (answer, "decision"), ==, "accepted");
  g_assert_cmpstr (cp_json_get_text (answer, "state"), ==, "accepted");
  g_assert_cmpstr (cp_json_get_text (answer, "member_id"), ==, self->member_id);
}

/* What head office has not got yet must not be lost; once it has it, it goes. */
static void
test_keeps_what_waits (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) push = NULL;
  CpJson *page;

  bring_member (self, FALSE);
  bring_erasure (self);
  push = cp_ledger_get_push (self->base.ledger, CP_LANE_PRIORITY, 0, 10, 100000, NULL);
  g_assert_nonnull (
      cp_json_get_object (json_array_get (cp_json_get_array (push, "operations"), 0), "body"));
  page = cp_test_ledger_page (&self->base);
  cp_test_page_add_ack (page, 1, self->operation_id, "rejected", "member_erased");
  cp_test_ledger_apply (&self->base, page);
  g_assert_cmpuint (count_canaries (self), ==, 0);
  assert_verifies (self);
}

/* They were merged into somebody, or joined a family: what was done before is another account's here. */
static void
test_follows_them_to_where_they_were (Fixture *self, gconstpointer data)
{
  g_autofree char *account_id = cp_test_chain_id (1, "account");
  CpMember *member = make_erased (self, account_id);
  CpJson *page;

  bring_member (self, TRUE);
  page = cp_test_ledger_page (&self->base);
  member->former_account_ids = json_pack ("[s]", self->account_id);
  cp_test_page_add_row (page, member);
  cp_test_ledger_apply (&self->base, page);
  cp_entity_free (member);
  g_assert_cmpuint (count_canaries (self), ==, 0);
  assert_verifies (self);
}

/* As a crash between the page and what follows leaves it: the next start sees to it. */
static void
test_is_done_at_the_next_start (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->base.folder, "journal.db", NULL);
  g_autoptr (CpJournal) journal = NULL;
  g_autoptr (GError) error = NULL;

  bring_member (self, TRUE);
  g_clear_pointer (&self->base.ledger, cp_ledger_close);
  journal = cp_journal_open (&self->base.vfs.world, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (
      cp_journal_mark_erased (journal, (const char *[]){ self->account_id, NULL }, &error));
  g_clear_pointer (&journal, cp_journal_close);
  cp_test_ledger_restart (&self->base);
  bring_erasure (self);
  g_assert_cmpuint (count_canaries (self), ==, 0);
}

/* The disk is full, and fails at the @nth call when it is looked for room. */
static void
fail_upkeep (guint nth)
{
  Fixture fixture = { 0 };
  CpLedger *ledger;

  set_up (&fixture, NULL);
  ledger = fixture.base.ledger;
  ledger->is_full = ledger->erases = ledger->erase_due = ledger->forget_due = TRUE;
  for (guint i = 0; i < 4; i++) /* now its log has to grow */
    g_assert_true (cp_journal_test_write (ledger->journal, NULL));
  fixture.base.vfs.quota_bytes = cp_test_vfs_get_used (&fixture.base.vfs) + 1;
  fixture.base.vfs.fail_at = fixture.base.vfs.n_calls + nth;
  fixture.base.vfs.fail_again = TRUE;
  if (!cp_ledger_do_upkeep (ledger, NULL))
    g_assert_true (cp_journal_is_fatal (ledger->journal) || cp_replica_is_fatal (ledger->replica));
  g_assert_true (ledger->erase_due);
  fixture.base.vfs.fail_at = fixture.base.vfs.quota_bytes = 0;
  tear_down (&fixture, NULL);
}

static void
test_outlives_a_disk_that_fails (void)
{
  for (guint nth = 1; nth <= 30; nth++)
    fail_upkeep (nth);
}

/* A replica that was set aside as damaged holds them too. */
static void
test_forgets_what_was_set_aside (Fixture *self, gconstpointer data)
{
  g_autofree char *bad = g_build_filename (self->base.folder, "replica.db.bad", NULL);

  self->base.vfs.world.vfs_name = NULL;
  cp_test_ledger_restart (&self->base);
  bring_member (self, TRUE);
  g_assert_true (g_file_set_contents (bad, "Canaria", -1, NULL));
  bring_erasure (self);
  g_assert_false (g_file_test (bad, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_canaries (self), ==, 0);
}

/* How long the log of a file is: what goes into the file by a checkpoint that erases leaves nothing in it. */
static gint64
get_log (Fixture *self, const char *name)
{
  g_autofree char *path = g_strconcat (self->base.folder, "/", name, "-wal", NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_size;
}

/* A row of somebody on @account_id, and with @ack_id (nullable) what became of the operation @seq. */
static void
bring_row (Fixture *self, const char *account_id, gint64 ver, const char *ack_id, gint64 seq)
{
  CpJson *page = cp_test_ledger_page (&self->base);
  g_autofree char *id = cp_test_id (950);
  CpMember *row = cp_entity_new (CP_KIND_MEMBER, id, account_id);

  row->state = CP_MEMBER_ENROLLED;
  row->entity.ver = ver;
  cp_test_page_add_row (page, row);
  if (ack_id != NULL)
    cp_test_page_add_ack (page, seq, ack_id, "accepted", NULL);
  cp_test_ledger_apply (&self->base, page);
  cp_entity_free (row);
}

/* Both logs hold what is nobody's who was erased. */
static void
fill_logs (Fixture *self)
{
  g_autofree char *other_id = cp_test_chain_id (1, "account");

  g_assert_true (cp_journal_test_write (self->base.ledger->journal, NULL));
  bring_row (self, other_id, self->base.cursor, NULL, 0);
}

/* The feed goes on for years after the first of them. */
static void
test_costs_later_pages_nothing (Fixture *self, gconstpointer data)
{
  bring_member (self, TRUE);
  bring_erasure (self);
  g_assert_cmpint (get_log (self, "journal.db"), ==, 0);
  g_assert_cmpint (get_log (self, "replica.db"), ==, 0);
  fill_logs (self);
  g_assert_cmpint (get_log (self, "journal.db"), >, 0);
  g_assert_cmpint (get_log (self, "replica.db"), >, 0);
}

/* What head office had not got then, and has now, whoever it is about: the answer may name somebody. */
static void
test_takes_out_what_waited (Fixture *self, gconstpointer data)
{
  g_autofree char *other_id = cp_test_chain_id (1, "account");
  g_autoptr (CpJson) answer = NULL;

  bring_member (self, TRUE);
  answer = cp_test_ledger_submit (&self->base, "redeem_reward", 1, "{'amount_minor': 100}");
  bring_erasure (self);
  fill_logs (self);
  bring_row (self, other_id, 100, cp_json_get_text (answer, "operation_id"), 2);
  g_assert_cmpint (get_log (self, "journal.db"), ==, 0);
  g_assert_cmpint (get_log (self, "replica.db"), >, 0);
}

/* What is left of them comes with more rows, or once more. */
static void
test_follows_rows_of_theirs (Fixture *self, gconstpointer data)
{
  bring_member (self, TRUE);
  bring_erasure (self);
  fill_logs (self);
  bring_row (self, self->account_id, 100, NULL, 0);
  g_assert_cmpint (get_log (self, "journal.db"), ==, 0);
  g_assert_cmpint (get_log (self, "replica.db"), ==, 0);
}

static void
seal_answer (Fixture *self, CpJson *answer, const char *what)
{
  g_autoptr (CpJson) push = cp_ledger_get_push (self->base.ledger, CP_LANE_PRIORITY, 0, 1, 1, NULL);

  cp_test_page_seal_answer (answer, what, push);
}

/* Head office's sums are others in each range. */
static void
bring_other_sums (Fixture *self)
{
  g_autoptr (CpJson) sums = NULL;
  g_autoptr (CpJson) reply = NULL;
  CpJson *list = json_array ();

  g_assert_true (cp_ledger_want_check (self->base.ledger, NULL));
  sums = cp_ledger_get_check (self->base.ledger, NULL);
  for (guint i = 0; i < 1u << cp_json_get_int (sums, "bits", 0); i++)
    cp_json_append (list, json_string ("0123456789abcdef"));
  cp_json_set (sums, "sums", list);
  seal_answer (self, sums, CP_SEAL_SUMS);
  reply = cp_ledger_put_sums (self->base.ledger, sums, NULL);
  g_assert_nonnull (reply);
}

/* (transfer full): the rows of the range in which they are, of whom nothing is left there */
static CpJson *
make_mended_range (Fixture *self)
{
  CpJson *range = cp_ledger_get_check (self->base.ledger, NULL);
  guint bits = (guint) cp_json_get_int (range, "bits", 0);
  CpMember *member = make_erased (self, self->account_id);
  g_autoptr (CpJson) page = cp_test_ledger_page (&self->base);

  cp_test_page_add_row (page, member);
  cp_json_set (range, "range", json_integer (cp_range_of (bits, "member", self->member_id)));
  cp_json_set (range, "items", json_deep_copy (cp_json_get_array (page, "items")));
  seal_answer (self, range, CP_SEAL_ROWS);
  cp_entity_free (member);
  return range;
}

/* Rows that were not head office's are fetched again, and say that somebody was erased. */
static void
test_follows_what_is_mended (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) range = NULL;

  bring_member (self, TRUE);
  bring_other_sums (self);
  range = make_mended_range (self);
  g_assert_true (cp_ledger_put_range (self->base.ledger, range, NULL));
  g_assert_cmpuint (count_canaries (self), ==, 0);
  assert_verifies (self);
}

static void
add (const char *path, void (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

/* Whom head office tells of, and who was never enrolled here. */
static void
set_up_visitor (Fixture *self, gconstpointer data)
{
  cp_test_ledger_set_up (&self->base, data);
  self->member_id = cp_test_id (900);
  self->account_id = cp_test_id (901);
}

/* Another store's member, who was here and is a visitor no more: the card is known, and nothing says
 * whose it is. */
static void
test_forgets_who_leaves (Fixture *self, gconstpointer data)
{
  CpJson *page;
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, self->member_id, self->account_id);

  bring_member (self, FALSE);
  g_assert_cmpuint (count_canaries (self), >, 0);
  member->state = CP_MEMBER_ENROLLED;
  member->thin = TRUE;
  member->entity.ver = 60;
  page = cp_test_ledger_page (&self->base);
  cp_test_page_add_row (page, member);
  cp_test_ledger_apply (&self->base, page);
  cp_entity_free (member);
  g_assert_cmpuint (count_canaries (self), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/ledger/erase/leaves-nothing-in-any-file", test_leaves_nothing);
  add ("/ledger/erase/what-was-done-is-still-known", test_what_was_done_is_still_known);
  add ("/ledger/erase/keeps-what-waits-until-head-office-has-it", test_keeps_what_waits);
  add ("/ledger/erase/follows-them-to-where-they-were", test_follows_them_to_where_they_were);
  add ("/ledger/erase/is-done-at-the-next-start", test_is_done_at_the_next_start);
  g_test_add_func ("/ledger/erase/outlives-a-disk-that-fails", test_outlives_a_disk_that_fails);
  add ("/ledger/erase/forgets-what-was-set-aside", test_forgets_what_was_set_aside);
  add ("/ledger/erase/costs-later-pages-nothing", test_costs_later_pages_nothing);
  add ("/ledger/erase/takes-out-what-waited", test_takes_out_what_waited);
  add ("/ledger/erase/follows-rows-of-theirs", test_follows_rows_of_theirs);
  add ("/ledger/erase/follows-what-is-mended", test_follows_what_is_mended);
  g_test_add ("/ledger/erase/forgets-who-leaves-the-stores-scope", Fixture, NULL, set_up_visitor,
              test_forgets_who_leaves, tear_down);
  return g_test_run ();
}
