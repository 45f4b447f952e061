/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-case.h"

#include "cp-calendar.h"

#include <string.h>

static guint
get_number (const CpTestCase *self)
{
  for (guint n = 0; n < 100; n++) {
    g_autofree char *id = cp_test_chain_id (n, "account");

    if (g_str_equal (id, self->account->id))
      return n;
  }
  g_assert_not_reached ();
}

CpTestCase *
cp_test_case_new (guint n)
{
  CpTestCase *self = g_new0 (CpTestCase, 1);

  self->programme = cp_test_chain_programme ();
  self->staff = cp_test_chain_staff ();
  self->account = cp_test_chain_account (n);
  self->others = g_ptr_array_new_with_free_func (cp_entity_free);
  self->online = TRUE;
  self->the_case.programme = self->programme;
  self->the_case.account = self->account;
  self->the_case.others = self->others;
  self->the_case.now_ms = CP_TEST_NOW_MS;
  cp_test_case_set_staff (self, "mia");
  return self;
}

void
cp_test_case_free (CpTestCase *self)
{
  if (self == NULL)
    return;
  cp_programme_free (self->programme);
  cp_account_free (self->account);
  cp_account_free (self->other);
  g_ptr_array_unref (self->staff);
  g_ptr_array_unref (self->others);
  g_free (self);
}

void
cp_test_case_set_staff (CpTestCase *self, const char *staff_id)
{
  self->the_case.staff = cp_test_chain_find_staff (self->staff, staff_id);
}

void
cp_test_case_set_approver (CpTestCase *self, const char *staff_id)
{
  self->the_case.approver = cp_test_chain_find_staff (self->staff, staff_id);
}

gpointer
cp_test_case_add_other (CpTestCase *self, gpointer entity)
{
  g_ptr_array_add (self->others, entity);
  return entity;
}

void
cp_test_case_set_other (CpTestCase *self, guint n)
{
  cp_account_free (self->other);
  self->other = cp_test_chain_account (n);
  self->the_case.other_account = self->other;
}

void
cp_test_case_put_in (CpTestCase *self, const char *zone)
{
  CpStore *store = self->programme->stores->pdata[0];

  g_free (store->time_zone);
  store->time_zone = g_strdup (zone);
  g_hash_table_unref (self->programme->zones);
  self->programme->zones = cp_calendar_find_zones (self->programme);
}

void
cp_test_case_tighten (CpTestCase *self, CpOperationKind kind, CpOfflineClass offline_class)
{
  GPtrArray *rules = self->programme->classes;
  const char *word = cp_operation_kind_get_info (kind)->word;
  CpClassRule *rule = NULL;

  for (guint i = 0; i < rules->len && rule == NULL; i++) {
    rule = rules->pdata[i];
    if (!g_str_equal (rule->operation, word))
      rule = NULL;
  }
  if (rule == NULL) {
    rule = g_new0 (CpClassRule, 1);
    rule->operation = g_strdup (word);
    g_ptr_array_add (rules, rule);
  }
  rule->offline_class = offline_class;
}

gpointer
cp_test_case_find (CpTestCase *self, CpKind kind, const char *what)
{
  g_autofree char *id = cp_test_chain_id (get_number (self), what);
  gpointer row = cp_account_find (self->account, kind, id);

  g_assert_nonnull (row);
  return row;
}

CpRedemption *
cp_test_case_add_redemption (CpTestCase *self, const char *id, CpRedemptionState state)
{
  CpIncentive *reward = cp_test_case_find (self, CP_KIND_INCENTIVE, "reward10");
  CpRedemption *redemption = cp_entity_new (CP_KIND_REDEMPTION, id, self->account->id);
  gboolean taken = state == CP_REDEMPTION_HELD || state == CP_REDEMPTION_CONFIRMED ||
                   state == CP_REDEMPTION_RETURNED;

  redemption->incentive_id = g_strdup (reward->entity.id);
  redemption->operation_id = g_strdup (id);
  redemption->state = state;
  redemption->amount_minor = 100;
  redemption->at_ms = CP_TEST_NOW_MS - 1000;
  redemption->held_until_ms = state == CP_REDEMPTION_HELD ? CP_TEST_NOW_MS + 1000 : 0;
  if (taken) {
    reward->balance_minor -= 100;
    reward->state = CP_INCENTIVE_PART_USED;
  }
  cp_account_put (self->account, redemption);
  return redemption;
}

