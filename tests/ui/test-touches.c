/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Walks every flow from the member's page to done as a person would, and counts the touches; typing and
 * card taps are not counted. Nothing may be done before it was shown. */
#include "cp-action-table.h"
#include "cp-flow-form.h"
#include "ui-stage.h"

#define MOST_TOUCHES 4

/* A member for whom everything is allowed, and another who was looked at before. */
static void
open_member (UiStage *stage)
{
  g_autoptr (CpJson) view = ui_fixture ("member");
  const char *kind;
  CpJson *operation;

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

static void
fill_form (CpFlow *flow)
{
  g_autoptr (GPtrArray) fields = cp_flow_list_fields (flow);
  g_autoptr (CpJson) texts = json_object ();

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
  (*touches)++;
  if (choices != NULL)
    cp_flow_choose (flow, choices->pdata[0]);
  else if (step->kind == CP_STEP_AMOUNT)
    cp_flow_take_amount (flow, 100, 0);
  else
    fill_form (flow);
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
    return g_strdup ("i-1/x");
  flow = start (stage, action->flow, NULL);
  if (cp_flow_get_stage (flow) == CP_STAGE_STEP && cp_flow_get_step (flow)->list_choices != NULL)
    choices = cp_flow_get_step (flow)->list_choices (flow);
  cp_kiosk_leave_flow (stage->kiosk);
  return choices != NULL && choices->len > 0 ? g_strdup (((CpChoice *) choices->pdata[0])->id)
                                             : NULL;
}

/* Whether it got to the end. */
static gboolean
walk (UiStage *stage, const CpAction *action)
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
      cp_flow_confirm (flow);
    } else {
      g_assert_cmpuint (cp_flow_get_stage (flow), ==, CP_STAGE_STEP);
      if (!answer (flow, &touches))
        return FALSE;
      g_assert_null (cp_flow_get_form_problems (flow));
    }
    ui_stage_settle (stage);
    flow = cp_kiosk_get_flow (stage->kiosk);
    if (++n_steps > 20)
      g_error ("%s does not end", action->flow);
  }
  if (touches > MOST_TOUCHES)
    g_error ("%s takes %u touches", action->flow, touches);
  cp_kiosk_leave_flow (stage->kiosk);
  return TRUE;
}

static void
test_all (void)
{
  guint n, n_walked = 0;
  const CpAction *actions = cp_actions (&n);

  for (guint i = 0; i < n; i++) {
    g_autoptr (UiStage) stage = ui_stage_new ();

    open_member (stage);
    if (walk (stage, &actions[i]))
      n_walked++;
    else
      g_test_message ("nothing to choose for this member: %s", actions[i].flow);
  }
  g_assert_cmpuint (n_walked, >=, n - 4);
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
  g_test_add_func ("/touches/what-is-taken-away-is-shown-first", test_shown_first);
  g_test_add_func ("/touches/missing-points-take-no-more", test_missing_points);
  return g_test_run ();
}
