/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* In which language whom is answered. */
#include "cp-error.h"
#include "cp-language.h"
#include "cp-test-ledger.h"

#define GROWN_UP "{'definition_id':'grown_up'}"
#define IN_ENGLISH "Please let us check who you are first."
#define IN_GERMAN "Bitte lassen Sie uns erst prüfen, wer Sie sind."

static void
set_up (CpTestLedger *self, gconstpointer data)
{
  cp_test_ledger_set_up (self, data);
  self->language = g_strdup ("");
  cp_test_ledger_restart (self);
}

/* The member taps, with @language chosen. */
static void
begin (CpTestLedger *self, const char *language)
{
  g_autofree char *uid = cp_test_chain_uid (1);
  g_autoptr (CpJson) card = json_pack ("{s:s}", "uid", uid);
  g_autoptr (CpJson) reply = NULL;
  g_autoptr (GError) error = NULL;

  cp_json_set_text (card, "language", language);
  reply = cp_ledger_identify (self->ledger, NULL, card, &error);
  g_assert_no_error (error);
  g_free (self->session);
  self->session = g_strdup (cp_json_get_text (cp_json_get_object (reply, "own"), "session"));
  g_assert_nonnull (self->session);
}

/* What a customer is told who has shown nothing but a number. */
static void
assert_told (CpTestLedger *self, const char *text)
{
  g_autoptr (CpJson) request = cp_test_ledger_request ("claim_incentive", 1, GROWN_UP);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) answer = NULL;

  cp_ledger_speak_to (self->ledger, self->session);
  answer = cp_ledger_submit (self->ledger, self->session, request, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (answer, "customer_text"), ==, text);
}

static void
test_as_they_chose (CpTestLedger *self, gconstpointer data)
{
  begin (self, "de");
  assert_told (self, IN_GERMAN);
  begin (self, "en");
  assert_told (self, IN_ENGLISH);
}

/* (What nobody has translated is told in the process's own.) */
static void
test_else_in_the_process_own (CpTestLedger *self, gconstpointer data)
{
  begin (self, "ga");
  assert_told (self, IN_ENGLISH);
  g_free (self->language);
  self->language = g_strdup ("de");
  cp_test_ledger_restart (self);
  begin (self, "ga");
  assert_told (self, IN_GERMAN);
}

static void
speak_german (CpTestLedger *self)
{
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  CpMember *member = cp_account_find (account, CP_KIND_MEMBER, member_id);
  CpJson *page = cp_test_ledger_page (self);

  g_free (member->language);
  member->language = g_strdup ("de");
  member->entity.ver = 2;
  cp_test_page_add_row (page, member);
  cp_test_ledger_apply (self, page);
}

static void
test_else_as_the_member_speaks (CpTestLedger *self, gconstpointer data)
{
  speak_german (self);
  begin (self, NULL);
  assert_told (self, IN_GERMAN);
}

/* Staff who come next are not spoken to in the customer's. */
static void
test_staff_in_the_process_own (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) card = json_pack ("{s:s}", "uid", "04FFFFFFFFFFFF");
  g_autoptr (CpJson) reply = NULL;

  begin (self, "de");
  assert_told (self, IN_GERMAN);
  cp_test_ledger_sign_in (self, "mia");
  cp_ledger_speak_to (self->ledger, self->session);
  reply = cp_ledger_identify (self->ledger, self->session, card, NULL);
  g_assert_cmpstr (cp_json_get_text (reply, "customer_text"), ==, "We don't know this card.");
  g_assert_cmpstr (cp_json_get_text (reply, "code"), ==, "card_not_found");
}

int
main (int argc, char **argv)
{
  g_autofree char *catalogues = NULL;
  g_autofree char *language = NULL;

  g_test_init (&argc, &argv, NULL);
  catalogues = g_test_build_filename (G_TEST_BUILT, "..", "po", NULL);
  g_setenv ("COUNTERPART_LOCALE_DIR", catalogues, TRUE);
  language = cp_language_init ();
#define ADD(path, func) \
  g_test_add ("/ledger/language/" path, CpTestLedger, NULL, set_up, func, cp_test_ledger_tear_down)
  ADD ("customers-are-answered-as-they-chose", test_as_they_chose);
  ADD ("else-as-the-member-speaks", test_else_as_the_member_speaks);
  ADD ("else-in-the-process-own", test_else_in_the_process_own);
  ADD ("staff-in-the-process-own", test_staff_in_the_process_own);
  return g_test_run ();
}
