/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What may stand in a file at all. Words that no file may name are put together from halves here,
 * so that this file doesn't name them either. */
#include "tidy-rule.h"

#include <string.h>

#define LICENCE "/* SPDX-License-Identifier: LGPL-2.1-or-later */\n"
#define MAX_FUNCTION_LINES 60
#define MAX_FILE_LINES 600

static void
check_licence (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  if (tidy_file_is_c (file) && !g_str_has_prefix (file->text, LICENCE))
    tidy_find (findings, file, NULL, NULL, "does not begin with the SPDX line");
}

static void
check_pragma (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  if (tidy_file_is_header (file) && !g_str_has_prefix (file->text, LICENCE "#pragma once\n"))
    tidy_find (findings, file, NULL, NULL, "has no #pragma once on its second line");
}

static void
check_file_length (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  g_auto (GStrv) lines = NULL;

  if (!tidy_file_is_c (file))
    return;
  lines = g_strsplit (file->text, "\n", -1);
  if (g_strv_length (lines) - 1 > MAX_FILE_LINES)
    tidy_find (findings, file, NULL, NULL, "has more than %d lines", MAX_FILE_LINES);
}

/* clang-format puts a function's braces, and nobody else's, alone in the first column. */
static void
check_function_length (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  g_auto (GStrv) lines = NULL;
  guint start = 0;

  if (!tidy_file_is_c (file))
    return;
  lines = g_strsplit (file->code, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (g_str_equal (lines[i], "{"))
      start = i;
    else if (g_str_equal (lines[i], "}") && i - start + 1 > MAX_FUNCTION_LINES)
      tidy_find (findings, file, NULL, NULL, "the function at line %u has %u lines", start + 1,
                 i - start + 1);
  }
}

static void
check_goto (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  if (tidy_file_is_c (file))
    tidy_find_matches (findings, file, file->bare, "\\bgoto\\b", "goto");
}

static void
check_sleep (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  if (tidy_file_is_c (file))
    tidy_find_matches (findings, file, file->bare,
                       "\\b(g_usleep|u?sleep|(clock_)?nanosleep|thrd_sleep)\\s*\\(",
                       "sleeps in place of waiting for a condition");
}

static void
check_sql (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  if (tidy_file_is_product (file))
    tidy_find_matches (findings, file, file->literals,
                       "\\b(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|REPLACE) [^\\n]*",
                       "SQL belongs in a .sql file");
}

static void
check_pragma_sql (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  if (tidy_file_is_product (file))
    tidy_find_matches (findings, file, file->literals, "\\bPRAGMA\\b",
                       "pragmas are set in one place of each store");
}

/* Whose folder this was made in, and with what. */
static const char *const workplaces[] = {
  "/home"
  "/",
  "/root"
  "/",
  "/wo"
  "rk/",
  "land"
  ".sh",
  NULL,
};

static const char *const registries[] = {
  "deb.debian"
  ".org",
  "security.debian"
  ".org",
  "archive.ubuntu"
  ".com",
  "pypi"
  ".org",
  "pythonhosted"
  ".org",
  "npmjs"
  ".org",
  "npmjs"
  ".com",
  "crates"
  ".io",
  "rubygems"
  ".org",
  "proxy.golang"
  ".org",
  "repo.maven"
  ".org",
  "repo1.maven"
  ".org",
  "docker"
  ".io",
  "ghcr"
  ".io",
  "quay"
  ".io",
  "conda.anaconda"
  ".org",
  NULL,
};

static void
find_words (const TidyFile *file,
            const char *const *words,
            const char *what,
            TidyFindings *findings)
{
  for (gsize i = 0; words[i] != NULL; i++) {
    const char *at = strstr (file->text, words[i]);

    if (at != NULL)
      tidy_find (findings, file, file->text, at, "%s (%s)", what, words[i]);
  }
}

static void
check_workplace (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  find_words (file, workplaces, "names the place where it was made", findings);
}

static void
check_registries (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  find_words (file, registries, "names a package registry", findings);
}

static const TidyFile *
find_file (const TidyTree *tree, const char *path)
{
  for (guint i = 0; i < tree->files->len; i++) {
    const TidyFile *file = g_ptr_array_index (tree->files, i);

    if (g_str_equal (file->path, path))
      return file;
  }
  return NULL;
}

static gboolean
has_texts (const TidyFile *file)
{
  if (g_str_has_suffix (file->path, ".ui"))
    return strstr (file->text, "translatable=\"yes\"") != NULL;
  return tidy_file_is_product (file) &&
         g_regex_match_simple ("\\b(_|N_|C_|NC_|ngettext|g_dngettext) ?\\(", file->text, 0, 0);
}

/* See tools/list-texts. */
static void
check_potfiles (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  const TidyFile *potfiles = find_file (tree, "po/POTFILES");
  g_auto (GStrv) listed = g_strsplit (potfiles != NULL ? potfiles->text : "", "\n", -1);

  if (has_texts (file) && !g_strv_contains ((const char *const *) listed, file->path))
    tidy_find (findings, file, NULL, NULL, "has texts and is not in po/POTFILES");
}

