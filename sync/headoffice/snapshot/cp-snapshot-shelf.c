/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-snapshot-shelf.h"

#include <gio/gio.h>

#include "cp-head-office-forget.h"
#include "cp-head-office-receipts.h"
#include "cp-snapshot-build.h"
#include "cp-snapshot-folder.h"

/* A snapshot is fresh while what has come since is less than it saves, and is in the feed. */
#define MAX_AGE_MS (24 * 3600 * G_GINT64_CONSTANT (1000))
#define MAX_LAG 100000

/* How soon it is looked whether another process has built one. */
#define LOOK_EVERY_MS 200

#define SWEEP_EVERY_MS (3600 * G_GINT64_CONSTANT (1000))

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
  CpSnapshotFolder *folder;
  GArray *askers;  /* of Asker */
  GArray *turns;   /* of Turn: what is to be built, in this order; the first may be under way */
  GTask *building; /* (nullable): with the folder's work begun */
  guint look_id;   /* while another process builds */
  gint64 chunk_bytes;
  gint64 swept_at_ms;    /* by boot_ms; 0: not yet */
  gboolean has_to_clear; /* what holds somebody erased, as soon as it can be said who was */
};

/* What the thread works on, and nobody else meanwhile. */
typedef struct {
  const CpWorld *world;
  CpHeadOfficeStorage *copy;
  const char *folder;
  char *store_id; /* (nullable) */
  char *mark;     /* (nullable): of the copy, once it is known */
  gint64 chunk_bytes;
  gint64 now_ms;
} Work;

static const CpWorld *
get_world (const CpSnapshotShelf *self)
{
  return cp_head_office_get_world (self->office);
}

static GArray *
new_askers (void)
{
  GArray *askers = g_array_new (FALSE, FALSE, sizeof (Asker));

  g_array_set_clear_func (askers, clear_asker);
  return askers;
}

/* (transfer full) (nullable): of now */
static char *
read_mark (CpSnapshotShelf *self, GError **error)
{
  char *mark = cp_erased_dup_mark (cp_head_office_get_storage (self->office), error);

  if (mark != NULL && self->has_to_clear) {
    self->has_to_clear = FALSE;
    cp_snapshot_folder_clear (self->folder, mark);
  }
  return mark;
}

/* Returns: %FALSE if it can't be said now who was erased: nothing is deleted then, and nothing given out */
static gboolean
clear (CpSnapshotShelf *self, GError **error)
{
  g_autofree char *mark = NULL;

  self->has_to_clear = TRUE;
  mark = read_mark (self, error);
  return mark != NULL;
}

static void
on_office_erased (gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!clear (data, &error))
    g_message ("Snapshots of who was erased are deleted later: %s", error->message);
}

/* Within the folder's work. */
static void
sweep (CpSnapshotShelf *self)
{
  self->swept_at_ms = cp_world_boot_ms (get_world (self));
  cp_snapshot_folder_sweep (self->folder);
}

/* What others are about to build is theirs. A disk that fails just then is no reason not to serve: it is swept
 * before anything is built. */
static void
sweep_at_start (CpSnapshotShelf *self)
{
  g_autoptr (GError) error = NULL;
  gboolean begun = FALSE;

  if (!cp_snapshot_folder_begin_work (self->folder, &begun, &error)) {
    g_message ("What is left of older snapshots stays for now: %s", error->message);
  } else if (begun) {
    on_office_erased (self);
    sweep (self);
    cp_snapshot_folder_end_work (self->folder);
  } else {
    cp_snapshot_folder_stop_waiting (self->folder);
  }
}

CpSnapshotShelf *
cp_snapshot_shelf_new (CpHeadOffice *office, const char *path, GError **error)
{
  g_autoptr (CpSnapshotShelf) self = g_new0 (CpSnapshotShelf, 1);

  self->office = office;
  self->chunk_bytes = CP_SNAPSHOT_CHUNK_BYTES;
  self->askers = new_askers ();
  self->turns = g_array_new (FALSE, FALSE, sizeof (Turn));
  g_array_set_clear_func (self->turns, clear_turn);
  self->folder = cp_snapshot_folder_new (office, path, error);
  if (self->folder == NULL)
    return NULL;
  sweep_at_start (self);
  cp_head_office_set_erased_func (office, on_office_erased, self);
  return g_steal_pointer (&self);
}

