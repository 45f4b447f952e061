/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-thin.h"

#include <string.h>

#include "cp-test-kinds.h"
#include "cp-wording.h"

/* What other stores are not told; whoever adds a field has to say whether they are. */
static const struct {
  CpKind kind;
  const char *fields[16];
} personal[] = {
  { CP_KIND_ACCOUNT, { "block_reason" } },
  { CP_KIND_MEMBER,
    { "external_id", "given_name", "family_name", "birth_date", "phone", "email", "postcode",
      "city", "language", "fields", "state_reason" } },
  { CP_KIND_STATUS, { "reason" } },
  { CP_KIND_CARD, { "block_reason", "retire_reason" } },
  { CP_KIND_INCENTIVE, { "reason", "void_reason" } },
  { CP_KIND_POINTS, { "reason", "note" } },
  { CP_KIND_RECEIPT, { "lines" } },
};

static CpJson *
make_full (CpKind kind)
{
  CpJson *data = json_object ();

  for (const CpField *field = cp_kind_get_type (kind)->fields; field->name != NULL; field++)
    if (!g_str_equal (field->name, "thin"))
      cp_json_set_text (data, field->name, "Canaria");
  return data;
}

static void
test_says_nothing_personal (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (personal); i++) {
    g_autoptr (CpJson) data = make_full (personal[i].kind);
    g_autoptr (CpJson) expected = json_deep_copy (data);
    g_autoptr (CpJson) thin = cp_thin (personal[i].kind, data);

    for (guint j = 0; personal[i].fields[j] != NULL; j++)
      g_assert_cmpint (json_object_del (expected, personal[i].fields[j]), ==, 0);
    if (personal[i].kind == CP_KIND_MEMBER)
      cp_json_set_bool (expected, "thin", TRUE);
    g_assert_true (json_equal (thin, expected));
  }
}

static void
test_keeps_to_itself_what_is_all_personal (void)
{
  static const CpKind kinds[] = { CP_KIND_NOTE,    CP_KIND_TAG,       CP_KIND_TASK,
                                  CP_KIND_PROMISE, CP_KIND_FAVOURITE, CP_KIND_SUBSCRIPTION,
                                  CP_KIND_MESSAGE };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (CpJson) data = make_full (kinds[i]);

    g_assert_true (cp_kind_is_thinned (kinds[i]));
    g_assert_null (cp_thin (kinds[i], data));
  }
}

static void
test_tells_the_rest_whole (void)
{
  static const CpKind kinds[] = { CP_KIND_REDEMPTION, CP_KIND_ACTION, CP_KIND_STAFF,
                                  CP_KIND_PROGRAMME, CP_KIND_LEASE };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (CpJson) data = make_full (kinds[i]);
    g_autoptr (CpJson) told = cp_thin (kinds[i], data);

    g_assert_false (cp_kind_is_thinned (kinds[i]));
    g_assert_true (json_equal (told, data));
  }
}

static void
test_twice_is_once (void)
{
  g_autoptr (CpAccount) account = cp_test_chain_account (1);

  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; i < account->rows[kind]->len; i++) {
      g_autoptr (CpJson) data = cp_entity_to_json (account->rows[kind]->pdata[i]);
      g_autoptr (CpJson) once = cp_thin ((CpKind) kind, data);
      g_autoptr (CpJson) twice = NULL;
      g_autoptr (GError) error = NULL;

      if (once == NULL)
        continue;
      twice = cp_thin ((CpKind) kind, once);
      g_assert_true (json_equal (twice, once));
      cp_entity_free (cp_entity_from_json ((CpKind) kind, once, 1, &error));
      g_assert_no_error (error);
    }
}

/* As a device of another store has it. */
static void
thin_account (CpAccount *account)
{
  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = account->rows[kind]->len; i > 0; i--) {
      const CpEntity *row = account->rows[kind]->pdata[i - 1];
      g_autoptr (CpJson) data = cp_entity_to_json (row);
      g_autoptr (CpJson) thin = cp_thin ((CpKind) kind, data);
      g_autofree char *id = g_strdup (row->id);

      if (thin != NULL)
        cp_account_put (account, cp_entity_from_json ((CpKind) kind, thin, row->ver, NULL));
      else
        cp_account_drop (account, (CpKind) kind, id);
    }
}

