/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A device with two lanes whose head office is moved, restored or met again by a snapshot, or which is itself
 * brought back: of neither lane is anything lost or done twice, and each goes on where it was. */
#include <string.h>

#include "cp-backup-durable.h"
#include "cp-backup-verify.h"
#include "cp-manifest.h"
#include "cp-snapshot-build.h"
#include "cp-transfer.h"
#include "postgres-fixture.h"
#include "town-fixture.h"

#define BULK CP_LANE_BULK
#define PRIORITY CP_LANE_PRIORITY

/* Coffees, in the test chain */
#define HAS_ALREADY 1

/* One of each lane, and more of the second. */
static void
do_both (Town *self, guint n_bulk)
{
  g_free (town_work (self, n_bulk));
  json_decref (cp_test_ledger_submit (&self->till, "issue_benefit", 1,
                                      "{'definition_id': 'coffee', 'reason': 'sorry'}"));
  self->n_done++;
}

static char *
get_chain (Town *self, CpLane lane)
{
  g_autoptr (CpJson) push = town_get_push (self, lane, 0);

  return g_strdup (cp_json_get_text (push, "incarnation"));
}

/* Of which number the next is that waits; 0: none does */
static gint64
get_next (Town *self, CpLane lane)
{
  g_autoptr (CpJson) push = town_get_push (self, lane, 0);

  return cp_json_get_int (json_array_get (cp_json_get_array (push, "operations"), 0), "seq", 0);
}

/* Of the @n that were given here the member has each once; ann may give three a day. */
static void
assert_coffees (Town *self, guint n)
{
  g_autoptr (CpJson) view = cp_test_ledger_view (&self->till, 1);
  gsize i;
  CpJson *incentive;
  guint found = 0;

  json_array_foreach (cp_json_get_array (view, "incentives"), i, incentive) found +=
      g_strcmp0 (cp_json_get_text (incentive, "definition"), "coffee") == 0;
  g_assert_cmpuint (found, ==, HAS_ALREADY + n);
}

static void
set_up_new (Town *self, gconstpointer data)
{
  town_begin (self, CP_N_LANES);
}

/* A few are with head office, a few wait, and some that are there the device has not heard of. */
static void
set_up (Town *self, gconstpointer data)
{
  set_up_new (self, data);
  do_both (self, 3);
  town_sync (self);
  do_both (self, 4);
  town_push (self, PRIORITY, 1);
  town_push (self, BULK, 2);
  g_assert_cmpint (cp_test_ledger_status (&self->till, "waiting_bulk"), ==, 4);
}

static void
tear_down (Town *self, gconstpointer data)
{
  town_end (self);
}

static void
assert_chains_go_on (Town *self, const char *priority, const char *bulk)
{
  g_autofree char *priority_now = NULL;
  g_autofree char *bulk_now = NULL;

  town_assert_nothing_is_lost (self);
  do_both (self, 2);
  g_assert_cmpint (get_next (self, PRIORITY), ==, 3);
  g_assert_cmpint (get_next (self, BULK), ==, 8);
  town_assert_nothing_is_lost (self);
  assert_coffees (self, 3);
  priority_now = get_chain (self, PRIORITY);
  bulk_now = get_chain (self, BULK);
  g_assert_cmpstr (priority_now, ==, priority);
  g_assert_cmpstr (bulk_now, ==, bulk);
}

/* Into another database of the same kind, of which test-transfer holds that it may be the other. */
static void
test_head_office_moves (Town *self, gconstpointer data)
{
  g_autofree char *priority = get_chain (self, PRIORITY);
  g_autofree char *bulk = get_chain (self, BULK);
  g_autofree char *path = g_build_filename (self->office->folder, "all.jsonl", NULL);
  g_autofree char *copy = g_build_filename (self->office->folder, "copy.db", NULL);
  Office *other = office_new_empty ();
  g_autoptr (GError) error = NULL;
  guint64 n;

  g_assert_true (cp_transfer_export (self->office->office, path, copy, &n, &error));
  g_assert_no_error (error);
  g_assert_true (cp_transfer_import (other->office, path, &n, &error));
  g_assert_no_error (error);
  office_free (self->office);
  self->office = other;
  assert_chains_go_on (self, priority, bulk);
}

static void
test_head_office_is_restored (Town *self, gconstpointer data)
{
  g_autofree char *priority = get_chain (self, PRIORITY);
  g_autofree char *bulk = get_chain (self, BULK);
  g_autofree char *backup = office_back_up (self->office, "b1");

  town_sync (self);
  g_assert_cmpint (get_next (self, BULK), ==, 0);
  office_restore (self->office, backup);
  assert_chains_go_on (self, priority, bulk);
}

