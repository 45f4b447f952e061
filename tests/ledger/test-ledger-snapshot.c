/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>

#include "cp-error.h"
#include "cp-files-private.h"
#include "cp-signature.h"
#include "cp-test-ledger.h"
#include "cp-test-page.h"
#include "cp-test-snapshot.h"

static void
set_up_fresh (CpTestLedger *self, gconstpointer data)
{
  cp_test_ledger_set_up_fresh (self, data);
  self->vfs.world.vfs_name = NULL;
  cp_test_ledger_restart (self);
}

static const char *
get_incarnation (CpTestLedger *self, char **ret_owned)
{
  g_autoptr (CpJson) push = cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 1, 1, NULL);

  *ret_owned = g_strdup (cp_json_get_text (push, "incarnation"));
  return *ret_owned;
}

static CpTestSnapshot *
make_snapshot (CpTestLedger *self, gint64 cursor, gint64 acked)
{
  g_autofree char *incarnation = NULL;

  return cp_test_snapshot_new (self->folder, "e1", cursor, get_incarnation (self, &incarnation),
                               acked);
}

static CpJson *
seal (const CpTestSnapshot *snapshot)
{
  CpJson *manifest = cp_manifest_to_json (snapshot->manifest);

  cp_test_page_seal_for (manifest, CP_SEAL_SNAPSHOT);
  return manifest;
}

static gint64
begin (CpTestLedger *self, const CpTestSnapshot *snapshot)
{
  g_autoptr (CpJson) manifest = seal (snapshot);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply = cp_ledger_begin_snapshot (self->ledger, manifest, &error);

  g_assert_no_error (error);
  return cp_json_get_int (reply, "next", -1);
}

static void
put_all (CpTestLedger *self, const CpTestSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->chunks->len; i++) {
    GBytes *chunk = g_ptr_array_index (snapshot->chunks, i);
    g_autoptr (GError) error = NULL;

    cp_ledger_put_snapshot_chunk (self->ledger, i, g_bytes_get_data (chunk, NULL),
                                  g_bytes_get_size (chunk), &error);
    g_assert_no_error (error);
  }
}

static gint64
get_percent (CpTestLedger *self)
{
  g_autoptr (CpJson) status = cp_ledger_get_status (self->ledger, NULL);

  return cp_json_get_int (cp_json_get_object (status, "fetching"), "percent", -1);
}

static int
get_no_room (gpointer data, const char *folder, gint64 *ret_bytes)
{
  *ret_bytes = 1024;
  return 0;
}

static gboolean
is_disk (CpTestLedger *self, const char *word)
{
  g_autoptr (CpJson) status = cp_ledger_get_status (self->ledger, NULL);

  return g_strcmp0 (cp_json_get_text (status, "disk"), word) == 0;
}

/* (transfer full): of the first of @snapshot on a disk without room for it */
static GError *
fail_to_begin (CpTestLedger *self, const CpTestSnapshot *snapshot)
{
  CpFiles files = cp_files_real;
  g_autoptr (CpJson) manifest = seal (snapshot);
  GError *error = NULL;

  files.get_room = get_no_room;
  self->vfs.world.files = &files;
  g_assert_null (cp_ledger_begin_snapshot (self->ledger, manifest, &error));
  self->vfs.world.files = NULL;
  return error;
}

/* Until there is room, or the feed has brought all. */
static void
test_says_that_there_is_no_room (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpTestSnapshot) snapshot = make_snapshot (self, 100, 0);
  g_autoptr (GError) error = NULL;

  g_assert_true (is_disk (self, "ok"));
  error = fail_to_begin (self, snapshot);
  g_assert_error (error, CP_ERROR, CP_ERROR_FULL);
  g_assert_true (is_disk (self, "short"));
  g_assert_cmpint (begin (self, snapshot), ==, 0);
  g_assert_true (is_disk (self, "ok"));
  g_clear_error (&error);
  error = fail_to_begin (self, snapshot);
  g_assert_true (is_disk (self, "short"));
  cp_test_ledger_apply (self, cp_test_ledger_page (self));
  g_assert_true (is_disk (self, "ok"));
}

