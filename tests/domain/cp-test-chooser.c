/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-world.h"

#include <string.h>

static guint
roll (CpTestChooser *self, guint sides)
{
  return (guint) g_rand_int_range (self->random, 0, (gint32) sides);
}

/* The id of a row of that kind, or now and then of none. */
static const char *
pick_id (CpTestChooser *self, const CpAccount *account, CpKind kind)
{
  const GPtrArray *rows = account->rows[kind];

  if (rows->len == 0 || roll (self, 20) == 0)
    return "nothing";
  return ((CpEntity *) rows->pdata[roll (self, rows->len)])->id;
}

/* A stock card's, an unknown one's, or somebody's. */
static char *
pick_uid (CpTestChooser *self)
{
  switch (roll (self, 3)) {
  case 0:
    return g_strdup_printf ("04BBBBBBBB%04X", roll (self, 6));
  case 1:
    return g_strdup_printf ("04CCCCCCCC%04X", roll (self, 1000));
  default:
    return cp_test_chain_uid (1 + roll (self, 3));
  }
}

static char *
make_enrolment (CpTestChooser *self)
{
  g_autofree char *uid = pick_uid (self);
  g_autofree char *card =
      roll (self, 2) ? g_strdup_printf (",'card_uid':'%s'", uid) : g_strdup ("");
  g_autofree char *id = cp_test_id (self->first + 0x800000 + self->n_operations);

  return g_strdup_printf ("{'member_id':'%s','given_name':'N%u','family_name':'F',"
                          "'phone':'0207946%04u','birth_date':'19%u-01-01'%s}",
                          id, roll (self, 20), roll (self, 60), 10 + roll (self, 80), card);
}

static char *
make_edit (CpTestChooser *self)
{
  static const char *const fields[] = { "city",       "postcode",  "given_name", "birth_date",
                                        "phone",      "shoe_size", "dog",        "wedding_day",
                                        "newsletter", "paper" };
  static const char *const texts[] = { "",   "Leeds", "1990-05-05", "York", "02079460555",
                                       "42", "ga",    "yes" };

  return g_strdup_printf ("{'set':{'%s':'%s'}%s}", fields[roll (self, G_N_ELEMENTS (fields))],
                          texts[roll (self, G_N_ELEMENTS (texts))],
                          roll (self, 3) == 0 ? ",'seen':{'city':'Paris'}" : "");
}

static char *
make_status (CpTestChooser *self, gint64 now_ms)
{
  static const char *const statuses[] = { "silver", "gold", "black", "vip", "nothing" };
  gint64 until_ms = roll (self, 2) ? now_ms + (gint64) roll (self, 30) * CP_TEST_DAY_MS : 0;

  return g_strdup_printf ("{'status_id':'%s','until_ms':%" G_GINT64_FORMAT "%s}",
                          statuses[roll (self, G_N_ELEMENTS (statuses))], until_ms,
                          roll (self, 2) ? ",'reason':'r'" : "");
}

static char *
make_issue (CpTestChooser *self, gboolean benefit)
{
  static const char *const definitions[] = { "five_off",   "ten_off",    "fifty_off", "whole_off",
                                             "basket_off", "capped_off", "later_off", "draft_off" };

  return g_strdup_printf ("{'definition_id':'%s'}",
                          benefit ? "coffee"
                                  : definitions[roll (self, G_N_ELEMENTS (definitions))]);
}

static char *
make_redemption (CpTestChooser *self, const CpAccount *account)
{
  guint amount = 1 + roll (self, roll (self, 8) == 0 ? 8000 : 700);

  if (roll (self, 4) == 0)
    return g_strdup_printf ("{'amount_minor':%u,'incentive_id':'%s','hold':%s}", amount,
                            pick_id (self, account, CP_KIND_INCENTIVE),
                            roll (self, 4) ? "false" : "true");
  return g_strdup_printf ("{'amount_minor':%u,'basket_minor':%u,'hold':%s}", amount,
                          roll (self, 2) ? 10000 : 0, roll (self, 4) ? "false" : "true");
}

