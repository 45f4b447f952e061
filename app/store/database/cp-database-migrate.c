/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The versions of a file: which is refused, and how it is led from one to the next. */
#include "cp-database-private.h"

#include "cp-error.h"
#include "cp-store-resource.h"

#include <stdlib.h>

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* In order, `0001-…` first; there is no gap. */
static GStrv
list_migrations (CpDatabase *self)
{
  g_autofree char *folder = g_strconcat (self->folder, "/migrations/", NULL);
  GStrv names =
      g_resource_enumerate_children (self->resource, folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (names != NULL);
  qsort (names, g_strv_length (names), sizeof (char *), compare_names);
  for (guint i = 0; names[i] != NULL; i++)
    g_assert (atoi (names[i]) == (int) i + 1);
  return names;
}

static gboolean
refuse (CpDatabase *self, CpError code, const char *what, GError **error)
{
  g_set_error (error, CP_ERROR, (int) code, "%s %s", self->path, what);
  return FALSE;
}

gboolean
cp_database_check_version (CpDatabase *self, gint64 application_id, GError **error)
{
  g_auto (GStrv) names = list_migrations (self);
  gint64 newest = g_strv_length (names);
  gint64 version, application, n_tables;

  if (!cp_database_read_setting (self, "get-version", &version, error) ||
      !cp_database_read_setting (self, "get-application", &application, error) ||
      !cp_database_read_setting (self, "count-tables", &n_tables, error))
    return FALSE;
  if (version == 0 && application == 0 && n_tables == 0 && self->use != CP_DATABASE_READ_ONLY)
    return TRUE;
  if (application != application_id)
    return refuse (self, CP_ERROR_CORRUPT, "is not what it should be", error);
  if (version > newest)
    return refuse (self, CP_ERROR_NEWER, "is of a newer version", error);
  if (version < newest && self->use != CP_DATABASE_SACRED)
    return refuse (self, CP_ERROR_CORRUPT, "is of an older version", error);
  if (self->use == CP_DATABASE_BUILD)
    return refuse (self, CP_ERROR_INVALID, "is there already", error);
  return TRUE;
}

static gboolean
apply_migration (CpDatabase *self, const char *name, gint64 number, GError **error)
{
  g_autofree char *path = g_strdup_printf ("%s/migrations/%s", self->folder, name);
  g_autofree char *sql = cp_database_load_sql (self->resource, path);
  gint64 version;

  if (!cp_database_begin (self, error))
    return FALSE;
  if (cp_database_exec (self, sql, error) &&
      cp_database_read_setting (self, "get-version", &version, error)) {
    g_assert (version == number);
    if (cp_database_commit (self, error))
      return TRUE;
  }
  cp_database_rollback (self);
  return FALSE;
}

gboolean
cp_database_migrate (CpDatabase *self, GError **error)
{
  g_auto (GStrv) names = list_migrations (self);
  gint64 version;

  if (!cp_database_read_setting (self, "get-version", &version, error))
    return FALSE;
  if (self->is_backed_up && version > 0 && names[version] != NULL &&
      !cp_database_back_up (self, version, error))
    return FALSE;
  for (gint64 number = version + 1; names[number - 1] != NULL; number++) {
    g_debug ("Migrating %s: %s", self->path, names[number - 1]);
    if (!apply_migration (self, names[number - 1], number, error))
      return FALSE;
  }
  return TRUE;
}
