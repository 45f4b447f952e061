/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-flow-form.h"

#include "ui-stage.h"

/* Opens a member who holds a benefit of @definition with @uses_left, and begins to redeem it. */
static CpFlow *
redeem_benefit (UiStage *stage, const char *definition, gint64 uses_left)
{
  CpJson *view = ui_fixture ("member");
  CpJson *incentive = cp_document_find (cp_json_get_array (view, "incentives"), "id", "i-3");

  cp_json_set_text (incentive, "definition", definition);
  cp_json_set_int (incentive, "uses_left", uses_left);
  ui_stage_open (stage, "member");
  ui_fake_ledger_answer (stage->ledger, "GetMember", view);
  cp_kiosk_open_member (stage->kiosk, "m-1");
  ui_stage_settle (stage);
  ui_stage_answer (stage, "Submit preview", "preview-redeem");
  cp_kiosk_start_flow (stage->kiosk, "redeem_benefit", "i-3");
  ui_stage_settle (stage);
  return cp_kiosk_get_flow (stage->kiosk);
}

static void
fill (UiStage *stage, CpFlow *flow, const char *key, const char *text, const char *uses)
{
  g_autoptr (CpJson) texts = json_pack ("{s:s, s:s*}", key, text, "uses", uses);

  cp_flow_take_form (flow, texts);
  ui_stage_settle (stage);
}

static const CpJson *
get_sent (UiStage *stage)
{
  return cp_json_get_object (ui_fake_ledger_get_request (stage->ledger, "Submit preview"),
                             "payload");
}

static void
assert_field (CpFlow *flow, guint at, const char *key, const char *value, const char *first_option)
{
  g_autoptr (GPtrArray) fields = cp_flow_list_fields (flow);
  const CpFlowField *field;

  g_assert_cmpuint (fields->len, >, at);
  field = fields->pdata[at];
  g_assert_cmpstr (field->key, ==, key);
  g_assert_cmpstr (field->value, ==, value);
  g_assert_cmpstr (((CpChoice *) field->options->pdata[0])->id, ==, first_option);
}

static void
test_least_basket (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = redeem_benefit (stage, "gift_wrap", 1);
  const CpJson *basket;

  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_STEP);
  assert_field (flow, 0, "basket", "", "20.00");
  fill (stage, flow, "basket", "much", NULL);
  g_assert_nonnull (cp_json_get_text (cp_flow_get_form_problems (flow), "basket"));
  fill (stage, flow, "basket", "", NULL);
  g_assert_nonnull (cp_json_get_text (cp_flow_get_form_problems (flow), "basket"));
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit preview"), ==, 0);
  fill (stage, flow, "basket", "45.50", NULL);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REVIEW);
  basket = cp_json_get_object (get_sent (stage), "basket");
  g_assert_cmpint (cp_json_get_int (basket, "total_minor", 0), ==, 4550);
  g_assert_null (json_object_get (get_sent (stage), "uses"));
  cp_flow_go_back (flow);
  g_assert_null (json_object_get (cp_flow_get_payload (flow), "basket"));
  assert_field (flow, 0, "basket", "45.50", "20.00");
}

/* What a promotion wants is for the ledger to say; the screen asks what it is measured on. */
static void
test_promotion (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpJson *programme = ui_fixture ("programme");
  CpJson *coffee = cp_document_find (cp_json_get_array (programme, "definitions"), "id", "coffee");

  cp_json_set (coffee, "promotion", json_pack ("{s:[{s:s}, i]}", ">=", "var", "basket.total", 30));
  ui_fake_ledger_answer (stage->ledger, "GetProgramme", programme);
  ui_fake_ledger_say_changed (stage->ledger, "programme");
  ui_stage_settle (stage);
  assert_field (redeem_benefit (stage, "coffee", 1), 0, "basket", "", "10.00");
}

static void
test_uses (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = redeem_benefit (stage, "coffee", 2);

  assert_field (flow, 0, "uses", "1", "1");
  fill (stage, flow, "uses", "2", NULL);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REVIEW);
  g_assert_cmpint (cp_json_get_int (get_sent (stage), "uses", 0), ==, 2);
  g_assert_null (json_object_get (get_sent (stage), "basket"));
}

static void
test_both (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = redeem_benefit (stage, "gift_wrap", 3);

  assert_field (flow, 0, "uses", "1", "1");
  assert_field (flow, 1, "basket", "", "20.00");
  fill (stage, flow, "basket", "20.00", "3");
  g_assert_cmpint (cp_json_get_int (get_sent (stage), "uses", 0), ==, 3);
}

