/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-range-sum.h"
#include "cp-signature.h"
#include "cp-test-ledger.h"

#include <sqlite3.h>

#define DAY_MS (24 * 3600 * 1000)

static CpJson *
get_check (CpTestLedger *self)
{
  g_autoptr (GError) error = NULL;
  CpJson *check = cp_ledger_get_check (self->ledger, &error);

  g_assert_no_error (error);
  return check;
}

static gboolean
is_due (CpTestLedger *self)
{
  g_autoptr (CpJson) check = get_check (self);

  return cp_json_get_int (check, "bits", 0) > 0;
}

static void
seal (CpTestLedger *self, CpJson *document, const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) push = cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 1, 1, &error);

  g_assert_no_error (error);
  cp_test_page_seal_answer (document, what, push);
}

/* Sums of a head office that has no rows at all. */
static CpJson *
make_empty_sums (CpTestLedger *self, const CpJson *check)
{
  CpJson *sums = json_deep_copy (check);
  CpJson *list = json_array ();

  for (guint i = 0; i < 1u << cp_json_get_int (check, "bits", 0); i++)
    cp_json_append (list, json_string ("0000000000000000"));
  cp_json_set (sums, "sums", list);
  seal (self, sums, CP_SEAL_SUMS);
  return sums;
}

static CpJson *
get_wanted_check (CpTestLedger *self)
{
  g_assert_true (cp_ledger_want_check (self->ledger, NULL));
  return get_check (self);
}

/* The first range that differs, with nothing in it. */
static CpJson *
make_empty_range (const CpJson *check, const CpJson *reply)
{
  CpJson *range = json_deep_copy (check);

  cp_json_set (range, "range",
               json_incref (json_array_get (cp_json_get_array (reply, "ranges"), 0)));
  cp_json_set (range, "items", json_array ());
  return range;
}

/* A head office that has no rows is asked, and believed. Returns: in how many ranges there were some */
static gsize
check_whole (CpTestLedger *self)
{
  g_autoptr (CpJson) check = get_check (self);
  g_autoptr (CpJson) sums = make_empty_sums (self, check);
  g_autoptr (CpJson) reply = cp_ledger_put_sums (self->ledger, sums, NULL);
  const CpJson *ranges = cp_json_get_array (reply, "ranges");
  gsize i;
  CpJson *range;

  json_array_foreach (ranges, i, range)
  {
    g_autoptr (CpJson) rows = json_deep_copy (check);

    cp_json_set (rows, "range", json_incref (range));
    cp_json_set (rows, "items", json_array ());
    seal (self, rows, CP_SEAL_ROWS);
    g_assert_true (cp_ledger_put_range (self->ledger, rows, NULL));
  }
  return json_array_size (ranges);
}

/* By head office's clock, which comes with each page. */
static void
pass_and_hear (CpTestLedger *self, gint64 ms)
{
  cp_test_ledger_pass (self, ms);
  cp_test_ledger_apply (self, cp_test_ledger_page (self));
}

static void
test_daily (CpTestLedger *self, gconstpointer data)
{
  g_assert_false (is_due (self));
  pass_and_hear (self, DAY_MS - 1000);
  g_assert_false (is_due (self));
  pass_and_hear (self, 2000);
  g_assert_true (is_due (self));
  g_assert_cmpuint (check_whole (self), >, 10);
  g_assert_false (is_due (self));
}

/* A device that is switched off each night would do nothing else all morning. */
static void
test_not_at_every_start (CpTestLedger *self, gconstpointer data)
{
  g_assert_false (is_due (self));
  pass_and_hear (self, DAY_MS + 1000);
  check_whole (self);
  cp_test_ledger_restart (self);
  pass_and_hear (self, 1000);
  g_assert_false (is_due (self));
  pass_and_hear (self, DAY_MS);
  g_assert_true (is_due (self));
}

