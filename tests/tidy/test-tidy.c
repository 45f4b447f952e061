/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Holds the house style: each rule over the whole source tree, and each rule over samples that it
 * must catch and must let pass. */
#include "tidy-rule.h"

#include <gio/gio.h>
#include <string.h>

/* What a rule need not find, in a file or in a folder, and why. */
static const struct {
  const char *rule;
  const char *path;
  const char *reason;
} exceptions[] = {
  { "clock-and-chance-through-one-door", "app/base/cp-world.c", "it is the door" },
  { "each-module-has-its-test", "app/base/cp-error.c", "a table of words, used by every test" },
  { "each-module-has-its-test", "drivers/reader",
    "libnfc can't be had without a process of its own: test-reader runs it on the emulator" },
  { "each-module-has-its-test", "data",
    "makers of test data: test-sample-chain holds what they make to the domain's rules" },
  { "each-module-has-its-test", "drivers/cp-helper.c", "the parent's side of it, in test-reader" },
};

static const TidyRule *const rule_lists[] = { tidy_text_rules, tidy_layer_rules, tidy_name_rules };

static TidyTree *the_tree;

TidyTree *
tidy_tree_new (GPtrArray *files)
{
  TidyTree *self = g_new0 (TidyTree, 1);

  self->files = files;
  self->folder_of_header = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->paths = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < files->len; i++) {
    TidyFile *file = g_ptr_array_index (files, i);

    g_hash_table_add (self->paths, file->path);
    if (tidy_file_is_header (file))
      g_hash_table_insert (self->folder_of_header, g_path_get_basename (file->path),
                           tidy_file_dup_folder (file));
  }
  return self;
}

void
tidy_tree_free (TidyTree *self)
{
  g_hash_table_unref (self->folder_of_header);
  g_hash_table_unref (self->paths);
  g_ptr_array_unref (self->files);
  g_free (self);
}

static gboolean
is_excepted (const char *rule, const TidyFile *file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (exceptions); i++)
    if (g_str_equal (exceptions[i].rule, rule) && (g_str_equal (exceptions[i].path, file->path) ||
                                                   tidy_file_is_in (file, exceptions[i].path)))
      return TRUE;
  return FALSE;
}

static void
fail_with (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    g_printerr ("%s\n", (const char *) g_ptr_array_index (findings, i));
  if (findings->len > 0)
    g_test_fail_printf ("%u found", findings->len);
}

static void
test_tree (gconstpointer data)
{
  const TidyRule *rule = data;
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < the_tree->files->len; i++) {
    TidyFile *file = g_ptr_array_index (the_tree->files, i);

    if (!is_excepted (rule->name, file))
      rule->check (the_tree, file, findings);
  }
  fail_with (findings);
}

static TidyTree *
make_sample_tree (void)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) tidy_file_free);

  g_ptr_array_add (files, tidy_file_new ("app/base/cp-json.h", ""));
  g_ptr_array_add (files, tidy_file_new ("app/store/cp-store.h", ""));
  g_ptr_array_add (files, tidy_file_new ("tests/store/test-store.c", ""));
  g_ptr_array_add (files, tidy_file_new ("po/POTFILES", "ui/cp-listed.c\n"));
  return tidy_tree_new (files);
}

static guint
count_findings (const TidyRule *rule, const TidySample *sample)
{
  g_autoptr (TidyTree) tree = make_sample_tree ();
  g_autoptr (TidyFile) file = tidy_file_new (sample->path, sample->text);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);

  rule->check (tree, file, findings);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", (const char *) g_ptr_array_index (findings, i));
  return findings->len;
}

static void
test_samples (gconstpointer data)
{
  const TidyRule *rule = data;

  g_assert_nonnull (rule->bad[0].path);
  for (const TidySample *sample = rule->bad; sample->path != NULL; sample++)
    g_assert_cmpuint (count_findings (rule, sample), >, 0);
  for (const TidySample *sample = rule->good; sample->path != NULL; sample++)
    g_assert_cmpuint (count_findings (rule, sample), ==, 0);
}

static gboolean
is_needed (const TidyRule *rule, gsize exception)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < the_tree->files->len; i++) {
    TidyFile *file = g_ptr_array_index (the_tree->files, i);

    if (g_str_equal (exceptions[exception].path, file->path) ||
        tidy_file_is_in (file, exceptions[exception].path))
      rule->check (the_tree, file, findings);
  }
  return findings->len > 0;
}

/* An exception for what is gone, or has been mended, is dead text. */
static void
test_exceptions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (exceptions); i++) {
    gboolean needed = FALSE;

    for (gsize list = 0; list < G_N_ELEMENTS (rule_lists); list++)
      for (const TidyRule *rule = rule_lists[list]; rule->name != NULL; rule++)
        if (g_str_equal (rule->name, exceptions[i].rule))
          needed = is_needed (rule, i);
    if (!needed)
      g_printerr ("%s needs no exception for %s\n", exceptions[i].path, exceptions[i].rule);
    g_assert_true (needed);
    g_assert_cmpuint (strlen (exceptions[i].reason), >, 0);
  }
}

static void
validate_ui (const char *path, const char *text, GPtrArray *findings)
{
  g_autofree char *full_path = g_test_build_filename (G_TEST_DIST, "..", path, NULL);
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;

  if (strstr (text, "<template") != NULL)
    return; /* the tool does not know our types; the widget's own test makes one of each */
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                              &error, "gtk4-builder-tool", "validate", full_path, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, &errors, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_successful (process))
    g_ptr_array_add (findings, g_strdup_printf ("%s: %s%s", path, output, errors));
}

static void
test_ui_files (void)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < the_tree->files->len; i++) {
    TidyFile *file = g_ptr_array_index (the_tree->files, i);

    if (g_str_has_suffix (file->path, ".ui"))
      validate_ui (file->path, file->text, findings);
  }
  fail_with (findings);
}

static void
test_takes_c_apart (void)
{
  g_autoptr (TidyFile) file = tidy_file_new ("a.c", "a /* b */ \"c\\\"d\" 'e' // f\ng\n");

  g_assert_cmpstr (file->code, ==, "a         \"c\\\"d\" 'e'     \ng\n");
  g_assert_cmpstr (file->bare, ==, "a         \"    \" ' '     \ng\n");
  g_assert_cmpstr (file->literals, ==, "           c\\\"d          \n \n");
}

static void
add_rules (const TidyRule *rules)
{
  for (const TidyRule *rule = rules; rule->name != NULL; rule++) {
    g_autofree char *tree_path = g_strconcat ("/tidy/", rule->name, NULL);
    g_autofree char *samples_path = g_strconcat ("/tidy/samples/", rule->name, NULL);

    g_test_add_data_func (samples_path, rule, test_samples);
    g_test_add_data_func (tree_path, rule, test_tree);
  }
}

int
main (int argc, char **argv)
{
  g_autofree char *root = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions (); /* show what every rule finds */
  root = g_test_build_filename (G_TEST_DIST, "..", NULL);
  the_tree = tidy_tree_new (tidy_tree_read (root));
  for (gsize i = 0; i < G_N_ELEMENTS (rule_lists); i++)
    add_rules (rule_lists[i]);
  g_test_add_func ("/tidy/takes-c-apart", test_takes_c_apart);
  g_test_add_func ("/tidy/exceptions-are-alive", test_exceptions);
  g_test_add_func ("/tidy/ui-files-are-valid", test_ui_files);
  status = g_test_run ();
  g_clear_pointer (&the_tree, tidy_tree_free);
  return status;
}
