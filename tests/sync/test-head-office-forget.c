/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the feed told long ago is forgotten, and whoever is behind is told so. */
#include "cp-head-office-forget.h"

#include "cp-range-sum.h"
#include "office-fixture.h"

#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))
#define DAYS 10

static gint64
forget (Office *office)
{
  g_autoptr (GError) error = NULL;
  gboolean is_done = FALSE;
  gint64 floor = 0;

  while (!is_done) {
    cp_head_office_forget_feed (office->office, DAYS, &floor, &is_done, &error);
    g_assert_no_error (error);
  }
  return floor;
}

static void
put_card (Office *office, guint n)
{
  g_autofree char *id = cp_test_id (0x600000 + n);
  CpCard *card = cp_entity_new (CP_KIND_CARD, id, NULL);

  card->number = g_strdup_printf ("7%07u", n);
  card->state = CP_CARD_STOCK;
  office_put (office, card);
}

/* A day goes by, with something in it, and then head office forgets. */
static gint64
live_a_day (Office *office, guint n)
{
  put_card (office, n);
  office->now_ms += DAY_MS;
  return forget (office);
}

static guint
ask (Office *office, const char *epoch, gint64 after, char **ret_code)
{
  CpFeedQuery query = { epoch, "one", after, 0, 0 };
  g_auto (CpWireAnswer) answer = { 0 };

  cp_head_office_handle_feed (office->office, "till-1", &query, &answer);
  *ret_code = g_strdup (cp_json_get_text (answer.document, "code"));
  return answer.status;
}

static void
assert_kept (Office *office, gint64 after)
{
  g_autofree char *code = NULL;

  g_assert_cmpuint (ask (office, cp_head_office_get_epoch (office->office), after, &code), ==, 200);
}

static void
assert_behind (Office *office, const char *epoch, gint64 after)
{
  g_autofree char *code = NULL;

  g_assert_cmpuint (ask (office, epoch, after, &code), ==, 410);
  g_assert_cmpstr (code, ==, "behind");
}

static void
test_keeps_what_is_young (void)
{
  g_autoptr (Office) office = office_new ();

  for (guint n = 0; n < DAYS; n++)
    g_assert_cmpint (live_a_day (office, n), ==, 0);
  assert_kept (office, 0);
}

static void
test_forgets_what_is_old (void)
{
  g_autoptr (Office) office = office_new ();
  gint64 places[DAYS + 4];
  gint64 floor = 0;

  for (guint n = 0; n < G_N_ELEMENTS (places); n++) {
    floor = live_a_day (office, n);
    places[n] = office_get_place (office);
  }
  g_assert_cmpint (floor, ==, places[G_N_ELEMENTS (places) - 1 - DAYS]);
  assert_behind (office, cp_head_office_get_epoch (office->office), floor - 1);
  assert_behind (office, "", 0);
  assert_kept (office, floor);
  assert_kept (office, office_get_place (office));
  office_reopen (office);
  assert_behind (office, "", 0);
  assert_kept (office, floor);
}

/* A chain that rests: how far the feed goes is not forgotten with it. */
static void
test_rests (void)
{
  g_autoptr (Office) office = office_new ();
  gint64 place = office_get_place (office);

  for (guint n = 0; n < 3 * DAYS; n++) {
    office->now_ms += DAY_MS;
    forget (office);
  }
  g_assert_cmpint (office_get_place (office), ==, place);
  assert_kept (office, place);
  put_card (office, 1);
  g_assert_cmpint (office_get_place (office), >, place);
}

/* Rows are all there, and add up as they did. */
static void
test_rows_stay (void)
{
  g_autoptr (Office) office = office_new ();
  guint n_rows;
  CpRangeQuery query;
  guint n_filled = 0;

  for (guint n = 0; n < DAYS + 4; n++)
    live_a_day (office, n);
  n_rows = office_count_rows (office, NULL);
  g_assert_cmpuint (n_rows, >, DAYS);
  for (guint range = 0; range < 1u << CP_RANGE_LEAST_BITS; range++) {
    g_auto (CpWireAnswer) rows = { 0 };

    query = (CpRangeQuery){ cp_head_office_get_epoch (office->office),
                            "one",
                            "c",
                            office_get_place (office),
                            CP_RANGE_LEAST_BITS,
                            range };
    cp_head_office_handle_rows (office->office, "till-1", &query, &rows);
    g_assert_cmpuint (rows.status, ==, 200);
    n_filled += json_array_size (cp_json_get_array (rows.document, "items"));
  }
  g_assert_cmpuint (n_filled, ==, n_rows);
}

/* Head office was away for months: nothing that it told yesterday is taken for old. */
static void
test_after_a_long_pause (void)
{
  g_autoptr (Office) office = office_new ();

  forget (office);
  put_card (office, 1);
  office->now_ms += 100 * DAY_MS;
  put_card (office, 2);
  assert_kept (office, forget (office));
  g_assert_cmpint (forget (office), <, office_get_place (office));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head-office-forget/keeps-what-is-young", test_keeps_what_is_young);
  g_test_add_func ("/head-office-forget/forgets-what-is-old", test_forgets_what_is_old);
  g_test_add_func ("/head-office-forget/a-chain-may-rest", test_rests);
  g_test_add_func ("/head-office-forget/rows-stay", test_rows_stay);
  g_test_add_func ("/head-office-forget/a-long-pause-makes-nothing-old", test_after_a_long_pause);
  return g_test_run ();
}
