/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-staging.h"

#include "cp-database.h"
#include "cp-error.h"
#include "cp-files.h"
#include "cp-snapshot-chunk.h"

/* What has to stay free besides: the journal must never want for room. */
#define SPARE_BYTES (64 * 1024 * 1024)

struct _CpStaging {
  const CpWorld *world;
  CpManifest *manifest;
  char *path;
  CpFile *file;
  guint next;
};

static char *
dup_path (const char *replica_path, const char *id)
{
  return g_strconcat (replica_path, ".incoming-", id, NULL);
}

void
cp_staging_sweep (const CpWorld *world, const char *replica_path, const char *keep_id)
{
  g_autofree char *all = dup_path (replica_path, "");
  g_autofree char *but = keep_id != NULL ? dup_path (replica_path, keep_id) : NULL;

  cp_files_sweep (world, all, but);
}

/* Where head office's processes have not the same to give, the one before may come again: of all others that of
 * which the most is there stays. */
static void
sweep_but_one_more (const CpWorld *world, const char *replica_path, const char *path)
{
  g_autofree char *all = dup_path (replica_path, "");
  g_autofree char *folder = g_path_get_dirname (replica_path);
  g_auto (GStrv) names = cp_files_list (world, folder);
  g_autofree char *kept = NULL;
  gint64 most = -1;

  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *other = g_build_filename (folder, names[i], NULL);
    gint64 size;

    if (!g_str_has_prefix (other, all) || g_str_equal (other, path))
      continue;
    if (cp_database_is_beside (other)) {
      cp_files_remove (world, other);
      continue;
    }
    size = MAX (cp_files_get_size (world, other), 0);
    if (kept != NULL)
      cp_files_remove (world, size > most ? kept : other);
    if (size > most) {
      most = size;
      g_free (kept);
      kept = g_steal_pointer (&other);
    }
  }
}

/* A power cut may have left less than was written, or something else. */
static guint
count_good_chunks (CpFile *file, const CpManifest *manifest)
{
  g_autofree guint8 *bytes = g_malloc ((gsize) manifest->chunk_bytes);
  guint n = 0;

  while (n < manifest->chunks->len) {
    gsize size = cp_manifest_get_raw_bytes (manifest, n);

    if (!cp_file_read (file, cp_manifest_get_raw_offset (manifest, n), bytes, size, NULL) ||
        !cp_snapshot_chunk_has_raw (cp_manifest_get_chunk (manifest, n), bytes, size))
      return n;
    n++;
  }
  return n;
}

static gboolean
has_room (const CpStaging *self, GError **error)
{
  gint64 wanted =
      self->manifest->raw_bytes - cp_manifest_get_raw_offset (self->manifest, self->next);
  gint64 room = 0;

  if (!cp_files_get_room (self->world, self->path, &room, error))
    return FALSE;
  if (room >= wanted + SPARE_BYTES)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_FULL, "There is no room for %s", self->path);
  return FALSE;
}

/* What may be needed again has to give way to what is needed now. */
static gboolean
make_room (const CpStaging *self, const char *replica_path, GError **error)
{
  if (has_room (self, NULL))
    return TRUE;
  cp_staging_sweep (self->world, replica_path, self->manifest->id);
  return has_room (self, error);
}

CpStaging *
cp_staging_open (const CpWorld *world,
                 const char *replica_path,
                 CpManifest *manifest,
                 GError **error)
{
  g_autoptr (CpStaging) self = g_new0 (CpStaging, 1);

  self->world = world;
  self->manifest = manifest;
  self->path = dup_path (replica_path, manifest->id);
  sweep_but_one_more (world, replica_path, self->path);
  self->file = cp_file_open (world, self->path, TRUE, error);
  if (self->file == NULL)
    return NULL;
  self->next = count_good_chunks (self->file, manifest);
  if (!cp_file_truncate (
          self->file, MIN (cp_manifest_get_raw_offset (manifest, self->next), manifest->raw_bytes),
          error))
    return NULL;
  return make_room (self, replica_path, error) ? g_steal_pointer (&self) : NULL;
}

void
cp_staging_close (CpStaging *self)
{
  if (self == NULL)
    return;
  cp_file_close (self->file);
  cp_manifest_free (self->manifest);
  g_free (self->path);
  g_free (self);
}

const CpManifest *
cp_staging_get_manifest (const CpStaging *self)
{
  return self->manifest;
}

const char *
cp_staging_get_path (const CpStaging *self)
{
  return self->path;
}

guint
cp_staging_get_next (const CpStaging *self)
{
  return self->next;
}

gboolean
cp_staging_put (
    CpStaging *self, guint index, gconstpointer packed, gsize packed_bytes, GError **error)
{
  g_autoptr (GBytes) raw = NULL;
  gsize raw_bytes;

  if (index != self->next || index >= self->manifest->chunks->len) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "Chunk %u of the snapshot is wanted, not %u",
                 self->next, index);
    return FALSE;
  }
  raw_bytes = cp_manifest_get_raw_bytes (self->manifest, index);
  raw = cp_snapshot_chunk_unpack (cp_manifest_get_chunk (self->manifest, index), packed,
                                  packed_bytes, raw_bytes, error);
  if (raw == NULL)
    return FALSE;
  if (!cp_file_write (self->file, cp_manifest_get_raw_offset (self->manifest, index),
                      g_bytes_get_data (raw, NULL), raw_bytes, error))
    return FALSE;
  self->next++;
  return TRUE;
}

gboolean
cp_staging_check_whole (const CpStaging *self, GError **error)
{
  if (self->next == self->manifest->chunks->len)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "Chunk %u of the snapshot is still wanted",
               self->next);
  return FALSE;
}

gboolean
cp_staging_look_through (const CpWorld *world,
                         const char *path,
                         const CpManifest *manifest,
                         GError **error)
{
  g_autoptr (CpFile) file = NULL;
  guint n_good;

  if (!cp_files_sync (world, path, error))
    return FALSE;
  file = cp_file_open (world, path, FALSE, error);
  if (file == NULL)
    return FALSE;
  n_good = count_good_chunks (file, manifest);
  if (n_good == manifest->chunks->len)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_CORRUPT,
               "Chunk %u of the snapshot is not what was written", n_good);
  return FALSE;
}
