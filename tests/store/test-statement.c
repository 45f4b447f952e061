/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-database.h"
#include "cp-store-resource.h"
#include "cp-test-folder.h"

typedef struct {
  char *folder;
  CpDatabase *db;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  self->folder = cp_test_folder_new ();
  path = g_build_filename (self->folder, "a.db", NULL);
  self->db = cp_database_open (cp_world_real (),
                               &(CpDatabaseConfig){ path, CP_DATABASE_SACRED, 0x43504a31,
                                                    cp_store_get_resource (),
                                                    "/org/counterpart/store/journal/sql" },
                               &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_database_close (self->db);
  cp_test_folder_free (self->folder);
}

static CpStatement *
get (Fixture *self, const char *name)
{
  g_autoptr (GError) error = NULL;
  CpStatement *statement = cp_database_get (self->db, name, &error);

  g_assert_no_error (error);
  return statement;
}

static void
put (Fixture *self, const char *staff_id, gint64 at_ms)
{
  CpStatement *statement = get (self, "put-pin-failure");

  cp_statement_bind_text (statement, ":staff_id", staff_id);
  cp_statement_bind_int (statement, ":at_ms", at_ms);
  g_assert_true (cp_statement_run (statement, NULL));
}

static void
test_gives_back_what_was_bound (Fixture *self, gconstpointer data)
{
  CpStatement *statement;
  gboolean row;

  put (self, "Zoë; --", G_MAXINT64);
  statement = get (self, "get-pin-failure");
  cp_statement_bind_text (statement, ":staff_id", "Zoë; --");
  g_assert_true (cp_statement_step (statement, &row, NULL));
  g_assert_true (row);
  g_assert_cmpint (cp_statement_get_int (statement, 1), ==, G_MAXINT64);
  g_assert_true (cp_statement_step (statement, &row, NULL));
  g_assert_false (row);
}

/* Text is no BLOB, and no bytes are none. */
static void
test_tells_bytes_from_text (Fixture *self, gconstpointer data)
{
  CpStatement *statement = get (self, "get-pin-failure");
  gsize n_bytes = 1;
  gboolean row;

  put (self, "a", 1);
  cp_statement_bind_bytes (statement, ":staff_id", "a", 1);
  g_assert_true (cp_statement_step (statement, &row, NULL));
  g_assert_false (row);
  cp_statement_bind_text (statement, ":staff_id", "a");
  g_assert_true (cp_statement_step (statement, &row, NULL));
  g_assert_true (row);
  g_assert_null (cp_statement_get_bytes (statement, 1, &n_bytes));
  g_assert_cmpuint (n_bytes, ==, 0);
  cp_statement_reset (statement);
}

static void
test_is_kept_and_forgets_its_values (Fixture *self, gconstpointer data)
{
  CpStatement *statement = get (self, "get-pin-failure");
  gboolean row;

  put (self, "a", 1);
  cp_statement_bind_text (statement, ":staff_id", "a");
  g_assert_true (cp_statement_step (statement, &row, NULL));
  g_assert_true (row);
  cp_statement_reset (statement);
  g_assert_true (get (self, "get-pin-failure") == statement);
  g_assert_true (cp_statement_step (statement, &row, NULL));
  g_assert_false (row);
}

/* In whichever order, and by names that only look alike. */
static void
test_binds_by_name (Fixture *self, gconstpointer data)
{
  g_autofree char *name = g_strdup (":staff_id");
  g_autofree char *value = g_strdup ("b");
  CpStatement *statement;
  gboolean row;

  put (self, "a", 1);
  statement = get (self, "put-pin-failure");
  cp_statement_bind_int (statement, ":at_ms", 2);
  cp_statement_bind_lasting_text (statement, name, value);
  g_assert_true (cp_statement_run (statement, NULL));
  statement = get (self, "get-pin-failure");
  cp_statement_bind_text (statement, ":staff_id", "b");
  g_assert_true (cp_statement_step (statement, &row, NULL));
  g_assert_true (row);
  g_assert_cmpint (cp_statement_get_int (statement, 1), ==, 2);
  cp_statement_reset (statement);
}

static void
test_failure_leaves_it_usable (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  CpStatement *statement = get (self, "put-pin-failure");

  cp_statement_bind_text (statement, ":staff_id", NULL);
  g_assert_false (cp_statement_run (statement, &error));
  g_assert_nonnull (error);
  put (self, "a", 1);
}

static void
test_unread_rows_hold_nothing_up (Fixture *self, gconstpointer data)
{
  gboolean row;

  put (self, "a", 1);
  {
    g_autoptr (CpStatementCleaner) statement = get (self, "get-pin-failure");

    cp_statement_bind_text (statement, ":staff_id", "a");
    g_assert_true (cp_statement_step (statement, &row, NULL));
  }
  g_assert_nonnull (get (self, "get-pin-failure"));
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/statement/gives-back-what-was-bound", test_gives_back_what_was_bound);
  ADD ("/store/statement/tells-bytes-from-text", test_tells_bytes_from_text);
  ADD ("/store/statement/is-kept-and-forgets-its-values", test_is_kept_and_forgets_its_values);
  ADD ("/store/statement/binds-by-name", test_binds_by_name);
  ADD ("/store/statement/failure-leaves-it-usable", test_failure_leaves_it_usable);
  ADD ("/store/statement/unread-rows-hold-nothing-up", test_unread_rows_hold_nothing_up);
  return g_test_run ();
}
