/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-head-office-receipts.h"

#include "cp-head-office-postgres.h"
#include "cp-sequencer.h"
#include "cp-test-folder.h"
#include "office-fixture.h"
#include "postgres-fixture.h"

/* As one JSON text they were more than cp_json_parse() takes. */
#define N_MANY 90000

#define MINUTE_MS 60000

/* Of two devices in use and one that is revoked. */
static Office *
make_office (void)
{
  Office *office = office_new ();

  for (guint i = 1; i <= 3; i++) {
    g_autofree char *id = g_strdup_printf ("till-%u", i);
    g_autoptr (GError) error = NULL;

    cp_head_office_put_device (office->office, id, "high", id, i == 3, &error);
    g_assert_no_error (error);
  }
  return office;
}

static void
erase (CpHeadOffice *office, guint n)
{
  g_autofree char *id = cp_test_chain_id (n, "member");
  g_autoptr (GError) error = NULL;

  cp_head_office_erase (office, id, &error);
  g_assert_no_error (error);
}

/* As the server notes that a device asked the feed. */
static void
hear (Office *office, const char *device_id, const char *epoch, gint64 cursor)
{
  office->now_ms += MINUTE_MS;
  cp_head_office_note_contact (office->office, device_id, &(CpContact){ cursor, -1, -1, epoch });
}

static void
hear_in_present_epoch (Office *office, const char *device_id, gint64 cursor)
{
  g_autofree char *epoch = g_strdup (cp_head_office_get_epoch (office->office));

  hear (office, device_id, epoch, cursor);
}

/* Each stands behind those before, whoever noted them. */
static void
test_lists_all_in_their_order (void)
{
  g_autoptr (Office) office = make_office ();
  g_autoptr (CpJson) list = NULL;
  g_autoptr (CpJson) newest = NULL;

  erase (office->office, 1);
  office_reopen (office);
  erase (office->office, 3);
  list = office_list_erasures (office->office, 0);
  newest = office_list_erasures (office->office, 1);
  g_assert_cmpuint (json_array_size (list), ==, 2);
  for (guint i = 0; i < 2; i++) {
    g_autofree char *id = cp_test_chain_id (2 * i + 1, "member");

    g_assert_cmpstr (cp_json_get_text (json_array_get (list, i), "member_id"), ==, id);
  }
  g_assert_cmpuint (json_array_size (newest), ==, 1);
  g_assert_true (json_equal (json_array_get (newest, 0), json_array_get (list, 1)));
}

static CpJson *
get_receipt (CpHeadOffice *office)
{
  g_autoptr (CpJson) list = office_list_erasures (office, 0);

  g_assert_cmpuint (json_array_size (list), ==, 1);
  return json_incref (json_array_get (list, 0));
}

static void
assert_erased_at (CpHeadOffice *office, gint64 n)
{
  g_autoptr (CpJson) receipt = get_receipt (office);

  g_assert_cmpint (cp_json_get_int (receipt, "devices", 0), ==, 2);
  g_assert_cmpint (cp_json_get_int (receipt, "erased_at", -1), ==, n);
  g_assert_cmpuint (json_array_size (cp_json_get_array (receipt, "missing")), ==, (gsize) (2 - n));
}

/* Who stood at the end of the feed has heard of nothing yet. */
static void
test_not_before_it_is_heard (void)
{
  g_autoptr (Office) office = make_office ();

  hear_in_present_epoch (office, "till-1", office_get_place (office));
  erase (office->office, 1);
  assert_erased_at (office->office, 0);
  hear_in_present_epoch (office, "till-1", -1);
  assert_erased_at (office->office, 0);
  hear_in_present_epoch (office, "till-1", office_get_place (office));
  assert_erased_at (office->office, 1);
}

static void
test_kept (void)
{
  g_autoptr (Office) office = make_office ();

  erase (office->office, 1);
  hear_in_present_epoch (office, "till-1", office_get_place (office));
  office_reopen (office);
  assert_erased_at (office->office, 1);
  if (office->url != NULL) {
    g_autoptr (GError) error = NULL;
    CpHeadOfficeStorage *storage =
        cp_head_office_postgres_open (office->url, CP_POSTGRES_ALONE, &error);
    g_autoptr (CpHeadOffice) another = cp_head_office_new (&office->world, storage, &error);

    g_assert_no_error (error);
    assert_erased_at (another, 1);
  }
}

