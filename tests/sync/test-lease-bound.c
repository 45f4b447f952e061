/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The bound on what can be lost while the network is parted, over many random partings: three stores
 * with six tills, and members who are at all of them at once. What each till knows is what head office
 * had when it last synced; all decisions are those of the code that ships. */
#include "cp-decision.h"
#include "cp-lease-grant.h"
#include "cp-lease.h"
#include "cp-share.h"
#include "cp-test-chain.h"

#include <string.h>

#define N_STORES 3
#define N_TILLS 6
#define N_MEMBERS 4
#ifndef N_PARTINGS /* fewer under the sanitizers */
#define N_PARTINGS 400
#endif
#define HOUR_MS (G_GINT64_CONSTANT (60) * 60 * 1000)

static const char *const store_ids[N_STORES] = { "high", "station", "market" };
static const guint store_of[N_TILLS] = { 0, 0, 0, 1, 1, 2 };

/* A planted fault, to see that it is found. */
typedef enum {
  PLANT_NOTHING,
  PLANT_NO_SPLIT,       /* each till takes the store's limits for its own */
  PLANT_LEASE_FOR_EVER, /* a lease is used after its end */
  PLANT_NO_RESERVE,     /* head office gives what is leased to whoever asks */
} Plant;

typedef struct {
  char *id;
  guint store;
  CpProgramme *programme;
  CpAccount *accounts[N_MEMBERS]; /* as of the last sync, with its own operations on top */
  gint64 confirmed[N_MEMBERS];
  CpLease *leases[N_STORES];
  GPtrArray *waiting; /* of CpOperation */
  gint64 at_risk;
  gint64 visits[N_MEMBERS];
  gint64 taken[N_MEMBERS];
  gint64 synced_ms;
  gboolean offline;
} Till;

typedef struct {
  GRand *random;
  Plant plant;
  gint64 now_ms;
  guint n_operations;
  CpProgramme *programme;
  GPtrArray *staff;
  CpAccount *accounts[N_MEMBERS];
  CpLease *leases[N_STORES];
  Till tills[N_TILLS];
  gint64 risked;                  /* of the present parting */
  gboolean was_at_risk[N_STORES]; /* it was offline, or somebody answered for something */
  gboolean is_over;               /* in it a store's tills have risked more than they may */
  guint n_leased, n_returned, n_lost;
} Town;

static CpProgramme *
make_programme (const char *only_till)
{
  CpProgramme *self = cp_test_chain_programme ();
  CpStore *market = g_new0 (CpStore, 1);

  market->id = g_strdup ("market");
  market->name = g_strdup ("Market");
  g_ptr_array_add (self->stores, market);
  self->offline_store_minor = 1500;
  self->offline_per_member = 1;
  self->offline_per_home_member = 3;
  self->lease_minor = 1000;
  self->lease_ms = 72 * HOUR_MS;
  for (guint i = 0; i < N_STORES; i++) {
    CpStore *store = self->stores->pdata[i];

    json_decref (store->tills);
    store->tills = json_array ();
    for (guint j = 0; j < N_TILLS; j++) {
      g_autofree char *id = g_strdup_printf ("till-%u", j);

      if (store_of[j] == i && (only_till == NULL || g_str_equal (only_till, id)))
        cp_json_append (store->tills, json_string (id));
    }
  }
  return self;
}

static gint64
get_balance (const Town *town, const CpAccount *account)
{
  return cp_account_sum_rewards (account, town->now_ms);
}

/* Everybody has one reward of 15.00 that does not expire, and nothing owed. */
static void
fill_accounts (Town *town)
{
  for (guint i = 0; i < N_MEMBERS; i++) {
    CpAccount *account = cp_test_chain_account (i + 1);
    CpMember *member = account->rows[CP_KIND_MEMBER]->pdata[0];
    CpIncentive *reward;

    g_ptr_array_set_size (account->rows[CP_KIND_INCENTIVE], 0);
    reward = cp_entity_new (CP_KIND_INCENTIVE, account->id, account->id);
    reward->definition_id = g_strdup ("ten_off");
    reward->state = CP_INCENTIVE_ACTIVE;
    reward->amount_minor = reward->balance_minor = 1500;
    cp_account_put (account, reward);
    g_free (member->home_store_id);
    member->home_store_id = g_strdup (i < N_STORES ? store_ids[i] : NULL);
    cp_account_free (town->accounts[i]);
    town->accounts[i] = account;
  }
}

