/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "office-fixture.h"

#include <string.h>

static gboolean
any_file_holds (Office *office, const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (office->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (office->folder, name, NULL);
    g_autofree char *bytes = NULL;
    gsize size = 0;

    if (g_file_get_contents (path, &bytes, &size, NULL) &&
        memmem (bytes, size, text, strlen (text)) != NULL) {
      g_test_message ("%s holds %s", name, text);
      return TRUE;
    }
  }
  return FALSE;
}

static void
put_canary (Office *office)
{
  g_autofree char *id = cp_test_chain_id (1, "member");
  CpMember *member = office_get_row (office, CP_KIND_MEMBER, id);
  CpMember *changed = cp_entity_copy (member);

  g_free (changed->given_name);
  changed->given_name = g_strdup ("Canaria");
  office_put (office, changed);
  cp_entity_free (member);
}

static void
erase (Office *office)
{
  g_autofree char *id = cp_test_chain_id (1, "member");
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_head_office_erase (office->office, id, &error));
  g_assert_no_error (error);
}

static void
test_leaves_nothing (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *uid = cp_test_chain_uid (1);

  put_canary (office);
  g_free (device_do (device, 500, CP_OPERATION_EDIT_PROFILE, 1,
                     "{'set':{'city':'Canaria'},'seen':{'city':'London'}}"));
  device_push (device, office, 1, NULL);
  g_assert_true (any_file_holds (office, "Canaria"));
  g_assert_true (any_file_holds (office, uid));
  erase (office);
  g_assert_false (any_file_holds (office, "Canaria"));
  g_assert_false (any_file_holds (office, uid));
}

static void
test_keeps_the_ledger (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *points_id = cp_test_chain_id (1, "points");
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  CpPoints *points;
  CpMember *member;

  erase (office);
  points = office_get_row (office, CP_KIND_POINTS, points_id);
  g_assert_cmpint (points->amount, ==, 1200);
  member = office_get_row (office, CP_KIND_MEMBER, member_id);
  g_assert_cmpint (member->state, ==, CP_MEMBER_ERASED);
  g_assert_null (member->given_name);
  cp_entity_free (points);
  cp_entity_free (member);
}

/* Who asks from the beginning hears of nobody that was there. */
static void
test_feed_forgets (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CpJson) feed = NULL;
  g_autofree char *text = NULL;

  put_canary (office);
  erase (office);
  feed = office_get_feed (office, "till-1", "one", 0, 5000);
  text = cp_json_to_text (feed);
  g_assert_null (strstr (text, "Canaria"));
  g_assert_nonnull (strstr (text, "\"erased\""));
}

static gint64
count_erased_at (Office *office)
{
  g_autoptr (CpJson) list = cp_head_office_list_erasures (office->office, NULL);
  const CpJson *entry = json_array_get (list, 0);

  g_assert_cmpuint (json_array_size (list), ==, 1);
  g_assert_cmpint (cp_json_get_int (entry, "devices", 0), ==, 2);
  return cp_json_get_int (entry, "erased_at", -1);
}

/* A device has carried it out when it asks for what comes after. */
static void
test_counts_receipts (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CpJson) feed = NULL;
  gint64 through;

  for (guint i = 1; i <= 3; i++) {
    g_autofree char *id = g_strdup_printf ("till-%u", i);

    g_assert_true (cp_head_office_put_device (office->office, id, "high", id, i == 3, NULL));
  }
  erase (office);
  g_assert_cmpint (count_erased_at (office), ==, 0);
  feed = office_get_feed (office, "till-1", "one", 0, 5000);
  through = cp_json_get_int (feed, "through", 0);
  g_assert_cmpint (count_erased_at (office), ==, 0);
  json_decref (office_get_feed (office, "till-1", "one", through, 5000));
  g_assert_cmpint (count_erased_at (office), ==, 1);
  json_decref (office_get_feed (office, "till-3", "one", through, 5000));
  g_assert_cmpint (count_erased_at (office), ==, 1);
}

/* What comes for them later is refused by name, and not kept. */
static void
test_refuses_what_comes_late (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id = NULL;
  g_autoptr (CpJson) outcome = NULL;

  erase (office);
  id = device_do (device, 500, CP_OPERATION_EDIT_PROFILE, 1,
                  "{'set':{'city':'Canaria'},'seen':{'city':'London'}}");
  device_push (device, office, 1, NULL);
  outcome = office_get_outcome (office, "till-1", "one", id);
  g_assert_cmpstr (cp_json_get_text (outcome, "outcome"), ==, "rejected");
  g_assert_cmpstr (cp_json_get_text (outcome, "code"), ==, "member_erased");
  g_assert_false (any_file_holds (office, "Canaria"));
}

static void
test_nobody (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (cp_head_office_erase (office->office, "nobody", &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head-office-erase/leaves-nothing-in-any-file", test_leaves_nothing);
  g_test_add_func ("/head-office-erase/keeps-the-ledger", test_keeps_the_ledger);
  g_test_add_func ("/head-office-erase/the-feed-forgets", test_feed_forgets);
  g_test_add_func ("/head-office-erase/counts-the-devices-that-followed", test_counts_receipts);
  g_test_add_func ("/head-office-erase/refuses-what-comes-late", test_refuses_what_comes_late);
  g_test_add_func ("/head-office-erase/refuses-nobody", test_nobody);
  return g_test_run ();
}
