/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-view.h"

#include "cp-test-case.h"

#include <string.h>

typedef struct {
  CpTestCase *test;
  CpAccount *base;
  CpViewSource source;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->test = cp_test_case_new (1);
  self->base = cp_account_copy (self->test->account);
  self->source = (CpViewSource){ .programme = self->test->programme,
                                 .base = self->base,
                                 .current = self->test->account,
                                 .staff = self->test->the_case.staff,
                                 .staff_rows = self->test->staff,
                                 .online = FALSE,
                                 .as_of_ms = CP_TEST_NOW_MS - 1000,
                                 .now_ms = CP_TEST_NOW_MS };
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_test_case_free (self->test);
  cp_account_free (self->base);
}

static CpJson *
make_view (Fixture *self)
{
  g_autofree char *id = cp_test_chain_id (1, "member");
  CpJson *view = cp_view_member (&self->source, id);

  g_assert_nonnull (view);
  return view;
}

/* Walks `list.0.key`. */
static const json_t *
get (const CpJson *view, const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, ".", -1);
  const json_t *at = view;

  for (guint i = 0; steps[i] != NULL; i++)
    at = json_is_array (at) ? json_array_get (at, (size_t) g_ascii_strtoull (steps[i], NULL, 10))
                            : json_object_get (at, steps[i]);
  g_assert_nonnull (at);
  return at;
}

static gint64
get_int (const CpJson *view, const char *path)
{
  return json_integer_value (get (view, path));
}

static const char *
get_text (const CpJson *view, const char *path)
{
  return json_string_value (get (view, path));
}

static gboolean
get_bool (const CpJson *view, const char *path)
{
  return json_is_true (get (view, path));
}

static void
test_tells_confirmed_from_waiting (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) view = NULL;

  self->test->online = TRUE;
  cp_test_case_do (self->test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':700}");
  cp_test_case_do (self->test, CP_OPERATION_ISSUE_REWARD, "{'definition_id':'five_off'}");
  view = make_view (self);
  g_assert_cmpint (get_int (view, "rewards.confirmed_minor"), ==, 1500);
  g_assert_cmpint (get_int (view, "rewards.waiting_minor"), ==, -200);
  g_assert_cmpint (get_int (view, "rewards.count"), ==, 2);
  g_assert_cmpint (get_int (view, "balances.0.confirmed"), ==, 1200);
  g_assert_cmpint (get_int (view, "balances.0.waiting"), ==, 0);
  g_assert_cmpint (get_int (view, "balances.0.next_expiry.amount"), ==, 1200);
  g_assert_cmpint (get_int (view, "as_of_ms"), ==, CP_TEST_NOW_MS - 1000);
  g_assert_false (get_bool (view, "online"));
}

static void
add_pending (Fixture *self, const char *id, gint64 amount, gint64 days)
{
  CpPoints *entry = cp_entity_new (CP_KIND_POINTS, id, self->test->account->id);

  entry->type_id = g_strdup ("points");
  entry->amount = amount;
  entry->pending_until_ms = CP_TEST_NOW_MS + days * CP_TEST_DAY_MS;
  cp_account_put (self->test->account, entry);
}

static void
test_says_from_when_pending_points_count (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) view = NULL;

  add_pending (self, "later", 7, 9);
  add_pending (self, "one", 3, 2);
  add_pending (self, "two", 2, 2);
  view = make_view (self);
  g_assert_cmpint (get_int (view, "balances.0.pending"), ==, 12);
  g_assert_cmpint (get_int (view, "balances.0.next_pending.amount"), ==, 5);
  g_assert_cmpint (get_int (view, "balances.0.next_pending.at_ms"), ==,
                   CP_TEST_NOW_MS + 2 * CP_TEST_DAY_MS);
}

static void
test_names_no_points_that_are_spent (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) view = NULL;

  add_pending (self, "earned", 7, 2);
  add_pending (self, "taken back", -7, 2);
  add_pending (self, "later", 4, 9);
  cp_test_case_do (self->test, CP_OPERATION_ADJUST_POINTS,
                   "{'type_id':'points','amount':100,'reason_id':'goodwill'}");
  self->test->the_case.mode = CP_DECIDE_AT_HEAD_OFFICE;
  cp_test_case_do (self->test, CP_OPERATION_ADJUST_POINTS,
                   "{'type_id':'points','amount':-1250,'reason_id':'goodwill'}");
  view = make_view (self);
  g_assert_cmpint (get_int (view, "balances.0.next_pending.amount"), ==, 4);
  g_assert_cmpint (get_int (view, "balances.0.next_expiry.amount"), ==, 50);
  g_assert_cmpint (get_int (view, "balances.0.next_expiry.at_ms"), >,
                   CP_TEST_NOW_MS + 201 * CP_TEST_DAY_MS);
}

