/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-read.h"

#include "cp-read-book.h"
#include "cp-test-case.h"

static CpViewSource
make_source (CpTestCase *test)
{
  return (CpViewSource){ .programme = test->programme,
                         .base = test->account,
                         .current = test->account,
                         .staff = test->the_case.staff,
                         .staff_rows = test->staff,
                         .now_ms = CP_TEST_NOW_MS };
}

static CpJson *
parse (const char *text)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  CpJson *document = cp_json_parse_object (json, -1, NULL);

  g_assert_nonnull (document);
  return document;
}

typedef CpJson *Func (const CpViewSource *source, const char *member_id, const CpJson *request);

/* The values at @key of what is read, joined. */
static char *
list (CpTestCase *test, Func *read, const char *request, const char *lists, const char *key)
{
  CpViewSource source = make_source (test);
  const CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  g_autoptr (CpJson) asked = parse (request);
  g_autoptr (CpJson) reply = read (&source, member->entity.id, asked);
  CpJson *items = cp_json_get_array (reply, lists);
  GString *text = g_string_new (NULL);

  for (size_t i = 0; i < json_array_size (items); i++)
    g_string_append_printf (text, "%s ", cp_json_get_text (json_array_get (items, i), key));
  return g_string_free (text, FALSE);
}

#define assert_list(test, read, request, lists, key, expected)    \
  {                                                               \
    g_autofree char *is = list (test, read, request, lists, key); \
    g_assert_cmpstr (is, ==, expected);                           \
  }

static void
add_receipt (CpTestCase *test, guint n, const char *store, gint64 total, CpReceiptState state)
{
  CpReceipt *receipt = cp_test_chain_receipt (n);

  receipt->entity.account_id = g_strdup (test->account->id);
  g_free (receipt->store_id);
  receipt->store_id = g_strdup (store);
  receipt->total_minor = total;
  receipt->state = state;
  receipt->at_ms = CP_TEST_NOW_MS - n * CP_TEST_DAY_MS;
  cp_account_put (test->account, receipt);
}

static void
test_purchases_sorted_and_filtered (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  add_receipt (test, 1, "station", 500, CP_RECEIPT_CONFIRMED);
  add_receipt (test, 2, "high", 900, CP_RECEIPT_INCOMPLETE);
  add_receipt (test, 3, "station", 700, CP_RECEIPT_CANCELLED);
#define PURCHASES(request, expected) \
  assert_list (test, cp_read_purchases, request, "purchases", "number", expected)
  PURCHASES ("{}", "R-0001 R-0002 R-0003 ");
  PURCHASES ("{'sort':'date'}", "R-0001 R-0002 R-0003 ");
  PURCHASES ("{'sort':'total'}", "R-0002 R-0003 R-0001 ");
  PURCHASES ("{'sort':'store'}", "R-0002 R-0001 R-0003 ");
  PURCHASES ("{'state':'cancelled'}", "R-0003 ");
  PURCHASES ("{'store':'station'}", "R-0001 R-0003 ");
  PURCHASES ("{'number':'r-0002'}", "R-0002 ");
  PURCHASES ("{'number':'9999'}", "");
  PURCHASES ("{'until_ms':1}", "");
}

static void
test_purchases_by_programme (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpReceipt *receipt;

  add_receipt (test, 1, "station", 500, CP_RECEIPT_CONFIRMED);
  add_receipt (test, 2, "high", 900, CP_RECEIPT_CONFIRMED);
  receipt = test->account->rows[CP_KIND_RECEIPT]->pdata[0];
  receipt->programme_id = g_strdup ("zoo"); /* one that the programme knows no name of */
  PURCHASES ("{}", "R-0001 R-0002 ");
  PURCHASES ("{'sort':'programme'}", "R-0002 R-0001 ");
  PURCHASES ("{'programme':'zoo'}", "R-0001 ");
  PURCHASES ("{'programme':'own'}", "R-0002 ");
  PURCHASES ("{'programme':'elsewhere'}", "");
}