/* Head office's word on a forked chain has to count before the rows are taken. */
static void
test_whoever_offers_the_first_is_head_office (CpTestLedger *self, gconstpointer data)
{
  static const guint8 stranger[CP_SEED_BYTES] = { 7 };
  g_autoptr (CpSigner) signer = cp_signer_new (stranger);
  g_autoptr (CpTestSnapshot) snapshot = make_snapshot (self, 100, 0);
  g_autoptr (CpJson) manifest = cp_manifest_to_json (snapshot->manifest);
  g_autoptr (GError) error = NULL;

  begin (self, snapshot);
  cp_test_ledger_restart (self);
  cp_signer_seal (signer, manifest, CP_SEAL_SNAPSHOT);
  g_assert_null (cp_ledger_begin_snapshot (self->ledger, manifest, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_cmpint (begin (self, snapshot), ==, 0);
}

static void
test_takes_the_place (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpTestSnapshot) snapshot = NULL;
  g_autoptr (CpJson) view = NULL;
  g_autoptr (CpJson) push = NULL;
  g_autoptr (GError) error = NULL;

  json_decref (cp_test_ledger_submit (self, "end_visit", 1, "{'reason_id': 'served'}"));
  json_decref (cp_test_ledger_submit (self, "end_visit", 1, "{'reason_id': 'served'}"));
  snapshot = make_snapshot (self, self->cursor + 100, 1);
  g_assert_cmpint (get_percent (self), ==, -1);
  g_assert_cmpint (begin (self, snapshot), ==, 0);
  g_assert_cmpint (get_percent (self), ==, 0);
  put_all (self, snapshot);
  g_assert_cmpint (get_percent (self), ==, 100);
  view = cp_test_ledger_view (self, 3); /* the old rows serve until the last moment */
  cp_ledger_finish_snapshot (self->ledger, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_percent (self), ==, -1);
  push = cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 10, 100000, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cp_json_get_int (push, "after", 0), ==, self->cursor + 100);
  g_assert_cmpuint (json_array_size (cp_json_get_array (push, "operations")), ==, 1);
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), ==, 1);
}

/* The feed goes on from the snapshot's cursor. */
static void
test_goes_on_by_feed (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpTestSnapshot) snapshot = make_snapshot (self, self->cursor + 100, 0);
  g_autoptr (CpAccount) account = cp_test_chain_account (3);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) view = NULL;
  CpJson *page;

  begin (self, snapshot);
  put_all (self, snapshot);
  g_assert_true (cp_ledger_finish_snapshot (self->ledger, &error));
  self->cursor += 100;
  page = cp_test_ledger_page (self);
  cp_test_page_add_account (page, account);
  cp_test_ledger_apply (self, page);
  view = cp_test_ledger_view (self, 3);
  g_assert_nonnull (view);
}

