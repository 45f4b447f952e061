/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Walks every flow from the member's page to done as a person would, also where one of several colleagues has
 * to approve, and what customers do alone, and counts the touches; typing is not counted, PINs neither, nor
 * are card taps. Nothing may be done before it was shown. */
#include "cp-action-table.h"
#include "cp-flow-form.h"
#include "cp-kiosk-own.h"
#include "ui-stage.h"

#define MOST_TOUCHES 4

#define BENEFIT "i-3"

/* Credits that may be issued by hand; the fixture's may not. */
static void
publish_credits (UiStage *stage)
{
  CpJson *programme = ui_fixture ("programme");
  CpJson *definition;
  gsize i;

  json_array_foreach (cp_json_get_array (programme, "definitions"), i, definition)
  {
    cp_json_set_bool (definition, "assignable", TRUE);
  }
  ui_fake_ledger_answer (stage->ledger, "GetProgramme", programme);
  ui_fake_ledger_say_changed (stage->ledger, "programme");
  ui_stage_settle (stage);
}

/* A member for whom everything is allowed, a card's unblocking too, and another who was looked at
 * before. Of the benefit there is more than one use left, and it wants to know what the bill comes to. */
static void
open_member (UiStage *stage)
{
  g_autoptr (CpJson) view = ui_fixture ("member");
  const char *kind;
  CpJson *operation;

  publish_credits (stage);
  cp_json_set_bool (json_array_get (cp_json_get_array (view, "cards"), 0), "can_unblock", TRUE);
  cp_json_set_text (cp_document_find (cp_json_get_array (view, "incentives"), "id", BENEFIT),
                    "definition", "gift_wrap");
  json_object_foreach (cp_json_get_object (view, "operations"), kind, operation)
  {
    cp_json_set_bool (operation, "allowed", TRUE);
  }
  ui_stage_sign_in (stage);
  ui_stage_answer (stage, "Submit preview", "preview-block");
  ui_stage_answer (stage, "Submit", "done");
  ui_stage_answer (stage, "Identify", "identified-other");
  cp_kiosk_card_tapped (stage->kiosk, "04BB", "mifare-classic");
  ui_stage_settle (stage);
  ui_fake_ledger_answer (stage->ledger, "GetMember", json_incref (view));
  cp_kiosk_open_member (stage->kiosk, "m-1");
  ui_stage_settle (stage);
}

static CpFlow *
start (UiStage *stage, const char *name, const char *target)
{
  cp_kiosk_start_flow (stage->kiosk, name, target);
  ui_stage_settle (stage);
  return cp_kiosk_get_flow (stage->kiosk);
}

static const char *
make_up (const CpFlowField *field)
{
  static const char *const TEXTS[CP_N_INPUTS] = {
    [CP_INPUT_TEXT] = "text",           [CP_INPUT_NAME] = "Changed",   [CP_INPUT_PHONE] = "0861",
    [CP_INPUT_EMAIL] = "a@example.com", [CP_INPUT_ISO_DAY] = "240687", [CP_INPUT_DAY] = "12062026",
    [CP_INPUT_UNTIL] = "30062027",      [CP_INPUT_MONEY] = "1",        [CP_INPUT_COUNT] = "5",
    [CP_INPUT_COUNT_LESS] = "5",        [CP_INPUT_CODE] = "A1",        [CP_INPUT_FLAG] = "1",
    [CP_INPUT_BASKET] = "20",
  };

  return field->input == CP_INPUT_OPTION ? ((CpChoice *) field->options->pdata[0])->id
                                         : TEXTS[field->input];
}

static gboolean
is_of_benefit (const CpFlowSpec *spec)
{
  return g_str_equal (spec->parts[0].kind, "redeem_benefit");
}

/* Typed, and a touch on *Continue*. Where a touch on the last answer goes on by itself each is one, and none
 * stands as it was. */
