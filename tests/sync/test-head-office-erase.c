/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "office-fixture.h"
#include "postgres-fixture.h"

#include <string.h>

static void
assert_in_rows (Office *office, const char *text, gboolean expected)
{
  g_autoptr (CpJson) feed = office_get_feed (office, "till-1", "one", 0, 5000);
  g_autofree char *all = cp_json_to_text (feed);

  g_assert_true ((strstr (all, text) != NULL) == expected);
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
                     "{'set':{'city':'Canaria','dog':'Chirpy'},'seen':{'city':'London'}}"));
  device_push (device, office, 1, NULL);
  g_assert_true (office_holds (office, "Canaria"));
  g_assert_true (office_holds (office, "Chirpy"));
  g_assert_true (office_holds (office, uid));
  erase (office);
  g_assert_false (office_holds (office, "Canaria"));
  g_assert_false (office_holds (office, "Chirpy"));
  g_assert_false (office_holds (office, uid));
}

/* Returns: (transfer full): the id of an operation for member 1 by head office's own people */
static char *
do_as_hal (Device *device, guint n, CpOperationKind kind, const char *payload)
{
  g_autoptr (CpOperation) operation = cp_test_chain_operation (n, kind, 1, payload);

  g_free (operation->staff_id);
  operation->staff_id = g_strdup ("hal");
  g_free (operation->device_id);
  operation->device_id = g_strdup (device->id);
  device_add (device, operation->id, cp_operation_to_json (operation));
  return g_strdup (operation->id);
}

static char *
ask_for_removal (Device *device)
{
  return do_as_hal (device, 502, CP_OPERATION_REMOVE_MEMBER, "{'reason_id':'asked'}");
}

static void
note_erased (gpointer data)
{
  ++*(guint *) data;
}

/* Asked for on a device: what came in the same push just before goes too. */
static void
test_a_removal_leaves_nothing (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *uid = cp_test_chain_uid (1);
  g_autofree char *id = NULL;
  g_autoptr (CpJson) outcome = NULL;
  guint n_erased = 0;

  cp_head_office_set_erased_func (office->office, note_erased, &n_erased);
  put_canary (office);
  g_free (device_do (device, 500, CP_OPERATION_ADD_NOTE, 1, "{'text':'Canaria likes wool'}"));
  device_push (device, office, 1, NULL);
  g_assert_true (office_holds (office, "Canaria"));
  g_assert_cmpuint (n_erased, ==, 0);
  g_free (device_do (device, 501, CP_OPERATION_EDIT_PROFILE, 1,
                     "{'set':{'city':'Canaria'},'seen':{'city':'London'}}"));
  id = ask_for_removal (device);
  g_assert_cmpuint (device_push (device, office, 2, NULL), ==, 200);
  outcome = office_get_outcome (office, "till-1", "one", id);
  g_assert_cmpstr (cp_json_get_text (outcome, "code"), ==, NULL);
  g_assert_cmpstr (cp_json_get_text (outcome, "outcome"), ==, "accepted");
  g_assert_cmpuint (n_erased, ==, 1);
  g_assert_false (office_holds (office, "Canaria"));
  g_assert_false (office_holds (office, uid));
}

/* Its files as they are once it is committed that somebody is erased. */
typedef struct {
  char *bytes[2];
  gsize sizes[2];
  char *paths[2];
} Files;

static void
keep_files (gpointer data)
{
  Files *files = data;

  for (guint i = 0; i < G_N_ELEMENTS (files->paths); i++)
    g_assert_true (g_file_get_contents (files->paths[i], &files->bytes[i], &files->sizes[i], NULL));
}

static void
put_files_back (const Files *files)
{
  for (guint i = 0; i < G_N_ELEMENTS (files->paths); i++)
    g_assert_true (
        g_file_set_contents (files->paths[i], files->bytes[i], (gssize) files->sizes[i], NULL));
}

static void
clear_files (Files *files)
{
  for (guint i = 0; i < G_N_ELEMENTS (files->paths); i++) {
    g_free (files->bytes[i]);
    g_free (files->paths[i]);
  }
}

