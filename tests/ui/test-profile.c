/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-profile.h"

#include "cp-language.h"
#include "ui-stage.h"

#include <string.h>

static void
test_shows_what_people_read (void)
{
  static const struct {
    const char *key;
    const char *shown;
  } cases[] = {
    { "given_name", "Dilek" },
    { "birth_date", "24\u00a0Jun\u00a01987" },
    { "language", "English" },
    { "newsletter_language", "Irish" },
    { "wedding_day", "5\u00a0Sep\u00a02026" },
    { "paper_receipts", NULL },
    { "allergies", "Not for your eyes" },
    { "nothing_of_the_kind", NULL },
  };
  g_autoptr (UiStage) stage = ui_stage_new ();
  const CpJson *member;

  ui_stage_open (stage, "member");
  member = cp_json_get_object (cp_kiosk_get_view (stage->kiosk), "member");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *shown = cp_profile_show (stage->kiosk, member, cases[i].key);

    g_assert_cmpstr (shown, ==, cases[i].shown);
  }
  g_assert_cmpstr (cp_profile_get_value (member, "newsletter_language"), ==, "ga");
  g_assert_true (cp_profile_is_hidden (member, "allergies"));
  g_assert_false (cp_profile_is_hidden (member, "shoe_size"));
  g_assert_false (cp_profile_is_hidden (NULL, "allergies"));
}

static void
test_asks_as_the_form_says (void)
{
  static const struct {
    const char *key;
    CpInput input;
    guint n_options;
  } cases[] = {
    { "given_name", CP_INPUT_NAME, 0 },
    { "phone", CP_INPUT_PHONE, 0 },
    { "birth_date", CP_INPUT_ISO_DAY, 0 },
    { "shoe_size", CP_INPUT_NUMBER, 0 },
    { "newsletter_language", CP_INPUT_OPTION, 3 },
    { "wedding_day", CP_INPUT_ISO_DAY, 0 },
    { "paper_receipts", CP_INPUT_OPTION, 2 },
    { "allergies", CP_INPUT_TEXT, 0 },
  };
  g_autoptr (UiStage) stage = ui_stage_new ();
  CpFlow *flow;

  ui_stage_open (stage, "member");
  cp_kiosk_start_flow (stage->kiosk, "edit_profile", NULL);
  ui_stage_settle (stage);
  flow = cp_kiosk_get_flow (stage->kiosk);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const CpJson *field = cp_profile_find_field (stage->kiosk, cases[i].key);
    g_autoptr (GPtrArray) options = cp_profile_list_options (flow, field, cases[i].key);

    g_assert_cmpuint (cp_profile_get_input (field, cases[i].key), ==, cases[i].input);
    g_assert_cmpuint (options != NULL ? options->len : 0, ==, cases[i].n_options);
  }
}

static void
test_says_what_a_number_may_be (void)
{
  g_autoptr (CpJson) open = json_pack ("{s:s,s:i}", "type", "number", "min", 3);
  g_autoptr (CpJson) size = json_pack ("{s:s,s:i,s:i}", "type", "number", "min", 15, "max", 52);
  g_autoptr (CpJson) ends = json_pack ("{s:s,s:i,s:s}", "type", "number", "min", -20, "max", "0");
  g_autofree char *hint = cp_profile_dup_hint (size);
  g_autofree char *to_zero = cp_profile_dup_hint (ends);

  g_assert_nonnull (strstr (to_zero, "-20 – 0"));
  g_assert_true (cp_profile_goes_below_zero (ends));
  g_assert_nonnull (strstr (hint, "15 – 52"));
  g_assert_null (cp_profile_dup_hint (open));
  g_assert_false (cp_profile_goes_below_zero (size));
  g_assert_false (cp_profile_goes_below_zero (NULL));
  cp_json_set_int (size, "min", -15);
  g_assert_true (cp_profile_goes_below_zero (size));
  g_assert_null (cp_profile_dup_hint (NULL));
}

/* In the language of now, or as it is called where that has no word. */
static void
test_is_called_as_the_form_says (void)
{
  g_autoptr (UiStage) stage = ui_stage_new ();
  const CpJson *size;

  ui_stage_open (stage, "member");
  size = cp_profile_find_field (stage->kiosk, "shoe_size");
  g_assert_cmpstr (cp_profile_get_label (size, "shoe_size"), ==, "Shoe size (EU)");
  cp_language_use ("de", NULL);
  g_assert_cmpstr (cp_profile_get_label (size, "shoe_size"), ==, "Schuhgröße (EU)");
  cp_language_use (NULL, NULL);
  g_assert_cmpstr (cp_profile_get_label (NULL, "postcode"), ==, "Postcode");
  g_assert_cmpstr (cp_profile_get_label (NULL, "shoe_size"), ==, "shoe_size");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile/shows-what-people-read", test_shows_what_people_read);
  g_test_add_func ("/profile/asks-as-the-form-says", test_asks_as_the_form_says);
  g_test_add_func ("/profile/says-what-a-number-may-be", test_says_what_a_number_may_be);
  g_test_add_func ("/profile/is-called-as-the-form-says", test_is_called_as_the_form_says);
  return g_test_run ();
}