static void
fill_form (CpFlow *flow, guint *touches)
{
  g_autoptr (GPtrArray) fields = cp_flow_list_fields (flow);
  g_autoptr (CpJson) texts = json_object ();
  gboolean goes_on = cp_flow_get_step (flow)->goes_on;

  if (is_of_benefit (cp_flow_get_spec (flow)))
    g_assert_cmpuint (fields->len, ==, 2);
  *touches += goes_on ? fields->len : 1;

  for (guint i = 0; i < fields->len; i++) {
    const CpFlowField *field = fields->pdata[i];

    if (field->required || field->input == CP_INPUT_NAME)
      cp_json_set_text (texts, field->key, make_up (field));
  }
  cp_flow_take_form (flow, texts);
}

static void
write_card (CpFlow *flow)
{
  g_autoptr (CpJson) reply = json_pack ("{s:s, s:s}", "problem", "none", "uid", "04CCDD");

  cp_flow_begin_writing (flow);
  cp_flow_take_written (flow, reply, NULL);
}

/* One touch, or a card: whether there was anything to answer. */
static gboolean
answer (CpFlow *flow, guint *touches)
{
  const CpStep *step = cp_flow_get_step (flow);
  g_autoptr (GPtrArray) choices = step->kind == CP_STEP_CHOICE ? step->list_choices (flow) : NULL;

  if (cp_flow_is_writing (flow)) {
    write_card (flow);
    return TRUE;
  }
  if (step->kind == CP_STEP_CARD)
    return cp_flow_take_card (flow, "04CCDD");
  if (choices != NULL && choices->len == 0)
    return FALSE;
  if (step->kind == CP_STEP_FORM) {
    fill_form (flow, touches);
    return TRUE;
  }
  (*touches)++;
  if (choices != NULL)
    cp_flow_choose (flow, choices->pdata[0]);
  else
    cp_flow_take_amount (flow, 100, 0);
  return TRUE;
}

/* What stands in the line of the list at which the flow begins. */
static char *
find_target (UiStage *stage, const CpAction *action)
{
  const CpFlowSpec *spec = cp_flow_spec_find (action->flow);
  g_autoptr (GPtrArray) choices = NULL;
  CpFlow *flow;

  if (spec->target_keys != NULL)
    return g_strdup (is_of_benefit (spec) ? BENEFIT : "i-1/x");
  flow = start (stage, action->flow, NULL);
  if (cp_flow_get_stage (flow) == CP_STAGE_STEP && cp_flow_get_step (flow)->list_choices != NULL)
    choices = cp_flow_get_step (flow)->list_choices (flow);
  cp_kiosk_leave_flow (stage->kiosk);
  return choices != NULL && choices->len > 0 ? g_strdup (((CpChoice *) choices->pdata[0])->id)
                                             : NULL;
}

static void
approve (UiStage *stage, CpFlow *flow, gboolean hold, guint *touches)
{
  g_autoptr (GPtrArray) approvers = cp_flow_list_approvers (flow);
  guint n_done = ui_fake_ledger_count (stage->ledger, "Submit");

  g_assert_cmpuint (approvers->len, >=, 2);
  g_assert_true (cp_flow_approval_does_it (flow));
  (*touches)++; /* who it is */
  if (hold) {
    (*touches)++;
    cp_flow_hold (flow);
  }
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, n_done);
  cp_flow_approve (flow, ((CpChoice *) approvers->pdata[1])->id, "7777");
}

static gboolean
was_held (UiStage *stage)
{
  const CpJson *request = ui_fake_ledger_get_request (stage->ledger, "Submit");

  return cp_json_get_bool (cp_json_get_object (request, "payload"), "hold");
}

