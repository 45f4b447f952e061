/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Staff look for other stores' members. */
#include "cp-signature.h"
#include "cp-store-scope.h"
#include "scope-fixture.h"

static CpJson *
ask_for (Scope *self, const char *device_id, const char *text)
{
  g_autoptr (CpJson) request =
      json_pack ("{s:s, s:s, s:s}", "incarnation", "one", "challenge", "c1", "text", text);
  g_autofree char *purpose = cp_seal_describe_answer (CP_SEAL_FIND, device_id, "one", "c1");
  g_auto (CpWireAnswer) answer = { 0 };

  cp_head_office_handle_find (self->office->office, device_id, request, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_true (cp_seal_check (answer.document, purpose));
  return json_incref (answer.document);
}

static gint64
count_for (Scope *self, const char *text)
{
  g_autoptr (CpJson) answer = ask_for (self, "till-2", text);

  return cp_json_get_int (answer, "found", -1);
}

/* By all of a name, however it is spelled, and not by some letters of it. */
static void
test_finds_by_the_whole (Scope *self, gconstpointer data)
{
  g_assert_cmpint (count_for (self, "Given"), ==, 0);
  g_assert_cmpint (count_for (self, "Given1"), ==, 0);
  scope_follow_all (self);
  g_assert_false (scope_knows (&self->station, 1));
  g_assert_cmpint (count_for (self, "family1 GIVEN1"), ==, 1);
  scope_follow_all (self);
  g_assert_true (scope_knows (&self->station, 1));
  g_assert_cmpint (count_for (self, "+44 20 7946 0002"), ==, 1);
  g_assert_cmpint (count_for (self, "Member3@Example.org"), ==, 1);
  scope_follow_all (self);
  g_assert_true (scope_knows (&self->station, 2));
  g_assert_true (scope_knows (&self->station, 3));
}

/* Who does not come after all is forgotten on the next day. */
static void
test_found_for_a_day (Scope *self, gconstpointer data)
{
  g_assert_cmpint (count_for (self, "M000001"), ==, 1);
  g_assert_cmpint (count_for (self, "M000002"), ==, 1);
  scope_do (&self->station, self->office, 500, CP_OPERATION_ADD_NOTE, 2, NOTE);
  scope_follow_all (self);
  self->office->now_ms += 2 * DAY_MS;
  scope_follow_all (self);
  g_assert_false (scope_knows (&self->station, 1));
  g_assert_true (scope_knows (&self->station, 2));
}

static void
be_called_alike (CpMember *member)
{
  g_free (member->given_name);
  g_free (member->family_name);
  member->given_name = g_strdup ("Ada");
  member->family_name = g_strdup ("Lovelace");
}

static void
test_too_many_are_nobody (Scope *self, gconstpointer data)
{
  g_autoptr (CpJson) answer = NULL;

  for (guint n = 1; n <= 3; n++)
    scope_change_member (self->office, n, be_called_alike);
  for (guint n = 4; n <= 6; n++) {
    g_autoptr (CpAccount) account = cp_test_chain_account (n);
    CpMember *member = cp_entity_copy (account->rows[CP_KIND_MEMBER]->pdata[0]);

    be_called_alike (member);
    office_put (self->office, member);
  }
  answer = ask_for (self, "till-2", "Ada Lovelace");
  g_assert_cmpint (cp_json_get_int (answer, "found", -1), ==, 0);
  g_assert_true (cp_json_get_bool (answer, "too_many"));
}

/* However often it asks, a device does not get the chain together. */
static void
test_finds_no_more_than_a_counter_needs (Scope *self, gconstpointer data)
{
  g_autoptr (CpJson) answer = NULL;

  for (guint n = 1; n <= 3; n++)
    scope_change_member (self->office, n, be_called_alike);
  for (guint i = 0; i + 3 <= CP_STORE_SCOPE_FINDS_A_DAY; i += 3)
    g_assert_cmpint (count_for (self, "Ada Lovelace"), ==, 3);
  office_reopen (self->office);
  answer = ask_for (self, "till-2", "Ada Lovelace");
  g_assert_cmpint (cp_json_get_int (answer, "found", -1), ==, 0);
  g_assert_true (cp_json_get_bool (answer, "too_many"));
  self->office->now_ms += DAY_MS;
  g_assert_cmpint (count_for (self, "M000002"), ==, 1);
}

static void
test_refuses_to_look (Scope *self, gconstpointer data)
{
  static const char *const requests[] = { "{}", "{\"incarnation\":\"a\",\"challenge\":\"b\"}" };
  g_autoptr (CpJson) whole =
      json_pack ("{s:s, s:s, s:s}", "incarnation", "one", "challenge", "c1", "text", "M000001");
  g_auto (CpWireAnswer) answer = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++) {
    g_autoptr (CpJson) request = cp_json_parse (requests[i], -1, NULL);
    g_auto (CpWireAnswer) refusal = { 0 };

    cp_head_office_handle_find (self->office->office, "till-2", request, &refusal);
    g_assert_cmpuint (refusal.status, ==, 400);
  }
  scope_publish (self->office, "chain");
  cp_head_office_handle_find (self->office->office, "till-2", whole, &answer);
  g_assert_cmpuint (answer.status, ==, 404);
}

static void
add (const char *path, void (*func) (Scope *, gconstpointer))
{
  g_test_add (path, Scope, NULL, scope_set_up, func, scope_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/store-scope-find/finds-by-the-whole-of-a-name", test_finds_by_the_whole);
  add ("/store-scope-find/found-for-a-day", test_found_for_a_day);
  add ("/store-scope-find/too-many-are-nobody", test_too_many_are_nobody);
  add ("/store-scope-find/finds-no-more-than-a-counter-needs",
       test_finds_no_more_than_a_counter_needs);
  add ("/store-scope-find/refuses-to-look", test_refuses_to_look);
  return g_test_run ();
}
