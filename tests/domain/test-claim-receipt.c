/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#define CLAIM CP_OPERATION_CLAIM_RECEIPT

static void
test_is_pending_here_and_counts_at_head_office (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) here = NULL;
  g_autoptr (CpDecision) there = NULL;
  const CpReceipt *receipt;
  const CpPoints *points;

  cp_test_case_add_other (test, cp_test_chain_receipt (1));
  here = cp_test_case_decide (test, CLAIM, "{'number':'R-0001'}");
  receipt = cp_test_decision_find (here, CP_KIND_RECEIPT, 0);
  g_assert_cmpint (receipt->attribution, ==, CP_RECEIPT_PENDING);
  g_assert_cmpstr (receipt->entity.account_id, ==, test->account->id);
  g_assert_cmpint (receipt->claimed_at_ms, ==, CP_TEST_NOW_MS);
  g_assert_null (cp_test_decision_find (here, CP_KIND_POINTS, 0));
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  there = cp_test_case_decide (test, CLAIM, "{'number':'R-0001'}");
  receipt = cp_test_decision_find (there, CP_KIND_RECEIPT, 0);
  g_assert_cmpint (receipt->attribution, ==, CP_RECEIPT_ATTRIBUTED);
  points = cp_test_decision_find (there, CP_KIND_POINTS, 0);
  g_assert_cmpstr (points->type_id, ==, "points");
  g_assert_cmpint (points->amount, ==, 50);
  g_assert_cmpint (points->expires_at_ms, ==,
                   CP_TEST_NOW_MS + CP_TEST_DAY_MS / 2 + 365 * CP_TEST_DAY_MS);
  g_assert_cmpstr (points->receipt_id, ==, receipt->entity.id);
  points = cp_test_decision_find (there, CP_KIND_POINTS, 1);
  g_assert_cmpint (points->amount, ==, 500);
  g_assert_cmpint (points->expires_at_ms, ==, 0);
}

static void
test_an_unknown_receipt_is_for_head_office_to_find (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpDecision) here = cp_test_case_decide (test, CLAIM, "{'number':'R-0404'}");

  g_assert_cmpint (here->code, ==, CP_REJECTION_NONE);
  g_assert_cmpuint (here->changes->len, ==, 1);
  g_assert_cmpuint (here->effects->len, ==, 1);
  cp_test_case_assert (test, CLAIM, "{'number':'R-0404','day_ms':1700000000000}",
                       CP_REJECTION_RECEIPT_TOO_OLD);
  cp_test_case_assert (test, CLAIM, "{'number':'R-0404','day_ms':1800000000000}",
                       CP_REJECTION_INVALID);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_assert (test, CLAIM, "{'number':'R-0404'}", CP_REJECTION_RECEIPT_NOT_FOUND);
}

