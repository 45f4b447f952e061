/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-test-ledger.h"

#define IDLE_MS 120000 /* the test chain's */

static gboolean
try_pin (CpTestLedger *self, const char *staff_id, const char *pin, GError **error)
{
  g_autoptr (CpJson) request = json_pack ("{s:s, s:s}", "staff_id", staff_id, "pin", pin);
  g_autoptr (CpJson) reply = cp_ledger_sign_in (self->ledger, request, error);

  return reply != NULL;
}

static void
assert_refused (CpTestLedger *self, const char *staff_id, const char *pin, CpError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (try_pin (self, staff_id, pin, &error));
  g_assert_error (error, CP_ERROR, (int) code);
}

static gboolean
is_signed_in (CpTestLedger *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) list = cp_ledger_get_attention (self->ledger, self->session, &error);

  if (list == NULL)
    g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
  return list != NULL;
}

static void
test_tells_who_may_do_what (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) request = json_pack ("{s:s, s:s}", "staff_id", "ann", "pin", CP_TEST_PIN);
  g_autoptr (CpJson) reply = cp_ledger_sign_in (self->ledger, request, NULL);
  CpJson *rights = cp_json_get_object (reply, "rights");
  CpJson *staff = cp_json_get_object (reply, "staff");

  g_assert_cmpstr (cp_json_get_text (staff, "name"), ==, "Ann Ash");
  g_assert_cmpstr (cp_json_get_text (staff, "role_name"), ==, "Associate");
  g_assert_cmpint (cp_json_get_int (reply, "idle_ms", 0), ==, IDLE_MS);
  g_assert_true (cp_json_get_bool (cp_json_get_object (rights, "issue_reward"), "approval"));
  g_assert_false (cp_json_get_bool (cp_json_get_object (rights, "unblock_card"), "allowed"));
}

static void
test_refuses_wrong_pin_and_strangers (CpTestLedger *self, gconstpointer data)
{
  assert_refused (self, "ann", "1357", CP_ERROR_NOT_ALLOWED);
  assert_refused (self, "nobody", CP_TEST_PIN, CP_ERROR_NOT_ALLOWED);
  assert_refused (self, "ivy", CP_TEST_PIN, CP_ERROR_NOT_ALLOWED); /* no longer works here */
  assert_refused (self, "ann", "", CP_ERROR_INVALID);
}

/* (transfer full): what anybody on the device may know of a colleague */
static CpJson *
describe (CpTestLedger *self, const char *staff_id)
{
  g_autoptr (CpJson) reply = cp_ledger_get_staff (self->ledger, NULL);
  CpJson *staff;
  gsize i;

  json_array_foreach (cp_json_get_array (reply, "staff"), i, staff)
  {
    if (g_strcmp0 (cp_json_get_text (staff, "id"), staff_id) == 0)
      return json_incref (staff);
  }
  g_assert_not_reached ();
}

static void
assert_lock (CpTestLedger *self, const char *staff_id, gboolean locked, gboolean waits)
{
  g_autoptr (CpJson) staff = describe (self, staff_id);

  g_assert_cmpint (cp_json_get_bool (staff, "locked"), ==, locked);
  g_assert_cmpint (cp_json_get_int (staff, "wait_until_ms", 0) > 0, ==, waits);
}

static void
test_many_wrong_pins_cost_time (CpTestLedger *self, gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    assert_refused (self, "bob", "1357", CP_ERROR_NOT_ALLOWED);
  assert_refused (self, "bob", CP_TEST_PIN, CP_ERROR_UNAVAILABLE);
  cp_test_ledger_restart (self);
  assert_refused (self, "bob", CP_TEST_PIN, CP_ERROR_UNAVAILABLE);
  cp_test_ledger_sign_in (self, "ann"); /* others are not held up */
  assert_lock (self, "bob", FALSE, TRUE);
  assert_lock (self, "ann", FALSE, FALSE);
  cp_test_ledger_pass (self, 61000);
  assert_lock (self, "bob", FALSE, FALSE);
  assert_refused (self, "bob", "1357", CP_ERROR_NOT_ALLOWED);
  cp_test_ledger_pass (self, 61000);
  assert_refused (self, "bob", CP_TEST_PIN, CP_ERROR_UNAVAILABLE); /* the wait is longer */
  cp_test_ledger_pass (self, 240000);
  g_assert_true (try_pin (self, "bob", CP_TEST_PIN, NULL));
  assert_refused (self, "bob", "1357", CP_ERROR_NOT_ALLOWED); /* and begins anew */
  g_assert_true (try_pin (self, "bob", CP_TEST_PIN, NULL));
}

