/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-chain.h"
#include "cp-error.h"
#include "office-fixture.h"

#define ISSUE "{'definition_id':'coffee','reason':'a cold coffee'}"

static void
assert_outcome (Office *office, const Device *device, const char *id, const char *outcome)
{
  g_autoptr (CpJson) ack = office_get_outcome (office, device->id, device->incarnation, id);

  if (g_strcmp0 (cp_json_get_text (ack, "outcome"), outcome) != 0)
    g_test_message ("%s", ack != NULL ? cp_json_to_text (ack) : "no outcome");
  g_assert_cmpstr (cp_json_get_text (ack, "outcome"), ==, outcome);
}

static void
assert_code (Office *office, const Device *device, const char *id, const char *code)
{
  g_autoptr (CpJson) ack = office_get_outcome (office, device->id, device->incarnation, id);

  g_assert_nonnull (ack);
  g_assert_cmpstr (cp_json_get_text (ack, "code"), ==, code);
}

static gint64
push_and_get_expected (const Device *device, Office *office, gint64 from_seq)
{
  g_autoptr (CpJson) document = NULL;

  g_assert_cmpuint (device_push (device, office, from_seq, &document), ==, 200);
  return cp_json_get_int (document, "expected_seq", 0);
}

static void
test_takes_an_operation (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id = device_do (device, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  guint n_before = office_count_rows (office, "incentive");
  CpAction *action;

  g_assert_cmpint (push_and_get_expected (device, office, 1), ==, 2);
  assert_outcome (office, device, id, "accepted");
  g_assert_cmpuint (office_count_rows (office, "incentive"), ==, n_before + 1);
  action = office_get_row (office, CP_KIND_ACTION, id);
  g_assert_nonnull (action);
  g_assert_cmpstr (action->outcome, ==, "accepted");
  g_assert_cmpstr (action->staff_id, ==, "ann");
  cp_entity_free (action);
}

static void
test_has_one_effect (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id = device_do (device, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  guint n_before = office_count_rows (office, NULL);
  guint n_after;

  push_and_get_expected (device, office, 1);
  n_after = office_count_rows (office, NULL);
  g_assert_cmpuint (n_after, >, n_before);
  for (guint i = 0; i < 3; i++) {
    office_reopen (office);
    g_assert_cmpint (push_and_get_expected (device, office, 1), ==, 2);
    g_assert_cmpuint (office_count_rows (office, NULL), ==, n_after);
  }
}

static void
test_has_one_effect_under_two_numbers (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) first = device_new ("till-1", "one");
  g_autoptr (Device) again = device_new ("till-1", "two");
  g_autofree char *id = device_do (first, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_autofree char *same = device_do (again, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  guint n_after;

  g_assert_cmpstr (id, ==, same);
  push_and_get_expected (first, office, 1);
  n_after = office_count_rows (office, NULL);
  g_assert_cmpint (push_and_get_expected (again, office, 1), ==, 2);
  g_assert_cmpuint (office_count_rows (office, NULL), ==, n_after);
  assert_outcome (office, first, id, "accepted");
  assert_outcome (office, again, id, "accepted");
}

static void
test_does_not_mix_up_ids (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (Device) other = device_new ("till-1", "two");
  g_autofree char *id = device_do (device, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_autofree char *same = device_do (other, 500, CP_OPERATION_ISSUE_BENEFIT, 2, ISSUE);

  push_and_get_expected (device, office, 1);
  g_assert_cmpint (push_and_get_expected (other, office, 1), ==, 2);
  assert_outcome (office, other, same, "needs_review");
}

/* A device that erased what it said still fits its chain, and the outcome stands. */
static void
test_takes_an_erased_body (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id = device_do (device, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  CpJson *item = json_array_get (device->operations, 0);
  g_autofree char *text = cp_json_to_text (cp_json_get_object (item, "body"));
  g_autofree char *hash = cp_chain_hash_body (text);

  cp_json_set (item, "body", json_null ());
  cp_json_set_text (item, "body_hash", hash);
  g_assert_cmpint (push_and_get_expected (device, office, 1), ==, 2);
  assert_outcome (office, device, id, "needs_review");
}

static CpJson *
quoted (const char *text)
{
  g_autofree char *copy = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) error = NULL;
  CpJson *json = cp_json_parse (copy, -1, &error);

  g_assert_no_error (error);
  return json;
}

/* Whatever it is, it gets an outcome, and what is behind it goes through. */
static void
test_poison_blocks_nothing (gconstpointer data)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *poison_id = cp_test_id (400);
  g_autofree char *id = NULL;
  g_autoptr (CpJson) list = quoted (data);

  device_add (device, poison_id, json_incref (json_array_get (list, 0)));
  id = device_do (device, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_assert_cmpint (push_and_get_expected (device, office, 1), ==, 3);
  assert_outcome (office, device, poison_id, "needs_review");
  assert_outcome (office, device, id, "accepted");
}

/* The chain covers the id in the body; one beside it may be anything. */
static void
test_id_inside_counts (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id = device_do (device, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_autofree char *other = cp_test_id (600);

  cp_json_set_text (json_array_get (device->operations, 0), "id", other);
  g_assert_cmpint (push_and_get_expected (device, office, 1), ==, 2);
  assert_outcome (office, device, id, "accepted");
}

static void
test_body_of_another_device (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (CpOperation) operation =
      cp_test_chain_operation (500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);

  g_free (operation->device_id);
  operation->device_id = g_strdup ("till-9");
  device_add (device, operation->id, cp_operation_to_json (operation));
  g_assert_cmpint (push_and_get_expected (device, office, 1), ==, 2);
  assert_outcome (office, device, operation->id, "needs_review");
}

/* The coffee is gone, whether there was anything left to pay for it or not. */
static void
test_fact_is_posted_and_flagged (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) here = device_new ("till-1", "one");
  g_autoptr (Device) there = device_new ("till-2", "one");
  g_autofree char *first = device_do (here, 500, CP_OPERATION_REDEEM_REWARD, 1,
                                      "{'amount_minor':1500,'basket_minor':9000}");
  g_autofree char *second = device_do (there, 600, CP_OPERATION_REDEEM_REWARD, 1,
                                       "{'amount_minor':1500,'basket_minor':9000}");
  g_autofree char *account_id = cp_test_chain_id (1, "account");
  g_autoptr (CpJson) ack = NULL;
  CpAccountRow *account;

  push_and_get_expected (here, office, 1);
  push_and_get_expected (there, office, 1);
  assert_outcome (office, here, first, "accepted");
  ack = office_get_outcome (office, "till-2", "one", second);
  g_assert_cmpstr (cp_json_get_text (ack, "outcome"), ==, "accepted_changed");
  g_assert_cmpuint (json_array_size (cp_json_get_array (ack, "flags")), >, 0);
  account = office_get_row (office, CP_KIND_ACCOUNT, account_id);
  g_assert_true (account->overdrawn);
  cp_entity_free (account);
}

static char *
enrol (Device *device, guint n, const char *account_id, const char *member_id)
{
  g_autofree char *payload =
      g_strdup_printf ("{'member_id':'%s','given_name':'Eve','phone':'+353861234567'}", member_id);
  g_autoptr (CpOperation) operation =
      cp_test_chain_operation (n, CP_OPERATION_ENROL_MEMBER, 0, payload);

  g_free (operation->device_id);
  operation->device_id = g_strdup (device->id);
  g_free (operation->account_id);
  operation->account_id = g_strdup (account_id);
  device_add (device, operation->id, cp_operation_to_json (operation));
  return g_strdup (operation->id);
}

static void
assert_untouched (Office *office, guint n_rows)
{
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autofree char *account_id = cp_test_chain_id (1, "account");
  CpMember *member = office_get_row (office, CP_KIND_MEMBER, member_id);

  g_assert_cmpstr (member->given_name, !=, "Eve");
  g_assert_cmpstr (member->entity.account_id, ==, account_id);
  g_assert_cmpuint (office_count_rows (office, NULL), ==, n_rows);
  cp_entity_free (member);
}

/* Whose ids these are already keeps everything; the enrolment is kept whole for a person. */
static void
test_enrolment_under_ids_that_are_taken (void)
{
  g_autoptr (Office) office = office_new ();
  guint n_rows = office_count_rows (office, NULL);
  g_autofree char *taken_account = cp_test_chain_id (1, "account");
  g_autofree char *taken_member = cp_test_chain_id (1, "member");
  g_autofree char *free_id = cp_test_id (800);
  const char *const ids[][2] = { { taken_account, free_id },
                                 { free_id, taken_member },
                                 { taken_account, taken_member },
                                 { NULL, taken_member } };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autofree char *name = g_strdup_printf ("till-%zu", i);
    g_autoptr (Device) device = device_new (name, "one");
    g_autofree char *id = enrol (device, 500 + 10 * (guint) i, ids[i][0], ids[i][1]);

    office_reopen (office);
    g_assert_cmpint (push_and_get_expected (device, office, 1), ==, 2);
    assert_outcome (office, device, id, "needs_review");
    assert_untouched (office, n_rows);
  }
}

static void
test_request_may_be_refused (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id =
      device_do (device, 500, CP_OPERATION_CLAIM_RECEIPT, 1, "{'number':'NONE-SUCH'}");
  CpAction *action;

  g_assert_cmpint (push_and_get_expected (device, office, 1), ==, 2);
  assert_outcome (office, device, id, "rejected");
  assert_code (office, device, id, "receipt_not_found");
  action = office_get_row (office, CP_KIND_ACTION, id);
  g_assert_cmpstr (action->outcome, ==, "rejected");
  g_assert_cmpstr (action->code, ==, "receipt_not_found");
  cp_entity_free (action);
}

/* Ann may issue three a day, on whatever tills. */
static void
test_limits_are_counted_over_all_devices (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) here = device_new ("till-1", "one");
  g_autoptr (Device) there = device_new ("till-2", "one");
  g_autofree char *last = NULL;

  g_free (device_do (here, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE));
  g_free (device_do (here, 510, CP_OPERATION_ISSUE_BENEFIT, 2, ISSUE));
  g_free (device_do (there, 600, CP_OPERATION_ISSUE_BENEFIT, 3, ISSUE));
  last = device_do (there, 610, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  push_and_get_expected (here, office, 1);
  push_and_get_expected (there, office, 1);
  assert_code (office, there, last, "limit_exceeded");
}

static void
test_finds_rows_by_key (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  CpReceipt *receipt = cp_test_chain_receipt (7);
  g_autofree char *receipt_id = g_strdup (receipt->entity.id);
  g_autofree char *payload = g_strdup_printf ("{'number':'%s'}", receipt->number);
  g_autofree char *id = NULL;
  g_autofree char *account_id = cp_test_chain_id (2, "account");
  CpReceipt *claimed;

  office_put (office, receipt);
  id = device_do (device, 500, CP_OPERATION_CLAIM_RECEIPT, 2, payload);
  push_and_get_expected (device, office, 1);
  assert_outcome (office, device, id, "accepted");
  claimed = office_get_row (office, CP_KIND_RECEIPT, receipt_id);
  g_assert_cmpstr (claimed->entity.account_id, ==, account_id);
  cp_entity_free (claimed);
}

static void
test_acks_are_for_their_device (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id = device_do (device, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE);
  g_autoptr (CpJson) other = NULL;
  g_autoptr (CpJson) reborn = NULL;

  push_and_get_expected (device, office, 1);
  other = office_get_outcome (office, "till-2", "one", id);
  g_assert_null (other);
  reborn = office_get_outcome (office, "till-1", "two", id);
  g_assert_null (reborn);
}

static gint64
check_page (Office *office, const Device *device, gint64 after, gint64 limit, GPtrArray *seen)
{
  g_autoptr (CpJson) json = office_get_feed (office, device->id, device->incarnation, after, limit);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpFeedPage) page = cp_feed_page_from_json (json, &error);
  size_t index;
  json_t *item;

  g_assert_no_error (error);
  json_array_foreach (page->items, index, item)
  {
    if (g_strcmp0 (cp_json_get_text (item, "t"), "end") != 0)
      g_ptr_array_add (seen, cp_json_to_text (item));
  }
  return page->more ? page->through : -page->through;
}

static GPtrArray *
read_all (Office *office, const Device *device, gint64 limit)
{
  GPtrArray *seen = g_ptr_array_new_with_free_func (g_free);
  gint64 after = 0;

  do
    after = check_page (office, device, after, limit, seen);
  while (after > 0);
  return seen;
}

/* Whatever the limit, the same items come in the same order, and no transaction is torn: the codec
 * refuses a page that ends elsewhere, and an ack comes with its rows. */
static void
test_pages_end_on_ends (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (Device) other = device_new ("till-2", "one");
  g_autoptr (GPtrArray) whole = NULL;

  for (guint i = 0; i < 5; i++) {
    g_free (device_do (device, 500 + 10 * i, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE));
    g_free (device_do (other, 700 + 10 * i, CP_OPERATION_ISSUE_BENEFIT, 2, ISSUE));
    push_and_get_expected (device, office, 1);
    push_and_get_expected (other, office, 1);
  }
  whole = read_all (office, device, CP_FEED_MAX_ITEMS);
  for (gint64 limit = 1; limit < 12; limit++) {
    g_autoptr (GPtrArray) parts = read_all (office, device, limit);

    g_assert_cmpuint (parts->len, ==, whole->len);
    for (guint i = 0; i < parts->len; i++)
      g_assert_cmpstr (g_ptr_array_index (parts, i), ==, g_ptr_array_index (whole, i));
  }
}

static void
test_row_holds_its_feed_number (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *id = cp_test_chain_id (1, "account");
  CpAccountRow *row = office_get_row (office, CP_KIND_ACCOUNT, id);
  gint64 before = row->entity.ver;

  row->blocked = TRUE;
  office_put (office, row);
  row = office_get_row (office, CP_KIND_ACCOUNT, id);
  g_assert_cmpint (row->entity.ver, >, before);
  cp_entity_free (row);
}

static void
test_other_epoch_is_gone (void)
{
  g_autoptr (Office) office = office_new ();
  CpFeedQuery query = { "another", "one", 0, 0, 0 };
  g_auto (CpWireAnswer) answer = { 0 };
  g_auto (CpWireAnswer) beyond = { 0 };

  cp_head_office_handle_feed (office->office, "till-1", &query, &answer);
  g_assert_cmpuint (answer.status, ==, 410);
  query.epoch = cp_head_office_get_epoch (office->office);
  query.after = 1000000;
  cp_head_office_handle_feed (office->office, "till-1", &query, &beyond);
  g_assert_cmpuint (beyond.status, ==, 410);
}

static void
test_waits_for_a_programme (void)
{
  g_autoptr (Office) office = office_new_empty ();
  g_autoptr (Device) device = device_new ("till-1", "one");

  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  g_free (device_do (device, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE));
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 503);
  office_fill (office);
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
}

static void
test_programme_only_goes_up (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CpJson) document = cp_test_chain_programme_json ();
  g_autoptr (GError) error = NULL;

  g_assert_false (cp_head_office_publish (office->office, document, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_clear_error (&error);
  cp_json_set_int (document, "version", cp_json_get_int (document, "version", 0) + 1);
  g_assert_true (cp_head_office_publish (office->office, document, &error));
  g_assert_cmpint (cp_head_office_get_programme (office->office)->version, ==,
                   cp_json_get_int (document, "version", 0));
}

/* A device that has heard of the second and begins anew would not believe the first. */
static void
test_tells_the_present_programme_only (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CpJson) document = cp_test_chain_programme_json ();
  g_autoptr (CpJson) page = NULL;
  g_autoptr (GError) error = NULL;
  guint n_programmes = 0;
  gsize i;
  CpJson *item;

  cp_json_set_int (document, "version", cp_json_get_int (document, "version", 0) + 1);
  cp_head_office_publish (office->office, document, &error);
  g_assert_no_error (error);
  page = office_get_feed (office, "till-1", "one", 0, 5000);
  json_array_foreach (cp_json_get_array (page, "items"), i, item)
  {
    if (g_strcmp0 (cp_json_get_text (item, "kind"), "programme") != 0)
      continue;
    n_programmes++;
    g_assert_true (
        json_equal (cp_json_get_object (cp_json_get_object (item, "data"), "document"), document));
  }
  g_assert_cmpuint (n_programmes, ==, 2);
}

static void
test_knows_devices_by_token (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (CpDevice) device = NULL;
  g_autoptr (CpDevice) none = NULL;
  g_autoptr (GError) error = NULL;

  cp_head_office_put_device (office->office, "till-1", "high", "a token", FALSE, &error);
  g_assert_no_error (error);
  cp_head_office_find_device (office->office, "a token", &device, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (device->id, ==, "till-1");
  cp_head_office_find_device (office->office, "another", &none, &error);
  g_assert_no_error (error);
  g_assert_null (none);
}

static void
note_change (gpointer data)
{
  (*(guint *) data)++;
}

static void
test_tells_of_changes (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  guint n = 0;

  cp_head_office_set_changed_func (office->office, note_change, &n);
  g_free (device_do (device, 500, CP_OPERATION_ISSUE_BENEFIT, 1, ISSUE));
  push_and_get_expected (device, office, 1);
  g_assert_cmpuint (n, ==, 1);
}

/* As device_do(), by the manager, who may. */
static char *
do_as_manager (Device *device, guint id, CpOperationKind kind, guint n, const char *payload)
{
  g_autoptr (CpOperation) operation = cp_test_chain_operation (id, kind, n, payload);

  g_free (operation->device_id);
  operation->device_id = g_strdup (device->id);
  g_free (operation->staff_id);
  operation->staff_id = g_strdup ("mia");
  device_add (device, operation->id, cp_operation_to_json (operation));
  return g_strdup (operation->id);
}

/* Operation 25: the loser's id stays an alias for ever, so that late operations still land. */
static void
test_what_names_a_merged_member_reaches_the_survivor (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *loser_id = cp_test_chain_id (2, "member");
  g_autofree char *account_id = cp_test_chain_id (1, "account");
  g_autofree char *points_id = cp_test_chain_id (2, "points");
  g_autofree char *payload = g_strdup_printf ("{'loser_id':'%s'}", loser_id);
  g_autofree char *merge = do_as_manager (device, 500, CP_OPERATION_MERGE_MEMBERS, 1, payload);
  g_autofree char *late = device_do (device, 501, CP_OPERATION_ISSUE_BENEFIT, 2, ISSUE);
  CpEntity *row;

  g_assert_cmpint (push_and_get_expected (device, office, 1), ==, 3);
  assert_outcome (office, device, merge, "accepted");
  assert_outcome (office, device, late, "accepted");
  row = office_get_row (office, CP_KIND_ACTION, late);
  g_assert_cmpstr (row->account_id, ==, account_id);
  cp_entity_free (row);
  row = office_get_row (office, CP_KIND_POINTS, points_id);
  g_assert_cmpstr (row->account_id, ==, account_id);
  cp_entity_free (row);
  row = office_get_row (office, CP_KIND_MEMBER, loser_id);
  g_assert_cmpstr (row->account_id, ==, account_id);
  g_assert_cmpint (((CpMember *) row)->state, ==, CP_MEMBER_MERGED);
  cp_entity_free (row);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head-office/takes-an-operation", test_takes_an_operation);
  g_test_add_func ("/head-office/an-operation-has-one-effect", test_has_one_effect);
  g_test_add_func ("/head-office/an-operation-has-one-effect-under-two-numbers",
                   test_has_one_effect_under_two_numbers);
  g_test_add_func ("/head-office/does-not-mix-up-ids", test_does_not_mix_up_ids);
  g_test_add_data_func ("/head-office/poison-blocks-nothing/a-number", "[5]",
                        test_poison_blocks_nothing);
  g_test_add_data_func ("/head-office/poison-blocks-nothing/a-text", "['x']",
                        test_poison_blocks_nothing);
  g_test_add_data_func ("/head-office/poison-blocks-nothing/a-list", "[[]]",
                        test_poison_blocks_nothing);
  g_test_add_data_func ("/head-office/poison-blocks-nothing/nothing", "[{}]",
                        test_poison_blocks_nothing);
  g_test_add_data_func ("/head-office/poison-blocks-nothing/an-unknown-kind",
                        "[{'id':'x','kind':'teleport','version':1}]", test_poison_blocks_nothing);
  g_test_add_func ("/head-office/takes-an-erased-body", test_takes_an_erased_body);
  g_test_add_func ("/head-office/the-id-inside-counts", test_id_inside_counts);
  g_test_add_func ("/head-office/another-device's-body-needs-review", test_body_of_another_device);
  g_test_add_func ("/head-office/a-fact-is-posted-and-flagged", test_fact_is_posted_and_flagged);
  g_test_add_func ("/head-office/an-enrolment-under-taken-ids-touches-nobody",
                   test_enrolment_under_ids_that_are_taken);
  g_test_add_func ("/head-office/a-request-may-be-refused", test_request_may_be_refused);
  g_test_add_func ("/head-office/limits-are-counted-over-all-devices",
                   test_limits_are_counted_over_all_devices);
  g_test_add_func ("/head-office/finds-rows-by-key", test_finds_rows_by_key);
  g_test_add_func ("/head-office/acks-are-for-their-device", test_acks_are_for_their_device);
  g_test_add_func ("/head-office/pages-end-on-ends", test_pages_end_on_ends);
  g_test_add_func ("/head-office/a-change-raises-a-row's-version", test_row_holds_its_feed_number);
  g_test_add_func ("/head-office/another-epoch-is-gone", test_other_epoch_is_gone);
  g_test_add_func ("/head-office/waits-for-a-programme", test_waits_for_a_programme);
  g_test_add_func ("/head-office/a-programme-only-goes-up", test_programme_only_goes_up);
  g_test_add_func ("/head-office/tells-the-present-programme-only",
                   test_tells_the_present_programme_only);
  g_test_add_func ("/head-office/knows-devices-by-token", test_knows_devices_by_token);
  g_test_add_func ("/head-office/tells-of-changes", test_tells_of_changes);
  g_test_add_func ("/head-office/what-names-a-merged-member-reaches-the-survivor",
                   test_what_names_a_merged_member_reaches_the_survivor);
  return g_test_run ();
}