static void
test_shows_points_of_a_claim_as_pending (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) view = NULL;

  cp_test_case_add_other (self->test, cp_test_chain_receipt (1));
  cp_test_case_do (self->test, CP_OPERATION_CLAIM_RECEIPT, "{'number':'R-0001'}");
  view = make_view (self);
  g_assert_cmpint (get_int (view, "balances.0.pending"), ==, 50);
  g_assert_cmpint (get_int (view, "balances.0.waiting"), ==, 0);
  g_assert_cmpstr (get_text (view, "receipts.0.attribution"), ==, "pending");
  g_assert_cmpint (get_int (view, "receipts.0.points"), ==, 50);
  g_assert_cmpstr (get_text (view, "receipts.0.store_name"), ==, "High Street");
  g_assert_true (get_bool (view, "receipts.0.waiting"));
  g_assert_cmpstr (get_text (view, "actions.0.state"), ==, "waiting");
  g_assert_cmpstr (get_text (view, "actions.0.title"), ==, "Claim receipt");
  g_assert_cmpstr (get_text (view, "actions.0.staff_name"), ==, "Mia Maple");
}

static void
test_sorts_usable_rewards_by_expiry (Fixture *self, gconstpointer data)
{
  CpIncentive *benefit = cp_test_case_find (self->test, CP_KIND_INCENTIVE, "benefit");
  g_autoptr (CpJson) view = NULL;

  benefit->expires_at_ms = CP_TEST_NOW_MS - 1;
  view = make_view (self);
  g_assert_cmpstr (get_text (view, "incentives.0.definition"), ==, "five_off");
  g_assert_cmpstr (get_text (view, "incentives.1.definition"), ==, "ten_off");
  g_assert_cmpstr (get_text (view, "incentives.2.definition"), ==, "coffee");
  g_assert_cmpstr (get_text (view, "incentives.2.state"), ==, "expired");
  g_assert_true (get_bool (view, "incentives.0.can_redeem"));
  g_assert_true (get_bool (view, "incentives.0.can_void"));
  g_assert_false (get_bool (view, "incentives.2.can_void"));
}

static void
test_card_offers_follow_its_state (Fixture *self, gconstpointer data)
{
  CpCard *card = cp_test_case_find (self->test, CP_KIND_CARD, "card");
  CpAction *block = cp_entity_new (CP_KIND_ACTION, "x", self->test->account->id);
  static const struct {
    CpCardState state;
    CpCardMedium medium;
    gboolean blocked;
    gboolean online;
    gboolean waiting;
    gboolean can_block;
    gboolean can_unblock;
    gboolean can_replace;
  } cases[] = {
    { CP_CARD_ACTIVE, CP_CARD_PHYSICAL, FALSE, FALSE, FALSE, TRUE, FALSE, TRUE },
    { CP_CARD_ACTIVE, CP_CARD_PHYSICAL, TRUE, FALSE, FALSE, FALSE, FALSE, TRUE },
    { CP_CARD_ACTIVE, CP_CARD_PHYSICAL, TRUE, TRUE, FALSE, FALSE, TRUE, TRUE },
    { CP_CARD_ACTIVE, CP_CARD_PHYSICAL, TRUE, FALSE, TRUE, FALSE, TRUE, TRUE },
    { CP_CARD_ACTIVE, CP_CARD_VIRTUAL, FALSE, TRUE, FALSE, TRUE, FALSE, FALSE },
    { CP_CARD_REPLACED, CP_CARD_PHYSICAL, TRUE, TRUE, FALSE, FALSE, FALSE, FALSE },
    { CP_CARD_RETIRED, CP_CARD_PHYSICAL, FALSE, TRUE, FALSE, FALSE, FALSE, FALSE },
  };

  card->blocked_by_operation_id = g_strdup ("x");
  block->kind = g_strdup ("block_card");
  block->outcome = g_strdup ("accepted");
  cp_account_put (self->test->account, block);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CpJson) view = NULL;

    card->state = cases[i].state;
    card->medium = cases[i].medium;
    card->blocked = cases[i].blocked;
    block->entity.waiting = cases[i].waiting;
    self->source.online = cases[i].online;
    view = make_view (self);
    g_assert_cmpint (get_bool (view, "cards.0.can_block"), ==, cases[i].can_block);
    g_assert_cmpint (get_bool (view, "cards.0.can_unblock"), ==, cases[i].can_unblock);
    g_assert_cmpint (get_bool (view, "cards.0.can_replace"), ==, cases[i].can_replace);
    /* what only the line is in the way of is told apart from what can't be done at all */
    g_assert_cmpint (cp_json_get_array (get (view, "cards.0"), "later") != NULL, ==,
                     cases[i].state == CP_CARD_ACTIVE && cases[i].blocked && !cases[i].online &&
                         !cases[i].waiting);
  }
}

