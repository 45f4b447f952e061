/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What head office knows to wait at a device that pushes. */
#include "server-fixture.h"

#define N_WAITING 9
#define N_WAITING_BULK 5

static gboolean
keep_first (gpointer data, const char *text)
{
  CpJson **first = data;

  if (*first == NULL)
    *first = cp_json_parse_object (text, -1, NULL);
  return TRUE;
}

static void
assert_waiting (Fixture *fixture, gint64 all, gint64 bulk)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (fixture->office->office);
  g_autoptr (CpJson) device = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (storage->class_->list_devices (storage, keep_first, &device, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (cp_json_get_text (device, "id"), ==, "till-1");
  g_assert_cmpint (cp_json_get_int (device, "waiting", -1), ==, all);
  g_assert_cmpint (cp_json_get_int (device, "waiting_bulk", -1), ==, bulk);
}

/* Two operations, of which the first is number @first_seq. */
static void
push (Fixture *fixture, const char *chain, gint64 first_seq, guint status)
{
  g_autoptr (Device) device = device_new ("till-1", chain);
  g_autoptr (CpJson) document = NULL;
  g_autofree char *body = NULL;
  g_auto (Reply) reply = { 0 };

  while (device->seq < first_seq + 1)
    g_free (device_do (device, (guint) (500 + device->seq), CP_OPERATION_END_VISIT, 0, "{}"));
  document = device_make_push (device, first_seq);
  cp_json_set_int (document, "waiting", N_WAITING);
  cp_json_set_int (document, "waiting_bulk", N_WAITING_BULK);
  body = cp_json_to_text (document);
  reply = server_ask (fixture, "POST", "/v1/push", "good", body);
  g_assert_cmpuint (reply.status, ==, status);
}

static void
test_priority (Fixture *fixture, gconstpointer data)
{
  push (fixture, "one", 1, 200);
  assert_waiting (fixture, N_WAITING - 2, N_WAITING_BULK);
}

static void
test_bulk (Fixture *fixture, gconstpointer data)
{
  push (fixture, "one-1", 1, 200);
  assert_waiting (fixture, N_WAITING - 2, N_WAITING_BULK - 2);
}

/* It begins after a gap. */
static void
test_not_taken (Fixture *fixture, gconstpointer data)
{
  push (fixture, "one", 3, 200);
  assert_waiting (fixture, N_WAITING, N_WAITING_BULK);
}

/* Whoever asks for what comes after an erasure has carried it out. */
static void
test_receipt (Fixture *fixture, gconstpointer data)
{
  CpHeadOffice *office = fixture->office->office;
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autoptr (CpJson) before = NULL;
  g_autoptr (CpJson) after = NULL;
  g_autofree char *path = NULL;
  g_auto (Reply) reply = { 0 };
  g_autoptr (GError) error = NULL;

  cp_head_office_erase (office, member_id, &error);
  g_assert_no_error (error);
  path = g_strdup_printf ("/v1/feed?epoch=%s&after=%" G_GINT64_FORMAT,
                          cp_head_office_get_epoch (office), office_get_place (fixture->office));
  before = office_list_erasures (office, 0);
  reply = server_ask (fixture, "GET", path, "good", NULL);
  g_assert_cmpuint (reply.status, ==, 200);
  after = office_list_erasures (office, 0);
  g_assert_cmpint (cp_json_get_int (json_array_get (before, 0), "erased_at", -1), ==, 0);
  g_assert_cmpint (cp_json_get_int (json_array_get (after, 0), "erased_at", -1), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/device-contact/what-was-taken-waits-no-more", Fixture, NULL, server_set_up,
              test_priority, server_tear_down);
  g_test_add ("/device-contact/it-is-counted-in-its-lane", Fixture, NULL, server_set_up, test_bulk,
              server_tear_down);
  g_test_add ("/device-contact/what-was-not-taken-waits", Fixture, NULL, server_set_up,
              test_not_taken, server_tear_down);
  g_test_add ("/device-contact/who-asks-for-more-has-erased", Fixture, NULL, server_set_up,
              test_receipt, server_tear_down);
  return g_test_run ();
}
