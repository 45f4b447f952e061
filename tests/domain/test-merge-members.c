/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-held-status.h"
#include "cp-test-move.h"

#include <string.h>

#define MERGE CP_OPERATION_MERGE_MEMBERS
#define TWO "{'loser_id':'{member2}'}"

static CpTestCase *
make_case (void)
{
  CpTestCase *test = cp_test_case_new (1);

  cp_test_case_set_other (test, 2);
  return test;
}

static CpMember *
get_loser (CpTestCase *test)
{
  return test->other->rows[CP_KIND_MEMBER]->pdata[0];
}

static gboolean
tells (const CpDecision *decision, const char *what)
{
  for (guint i = 0; i < decision->effects->len; i++)
    if (strstr (decision->effects->pdata[i], what) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
names_difference (const CpDecision *decision,
                  const char *label,
                  const char *own,
                  const char *other,
                  gboolean takes_other)
{
  const CpJson *row;
  gsize i;

  json_array_foreach (decision->differences, i, row)
  {
    if (g_strcmp0 (cp_json_get_text (row, "label"), label) == 0)
      return g_str_equal (cp_json_get_text (row, "own"), own) &&
             g_str_equal (cp_json_get_text (row, "other"), other) &&
             cp_json_get_bool (row, "takes_other") == takes_other;
  }
  return FALSE;
}

static void
test_is_a_proposal_until_head_office_executes_it (void)
{
  for (guint mode = CP_DECIDE_AT_COUNTER; mode <= CP_DECIDE_REPLAY; mode++) {
    g_autoptr (CpTestCase) test = make_case ();
    g_autoptr (CpDecision) decision = NULL;

    test->the_case.mode = mode;
    test->online = FALSE;
    decision = cp_test_case_decide (test, MERGE, TWO);
    g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
    g_assert_cmpuint (decision->changes->len, ==, 1);
    g_assert_nonnull (cp_test_decision_find (decision, CP_KIND_ACTION, 0));
  }
}

static void
test_the_preview_says_what_moves_field_by_field (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  g_autoptr (CpDecision) decision = NULL;
  CpMember *winner = cp_test_case_find (test, CP_KIND_MEMBER, "member");

  g_clear_pointer (&winner->city, g_free);
  decision = cp_test_case_decide (test, MERGE, TWO);
  g_assert_true (tells (decision, "Given2 Family2 becomes one with Given1 Family1, for ever."));
  g_assert_true (names_difference (decision, "Last name", "Family1", "Family2", FALSE));
  g_assert_true (tells (decision, "City: takes over London."));
  g_assert_true (tells (decision, "Points that move: 1,200."));
  g_assert_true (tells (decision, "Cards that move: 1."));
  g_assert_true (tells (decision, "Rewards and benefits that move: 3."));
  g_assert_true (tells (decision, "proposal"));
}

/* They are in no balance yet, and are the member's all the same. */
static void
test_the_preview_says_which_points_are_to_come (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  g_autoptr (CpDecision) decision = NULL;
  CpPoints *entry = test->other->rows[CP_KIND_POINTS]->pdata[0];

  entry->pending_until_ms = test->the_case.now_ms + 1;
  decision = cp_test_case_decide (test, MERGE, TWO);
  g_assert_true (tells (decision, "Points to come that move: 1,200."));
  g_assert_false (tells (decision, "Points that move"));
}

/* Names are, as everywhere: somebody has to know whom this is about. */
static void
test_of_whoever_is_being_removed_no_field_is_shown (void)
{
  for (guint loser = 0; loser < 2; loser++) {
    g_autoptr (CpTestCase) test = make_case ();
    g_autoptr (CpDecision) decision = NULL;
    CpMember *winner = cp_test_case_find (test, CP_KIND_MEMBER, "member");
    CpMember *other = test->other->rows[CP_KIND_MEMBER]->pdata[0];

    g_clear_pointer (&winner->city, g_free);
    (loser ? other : winner)->removing = TRUE;
    decision = cp_test_case_decide (test, MERGE, TWO);
    g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
    g_assert_null (decision->differences);
    g_assert_false (tells (decision, "London"));
    g_assert_true (tells (decision, "what stands in the profiles is not shown"));
    g_assert_true (tells (decision, "Points that move: 1,200."));
  }
}

/* Invariant 9. */
static void
test_everything_is_conserved (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  CpTestTotals before = cp_test_totals_of (test->account);
  CpTestTotals other = cp_test_totals_of (test->other);
  CpTestTotals after;

  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_move_do (test, MERGE, TWO);
  after = cp_test_totals_of (test->account);
  g_assert_cmpint (after.points, ==, before.points + other.points);
  g_assert_cmpint (after.rewards_minor, ==, before.rewards_minor + other.rewards_minor);
  g_assert_cmpuint (after.n_incentives, ==, before.n_incentives + other.n_incentives);
  g_assert_cmpuint (after.n_cards, ==, before.n_cards + other.n_cards);
  after = cp_test_totals_of (test->other);
  g_assert_cmpint (after.points, ==, 0);
  g_assert_cmpuint (after.n_incentives + after.n_cards, ==, 0);
  g_assert_cmpstr (cp_account_get_row (test->other)->moved_to_account_id, ==, test->account->id);
}

/* Invariant 7: late operations still land. */
static void
test_the_losers_id_stays_an_alias_for_ever (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  g_autofree char *loser_id = cp_test_chain_id (2, "member");
  g_autofree char *winner_id = cp_test_chain_id (1, "member");
  g_autoptr (CpOperation) late = NULL;
  g_autoptr (CpDecision) decision = NULL;
  const CpIncentive *incentive;

  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_move_do (test, MERGE, TWO);
  g_assert_cmpstr (cp_account_resolve_member (test->account, loser_id), ==, winner_id);
  late =
      cp_test_case_make_operation (test, CP_OPERATION_ISSUE_BENEFIT, "{'definition_id':'coffee'}");
  g_free (late->member_id);
  late->member_id = g_strdup (loser_id);
  decision = cp_decide (&test->the_case, late);
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
  incentive = cp_test_decision_find (decision, CP_KIND_INCENTIVE, 0);
  g_assert_cmpstr (incentive->member_id, ==, winner_id);
  g_clear_pointer (&decision, cp_decision_free);
  test->the_case.mode = CP_DECIDE_AT_COUNTER;
  decision = cp_decide (&test->the_case, late);
  g_assert_cmpint (decision->code, ==, CP_REJECTION_MEMBER_MERGED);
}

static void
test_an_alias_of_an_alias (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  g_autofree char *winner_id = cp_test_chain_id (1, "member");
  CpMember *earlier = cp_entity_new (CP_KIND_MEMBER, "earlier", test->other->id);

  earlier->state = CP_MEMBER_MERGED;
  earlier->merged_into = g_strdup (get_loser (test)->entity.id);
  cp_account_put (test->other, earlier);
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_move_do (test, MERGE, TWO);
  g_assert_cmpstr (cp_account_resolve_member (test->account, "earlier"), ==, winner_id);
}

static void
test_cards_beyond_the_maximum_arrive_blocked (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  const CpCard *moved;
  g_autofree char *card_id = cp_test_chain_id (2, "card");

  test->programme->max_cards = 1;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_move_do (test, MERGE, TWO);
  moved = cp_account_find (test->account, CP_KIND_CARD, card_id);
  g_assert_true (moved->blocked);
  g_assert_cmpint (moved->medium, ==, CP_CARD_ADDITIONAL);
  g_assert_false (((CpCard *) cp_test_case_find (test, CP_KIND_CARD, "card"))->blocked);
}

/* What the winner has on a phone, or had, is no main card. */
static void
test_the_only_main_card_stays_one (void)
{
  for (guint retired = 0; retired < 2; retired++) {
    g_autoptr (CpTestCase) test = make_case ();
    g_autofree char *card_id = cp_test_chain_id (2, "card");
    CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");

    if (retired != 0)
      card->state = CP_CARD_RETIRED;
    else
      card->medium = CP_CARD_VIRTUAL;
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    cp_test_move_do (test, MERGE, TWO);
    card = cp_account_find (test->account, CP_KIND_CARD, card_id);
    g_assert_cmpint (card->medium, ==, CP_CARD_PHYSICAL);
    g_assert_false (card->blocked);
  }
}

static void
test_where_there_is_no_maximum_none_arrives_blocked (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  g_autofree char *card_id = cp_test_chain_id (2, "card");

  test->programme->max_cards = 0;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_move_do (test, MERGE, TWO);
  g_assert_false (((CpCard *) cp_account_find (test->account, CP_KIND_CARD, card_id))->blocked);
}

/* As far as the survivor's rewards don't make up for it. */
static void
test_a_debt_comes_along (void)
{
  static const gint64 owed[] = { 2000, 4000 };

  for (guint i = 0; i < G_N_ELEMENTS (owed); i++) {
    g_autoptr (CpTestCase) test = make_case ();

    cp_test_move_owe (test->other, owed[i]);
    g_assert_true (cp_account_get_row (test->other)->overdrawn);
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    cp_test_move_do (test, MERGE, TWO);
    g_assert_cmpint (cp_account_get_row (test->account)->overdrawn, ==, owed[i] == 4000);
    g_assert_false (cp_account_get_row (test->other)->overdrawn);
  }
}

static CpSubscription *
opt_in (CpAccount *account, const char *cell)
{
  const CpMember *member = cp_account_find_member (account, NULL);
  g_autofree char *id = g_strdup_printf ("%s.news.%s", member->entity.id, cell);
  CpSubscription *row = cp_entity_new (CP_KIND_SUBSCRIPTION, id, account->id);

  row->member_id = g_strdup (member->entity.id);
  row->mailing_id = g_strdup ("news");
  row->channel_id = g_strdup (cell);
  row->opted_in = TRUE;
  cp_account_put (account, row);
  return row;
}

static void
test_the_most_restrictive_consent_wins (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  g_autofree char *both = g_strdup (opt_in (test->account, "email")->entity.id);
  g_autofree char *only_winner = g_strdup (opt_in (test->account, "sms")->entity.id);

  opt_in (test->other, "email");
  opt_in (test->other, "post");
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_move_do (test, MERGE, TWO);
  for (guint i = 0; i < test->account->rows[CP_KIND_SUBSCRIPTION]->len; i++) {
    const CpSubscription *cell = test->account->rows[CP_KIND_SUBSCRIPTION]->pdata[i];

    g_assert_cmpint (cell->opted_in, ==, g_str_equal (cell->entity.id, both));
  }
  g_assert_nonnull (cp_account_find (test->account, CP_KIND_SUBSCRIPTION, only_winner));
}

static void
put_tier_points (CpAccount *account, gint64 amount)
{
  g_autofree char *id = g_strdup_printf ("tier-%s", account->id);
  CpPoints *points = cp_entity_new (CP_KIND_POINTS, id, account->id);

  points->type_id = g_strdup ("tier");
  points->amount = amount;
  points->at_ms = CP_TEST_NOW_MS - 1;
  cp_account_put (account, points);
}

/* 600 of each are enough for silver, which takes 1000. */
static void
test_tier_points_count_together (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  const CpStatus *held = NULL;

  put_tier_points (test->account, 600);
  put_tier_points (test->other, 600);
  ((CpStatus *) test->account->rows[CP_KIND_STATUS]->pdata[0])->removed = TRUE;
  ((CpStatus *) test->other->rows[CP_KIND_STATUS]->pdata[0])->removed = TRUE;
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_move_do (test, MERGE, TWO);
  for (guint i = 0; i < test->account->rows[CP_KIND_STATUS]->len; i++) {
    const CpStatus *status = test->account->rows[CP_KIND_STATUS]->pdata[i];

    if (!status->removed) {
      g_assert_null (held);
      held = status;
    }
  }
  g_assert_nonnull (held);
  g_assert_cmpstr (held->status_id, ==, "silver");
  g_assert_true (held->by_points);
}

/* Nothing of the account that empties stays behind. */
static void
test_what_an_earlier_duplicate_had_said_comes_along (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  CpSubscription *cell = opt_in (test->other, "email");

  g_free (cell->member_id);
  cell->member_id = g_strdup ("earlier");
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_move_do (test, MERGE, TWO);
  g_assert_cmpuint (test->other->rows[CP_KIND_SUBSCRIPTION]->len, ==, 0);
  g_assert_cmpuint (test->account->rows[CP_KIND_SUBSCRIPTION]->len, ==, 1);
}

/* The winner's gold ends in 30 days; the duplicate's later, sooner, or never. */
static void
test_of_two_alike_the_longer_stays (void)
{
  static const struct {
    gint64 days;
    gboolean by_points;
    gboolean moves;
  } cases[] = {
    { 31, FALSE, TRUE }, { 29, FALSE, FALSE }, { 30, FALSE, FALSE },
    { 0, FALSE, TRUE },  { 30, TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpTestCase) test = make_case ();
    CpStatus *own = cp_test_case_find (test, CP_KIND_STATUS, "status");
    CpStatus *status = test->other->rows[CP_KIND_STATUS]->pdata[0];
    g_autofree char *member_id = g_strdup (own->member_id);
    g_autofree char *id = g_strdup (cases[i].moves ? status->entity.id : own->entity.id);
    const CpStatus *held;

    own->until_ms = CP_TEST_NOW_MS + 30 * CP_TEST_DAY_MS;
    status->until_ms = cases[i].days > 0 ? CP_TEST_NOW_MS + cases[i].days * CP_TEST_DAY_MS : 0;
    status->by_points = cases[i].by_points;
    test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
    cp_test_move_do (test, MERGE, TWO);
    held = cp_held_status_find (test->account, member_id, "gold", NULL, CP_TEST_NOW_MS);
    g_assert_cmpstr (held->entity.id, ==, id);
  }
}

static void
test_the_higher_status_stays (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  CpStatus *status = test->other->rows[CP_KIND_STATUS]->pdata[0];
  guint n_held = 0;

  g_free (status->status_id);
  status->status_id = g_strdup ("black");
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_move_do (test, MERGE, TWO);
  for (guint i = 0; i < test->account->rows[CP_KIND_STATUS]->len; i++) {
    const CpStatus *row = test->account->rows[CP_KIND_STATUS]->pdata[i];

    n_held += !row->removed;
    if (!row->removed)
      g_assert_cmpstr (row->status_id, ==, "black");
  }
  g_assert_cmpuint (n_held, ==, 1);
}

static void
test_the_preview_says_which_status_ends (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  CpStatus *status = test->other->rows[CP_KIND_STATUS]->pdata[0];
  g_autoptr (CpDecision) decision = NULL;

  g_free (status->status_id);
  status->status_id = g_strdup ("black");
  decision = cp_test_case_decide (test, MERGE, TWO);
  g_assert_true (tells (decision, "Status: Black stays, Gold ends."));
}

static void
test_staff_may_choose_the_losers_text (void)
{
  g_autoptr (CpTestCase) test = make_case ();

  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_move_do (test, MERGE, "{'loser_id':'{member2}','keep':{'email':'loser'}}");
  g_assert_cmpstr (((CpMember *) cp_test_case_find (test, CP_KIND_MEMBER, "member"))->email, ==,
                   "member2@example.org");
}

/* Else a fresh address would prove something by way of a merge. */
static void
test_an_address_that_is_too_fresh_stays_so (void)
{
  g_autoptr (CpTestCase) test = make_case ();

  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  get_loser (test)->contact_changed_at_ms = CP_TEST_NOW_MS - 1;
  cp_test_move_do (test, MERGE, "{'loser_id':'{member2}','keep':{'email':'loser'}}");
  g_assert_cmpint (
      ((CpMember *) cp_test_case_find (test, CP_KIND_MEMBER, "member"))->contact_changed_at_ms, ==,
      CP_TEST_NOW_MS - 1);
}

/* The preview calls a choice what people call it, and keeps from an associate what they may not see. */
static void
test_the_chains_own_fields_come_along (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  CpMember *winner = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  g_autoptr (CpDecision) preview = NULL;
  g_autoptr (CpDecision) blind = NULL;
  const CpMember *merged;

  winner->fields = json_pack ("{s:s,s:s}", "newsletter", "en", "allergies", "Wool");
  get_loser (test)->fields =
      json_pack ("{s:s,s:s,s:s}", "newsletter", "ga", "allergies", "Silk", "shoe_size", "42");
  preview = cp_test_case_decide (test, MERGE, TWO);
  g_assert_true (names_difference (preview, "Newsletter in", "English", "Irish", FALSE));
  g_assert_true (names_difference (preview, "Allergies", "Wool", "Silk", FALSE));
  g_assert_true (tells (preview, "Shoe size: takes over 42."));
  cp_test_case_set_staff (test, "ann");
  blind = cp_test_case_decide (test, MERGE, TWO);
  g_assert_false (names_difference (blind, "Allergies", "Wool", "Silk", FALSE));
  cp_test_case_set_staff (test, "mia");
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_move_do (test, MERGE, "{'loser_id':'{member2}','keep':{'newsletter':'loser'}}");
  merged = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  g_assert_cmpstr (cp_json_get_text (merged->fields, "newsletter"), ==, "ga");
  g_assert_cmpstr (cp_json_get_text (merged->fields, "allergies"), ==, "Wool");
  g_assert_cmpstr (cp_json_get_text (merged->fields, "shoe_size"), ==, "42");
}

static void
test_what_is_not_for_their_eyes_is_not_told (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  g_autoptr (CpDecision) decision = NULL;

  get_loser (test)->fields = json_pack ("{s:s}", "allergies", "Silk");
  cp_test_case_set_staff (test, "ann");
  decision = cp_test_case_decide (test, MERGE, TWO);
  g_assert_true (tells (decision, "Allergies is taken over."));
  g_assert_false (tells (decision, "Silk"));
}

/* A row each, of the tag and of the product on the list. */
static void
put_likes (CpAccount *account, const char *member_id, const char *tag)
{
  g_autofree char *tag_id = g_strconcat (member_id, ".tag", NULL);
  g_autofree char *like_id = g_strconcat (member_id, ".like", NULL);
  CpTag *row = cp_entity_new (CP_KIND_TAG, tag_id, account->id);
  CpFavourite *like = cp_entity_new (CP_KIND_FAVOURITE, like_id, account->id);

  row->member_id = g_strdup (member_id);
  row->tag = g_strdup (tag);
  like->member_id = g_strdup (member_id);
  like->product_id = g_strdup ("linen-shirt");
  cp_account_put (account, row);
  cp_account_put (account, like);
}

static void
test_what_both_had_on_a_list_is_there_once (void)
{
  g_autoptr (CpTestCase) test = make_case ();
  const CpMember *winner = cp_test_case_find (test, CP_KIND_MEMBER, "member");
  g_autofree char *winner_id = g_strdup (winner->entity.id);
  const GPtrArray *const *rows;

  put_likes (test->account, winner_id, "Sailing");
  put_likes (test->other, get_loser (test)->entity.id, "sailing");
  test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_move_do (test, MERGE, TWO);
  rows = (const GPtrArray *const *) test->account->rows;
  g_assert_cmpuint (rows[CP_KIND_TAG]->len, ==, 2);
  g_assert_cmpuint (rows[CP_KIND_FAVOURITE]->len, ==, 2);
  for (guint i = 0; i < 2; i++) {
    const CpTag *tag = rows[CP_KIND_TAG]->pdata[i];
    const CpFavourite *like = rows[CP_KIND_FAVOURITE]->pdata[i];

    g_assert_cmpint (tag->removed, ==, g_str_equal (tag->tag, "sailing"));
    g_assert_cmpint (like->removed, ==, !g_str_has_prefix (like->entity.id, winner_id));
  }
}

static void
test_who_can_not_be_merged (void)
{
  static const struct {
    CpMemberState state;
    CpRejection expected;
  } cases[] = {
    { CP_MEMBER_PROVISIONAL, CP_REJECTION_NONE },
    { CP_MEMBER_UNENROLLED, CP_REJECTION_NONE },
    { CP_MEMBER_ON_HOLD, CP_REJECTION_MEMBER_ON_HOLD },
    { CP_MEMBER_MERGED, CP_REJECTION_MEMBER_MERGED },
    { CP_MEMBER_ERASED, CP_REJECTION_MEMBER_NOT_FOUND },
  };
  g_autoptr (CpTestCase) test = make_case ();
  CpMember *relative;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    get_loser (test)->state = cases[i].state;
    cp_test_case_assert (test, MERGE, TWO, cases[i].expected);
  }
  get_loser (test)->state = CP_MEMBER_ENROLLED;
  cp_test_case_assert (test, MERGE, "{'loser_id':'nobody'}", CP_REJECTION_MEMBER_NOT_FOUND);
  cp_test_case_assert (test, MERGE, "{'loser_id':'{member}'}", CP_REJECTION_INVALID);
  relative = cp_entity_new (CP_KIND_MEMBER, "relative", test->other->id);
  relative->state = CP_MEMBER_ENROLLED;
  cp_account_put (test->other, relative);
  cp_test_case_assert (test, MERGE, TWO, CP_REJECTION_INVALID);
  relative->state = CP_MEMBER_ERASED;
  ((CpAccountRow *) test->other->rows[CP_KIND_ACCOUNT]->pdata[0])->blocked = TRUE;
  cp_test_case_assert (test, MERGE, TWO, CP_REJECTION_ACCOUNT_BLOCKED);
}

static void
test_an_associate_proposes_and_a_manager_agrees (void)
{
  g_autoptr (CpTestCase) test = make_case ();

  cp_test_case_set_staff (test, "ann");
  cp_test_case_assert (test, MERGE, TWO, CP_REJECTION_APPROVAL_REQUIRED);
  cp_test_case_set_approver (test, "mia");
  cp_test_case_assert (test, MERGE, TWO, CP_REJECTION_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/merge-members/" path, func)
  ADD ("is-a-proposal-until-head-office-executes-it",
       test_is_a_proposal_until_head_office_executes_it);
  ADD ("the-only-main-card-stays-one", test_the_only_main_card_stays_one);
  ADD ("of-two-alike-the-longer-stays", test_of_two_alike_the_longer_stays);
  ADD ("the-preview-says-what-moves-field-by-field",
       test_the_preview_says_what_moves_field_by_field);
  ADD ("of-whoever-is-being-removed-no-field-is-shown",
       test_of_whoever_is_being_removed_no_field_is_shown);
  ADD ("everything-is-conserved", test_everything_is_conserved);
  ADD ("the-losers-id-stays-an-alias-for-ever", test_the_losers_id_stays_an_alias_for_ever);
  ADD ("an-alias-of-an-alias", test_an_alias_of_an_alias);
  ADD ("cards-beyond-the-maximum-arrive-blocked", test_cards_beyond_the_maximum_arrive_blocked);
  ADD ("where-there-is-no-maximum-none-arrives-blocked",
       test_where_there_is_no_maximum_none_arrives_blocked);
  ADD ("a-debt-comes-along", test_a_debt_comes_along);
  ADD ("the-most-restrictive-consent-wins", test_the_most_restrictive_consent_wins);
  ADD ("tier-points-count-together", test_tier_points_count_together);
  ADD ("what-an-earlier-duplicate-had-said-comes-along",
       test_what_an_earlier_duplicate_had_said_comes_along);
  ADD ("the-higher-status-stays", test_the_higher_status_stays);
  ADD ("the-preview-says-which-points-are-to-come", test_the_preview_says_which_points_are_to_come);
  ADD ("the-preview-says-which-status-ends", test_the_preview_says_which_status_ends);
  ADD ("staff-may-choose-the-losers-text", test_staff_may_choose_the_losers_text);
  ADD ("an-address-that-is-too-fresh-stays-so", test_an_address_that_is_too_fresh_stays_so);
  ADD ("the-chains-own-fields-come-along", test_the_chains_own_fields_come_along);
  ADD ("what-is-not-for-their-eyes-is-not-told", test_what_is_not_for_their_eyes_is_not_told);
  ADD ("what-both-had-on-a-list-is-there-once", test_what_both_had_on_a_list_is_there_once);
  ADD ("who-can-not-be-merged", test_who_can_not_be_merged);
  ADD ("an-associate-proposes-and-a-manager-agrees",
       test_an_associate_proposes_and_a_manager_agrees);
  return g_test_run ();
}