static void
test_offers_what_the_person_may (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) manager = make_view (self);
  g_autoptr (CpJson) associate = NULL;
  g_autoptr (CpJson) nobody = NULL;

  g_assert_cmpuint (json_object_size (get (manager, "operations")), ==, CP_N_OPERATION_KINDS);
  g_assert_cmpstr (get_text (manager, "operations.unblock_card.code"), ==, "online_only");
  g_assert_true (get_bool (manager, "operations.void_incentive.allowed"));
  g_assert_false (get_bool (manager, "operations.void_incentive.approval"));
  self->source.staff = cp_test_chain_find_staff (self->test->staff, "ann");
  associate = make_view (self);
  g_assert_cmpstr (get_text (associate, "operations.unblock_card.code"), ==, "permission_denied");
  g_assert_true (get_bool (associate, "operations.void_incentive.approval"));
  /* to be identified first is no reason not to begin */
  g_assert_true (get_bool (associate, "operations.change_contact.allowed"));
  g_assert_true (get_bool (associate, "operations.change_contact.identify"));
  g_assert_false (get_bool (manager, "operations.change_contact.identify"));
  g_assert_cmpstr (get_text (manager, "operations.change_contact.class"), ==, "queued");
  self->source.staff = NULL;
  nobody = make_view (self);
  g_assert_false (get_bool (nobody, "operations.link_card.allowed"));
}

static void
test_says_why_a_member_on_hold_is_offered_little (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) view = NULL;

  ((CpMember *) cp_test_case_find (self->test, CP_KIND_MEMBER, "member"))->state =
      CP_MEMBER_ON_HOLD;
  view = make_view (self);
  g_assert_cmpstr (get_text (view, "operations.redeem_reward.code"), ==, "member_on_hold");
  g_assert_nonnull (get_text (view, "operations.redeem_reward.why"));
  g_assert_true (get_bool (view, "operations.block_card.allowed"));
  g_assert_false (get_bool (view, "incentives.0.can_redeem"));
}

static void
test_marks_the_best_status (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) view = NULL;

  cp_test_case_do (self->test, CP_OPERATION_SET_STATUS, "{'status_id':'vip','reason':'kind'}");
  view = make_view (self);
  g_assert_cmpuint (json_array_size (get (view, "statuses")), ==, 2);
  g_assert_cmpstr (get_text (view, "statuses.0.status"), ==, "gold");
  g_assert_true (get_bool (view, "statuses.0.best"));
  g_assert_false (get_bool (view, "statuses.1.best"));
  g_assert_true (get_bool (view, "statuses.1.waiting"));
  g_assert_cmpstr (get_text (view, "statuses.1.system_name"), ==, "Care");
}

/* A card of somebody else's must not be blocked for the member's own. */
static void
test_says_with_whom_the_account_is_shared (Fixture *self, gconstpointer data)
{
  CpMember *other = cp_entity_new (CP_KIND_MEMBER, "zz", self->test->account->id);
  CpCard *card = self->test->account->rows[CP_KIND_CARD]->pdata[0];
  g_autofree char *own_id = g_strdup (card->member_id);
  g_autoptr (CpJson) shared = NULL;
  g_autoptr (CpJson) merged = NULL;

  other->state = CP_MEMBER_ENROLLED;
  other->given_name = g_strdup ("Zoë");
  cp_account_put (self->test->account, other);
  g_free (card->member_id);
  card->member_id = g_strdup ("zz");
  shared = make_view (self);
  g_assert_cmpuint (json_array_size (get (shared, "family")), ==, 1);
  g_assert_cmpstr (get_text (shared, "family.0.name"), ==, "Zoë");
  g_assert_cmpstr (get_text (shared, "cards.0.member_name"), ==, "Zoë");
  other->state = CP_MEMBER_MERGED;
  other->merged_into = g_strdup (own_id);
  merged = make_view (self);
  g_assert_cmpuint (json_array_size (get (merged, "family")), ==, 0);
  g_assert_null (json_object_get (get (merged, "cards.0"), "member_name"));
}

