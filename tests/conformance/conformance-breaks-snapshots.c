/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "conformance-breaks.h"
#include "cp-replica.h"
#include "cp-signature.h"
#include "cp-snapshot-chunk.h"
#include "cp-test-folder.h"
#include "cp-test-snapshot.h"

#define SQLITE_MAGIC "SQLite format 3"
#define VERSION_OFFSET 60

static gboolean
is_manifest (const char *path, const CpJson *document)
{
  return g_str_has_prefix (path, "/v1/snapshot?") && json_object_get (document, "chunks") != NULL;
}

static gboolean
is_part (const char *path)
{
  return g_str_has_prefix (path, "/v1/snapshot/");
}

static void
name_badly (const char *path, guint *status, CpJson *document)
{
  if (is_manifest (path, document))
    cp_json_set_int (document, "cursor", 1);
}

static void
set_cursor (const char *path, guint *status, CpJson *document)
{
  if (!is_manifest (path, document))
    return;
  cp_json_set_int (document, "cursor", 1);
  break_name_manifest (document);
}

static void
set_epoch (const char *path, guint *status, CpJson *document)
{
  if (!is_manifest (path, document))
    return;
  cp_json_set_text (document, "epoch", "another");
  cp_test_snapshot_name (document);
}

static void
set_schema (const char *path, guint *status, CpJson *document)
{
  if (!is_manifest (path, document))
    return;
  cp_json_set_int (document, "schema", cp_json_get_int (document, "schema", 0) + 1);
  cp_test_snapshot_name (document);
}

static void
set_scope (const char *path, guint *status, CpJson *document)
{
  if (!is_manifest (path, document))
    return;
  cp_json_set_text (document, "scope", "store:of-nobody");
  cp_test_snapshot_name (document);
}

/* Of one range far behind those that are fetched. */
static void
change_last_sum (const char *path, guint *status, CpJson *document)
{
  CpJson *sums = cp_json_get_array (document, "sums");

  if (sums != NULL)
    json_array_set_new (sums, json_array_size (sums) - 1, json_string ("1111111111111111"));
}

static void
have_every_version (const char *path, guint *status, CpJson *document)
{
  if (*status == 404)
    *status = 200;
}

/* Another file, of one chunk */

static GBytes *forged;

static void
forge (CpJson *document, const char *bytes, gsize size_bytes)
{
  CpManifestChunk chunk;
  GBytes *packed = cp_snapshot_chunk_pack (bytes, size_bytes, &chunk);

  g_clear_pointer (&forged, g_bytes_unref);
  forged = packed;
  cp_json_set_int (document, "raw_bytes", (gint64) size_bytes);
  cp_json_set (document, "chunks",
               json_pack ("[{s:I, s:s, s:s}]", "bytes", (json_int_t) g_bytes_get_size (packed),
                          "hash", chunk.hash, "raw_hash", chunk.raw_hash));
  cp_test_snapshot_name (document);
}

static void
give_forged (const WireRequest *request, WireReply *reply)
{
  if (!is_part (request->path) || forged == NULL)
    return;
  g_clear_pointer (&reply->body, g_bytes_unref);
  reply->status = 206;
  reply->body = g_steal_pointer (&forged);
}

static void
forge_text (const char *path, guint *status, CpJson *document)
{
  g_autofree char *text = g_strnfill (4096, 'a');

  if (is_manifest (path, document))
    forge (document, text, strlen (text));
}

static void
forge_header (const char *path, CpJson *document, gint64 version)
{
  char bytes[4096] = SQLITE_MAGIC;
  guint32 big_endian = GUINT32_TO_BE ((guint32) version);

  memcpy (bytes + VERSION_OFFSET, &big_endian, sizeof big_endian);
  if (is_manifest (path, document))
    forge (document, bytes, sizeof bytes);
}

static void
forge_version (const char *path, guint *status, CpJson *document)
{
  forge_header (path, document, cp_replica_get_schema () + 1);
}

static void
forge_empty (const char *path, guint *status, CpJson *document)
{
  forge_header (path, document, cp_replica_get_schema ());
}

