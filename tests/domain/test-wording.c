/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-wording.h"

#include "cp-test-chain.h"

static void
test_money (void)
{
  g_autoptr (CpProgramme) programme = cp_test_chain_programme ();
  static const struct {
    gint64 digits;
    gint64 minor;
    const char *expected;
  } cases[] = {
    { 2, 1250, "€12.50" },   { 2, 5, "€0.05" },
    { 2, -5, "−€0.05" },     { 0, 300, "€300" },
    { 3, 12345, "€12.345" }, { 2, 0, "€0.00" },
    { 0, -7, "−€7" },        { 2, G_MININT64, "−€92,233,720,368,547,758.08" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = NULL;

    programme->currency_digits = cases[i].digits;
    text = cp_wording_money (programme, cases[i].minor);
    g_assert_cmpstr (text, ==, cases[i].expected);
  }
}

static void
test_days (void)
{
  g_autofree char *date = cp_wording_date (CP_TEST_NOW_MS);
  g_autofree char *never = cp_wording_date (G_MAXINT64);
  g_autofree char *iso = cp_iso_day (CP_TEST_NOW_MS);
  g_autofree char *said = cp_wording_iso_day ("2026-03-01");
  g_autofree char *no_day = cp_wording_iso_day ("2026-02-30");

  g_assert_cmpstr (said, ==, "1\u00a0Mar\u00a02026");
  g_assert_cmpstr (no_day, ==, "2026-02-30");
  g_assert_cmpstr (date, ==, "10\u00a0Mar\u00a02026");
  g_assert_cmpstr (iso, ==, "2026-03-10");
  g_assert_cmpstr (never, ==, "?");
  g_assert_cmpint (cp_day_of (0), ==, 0);
  g_assert_cmpint (cp_day_of (-1), ==, -1);
  g_assert_cmpint (cp_day_of (CP_DAY_MS - 1), ==, 0);
  g_assert_cmpint (cp_day_end_ms (CP_TEST_NOW_MS, 0), ==, CP_TEST_NOW_MS + CP_DAY_MS / 2);
  g_assert_cmpint (cp_day_end_ms (CP_TEST_NOW_MS, 2), ==, CP_TEST_NOW_MS + CP_DAY_MS / 2 * 5);
}

static void
test_a_card_is_told_by_its_end (void)
{
  CpCard *card = cp_entity_new (CP_KIND_CARD, "c", "a");
  g_autofree char *nothing = cp_wording_card (card);
  g_autofree char *by_uid = NULL;
  g_autofree char *by_number = NULL;

  card->uid = g_strdup ("04A1B2C3D40001");
  by_uid = cp_wording_card (card);
  card->number = g_strdup ("123");
  by_number = cp_wording_card (card);
  g_assert_cmpstr (nothing, ==, "?");
  g_assert_cmpstr (by_uid, ==, "0001");
  g_assert_cmpstr (by_number, ==, "123");
  cp_entity_free (card);
}

static void
test_a_name_is_what_there_is_of_it (void)
{
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, "m", "a");
  g_autofree char *nobody = cp_wording_name (member);
  g_autofree char *family = NULL;
  g_autofree char *both = NULL;

  member->family_name = g_strdup ("Young");
  family = cp_wording_name (member);
  member->given_name = g_strdup ("Zoë");
  both = cp_wording_name (member);
  g_assert_cmpstr (nobody, ==, "");
  g_assert_cmpstr (family, ==, "Young");
  g_assert_cmpstr (both, ==, "Zoë Young");
  cp_entity_free (member);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/wording/money", test_money);
  g_test_add_func ("/domain/wording/days", test_days);
  g_test_add_func ("/domain/wording/a-card-is-told-by-its-end", test_a_card_is_told_by_its_end);
  g_test_add_func ("/domain/wording/a-name-is-what-there-is-of-it",
                   test_a_name_is_what_there_is_of_it);
  return g_test_run ();
}