static CpOperation *
make_operation (Town *town, const Till *till, CpOperationKind kind, guint member, CpJson *payload)
{
  g_autofree char *text = cp_json_to_text (payload);
  CpOperation *operation = cp_test_chain_operation (town->n_operations++, kind, member + 1, text);

  json_decref (payload);
  g_free (operation->device_id);
  operation->device_id = g_strdup (till->id);
  g_free (operation->store_id);
  operation->store_id = g_strdup (store_ids[till->store]);
  operation->at_ms = town->now_ms;
  operation->online = !till->offline;
  return operation;
}

static const CpLease *
find_lease (CpLease *const *leases, const CpAccount *account)
{
  for (guint i = 0; i < N_STORES; i++)
    if (g_strcmp0 (cp_account_get_home (account), store_ids[i]) == 0)
      return leases[i];
  return NULL;
}

static void
post (Town *town, const CpOperation *operation)
{
  for (guint i = 0; i < N_MEMBERS; i++) {
    CpAccount *account = town->accounts[i];
    CpCase the_case = { .mode = CP_DECIDE_AT_HEAD_OFFICE,
                        .programme = town->programme,
                        .account = account,
                        .staff = cp_test_chain_find_staff (town->staff, "mia"),
                        .lease = find_lease (town->leases, account),
                        .incarnation = "one",
                        .now_ms = town->now_ms };
    g_autoptr (CpDecision) decision = NULL;

    if (!g_str_equal (account->id, operation->account_id))
      continue;
    if (town->plant == PLANT_NO_RESERVE)
      the_case.lease = NULL;
    decision = cp_decide (&the_case, operation);
    if (decision->code == CP_REJECTION_NONE) {
      cp_decision_apply (decision, account, FALSE);
    } else if (decision->code == CP_REJECTION_LEASED_ELSEWHERE) {
      CpAccountRow *row = cp_entity_copy (cp_account_get_row (account));

      row->lease_recalled_ms = town->now_ms;
      cp_account_put (account, row);
    }
  }
}

static void
grant (Town *town, const Till *till)
{
  CpLease **lease = &town->leases[till->store];
  CpLeaseGrant found;

  if (g_strcmp0 (cp_share_get_owner (town->programme, store_ids[till->store]), till->id) != 0)
    return;
  found = cp_lease_grant_decide (town->programme, *lease, store_ids[till->store], till->id, "one",
                                 town->now_ms);
  if (found.until_ms == 0)
    return;
  cp_entity_free (*lease);
  *lease = cp_entity_new (CP_KIND_LEASE, found.store_id, NULL);
  (*lease)->device_id = g_strdup (till->id);
  (*lease)->incarnation = g_strdup ("one");
  (*lease)->amount_minor = found.amount_minor;
  (*lease)->until_ms = found.until_ms;
}

static void
push (Town *town, Till *till)
{
  for (guint i = 0; i < till->waiting->len; i++)
    post (town, till->waiting->pdata[i]);
  g_ptr_array_set_size (till->waiting, 0);
}

static void
pull (Town *town, Till *till)
{
  grant (town, till);
  for (guint i = 0; i < N_MEMBERS; i++) {
    cp_account_free (till->accounts[i]);
    till->accounts[i] = cp_account_copy (town->accounts[i]);
    till->confirmed[i] = get_balance (town, town->accounts[i]);
    till->visits[i] = till->taken[i] = 0;
  }
  for (guint i = 0; i < N_STORES; i++) {
    cp_entity_free (till->leases[i]);
    till->leases[i] = town->leases[i] != NULL ? cp_entity_copy (town->leases[i]) : NULL;
  }
  till->at_risk = 0;
  till->synced_ms = town->now_ms;
}

static void
answer_recalls (Town *town, Till *till)
{
  for (guint i = 0; i < N_MEMBERS; i++) {
    const CpAccountRow *row = cp_account_get_row (till->accounts[i]);
    const CpLease *lease = find_lease (till->leases, till->accounts[i]);
    CpOperation *operation;

    if (row->lease_recalled_ms == 0 || row->lease_returned || lease == NULL ||
        !g_str_equal (lease->device_id, till->id))
      continue;
    operation =
        make_operation (town, till, CP_OPERATION_RETURN_LEASE, i,
                        json_pack ("{s:I}", "recalled_ms", (json_int_t) row->lease_recalled_ms));
    post (town, operation);
    cp_operation_free (operation);
    town->n_returned++;
  }
}

static void
sync_till (Town *town, Till *till)
{
  push (town, till);
  pull (town, till);
  answer_recalls (town, till);
  pull (town, till);
}