static void
test_points_by_card (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpPoints *entry = cp_entity_new (CP_KIND_POINTS, "by-card", test->account->id);

  entry->type_id = g_strdup ("points");
  entry->amount = 5;
  entry->at_ms = CP_TEST_NOW_MS;
  entry->card_id = g_strdup ("shown");
  cp_account_put (test->account, entry);
  assert_list (test, cp_read_points, "{'card':'shown'}", "points", "card_id", "shown ");
  assert_list (test, cp_read_points, "{'card':'other'}", "points", "card_id", "");
}

static void
test_incentives_by_state (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpIncentive *incentive = test->account->rows[CP_KIND_INCENTIVE]->pdata[0];

  incentive->state = CP_INCENTIVE_VOIDED;
  assert_list (test, cp_read_incentives, "{'state':'voided'}", "incentives", "state", "voided ");
  assert_list (test, cp_read_incentives, "{'state':'voided','class':'none'}", "incentives", "state",
               "");
  assert_list (test, cp_read_incentives, "{'state':'usable'}", "incentives", "state",
               "active active ");
  incentive->state = CP_INCENTIVE_PART_USED;
  assert_list (test, cp_read_incentives, "{'state':'usable'}", "incentives", "state",
               "active part_used active ");
}

static void
test_card_history_by_card_and_date (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpViewSource source = make_source (test);
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autofree char *card_id = cp_test_chain_id (1, "card");
  g_autofree char *asked = g_strdup_printf ("{'card':'%s','until_ms':1}", card_id);
  g_autoptr (CpJson) request = parse (asked);
  g_autoptr (CpJson) other = parse ("{'card':'other'}");
  g_autoptr (CpJson) reply = cp_read_cards (&source, member_id, request);
  g_autoptr (CpJson) none = cp_read_cards (&source, member_id, other);
  const CpJson *card = json_array_get (cp_json_get_array (reply, "cards"), 0);

  g_assert_cmpuint (json_array_size (cp_json_get_array (reply, "cards")), ==, 1);
  g_assert_cmpuint (json_array_size (cp_json_get_array (card, "events")), ==, 0);
  g_assert_cmpuint (json_array_size (cp_json_get_array (none, "cards")), ==, 0);
}

static void
test_history_filtered (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  cp_test_case_do (test, CP_OPERATION_ADD_NOTE, "{'text':'t'}");
  cp_test_case_set_staff (test, "ann");
  cp_test_case_do (test, CP_OPERATION_ADD_TAG, "{'tag':'t'}");
#define HISTORY(request, expected) \
  assert_list (test, cp_read_history, request, "actions", "kind", expected)
  HISTORY ("{}", "add_tag add_note ");
  HISTORY ("{'kind':'add_note'}", "add_note ");
  HISTORY ("{'staff':'Ann Ash'}", "add_tag ");
  HISTORY ("{'state':'rejected'}", "");
}

/* One history: what was done for another of the family says so, and what was done for their own duplicate
 * was done for them. */
static void
test_history_of_a_family (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  CpMember *other = cp_entity_new (CP_KIND_MEMBER, "zz", test->account->id);
  CpAction *action = cp_entity_new (CP_KIND_ACTION, "done", test->account->id);

  other->state = CP_MEMBER_ENROLLED;
  other->given_name = g_strdup ("Zoë");
  action->kind = g_strdup ("add_tag");
  action->member_id = g_strdup ("zz");
  cp_account_put (test->account, other);
  cp_account_put (test->account, action);
  cp_test_case_do (test, CP_OPERATION_ADD_NOTE, "{'text':'t'}");
  assert_list (test, cp_read_history, "{}", "actions", "kind", "add_note add_tag ");
  assert_list (test, cp_read_history, "{'kind':'add_tag'}", "actions", "member_name", "Zoë ");
  other->state = CP_MEMBER_MERGED;
  other->merged_into = g_strdup (member_id);
  assert_list (test, cp_read_history, "{'kind':'add_tag'}", "actions", "member_name", "(null) ");
}

static void
add_message (CpTestCase *test, const char *id, const char *channel, CpMessageState state, gint64 at)
{
  CpMessage *message = cp_entity_new (CP_KIND_MESSAGE, id, test->account->id);

  message->member_id = cp_test_chain_id (1, "member");
  message->channel_id = g_strdup (channel);
  message->subject = g_strdup (id);
  message->state = state;
  message->at_ms = at;
  cp_account_put (test->account, message);
}