void
cp_snapshot_shelf_set_chunk_bytes (CpSnapshotShelf *self, gint64 chunk_bytes)
{
  self->chunk_bytes = chunk_bytes;
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
  if (self->look_id != 0)
    g_source_remove (self->look_id);
  g_array_unref (self->askers);
  g_array_unref (self->turns);
  cp_snapshot_folder_free (self->folder);
  g_free (self);
}

static gboolean
is_fresh (gpointer data, const CpManifest *manifest)
{
  CpSnapshotShelf *self = data;
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  gint64 now_ms = cp_world_wall_ms (get_world (self));
  gboolean is_behind = FALSE;
  gint64 gseq = 0;

  return ABS (now_ms - manifest->head_office_ms) < MAX_AGE_MS &&
         storage->class_->get_last_gseq (storage, &gseq, NULL) &&
         gseq - manifest->cursor < MAX_LAG &&
         cp_head_office_is_behind (self->office, storage, manifest->cursor, gseq, &is_behind,
                                   NULL) &&
         !is_behind;
}

/* Returns: (transfer full) (nullable): whoever built it */
static CpManifest *
find_fresh (CpSnapshotShelf *self, GStrv names, const char *mark, const char *scope)
{
  return cp_snapshot_folder_find (self->folder, names, mark, scope, is_fresh, self);
}

static CpManifest *
look_for_fresh (CpSnapshotShelf *self, const char *scope)
{
  g_autofree char *mark = read_mark (self, NULL);
  g_auto (GStrv) names = mark != NULL ? cp_snapshot_folder_list (self->folder) : NULL;

  return mark != NULL ? find_fresh (self, names, mark, scope) : NULL;
}

static void
free_work (gpointer data)
{
  Work *work = data;

  cp_head_office_storage_free (work->copy);
  g_free (work->store_id);
  g_free (work->mark);
  g_free (work);
}

static void
build (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  CpManifest *manifest = NULL;

  work->mark = cp_erased_dup_mark (work->copy, &error);
  if (work->mark != NULL)
    manifest = cp_snapshot_build (work->world, work->copy, work->store_id, work->chunk_bytes,
                                  work->folder, work->now_ms, &error);
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

static void
go_on (CpSnapshotShelf *self)
{
  if (cp_snapshot_shelf_is_building (self))
    return;
  if (self->turns->len > 0)
    begin (self);
  else
    cp_snapshot_folder_stop_waiting (self->folder);
}

/* Those who asked for it. @manifest: (nullable) */
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
}

static void
give_up (CpSnapshotShelf *self, const char *scope, const GError *error)
{
  g_message ("No snapshot could be built: %s", error->message);
  answer (self, scope, NULL);
  go_on (self);
}

/* Returns: whether it is to be had; %FALSE without an error if somebody was erased since who is in it */
static gboolean
put (CpSnapshotShelf *self, const Work *work, const CpManifest *manifest, GError **error)
{
  g_autofree char *mark = read_mark (self, error);

  return mark != NULL && g_str_equal (mark, work->mark) &&
         cp_snapshot_folder_put (self->folder, mark, manifest, error);
}

static void
on_build_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  CpSnapshotShelf *self = data;
  const Work *work = g_task_get_task_data (G_TASK (result));
  g_autofree char *scope = cp_manifest_dup_scope (work->store_id);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpManifest) manifest = g_task_propagate_pointer (G_TASK (result), &error);
  gboolean is_put = manifest != NULL && put (self, work, manifest, &error);

  cp_snapshot_folder_end_work (self->folder);
  g_clear_object (&self->building);
  if (error != NULL) {
    give_up (self, scope, error);
    return;
  }
  if (is_put) {
    g_message ("A snapshot at %" G_GINT64_FORMAT " is ready", manifest->cursor);
    answer (self, scope, manifest);
  }
  go_on (self);
}

static Work *
prepare (CpSnapshotShelf *self, const char *store_id, GError **error)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->office);
  Work *work = g_new0 (Work, 1);
  g_autofree char *path = NULL;

  work->world = get_world (self);
  work->folder = cp_snapshot_folder_get_work (self->folder);
  work->store_id = g_strdup (store_id);
  work->chunk_bytes = self->chunk_bytes;
  work->now_ms = cp_world_wall_ms (work->world);
  path = g_build_filename (work->folder, "copy.db", NULL);
  if (storage->class_->open_copy (storage, path, &work->copy, error))
    return work;
  free_work (work);
  return NULL;
}

