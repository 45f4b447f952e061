/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Snapshots: whether there is one, what its manifest says of it, and whether what can be had is that. */
#include <glib/gstdio.h>
#include <string.h>

#include "conformance-check.h"
#include "cp-files.h"
#include "cp-protocol.h"
#include "cp-range-sum.h"
#include "cp-replica.h"
#include "cp-signature.h"
#include "cp-snapshot-chunk.h"

/* It need not have any, of no version; those that are known to have been. */
#define MOST_SCHEMA 20
#define NO_SCHEMA 999999
#define NO_ID "00000000000000000000000000000000"
#define WAIT_MS 20000
#define LEEWAY_MS 5000

/* While its rows are being added up. */
#define SUMS_WAIT_MS 100

#define NONE_OFFERED "head office offers none"
#define BEING_BUILT "it is still being built"
#define NOT_WHOLE \
  "in part only: the file is too large to be fetched whole, or has other tables than known here"
#define NO_SUMS "in part only: head office offers no sums that it could be held against"

/* A larger one is not fetched whole. */
#define MOST_WHOLE_BYTES (64 * 1024 * 1024)
#define PART_BYTES 100

/* Where an SQLite file has its user_version; https://sqlite.org/fileformat.html, 1.3. */
#define SQLITE_MAGIC "SQLite format 3"
#define VERSION_OFFSET 60

static Reply
ask_manifest (Conformance *self, gint64 schema, gint64 wait_ms)
{
  g_autofree char *path = cp_snapshot_query_to_path (&(CpSnapshotQuery){ schema, wait_ms });

  return conformance_ask (&self->line, "GET", path, NULL);
}

static char *
judge (const Reply *reply)
{
  if (reply->status == 404)
    return NULL;
  if (reply->status == 200)
    return conformance_say (json_array_size (cp_json_get_array (reply->document, "chunks")) > 0,
                            "the manifest has no chunks");
  if (reply->status != 503)
    return g_strdup_printf ("status %u in place of 200, 404 or 503", reply->status);
  if (g_strcmp0 (cp_json_get_text (reply->document, "code"), CP_SNAPSHOT_BUILDING) != 0)
    return g_strdup ("it is not there, and not said to be built");
  return conformance_say (reply->retry_after_ms > 0, "it is not said when to ask again");
}

/* The answer of the first version of which there is any, or 404; it is not waited for. */
static Reply
find_manifest (Conformance *self, gint64 *ret_schema)
{
  Reply reply = ask_manifest (self, cp_replica_get_schema (), 0);

  *ret_schema = cp_replica_get_schema ();
  for (gint64 schema = 1; reply.status == 404 && schema <= MOST_SCHEMA; schema++) {
    reply_clear (&reply);
    *ret_schema = schema;
    reply = ask_manifest (self, schema, 0);
  }
  return reply;
}

/* Head office holds it as long as it was asked to, unless there is one before. */
static char *
judge_held (const Reply *reply)
{
  char *wrong;

  if (reply->status == 404)
    return g_strdup ("there is none after all");
  wrong = judge (reply);
  if (wrong != NULL || reply->status == 200)
    return wrong;
  return conformance_say (reply->took_ms >= WAIT_MS - LEEWAY_MS,
                          "whoever would wait for one is told at once that there is none");
}

/* Whether it is ever built can't be told of one that takes longer than anybody would wait here. */
char *
conformance_check_building (Conformance *self)
{
  gint64 schema;
  g_auto (Reply) at_once = find_manifest (self, &schema);
  g_auto (Reply) waited = { 0 };
  char *wrong = judge (&at_once);

  if (wrong != NULL)
    return wrong;
  if (at_once.status == 404)
    return conformance_pass_over (self, NONE_OFFERED);
  if (at_once.took_ms > LEEWAY_MS)
    return g_strdup ("whoever would not wait is held");
  waited = ask_manifest (self, schema, WAIT_MS);
  wrong = judge_held (&waited);
  if (wrong != NULL || waited.status == 200)
    return wrong;
  return conformance_pass_over (self, BEING_BUILT);
}

typedef struct {
  Reply reply;
  CpManifest *manifest; /* (nullable): there is none to be looked at */
  char *wrong;          /* (nullable) */
} Offer;

static void
offer_clear (Offer *self)
{
  reply_clear (&self->reply);
  cp_manifest_free (self->manifest);
  g_free (self->wrong);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Offer, offer_clear)

static char *
offer_steal_wrong (Offer *self)
{
  return g_steal_pointer (&self->wrong);
}

