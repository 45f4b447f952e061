/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-file.h"

G_BEGIN_DECLS

/**
 * CpSimDirectory:
 *
 * Names of files, as a program sees them (live) and as they would be after a power cut (durable).
 * Changes reach the disk in the order in which they were made, as a file system with a journal
 * writes them; how far it has come is undecided until a sync. A name that is created anew gets
 * another file, so the old one's bytes never show through.
 */
typedef struct _CpSimDirectory CpSimDirectory;

CpSimDirectory *cp_sim_directory_new (void);
void cp_sim_directory_free (CpSimDirectory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSimDirectory, cp_sim_directory_free)

/** cp_sim_directory_find: (transfer none) (nullable): the live file called @name. */
CpSimFile *cp_sim_directory_find (const CpSimDirectory *self, const char *name);

/** cp_sim_directory_create: (transfer none): a new, empty file; @name must be free. */
CpSimFile *cp_sim_directory_create (CpSimDirectory *self, const char *name);

/** cp_sim_directory_unlink: whether there was such a name. */
gboolean cp_sim_directory_unlink (CpSimDirectory *self, const char *name);

/** cp_sim_directory_rename: @from must be there; what was at @to is not any more. One change, which
 *  reaches the disk whole or not at all. */
void cp_sim_directory_rename (CpSimDirectory *self, const char *from, const char *to);

/** cp_sim_directory_list: (transfer full): the names of the live files in @folder, less its own name */
GStrv cp_sim_directory_list (const CpSimDirectory *self, const char *folder);

/** cp_sim_directory_each: calls @func with each live file and its name. */
typedef void CpSimDirectoryFunc (const char *name, const CpSimFile *file, gpointer data);
void cp_sim_directory_each (const CpSimDirectory *self, CpSimDirectoryFunc *func, gpointer data);

/** cp_sim_directory_sync: makes all changes durable. */
void cp_sim_directory_sync (CpSimDirectory *self);

/**
 * cp_sim_directory_sync_file:
 *
 * What the sync of a file does to its directory: if @file is new, its name becomes durable and so
 * does every change before it.
 */
void cp_sim_directory_sync_file (CpSimDirectory *self, const CpSimFile *file);

/**
 * cp_sim_directory_power_cut:
 *
 * Decides how many of the unsynced changes are kept, then on the unsynced writes of each durable
 * file. The live names are then the durable ones.
 *
 * Returns: how many changes of names were lost.
 */
guint cp_sim_directory_power_cut (CpSimDirectory *self,
                                  CpSimCut cut,
                                  CpSimRandom *random,
                                  CpSimFate *fate);

/** cp_sim_directory_copy: (transfer full): a directory with copies of all durable files. */
CpSimDirectory *cp_sim_directory_copy (const CpSimDirectory *self);

/** cp_sim_directory_get_size_bytes: the live sizes of all live files. */
gsize cp_sim_directory_get_size_bytes (const CpSimDirectory *self);

guint cp_sim_directory_get_n_unsynced (const CpSimDirectory *self);

G_END_DECLS