static void
test_refuses_what_it_cannot_use (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpTestSnapshot) snapshot = make_snapshot (self, self->cursor + 100, 0);
  g_autoptr (CpJson) manifest = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (cp_ledger_put_snapshot_chunk (self->ledger, 0, "x", 1, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_clear_error (&error);
  snapshot->manifest->schema++;
  cp_manifest_name (snapshot->manifest);
  manifest = seal (snapshot);
  g_assert_null (cp_ledger_begin_snapshot (self->ledger, manifest, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NEWER);
}

static void
assert_not_believed (CpTestLedger *self, const CpJson *manifest)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_ledger_begin_snapshot (self->ledger, manifest, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_cmpint (get_percent (self), ==, -1);
}

static void
test_takes_no_other_stores (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpTestSnapshot) snapshot = make_snapshot (self, self->cursor + 100, 0);
  static const char *const stores[] = { "station", "high" };

  for (guint i = 0; i < G_N_ELEMENTS (stores); i++) {
    g_autoptr (CpJson) manifest = NULL;
    g_autoptr (CpJson) reply = NULL;
    g_autoptr (GError) error = NULL;

    g_free (snapshot->manifest->scope);
    snapshot->manifest->scope = cp_manifest_dup_scope (stores[i]);
    cp_manifest_name (snapshot->manifest);
    manifest = seal (snapshot);
    reply = cp_ledger_begin_snapshot (self->ledger, manifest, &error);
    g_assert_true ((reply != NULL) == g_str_equal (stores[i], "high"));
  }
}

static void
test_believes_head_office_alone (CpTestLedger *self, gconstpointer data)
{
  static const guint8 seed[CP_SEED_BYTES] = "somebody who calls himself so";
  g_autoptr (CpTestSnapshot) snapshot = make_snapshot (self, self->cursor + 100, 0);
  g_autoptr (CpSigner) stranger = cp_signer_new (seed);
  g_autoptr (CpJson) unsealed = cp_manifest_to_json (snapshot->manifest);
  g_autoptr (CpJson) strange = cp_manifest_to_json (snapshot->manifest);
  g_autoptr (CpJson) other = seal (snapshot);
  g_autoptr (CpJson) page = cp_manifest_to_json (snapshot->manifest);

  assert_not_believed (self, unsealed);
  cp_signer_seal (stranger, strange, CP_SEAL_SNAPSHOT);
  assert_not_believed (self, strange);
  cp_json_set_text (other, "scope", "else");
  assert_not_believed (self, other);
  cp_test_page_seal_for (page, "page");
  assert_not_believed (self, page);
}

/* A later head office may say more: what is sealed is what came, and not what we understand of it. */
static void
test_takes_one_that_says_more (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpTestSnapshot) snapshot = make_snapshot (self, self->cursor + 100, 0);
  g_autoptr (CpJson) manifest = cp_manifest_to_json (snapshot->manifest);
  g_autoptr (CpJson) reply = NULL;
  g_autoptr (GError) error = NULL;

  cp_json_set (manifest, "of_no_meaning", json_pack ("{s:[i]}", "nor_this", 1));
  cp_test_snapshot_name (manifest);
  cp_test_page_seal_for (manifest, CP_SEAL_SNAPSHOT);
  reply = cp_ledger_begin_snapshot (self->ledger, manifest, &error);
  g_assert_no_error (error);
  put_all (self, snapshot);
  g_assert_true (cp_ledger_finish_snapshot (self->ledger, &error));
  g_assert_no_error (error);
}

/* Somebody on the way adds a key, or takes one out, and gives it the name that it has then. */
static void
test_nothing_is_added_to_what_is_sealed (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpTestSnapshot) snapshot = make_snapshot (self, self->cursor + 100, 0);
  g_autoptr (CpJson) manifest = cp_manifest_to_json (snapshot->manifest);
  g_autoptr (CpJson) more = NULL;
  g_autoptr (CpJson) less = NULL;
  g_autoptr (CpJson) in_a_chunk = NULL;

  cp_json_set_text (manifest, "of_no_meaning", "one");
  cp_test_snapshot_name (manifest);
  cp_test_page_seal_for (manifest, CP_SEAL_SNAPSHOT);
  more = json_deep_copy (manifest);
  cp_json_set_text (more, "nor_this", "two");
  cp_test_snapshot_name (more);
  assert_not_believed (self, more);
  less = json_deep_copy (manifest);
  json_object_del (less, "of_no_meaning");
  cp_test_snapshot_name (less);
  assert_not_believed (self, less);
  in_a_chunk = json_deep_copy (manifest);
  cp_json_set_text (json_array_get (cp_json_get_array (in_a_chunk, "chunks"), 0), "odd", "three");
  cp_test_snapshot_name (in_a_chunk);
  assert_not_believed (self, in_a_chunk);
}