/* From one that had nothing of the second lane yet. */
static void
test_head_office_is_restored_from_before (Town *self, gconstpointer data)
{
  g_autofree char *backup = office_back_up (self->office, "b1");

  do_both (self, 3);
  town_sync (self);
  do_both (self, 1);
  office_restore (self->office, backup);
  town_assert_nothing_is_lost (self);
  assert_coffees (self, 2);
}

static gint64
get_durable (Town *self, const char *chain)
{
  g_autoptr (CpJson) page = office_get_feed (self->office, TILL, chain, 0, CP_FEED_MAX_ITEMS);

  return cp_json_get_int (cp_json_get_object (page, "durable"), chain, -1);
}

static void
test_backup_covers_both (Town *self, gconstpointer data)
{
  g_autofree char *priority = get_chain (self, PRIORITY);
  g_autofree char *bulk = get_chain (self, BULK);
  g_autofree char *backup = office_back_up (self->office, "b1");
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) report = cp_backup_verify (backup, &error);

  g_assert_no_error (error);
  g_assert_true (cp_backup_durable_record (self->office->office, report, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_durable (self, priority), ==, 2);
  g_assert_cmpint (get_durable (self, bulk), ==, 5);
}

static void
put_chunks (Town *self, const CpManifest *manifest, const char *folder)
{
  g_autofree char *name = g_strconcat (manifest->id, ".zst", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *bytes = NULL;
  gsize size = 0, at = 0;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  for (guint i = 0; i < manifest->chunks->len; i++) {
    gsize n = (gsize) cp_manifest_get_chunk (manifest, i)->packed_bytes;

    cp_ledger_put_snapshot_chunk (self->till.ledger, i, bytes + at, n, &error);
    g_assert_no_error (error);
    at += n;
  }
  g_assert_cmpuint (at, ==, size);
}

/* In place of the rows that the device has, as of now. */
static void
take_snapshot (Town *self)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office->office);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpManifest) manifest =
      cp_snapshot_build (cp_world_real (), storage, NULL, CP_SNAPSHOT_CHUNK_BYTES,
                         self->office->folder, self->office->now_ms, &error);
  g_autoptr (CpJson) document = NULL;
  g_autoptr (CpJson) reply = NULL;

  g_assert_no_error (error);
  document = cp_manifest_to_json (manifest);
  cp_head_office_seal (self->office->office, document, CP_SEAL_SNAPSHOT);
  reply = cp_ledger_begin_snapshot (self->till.ledger, document, &error);
  g_assert_no_error (error);
  put_chunks (self, manifest, self->office->folder);
  cp_ledger_finish_snapshot (self->till.ledger, &error);
  g_assert_no_error (error);
}

/* It says how far it has each lane, so that none of its operations counts twice, or is sent again. */
static void
test_takes_a_snapshot (Town *self, gconstpointer data)
{
  g_autofree char *priority = get_chain (self, PRIORITY);
  g_autofree char *bulk = get_chain (self, BULK);

  self->till.vfs.world.vfs_name = NULL;
  cp_test_ledger_restart (&self->till);
  take_snapshot (self);
  g_assert_cmpint (get_next (self, PRIORITY), ==, 0);
  g_assert_cmpint (get_next (self, BULK), ==, 6);
  g_assert_cmpint (cp_test_ledger_status (&self->till, "waiting_bulk"), ==, 2);
  cp_test_ledger_sign_in (&self->till, "ann");
  assert_coffees (self, 2);
  assert_chains_go_on (self, priority, bulk);
}

/* From before what waited: head office has other operations of these numbers. */
static void
test_device_is_restored (Town *self, gconstpointer data)
{
  g_autofree char *image = g_dir_make_tmp ("counterpart-image-XXXXXX", NULL);

  town_copy_disk (self, image);
  do_both (self, 2);
  town_sync (self);
  town_put_disk_back (self, image);
  g_free (town_work (self, 3));
  town_assert_nothing_is_lost (self);
  assert_coffees (self, 3);
}

#define ADD(name, func) g_test_add ("/two-lanes/" name, Town, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("go-on-when-head-office-moves", test_head_office_moves);
  ADD ("go-on-when-head-office-is-restored", test_head_office_is_restored);
  ADD ("are-both-in-a-verified-backup", test_backup_covers_both);
  ADD ("go-on-from-a-snapshot", test_takes_a_snapshot);
  if (postgres_is_wanted ())
    return g_test_run ();
  ADD ("are-whole-when-the-device-is-restored", test_device_is_restored);
  g_test_add ("/two-lanes/are-whole-when-it-is-restored-from-before-them", Town, NULL, set_up_new,
              test_head_office_is_restored_from_before, tear_down);
  return g_test_run ();
}
