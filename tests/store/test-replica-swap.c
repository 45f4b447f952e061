/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-replica.h"
#include "cp-staging.h"
#include "cp-test-chain.h"
#include "cp-test-folder.h"
#include "cp-test-kill.h"
#include "cp-test-page.h"
#include "cp-test-snapshot.h"

#include <glib/gstdio.h>

#define INCARNATION "0123456789abcdef0123456789abcdef"

typedef struct {
  char *folder;
  char *path;
  CpReplica *replica;
  char *staged;
  CpManifest *manifest; /* of what is staged */
} Fixture;

static void
open_replica (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  self->replica = cp_replica_open (cp_world_real (), self->path, &error);
  g_assert_no_error (error);
}

/* The replica holds account 3 and an outcome, through 10 of epoch e1. */
static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) page = cp_test_page_new ("e1", 0);
  g_autoptr (CpAccount) account = cp_test_chain_account (3);
  g_auto (CpReplicaChanges) changes = { NULL };
  g_autoptr (GError) error = NULL;

  self->folder = cp_test_folder_new ();
  self->path = g_build_filename (self->folder, "replica.db", NULL);
  open_replica (self);
  cp_test_page_add_account (page, account);
  cp_test_page_add_ack (page, 1, "an-operation", "rejected", "card_blocked");
  cp_test_page_end (page, 10, CP_TEST_NOW_MS);
  g_assert_true (cp_replica_apply_page (self->replica, INCARNATION, NULL, page, &changes, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_replica_close (self->replica);
  g_free (self->path);
  g_free (self->staged);
  g_clear_pointer (&self->manifest, cp_manifest_free);
  cp_test_folder_free (self->folder);
}

static void
stage (Fixture *self, const char *epoch, gint64 cursor)
{
  g_autoptr (CpTestSnapshot) snapshot =
      cp_test_snapshot_new (self->folder, epoch, cursor, INCARNATION, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpStaging) staging = cp_staging_open (
      cp_world_real (), self->path, cp_test_snapshot_dup_manifest (snapshot), &error);

  g_assert_no_error (error);
  for (guint i = 0; i < snapshot->chunks->len; i++) {
    g_assert_true (cp_staging_put (staging, i, g_bytes_get_data (snapshot->chunks->pdata[i], NULL),
                                   g_bytes_get_size (snapshot->chunks->pdata[i]), &error));
    g_assert_no_error (error);
  }
  g_assert_true (cp_staging_check_whole (staging, &error));
  g_assert_no_error (error);
  g_free (self->staged);
  self->staged = g_strdup (cp_staging_get_path (staging));
  g_clear_pointer (&self->manifest, cp_manifest_free);
  self->manifest = cp_manifest_copy (snapshot->manifest);
}

static gboolean
swap (Fixture *self, GError **error)
{
  return cp_staging_look_through (cp_world_real (), self->staged, self->manifest, error) &&
         cp_replica_swap (&self->replica, self->staged, error);
}

static gboolean
has_member (Fixture *self, guint n)
{
  g_autofree char *id = cp_test_chain_id (n, "member");
  gpointer row = NULL;
  g_autoptr (GError) error = NULL;
  gboolean found;

  g_assert_true (cp_replica_get_row (self->replica, CP_KIND_MEMBER, id, &row, &error));
  g_assert_no_error (error);
  found = row != NULL;
  cp_entity_free (row);
  return found;
}

static gboolean
has_outcome (Fixture *self)
{
  g_autoptr (CpOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_replica_find_outcome (self->replica, "an-operation", &outcome, &error));
  g_assert_no_error (error);
  return outcome != NULL;
}

static void
assert_old (Fixture *self)
{
  g_assert_cmpint (cp_replica_get_cursor (self->replica), ==, 10);
  g_assert_true (has_member (self, 3));
  g_assert_false (has_member (self, 1));
  g_assert_true (has_outcome (self));
}

static void
assert_new (Fixture *self, gint64 cursor)
{
  gint64 acked = 0;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (cp_replica_get_cursor (self->replica), ==, cursor);
  g_assert_true (has_member (self, 1));
  g_assert_true (has_member (self, 2));
  g_assert_false (has_member (self, 3));
  g_assert_true (cp_replica_get_acked (self->replica, INCARNATION, &acked, &error));
  g_assert_no_error (error);
  g_assert_cmpint (acked, ==, 1);
}

static void
assert_refused (Fixture *self, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (swap (self, &error));
  g_assert_error (error, CP_ERROR, code);
  assert_old (self);
}

static void
test_swaps (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  stage (self, "e1", 50);
  g_assert_true (swap (self, &error));
  g_assert_no_error (error);
  assert_new (self, 50);
  g_assert_true (has_outcome (self));
  g_clear_pointer (&self->replica, cp_replica_close);
  open_replica (self);
  assert_new (self, 50);
}

/* What was refused stays so until head office has been asked again. */
static void
test_of_another_epoch (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  stage (self, "e2", 3);
  g_assert_true (swap (self, &error));
  g_assert_no_error (error);
  assert_new (self, 3);
  g_assert_true (has_outcome (self));
}

static void
test_refuses_older (Fixture *self, gconstpointer data)
{
  stage (self, "e1", 9);
  assert_refused (self, CP_ERROR_INVALID);
}

static void
test_refuses_damaged (Fixture *self, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize size;
  g_autoptr (GError) error = NULL;

  stage (self, "e1", 50);
  g_file_get_contents (self->staged, &bytes, &size, &error);
  g_assert_no_error (error);
  for (gsize i = 4096; i < 8192; i++)
    bytes[i] = 0x5a;
  g_file_set_contents (self->staged, bytes, (gssize) size, &error);
  g_assert_no_error (error);
  assert_refused (self, CP_ERROR_CORRUPT);
}

/* Copies the files of one folder into another, which has no others then. */
static void
copy_folder (const char *from, const char *to)
{
  g_autoptr (GDir) old = g_dir_open (to, 0, NULL);
  g_autoptr (GDir) files = g_dir_open (from, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (old)) != NULL) {
    g_autofree char *path = g_build_filename (to, name, NULL);

    g_unlink (path);
  }
  while ((name = g_dir_read_name (files)) != NULL) {
    g_autofree char *path = g_build_filename (from, name, NULL);
    g_autofree char *copy = g_build_filename (to, name, NULL);
    g_autofree char *bytes = NULL;
    gsize size;

    g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
    g_assert_true (g_file_set_contents_full (copy, bytes, (gssize) size, G_FILE_SET_CONTENTS_NONE,
                                             0600, NULL));
  }
}

