/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-chain.h"

#include <string.h>

/* The numbers of the ids: each account has a hundred of its own. */
static const char *const whats[] = { "account",  "member",  "card",    "status", "points",
                                     "reward10", "reward5", "benefit", "receipt" };

gint64
cp_test_read_time (const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * 1000;
}

char *
cp_test_id (guint n)
{
  return g_strdup_printf ("019b76da-a800-7000-8000-%08x0000", n);
}

char *
cp_test_chain_id (guint n, const char *what)
{
  for (guint i = 0; i < G_N_ELEMENTS (whats); i++)
    if (g_str_equal (whats[i], what))
      return cp_test_id (n * 100 + i);
  g_assert_not_reached ();
}

char *
cp_test_chain_uid (guint n)
{
  return g_strdup_printf ("04A1B2C3D4%04X", n);
}

static CpJson *
parse (const char *text)
{
  g_autofree char *json = g_strdup (text);
  g_autoptr (GError) error = NULL;
  CpJson *document;

  g_strdelimit (json, "'", '"');
  document = cp_json_parse (json, -1, &error);
  g_assert_no_error (error);
  return document;
}

CpJson *
cp_test_chain_programme_json (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  CpJson *document;

  if (!g_file_get_contents (CP_TEST_PROGRAMME_FILE, &text, NULL, &error))
    g_error ("%s", error->message);
  document = cp_json_parse (text, -1, &error);
  g_assert_no_error (error);
  return document;
}

CpProgramme *
cp_test_chain_programme (void)
{
  g_autoptr (CpJson) document = cp_test_chain_programme_json ();
  g_autoptr (GError) error = NULL;
  CpProgramme *programme = cp_programme_from_json (document, &error);

  g_assert_no_error (error);
  return programme;
}

static void
add_staff (GPtrArray *staff, const char *id, const char *name, const char *role_id)
{
  CpStaff *person = cp_entity_new (CP_KIND_STAFF, id, NULL);

  person->name = g_strdup (name);
  person->role_id = g_strdup (role_id);
  person->entity.ver = 1;
  if (g_str_equal (id, "ann")) {
    person->own_account_id = cp_test_chain_id (9, "account");
    person->own_member_id = cp_test_chain_id (9, "member");
  }
  person->inactive = g_str_equal (id, "ivy");
  g_ptr_array_add (staff, person);
}

GPtrArray *
cp_test_chain_staff (void)
{
  GPtrArray *staff = g_ptr_array_new_with_free_func (cp_entity_free);

  add_staff (staff, "ann", "Ann Ash", "associate");
  add_staff (staff, "bob", "Bob Birch", "associate");
  add_staff (staff, "mia", "Mia Maple", "manager");
  add_staff (staff, "max", "Max Myrtle", "manager");
  add_staff (staff, "hal", "Hal Hazel", "head_office");
  add_staff (staff, "ivy", "Ivy Iris", "associate");
  return staff;
}

const CpStaff *
cp_test_chain_find_staff (const GPtrArray *staff, const char *id)
{
  for (guint i = 0; i < staff->len; i++) {
    const CpStaff *person = staff->pdata[i];

    if (g_strcmp0 (person->entity.id, id) == 0)
      return person;
  }
  return NULL;
}

/* A new row of account @n, not yet in it. */
static gpointer
make_row (guint n, CpKind kind, const char *what)
{
  g_autofree char *id = cp_test_chain_id (n, what);
  g_autofree char *account_id = cp_test_chain_id (n, "account");
  CpEntity *entity = cp_entity_new (kind, id, account_id);

  entity->ver = 1;
  return entity;
}

static void
add_member (CpAccount *account, guint n)
{
  CpMember *member = make_row (n, CP_KIND_MEMBER, "member");

  member->state = CP_MEMBER_ENROLLED;
  member->external_id = g_strdup_printf ("M%06u", n);
  member->given_name = g_strdup_printf ("Given%u", n);
  member->family_name = g_strdup_printf ("Family%u", n);
  member->birth_date = g_strdup ("1980-05-17");
  member->phone = g_strdup_printf ("+4420794600%02u", n);
  member->email = g_strdup_printf ("member%u@example.org", n);
  member->postcode = g_strdup ("N1 9GU");
  member->city = g_strdup ("London");
  member->language = g_strdup ("en");
  member->home_store_id = g_strdup ("high");
  member->enrolled_at_ms = CP_TEST_NOW_MS - 400 * CP_TEST_DAY_MS;
  cp_account_put (account, member);
}