/* Anybody may stand behind the customer. */
static void
test_self_check_identifies_no_further (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) check = NULL;
  g_autofree char *text = NULL;
  static const char *const secrets[] = { "Family1", "1980-05-17", "794600", "example.org", "N1 9GU",
                                         "London",  "M0000",      "04A1B2", "90000001",    "Mia" };

  check = cp_view_self_check (&self->source, NULL);
  text = cp_json_to_text (check);
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_null (strstr (text, secrets[i]));
  g_assert_cmpstr (get_text (check, "given_name"), ==, "Given1");
  g_assert_cmpint (get_int (check, "balances.0.confirmed"), ==, 1200);
  g_assert_cmpint (get_int (check, "rewards.confirmed_minor"), ==, 1500);
  g_assert_cmpint (get_int (check, "next_expiry.amount_minor"), ==, 500);
  g_assert_cmpstr (get_text (check, "next_expiry.name"), ==, "5 off");
  g_assert_cmpstr (get_text (check, "status.name"), ==, "Gold");
}

/* Whichever goes first: the reward goes a month from now. */
static void
test_self_check_tells_of_points_that_expire (Fixture *self, gconstpointer data)
{
  const GPtrArray *entries = self->test->account->rows[CP_KIND_POINTS];
  gint64 soon_ms = CP_TEST_NOW_MS + 24 * 3600 * 1000;
  g_autoptr (CpJson) check = NULL;

  ((CpPoints *) entries->pdata[0])->expires_at_ms = soon_ms;
  check = cp_view_self_check (&self->source, NULL);
  g_assert_cmpint (get_int (check, "next_expiry.points"), ==, 1200);
  g_assert_cmpint (get_int (check, "next_expiry.at_ms"), ==, soon_ms);
  g_assert_cmpstr (get_text (check, "next_expiry.name"), ==, "Points");
  g_assert_null (json_object_get (get (check, "balances.0"), "next_expiry"));
}

static void
test_self_check_keeps_internal_statuses_to_itself (Fixture *self, gconstpointer data)
{
  CpStatus *status = cp_test_case_find (self->test, CP_KIND_STATUS, "status");
  g_autoptr (CpJson) check = NULL;

  g_free (status->system_id);
  status->system_id = g_strdup ("care");
  g_free (status->status_id);
  status->status_id = g_strdup ("vip");
  check = cp_view_self_check (&self->source, NULL);
  g_assert_null (json_object_get (check, "status"));
}

static void
test_nobody_has_no_view (Fixture *self, gconstpointer data)
{
  g_assert_null (cp_view_member (&self->source, "nobody"));
  g_assert_null (cp_view_self_check (&self->source, "nobody"));
}

static void
test_a_refusal_names_the_field (Fixture *self, gconstpointer data)
{
  g_autoptr (CpDecision) decision =
      cp_test_case_decide (self->test, CP_OPERATION_EDIT_PROFILE, "{'set':{'shoe_size':'7'}}");
  g_autoptr (CpJson) json = cp_view_decision (decision);

  g_assert_cmpstr (get_text (json, "field"), ==, "shoe_size");
  g_assert_cmpstr (get_text (json, "detail"), ==, "Shoe size must be from 15 to 50.");
}

static void
test_a_refusal_tells_what_to_do (Fixture *self, gconstpointer data)
{
  g_autoptr (CpDecision) decision = NULL;
  g_autoptr (CpJson) json = NULL;

  decision =
      cp_test_case_decide (self->test, CP_OPERATION_ISSUE_REWARD, "{'definition_id':'draft_off'}");
  json = cp_view_decision (decision);
  g_assert_cmpstr (get_text (json, "decision"), ==, "rejected");
  g_assert_cmpstr (get_text (json, "code"), ==, "not_assignable");
  g_assert_nonnull (get_text (json, "staff_text"));
  g_assert_nonnull (get_text (json, "next_action"));
  g_assert_nonnull (get_text (json, "detail"));
}