/* One that is good, and has nobody's operations. */
static void
forge_without_operations (const char *path, guint *status, CpJson *document)
{
  g_autoptr (CpTestFolder) folder = NULL;
  g_autoptr (CpTestSnapshot) snapshot = NULL;
  g_autoptr (CpJson) manifest = NULL;

  if (!is_manifest (path, document))
    return;
  folder = cp_test_folder_new ();
  snapshot = cp_test_snapshot_new (folder, cp_json_get_text (document, "epoch"),
                                   cp_json_get_int (document, "cursor", 0), NULL, 0);
  manifest = cp_manifest_to_json (snapshot->manifest);
  json_object_update (document, manifest);
  g_clear_pointer (&forged, g_bytes_unref);
  forged = g_bytes_ref (snapshot->chunks->pdata[0]);
}

/* Parts */

static void
flip_byte (const WireRequest *request, WireReply *reply)
{
  gsize size_bytes;
  char *bytes;

  if (!is_part (request->path) || reply->status != 206)
    return;
  bytes = g_bytes_unref_to_data (reply->body, &size_bytes);
  bytes[size_bytes / 2] ^= 1;
  reply->body = g_bytes_new_take (bytes, size_bytes);
}

static void
give_whole (const WireRequest *request, WireReply *reply)
{
  if (is_part (request->path))
    reply->status = 200;
}

static void
give_less (const WireRequest *request, WireReply *reply)
{
  GBytes *body = reply->body;

  if (!is_part (request->path) || reply->status != 206)
    return;
  reply->body = g_bytes_new_from_bytes (body, 0, g_bytes_get_size (body) - 1);
  g_bytes_unref (body);
}

static void
have_every_snapshot (const WireRequest *request, WireReply *reply)
{
  if (reply->status == 404)
    reply->status = 206;
}

/* Waiting */

static void
be_unavailable (const char *path, guint *status, CpJson *document)
{
  if (*status == 503)
    cp_json_set_text (document, "code", "unavailable");
}

static void
fail (const char *path, guint *status, CpJson *document)
{
  if (*status == 503)
    *status = 500;
}

static void
give_nothing_at_last (const char *path, guint *status, CpJson *document)
{
  if (break_is_about (path, "wait_ms=2"))
    *status = 404;
}

static void
forget_chunks (const char *path, guint *status, CpJson *document)
{
  if (is_manifest (path, document))
    cp_json_set (document, "chunks", json_array ());
}

static void
build_for_ever (const char *path, guint *status, CpJson *document)
{
  if (!is_manifest (path, document))
    return;
  *status = 503;
  cp_json_set_text (document, "code", "building");
}

static void
change_nothing (const char *path, guint *status, CpJson *document)
{
}

static const Break breaks[] = {
  { 32, "the manifest: ", name_badly },
  { 32, "of no place where head office has been", set_epoch },
  { 32, "of another version than was asked for", set_schema },
  { 32, "a version that nobody has", have_every_version },
  { 32, "the file is of another place", set_cursor, .change_path = break_ask_for_real },
  { 32, "the file is no SQLite file", forge_text, give_forged },
  { 32, "of another version than the manifest's", forge_version, give_forged },
  { 32, "the file can't be opened", forge_empty, give_forged },
  { 32, "how far it has the device's operations", forge_without_operations, give_forged },
  { 33, "the manifest is not sealed", break_signature },
  { 33, "the manifest is sealed with another key", .sealed = CP_SEAL_SNAPSHOT, .is_strange = TRUE },
  { 33, "chunk 0: ", .change_wire = flip_byte },
  { 33, "a chunk's range: status 200", .change_wire = give_whole },
  { 34, "a part is not what was asked for", .change_wire = give_less },
  { 34, "a snapshot that is not there", .change_wire = have_every_snapshot },
  { 57, "neither of all nor of the device's store", set_scope },
  { 57, "other rows than are told", change_last_sum },
  { 57, "other rows than are told", change_last_sum, .is_live = TRUE },
  { 78, "not said to be built", be_unavailable },
  { 78, "in place of 200, 404 or 503", fail },
  { 78, "not said when to ask again", change_nothing, .retry_after_ms = BREAK_NO_RETRY },
  { 78, "there is none after all", give_nothing_at_last },
  { 78, "the manifest has no chunks", forget_chunks },
  { 78, "is told at once that there is none", build_for_ever, .retry_after_ms = 1000 },
};

const Breaks breaks_of_snapshots = { breaks, G_N_ELEMENTS (breaks) };
