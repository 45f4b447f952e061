/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A condition that does not hold, part by part, in words. */
#include "cp-logic-private.h"
#include "cp-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_DEPTH 32

typedef struct {
  const CpJson *data;
  CpLogicLabelFunc label;
  gpointer user_data;
  GPtrArray *sentences;
} Explanation;

/* How a comparison that should hold is said. With the sides swapped, `18 <= age`, it is the other. */
static const struct {
  const char *name;
  const char *swapped;
  const char *format;
} comparisons[] = {
  { "==", "==", N_ ("%s must be %s; it is %s.") },
  { "===", "===", N_ ("%s must be %s; it is %s.") },
  { "!=", "!=", N_ ("%s must not be %s; it is %s.") },
  { "!==", "!==", N_ ("%s must not be %s; it is %s.") },
  { "<", ">", N_ ("%s must be less than %s; it is %s.") },
  { "<=", ">=", N_ ("%s must be at most %s; it is %s.") },
  { ">", "<", N_ ("%s must be more than %s; it is %s.") },
  { ">=", "<=", N_ ("%s must be at least %s; it is %s.") },
  { "in", NULL, N_ ("%s must be one of %s; it is %s.") },
  { "any_of", NULL, N_ ("%s must have one of %s; it has %s.") },
  { "all_of", NULL, N_ ("%s must have all of %s; it has %s.") },
  { "none_of", NULL, N_ ("%s must have none of %s; it has %s.") },
};

static void explain (Explanation *self, const CpJson *rule, gboolean wanted, guint depth);

static const char *
get_name (const CpJson *rule)
{
  return cp_logic_is_rule (rule) ? json_object_iter_key (json_object_iter ((CpJson *) rule)) : NULL;
}

static CpJson *
get_args (const CpJson *rule)
{
  return json_object_iter_value (json_object_iter ((CpJson *) rule));
}

static const CpJson *
get_arg (const CpJson *rule, gsize n)
{
  const CpJson *args = get_args (rule);

  if (json_is_array (args))
    return json_array_get (args, n);
  return n == 0 ? args : NULL;
}

/* (transfer full) (nullable): the path that a var or val reads */
static char *
get_path (const CpJson *rule)
{
  const char *name = get_name (rule);
  g_autoptr (GString) path = NULL;
  const CpJson *args;

  if (g_strcmp0 (name, "var") == 0 && json_is_string (get_arg (rule, 0)))
    return g_strdup (json_string_value (get_arg (rule, 0)));
  args = name != NULL ? get_args (rule) : NULL;
  if (g_strcmp0 (name, "val") != 0)
    return NULL;
  if (json_is_string (args))
    return g_strdup (json_string_value (args));
  path = g_string_new (NULL);
  for (gsize i = 0; i < json_array_size (args); i++) {
    if (!json_is_string (json_array_get (args, i)))
      return NULL;
    g_string_append_printf (path, "%s%s", i > 0 ? "." : "",
                            json_string_value (json_array_get (args, i)));
  }
  return g_strdup (path->str);
}

/* "gold" is said without quotes, a list as its elements, nothing as nothing. */
static char *
say_value (const CpJson *value)
{
  g_autoptr (GString) text = NULL;

  if (value == NULL || json_is_null (value) ||
      (json_is_string (value) && json_string_length (value) == 0))
    return g_strdup (_ ("not known"));
  if (json_is_boolean (value))
    return g_strdup (json_is_true (value) ? _ ("yes") : _ ("no"));
  if (!json_is_array (value))
    return cp_logic_to_text (value);
  text = g_string_new (NULL);
  for (gsize i = 0; i < json_array_size (value); i++) {
    g_autofree char *element = say_value (json_array_get (value, i));

    cp_text_add_to_list (text, element);
  }
  return g_strdup (text->len > 0 ? text->str : _ ("none"));
}

static CpJson *
evaluate (const Explanation *self, const CpJson *rule)
{
  g_autoptr (CpJson) error = NULL;

  return cp_logic_evaluate (rule, self->data, &error);
}

/* What @rule is about: the label of the field it reads, or of one inside it. */
static char *
say_subject (const Explanation *self, const CpJson *rule, guint depth)
{
  g_autofree char *path = get_path (rule);
  const CpJson *args;

  if (path != NULL) {
    char *label = self->label != NULL ? self->label (path, self->user_data) : NULL;

    return label != NULL ? label : g_steal_pointer (&path);
  }
  if (!cp_logic_is_rule (rule) || depth >= MOST_DEPTH)
    return NULL;
  args = get_args (rule);
  if (!json_is_array (args))
    return say_subject (self, args, depth + 1);
  for (gsize i = 0; i < json_array_size (args); i++) {
    char *subject = say_subject (self, json_array_get (args, i), depth + 1);

    if (subject != NULL)
      return subject;
  }
  return NULL;
}