static void
add_card (CpAccount *account, guint n)
{
  CpCard *card = make_row (n, CP_KIND_CARD, "card");

  card->member_id = cp_test_chain_id (n, "member");
  card->uid = cp_test_chain_uid (n);
  card->number = g_strdup_printf ("9000%04u", n);
  card->medium = CP_CARD_PHYSICAL;
  card->state = CP_CARD_ACTIVE;
  card->linked_at_ms = CP_TEST_NOW_MS - 400 * CP_TEST_DAY_MS;
  cp_account_put (account, card);
}

static void
add_status_and_points (CpAccount *account, guint n)
{
  CpStatus *status = make_row (n, CP_KIND_STATUS, "status");
  CpPoints *points = make_row (n, CP_KIND_POINTS, "points");

  status->member_id = cp_test_chain_id (n, "member");
  status->system_id = g_strdup ("tier");
  status->status_id = g_strdup ("gold");
  status->from_ms = CP_TEST_NOW_MS - 100 * CP_TEST_DAY_MS;
  cp_account_put (account, status);
  points->type_id = g_strdup ("points");
  points->amount = 1200;
  points->at_ms = CP_TEST_NOW_MS - 50 * CP_TEST_DAY_MS;
  points->expires_at_ms = CP_TEST_NOW_MS + 200 * CP_TEST_DAY_MS;
  cp_account_put (account, points);
}

static void
add_incentive (CpAccount *account, guint n, const char *what, const char *definition, gint64 days)
{
  CpIncentive *incentive = make_row (n, CP_KIND_INCENTIVE, what);

  incentive->member_id = cp_test_chain_id (n, "member");
  incentive->definition_id = g_strdup (definition);
  incentive->state = CP_INCENTIVE_ACTIVE;
  incentive->issued_at_ms = CP_TEST_NOW_MS - 20 * CP_TEST_DAY_MS;
  incentive->expires_at_ms = CP_TEST_NOW_MS + days * CP_TEST_DAY_MS;
  incentive->issued_by_staff_id = g_strdup ("mia");
  incentive->issued_store_id = g_strdup ("high");
  if (g_str_equal (what, "benefit")) {
    incentive->class_ = CP_CLASS_BENEFIT;
    incentive->uses = incentive->uses_left = 2;
  } else {
    incentive->amount_minor = g_str_equal (what, "reward10") ? 1000 : 500;
    incentive->balance_minor = incentive->amount_minor;
  }
  cp_account_put (account, incentive);
}

CpAccount *
cp_test_chain_account (guint n)
{
  g_autofree char *id = cp_test_chain_id (n, "account");
  CpAccount *account = cp_account_new (id);

  cp_account_put (account, make_row (n, CP_KIND_ACCOUNT, "account"));
  add_member (account, n);
  add_card (account, n);
  add_status_and_points (account, n);
  add_incentive (account, n, "reward10", "ten_off", 30);
  add_incentive (account, n, "reward5", "five_off", 10);
  add_incentive (account, n, "benefit", "coffee", 60);
  return account;
}

CpReceipt *
cp_test_chain_receipt (guint n)
{
  CpReceipt *receipt = make_row (n, CP_KIND_RECEIPT, "receipt");

  g_clear_pointer (&receipt->entity.account_id, g_free);
  receipt->number = g_strdup_printf ("R-%04u", n);
  receipt->store_id = g_strdup ("high");
  receipt->at_ms = CP_TEST_NOW_MS - 5 * CP_TEST_DAY_MS;
  receipt->total_minor = 2550;
  return receipt;
}

CpOperation *
cp_test_chain_operation (guint id, CpOperationKind kind, guint n, const char *payload)
{
  g_autoptr (CpJson) json = parse (payload);
  g_autoptr (GError) error = NULL;
  CpOperation *operation = g_new0 (CpOperation, 1);

  operation->id = cp_test_id (0x1000000 + id);
  operation->kind = kind;
  operation->version = 1;
  operation->member_id = n > 0 ? cp_test_chain_id (n, "member") : NULL;
  operation->account_id = n > 0 ? cp_test_chain_id (n, "account") : NULL;
  operation->at_ms = CP_TEST_NOW_MS;
  operation->staff_id = g_strdup ("ann");
  operation->store_id = g_strdup ("high");
  operation->device_id = g_strdup ("till-1");
  operation->programme_version = 7;
  operation->payload =
      cp_record_from_json (cp_operation_kind_get_info (kind)->payload, json, &error);
  g_assert_no_error (error);
  return operation;
}
