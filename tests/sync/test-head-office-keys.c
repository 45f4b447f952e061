/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What head office signs, whose signatures it asks for, and what it notes of devices. */
#include "cp-chain.h"
#include "cp-error.h"
#include "cp-head-office-private.h"
#include "office-fixture.h"

#include <glib/gstdio.h>

#define REDEEM "{'amount_minor': 100}"

static CpJson *
get_alerts (Office *office, const char *device_id)
{
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;
  CpJson *alerts = NULL;

  cp_head_office_get_device_key (office->office, device_id, &key, &alerts, &error);
  g_assert_no_error (error);
  return alerts;
}

static void
assert_alert (Office *office, const char *kind, gint64 seq)
{
  g_autoptr (CpJson) alerts = get_alerts (office, "till-1");
  const CpJson *alert = cp_json_get_object (alerts, kind);

  g_assert_cmpuint (json_object_size (alerts), ==, 1);
  g_assert_cmpint (cp_json_get_int (alert, "seq", 0), ==, seq);
  g_assert_cmpstr (cp_json_get_text (alert, "incarnation"), ==, "one");
}

static void
assert_no_alert (Office *office)
{
  g_autoptr (CpJson) alerts = get_alerts (office, "till-1");

  g_assert_cmpuint (json_object_size (alerts), ==, 0);
}

static guint
push (Office *office, CpJson *document, const char *code)
{
  g_auto (CpWireAnswer) answer = { 0 };

  cp_head_office_handle_push (office->office, "till-1", document, &answer);
  g_assert_cmpstr (cp_json_get_text (answer.document, "code"), ==, code);
  return answer.status;
}

static void
test_knows_device_by_key (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (Device) other = device_new ("till-2", "one");
  g_autofree char *first = device_do (device, 1, CP_OPERATION_END_VISIT, 1, "{}");
  g_autofree char *second = NULL;
  g_autoptr (CpJson) forged = NULL;

  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  assert_no_alert (office);
  second = device_do (device, 2, CP_OPERATION_END_VISIT, 1, "{}");
  forged = device_make_push (device, 1);
  cp_json_set_text (forged, "key", cp_signer_get_key (other->signer));
  g_assert_cmpuint (push (office, forged, "wrong_key"), ==, 403);
  assert_alert (office, "wrong_key", 2);
  g_assert_true (cp_head_office_forget_device (office->office, "till-1", NULL));
  assert_no_alert (office);
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
}

/* Whatever is changed on the way, the signature is not over that. */
static void
test_refuses_what_is_not_signed (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id = device_do (device, 1, CP_OPERATION_END_VISIT, 1, "{}");
  g_autoptr (CpJson) document = device_make_push (device, 1);
  g_autoptr (CpJson) other = device_make_push (device, 1);

  cp_json_set_text (document, "incarnation", "two");
  g_assert_cmpuint (push (office, document, "wrong_key"), ==, 403);
  cp_json_set_text (json_array_get (cp_json_get_array (other, "operations"), 0), "hash",
                    CP_CHAIN_START);
  g_assert_cmpuint (push (office, other, "wrong_key"), ==, 403);
  json_object_del (other, "signature");
  g_assert_cmpuint (push (office, other, "invalid"), ==, 400);
}

/* Nothing before the break is taken either: only what leads to the signed link is the device's. */
static void
test_takes_nothing_of_a_broken_push (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *first = device_do (device, 1, CP_OPERATION_END_VISIT, 1, "{}");
  g_autofree char *second = device_do (device, 2, CP_OPERATION_END_VISIT, 1, "{}");
  g_autofree char *third = device_do (device, 3, CP_OPERATION_END_VISIT, 1, "{}");
  g_autoptr (CpJson) document = device_make_push (device, 1);
  CpJson *body =
      cp_json_get_object (json_array_get (cp_json_get_array (document, "operations"), 1), "body");
  g_autoptr (CpJson) outcome = NULL;

  cp_json_set_text (body, "staff_id", "mia");
  g_assert_cmpuint (push (office, document, "new_incarnation"), ==, 409);
  outcome = office_get_outcome (office, "till-1", "one", first);
  g_assert_null (outcome);
  assert_alert (office, "chain_broken", 1);
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
}

static void
test_notes_gap_until_filled (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *first = device_do (device, 1, CP_OPERATION_END_VISIT, 1, "{}");
  g_autofree char *second = device_do (device, 2, CP_OPERATION_END_VISIT, 1, "{}");

  g_assert_cmpuint (device_push (device, office, 2, NULL), ==, 200);
  assert_alert (office, "sequence_gap", 1);
  office_reopen (office);
  assert_alert (office, "sequence_gap", 1);
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  assert_no_alert (office);
}

