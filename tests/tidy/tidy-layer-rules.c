/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who may use what: our own folders point one way, and each foreign library is held by one. */
#include "tidy-rule.h"

#include <string.h>

/* Folders of ours whose headers a folder may include, besides its own. */
static const struct {
  const char *folder;
  const char *may_use[10];
} layers[] = {
  { "drivers", { NULL } },
  { "app/base", { NULL } },
  { "app/logic", { "app/base" } },
  { "app/domain", { "app/base", "app/logic" } },
  { "app/store", { "app/base", "app/domain" } },
  { "app/ledger", { "app/base", "app/domain", "app/store", "drivers" } },
  { "app/ctl", { "app/base", "app/logic", "app/domain", "app/store", "app/ledger", "drivers" } },
  { "sync/protocol", { "app/base", "app/domain" } },
  { "sync/worker", { "app/base", "app/domain", "app/ledger", "sync/protocol" } },
  { "sync/headoffice", { "app/base", "app/domain", "app/store", "sync/protocol", "drivers" } },
  { "ui", { "app/base", "app/domain", "app/ledger", "drivers" } },
  { "data", { "app/base", "app/domain" } },
};

/* The only folders that may include a system header that begins so. Tests may include all but what
 * their own room may not: they are in the lists by folder. */
static const struct {
  const char *header;
  const char *folders[10];
} libraries[] = {
  { "sqlite3", { "app/store", "sync/headoffice", "tests" } },
  { "zstd", { "app/store" } },
  { "libdeflate", { "sync/protocol" } },
  { "curl/", { "sync/worker", "tests/sync", "tests/bench" } },
  { "libpq", { "sync/headoffice", "tests" } },
  { "libsoup/", { "sync/headoffice", "tests" } },
  { "nfc/", { "drivers/reader" } },
  { "winscard", { "drivers/reader", "tests/emulators" } },
  { "openssl/", { "drivers/card", "tests/emulators" } },
  { "gtk/", { "ui", "tests/ui", "tests/e2e", "tests/emulators" } },
  { "gdk/", { "ui", "tests/ui", "tests/e2e", "tests/emulators" } },
  { "atspi/", { "tests/ui", "tests/e2e" } },
  { "X11/", { "tests/ui", "tests/e2e" } },
  { "systemd/", { "app/ledger", "drivers", "sync/worker", "sync/headoffice", "ui", "tests" } },
};

/* All that the pure core and the drivers may include from outside. */
static const struct {
  const char *folder;
  const char *headers[20];
} closed[] = {
  { "app/logic", { "glib.h", "glib/gi18n-lib.h", "jansson.h", "string.h", "math.h", "stdlib.h" } },
  { "app/domain", { "glib.h", "glib/gi18n-lib.h", "jansson.h", "string.h", "math.h", "stdlib.h" } },
  { "drivers",
    { "glib", "gio/", "nfc/", "openssl/", "systemd/", "string.h", "stdlib.h", "stdio.h", "errno.h",
      "fcntl.h", "signal.h", "unistd.h", "poll.h", "sys/", "linux/", "termios.h", "time.h",
      "winscard.h" } },
};

static gboolean
is_listed (const char *const *list, gsize length, const char *word)
{
  for (gsize i = 0; i < length && list[i] != NULL; i++)
    if (g_str_equal (list[i], word))
      return TRUE;
  return FALSE;
}

