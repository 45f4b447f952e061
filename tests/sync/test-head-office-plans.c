/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is looked for while devices wait is found by an index, however much there is. */
#include <gio/gio.h>
#include <sqlite3.h>
#include <string.h>

#include "office-fixture.h"
#include "postgres-fixture.h"

#define RESOURCES "/org/counterpart/headoffice/"

typedef struct {
  const char *name;
  const char *parameters; /* (nullable): of PostgreSQL; else they are bound to nothing */
} Statement;

static const Statement of_sqlite[] = {
  { "list-feed-of-rows", NULL }, { "forget-operations", NULL },      { "forget-about", NULL },
  { "set-outcome", NULL },       { "set-outcome-of-repeats", NULL },
};

static const Statement of_postgres[] = {
  { "list-items-of-rows", "'{a,b}'::text[]" },
  { "forget-operations", "'a'::text, 'b'::text" },
  { "forget-enrolments", "'a'::text" },
  { "set-outcome", "'a'::text, 'b'::text, 'c'::text" },
  { "set-outcome-of-repeats", "'a'::text, 'b'::text, 'c'::text" },
};

/* How each begins to read through what grows for ever. */
static const char *const reads_through[] = { "SCAN feed", "SCAN operation", "Seq Scan on item",
                                             "Seq Scan on operation" };

static char *
dup_sql (const char *kind, const char *name)
{
  g_autofree char *path = g_strdup_printf (RESOURCES "%s/sql/%s.sql", kind, name);
  g_autoptr (GBytes) text = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert_nonnull (text);
  return g_strndup (g_bytes_get_data (text, NULL), g_bytes_get_size (text));
}

/* A file that is open is nobody else's. */
static char *
explain_sqlite (Office *office, const char *sql)
{
  g_autofree char *question = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  g_autoptr (GString) plan = g_string_new (NULL);
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;

  g_clear_pointer (&office->office, cp_head_office_free);
  g_assert_cmpint (sqlite3_open_v2 (office->path, &database, SQLITE_OPEN_READWRITE, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, question, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_string_append_printf (plan, "%s\n", (const char *) sqlite3_column_text (statement, 3));
  sqlite3_finalize (statement);
  sqlite3_close (database);
  return g_string_free (g_steal_pointer (&plan), FALSE);
}

/* As head office's own connection has it, when it erases. */
static char *
explain_postgres (Office *office, const char *sql, const char *parameters)
{
  g_autofree char *set_up = dup_sql ("postgres", "set-up");
  g_autofree char *allow = dup_sql ("postgres", "allow-bitmaps");
  g_autofree char *all =
      g_strdup_printf ("%s BEGIN; %s; SET plan_cache_mode = force_generic_plan;"
                       " PREPARE asked AS %s; EXPLAIN EXECUTE asked (%s); ROLLBACK",
                       set_up, allow, sql, parameters);

  return postgres_ask (office->url, all);
}

static void
assert_finds (const char *name, const char *plan)
{
  g_test_message ("%s: %s", name, plan);
  g_assert_cmpstr (plan, !=, "");
  for (guint i = 0; i < G_N_ELEMENTS (reads_through); i++)
    g_assert_null (strstr (plan, reads_through[i]));
}

static char *
explain (Office *office, const char *sql, const char *parameters)
{
  return office->url != NULL ? explain_postgres (office, sql, parameters)
                             : explain_sqlite (office, sql);
}

static void
test_finds_by_an_index (void)
{
  g_autoptr (Office) office = office_new ();
  const char *kind = office->url != NULL ? "postgres" : "sqlite";
  const Statement *statements = office->url != NULL ? of_postgres : of_sqlite;

  G_STATIC_ASSERT (G_N_ELEMENTS (of_postgres) == G_N_ELEMENTS (of_sqlite));
  for (guint i = 0; i < G_N_ELEMENTS (of_sqlite); i++) {
    g_autofree char *sql = dup_sql (kind, statements[i].name);
    g_autofree char *plan = explain (office, sql, statements[i].parameters);

    assert_finds (statements[i].name, plan);
  }
}

/* The test can fail: what finds nothing by an index is seen to read all. */
static void
test_sees_what_reads_through (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *plan =
      explain (office,
               office->url != NULL ? "SELECT FROM operation WHERE outcome = $1"
                                   : "SELECT n FROM operation WHERE outcome = :outcome",
               "'a'::text");

  g_assert_true (strstr (plan, reads_through[1]) != NULL ||
                 strstr (plan, reads_through[3]) != NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head-office-plans/finds-by-an-index", test_finds_by_an_index);
  g_test_add_func ("/head-office-plans/sees-what-reads-through", test_sees_what_reads_through);
  return g_test_run ();
}
