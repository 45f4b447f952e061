/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a file was before it was led to a newer version. */
#include "cp-database-private.h"

#include "cp-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define MARK ".version-"

gboolean
cp_database_sync_path (const char *path, int flags, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | flags);
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  if (!ok)
    g_set_error (error, CP_ERROR, CP_ERROR_FATAL, "Can't make %s durable: %s", path,
                 g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return ok;
}

/* @but: (nullable): the one that stays */
static void
delete_backups (const char *path, const char *but)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (base, MARK, NULL);
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  const char *name;

  while (names != NULL && (name = g_dir_read_name (names)) != NULL) {
    g_autofree char *file = g_build_filename (folder, name, NULL);

    if (g_str_has_prefix (name, prefix) && g_strcmp0 (file, but) != 0)
      g_unlink (file);
  }
}

static gboolean
put_in_place (const char *part, const char *backup, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (backup);

  if (!cp_database_sync_path (part, 0, error))
    return FALSE;
  if (g_rename (part, backup) == 0)
    return cp_database_sync_path (folder, O_DIRECTORY, error);
  g_set_error (error, CP_ERROR, CP_ERROR_FATAL, "Can't keep %s: %s", backup, g_strerror (errno));
  return FALSE;
}

gboolean
cp_database_back_up (CpDatabase *self, gint64 version, GError **error)
{
  g_autofree char *backup = g_strdup_printf ("%s" MARK "%" G_GINT64_FORMAT, self->path, version);
  g_autofree char *part = g_strconcat (backup, ".part", NULL);

  g_unlink (part);
  if (!cp_database_vacuum_into (self, part, error) || !put_in_place (part, backup, error)) {
    g_unlink (part);
    return FALSE;
  }
  delete_backups (self->path, backup);
  return TRUE;
}

void
cp_database_forget_backups (CpDatabase *self)
{
  if (self->world->vfs_name == NULL)
    delete_backups (self->path, NULL);
}
