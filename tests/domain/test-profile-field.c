/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-profile-field.h"

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
        cp_profile_field_normalise (programme, cases[i].field, cases[i].typed, CP_TEST_NOW_MS);

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/profile-field/normalises-or-refuses", test_normalises_or_refuses);
  g_test_add_func ("/domain/profile-field/reads-what-it-wrote", test_reads_what_it_wrote);
  return g_test_run ();
}
