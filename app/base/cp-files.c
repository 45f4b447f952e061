/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the rooms call, over whichever disk the world has; the machine's own is in cp-files-real.c. */
#include "cp-files-private.h"

#include <errno.h>
#include <string.h>

#include "cp-error.h"

struct _CpFile {
  const CpFiles *files;
  gpointer file;
  char *path;
};

static const CpFiles *
get_files (const CpWorld *world)
{
  return world->files != NULL ? world->files : &cp_files_real;
}

gboolean
cp_files_can (const CpWorld *world)
{
  return world->files != NULL || world->vfs_name == NULL;
}

/* @number: 0 or an errno */
static gboolean
check (int number, const char *doing, const char *path, GError **error)
{
  int code = CP_ERROR_UNAVAILABLE;

  if (number == 0)
    return TRUE;
  if (number == ENOSPC || number == EDQUOT)
    code = CP_ERROR_FULL;
  g_set_error (error, CP_ERROR, code, "Can't %s %s: %s", doing, path, g_strerror (number));
  return FALSE;
}

static gboolean
check_durable (int number, const char *path, GError **error)
{
  if (number == 0)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_FATAL, "Can't make %s durable: %s", path,
               g_strerror (number));
  return FALSE;
}

CpFile *
cp_file_open (const CpWorld *world, const char *path, gboolean creates, GError **error)
{
  const CpFiles *files = get_files (world);
  gpointer file = NULL;
  CpFile *self;

  if (!check (files->open (files->data, path, creates, &file), "open", path, error))
    return NULL;
  self = g_new (CpFile, 1);
  *self = (CpFile){ files, file, g_strdup (path) };
  return self;
}

void
cp_file_close (CpFile *self)
{
  if (self == NULL)
    return;
  self->files->close (self->file);
  g_free (self->path);
  g_free (self);
}

gboolean
cp_file_read (CpFile *self, gint64 offset, guint8 *bytes, gsize n_bytes, GError **error)
{
  return check (self->files->read (self->file, offset, bytes, n_bytes), "read", self->path, error);
}

gboolean
cp_file_write (CpFile *self, gint64 offset, const guint8 *bytes, gsize n_bytes, GError **error)
{
  return check (self->files->write (self->file, offset, bytes, n_bytes), "write", self->path,
                error);
}

gboolean
cp_file_get_size (CpFile *self, gint64 *ret_size, GError **error)
{
  return check (self->files->get_size (self->file, ret_size), "look at", self->path, error);
}

gboolean
cp_file_truncate (CpFile *self, gint64 size, GError **error)
{
  return check (self->files->truncate (self->file, size), "cut", self->path, error);
}

gboolean
cp_file_sync (CpFile *self, GError **error)
{
  return check_durable (self->files->sync (self->file), self->path, error);
}

gboolean
cp_file_try_lock (CpFile *self, gboolean *ret_locked, GError **error)
{
  int number = self->files->try_lock != NULL ? self->files->try_lock (self->file) : 0;

  if (!check (number != EWOULDBLOCK ? number : 0, "lock", self->path, error))
    return FALSE;
  *ret_locked = number == 0;
  return TRUE;
}

gboolean
cp_files_sync (const CpWorld *world, const char *path, GError **error)
{
  g_autoptr (CpFile) file = cp_file_open (world, path, FALSE, error);

  return file != NULL && cp_file_sync (file, error);
}

gboolean
cp_files_sync_folder (const CpWorld *world, const char *path, GError **error)
{
  const CpFiles *files = get_files (world);
  g_autofree char *folder = g_path_get_dirname (path);

  return check_durable (files->sync_folder (files->data, folder), folder, error);
}

gboolean
cp_files_rename (const CpWorld *world, const char *from, const char *to, GError **error)
{
  const CpFiles *files = get_files (world);

  return check (files->rename (files->data, from, to), "put in place", to, error);
}

void
cp_files_remove (const CpWorld *world, const char *path)
{
  const CpFiles *files = get_files (world);
  int number = files->remove (files->data, path);

  if (number != 0 && number != ENOENT && number != EISDIR)
    g_message ("Can't delete %s: %s", path, g_strerror (number));
}

gint64
cp_files_get_size (const CpWorld *world, const char *path)
{
  g_autoptr (CpFile) file = cp_file_open (world, path, FALSE, NULL);
  gint64 size = -1;

  return file != NULL && cp_file_get_size (file, &size, NULL) ? size : -1;
}

GStrv
cp_files_list (const CpWorld *world, const char *folder)
{
  const CpFiles *files = get_files (world);

  return files->list (files->data, folder);
}

void
cp_files_sweep (const CpWorld *world, const char *prefix, const char *but)
{
  g_autofree char *folder = g_path_get_dirname (prefix);
  g_auto (GStrv) names = cp_files_list (world, folder);

  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);

    if (g_str_has_prefix (path, prefix) && g_strcmp0 (path, but) != 0)
      cp_files_remove (world, path);
  }
}

gboolean
cp_files_make_folder (const CpWorld *world, const char *folder, GError **error)
{
  const CpFiles *files = get_files (world);

  return check (files->make_folder (files->data, folder), "make", folder, error);
}

void
cp_files_remove_folder (const CpWorld *world, const char *folder)
{
  const CpFiles *files = get_files (world);
  int number = files->remove_folder (files->data, folder);

  if (number != 0)
    g_debug ("%s stays: %s", folder, g_strerror (number));
}

gboolean
cp_files_get_room (const CpWorld *world, const char *path, gint64 *ret_bytes, GError **error)
{
  const CpFiles *files = get_files (world);
  g_autofree char *folder = g_path_get_dirname (path);

  return check (files->get_room (files->data, folder, ret_bytes), "look at the disk of", path,
                error);
}