/* The machine stops before the log is cut. */
static void
test_what_was_cut_short_is_done_at_the_next_start (void)
{
  g_autoptr (Office) office = office_new ();
  Files files = { .paths = { g_strdup (office->path), g_strconcat (office->path, "-wal", NULL) } };

  put_canary (office);
  if (office->url == NULL)
    cp_head_office_set_erased_func (office->office, keep_files, &files);
  erase (office);
  g_clear_pointer (&office->office, cp_head_office_free);
  if (office->url == NULL)
    put_files_back (&files);
  office_reopen (office);
  g_assert_false (office_holds (office, "Canaria"));
  clear_files (&files);
}

/* Why they were given points, why a card was taken in, and why the account was stopped, even if it goes on. */
static void
test_what_was_written_about_them_goes (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *card_id = cp_test_chain_id (1, "card");
  CpCard *card = office_get_row (office, CP_KIND_CARD, card_id);

  card->retire_reason = g_strdup ("Canaria bent it");
  office_put (office, card);
  g_free (do_as_hal (device, 500, CP_OPERATION_ADJUST_POINTS,
                     "{'type_id':'points','amount':5,'reason_id':'goodwill',"
                     "'customer_text':'Canaria waited','note':'Canaria was cross'}"));
  g_free (do_as_hal (device, 501, CP_OPERATION_BLOCK_ACCOUNT,
                     "{'reason_id':'fraud','text':'Canaria shouted'}"));
  g_free (do_as_hal (device, 503, CP_OPERATION_UNBLOCK_ACCOUNT, "{'text':'Canaria is sorry'}"));
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  assert_in_rows (office, "waited", TRUE);
  assert_in_rows (office, "shouted", TRUE);
  g_free (ask_for_removal (device));
  g_assert_cmpuint (device_push (device, office, 4, NULL), ==, 200);
  g_assert_false (office_holds (office, "Canaria"));
}

/* In a family account the history says whom a text is about, and erasing one of them leaves what was written
 * about the others; by whichever way. */
static void
test_what_was_written_about_others_stays (void)
{
  for (guint by_hand = 0; by_hand < 2; by_hand++) {
    g_autoptr (Office) office = office_new ();
    g_autoptr (Device) device = device_new ("till-1", "one");
    g_autofree char *account_id = cp_test_chain_id (1, "account");
    g_autofree char *second_id = cp_test_id (9000);
    CpMember *second = cp_entity_new (CP_KIND_MEMBER, second_id, account_id);
    g_autoptr (CpOperation) others = NULL;

    second->state = CP_MEMBER_ENROLLED;
    office_put (office, second);
    g_free (do_as_hal (device, 500, CP_OPERATION_ADJUST_POINTS,
                       "{'type_id':'points','amount':5,'reason_id':'goodwill',"
                       "'customer_text':'Canaria waited'}"));
    others = cp_test_chain_operation (501, CP_OPERATION_ADJUST_POINTS, 1,
                                      "{'type_id':'points','amount':5,'reason_id':'goodwill',"
                                      "'customer_text':'Amadina waited','note':'Amadina sang'}");
    g_free (others->staff_id);
    others->staff_id = g_strdup ("hal");
    g_free (others->member_id);
    others->member_id = g_strdup (second_id);
    device_add (device, others->id, cp_operation_to_json (others));
    g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
    assert_in_rows (office, "Amadina sang", TRUE);
    if (by_hand != 0) {
      erase (office);
    } else {
      g_free (ask_for_removal (device));
      g_assert_cmpuint (device_push (device, office, 3, NULL), ==, 200);
    }
    g_assert_false (office_holds (office, "Canaria"));
    assert_in_rows (office, "Amadina waited", TRUE);
    assert_in_rows (office, "Amadina sang", TRUE);
  }
}

