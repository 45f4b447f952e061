/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-operation.h"

#include <string.h>

#include "cp-error.h"
#include "cp-test-chain.h"

/* A payload of each kind with everything in it. */
static const char *const payloads[CP_N_OPERATION_KINDS] = {
  [CP_OPERATION_ENROL_MEMBER] =
      "{'member_id':'m','given_name':'A','family_name':'B','birth_date':'1980-01-01',"
      "'phone':'+44','email':'a@b.c','postcode':'1','city':'C','language':'en','fields':{'dog':'D'}"
      ","
      "'card_uid':'04','despite_look_alikes':true}",
  [CP_OPERATION_EDIT_PROFILE] = "{'set':{'city':'C'},'seen':{'city':'D'}}",
  [CP_OPERATION_SET_STATUS] = "{'status_id':'gold','until_ms':5,'reason':'r'}",
  [CP_OPERATION_REMOVE_STATUS] = "{'status_id':'gold','reason':'r'}",
  [CP_OPERATION_UNENROL_MEMBER] = "{'reason_id':'asked','text':'t'}",
  [CP_OPERATION_ENROL_AGAIN] = "{'reason_id':'asked','text':'t'}",
  [CP_OPERATION_DEACTIVATE_MEMBER] = "{'reason_id':'asked','text':'t'}",
  [CP_OPERATION_REACTIVATE_MEMBER] = "{'reason_id':'asked','text':'t'}",
  [CP_OPERATION_BLOCK_ACCOUNT] = "{'reason_id':'fraud','text':'t'}",
  [CP_OPERATION_UNBLOCK_ACCOUNT] = "{'block_id':'b','reason_id':'mistake','text':'t'}",
  [CP_OPERATION_CHANGE_CONTACT] = "{'field':'phone','value':'02079460888','seen':'+44'}",
  [CP_OPERATION_REMOVE_MEMBER] = "{'reason_id':'asked','text':'t'}",
  [CP_OPERATION_MERGE_MEMBERS] = "{'loser_id':'m','keep':{'city':'loser'}}",
  [CP_OPERATION_JOIN_FAMILY] = "{'other_member_id':'m','card_uid':'04','other_card_uid':'05'}",
  [CP_OPERATION_SEND_LINK] = "{'channel_id':'email'}",
  [CP_OPERATION_OPT_IN] = "{'mailing_id':'news','channel_id':'email','text_version':'2026-1','"
                          "language':'en','method':'in_person'}",
  [CP_OPERATION_OPT_OUT] = "{'mailing_id':'news','channel_id':'email','after_ms':1}",
  [CP_OPERATION_ADD_FAVOURITE] = "{'list':'wish','product_id':'p1','name':'Blue scarf'}",
  [CP_OPERATION_REMOVE_FAVOURITE] = "{'list':'wish','product_id':'p0','name':'n'}",
  [CP_OPERATION_ADD_NOTE] = "{'text':'Likes wool'}",
  [CP_OPERATION_ADD_TAG] = "{'tag':'Runner'}",
  [CP_OPERATION_REMOVE_TAG] = "{'tag':'Old tag'}",
  [CP_OPERATION_ADD_TASK] = "{'text':'Call','due_ms':4102444800000,'owner_staff_id':'bob'}",
  [CP_OPERATION_CLOSE_TASK] = "{'task_id':'task','cancelled':true,'text':'t'}",
  [CP_OPERATION_MAKE_PROMISE] = "{'text':'5 off next time','definition_id':'five_off'}",
  [CP_OPERATION_ANSWER_PROMISE] = "{'promise_id':'promise','declined':true,'text':'t'}",
  [CP_OPERATION_LINK_CARD] = "{'uid':'04','number':'9','is_virtual':true}",
  [CP_OPERATION_BLOCK_CARD] = "{'card_id':'c','reason_id':'lost','text':'t'}",
  [CP_OPERATION_UNBLOCK_CARD] = "{'card_id':'c','block_id':'b','reason_id':'found','text':'t'}",
  [CP_OPERATION_REPLACE_CARD] = "{'card_id':'c','uid':'04','number':'9'}",
  [CP_OPERATION_ISSUE_BENEFIT] = "{'definition_id':'coffee','reason':'r'}",
  [CP_OPERATION_ISSUE_REWARD] = "{'definition_id':'five_off','reason':'r'}",
  [CP_OPERATION_ISSUE_CREDIT] = "{'definition_id':'purse','reason':'r'}",
  [CP_OPERATION_VOID_INCENTIVE] = "{'incentive_id':'i','reason_id':'mistake','text':'t'}",
  [CP_OPERATION_REDEEM_REWARD] =
      "{'amount_minor':5,'basket_minor':6,'incentive_id':'i','hold':true}",
  [CP_OPERATION_CLAIM_RECEIPT] = "{'number':'R','store_id':'high','day_ms':5,'total_minor':6}",
  [CP_OPERATION_ADJUST_POINTS] = "{'type_id':'points','amount':5,'reason_id':'goodwill',"
                                 "'customer_text':'c','note':'n'}",
  [CP_OPERATION_OPEN_MEMBER] = "{'card_id':'c'}",
  [CP_OPERATION_NOTE_REFUSAL] = "{'operation':'redeem_reward','code':'invalid'}",
  [CP_OPERATION_UNLOCK_STAFF] = "{'staff_id':'ann'}",
  [CP_OPERATION_CLAIM_INCENTIVE] = "{'definition_id':'d'}",
  [CP_OPERATION_EXTEND_INCENTIVE] = "{'incentive_id':'i','days':3,'until_ms':5,'reason_id':'r',"
                                    "'text':'t'}",
  [CP_OPERATION_REDEEM_BENEFIT] = "{'incentive_id':'i','definition_id':'d','uses':2,"
                                  "'basket':{'total_minor':5},'hold':true}",
  [CP_OPERATION_REDEEM_CREDIT] =
      "{'amount_minor':5,'basket_minor':6,'incentive_id':'i','hold':true}",
  [CP_OPERATION_CONFIRM_REDEMPTION] = "{'redemption_id':'r','reason_id':'r','text':'t'}",
  [CP_OPERATION_CANCEL_REDEMPTION] = "{'redemption_id':'r','reason_id':'r','text':'t'}",
  [CP_OPERATION_REVERSE_REDEMPTION] = "{'redemption_id':'r','reason_id':'r','text':'t'}",
  [CP_OPERATION_RETURN_REDEMPTION] = "{'redemption_id':'r','reason_id':'r','text':'t'}",
  [CP_OPERATION_RETIRE_CARD] = "{'card_id':'c','reason_id':'r','text':'t'}",
  [CP_OPERATION_RESTORE_CARD] = "{'card_id':'c','reason_id':'r','text':'t'}",
  [CP_OPERATION_CHANGE_CARD_CATEGORY] =
      "{'card_id':'c','category_id':'k','reason_id':'r','text':'t'}",
  [CP_OPERATION_DETACH_RECEIPT] = "{'receipt_id':'c','reason_id':'r','text':'t'}",
  [CP_OPERATION_END_VISIT] = "{'reason_id':'served','text':'t'}",
  [CP_OPERATION_RETURN_LEASE] = "{'recalled_ms':1}",
};