static void
take (Town *town,
      Till *till,
      CpOperation *operation,
      guint member,
      const CpDecision *decision,
      gboolean is_answered_for)
{
  gint64 minor = decision->value_minor;

  cp_decision_note_asked (decision, operation);
  cp_decision_apply (decision, till->accounts[member], TRUE);
  till->taken[member] += minor;
  town->n_leased += decision->terms == CP_TERMS_LEASE;
  if (decision->terms == CP_TERMS_LEASE &&
      !cp_lease_is_live (find_lease (till->leases, till->accounts[member]), town->now_ms))
    town->is_over = TRUE;
  if (decision->terms == CP_TERMS_RISK) {
    till->at_risk += minor;
    till->visits[member]++;
    town->risked += till->offline || is_answered_for ? minor : 0;
    town->was_at_risk[till->store] = town->was_at_risk[till->store] || is_answered_for;
  }
  g_ptr_array_add (till->waiting, operation);
}

/* A till's clock is up to five minutes behind head office's. */
static void
redeem (Town *town, Till *till, guint member)
{
  gint64 amount_minor = g_rand_int_range (town->random, 1, 13) * 100;
  gint64 behind_ms = g_rand_int_range (town->random, 0, 5 * 60 * 1000);
  CpOperation *operation = make_operation (
      town, till, CP_OPERATION_REDEEM_REWARD, member,
      json_pack ("{s:I,s:i}", "amount_minor", (json_int_t) amount_minor, "basket_minor", 5000));
  gboolean stopped = town->plant == PLANT_LEASE_FOR_EVER;
  CpCase the_case = { .mode = CP_DECIDE_AT_COUNTER,
                      .programme = till->programme,
                      .account = till->accounts[member],
                      .staff = cp_test_chain_find_staff (town->staff, "ann"),
                      .lease = find_lease (till->leases, till->accounts[member]),
                      .incarnation = "one",
                      .offline = { .data_age_ms = town->now_ms - till->synced_ms,
                                   .store_minor = till->at_risk,
                                   .member_redemptions = till->visits[member],
                                   .confirmed_minor = till->confirmed[member],
                                   .account_minor = till->taken[member],
                                   .office_ms =
                                       (stopped ? till->synced_ms : town->now_ms) - behind_ms },
                      .now_ms = town->now_ms };
  g_autoptr (CpDecision) decision = NULL;

  if (g_rand_int_range (town->random, 0, 3) == 0)
    the_case.approver = cp_test_chain_find_staff (town->staff, "mia");
  decision = cp_decide (&the_case, operation);
  if (decision->code == CP_REJECTION_NONE)
    take (town, till, operation, member, decision, the_case.approver != NULL);
  else
    cp_operation_free (operation);
  if (!till->offline)
    sync_till (town, till);
}

/* What a store's tills risk together, none of which sees the others. */
static void
check_stores (Town *town)
{
  for (guint i = 0; i < N_STORES; i++) {
    gint64 sum = 0;

    for (guint j = 0; j < N_TILLS; j++)
      sum += store_of[j] == i && town->tills[j].offline ? town->tills[j].at_risk : 0;
    town->is_over = town->is_over || sum > town->programme->offline_store_minor;
  }
}

static void
sync_all (Town *town)
{
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < N_TILLS; i++)
      sync_till (town, &town->tills[i]);
}

/* Some tills are cut off for up to two weeks, and some come back before the end. */
static void
part (Town *town)
{
  guint n_steps = (guint) g_rand_int_range (town->random, 5, 40);
  gint64 step_ms = g_rand_int_range (town->random, 1, 40) * HOUR_MS / 4;

  for (guint i = 0; i < N_TILLS; i++) {
    town->tills[i].offline = g_rand_boolean (town->random);
    town->was_at_risk[store_of[i]] = town->was_at_risk[store_of[i]] || town->tills[i].offline;
  }
  for (guint step = 0; step < n_steps; step++) {
    Till *till = &town->tills[g_rand_int_range (town->random, 0, N_TILLS)];

    if (till->offline && g_rand_int_range (town->random, 0, 60) == 0) {
      till->offline = FALSE;
      sync_till (town, till);
    }
    if (!till->offline)
      sync_till (town, till);
    redeem (town, till, (guint) g_rand_int_range (town->random, 0, N_MEMBERS));
    check_stores (town);
    town->now_ms += g_rand_int_range (town->random, 0, (gint32) step_ms);
  }
}