/* xgettext reads no further than to the first macro, and what it has read is never looked up. */
static void
check_whole_texts (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  g_autoptr (GRegex) broken = g_regex_new (
      "\\b(_|N_|C_|NC_|ngettext) ?\\((\\s*\"([^\"\\\\]|\\\\.)*\",?)+\\s*(G_G|PRI)", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int start = 0;

  if (!g_regex_match (broken, file->text, 0, &match))
    return;
  g_match_info_fetch_pos (match, 0, &start, NULL);
  tidy_find (findings, file, file->text, file->text + start, "a macro is part of a text");
}

#define TEN(x) x x x x x x x x x x

const TidyRule tidy_text_rules[] = {
  { "begins-with-the-licence", check_licence,
    (const TidySample[]){ { "ui/cp-a.c", "#include \"cp-a.h\"\n" },
                          { "tests/ui/test-a.c", "/* SPDX-License-Identifier: MIT */\n" },
                          { NULL, NULL } },
    (const TidySample[]){ { "ui/cp-a.c", LICENCE }, { "ui/a.css", "a {}\n" }, { NULL, NULL } } },
  { "headers-have-pragma-once", check_pragma,
    (const TidySample[]){ { "ui/cp-a.h", LICENCE "#ifndef A\n" }, { NULL, NULL } },
    (const TidySample[]){ { "ui/cp-a.h", LICENCE "#pragma once\n" }, { NULL, NULL } } },
  { "files-are-short", check_file_length,
    (const TidySample[]){ { "ui/cp-a.c", TEN (TEN (TEN ("\n"))) }, { NULL, NULL } },
    (const TidySample[]){ { "ui/cp-a.c", TEN (TEN ("\n")) }, { NULL, NULL } } },
  { "functions-are-short", check_function_length,
    (const TidySample[]){ { "ui/cp-a.c", "a (void)\n{\n" TEN (TEN ("  b ();\n")) "}\n" },
                          { NULL, NULL } },
    (const TidySample[]){ { "ui/cp-a.c", "a (void)\n{\n" TEN ("  b ();\n") "}\n" },
                          { "ui/cp-b.c", "int a[] = {\n" TEN (TEN ("  1,\n")) "};\n" },
                          { NULL, NULL } } },
  { "no-goto", check_goto,
    (const TidySample[]){ { "tests/ui/test-a.c", "  go"
                                                 "to out;\n" },
                          { NULL, NULL } },
    (const TidySample[]){ { "ui/cp-a.c", "/* goto */ \"goto\"; cp_goto ();\n" }, { NULL, NULL } } },
  { "no-sleep", check_sleep,
    (const TidySample[]){ { "tests/ui/test-a.c", "  g_usleep (1);\n" },
                          { "ui/cp-a.c", "  sleep(1);\n" },
                          { "ui/cp-a.c", "  nanosleep (&t, NULL);\n" },
                          { NULL, NULL } },
    (const TidySample[]){ { "ui/cp-a.c", "// sleep (1)\n  cp_sleep (1); asleep = 1;\n" },
                          { NULL, NULL } } },
  { "no-sql-in-c", check_sql,
    (const TidySample[]){ { "app/store/cp-a.c", "  run (\"SELECT 1\");\n" },
                          { "sync/headoffice/cp-a.c", "  run (\"  INSERT INTO a\"\n);\n" },
                          { NULL, NULL } },
    (const TidySample[]){ { "app/store/cp-a.c", "/* SELECT 1 */ run (\"Select a card\");\n" },
                          { "tests/store/test-a.c", "run (\"SELECT 1\");\n" },
                          { NULL, NULL } } },
  { "pragmas-in-one-place", check_pragma_sql,
    (const TidySample[]){ { "app/store/cp-a.c", "  run (\"PRAGMA foreign_keys=ON\");\n" },
                          { NULL, NULL } },
    (const TidySample[]){ { "app/store/cp-a.c", "/* PRAGMA */\n" }, { NULL, NULL } } },
  { "does-not-name-a-workplace", check_workplace,
    (const TidySample[]){ { "README.md", "see /ho"
                                         "me/anna/a\n" },
                          { "check", "cd /wo"
                                     "rk/a\n" },
                          { NULL, NULL } },
    (const TidySample[]){ { "README.md", "the network/worker\n" }, { NULL, NULL } } },
  { "does-not-name-a-registry", check_registries,
    (const TidySample[]){ { "check", "echo deb http://deb.debian"
                                     ".org/debian\n" },
                          { NULL, NULL } },
    (const TidySample[]){ { "check", "apt-get update\n" }, { NULL, NULL } } },
  { "texts-are-listed-for-translation", check_potfiles,
    (const TidySample[]){ { "ui/cp-a.c", "say (_(\"Hello\"));\n" },
                          { "ui/cp-a.h", "#define HELLO N_ (\"Hello\")\n" },
                          { "ui/a.ui", "<p translatable=\"yes\">Hello</p>\n" },
                          { NULL, NULL } },
    (const TidySample[]){ { "ui/cp-listed.c", "say (_(\"Hello\"));\n" },
                          { "ui/cp-a.c", "say_ (\"Hello\");\n" },
                          { NULL, NULL } } },
  { "texts-have-no-macros-in-them", check_whole_texts,
    (const TidySample[]){ { "ui/cp-a.c", "say (_ (\"%\" G_GINT64_FORMAT \" points\"));\n" },
                          { "ui/cp-a.c", "say (_ (\"a \"\n\"\\\"%s\\\": %\" PRIu64));\n" },
                          { NULL, NULL } },
    (const TidySample[]){ { "ui/cp-a.c", "say (_ (\"%s points\"), count, G_GINT64_FORMAT);\n" },
                          { NULL, NULL } } },
  { NULL, NULL, NULL, NULL },
};