/* Goes to the end; @hold: it is set aside, by a touch of its own where that was not said at first. */
static void
walk (UiStage *stage, const CpAction *action, gboolean hold)
{
  const CpFlowSpec *spec = cp_flow_spec_find (action->flow);
  g_autofree char *target = action->at_item ? find_target (stage, action) : NULL;
  guint touches = action->group == CP_GROUP_COUNTER || action->group == CP_GROUP_REWARDS ? 1 : 2;
  guint n_done = ui_fake_ledger_count (stage->ledger, "Submit");
  CpFlow *flow = start (stage, action->flow, target);
  guint n_steps = 0;

  while (flow != NULL && cp_flow_get_stage (flow) != CP_STAGE_DONE) {
    if (cp_flow_get_stage (flow) == CP_STAGE_REVIEW) {
      /* replacing acts on an answer, whose question says so; nothing else does */
      if (!g_str_equal (spec->name, "replace_card"))
        g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Submit"), ==, n_done);
      g_assert_cmpuint (json_array_size (cp_json_get_array (cp_flow_get_result (flow), "effects")),
                        >, 0);
      touches++;
      (hold && spec->said_held != NULL ? cp_flow_hold : cp_flow_confirm) (flow);
    } else if (cp_flow_get_stage (flow) == CP_STAGE_APPROVAL) {
      approve (stage, flow, hold && spec->said_held != NULL, &touches);
    } else {
      g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_STEP);
      if (!answer (flow, &touches))
        g_error ("%s has nothing to choose from", action->flow);
      g_assert_null (cp_flow_get_form_problems (flow));
    }
    ui_stage_settle (stage);
    flow = cp_kiosk_get_flow (stage->kiosk);
    if (++n_steps > 20)
      g_error ("%s does not end", action->flow);
  }
  if (touches > MOST_TOUCHES)
    g_error ("%s takes %u touches", action->flow, touches);
  g_assert_true (!hold || was_held (stage));
  cp_kiosk_leave_flow (stage->kiosk);
}

typedef enum { TAKES, HOLDS, MAY_HOLD } Way;

/* Whether it is taken or set aside. That a benefit is to be set aside is said when the flow begins: with uses,
 * a bill and somebody to approve it would be the fifth touch. */
static Way
find_way (const CpFlowSpec *spec)
{
  if (g_str_equal (spec->name, "hold_benefit"))
    return HOLDS;
  return spec->said_held == NULL ? TAKES : MAY_HOLD;
}

/* @preview: (nullable): what every operation is answered before it is done */
static void
walk_all (const char *preview)
{
  guint n, n_held = 0;
  const CpAction *actions = cp_actions (&n);

  for (guint i = 0; i < n; i++) {
    Way way = find_way (cp_flow_spec_find (actions[i].flow));

    for (guint hold = way == HOLDS ? 1 : 0; hold <= (way == TAKES ? 0 : 1); hold++) {
      g_autoptr (UiStage) stage = ui_stage_new ();

      open_member (stage);
      if (preview != NULL)
        ui_stage_answer (stage, "Submit preview", preview);
      walk (stage, &actions[i], hold != 0);
      n_held += hold;
    }
  }
  g_assert_cmpuint (n_held, >=, 2); /* rewards and benefits */
}

static void
test_all (void)
{
  walk_all (NULL);
}

static void
test_approved (void)
{
  walk_all ("needs-approval");
}

/* A flow that no button begins would be walked by nobody. */
static void
test_none_is_left_out (void)
{
  const CpFlowSpec *spec;
  guint n;
  const CpAction *actions = cp_actions (&n);

  for (guint i = 0; (spec = cp_flow_spec_at (i)) != NULL; i++) {
    gboolean found = !spec->for_member;

    for (guint j = 0; j < n; j++)
      found = found || g_str_equal (actions[j].flow, spec->name);
    if (!found)
      g_error ("%s is for a member, and no button begins it", spec->name);
  }
}

/* A customer whose card proves nothing, before their own page: who they are is asked in between. */
static void
begin_own (UiStage *stage)
{
  CpJson *reply = ui_fixture ("self-check-known");

  ui_fake_ledger_answer (
      stage->ledger, "Read identify",
      json_pack ("{s:b, s:i, s:[s]}", "identified", FALSE, "needed", 1, "questions", "postcode"));
  ui_fake_ledger_answer (stage->ledger, "GetMember",
                         json_incref (cp_json_get_object (reply, "own")));
  ui_fake_ledger_answer (stage->ledger, "Submit",
                         json_pack ("{s:s, s:s, s:O}", "decision", "accepted", "state", "accepted",
                                    "view", cp_json_get_object (reply, "own")));
  json_decref (reply);
  ui_stage_tap (stage, "self-check");
}