static void
test_lists_the_missing (void)
{
  g_autoptr (Office) office = make_office ();
  g_autoptr (CpJson) receipt = NULL;
  const CpJson *missing;
  const CpJson *revoked;
  gint64 heard_ms;

  hear_in_present_epoch (office, "till-2", 1);
  heard_ms = office->now_ms;
  erase (office->office, 1);
  hear_in_present_epoch (office, "till-1", office_get_place (office));
  receipt = get_receipt (office->office);
  missing = json_array_get (cp_json_get_array (receipt, "missing"), 0);
  revoked = json_array_get (cp_json_get_array (receipt, "revoked"), 0);
  g_assert_cmpstr (cp_json_get_text (missing, "id"), ==, "till-2");
  g_assert_cmpstr (cp_json_get_text (missing, "store_id"), ==, "high");
  g_assert_cmpint (cp_json_get_int (missing, "contact_ms", 0), ==, heard_ms);
  g_assert_cmpstr (cp_json_get_text (revoked, "id"), ==, "till-3");
  g_assert_cmpint (cp_json_get_int (revoked, "contact_ms", -1), ==, 0);
}

/* Who asks in it has given up the rows of the one before. */
static void
test_new_epoch (void)
{
  g_autoptr (Office) office = make_office ();
  g_autofree char *before = g_strdup (cp_head_office_get_epoch (office->office));
  g_autoptr (GError) error = NULL;

  erase (office->office, 1);
  hear (office, "till-1", before, office_get_place (office));
  assert_erased_at (office->office, 1);
  cp_head_office_begin_epoch (office->office, &error);
  g_assert_no_error (error);
  assert_erased_at (office->office, 0);
  hear (office, "till-1", before, office_get_place (office));
  hear (office, "till-2", "", 0);
  assert_erased_at (office->office, 0);
  hear_in_present_epoch (office, "till-2", 1);
  assert_erased_at (office->office, 1);
}

/* Until it is numbered, nobody can have heard of it, however far they are. */
static void
test_not_before_it_is_numbered (void)
{
  g_autoptr (Office) office = make_office ();
  g_autoptr (CpPostgres) postgres = NULL;
  g_autoptr (CpHeadOffice) serving = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n, gseq;

  serving = cp_head_office_new (
      &office->world, cp_head_office_postgres_open (office->url, CP_POSTGRES_SERVING, &error),
      &error);
  g_assert_no_error (error);
  erase (serving, 1);
  hear_in_present_epoch (office, "till-1", office_get_place (office) + 1000);
  assert_erased_at (office->office, 0);
  postgres = cp_postgres_open (office->url, &error);
  g_assert_true (cp_sequencer_run_once (postgres, &n, &gseq, &error));
  g_assert_no_error (error);
  assert_erased_at (office->office, 1);
  hear_in_present_epoch (office, "till-1", gseq - 1);
  assert_erased_at (office->office, 0);
  assert_erased_at (serving, 0);
  hear_in_present_epoch (office, "till-1", gseq);
  assert_erased_at (serving, 1);
  /* As a leader of an older version leaves it. */
  g_free (postgres_ask (office->url, "UPDATE mark SET gseq = NULL"));
  assert_erased_at (serving, 1);
}

/* One that was made before it was known in which epoch a device asks; there the end of the feed of then counts. */
static void
test_takes_over_an_older_database (void)
{
  g_autoptr (Office) office = make_office ();
  gint64 place;

  erase (office->office, 1);
  place = office_get_place (office);
  office_make_older (office,
                     "INSERT INTO setting (name, value)"
                     " VALUES ('erasures', '[{\"at_ms\":7,\"gseq\":2,\"member_id\":\"old\"}]');",
                     6);
  assert_erased_at (office->office, 0);
  hear_in_present_epoch (office, "till-1", office->url != NULL ? place - 1 : 1);
  assert_erased_at (office->office, 0);
  hear_in_present_epoch (office, "till-1", office->url != NULL ? place : 2);
  assert_erased_at (office->office, 1);
}

/* Where they stood in a setting. */
static void
put_many_into_setting (Office *office)
{
  if (office->url != NULL)
    office_make_older (office,
                       "INSERT INTO setting (name, value) SELECT 'erasures', json_agg ("
                       "json_build_object ('at_ms', 1700000000000 + n, 'epoch',"
                       " 'e0e1e2e3e4e5e6e7', 'mark', n, 'member_id',"
                       " '01900000-0000-7000-8000-0000000' || n) ORDER BY n)::text"
                       " FROM generate_series (1, " G_STRINGIFY (N_MANY) ") AS n;",
                       8);
  else
    office_make_older (
        office,
        "INSERT INTO setting (name, value)"
        " WITH RECURSIVE series (n) AS (SELECT 1 UNION ALL"
        " SELECT n + 1 FROM series WHERE n < " G_STRINGIFY (
            N_MANY) ")"
                    " SELECT 'erasures',"
                    " json_group_array (json_object ('at_ms', 1700000000000 + n, 'epoch',"
                    " 'e0e1e2e3e4e5e6e7', 'mark', n, 'member_id',"
                    " '01900000-0000-7000-8000-0000000' || n)) FROM series;",
        8);
}

static gint64
count (Office *office)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  cp_head_office_count_erasures (office->office, &n, &error);
  g_assert_no_error (error);
  return n;
}

