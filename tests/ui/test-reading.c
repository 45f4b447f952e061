/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-reading.h"

#include "ui-stage.h"

static void
on_changed (CpReading *reading, guint *n)
{
  (*n)++;
}

static CpJson *
make_reply (const char *text)
{
  return json_pack ("{s:s}", "number", text);
}

static void
test_answers (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpReading) reading = cp_reading_new (stage->kiosk, "explain");
  const CpJson *request;
  guint n = 0;

  g_signal_connect (reading, "changed", G_CALLBACK (on_changed), &n);
  cp_reading_ask (reading, make_reply ("R1")); /* nobody has signed in */
  ui_stage_settle (stage);
  g_assert_cmpuint (ui_fake_ledger_count (stage->ledger, "Read explain"), ==, 0);
  ui_stage_open (stage, "member");
  ui_fake_ledger_answer (stage->ledger, "Read explain", make_reply ("R1"));
  cp_reading_ask (reading, make_reply ("R1"));
  g_assert_null (cp_reading_get_reply (reading));
  ui_stage_settle (stage);
  request = ui_fake_ledger_get_request (stage->ledger, "Read explain");
  g_assert_cmpstr (cp_json_get_text (request, "member_id"), ==, "m-1");
  g_assert_cmpstr (cp_json_get_text (cp_reading_get_reply (reading), "number"), ==, "R1");
  g_assert_cmpuint (n, ==, 1);
  cp_reading_forget (reading);
  g_assert_null (cp_reading_get_reply (reading));
  g_assert_cmpuint (n, ==, 2);
}

/* The answer to a question that nobody asks any more is no answer. */
static void
test_drops_late_answers (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpReading) reading = cp_reading_new (stage->kiosk, "history");
  CpReading *gone;

  ui_stage_open (stage, "member");
  ui_fake_ledger_answer (stage->ledger, "Read history", make_reply ("late"));
  cp_reading_ask (reading, json_object ());
  cp_reading_forget (reading);
  gone = cp_reading_new (stage->kiosk, "history");
  cp_reading_ask (gone, json_object ());
  g_object_unref (gone);
  ui_stage_settle (stage);
  g_assert_null (cp_reading_get_reply (reading));
  g_assert_null (cp_reading_get_problem (reading));
}

/* What a role may not read is said; the screen is not locked for it. */
static void
test_refused (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autoptr (CpReading) reading = cp_reading_new (stage->kiosk, "messages");

  ui_stage_open (stage, "member");
  ui_fake_ledger_refuse (stage->ledger, "Read messages", CP_ERROR_NOT_ALLOWED,
                         "Your role may not read this");
  cp_reading_ask (reading, json_object ());
  ui_stage_settle (stage);
  g_assert_cmpstr (cp_reading_get_problem (reading), ==, "Your role may not read this");
  g_assert_null (cp_reading_get_reply (reading));
  g_assert_false (cp_kiosk_get_locked (stage->kiosk));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reading/answers-what-was-asked", test_answers);
  g_test_add_func ("/reading/drops-what-comes-too-late", test_drops_late_answers);
  g_test_add_func ("/reading/says-what-may-not-be-read", test_refused);
  return g_test_run ();
}