static char *
make_opt_in (CpTestChooser *self)
{
  static const char *const mailings[] = { "news", "news", "news", "offers", "nothing" };
  static const char *const channels[] = { "email", "email", "email", "sms", "post" };

  return g_strdup_printf ("{'mailing_id':'%s','channel_id':'%s','text_version':'1',"
                          "'language':'en'%s}",
                          mailings[roll (self, G_N_ELEMENTS (mailings))],
                          channels[roll (self, G_N_ELEMENTS (channels))],
                          roll (self, 5) ? ",'method':'paper'" : "");
}

/* What is chosen for each kind; {card} and the like are a row's id, {uid} a chip's, {digit} 0 to 9,
 * {later} a time from now on, {flag} true or false. Those with a maker of their own have none. */
static const char *const templates[CP_N_OPERATION_KINDS] = {
  [CP_OPERATION_REMOVE_STATUS] = "{'status_id':'{tier}'}",
  [CP_OPERATION_CHANGE_CONTACT] = "{'field':'phone','value':'0207946066{digit}'}",
  [CP_OPERATION_REMOVE_MEMBER] = "{'reason_id':'asked'}",
  [CP_OPERATION_MERGE_MEMBERS] = "{'loser_id':'{other}'}",
  [CP_OPERATION_JOIN_FAMILY] =
      "{'other_member_id':'{other}','card_uid':'{own_uid}','other_card_uid':'{other_uid}'}",
  [CP_OPERATION_SEND_LINK] = "{'channel_id':'email'}",
  [CP_OPERATION_OPT_OUT] = "{'mailing_id':'news','channel_id':'email'}",
  [CP_OPERATION_ADD_FAVOURITE] = "{'list':'wish','product_id':'p{digit}','name':'n'}",
  [CP_OPERATION_REMOVE_FAVOURITE] = "{'list':'wish','product_id':'p{digit}'}",
  [CP_OPERATION_ADD_NOTE] = "{'text':'Likes wool'}",
  [CP_OPERATION_ADD_TAG] = "{'tag':'t{digit}'}",
  [CP_OPERATION_REMOVE_TAG] = "{'tag':'t{digit}'}",
  [CP_OPERATION_ADD_TASK] = "{'text':'Call','due_ms':{later}}",
  [CP_OPERATION_CLOSE_TASK] = "{'task_id':'{task}'}",
  [CP_OPERATION_MAKE_PROMISE] = "{'text':'5 off next time','definition_id':'five_off'}",
  [CP_OPERATION_ANSWER_PROMISE] = "{'promise_id':'{promise}'}",
  [CP_OPERATION_UNENROL_MEMBER] = "{'reason_id':'asked','text':'t'}",
  [CP_OPERATION_ENROL_AGAIN] = "{'text':'t'}",
  [CP_OPERATION_DEACTIVATE_MEMBER] = "{'text':'t'}",
  [CP_OPERATION_REACTIVATE_MEMBER] = "{'text':'t'}",
  [CP_OPERATION_BLOCK_ACCOUNT] = "{'reason_id':'fraud'}",
  [CP_OPERATION_UNBLOCK_ACCOUNT] = "{}",
  [CP_OPERATION_LINK_CARD] = "{'uid':'{uid}'}",
  [CP_OPERATION_BLOCK_CARD] = "{'card_id':'{card}','reason_id':'lost'}",
  [CP_OPERATION_UNBLOCK_CARD] = "{'card_id':'{card}','reason_id':'found'}",
  [CP_OPERATION_REPLACE_CARD] = "{'card_id':'{card}','uid':'{uid}'}",
  [CP_OPERATION_VOID_INCENTIVE] = "{'incentive_id':'{incentive}','reason_id':'mistake'}",
  [CP_OPERATION_CLAIM_RECEIPT] = "{'number':'R-000{digit}'}",
  [CP_OPERATION_ADJUST_POINTS] = "{'type_id':'points','amount':{amount},'reason_id':'goodwill'}",
  [CP_OPERATION_OPEN_MEMBER] = "{'card_id':'{card}'}",
  [CP_OPERATION_NOTE_REFUSAL] = "{'operation':'redeem_reward','code':'invalid'}",
  [CP_OPERATION_UNLOCK_STAFF] = "{'staff_id':'ann'}",
  [CP_OPERATION_CLAIM_INCENTIVE] = "{'definition_id':'grown_up'}",
  [CP_OPERATION_EXTEND_INCENTIVE] = "{'incentive_id':'{incentive}','days':{digit}}",
  [CP_OPERATION_REDEEM_BENEFIT] = "{'incentive_id':'{incentive}','uses':{digit},'hold':{flag}}",
  [CP_OPERATION_REDEEM_CREDIT] = "{'amount_minor':5{digit}}",
  [CP_OPERATION_CONFIRM_REDEMPTION] = "{'redemption_id':'{redemption}'}",
  [CP_OPERATION_CANCEL_REDEMPTION] = "{'redemption_id':'{redemption}'}",
  [CP_OPERATION_REVERSE_REDEMPTION] = "{'redemption_id':'{redemption}','reason_id':'mistake'}",
  [CP_OPERATION_RETURN_REDEMPTION] = "{'redemption_id':'{redemption}','reason_id':'goods_back'}",
  [CP_OPERATION_RETIRE_CARD] = "{'card_id':'{card}','reason_id':'unwanted'}",
  [CP_OPERATION_RESTORE_CARD] = "{'card_id':'{card}'}",
  [CP_OPERATION_CHANGE_CARD_CATEGORY] = "{'card_id':'{card}','category_id':'employee'}",
  [CP_OPERATION_DETACH_RECEIPT] = "{'receipt_id':'{receipt}','reason_id':'not_theirs'}",
  [CP_OPERATION_END_VISIT] = "{'reason_id':'served'}",
  [CP_OPERATION_RETURN_LEASE] = "{'recalled_ms':1}",
};

