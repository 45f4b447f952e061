/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-text.h"

#include "cp-language.h"

static void
test_cleans (void)
{
  g_autofree char *name = cp_text_clean ("  Zoe\xcc\x88 \t van  Dijk ");
  g_autofree char *blank = cp_text_clean (" \n ");
  g_autofree char *control = cp_text_clean ("a\x01");
  g_autofree char *bad = cp_text_clean ("\xff");

  g_assert_cmpstr (name, ==, "Zoë van Dijk");
  g_assert_null (blank);
  g_assert_null (control);
  g_assert_null (bad);
}

static void
assert_tokens (const char *text, const char *expected)
{
  g_auto (GStrv) tokens = cp_text_to_tokens (text);
  g_autofree char *joined = g_strjoinv (" ", tokens);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_splits_and_folds (void)
{
  assert_tokens ("Zoë O'Neill-Łuk", "zoe o neill luk");
  assert_tokens ("Müller", "muller mueller");
  assert_tokens ("MARY-Ann o'Neill 2 mary", "mary ann o neill 2");
  assert_tokens ("Große Strøm", "grosse strom");
  assert_tokens ("", "");
  assert_tokens ("דנה לוי", "דנה לוי");
}

static void
assert_phone (const char *text, const char *expected)
{
  g_autofree char *phone = cp_text_to_phone (text, "44");

  g_assert_cmpstr (phone, ==, expected);
}

static void
test_phones (void)
{
  assert_phone ("020 7946 0018", "+442079460018");
  assert_phone ("+49 (30) 1234-567", "+49301234567");
  assert_phone ("0049 30 1234567", "+49301234567");
  assert_phone ("7946 0018", NULL);
  assert_phone ("+12", NULL);
  assert_phone ("call me", NULL);
  assert_phone ("+1234567890123456", NULL);
}

static void
test_phones_of_no_country_yet (void)
{
  g_autofree char *national = cp_text_to_phone ("020 7946 0018", "");
  g_autofree char *international = cp_text_to_phone ("+44 20 7946 0018", "");
  g_autofree char *too_short = cp_text_to_phone ("0207", "");

  g_assert_cmpstr (national, ==, "02079460018");
  g_assert_cmpstr (international, ==, "+442079460018");
  g_assert_null (too_short);
}

static void
assert_email (const char *text, const char *expected)
{
  g_autofree char *email = cp_text_to_email (text);

  g_assert_cmpstr (email, ==, expected);
}

static void
test_emails (void)
{
  assert_email (" Dilek@Example.COM ", "dilek@example.com");
  assert_email ("a@b", NULL);
  assert_email ("@b.c", NULL);
  assert_email ("a b@c.d", NULL);
  assert_email ("a@b@c.d", NULL);
  assert_email ("a@b.", NULL);
}

static void
test_keeps_together (void)
{
  g_autofree char *day = cp_text_keep_together (g_strdup ("1 Jun 2026"));
  g_autofree char *moment = cp_text_keep_together (g_strdup ("1 Jun, 14:05"));
  g_autofree char *nothing = cp_text_keep_together (g_strdup (""));

  g_assert_cmpstr (day, ==, "1\u00a0Jun\u00a02026");
  g_assert_cmpstr (moment, ==, "1\u00a0Jun, 14:05");
  g_assert_cmpstr (nothing, ==, "");
}

static void
test_lists (void)
{
  g_autoptr (GString) list = g_string_new (NULL);

  cp_text_add_to_list (list, "Cork");
  g_assert_cmpstr (list->str, ==, "Cork");
  cp_text_add_to_list (list, "Dublin");
  g_assert_cmpstr (list->str, ==, "Cork, Dublin");
  cp_language_use ("ar", NULL);
  cp_text_add_to_list (list, "Galway");
  g_assert_cmpstr (list->str, ==, "\u200f\u2068Cork, Dublin\u2069، \u2068Galway\u2069");
}

static void
test_control_characters (void)
{
  g_assert_true (cp_text_has_control ("a\x1e"));
  g_assert_true (cp_text_has_control ("\n"));
  g_assert_true (cp_text_has_control ("\x7f"));
  g_assert_false (cp_text_has_control ("Zo\xc3\xab 1/2"));
  g_assert_false (cp_text_has_control (""));
  g_assert_false (cp_text_has_control (NULL));
}

int
main (int argc, char **argv)
{
  g_autofree char *catalogues = NULL;
  g_autofree char *language = NULL;

  g_test_init (&argc, &argv, NULL);
  catalogues = g_test_build_filename (G_TEST_BUILT, "..", "po", NULL);
  g_setenv ("COUNTERPART_LOCALE_DIR", catalogues, TRUE);
  language = cp_language_init ();
  g_test_add_func ("/base/text/cleans", test_cleans);
  g_test_add_func ("/base/text/splits-and-folds", test_splits_and_folds);
  g_test_add_func ("/base/text/phones", test_phones);
  g_test_add_func ("/base/text/phones-of-no-country-yet", test_phones_of_no_country_yet);
  g_test_add_func ("/base/text/emails", test_emails);
  g_test_add_func ("/base/text/keeps-together", test_keeps_together);
  g_test_add_func ("/base/text/lists", test_lists);
  g_test_add_func ("/base/text/finds-control-characters", test_control_characters);
  return g_test_run ();
}
