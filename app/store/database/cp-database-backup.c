/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a file was before it was led to a newer version. */
#include "cp-database-private.h"

#include "cp-files.h"

#define MARK ".version-"

/* @but: (nullable): the one that stays */
static void
delete_backups (const CpWorld *world, const char *path, const char *but)
{
  g_autofree char *prefix = g_strconcat (path, MARK, NULL);

  cp_files_sweep (world, prefix, but);
}

gboolean
cp_database_back_up (CpDatabase *self, gint64 version, GError **error)
{
  g_autofree char *backup = g_strdup_printf ("%s" MARK "%" G_GINT64_FORMAT, self->path, version);
  g_autofree char *part = g_strconcat (backup, ".part", NULL);

  cp_files_remove (self->world, part);
  if (!cp_database_vacuum_into (self, part, error) || !cp_files_sync (self->world, part, error) ||
      !cp_files_rename (self->world, part, backup, error) ||
      !cp_files_sync_folder (self->world, backup, error)) {
    cp_files_remove (self->world, part);
    return FALSE;
  }
  delete_backups (self->world, self->path, backup);
  return TRUE;
}

void
cp_database_forget_backups (CpDatabase *self)
{
  if (cp_files_can (self->world))
    delete_backups (self->world, self->path, NULL);
}
