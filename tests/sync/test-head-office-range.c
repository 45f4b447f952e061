/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What head office says of its rows, range by range. */
#include "cp-error.h"
#include "cp-range-sum.h"
#include "office-fixture.h"

#define BITS CP_RANGE_LEAST_BITS

typedef void (*AskFunc) (CpHeadOffice *office,
                         const char *device_id,
                         const CpRangeQuery *query,
                         CpWireAnswer *ret_answer);

static CpRangeQuery
make_query (Office *office, guint range)
{
  return (CpRangeQuery){
    cp_head_office_get_epoch (office->office), "one", "c1", office_get_place (office), BITS, range
  };
}

static CpJson *
ask (Office *office, AskFunc func, guint range)
{
  CpRangeQuery query = make_query (office, range);
  g_auto (CpWireAnswer) answer = { 0 };

  func (office->office, "till-1", &query, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  return json_incref (answer.document);
}

static CpJson *
ask_for_sums (Office *office)
{
  return ask (office, cp_head_office_handle_sums, 0);
}

static char *
dup_sums (Office *office)
{
  g_autoptr (CpJson) answer = ask_for_sums (office);

  return cp_json_to_text (cp_json_get_array (answer, "sums"));
}

static gboolean
add_row (gpointer data, const char *text)
{
  g_autoptr (CpJson) row = cp_json_parse (text, -1, NULL);
  g_autofree char *image = cp_json_to_text (cp_json_get_object (row, "data"));

  cp_range_sums_add (data, cp_json_get_text (row, "kind"), cp_json_get_text (row, "id"),
                     cp_json_get_int (row, "ver", 0), image);
  return TRUE;
}

/* What the sums must be: over every row as it stands. */
static void
assert_sums (Office *office)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office->office);
  g_autoptr (CpRangeSums) sums = cp_range_sums_new (BITS);
  g_autoptr (CpJson) answer = ask_for_sums (office);
  const CpJson *list = cp_json_get_array (answer, "sums");
  g_autoptr (GError) error = NULL;

  storage->class_->list_rows (storage, NULL, add_row, sums, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_size (list), ==, 1u << BITS);
  for (guint range = 0; range < 1u << BITS; range++) {
    g_autofree char *expected = cp_range_sums_dup_hex (sums, range);

    g_assert_cmpstr (json_string_value (json_array_get (list, range)), ==, expected);
  }
}

static void
change_member (Office *office, guint n, const char *note)
{
  g_autofree char *id = cp_test_chain_id (n, "member");
  CpMember *member = office_get_row (office, CP_KIND_MEMBER, id);

  g_free (member->given_name);
  member->given_name = g_strdup (note);
  office_put (office, member);
}

static void
test_follow_the_rows (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  assert_sums (office);
  before = dup_sums (office);
  change_member (office, 1, "Another");
  after = dup_sums (office);
  g_assert_cmpstr (before, !=, after);
  assert_sums (office);
  office_reopen (office);
  assert_sums (office);
}

/* More than can be added up while everybody waits: whoever asks has to come again. */
static void
put_many (Office *office)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office->office);
  g_autoptr (GError) error = NULL;

  cp_head_office_begin (office->office, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 9000; i++) {
    g_autofree char *id = cp_test_id (0x600000 + i);
    CpCard *card = cp_entity_new (CP_KIND_CARD, id, NULL);

    card->number = g_strdup_printf ("7%07u", i);
    card->state = CP_CARD_STOCK;
    cp_head_office_put_row (office->office, card, &error);
    g_assert_no_error (error);
    storage->class_->end_transaction (storage, &error);
    g_assert_no_error (error);
    cp_entity_free (card);
  }
  cp_head_office_commit (office->office, &error);
  g_assert_no_error (error);
}

static void
test_add_up_in_slices (void)
{
  g_autoptr (Office) office = office_new ();
  CpRangeQuery query;
  g_auto (CpWireAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean is_done = FALSE;
  guint n_slices = 0;

  put_many (office);
  query = make_query (office, 0);
  cp_head_office_handle_sums (office->office, "till-1", &query, &answer);
  g_assert_cmpuint (answer.status, ==, 412);
  while (!is_done && n_slices++ < 100)
    g_assert_true (cp_head_office_is_added_up (office->office, &is_done, &error));
  g_assert_cmpuint (n_slices, >, 1);
  assert_sums (office);
}

/* Each row is in one range, and in the one where it has to be. */
static void
test_ranges_hold_every_row_once (void)
{
  g_autoptr (Office) office = office_new ();
  guint n_rows = 0;

  for (guint range = 0; range < 1u << BITS; range++) {
    g_autoptr (CpJson) answer = ask (office, cp_head_office_handle_rows, range);
    gsize i;
    CpJson *item;

    json_array_foreach (cp_json_get_array (answer, "items"), i, item)
    {
      g_assert_cmpuint (
          cp_range_of (BITS, cp_json_get_text (item, "kind"), cp_json_get_text (item, "id")), ==,
          range);
      g_assert_nonnull (cp_json_get_object (item, "data"));
      n_rows++;
    }
  }
  g_assert_cmpuint (n_rows, ==, office_count_rows (office, NULL));
}

static void
assert_sealed (Office *office, AskFunc func, const char *what)
{
  g_autoptr (CpJson) answer = ask (office, func, 3);
  g_autofree char *purpose = cp_seal_describe_answer (what, "till-1", "one", "c1");
  g_autofree char *other = cp_seal_describe_answer (CP_SEAL_PAGE, "till-1", "one", "c1");

  g_assert_cmpstr (cp_json_get_text (answer, "key"), ==, cp_head_office_get_key (office->office));
  g_assert_true (cp_seal_check (answer, purpose));
  g_assert_false (cp_seal_check (answer, other));
}

static void
test_seals_what_it_says (void)
{
  g_autoptr (Office) office = office_new ();

  assert_sealed (office, cp_head_office_handle_sums, CP_SEAL_SUMS);
  assert_sealed (office, cp_head_office_handle_rows, CP_SEAL_ROWS);
}

static void
assert_moved (Office *office, const CpRangeQuery *query)
{
  g_auto (CpWireAnswer) sums = { 0 };
  g_auto (CpWireAnswer) rows = { 0 };

  cp_head_office_handle_sums (office->office, "till-1", query, &sums);
  g_assert_cmpuint (sums.status, ==, 412);
  cp_head_office_handle_rows (office->office, "till-1", query, &rows);
  g_assert_cmpuint (rows.status, ==, 412);
}

static void
test_refuses_another_moment (void)
{
  g_autoptr (Office) office = office_new ();
  CpRangeQuery query = make_query (office, 1);

  change_member (office, 1, "Another");
  assert_moved (office, &query);
  query.after = office_get_place (office);
  query.epoch = "another";
  assert_moved (office, &query);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head-office-range/sums-follow-the-rows", test_follow_the_rows);
  g_test_add_func ("/head-office-range/adds-up-in-slices", test_add_up_in_slices);
  g_test_add_func ("/head-office-range/ranges-hold-every-row-once",
                   test_ranges_hold_every_row_once);
  g_test_add_func ("/head-office-range/seals-what-it-says", test_seals_what_it_says);
  g_test_add_func ("/head-office-range/refuses-another-moment", test_refuses_another_moment);
  return g_test_run ();
}
