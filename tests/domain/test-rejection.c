/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-rejection.h"

#include <string.h>

static void
assert_sentence (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_str_has_suffix (text, "."));
  g_assert_cmpuint (strlen (text), >, 5);
}

static void
test_every_code_has_its_sentences (void)
{
  for (guint code = 0; code < CP_N_REJECTIONS; code++) {
    const CpRejectionInfo *info = cp_rejection_get_info (code);

    g_assert_cmpint (cp_rejection_from_word (info->word), ==, (int) code);
    assert_sentence (info->staff_text);
    assert_sentence (info->next_action);
    if (info->customer_text != NULL)
      assert_sentence (info->customer_text);
  }
}

static void
test_an_unknown_word_is_none_of_them (void)
{
  g_assert_cmpint (cp_rejection_from_word ("because"), ==, -1);
  g_assert_cmpint (cp_rejection_from_word (NULL), ==, -1);
}

/* A customer must not learn from the screen that they are suspected of something. */
static void
test_suspicions_are_not_for_the_customer (void)
{
  static const CpRejection codes[] = { CP_REJECTION_CARD_REPLAYED, CP_REJECTION_SELF_DEALING,
                                       CP_REJECTION_CHAIN_BROKEN, CP_REJECTION_PERMISSION_DENIED };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    g_assert_null (cp_rejection_get_info (codes[i])->customer_text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/rejection/every-code-has-its-sentences",
                   test_every_code_has_its_sentences);
  g_test_add_func ("/domain/rejection/an-unknown-word-is-none-of-them",
                   test_an_unknown_word_is_none_of_them);
  g_test_add_func ("/domain/rejection/suspicions-are-not-for-the-customer",
                   test_suspicions_are_not_for_the_customer);
  return g_test_run ();
}
