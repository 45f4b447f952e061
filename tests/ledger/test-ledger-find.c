/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-error.h"
#include "cp-ledger-find.h"
#include "cp-replica.h"
#include "cp-test-ledger.h"

static CpJson *
find (CpTestLedger *self, const char *query)
{
  g_autoptr (GError) error = NULL;
  CpJson *reply = cp_ledger_find (self->ledger, self->session, query, 10, &error);

  g_assert_no_error (error);
  return reply;
}

static void
assert_first (const CpJson *reply, const char *name, const char *field)
{
  CpJson *member = json_array_get (cp_json_get_array (reply, "members"), 0);

  g_assert_cmpstr (cp_json_get_text (member, "name"), ==, name);
  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (member, "match"), "field"), ==, field);
}

static void
test_finds_what_head_office_sent (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) by_name = find (self, "family2");
  g_autoptr (CpJson) by_phone = find (self, "020 7946 0003");
  g_autoptr (CpJson) nothing = find (self, "xyz");
  CpJson *member = json_array_get (cp_json_get_array (by_name, "members"), 0);

  assert_first (by_name, "Given2 Family2", "name");
  g_assert_cmpstr (cp_json_get_text (member, "phone_tail"), ==, "0002");
  g_assert_cmpstr (cp_json_get_text (member, "card_tail"), ==, "0002");
  g_assert_cmpstr (cp_json_get_text (member, "status"), ==, "Gold");
  g_assert_cmpstr (cp_json_get_text (member, "state"), ==, "enrolled");
  assert_first (by_phone, "Given3 Family3", "phone");
  g_assert_cmpuint (json_array_size (cp_json_get_array (nothing, "members")), ==, 0);
}

static void
test_finds_whom_it_enrolled_itself (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) before = find (self, "nora");
  g_autoptr (CpJson) by_name = NULL;
  g_autoptr (CpJson) by_phone = NULL;
  CpJson *member;

  json_decref (cp_test_ledger_submit (
      self, "enrol_member", 0,
      "{'given_name': 'Nora', 'family_name': 'North', 'phone': '020 7946 0777'}"));
  by_name = find (self, "north no");
  assert_first (by_name, "Nora North", "name");
  member = json_array_get (cp_json_get_array (by_name, "members"), 0);
  g_assert_true (cp_json_get_bool (member, "waiting"));
  by_phone = find (self, "02079460777");
  assert_first (by_phone, "Nora North", "phone");
}

static void
test_finds_by_the_name_as_edited (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) reply = NULL;

  json_decref (cp_test_ledger_submit (
      self, "edit_profile", 1,
      "{'set': {'family_name': 'Winter'}, 'seen': {'family_name': 'Family1'}}"));
  reply = find (self, "winter");
  assert_first (reply, "Given1 Winter", "name");
  g_assert_cmpuint (json_array_size (cp_json_get_array (reply, "members")), ==, 1);
}

/* Nobody is looked for by what their dog is called. */
static void
test_the_chains_own_fields_find_nobody (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) by_dog = NULL;
  g_autoptr (CpJson) by_phone = NULL;

  json_decref (cp_test_ledger_submit (
      self, "edit_profile", 1, "{'set': {'dog': 'Chirpy', 'shoe_size': '42', 'paper': 'yes'}}"));
  by_dog = find (self, "chirpy");
  g_assert_cmpuint (json_array_size (cp_json_get_array (by_dog, "members")), ==, 0);
  by_phone = find (self, "yes");
  g_assert_cmpuint (json_array_size (cp_json_get_array (by_phone, "members")), ==, 0);
}

/* (transfer none): a second member of the family account of the one with a status, as they are found */
static const CpJson *
find_relative (CpTestLedger *self, gboolean removing, CpJson **ret_reply)
{
  g_autofree char *account_id = cp_test_chain_id (2, "account");
  CpMember *member =
      cp_entity_new (CP_KIND_MEMBER, "019f0000-0000-7000-8000-00000000c0de", account_id);
  CpJson *page = cp_test_ledger_page (self);

  member->entity.ver = 100;
  member->state = CP_MEMBER_ENROLLED;
  member->given_name = g_strdup ("Zoe");
  member->family_name = g_strdup ("Zander");
  member->birth_date = g_strdup ("1999-09-09");
  member->phone = g_strdup ("+442079460999");
  member->city = g_strdup ("Leeds");
  member->removing = removing;
  cp_test_page_add_row (page, member);
  cp_test_ledger_apply (self, page);
  cp_entity_free (member);
  *ret_reply = find (self, "zander");
  g_assert_cmpuint (json_array_size (cp_json_get_array (*ret_reply, "members")), ==, 1);
  return json_array_get (cp_json_get_array (*ret_reply, "members"), 0);
}

