/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-test-kinds.h"

const char *const cp_test_kind_payloads[CP_N_OPERATION_KINDS] = {
  [CP_OPERATION_ENROL_MEMBER] = "{'member_id':'019b76da-a800-7000-8000-0000ffff0000',"
                                "'given_name':'Zoë','family_name':'Young','phone':'02079460999'}",
  [CP_OPERATION_EDIT_PROFILE] = "{'set':{'city':'Leeds'}}",
  [CP_OPERATION_SET_STATUS] = "{'status_id':'silver'}",
  [CP_OPERATION_REMOVE_STATUS] = "{'status_id':'gold'}",
  [CP_OPERATION_UNENROL_MEMBER] = "{'reason_id':'asked'}",
  [CP_OPERATION_ENROL_AGAIN] = "{}",
  [CP_OPERATION_DEACTIVATE_MEMBER] = "{'text':'Moves abroad for a year'}",
  [CP_OPERATION_REACTIVATE_MEMBER] = "{}",
  [CP_OPERATION_BLOCK_ACCOUNT] = "{'reason_id':'fraud'}",
  [CP_OPERATION_UNBLOCK_ACCOUNT] = "{'block_id':'b'}",
  [CP_OPERATION_CHANGE_CONTACT] = "{'field':'phone','value':'02079460888'}",
  [CP_OPERATION_REMOVE_MEMBER] = "{'reason_id':'asked'}",
  [CP_OPERATION_MERGE_MEMBERS] = "{'loser_id':'{member2}'}",
  [CP_OPERATION_JOIN_FAMILY] =
      "{'other_member_id':'{member2}','card_uid':'{uid}','other_card_uid':'{uid2}'}",
  [CP_OPERATION_SEND_LINK] = "{'channel_id':'email'}",
  [CP_OPERATION_OPT_IN] = "{'mailing_id':'news','channel_id':'email','text_version':'2026-1','"
                          "language':'en','method':'in_person'}",
  [CP_OPERATION_OPT_OUT] = "{'mailing_id':'news','channel_id':'email'}",
  [CP_OPERATION_ADD_FAVOURITE] = "{'list':'wish','product_id':'p1','name':'Blue scarf'}",
  [CP_OPERATION_REMOVE_FAVOURITE] = "{'list':'wish','product_id':'p0'}",
  [CP_OPERATION_ADD_NOTE] = "{'text':'Likes wool'}",
  [CP_OPERATION_ADD_TAG] = "{'tag':'Runner'}",
  [CP_OPERATION_REMOVE_TAG] = "{'tag':'Old tag'}",
  [CP_OPERATION_ADD_TASK] = "{'text':'Call','due_ms':4102444800000,'owner_staff_id':'bob'}",
  [CP_OPERATION_CLOSE_TASK] = "{'task_id':'task','text':'t'}",
  [CP_OPERATION_MAKE_PROMISE] = "{'text':'5 off next time','definition_id':'five_off'}",
  [CP_OPERATION_ANSWER_PROMISE] = "{'promise_id':'promise','text':'t'}",
  [CP_OPERATION_LINK_CARD] = "{'uid':'04AAAAAAAAAA01'}",
  [CP_OPERATION_BLOCK_CARD] = "{'card_id':'{card}','reason_id':'lost'}",
  [CP_OPERATION_UNBLOCK_CARD] = "{'card_id':'{card}','reason_id':'found'}",
  [CP_OPERATION_REPLACE_CARD] = "{'card_id':'{card}','uid':'04AAAAAAAAAA01'}",
  [CP_OPERATION_ISSUE_BENEFIT] = "{'definition_id':'coffee'}",
  [CP_OPERATION_ISSUE_REWARD] = "{'definition_id':'five_off'}",
  [CP_OPERATION_ISSUE_CREDIT] = "{'definition_id':'purse'}",
  [CP_OPERATION_VOID_INCENTIVE] = "{'incentive_id':'{reward5}','reason_id':'mistake'}",
  [CP_OPERATION_REDEEM_REWARD] = "{'amount_minor':700}",
  [CP_OPERATION_CLAIM_RECEIPT] = "{'number':'R-0001'}",
  [CP_OPERATION_ADJUST_POINTS] = "{'type_id':'points','amount':50,'reason_id':'goodwill'}",
  [CP_OPERATION_OPEN_MEMBER] = "{}",
  [CP_OPERATION_NOTE_REFUSAL] = "{'operation':'redeem_reward','code':'invalid'}",
  [CP_OPERATION_UNLOCK_STAFF] = "{'staff_id':'ann'}",
  [CP_OPERATION_CLAIM_INCENTIVE] = "{'definition_id':'grown_up'}",
  [CP_OPERATION_EXTEND_INCENTIVE] = "{'incentive_id':'{reward5}','days':10}",
  [CP_OPERATION_REDEEM_BENEFIT] = "{'incentive_id':'{benefit}'}",
  [CP_OPERATION_REDEEM_CREDIT] = "{'amount_minor':100}",
  [CP_OPERATION_CONFIRM_REDEMPTION] = "{'redemption_id':'held'}",
  [CP_OPERATION_CANCEL_REDEMPTION] = "{'redemption_id':'held'}",
  [CP_OPERATION_REVERSE_REDEMPTION] = "{'redemption_id':'done','reason_id':'mistake'}",
  [CP_OPERATION_RETURN_REDEMPTION] = "{'redemption_id':'done','reason_id':'goods_back'}",
  [CP_OPERATION_RETIRE_CARD] = "{'card_id':'{card}','reason_id':'unwanted'}",
  [CP_OPERATION_RESTORE_CARD] = "{'card_id':'{card}'}",
  [CP_OPERATION_CHANGE_CARD_CATEGORY] = "{'card_id':'{card}','category_id':'employee'}",
  [CP_OPERATION_DETACH_RECEIPT] = "{'receipt_id':'bought','reason_id':'not_theirs'}",
  [CP_OPERATION_END_VISIT] = "{'reason_id':'served'}",
  [CP_OPERATION_RETURN_LEASE] = "{'recalled_ms':1}",
};

