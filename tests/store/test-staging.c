/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-staging.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "cp-error.h"
#include "cp-test-folder.h"
#include "cp-test-snapshot.h"

#define RAW_BYTES (2 * CP_SNAPSHOT_CHUNK_BYTES + 1000)

typedef struct {
  char *folder;
  char *replica_path;
  guint8 *raw;
  CpTestSnapshot *snapshot;
  CpStaging *staging;
} Fixture;

static void
begin (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  cp_staging_close (self->staging);
  self->staging = cp_staging_open (cp_world_real (), self->replica_path,
                                   cp_test_snapshot_dup_manifest (self->snapshot), &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = cp_test_folder_new ();
  self->replica_path = g_build_filename (self->folder, "replica.db", NULL);
  self->raw = g_malloc (RAW_BYTES);
  for (gsize i = 0; i < RAW_BYTES; i++)
    self->raw[i] = (guint8) ((i * i >> 7) + i / CP_SNAPSHOT_CHUNK_BYTES);
  self->snapshot = cp_test_snapshot_of (self->raw, RAW_BYTES);
  begin (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_staging_close (self->staging);
  cp_test_snapshot_free (self->snapshot);
  g_free (self->raw);
  g_free (self->replica_path);
  cp_test_folder_free (self->folder);
}

static void
put (Fixture *self, guint index)
{
  GBytes *chunk = g_ptr_array_index (self->snapshot->chunks, index);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (cp_staging_get_next (self->staging), ==, index);
  g_assert_true (cp_staging_put (self->staging, index, g_bytes_get_data (chunk, NULL),
                                 g_bytes_get_size (chunk), &error));
  g_assert_no_error (error);
}

static void
assert_whole (Fixture *self)
{
  g_autofree char *bytes = NULL;
  gsize size;
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_staging_check_whole (self->staging, &error));
  g_assert_no_error (error);
  g_file_get_contents (cp_staging_get_path (self->staging), &bytes, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (bytes, size, self->raw, RAW_BYTES);
}

static void
test_puts_together (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (self->snapshot->chunks->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    put (self, i);
  assert_whole (self);
}

static void
test_is_taken_up (Fixture *self, gconstpointer data)
{
  put (self, 0);
  put (self, 1);
  begin (self);
  put (self, 2);
  assert_whole (self);
  begin (self);
  g_assert_cmpuint (cp_staging_get_next (self->staging), ==, 3);
  assert_whole (self);
}

static void
break_byte (const char *path, long offset)
{
  FILE *file = g_fopen (path, "r+b");

  g_assert_cmpint (fseek (file, offset, SEEK_SET), ==, 0);
  g_assert_cmpint (fputc (0xff, file), ==, 0xff);
  fclose (file);
}

/* As a power cut leaves it: shorter, or with something else in it. */
static void
test_fetches_torn_chunk_again (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_strdup (cp_staging_get_path (self->staging));

  put (self, 0);
  put (self, 1);
  g_assert_cmpint (truncate (path, 2 * CP_SNAPSHOT_CHUNK_BYTES - 512), ==, 0);
  begin (self);
  put (self, 1);
  break_byte (path, 512);
  begin (self);
  for (guint i = 0; i < 3; i++)
    put (self, i);
  assert_whole (self);
}

static gboolean
look_through (Fixture *self, GError **error)
{
  return cp_staging_look_through (cp_world_real (), cp_staging_get_path (self->staging),
                                  cp_staging_get_manifest (self->staging), error);
}

static void
test_looks_through (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  put (self, 0);
  put (self, 1);
  g_assert_false (look_through (self, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_CORRUPT);
  g_clear_error (&error);
  put (self, 2);
  g_assert_true (look_through (self, &error));
  g_assert_no_error (error);
  break_byte (cp_staging_get_path (self->staging), 2 * CP_SNAPSHOT_CHUNK_BYTES + 7);
  g_assert_false (look_through (self, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_CORRUPT);
}

static void
test_refuses_wrong_chunk (Fixture *self, gconstpointer data)
{
  GBytes *second = g_ptr_array_index (self->snapshot->chunks, 1);
  g_autoptr (GError) error = NULL;

  g_assert_false (cp_staging_put (self->staging, 1, g_bytes_get_data (second, NULL),
                                  g_bytes_get_size (second), &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (cp_staging_put (self->staging, 0, g_bytes_get_data (second, NULL),
                                  g_bytes_get_size (second), &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_false (cp_staging_check_whole (self->staging, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  for (guint i = 0; i < 3; i++)
    put (self, i);
  assert_whole (self);
}

static void
begin_another (Fixture *self)
{
  cp_test_snapshot_free (self->snapshot);
  self->raw[0]++;
  self->snapshot = cp_test_snapshot_of (self->raw, RAW_BYTES);
  begin (self);
}

static void
test_another_takes_its_place (Fixture *self, gconstpointer data)
{
  g_autofree char *before = g_strdup (cp_staging_get_path (self->staging));

  put (self, 0);
  begin_another (self);
  for (guint i = 0; i < 3; i++)
    put (self, i);
  assert_whole (self);
  cp_staging_sweep (cp_world_real (), self->replica_path, NULL);
  g_assert_false (g_file_test (cp_staging_get_path (self->staging), G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (before, G_FILE_TEST_EXISTS));
}

/* Each time that it is asked, head office offers another of two. */
static void
test_the_one_before_comes_again (Fixture *self, gconstpointer data)
{
  put (self, 0);
  begin_another (self);
  put (self, 0);
  self->raw[0] -= 2;
  begin_another (self);
  put (self, 1);
  put (self, 2);
  assert_whole (self);
}

/* The disk is not filled with them. */
static void
test_keeps_what_has_come_furthest (Fixture *self, gconstpointer data)
{
  g_autofree char *first = g_strdup (cp_staging_get_path (self->staging));
  g_autofree char *second = NULL;

  put (self, 0);
  put (self, 1);
  begin_another (self);
  second = g_strdup (cp_staging_get_path (self->staging));
  put (self, 0);
  begin_another (self);
  g_assert_true (g_file_test (first, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (second, G_FILE_TEST_EXISTS));
}

/* It was killed while SQLite had the file open. */
static void
test_what_sqlite_left_is_no_snapshot (Fixture *self, gconstpointer data)
{
  g_autofree char *first = g_strdup (cp_staging_get_path (self->staging));
  g_autofree char *log = NULL;
  g_autofree char *long_text = g_strnfill (4 * RAW_BYTES, 'x');

  put (self, 0);
  begin_another (self);
  log = g_strconcat (cp_staging_get_path (self->staging), "-wal", NULL);
  g_assert_true (g_file_set_contents (log, long_text, -1, NULL));
  begin (self);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (first, G_FILE_TEST_EXISTS));
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
  add ("/staging/puts-a-file-together", test_puts_together);
  add ("/staging/is-taken-up-where-it-was-left", test_is_taken_up);
  add ("/staging/fetches-a-torn-chunk-again", test_fetches_torn_chunk_again);
  add ("/staging/looks-through-what-it-has-put-together", test_looks_through);
  add ("/staging/refuses-a-wrong-chunk", test_refuses_wrong_chunk);
  add ("/staging/another-snapshot-takes-its-place", test_another_takes_its_place);
  add ("/staging/the-one-before-comes-again", test_the_one_before_comes_again);
  add ("/staging/keeps-what-has-come-furthest", test_keeps_what_has_come_furthest);
  add ("/staging/what-sqlite-left-is-no-snapshot", test_what_sqlite_left_is_no_snapshot);
  return g_test_run ();
}
