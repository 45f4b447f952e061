/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-manifest.h"

#include <string.h>

#include "cp-error.h"
#include "cp-test-snapshot.h"

static CpManifest *
make_manifest (void)
{
  CpManifest *manifest = cp_manifest_new ();
  CpManifestChunk chunk = { .packed_bytes = 100 };

  memset (chunk.hash, 'a', 64);
  memset (chunk.raw_hash, 'b', 64);
  manifest->epoch = g_strdup ("e1");
  manifest->cursor = 7;
  manifest->schema = 1;
  manifest->scope = g_strdup ("full");
  manifest->head_office_ms = 5;
  manifest->raw_bytes = CP_SNAPSHOT_CHUNK_BYTES + 10;
  g_array_append_val (manifest->chunks, chunk);
  chunk.packed_bytes = 3;
  g_array_append_val (manifest->chunks, chunk);
  cp_manifest_name (manifest);
  return manifest;
}

static void
test_round_trip (void)
{
  g_autoptr (CpManifest) manifest = make_manifest ();
  g_autoptr (CpJson) json = cp_manifest_to_json (manifest);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpManifest) read = cp_manifest_from_json (json, &error);
  g_autoptr (CpJson) again = NULL;

  g_assert_no_error (error);
  again = cp_manifest_to_json (read);
  g_assert_true (json_equal (json, again));
}

static void
test_knows_its_parts (void)
{
  g_autoptr (CpManifest) manifest = make_manifest ();

  g_assert_cmpuint (cp_manifest_get_raw_bytes (manifest, 0), ==, CP_SNAPSHOT_CHUNK_BYTES);
  g_assert_cmpuint (cp_manifest_get_raw_bytes (manifest, 1), ==, 10);
  g_assert_cmpint (cp_manifest_get_offset (manifest, 1), ==, 100);
  g_assert_cmpint (cp_manifest_get_offset (manifest, 2), ==, 103);
}

/* Where nothing is said they are of 4 MiB, so that manifests from before are what they were. */
static void
test_knows_small_chunks (void)
{
  g_autoptr (CpManifest) manifest = make_manifest ();
  g_autoptr (CpJson) json = NULL;
  g_autoptr (CpManifest) read = NULL;
  g_autoptr (GError) error = NULL;

  manifest->chunk_bytes = 4096;
  manifest->raw_bytes = 5000;
  cp_manifest_name (manifest);
  json = cp_manifest_to_json (manifest);
  read = cp_manifest_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cp_manifest_get_raw_bytes (read, 1), ==, 904);
  g_assert_cmpint (cp_manifest_get_raw_offset (read, 1), ==, 4096);
}

typedef struct {
  const char *name;
  const char *key;
  const char *value;
  gboolean is_by_content; /* not by its name alone */
} Bad;

static const Bad bad[] = {
  { "another-cursor", "cursor", "[8]", FALSE },
  { "no-epoch", "epoch", "[null]", TRUE },
  { "no-scope", "scope", "[3]", TRUE },
  { "no-schema", "schema", "[0]", TRUE },
  { "too-few-chunks", "chunks", "[[]]", TRUE },
  { "more-than-its-chunks", "raw_bytes", "[8388609]", TRUE },
  { "less-than-its-chunks", "raw_bytes", "[4194304]", TRUE },
  { "chunks-that-are-too-small", "chunk_bytes", "[4095]", TRUE },
  { "chunks-that-are-too-large", "chunk_bytes", "[4194305]", TRUE },
  { "chunks-of-no-number-of-bytes", "chunk_bytes", "[\"4096\"]", TRUE },
  { "chunks-of-half-bytes", "chunk_bytes", "[4194304.0]", TRUE },
  { "a-chunk-without-hash", "chunks", "[[{\"bytes\":1},{\"bytes\":1}]]", TRUE },
  { "another-id", "id", "[\"x\"]", FALSE },
};