/* Puts @second_id's reward, with a reason, and a hold of it that has run out. */
static void
put_lapsed_hold (Office *office, const char *account_id, const char *second_id)
{
  g_autofree char *incentive_id = cp_test_id (9001);
  g_autofree char *redemption_id = cp_test_id (9002);
  CpIncentive *incentive = cp_entity_new (CP_KIND_INCENTIVE, incentive_id, account_id);
  CpRedemption *redemption = cp_entity_new (CP_KIND_REDEMPTION, redemption_id, account_id);

  incentive->member_id = g_strdup (second_id);
  incentive->definition_id = g_strdup ("ten_off");
  incentive->state = CP_INCENTIVE_PART_USED;
  incentive->amount_minor = 1000;
  incentive->balance_minor = 400;
  incentive->expires_at_ms = CP_TEST_NOW_MS + 30 * CP_TEST_DAY_MS;
  incentive->reason = g_strdup ("Amadina waited");
  redemption->incentive_id = g_strdup (incentive_id);
  redemption->operation_id = g_strdup (redemption_id);
  redemption->state = CP_REDEMPTION_HELD;
  redemption->amount_minor = 600;
  redemption->at_ms = CP_TEST_NOW_MS - 2 * CP_TEST_DAY_MS;
  redemption->held_until_ms = CP_TEST_NOW_MS - CP_TEST_DAY_MS;
  office_put (office, incentive);
  office_put (office, redemption);
}

/* What the removal changes beside, as it settles the account, is not about whom it removes. */
static void
test_what_is_settled_on_the_way_stays (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *account_id = cp_test_chain_id (1, "account");
  g_autofree char *second_id = cp_test_id (9000);
  g_autofree char *incentive_id = cp_test_id (9001);
  CpMember *second = cp_entity_new (CP_KIND_MEMBER, second_id, account_id);
  CpIncentive *settled;

  second->state = CP_MEMBER_ENROLLED;
  office_put (office, second);
  put_lapsed_hold (office, account_id, second_id);
  put_canary (office);
  g_free (ask_for_removal (device));
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  settled = office_get_row (office, CP_KIND_INCENTIVE, incentive_id);
  g_assert_cmpint (settled->balance_minor, ==, 1000);
  cp_entity_free (settled);
  g_assert_false (office_holds (office, "Canaria"));
  assert_in_rows (office, "Amadina waited", TRUE);
}

/* No page tells of the one without the other. */
static void
test_a_removal_comes_with_its_rows (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id = ask_for_removal (device);
  g_autoptr (CpJson) before = office_get_feed (office, "till-1", "one", 0, 1000);
  g_autoptr (CpJson) page = NULL;
  guint n_ends = 0;
  gsize i;
  CpJson *item;

  device_push (device, office, 1, NULL);
  page = office_get_feed (office, "till-1", "one", cp_json_get_int (before, "through", 0), 1000);
  json_array_foreach (cp_json_get_array (page, "items"), i, item)
  {
    n_ends += g_str_equal (cp_json_get_text (item, "t"), "end");
  }
  g_assert_cmpuint (i, >, 3);
  g_assert_cmpuint (n_ends, ==, 1);
}

/* A device that was restored sends again what nothing is left of, and nothing of it is kept now. */
static void
test_knows_again_what_it_forgot (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (Device) restored = device_new ("till-1", "two");
  g_autofree char *id = NULL;
  g_autoptr (CpJson) outcome = NULL;

  g_free (device_do (device, 500, CP_OPERATION_ADD_NOTE, 1, "{'text':'Canaria'}"));
  device_push (device, office, 1, NULL);
  erase (office);
  id = device_do (restored, 500, CP_OPERATION_ADD_NOTE, 1, "{'text':'Canaria'}");
  device_push (restored, office, 1, NULL);
  outcome = office_get_outcome (office, "till-1", "two", id);
  g_assert_cmpstr (cp_json_get_text (outcome, "outcome"), ==, "accepted");
  g_assert_false (office_holds (office, "Canaria"));
}