static void
test_nothing (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = redeem_benefit (stage, "coffee", 1);

  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REVIEW);
  g_assert_null (json_object_get (get_sent (stage), "basket"));
  g_assert_null (json_object_get (get_sent (stage), "uses"));
}

/* (transfer full): what the form under way has in @key */
static CpFlowField *
find_field (CpFlow *flow, const char *key, GPtrArray **ret_fields)
{
  GPtrArray *fields = cp_flow_list_fields (flow);

  *ret_fields = fields;
  for (guint i = 0; i < fields->len; i++)
    if (g_str_equal (((CpFlowField *) fields->pdata[i])->key, key))
      return fields->pdata[i];
  return NULL;
}

static void
assert_own (CpFlow *flow, const char *key, CpInput input, const char *value)
{
  g_autoptr (GPtrArray) fields = NULL;
  const CpFlowField *field = find_field (flow, key, &fields);

  g_assert (field != NULL);
  g_assert_cmpuint (field->input, ==, input);
  g_assert_cmpstr (field->value, ==, value);
}

static CpFlow *
edit (UiStage *stage)
{
  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-contact");
  cp_kiosk_start_flow (stage->kiosk, "edit_profile", NULL);
  ui_stage_settle (stage);
  return cp_kiosk_get_flow (stage->kiosk);
}

/* (transfer full): what stands in the form, as a person sends it on */
static CpJson *
read_form (CpFlow *flow)
{
  g_autoptr (GPtrArray) fields = cp_flow_list_fields (flow);
  CpJson *texts = json_object ();

  for (guint i = 0; i < fields->len; i++) {
    const CpFlowField *field = fields->pdata[i];

    cp_json_set_text (texts, field->key, field->value);
  }
  return texts;
}

/* Only what was changed travels, whosever field it is; what is not for their eyes is not asked. */
static void
test_own_fields (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = edit (stage);
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (CpJson) texts = read_form (flow);
  const CpJson *set, *seen;

  assert_own (flow, "shoe_size", CP_INPUT_NUMBER, "38");
  assert_own (flow, "newsletter_language", CP_INPUT_OPTION, "ga");
  assert_own (flow, "wedding_day", CP_INPUT_ISO_DAY, "05 09 2026");
  assert_own (flow, "paper_receipts", CP_INPUT_OPTION, "");
  g_assert_null (find_field (flow, "allergies", &fields));
  cp_json_set_text (texts, "shoe_size", "39");
  cp_flow_take_form (flow, texts);
  ui_stage_settle (stage);
  set = cp_json_get_object (get_sent (stage), "set");
  seen = cp_json_get_object (get_sent (stage), "seen");
  g_assert_cmpuint (json_object_size (set), ==, 1);
  g_assert_cmpstr (cp_json_get_text (set, "shoe_size"), ==, "39");
  g_assert_cmpstr (cp_json_get_text (seen, "shoe_size"), ==, "38");
}

/* Another store's new phone number comes while the form is open. */
static void
move_phone (UiStage *stage, const char *phone)
{
  CpJson *view = ui_fixture ("member");

  cp_json_set_text (cp_json_get_object (view, "member"), "phone", phone);
  ui_fake_ledger_answer (stage->ledger, "GetMember", view);
  ui_fake_ledger_say_changed (stage->ledger, "accounts");
  ui_stage_settle (stage);
}

static void
send_form (UiStage *stage, CpFlow *flow, const CpJson *texts)
{
  cp_flow_take_form (flow, texts);
  ui_stage_settle (stage);
}

static void
assert_sent (UiStage *stage, const char *what, const char *key, const char *text)
{
  g_assert_cmpstr (cp_json_get_text (cp_json_get_object (get_sent (stage), what), key), ==, text);
}

/* Nobody puts back what they never saw change. */
static void
test_others_changes_stay (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = edit (stage);
  g_autoptr (CpJson) texts = read_form (flow);
  g_autofree char *city = g_strdup (cp_json_get_text (texts, "city"));

  move_phone (stage, "+353861110000");
  cp_json_set_text (texts, "city", "Sligo");
  send_form (stage, flow, texts);
  g_assert_cmpuint (json_object_size (cp_json_get_object (get_sent (stage), "set")), ==, 1);
  assert_sent (stage, "set", "city", "Sligo");
  assert_sent (stage, "seen", "city", city);
}

