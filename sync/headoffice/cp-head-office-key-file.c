/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-head-office-key-file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "cp-error.h"
#include "cp-signature.h"

#define SEED_DIGITS (2 * CP_SEED_BYTES)

void
cp_key_file_forget (GStrv keys)
{
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    sodium_memzero (keys[i], strlen (keys[i]));
  g_strfreev (keys);
}

static gboolean
check_access (const char *path, GError **error)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0) {
    g_set_error (error, CP_ERROR, errno == ENOENT ? CP_ERROR_NOT_FOUND : CP_ERROR_NOT_ALLOWED,
                 "%s: %s", path, g_strerror (errno));
    return FALSE;
  }
  if ((status.st_mode & 077) == 0)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED, "%s: only its owner may have access to it",
               path);
  return FALSE;
}

static gboolean
are_keys (GStrv lines)
{
  guint n = g_strv_length (lines);

  for (guint i = 0; i < n; i++)
    if (strlen (lines[i]) != SEED_DIGITS || strspn (lines[i], "0123456789abcdef") != SEED_DIGITS)
      return FALSE;
  return n > 0 && n <= CP_KEY_FILE_MAX;
}

GStrv
cp_key_file_read (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize n_bytes = 0;
  g_autoptr (GError) local = NULL;
  GStrv lines;

  if (!check_access (path, error))
    return NULL;
  if (!g_file_get_contents (path, &text, &n_bytes, &local)) {
    g_set_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED, "%s", local->message);
    return NULL;
  }
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  sodium_memzero (text, n_bytes);
  if (are_keys (lines))
    return lines;
  cp_key_file_forget (lines);
  g_set_error (error, CP_ERROR, CP_ERROR_CORRUPT, "%s: is no file of head office's keys", path);
  return NULL;
}

gboolean
cp_key_file_write (
    const char *path, gboolean is_new, const char *key, const char *next, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) local = NULL;
  gboolean ok;

  if (is_new && g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s: is there already", path);
    return FALSE;
  }
  text = g_strconcat (key, "\n", next, next != NULL ? "\n" : NULL, NULL);
  ok = g_file_set_contents_full (
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &local);
  sodium_memzero (text, strlen (text));
  if (!ok)
    g_set_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED, "%s", local->message);
  return ok;
}
