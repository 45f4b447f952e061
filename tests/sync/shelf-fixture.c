/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "shelf-fixture.h"

void
shelf_open (Fixture *self)
{
  g_autofree char *folder = g_build_filename (self->office->folder, "snapshots", NULL);
  g_autoptr (GError) error = NULL;

  self->shelf = cp_snapshot_shelf_new (self->office->office, folder, &error);
  g_assert_no_error (error);
}

void
shelf_set_up (Fixture *self, gconstpointer data)
{
  self->office = office_new ();
  shelf_open (self);
}

void
shelf_tear_down (Fixture *self, gconstpointer data)
{
  cp_snapshot_shelf_free (self->shelf);
  office_free (self->office);
  g_free (self->id);
}

void
shelf_on_snapshot (gpointer data, const CpManifest *manifest)
{
  Fixture *self = data;

  g_free (self->id);
  self->id = manifest != NULL ? g_strdup (manifest->id) : NULL;
  self->n_answers++;
}

char *
shelf_ask (Fixture *self)
{
  guint n = self->n_answers;

  cp_snapshot_shelf_ask (self->shelf, self->store_id, shelf_on_snapshot, self);
  while (self->n_answers == n)
    g_main_context_iteration (NULL, TRUE);
  return g_strdup (self->id);
}

gboolean
shelf_has (Fixture *self, const char *id)
{
  g_autofree char *path = cp_snapshot_shelf_dup_path (self->shelf, self->store_id, id);

  return path != NULL && g_file_test (path, G_FILE_TEST_EXISTS);
}

char *
shelf_dup_folder (Fixture *self)
{
  return g_build_filename (self->office->folder, "snapshots", NULL);
}

gint64
shelf_count_files (Fixture *self, const char *suffix)
{
  g_autofree char *path = shelf_dup_folder (self);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  gint64 n = 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    n += g_str_has_suffix (name, suffix);
  return n;
}

/* How often the rows are copied, which is once for each that is built. Tests run one after the other, so there
 * is one of it. */
static struct {
  guint n;
  const CpHeadOfficeStorageClass *real;
  CpHeadOfficeStorageClass counting;
} copies;

static gboolean
open_counted_copy (CpHeadOfficeStorage *storage,
                   const char *path,
                   CpHeadOfficeStorage **ret_copy,
                   GError **error)
{
  copies.n++;
  return copies.real->open_copy (storage, path, ret_copy, error);
}

void
shelf_count_copies (Fixture *self)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office->office);

  copies.n = 0;
  copies.real = storage->class_;
  copies.counting = *copies.real;
  copies.counting.open_copy = open_counted_copy;
  storage->class_ = &copies.counting;
}

guint
shelf_stop_counting (Fixture *self)
{
  cp_head_office_get_storage (self->office->office)->class_ = copies.real;
  return copies.n;
}

void
shelf_erase (Fixture *self, guint n)
{
  g_autofree char *id = cp_test_chain_id (n, "member");
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_head_office_erase (self->office->office, id, &error));
  g_assert_no_error (error);
}

void
shelf_ask_and_leave (Fixture *self,
                     const char *store_id,
                     void (*leave) (CpSnapshotShelf *, gpointer))
{
  cp_snapshot_shelf_ask (self->shelf, store_id, shelf_on_snapshot, &self->store_id);
  leave (self->shelf, &self->store_id);
}
