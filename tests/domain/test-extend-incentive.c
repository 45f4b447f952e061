/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reward of 5.00 expires in ten days. */
#include "cp-calendar.h"
#include "cp-test-case.h"

#define EXTEND CP_OPERATION_EXTEND_INCENTIVE
#define BY(days) "{'incentive_id':'{reward5}','days':" #days "}"

static const CpIncentive *
get_reward (CpTestCase *test)
{
  return cp_test_case_find (test, CP_KIND_INCENTIVE, "reward5");
}

static void
test_by_days_or_to_a_date (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpTestCase) other = cp_test_case_new (1);
  g_autofree char *payload =
      g_strdup_printf ("{'incentive_id':'{reward5}','until_ms':%" G_GINT64_FORMAT "}",
                       CP_TEST_NOW_MS + 20 * CP_TEST_DAY_MS);

  cp_test_case_do (test, EXTEND, BY (7));
  g_assert_cmpint (get_reward (test)->expires_at_ms, ==, CP_TEST_NOW_MS + 17 * CP_TEST_DAY_MS);
  cp_test_case_do (other, EXTEND, payload);
  g_assert_cmpint (get_reward (other)->expires_at_ms % CP_TEST_DAY_MS, ==, 0);
  g_assert_cmpint (get_reward (other)->expires_at_ms, >, CP_TEST_NOW_MS + 20 * CP_TEST_DAY_MS);
}

/* Whatever moment of a day is named, it ends with that day as it is at the store, on both sides. */
static void
test_the_day_is_the_stores (void)
{
  static const struct {
    const char *zone;
    const char *until;
    const char *ends;
    const char *said;
  } cases[] = {
    { "Europe/Dublin", "2026-03-28T12:00:00Z", "2026-03-29T00:00:00Z", "28\u00a0Mar\u00a02026" },
    { "Europe/Dublin", "2026-03-29T12:00:00Z", "2026-03-29T23:00:00Z", "29\u00a0Mar\u00a02026" },
    { "Europe/Dublin", "2026-06-30T22:59:59Z", "2026-06-30T23:00:00Z", "30\u00a0Jun\u00a02026" },
    { "Europe/Dublin", "2026-06-30T23:00:00Z", "2026-07-01T23:00:00Z", "1\u00a0Jul\u00a02026" },
    { "America/New_York", "2026-04-01T03:59:59Z", "2026-04-01T04:00:00Z", "31\u00a0Mar\u00a02026" },
    { "Pacific/Auckland", "2026-04-04T11:00:00Z", "2026-04-05T12:00:00Z", "5\u00a0Apr\u00a02026" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint mode = 0; mode < 2; mode++) {
      g_autoptr (CpTestCase) test = cp_test_case_new (1);
      g_autofree char *payload =
          g_strdup_printf ("{'incentive_id':'{reward5}','until_ms':%" G_GINT64_FORMAT "}",
                           cp_test_read_time (cases[i].until));
      g_autofree char *words =
          g_strdup_printf ("can be used until the end of %s instead of", cases[i].said);
      g_autoptr (CpDecision) decision = NULL;

      cp_test_case_put_in (test, cases[i].zone);
      test->the_case.mode = mode == 0 ? CP_DECIDE_AT_COUNTER : CP_DECIDE_AT_HEAD_OFFICE;
      decision = cp_test_case_decide (test, EXTEND, payload);
      g_assert_nonnull (g_strrstr (decision->effects->pdata[0], words));
      cp_test_case_do (test, EXTEND, payload);
      g_assert_cmpint (get_reward (test)->expires_at_ms, ==, cp_test_read_time (cases[i].ends));
    }
}

/* A week more is a week of the store's days, the clocks being put on in it. */
static void
test_days_are_the_stores (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_put_in (test, "Europe/Dublin");
  ((CpIncentive *) get_reward (test))->expires_at_ms = cp_test_read_time ("2026-03-26T00:00:00Z");
  cp_test_case_do (test, EXTEND, BY (7));
  g_assert_cmpint (get_reward (test)->expires_at_ms, ==,
                   cp_test_read_time ("2026-04-01T23:00:00Z"));
}

static void
test_once_only (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_do (test, EXTEND, BY (7));
  cp_test_case_assert (test, EXTEND, BY (7), CP_REJECTION_ALREADY_EXTENDED);
}

static void
test_not_both_and_not_back (void)
{
  static const char *const payloads[] = {
    "{'incentive_id':'{reward5}'}",
    "{'incentive_id':'{reward5}','days':3,'until_ms':1790000000000}",
    "{'incentive_id':'{reward5}','days':-3}",
    "{'incentive_id':'{reward5}','days':999999999}",
    "{'incentive_id':'{reward5}','until_ms':1773144000000}",
    "{'incentive_id':'{reward5}','until_ms':9000000000000000}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);

    cp_test_case_assert (test, EXTEND, payloads[i], CP_REJECTION_INVALID);
  }
}

static void
test_state_of_the_incentive (void)
{
  static const struct {
    CpIncentiveState state;
    gint64 expires;
    CpRejection expected;
  } cases[] = {
    { CP_INCENTIVE_ISSUED, CP_TEST_NOW_MS + 1, CP_REJECTION_NONE },
    { CP_INCENTIVE_PART_USED, CP_TEST_NOW_MS + 1, CP_REJECTION_NONE },
    { CP_INCENTIVE_ACTIVE, 0, CP_REJECTION_NOT_EXTENDABLE },
    { CP_INCENTIVE_ACTIVE, CP_TEST_NOW_MS, CP_REJECTION_INCENTIVE_EXPIRED },
    { CP_INCENTIVE_USED, CP_TEST_NOW_MS + 1, CP_REJECTION_INCENTIVE_USED },
    { CP_INCENTIVE_VOIDED, CP_TEST_NOW_MS + 1, CP_REJECTION_INCENTIVE_VOIDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpIncentive *incentive = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward5");

    incentive->state = cases[i].state;
    incentive->expires_at_ms = cases[i].expires;
    cp_test_case_assert (test, EXTEND, BY (3), cases[i].expected);
    cp_test_case_assert (test, EXTEND, "{'incentive_id':'x','days':3}",
                         CP_REJECTION_INCENTIVE_NOT_FOUND);
  }
}

static void
test_what_its_definition_says (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpIncentive *incentive = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward5");

  cp_test_case_set_staff (test, "ann");
  cp_test_case_assert (test, EXTEND, BY (3), CP_REJECTION_APPROVAL_REQUIRED);
  g_free (incentive->definition_id);
  incentive->definition_id = g_strdup ("grown_up");
  cp_test_case_assert (test, EXTEND, BY (3), CP_REJECTION_NONE);
  g_free (incentive->definition_id);
  incentive->definition_id = g_strdup ("cake");
  cp_test_case_assert (test, EXTEND, BY (3), CP_REJECTION_NOT_EXTENDABLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/extend-incentive/" path, func)
  ADD ("by-days-or-to-a-date", test_by_days_or_to_a_date);
  ADD ("the-day-is-the-stores", test_the_day_is_the_stores);
  ADD ("days-are-the-stores", test_days_are_the_stores);
  ADD ("once-only", test_once_only);
  ADD ("not-both-and-not-back", test_not_both_and_not_back);
  ADD ("state-of-the-incentive", test_state_of_the_incentive);
  ADD ("what-its-definition-says", test_what_its_definition_says);
  return g_test_run ();
}
