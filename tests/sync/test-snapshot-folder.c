/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-snapshot-folder.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "cp-head-office-receipts.h"
#include "cp-json.h"
#include "cp-replica.h"
#include "cp-snapshot-build.h"
#include "office-fixture.h"

#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))
#define HEX_PART "0123456789abcdef0123456789abcdef"
#define SCOPE "full"

typedef struct {
  Office *office;
  char *path;
  CpSnapshotFolder *folder;
} Fixture;

static CpSnapshotFolder *
open_folder (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  CpSnapshotFolder *folder = cp_snapshot_folder_new (self->office->office, self->path, &error);

  g_assert_no_error (error);
  return folder;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->office = office_new ();
  self->path = g_build_filename (self->office->folder, "snapshots", NULL);
  self->folder = open_folder (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_snapshot_folder_free (self->folder);
  office_free (self->office);
  g_free (self->path);
}

static gboolean
begin_work (CpSnapshotFolder *folder)
{
  g_autoptr (GError) error = NULL;
  gboolean begun = FALSE;

  g_assert_true (cp_snapshot_folder_begin_work (folder, &begun, &error));
  return begun;
}

static char *
dup_mark (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  char *mark = cp_erased_dup_mark (cp_head_office_get_storage (self->office->office), &error);

  g_assert_no_error (error);
  return mark;
}

/* As a program with such tables has built it. */
static void
set_tables (Fixture *self, CpManifest *manifest, gint64 schema)
{
  const char *work = cp_snapshot_folder_get_work (self->folder);
  g_autofree char *from = g_strdup_printf ("%s/%s.zst", work, manifest->id);
  g_autofree char *to = NULL;

  manifest->schema = schema;
  cp_manifest_name (manifest);
  to = g_strdup_printf ("%s/%s.zst", work, manifest->id);
  g_assert_cmpint (g_rename (from, to), ==, 0);
}

/* Returns: (transfer full): its id */
static char *
put_with_tables (Fixture *self, gint64 schema)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office->office);
  g_autofree char *mark = dup_mark (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpManifest) manifest = NULL;

  g_assert_true (begin_work (self->folder));
  manifest =
      cp_snapshot_build (&self->office->world, storage, NULL, CP_SNAPSHOT_CHUNK_BYTES,
                         cp_snapshot_folder_get_work (self->folder), self->office->now_ms, &error);
  g_assert_no_error (error);
  set_tables (self, manifest, schema);
  g_assert_true (cp_snapshot_folder_put (self->folder, mark, manifest, &error));
  cp_snapshot_folder_end_work (self->folder);
  return g_strdup (manifest->id);
}

static char *
put (Fixture *self)
{
  return put_with_tables (self, cp_replica_get_schema ());
}

static gboolean
take_any (gpointer data, const CpManifest *manifest)
{
  return TRUE;
}

/* Returns: (transfer full) (nullable): the id of what @folder has to give out now */
static char *
find (Fixture *self, CpSnapshotFolder *folder)
{
  g_autofree char *mark = dup_mark (self);
  g_auto (GStrv) names = cp_snapshot_folder_list (folder);
  g_autoptr (CpManifest) manifest =
      cp_snapshot_folder_find (folder, names, mark, SCOPE, take_any, NULL);

  return manifest != NULL ? g_strdup (manifest->id) : NULL;
}

static void
assert_found (Fixture *self, const char *id)
{
  g_autofree char *found = find (self, self->folder);

  g_assert_cmpstr (found, ==, id);
}

static char *
dup_packed (Fixture *self, const char *id)
{
  g_autofree char *mark = dup_mark (self);

  return cp_snapshot_folder_dup_path (self->folder, mark, SCOPE, id);
}

static char *
dup_label (const char *packed)
{
  return g_strdup_printf ("%.*s.json", (int) (strlen (packed) - strlen (".zst")), packed);
}

static void
sweep (Fixture *self)
{
  g_assert_true (begin_work (self->folder));
  cp_snapshot_folder_sweep (self->folder);
  cp_snapshot_folder_end_work (self->folder);
}

static void
erase (Fixture *self)
{
  g_autofree char *id = cp_test_chain_id (1, "member");
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_head_office_erase (self->office->office, id, &error));
}

static void
test_has_what_another_put (Fixture *self, gconstpointer data)
{
  g_autoptr (CpSnapshotFolder) another = open_folder (self);
  g_autofree char *id = put (self);
  g_autofree char *found = find (self, another);

  g_assert_cmpstr (found, ==, id);
}

