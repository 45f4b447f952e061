/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What things are called, and that each module has its test. */
#include "tidy-rule.h"

#include <string.h>

/* Where a folder's tests are. */
static const struct {
  const char *folder;
  const char *room;
} rooms[] = {
  { "app/base", "base" },   { "app/logic", "logic" },   { "app/domain", "domain" },
  { "app/store", "store" }, { "app/ledger", "ledger" }, { "app/ctl", "ctl" },
  { "drivers", "drivers" }, { "sync", "sync" },         { "ui", "ui" },
  { "data", "data" },
};

static void
check_file_names (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  g_autofree char *name = g_path_get_basename (file->path);

  if (tidy_file_is_product (file) && !g_str_has_prefix (name, "cp-") &&
      !g_str_has_prefix (name, "counterpart"))
    tidy_find (findings, file, NULL, NULL, "is called neither cp-… nor counterpart…");
}

/* A static that fills a vfunc or belongs to the type's own machinery is named as it would be in the
 * class; G_DEFINE_TYPE asks for some by name. */
static gboolean
fills_vfunc (const TidyFile *file, const char *name)
{
  g_autofree char *pattern = g_strdup_printf ("= %s\\b", name);

  return g_str_has_suffix (name, "_init") || g_regex_match_simple (pattern, file->bare, 0, 0);
}

static void
check_function (const TidyFile *file,
                const char *type,
                const char *name,
                const char *at,
                TidyFindings *findings)
{
  gboolean prefixed = g_str_has_prefix (name, "cp_");
  gboolean is_static = g_str_has_prefix (type, "static");

  if (is_static && prefixed && !fills_vfunc (file, name))
    tidy_find (findings, file, file->bare, at, "%s is static and carries the prefix", name);
  if (!is_static && !prefixed && !g_str_equal (name, "main"))
    tidy_find (findings, file, file->bare, at, "%s is not static and lacks the prefix", name);
}

/* clang-format puts a definition's name in the first column, and its type on the line before. */
static void
check_functions (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;

  if (!tidy_file_is_product (file) || tidy_file_is_header (file))
    return;
  regex = g_regex_new ("^([a-zA-Z][^\\n;(){}#]*)\\n([a-z_][a-z0-9_]*) \\([^;]*?\\)\\n\\{$",
                       G_REGEX_MULTILINE | G_REGEX_RAW, 0, NULL);
  g_regex_match (regex, file->bare, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL)) {
    g_autofree char *type = g_match_info_fetch (match, 1);
    g_autofree char *name = g_match_info_fetch (match, 2);
    int start = 0;

    g_match_info_fetch_pos (match, 2, &start, NULL);
    check_function (file, type, name, file->bare + start, findings);
  }
}

static void
check_types (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  if (tidy_file_is_product (file) && tidy_file_is_header (file))
    tidy_find_matches (findings, file, file->bare, "^\\} (?!Cp)\\w+;", "a type that is no Cp…");
}

/* Is there a header @base in @folder or in one that it is in? */
static gboolean
has_header (const TidyTree *tree, const char *folder, const char *base)
{
  g_autofree char *at = g_strdup (folder);

  for (;;) {
    g_autofree char *header = g_strdup_printf ("%s/%s", at, base);
    char *slash = strrchr (at, '/');

    if (g_hash_table_contains (tree->paths, header))
      return TRUE;
    if (slash == NULL)
      return FALSE;
    *slash = '\0';
  }
}

/* test-x.c stands for cp-x.c, and for cp-x-part.c if cp-x.h is in the same folder or above it: a
 * module may be split over files, and those into folders. @name is without the prefix and the
 * ending. */
static gboolean
has_test (const TidyTree *tree, const char *folder, const char *room, char *name)
{
  for (gboolean whole = TRUE; *name != '\0'; whole = FALSE) {
    g_autofree char *test = g_strdup_printf ("tests/%s/test-%s.c", room, name);
    g_autofree char *header = g_strdup_printf ("cp-%s.h", name);
    char *hyphen = strrchr (name, '-');

    if (g_hash_table_contains (tree->paths, test) && (whole || has_header (tree, folder, header)))
      return TRUE;
    if (hyphen == NULL)
      return FALSE;
    *hyphen = '\0';
  }
  return FALSE;
}

static void
check_has_test (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  g_autofree char *folder = tidy_file_dup_folder (file);
  g_autofree char *base = g_path_get_basename (file->path);

  if (!tidy_file_is_product (file) || tidy_file_is_header (file) || !g_str_has_prefix (base, "cp-"))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (rooms); i++) {
    g_autofree char *name = g_strndup (base + 3, strlen (base) - 5);

    if (tidy_file_is_in (file, rooms[i].folder) && !has_test (tree, folder, rooms[i].room, name))
      tidy_find (findings, file, NULL, NULL, "has no test in tests/%s", rooms[i].room);
  }
}

const TidyRule tidy_name_rules[] = {
  { "files-carry-the-prefix", check_file_names,
    (const TidySample[]){ { "ui/page.c", "" }, { NULL, NULL } },
    (const TidySample[]){ { "ui/cp-page.c", "" },
                          { "tests/ui/test-page.c", "" },
                          { "ui/counterpart.c", "" },
                          { NULL, NULL } } },
  { "functions-carry-the-prefix", check_functions,
    (const TidySample[]){ { "ui/cp-a.c", "void\nopen_page (int a)\n{\n}\n" },
                          { "ui/cp-a.c", "static void\ncp_a_open (int a)\n{\n}\n" },
                          { NULL, NULL } },
    (const TidySample[]){ { "ui/cp-a.c", "void\ncp_a_open (int a,\n           int b)\n{\n}\n" },
                          { "ui/cp-a.c", "static void\ncp_a_dispose (GObject *o)\n{\n}\n"
                                         "static void\ncp_a_class_init (CpAClass *k)\n{\n"
                                         "  k->dispose = cp_a_dispose;\n}\n" },
                          { "ui/cp-a.c", "int\nmain (int argc, char **argv)\n{\n}\n" },
                          { NULL, NULL } } },
  { "types-carry-the-prefix", check_types,
    (const TidySample[]){ { "ui/cp-a.h", "typedef struct {\n  int a;\n} Page;\n" },
                          { NULL, NULL } },
    (const TidySample[]){ { "ui/cp-a.h", "typedef struct {\n  int a;\n} CpPage;\n" },
                          { NULL, NULL } } },
  { "each-module-has-its-test", check_has_test,
    (const TidySample[]){ { "ui/cp-lonely.c", "" },
                          { "app/store/cp-other-store.c", "" },
                          { "ui/cp-store-page.c", "" },
                          { NULL, NULL } },
    (const TidySample[]){ { "app/store/cp-store.c", "" },
                          { "app/store/cp-store-read.c", "" },
                          { "app/store/read/cp-store-read.c", "" },
                          { "ui/cp-a.h", "" },
                          { NULL, NULL } } },
  { NULL, NULL, NULL, NULL },
};