static void
test_an_acceptance_tells_what_it_does (Fixture *self, gconstpointer data)
{
  g_autoptr (CpDecision) decision = NULL;
  g_autoptr (CpJson) json = NULL;

  self->test->online = TRUE;
  decision = cp_test_case_decide (self->test, CP_OPERATION_REDEEM_REWARD, "{'amount_minor':700}");
  json = cp_view_decision (decision);
  g_assert_cmpstr (get_text (json, "decision"), ==, "accepted");
  g_assert_cmpint (get_int (json, "value_minor"), ==, 700);
  g_assert_cmpstr (get_text (json, "effects.0"), ==,
                   "Takes €5.00 from 5 off, good until 20\u00a0Mar\u00a02026: €0.00 is left.");
  g_assert_cmpstr (get_text (json, "effects.1"), ==,
                   "Takes €2.00 from 10 off, good until 9\u00a0Apr\u00a02026: €8.00 is left.");
}

static void
test_look_alikes_are_hinted_at (Fixture *self, gconstpointer data)
{
  CpMember *other = cp_entity_copy (cp_test_case_find (self->test, CP_KIND_MEMBER, "member"));
  g_autoptr (CpDecision) decision = NULL;
  g_autoptr (CpJson) json = NULL;
  g_autofree char *text = NULL;

  cp_test_case_add_other (self->test, other);
  self->test->the_case.account = NULL;
  g_free (other->phone);
  other->phone = g_strdup ("+442079460001");
  decision = cp_test_case_decide (
      self->test, CP_OPERATION_ENROL_MEMBER,
      "{'member_id':'019b76da-a800-7000-8000-0000ffff0000','given_name':'A','family_name':'B',"
      "'phone':'02079460001'}");
  json = cp_view_decision (decision);
  g_assert_cmpstr (get_text (json, "code"), ==, "phone_taken");
  g_assert_cmpstr (get_text (json, "look_alikes.0.name"), ==, "Given1 Family1");
  g_assert_cmpstr (get_text (json, "look_alikes.0.phone_tail"), ==, "0001");
  g_assert_cmpstr (get_text (json, "look_alikes.0.email_hint"), ==, "m…@example.org");
  text = cp_json_to_text (json);
  g_assert_null (strstr (text, "+44207946"));
  other->removing = TRUE; /* and of whom nothing is to be shown any more, the name is */
  json_decref (json);
  json = cp_view_decision (decision);
  g_assert_cmpstr (get_text (json, "look_alikes.0.name"), ==, "Given1 Family1");
  g_free (text);
  text = cp_json_to_text (json);
  g_assert_null (strstr (text, "phone_tail"));
  g_assert_null (strstr (text, "email_hint"));
}

static void
test_shows_consent_and_clienteling (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) view = NULL;

  cp_test_case_do (self->test, CP_OPERATION_OPT_IN,
                   "{'mailing_id':'news','channel_id':'sms','text_version':'1','language':'en',"
                   "'method':'paper'}");
  cp_test_case_do (self->test, CP_OPERATION_ADD_NOTE, "{'text':'Likes wool'}");
  cp_test_case_do (self->test, CP_OPERATION_ADD_TAG, "{'tag':'Runner'}");
  cp_test_case_do (self->test, CP_OPERATION_ADD_TASK, "{'text':'Call','due_ms':4102444800000}");
  cp_test_case_do (self->test, CP_OPERATION_MAKE_PROMISE, "{'text':'t','definition_id':'coffee'}");
  cp_test_case_do (self->test, CP_OPERATION_ADD_FAVOURITE,
                   "{'list':'wish','product_id':'p1','name':'Scarf'}");
  view = make_view (self);
  g_assert_cmpuint (json_array_size (get (view, "subscriptions")), ==, 6);
  g_assert_false (cp_json_get_bool (get (view, "subscriptions.0"), "opted_in"));
  g_assert_true (cp_json_get_bool (get (view, "subscriptions.1"), "opted_in"));
  g_assert_true (cp_json_get_bool (get (view, "subscriptions.1"), "waiting"));
  g_assert_cmpstr (get_text (view, "subscriptions.1.staff_name"), ==, "Mia Maple");
  g_assert_cmpstr (get_text (view, "notes.0.text"), ==, "Likes wool");
  g_assert_cmpstr (get_text (view, "notes.0.store_name"), ==, "High Street");
  g_assert_cmpstr (get_text (view, "tags.0.tag"), ==, "Runner");
  g_assert_cmpstr (get_text (view, "tasks.0.due"), ==, "upcoming");
  g_assert_cmpstr (get_text (view, "tasks.0.owner_name"), ==, "Mia Maple");
  g_assert_cmpstr (get_text (view, "promises.0.state"), ==, "proposed");
  g_assert_cmpstr (get_text (view, "promises.0.name"), ==, "Free coffee");
  g_assert_cmpstr (get_text (view, "favourites.0.list"), ==, "wish");
  cp_test_case_do (self->test, CP_OPERATION_REMOVE_TAG, "{'tag':'Runner'}");
  json_decref (view);
  view = make_view (self);
  g_assert_cmpuint (json_array_size (get (view, "tags")), ==, 0);
}

