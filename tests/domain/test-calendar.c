/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-calendar.h"

#include "cp-test-chain.h"

static CpProgramme *
make_programme (const char *zone)
{
  g_autoptr (CpJson) document = cp_test_chain_programme_json ();
  g_autoptr (GError) error = NULL;
  CpProgramme *programme;

  cp_json_set_text (json_array_get (cp_json_get_array (document, "stores"), 0), "time_zone", zone);
  programme = cp_programme_from_json (document, &error);
  g_assert_no_error (error);
  return programme;
}

/* Where, when, how many days on, and the first moment after that day. */
static const struct {
  const char *zone;
  const char *at;
  gint64 days;
  const char *end;
} cases[] = {
  { NULL, "2026-06-12T14:05:00Z", 0, "2026-06-13T00:00:00Z" },
  { "Europe/Dublin", "2026-06-12T14:05:00Z", 0, "2026-06-12T23:00:00Z" },
  { "Europe/Dublin", "2026-06-12T23:00:00Z", 0, "2026-06-13T23:00:00Z" },
  { "Europe/Dublin", "2026-06-12T22:59:59Z", 0, "2026-06-12T23:00:00Z" },
  { "Europe/Dublin", "2026-06-12T14:05:00Z", -1, "2026-06-11T23:00:00Z" },
  /* the clocks go on: a day of 23 hours; and back: one of 25 */
  { "Europe/Dublin", "2026-03-28T12:00:00Z", 0, "2026-03-29T00:00:00Z" },
  { "Europe/Dublin", "2026-03-28T12:00:00Z", 1, "2026-03-29T23:00:00Z" },
  { "Europe/Dublin", "2026-10-24T12:00:00Z", 0, "2026-10-24T23:00:00Z" },
  { "Europe/Dublin", "2026-10-24T12:00:00Z", 1, "2026-10-26T00:00:00Z" },
  { "Europe/Dublin", "2026-10-24T12:00:00Z", 180, "2027-04-22T23:00:00Z" },
  { "America/New_York", "2026-03-01T03:00:00Z", 0, "2026-03-01T05:00:00Z" },
  { "America/New_York", "2026-03-01T03:00:00Z", 30, "2026-03-31T04:00:00Z" },
  { "Pacific/Auckland", "2026-06-12T14:05:00Z", 0, "2026-06-13T12:00:00Z" },
  { "Pacific/Auckland", "2026-06-12T11:59:00Z", 0, "2026-06-12T12:00:00Z" },
  { "Asia/Kathmandu", "2026-06-12T14:05:00Z", 0, "2026-06-12T18:15:00Z" },
  /* put on at midnight: the day begins at one o'clock */
  { "America/Santiago", "2026-09-05T12:00:00Z", 0, "2026-09-06T04:00:00Z" },
  /* put back at midnight: the day has 25 hours and ends at the second one */
  { "America/Santiago", "2026-04-04T12:00:00Z", 0, "2026-04-05T04:00:00Z" },
  /* a day that was left out, when the islands went over the date line */
  { "Pacific/Apia", "2011-12-29T12:00:00Z", 0, "2011-12-30T10:00:00Z" },
};

static void
test_a_day_ends_by_the_stores_clock (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpProgramme) programme = make_programme (cases[i].zone);
    gint64 end_ms = cp_calendar_get_day_end_ms (programme, "high", cp_test_read_time (cases[i].at),
                                                cases[i].days);

    g_test_message ("%s %s", cases[i].zone, cases[i].at);
    g_assert_cmpint (end_ms, ==, cp_test_read_time (cases[i].end));
    /* the next day begins where this one ends */
    g_assert_cmpint (cp_calendar_get_day (programme, "high", end_ms - 1), <,
                     cp_calendar_get_day (programme, "high", end_ms));
  }
}

static void
test_days_are_said_as_they_are_there (void)
{
  g_autoptr (CpProgramme) programme = make_programme ("Pacific/Auckland");
  g_autofree char *there =
      cp_calendar_say_day (programme, "high", cp_test_read_time ("2026-06-12T14:05:00Z"));
  g_autofree char *here =
      cp_calendar_say_day (programme, "station", cp_test_read_time ("2026-06-12T14:05:00Z"));

  g_assert_cmpstr (there, ==, "13\u00a0Jun\u00a02026");
  g_assert_cmpstr (here, ==, "12\u00a0Jun\u00a02026");
}

/* Nobody's store, and one without a zone, go by UTC. */
static void
test_elsewhere_it_is_utc (void)
{
  g_autoptr (CpProgramme) programme = make_programme ("America/New_York");
  gint64 at_ms = cp_test_read_time ("2026-06-12T03:00:00Z");

  g_assert_cmpint (cp_calendar_get_day (programme, "high", at_ms), ==, cp_day_of (at_ms) - 1);
  g_assert_true (cp_calendar_has_zone (programme, "high"));
  g_assert_false (cp_calendar_has_zone (programme, "station"));
  g_assert_false (cp_calendar_has_zone (programme, NULL));
  g_assert_cmpint (cp_calendar_get_day (programme, "station", at_ms), ==, cp_day_of (at_ms));
  g_assert_cmpint (cp_calendar_get_day (programme, "none-such", at_ms), ==, cp_day_of (at_ms));
  g_assert_cmpint (cp_calendar_get_day (programme, NULL, at_ms), ==, cp_day_of (at_ms));
}

static void
test_a_zone_that_nobody_knows (void)
{
  static const char *const names[] = { "Europe/Dublim", "", "../../etc/passwd", "UTC+25:00" };
  g_autoptr (CpJson) document = cp_test_chain_programme_json ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (cp_calendar_is_zone (names[i]));
    if (*names[i] == '\0')
      continue;
    cp_json_set_text (json_array_get (cp_json_get_array (document, "stores"), 0), "time_zone",
                      names[i]);
    g_assert_null (cp_programme_from_json (document, &error));
    g_assert_nonnull (error);
    g_assert_nonnull (g_strrstr (error->message, "time zone"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/calendar/" path, func)
  ADD ("a-day-ends-by-the-stores-clock", test_a_day_ends_by_the_stores_clock);
  ADD ("days-are-said-as-they-are-there", test_days_are_said_as_they_are_there);
  ADD ("elsewhere-it-is-utc", test_elsewhere_it_is_utc);
  ADD ("a-zone-that-nobody-knows", test_a_zone_that_nobody_knows);
  return g_test_run ();
}
