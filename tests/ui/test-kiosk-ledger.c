/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-kiosk-own.h"
#include "cp-kiosk.h"

#include "ui-stage.h"

/* The screen locks two minutes after the last touch, and the ledger's session ends two minutes after the last
 * call: somebody may type for longer than that. Within half a minute of a call there is nothing to tell. */
static void
test_touches_soon_after_a_call (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  guint n;

  ui_stage_open (stage, "member");
  n = ui_fake_ledger_count (stage->ledger, "GetAttention");
  cp_kiosk_touch (stage->kiosk);
  stage->now_ms += 29000;
  cp_kiosk_touch (stage->kiosk);
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "GetAttention"), ==, n);
}

typedef struct {
  UiStage *stage;
  guint n;
} Told;

static gboolean
was_told (gpointer data)
{
  Told *told = data;

  return ui_fake_ledger_count (told->stage->ledger, "GetAttention") > told->n;
}

/* However soon it came after the call before it, the last touch is not forgotten. */
static void
test_the_last_touch_is_told (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpJson *programme = ui_fixture ("programme");
  Told told = { stage, 0 };

  cp_json_set_int (programme, "idle_lock_ms", 2000);
  ui_fake_ledger_answer (stage->ledger, "GetProgramme", programme);
  ui_fake_ledger_say_changed (stage->ledger, "programme");
  ui_stage_open (stage, "member");
  told.n = ui_fake_ledger_count (stage->ledger, "GetAttention");
  cp_kiosk_touch (stage->kiosk);
  cp_kiosk_touch (stage->kiosk);
  g_assert_false (was_told (&told));
  ui_wait_for (was_told, &told, "the ledger to be told");
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "GetAttention"), ==, told.n + 1);
  g_assert_false (cp_kiosk_get_locked (stage->kiosk));
}

/* Before a PIN is typed for nothing. */
static void
test_a_touch_finds_that_the_session_is_lost (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  guint n;

  ui_stage_open (stage, "member");
  n = ui_fake_ledger_count (stage->ledger, "GetAttention");
  stage->now_ms += 31000;
  cp_kiosk_touch (stage->kiosk);
  cp_kiosk_touch (stage->kiosk);
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "GetAttention"), ==, n + 1);
  g_assert_false (cp_kiosk_get_locked (stage->kiosk));
  ui_fake_ledger_refuse (stage->ledger, "GetAttention", CP_ERROR_NOT_ALLOWED, "No such session");
  stage->now_ms += 31000;
  cp_kiosk_touch (stage->kiosk);
  ui_stage_settle (stage);
  g_assert_true (cp_kiosk_get_locked (stage->kiosk));
}

/* Nothing that stands before them is drawn anew by it. */
static void
test_a_customers_touches_keep_theirs (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  const CpJson *own;
  guint n;

  ui_stage_tap (stage, "self-check");
  cp_kiosk_own_show (stage->kiosk, "mailings");
  own = cp_kiosk_get_own (stage->kiosk);
  n = ui_fake_ledger_count (stage->ledger, "GetMember");
  stage->now_ms += 31000;
  cp_kiosk_touch (stage->kiosk);
  cp_kiosk_touch (stage->kiosk);
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "GetMember"), ==, n + 1);
  g_assert_true (cp_kiosk_get_own (stage->kiosk) == own);
}

/* What a role may not read is no reason to lock, and a session that is gone is. */
static void
test_a_reading_tells_too (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();

  ui_stage_open (stage, "member");
  ui_fake_ledger_refuse (stage->ledger, "Read explain", CP_ERROR_NOT_ALLOWED, "Not lately");
  cp_kiosk_explain (stage->kiosk, "HS-009999");
  ui_stage_settle (stage);
  g_assert_false (cp_kiosk_get_locked (stage->kiosk));
  ui_fake_ledger_refuse (stage->ledger, "GetAttention", CP_ERROR_NOT_ALLOWED, "Not lately");
  cp_kiosk_explain (stage->kiosk, "HS-009999");
  ui_stage_settle (stage);
  g_assert_true (cp_kiosk_get_locked (stage->kiosk));
}

/* Whoever practises for long comes back to their own session. */
static void
test_training_keeps_the_live_session (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  guint n;

  ui_stage_sign_in (stage);
  stage->now_ms += 31000;
  cp_kiosk_touch (stage->kiosk);
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "KeepLive"), ==, 0); /* it is this one */
  cp_kiosk_enter_training (stage->kiosk);
  ui_stage_settle (stage);
  n = ui_fake_ledger_count (stage->ledger, "KeepLive");
  stage->now_ms += 31000;
  cp_kiosk_touch (stage->kiosk);
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "KeepLive"), ==, n + 1);
  g_assert_cmpstr (
      cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "KeepLive"), "text"), ==,
      "token-1");
  g_assert_cmpstr (
      cp_json_get_text (ui_fake_ledger_get_request (stage->ledger, "GetAttention"), "text"), ==,
      "practice-token");
  ui_fake_ledger_refuse (stage->ledger, "KeepLive", CP_ERROR_NOT_ALLOWED, "No such session");
  stage->now_ms += 31000;
  cp_kiosk_touch (stage->kiosk);
  ui_stage_settle (stage);
  g_assert_true (cp_kiosk_get_locked (stage->kiosk)); /* there is nothing to come back to */
  g_assert_false (ui_fake_ledger_get_training (stage->ledger));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kiosk-ledger/touches-soon-after-a-call-cost-none",
                   test_touches_soon_after_a_call);
  g_test_add_func ("/kiosk-ledger/the-last-touch-is-told", test_the_last_touch_is_told);
  g_test_add_func ("/kiosk-ledger/a-touch-finds-that-the-session-is-lost",
                   test_a_touch_finds_that_the_session_is_lost);
  g_test_add_func ("/kiosk-ledger/a-customers-touches-keep-their-session",
                   test_a_customers_touches_keep_theirs);
  g_test_add_func ("/kiosk-ledger/a-reading-that-is-refused-may-lock", test_a_reading_tells_too);
  g_test_add_func ("/kiosk-ledger/training-keeps-the-live-session",
                   test_training_keeps_the_live_session);
  return g_test_run ();
}