static void
assert_refused (const CpJson *document)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_manifest_from_json (document, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_refuses (gconstpointer data)
{
  const Bad *one = data;
  g_autoptr (CpManifest) manifest = make_manifest ();
  g_autoptr (CpJson) json = cp_manifest_to_json (manifest);
  g_autoptr (CpJson) value = cp_json_parse (one->value, -1, NULL);

  cp_json_set (json, one->key, json_incref (json_array_get (value, 0)));
  assert_refused (json);
}

/* Whatever it is called. */
static void
test_refuses_by_its_content (gconstpointer data)
{
  const Bad *one = data;
  g_autoptr (CpManifest) manifest = make_manifest ();
  g_autoptr (CpJson) json = cp_manifest_to_json (manifest);
  g_autoptr (CpJson) value = cp_json_parse (one->value, -1, NULL);

  cp_json_set (json, one->key, json_incref (json_array_get (value, 0)));
  cp_test_snapshot_name (json);
  assert_refused (json);
}

/* As a later head office may say more, of all and of a chunk; it goes on to others as it came. */
static void
test_passes_unknown_keys_over (void)
{
  g_autoptr (CpManifest) manifest = make_manifest ();
  g_autoptr (CpJson) document = cp_manifest_to_json (manifest);
  CpJson *chunk = json_array_get (cp_json_get_array (document, "chunks"), 0);
  g_autoptr (CpManifest) read = NULL;
  g_autoptr (CpManifest) copy = NULL;
  g_autoptr (CpJson) again = NULL;
  g_autoptr (GError) error = NULL;

  cp_json_set (document, "of_no_meaning", json_pack ("{s:[f, n]}", "nor_this", 0.5));
  cp_json_set_text (chunk, "nor_that", "\u00fc");
  assert_refused (document); /* the name is of all that it says */
  cp_test_snapshot_name (document);
  read = cp_manifest_from_json (document, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->id, !=, manifest->id);
  g_assert_cmpint (read->cursor, ==, 7);
  copy = cp_manifest_copy (read);
  again = cp_manifest_to_json (copy);
  g_assert_true (json_equal (document, again));
}

/* What has the usual size may say so. */
static void
test_may_name_the_usual_size (void)
{
  g_autoptr (CpManifest) manifest = make_manifest ();
  g_autoptr (CpJson) document = cp_manifest_to_json (manifest);
  g_autoptr (CpManifest) read = NULL;
  g_autoptr (GError) error = NULL;

  cp_json_set_int (document, "chunk_bytes", CP_SNAPSHOT_CHUNK_BYTES);
  cp_test_snapshot_name (document);
  read = cp_manifest_from_json (document, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read->chunk_bytes, ==, CP_SNAPSHOT_CHUNK_BYTES);
}

/* The seal is the document's, and its name and its content are as without it. */
static void
test_seal_is_beside (void)
{
  g_autoptr (CpManifest) manifest = make_manifest ();
  g_autoptr (CpJson) document = cp_manifest_to_json (manifest);
  g_autoptr (CpManifest) sealed = NULL;
  g_autoptr (GError) error = NULL;

  cp_json_set_text (document, "key", "k");
  cp_json_set_text (document, "signature", "s");
  sealed = cp_manifest_from_json (document, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sealed->id, ==, manifest->id);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/manifest/round-trip", test_round_trip);
  g_test_add_func ("/manifest/knows-where-its-chunks-are", test_knows_its_parts);
  g_test_add_func ("/manifest/may-have-smaller-chunks", test_knows_small_chunks);
  g_test_add_func ("/manifest/is-the-same-with-a-seal", test_seal_is_beside);
  g_test_add_func ("/manifest/passes-unknown-keys-over", test_passes_unknown_keys_over);
  g_test_add_func ("/manifest/may-name-the-usual-size", test_may_name_the_usual_size);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *path = g_strconcat ("/manifest/refuses/", bad[i].name, NULL);
    g_autofree char *named = g_strconcat (path, "/by-whatever-name", NULL);

    g_test_add_data_func (path, &bad[i], test_refuses);
    if (bad[i].is_by_content)
      g_test_add_data_func (named, &bad[i], test_refuses_by_its_content);
  }
  return g_test_run ();
}
