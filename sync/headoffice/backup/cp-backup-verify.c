/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-backup-verify.h"

#include <gio/gio.h>

#include "cp-backup.h"
#include "cp-database.h"
#include "cp-error.h"
#include "cp-head-office-postgres.h"
#include "cp-head-office-sqlite.h"

#define SQLITE_PREFIX "sqlite:"

/* @storage: (transfer full) (nullable) */
static CpJson *
describe (CpHeadOfficeStorage *storage, GError **error)
{
  g_autoptr (CpHeadOffice) office =
      storage != NULL ? cp_head_office_new (cp_world_real (), storage, error) : NULL;

  return office != NULL ? cp_backup_describe (storage, error) : NULL;
}

static CpJson *
describe_file (const char *path, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_sqlite_open (cp_world_real (), path, error);

  if (storage != NULL && !cp_head_office_sqlite_look_through (storage, error)) {
    cp_head_office_storage_free (storage);
    return NULL;
  }
  return describe (storage, error);
}

/* Opening a file would write to it, so a copy is opened. */
static CpJson *
verify_file (const char *path, GError **error)
{
  g_autofree char *restored = g_strconcat (path, ".restored", NULL);
  g_autoptr (GFile) from = g_file_new_for_path (path);
  g_autoptr (GFile) to = g_file_new_for_path (restored);
  CpJson *report = NULL;

  cp_database_delete (cp_world_real (), restored);
  if (g_file_copy (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error))
    report = describe_file (restored, error);
  cp_database_delete (cp_world_real (), restored);
  return report;
}

CpJson *
cp_backup_verify (const char *where, GError **error)
{
  if (g_str_has_prefix (where, SQLITE_PREFIX))
    return verify_file (where + strlen (SQLITE_PREFIX), error);
  if (g_str_has_prefix (where, "postgresql:"))
    return describe (cp_head_office_postgres_open (where, CP_POSTGRES_READ_ONLY, error), error);
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s: is no sqlite:FILE or postgresql://…", where);
  return NULL;
}
