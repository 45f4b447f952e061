/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-lease-grant.h"
#include "cp-lease.h"
#include "office-fixture.h"
#include "postgres-fixture.h"

#define HOUR_MS (G_GINT64_CONSTANT (60) * 60 * 1000)
#define NOW_MS CP_TEST_NOW_MS

static CpProgramme *
make_programme (void)
{
  CpProgramme *self = cp_test_chain_programme ();

  self->lease_minor = 1000;
  self->lease_ms = 72 * HOUR_MS;
  return self;
}

static gint64
get_until (const CpProgramme *programme,
           const CpLease *present,
           const char *device_id,
           const char *incarnation)
{
  return cp_lease_grant_decide (programme, present, "high", device_id, incarnation, NOW_MS)
      .until_ms;
}

static void
test_a_free_lease_is_granted (void)
{
  g_autoptr (CpProgramme) programme = make_programme ();
  CpLease over = { .device_id = (char *) "till-9",
                   .incarnation = (char *) "nine",
                   .until_ms = NOW_MS - CP_LEASE_MARGIN_MS };

  g_assert_cmpint (get_until (programme, NULL, "till-1", "one"), ==, NOW_MS + 72 * HOUR_MS);
  g_assert_cmpint (get_until (programme, &over, "till-1", "one"), ==, NOW_MS + 72 * HOUR_MS);
  over.until_ms++;
  g_assert_cmpint (get_until (programme, &over, "till-1", "one"), ==, 0);
  programme->lease_minor = 0;
  g_assert_cmpint (get_until (programme, NULL, "till-1", "one"), ==, 0);
}

/* Not even the same device's, in another incarnation: whose journal that was may still be about. */
static void
test_a_lease_is_its_holders_until_it_is_over (void)
{
  g_autoptr (CpProgramme) programme = make_programme ();
  CpLease lease = { .device_id = (char *) "till-1",
                    .incarnation = (char *) "one",
                    .amount_minor = 1500,
                    .until_ms = NOW_MS + 55 * HOUR_MS };

  g_assert_cmpint (get_until (programme, &lease, "till-1", "one"), ==, 0);
  lease.until_ms = NOW_MS + 54 * HOUR_MS;
  g_assert_cmpint (get_until (programme, &lease, "till-1", "one"), ==, NOW_MS + 72 * HOUR_MS);
  g_assert_cmpint (get_until (programme, &lease, "till-1", "two"), ==, 0);
  g_assert_cmpint (get_until (programme, &lease, "till-9", "one"), ==, 0);
  g_assert_cmpint (
      cp_lease_grant_decide (programme, &lease, "high", "till-1", "one", NOW_MS).amount_minor, ==,
      1500);
}

/* The row is told to all: nobody could read one without it. */
static void
test_none_is_granted_to_whoever_has_no_name (void)
{
  g_autoptr (CpProgramme) programme = make_programme ();
  g_autofree char *too_long = g_strnfill (65, 'x');

  g_assert_cmpint (get_until (programme, NULL, "till-1", ""), ==, 0);
  g_assert_cmpint (get_until (programme, NULL, "till-1", "a\nb"), ==, 0);
  g_assert_cmpint (get_until (programme, NULL, "till-1", "\xff"), ==, 0);
  g_assert_cmpint (get_until (programme, NULL, "till-1", too_long), ==, 0);
  g_assert_cmpint (get_until (programme, NULL, "till-1", too_long + 1), >, 0);
}

static void
publish (Office *office)
{
  g_autoptr (CpJson) programme = cp_test_chain_programme_json ();
  g_autoptr (GError) error = NULL;

  cp_json_set_int (programme, "version", 8);
  cp_json_set_int (programme, "lease_minor", 1000);
  cp_json_set_int (programme, "lease_ms", 72 * HOUR_MS);
  cp_head_office_publish (office->office, programme, &error);
  g_assert_no_error (error);
}

/* What is asked for of account 1 at another till: 12.00 of 15.00, of which its home keeps 10.00. */
static void
ask (Office *office, Device *there, guint id, const char *expected)
{
  g_autoptr (CpOperation) operation =
      cp_test_chain_operation (id, CP_OPERATION_REDEEM_REWARD, 1, "{'amount_minor':1200}");
  g_autoptr (CpJson) outcome = NULL;

  operation->asks = operation->online = TRUE;
  g_free (operation->device_id);
  operation->device_id = g_strdup (there->id);
  device_add (there, operation->id, cp_operation_to_json (operation));
  g_assert_cmpuint (device_push (there, office, there->seq, NULL), ==, 200);
  outcome = office_get_outcome (office, there->id, there->incarnation, operation->id);
  g_assert_cmpstr (cp_json_get_text (outcome, "code"), ==, expected);
  g_assert_cmpstr (cp_json_get_text (outcome, "outcome"), ==,
                   expected != NULL ? "rejected" : "accepted");
}

