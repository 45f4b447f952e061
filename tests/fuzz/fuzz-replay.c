/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Replays a target's corpus as an ordinary test: each file that a fuzzer ever
 * found worth keeping. */
#include "fuzz-target.h"

#include <string.h>

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
replay (gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autofree uint8_t *exact = NULL;
  g_autoptr (GError) error = NULL;
  gsize n = 0;

  g_file_get_contents (data, &text, &n, &error);
  g_assert_no_error (error);
  /* In memory of just that size, so that a sanitizer sees the byte beyond. */
  exact = g_memdup2 (text, n);
  g_assert_cmpint (LLVMFuzzerTestOneInput (exact, n), ==, 0);
}

/* (transfer full): the files' paths, in order */
static GPtrArray *
list_corpus (const char *folder)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_names);
  g_assert_cmpuint (paths->len, >, 0);
  return paths;
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) paths = NULL;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  paths = list_corpus (argv[1]);
  for (guint i = 0; i < paths->len; i++) {
    g_autofree char *name = g_path_get_basename (paths->pdata[i]);
    g_autofree char *target = g_path_get_basename (argv[1]);
    g_autofree char *path = g_strdup_printf ("/fuzz/%s/%s", target, name);

    g_test_add_data_func (path, paths->pdata[i], replay);
  }
  return g_test_run ();
}