static void
test_messages_newest_first (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  add_message (test, "one", "email", CP_MESSAGE_DELIVERED, 1);
  add_message (test, "two", "sms", CP_MESSAGE_FAILED, 2);
#define MESSAGES(request, expected) \
  assert_list (test, cp_read_messages, request, "messages", "subject", expected)
  MESSAGES ("{}", "two one ");
  MESSAGES ("{'channel':'email'}", "one ");
  MESSAGES ("{'state':'failed'}", "two ");
  MESSAGES ("{'from_ms':2}", "two ");
}

static void
test_cards_with_what_happened_to_them (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpViewSource source = make_source (test);
  const CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  g_autoptr (CpJson) reply = NULL;
  const CpJson *card;

  cp_test_case_do (test, CP_OPERATION_BLOCK_CARD, "{'card_id':'{card}','reason_id':'lost'}");
  reply = cp_read_cards (&source, member->entity.id, NULL);
  card = json_array_get (cp_json_get_array (reply, "cards"), 0);
  g_assert_cmpstr (
      cp_json_get_text (json_array_get (cp_json_get_array (card, "events"), 0), "kind"), ==,
      "block_card");
}

static void
test_points_by_date (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);

  ((CpPoints *) cp_test_case_find (test, CP_KIND_POINTS, "points"))->note = g_strdup ("Queued");
  assert_list (test, cp_read_points, "{}", "points", "state", "counts ");
  assert_list (test, cp_read_points, "{}", "points", "note", "Queued ");
  assert_list (test, cp_read_points, "{'type':'tier'}", "points", "state", "");
}

static void
test_tasks_clients_and_birthdays (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpViewSource source = make_source (test);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  g_auto (GStrv) days = cp_read_book_list_days (test->programme, "high", CP_TEST_NOW_MS);
  g_autoptr (CpJson) tasks = json_array ();
  g_autoptr (CpJson) none = json_array ();
  g_autoptr (CpJson) clients = json_array ();
  g_autoptr (CpJson) birthdays = json_array ();
  g_autoptr (CpJson) upcoming = parse ("{'when':'upcoming'}");
  g_autoptr (CpJson) overdue = parse ("{'when':'overdue'}");

  cp_test_case_do (test, CP_OPERATION_ADD_TASK, "{'text':'Call','due_ms':4102444800000}");
  cp_read_book_add_tasks (&source, upcoming, tasks);
  cp_read_book_add_tasks (&source, overdue, none);
  g_assert_cmpuint (json_array_size (tasks), ==, 1);
  g_assert_cmpuint (json_array_size (none), ==, 0);
  cp_read_book_add_clients (&source, "mia", clients);
  cp_read_book_add_clients (&source, "bob", none);
  g_assert_cmpuint (json_array_size (clients), ==, 1);
  g_assert_cmpuint (json_array_size (none), ==, 0);
  cp_read_book_add_birthdays (&source, none);
  g_assert_cmpuint (json_array_size (none), ==, 0);
  g_assert_cmpuint (g_strv_length (days), ==, 7);
  g_free (member->birth_date);
  member->birth_date = g_strconcat ("1980-", days[3], NULL);
  cp_read_book_add_birthdays (&source, birthdays);
  g_assert_cmpint (cp_json_get_int (json_array_get (birthdays, 0), "in_days", 0), ==, 3);
}

/* In Auckland it is the 13th already. */
static void
test_birthdays_by_the_stores_days (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpViewSource source = make_source (test);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  g_autoptr (CpJson) there = json_array ();
  g_autoptr (CpJson) here = json_array ();
  g_auto (GStrv) days = NULL;

  g_free (member->birth_date);
  member->birth_date = g_strdup ("1980-06-12");
  source.store_id = "high";
  source.now_ms = cp_test_read_time ("2026-06-12T14:05:00Z");
  cp_read_book_add_birthdays (&source, here);
  g_assert_cmpuint (json_array_size (here), ==, 1);
  cp_test_case_put_in (test, "Pacific/Auckland");
  days = cp_read_book_list_days (test->programme, "high", source.now_ms);
  g_assert_cmpstr (days[0], ==, "06-13");
  cp_read_book_add_birthdays (&source, there);
  g_assert_cmpuint (json_array_size (there), ==, 0);
}