static void
test_a_relatives_status_is_not_theirs (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (CpJson) reply = NULL;
  const CpJson *member = find_relative (self, FALSE, &reply);

  g_assert_null (cp_json_get_text (member, "status"));
  g_assert_cmpstr (cp_json_get_text (member, "city"), ==, "Leeds");
  g_assert_cmpstr (cp_json_get_text (member, "phone_tail"), ==, "0999");
}

/* Operation 8: it has been asked for, and head office has not said its word. */
static void
test_whoever_is_to_be_forgotten_is_masked (CpTestLedger *self, gconstpointer data)
{
  static const char *const masked[] = { "city", "birth_date", "phone_tail" };
  g_autoptr (CpJson) reply = NULL;
  const CpJson *member = find_relative (self, TRUE, &reply);

  g_assert_cmpstr (cp_json_get_text (member, "name"), ==, "Zoe Zander");
  for (guint i = 0; i < G_N_ELEMENTS (masked); i++)
    g_assert_null (cp_json_get_text (member, masked[i]));
}

static void
test_is_for_staff_alone (CpTestLedger *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cp_ledger_find (self->ledger, "", "family", 10, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_NOT_ALLOWED);
}

static void
put (CpReplica *replica, gconstpointer entity)
{
  g_autoptr (CpJson) row = cp_entity_to_json (entity);

  g_assert_true (cp_replica_put (replica, ((const CpEntity *) entity)->kind, 1, row, NULL));
}

static void
put_programme (CpReplica *replica)
{
  CpProgrammeRow *programme = cp_entity_new (CP_KIND_PROGRAMME, "current", NULL);

  programme->document = cp_test_chain_programme_json ();
  put (replica, programme);
  cp_entity_free (programme);
}

static void
assert_finds_in_a_snapshot (CpTestLedger *self, gboolean with_programme)
{
  g_autofree char *path = g_build_filename (self->folder, "snapshot.db", NULL);
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  g_autoptr (GError) error = NULL;
  CpReplica *replica = cp_replica_build (cp_world_real (), path, &error);
  g_autoptr (CpLedgerSnapshot) snapshot = NULL;
  g_autoptr (CpJson) reply = NULL;

  if (with_programme)
    put_programme (replica);
  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; i < account->rows[kind]->len; i++)
      put (replica, account->rows[kind]->pdata[i]);
  g_assert_true (cp_replica_seal (replica, "e1", 5, CP_TEST_NOW_MS, &error));
  snapshot = cp_ledger_snapshot_open (path, &error);
  g_assert_no_error (error);
  reply = cp_ledger_snapshot_find (snapshot, "given1", 10, &error);
  g_assert_no_error (error);
  assert_first (reply, "Given1 Family1", "name");
}

static void
test_finds_in_a_snapshot (CpTestLedger *self, gconstpointer data)
{
  assert_finds_in_a_snapshot (self, TRUE);
}

static void
test_finds_before_there_is_a_programme (CpTestLedger *self, gconstpointer data)
{
  assert_finds_in_a_snapshot (self, FALSE);
}

#define ADD(name, func) \
  g_test_add (name, CpTestLedger, NULL, cp_test_ledger_set_up, func, cp_test_ledger_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/ledger/find/finds-what-head-office-sent", test_finds_what_head_office_sent);
  ADD ("/ledger/find/finds-whom-it-enrolled-itself", test_finds_whom_it_enrolled_itself);
  ADD ("/ledger/find/finds-by-the-name-as-edited", test_finds_by_the_name_as_edited);
  ADD ("/ledger/find/the-chains-own-fields-find-nobody", test_the_chains_own_fields_find_nobody);
  ADD ("/ledger/find/a-relatives-status-is-not-theirs", test_a_relatives_status_is_not_theirs);
  ADD ("/ledger/find/whoever-is-to-be-forgotten-is-masked",
       test_whoever_is_to_be_forgotten_is_masked);
  ADD ("/ledger/find/is-for-staff-alone", test_is_for_staff_alone);
  ADD ("/ledger/find/finds-in-a-snapshot", test_finds_in_a_snapshot);
  ADD ("/ledger/find/finds-before-there-is-a-programme", test_finds_before_there_is_a_programme);
  return g_test_run ();
}
