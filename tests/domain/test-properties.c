/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What must hold whatever is done in whatever order: more than a hundred thousand operations at random.
 * A seed that fails is printed by g_test; run it alone with --seed. */
#include "cp-redemption.h"
#include "cp-test-memory.h"

#include <string.h>

#ifndef N_RUNS /* fewer under the sanitizers */
#define N_RUNS 260
#endif
#define N_OPERATIONS 400
#define N_WORLDS 40 /* with two tills */

typedef struct {
  CpProgramme *programme;
  GPtrArray *staff;
  CpTestWorld *world;
  GPtrArray *accepted; /* of CpOperation, in order */
  CpTestChooser chooser;
  gint64 now_ms;
  guint n_decided;
  guint n_by_card;                      /* entries that name the card that they came by */
  guint n_posted[CP_N_OPERATION_KINDS]; /* at head office */
} Run;

static void
run_begin (Run *self, const CpTestWorld *world, guint first)
{
  self->programme = cp_test_chain_programme ();
  self->programme->max_cards = 6;
  self->programme->max_family = 6;
  self->staff = cp_test_chain_staff ();
  self->world = cp_test_world_copy (world);
  self->accepted = g_ptr_array_new_with_free_func ((GDestroyNotify) cp_operation_free);
  self->chooser = (CpTestChooser){ g_rand_new_with_seed ((guint32) g_test_rand_int ()), 0, first };
  self->now_ms = CP_TEST_NOW_MS;
}

static void
run_end (Run *self)
{
  cp_programme_free (self->programme);
  g_ptr_array_unref (self->staff);
  cp_test_world_free (self->world);
  g_ptr_array_unref (self->accepted);
  g_rand_free (self->chooser.random);
}

static CpDecision *
decide (Run *self, const CpTestWorld *world, CpDecideMode mode, const CpOperation *operation)
{
  return cp_test_world_decide (world, self->programme, self->staff, mode, self->now_ms, operation,
                               NULL);
}

static char *
decision_to_text (const CpDecision *decision)
{
  GString *text = g_string_new (cp_rejection_get_info (decision->code)->word);

  for (guint i = 0; i < decision->changes->len; i++) {
    g_autoptr (CpJson) json = cp_entity_to_json (decision->changes->pdata[i]);
    g_autofree char *line = cp_json_to_text (json);

    g_string_append_printf (text, "\n%s", line);
  }
  for (guint i = 0; i < decision->effects->len; i++)
    g_string_append_printf (text, "\n%s", (char *) decision->effects->pdata[i]);
  for (guint i = 0; i < decision->flags->len; i++)
    g_string_append_printf (text, "\n%u", g_array_index (decision->flags, guint, i));
  g_string_append_printf (text, "\n%s", decision->detail != NULL ? decision->detail : "");
  return g_string_free (text, FALSE);
}

/* The form that travels decides like the one in memory, and always alike. */
static void
check_deterministic (Run *self, const CpOperation *operation, const CpDecision *decision)
{
  g_autoptr (CpJson) json = cp_operation_to_json (operation);
  g_autoptr (GError) error = NULL;
  g_autoptr (CpOperation) travelled = cp_operation_from_json (json, &error);
  g_autoptr (CpDecision) again = NULL;
  g_autofree char *one = decision_to_text (decision);
  g_autofree char *other = NULL;

  g_assert_no_error (error);
  again = decide (self, self->world, CP_DECIDE_AT_COUNTER, travelled);
  other = decision_to_text (again);
  g_assert_cmpstr (one, ==, other);
}

static gint64
sum_redeemed (const CpAccount *account, const char *incentive_id)
{
  const GPtrArray *redemptions = account->rows[CP_KIND_REDEMPTION];
  gint64 sum = 0;

  for (guint i = 0; i < redemptions->len; i++) {
    const CpRedemption *redemption = redemptions->pdata[i];

    if (g_str_equal (redemption->incentive_id, incentive_id) &&
        (redemption->state == CP_REDEMPTION_CONFIRMED || redemption->state == CP_REDEMPTION_HELD ||
         redemption->state == CP_REDEMPTION_RETURNED))
      sum += redemption->amount_minor;
  }
  return sum;
}