/* {uid}, and {member2} and {uid2}: account 2's */
static void
expand_more (GString *text, guint n)
{
  g_autofree char *uid = cp_test_chain_uid (n);
  g_autofree char *uid2 = cp_test_chain_uid (2);
  g_autofree char *member2 = cp_test_chain_id (2, "member");

  g_string_replace (text, "{uid}", uid, 0);
  g_string_replace (text, "{uid2}", uid2, 0);
  g_string_replace (text, "{member2}", member2, 0);
}

static char *
expand (const CpTestCase *self, const char *payload)
{
  static const char *const whats[] = { "member",  "card",    "status", "reward10",
                                       "reward5", "benefit", NULL };
  GString *text = g_string_new (payload);

  for (guint i = 0; whats[i] != NULL; i++) {
    g_autofree char *place = g_strdup_printf ("{%s}", whats[i]);
    g_autofree char *id = cp_test_chain_id (get_number (self), whats[i]);

    g_string_replace (text, place, id, 0);
  }
  expand_more (text, get_number (self));
  return g_string_free (text, FALSE);
}

CpOperation *
cp_test_case_make_operation (CpTestCase *self, CpOperationKind kind, const char *payload)
{
  g_autofree char *expanded = expand (self, payload);
  guint n = kind == CP_OPERATION_ENROL_MEMBER ? 0 : get_number (self);
  CpOperation *operation = cp_test_chain_operation (++self->n_operations, kind, n, expanded);

  operation->online = self->online;
  operation->card_id = g_strdup (self->card);
  if (self->the_case.staff != NULL) {
    g_free (operation->staff_id);
    operation->staff_id = g_strdup (self->the_case.staff->entity.id);
  }
  if (self->the_case.approver != NULL)
    operation->approver_id = g_strdup (self->the_case.approver->entity.id);
  return operation;
}

CpDecision *
cp_test_case_decide (CpTestCase *self, CpOperationKind kind, const char *payload)
{
  g_autoptr (CpOperation) operation = cp_test_case_make_operation (self, kind, payload);

  return cp_decide (&self->the_case, operation);
}

void
cp_test_case_do (CpTestCase *self, CpOperationKind kind, const char *payload)
{
  g_autoptr (CpDecision) decision = cp_test_case_decide (self, kind, payload);

  g_assert_cmpstr (cp_rejection_get_info (decision->code)->word, ==, "none");
  cp_decision_apply (decision, self->account, self->the_case.mode != CP_DECIDE_AT_HEAD_OFFICE);
}

void
cp_test_case_assert (CpTestCase *self,
                     CpOperationKind kind,
                     const char *payload,
                     CpRejection expected)
{
  g_autoptr (CpDecision) decision = cp_test_case_decide (self, kind, payload);

  if (decision->code != expected)
    g_test_message ("%s: %s", cp_operation_kind_get_info (kind)->word, decision->detail);
  g_assert_cmpstr (cp_rejection_get_info (decision->code)->word, ==,
                   cp_rejection_get_info (expected)->word);
  if (expected != CP_REJECTION_NONE)
    g_assert_cmpuint (decision->changes->len, ==, 0);
  else
    g_assert_cmpuint (decision->effects->len, >, 0);
}

gboolean
cp_test_decision_has_flag (const CpDecision *decision, CpRejection flag)
{
  for (guint i = 0; i < decision->flags->len; i++)
    if (g_array_index (decision->flags, guint, i) == flag)
      return TRUE;
  return FALSE;
}

gpointer
cp_test_decision_find (const CpDecision *decision, CpKind kind, guint n)
{
  for (guint i = 0; i < decision->changes->len; i++) {
    CpEntity *entity = decision->changes->pdata[i];

    if (entity->kind == kind && n-- == 0)
      return entity;
  }
  return NULL;
}
