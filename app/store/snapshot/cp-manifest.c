/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-manifest.h"

#include <sodium.h>
#include <string.h>

#include "cp-error.h"

#define ID_BYTES 16
#define HASH_CHARS 64

CpManifest *
cp_manifest_new (void)
{
  CpManifest *self = g_new0 (CpManifest, 1);

  self->chunk_bytes = CP_SNAPSHOT_CHUNK_BYTES;
  self->chunks = g_array_new (FALSE, TRUE, sizeof (CpManifestChunk));
  return self;
}

CpManifest *
cp_manifest_copy (const CpManifest *self)
{
  CpManifest *copy = g_new (CpManifest, 1);

  *copy = *self;
  copy->id = g_strdup (self->id);
  copy->epoch = g_strdup (self->epoch);
  copy->scope = g_strdup (self->scope);
  copy->content = g_strdup (self->content);
  copy->chunks = g_array_copy (self->chunks);
  return copy;
}

void
cp_manifest_free (CpManifest *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->chunks);
  g_free (self->id);
  g_free (self->epoch);
  g_free (self->scope);
  g_free (self->content);
  g_free (self);
}

const CpManifestChunk *
cp_manifest_get_chunk (const CpManifest *self, guint index)
{
  return &g_array_index (self->chunks, CpManifestChunk, index);
}

gint64
cp_manifest_get_raw_offset (const CpManifest *self, guint index)
{
  return (gint64) index * self->chunk_bytes;
}

gsize
cp_manifest_get_raw_bytes (const CpManifest *self, guint index)
{
  return (gsize) MIN (self->raw_bytes - cp_manifest_get_raw_offset (self, index),
                      self->chunk_bytes);
}

gint64
cp_manifest_get_offset (const CpManifest *self, guint index)
{
  gint64 offset = 0;

  for (guint i = 0; i < index; i++)
    offset += cp_manifest_get_chunk (self, i)->packed_bytes;
  return offset;
}

static CpJson *
describe_content (const CpManifest *self)
{
  CpJson *document = json_object ();
  CpJson *chunks = json_array ();

  cp_json_set_text (document, "epoch", self->epoch);
  cp_json_set_int (document, "cursor", self->cursor);
  cp_json_set_int (document, "schema", self->schema);
  cp_json_set_text (document, "scope", self->scope);
  cp_json_set_int (document, "head_office_ms", self->head_office_ms);
  cp_json_set_int (document, "raw_bytes", self->raw_bytes);
  if (self->chunk_bytes != CP_SNAPSHOT_CHUNK_BYTES)
    cp_json_set_int (document, "chunk_bytes", self->chunk_bytes);
  cp_json_set (document, "chunks", chunks);
  for (guint i = 0; i < self->chunks->len; i++) {
    const CpManifestChunk *chunk = cp_manifest_get_chunk (self, i);
    CpJson *item = json_object ();

    cp_json_set_int (item, "bytes", chunk->packed_bytes);
    cp_json_set_text (item, "hash", chunk->hash);
    cp_json_set_text (item, "raw_hash", chunk->raw_hash);
    cp_json_append (chunks, item);
  }
  return document;
}

char *
cp_manifest_dup_scope (const char *store_id)
{
  return store_id != NULL ? g_strconcat ("store:", store_id, NULL) : g_strdup ("full");
}

/* @content: (transfer full) */
static void
take_content (CpManifest *self, char *content)
{
  guint8 hash[ID_BYTES];
  char hex[2 * ID_BYTES + 1];

  crypto_generichash (hash, sizeof hash, (const guint8 *) content, strlen (content), NULL, 0);
  g_free (self->content);
  self->content = content;
  g_free (self->id);
  self->id = g_strdup (sodium_bin2hex (hex, sizeof hex, hash, sizeof hash));
}

void
cp_manifest_name (CpManifest *self)
{
  g_autoptr (CpJson) content = describe_content (self);

  take_content (self, cp_json_to_text (content));
}

