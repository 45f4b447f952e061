/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-snapshot.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "cp-replica.h"
#include "cp-snapshot-file.h"
#include "cp-test-chain.h"

static void
put_account (CpReplica *replica, guint n)
{
  g_autoptr (CpAccount) account = cp_test_chain_account (n);
  g_autoptr (GError) error = NULL;

  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; i < account->rows[kind]->len; i++) {
      g_autoptr (CpJson) data = cp_entity_to_json (account->rows[kind]->pdata[i]);

      g_assert_true (cp_replica_put (replica, (CpKind) kind, 1, data, &error));
      g_assert_no_error (error);
    }
}

static void
put_programme_and_staff (CpReplica *replica)
{
  g_autoptr (GPtrArray) staff = cp_test_chain_staff ();
  g_autoptr (CpJson) programme = json_object ();
  g_autoptr (GError) error = NULL;

  cp_json_set_text (programme, "id", "current");
  cp_json_set (programme, "document", cp_test_chain_programme_json ());
  g_assert_true (cp_replica_put (replica, CP_KIND_PROGRAMME, 1, programme, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < staff->len; i++) {
    g_autoptr (CpJson) data = cp_entity_to_json (staff->pdata[i]);

    g_assert_true (cp_replica_put (replica, CP_KIND_STAFF, 1, data, &error));
    g_assert_no_error (error);
  }
}

static void
build (const char *path, const char *epoch, gint64 cursor, const char *incarnation, gint64 acked)
{
  g_autoptr (GError) error = NULL;
  CpReplica *replica = cp_replica_build (cp_world_real (), path, &error);

  g_assert_no_error (error);
  put_account (replica, 1);
  put_account (replica, 2);
  put_programme_and_staff (replica);
  if (incarnation != NULL)
    g_assert_true (cp_replica_put_acked (replica, incarnation, acked, &error));
  g_assert_no_error (error);
  g_assert_true (cp_replica_seal (replica, epoch, cursor, CP_TEST_NOW_MS, &error));
  g_assert_no_error (error);
}

static GPtrArray *
cut (const char *path, const CpManifest *manifest)
{
  GPtrArray *chunks = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autofree char *bytes = NULL;
  gsize size;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpint (cp_manifest_get_offset (manifest, manifest->chunks->len), ==, size);
  for (guint i = 0; i < manifest->chunks->len; i++)
    g_ptr_array_add (chunks,
                     g_bytes_new (bytes + cp_manifest_get_offset (manifest, i),
                                  (gsize) cp_manifest_get_chunk (manifest, i)->packed_bytes));
  return chunks;
}

/* Takes the file at @path, which is deleted. */
static CpTestSnapshot *
pack (const char *path, const char *epoch, gint64 cursor)
{
  CpTestSnapshot *self = g_new0 (CpTestSnapshot, 1);
  g_autofree char *packed = g_strconcat (path, ".zst", NULL);
  g_autoptr (GError) error = NULL;

  self->manifest = cp_manifest_new ();
  self->manifest->epoch = g_strdup (epoch);
  self->manifest->cursor = cursor;
  self->manifest->schema = cp_replica_get_schema ();
  self->manifest->scope = g_strdup ("full");
  self->manifest->head_office_ms = CP_TEST_NOW_MS;
  g_assert_true (cp_snapshot_file_pack (cp_world_real (), path, packed, self->manifest, &error));
  g_assert_no_error (error);
  self->chunks = cut (packed, self->manifest);
  g_unlink (path);
  g_unlink (packed);
  return self;
}

CpTestSnapshot *
cp_test_snapshot_of (gconstpointer bytes, gsize n_bytes)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("cp-snapshot-XXXXXX", &path, NULL);
  g_autoptr (GError) error = NULL;

  g_close (fd, NULL);
  g_file_set_contents (path, bytes, (gssize) n_bytes, &error);
  g_assert_no_error (error);
  return pack (path, "e1", 7);
}

CpTestSnapshot *
cp_test_snapshot_new (
    const char *folder, const char *epoch, gint64 cursor, const char *incarnation, gint64 acked)
{
  g_autofree char *path = g_build_filename (folder, "head-office.db", NULL);
  g_autofree char *lock = g_strconcat (path, ".lock", NULL);

  build (path, epoch, cursor, incarnation, acked);
  g_unlink (lock);
  return pack (path, epoch, cursor);
}

void
cp_test_snapshot_free (CpTestSnapshot *self)
{
  if (self == NULL)
    return;
  cp_manifest_free (self->manifest);
  g_ptr_array_unref (self->chunks);
  g_free (self);
}

CpManifest *
cp_test_snapshot_dup_manifest (const CpTestSnapshot *self)
{
  return cp_manifest_copy (self->manifest);
}

void
cp_test_snapshot_name (CpJson *document)
{
  static const char *const beside[] = { "id", "key", "signature" };
  g_autoptr (CpJson) content = json_copy (document);
  g_autofree char *text = NULL;
  guint8 hash[16];
  char hex[2 * sizeof hash + 1];

  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    json_object_del (content, beside[i]);
  text = cp_json_to_text (content);
  crypto_generichash (hash, sizeof hash, (const guint8 *) text, strlen (text), NULL, 0);
  cp_json_set_text (document, "id", sodium_bin2hex (hex, sizeof hex, hash, sizeof hash));
}