static void
test_when_wanted (CpTestLedger *self, gconstpointer data)
{
  g_assert_false (is_due (self));
  g_string_truncate (self->told, 0);
  g_assert_true (cp_ledger_want_check (self->ledger, NULL));
  g_assert_cmpstr (self->told->str, ==, "check ");
  g_assert_true (is_due (self));
  check_whole (self);
  g_assert_false (is_due (self));
}

/* As a disk does it. */
static void
damage_row (CpTestLedger *self, CpKind kind, const char *id)
{
  g_autofree char *path = g_build_filename (self->folder, "replica.db", NULL);
  g_autofree char *sql = g_strdup_printf (
      "UPDATE row SET data = zeroblob (20) WHERE kind = %d AND id = '%s'", (int) kind, id);
  sqlite3 *db;

  g_clear_pointer (&self->ledger, cp_ledger_close);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_changes (db), ==, 1);
  sqlite3_close (db);
  cp_test_ledger_restart (self);
}

/* The others can work, and it is fetched again long before a day is over. */
static void
test_when_a_row_is_damaged (CpTestLedger *self, gconstpointer data)
{
  g_assert_false (is_due (self));
  damage_row (self, CP_KIND_STAFF, "ann");
  cp_test_ledger_sign_in (self, "mia");
  g_assert_false (is_due (self));
  pass_and_hear (self, 1000);
  g_assert_true (is_due (self));
}

/* Head office has gone on before all were fetched: the rest is asked for as of then. */
static void
test_goes_on_with_what_differs (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) check = get_wanted_check (self);
  g_autoptr (CpJson) sums = make_empty_sums (self, check);
  g_autoptr (CpJson) reply = cp_ledger_put_sums (self->ledger, sums, NULL);
  g_autoptr (CpJson) range = make_empty_range (check, reply);
  g_autoptr (CpJson) next = NULL;
  gsize n = json_array_size (cp_json_get_array (reply, "ranges"));

  seal (self, range, CP_SEAL_ROWS);
  g_assert_true (cp_ledger_put_range (self->ledger, range, NULL));
  cp_test_ledger_apply (self, cp_test_ledger_page (self));
  next = get_check (self);
  g_assert_cmpint (cp_json_get_int (next, "after", 0), ==, self->cursor);
  g_assert_cmpuint (json_array_size (cp_json_get_array (next, "ranges")), ==, n - 1);
}

/* Nobody waits for long: it goes on between jobs, and says so at the end. */
static void
test_adds_up_in_slices (CpTestLedger *self, gconstpointer data)
{
  CpJson *page = cp_test_ledger_page (self);
  guint n_slices = 0;

  for (guint i = 0; i < 5000; i++) {
    g_autofree char *id = cp_test_id (0x600000 + i);
    CpCard *card = cp_entity_new (CP_KIND_CARD, id, NULL);

    card->entity.ver = 1;
    card->number = g_strdup_printf ("7%07u", i);
    card->state = CP_CARD_STOCK;
    cp_test_page_add_row (page, card);
    cp_entity_free (card);
  }
  cp_test_ledger_apply (self, page);
  g_assert_true (cp_ledger_want_check (self->ledger, NULL));
  g_assert_false (is_due (self));
  g_string_truncate (self->told, 0);
  while (cp_ledger_has_upkeep (self->ledger) && n_slices++ < 100)
    g_assert_true (cp_ledger_do_upkeep (self->ledger, NULL));
  g_assert_cmpuint (n_slices, ==, 2);
  g_assert_cmpstr (self->told->str, ==, "check ");
  g_assert_true (is_due (self));
}