/* {other} is another member, {other_uid} and {own_uid} are cards of that one and of this. */
static void
expand_other (CpTestChooser *self,
              const CpTestWorld *world,
              const CpAccount *account,
              GString *text)
{
  const CpAccount *other = world->accounts->pdata[roll (self, world->accounts->len)];
  const GPtrArray *own = account->rows[CP_KIND_CARD];
  const GPtrArray *others = other->rows[CP_KIND_CARD];
  const CpCard *card = own->len > 0 ? own->pdata[roll (self, own->len)] : NULL;
  const CpCard *other_card = others->len > 0 ? others->pdata[roll (self, others->len)] : NULL;

  g_string_replace (text, "{other}",
                    other_card != NULL && other_card->member_id != NULL
                        ? other_card->member_id
                        : pick_id (self, other, CP_KIND_MEMBER),
                    0);
  g_string_replace (text, "{own_uid}", card != NULL && card->uid != NULL ? card->uid : "", 0);
  g_string_replace (text, "{other_uid}",
                    other_card != NULL && other_card->uid != NULL ? other_card->uid : "", 0);
}

static char *
expand (CpTestChooser *self,
        const char *template,
        const CpTestWorld *world,
        const CpAccount *account,
        gint64 now_ms)
{
  static const struct {
    const char *place;
    CpKind kind;
  } rows[] = {
    { "{card}", CP_KIND_CARD },
    { "{incentive}", CP_KIND_INCENTIVE },
    { "{redemption}", CP_KIND_REDEMPTION },
    { "{receipt}", CP_KIND_RECEIPT },
    { "{task}", CP_KIND_TASK },
    { "{promise}", CP_KIND_PROMISE },
  };
  GString *text = g_string_new (template);
  g_autofree char *uid = pick_uid (self);
  g_autofree char *digit = g_strdup_printf ("%u", roll (self, 10));
  g_autofree char *amount = g_strdup_printf ("%d", (int) roll (self, 600) - 200);
  g_autofree char *later =
      g_strdup_printf ("%" G_GINT64_FORMAT, now_ms + (gint64) roll (self, 9) * CP_TEST_DAY_MS);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_string_replace (text, rows[i].place, pick_id (self, account, rows[i].kind), 0);
  expand_other (self, world, account, text);
  g_string_replace (text, "{uid}", uid, 0);
  g_string_replace (text, "{digit}", digit, 0);
  g_string_replace (text, "{amount}", amount, 0);
  g_string_replace (text, "{later}", later, 0);
  g_string_replace (text, "{flag}", roll (self, 3) ? "false" : "true", 0);
  g_string_replace (text, "{tier}", roll (self, 2) ? "gold" : "silver", 0);
  return g_string_free (text, FALSE);
}

