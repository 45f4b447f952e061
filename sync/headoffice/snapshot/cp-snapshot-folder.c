/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-snapshot-folder.h"

#include <sodium.h>
#include <string.h>

#include "cp-files.h"
#include "cp-replica.h"
#include "cp-signature.h"

/* A name is three parts in hex, joined by `-`. */
#define HEX "0123456789abcdef"
#define N_PARTS 3
#define PART_CHARS 32
#define STEM_CHARS (N_PARTS * PART_CHARS + N_PARTS - 1)

/* Nobody else has a folder of that name. */
#define WORK "counterpart-building"

/* As the version before called it. */
#define FORMER_WORK "work"

#define PACKED ".zst"
#define LABEL ".json"

/* A manifest of as many chunks as there may be is shorter. */
#define MAX_LABEL_BYTES (2 * 1024 * 1024)

/* Twice as long as one is offered: whoever began with it has had time to end. */
#define TOO_OLD_MS (48 * 3600 * G_GINT64_CONSTANT (1000))

struct _CpSnapshotFolder {
  CpHeadOffice *office;
  const CpWorld *world;
  char *path;
  char *work;
  char *lock_path;
  char *next_path;
  CpFile *lock; /* (nullable): open and locked while this one works */
  CpFile *next; /* (nullable): open and locked while it is the next to work */
};

static void
delete_in (const CpWorld *world, const char *folder)
{
  g_autofree char *all = g_strconcat (folder, G_DIR_SEPARATOR_S, NULL);

  cp_files_sweep (world, all, NULL);
}

CpSnapshotFolder *
cp_snapshot_folder_new (CpHeadOffice *office, const char *path, GError **error)
{
  g_autoptr (CpSnapshotFolder) self = g_new0 (CpSnapshotFolder, 1);

  self->office = office;
  self->world = cp_head_office_get_world (office);
  self->path = g_strdup (path);
  self->work = g_build_filename (path, WORK, NULL);
  self->lock_path = g_build_filename (path, WORK ".lock", NULL);
  self->next_path = g_build_filename (path, WORK ".next", NULL);
  return cp_files_make_folder (self->world, self->work, error) ? g_steal_pointer (&self) : NULL;
}

void
cp_snapshot_folder_free (CpSnapshotFolder *self)
{
  if (self == NULL)
    return;
  cp_file_close (self->lock);
  cp_file_close (self->next);
  g_free (self->path);
  g_free (self->work);
  g_free (self->lock_path);
  g_free (self->next_path);
  g_free (self);
}

GStrv
cp_snapshot_folder_list (const CpSnapshotFolder *self)
{
  return cp_files_list (self->world, self->path);
}

static gboolean
is_part (const char *text)
{
  return strspn (text, HEX) == PART_CHARS;
}

/* Whether a file of that name is a part of a snapshot, and no other. */
static gboolean
is_own (const char *name)
{
  if (strlen (name) <= STEM_CHARS ||
      (!g_str_equal (name + STEM_CHARS, PACKED) && !g_str_equal (name + STEM_CHARS, LABEL)))
    return FALSE;
  for (guint i = 0; i < N_PARTS; i++) {
    gsize begin = i * (PART_CHARS + 1);

    if (!is_part (name + begin) || (i > 0 && name[begin - 1] != '-'))
      return FALSE;
  }
  return TRUE;
}

static char *
dup_prefix (const char *mark, const char *scope)
{
  guint8 hash[PART_CHARS / 2];
  char hex[PART_CHARS + 1];

  crypto_generichash (hash, sizeof hash, (const guint8 *) scope, strlen (scope), NULL, 0);
  return g_strdup_printf ("%s-%s-", mark, sodium_bin2hex (hex, sizeof hex, hash, sizeof hash));
}

static char *
dup_stem (const char *mark, const char *scope, const char *id)
{
  g_autofree char *prefix = dup_prefix (mark, scope);

  return g_strconcat (prefix, id, NULL);
}

static char *
dup_file (const CpSnapshotFolder *self, const char *stem, const char *suffix)
{
  return g_strdup_printf ("%s/%s%s", self->path, stem, suffix);
}

static CpJson *
read_label (const CpWorld *world, const char *path)
{
  g_autoptr (CpFile) file = cp_file_open (world, path, FALSE, NULL);
  g_autofree char *text = NULL;
  gint64 size = 0;

  if (file == NULL || !cp_file_get_size (file, &size, NULL) || size <= 0 || size > MAX_LABEL_BYTES)
    return NULL;
  text = g_malloc ((gsize) size);
  if (!cp_file_read (file, 0, (guint8 *) text, (gsize) size, NULL))
    return NULL;
  return cp_json_parse_object (text, (gssize) size, NULL);
}

/* With the mark in it, so that none passes for one of another. */
static char *
dup_purpose (const char *mark)
{
  return g_strconcat ("snapshot-file ", mark, NULL);
}

