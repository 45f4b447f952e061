/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "certificates.h"

#include "cp-test-folder.h"

static char *folder;

void
certificates_make (void)
{
  const char *const argv[] = { CP_TEST_MAKE_CERTIFICATES, NULL, "till-1", "till-9", NULL };
  g_autofree const char **words = g_memdup2 (argv, sizeof argv);
  g_autoptr (GError) error = NULL;
  int status = 0;

  folder = cp_test_folder_new ();
  words[1] = folder;
  g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

void
certificates_remove (void)
{
  cp_test_folder_free (folder);
}

const char *
certificates_path (const char *file)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);

  return g_intern_string (path);
}

const char *
certificates_pin (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".pin", NULL);
  g_autofree char *pin = NULL;

  g_assert_true (g_file_get_contents (certificates_path (file), &pin, NULL, NULL));
  return g_intern_string (pin);
}

CpCurlLineConfig
certificates_line (const char *url)
{
  static const char *pins[3];

  pins[0] = certificates_pin ("head-office");
  pins[1] = certificates_pin ("spare");
  return (CpCurlLineConfig){ url,
                             "good",
                             certificates_path ("authority.pem"),
                             certificates_path ("till-1.pem"),
                             certificates_path ("till-1.key"),
                             pins };
}
