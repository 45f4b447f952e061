/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pushes as devices make them, over the network: what head office keeps of them. */
#include "server-fixture.h"

static void
erase (Fixture *fixture)
{
  g_autofree char *id = cp_test_chain_id (1, "member");
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_head_office_erase (fixture->office->office, id, &error));
  g_assert_no_error (error);
}

static guint
push (Fixture *fixture, const Device *device, gint64 from_seq)
{
  g_autoptr (CpJson) document = device_make_push (device, from_seq);
  g_autofree char *text = cp_json_to_text (document);
  g_auto (Reply) reply = server_ask (fixture, "POST", "/v1/push", "good", text);

  return reply.status;
}

/* Refused for another reason than that they are erased. */
static void
test_keeps_no_refused_operation_of_the_erased (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autofree char *member_id = cp_test_chain_id (1, "member");
  g_autofree char *payload = g_strdup_printf (
      "{'member_id':'%s','given_name':'Canaria','family_name':'Finch'}", member_id);
  g_autofree char *id = device_do (device, 500, CP_OPERATION_ENROL_MEMBER, 0, payload);
  g_autoptr (CpJson) outcome = NULL;

  erase (fixture);
  g_assert_cmpuint (push (fixture, device, 1), ==, 200);
  outcome = office_get_outcome (fixture->office, "till-1", "one", id);
  g_assert_cmpstr (cp_json_get_text (outcome, "code"), ==, "invalid");
  g_assert_false (office_holds (fixture->office, "Canaria"));
  g_assert_false (office_holds (fixture->office, "Finch"));
}

/* A copy of a device whose chain is no longer head office's; what it says of others is kept. */
static void
test_keeps_no_stray_of_the_erased (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Device) device = device_new ("till-1", "one");
  g_autoptr (Device) clone = device_new ("till-1", "one");

  g_free (device_do (device, 500, CP_OPERATION_END_VISIT, 0, "{}"));
  g_free (device_do (clone, 510, CP_OPERATION_ADD_NOTE, 2, "{'text':'Somebody else'}"));
  g_free (device_do (clone, 520, CP_OPERATION_ADD_NOTE, 1, "{'text':'Canaria'}"));
  g_assert_cmpuint (push (fixture, device, 1), ==, 200);
  erase (fixture);
  g_assert_cmpuint (push (fixture, clone, 1), ==, 409);
  g_assert_true (office_holds (fixture->office, "Somebody else"));
  g_assert_cmpuint (push (fixture, clone, 2), ==, 409);
  g_assert_false (office_holds (fixture->office, "Canaria"));
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, server_set_up, test, server_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/head-office-server-push/keeps-no-refused-operation-of-the-erased",
       test_keeps_no_refused_operation_of_the_erased);
  add ("/head-office-server-push/keeps-no-stray-of-the-erased", test_keeps_no_stray_of_the_erased);
  return g_test_run ();
}
