/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Head office forgets what its feed told, and gives out snapshots to whoever is behind then: what
 * stands in sync/headoffice/server/ in front of the shelf, for messages of the simulated network. What is
 * built is so at once, as a copy of the rows is; that it is built the shelf hears as much later as a thread
 * would take. */
#include "cp-sim-office-private.h"

#include "cp-head-office-forget.h"
#include "cp-signature.h"

#include <string.h>

#define FOLDER "/var/lib/headoffice.snapshots"
#define PREFIX "/v1/snapshot/"

/* So that even these few rows travel in several chunks, and can be cut off between them. */
#define CHUNK_BYTES (32 * 1024)

/* Of a large chain, or mostly of a small one: else the storm is over before the first is there, and
 * nothing befalls a till that takes it. */
#define LARGE_PPM (CP_SIM_ALWAYS / 5)
#define MOST_LARGE_MS 60000
#define MOST_SMALL_MS 2000

#define PARTIAL_CONTENT 206
#define NOT_FOUND 404
#define UNAVAILABLE 503

#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

/* As those who keep a day's end know it: the feed as it is now is a day old. */
static gboolean
mark_day (CpHeadOfficeStorage *storage, gint64 now_ms)
{
  g_autofree char *marks = NULL;
  gint64 gseq = 0;

  if (!storage->class_->get_last_gseq (storage, &gseq, NULL) ||
      !storage->class_->begin (storage, NULL))
    return FALSE;
  marks = g_strdup_printf ("[[%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT "]]", now_ms - DAY_MS, gseq);
  if (storage->class_->put_setting (storage, "feed_marks", marks, NULL))
    return storage->class_->commit (storage, NULL);
  storage->class_->rollback (storage);
  return FALSE;
}

void
cp_sim_office_forget (CpSimOffice *self)
{
  gint64 now_ms = cp_sim_clock_wall_ms (self->machine.clock), floor = 0;
  gboolean done = FALSE, ok = TRUE;

  if (!cp_sim_office_is_up (self))
    return;
  ok = mark_day (cp_head_office_get_storage (self->core), now_ms);
  while (ok && !done)
    ok = cp_head_office_forget_feed (self->core, 1, &floor, &done, NULL);
  cp_sim_office_note (self, "forgets its feed", ok, (guint64) floor);
  cp_sim_office_watch (self);
}

void
cp_sim_office_open_shelf (CpSimOffice *self)
{
  g_autoptr (GError) error = NULL;

  self->shelf = cp_snapshot_shelf_new (self->core, FOLDER, &error);
  if (self->shelf == NULL)
    g_error ("%s", error->message);
  cp_snapshot_shelf_set_chunk_bytes (self->shelf, CHUNK_BYTES);
}

/* Who waits until a snapshot is built. */
typedef struct {
  CpSimOffice *office;
  const CpSimTill *till;
  guint64 exchange;
  guint64 timeout;
} Asker;

static void
free_asker (Asker *asker)
{
  if (asker->timeout != 0)
    cp_sim_loop_cancel (asker->office->scene->loop, asker->timeout);
  g_ptr_array_remove (asker->office->askers, asker);
  g_free (asker);
}

/* Who is dying deletes nothing any more. */
void
cp_sim_office_drop_shelf (CpSimOffice *self)
{
  while (self->askers->len > 0)
    free_asker (self->askers->pdata[0]);
  if (self->built_event != 0)
    cp_sim_loop_cancel (self->scene->loop, self->built_event);
  self->built_event = 0;
  if (self->shelf != NULL && !cp_sim_disk_has_crashed (self->machine.disk))
    cp_sim_disk_stop (self->machine.disk);
  g_clear_pointer (&self->shelf, cp_snapshot_shelf_free);
}

/* Of the leases that are in a snapshot the feed says nothing any more. */
static gboolean
take_lease (gpointer data, const char *text)
{
  g_autoptr (CpJson) row = cp_json_parse_object (text, -1, NULL);

  cp_json_append (data, json_incref (row));
  return TRUE;
}

static void
tell_bound (CpSimOffice *self, const CpSimTill *till)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (self->core);
  g_autoptr (CpJson) rows = json_array ();

  if (storage->class_->list_rows (storage, "lease", take_lease, rows, NULL))
    cp_sim_bound_take_leases (self->scene->bound, till, rows);
}

static void
reply (Asker *asker, const CpWireAnswer *answer)
{
  CpSimOffice *self = asker->office;

  cp_sim_office_note (self, "is asked for a snapshot", asker->till->number, answer->status);
  cp_sim_office_reply (self, asker->exchange, answer);
  free_asker (asker);
}

static void
on_snapshot (gpointer data, const CpManifest *manifest)
{
  Asker *asker = data;
  CpSimOffice *self = asker->office;
  g_auto (CpWireAnswer) answer = { 0 };

  if (manifest != NULL) {
    answer = (CpWireAnswer){ 200, cp_manifest_to_json (manifest) };
    cp_head_office_seal (self->core, answer.document, CP_SEAL_SNAPSHOT);
    tell_bound (self, asker->till);
  } else {
    answer = (CpWireAnswer){ UNAVAILABLE, cp_wire_error_new ("unavailable", "Not now") };
  }
  reply (asker, &answer);
}