static void
test_round_trip_of_every_kind (void)
{
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
    g_autoptr (CpOperation) operation = cp_test_chain_operation (kind, kind, 1, payloads[kind]);
    g_autoptr (CpOperation) back = NULL;
    g_autoptr (CpJson) json = NULL;
    g_autoptr (CpJson) again = NULL;
    g_autoptr (GError) error = NULL;
    const CpOperationKindInfo *info = cp_operation_kind_get_info (kind);
    gsize n_fields = 0;

    operation->approver_id = g_strdup ("mia");
    operation->visit_id = g_strdup ("v");
    operation->online = TRUE;
    json = cp_operation_to_json (operation);
    back = cp_operation_from_json (json, &error);
    g_assert_no_error (error);
    again = cp_operation_to_json (back);
    g_assert_true (json_equal (json, again));
    while (info->payload->fields[n_fields].name != NULL)
      n_fields++;
    g_assert_cmpuint (json_object_size (json_object_get (json, "payload")), ==, n_fields);
  }
}

static void
test_every_kind_has_its_word (void)
{
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
    const CpOperationKindInfo *info = cp_operation_kind_get_info (kind);

    g_assert_cmpint (cp_operation_kind_from_word (info->word), ==, (int) kind);
    g_assert_cmpstr (info->payload->name, ==, info->word);
    g_assert_nonnull (info->title);
  }
  g_assert_cmpint (cp_operation_kind_from_word ("dance"), ==, -1);
}

/* What the network being down means for each kind is fixed. */
static void
test_facts_and_classes (void)
{
  static const char *const facts[] = {
    "enrol_member",      "block_card",   "block_account",  "opt_out",
    "add_note",          "add_task",     "redeem_reward",  "open_member",
    "note_refusal",      "unlock_staff", "redeem_benefit", "confirm_redemption",
    "cancel_redemption", "end_visit",    "return_lease",   NULL
  };
  static const char *const restricting[] = { "block_card",
                                             "block_account",
                                             "unenrol_member",
                                             "deactivate_member",
                                             "opt_out",
                                             "void_incentive",
                                             NULL };

  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
    const CpOperationKindInfo *info = cp_operation_kind_get_info (kind);

    g_assert_cmpint (info->is_fact, ==, g_strv_contains (facts, info->word));
    g_assert_cmpint (info->restricting, ==, g_strv_contains (restricting, info->word));
  }
  g_assert_cmpint (cp_operation_kind_get_info (CP_OPERATION_REDEEM_REWARD)->offline_class, ==,
                   CP_CLASS_BOUNDED);
  g_assert_cmpint (cp_operation_kind_get_info (CP_OPERATION_CLAIM_RECEIPT)->offline_class, ==,
                   CP_CLASS_QUEUED);
  g_assert_cmpint (cp_operation_kind_get_info (CP_OPERATION_UNBLOCK_CARD)->offline_class, ==,
                   CP_CLASS_ONLINE);
}

