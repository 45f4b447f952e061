/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a device asks, and what is done over. */
#include "cp-head-office-private.h"

#include "cp-error.h"
#include "office-fixture.h"

/* @n_again: so many tries are to be done over, and one after that fails for good, or does not */
typedef struct {
  guint n_again;
  gboolean fails;
  guint n_tries;
} Trial;

static gboolean
try_it (CpHeadOffice *office, gpointer data, gboolean *ret_again, GError **error)
{
  Trial *trial = data;

  trial->n_tries++;
  *ret_again = trial->n_tries <= trial->n_again;
  if (!*ret_again && !trial->fails)
    return TRUE;
  g_set_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE, "Try %u", trial->n_tries);
  return FALSE;
}

static void
test_is_done_over (void)
{
  static const struct {
    Trial trial;
    guint n_tries;
    const char *trouble;
  } cases[] = {
    { { 0, FALSE, 0 }, 1, NULL },
    { { 4, FALSE, 0 }, 5, NULL },
    { { 5, FALSE, 0 }, 5, "Try 5" },
    { { 1, TRUE, 0 }, 2, "Try 2" },
  };
  g_autoptr (Office) office = office_new_empty ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Trial trial = cases[i].trial;
    g_autoptr (GError) error = NULL;

    g_assert_true (cp_head_office_attempt (office->office, try_it, &trial, &error) ==
                   (cases[i].trouble == NULL));
    g_assert_cmpuint (trial.n_tries, ==, cases[i].n_tries);
    g_assert_cmpstr (error != NULL ? error->message : NULL, ==, cases[i].trouble);
  }
}

static gboolean
reads (const char *incarnation, const char *challenge, const char *text)
{
  g_autoptr (CpJson) request = json_object ();
  CpQuestion question;

  cp_json_set_text (request, "incarnation", incarnation);
  cp_json_set_text (request, "challenge", challenge);
  cp_json_set_text (request, "url", text);
  return cp_head_office_read_question (request, "url", 4, &question) &&
         g_str_equal (question.incarnation, incarnation) &&
         g_str_equal (question.challenge, challenge) && g_str_equal (question.text, text);
}

static void
test_is_read_whole (void)
{
  g_autofree char *most = g_strnfill (64, 'x');
  g_autofree char *more = g_strnfill (65, 'x');

  g_assert_true (reads ("one", "c1", "abcd"));
  g_assert_true (reads (most, most, "a"));
  g_assert_false (reads (NULL, "c1", "abcd"));
  g_assert_false (reads ("one", NULL, "abcd"));
  g_assert_false (reads ("one", "c1", NULL));
  g_assert_false (reads ("one", "c1", ""));
  g_assert_false (reads ("one", "c1", "abcde"));
  g_assert_false (reads (more, "c1", "abcd"));
  g_assert_false (reads ("one", more, "abcd"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head-office-question/is-done-over-a-few-times", test_is_done_over);
  g_test_add_func ("/head-office-question/is-read-whole-or-not-at-all", test_is_read_whole);
  return g_test_run ();
}