static void
on_time_over (gpointer data)
{
  Asker *asker = data;
  CpSimOffice *self = asker->office;
  g_auto (CpWireAnswer) answer = { UNAVAILABLE, cp_wire_error_new (CP_SNAPSHOT_BUILDING, "Again") };

  asker->timeout = 0;
  cp_snapshot_shelf_put_off (self->shelf, asker);
  self->scene->tallies[CP_SIM_TALLY_BUILDING]++;
  reply (asker, &answer);
}

static void wait_for_building (CpSimOffice *self);

/* The shelf hears of one at a time, and begins the next. */
static void
on_built (gpointer data)
{
  CpSimOffice *self = data;

  self->built_event = 0;
  if (!cp_sim_office_is_up (self))
    return;
  g_main_context_iteration (NULL, TRUE);
  cp_sim_office_watch (self);
  wait_for_building (self);
}

static void
wait_for_building (CpSimOffice *self)
{
  gboolean is_large;
  gint64 takes_ms;

  if (self->built_event != 0 || !cp_snapshot_shelf_is_building (self->shelf))
    return;
  is_large = cp_sim_random_chance (&self->random, LARGE_PPM);
  takes_ms = cp_sim_random_between (&self->random, 0, is_large ? MOST_LARGE_MS : MOST_SMALL_MS);
  self->built_event = cp_sim_loop_after (self->scene->loop, takes_ms, on_built, self, NULL);
}

static void
give_manifest (
    CpSimOffice *self, const CpSimTill *till, const char *store, guint64 exchange, const char *path)
{
  g_autoptr (GHashTable) table = cp_sim_office_parse_query (path);
  CpSnapshotQuery query = { 0 };
  Asker *asker = g_new0 (Asker, 1);

  if (!cp_snapshot_query_from_table (table, &query, NULL) || query.wait_ms < 0)
    cp_sim_oracle_fail (self->scene->oracle, "asks", "%s asks for a snapshot with %s", till->device,
                        path);
  *asker = (Asker){ self, till, exchange, 0 };
  g_ptr_array_add (self->askers, asker);
  asker->timeout = cp_sim_loop_after (self->scene->loop, query.wait_ms, on_time_over, asker, NULL);
  cp_snapshot_shelf_ask (self->shelf, store, on_snapshot, asker);
  cp_sim_office_watch (self);
  wait_for_building (self);
}

/* Returns: (transfer full) (nullable): the part of the file at @path */
static GBytes *
read_part (CpSimOffice *self, const char *path, const char *range)
{
  g_autoptr (CpFile) file = cp_file_open (&self->machine.world, path, FALSE, NULL);
  char *rest = NULL;
  gint64 first = g_ascii_strtoll (range, &rest, 10), last, size = 0;
  g_autofree guint8 *bytes = NULL;

  if (file == NULL || *rest != '-' || !cp_file_get_size (file, &size, NULL))
    return NULL;
  last = MIN (g_ascii_strtoll (rest + 1, NULL, 10), size - 1);
  if (first < 0 || last < first)
    return NULL;
  bytes = g_malloc ((gsize) (last - first + 1));
  if (!cp_file_read (file, first, bytes, (gsize) (last - first + 1), NULL))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), (gsize) (last - first + 1));
}

static void
give_part (
    CpSimOffice *self, const char *store, guint64 exchange, const char *id, const char *range)
{
  g_autofree char *path = cp_snapshot_shelf_dup_path (self->shelf, store, id);
  g_autoptr (GBytes) part = path != NULL ? read_part (self, path, range) : NULL;
  g_auto (CpWireAnswer) answer = { path == NULL ? NOT_FOUND : UNAVAILABLE,
                                   cp_wire_error_new ("not_found", "Not here") };

  if (part != NULL) {
    self->scene->tallies[CP_SIM_TALLY_CHUNKS]++;
    cp_sim_office_send (self, exchange, PARTIAL_CONTENT, part);
    return;
  }
  cp_sim_office_reply (self, exchange, &answer);
}

void
cp_sim_office_serve_snapshot (
    CpSimOffice *self, const CpSimTill *till, guint64 exchange, const char *path, const char *range)
{
  const char *store = cp_head_office_is_store_scope (self->core) ? till->store : NULL;

  if (!self->has_snapshots) {
    g_auto (CpWireAnswer)
        answer = { NOT_FOUND, cp_wire_error_new ("not_found", "There are no snapshots") };

    cp_sim_office_reply (self, exchange, &answer);
    return;
  }
  if (g_str_has_prefix (path, PREFIX))
    give_part (self, store, exchange, path + strlen (PREFIX), range != NULL ? range : "");
  else
    give_manifest (self, till, store, exchange, path);
}