static gboolean
is_sealed (const CpSnapshotFolder *self, const CpJson *label, const char *mark)
{
  g_autofree char *purpose = dup_purpose (mark);

  return g_strcmp0 (cp_json_get_text (label, "key"), cp_head_office_get_key (self->office)) == 0 &&
         cp_seal_check (label, purpose);
}

/* Returns: (transfer full) (nullable): what the label @stem says, if all of it is there, with the tables of now */
static CpManifest *
load (const CpSnapshotFolder *self, const char *stem, gboolean with_seal)
{
  g_autofree char *path = dup_file (self, stem, LABEL);
  g_autofree char *packed = dup_file (self, stem, PACKED);
  g_autofree char *mark = g_strndup (stem, PART_CHARS);
  g_autoptr (CpJson) label = read_label (self->world, path);
  g_autoptr (CpManifest) manifest = label != NULL ? cp_manifest_from_json (label, NULL) : NULL;
  g_autofree char *own = NULL;

  if (manifest == NULL || manifest->schema != cp_replica_get_schema () ||
      (with_seal && !is_sealed (self, label, mark)))
    return NULL;
  own = dup_stem (mark, manifest->scope, manifest->id);
  if (!g_str_equal (own, stem) || cp_files_get_size (self->world, packed) !=
                                      cp_manifest_get_offset (manifest, manifest->chunks->len))
    return NULL;
  return g_steal_pointer (&manifest);
}

static gboolean
is_newer (const CpManifest *self, const CpManifest *other)
{
  if (self->cursor != other->cursor)
    return self->cursor > other->cursor;
  return self->head_office_ms > other->head_office_ms;
}

CpManifest *
cp_snapshot_folder_find (const CpSnapshotFolder *self,
                         GStrv names,
                         const char *mark,
                         const char *scope,
                         CpSnapshotFilter is_wanted,
                         gpointer data)
{
  g_autofree char *prefix = dup_prefix (mark, scope);
  g_autoptr (CpManifest) newest = NULL;

  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *stem = NULL;
    g_autoptr (CpManifest) manifest = NULL;

    if (!g_str_has_prefix (names[i], prefix) || !g_str_has_suffix (names[i], LABEL) ||
        !is_own (names[i]))
      continue;
    stem = g_strndup (names[i], STEM_CHARS);
    manifest = load (self, stem, TRUE);
    if (manifest == NULL || (newest != NULL && !is_newer (manifest, newest)) ||
        !is_wanted (data, manifest))
      continue;
    g_clear_pointer (&newest, cp_manifest_free);
    newest = g_steal_pointer (&manifest);
  }
  return g_steal_pointer (&newest);
}

char *
cp_snapshot_folder_dup_path (const CpSnapshotFolder *self,
                             const char *mark,
                             const char *scope,
                             const char *id)
{
  g_autofree char *stem = NULL;
  g_autofree char *path = NULL;

  if (!is_part (id) || strlen (id) != PART_CHARS)
    return NULL;
  stem = dup_stem (mark, scope, id);
  path = dup_file (self, stem, PACKED);
  return cp_files_get_size (self->world, path) >= 0 ? g_steal_pointer (&path) : NULL;
}

/* @lock: (nullable): stays %NULL if somebody else has it */
static gboolean
try_lock (const CpSnapshotFolder *self, const char *path, CpFile **lock, GError **error)
{
  g_autoptr (CpFile) file = NULL;
  gboolean locked = FALSE;

  if (*lock != NULL)
    return TRUE;
  file = cp_file_open (self->world, path, TRUE, error);
  if (file == NULL || !cp_file_try_lock (file, &locked, error))
    return FALSE;
  if (locked)
    *lock = g_steal_pointer (&file);
  return TRUE;
}

/* Whoever waits keeps the place of the next, so that who has just worked comes after them. */
gboolean
cp_snapshot_folder_begin_work (CpSnapshotFolder *self, gboolean *ret_begun, GError **error)
{
  g_return_val_if_fail (self->lock == NULL, FALSE);

  if (!cp_files_make_folder (self->world, self->work, error) ||
      !try_lock (self, self->next_path, &self->next, error) ||
      (self->next != NULL && !try_lock (self, self->lock_path, &self->lock, error))) {
    cp_snapshot_folder_stop_waiting (self);
    return FALSE;
  }
  if (self->lock != NULL) {
    cp_snapshot_folder_stop_waiting (self);
    delete_in (self->world, self->work);
  }
  *ret_begun = self->lock != NULL;
  return TRUE;
}

void
cp_snapshot_folder_stop_waiting (CpSnapshotFolder *self)
{
  g_clear_pointer (&self->next, cp_file_close);
}

const char *
cp_snapshot_folder_get_work (const CpSnapshotFolder *self)
{
  return self->work;
}

void
cp_snapshot_folder_end_work (CpSnapshotFolder *self)
{
  delete_in (self->world, self->work);
  g_clear_pointer (&self->lock, cp_file_close);
}