/* A copy of a device that has not heard of it, and whose chain is no longer head office's. */
static void
test_keeps_no_stray_of_them (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (Device) clone = device_new ("till-1", "one");

  g_free (device_do (device, 500, CP_OPERATION_END_VISIT, 0, "{}"));
  g_free (device_do (clone, 510, CP_OPERATION_ADD_NOTE, 2, "{'text':'Somebody else'}"));
  g_free (device_do (clone, 520, CP_OPERATION_ADD_NOTE, 1, "{'text':'Canaria'}"));
  device_push (device, office, 1, NULL);
  erase (office);
  g_assert_cmpuint (device_push (clone, office, 1, NULL), ==, 409);
  g_assert_true (office_holds (office, "Somebody else"));
  g_assert_cmpuint (device_push (clone, office, 2, NULL), ==, 409);
  g_assert_false (office_holds (office, "Canaria"));
}

static CpJson *
make_unreadable (const char *id, const char *key, guint member)
{
  g_autofree char *member_id = cp_test_chain_id (member, "member");

  return json_pack ("{s:s, s:s, s:{s:s, s:s}}", "id", id, "kind", "sing", "payload", key, member_id,
                    "text", "Canaria");
}

/* Of a version that head office does not understand, whether it names them or its payload does. */
static void
test_keeps_nothing_unreadable_of_them (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *first_id = cp_test_id (500);
  g_autofree char *second_id = cp_test_id (501);
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autoptr (CpJson) outcome = NULL;
  CpJson *first = make_unreadable (first_id, "song_id", 1);

  cp_json_set_text (first, "member_id", member_id);
  device_add (device, first_id, first);
  device_add (device, second_id, make_unreadable (second_id, "member_id", 1));
  erase (office);
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  outcome = office_get_outcome (office, "till-1", "one", first_id);
  g_assert_cmpstr (cp_json_get_text (outcome, "outcome"), ==, "needs_review");
  g_assert_false (office_holds (office, "Canaria"));
}

/* Refused for another reason than that they are erased. */
static void
test_keeps_no_enrolment_in_their_place (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autofree char *payload = g_strdup_printf (
      "{'member_id':'%s','given_name':'Canaria','family_name':'Finch'}", member_id);
  g_autofree char *id = NULL;
  g_autoptr (CpJson) outcome = NULL;

  erase (office);
  id = device_do (device, 500, CP_OPERATION_ENROL_MEMBER, 0, payload);
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  outcome = office_get_outcome (office, "till-1", "one", id);
  g_assert_cmpstr (cp_json_get_text (outcome, "outcome"), ==, "needs_review");
  g_assert_cmpstr (cp_json_get_text (outcome, "code"), ==, "invalid");
  g_assert_false (office_holds (office, "Canaria"));
}

/* What says something of member 1 in each way in which an operation can be about somebody. */
static void
say_all (Office *office, Device *device)
{
  g_autofree char *whole_id = cp_test_id (501);
  g_autofree char *enrolled_id = cp_test_id (502);
  g_autofree char *account_id = cp_test_chain_id (1, "account");
  CpJson *whole = make_unreadable (whole_id, "song_id", 2);

  put_canary (office);
  cp_json_set_text (whole, "account_id", account_id);
  g_free (device_do (device, 500, CP_OPERATION_ADD_NOTE, 1, "{'text':'Canaria'}"));
  device_add (device, whole_id, whole);
  device_add (device, enrolled_id, make_unreadable (enrolled_id, "member_id", 1));
  g_free (device_do (device, 503, CP_OPERATION_ADD_NOTE, 2, "{'text':'Somebody else'}"));
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
}

static void
test_finds_all_that_was_said (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");

  say_all (office, device);
  erase (office);
  g_assert_false (office_holds (office, "Canaria"));
  g_assert_true (office_holds (office, "Somebody else"));
}

/* By a version that knew no indexes for it. */
static void
test_finds_what_was_said_before_an_upgrade (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");

  say_all (office, device);
  office_make_older (office, "", 10);
  erase (office);
  g_assert_false (office_holds (office, "Canaria"));
  g_assert_true (office_holds (office, "Somebody else"));
}

