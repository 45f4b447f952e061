/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-snapshot-shelf.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

#include "cp-error.h"
#include "cp-snapshot-build.h"

/* A snapshot is fresh while what has come since is less than it saves. */
#define MAX_AGE_MS (24 * 3600 * G_GINT64_CONSTANT (1000))
#define MAX_LAG 100000

#define N_KEPT 2

typedef struct {
  CpSnapshotFunc func;
  gpointer data;
} Asker;

struct _CpSnapshotShelf {
  CpHeadOffice *office;
  char *folder;
  CpManifest *kept[N_KEPT]; /* the newest first */
  GArray *askers;           /* of Asker */
  GTask *building;
  gboolean is_stale; /* what is being built may hold what has been erased since */
};

/* What the thread works on, and nobody else meanwhile. */
typedef struct {
  CpHeadOfficeStorage *copy;
  char *copy_path;
  char *folder;
  gint64 now_ms;
} Work;

static void
delete_in (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
}

static void
on_office_erased (gpointer data)
{
  cp_snapshot_shelf_clear (data);
}

CpSnapshotShelf *
cp_snapshot_shelf_new (CpHeadOffice *office, const char *folder, GError **error)
{
  CpSnapshotShelf *self;

  if (g_mkdir_with_parents (folder, 0700) != 0) {
    g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "Can't make %s: %s", folder,
                 g_strerror (errno));
    return NULL;
  }
  delete_in (folder);
  self = g_new0 (CpSnapshotShelf, 1);
  self->office = office;
  self->folder = g_strdup (folder);
  self->askers = g_array_new (FALSE, FALSE, sizeof (Asker));
  cp_head_office_set_erased_func (office, on_office_erased, self);
  return self;
}

static void
delete_kept (CpSnapshotShelf *self, guint index)
{
  g_autofree char *path = NULL;

  if (self->kept[index] == NULL)
    return;
  path = g_strdup_printf ("%s/%s.zst", self->folder, self->kept[index]->id);
  g_unlink (path);
  g_clear_pointer (&self->kept[index], cp_manifest_free);
}

void
cp_snapshot_shelf_clear (CpSnapshotShelf *self)
{
  for (guint i = 0; i < N_KEPT; i++)
    delete_kept (self, i);
  self->is_stale = self->building != NULL;
}

void
cp_snapshot_shelf_free (CpSnapshotShelf *self)
{
  if (self == NULL)
    return;
  cp_head_office_set_erased_func (self->office, NULL, NULL);
  g_array_set_size (self->askers, 0);
  while (self->building != NULL)
    g_main_context_iteration (g_task_get_context (self->building), TRUE);
  cp_snapshot_shelf_clear (self);
  g_rmdir (self->folder);
  g_array_unref (self->askers);
  g_free (self->folder);
  g_free (self);
}

static gboolean
is_fresh (CpSnapshotShelf *self)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  const CpManifest *newest = self->kept[0];
  gint64 now_ms = cp_world_wall_ms (cp_head_office_get_world (self->office));
  gint64 gseq = 0;

  return newest != NULL && g_str_equal (newest->epoch, cp_head_office_get_epoch (self->office)) &&
         ABS (now_ms - newest->head_office_ms) < MAX_AGE_MS &&
         storage->class_->get_last_gseq (storage, &gseq, NULL) && gseq - newest->cursor < MAX_LAG;
}

static void
free_work (gpointer data)
{
  Work *work = data;

  cp_head_office_storage_free (work->copy);
  delete_in (work->folder);
  g_rmdir (work->folder);
  g_free (work->folder);
  g_free (work->copy_path);
  g_free (work);
}

static void
build (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  CpManifest *manifest = cp_snapshot_build (work->copy, work->folder, work->now_ms, &error);

  if (manifest != NULL)
    g_task_return_pointer (task, manifest, (GDestroyNotify) cp_manifest_free);
  else
    g_task_return_error (task, error);
}