/* Not made durable: a label that a power cut has torn is not believed. */
static gboolean
write_label (const CpSnapshotFolder *self,
             const char *path,
             const char *mark,
             const CpManifest *manifest,
             GError **error)
{
  g_autofree char *purpose = dup_purpose (mark);
  g_autoptr (CpJson) label = cp_manifest_to_json (manifest);
  g_autofree char *text = NULL;
  g_autoptr (CpFile) file = cp_file_open (self->world, path, TRUE, error);

  if (file == NULL)
    return FALSE;
  cp_head_office_seal (self->office, label, purpose);
  text = cp_json_to_text (label);
  return cp_file_write (file, 0, (const guint8 *) text, strlen (text), error);
}

static void
delete_snapshot (CpSnapshotFolder *self, const char *stem)
{
  g_autofree char *label = dup_file (self, stem, LABEL);
  g_autofree char *packed = dup_file (self, stem, PACKED);

  cp_files_remove (self->world, label);
  cp_files_remove (self->world, packed);
}

static gboolean
is_another (gpointer data, const CpManifest *manifest)
{
  return !g_str_equal (manifest->id, data);
}

/* Whoever is in the midst of the one before can end it. */
static void
delete_older (CpSnapshotFolder *self, const char *mark, const CpManifest *last)
{
  g_auto (GStrv) names = cp_snapshot_folder_list (self);
  g_autoptr (CpManifest) before =
      cp_snapshot_folder_find (self, names, mark, last->scope, is_another, last->id);
  g_autofree char *prefix = dup_prefix (mark, last->scope);

  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *stem = NULL;

    if (!is_own (names[i]) || !g_str_has_prefix (names[i], prefix))
      continue;
    stem = g_strndup (names[i], STEM_CHARS);
    if (!g_str_has_suffix (stem, last->id) &&
        (before == NULL || !g_str_has_suffix (stem, before->id)))
      delete_snapshot (self, stem);
  }
}

gboolean
cp_snapshot_folder_put (CpSnapshotFolder *self,
                        const char *mark,
                        const CpManifest *manifest,
                        GError **error)
{
  g_autofree char *stem = dup_stem (mark, manifest->scope, manifest->id);
  g_autofree char *packed = dup_file (self, stem, PACKED);
  g_autofree char *label = dup_file (self, stem, LABEL);
  g_autofree char *new_packed = g_strdup_printf ("%s/%s" PACKED, self->work, manifest->id);
  g_autofree char *new_label = g_strdup_printf ("%s/%s" LABEL, self->work, manifest->id);

  g_return_val_if_fail (self->lock != NULL, FALSE);

  if (!write_label (self, new_label, mark, manifest, error) ||
      !cp_files_rename (self->world, new_packed, packed, error) ||
      !cp_files_rename (self->world, new_label, label, error))
    return FALSE;
  delete_older (self, mark, manifest);
  return TRUE;
}

void
cp_snapshot_folder_clear (CpSnapshotFolder *self, const char *mark)
{
  g_auto (GStrv) names = cp_snapshot_folder_list (self);

  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *path = dup_file (self, names[i], "");

    if (is_own (names[i]) && !g_str_has_prefix (names[i], mark))
      cp_files_remove (self->world, path);
  }
}

/* Whether the version before called a file so when it was done. */
static gboolean
is_former (const char *name)
{
  return is_part (name) && g_str_equal (name + PART_CHARS, PACKED);
}

/* Whether it called one so that it worked on, or had just done. */
static gboolean
is_former_work (const char *name)
{
  return g_str_has_prefix (name, "building.db") || g_str_has_prefix (name, "copy.db") ||
         is_former (name);
}

static void
delete_which (const CpWorld *world, const char *folder, gboolean (*is_one) (const char *name))
{
  g_auto (GStrv) names = cp_files_list (world, folder);

  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);

    if (is_one (names[i]))
      cp_files_remove (world, path);
  }
}

/* Nobody else would delete it, and it holds people who may be erased by now. */
static void
delete_former (CpSnapshotFolder *self)
{
  g_autofree char *work = g_build_filename (self->path, FORMER_WORK, NULL);

  delete_which (self->world, self->path, is_former);
  delete_which (self->world, work, is_former_work);
  cp_files_remove_folder (self->world, work);
}

void
cp_snapshot_folder_sweep (CpSnapshotFolder *self)
{
  g_auto (GStrv) names = cp_snapshot_folder_list (self);
  gint64 now_ms = cp_world_wall_ms (self->world);

  g_return_if_fail (self->lock != NULL);

  delete_former (self);
  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *stem = is_own (names[i]) ? g_strndup (names[i], STEM_CHARS) : NULL;
    g_autofree char *label = stem != NULL ? g_strconcat (stem, LABEL, NULL) : NULL;
    g_autoptr (CpManifest) manifest = NULL;

    if (stem == NULL)
      continue;
    /* A pair is looked at once; what has no label is half done. */
    if (!g_str_equal (names[i], label) && g_strv_contains ((const char *const *) names, label))
      continue;
    manifest = load (self, stem, FALSE);
    if (manifest == NULL || ABS (now_ms - manifest->head_office_ms) > TOO_OLD_MS)
      delete_snapshot (self, stem);
  }
}
