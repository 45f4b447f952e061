/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-share.h"

#include "cp-test-case.h"

static void
set_tills (CpTestCase *test, CpJson *tills)
{
  CpStore *store = test->programme->stores->pdata[0];

  json_decref (store->tills);
  store->tills = tills;
}

static CpOperation *
make_at (CpTestCase *test, const char *device_id)
{
  CpOperation *operation =
      cp_test_case_make_operation (test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':1}");

  g_free (operation->device_id);
  operation->device_id = g_strdup (device_id);
  return operation;
}

/* However many tills there are, their parts never come to more than the whole. */
static void
test_parts_never_exceed_the_whole (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  test->programme->offline_store_minor = 10001;
  test->programme->offline_per_member = 3;
  test->programme->offline_per_home_member = 5;
  for (guint n = 1; n < 9; n++) {
    CpJson *tills = json_array ();
    gint64 minor = 0, visits = 0, visits_home = 0;

    for (guint i = 0; i < n; i++) {
      g_autofree char *id = g_strdup_printf ("t%u", i);

      cp_json_append (tills, json_string (id));
    }
    set_tills (test, tills);
    for (guint i = 0; i < n; i++) {
      g_autofree char *id = g_strdup_printf ("t%u", i);
      g_autoptr (CpOperation) operation = make_at (test, id);

      minor += cp_share_of_store (test->programme, "high", id);
      visits += cp_share_of_member (test->programme, operation, FALSE);
      visits_home += cp_share_of_member (test->programme, operation, TRUE);
    }
    g_assert_cmpint (minor, <=, 10001);
    g_assert_cmpint (minor, >, 10001 - n);
    g_assert_cmpint (visits, ==, 3);
    g_assert_cmpint (visits_home, ==, 5);
  }
}

static void
test_who_stands_in_no_list_has_no_part (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autoptr (CpOperation) stranger = make_at (test, "stranger");

  g_assert_cmpint (cp_share_of_store (test->programme, "high", "till-1"), ==, 15000);
  g_assert_cmpint (cp_share_of_store (test->programme, "high", "stranger"), ==, 0);
  g_assert_cmpint (cp_share_of_store (test->programme, "station", "till-1"), ==, 0);
  g_assert_cmpint (cp_share_of_store (test->programme, "nowhere", "till-1"), ==, 0);
  g_assert_cmpint (cp_share_of_member (test->programme, stranger, TRUE), ==, 0);
  g_assert_cmpstr (cp_share_get_owner (test->programme, "high"), ==, "till-1");
  g_assert_null (cp_share_get_owner (test->programme, "station"));
  g_assert_null (cp_share_get_owner (test->programme, "nowhere"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/share/parts-never-exceed-the-whole", test_parts_never_exceed_the_whole);
  g_test_add_func ("/domain/share/who-stands-in-no-list-has-no-part",
                   test_who_stands_in_no_list_has_no_part);
  return g_test_run ();
}
