/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-earning.h"

#include "cp-test-case.h"

static gint64
earn (CpTestCase *test, const CpReceipt *receipt, const char *type_id)
{
  g_autofree char *member_id = cp_test_chain_id (1, "member");

  return cp_earning_get_points (test->programme, test->account, member_id, receipt,
                                cp_programme_find_points_type (test->programme, type_id));
}

static void
test_whole_units_times_the_status_of_the_day (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpReceipt *receipt = cp_test_chain_receipt (1);
  CpStatus *status = cp_test_case_find (test, CP_KIND_STATUS, "status");

  g_assert_cmpint (earn (test, receipt, "points"), ==, 50);
  g_assert_cmpint (earn (test, receipt, "tier"), ==, 500);
  status->from_ms = receipt->at_ms + 1;
  g_assert_cmpint (earn (test, receipt, "points"), ==, 25);
  status->from_ms = receipt->at_ms;
  g_free (status->status_id);
  status->status_id = g_strdup ("silver");
  g_assert_cmpint (earn (test, receipt, "points"), ==, 27);
  receipt->total_minor = 99;
  g_assert_cmpint (earn (test, receipt, "points"), ==, 0);
  receipt->total_minor = -500;
  g_assert_cmpint (earn (test, receipt, "points"), ==, 0);
  cp_entity_free (receipt);
}

/* A day before the receipt was claimed they became silver; it was bought as gold. */
static void
test_a_status_that_was_replaced_since (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpReceipt *receipt = cp_test_chain_receipt (1);

  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (test, CP_OPERATION_SET_STATUS, "{'status_id':'silver'}");
  g_assert_cmpint (earn (test, receipt, "points"), ==, 50);
  receipt->at_ms = CP_TEST_NOW_MS;
  g_assert_cmpint (earn (test, receipt, "points"), ==, 27);
  cp_test_case_do (test, CP_OPERATION_REMOVE_STATUS, "{'status_id':'silver'}");
  g_assert_cmpint (earn (test, receipt, "points"), ==, 25);
  cp_entity_free (receipt);
}

/* 27 of 150 % of 110 % are 44.55, and not 110 % of 40. */
static void
test_is_rounded_once (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpReceipt *receipt = cp_test_chain_receipt (1);
  CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");

  ((CpStatusDefinition *) cp_programme_find_status (test->programme, "gold"))->points_percent = 110;
  card->category_id = g_strdup ("employee");
  receipt->total_minor = 2700;
  g_assert_cmpint (earn (test, receipt, "points"), ==, 44);
  receipt->total_minor = 2900;
  g_assert_cmpint (earn (test, receipt, "points"), ==, 47);
  cp_entity_free (receipt);
}

static void
test_no_receipt_is_large_enough_to_overflow (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpReceipt *receipt = cp_test_chain_receipt (1);
  CpPointsType *type = test->programme->points_types->pdata[0];

  receipt->total_minor = G_MAXINT64;
  type->per_unit = 1000000;
  ((CpStatusDefinition *) test->programme->statuses->pdata[1])->points_percent = 10000;
  g_assert_cmpint (earn (test, receipt, "points"), >, 0);
  cp_entity_free (receipt);
}

/* Carnival in the test programme: five points a unit on 16 and 17 February, seven at the station. */
static void
test_the_rules_of_the_day_of_the_purchase (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpReceipt *receipt = cp_test_chain_receipt (1);

  receipt->at_ms = G_GINT64_CONSTANT (1771250000000);
  g_assert_cmpint (earn (test, receipt, "points"), ==, 250);
  g_assert_cmpint (earn (test, receipt, "tier"), ==, 500);
  g_free (receipt->store_id);
  receipt->store_id = g_strdup ("station");
  g_assert_cmpint (earn (test, receipt, "points"), ==, 350);
  receipt->at_ms = G_GINT64_CONSTANT (1771372800000);
  g_assert_cmpint (earn (test, receipt, "points"), ==, 50);
  cp_entity_free (receipt);
}

static void
test_the_category_of_the_card (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpReceipt *receipt = cp_test_chain_receipt (1);
  CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");

  card->category_id = g_strdup ("employee");
  g_assert_cmpint (earn (test, receipt, "points"), ==, 75);
  card->state = CP_CARD_RETIRED;
  g_assert_cmpint (earn (test, receipt, "points"), ==, 50);
  receipt->card_id = g_strdup (card->entity.id);
  g_assert_cmpint (earn (test, receipt, "points"), ==, 75);
  cp_entity_free (receipt);
}

/* A status may multiply tier points alone. */
static void
test_a_status_for_tier_points (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpReceipt *receipt = cp_test_chain_receipt (1);
  CpStatus *status = cp_test_case_find (test, CP_KIND_STATUS, "status");

  g_free (status->status_id);
  status->status_id = g_strdup ("vip");
  g_assert_cmpint (earn (test, receipt, "points"), ==, 25);
  g_assert_cmpint (earn (test, receipt, "tier"), ==, 1000);
  cp_entity_free (receipt);
}

static void
test_a_currency_without_cents (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpReceipt *receipt = cp_test_chain_receipt (1);

  test->programme->currency_digits = 0;
  g_assert_cmpint (earn (test, receipt, "points"), ==, 5100);
  cp_entity_free (receipt);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/earning/whole-units-times-the-status-of-the-day",
                   test_whole_units_times_the_status_of_the_day);
  g_test_add_func ("/domain/earning/a-status-that-was-replaced-since",
                   test_a_status_that_was_replaced_since);
  g_test_add_func ("/domain/earning/is-rounded-once", test_is_rounded_once);
  g_test_add_func ("/domain/earning/no-receipt-is-large-enough-to-overflow",
                   test_no_receipt_is_large_enough_to_overflow);
  g_test_add_func ("/domain/earning/the-rules-of-the-day-of-the-purchase",
                   test_the_rules_of_the_day_of_the_purchase);
  g_test_add_func ("/domain/earning/the-category-of-the-card", test_the_category_of_the_card);
  g_test_add_func ("/domain/earning/a-status-for-tier-points", test_a_status_for_tier_points);
  g_test_add_func ("/domain/earning/a-currency-without-cents", test_a_currency_without_cents);
  return g_test_run ();
}