static void
test_replaces_a_range (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) check = get_wanted_check (self);
  g_autoptr (CpJson) sums = make_empty_sums (self, check);
  g_autoptr (CpJson) reply = cp_ledger_put_sums (self->ledger, sums, NULL);
  g_autoptr (CpJson) range = make_empty_range (check, reply);
  g_autoptr (CpJson) status = NULL;
  g_autoptr (GError) error = NULL;

  seal (self, range, CP_SEAL_ROWS);
  g_assert_true (cp_ledger_put_range (self->ledger, range, &error));
  g_assert_no_error (error);
  status = cp_ledger_get_status (self->ledger, NULL);
  g_assert_cmpint (cp_json_get_int (cp_json_get_object (status, "check"), "repaired", 0), ==, 1);
}

/* By whom, for what and for when: as with a page. */
static void
test_refuses_unsealed_sums (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) check = get_wanted_check (self);
  g_autoptr (CpJson) sums = make_empty_sums (self, check);
  g_autoptr (GError) error = NULL;

  json_object_del (sums, "signature");
  g_assert_null (cp_ledger_put_sums (self->ledger, sums, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_clear_error (&error);
  seal (self, sums, CP_SEAL_PAGE);
  g_assert_null (cp_ledger_put_sums (self->ledger, sums, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_true (is_due (self));
}

static void
assert_range_refused (CpTestLedger *self, const CpJson *range)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (cp_ledger_put_range (self->ledger, range, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_refuses_unsealed_rows (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) check = get_wanted_check (self);
  g_autoptr (CpJson) sums = make_empty_sums (self, check);
  g_autoptr (CpJson) reply = cp_ledger_put_sums (self->ledger, sums, NULL);
  g_autoptr (CpJson) range = make_empty_range (check, reply);

  assert_range_refused (self, range);
  seal (self, range, CP_SEAL_SUMS);
  assert_range_refused (self, range);
  cp_test_page_seal_for (range, "counterpart rows\ntill-1\none\nof another time");
  assert_range_refused (self, range);
  seal (self, range, CP_SEAL_ROWS);
  cp_json_append (cp_json_get_array (range, "items"), json_object ());
  assert_range_refused (self, range);
}

/* A page has come in between: nothing of it holds any more. */
static void
test_refuses_another_moment (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) check = get_wanted_check (self);
  g_autoptr (CpJson) sums = make_empty_sums (self, check);
  g_autoptr (CpAccount) account = cp_test_chain_account (4);
  g_autoptr (GError) error = NULL;
  CpJson *page = cp_test_ledger_page (self);

  cp_test_page_add_account (page, account);
  cp_test_ledger_apply (self, page);
  g_assert_null (cp_ledger_put_sums (self->ledger, sums, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_true (is_due (self));
}

static void
test_not_before_first_contact (CpTestLedger *self, gconstpointer data)
{
  g_assert_false (is_due (self));
}

static void
add (const char *path, void (*func) (CpTestLedger *, gconstpointer))
{
  g_test_add (path, CpTestLedger, NULL, cp_test_ledger_set_up, func, cp_test_ledger_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/ledger/check/is-due-daily", test_daily);
  add ("/ledger/check/is-not-due-at-every-start", test_not_at_every_start);
  add ("/ledger/check/adds-up-in-slices", test_adds_up_in_slices);
  add ("/ledger/check/goes-on-with-what-differs", test_goes_on_with_what_differs);
  add ("/ledger/check/is-due-when-wanted", test_when_wanted);
  add ("/ledger/check/is-due-when-a-row-is-damaged", test_when_a_row_is_damaged);
  add ("/ledger/check/replaces-a-range", test_replaces_a_range);
  add ("/ledger/check/refuses-sums-that-are-not-sealed", test_refuses_unsealed_sums);
  add ("/ledger/check/refuses-rows-that-are-not-sealed", test_refuses_unsealed_rows);
  add ("/ledger/check/refuses-another-moment", test_refuses_another_moment);
  g_test_add ("/ledger/check/not-before-first-contact", CpTestLedger, NULL,
              cp_test_ledger_set_up_fresh, test_not_before_first_contact, cp_test_ledger_tear_down);
  return g_test_run ();
}
