/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Our head office as it serves over PostgreSQL, where what came of an operation gets its number in the feed a
 * moment after it was taken: against-ours, with such a database. */
#include "postgres-fixture.h"

static void
test_conforms (void)
{
  g_autofree char *database = postgres_make_database (postgres_get_shared ());
  const char *const argv[] = { g_getenv ("CP_TEST_AGAINST_OURS"), g_getenv ("CP_TEST_BUILD"),
                               NULL };
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "DATABASE", database, TRUE);
  g_autofree char *said = NULL;
  g_autofree char *problems = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_sync (NULL, (char **) argv, environment, G_SPAWN_DEFAULT, NULL, NULL, &said, &problems,
                &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    g_test_message ("%s%s", said, problems);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conformance/our-head-office-conforms-over-postgresql", test_conforms);
  return g_test_run ();
}
