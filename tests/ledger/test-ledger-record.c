/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-test-ledger.h"

/* The test programme leaves views unrecorded, so that other tests see only what they do. */
static void
set_up (CpTestLedger *self, gconstpointer data)
{
  CpProgrammeRow *row = cp_entity_new (CP_KIND_PROGRAMME, "current", NULL);
  CpJson *page;

  cp_test_ledger_set_up (self, data);
  row->entity.ver = 2;
  row->document = cp_test_chain_programme_json ();
  json_object_del (row->document, "views_unrecorded");
  page = cp_test_ledger_page (self);
  cp_test_page_add_row (page, row);
  cp_entity_free (row);
  cp_test_ledger_apply (self, page);
}

/* The kinds of the operations in the outbox, in order. */
static char *
list_outbox (CpTestLedger *self)
{
  g_autoptr (CpJson) push =
      cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 100, 1000000, NULL);
  CpJson *operations = cp_json_get_array (push, "operations");
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < json_array_size (operations); i++) {
    const CpJson *body = cp_json_get_object (json_array_get (operations, i), "body");

    g_string_append_printf (text, "%s ", cp_json_get_text (body, "kind"));
  }
  return g_string_free (text, FALSE);
}

static void
assert_outbox (CpTestLedger *self, const char *expected)
{
  g_autofree char *kinds = list_outbox (self);

  g_assert_cmpstr (kinds, ==, expected);
}

static void
tap (CpTestLedger *self, guint n)
{
  g_autofree char *uid = cp_test_chain_uid (n);
  g_autoptr (CpJson) card = json_pack ("{s:s}", "uid", uid);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) reply = cp_ledger_identify (self->ledger, self->session, card, &error);

  g_assert_no_error (error);
  g_assert_true (cp_json_get_bool (reply, "found"));
}

static void
test_opening_a_member_is_noted_once_a_visit (CpTestLedger *self, gconstpointer data)
{
  json_decref (cp_test_ledger_view (self, 1));
  json_decref (cp_test_ledger_view (self, 1));
  assert_outbox (self, "open_member ");
  json_decref (cp_test_ledger_view (self, 2));
  assert_outbox (self, "open_member open_member ");
  json_decref (cp_test_ledger_submit (self, "end_visit", 1, "{'reason_id':'served'}"));
  json_decref (cp_test_ledger_view (self, 1));
  assert_outbox (self, "open_member open_member end_visit open_member ");
}

static void
test_a_tap_is_noted_with_its_card (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) view = NULL;
  const CpJson *action;

  tap (self, 1);
  json_decref (cp_test_ledger_view (self, 1));
  assert_outbox (self, "open_member ");
  view = cp_test_ledger_view (self, 1);
  action = json_array_get (cp_json_get_array (view, "actions"), 0);
  g_assert_cmpstr (cp_json_get_text (action, "kind"), ==, "open_member");
  g_assert_cmpstr (cp_json_get_text (action, "staff_name"), ==, "Ann Ash");
}

static void
test_what_is_only_noted_does_not_wait (CpTestLedger *self, gconstpointer data)
{
  json_decref (cp_test_ledger_view (self, 1));
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), ==, 0);
}

static void
test_a_refusal_is_noted_but_a_preview_is_not (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) request =
      cp_test_ledger_request ("redeem_reward", 1, "{'amount_minor': 999999}");
  g_autoptr (CpJson) preview = cp_ledger_submit (self->ledger, self->session, request, TRUE, NULL);
  g_autoptr (CpJson) answer = NULL;

  assert_outbox (self, "");
  answer = cp_ledger_submit (self->ledger, self->session, request, FALSE, NULL);
  g_assert_cmpstr (cp_json_get_text (answer, "decision"), ==, "rejected");
  assert_outbox (self, "note_refusal ");
}

static void
test_nobody_notes_it_by_hand (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) request = cp_test_ledger_request ("open_member", 1, "{}");
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_ledger_submit (self->ledger, self->session, request, FALSE, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_whose_role_may_not_look_sees_nobody (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autofree char *uid = cp_test_chain_uid (1);
  g_autoptr (CpJson) card = json_pack ("{s:s}", "uid", uid);
  g_autoptr (GPtrArray) staff = cp_test_chain_staff ();
  CpStaff *ann = staff->pdata[0];
  CpJson *page = cp_test_ledger_page (self);
  g_autoptr (GError) error = NULL;

  g_free (ann->role_id);
  ann->role_id = g_strdup ("technician");
  ann->entity.ver = 2;
  cp_test_page_add_row (page, ann);
  cp_test_ledger_apply (self, page);
  g_assert_null (cp_ledger_get_member (self->ledger, self->session, member_id, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_null (cp_ledger_identify (self->ledger, self->session, card, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_null (cp_ledger_find (self->ledger, self->session, "Given1", 5, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
  assert_outbox (self, "");
}

#define ADD(name, func) \
  g_test_add ("/ledger/record/" name, CpTestLedger, NULL, set_up, func, cp_test_ledger_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("opening-a-member-is-noted-once-a-visit", test_opening_a_member_is_noted_once_a_visit);
  ADD ("a-tap-is-noted-with-its-card", test_a_tap_is_noted_with_its_card);
  ADD ("what-is-only-noted-does-not-wait", test_what_is_only_noted_does_not_wait);
  ADD ("a-refusal-is-noted-but-a-preview-is-not", test_a_refusal_is_noted_but_a_preview_is_not);
  ADD ("nobody-notes-it-by-hand", test_nobody_notes_it_by_hand);
  ADD ("whose-role-may-not-look-sees-nobody", test_whose_role_may_not_look_sees_nobody);
  return g_test_run ();
}
