/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-prepare.h"

#include "cp-flow.h"
#include "ui-stage.h"

static void
test_consent (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *said = NULL;
  const CpJson *payload;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-benefit");
  cp_kiosk_start_flow (stage->kiosk, "opt_in", "offers/email");
  said = cp_prepare_say_consent (cp_kiosk_get_flow (stage->kiosk));
  g_assert_null (said); /* the screen's own words stand there */
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "They signed");
  ui_stage_settle (stage);
  payload =
      cp_json_get_object (ui_fake_ledger_get_request (stage->ledger, "Submit preview"), "payload");
  g_assert_cmpstr (cp_json_get_text (payload, "mailing_id"), ==, "offers");
  g_assert_cmpstr (cp_json_get_text (payload, "channel_id"), ==, "email");
  g_assert_cmpstr (cp_json_get_text (payload, "method"), ==, "paper");
  g_assert_cmpstr (cp_json_get_text (payload, "text_version"), ==, CP_CONSENT_TEXT_VERSION);
  g_assert_cmpstr (cp_json_get_text (payload, "language"), ==, "en");
}

/* Staff read out what stands on the screen, whatever the member's own language is. */
static void
test_the_words_that_staff_read_out (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  g_autofree char *said = NULL;
  const CpJson *payload;
  CpJson *offers;

  ui_stage_open (stage, "member");
  cp_json_set_text (cp_json_get_object (cp_kiosk_get_view (stage->kiosk), "member"), "language",
                    "de");
  offers = cp_document_find (cp_json_get_array (cp_kiosk_get_programme (stage->kiosk), "mailings"),
                             "id", "offers");
  cp_json_set (offers, "consent",
               json_pack ("{s:s, s:{s:s, s:s}}", "version", "2026-02", "texts", "en", "I agree.",
                          "de", "Ja."));
  ui_stage_answer (stage, "Submit preview", "preview-benefit");
  cp_kiosk_start_flow (stage->kiosk, "opt_in", "offers/email");
  said = cp_prepare_say_consent (cp_kiosk_get_flow (stage->kiosk));
  g_assert_cmpstr (said, ==, "Read out: “I agree.”");
  ui_choose (cp_kiosk_get_flow (stage->kiosk), "They signed");
  ui_stage_settle (stage);
  payload =
      cp_json_get_object (ui_fake_ledger_get_request (stage->ledger, "Submit preview"), "payload");
  g_assert_cmpstr (cp_json_get_text (payload, "text_version"), ==, "2026-02");
  g_assert_cmpstr (cp_json_get_text (payload, "language"), ==, "en");
}

static void
test_drops (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  const CpJson *payload;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-benefit");
  cp_kiosk_start_flow (stage->kiosk, "drop_task", "t-1");
  ui_stage_settle (stage);
  payload =
      cp_json_get_object (ui_fake_ledger_get_request (stage->ledger, "Submit preview"), "payload");
  g_assert_cmpstr (cp_json_get_text (payload, "task_id"), ==, "t-1");
  g_assert_true (cp_json_get_bool (payload, "cancelled"));
  g_assert_cmpuint (cp_flow_get_stage (cp_kiosk_get_flow (stage->kiosk)), ==, CP_STAGE_REVIEW);
}

static void
test_virtual (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  const CpJson *request;

  ui_stage_open (stage, "member");
  ui_stage_answer (stage, "Submit preview", "preview-benefit");
  cp_kiosk_start_flow (stage->kiosk, "add_virtual_card", NULL);
  ui_stage_settle (stage);
  request = ui_fake_ledger_get_request (stage->ledger, "Submit preview");
  g_assert_cmpstr (cp_json_get_text (request, "kind"), ==, "link_card");
  g_assert_true (cp_json_get_bool (cp_json_get_object (request, "payload"), "is_virtual"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prepare/consent-carries-its-evidence", test_consent);
  g_test_add_func ("/prepare/the-words-that-staff-read-out", test_the_words_that_staff_read_out);
  g_test_add_func ("/prepare/a-dropped-task-is-not-done", test_drops);
  g_test_add_func ("/prepare/a-card-on-a-phone-is-virtual", test_virtual);
  return g_test_run ();
}