/* What was issued is what was taken and what is left. Below zero only with the mark. */
static void
check_balances (const CpAccount *account, gint64 now_ms, gboolean may_be_overdrawn)
{
  const GPtrArray *incentives = account->rows[CP_KIND_INCENTIVE];

  for (guint i = 0; i < incentives->len; i++) {
    const CpIncentive *incentive = incentives->pdata[i];

    g_assert_cmpint (incentive->amount_minor - sum_redeemed (account, incentive->entity.id), ==,
                     incentive->balance_minor);
    if (!may_be_overdrawn)
      g_assert_cmpint (incentive->balance_minor, >=, 0);
  }
}

/* Whether @one goes before @other. */
static gboolean
goes_first (const CpIncentive *one, const CpIncentive *other)
{
  gint64 one_ms = one->expires_at_ms != 0 ? one->expires_at_ms : G_MAXINT64;
  gint64 other_ms = other->expires_at_ms != 0 ? other->expires_at_ms : G_MAXINT64;

  if (one_ms != other_ms)
    return one_ms < other_ms;
  if (one->issued_at_ms != other->issued_at_ms)
    return one->issued_at_ms < other->issued_at_ms;
  return strcmp (one->entity.id, other->entity.id) < 0;
}

static gboolean
has_conditions (const CpProgramme *programme, const CpIncentive *incentive)
{
  const CpDefinition *definition =
      cp_programme_find_definition (programme, incentive->definition_id);

  return definition->whole_only || definition->min_basket_minor > 0 ||
         definition->redeem_cap_minor > 0;
}

/* Whether something is taken off it, and not only given back from a hold that lapsed. */
static gboolean
is_taken_from (const CpDecision *decision, const CpIncentive *incentive)
{
  for (guint i = 0; i < decision->changes->len; i++) {
    const CpRedemption *redemption = decision->changes->pdata[i];

    if (redemption->entity.kind == CP_KIND_REDEMPTION &&
        redemption->state != CP_REDEMPTION_LAPSED &&
        g_str_equal (redemption->incentive_id, incentive->entity.id))
      return TRUE;
  }
  return FALSE;
}

/* No reward without conditions still holds anything when a later one was touched. */
static void
check_nearest_first (Run *self, const CpAccount *after, const CpDecision *decision)
{
  const GPtrArray *incentives = after->rows[CP_KIND_INCENTIVE];

  for (guint i = 0; i < decision->changes->len; i++) {
    const CpIncentive *touched = decision->changes->pdata[i];

    if (touched->entity.kind != CP_KIND_INCENTIVE || !is_taken_from (decision, touched))
      continue;
    for (guint j = 0; j < incentives->len; j++) {
      const CpIncentive *other = incentives->pdata[j];
      CpIncentiveState state = cp_incentive_get_state (other, self->now_ms);

      if (other->class_ == CP_CLASS_REWARD && !has_conditions (self->programme, other) &&
          (state == CP_INCENTIVE_ACTIVE || state == CP_INCENTIVE_PART_USED) &&
          goes_first (other, touched))
        g_assert_cmpint (other->balance_minor, ==, 0);
    }
  }
}

static void
check_redemption (Run *self,
                  const CpOperation *operation,
                  const CpAccount *before,
                  const CpAccount *after,
                  const CpDecision *decision)
{
  const CpRedeemReward *payload = operation->payload;
  g_autoptr (CpAccount) settled = cp_redemption_settle (before, self->now_ms, NULL);
  gint64 held = cp_account_sum_rewards (settled != NULL ? settled : before, self->now_ms);

  g_assert_cmpint (payload->amount_minor, <=, held);
  g_assert_cmpint (cp_account_sum_rewards (after, self->now_ms), ==, held - payload->amount_minor);
  if (payload->incentive_id == NULL)
    check_nearest_first (self, after, decision);
}