static void
assert_counting (CpTestLedger *self, const CpTestSnapshot *snapshot, guint index)
{
  GBytes *chunk = snapshot->chunks->pdata[index];
  g_autoptr (CpJson) manifest = seal (snapshot);
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_ledger_begin_count (self->ledger, manifest, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  g_assert_false (cp_ledger_put_snapshot_chunk (self->ledger, index, g_bytes_get_data (chunk, NULL),
                                                g_bytes_get_size (chunk), &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  g_assert_null (cp_ledger_begin_look (self->ledger, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
}

/* What comes meanwhile is to come again, and changes nothing: it is counted right, and goes on from there. */
static void
test_counts_what_is_there (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpTestSnapshot) snapshot = make_snapshot (self, self->cursor + 100, 0);
  g_autoptr (CpJson) manifest = seal (snapshot);
  g_autoptr (CpLedgerErrand) count = NULL;
  g_autoptr (CpJson) view = NULL;
  g_autoptr (CpJson) reply = NULL;
  g_autoptr (GError) error = NULL;

  begin (self, snapshot);
  put_all (self, snapshot);
  count = cp_ledger_begin_count (self->ledger, manifest, &error);
  g_assert_no_error (error);
  assert_counting (self, snapshot, 0);
  cp_ledger_errand_run (count);
  assert_counting (self, snapshot, 0);
  g_assert_cmpint (get_percent (self), ==, 0);
  view = cp_test_ledger_view (self, 3);
  reply = cp_ledger_end_errand (self->ledger, count, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cp_json_get_int (reply, "next", -1), ==, snapshot->chunks->len);
  g_assert_cmpint (get_percent (self), ==, 100);
  g_assert_true (cp_ledger_finish_snapshot (self->ledger, &error));
  g_assert_no_error (error);
}

/* The next can be begun, and the status says nothing of the one that failed. */
static void
test_a_count_that_fails_is_over (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpTestSnapshot) snapshot = make_snapshot (self, self->cursor + 100, 0);
  g_autofree char *path =
      g_strdup_printf ("%s/replica.db.incoming-%s", self->folder, snapshot->manifest->id);
  g_autoptr (CpJson) manifest = seal (snapshot);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_null (cp_ledger_begin_snapshot (self->ledger, manifest, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_assert_cmpint (get_percent (self), ==, -1);
  g_assert_cmpint (g_rmdir (path), ==, 0);
  g_assert_cmpint (begin (self, snapshot), ==, 0);
}

/* The worker was started anew and began once more, while somebody looked through what there was. */
static void
test_begun_again_while_it_is_looked_through (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpTestSnapshot) snapshot = make_snapshot (self, self->cursor + 100, 0);
  g_autoptr (CpLedgerErrand) look = NULL;
  g_autoptr (GError) error = NULL;

  begin (self, snapshot);
  g_assert_null (cp_ledger_begin_look (self->ledger, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_clear_error (&error);
  put_all (self, snapshot);
  look = cp_ledger_begin_look (self->ledger, &error);
  g_assert_no_error (error);
  begin (self, snapshot);
  cp_ledger_errand_run (look);
  g_assert_null (cp_ledger_end_errand (self->ledger, look, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  g_assert_true (cp_ledger_finish_snapshot (self->ledger, &error));
  g_assert_no_error (error);
}

/* One that is behind us is given up, and nothing has changed. */
static void
test_gives_up_an_older_one (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpTestSnapshot) snapshot = make_snapshot (self, self->cursor - 1, 0);
  g_autoptr (CpJson) view = NULL;
  g_autoptr (GError) error = NULL;

  begin (self, snapshot);
  put_all (self, snapshot);
  g_assert_false (cp_ledger_finish_snapshot (self->ledger, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_cmpint (get_percent (self), ==, -1);
  view = cp_test_ledger_view (self, 3);
  g_assert_cmpint (begin (self, snapshot), ==, 0);
}

/* Who is erased from now on would stay in what was fetched of it. */
static void
test_nothing_is_left_of_one_once_the_feed_has_brought_all (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpTestSnapshot) snapshot = make_snapshot (self, self->cursor + 100, 0);
  g_autofree char *path =
      g_strdup_printf ("%s/replica.db.incoming-%s", self->folder, snapshot->manifest->id);

  begin (self, snapshot);
  put_all (self, snapshot);
  cp_test_ledger_restart (self);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  cp_test_ledger_apply (self, cp_test_ledger_page (self));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (begin (self, snapshot), ==, 0);
  cp_test_ledger_apply (self, cp_test_ledger_page (self));
  g_assert_cmpint (get_percent (self), ==, -1);
}

/* Rows that are that old are nobody's to have, nor is what would bring them back. */
static void
test_nothing_is_left_of_one_after_long_silence (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpTestSnapshot) snapshot = make_snapshot (self, self->cursor + 100, 0);
  g_autofree char *path =
      g_strdup_printf ("%s/replica.db.incoming-%s", self->folder, snapshot->manifest->id);
  g_autoptr (CpLedgerErrand) look = NULL;
  g_autoptr (GError) error = NULL;

  begin (self, snapshot);
  put_all (self, snapshot);
  look = cp_ledger_begin_look (self->ledger, &error);
  g_assert_no_error (error);
  cp_test_ledger_pass (self, CP_LEDGER_MAX_SILENCE_MS + 1000);
  g_assert_true (cp_ledger_do_upkeep (self->ledger, &error));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  cp_ledger_errand_run (look);
  g_assert_null (cp_ledger_end_errand (self->ledger, look, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
}

static void
test_takes_it_up_after_a_restart (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpTestSnapshot) snapshot = make_snapshot (self, self->cursor + 100, 0);
  g_autoptr (GError) error = NULL;

  begin (self, snapshot);
  put_all (self, snapshot);
  cp_test_ledger_restart (self);
  g_assert_cmpint (get_percent (self), ==, -1);
  g_assert_cmpint (begin (self, snapshot), ==, snapshot->chunks->len);
  g_assert_true (cp_ledger_finish_snapshot (self->ledger, &error));
}

static void
add (const char *path, void (*func) (CpTestLedger *, gconstpointer))
{
  g_test_add (path, CpTestLedger, NULL, cp_test_ledger_set_up_on_disk, func,
              cp_test_ledger_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/ledger/snapshot/takes-the-place-of-the-rows", test_takes_the_place);
  add ("/ledger/snapshot/goes-on-by-feed", test_goes_on_by_feed);
  add ("/ledger/snapshot/refuses-what-it-cannot-use", test_refuses_what_it_cannot_use);
  add ("/ledger/snapshot/takes-no-other-stores", test_takes_no_other_stores);
  add ("/ledger/snapshot/believes-head-office-alone", test_believes_head_office_alone);
  add ("/ledger/snapshot/takes-one-that-says-more", test_takes_one_that_says_more);
  add ("/ledger/snapshot/nothing-is-added-to-what-is-sealed",
       test_nothing_is_added_to_what_is_sealed);
  g_test_add ("/ledger/snapshot/whoever-offers-the-first-is-head-office", CpTestLedger, NULL,
              set_up_fresh, test_whoever_offers_the_first_is_head_office, cp_test_ledger_tear_down);
  add ("/ledger/snapshot/says-that-there-is-no-room", test_says_that_there_is_no_room);
  add ("/ledger/snapshot/counts-what-is-there", test_counts_what_is_there);
  add ("/ledger/snapshot/a-count-that-fails-is-over", test_a_count_that_fails_is_over);
  add ("/ledger/snapshot/begun-again-while-it-is-looked-through",
       test_begun_again_while_it_is_looked_through);
  add ("/ledger/snapshot/gives-up-an-older-one", test_gives_up_an_older_one);
  add ("/ledger/snapshot/nothing-is-left-of-one-once-the-feed-has-brought-all",
       test_nothing_is_left_of_one_once_the_feed_has_brought_all);
  add ("/ledger/snapshot/nothing-is-left-of-one-after-long-silence",
       test_nothing_is_left_of_one_after_long_silence);
  add ("/ledger/snapshot/is-taken-up-after-a-restart", test_takes_it_up_after_a_restart);
  return g_test_run ();
}
