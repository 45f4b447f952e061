/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows that come in any order push each other from page to page. Then some are deleted, and their text is
 * looked for in the file: without CpCleanPages it is there, so that the test can fail. */
#include "cp-clean-pages.h"
#include "cp-test-folder.h"

#include <gio/gio.h>
#include <string.h>

#define N_ROWS 4000
#define SECRET "canary"

typedef struct {
  char *folder;
  char *path;
  sqlite3 *db;
  CpCleanPages *clean;
} Fixture;

typedef struct {
  const char *mode;
  gboolean is_clean;
} Case;

static void
run (sqlite3 *db, const char *sql)
{
  int rc = sqlite3_exec (db, sql, NULL, NULL, NULL);

  g_assert_cmpint (rc, ==, SQLITE_OK);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  const Case *which = data;

  self->folder = cp_test_folder_new ();
  self->path = g_build_filename (self->folder, "a.db", NULL);
  g_assert_cmpint (sqlite3_open (self->path, &self->db), ==, SQLITE_OK);
  if (which->is_clean)
    self->clean = cp_clean_pages_new (self->db);
  run (self->db, which->mode);
  run (self->db, "PRAGMA wal_autocheckpoint = 0; PRAGMA secure_delete = 1;"
                 "CREATE TABLE row (id BLOB PRIMARY KEY, n INTEGER, text TEXT) WITHOUT ROWID;"
                 "CREATE INDEX row_by_text ON row (text)");
}

static void
close_file (Fixture *self)
{
  g_assert_cmpint (sqlite3_close (self->db), ==, SQLITE_OK);
  g_clear_pointer (&self->clean, cp_clean_pages_free);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_test_folder_free (self->folder);
  g_free (self->path);
}

/* Every fourth has something to hide. */
static void
put_rows (Fixture *self)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  sqlite3_stmt *insert;

  run (self->db, "BEGIN");
  g_assert_cmpint (
      sqlite3_prepare_v2 (self->db, "INSERT INTO row VALUES (?, ?, ?)", -1, &insert, NULL), ==,
      SQLITE_OK);
  for (int n = 0; n < N_ROWS; n++) {
    guint32 id[4] = { g_rand_int (random), g_rand_int (random), g_rand_int (random), (guint32) n };
    g_autofree char *text =
        g_strdup_printf ("%08x %s %.*s", g_rand_int (random), n % 4 == 0 ? SECRET : "nothing",
                         g_rand_int_range (random, 0, 60),
                         "------------------------------------------------------------");

    sqlite3_bind_blob (insert, 1, id, sizeof id, SQLITE_STATIC);
    sqlite3_bind_int (insert, 2, n);
    sqlite3_bind_text (insert, 3, text, -1, SQLITE_STATIC);
    g_assert_cmpint (sqlite3_step (insert), ==, SQLITE_DONE);
    sqlite3_reset (insert);
  }
  sqlite3_finalize (insert);
  run (self->db, "COMMIT");
}

static guint
count_secrets (Fixture *self)
{
  g_autofree char *bytes = NULL;
  gsize n_bytes;
  guint n = 0;

  g_assert_true (g_file_get_contents (self->path, &bytes, &n_bytes, NULL));
  for (const char *at = bytes;
       (at = memmem (at, (gsize) (bytes + n_bytes - at), SECRET, strlen (SECRET))) != NULL; at++)
    n++;
  return n;
}

static void
test_nothing_is_left (Fixture *self, gconstpointer data)
{
  const Case *which = data;

  put_rows (self);
  run (self->db, "PRAGMA wal_checkpoint (TRUNCATE)");
  g_assert_cmpuint (count_secrets (self), >, N_ROWS / 4);
  run (self->db, "DELETE FROM row WHERE text LIKE '%" SECRET "%';"
                 "PRAGMA wal_checkpoint (TRUNCATE)");
  if (which->is_clean)
    g_assert_cmpuint (count_secrets (self), ==, 0);
  else
    g_assert_cmpuint (count_secrets (self), >, 0);
  close_file (self);
}

static int
take_text (gpointer data, int n_columns, char **values, char **names)
{
  char **ret_text = data;

  g_free (*ret_text);
  *ret_text = g_strdup (values[0]);
  return 0;
}

static char *
read_text (sqlite3 *db, const char *sql)
{
  char *text = NULL;

  g_assert_cmpint (sqlite3_exec (db, sql, take_text, &text, NULL), ==, SQLITE_OK);
  return text;
}

static void
test_rows_are_what_they_were (Fixture *self, gconstpointer data)
{
  static const char sum[] =
      "SELECT count (*) || ' ' || sum (n) || ' ' || sum (length (text)) FROM row";
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *found = NULL;

  put_rows (self);
  run (self->db, "DELETE FROM row WHERE n % 3 = 0; PRAGMA wal_checkpoint (TRUNCATE)");
  before = read_text (self->db, sum);
  close_file (self);
  g_assert_cmpint (sqlite3_open (self->path, &self->db), ==, SQLITE_OK);
  after = read_text (self->db, sum);
  found = read_text (self->db, "PRAGMA integrity_check");
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpstr (found, ==, "ok");
  close_file (self);
}

static const Case cases[] = {
  { "PRAGMA journal_mode = WAL", TRUE },
  { "PRAGMA journal_mode = DELETE", TRUE },
  { "PRAGMA page_size = 65536; PRAGMA journal_mode = WAL", TRUE },
  { "PRAGMA page_size = 512; PRAGMA journal_mode = DELETE", TRUE },
  { "PRAGMA journal_mode = WAL", FALSE },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *name =
        g_strdup_printf ("%s%s", cases[i].mode, cases[i].is_clean ? "" : " as SQLite does");
    g_autofree char *left = NULL;
    g_autofree char *same = NULL;

    g_strdelimit (name, "/; =", '-');
    left = g_strconcat ("/clean-pages/nothing-is-left/", name, NULL);
    same = g_strconcat ("/clean-pages/rows-are-what-they-were/", name, NULL);
    g_test_add (left, Fixture, &cases[i], set_up, test_nothing_is_left, tear_down);
    if (cases[i].is_clean)
      g_test_add (same, Fixture, &cases[i], set_up, test_rows_are_what_they_were, tear_down);
  }
  return g_test_run ();
}
