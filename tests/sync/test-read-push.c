/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-read-push.h"

#include "cp-chain.h"
#include "cp-error.h"
#include "cp-test-push.h"
#include "office-fixture.h"

static CpJson *
make_push (void)
{
  g_autoptr (Device) device = device_new ("till-1", "one");

  g_free (device_do (device, 500, CP_OPERATION_END_VISIT, 1, "{'reason_id':'served'}"));
  device_add (device, "no operation", json_array ());
  g_free (device_do (device, 520, CP_OPERATION_END_VISIT, 2, "{'reason_id':'served'}"));
  return device_make_push (device, 1);
}

static CpJson *
get_item (CpJson *push, gsize index)
{
  return json_array_get (cp_json_get_array (push, "operations"), index);
}

static void
test_reads_each_operation (void)
{
  g_autoptr (CpJson) document = make_push ();
  g_autoptr (CpReadPush) read = cp_read_push_new (document);

  g_assert_no_error (read->error);
  g_assert_cmpuint (read->operations->len, ==, 3);
  g_assert_nonnull (read->operations->pdata[0]);
  g_assert_null (read->operations->pdata[1]);
  g_assert_cmpstr (read->bodies->pdata[1], ==, "[]");
  g_assert_cmpuint (read->first_broken, ==, 3);
  g_assert_cmpint (read->waiting, ==, -1);
  g_assert_cmpint (read->waiting_bulk, ==, -1);
}

static void
test_finds_what_was_changed (void)
{
  g_autoptr (CpJson) document = make_push ();
  g_autoptr (CpReadPush) read = NULL;

  cp_json_set_text (cp_json_get_object (get_item (document, 2), "body"), "staff_id", "mia");
  read = cp_read_push_new (document);
  g_assert_cmpuint (read->first_broken, ==, 2);
}

static void
test_finds_what_does_not_follow (void)
{
  g_autoptr (CpJson) document = make_push ();
  CpJson *item = get_item (document, 1);
  g_autofree char *body_hash = cp_chain_hash_body ("[]");
  g_autofree char *hash = cp_chain_hash (CP_CHAIN_START, "till-1", "one", 2, body_hash);
  g_autoptr (CpReadPush) read = NULL;

  cp_json_set_text (item, "prev", CP_CHAIN_START);
  cp_json_set_text (item, "hash", hash);
  read = cp_read_push_new (document);
  g_assert_cmpuint (read->first_broken, ==, 1);
}

/* As a device sends it: what follows from the others is not said. */
static void
test_puts_in_what_was_left_out (void)
{
  g_autoptr (CpJson) document = make_push ();
  g_autoptr (CpJson) whole = json_deep_copy (document);
  g_autoptr (CpReadPush) read = NULL;

  cp_test_push_trim (document);
  g_assert_null (json_object_get (get_item (document, 1), "prev"));
  g_assert_null (json_object_get (get_item (document, 1), "hash"));
  read = cp_read_push_new (document);
  g_assert_no_error (read->error);
  g_assert_cmpuint (read->first_broken, ==, 3);
  for (guint i = 0; i < 3; i++) {
    const CpPushOperation *operation = &g_array_index (read->push->operations, CpPushOperation, i);

    g_assert_cmpstr (operation->prev, ==, cp_json_get_text (get_item (whole, i), "prev"));
    g_assert_cmpstr (operation->hash, ==, cp_json_get_text (get_item (whole, i), "hash"));
  }
}

static void
test_finds_what_was_changed_in_between (void)
{
  g_autoptr (CpJson) document = make_push ();
  g_autoptr (CpReadPush) read = NULL;

  cp_test_push_trim (document);
  cp_json_set_text (cp_json_get_object (get_item (document, 0), "body"), "staff_id", "mia");
  read = cp_read_push_new (document);
  g_assert_cmpuint (read->first_broken, ==, 2);
}

static void
test_refuses_what_nothing_says (void)
{
  g_autoptr (CpJson) no_prev = make_push ();
  g_autoptr (CpJson) no_hash = make_push ();
  g_autoptr (CpReadPush) read = NULL;
  g_autoptr (CpReadPush) other = NULL;

  json_object_del (get_item (no_prev, 0), "prev");
  json_object_del (get_item (no_hash, 2), "hash");
  read = cp_read_push_new (no_prev);
  other = cp_read_push_new (no_hash);
  g_assert_error (read->error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_error (other->error, CP_ERROR, CP_ERROR_INVALID);
}

static void
test_drops_bodies_that_were_read (void)
{
  g_autoptr (CpJson) document = make_push ();
  g_autoptr (CpReadPush) read = cp_read_push_new (document);

  g_assert_null (json_object_get (get_item (document, 0), "body"));
  g_assert_nonnull (json_object_get (get_item (document, 1), "body"));
  g_assert_true (g_str_has_prefix (read->bodies->pdata[0], "{"));
}

static void
test_says_why_it_is_none (void)
{
  g_autoptr (CpJson) document = json_pack ("{s:i, s:i}", "waiting", 7, "waiting_bulk", 3);
  g_autoptr (CpReadPush) read = cp_read_push_new (document);

  g_assert_null (read->push);
  g_assert_error (read->error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_cmpint (read->waiting, ==, 7);
  g_assert_cmpint (read->waiting_bulk, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/read-push/reads-each-operation", test_reads_each_operation);
  g_test_add_func ("/read-push/finds-what-was-changed", test_finds_what_was_changed);
  g_test_add_func ("/read-push/finds-what-does-not-follow", test_finds_what_does_not_follow);
  g_test_add_func ("/read-push/puts-in-what-was-left-out", test_puts_in_what_was_left_out);
  g_test_add_func ("/read-push/finds-what-was-changed-in-between",
                   test_finds_what_was_changed_in_between);
  g_test_add_func ("/read-push/refuses-what-nothing-says", test_refuses_what_nothing_says);
  g_test_add_func ("/read-push/drops-bodies-that-were-read", test_drops_bodies_that_were_read);
  g_test_add_func ("/read-push/says-why-it-is-none", test_says_why_it_is_none);
  return g_test_run ();
}