/* Back from the refusal there stands what is so by now, and with it what nobody else has changed. */
static void
test_a_clash_shows_what_is_so (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow = edit (stage);
  g_autoptr (CpJson) texts = read_form (flow), again = NULL;
  g_autofree char *phone = g_strdup (cp_json_get_text (texts, "phone"));
  guint retyped = cp_flow_get_retyped (flow);

  move_phone (stage, "+353861110000");
  cp_json_set_text (texts, "city", "Sligo");
  cp_json_set_text (texts, "phone", "+353862220000");
  ui_fake_ledger_answer (stage->ledger, "Submit preview",
                         json_pack ("{s:s, s:s, s:s}", "decision", "rejected", "code",
                                    "stale_version", "detail", "Phone was changed."));
  send_form (stage, flow, texts);
  assert_sent (stage, "seen", "phone", phone);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REFUSED);
  cp_flow_go_back (flow);
  g_assert_cmpuint (cp_flow_get_retyped (flow), >, retyped);
  again = read_form (flow);
  g_assert_cmpstr (cp_json_get_text (again, "phone"), ==, "+353861110000");
  g_assert_cmpstr (cp_json_get_text (again, "city"), ==, "Sligo");
  cp_json_set_text (again, "phone", "+353862220000");
  send_form (stage, flow, again);
  g_assert_cmpuint (json_object_size (cp_json_get_object (get_sent (stage), "set")), ==, 2);
  assert_sent (stage, "set", "phone", "+353862220000");
  assert_sent (stage, "seen", "phone", "+353861110000");
}

static CpJson *
refuse (const char *field, const char *detail)
{
  return json_pack ("{s:s,s:s,s:s,s:s,s:s}", "decision", "rejected", "code", "invalid",
                    "staff_text", "Something in it is missing or wrong.", "field", field, "detail",
                    detail);
}

static void
test_own_fields_at_enrolment (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpJson) texts =
      json_pack ("{s:s,s:s,s:s,s:s,s:s}", "given_name", "Nora", "family_name", "Quinn", "phone",
                 "0861234567", "shoe_size", "390", "paper_receipts", "yes");
  const CpJson *own;
  CpFlow *flow;

  ui_stage_sign_in (stage);
  cp_kiosk_start_flow (stage->kiosk, "enrol_member", NULL);
  ui_stage_settle (stage);
  flow = cp_kiosk_get_flow (stage->kiosk);
  assert_own (flow, "allergies", CP_INPUT_TEXT, "");
  ui_fake_ledger_answer (stage->ledger, "Submit preview",
                         refuse ("shoe_size", "Shoe size (EU) must be from 15 to 52."));
  cp_flow_take_form (flow, texts);
  cp_flow_skip (flow);
  ui_stage_settle (stage);
  own = cp_json_get_object (get_sent (stage), "fields");
  g_assert_cmpuint (json_object_size (own), ==, 2);
  g_assert_cmpstr (cp_json_get_text (own, "shoe_size"), ==, "390");
  g_assert_cmpstr (cp_json_get_text (get_sent (stage), "phone"), ==, "0861234567");
  /* it is said beside the field, past the step that came after the form */
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_STEP);
  g_assert_cmpstr (cp_json_get_text (cp_flow_get_form_problems (flow), "shoe_size"), ==,
                   "Shoe size (EU) must be from 15 to 52.");
  assert_own (flow, "shoe_size", CP_INPUT_NUMBER, "390");
  ui_stage_answer (stage, "Submit preview", "preview-enrol");
  cp_json_set_text (texts, "shoe_size", "39");
  cp_flow_take_form (flow, texts);
  cp_flow_skip (flow);
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_REVIEW);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow-form/a-benefit-with-a-least-basket-asks-for-it", test_least_basket);
  g_test_add_func ("/flow-form/a-benefit-with-a-promotion-asks-for-the-basket", test_promotion);
  g_test_add_func ("/flow-form/a-benefit-with-uses-left-asks-how-many", test_uses);
  g_test_add_func ("/flow-form/a-benefit-may-ask-for-both", test_both);
  g_test_add_func ("/flow-form/any-other-benefit-asks-for-nothing", test_nothing);
  g_test_add_func ("/flow-form/the-chains-own-fields-are-edited", test_own_fields);
  g_test_add_func ("/flow-form/what-others-change-meanwhile-stays", test_others_changes_stay);
  g_test_add_func ("/flow-form/a-clash-shows-what-is-so-by-now", test_a_clash_shows_what_is_so);
  g_test_add_func ("/flow-form/the-chains-own-fields-are-asked-for-at-enrolment",
                   test_own_fields_at_enrolment);
  return g_test_run ();
}