static int
find_comparison (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (comparisons); i++)
    if (g_strcmp0 (comparisons[i].name, name) == 0)
      return (int) i;
  return -1;
}

/* What has to be true instead of @name for @name to be false. */
static const char *
get_opposite (const char *name)
{
  static const char *const pairs[][2] = {
    { "==", "!=" }, { "===", "!==" }, { "<", ">=" }, { ">", "<=" }, { "any_of", "none_of" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    if (g_str_equal (pairs[i][0], name))
      return pairs[i][1];
    if (g_str_equal (pairs[i][1], name))
      return pairs[i][0];
  }
  return NULL;
}

static void
add_sentence (Explanation *self, char *sentence)
{
  for (guint i = 0; i < self->sentences->len; i++)
    if (g_str_equal (self->sentences->pdata[i], sentence)) {
      g_free (sentence);
      return;
    }
  g_ptr_array_add (self->sentences, sentence);
}

static void
add_comparison (Explanation *self, const char *name, const CpJson *field, const CpJson *value)
{
  g_autofree char *subject = say_subject (self, field, 0);
  g_autoptr (CpJson) wanted = evaluate (self, value);
  g_autoptr (CpJson) present = evaluate (self, field);
  g_autofree char *wanted_text = say_value (wanted);
  g_autofree char *present_text = say_value (present);
  int i = find_comparison (name);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  add_sentence (self,
                g_strdup_printf (_ (comparisons[i].format), subject, wanted_text, present_text));
#pragma GCC diagnostic pop
}

/* Whether @rule compares a field with a value, either way round, and was put into words. */
static gboolean
explain_comparison (Explanation *self, const CpJson *rule, gboolean wanted)
{
  const char *name = get_name (rule);
  int i = find_comparison (name);
  const CpJson *left = get_arg (rule, 0);
  const CpJson *right = get_arg (rule, 1);
  g_autofree char *subject = NULL;

  if (i < 0 || left == NULL || right == NULL || get_arg (rule, 2) != NULL)
    return FALSE;
  subject = say_subject (self, left, 0);
  if (subject == NULL && comparisons[i].swapped != NULL) {
    const CpJson *swap = left;

    left = right;
    right = swap;
    name = comparisons[i].swapped;
    subject = say_subject (self, left, 0);
  }
  if (!wanted)
    name = get_opposite (name);
  if (subject == NULL || name == NULL)
    return FALSE;
  add_comparison (self, name, left, right);
  return TRUE;
}

/* 18 <= age < 65 is two comparisons. */
static gboolean
explain_chain (Explanation *self, const CpJson *rule, guint depth)
{
  const char *name = get_name (rule);
  gsize n = json_array_size (get_args (rule));

  if (find_comparison (name) < 0 || n < 3)
    return FALSE;
  for (gsize i = 0; i + 1 < n; i++) {
    g_autoptr (CpJson) pair = json_object ();
    CpJson *sides = json_array ();

    cp_json_append (sides, json_incref (json_array_get (get_args (rule), i)));
    cp_json_append (sides, json_incref (json_array_get (get_args (rule), i + 1)));
    cp_json_set (pair, name, sides);
    explain (self, pair, TRUE, depth + 1);
  }
  return TRUE;
}

static void
explain_each (Explanation *self, const CpJson *rule, gboolean wanted, guint depth)
{
  const CpJson *args = get_args (rule);

  for (gsize i = 0; i < json_array_size (args); i++)
    explain (self, json_array_get (args, i), wanted, depth + 1);
}

/* One of several would do: said in one sentence. */
static void
explain_choice (Explanation *self, const CpJson *rule, gboolean wanted, guint depth)
{
  Explanation inner = { self->data, self->label, self->user_data,
                        g_ptr_array_new_with_free_func (g_free) };
  g_autoptr (GPtrArray) sentences = inner.sentences;
  g_autofree char *joined = NULL;

  explain_each (&inner, rule, wanted, depth);
  if (sentences->len == 1) {
    add_sentence (self, g_strdup (sentences->pdata[0]));
    return;
  }
  g_ptr_array_add (sentences, NULL);
  joined = g_strjoinv (" ", (char **) sentences->pdata);
  add_sentence (self, g_strdup_printf (_ ("One of these is needed: %s"), joined));
}

static void
explain_missing (Explanation *self, const CpJson *rule)
{
  g_autoptr (CpJson) missing = evaluate (self, rule);

  for (gsize i = 0; i < json_array_size (missing); i++) {
    g_autofree char *path = cp_logic_to_text (json_array_get (missing, i));
    g_autofree char *label = self->label != NULL ? self->label (path, self->user_data) : NULL;

    add_sentence (self, g_strdup_printf (_ ("%s is missing."), label != NULL ? label : path));
  }
}

static void
explain_other (Explanation *self, const CpJson *rule, gboolean wanted)
{
  g_autofree char *subject = say_subject (self, rule, 0);
  g_autofree char *path = get_path (rule);

  if (subject == NULL)
    add_sentence (self, g_strdup (_ ("This condition does not hold for anybody.")));
  else if (path != NULL)
    add_sentence (
        self, g_strdup_printf (wanted ? _ ("%s is missing.") : _ ("%s must not be set."), subject));
  else
    add_sentence (self, g_strdup_printf (_ ("%s: the condition is not met."), subject));
}

static gboolean
holds (const Explanation *self, const CpJson *rule, gboolean wanted)
{
  g_autoptr (CpJson) value = evaluate (self, rule);

  return value != NULL && cp_logic_is_truthy (value) == wanted;
}

/* Says why @rule is not @wanted, if it isn't. */
static void
explain (Explanation *self, const CpJson *rule, gboolean wanted, guint depth)
{
  const char *name = get_name (rule);

  if (holds (self, rule, wanted) || depth >= MOST_DEPTH)
    return;
  if (g_strcmp0 (name, "and") == 0 && wanted)
    explain_each (self, rule, TRUE, depth);
  else if (g_strcmp0 (name, "or") == 0 && wanted)
    explain_choice (self, rule, TRUE, depth);
  else if (g_strcmp0 (name, "or") == 0)
    explain_each (self, rule, FALSE, depth);
  else if (g_strcmp0 (name, "and") == 0)
    explain_choice (self, rule, FALSE, depth);
  else if (g_strcmp0 (name, "!!") == 0 && get_arg (rule, 0) != NULL)
    explain (self, get_arg (rule, 0), wanted, depth + 1);
  else if (g_strcmp0 (name, "!") == 0 && get_arg (rule, 0) != NULL)
    explain (self, get_arg (rule, 0), !wanted, depth + 1);
  else if (!wanted && (g_strcmp0 (name, "missing") == 0 || g_strcmp0 (name, "missing_some") == 0))
    explain_missing (self, rule);
  else if (!explain_comparison (self, rule, wanted) &&
           !(wanted && cp_logic_is_rule (rule) && explain_chain (self, rule, depth)))
    explain_other (self, rule, wanted);
}

GPtrArray *
cp_logic_explain (const CpJson *rule,
                  const CpJson *data,
                  CpLogicLabelFunc label,
                  gpointer user_data)
{
  Explanation self = { data, label, user_data, g_ptr_array_new_with_free_func (g_free) };

  explain (&self, rule, TRUE, 0);
  if (self.sentences->len == 0 && !holds (&self, rule, TRUE))
    explain_other (&self, rule, TRUE);
  return self.sentences;
}

static gboolean
changes_data (const char *name)
{
  static const char *const names[] = { "map", "filter", "reduce", "all", "some", "none" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i], name) == 0)
      return TRUE;
  return FALSE;
}

static void
list_paths (const CpJson *rule, GPtrArray *paths, guint depth)
{
  char *path = get_path (rule);
  const CpJson *args = cp_logic_is_rule (rule) ? get_args (rule) : rule;
  gsize n = changes_data (get_name (rule)) ? 1 : json_array_size (args);

  if (path != NULL && !g_ptr_array_find_with_equal_func (paths, path, g_str_equal, NULL))
    g_ptr_array_add (paths, path);
  else
    g_free (path);
  if (depth >= CP_LOGIC_MAX_DEPTH)
    return;
  if (cp_logic_is_rule (args))
    list_paths (args, paths, depth + 1);
  for (gsize i = 0; json_is_array (args) && i < n; i++)
    list_paths (json_array_get (args, i), paths, depth + 1);
}

GPtrArray *
cp_logic_list_paths (const CpJson *rule)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  list_paths (rule, paths, 0);
  return paths;
}