static void
swap_in_child (gpointer data)
{
  Fixture *self = data;

  open_replica (self);
  g_assert_true (swap (self, NULL));
}

/* Returns: whether the child was killed before its end */
static gboolean
kill_once (Fixture *self, const char *template, guint nth, guint *n_old, guint *n_new)
{
  gboolean killed;

  copy_folder (template, self->folder);
  killed = cp_test_kill_at (nth, swap_in_child, self);
  open_replica (self);
  if (cp_replica_get_cursor (self->replica) == 10) {
    assert_old (self);
    (*n_old)++;
  } else {
    assert_new (self, 50);
    g_assert_true (has_outcome (self));
    (*n_new)++;
  }
  g_clear_pointer (&self->replica, cp_replica_close);
  return killed;
}

/* However far it came, what is there is whole and the one or the other. */
static void
test_killed_anywhere (Fixture *self, gconstpointer data)
{
  g_autoptr (CpTestFolder) template = cp_test_folder_new ();
  guint n_old = 0, n_new = 0;
  guint nth = 1;

  stage (self, "e1", 50);
  g_clear_pointer (&self->replica, cp_replica_close);
  copy_folder (self->folder, template);
  while (kill_once (self, template, nth, &n_old, &n_new))
    nth++;
  g_test_message ("%u kills left the old one, %u the new one", n_old, n_new);
  g_assert_cmpuint (n_old, >, 50);
  g_assert_cmpuint (n_new, >, 3);
}

static void
add (const char *path, void (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/replica-swap/takes-the-place-and-keeps-outcomes", test_swaps);
  add ("/replica-swap/leaves-outcomes-of-another-epoch", test_of_another_epoch);
  add ("/replica-swap/refuses-an-older-one", test_refuses_older);
  add ("/replica-swap/refuses-a-damaged-one", test_refuses_damaged);
  add ("/replica-swap/killed-anywhere-leaves-one-whole", test_killed_anywhere);
  return g_test_run ();
}