/* What was voided stays so, whatever is confirmed, cancelled, lapses or comes late. */
static void
check_voided (const CpAccount *before, const CpAccount *after)
{
  const GPtrArray *incentives = before != NULL ? before->rows[CP_KIND_INCENTIVE] : NULL;

  for (guint i = 0; incentives != NULL && i < incentives->len; i++) {
    const CpIncentive *was = incentives->pdata[i];
    const CpIncentive *is = cp_account_find (after, CP_KIND_INCENTIVE, was->entity.id);

    if (was->state == CP_INCENTIVE_VOIDED && is != NULL)
      g_assert_cmpint (is->state, ==, CP_INCENTIVE_VOIDED);
  }
}

/* Invariant 8: whatever does not stand, or not whole, says why. */
static void
check_words (const CpDecision *decision)
{
  const CpRejectionInfo *info = cp_rejection_get_info (decision->code);

  if (decision->code != CP_REJECTION_NONE)
    g_assert_true (info->staff_text != NULL && info->next_action != NULL);
  for (guint i = 0; i < decision->flags->len; i++)
    g_assert_nonnull (
        cp_rejection_get_info ((CpRejection) g_array_index (decision->flags, guint, i))
            ->staff_text);
}

/* A dead card stays exactly as it is; nothing that does not work identifies. */
static void
check_cards (const CpAccount *before, const CpAccount *after)
{
  const GPtrArray *cards = after->rows[CP_KIND_CARD];

  for (guint i = 0; i < cards->len; i++) {
    const CpCard *card = cards->pdata[i];
    const CpCard *old =
        before != NULL ? cp_account_find (before, CP_KIND_CARD, card->entity.id) : NULL;

    if (card->blocked || card->state == CP_CARD_REPLACED || card->state == CP_CARD_RETIRED)
      g_assert_false (cp_card_identifies (card));
    if (card->state == CP_CARD_REPLACED) {
      g_assert_true (card->blocked);
      g_assert_nonnull (cp_account_find (after, CP_KIND_CARD, card->replaced_by_card_id));
    }
    if (old != NULL && old->state == CP_CARD_REPLACED) {
      g_autoptr (CpJson) was = cp_entity_to_json (old);
      g_autoptr (CpJson) is = cp_entity_to_json (card);

      g_assert_true (json_equal (was, is));
    }
  }
}

/* Of each member. */
static void
check_exclusive_statuses (const CpAccount *account, gint64 now_ms)
{
  const GPtrArray *statuses = account->rows[CP_KIND_STATUS];
  g_autoptr (GHashTable) holders = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < statuses->len; i++) {
    const CpStatus *status = statuses->pdata[i];

    if (g_str_equal (status->system_id, "tier") && !status->removed && status->from_ms <= now_ms &&
        (status->until_ms == 0 || status->until_ms > now_ms))
      g_assert_true (g_hash_table_add (holders, status->member_id));
  }
}

/* A UID belongs to one live card in the whole world, at most. */
static void
check_uids (const CpTestWorld *world)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < world->accounts->len; i++) {
    const GPtrArray *cards = ((CpAccount *) world->accounts->pdata[i])->rows[CP_KIND_CARD];

    for (guint j = 0; j < cards->len; j++) {
      const CpCard *card = cards->pdata[j];

      if (card->uid != NULL && (card->state == CP_CARD_LINKED || card->state == CP_CARD_ACTIVE))
        g_assert_true (g_hash_table_add (seen, card->uid));
    }
  }
}

/* Whether @entity is an entry, new on @account; @ret_card_id: by which card, @ret_takes: whether it takes
 * something away. */
static gboolean
is_new_entry (const CpAccount *account,
              const CpEntity *entity,
              const char **ret_card_id,
              gboolean *ret_takes)
{
  if (account != NULL && cp_account_find (account, entity->kind, entity->id) != NULL)
    return FALSE;
  if (entity->kind == CP_KIND_POINTS) {
    *ret_card_id = ((const CpPoints *) entity)->card_id;
    *ret_takes = ((const CpPoints *) entity)->amount < 0;
    return TRUE;
  }
  *ret_card_id =
      entity->kind == CP_KIND_REDEMPTION ? ((const CpRedemption *) entity)->card_id : NULL;
  *ret_takes = TRUE;
  return entity->kind == CP_KIND_REDEMPTION;
}