static CpRejection
get_expected (CpOperationKind kind)
{
  switch ((guint) kind) {
  case CP_OPERATION_EDIT_PROFILE:
  case CP_OPERATION_CHANGE_CONTACT:
  case CP_OPERATION_MERGE_MEMBERS:
  case CP_OPERATION_SEND_LINK:
  case CP_OPERATION_OPT_IN:
  case CP_OPERATION_ADD_FAVOURITE:
    return CP_REJECTION_MEMBER_ELSEWHERE;
  /* What these are about is not here. */
  case CP_OPERATION_REMOVE_TAG:
  case CP_OPERATION_CLOSE_TASK:
  case CP_OPERATION_ANSWER_PROMISE:
  case CP_OPERATION_REMOVE_FAVOURITE:
    return CP_REJECTION_INVALID;
  default:
    return CP_REJECTION_NONE;
  }
}

/* Whatever is not about the person is decided alike. */
static void
test_rules_decide_alike (void)
{
  for (guint kind = 0; kind < CP_N_OPERATION_KINDS; kind++) {
    g_autoptr (CpTestCase) test = cp_test_kind_make_case ((CpOperationKind) kind);
    g_autoptr (CpDecision) decision = NULL;

    if (test->account != NULL)
      thin_account (test->account);
    decision = cp_test_case_decide (test, (CpOperationKind) kind, cp_test_kind_payloads[kind]);
    g_test_message ("%s", cp_operation_kind_get_info ((CpOperationKind) kind)->word);
    g_assert_cmpint (decision->code, ==, get_expected ((CpOperationKind) kind));
  }
}

/* Head office is told, and whoever knew the member when it was done. */
static void
test_what_was_done_stands (void)
{
  g_autoptr (CpTestCase) test = cp_test_kind_make_case (CP_OPERATION_EDIT_PROFILE);
  g_autoptr (CpDecision) decision = NULL;

  thin_account (test->account);
  test->the_case.mode = CP_DECIDE_REPLAY;
  decision =
      cp_test_case_decide (test, CP_OPERATION_EDIT_PROFILE, "{'set':{'city':'Leeds'},'seen':{}}");
  g_assert_cmpint (decision->code, ==, CP_REJECTION_NONE);
}

static void
test_has_words_for_a_name (void)
{
  g_autoptr (CpAccount) account = cp_test_chain_account (1);
  g_autofree char *id = cp_test_chain_id (1, "member");
  g_autofree char *name = NULL;

  thin_account (account);
  name = cp_wording_name (cp_account_find_member (account, id));
  g_assert_cmpstr (name, ==, "Member of another store");
}

static void
test_rules_have_a_name (void)
{
  g_autofree char *name = cp_thin_dup_rules ();
  g_autofree char *again = cp_thin_dup_rules ();

  g_assert_cmpuint (strlen (name), ==, 64);
  g_assert_cmpstr (name, ==, again);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/thin/says-nothing-personal", test_says_nothing_personal);
  g_test_add_func ("/domain/thin/keeps-to-itself-what-is-all-personal",
                   test_keeps_to_itself_what_is_all_personal);
  g_test_add_func ("/domain/thin/tells-the-rest-whole", test_tells_the_rest_whole);
  g_test_add_func ("/domain/thin/twice-is-once", test_twice_is_once);
  g_test_add_func ("/domain/thin/rules-decide-alike", test_rules_decide_alike);
  g_test_add_func ("/domain/thin/what-was-done-stands", test_what_was_done_stands);
  g_test_add_func ("/domain/thin/has-words-for-a-name", test_has_words_for_a_name);
  g_test_add_func ("/domain/thin/rules-have-a-name", test_rules_have_a_name);
  return g_test_run ();
}
