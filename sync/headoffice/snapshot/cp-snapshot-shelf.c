/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-snapshot-shelf.h"

#include <gio/gio.h>

#include "cp-files.h"
#include "cp-head-office-forget.h"
#include "cp-snapshot-build.h"

/* A snapshot is fresh while what has come since is less than it saves, and is in the feed. */
#define MAX_AGE_MS (24 * 3600 * G_GINT64_CONSTANT (1000))
#define MAX_LAG 100000

#define N_KEPT 2

typedef struct {
  char *scope; /* as in a manifest */
  CpSnapshotFunc func;
  gpointer data;
} Asker;

static void
clear_asker (gpointer data)
{
  g_free (((Asker *) data)->scope);
}

/* Whoever asks for it waits for the same one, so each scope has one. */
typedef struct {
  char *scope;
  char *store_id;       /* (nullable) */
  gboolean is_promised; /* somebody was told to ask for it again */
} Turn;

static void
clear_turn (gpointer data)
{
  g_free (((Turn *) data)->scope);
  g_free (((Turn *) data)->store_id);
}

struct _CpSnapshotShelf {
  CpHeadOffice *office;
  char *folder;
  char *work;      /* within it: where one is built */
  GPtrArray *kept; /* of CpManifest: of each scope N_KEPT at most, the newest first */
  GArray *askers;  /* of Asker */
  GArray *turns;   /* of Turn: what is to be built, in this order; the first may be under way */
  GTask *building;
  gint64 chunk_bytes;
  gboolean is_stale; /* what is being built may hold what has been erased since */
};

/* What the thread works on, and nobody else meanwhile. */
typedef struct {
  const CpWorld *world;
  CpHeadOfficeStorage *copy;
  const char *folder;
  char *store_id; /* (nullable) */
  gint64 chunk_bytes;
  gint64 now_ms;
} Work;

static const CpWorld *
get_world (const CpSnapshotShelf *self)
{
  return cp_head_office_get_world (self->office);
}

static void
delete_in (const CpWorld *world, const char *folder)
{
  g_autofree char *all = g_strconcat (folder, G_DIR_SEPARATOR_S, NULL);

  cp_files_sweep (world, all, NULL);
}

static GArray *
new_askers (void)
{
  GArray *askers = g_array_new (FALSE, FALSE, sizeof (Asker));

  g_array_set_clear_func (askers, clear_asker);
  return askers;
}

static void
on_office_erased (gpointer data)
{
  cp_snapshot_shelf_clear (data);
}

CpSnapshotShelf *
cp_snapshot_shelf_new (CpHeadOffice *office, const char *folder, GError **error)
{
  const CpWorld *world = cp_head_office_get_world (office);
  g_autofree char *work = g_build_filename (folder, "work", NULL);
  CpSnapshotShelf *self;

  if (!cp_files_make_folder (world, work, error))
    return NULL;
  delete_in (world, work);
  delete_in (world, folder);
  self = g_new0 (CpSnapshotShelf, 1);
  self->office = office;
  self->chunk_bytes = CP_SNAPSHOT_CHUNK_BYTES;
  self->folder = g_strdup (folder);
  self->work = g_steal_pointer (&work);
  self->askers = new_askers ();
  self->turns = g_array_new (FALSE, FALSE, sizeof (Turn));
  g_array_set_clear_func (self->turns, clear_turn);
  self->kept = g_ptr_array_new ();
  cp_head_office_set_erased_func (office, on_office_erased, self);
  return self;
}

void
cp_snapshot_shelf_set_chunk_bytes (CpSnapshotShelf *self, gint64 chunk_bytes)
{
  self->chunk_bytes = chunk_bytes;
}

/* Takes it off the shelf, so that what is behind it moves up. */
static void
delete_kept (CpSnapshotShelf *self, guint index)
{
  CpManifest *manifest = g_ptr_array_steal_index (self->kept, index);
  g_autofree char *path = g_strdup_printf ("%s/%s.zst", self->folder, manifest->id);

  cp_files_remove (get_world (self), path);
  cp_manifest_free (manifest);
}

/* (nullable): of that scope */
static const CpManifest *
find_newest (const CpSnapshotShelf *self, const char *scope)
{
  for (guint i = 0; i < self->kept->len; i++) {
    const CpManifest *manifest = self->kept->pdata[i];

    if (g_str_equal (manifest->scope, scope))
      return manifest;
  }
  return NULL;
}

void
cp_snapshot_shelf_clear (CpSnapshotShelf *self)
{
  while (self->kept->len > 0)
    delete_kept (self, self->kept->len - 1);
  self->is_stale = self->building != NULL;
}