static void
test_takes_over_a_list_that_is_too_long_to_be_read (void)
{
  g_autoptr (Office) office = make_office ();
  g_autoptr (CpJson) last = NULL;
  g_autofree char *left = NULL;
  g_autoptr (GError) error = NULL;

  put_many_into_setting (office);
  g_assert_cmpint (count (office), ==, N_MANY);
  erase (office->office, 1);
  g_assert_cmpint (count (office), ==, N_MANY + 1);
  last = office_list_erasures (office->office, N_MANY - 1);
  g_assert_cmpuint (json_array_size (last), ==, 2);
  g_assert_cmpstr (cp_json_get_text (json_array_get (last, 0), "member_id"), ==,
                   "01900000-0000-7000-8000-000000090000");
  g_assert_cmpint (cp_json_get_int (json_array_get (last, 0), "at_ms", 0), ==, 1700000090000);
  cp_head_office_get_storage (office->office)
      ->class_->get_setting (cp_head_office_get_storage (office->office), "erasures", &left,
                             &error);
  g_assert_no_error (error);
  g_assert_null (left);
}

static char *
dup_mark (CpHeadOffice *office)
{
  g_autoptr (GError) error = NULL;
  char *mark = cp_erased_dup_mark (cp_head_office_get_storage (office), &error);

  g_assert_no_error (error);
  return mark;
}

/* Another one after each, and in another epoch. */
static void
test_mark_stands_for_who_is_erased (void)
{
  g_autoptr (Office) office = make_office ();
  g_autoptr (GHashTable) marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_hash_table_add (marks, dup_mark (office->office)));
  for (guint n = 1; n <= 3; n++) {
    erase (office->office, n);
    g_assert_true (g_hash_table_add (marks, dup_mark (office->office)));
  }
  office_reopen (office);
  again = dup_mark (office->office);
  g_assert_true (g_hash_table_contains (marks, again));
  cp_head_office_begin_epoch (office->office, &error);
  g_assert_no_error (error);
  g_assert_true (g_hash_table_add (marks, dup_mark (office->office)));
}

static char *copied; /* what somebody saw who took a copy then: the function has no place for it */

static void
copy_mark (CpHeadOffice *another)
{
  copied = dup_mark (another);
}

static void
test_mark_of_a_copy_from_before_the_commit (void)
{
  g_autoptr (Office) office = make_office ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  before = dup_mark (office->office);
  office_interrupt (office, copy_mark);
  erase (office->office, 1);
  after = dup_mark (office->office);
  g_assert_cmpstr (copied, ==, before);
  g_assert_cmpstr (copied, !=, after);
  g_free (copied);
}

/* They never hear of it, so there are ever more of them. */
static void
test_tells_the_first_of_those_revoked (void)
{
  g_autoptr (Office) office = make_office ();
  g_autoptr (CpJson) receipt = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 4; i <= 10; i++) {
    g_autofree char *id = g_strdup_printf ("till-%u", i);

    cp_head_office_put_device (office->office, id, "high", id, TRUE, &error);
    g_assert_no_error (error);
  }
  erase (office->office, 1);
  receipt = get_receipt (office->office);
  g_assert_cmpint (cp_json_get_int (receipt, "n_revoked", 0), ==, 8);
  g_assert_cmpuint (json_array_size (cp_json_get_array (receipt, "revoked")), ==, 5);
  g_assert_cmpuint (json_array_size (cp_json_get_array (receipt, "missing")), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head-office-receipts/not-before-it-is-heard", test_not_before_it_is_heard);
  g_test_add_func ("/head-office-receipts/kept-for-every-process", test_kept);
  g_test_add_func ("/head-office-receipts/lists-the-missing", test_lists_the_missing);
  g_test_add_func ("/head-office-receipts/lists-all-in-their-order", test_lists_all_in_their_order);
  g_test_add_func ("/head-office-receipts/a-new-epoch-begins-anew", test_new_epoch);
  g_test_add_func ("/head-office-receipts/takes-over-an-older-database",
                   test_takes_over_an_older_database);
  g_test_add_func ("/head-office-receipts/takes-over-a-list-that-is-too-long-to-be-read",
                   test_takes_over_a_list_that_is_too_long_to_be_read);
  g_test_add_func ("/head-office-receipts/the-mark-stands-for-who-is-erased",
                   test_mark_stands_for_who_is_erased);
  g_test_add_func ("/head-office-receipts/tells-the-first-of-those-revoked",
                   test_tells_the_first_of_those_revoked);
  if (postgres_is_wanted ()) {
    /* Over SQLite it is numbered when it is committed, and nobody else looks meanwhile. */
    g_test_add_func ("/head-office-receipts/not-before-it-is-numbered",
                     test_not_before_it_is_numbered);
    g_test_add_func ("/head-office-receipts/a-copy-from-before-the-commit-has-another-mark",
                     test_mark_of_a_copy_from_before_the_commit);
  }
  return g_test_run ();
}