typedef struct {
  const char *path;
  const char *text;
  CpError code;
} Bad;

#define ID "019b76da-a800-7000-8000-000000000000"
static const Bad bad[] = {
  { "a-list", "[]", CP_ERROR_INVALID },
  { "no-kind", "{\"id\":\"" ID "\",\"version\":1,\"at_ms\":1,\"payload\":{}}", CP_ERROR_INVALID },
  { "an-unknown-kind",
    "{\"id\":\"" ID "\",\"kind\":\"dance\",\"version\":1,\"at_ms\":1,\"payload\":{}}",
    CP_ERROR_NEWER },
  { "a-later-version",
    "{\"id\":\"" ID "\",\"kind\":\"end_visit\",\"version\":2,\"at_ms\":1,\"payload\":{}}",
    CP_ERROR_NEWER },
  { "no-version", "{\"id\":\"" ID "\",\"kind\":\"end_visit\",\"at_ms\":1,\"payload\":{}}",
    CP_ERROR_INVALID },
  { "an-id-of-another-kind",
    "{\"id\":\"1\",\"kind\":\"end_visit\",\"version\":1,\"at_ms\":1,\"payload\":{}}",
    CP_ERROR_INVALID },
  { "no-payload", "{\"id\":\"" ID "\",\"kind\":\"end_visit\",\"version\":1,\"at_ms\":1}",
    CP_ERROR_INVALID },
  { "an-unknown-field",
    "{\"id\":\"" ID "\",\"kind\":\"end_visit\",\"version\":1,\"at_ms\":1,\"payload\":{},\"x\":1}",
    CP_ERROR_INVALID },
  { "a-time-before-all-others",
    "{\"id\":\"" ID "\",\"kind\":\"end_visit\",\"version\":1,\"at_ms\":-1,\"payload\":{}}",
    CP_ERROR_INVALID },
  { "a-time-after-all-others",
    "{\"id\":\"" ID "\",\"kind\":\"end_visit\",\"version\":1,\"at_ms\":9223372036854775807,"
    "\"payload\":{}}",
    CP_ERROR_INVALID },
  { "a-wrong-payload",
    "{\"id\":\"" ID "\",\"kind\":\"link_card\",\"version\":1,\"at_ms\":1,\"payload\":{\"uid\":1}}",
    CP_ERROR_INVALID },
  { "a-control-character-in-an-id",
    "{\"id\":\"" ID
    "\",\"kind\":\"end_visit\",\"version\":1,\"at_ms\":1,\"account_id\":\"\\u001e\","
    "\"payload\":{}}",
    CP_ERROR_INVALID },
  { "a-control-character-in-an-id-of-the-payload",
    "{\"id\":\"" ID "\",\"kind\":\"unlock_staff\",\"version\":1,\"at_ms\":1,"
    "\"payload\":{\"staff_id\":\"\\u001f\"}}",
    CP_ERROR_INVALID },
};

static void
test_refuses (gconstpointer data)
{
  const Bad *sample = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CpJson) json = cp_json_parse (sample->text, -1, &error);

  g_assert_no_error (error);
  g_assert_null (cp_operation_from_json (json, &error));
  g_assert_error (error, CP_ERROR, (int) sample->code);
}

/* (transfer full): the sentence of domain.md that lists them */
static char *
read_facts (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "docs", "domain.md", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  const char *begin, *end;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  begin = strstr (text, "A **fact** is");
  g_assert_nonnull (begin);
  end = strstr (begin, "Everything else is a **request**");
  g_assert_nonnull (end);
  return g_strndup (begin, (gsize) (end - begin));
}

static void
test_facts_are_documented (void)
{
  g_autofree char *facts = read_facts ();

  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
    const CpOperationKindInfo *info = cp_operation_kind_get_info ((CpOperationKind) kind);
    g_autofree char *word = g_strdup_printf ("`%s`", info->word);

    if (info->is_fact != (strstr (facts, word) != NULL))
      g_test_message ("domain.md is wrong on %s", word);
    g_assert_cmpint (info->is_fact, ==, strstr (facts, word) != NULL);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/operation/round-trip-of-every-kind", test_round_trip_of_every_kind);
  g_test_add_func ("/domain/operation/every-kind-has-its-word", test_every_kind_has_its_word);
  g_test_add_func ("/domain/operation/facts-and-classes", test_facts_and_classes);
  g_test_add_func ("/domain/operation/facts-are-documented", test_facts_are_documented);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *path = g_strconcat ("/domain/operation/refuses-", bad[i].path, NULL);

    g_test_add_data_func (path, &bad[i], test_refuses);
  }
  return g_test_run ();
}