static void
give_back (Office *office, Device *home, guint id)
{
  g_autofree char *account_id = cp_test_chain_id (1, "account");
  CpAccountRow *row = office_get_row (office, CP_KIND_ACCOUNT, account_id);
  g_autofree char *payload =
      g_strdup_printf ("{'recalled_ms':%" G_GINT64_FORMAT "}", row->lease_recalled_ms);

  g_assert_cmpint (row->lease_recalled_ms, >, 0);
  cp_entity_free (row);
  g_free (device_do (home, id, CP_OPERATION_RETURN_LEASE, 1, payload));
  g_assert_cmpuint (device_push (home, office, home->seq, NULL), ==, 200);
}

static void
test_the_first_till_of_a_store_gets_it_with_the_feed (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) there = device_new ("till-2", "two");
  CpLease *lease;

  publish (office);
  ask (office, there, 1, NULL);
  json_decref (office_get_feed (office, "till-1", "one", 0, 10));
  lease = office_get_row (office, CP_KIND_LEASE, "high");
  g_assert_cmpstr (lease->device_id, ==, "till-1");
  g_assert_cmpstr (lease->incarnation, ==, "one");
  g_assert_cmpint (lease->amount_minor, ==, 1000);
  cp_entity_free (lease);
}

/* Whoever asks is refused, the holder is asked, gives back, and then it is given. */
static void
test_it_is_given_once_the_holder_has_given_back (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) home = device_new ("till-1", "one");
  g_autoptr (Device) there = device_new ("till-2", "two");

  publish (office);
  json_decref (office_get_feed (office, "till-1", "one", 0, 10));
  ask (office, there, 1, "leased_elsewhere");
  give_back (office, home, 2);
  ask (office, there, 3, NULL);
  ask (office, there, 4, "insufficient_balance");
}

static void
test_nobody_keeps_what_a_revoked_device_held (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) there = device_new ("till-2", "two");
  g_autoptr (GError) error = NULL;

  publish (office);
  json_decref (office_get_feed (office, "till-1", "one", 0, 10));
  ask (office, there, 1, "leased_elsewhere");
  cp_head_office_put_device (office->office, "till-1", "high", "token", TRUE, &error);
  g_assert_no_error (error);
  ask (office, there, 2, NULL);
}

/* It asked before, and is answered, as a poll that was held is, after. */
static void
test_a_revoked_device_is_granted_nothing (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) there = device_new ("till-2", "two");
  g_autoptr (GError) error = NULL;
  CpLease *lease;

  publish (office);
  json_decref (office_get_feed (office, "till-1", "one", 0, 10));
  cp_head_office_put_device (office->office, "till-1", "high", "token", TRUE, &error);
  g_assert_no_error (error);
  json_decref (office_get_feed (office, "till-1", "one", 0, 10));
  lease = office_get_row (office, CP_KIND_LEASE, "high");
  g_assert_cmpint (lease->until_ms, ==, 0);
  cp_entity_free (lease);
  ask (office, there, 1, NULL);
}

static void
revoke_holder (CpHeadOffice *another)
{
  g_autoptr (GError) error = NULL;

  cp_head_office_put_device (another, "till-1", "high", "token", TRUE, &error);
  g_assert_no_error (error);
}

static void
test_another_revokes_the_holder_meanwhile (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (GError) error = NULL;
  CpLease *lease;

  publish (office);
  cp_head_office_put_device (office->office, "till-1", "high", "token", FALSE, &error);
  g_assert_no_error (error);
  office_begin_race (office, revoke_holder);
  json_decref (office_get_feed (office, "till-1", "one", 0, 10));
  office_end_race ();
  lease = office_get_row (office, CP_KIND_LEASE, "high");
  g_assert_cmpint (lease->until_ms, ==, 0);
  cp_entity_free (lease);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/lease-grant/a-free-lease-is-granted", test_a_free_lease_is_granted);
  g_test_add_func ("/sync/lease-grant/a-lease-is-its-holders-until-it-is-over",
                   test_a_lease_is_its_holders_until_it_is_over);
  g_test_add_func ("/sync/lease-grant/none-for-whoever-has-no-name",
                   test_none_is_granted_to_whoever_has_no_name);
  g_test_add_func ("/sync/lease-grant/the-first-till-of-a-store-gets-it-with-the-feed",
                   test_the_first_till_of_a_store_gets_it_with_the_feed);
  g_test_add_func ("/sync/lease-grant/it-is-given-once-the-holder-has-given-back",
                   test_it_is_given_once_the_holder_has_given_back);
  g_test_add_func ("/sync/lease-grant/nobody-keeps-what-a-revoked-device-held",
                   test_nobody_keeps_what_a_revoked_device_held);
  g_test_add_func ("/sync/lease-grant/a-revoked-device-is-granted-nothing",
                   test_a_revoked_device_is_granted_nothing);
  if (postgres_is_wanted ())
    g_test_add_func ("/sync/lease-grant/another-revokes-the-holder-meanwhile",
                     test_another_revokes_the_holder_meanwhile);
  return g_test_run ();
}