static Offer
get_offer (Conformance *self)
{
  Offer offer = { 0 };
  gint64 schema;
  g_autoptr (GError) error = NULL;

  offer.reply = find_manifest (self, &schema);
  if (offer.reply.status == 503 && !self->has_waited) {
    self->has_waited = TRUE;
    reply_clear (&offer.reply);
    offer.reply = ask_manifest (self, schema, WAIT_MS);
  }
  if (offer.reply.status == 404)
    offer.wrong = conformance_pass_over (self, NONE_OFFERED);
  else if (offer.reply.status == 503)
    offer.wrong = conformance_pass_over (self, BEING_BUILT);
  else if (offer.reply.status != 200)
    offer.wrong = conformance_expect (&offer.reply, 200, NULL);
  else
    offer.manifest = cp_manifest_from_json (offer.reply.document, &error);
  if (error != NULL)
    offer.wrong = g_strdup_printf ("the manifest: %s", error->message);
  else if (offer.manifest != NULL && offer.manifest->schema != schema)
    offer.wrong = g_strdup ("the manifest is of another version than was asked for");
  return offer;
}

static WireReply
ask_range (Conformance *self, const char *id, gint64 first, gint64 last)
{
  g_autofree char *path = g_strconcat ("/v1/snapshot/", id, NULL);
  g_autofree char *range = g_strdup_printf ("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, first, last);

  return conformance_wire_ask (&self->wire,
                               &(WireRequest){ .method = "GET", .path = path, .range = range });
}

/* (transfer full): as it travels, or %NULL and what is wrong */
static GBytes *
fetch_chunk (Conformance *self, const CpManifest *manifest, guint i, char **ret_wrong)
{
  gint64 first = cp_manifest_get_offset (manifest, i);
  gint64 bytes = cp_manifest_get_chunk (manifest, i)->packed_bytes;
  g_auto (WireReply) reply = ask_range (self, manifest->id, first, first + bytes - 1);

  if (reply.status != 206) {
    *ret_wrong = g_strdup_printf ("a chunk's range: status %u in place of 206", reply.status);
    return NULL;
  }
  return g_steal_pointer (&reply.body);
}

/* (transfer full): what it holds, or %NULL and what is wrong */
static GBytes *
unpack_chunk (Conformance *self, const CpManifest *manifest, guint i, char **ret_wrong)
{
  g_autoptr (GBytes) packed = fetch_chunk (self, manifest, i, ret_wrong);
  GBytes *raw;
  g_autoptr (GError) error = NULL;

  if (packed == NULL)
    return NULL;
  raw = cp_snapshot_chunk_unpack (cp_manifest_get_chunk (manifest, i),
                                  g_bytes_get_data (packed, NULL), g_bytes_get_size (packed),
                                  cp_manifest_get_raw_bytes (manifest, i), &error);
  if (raw == NULL)
    *ret_wrong = g_strdup_printf ("chunk %u: %s", i, error->message);
  return raw;
}

/* Whatever version of the tables it is. */
static char *
check_header (const CpManifest *manifest, GBytes *chunk)
{
  gsize size_bytes;
  const char *bytes = g_bytes_get_data (chunk, &size_bytes);
  guint32 version;

  if (size_bytes < VERSION_OFFSET + sizeof version ||
      memcmp (bytes, SQLITE_MAGIC, sizeof SQLITE_MAGIC) != 0)
    return g_strdup ("the file is no SQLite file");
  memcpy (&version, bytes + VERSION_OFFSET, sizeof version);
  return conformance_say (GUINT32_FROM_BE (version) == manifest->schema,
                          "the file's tables are of another version than the manifest's");
}

/* @path: of the whole file, which may be changed */
typedef char *(*FileFunc) (Conformance *self, const CpManifest *manifest, const char *path);

static char *
with_folder (Conformance *self, const CpManifest *manifest, GString *file, FileFunc func)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("conformance-XXXXXX", &error);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, "snapshot.db", NULL) : NULL;
  g_autofree char *all = folder != NULL ? g_build_filename (folder, "", NULL) : NULL;
  char *wrong;

  if (folder == NULL)
    return g_strdup (error->message);
  if (g_file_set_contents (path, file->str, (gssize) file->len, &error))
    wrong = func (self, manifest, path);
  else
    wrong = g_strdup (error->message);
  cp_files_sweep (cp_world_real (), all, NULL);
  g_rmdir (folder);
  return wrong;
}

/* All of it, or as much of it as says what it is. */
static char *
check_file (Conformance *self, const CpManifest *manifest, FileFunc func)
{
  g_autoptr (GString) file = g_string_new (NULL);
  gboolean whole =
      manifest->raw_bytes <= MOST_WHOLE_BYTES && manifest->schema == cp_replica_get_schema ();
  guint n = whole ? manifest->chunks->len : 1;
  char *wrong = NULL;

  for (guint i = 0; i < n; i++) {
    g_autoptr (GBytes) raw = unpack_chunk (self, manifest, i, &wrong);

    if (raw != NULL && i == 0)
      wrong = check_header (manifest, raw);
    if (raw == NULL || wrong != NULL)
      return wrong;
    g_string_append_len (file, g_bytes_get_data (raw, NULL), (gssize) g_bytes_get_size (raw));
  }
  return whole ? with_folder (self, manifest, file, func) : conformance_pass_over (self, NOT_WHOLE);
}