CpJson *
cp_manifest_to_json (const CpManifest *self)
{
  CpJson *document = cp_json_parse_object (self->content, -1, NULL);

  g_assert (document != NULL);
  cp_json_set_text (document, "id", self->id);
  return document;
}

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, CP_ERROR, CP_ERROR_INVALID, "The snapshot's manifest %s", what);
  return FALSE;
}

static gboolean
take_hash (const CpJson *item, const char *key, char *ret_hash)
{
  const char *text = cp_json_get_text (item, key);

  if (text == NULL || strlen (text) != HASH_CHARS ||
      strspn (text, "0123456789abcdef") != HASH_CHARS)
    return FALSE;
  memcpy (ret_hash, text, HASH_CHARS + 1);
  return TRUE;
}

static gboolean
take_chunks (CpManifest *self, const CpJson *list, GError **error)
{
  gsize n = json_array_size (list);
  gsize index;
  json_t *item;

  if (self->chunk_bytes < CP_SNAPSHOT_LEAST_CHUNK_BYTES ||
      self->chunk_bytes > CP_SNAPSHOT_CHUNK_BYTES)
    return refuse (error, "cuts it into pieces that are too small or too large");
  if (n == 0 || n > CP_SNAPSHOT_MAX_CHUNKS)
    return refuse (error, "has no chunks or too many");
  if (self->raw_bytes <= (gint64) (n - 1) * self->chunk_bytes ||
      self->raw_bytes > (gint64) n * self->chunk_bytes)
    return refuse (error, "has not as many chunks as the file needs");
  json_array_foreach ((CpJson *) list, index, item)
  {
    CpManifestChunk chunk = { .packed_bytes = cp_json_get_int (item, "bytes", 0) };

    if (chunk.packed_bytes <= 0 || chunk.packed_bytes > CP_SNAPSHOT_MAX_PACKED_BYTES ||
        !take_hash (item, "hash", chunk.hash) || !take_hash (item, "raw_hash", chunk.raw_hash))
      return refuse (error, "describes a chunk wrongly");
    g_array_append_val (self->chunks, chunk);
  }
  return TRUE;
}

/* The content is what came and not what we make of it: a later head office may say more in it, and what is named
 * and sealed is all that it says. */
static gboolean
check_name (CpManifest *self, const CpJson *document, GError **error)
{
  static const char *const beside[] = { "id", "key", "signature" };
  g_autoptr (CpJson) content = json_copy ((CpJson *) document);

  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    json_object_del (content, beside[i]);
  take_content (self, cp_json_to_text (content));
  if (g_strcmp0 (self->id, cp_json_get_text (document, "id")) == 0)
    return TRUE;
  return refuse (error, "is not what its name says");
}

/* Where it says nothing there is a usual size, which does not stand for one that can't be read. */
static gint64
read_chunk_bytes (const CpJson *document)
{
  return json_object_get (document, "chunk_bytes") != NULL
             ? cp_json_get_int (document, "chunk_bytes", -1)
             : CP_SNAPSHOT_CHUNK_BYTES;
}

CpManifest *
cp_manifest_from_json (const CpJson *document, GError **error)
{
  g_autoptr (CpManifest) self = cp_manifest_new ();

  self->epoch = g_strdup (cp_json_get_text (document, "epoch"));
  self->scope = g_strdup (cp_json_get_text (document, "scope"));
  self->cursor = cp_json_get_int (document, "cursor", -1);
  self->schema = cp_json_get_int (document, "schema", -1);
  self->head_office_ms = cp_json_get_int (document, "head_office_ms", -1);
  self->raw_bytes = cp_json_get_int (document, "raw_bytes", -1);
  self->chunk_bytes = read_chunk_bytes (document);
  if (self->epoch == NULL || *self->epoch == '\0' || self->scope == NULL || self->cursor < 0 ||
      self->schema <= 0 || self->head_office_ms < 0) {
    refuse (error, "lacks what it is of");
    return NULL;
  }
  if (!take_chunks (self, cp_json_get_array (document, "chunks"), error) ||
      !check_name (self, document, error))
    return NULL;
  return g_steal_pointer (&self);
}
