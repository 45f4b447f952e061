/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kit finds that our head office conforms, and others that are made differently and conform as well; and whenever
 * somebody between the two breaks one statement, it finds that this one does not hold. */
#include <string.h>

#include "conformance-fixture.h"
#include "cp-head-office-forget.h"
#include "scope-fixture.h"

#define FORGET_DAYS 10

static const Breaks *const subjects[] = {
  &breaks_of_access, &breaks_of_pushes, &breaks_of_lanes,     &breaks_of_feed,
  &breaks_of_rows,   &breaks_of_people, &breaks_of_snapshots,
};

static void
on_result (
    guint statement, const char *title, ConformanceResult result, const char *why, gpointer data)
{
  Fixture *fixture = data;

  g_free (fixture->why);
  fixture->why = g_strdup (why);
  if (result == CONFORMANCE_FAILS)
    g_test_message ("P-%u does not hold: %s: %s", statement, title, why);
}

static gboolean
is_tested (const Fixture *fixture, const ConformanceCheck *check)
{
  for (guint i = 0; fixture->untested != NULL && fixture->untested[i] != 0; i++)
    if (fixture->untested[i] == check->statement)
      return FALSE;
  return check->test != NULL;
}

/* Nothing is passed over that has a test: what may be missing is there. */
static void
on_own_result (
    guint statement, const char *title, ConformanceResult result, const char *why, gpointer data)
{
  guint n_checks;
  const ConformanceCheck *check = &conformance_get_checks (&n_checks)[statement - 1];
  ConformanceResult expected = is_tested (data, check) ? CONFORMANCE_HOLDS : CONFORMANCE_NOT_TESTED;

  if (result != expected)
    g_test_message ("P-%u: %s: %s", statement, title, why);
  g_assert_true (result == expected);
}

static void
test_conforms (Fixture *fixture, gconstpointer data)
{
  g_assert_true (fixture_run (fixture, on_own_result));
}

static void
set_up_variation (Fixture *fixture, gconstpointer data)
{
  const Variation *variation = data;

  fixture_set_up (fixture, &variation->how);
  fixture->untested = variation->untested;
}

static gint64
forget (Office *office)
{
  g_autoptr (GError) error = NULL;
  gboolean is_done = FALSE;
  gint64 floor = 0;

  while (!is_done) {
    cp_head_office_forget_feed (office->office, FORGET_DAYS, &floor, &is_done, &error);
    g_assert_no_error (error);
  }
  return floor;
}

/* Nothing that the kit asks needs what was told long ago. */
static void
test_conforms_once_forgotten (Fixture *fixture, gconstpointer data)
{
  Office *office = fixture->office;
  gint64 floor = 0;

  for (guint day = 0; day <= 2 * FORGET_DAYS; day++) {
    fixture_put_card (office, day);
    office->now_ms += DAY_MS;
    floor = forget (office);
  }
  g_assert_cmpint (floor, >, 0);
  g_assert_true (fixture_run (fixture, on_result));
}

static void
test_finds_break (Fixture *fixture, gconstpointer data)
{
  const Break *one = data;

  g_assert_false (fixture_run (fixture, on_result));
  if (strstr (fixture->why, one->why) == NULL)
    g_test_message ("It was to say: %s", one->why);
  g_assert_nonnull (strstr (fixture->why, one->why));
}

static gboolean
has_break (guint statement)
{
  for (gsize i = 0; i < G_N_ELEMENTS (subjects); i++)
    for (guint j = 0; j < subjects[i]->n; j++)
      if (subjects[i]->breaks[j].statement == statement)
        return TRUE;
  return FALSE;
}

/* Each statement that is tested is also broken, and each that stands in PROTOCOL.md is here. */
static void
test_is_whole (void)
{
  g_autofree char *text = NULL;
  guint n_checks;
  const ConformanceCheck *checks = conformance_get_checks (&n_checks);
  g_autofree char *next = NULL;

  g_assert_true (g_file_get_contents (CP_TEST_PROTOCOL, &text, NULL, NULL));
  for (guint i = 0; i < n_checks; i++) {
    g_autofree char *line = g_strdup_printf ("\n%u. ", checks[i].statement);

    g_assert_cmpuint (checks[i].statement, ==, i + 1);
    g_assert_true ((checks[i].test != NULL) == has_break (checks[i].statement));
    g_assert_true ((checks[i].test == NULL) == (checks[i].why != NULL));
    g_assert_nonnull (strstr (text, line));
  }
  next = g_strdup_printf ("\n%u. ", n_checks + 1);
  g_assert_null (strstr (text, next));
}

static void
add_variations (void)
{
  guint n;
  const Variation *all = variations_get (&n);

  for (guint i = 0; i < n; i++) {
    g_autofree char *path = g_strconcat ("/conformance/conforms-as-well/", all[i].name, NULL);

    g_test_add (path, Fixture, &all[i], set_up_variation, test_conforms, fixture_tear_down);
  }
}

static void
add_breaks (const Breaks *breaks)
{
  for (guint i = 0; i < breaks->n; i++) {
    const Break *one = &breaks->breaks[i];
    g_autofree char *words = g_strdelimit (g_strdup (one->why), " /:", '-');
    g_autofree char *path =
        g_strdup_printf ("/conformance/finds-a-break-of/P-%u/%u-%s", one->statement, i + 1, words);

    g_test_add (path, Fixture, one, fixture_set_up, test_finds_break, fixture_tear_down);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conformance/knows-every-statement-and-breaks-each-that-it-tests",
                   test_is_whole);
  g_test_add ("/conformance/our-head-office-conforms", Fixture, NULL, fixture_set_up, test_conforms,
              fixture_tear_down);
  g_test_add ("/conformance/our-head-office-conforms-once-it-has-forgotten-its-feed", Fixture, NULL,
              fixture_set_up, test_conforms_once_forgotten, fixture_tear_down);
  add_variations ();
  for (gsize i = 0; i < G_N_ELEMENTS (subjects); i++)
    add_breaks (subjects[i]);
  return g_test_run ();
}