/* Invariants 4 and 5: a card that is known not to work has no entry, one that only earns none
 * that takes. Returns how many entries named a card. */
static guint
check_entries (const CpAccount *before, const CpDecision *decision)
{
  guint n = 0;

  for (guint i = 0; i < decision->changes->len; i++) {
    const char *card_id = NULL;
    const CpCard *card;
    gboolean takes = FALSE;

    if (!is_new_entry (before, decision->changes->pdata[i], &card_id, &takes) || card_id == NULL)
      continue;
    card = cp_account_find (before, CP_KIND_CARD, card_id);
    g_assert_nonnull (card);
    g_assert_false (card->blocked);
    g_assert_true (card->state == CP_CARD_ACTIVE || card->state == CP_CARD_LINKED);
    if (takes)
      g_assert_true (card->state == CP_CARD_ACTIVE);
    n++;
  }
  return n;
}

/* Points that are earned, and what takes any away, wait for head office. */
static void
check_points_here (const CpDecision *decision)
{
  for (guint i = 0; i < decision->changes->len; i++) {
    const CpPoints *entry = decision->changes->pdata[i];

    if (entry->entity.kind == CP_KIND_POINTS)
      g_assert_true (entry->adjusted && entry->amount > 0);
  }
}

/* Points come and go by the ledger's own operations alone: whatever else happens to a member, a card
 * or an account, they are conserved. */
static void
check_points_are_conserved (const Run *self,
                            const CpOperation *operation,
                            const CpAccount *before,
                            const CpAccount *after)
{
  const GPtrArray *types = self->programme->points_types;

  if (before == NULL || operation->kind == CP_OPERATION_ADJUST_POINTS ||
      operation->kind == CP_OPERATION_CLAIM_RECEIPT ||
      operation->kind == CP_OPERATION_DETACH_RECEIPT)
    return;
  for (guint i = 0; i < types->len; i++) {
    const char *id = ((CpPointsType *) types->pdata[i])->id;

    g_assert_cmpint (cp_account_sum_points (before, id, self->now_ms), ==,
                     cp_account_sum_points (after, id, self->now_ms));
  }
  g_assert_cmpuint (before->rows[CP_KIND_POINTS]->len, ==, after->rows[CP_KIND_POINTS]->len);
}

static void
accept (Run *self, CpOperation *operation, const CpDecision *decision)
{
  const CpAccount *account = cp_test_world_find_account (self->world, operation->account_id);
  g_autoptr (CpAccount) before = account != NULL ? cp_account_copy (account) : NULL;
  const CpEntity *last = decision->changes->pdata[decision->changes->len - 1];

  cp_decision_note_asked (decision, operation);
  cp_test_world_apply (self->world, decision, TRUE);
  account = cp_test_world_find_account (self->world, last->account_id);
  check_balances (account, self->now_ms, FALSE);
  check_voided (before, account);
  check_cards (before, account);
  check_exclusive_statuses (account, self->now_ms);
  check_points_here (decision);
  self->n_by_card += check_entries (before, decision);
  check_points_are_conserved (self, operation, before, account);
  if (operation->kind == CP_OPERATION_REDEEM_REWARD)
    check_redemption (self, operation, before, account, decision);
  g_ptr_array_add (self->accepted, operation);
}

static void
step (Run *self)
{
  CpOperation *operation = cp_test_chooser_next (&self->chooser, self->world, self->now_ms);
  const CpAccount *account = cp_test_world_find_account (self->world, operation->account_id);
  g_autoptr (CpDecision) decision = NULL;

  if (account != NULL)
    cp_decision_prepare (operation, account);
  decision = decide (self, self->world, CP_DECIDE_AT_COUNTER, operation);
  self->n_decided++;
  check_words (decision);
  check_deterministic (self, operation, decision);
  if (decision->code == CP_REJECTION_NONE) {
    accept (self, operation, decision);
  } else {
    g_assert_cmpuint (decision->changes->len, ==, 0);
    cp_operation_free (operation);
  }
  self->now_ms += g_rand_int_range (self->chooser.random, 0, 6 * 60 * 60 * 1000);
}

