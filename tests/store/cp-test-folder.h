/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** cp_test_folder_new: (transfer full): an empty folder of the test's own */
char *cp_test_folder_new (void);

/** cp_test_folder_free: removes it with all that is in it, a database too. */
void cp_test_folder_free (char *folder);

/** cp_test_tamper: runs @sql on the database at @path, as somebody would who has got hold of the file */
void cp_test_tamper (const char *path, const char *sql);

typedef char CpTestFolder;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpTestFolder, cp_test_folder_free)

G_END_DECLS