/* How far the rows contain what was pushed: a device would send it once more, or never. */
static char *
check_acked (Conformance *self, const CpManifest *manifest, gint64 through)
{
  if (self->told == 0)
    return NULL;
  return conformance_say (through == (manifest->cursor >= self->told ? self->seq : 0),
                          "the file does not say how far it has the device's operations");
}

/* It has the tables of the schema if they can be read. */
static char *
check_tables (Conformance *self, const CpManifest *manifest, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpReplica) replica = cp_replica_open_snapshot (path, &error);
  gint64 through = 0;

  if (replica == NULL)
    return g_strdup_printf ("the file can't be opened: %s", error->message);
  if (g_strcmp0 (cp_replica_get_epoch (replica), manifest->epoch) != 0 ||
      cp_replica_get_cursor (replica) != manifest->cursor)
    return g_strdup ("the file is of another place than the manifest");
  cp_replica_forget_sums (replica);
  if (!cp_replica_add_up (replica, G_MAXUINT, &error) ||
      !cp_replica_get_acked (replica, self->incarnation, &through, &error))
    return g_strdup_printf ("the file's tables: %s", error->message);
  return check_acked (self, manifest, through);
}

char *
conformance_check_manifest (Conformance *self)
{
  g_autofree char *untold = conformance_push_and_wait (self);
  g_auto (Offer) offer = get_offer (self);
  g_auto (Reply) now = conformance_push_none (self);
  g_auto (Reply) unknown = { 0 };

  if (untold != NULL)
    return g_steal_pointer (&untold);
  if (offer.manifest == NULL || offer.wrong != NULL)
    return offer_steal_wrong (&offer);
  if (g_strcmp0 (offer.manifest->epoch, self->epoch) != 0 ||
      offer.manifest->cursor > cp_json_get_int (now.document, "gseq", 0))
    return g_strdup ("the manifest is of no place where head office has been");
  unknown = ask_manifest (self, NO_SCHEMA, 0);
  if (unknown.status != 404)
    return g_strdup_printf ("a version that nobody has: status %u in place of 404", unknown.status);
  return check_file (self, offer.manifest, check_tables);
}

static char *
check_seal (Conformance *self, const CpJson *manifest)
{
  if (!cp_seal_check (manifest, CP_SEAL_SNAPSHOT))
    return g_strdup ("the manifest is not sealed");
  return conformance_expect_key (self, manifest, "the manifest");
}

/* The first and the last, and that the manifest is head office's. */
char *
conformance_check_chunks (Conformance *self)
{
  g_auto (Offer) offer = get_offer (self);
  guint last;
  char *wrong = NULL;
  g_autoptr (GBytes) first_raw = NULL;
  g_autoptr (GBytes) last_raw = NULL;

  if (offer.manifest == NULL || offer.wrong != NULL)
    return offer_steal_wrong (&offer);
  wrong = check_seal (self, offer.reply.document);
  if (wrong != NULL)
    return wrong;
  last = offer.manifest->chunks->len - 1;
  first_raw = unpack_chunk (self, offer.manifest, 0, &wrong);
  if (first_raw == NULL || last == 0)
    return wrong;
  last_raw = unpack_chunk (self, offer.manifest, last, &wrong);
  return wrong;
}

/* From the middle of the first chunk on. */
char *
conformance_check_parts (Conformance *self)
{
  g_auto (Offer) offer = get_offer (self);
  g_autoptr (GBytes) chunk = NULL;
  g_auto (WireReply) part = { 0 };
  g_auto (WireReply) unknown = { 0 };
  g_autoptr (GBytes) same = NULL;
  char *wrong = NULL;
  gsize first, length;

  if (offer.manifest == NULL || offer.wrong != NULL)
    return offer_steal_wrong (&offer);
  chunk = fetch_chunk (self, offer.manifest, 0, &wrong);
  if (chunk == NULL)
    return wrong;
  first = g_bytes_get_size (chunk) / 2;
  length = MIN (PART_BYTES, g_bytes_get_size (chunk) - first);
  part = ask_range (self, offer.manifest->id, (gint64) first, (gint64) (first + length) - 1);
  same = g_bytes_new_from_bytes (chunk, first, length);
  if (part.status != 206 || part.body == NULL || !g_bytes_equal (part.body, same))
    return g_strdup ("a part is not what was asked for");
  unknown = ask_range (self, NO_ID, 0, PART_BYTES - 1);
  return unknown.status == 404
             ? NULL
             : g_strdup_printf ("a snapshot that is not there: status %u in place of 404",
                                unknown.status);
}