/* What another process has built meanwhile is there for all turns. */
static void
answer_ready (CpSnapshotShelf *self)
{
  g_autofree char *mark = read_mark (self, NULL);
  g_auto (GStrv) names = mark != NULL ? cp_snapshot_folder_list (self->folder) : NULL;
  g_autoptr (GPtrArray) scopes = g_ptr_array_new_with_free_func (g_free);

  if (mark == NULL)
    return;
  for (guint i = 0; i < self->turns->len; i++)
    g_ptr_array_add (scopes, g_strdup (g_array_index (self->turns, Turn, i).scope));
  for (guint i = 0; i < scopes->len; i++) {
    g_autoptr (CpManifest) manifest = find_fresh (self, names, mark, scopes->pdata[i]);

    if (manifest != NULL)
      answer (self, scopes->pdata[i], manifest);
  }
}

static gboolean
on_look (gpointer data)
{
  CpSnapshotShelf *self = data;

  answer_ready (self);
  self->look_id = 0;
  go_on (self);
  return G_SOURCE_REMOVE;
}

/* Within the folder's work. */
static gboolean
begin_to_build (CpSnapshotShelf *self, const Turn *turn, GError **error)
{
  Work *work;

  if (!clear (self, error))
    return FALSE;
  if (self->swept_at_ms == 0 ||
      cp_world_boot_ms (get_world (self)) - self->swept_at_ms >= SWEEP_EVERY_MS)
    sweep (self);
  work = prepare (self, turn->store_id, error);
  if (work == NULL)
    return FALSE;
  self->building = g_task_new (NULL, NULL, on_build_ready, self);
  g_task_set_task_data (self->building, work, free_work);
  if (work->world->files == NULL)
    g_task_run_in_thread (self->building, build);
  else /* a disk of the world's own is this thread's */
    build (self->building, NULL, work, NULL);
  return TRUE;
}

/* With several processes one builds at a time, and the others wait for what it makes. They take turns, too: one
 * that builds for many stores is not before the others with all of them. */
static void
begin (CpSnapshotShelf *self)
{
  const Turn *first = &g_array_index (self->turns, Turn, 0);
  g_autofree char *scope = g_strdup (first->scope);
  g_autoptr (CpManifest) manifest = NULL;
  g_autoptr (GError) error = NULL;
  gboolean begun = FALSE;

  if (!cp_snapshot_folder_begin_work (self->folder, &begun, &error)) {
    give_up (self, scope, error);
    return;
  }
  if (!begun) {
    self->look_id = g_timeout_add (LOOK_EVERY_MS, on_look, self);
    return;
  }
  manifest = look_for_fresh (self, scope);
  if (manifest == NULL && begin_to_build (self, first, &error))
    return;
  cp_snapshot_folder_end_work (self->folder);
  if (manifest == NULL) {
    give_up (self, scope, error);
    return;
  }
  answer (self, scope, manifest);
  go_on (self);
}

void
cp_snapshot_shelf_ask (CpSnapshotShelf *self,
                       const char *store_id,
                       CpSnapshotFunc func,
                       gpointer data)
{
  Asker asker = { cp_manifest_dup_scope (store_id), func, data };
  g_autoptr (CpManifest) fresh = look_for_fresh (self, asker.scope);
  guint index;

  if (fresh != NULL) {
    clear_asker (&asker);
    func (data, fresh);
    return;
  }
  if (find_turn (self, asker.scope, &index) == NULL) {
    Turn turn = { g_strdup (asker.scope), g_strdup (store_id), FALSE };

    g_array_append_val (self->turns, turn);
  }
  g_array_append_val (self->askers, asker);
  go_on (self);
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
  return self->building != NULL || self->look_id != 0;
}

char *
cp_snapshot_shelf_dup_path (CpSnapshotShelf *self, const char *store_id, const char *id)
{
  g_autofree char *scope = cp_manifest_dup_scope (store_id);
  g_autofree char *mark = read_mark (self, NULL);

  return mark != NULL ? cp_snapshot_folder_dup_path (self->folder, mark, scope, id) : NULL;
}
