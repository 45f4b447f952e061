/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TidyFile:
 * @path: relative to the source tree
 * @text: all of it
 * @code: @text with its comments blanked; lines stay where they are. %NULL unless it is C
 * @bare: @code with the insides of its literals blanked too
 * @literals: @text with everything but the insides of its string literals blanked
 */
typedef struct {
  char *path;
  char *text;
  char *code;
  char *bare;
  char *literals;
} TidyFile;

/** tidy_file_new: (transfer full): */
TidyFile *tidy_file_new (const char *path, const char *text);
void tidy_file_free (TidyFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TidyFile, tidy_file_free)

gboolean tidy_file_is_c (const TidyFile *self);
gboolean tidy_file_is_header (const TidyFile *self);

/** tidy_file_is_in: whether it stands in @folder or below. */
gboolean tidy_file_is_in (const TidyFile *self, const char *folder);

/** tidy_file_is_product: whether it is C that ships, and no test. */
gboolean tidy_file_is_product (const TidyFile *self);

/** tidy_file_dup_folder: (transfer full): the folder in which it stands */
char *tidy_file_dup_folder (const TidyFile *self);

/**
 * tidy_tree_read:
 * @root: the source tree
 *
 * Returns: (transfer full) (element-type TidyFile): every text file of the tree, in order of path,
 *   without hidden folders, build directories and what is not UTF-8.
 */
GPtrArray *tidy_tree_read (const char *root);

/** TidyFindings: sentences, each beginning with `path:line:`. */
typedef GPtrArray TidyFindings;

/**
 * tidy_find:
 * @at: where in one of @file's texts
 * @in: that text, or %NULL for the whole file
 */
void tidy_find (TidyFindings *findings,
                const TidyFile *file,
                const char *in,
                const char *at,
                const char *format,
                ...) G_GNUC_PRINTF (5, 6);

/** tidy_find_matches: a finding saying @what for each match of @pattern in @in. */
void tidy_find_matches (TidyFindings *findings,
                        const TidyFile *file,
                        const char *in,
                        const char *pattern,
                        const char *what);

G_END_DECLS
