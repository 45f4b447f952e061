/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-test-ledger.h"

static CpJson *
parse (const char *text)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  CpJson *document = cp_json_parse_object (json, -1, NULL);

  g_assert_nonnull (document);
  return document;
}

/* @n: about which account's member; 0: over many */
static CpJson *
ask (CpTestLedger *self, const char *what, guint n, const char *request, GError **error)
{
  g_autoptr (CpJson) document = parse (request);
  g_autofree char *member_id = n > 0 ? cp_test_chain_id (n, "member") : NULL;

  cp_json_set_text (document, "member_id", member_id);
  return cp_ledger_read (self->ledger, self->session, what, document, error);
}

static void
assert_count (CpTestLedger *self,
              const char *what,
              guint n,
              const char *request,
              const char *key,
              gsize count)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply = ask (self, what, n, request, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_size (cp_json_get_array (reply, key)), ==, count);
}

static void
test_about_one_member (CpTestLedger *self, gconstpointer data)
{
  json_decref (cp_test_ledger_submit (self, "add_note", 1, "{'text':'t'}"));
  assert_count (self, "history", 1, "{}", "actions", 1);
  assert_count (self, "messages", 1, "{}", "messages", 0);
  assert_count (self, "cards", 1, "{}", "cards", 1);
  assert_count (self, "purchases", 1, "{}", "purchases", 0);
  assert_count (self, "points", 1, "{}", "points", 1);
}

static void
test_over_many_members (CpTestLedger *self, gconstpointer data)
{
  assert_count (self, "tasks", 0, "{}", "tasks", 0);
  json_decref (
      cp_test_ledger_submit (self, "add_task", 1, "{'text':'Call','due_ms':4102444800000}"));
  json_decref (cp_test_ledger_submit (self, "add_note", 2, "{'text':'t'}"));
  assert_count (self, "tasks", 0, "{}", "tasks", 1);
  assert_count (self, "tasks", 0, "{'when':'upcoming','owner':'ann'}", "tasks", 1);
  assert_count (self, "tasks", 0, "{'owner':'bob'}", "tasks", 0);
  assert_count (self, "clients", 0, "{}", "clients", 2);
  assert_count (self, "birthdays", 0, "{}", "birthdays", 0);
}

/* What head office has confirmed is found by its keys. */
static void
test_rows_of_head_offices_are_found (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *member_id = cp_test_chain_id (3, "member");
  g_autofree char *account_id = cp_test_chain_id (3, "account");
  CpJson *page = cp_test_ledger_page (self);
  CpTask *task = cp_entity_new (CP_KIND_TASK, "task", account_id);

  task->member_id = g_strdup (member_id);
  task->text = g_strdup ("Call");
  task->owner_staff_id = g_strdup ("ann");
  task->due_ms = CP_TEST_NOW_MS - CP_TEST_DAY_MS;
  task->made_at_ms = 1;
  task->entity.ver = 5;
  cp_test_page_add_row (page, task);
  cp_entity_free (task);
  cp_test_ledger_apply (self, page);
  assert_count (self, "tasks", 0, "{'when':'overdue'}", "tasks", 1);
  assert_count (self, "tasks", 0, "{'when':'today'}", "tasks", 0);
  assert_count (self, "clients", 0, "{}", "clients", 1);
}

static void
test_explains_a_receipt (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply = ask (self, "explain", 1, "{'number':'R-0001'}", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (reply, "code"), ==, "unattributed");
  json_decref (cp_test_ledger_submit (self, "claim_receipt", 1, "{'number':'R-0001'}"));
  json_decref (reply);
  reply = ask (self, "explain", 1, "{'number':'R-0001'}", &error);
  g_assert_cmpstr (cp_json_get_text (reply, "code"), ==, "pending");
}