static void
test_what_was_typed_must_match (void)
{
  static const struct {
    const char *payload;
    CpRejection expected;
  } cases[] = {
    { "{'number':' R-0001 ','store_id':'high','day_ms':1772668800000,'total_minor':2550}",
      CP_REJECTION_NONE },
    { "{'number':'R-0001','store_id':'station'}", CP_REJECTION_RECEIPT_MISMATCH },
    { "{'number':'R-0001','day_ms':1772582400000}", CP_REJECTION_RECEIPT_MISMATCH },
    { "{'number':'R-0001','total_minor':2551}", CP_REJECTION_RECEIPT_MISMATCH },
    { "{'number':'R-0001','total_minor':-1}", CP_REJECTION_INVALID },
    { "{'number':'R-0001','total_minor':9223372036854775807}", CP_REJECTION_INVALID },
    { "{'number':'R-0001','day_ms':-1}", CP_REJECTION_INVALID },
    { "{'number':'  '}", CP_REJECTION_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
      g_autoptr (CpTestCase) test = cp_test_case_new (1);

      cp_test_case_add_other (test, cp_test_chain_receipt (1));
      test->the_case.mode = mode;
      cp_test_case_assert (test, CLAIM, cases[i].payload, cases[i].expected);
    }
}

static void
test_state_of_the_receipt (void)
{
  static const struct {
    CpReceiptState state;
    CpAttribution attribution;
    CpRejection expected;
  } cases[] = {
    { CP_RECEIPT_CONFIRMED, CP_RECEIPT_UNATTRIBUTED, CP_REJECTION_NONE },
    { CP_RECEIPT_CONFIRMED, CP_RECEIPT_PENDING, CP_REJECTION_RECEIPT_ALREADY_CLAIMED },
    { CP_RECEIPT_CONFIRMED, CP_RECEIPT_ATTRIBUTED, CP_REJECTION_RECEIPT_ALREADY_CLAIMED },
    { CP_RECEIPT_CONFIRMED, CP_RECEIPT_DETACHED, CP_REJECTION_RECEIPT_ALREADY_CLAIMED },
    { CP_RECEIPT_INCOMPLETE, CP_RECEIPT_UNATTRIBUTED, CP_REJECTION_NOT_ELIGIBLE },
    { CP_RECEIPT_CANCELLED, CP_RECEIPT_UNATTRIBUTED, CP_REJECTION_NOT_ELIGIBLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpReceipt *receipt = cp_test_case_add_other (test, cp_test_chain_receipt (1));

    receipt->state = cases[i].state;
    receipt->attribution = cases[i].attribution;
    cp_test_case_assert (test, CLAIM, "{'number':'R-0001'}", cases[i].expected);
  }
}

static void
test_the_window_counts_in_days (void)
{
  static const struct {
    gint64 days;
    CpRejection expected;
  } cases[] = { { 0, CP_REJECTION_NONE },
                { 90, CP_REJECTION_NONE },
                { 91, CP_REJECTION_RECEIPT_TOO_OLD },
                { -2, CP_REJECTION_INVALID } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpReceipt *receipt = cp_test_case_add_other (test, cp_test_chain_receipt (1));

    receipt->at_ms = CP_TEST_NOW_MS - cases[i].days * CP_TEST_DAY_MS;
    cp_test_case_assert (test, CLAIM, "{'number':'R-0001'}", cases[i].expected);
  }
}

/* A claim that was made in time while offline stays so, however late head office hears of it. */
static void
test_when_it_was_claimed_counts (void)
{
  static const struct {
    gint64 claimed_days_ago;
    gint64 bought_days_ago;
    CpRejection expected;
    gint64 expires_in_days;
  } cases[] = {
    { 5, 95, CP_REJECTION_NONE, 360 },
    { 5, 96, CP_REJECTION_RECEIPT_TOO_OLD, 0 },
    { -3, 90, CP_REJECTION_NONE, 365 },   /* no clock is ahead of head office's */
    { 9000, 10, CP_REJECTION_NONE, 365 }, /* a clock that was before the purchase is not believed */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpReceipt *receipt = cp_test_case_add_other (test, cp_test_chain_receipt (1));
    g_autoptr (CpOperation) claim =
        cp_test_case_make_operation (test, CLAIM, "{'number':'R-0001'}");
    g_autoptr (CpDecision) decision = NULL;

    receipt->at_ms = CP_TEST_NOW_MS - cases[i].bought_days_ago * CP_TEST_DAY_MS;
    claim->at_ms = CP_TEST_NOW_MS - cases[i].claimed_days_ago * CP_TEST_DAY_MS;
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    decision = cp_decide (&test->the_case, claim);
    g_assert_cmpint (decision->code, ==, cases[i].expected);
    if (decision->code == CP_REJECTION_NONE)
      g_assert_cmpint (
          ((CpPoints *) cp_test_decision_find (decision, CP_KIND_POINTS, 0))->expires_at_ms, ==,
          CP_TEST_NOW_MS + CP_TEST_DAY_MS / 2 + cases[i].expires_in_days * CP_TEST_DAY_MS);
  }
}

/* The test chain's purchase was at noon UTC: on the 5th nearly everywhere, on the 6th at the date line. */
static void
test_the_day_is_the_stores (void)
{
  static const struct {
    gint64 hours_later; /* than noon UTC */
    int days_off;
    CpRejection expected;
  } cases[] = {
    { 0, 1, CP_REJECTION_NONE },
    { 0, -1, CP_REJECTION_RECEIPT_MISMATCH },
    { 0, 2, CP_REJECTION_RECEIPT_MISMATCH },
    { -11, -1, CP_REJECTION_NONE },
    { -11, 1, CP_REJECTION_RECEIPT_MISMATCH },
    { 11, 1, CP_REJECTION_NONE },
    { 11, -1, CP_REJECTION_RECEIPT_MISMATCH },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpReceipt *receipt = cp_test_case_add_other (test, cp_test_chain_receipt (1));
    g_autofree char *payload =
        g_strdup_printf ("{'number':'R-0001','day_ms':%" G_GINT64_FORMAT "}",
                         receipt->at_ms + cases[i].days_off * CP_TEST_DAY_MS);

    receipt->at_ms += cases[i].hours_later * 60 * 60 * 1000;
    cp_test_case_assert (test, CLAIM, payload, cases[i].expected);
  }
}

/* Bought in Auckland at five past two in the morning on the 13th, while it is the 12th by UTC. The screen gives
 * the typed day as noon of the shop that it stands in. */
static void
test_the_day_on_the_receipt_is_the_stores (void)
{
  static const struct {
    const char *zone;
    const char *bought;
    const char *typed;
    CpRejection expected;
  } cases[] = {
    { "Pacific/Auckland", "2026-06-12T14:05:00Z", "2026-06-13T00:00:00Z", CP_REJECTION_NONE },
    { "Pacific/Auckland", "2026-06-12T14:05:00Z", "2026-06-12T00:00:00Z",
      CP_REJECTION_RECEIPT_MISMATCH },
    { "Pacific/Auckland", "2026-06-12T14:05:00Z", "2026-06-14T00:00:00Z",
      CP_REJECTION_RECEIPT_MISMATCH },
    /* there noon is yesterday's by UTC in summer */
    { "Pacific/Auckland", "2026-01-12T20:00:00Z", "2026-01-12T23:00:00Z", CP_REJECTION_NONE },
    { "Pacific/Auckland", "2026-01-12T20:00:00Z", "2026-01-11T23:00:00Z",
      CP_REJECTION_RECEIPT_MISMATCH },
    { "America/New_York", "2026-06-12T02:00:00Z", "2026-06-11T16:00:00Z", CP_REJECTION_NONE },
    { "America/New_York", "2026-06-12T02:00:00Z", "2026-06-12T16:00:00Z",
      CP_REJECTION_RECEIPT_MISMATCH },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_AT_HEAD_OFFICE; mode++) {
      g_autoptr (CpTestCase) test = cp_test_case_new (1);
      CpReceipt *receipt = cp_test_case_add_other (test, cp_test_chain_receipt (1));
      g_autofree char *payload = g_strdup_printf (
          "{'number':'R-0001','day_ms':%" G_GINT64_FORMAT "}", cp_test_read_time (cases[i].typed));

      g_autoptr (CpOperation) claim = cp_test_case_make_operation (test, CLAIM, payload);
      g_autoptr (CpDecision) decision = NULL;

      receipt->at_ms = cp_test_read_time (cases[i].bought);
      claim->at_ms = test->the_case.now_ms = receipt->at_ms + CP_TEST_DAY_MS;
      test->the_case.mode = mode;
      cp_test_case_put_in (test, cases[i].zone);
      decision = cp_decide (&test->the_case, claim);
      g_assert_cmpint (decision->code, ==, cases[i].expected);
    }
}

/* A day is over where it was bought, wherever it is claimed: on both sides, and for a receipt that nobody
 * knows yet, where it is claimed. */
static void
test_the_window_ends_with_the_stores_day (void)
{
  static const struct {
    const char *bought;
    const char *claimed;
    CpRejection expected;
  } cases[] = {
    /* midnight in Auckland is at noon by UTC */
    { "2026-03-12T14:05:00Z", "2026-06-11T11:59:00Z", CP_REJECTION_NONE },
    { "2026-03-12T14:05:00Z", "2026-06-11T12:01:00Z", CP_REJECTION_RECEIPT_TOO_OLD },
    { "2026-03-12T10:55:00Z", "2026-06-10T11:59:00Z", CP_REJECTION_NONE },
    { "2026-03-12T10:55:00Z", "2026-06-10T12:01:00Z", CP_REJECTION_RECEIPT_TOO_OLD },
  };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = cp_test_case_new (1);
    CpReceipt *receipt = cp_test_case_add_other (test, cp_test_chain_receipt (1));
    gint64 bought_at_ms = cp_test_read_time (cases[i / 2].bought);
    gboolean known = i % 2 == 0;
    g_autofree char *payload =
        known ? g_strdup ("{'number':'R-0001'}")
              : g_strdup_printf ("{'number':'R-0404','day_ms':%" G_GINT64_FORMAT "}", bought_at_ms);
    g_autoptr (CpOperation) claim = cp_test_case_make_operation (test, CLAIM, payload);
    g_autoptr (CpDecision) decision = NULL;

    receipt->at_ms = bought_at_ms;
    g_free (receipt->store_id);
    receipt->store_id = g_strdup (known ? "high" : "station");
    g_free (claim->store_id);
    claim->store_id = g_strdup (known ? "station" : "high");
    claim->at_ms = cp_test_read_time (cases[i / 2].claimed);
    test->the_case.now_ms = claim->at_ms;
    cp_test_case_put_in (test, "Pacific/Auckland");
    decision = cp_decide (&test->the_case, claim);
    g_assert_cmpint (decision->code, ==, cases[i / 2].expected);
  }
}

static void
test_of_two_with_the_same_number_the_store_decides (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpReceipt *other = cp_test_case_add_other (test, cp_test_chain_receipt (2));
  g_autoptr (CpDecision) decision = NULL;

  g_free (other->number);
  other->number = g_strdup ("R-0001");
  g_free (other->store_id);
  other->store_id = g_strdup ("station");
  cp_test_case_add_other (test, cp_test_chain_receipt (1));
  decision = cp_test_case_decide (test, CLAIM, "{'number':'R-0001','store_id':'station'}");
  g_assert_cmpstr (((CpReceipt *) cp_test_decision_find (decision, CP_KIND_RECEIPT, 0))->entity.id,
                   ==, other->entity.id);
}

static void
test_nobody_claims_it_twice (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_add_other (test, cp_test_chain_receipt (1));
  cp_test_case_do (test, CLAIM, "{'number':'R-0001'}");
  g_ptr_array_set_size (test->others, 0);
  cp_test_case_assert (test, CLAIM, "{'number':'R-0001'}", CP_REJECTION_RECEIPT_ALREADY_CLAIMED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/claim-receipt/" path, func)
  ADD ("is-pending-here-and-counts-at-head-office", test_is_pending_here_and_counts_at_head_office);
  ADD ("an-unknown-receipt-is-for-head-office-to-find",
       test_an_unknown_receipt_is_for_head_office_to_find);
  ADD ("what-was-typed-must-match", test_what_was_typed_must_match);
  ADD ("state-of-the-receipt", test_state_of_the_receipt);
  ADD ("the-window-counts-in-days", test_the_window_counts_in_days);
  ADD ("when-it-was-claimed-counts", test_when_it_was_claimed_counts);
  ADD ("the-day-is-the-stores", test_the_day_is_the_stores);
  ADD ("the-day-on-the-receipt-is-the-stores", test_the_day_on_the_receipt_is_the_stores);
  ADD ("the-window-ends-with-the-stores-day", test_the_window_ends_with_the_stores_day);
  ADD ("of-two-with-the-same-number-the-store-decides",
       test_of_two_with_the_same_number_the_store_decides);
  ADD ("nobody-claims-it-twice", test_nobody_claims_it_twice);
  return g_test_run ();
}
