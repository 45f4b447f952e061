/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Staff look for other stores' members; head office is played by the test. */
#include "cp-error.h"
#include "cp-signature.h"
#include "cp-test-ledger.h"

#include <string.h>

#define NAME "Ada Lovelace"

static void
set_link (CpTestLedger *self, const char *state)
{
  g_autoptr (CpJson) link = json_pack ("{s:s}", "state", state);
  g_autoptr (GError) error = NULL;

  cp_ledger_set_link (self->ledger, link, &error);
  g_assert_no_error (error);
}

/* Only the store's own members are here, and head office can be reached. */
static void
set_up (CpTestLedger *self, gconstpointer data)
{
  CpProgrammeRow *row = cp_entity_new (CP_KIND_PROGRAMME, "current", NULL);
  CpJson *page;

  cp_test_ledger_set_up (self, data);
  page = cp_test_ledger_page (self);
  row->document = cp_test_chain_programme_json ();
  cp_json_set_int (row->document, "version", cp_json_get_int (row->document, "version", 0) + 1);
  cp_json_set_text (row->document, "scope", "store");
  row->entity.ver = 90;
  cp_test_page_add_row (page, row);
  cp_entity_free (row);
  cp_test_ledger_apply (self, page);
  set_link (self, "online");
}

/* (transfer full): how it stands with other stores */
static CpJson *
find (CpTestLedger *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply = cp_ledger_find (self->ledger, self->session, text, 5, &error);

  g_assert_no_error (error);
  return json_incref (json_object_get (reply, "elsewhere"));
}

static void
assert_state (CpTestLedger *self, const char *text, const char *state)
{
  g_autoptr (CpJson) elsewhere = find (self, text);

  g_assert_cmpstr (cp_json_get_text (elsewhere, "state"), ==, state);
}

static gboolean
answer (CpTestLedger *self, const CpJson *question, const char *what, GError **error)
{
  g_autofree char *purpose =
      cp_seal_describe_answer (what, "till-1", cp_json_get_text (question, "incarnation"),
                               cp_json_get_text (question, "challenge"));
  g_autoptr (CpJson) document =
      json_pack ("{s:s, s:i}", "challenge", cp_json_get_text (question, "challenge"), "found", 2);

  cp_test_page_seal_for (document, purpose);
  return cp_ledger_put_answer (self->ledger, document, error);
}

static void
test_asks_head_office (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) question = NULL;
  g_autoptr (CpJson) again = NULL;
  g_autoptr (CpJson) elsewhere = NULL;
  g_autoptr (GError) error = NULL;

  g_string_truncate (self->told, 0);
  assert_state (self, NAME, "asking");
  g_assert_nonnull (strstr (self->told->str, "find"));
  question = cp_test_ledger_take_question (self);
  g_assert_cmpstr (cp_json_get_text (question, "text"), ==, NAME);
  assert_state (self, NAME, "asking");
  again = cp_test_ledger_take_question (self);
  g_assert_null (cp_json_get_text (again, "text"));
  g_assert_true (answer (self, question, CP_SEAL_FIND, &error));
  g_assert_no_error (error);
  elsewhere = find (self, NAME);
  g_assert_cmpstr (cp_json_get_text (elsewhere, "state"), ==, "asked");
  g_assert_cmpint (cp_json_get_int (elsewhere, "found", 0), ==, 2);
}

static void
test_does_not_ask_with_a_few_letters (CpTestLedger *self, gconstpointer data)
{
  static const char *const texts[] = { "Ada", "Ad", "1234", "A" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (CpJson) question = NULL;

    assert_state (self, texts[i], NULL);
    question = cp_test_ledger_take_question (self);
    g_assert_null (cp_json_get_text (question, "text"));
  }
}

static void
test_says_that_it_is_offline (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) question = NULL;

  set_link (self, "offline");
  assert_state (self, NAME, "offline");
  question = cp_test_ledger_take_question (self);
  g_assert_null (cp_json_get_text (question, "text"));
  set_link (self, "online");
  assert_state (self, NAME, "asking");
}

static void
test_no_answer_is_as_offline (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) question = NULL;
  g_autoptr (CpJson) none = NULL;
  g_autoptr (GError) error = NULL;

  assert_state (self, NAME, "asking");
  question = cp_test_ledger_take_question (self);
  none = json_pack ("{s:s}", "challenge", cp_json_get_text (question, "challenge"));
  g_assert_true (cp_ledger_put_answer (self->ledger, none, &error));
  assert_state (self, NAME, "offline");
  cp_test_ledger_pass (self, 61000);
  assert_state (self, NAME, "asking");
}

static void
test_believes_head_office_alone (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) question = NULL;
  g_autoptr (GError) error = NULL;

  assert_state (self, NAME, "asking");
  question = cp_test_ledger_take_question (self);
  g_assert_false (answer (self, question, CP_SEAL_SUN, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  assert_state (self, NAME, "asking");
}

static void
add (const char *path, void (*func) (CpTestLedger *, gconstpointer))
{
  g_test_add (path, CpTestLedger, NULL, set_up, func, cp_test_ledger_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/ledger/elsewhere/asks-head-office", test_asks_head_office);
  add ("/ledger/elsewhere/does-not-ask-with-a-few-letters", test_does_not_ask_with_a_few_letters);
  add ("/ledger/elsewhere/says-that-it-is-offline", test_says_that_it_is_offline);
  add ("/ledger/elsewhere/no-answer-is-as-offline", test_no_answer_is_as_offline);
  add ("/ledger/elsewhere/believes-head-office-alone", test_believes_head_office_alone);
  return g_test_run ();
}
