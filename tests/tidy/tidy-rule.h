/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "tidy-file.h"

G_BEGIN_DECLS

/**
 * TidyTree:
 * @files: (element-type TidyFile):
 * @folder_of_header: the folder in which the header of a name stands
 * @paths: the set of paths
 */
typedef struct {
  GPtrArray *files;
  GHashTable *folder_of_header;
  GHashTable *paths;
} TidyTree;

/** tidy_tree_new: @files: (transfer full): */
TidyTree *tidy_tree_new (GPtrArray *files);
void tidy_tree_free (TidyTree *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TidyTree, tidy_tree_free)

typedef struct {
  const char *path;
  const char *text;
} TidySample;

/**
 * TidyRule:
 * @name: a few words with hyphens
 * @check: adds what is wrong with @file
 * @bad: samples in which @check must find something; ends with a %NULL path
 * @good: samples in which it must find nothing
 */
typedef struct {
  const char *name;
  void (*check) (const TidyTree *tree, const TidyFile *file, TidyFindings *findings);
  const TidySample *bad;
  const TidySample *good;
} TidyRule;

/* The rules, each list ending with a %NULL name: on a file's text, on who may use what, on names. */
extern const TidyRule tidy_text_rules[];
extern const TidyRule tidy_layer_rules[];
extern const TidyRule tidy_name_rules[];

G_END_DECLS