static gboolean
begins_with_any (const char *const *list, gsize length, const char *word)
{
  for (gsize i = 0; i < length && list[i] != NULL; i++)
    if (g_str_has_prefix (word, list[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_in_any (const TidyFile *file, const char *const *folders, gsize length)
{
  for (gsize i = 0; i < length && folders[i] != NULL; i++)
    if (tidy_file_is_in (file, folders[i]))
      return TRUE;
  return FALSE;
}

/* A folder below one in the table counts as that one. */
static const char *
get_layer (const char *folder)
{
  for (gsize i = 0; i < G_N_ELEMENTS (layers); i++) {
    gsize length = strlen (layers[i].folder);

    if (g_str_has_prefix (folder, layers[i].folder) && strchr ("/", folder[length]) != NULL)
      return layers[i].folder;
  }
  return NULL;
}

typedef void (*IncludeFunc) (const TidyTree *tree,
                             const TidyFile *file,
                             const char *header,
                             const char *at,
                             TidyFindings *findings);

static void
for_each_include (const TidyTree *tree,
                  const TidyFile *file,
                  const char *pattern,
                  IncludeFunc func,
                  TidyFindings *findings)
{
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;

  if (!tidy_file_is_c (file))
    return;
  regex = g_regex_new (pattern, G_REGEX_MULTILINE | G_REGEX_RAW, 0, NULL);
  g_regex_match (regex, file->code, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL)) {
    g_autofree char *header = g_match_info_fetch (match, 1);
    int start = 0;

    g_match_info_fetch_pos (match, 0, &start, NULL);
    func (tree, file, header, file->code + start, findings);
  }
}

static void
check_own_include (const TidyTree *tree,
                   const TidyFile *file,
                   const char *header,
                   const char *at,
                   TidyFindings *findings)
{
  g_autofree char *folder = tidy_file_dup_folder (file);
  const char *from = get_layer (folder);
  const char *to = g_hash_table_lookup (tree->folder_of_header, header);

  if (strchr (header, '/') != NULL)
    tidy_find (findings, file, file->code, at, "includes %s by more than its name", header);
  if (from == NULL || to == NULL)
    return; /* no layer, or made by the build */
  if (get_layer (to) != NULL)
    to = get_layer (to);
  if (g_str_equal (from, to))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (layers); i++)
    if (g_str_equal (layers[i].folder, from) &&
        !is_listed (layers[i].may_use, G_N_ELEMENTS (layers[i].may_use), to))
      tidy_find (findings, file, file->code, at, "%s may not use %s (%s)", from, to, header);
}

static void
check_layers (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  for_each_include (tree, file, "^#include \"([^\"]+)\"", check_own_include, findings);
}

static void
check_system_include (const TidyTree *tree,
                      const TidyFile *file,
                      const char *header,
                      const char *at,
                      TidyFindings *findings)
{
  for (gsize i = 0; i < G_N_ELEMENTS (libraries); i++)
    if (g_str_has_prefix (header, libraries[i].header) &&
        !is_in_any (file, libraries[i].folders, G_N_ELEMENTS (libraries[i].folders)))
      tidy_find (findings, file, file->code, at, "<%s> is not for this folder", header);
  for (gsize i = 0; i < G_N_ELEMENTS (closed); i++)
    if (tidy_file_is_in (file, closed[i].folder) &&
        !begins_with_any (closed[i].headers, G_N_ELEMENTS (closed[i].headers), header))
      tidy_find (findings, file, file->code, at, "%s may not use <%s>", closed[i].folder, header);
}

static void
check_libraries (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  for_each_include (tree, file, "^#include <([^>]+)>", check_system_include, findings);
}

/* Clock and randomness come in through CpWorld, or the simulator could not replay a seed. */
static void
check_world (const TidyTree *tree, const TidyFile *file, TidyFindings *findings)
{
  if (tidy_file_is_product (file) && !tidy_file_is_in (file, "ui") &&
      !tidy_file_is_in (file, "drivers"))
    tidy_find_matches (findings, file, file->bare,
                       "\\b(g_get_(real|monotonic)_time|g_date_time_new_now(_utc|_local)?"
                       "|g_random_\\w+|g_rand_new|randombytes_\\w+|clock_gettime|gettimeofday"
                       "|time|s?rand(om)?|getrandom|g_uuid_string_random)\\s*\\(",
                       "asks the machine instead of CpWorld");
}

const TidyRule tidy_layer_rules[] = {
  { "layers-point-one-way", check_layers,
    (const TidySample[]){ { "app/domain/cp-a.c", "#include \"cp-store.h\"\n" },
                          { "drivers/cp-a.c", "#include \"cp-json.h\"\n" },
                          { "drivers/reader/a.c", "#include \"cp-json.h\"\n" },
                          { "ui/cp-a.c", "#include \"cp-store.h\"\n" },
                          { "app/domain/cp-a.c", "#include \"app/base/cp-json.h\"\n" },
                          { NULL, NULL } },
    (const TidySample[]){ { "app/store/cp-a.c", "#include \"cp-json.h\"\n" },
                          { "ui/cp-a.c", "/*\n#include \"cp-store.h\"\n*/\n" },
                          { "tests/ui/test-a.c", "#include \"cp-store.h\"\n" },
                          { NULL, NULL } } },
  { "libraries-have-one-holder", check_libraries,
    (const TidySample[]){ { "ui/cp-a.c", "#include <sqlite3.h>\n" },
                          { "app/ledger/cp-a.c", "#include <curl/curl.h>\n" },
                          { "sync/worker/cp-a.c", "#include <libsoup/soup.h>\n" },
                          { "drivers/cp-a.c", "#include <nfc/nfc.h>\n" },
                          { "app/ctl/cp-a.c", "#include <gtk/gtk.h>\n" },
                          { "app/domain/cp-a.c", "#include <gio/gio.h>\n" },
                          { "app/domain/cp-a.h", "#include <time.h>\n" },
                          { "drivers/cp-a.h", "#include <jansson.h>\n" },
                          { NULL, NULL } },
    (const TidySample[]){ { "app/store/cp-a.c", "#include <sqlite3.h>\n" },
                          { "app/domain/cp-a.c", "#include <glib.h>\n#include <string.h>\n" },
                          { "drivers/reader/a.c", "#include <nfc/nfc.h>\n" },
                          { NULL, NULL } } },
  { "clock-and-chance-through-one-door", check_world,
    (const TidySample[]){ { "app/domain/cp-a.c", "  now = g_get_real_time () / 1000;\n" },
                          { "app/domain/cp-a.c", "  now = time (NULL);\n" },
                          { "sync/worker/cp-a.c", "  jitter = g_random_int ();\n" },
                          { NULL, NULL } },
    (const TidySample[]){ { "ui/cp-a.c", "  now = g_get_monotonic_time ();\n" },
                          { "app/domain/cp-a.c", "  set_time (1); /* time () */\n" },
                          { NULL, NULL } } },
  { NULL, NULL, NULL, NULL },
};