static void
test_whatever_is_done_at_one_counter (void)
{
  g_autoptr (CpTestWorld) world = cp_test_world_new ();
  guint n_decided = 0;
  guint n_accepted = 0;
  guint n_by_card = 0;

  for (guint i = 0; i < N_RUNS; i++) {
    Run run = { 0 };

    run_begin (&run, world, 0);
    for (guint j = 0; j < N_OPERATIONS; j++)
      step (&run);
    check_uids (run.world);
    n_decided += run.n_decided;
    n_accepted += run.accepted->len;
    n_by_card += run.n_by_card;
    run_end (&run);
  }
  g_test_message ("%u of %u operations stood, with %u entries by a card", n_accepted, n_decided,
                  n_by_card);
  g_assert_cmpuint (n_by_card, >=, N_RUNS * N_OPERATIONS / 400);
  g_assert_cmpuint (n_decided, >=, N_RUNS * N_OPERATIONS);
  g_assert_cmpuint (n_accepted, >=, n_decided / 4);
}

/* On the same rows, the same operations make the same rows: that is what the screen relies on. */
static void
test_a_replay_gives_the_same (void)
{
  g_autoptr (CpTestWorld) world = cp_test_world_new ();

  for (guint i = 0; i < 10; i++) {
    Run run = { 0 };
    g_autoptr (CpTestWorld) replayed = cp_test_world_copy (world);
    g_autofree char *expected = NULL;
    g_autofree char *text = NULL;

    run_begin (&run, world, 0);
    for (guint j = 0; j < N_OPERATIONS; j++)
      step (&run);
    for (guint j = 0; j < run.accepted->len; j++) {
      g_autoptr (CpDecision) decision =
          decide (&run, replayed, CP_DECIDE_REPLAY, run.accepted->pdata[j]);

      g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
      cp_test_world_apply (replayed, decision, TRUE);
    }
    expected = cp_test_world_to_text (run.world);
    text = cp_test_world_to_text (replayed);
    g_assert_cmpstr (text, ==, expected);
    run_end (&run);
  }
}

/* A fact is refused only where it is about what head office never had: an incentive or a member whose own
 * request was refused, or a card, which may be another's by then. */
static void
check_unknown (const CpTestWorld *head_office, const CpOperation *operation, CpRejection code)
{
  const CpRedeemBenefit *redemption = operation->payload;

  g_assert_true (code == CP_REJECTION_CARD_NOT_FOUND || code == CP_REJECTION_MEMBER_NOT_FOUND ||
                 code == CP_REJECTION_INCENTIVE_NOT_FOUND ||
                 code == CP_REJECTION_INSUFFICIENT_BALANCE);
  for (guint i = 0; i < head_office->accounts->len; i++) {
    const CpAccount *account = head_office->accounts->pdata[i];

    if (operation->kind == CP_OPERATION_REDEEM_BENEFIT && code == CP_REJECTION_INCENTIVE_NOT_FOUND)
      g_assert_null (cp_account_find (account, CP_KIND_INCENTIVE, redemption->incentive_id));
    else if (code == CP_REJECTION_MEMBER_NOT_FOUND)
      g_assert_null (cp_account_find (account, CP_KIND_MEMBER, operation->member_id));
  }
}