/* In the form's order, whether or not something stands in them; none once they are to be removed. */
static void
test_shows_the_chains_own_fields (Fixture *self, gconstpointer data)
{
  CpMember *member = cp_test_case_find (self->test, CP_KIND_MEMBER, "member");
  g_autoptr (CpJson) view = NULL;
  g_autoptr (CpJson) hidden = NULL;
  g_autoptr (CpJson) masked = NULL;
  g_autoptr (CpJson) thin = NULL;

  member->fields =
      json_pack ("{s:s,s:s,s:s}", "newsletter", "ga", "allergies", "Canaria", "cat_of_old", "Tom");
  view = make_view (self);
  g_assert_cmpuint (json_array_size (get (view, "member.fields")), ==, 6);
  g_assert_cmpstr (get_text (view, "member.fields.0.field"), ==, "shoe_size");
  g_assert_cmpstr (get_text (view, "member.fields.0.label"), ==, "Shoe size");
  g_assert_null (json_object_get (get (view, "member.fields.0"), "value"));
  g_assert_cmpstr (get_text (view, "member.fields.3.value"), ==, "ga");
  g_assert_cmpstr (get_text (view, "member.fields.3.text"), ==, "Irish");
  g_assert_cmpstr (get_text (view, "member.fields.5.value"), ==, "Canaria");
  self->source.staff = cp_test_chain_find_staff (self->test->staff, "ann");
  hidden = make_view (self);
  g_assert_true (get_bool (hidden, "member.fields.5.hidden"));
  g_assert_null (json_object_get (get (hidden, "member.fields.5"), "value"));
  g_assert_null (json_object_get (get (hidden, "member.fields.5"), "text"));
  member->removing = TRUE;
  masked = make_view (self);
  g_assert_null (json_object_get (get (masked, "member.fields.3"), "value"));
  member->thin = TRUE;
  thin = make_view (self);
  g_assert_cmpuint (json_array_size (get (thin, "member.fields")), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/domain/view/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("tells-confirmed-from-waiting", test_tells_confirmed_from_waiting);
  ADD ("says-from-when-pending-points-count", test_says_from_when_pending_points_count);
  ADD ("names-no-points-that-are-spent", test_names_no_points_that_are_spent);
  ADD ("shows-points-of-a-claim-as-pending", test_shows_points_of_a_claim_as_pending);
  ADD ("sorts-usable-rewards-by-expiry", test_sorts_usable_rewards_by_expiry);
  ADD ("card-offers-follow-its-state", test_card_offers_follow_its_state);
  ADD ("offers-what-the-person-may", test_offers_what_the_person_may);
  ADD ("says-why-a-member-on-hold-is-offered-little",
       test_says_why_a_member_on_hold_is_offered_little);
  ADD ("marks-the-best-status", test_marks_the_best_status);
  ADD ("says-with-whom-the-account-is-shared", test_says_with_whom_the_account_is_shared);
  ADD ("self-check-identifies-no-further", test_self_check_identifies_no_further);
  ADD ("self-check-tells-of-points-that-expire", test_self_check_tells_of_points_that_expire);
  ADD ("self-check-keeps-internal-statuses-to-itself",
       test_self_check_keeps_internal_statuses_to_itself);
  ADD ("nobody-has-no-view", test_nobody_has_no_view);
  ADD ("a-refusal-names-the-field", test_a_refusal_names_the_field);
  ADD ("a-refusal-tells-what-to-do", test_a_refusal_tells_what_to_do);
  ADD ("an-acceptance-tells-what-it-does", test_an_acceptance_tells_what_it_does);
  ADD ("shows-consent-and-clienteling", test_shows_consent_and_clienteling);
  ADD ("look-alikes-are-hinted-at", test_look_alikes_are_hinted_at);
  ADD ("shows-the-chains-own-fields", test_shows_the_chains_own_fields);
  return g_test_run ();
}