/* Goes on from where the snapshot was built, as a device does, and waits @wait_ms for more. Returns: what is wrong
 * (transfer full), or %NULL */
static char *
follow_feed (Conformance *self, CpReplica *replica, gint64 wait_ms)
{
  gboolean more = TRUE;

  while (more) {
    g_auto (Reply) page = conformance_feed (self, cp_replica_get_epoch (replica),
                                            cp_replica_get_cursor (replica), 0, wait_ms);
    g_auto (CpReplicaChanges) changes = { NULL };
    g_autoptr (GError) error = NULL;

    if (page.status != 200)
      return g_strdup_printf ("the feed after a snapshot: status %u in place of 200", page.status);
    if (!cp_replica_apply_page (replica, self->incarnation, NULL, page.document, &changes, &error))
      return g_strdup_printf ("the feed after a snapshot: %s", error->message);
    more = cp_json_get_bool (page.document, "more") &&
           json_array_size (cp_json_get_array (page.document, "items")) > 0;
  }
  return NULL;
}

static char *
compare_sums (CpReplica *replica, const CpJson *told)
{
  g_autoptr (CpRangeSums) own = NULL;
  g_autoptr (GError) error = NULL;

  cp_replica_forget_sums (replica);
  if (!cp_replica_add_up (replica, G_MAXUINT, &error))
    return g_strdup (error->message);
  own = cp_range_sums_fold (cp_replica_get_sums (replica), CP_RANGE_LEAST_BITS);
  for (guint range = 0; range < own->sums->len; range++) {
    g_autofree char *sum = cp_range_sums_dup_hex (own, range);

    if (g_strcmp0 (
            sum, json_string_value (json_array_get (cp_json_get_array (told, "sums"), range))) != 0)
      return g_strdup ("the snapshot has other rows than are told");
  }
  return NULL;
}

static Reply
ask_sums_at (Conformance *self, gint64 after)
{
  g_autofree char *path = cp_range_query_to_path (&(CpRangeQuery){ self->epoch, self->incarnation,
                                                                   CONFORMANCE_CHALLENGE, after,
                                                                   CP_RANGE_LEAST_BITS, 0 },
                                                  CP_SEAL_SUMS);

  return conformance_ask (&self->line, "GET", path, NULL);
}

/* Its rows, and what the feed has told since, are those that head office adds up now. */
static char *
check_same_sums (Conformance *self, const CpManifest *manifest, const char *path)
{
  gint64 until_us = g_get_monotonic_time () + self->patience_ms * 1000;
  gint64 wait_ms = 0;
  char *wrong = check_tables (self, manifest, path);
  g_autoptr (CpReplica) replica = NULL;
  g_autoptr (GError) error = NULL;

  if (wrong != NULL)
    return wrong;
  replica = cp_replica_open (cp_world_real (), path, &error);
  if (replica == NULL)
    return g_strdup (error->message);
  do {
    g_auto (Reply) sums = { 0 };

    wrong = follow_feed (self, replica, wait_ms);
    if (wrong != NULL)
      return wrong;
    sums = ask_sums_at (self, cp_replica_get_cursor (replica));
    if (sums.status == 200)
      return compare_sums (replica, sums.document);
    wait_ms = SUMS_WAIT_MS;
    if (sums.status != 412)
      return sums.status == 404 ? conformance_pass_over (self, NO_SUMS)
                                : conformance_expect (&sums, 200, NULL);
  } while (g_get_monotonic_time () < until_us);
  return conformance_pass_over (self, "in part only: head office adds up no rows of one moment");
}

/* What the device is told: of a snapshot where there is one, of the sums where there are any. */
char *
conformance_check_scope (Conformance *self)
{
  char *wrong = conformance_check_sums (self);
  const char *no_sums = g_steal_pointer (&self->untested);
  g_auto (Offer) offer = { 0 };
  g_autofree char *own = cp_manifest_dup_scope (self->store);

  if (wrong != NULL)
    return wrong;
  offer = get_offer (self);
  if (offer.wrong != NULL)
    return offer_steal_wrong (&offer);
  if (offer.manifest == NULL) {
    if (offer.reply.status == 404)
      self->untested = no_sums;
    return NULL;
  }
  if (g_strcmp0 (offer.manifest->scope, "full") != 0 && g_strcmp0 (offer.manifest->scope, own) != 0)
    return g_strdup ("the snapshot is neither of all nor of the device's store");
  wrong = check_file (self, offer.manifest, check_same_sums);
  if (self->untested == NULL)
    self->untested = no_sums;
  return wrong;
}