static CpJson *
get_page (Office *office, const char *challenge)
{
  CpFeedQuery query = {
    cp_head_office_get_epoch (office->office), "one", 0, 5000, 0, 1, challenge
  };
  g_auto (CpWireAnswer) answer = { 0 };

  cp_head_office_handle_feed (office->office, "till-1", &query, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  return json_incref (answer.document);
}

static void
assert_sealed (Office *office, const CpJson *page, const char *challenge)
{
  g_autofree char *purpose = cp_seal_describe_answer (CP_SEAL_PAGE, "till-1", "one", challenge);

  g_assert_cmpstr (cp_json_get_text (page, "key"), ==, cp_head_office_get_key (office->office));
  g_assert_true (cp_seal_check (page, purpose));
}

static void
test_seals_pages (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *id = device_do (device, 1, CP_OPERATION_END_VISIT, 1, "{}");
  g_autoptr (CpJson) before = get_page (office, "c1");
  g_autoptr (CpJson) page = NULL;
  const CpJson *head;
  g_autofree char *text = NULL;

  assert_sealed (office, before, "c1");
  g_assert_null (json_object_get (before, "head"));
  g_assert_cmpuint (device_push (device, office, 1, NULL), ==, 200);
  page = get_page (office, "c2");
  assert_sealed (office, page, "c2");
  head = cp_json_get_object (page, "head");
  text = cp_chain_describe_head ("head office", "till-1", "one", 1, device->hash);
  g_assert_cmpint (cp_json_get_int (head, "seq", 0), ==, 1);
  g_assert_true (cp_signature_check (cp_json_get_text (page, "key"), text,
                                     cp_json_get_text (head, "signature")));
}

static void
test_key_outlives_a_restart (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *key = g_strdup (cp_head_office_get_key (office->office));

  office_reopen (office);
  g_assert_cmpstr (cp_head_office_get_key (office->office), ==, key);
}

static void
test_rolls_its_key (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *next = NULL;
  g_autoptr (CpJson) announced = NULL;
  g_autoptr (CpJson) rolled = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (cp_head_office_roll_key (office->office, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_true (cp_head_office_announce_key (office->office, NULL));
  next = g_strdup (cp_head_office_get_next_key (office->office));
  announced = get_page (office, "");
  assert_sealed (office, announced, "");
  g_assert_cmpstr (cp_json_get_text (announced, "next_key"), ==, next);
  office_reopen (office);
  g_assert_true (cp_head_office_roll_key (office->office, NULL));
  g_assert_cmpstr (cp_head_office_get_key (office->office), ==, next);
  g_assert_null (cp_head_office_get_next_key (office->office));
  rolled = get_page (office, "");
  assert_sealed (office, rolled, "");
  office_reopen (office);
  g_assert_cmpstr (cp_head_office_get_key (office->office), ==, next);
}

static char *
make_key_path (Office *office)
{
  return g_build_filename (office->folder, "signing-key", NULL);
}

static void
use_file (Office *office, const char *path)
{
  g_autoptr (GError) error = NULL;

  cp_head_office_use_key_file (office->office, path, &error);
  g_assert_no_error (error);
}

/* The database alone lets nobody sign. */
static void
test_moves_its_keys (void)
{
  g_autoptr (Office) office = office_new ();
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office->office);
  g_autofree char *path = make_key_path (office);
  g_autofree char *key = g_strdup (cp_head_office_get_key (office->office));
  g_autofree char *left = NULL;
  g_autoptr (CpJson) page = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_true (cp_head_office_move_keys (office->office, path, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_true (storage->class_->get_setting (storage, "signing_key", &left, NULL));
  g_assert_cmpstr (left, ==, "");
  page = get_page (office, "c1");
  assert_sealed (office, page, "c1");
  office_reopen (office);
  g_assert_false (cp_head_office_check_signer (office->office, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_cmpstr (cp_head_office_get_key (office->office), ==, key);
  use_file (office, path);
  g_assert_true (cp_head_office_check_signer (office->office, NULL));
  g_assert_cmpstr (cp_head_office_get_key (office->office), ==, key);
  g_assert_false (cp_head_office_move_keys (office->office, path, NULL));
}

static void
test_rolls_a_moved_key (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *path = make_key_path (office);
  g_autofree char *next = NULL;
  g_autofree char *before = NULL;
  g_autoptr (CpJson) page = NULL;

  g_assert_true (cp_head_office_move_keys (office->office, path, NULL));
  g_assert_true (cp_head_office_announce_key (office->office, NULL));
  next = g_strdup (cp_head_office_get_next_key (office->office));
  office_reopen (office);
  g_assert_false (cp_head_office_announce_key (office->office, NULL));
  use_file (office, path);
  g_assert_cmpstr (cp_head_office_get_next_key (office->office), ==, next);
  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  g_assert_true (cp_head_office_roll_key (office->office, NULL));
  page = get_page (office, "c1");
  assert_sealed (office, page, "c1");
  g_assert_cmpstr (cp_head_office_get_key (office->office), ==, next);
  /* Cut off before the file was written: the same. */
  g_assert_true (
      g_file_set_contents_full (path, before, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
  office_reopen (office);
  use_file (office, path);
  g_assert_cmpstr (cp_head_office_get_key (office->office), ==, next);
  g_assert_null (cp_head_office_get_next_key (office->office));
}

static void
test_refuses_other_key_files (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *path = make_key_path (office);
  g_autofree char *other = g_strnfill (64, '7');
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_head_office_move_keys (office->office, path, NULL));
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  g_assert_false (cp_head_office_use_key_file (office->office, path, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_true (
      g_file_set_contents_full (path, other, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  g_assert_false (cp_head_office_use_key_file (office->office, path, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/head-office-keys/knows-a-device-by-its-key", test_knows_device_by_key);
  g_test_add_func ("/head-office-keys/refuses-what-is-not-signed", test_refuses_what_is_not_signed);
  g_test_add_func ("/head-office-keys/takes-nothing-of-a-push-that-breaks",
                   test_takes_nothing_of_a_broken_push);
  g_test_add_func ("/head-office-keys/notes-a-gap-until-it-is-filled", test_notes_gap_until_filled);
  g_test_add_func ("/head-office-keys/seals-pages-and-countersigns-heads", test_seals_pages);
  g_test_add_func ("/head-office-keys/keeps-its-key", test_key_outlives_a_restart);
  g_test_add_func ("/head-office-keys/rolls-its-key", test_rolls_its_key);
  g_test_add_func ("/head-office-keys/moves-its-keys-into-a-file", test_moves_its_keys);
  g_test_add_func ("/head-office-keys/rolls-a-key-that-was-moved", test_rolls_a_moved_key);
  g_test_add_func ("/head-office-keys/refuses-other-key-files", test_refuses_other_key_files);
  return g_test_run ();
}
