/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Backups: made, and noted once they were found to be good. */
#include <glib/gstdio.h>

#include "cp-admin-private.h"
#include "cp-backup-durable.h"
#include "cp-database.h"
#include "cp-error.h"

#define MAX_REPORT_BYTES (64 * 1024 * 1024)

static gboolean
put_in_place (const char *part, const char *path, GError **error)
{
  if (!g_file_test (part, G_FILE_TEST_EXISTS)) {
    g_set_error_literal (error, CP_ERROR, CP_ERROR_INVALID,
                         "PostgreSQL's own tools copy a database (pg_dump, pg_basebackup)");
    return FALSE;
  }
  /* It holds what the database holds. */
  g_chmod (part, 0600);
  return cp_database_take_place (cp_world_real (), part, path, error);
}

int
cp_admin_copy_backup (CpAdmin *self, GStrv *args, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  CpHeadOfficeStorage *copy = NULL;
  g_autofree char *path = NULL;
  g_autofree char *part = NULL;
  gboolean ok;

  if (!cp_admin_parse (args, NULL, 1, error))
    return 1;
  path = cp_admin_dup_path (self, (*args)[1]);
  part = g_strconcat (path, ".part", NULL);
  cp_database_delete (cp_world_real (), part);
  ok = storage->class_->open_copy (storage, part, &copy, error);
  cp_head_office_storage_free (copy);
  ok = ok && put_in_place (part, path, error);
  cp_database_delete (cp_world_real (), part);
  if (ok)
    g_string_append_printf (self->out, "%s is there; now verify it\n", path);
  return ok ? 0 : 1;
}

static CpJson *
read_report (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize size = 0;

  if (!g_file_get_contents (path, &text, &size, error))
    return NULL;
  if (size <= MAX_REPORT_BYTES)
    return cp_json_parse_object (text, (gssize) size, error);
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "%s is no report", path);
  return NULL;
}

int
cp_admin_record_backup (CpAdmin *self, GStrv *args, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (CpJson) report = NULL;

  if (!cp_admin_parse (args, NULL, 1, error))
    return 1;
  path = cp_admin_dup_path (self, (*args)[1]);
  report = read_report (path, error);
  if (report == NULL || !cp_backup_durable_record (self->office, report, error))
    return 1;
  g_string_append_printf (self->out,
                          "the backup is good: %" G_GINT64_FORMAT " operations of %zu chains\n",
                          cp_json_get_int (report, "operations", 0),
                          json_array_size (cp_json_get_array (report, "chains")));
  return 0;
}

int
cp_admin_show_backup (CpAdmin *self, GStrv *args, GError **error)
{
  gint64 at_ms = cp_backup_durable_get_ms (self->office);
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (at_ms / 1000);
  g_autofree char *text = g_date_time_format_iso8601 (at);

  if (!cp_admin_parse (args, NULL, 0, error))
    return 1;
  if (at_ms == 0)
    g_string_append (self->out, "no backup was ever verified: devices keep all their operations\n");
  else
    g_string_append_printf (self->out, "a backup was last verified at %s\n", text);
  return 0;
}
