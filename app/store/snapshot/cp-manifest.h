/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

G_BEGIN_DECLS

/** CP_SNAPSHOT_CHUNK_BYTES: of the file in each chunk but the last, where the manifest says nothing else;
 *  the most that it may say. CP_SNAPSHOT_LEAST_CHUNK_BYTES: the least. */
#define CP_SNAPSHOT_CHUNK_BYTES (4 * 1024 * 1024)
#define CP_SNAPSHOT_LEAST_CHUNK_BYTES 4096

/** CP_SNAPSHOT_MAX_PACKED_BYTES: no chunk is larger on its way, even if it can't be packed. */
#define CP_SNAPSHOT_MAX_PACKED_BYTES (CP_SNAPSHOT_CHUNK_BYTES + CP_SNAPSHOT_CHUNK_BYTES / 64)

/** CP_SNAPSHOT_MAX_CHUNKS: 16 GiB */
#define CP_SNAPSHOT_MAX_CHUNKS 4096

/** CpManifestChunk: how large it is on its way, and BLAKE2b-256 in hex of it as it travels and of
 *  what it holds. */
typedef struct {
  gint64 packed_bytes;
  char hash[65];
  char raw_hash[65];
} CpManifestChunk;

/**
 * CpManifest:
 * @id: BLAKE2b-128 in hex of @content, so a name stands for one content for ever
 * @schema: the version of the replica's tables (user_version)
 * @scope: whose rows these are, see cp_manifest_dup_scope()
 * @raw_bytes: of the whole file when unpacked
 * @chunk_bytes: of it in each chunk but the last
 * @chunks: of CpManifestChunk, in order; each is a zstd frame of its own, so that a download can be
 *   taken up at any of them
 * @content: the canonical JSON of all that it says: what cp_manifest_name() made of the fields, or what
 *   cp_manifest_from_json() was given, keys that nobody here knows among it
 *
 * What a snapshot consists of: a replica of all of head office's rows as of @cursor. As a document it
 * is sealed by head office (cp-signature.h), which whoever takes it has to look at.
 */
typedef struct {
  char *id;
  char *epoch;
  gint64 cursor;
  gint64 schema;
  char *scope;
  gint64 head_office_ms;
  gint64 raw_bytes;
  gint64 chunk_bytes;
  GArray *chunks;
  char *content;
} CpManifest;

CpManifest *cp_manifest_new (void);
CpManifest *cp_manifest_copy (const CpManifest *self);
void cp_manifest_free (CpManifest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpManifest, cp_manifest_free)

/** cp_manifest_dup_scope: (transfer full): `full`, or `store:ID` of what the devices of @store_id
 *  (nullable) are told */
char *cp_manifest_dup_scope (const char *store_id);

/** cp_manifest_name: sets @content and @id; to be called once all else is set. */
void cp_manifest_name (CpManifest *self);

/**
 * cp_manifest_from_json:
 *
 * Returns: (transfer full): or %NULL with %CP_ERROR_INVALID for what does not hang together: sizes,
 *   counts, hashes, or an id that is not its content's. A key that is not known is passed over, and stays part
 *   of the content. Whether the document is sealed, the caller has to look at: its seal covers those, too.
 */
CpManifest *cp_manifest_from_json (const CpJson *document,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_manifest_to_json: (transfer full): @content and @id, of one that has been named or read */
CpJson *cp_manifest_to_json (const CpManifest *self);

const CpManifestChunk *cp_manifest_get_chunk (const CpManifest *self, guint index);

/** cp_manifest_get_raw_bytes: how much of the file chunk @index holds */
gsize cp_manifest_get_raw_bytes (const CpManifest *self, guint index);

/** cp_manifest_get_raw_offset: where in the file chunk @index begins */
gint64 cp_manifest_get_raw_offset (const CpManifest *self, guint index);

/** cp_manifest_get_offset: how many bytes of chunks travel before @index */
gint64 cp_manifest_get_offset (const CpManifest *self, guint index);

G_END_DECLS
