/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-staging.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "cp-error.h"
#include "cp-snapshot-chunk.h"

/* What has to stay free besides: the journal must never want for room. */
#define SPARE_BYTES (64 * 1024 * 1024)

struct _CpStaging {
  CpManifest *manifest;
  char *path;
  int fd;
  guint next;
};

static gboolean
fail (GError **error, const char *doing, const char *path)
{
  int code = errno == ENOSPC || errno == EDQUOT ? CP_ERROR_FULL : CP_ERROR_UNAVAILABLE;

  g_set_error (error, CP_ERROR, code, "Can't %s %s: %s", doing, path, g_strerror (errno));
  return FALSE;
}

void
cp_staging_sweep (const char *replica_path, const char *keep_id)
{
  g_autofree char *folder = g_path_get_dirname (replica_path);
  g_autofree char *name = g_path_get_basename (replica_path);
  g_autofree char *prefix = g_strconcat (name, ".incoming-", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *entry;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, entry, NULL);

    if (g_str_has_prefix (entry, prefix) &&
        (keep_id == NULL || !g_str_equal (entry + strlen (prefix), keep_id)))
      g_unlink (path);
  }
}

static gboolean
read_whole (int fd, guint8 *bytes, gsize n_bytes, gint64 offset)
{
  while (n_bytes > 0) {
    gssize n = pread (fd, bytes, n_bytes, offset);

    if (n == 0 || (n < 0 && errno != EINTR))
      return FALSE;
    if (n > 0) {
      bytes += n;
      n_bytes -= (gsize) n;
      offset += n;
    }
  }
  return TRUE;
}

static gboolean
write_whole (int fd, const guint8 *bytes, gsize n_bytes, gint64 offset)
{
  while (n_bytes > 0) {
    gssize n = pwrite (fd, bytes, n_bytes, offset);

    if (n < 0 && errno != EINTR)
      return FALSE;
    if (n > 0) {
      bytes += n;
      n_bytes -= (gsize) n;
      offset += n;
    }
  }
  return TRUE;
}

/* A power cut may have left less than was written, or something else. */
static guint
count_good_chunks (const CpStaging *self)
{
  g_autofree guint8 *bytes = g_malloc (CP_SNAPSHOT_CHUNK_BYTES);
  guint n = 0;

  while (n < self->manifest->chunks->len) {
    gsize size = cp_manifest_get_raw_bytes (self->manifest, n);

    if (!read_whole (self->fd, bytes, size, (gint64) n * CP_SNAPSHOT_CHUNK_BYTES) ||
        !cp_snapshot_chunk_has_raw (cp_manifest_get_chunk (self->manifest, n), bytes, size))
      return n;
    n++;
  }
  return n;
}

static gboolean
has_room (const CpStaging *self, GError **error)
{
  gint64 wanted = self->manifest->raw_bytes - (gint64) self->next * CP_SNAPSHOT_CHUNK_BYTES;
  struct statvfs disk;

  if (fstatvfs (self->fd, &disk) != 0)
    return fail (error, "look at the disk of", self->path);
  if ((gint64) (disk.f_bavail * disk.f_frsize) >= wanted + SPARE_BYTES)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_FULL, "There is no room for %s", self->path);
  return FALSE;
}

CpStaging *
cp_staging_open (const char *replica_path, CpManifest *manifest, GError **error)
{
  g_autoptr (CpStaging) self = g_new0 (CpStaging, 1);

  self->manifest = manifest;
  self->path = g_strconcat (replica_path, ".incoming-", manifest->id, NULL);
  cp_staging_sweep (replica_path, manifest->id);
  self->fd = open (self->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->fd < 0) {
    fail (error, "open", self->path);
    return NULL;
  }
  self->next = count_good_chunks (self);
  if (ftruncate (self->fd,
                 MIN ((gint64) self->next * CP_SNAPSHOT_CHUNK_BYTES, manifest->raw_bytes)) != 0) {
    fail (error, "cut", self->path);
    return NULL;
  }
  return has_room (self, error) ? g_steal_pointer (&self) : NULL;
}

void
cp_staging_close (CpStaging *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    close (self->fd);
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
  if (!write_whole (self->fd, g_bytes_get_data (raw, NULL), raw_bytes,
                    (gint64) index * CP_SNAPSHOT_CHUNK_BYTES))
    return fail (error, "write", self->path);
  self->next++;
  return TRUE;
}

gboolean
cp_staging_sync (CpStaging *self, GError **error)
{
  if (self->next < self->manifest->chunks->len) {
    g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "Chunk %u of the snapshot is still wanted",
                 self->next);
    return FALSE;
  }
  if (fsync (self->fd) == 0)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_FATAL, "Can't make %s durable: %s", self->path,
               g_strerror (errno));
  return FALSE;
}
