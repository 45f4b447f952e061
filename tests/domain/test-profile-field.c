/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-profile-field.h"

#include "cp-error.h"
#include "cp-test-chain.h"

static const struct {
  const char *field;
  const char *typed;
  const char *stored; /* NULL: refused */
} cases[] = {
  { "given_name", "  Zoë   May ", "Zoë May" },
  { "family_name", "\t", NULL },
  { "birth_date", "1980-02-29", "1980-02-29" },
  { "birth_date", "1981-02-29", NULL },
  { "birth_date", "2027-01-01", NULL },
  { "birth_date", "1870-01-01", NULL },
  { "birth_date", "80-1-1", NULL },
  { "birth_date", "1980-01-011", NULL },
  { "birth_date", "17/05/1980", NULL },
  { "phone", "020 7946 0018", "+442079460018" },
  { "phone", "call me", NULL },
  { "email", "A@Example.org", "a@example.org" },
  { "email", "a@b", NULL },
  { "postcode", " N1 9GU", "N1 9GU" },
  { "city", "São  Paulo", "São Paulo" },
  { "language", "pt-BR", "pt-BR" },
  { "language", "english please", NULL },
};

static void
test_normalises_or_refuses (void)
{
  g_autoptr (CpProgramme) programme = cp_test_chain_programme ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *stored =
        cp_profile_field_read (programme, cases[i].field, cases[i].typed, CP_TEST_NOW_MS, NULL);

    g_assert_cmpstr (stored, ==, cases[i].stored);
  }
}

static void
test_reads_what_it_wrote (void)
{
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, "m", "a");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_true (cp_profile_field_exists (cases[i].field));
    cp_profile_field_set (member, cases[i].field, cases[i].typed);
    g_assert_cmpstr (cp_profile_field_get (member, cases[i].field), ==, cases[i].typed);
    cp_profile_field_set (member, cases[i].field, NULL);
    g_assert_null (cp_profile_field_get (member, cases[i].field));
  }
  g_assert_false (cp_profile_field_exists ("state"));
  g_assert_false (cp_profile_field_exists (NULL));
  cp_entity_free (member);
}

/* Copies of a row share what stands in it. */
static void
test_own_fields_stand_beside (void)
{
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, "m", "a");
  CpMember *copy;

  g_assert_null (cp_profile_field_get (member, "dog"));
  cp_profile_field_set (member, "dog", "Rex");
  copy = cp_entity_copy (member);
  cp_profile_field_set (copy, "dog", "Bello");
  cp_profile_field_set (copy, "shoe_size", "42");
  g_assert_cmpstr (cp_profile_field_get (member, "dog"), ==, "Rex");
  g_assert_null (cp_profile_field_get (member, "shoe_size"));
  g_assert_cmpstr (cp_profile_field_get (copy, "dog"), ==, "Bello");
  cp_profile_field_set (member, "dog", NULL);
  g_assert_null (member->fields);
  cp_profile_field_set (copy, "city", "Cork");
  cp_profile_field_clear (copy);
  g_assert_null (copy->fields);
  g_assert_null (copy->city);
  cp_entity_free (copy);
  cp_entity_free (member);
}

static void
test_what_the_form_does_not_have_is_refused (void)
{
  g_autoptr (CpProgramme) programme = cp_test_chain_programme ();
  g_autoptr (GError) error = NULL;
  g_autofree char *city = cp_profile_field_read (NULL, "city", " Cork ", CP_TEST_NOW_MS, NULL);

  g_assert_cmpstr (city, ==, "Cork");
  g_assert_null (cp_profile_field_read (programme, "cat", "Tom", CP_TEST_NOW_MS, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_null (cp_profile_field_read (NULL, "dog", "Rex", CP_TEST_NOW_MS, NULL));
}

/* Where a profile is filled; what is stored already can still be asked about. */
static void
test_nothing_goes_in_that_the_form_leaves_out (void)
{
  g_autoptr (CpProgramme) programme = cp_test_chain_programme ();
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, "m", "a");
  CpFormField *given_name = programme->form->pdata[0];
  g_autoptr (CpJson) document = cp_test_chain_programme_json ();
  g_autoptr (CpProgramme) without = NULL;
  g_autofree char *read = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (given_name->field, ==, "given_name");
  g_assert_true (cp_profile_field_is_wanting (given_name, member));
  g_assert_true (
      cp_profile_field_put (programme, member, "given_name", " Ada ", CP_TEST_NOW_MS, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (member->given_name, ==, "Ada");
  g_assert_false (cp_profile_field_is_wanting (given_name, member));
  g_assert_false (
      cp_profile_field_put (programme, member, "birth_date", "never", CP_TEST_NOW_MS, NULL));
  g_assert_null (member->birth_date);
  json_array_clear (cp_json_get_array (document, "form"));
  without = cp_programme_from_json (document, NULL);
  g_assert_false (cp_profile_field_put (without, member, "city", "Cork", CP_TEST_NOW_MS, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_null (member->city);
  g_assert_true (cp_profile_field_put (NULL, member, "city", "Cork", CP_TEST_NOW_MS, NULL));
  g_assert_cmpstr (member->city, ==, "Cork");
  read = cp_profile_field_read (without, "city", "Cork", CP_TEST_NOW_MS, NULL);
  g_assert_cmpstr (read, ==, "Cork");
  cp_entity_free (member);
}

static void
test_the_form_says_what_the_chains_own_take (void)
{
  for (guint type = CP_FORM_TEXT; cp_form_type_words[type] != NULL; type++) {
    g_assert_cmpuint (cp_profile_field_read_type ("dog", cp_form_type_words[type]), ==, type);
    g_assert_cmpuint (cp_profile_field_read_type ("birth_date", cp_form_type_words[type]), ==,
                      CP_FORM_DATE);
  }
  g_assert_cmpuint (cp_profile_field_read_type ("phone", NULL), ==, CP_FORM_PHONE);
  g_assert_cmpuint (cp_profile_field_read_type ("dog", NULL), ==, CP_FORM_TEXT);
  g_assert_cmpuint (cp_profile_field_read_type ("dog", ""), ==, CP_FORM_TEXT);
  g_assert_cmpuint (cp_profile_field_read_type ("dog", "colour"), ==, CP_FORM_TEXT);
  g_assert_cmpuint (cp_profile_field_read_type (NULL, "number"), ==, CP_FORM_NUMBER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/profile-field/normalises-or-refuses", test_normalises_or_refuses);
  g_test_add_func ("/domain/profile-field/reads-what-it-wrote", test_reads_what_it_wrote);
  g_test_add_func ("/domain/profile-field/own-fields-stand-beside", test_own_fields_stand_beside);
  g_test_add_func ("/domain/profile-field/the-form-says-what-the-chains-own-take",
                   test_the_form_says_what_the_chains_own_take);
  g_test_add_func ("/domain/profile-field/nothing-goes-in-that-the-form-leaves-out",
                   test_nothing_goes_in_that_the_form_leaves_out);
  g_test_add_func ("/domain/profile-field/what-the-form-does-not-have-is-refused",
                   test_what_the_form_does_not_have_is_refused);
  return g_test_run ();
}