static void
test_finds_the_newest (Fixture *self, gconstpointer data)
{
  g_autofree char *first = put (self);
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *path = NULL;

  self->office->now_ms += 1;
  second = put (self);
  assert_found (self, second);
  path = dup_packed (self, first);
  g_assert_nonnull (path);
  self->office->now_ms += 1;
  third = put (self);
  assert_found (self, third);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_one_works_at_a_time (Fixture *self, gconstpointer data)
{
  g_autoptr (CpSnapshotFolder) another = open_folder (self);

  g_assert_true (begin_work (self->folder));
  g_assert_false (begin_work (another));
  cp_snapshot_folder_end_work (self->folder);
  g_assert_true (begin_work (another));
  g_clear_pointer (&another, cp_snapshot_folder_free);
  g_assert_true (begin_work (self->folder));
  cp_snapshot_folder_end_work (self->folder);
}

static void
test_lets_who_waits_go_first (Fixture *self, gconstpointer data)
{
  g_autoptr (CpSnapshotFolder) another = open_folder (self);

  g_assert_true (begin_work (self->folder));
  g_assert_false (begin_work (another));
  cp_snapshot_folder_end_work (self->folder);
  g_assert_false (begin_work (self->folder));
  g_assert_true (begin_work (another));
  g_assert_false (begin_work (self->folder));
  cp_snapshot_folder_end_work (another);
  g_assert_false (begin_work (another));
  g_assert_true (begin_work (self->folder));
  cp_snapshot_folder_end_work (self->folder);
}

static void
test_lets_others_go_when_it_stops_waiting (Fixture *self, gconstpointer data)
{
  g_autoptr (CpSnapshotFolder) another = open_folder (self);

  g_assert_true (begin_work (self->folder));
  g_assert_false (begin_work (another));
  cp_snapshot_folder_end_work (self->folder);
  cp_snapshot_folder_stop_waiting (another);
  g_assert_true (begin_work (self->folder));
  cp_snapshot_folder_end_work (self->folder);
}

/* By whomever, and whether anybody has heard of it or not. */
static void
test_has_nothing_of_who_was_erased (Fixture *self, gconstpointer data)
{
  g_autofree char *id = put (self);
  g_autofree char *path = dup_packed (self, id);
  g_autofree char *none = NULL;
  g_autofree char *mark = NULL;

  g_assert_nonnull (path);
  erase (self);
  assert_found (self, NULL);
  none = dup_packed (self, id);
  g_assert_null (none);
  mark = dup_mark (self);
  cp_snapshot_folder_clear (self->folder, mark);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* Else what holds the erased could be had under the mark of now. */
static void
test_believes_no_other_name (Fixture *self, gconstpointer data)
{
  g_autofree char *id = put (self);
  g_autofree char *old_packed = dup_packed (self, id);
  g_autofree char *old_label = dup_label (old_packed);
  g_autofree char *mark = NULL;
  g_autofree char *rest = g_path_get_basename (old_packed);
  g_autofree char *packed = NULL;
  g_autofree char *label = NULL;

  erase (self);
  mark = dup_mark (self);
  packed = g_strdup_printf ("%s/%s%s", self->path, mark, rest + strlen (mark));
  label = dup_label (packed);
  g_assert_cmpint (g_rename (old_packed, packed), ==, 0);
  g_assert_cmpint (g_rename (old_label, label), ==, 0);
  assert_found (self, NULL);
}

static void
test_believes_no_other_seal (Fixture *self, gconstpointer data)
{
  g_autofree char *id = put (self);
  g_autofree char *packed = dup_packed (self, id);
  g_autofree char *label = dup_label (packed);
  g_autofree char *text = NULL;
  g_autoptr (CpJson) document = NULL;
  g_autoptr (CpSigner) signer = cp_signer_new ((const guint8 *) HEX_PART);
  g_autofree char *mark = dup_mark (self);
  g_autofree char *purpose = g_strconcat ("snapshot-file ", mark, NULL);

  g_assert_true (g_file_get_contents (label, &text, NULL, NULL));
  document = cp_json_parse_object (text, -1, NULL);
  cp_signer_seal (signer, document, purpose);
  g_free (text);
  text = cp_json_to_text (document);
  g_assert_true (g_file_set_contents (label, text, -1, NULL));
  assert_found (self, NULL);
}

/* What the program before built is of no use to a device that has come along with the tables of now. */
static void
test_has_none_of_other_tables (Fixture *self, gconstpointer data)
{
  g_autofree char *id = put_with_tables (self, cp_replica_get_schema () + 1);
  g_autofree char *packed = dup_packed (self, id);
  g_autofree char *label = dup_label (packed);

  assert_found (self, NULL);
  sweep (self);
  g_assert_false (g_file_test (packed, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (label, G_FILE_TEST_EXISTS));
}

/* A power cut, say. */
static void
test_believes_no_torn_file (Fixture *self, gconstpointer data)
{
  g_autofree char *id = put (self);
  g_autofree char *packed = dup_packed (self, id);

  assert_found (self, id);
  g_assert_cmpint (truncate (packed, 100), ==, 0);
  assert_found (self, NULL);
  sweep (self);
  g_assert_false (g_file_test (packed, G_FILE_TEST_EXISTS));
}

static void
test_sweeps_what_is_half_done (Fixture *self, gconstpointer data)
{
  g_autofree char *id = put (self);
  g_autofree char *packed = dup_packed (self, id);
  g_autofree char *label = dup_label (packed);

  sweep (self);
  assert_found (self, id);
  g_assert_cmpint (g_unlink (label), ==, 0);
  sweep (self);
  g_assert_false (g_file_test (packed, G_FILE_TEST_EXISTS));
}

static void
test_sweeps_what_is_old (Fixture *self, gconstpointer data)
{
  g_autofree char *id = put (self);

  self->office->now_ms += 2 * DAY_MS;
  sweep (self);
  assert_found (self, id);
  self->office->now_ms += 1;
  sweep (self);
  assert_found (self, NULL);
}

static void
write_file (Fixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
}

static gboolean
is_there (Fixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* People are in it who are erased later. */
static void
test_sweeps_what_the_version_before_left (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { HEX_PART ".zst",        "work/building.db",
                                       "work/building.db-wal", "work/building.db.zst",
                                       "work/copy.db",         "work/copy.db-journal",
                                       "work/" HEX_PART ".zst" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    write_file (self, names[i]);
  sweep (self);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_false (is_there (self, names[i]));
  g_assert_false (is_there (self, "work"));
}

static void
test_leaves_other_files_alone (Fixture *self, gconstpointer data)
{
  static const char *const others[] = { "head-office.db",
                                        "work/head-office.db",
                                        "building/head-office.db",
                                        "notes.zst",
                                        "building.db",
                                        "copy.db",
                                        "work/notes.zst",
                                        HEX_PART "0.zst",
                                        HEX_PART ".json",
                                        HEX_PART "-" HEX_PART "-notes.zst",
                                        HEX_PART "-" HEX_PART "-" HEX_PART,
                                        HEX_PART "-" HEX_PART "-" HEX_PART ".txt",
                                        HEX_PART "-" HEX_PART "." HEX_PART ".zst" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    write_file (self, others[i]);
    g_free (put (self));
    sweep (self);
    cp_snapshot_folder_clear (self->folder, "another");
    g_assert_true (is_there (self, others[i]));
  }
}

/* What is asked for comes from the line. */
static void
test_has_only_what_has_such_a_name (Fixture *self, gconstpointer data)
{
  static const char *const ids[] = { "", "abc", "../../head-office.db", HEX_PART, HEX_PART "/x" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autofree char *path = dup_packed (self, ids[i]);

    g_assert_null (path);
  }
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
  add ("/snapshot-folder/has-what-another-put", test_has_what_another_put);
  add ("/snapshot-folder/finds-the-newest", test_finds_the_newest);
  add ("/snapshot-folder/one-works-at-a-time", test_one_works_at_a_time);
  add ("/snapshot-folder/lets-who-waits-go-first", test_lets_who_waits_go_first);
  add ("/snapshot-folder/lets-others-go-when-it-stops-waiting",
       test_lets_others_go_when_it_stops_waiting);
  add ("/snapshot-folder/has-nothing-of-who-was-erased", test_has_nothing_of_who_was_erased);
  add ("/snapshot-folder/believes-no-other-name", test_believes_no_other_name);
  add ("/snapshot-folder/believes-no-other-seal", test_believes_no_other_seal);
  add ("/snapshot-folder/has-none-of-other-tables", test_has_none_of_other_tables);
  add ("/snapshot-folder/believes-no-torn-file", test_believes_no_torn_file);
  add ("/snapshot-folder/sweeps-what-is-half-done", test_sweeps_what_is_half_done);
  add ("/snapshot-folder/sweeps-what-is-old", test_sweeps_what_is_old);
  add ("/snapshot-folder/sweeps-what-the-version-before-left",
       test_sweeps_what_the_version_before_left);
  add ("/snapshot-folder/leaves-other-files-alone", test_leaves_other_files_alone);
  add ("/snapshot-folder/has-only-what-has-such-a-name", test_has_only_what_has_such_a_name);
  return g_test_run ();
}
