/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * CpCleanPages:
 *
 * Clears what is free between the pointers of a page and its rows on the page's way into the database's
 * file. secure_delete clears what is deleted; but SQLite moves rows within a page and to other pages too,
 * as others come in between, and leaves their bytes where they were. Those would outlive the row's
 * erasure. (The file format: https://sqlite.org/fileformat2.html, section 1.6.)
 *
 * What is in the log has not been through it: it is clean once it is cut off after a checkpoint, if
 * SQLite has let go of the pages that it holds in memory (sqlite3_db_release_memory()).
 */
typedef struct _CpCleanPages CpCleanPages;

/** cp_clean_pages_new: for the main file of @db, from now on; to be freed after @db was closed */
CpCleanPages *cp_clean_pages_new (sqlite3 *db);
void cp_clean_pages_free (CpCleanPages *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpCleanPages, cp_clean_pages_free)

G_END_DECLS