/* Typed, and one touch. */
static void
say_who (UiStage *stage)
{
  ui_stage_settle (stage);
  g_assert_cmpstr (cp_json_get_text (cp_kiosk_get_own_step (stage->kiosk), "place"), ==,
                   "question");
  ui_fake_ledger_answer (stage->ledger, "Read identify", json_pack ("{s:b}", "identified", TRUE));
  cp_kiosk_own_answer (stage->kiosk, "D02 NF36");
  ui_stage_settle (stage);
  g_assert_nonnull (cp_json_get_text (cp_kiosk_get_own_step (stage->kiosk), "said"));
}

/* Each line of calls is a touch each, and no way has more than four. */
static void
test_customers (void)
{
  g_autoptr (UiStage) offers = ui_stage_new ();
  g_autoptr (UiStage) mailings = ui_stage_new ();
  g_autoptr (UiStage) favourites = ui_stage_new ();

  begin_own (offers);
  cp_kiosk_own_show (offers->kiosk, "offers");
  cp_kiosk_own_claim (offers->kiosk, "welcome_back");
  say_who (offers);

  begin_own (mailings);
  cp_kiosk_own_show (mailings->kiosk, "mailings");
  cp_kiosk_own_toggle (mailings->kiosk, "news/email");
  cp_kiosk_own_agree (mailings->kiosk);
  say_who (mailings);

  begin_own (favourites);
  cp_kiosk_own_show (favourites->kiosk, "favourites");
  cp_kiosk_own_show (favourites->kiosk, "products");
  cp_kiosk_own_add (favourites->kiosk, "wool-coat");
  say_who (favourites);
}

/* In a review; the one flow that acts on an answer says so beside its question. */
static void
test_shown_first (void)
{
  const CpFlowSpec *spec;

  for (guint i = 0; (spec = cp_flow_spec_at (i)) != NULL; i++) {
    g_assert_false (spec->destructive && spec->without_review);
    for (guint part = 0; part < CP_FLOW_MAX_PARTS && spec->parts[part].kind != NULL; part++) {
      const CpFlowPart *it = &spec->parts[part];
      guint last = 0;

      while (last + 1 < CP_FLOW_MAX_STEPS && it->steps[last + 1].question != NULL)
        last++;
      if (it->at_once && it->steps[last].hint == NULL)
        g_error ("%s does not say that it acts at once", spec->name);
    }
  }
}

/* The way from a receipt without points to its claim is no longer. */
static void
test_missing_points (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  guint touches = 1; /* Missing points */

  open_member (stage);
  ui_stage_answer (stage, "Read explain", "explain-unattributed");
  cp_kiosk_ask_missing_points (stage->kiosk);
  cp_kiosk_explain (stage->kiosk, "HS-009999");
  touches++; /* Look up */
  ui_stage_settle (stage);
  cp_kiosk_do_explained (stage->kiosk);
  touches++; /* Claim receipt */
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (cp_kiosk_get_flow (stage->kiosk)), ==, CP_STAGE_REVIEW);
  cp_flow_confirm (cp_kiosk_get_flow (stage->kiosk));
  touches++;
  ui_stage_settle (stage);
  g_assert_cmpuint (cp_flow_get_stage (cp_kiosk_get_flow (stage->kiosk)), ==, CP_STAGE_DONE);
  g_assert_cmpuint (touches, <=, MOST_TOUCHES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/touches/no-flow-takes-more-than-four", test_all);
  g_test_add_func ("/touches/nor-where-one-of-several-has-to-approve", test_approved);
  g_test_add_func ("/touches/no-flow-is-left-out", test_none_is_left_out);
  g_test_add_func ("/touches/customers-need-no-more", test_customers);
  g_test_add_func ("/touches/what-is-taken-away-is-shown-first", test_shown_first);
  g_test_add_func ("/touches/missing-points-take-no-more", test_missing_points);
  return g_test_run ();
}