/* What the list says of a name is what its PIN is answered. */
static void
test_a_clock_that_goes_back_locks_nobody_out (CpTestLedger *self, gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    assert_refused (self, "bob", "1357", CP_ERROR_NOT_ALLOWED);
  assert_lock (self, "bob", FALSE, TRUE);
  self->vfs.wall_offset_ms -= 3600 * 1000;
  assert_lock (self, "bob", FALSE, FALSE);
  g_assert_true (try_pin (self, "bob", CP_TEST_PIN, NULL));
}

/* Ten wrong ones in a row, and only somebody else can lift it. */
static void
test_ten_wrong_pins_lock_until_a_manager_unlocks (CpTestLedger *self, gconstpointer data)
{
  for (guint i = 0; i < 10; i++) {
    assert_refused (self, "bob", "1357", CP_ERROR_NOT_ALLOWED);
    cp_test_ledger_pass (self, 16 * 60 * 1000);
  }
  cp_test_ledger_pass (self, G_GINT64_CONSTANT (30) * 24 * 60 * 60 * 1000);
  assert_refused (self, "bob", CP_TEST_PIN, CP_ERROR_UNAVAILABLE);
  cp_test_ledger_restart (self);
  assert_refused (self, "bob", CP_TEST_PIN, CP_ERROR_UNAVAILABLE);
  assert_lock (self, "bob", TRUE, FALSE);
  cp_test_ledger_sign_in (self, "mia");
  json_decref (cp_test_ledger_submit (self, "unlock_staff", 0, "{'staff_id':'bob'}"));
  assert_lock (self, "bob", FALSE, FALSE);
  g_assert_true (try_pin (self, "bob", CP_TEST_PIN, NULL));
}

static void
test_session_ends_when_idle (CpTestLedger *self, gconstpointer data)
{
  cp_test_ledger_pass (self, IDLE_MS - 1000);
  g_assert_true (is_signed_in (self));
  cp_test_ledger_pass (self, IDLE_MS - 1000);
  g_assert_true (is_signed_in (self));
  cp_test_ledger_pass (self, IDLE_MS + 1000);
  g_assert_false (is_signed_in (self));
}

static void
test_session_ends_at_sign_out_and_restart (CpTestLedger *self, gconstpointer data)
{
  g_autofree char *session = NULL;

  cp_ledger_sign_out (self->ledger, self->session);
  g_assert_false (is_signed_in (self));
  cp_test_ledger_sign_in (self, "ann");
  session = g_strdup (self->session);
  cp_test_ledger_restart (self);
  self->session = g_steal_pointer (&session);
  g_assert_false (is_signed_in (self));
}

static void
test_session_ends_when_head_office_says_so (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (GPtrArray) staff = cp_test_chain_staff ();
  CpStaff *ann = staff->pdata[0];
  CpJson *page = cp_test_ledger_page (self);

  g_assert_true (is_signed_in (self));
  ann->inactive = TRUE;
  ann->entity.ver = 2;
  cp_test_page_add_row (page, ann);
  cp_test_ledger_apply (self, page);
  g_assert_false (is_signed_in (self));
}

static void
test_lists_who_can_sign_in (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) reply = cp_ledger_get_staff (self->ledger, NULL);

  g_assert_cmpuint (json_array_size (cp_json_get_array (reply, "staff")), ==, 5);
}

#define ADD(name, func) \
  g_test_add (name, CpTestLedger, NULL, cp_test_ledger_set_up, func, cp_test_ledger_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ledger/sessions/tells-who-may-do-what", test_tells_who_may_do_what);
  ADD ("/ledger/sessions/refuses-wrong-pin-and-strangers", test_refuses_wrong_pin_and_strangers);
  ADD ("/ledger/sessions/many-wrong-pins-cost-time", test_many_wrong_pins_cost_time);
  ADD ("/ledger/sessions/a-clock-that-goes-back-locks-nobody-out",
       test_a_clock_that_goes_back_locks_nobody_out);
  ADD ("/ledger/sessions/ten-wrong-pins-lock-until-a-manager-unlocks",
       test_ten_wrong_pins_lock_until_a_manager_unlocks);
  ADD ("/ledger/sessions/session-ends-when-idle", test_session_ends_when_idle);
  ADD ("/ledger/sessions/session-ends-at-sign-out-and-restart",
       test_session_ends_at_sign_out_and_restart);
  ADD ("/ledger/sessions/session-ends-when-head-office-says-so",
       test_session_ends_when_head_office_says_so);
  ADD ("/ledger/sessions/lists-who-can-sign-in", test_lists_who_can_sign_in);
  return g_test_run ();
}