/* Returns: whether the parting lost more than it may */
static gboolean
is_beyond (Town *town)
{
  const CpProgramme *programme = town->programme;
  gint64 lost = 0, most = 0;
  gboolean beyond = FALSE;

  for (guint i = 0; i < N_STORES; i++)
    most += town->was_at_risk[i] ? programme->offline_store_minor : 0;
  for (guint i = 0; i < N_MEMBERS; i++) {
    gint64 debt = MAX (-get_balance (town, town->accounts[i]), 0);
    gint64 of_member = 0;

    for (guint j = 0; j < N_STORES; j++) {
      gboolean home = g_strcmp0 (cp_account_get_home (town->accounts[i]), store_ids[j]) == 0;

      if (town->was_at_risk[j])
        of_member += programme->offline_floor_minor *
                     (home ? programme->offline_per_home_member : programme->offline_per_member);
    }
    lost += debt;
    beyond = beyond || debt > of_member;
    g_assert_true (debt == 0 || cp_account_get_row (town->accounts[i])->overdrawn);
  }
  town->n_lost += lost > 0;
  return beyond || town->is_over || lost > most || lost > town->risked;
}

static gboolean
run_parting (Town *town)
{
  fill_accounts (town);
  for (guint i = 0; i < N_TILLS; i++)
    town->tills[i].offline = FALSE;
  sync_all (town);
  town->risked = 0;
  town->is_over = FALSE;
  memset (town->was_at_risk, 0, sizeof town->was_at_risk);
  part (town);
  for (guint i = 0; i < N_TILLS; i++)
    town->tills[i].offline = FALSE;
  sync_all (town);
  return is_beyond (town);
}

static void
set_up (Town *town, Plant plant)
{
  *town = (Town){ .random = g_rand_new_with_seed (2026), .plant = plant };
  town->now_ms = CP_TEST_NOW_MS;
  town->programme = make_programme (NULL);
  town->staff = cp_test_chain_staff ();
  for (guint i = 0; i < N_TILLS; i++) {
    Till *till = &town->tills[i];

    till->id = g_strdup_printf ("till-%u", i);
    till->store = store_of[i];
    till->programme = make_programme (plant == PLANT_NO_SPLIT ? till->id : NULL);
    till->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_operation_free);
  }
}

static void
tear_down (Town *town)
{
  for (guint i = 0; i < N_TILLS; i++) {
    Till *till = &town->tills[i];

    for (guint j = 0; j < N_MEMBERS; j++)
      cp_account_free (till->accounts[j]);
    for (guint j = 0; j < N_STORES; j++)
      cp_entity_free (till->leases[j]);
    cp_programme_free (till->programme);
    g_ptr_array_unref (till->waiting);
    g_free (till->id);
  }
  for (guint i = 0; i < N_MEMBERS; i++)
    cp_account_free (town->accounts[i]);
  for (guint i = 0; i < N_STORES; i++)
    cp_entity_free (town->leases[i]);
  cp_programme_free (town->programme);
  g_ptr_array_unref (town->staff);
  g_rand_free (town->random);
}

/* Whether one of the partings, which are the last then, lost more than it may. */
static gboolean
goes_beyond (Plant plant, Town *ret_town)
{
  gboolean beyond = FALSE;

  set_up (ret_town, plant);
  for (guint i = 0; i < N_PARTINGS && !beyond; i++)
    beyond = run_parting (ret_town);
  tear_down (ret_town);
  return beyond;
}

/* And all of it happens: leases are used and given back, and something is lost. */
static void
test_no_parting_loses_more_than_the_stores_limits (void)
{
  Town town;

  g_assert_false (goes_beyond (PLANT_NOTHING, &town));
  g_test_message ("%u partings, %u with a loss, %u redemptions by lease, %u leases given back",
                  N_PARTINGS, town.n_lost, town.n_leased, town.n_returned);
  g_assert_cmpuint (town.n_lost, >, 0);
  g_assert_cmpuint (town.n_leased, >, 0);
  g_assert_cmpuint (town.n_returned, >, 0);
}

static void
test_it_would_be_found (gconstpointer data)
{
  Town town;

  g_assert_true (goes_beyond ((Plant) GPOINTER_TO_UINT (data), &town));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/lease-bound/no-parting-loses-more-than-the-stores-limits",
                   test_no_parting_loses_more_than_the_stores_limits);
#define ADD(path, plant) \
  g_test_add_data_func (path, GUINT_TO_POINTER (plant), test_it_would_be_found)
  ADD ("/sync/lease-bound/finds-tills-that-do-not-share", PLANT_NO_SPLIT);
  ADD ("/sync/lease-bound/finds-a-lease-used-after-its-end", PLANT_LEASE_FOR_EVER);
  ADD ("/sync/lease-bound/finds-a-lease-that-nobody-keeps", PLANT_NO_RESERVE);
  return g_test_run ();
}
