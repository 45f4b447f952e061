/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-directory.h"

#include <string.h>

/* A name with its file; as a change, a name without one is an unlink, and one with @from was that before. */
typedef struct {
  char *name;
  char *from; /* (nullable) */
  CpSimFile *file;
} Entry;

/* Arrays, not hash tables: there are a handful of files, and the order must be the same each run. */
struct _CpSimDirectory {
  GPtrArray *live;
  GPtrArray *durable;
  GPtrArray *changes; /* unsynced, in order */
};

static Entry *
entry_new (const char *name, CpSimFile *file)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->name = g_strdup (name);
  entry->file = file != NULL ? cp_sim_file_ref (file) : NULL;
  return entry;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->file, cp_sim_file_unref);
  g_free (entry->name);
  g_free (entry->from);
  g_free (entry);
}

static gboolean
find_index (const GPtrArray *entries, const char *name, guint *ret_index)
{
  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = entries->pdata[i];

    if (strcmp (entry->name, name) == 0) {
      *ret_index = i;
      return TRUE;
    }
  }
  return FALSE;
}

static void
apply (GPtrArray *entries, const char *name, CpSimFile *file)
{
  guint i;

  if (find_index (entries, name, &i))
    g_ptr_array_remove_index (entries, i);
  if (file != NULL)
    g_ptr_array_add (entries, entry_new (name, file));
}

CpSimDirectory *
cp_sim_directory_new (void)
{
  CpSimDirectory *self = g_new0 (CpSimDirectory, 1);

  self->live = g_ptr_array_new_with_free_func (entry_free);
  self->durable = g_ptr_array_new_with_free_func (entry_free);
  self->changes = g_ptr_array_new_with_free_func (entry_free);
  return self;
}

void
cp_sim_directory_free (CpSimDirectory *self)
{
  g_ptr_array_unref (self->live);
  g_ptr_array_unref (self->durable);
  g_ptr_array_unref (self->changes);
  g_free (self);
}

CpSimFile *
cp_sim_directory_find (const CpSimDirectory *self, const char *name)
{
  guint i;

  if (!find_index (self->live, name, &i))
    return NULL;
  return ((const Entry *) self->live->pdata[i])->file;
}

static void
change (CpSimDirectory *self, const char *name, CpSimFile *file)
{
  apply (self->live, name, file);
  g_ptr_array_add (self->changes, entry_new (name, file));
}

CpSimFile *
cp_sim_directory_create (CpSimDirectory *self, const char *name)
{
  g_autoptr (CpSimFile) file = cp_sim_file_new ();

  g_assert (cp_sim_directory_find (self, name) == NULL);
  change (self, name, file);
  return file;
}

gboolean
cp_sim_directory_unlink (CpSimDirectory *self, const char *name)
{
  if (cp_sim_directory_find (self, name) == NULL)
    return FALSE;
  change (self, name, NULL);
  return TRUE;
}

void
cp_sim_directory_rename (CpSimDirectory *self, const char *from, const char *to)
{
  g_autoptr (CpSimFile) file = cp_sim_file_ref (cp_sim_directory_find (self, from));
  Entry *entry = entry_new (to, file);

  entry->from = g_strdup (from);
  apply (self->live, from, NULL);
  apply (self->live, to, file);
  g_ptr_array_add (self->changes, entry);
}

GStrv
cp_sim_directory_list (const CpSimDirectory *self, const char *folder)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gsize n = strlen (folder);

  for (guint i = 0; i < self->live->len; i++) {
    const char *name = ((const Entry *) self->live->pdata[i])->name;

    if (strncmp (name, folder, n) == 0 && name[n] == '/' && strchr (name + n + 1, '/') == NULL)
      g_strv_builder_add (names, name + n + 1);
  }
  return g_strv_builder_end (names);
}

void
cp_sim_directory_each (const CpSimDirectory *self, CpSimDirectoryFunc *func, gpointer data)
{
  for (guint i = 0; i < self->live->len; i++) {
    const Entry *entry = self->live->pdata[i];

    func (entry->name, entry->file, data);
  }
}

static void
persist (CpSimDirectory *self, guint n_changes)
{
  for (guint i = 0; i < n_changes; i++) {
    const Entry *entry = self->changes->pdata[i];

    if (entry->from != NULL)
      apply (self->durable, entry->from, NULL);
    apply (self->durable, entry->name, entry->file);
  }
  if (n_changes > 0)
    g_ptr_array_remove_range (self->changes, 0, n_changes);
}

void
cp_sim_directory_sync (CpSimDirectory *self)
{
  persist (self, self->changes->len);
}

void
cp_sim_directory_sync_file (CpSimDirectory *self, const CpSimFile *file)
{
  for (guint i = self->changes->len; i > 0; i--)
    if (((const Entry *) self->changes->pdata[i - 1])->file == file) {
      persist (self, i);
      return;
    }
}

static GPtrArray *
copy_entries (const GPtrArray *entries, gboolean with_files)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (entry_free);

  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = entries->pdata[i];
    g_autoptr (CpSimFile) file =
        with_files ? cp_sim_file_copy (entry->file) : cp_sim_file_ref (entry->file);

    g_ptr_array_add (copy, entry_new (entry->name, file));
  }
  return copy;
}

static void
take_durable (CpSimDirectory *self)
{
  g_ptr_array_unref (self->live);
  self->live = copy_entries (self->durable, FALSE);
}

guint
cp_sim_directory_power_cut (CpSimDirectory *self,
                            CpSimCut cut,
                            CpSimRandom *random,
                            CpSimFate *fate)
{
  guint n_kept = 0, n_lost;

  if (cut == CP_SIM_CUT_ALL)
    n_kept = self->changes->len;
  else if (cut == CP_SIM_CUT_RANDOM)
    n_kept = (guint) cp_sim_random_below (random, self->changes->len + 1);
  n_lost = self->changes->len - n_kept;
  persist (self, n_kept);
  g_ptr_array_set_size (self->changes, 0);
  for (guint i = 0; i < self->durable->len; i++)
    cp_sim_file_power_cut (((const Entry *) self->durable->pdata[i])->file, cut, random, fate);
  take_durable (self);
  return n_lost;
}

CpSimDirectory *
cp_sim_directory_copy (const CpSimDirectory *self)
{
  CpSimDirectory *copy = cp_sim_directory_new ();

  g_ptr_array_unref (copy->durable);
  copy->durable = copy_entries (self->durable, TRUE);
  take_durable (copy);
  return copy;
}

gsize
cp_sim_directory_get_size_bytes (const CpSimDirectory *self)
{
  gsize size_bytes = 0;

  for (guint i = 0; i < self->live->len; i++)
    size_bytes += cp_sim_file_get_size (((const Entry *) self->live->pdata[i])->file);
  return size_bytes;
}

guint
cp_sim_directory_get_n_unsynced (const CpSimDirectory *self)
{
  return self->changes->len;
}