/* Facts are posted, whatever has happened since; nothing is lost or made. */
static void
post_at_head_office (Run *till,
                     CpTestWorld *head_office,
                     CpTestMemory *memory,
                     const CpOperation *operation)
{
  gboolean is_fact = cp_operation_kind_get_info (operation->kind)->is_fact;
  g_autoptr (CpDecision) decision = decide (till, head_office, CP_DECIDE_AT_HEAD_OFFICE, operation);
  g_autoptr (CpAccount) before = NULL;
  const CpAccount *account;

  check_words (decision);
  if (is_fact && !decision->needs_word && decision->code != CP_REJECTION_NONE)
    check_unknown (head_office, operation, decision->code);
  if (decision->code != CP_REJECTION_NONE)
    return;
  if (operation->kind != CP_OPERATION_MERGE_MEMBERS && operation->kind != CP_OPERATION_JOIN_FAMILY)
    till->n_by_card +=
        check_entries (cp_test_world_find_account_of (head_office, operation), decision);
  till->n_posted[operation->kind]++;
  account = cp_test_world_find_account_of (head_office, operation);
  before = account != NULL ? cp_account_copy (account) : NULL;
  cp_test_memory_note (memory, head_office, till->programme, operation, decision);
  cp_test_world_apply (head_office, decision, FALSE);
  cp_test_memory_check (memory, head_office, till->programme);
  account = cp_test_world_find_account (
      head_office, ((CpEntity *) decision->changes->pdata[decision->changes->len - 1])->account_id);
  check_balances (account, till->now_ms, TRUE);
  check_voided (before, account);
  check_cards (NULL, account);
  check_exclusive_statuses (account, till->now_ms);
  cp_test_world_check_overdrawn (account, operation, decision, till->now_ms);
}

/* What the memory is there for has to have happened. */
static void
check_posted (const guint *n_posted)
{
  static const CpOperationKind kinds[] = { CP_OPERATION_MERGE_MEMBERS, CP_OPERATION_JOIN_FAMILY,
                                           CP_OPERATION_REMOVE_MEMBER, CP_OPERATION_OPT_IN,
                                           CP_OPERATION_OPT_OUT,       CP_OPERATION_REPLACE_CARD,
                                           CP_OPERATION_UNENROL_MEMBER };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_test_message ("%s: %u", cp_operation_kind_get_info (kinds[i])->word, n_posted[kinds[i]]);
    g_assert_cmpuint (n_posted[kinds[i]], >, 0);
  }
}

static void
test_two_tills_that_could_not_see_each_other (void)
{
  g_autoptr (CpTestWorld) world = cp_test_world_new ();
  guint n_posted[CP_N_OPERATION_KINDS] = { 0 };

  for (guint i = 0; i < N_WORLDS; i++) {
    g_autoptr (CpTestWorld) head_office = cp_test_world_copy (world);
    g_autoptr (CpTestMemory) memory = NULL;
    Run tills[2] = { 0 };
    guint at[2] = { 0, 0 };

    for (guint t = 0; t < 2; t++) {
      run_begin (&tills[t], world, t * 0x100000);
      for (guint j = 0; j < 200; j++)
        step (&tills[t]);
    }
    memory = cp_test_memory_new (head_office, tills[0].programme);
    tills[0].now_ms = tills[1].now_ms = MAX (tills[0].now_ms, tills[1].now_ms);
    while (at[0] < tills[0].accepted->len || at[1] < tills[1].accepted->len) {
      guint t = at[0] < tills[0].accepted->len &&
                        (at[1] >= tills[1].accepted->len || g_test_rand_int_range (0, 2) == 0)
                    ? 0
                    : 1;

      post_at_head_office (&tills[t], head_office, memory, tills[t].accepted->pdata[at[t]++]);
    }
    check_uids (head_office);
    for (guint t = 0; t < 2; t++) {
      for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++)
        n_posted[kind] += tills[t].n_posted[kind];
      run_end (&tills[t]);
    }
  }
  check_posted (n_posted);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/properties/whatever-is-done-at-one-counter",
                   test_whatever_is_done_at_one_counter);
  g_test_add_func ("/domain/properties/a-replay-gives-the-same", test_a_replay_gives_the_same);
  g_test_add_func ("/domain/properties/two-tills-that-could-not-see-each-other",
                   test_two_tills_that_could_not_see_each_other);
  return g_test_run ();
}