void
cp_snapshot_shelf_free (CpSnapshotShelf *self)
{
  if (self == NULL)
    return;
  cp_head_office_set_erased_func (self->office, NULL, NULL);
  g_array_set_size (self->askers, 0);
  g_array_set_size (self->turns, 0);
  while (self->building != NULL)
    g_main_context_iteration (g_task_get_context (self->building), TRUE);
  cp_snapshot_shelf_clear (self);
  cp_files_remove_folder (get_world (self), self->work);
  cp_files_remove_folder (get_world (self), self->folder);
  g_array_unref (self->askers);
  g_array_unref (self->turns);
  g_ptr_array_unref (self->kept);
  g_free (self->work);
  g_free (self->folder);
  g_free (self);
}

static gboolean
is_fresh (CpSnapshotShelf *self, const CpManifest *newest)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  gint64 now_ms = cp_world_wall_ms (get_world (self));
  gboolean is_behind = FALSE;
  gint64 gseq = 0;

  return newest != NULL && g_str_equal (newest->epoch, cp_head_office_get_epoch (self->office)) &&
         ABS (now_ms - newest->head_office_ms) < MAX_AGE_MS &&
         storage->class_->get_last_gseq (storage, &gseq, NULL) && gseq - newest->cursor < MAX_LAG &&
         cp_head_office_is_behind (self->office, storage, newest->cursor, gseq, &is_behind, NULL) &&
         !is_behind;
}

static void
free_work (gpointer data)
{
  Work *work = data;

  cp_head_office_storage_free (work->copy);
  g_free (work->store_id);
  g_free (work);
}

static void
build (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  CpManifest *manifest = cp_snapshot_build (work->world, work->copy, work->store_id,
                                            work->chunk_bytes, work->folder, work->now_ms, &error);

  /* Before the folder is emptied and another is built there. */
  g_clear_pointer (&work->copy, cp_head_office_storage_free);
  if (manifest != NULL)
    g_task_return_pointer (task, manifest, (GDestroyNotify) cp_manifest_free);
  else
    g_task_return_error (task, error);
}

/* Returns: (nullable): of that scope */
static Turn *
find_turn (const CpSnapshotShelf *self, const char *scope, guint *ret_index)
{
  for (guint i = 0; i < self->turns->len; i++) {
    Turn *turn = &g_array_index (self->turns, Turn, i);

    if (g_str_equal (turn->scope, scope)) {
      *ret_index = i;
      return turn;
    }
  }
  return NULL;
}

static void
end_turn (CpSnapshotShelf *self, const char *scope)
{
  guint index;

  if (find_turn (self, scope, &index) != NULL)
    g_array_remove_index (self->turns, index);
}

static void begin (CpSnapshotShelf *self);

/* Those who asked for it; then it is the others' turn. @manifest: (nullable) */
static void
answer (CpSnapshotShelf *self, const char *scope, const CpManifest *manifest)
{
  g_autoptr (GArray) askers = g_steal_pointer (&self->askers);

  self->askers = new_askers ();
  end_turn (self, scope);
  for (guint i = 0; i < askers->len; i++) {
    Asker *asker = &g_array_index (askers, Asker, i);

    if (g_str_equal (asker->scope, scope)) {
      asker->func (asker->data, manifest);
    } else {
      g_array_append_val (self->askers, *asker);
      *asker = (Asker){ 0 };
    }
  }
  if (self->turns->len > 0 && self->building == NULL)
    begin (self);
}

/* Returns: whether the packed file stands on the shelf */
static gboolean
take_file (CpSnapshotShelf *self, const Work *work, const CpManifest *manifest)
{
  g_autofree char *from = g_strdup_printf ("%s/%s.zst", work->folder, manifest->id);
  g_autofree char *to = g_strdup_printf ("%s/%s.zst", self->folder, manifest->id);

  return cp_files_rename (work->world, from, to, NULL);
}

static void
keep (CpSnapshotShelf *self, CpManifest *manifest)
{
  const CpManifest *newest = find_newest (self, manifest->scope);
  guint n = 0;

  if (newest != NULL && g_str_equal (newest->id, manifest->id)) {
    cp_manifest_free (manifest);
    return;
  }
  g_ptr_array_insert (self->kept, 0, manifest);
  for (guint i = 0; i < self->kept->len; i++) {
    const CpManifest *other = self->kept->pdata[i];

    if (g_str_equal (other->scope, manifest->scope) && ++n > N_KEPT)
      delete_kept (self, i);
  }
}