static char *
make_payload (CpTestChooser *self,
              CpOperationKind kind,
              const CpTestWorld *world,
              const CpAccount *account,
              gint64 now_ms)
{
  if (templates[kind] != NULL)
    return expand (self, templates[kind], world, account, now_ms);
  if (kind == CP_OPERATION_ENROL_MEMBER)
    return make_enrolment (self);
  if (kind == CP_OPERATION_EDIT_PROFILE)
    return make_edit (self);
  if (kind == CP_OPERATION_SET_STATUS)
    return make_status (self, now_ms);
  if (kind == CP_OPERATION_OPT_IN)
    return make_opt_in (self);
  if (kind == CP_OPERATION_REDEEM_REWARD)
    return make_redemption (self, account);
  if (kind == CP_OPERATION_ISSUE_CREDIT)
    return g_strdup (roll (self, 4) != 0 ? "{'definition_id':'purse'}"
                                         : "{'definition_id':'five_off'}");
  return make_issue (self, kind == CP_OPERATION_ISSUE_BENEFIT);
}

/* What stops an account until head office says otherwise: else soon all would stand still. */
static gboolean
stops_everything (CpOperationKind kind)
{
  return kind == CP_OPERATION_UNENROL_MEMBER || kind == CP_OPERATION_DEACTIVATE_MEMBER ||
         kind == CP_OPERATION_BLOCK_ACCOUNT || kind == CP_OPERATION_REMOVE_MEMBER ||
         kind == CP_OPERATION_CHANGE_CONTACT;
}

/* Money and cards more often than the rest, and what seldom
 * succeeds or clashes. */
static CpOperationKind
pick_kind (CpTestChooser *self)
{
  static const CpOperationKind often[] = { CP_OPERATION_REDEEM_REWARD, CP_OPERATION_ISSUE_REWARD,
                                           CP_OPERATION_BLOCK_CARD, CP_OPERATION_REPLACE_CARD };
  static const CpOperationKind rare[] = { CP_OPERATION_JOIN_FAMILY, CP_OPERATION_JOIN_FAMILY,
                                          CP_OPERATION_OPT_IN, CP_OPERATION_OPT_OUT,
                                          CP_OPERATION_VOID_INCENTIVE };
  CpOperationKind kind;

  if (roll (self, 2) == 0)
    return often[roll (self, G_N_ELEMENTS (often))];
  if (roll (self, 4) == 0)
    return rare[roll (self, G_N_ELEMENTS (rare))];
  kind = (CpOperationKind) roll (self, CP_N_OPERATION_KINDS);
  return stops_everything (kind) && roll (self, 5) != 0 ? CP_OPERATION_END_VISIT : kind;
}

/* Mostly one that works, sometimes any. */
static const char *
pick_card (CpTestChooser *self, const CpAccount *account)
{
  const GPtrArray *cards = account->rows[CP_KIND_CARD];

  for (guint i = 0; i < cards->len && roll (self, 6) != 0; i++)
    if (cp_card_identifies (cards->pdata[i]))
      return ((const CpEntity *) cards->pdata[i])->id;
  return pick_id (self, account, CP_KIND_CARD);
}

CpOperation *
cp_test_chooser_next (CpTestChooser *self, const CpTestWorld *world, gint64 now_ms)
{
  static const char *const people[] = { "ann", "mia", "hal" };
  const CpAccount *account = world->accounts->pdata[roll (self, world->accounts->len)];
  const CpMember *member = cp_account_find_member (account, NULL);
  CpOperationKind kind = pick_kind (self);
  g_autofree char *payload = make_payload (self, kind, world, account, now_ms);
  CpOperation *operation =
      cp_test_chain_operation (self->first + self->n_operations++, kind, 0, payload);

  if (kind != CP_OPERATION_ENROL_MEMBER) {
    operation->member_id = g_strdup (member->entity.id);
    operation->account_id = g_strdup (account->id);
  }
  operation->at_ms = now_ms;
  operation->online = roll (self, 2) == 0;
  g_free (operation->staff_id);
  operation->staff_id = g_strdup (people[roll (self, G_N_ELEMENTS (people))]);
  if (kind != CP_OPERATION_ENROL_MEMBER && roll (self, 3) != 0)
    operation->card_id = g_strdup (pick_card (self, account));
  return operation;
}
