/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-test-folder.h"
#include "cp-test-ledger.h"

#define END_VISIT "{'reason_id': 'served'}"

static void
assert_unavailable (CpJson *reply, GError **error)
{
  g_assert_null (reply);
  g_assert_error (*error, CP_ERROR, CP_ERROR_UNAVAILABLE);
  g_clear_error (error);
}

static void
test_fresh_device_waits_for_first_contact (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) pin = json_pack ("{s:s, s:s}", "staff_id", "ann", "pin", CP_TEST_PIN);
  g_autoptr (CpJson) card = json_pack ("{s:s}", "uid", "04AA");
  g_autoptr (CpJson) request = cp_test_ledger_request ("end_visit", 0, END_VISIT);
  g_autoptr (CpJson) status = cp_ledger_get_status (self->ledger, &error);
  g_autoptr (CpJson) staff = NULL;
  g_autoptr (CpJson) push = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (status, "device_id"), ==, "till-1");
  g_assert_null (cp_json_get_object (status, "programme"));
  assert_unavailable (cp_ledger_sign_in (self->ledger, pin, &error), &error);
  assert_unavailable (cp_ledger_identify (self->ledger, "", card, &error), &error);
  assert_unavailable (cp_ledger_submit (self->ledger, "x", request, FALSE, &error), &error);
  assert_unavailable (cp_ledger_get_programme (self->ledger, &error), &error);
  staff = cp_ledger_get_staff (self->ledger, &error);
  g_assert_cmpuint (json_array_size (cp_json_get_array (staff, "staff")), ==, 0);
  push = cp_ledger_get_push (self->ledger, CP_LANE_PRIORITY, 0, 10, 1000, &error);
  g_assert_cmpuint (json_array_size (cp_json_get_array (push, "operations")), ==, 0);
  g_assert_null (cp_json_get_text (push, "epoch"));
}

static void
test_second_ledger_is_refused (void)
{
  g_autoptr (CpTestFolder) folder = cp_test_folder_new ();
  g_autoptr (GBytes) key = g_bytes_new_static ("0123456789abcdef0123456789abcdef", 32);
  const CpLedgerConfig config = { folder, "till-1", "high", key };
  g_autoptr (GError) error = NULL;
  g_autoptr (CpLedger) ledger = cp_ledger_open (cp_world_real (), &config, &error);

  g_assert_no_error (error);
  g_assert_null (cp_ledger_open (cp_world_real (), &config, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_UNAVAILABLE);
}

static void
test_everything_stops_after_a_failed_sync (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) request = cp_test_ledger_request ("end_visit", 1, END_VISIT);
  g_autoptr (GError) error = NULL;

  self->vfs.fail_at = self->vfs.n_calls + 1;
  self->vfs.fail_again = TRUE;
  g_assert_null (cp_ledger_submit (self->ledger, self->session, request, FALSE, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_FATAL);
  g_clear_error (&error);
  self->vfs.fail_at = 0;
  g_assert_null (cp_ledger_get_status (self->ledger, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_FATAL);
  g_clear_error (&error);
  g_assert_false (cp_ledger_do_upkeep (self->ledger, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_FATAL);
  cp_test_ledger_restart (self);
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), <=, 1);
}

static gboolean
submit_once (CpTestLedger *self, const CpJson *request, GError **error)
{
  g_autoptr (CpJson) answer = cp_ledger_submit (self->ledger, self->session, request, FALSE, error);

  return answer != NULL;
}

/* Fails the @n-th call of one submission; returns whether it got that far. What was answered must
 * hold after the restart, and asking again must do it once in all. */
static gboolean
submit_failing_at (CpTestLedger *self, guint n)
{
  g_autoptr (CpJson) request = cp_test_ledger_request ("end_visit", 1, END_VISIT);
  CpIdSource ids = { 0 };
  g_autofree char *id = cp_id_new (&ids, &self->vfs.world);
  gint64 before = cp_test_ledger_status (self, "waiting");
  g_autoptr (GError) error = NULL;
  gboolean ok, reached;

  cp_json_set_text (request, "id", id);
  self->vfs.n_calls = 0;
  self->vfs.fail_at = n;
  self->vfs.fail_again = TRUE;
  ok = submit_once (self, request, &error);
  reached = self->vfs.n_calls >= n;
  self->vfs.fail_at = 0;
  if (!ok)
    g_assert_error (error, CP_ERROR, CP_ERROR_FATAL);
  cp_test_ledger_restart (self);
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), <=, before + 1);
  if (ok)
    g_assert_cmpint (cp_test_ledger_status (self, "waiting"), ==, before + 1);
  cp_test_ledger_sign_in (self, "ann");
  g_assert_true (submit_once (self, request, NULL));
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), ==, before + 1);
  return reached;
}

static void
test_keeps_its_word_whichever_call_fails (CpTestLedger *self, gconstpointer data)
{
  guint n = 1;

  while (submit_failing_at (self, n))
    n++;
  g_assert_cmpuint (n, >, 3);
}

static gboolean
fill_disk (CpTestLedger *self)
{
  for (guint i = 0; i < 500; i++) {
    g_autoptr (CpJson) request = cp_test_ledger_request ("end_visit", 0, END_VISIT);
    g_autoptr (GError) error = NULL;

    if (submit_once (self, request, &error))
      continue;
    g_assert_error (error, CP_ERROR, CP_ERROR_FULL);
    return TRUE;
  }
  return FALSE;
}

static void
test_full_disk_is_read_and_recovers (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) full = NULL;
  g_autoptr (CpJson) ok = NULL;
  g_autoptr (CpJson) view = NULL;
  gint64 n_waiting;

  self->vfs.quota_bytes = cp_test_vfs_get_used (&self->vfs) + 100;
  g_assert_true (fill_disk (self));
  n_waiting = cp_test_ledger_status (self, "waiting");
  full = cp_ledger_get_status (self->ledger, &error);
  g_assert_cmpstr (cp_json_get_text (full, "disk"), ==, "full");
  view = cp_test_ledger_view (self, 1);
  g_assert_nonnull (view);
  g_assert_true (cp_ledger_do_upkeep (self->ledger, &error));
  self->vfs.quota_bytes = 0;
  g_string_truncate (self->told, 0);
  g_assert_true (cp_ledger_do_upkeep (self->ledger, &error));
  g_assert_cmpstr (self->told->str, ==, "status ");
  ok = cp_ledger_get_status (self->ledger, &error);
  g_assert_cmpstr (cp_json_get_text (ok, "disk"), ==, "ok");
  g_assert_cmpint (cp_test_ledger_status (self, "waiting"), ==, n_waiting);
}

#define ADD(name, set_up, func) \
  g_test_add (name, CpTestLedger, NULL, set_up, func, cp_test_ledger_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ledger/fresh-device-waits-for-first-contact", cp_test_ledger_set_up_fresh,
       test_fresh_device_waits_for_first_contact);
  g_test_add_func ("/ledger/second-ledger-is-refused", test_second_ledger_is_refused);
  ADD ("/ledger/everything-stops-after-a-failed-sync", cp_test_ledger_set_up,
       test_everything_stops_after_a_failed_sync);
  ADD ("/ledger/keeps-its-word-whichever-call-fails", cp_test_ledger_set_up,
       test_keeps_its_word_whichever_call_fails);
  ADD ("/ledger/full-disk-is-read-and-recovers", cp_test_ledger_set_up,
       test_full_disk_is_read_and_recovers);
  return g_test_run ();
}