/* A tag, a wish, a task and a promise, for those that take one away or answer it. */
static void
add_clienteling (CpAccount *account)
{
  const char *member_id = cp_account_find_member (account, NULL)->entity.id;
  g_autofree char *tag_id = g_strconcat (member_id, ".old tag", NULL);
  g_autofree char *wish_id = g_strconcat (member_id, ".wish.p0", NULL);
  CpTag *tag = cp_entity_new (CP_KIND_TAG, tag_id, account->id);
  CpFavourite *wish = cp_entity_new (CP_KIND_FAVOURITE, wish_id, account->id);
  CpTask *task = cp_entity_new (CP_KIND_TASK, "task", account->id);
  CpPromise *promise = cp_entity_new (CP_KIND_PROMISE, "promise", account->id);

  tag->member_id = g_strdup (member_id);
  tag->tag = g_strdup ("Old tag");
  wish->member_id = g_strdup (member_id);
  wish->list = CP_FAVOURITE_WISH;
  wish->product_id = g_strdup ("p0");
  task->member_id = g_strdup (member_id);
  promise->member_id = g_strdup (member_id);
  promise->definition_id = g_strdup ("five_off");
  cp_account_put (account, tag);
  cp_account_put (account, wish);
  cp_account_put (account, task);
  cp_account_put (account, promise);
}

/* A credit, and a redemption that is held and one that is done. */
static void
add_redemptions (CpTestCase *test)
{
  CpIncentive *reward = cp_test_case_find (test, CP_KIND_INCENTIVE, "reward10");
  CpIncentive *credit = cp_entity_copy (reward);

  g_free (credit->entity.id);
  credit->entity.id = g_strdup ("credit");
  g_free (credit->definition_id);
  credit->definition_id = g_strdup ("purse");
  credit->class_ = CP_CLASS_CREDIT;
  cp_account_put (test->account, credit);
  cp_test_case_add_redemption (test, "held", CP_REDEMPTION_HELD);
  cp_test_case_add_redemption (test, "done", CP_REDEMPTION_CONFIRMED);
  reward->amount_minor += 200; /* so that as much as ever is left */
  reward->balance_minor += 200;
}

static void
add_purchase (CpTestCase *test)
{
  CpReceipt *receipt = cp_test_chain_receipt (1);

  g_free (receipt->entity.id);
  receipt->entity.id = g_strdup ("bought");
  receipt->entity.account_id = g_strdup (test->account->id);
  g_free (receipt->number);
  receipt->number = g_strdup ("R-BOUGHT");
  receipt->attribution = CP_RECEIPT_ATTRIBUTED;
  cp_account_put (test->account, receipt);
}

static void
bend_card (CpTestCase *test, CpOperationKind kind)
{
  CpCard *card = cp_test_case_find (test, CP_KIND_CARD, "card");

  card->blocked = kind == CP_OPERATION_UNBLOCK_CARD || kind == CP_OPERATION_REPLACE_CARD;
  if (kind == CP_OPERATION_RESTORE_CARD)
    card->state = CP_CARD_RETIRED;
  if (kind == CP_OPERATION_RETIRE_CARD)
    card->medium = CP_CARD_ADDITIONAL;
}

CpTestCase *
cp_test_kind_make_case (CpOperationKind kind)
{
  CpTestCase *test = cp_test_case_new (1);

  if (kind == CP_OPERATION_ENROL_MEMBER)
    test->the_case.account = NULL;
  if (kind == CP_OPERATION_MERGE_MEMBERS || kind == CP_OPERATION_JOIN_FAMILY)
    cp_test_case_set_other (test, 2);
  bend_card (test, kind);
  if (kind == CP_OPERATION_UNBLOCK_ACCOUNT) {
    CpAccountRow *row = cp_test_case_find (test, CP_KIND_ACCOUNT, "account");

    row->blocked = TRUE;
    row->blocked_by_operation_id = g_strdup ("b");
  }
  add_clienteling (test->account);
  add_redemptions (test);
  add_purchase (test);
  if (kind == CP_OPERATION_ENROL_AGAIN)
    ((CpMember *) cp_test_case_find (test, CP_KIND_MEMBER, "member"))->state = CP_MEMBER_UNENROLLED;
  if (kind == CP_OPERATION_REACTIVATE_MEMBER)
    ((CpMember *) cp_test_case_find (test, CP_KIND_MEMBER, "member"))->state = CP_MEMBER_ON_HOLD;
  cp_test_case_add_other (test, cp_test_chain_receipt (1));
  return test;
}
