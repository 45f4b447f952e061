/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* All of head office to a file and from one. */
#include "cp-admin-private.h"
#include "cp-database.h"
#include "cp-transfer.h"

int
cp_admin_export (CpAdmin *self, GStrv *args, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *copy_path = NULL;
  guint64 n = 0;
  gboolean ok;

  if (!cp_admin_parse (args, NULL, 1, error))
    return 1;
  path = cp_admin_dup_path (self, (*args)[1]);
  copy_path = g_strconcat (path, ".copy", NULL);
  cp_database_delete (cp_world_real (), copy_path);
  ok = cp_transfer_export (self->office, path, copy_path, &n, error);
  cp_database_delete (cp_world_real (), copy_path);
  if (ok)
    g_string_append_printf (self->out, "%" G_GUINT64_FORMAT " lines written\n", n);
  return ok ? 0 : 1;
}

int
cp_admin_import_everything (CpAdmin *self, GStrv *args, GError **error)
{
  g_autofree char *path = NULL;
  guint64 n = 0;

  if (!cp_admin_parse (args, NULL, 1, error))
    return 1;
  path = cp_admin_dup_path (self, (*args)[1]);
  if (!cp_transfer_import (self->office, path, &n, error))
    return 1;
  g_string_append_printf (self->out, "%" G_GUINT64_FORMAT " lines read; epoch %s begins\n", n,
                          cp_head_office_get_epoch (self->office));
  return 0;
}