/* Operation 3: after identification an associate may change a phone; until the visit ends. */
static void
test_identification_opens_what_asks_for_it (CpTestLedger *self, gconstpointer data)
{
  static const char change[] = "{'field':'phone','value':'020 7946 0888'}";
  g_autoptr (CpJson) request = cp_test_ledger_request ("change_contact", 1, change);
  g_autoptr (CpJson) refused = cp_ledger_submit (self->ledger, self->session, request, FALSE, NULL);
  g_autoptr (CpJson) wrong = NULL;
  g_autoptr (CpJson) right = NULL;

  g_assert_cmpstr (cp_json_get_text (refused, "code"), ==, "verification_required");
  g_assert_true (cp_json_get_bool (refused, "identify"));
  for (guint i = 0; i < 20; i++) { /* what there is to ask is no try */
    g_autoptr (CpJson) asked = ask (self, "identify", 1, "{'answers':{}}", NULL);

    g_assert_cmpuint (json_array_size (cp_json_get_array (asked, "questions")), >=, 2);
    g_assert_cmpint (cp_json_get_int (asked, "needed", 0), ==, 2);
  }
  wrong = ask (self, "identify", 1, "{'answers':{'city':'London','postcode':'x'}}", NULL);
  g_assert_false (cp_json_get_bool (wrong, "identified"));
  right = ask (self, "identify", 1, "{'answers':{'city':'London','postcode':'n1 9gu'}}", NULL);
  g_assert_true (cp_json_get_bool (right, "identified"));
  json_decref (cp_test_ledger_submit (self, "end_visit", 1, "{'reason_id':'served'}"));
  json_decref (refused);
  refused = cp_ledger_submit (self->ledger, self->session, request, FALSE, NULL);
  g_assert_cmpstr (cp_json_get_text (refused, "code"), ==, "verification_required");
  json_decref (
      ask (self, "identify", 1, "{'answers':{'city':'London','postcode':'n1 9gu'}}", NULL));
  json_decref (cp_test_ledger_submit (self, "change_contact", 1, change));
}

static void
test_guessing_locks_over_a_restart (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5; i++)
    json_decref (ask (self, "identify", 1, "{'answers':{'city':'Paris','postcode':'x'}}", NULL));
  cp_test_ledger_restart (self);
  cp_test_ledger_sign_in (self, "ann");
  g_assert_null (
      ask (self, "identify", 1, "{'answers':{'city':'London','postcode':'n1 9gu'}}", &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
}

static void
test_a_read_may_be_a_right_of_its_own (CpTestLedger *self, gconstpointer data)
{
  CpProgrammeRow *row = cp_entity_new (CP_KIND_PROGRAMME, "current", NULL);
  CpJson *page = cp_test_ledger_page (self);
  g_autoptr (GError) error = NULL;

  row->entity.ver = 2;
  row->document = cp_test_chain_programme_json ();
  cp_json_append (cp_json_get_array (row->document, "rights"),
                  parse ("{'role_id':'associate','operation':'read_messages'}"));
  cp_test_page_add_row (page, row);
  cp_entity_free (row);
  cp_test_ledger_apply (self, page);
  g_assert_null (ask (self, "messages", 1, "{}", &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
  assert_count (self, "history", 1, "{}", "actions", 0);
}

static void
test_nothing_of_that_name (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ask (self, "diary", 1, "{}", &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (ask (self, "history", 77, "{}", &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_FOUND);
}

#define ADD(name, func)                                                               \
  g_test_add ("/ledger/reads/" name, CpTestLedger, NULL, cp_test_ledger_set_up, func, \
              cp_test_ledger_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("about-one-member", test_about_one_member);
  ADD ("over-many-members", test_over_many_members);
  ADD ("rows-of-head-offices-are-found", test_rows_of_head_offices_are_found);
  ADD ("explains-a-receipt", test_explains_a_receipt);
  ADD ("identification-opens-what-asks-for-it", test_identification_opens_what_asks_for_it);
  ADD ("guessing-locks-over-a-restart", test_guessing_locks_over_a_restart);
  ADD ("a-read-may-be-a-right-of-its-own", test_a_read_may_be_a_right_of_its_own);
  ADD ("nothing-of-that-name", test_nothing_of_that_name);
  return g_test_run ();
}