/* One that serves on while another is upgraded writes as it always did. */
static void
test_finds_what_an_older_process_writes (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO operation (device_id, incarnation, seq, id, hash, body, outcome, at_ms, "
      "is_repeat)"
      " VALUES ('till-9', 'one', 1, 'x', repeat ('0', 64),"
      " '{\"member_id\":\"%s\",\"text\":\"Canaria\"}', '{}', 1, false);"
      "INSERT INTO item (gid, n, body) SELECT nextval ('item_gid'), 1, concat_ws (E'\\x1f', 'R',"
      " 'member', '%s', data ->> 'account_id', '1', replace (data::text, '\"given_name\":\"',"
      " '\"given_name\":\"Canaria ')) || E'\\x1e' FROM entity WHERE id = '%s'",
      member_id, member_id, member_id);

  g_free (postgres_ask (office->url, sql));
  g_assert_true (office_holds (office, "Canaria "));
  erase (office);
  g_assert_false (office_holds (office, "Canaria"));
}

/* No index has room for it. */
static void
test_takes_an_id_of_any_length (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id = cp_test_id (500);
  g_autoptr (GString) long_id = g_string_new (NULL);
  CpJson *body = make_unreadable (id, "song_id", 1);
  g_autoptr (CpJson) outcome = NULL;

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (long_id, "%08x", (guint) g_test_rand_int ());
  cp_json_set_text (body, "member_id", long_id->str);
  cp_json_set_text (cp_json_get_object (body, "payload"), "member_id", long_id->str);
  device_add (device, id, body);
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  outcome = office_get_outcome (office, "till-1", "one", id);
  g_assert_cmpstr (cp_json_get_text (outcome, "outcome"), ==, "needs_review");
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
  g_assert_false (office_holds (office, "Canaria"));
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
  g_test_add_func ("/head-office-erase/a-removal-leaves-nothing", test_a_removal_leaves_nothing);
  g_test_add_func ("/head-office-erase/what-was-cut-short-is-done-at-the-next-start",
                   test_what_was_cut_short_is_done_at_the_next_start);
  g_test_add_func ("/head-office-erase/what-was-written-about-them-goes",
                   test_what_was_written_about_them_goes);
  g_test_add_func ("/head-office-erase/what-was-written-about-others-stays",
                   test_what_was_written_about_others_stays);
  g_test_add_func ("/head-office-erase/what-is-settled-on-the-way-stays",
                   test_what_is_settled_on_the_way_stays);
  g_test_add_func ("/head-office-erase/a-removal-comes-with-its-rows",
                   test_a_removal_comes_with_its_rows);
  g_test_add_func ("/head-office-erase/knows-again-what-it-forgot",
                   test_knows_again_what_it_forgot);
  g_test_add_func ("/head-office-erase/keeps-no-stray-of-them", test_keeps_no_stray_of_them);
  g_test_add_func ("/head-office-erase/keeps-nothing-unreadable-of-them",
                   test_keeps_nothing_unreadable_of_them);
  g_test_add_func ("/head-office-erase/keeps-no-enrolment-in-their-place",
                   test_keeps_no_enrolment_in_their_place);
  g_test_add_func ("/head-office-erase/finds-all-that-was-said", test_finds_all_that_was_said);
  g_test_add_func ("/head-office-erase/finds-what-was-said-before-an-upgrade",
                   test_finds_what_was_said_before_an_upgrade);
  if (postgres_is_wanted ())
    g_test_add_func ("/head-office-erase/finds-what-an-older-process-writes",
                     test_finds_what_an_older_process_writes);
  g_test_add_func ("/head-office-erase/takes-an-id-of-any-length", test_takes_an_id_of_any_length);
  g_test_add_func ("/head-office-erase/keeps-the-ledger", test_keeps_the_ledger);
  g_test_add_func ("/head-office-erase/the-feed-forgets", test_feed_forgets);
  g_test_add_func ("/head-office-erase/refuses-what-comes-late", test_refuses_what_comes_late);
  g_test_add_func ("/head-office-erase/refuses-nobody", test_nobody);
  return g_test_run ();
}