static void
on_build_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  CpSnapshotShelf *self = data;
  const Work *work = g_task_get_task_data (G_TASK (result));
  g_autofree char *scope = cp_manifest_dup_scope (work->store_id);
  g_autoptr (GError) error = NULL;
  CpManifest *manifest = g_task_propagate_pointer (G_TASK (result), &error);
  gboolean taken;

  taken = manifest != NULL && !self->is_stale && take_file (self, work, manifest);
  delete_in (work->world, self->work);
  g_clear_object (&self->building);
  if (self->is_stale) {
    g_clear_pointer (&manifest, cp_manifest_free);
    self->is_stale = FALSE;
    if (self->turns->len > 0)
      begin (self);
    return;
  }
  if (taken) {
    g_message ("A snapshot at %" G_GINT64_FORMAT " is ready", manifest->cursor);
    keep (self, manifest);
    answer (self, scope, find_newest (self, scope));
    return;
  }
  g_message ("No snapshot could be built: %s", error != NULL ? error->message : "no file");
  g_clear_pointer (&manifest, cp_manifest_free);
  answer (self, scope, NULL);
}

static Work *
prepare (CpSnapshotShelf *self, const char *store_id, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  g_autofree char *path = g_build_filename (self->work, "copy.db", NULL);
  Work *work = g_new0 (Work, 1);

  work->world = get_world (self);
  work->folder = self->work;
  work->store_id = g_strdup (store_id);
  work->chunk_bytes = self->chunk_bytes;
  work->now_ms = cp_world_wall_ms (work->world);
  if (storage->class_->open_copy (storage, path, &work->copy, error))
    return work;
  free_work (work);
  delete_in (get_world (self), self->work);
  return NULL;
}

static void
begin (CpSnapshotShelf *self)
{
  const Turn *first = &g_array_index (self->turns, Turn, 0);
  g_autofree char *scope = g_strdup (first->scope);
  g_autoptr (GError) error = NULL;
  Work *work = prepare (self, first->store_id, &error);

  if (work == NULL) {
    g_message ("No snapshot could be built: %s", error->message);
    answer (self, scope, NULL);
    return;
  }
  self->building = g_task_new (NULL, NULL, on_build_ready, self);
  g_task_set_task_data (self->building, work, free_work);
  if (work->world->files == NULL)
    g_task_run_in_thread (self->building, build);
  else /* a disk of the world's own is this thread's */
    build (self->building, NULL, work, NULL);
}

void
cp_snapshot_shelf_ask (CpSnapshotShelf *self,
                       const char *store_id,
                       CpSnapshotFunc func,
                       gpointer data)
{
  Asker asker = { cp_manifest_dup_scope (store_id), func, data };
  const CpManifest *newest = find_newest (self, asker.scope);
  guint index;

  if (is_fresh (self, newest)) {
    clear_asker (&asker);
    func (data, newest);
    return;
  }
  if (find_turn (self, asker.scope, &index) == NULL) {
    Turn turn = { g_strdup (asker.scope), g_strdup (store_id), FALSE };

    g_array_append_val (self->turns, turn);
  }
  g_array_append_val (self->askers, asker);
  if (self->building == NULL)
    begin (self);
}

static gboolean
is_asked_for (const CpSnapshotShelf *self, const char *scope)
{
  for (guint i = 0; i < self->askers->len; i++)
    if (g_str_equal (g_array_index (self->askers, Asker, i).scope, scope))
      return TRUE;
  return FALSE;
}

/* Returns: (transfer full) (nullable): what @data asked for; %NULL if it did not */
static char *
forget_asker (CpSnapshotShelf *self, gpointer data)
{
  for (guint i = 0; i < self->askers->len; i++) {
    Asker *asker = &g_array_index (self->askers, Asker, i);

    if (asker->data == data) {
      char *scope = g_steal_pointer (&asker->scope);

      g_array_remove_index (self->askers, i);
      return scope;
    }
  }
  return NULL;
}

void
cp_snapshot_shelf_cancel (CpSnapshotShelf *self, gpointer data)
{
  g_autofree char *scope = forget_asker (self, data);
  const Turn *turn;
  guint index;

  if (scope == NULL || is_asked_for (self, scope))
    return;
  turn = find_turn (self, scope, &index);
  if (turn != NULL && !turn->is_promised)
    g_array_remove_index (self->turns, index);
}

void
cp_snapshot_shelf_put_off (CpSnapshotShelf *self, gpointer data)
{
  g_autofree char *scope = forget_asker (self, data);
  guint index;
  Turn *turn = scope != NULL ? find_turn (self, scope, &index) : NULL;

  if (turn != NULL)
    turn->is_promised = TRUE;
}

gboolean
cp_snapshot_shelf_is_building (const CpSnapshotShelf *self)
{
  return self->building != NULL;
}

char *
cp_snapshot_shelf_dup_path (const CpSnapshotShelf *self, const char *store_id, const char *id)
{
  g_autofree char *scope = cp_manifest_dup_scope (store_id);

  for (guint i = 0; i < self->kept->len; i++) {
    const CpManifest *manifest = self->kept->pdata[i];

    if (g_str_equal (manifest->id, id) && g_str_equal (manifest->scope, scope))
      return g_strdup_printf ("%s/%s.zst", self->folder, id);
  }
  return NULL;
}