/* In three years of four the 29th is kept on the 28th, and both are looked for. */
static void
test_a_birthday_on_the_leap_day (void)
{
  static const struct {
    const char *now;
    guint n_days;
    gint64 in_days;
    const char *day;
  } cases[] = {
    { "2026-02-26T09:00:00Z", 8, 2, "02-28" }, { "2026-02-28T09:00:00Z", 8, 0, "02-28" },
    { "2028-02-26T09:00:00Z", 7, 3, "02-29" }, { "2028-02-28T09:00:00Z", 7, 1, "02-29" },
    { "2026-03-01T09:00:00Z", 7, -1, NULL },
  };
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");

  g_free (member->birth_date);
  member->birth_date = g_strdup ("1980-02-29");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    CpViewSource source = make_source (test);
    g_auto (GStrv) days =
        cp_read_book_list_days (test->programme, "high", cp_test_read_time (cases[i].now));
    g_autoptr (CpJson) list = json_array ();

    source.now_ms = cp_test_read_time (cases[i].now);
    cp_read_book_add_birthdays (&source, list);
    g_assert_cmpuint (g_strv_length (days), ==, cases[i].n_days);
    g_assert_cmpuint (json_array_size (list), ==, cases[i].day != NULL ? 1 : 0);
    g_assert_cmpint (cp_json_get_int (json_array_get (list, 0), "in_days", -1), ==,
                     cases[i].in_days);
    g_assert_cmpstr (cp_json_get_text (json_array_get (list, 0), "day"), ==, cases[i].day);
    if (cases[i].day != NULL)
      g_assert_true (g_strv_contains ((const char *const *) days, "02-29"));
  }
}

/* Of whom it has been asked for that they be forgotten no list says more than the name. */
static void
test_whoever_is_to_be_forgotten_is_masked (void)
{
  g_autoptr (CpTestCase) test = cp_test_case_new (1);
  CpViewSource source = make_source (test);
  CpMember *member = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  g_auto (GStrv) days = cp_read_book_list_days (test->programme, NULL, CP_TEST_NOW_MS);
  g_autoptr (CpJson) tasks = json_array ();
  g_autoptr (CpJson) clients = json_array ();
  g_autoptr (CpJson) birthdays = json_array ();
  const CpJson *lists[] = { tasks, clients };

  g_free (member->birth_date);
  member->birth_date = g_strconcat ("1980-", days[3], NULL);
  member->removing = TRUE;
  cp_test_case_do (test, CP_OPERATION_ADD_TASK, "{'text':'Call','due_ms':4102444800000}");
  cp_read_book_add_tasks (&source, NULL, tasks);
  cp_read_book_add_clients (&source, "mia", clients);
  cp_read_book_add_birthdays (&source, birthdays);
  g_assert_cmpuint (json_array_size (tasks), ==, 1);
  g_assert_cmpuint (json_array_size (clients), ==, 1);
  g_assert_cmpuint (json_array_size (birthdays), ==, 0);
  for (guint i = 0; i < 2; i++) {
    g_autofree char *all = cp_json_to_text (lists[i]);

    g_assert_nonnull (strstr (all, "Given1"));
    g_assert_null (strstr (all, "London"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/read/" path, func)
  ADD ("purchases-sorted-and-filtered", test_purchases_sorted_and_filtered);
  ADD ("purchases-by-programme", test_purchases_by_programme);
  ADD ("points-by-card", test_points_by_card);
  ADD ("incentives-by-state", test_incentives_by_state);
  ADD ("card-history-by-card-and-date", test_card_history_by_card_and_date);
  ADD ("history-filtered", test_history_filtered);
  ADD ("history-of-a-family", test_history_of_a_family);
  ADD ("messages-newest-first", test_messages_newest_first);
  ADD ("cards-with-what-happened-to-them", test_cards_with_what_happened_to_them);
  ADD ("points-by-date", test_points_by_date);
  ADD ("tasks-clients-and-birthdays", test_tasks_clients_and_birthdays);
  ADD ("birthdays-by-the-stores-days", test_birthdays_by_the_stores_days);
  ADD ("a-birthday-on-the-leap-day", test_a_birthday_on_the_leap_day);
  ADD ("whoever-is-to-be-forgotten-is-masked", test_whoever_is_to_be_forgotten_is_masked);
  return g_test_run ();
}