static void
answer (CpSnapshotShelf *self, const CpManifest *manifest)
{
  g_autoptr (GArray) askers = g_steal_pointer (&self->askers);

  self->askers = g_array_new (FALSE, FALSE, sizeof (Asker));
  for (guint i = 0; i < askers->len; i++) {
    const Asker *asker = &g_array_index (askers, Asker, i);

    asker->func (asker->data, manifest);
  }
}

/* Returns: whether the packed file stands on the shelf */
static gboolean
take_file (CpSnapshotShelf *self, const Work *work, const CpManifest *manifest)
{
  g_autofree char *from = g_strdup_printf ("%s/%s.zst", work->folder, manifest->id);
  g_autofree char *to = g_strdup_printf ("%s/%s.zst", self->folder, manifest->id);

  return g_rename (from, to) == 0;
}

static void
keep (CpSnapshotShelf *self, CpManifest *manifest)
{
  if (self->kept[0] != NULL && g_str_equal (self->kept[0]->id, manifest->id)) {
    cp_manifest_free (manifest);
    return;
  }
  delete_kept (self, N_KEPT - 1);
  for (guint i = N_KEPT - 1; i > 0; i--)
    self->kept[i] = self->kept[i - 1];
  self->kept[0] = manifest;
}

static void begin (CpSnapshotShelf *self);

static void
on_build_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  CpSnapshotShelf *self = data;
  const Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  CpManifest *manifest = g_task_propagate_pointer (G_TASK (result), &error);

  g_clear_object (&self->building);
  if (self->is_stale) {
    g_clear_pointer (&manifest, cp_manifest_free);
    self->is_stale = FALSE;
    if (self->askers->len > 0)
      begin (self);
    return;
  }
  if (manifest != NULL && take_file (self, work, manifest)) {
    g_message ("A snapshot at %" G_GINT64_FORMAT " is ready", manifest->cursor);
    keep (self, manifest);
    answer (self, self->kept[0]);
    return;
  }
  g_message ("No snapshot could be built: %s", error != NULL ? error->message : "no file");
  g_clear_pointer (&manifest, cp_manifest_free);
  answer (self, NULL);
}

static Work *
prepare (CpSnapshotShelf *self, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  Work *work = g_new0 (Work, 1);

  work->now_ms = cp_world_wall_ms (cp_head_office_get_world (self->office));
  work->folder = g_build_filename (self->folder, "work-XXXXXX", NULL);
  if (g_mkdtemp (work->folder) == NULL) {
    g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "Can't make %s: %s", work->folder,
                 g_strerror (errno));
  } else {
    work->copy_path = g_build_filename (work->folder, "copy.db", NULL);
    if (storage->class_->open_copy (storage, work->copy_path, &work->copy, error))
      return work;
  }
  free_work (work);
  return NULL;
}

static void
begin (CpSnapshotShelf *self)
{
  g_autoptr (GError) error = NULL;
  Work *work = prepare (self, &error);

  if (work == NULL) {
    g_message ("No snapshot could be built: %s", error->message);
    answer (self, NULL);
    return;
  }
  self->building = g_task_new (NULL, NULL, on_build_ready, self);
  g_task_set_task_data (self->building, work, free_work);
  g_task_run_in_thread (self->building, build);
}

void
cp_snapshot_shelf_ask (CpSnapshotShelf *self, CpSnapshotFunc func, gpointer data)
{
  Asker asker = { func, data };

  if (is_fresh (self)) {
    func (data, self->kept[0]);
    return;
  }
  g_array_append_val (self->askers, asker);
  if (self->building == NULL)
    begin (self);
}

void
cp_snapshot_shelf_cancel (CpSnapshotShelf *self, gpointer data)
{
  for (guint i = self->askers->len; i > 0; i--)
    if (g_array_index (self->askers, Asker, i - 1).data == data)
      g_array_remove_index (self->askers, i - 1);
}

char *
cp_snapshot_shelf_dup_path (const CpSnapshotShelf *self, const char *id)
{
  for (guint i = 0; i < N_KEPT; i++)
    if (self->kept[i] != NULL && g_str_equal (self->kept[i]->id, id))
      return g_strdup_printf ("%s/%s.zst", self->folder, id);
  return NULL;
}
