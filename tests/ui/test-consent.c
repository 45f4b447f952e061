/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-consent.h"

#include "ui-stage.h"

#define OWN_VERSION "screen-1"

/* Opens a kiosk whose programme has @texts for the mailing `news`. */
static UiStage *
open_with (const char *texts)
{
  UiStage *stage = ui_stage_new ();
  CpJson *news;

  ui_stage_open (stage, "member");
  news = cp_document_find (cp_json_get_array (cp_kiosk_get_programme (stage->kiosk), "mailings"),
                           "id", "news");
  if (texts != NULL)
    cp_json_set (
        news, "consent",
        json_pack ("{s:s, s:o}", "version", "2026-02", "texts", json_loads (texts, 0, NULL)));
  return stage;
}

static void
assert_evidence (UiStage *stage, const char *mailing, const char *version, const char *language)
{
  g_autoptr (CpJson) payload = json_pack ("{s:s}", "mailing_id", mailing);

  cp_consent_put_evidence (stage->kiosk, OWN_VERSION, payload);
  g_assert_cmpstr (cp_json_get_text (payload, "text_version"), ==, version);
  g_assert_cmpstr (cp_json_get_text (payload, "language"), ==, language);
}

static void
test_the_words_are_the_programmes (void)
{
  g_autoptr (UiStage) stage = open_with ("{\"en\": \"I agree.\", \"de\": \"Ja, gern.\"}");

  g_assert_cmpstr (cp_consent_find_text (stage->kiosk, "news"), ==, "I agree.");
  assert_evidence (stage, "news", "2026-02", "en");
  cp_kiosk_set_language (stage->kiosk, "de");
  g_assert_cmpstr (cp_consent_find_text (stage->kiosk, "news"), ==, "Ja, gern.");
  assert_evidence (stage, "news", "2026-02", "de");
  cp_kiosk_set_language (stage->kiosk, "ar"); /* the words that stand there are English */
  g_assert_cmpstr (cp_consent_find_text (stage->kiosk, "news"), ==, "I agree.");
  assert_evidence (stage, "news", "2026-02", "en");
  cp_kiosk_set_language (stage->kiosk, NULL);
}

static void
test_in_whatever_language_there_is (void)
{
  g_autoptr (UiStage) stage = open_with ("{\"ga\": \"Aontaím.\"}");

  g_assert_cmpstr (cp_consent_find_text (stage->kiosk, "news"), ==, "Aontaím.");
  assert_evidence (stage, "news", "2026-02", "ga");
}

static void
test_without_them_they_are_the_screens (void)
{
  g_autoptr (UiStage) stage = open_with (NULL);

  g_assert_null (cp_consent_find_text (stage->kiosk, "news"));
  g_assert_null (cp_consent_find_text (stage->kiosk, "gone"));
  assert_evidence (stage, "news", OWN_VERSION, "en");
  cp_kiosk_set_language (stage->kiosk, "de");
  assert_evidence (stage, "news", OWN_VERSION, "de");
  cp_kiosk_set_language (stage->kiosk, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/consent/the-words-are-the-programmes", test_the_words_are_the_programmes);
  g_test_add_func ("/consent/in-whatever-language-there-is", test_in_whatever_language_there_is);
  g_test_add_func ("/consent/without-them-they-are-the-screens",
                   test_without_them_they_are_the_screens);
  return g_test_run ();
}
