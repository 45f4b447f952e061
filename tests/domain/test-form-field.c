/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-form-field.h"

#include "cp-error.h"
#include "cp-language.h"
#include "cp-test-chain.h"

#include <string.h>

#define TODAY "2026-03-10"

/* Of each type what is good, and what is refused in which words. */
static const struct {
  const char *field;
  const char *typed;
  const char *stored; /* NULL: refused */
  const char *problem;
} reads[] = {
  { "dog", "  Rex   II ", "Rex II", NULL },
  { "dog", "ÄÖÜäöüßéèê", "ÄÖÜäöüßéèê", NULL },
  { "dog", "Rexrexrexre", NULL, "Dog's name: 10 characters at most." },
  { "dog", "\t", NULL, "Dog's name can't be right." },
  { "dog", "a\001b", NULL, "Dog's name can't be right." },
  { "shoe_size", " 042 ", "42", NULL },
  { "shoe_size", "+15", "15", NULL },
  { "shoe_size", "50", "50", NULL },
  { "shoe_size", "51", NULL, "Shoe size must be from 15 to 50." },
  { "shoe_size", "14", NULL, "Shoe size must be from 15 to 50." },
  { "shoe_size", "-42", NULL, "Shoe size must be from 15 to 50." },
  { "shoe_size", "42.5", NULL, "Shoe size must be a whole number." },
  { "shoe_size", "4 2", NULL, "Shoe size must be a whole number." },
  { "shoe_size", "large", NULL, "Shoe size must be a whole number." },
  { "shoe_size", "99999999999999999999", NULL, "Shoe size must be a whole number." },
  { "wedding_day", "2027-06-12", "2027-06-12", NULL },
  { "wedding_day", "1950-01-01", "1950-01-01", NULL },
  { "wedding_day", "1949-12-31", NULL, "Wedding day can't be before 1\u00a0Jan\u00a01950." },
  { "wedding_day", "2200-01-01", NULL, "Wedding day can't be after 31\u00a0Dec\u00a02199." },
  { "wedding_day", "2027-02-29", NULL, "Wedding day must be a day, such as 1987-06-14." },
  { "wedding_day", "12.6.2027", NULL, "Wedding day must be a day, such as 1987-06-14." },
  { "wedding_day", "2027-06-121", NULL, "Wedding day must be a day, such as 1987-06-14." },
  { "birth_date", TODAY, TODAY, NULL },
  { "birth_date", "2026-03-11", NULL, "Date of birth can't be after 10\u00a0Mar\u00a02026." },
  { "birth_date", "1879-12-31", NULL, "Date of birth can't be before 1\u00a0Jan\u00a01880." },
  { "newsletter", "ga", "ga", NULL },
  { "newsletter", "IRISH", "ga", NULL },
  { "newsletter", "Irisch", "ga", NULL },
  { "newsletter", "de", NULL, "Newsletter in must be one of these: English, Irish." },
  { "paper", "Yes", "yes", NULL },
  { "paper", "no", "no", NULL },
  { "paper", "maybe", NULL, "Paper receipts must be yes or no." },
  { "phone", "020 7946 0018", "+442079460018", NULL },
  { "phone", "call me", NULL, "Phone must be a phone number, with its area code." },
  { "email", "a@b", NULL, "E-mail must be an address like name@example.com." },
  { "language", "pt-BR", "pt-BR", NULL },
  { "language", "english please", NULL, "Language must be one of the languages." },
};

static void
test_reads_or_says_what_is_wrong (void)
{
  g_autoptr (CpProgramme) programme = cp_test_chain_programme ();

  for (guint i = 0; i < G_N_ELEMENTS (reads); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *stored =
        cp_form_field_read (cp_programme_find_form_field (programme, reads[i].field),
                            reads[i].typed, programme->country_code, TODAY, &error);

    g_assert_cmpstr (stored, ==, reads[i].stored);
    if (reads[i].stored != NULL) {
      g_assert_no_error (error);
      continue;
    }
    g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
    g_assert_cmpstr (error->message, ==, reads[i].problem);
  }
}

static CpProgramme *
publish (const char *field, GError **error)
{
  g_autoptr (CpJson) document = cp_test_chain_programme_json ();
  g_autofree char *json = g_strdelimit (g_strdup (field), "'", '"');

  cp_json_append (cp_json_get_array (document, "form"), json_loads (json, 0, NULL));
  return cp_programme_from_json (document, error);
}

static void
test_a_number_may_be_open_above_and_go_below_zero (void)
{
  CpFormField field = { .label = (char *) "Balance", .type = CP_FORM_NUMBER, .min = -5 };
  g_autofree char *least = cp_form_field_read (&field, "-5", "", TODAY, NULL);
  g_autofree char *most = cp_form_field_read (&field, "1000000000000", "", TODAY, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (least, ==, "-5");
  g_assert_cmpstr (most, ==, "1000000000000");
  g_assert_null (cp_form_field_read (&field, "-6", "", TODAY, &error));
  g_assert_cmpstr (error->message, ==, "Balance must be -5 or more.");
}

/* The number 0 is no bound, as in every programme that is there; the text is one. */
static void
test_a_number_may_end_at_zero (void)
{
  g_autoptr (CpProgramme) ends =
      publish ("{'field':'x','label':'X','type':'number','min':-20,'max':'0'}", NULL);
  g_autoptr (CpProgramme) open =
      publish ("{'field':'x','label':'X','type':'number','min':-20,'max':0}", NULL);
  const CpFormField *field = cp_programme_find_form_field (ends, "x");
  g_autofree char *most = cp_form_field_read (field, "0", "", TODAY, NULL);
  g_autofree char *least = cp_form_field_read (field, "-20", "", TODAY, NULL);
  g_autofree char *above =
      cp_form_field_read (cp_programme_find_form_field (open, "x"), "1", "", TODAY, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (most, ==, "0");
  g_assert_cmpstr (least, ==, "-20");
  g_assert_cmpstr (above, ==, "1");
  g_assert_null (cp_form_field_read (field, "1", "", TODAY, &error));
  g_assert_cmpstr (error->message, ==, "X must be from -20 to 0.");
}

static void
test_shows_what_people_read_in_their_language (void)
{
  g_autoptr (CpProgramme) programme = cp_test_chain_programme ();
  const CpFormField *newsletter = cp_programme_find_form_field (programme, "newsletter");
  const CpFormField *size = cp_programme_find_form_field (programme, "shoe_size");
  const CpFormField *paper = cp_programme_find_form_field (programme, "paper");
  const CpFormField *wedding = cp_programme_find_form_field (programme, "wedding_day");
  g_autofree char *before = cp_form_field_show (newsletter, "ga");
  g_autofree char *gone = cp_form_field_show (newsletter, "la");
  g_autofree char *nothing = cp_form_field_show (newsletter, NULL);
  g_autofree char *yes = cp_form_field_show (paper, "yes");
  g_autofree char *no = cp_form_field_show (paper, "no");
  g_autofree char *number = cp_form_field_show (size, "42");
  g_autofree char *said = cp_form_field_say (newsletter, "ga");
  g_autofree char *unsaid = cp_form_field_say (wedding, NULL);
  g_autofree char *day = cp_form_field_show (wedding, "1987-06-24");
  g_autofree char *day_said = cp_form_field_say (wedding, "1987-06-24");
  g_autofree char *after = NULL;

  g_assert_cmpstr (said, ==, "Irish");
  g_assert_null (unsaid);
  g_assert_cmpstr (day, ==, "1987-06-24");
  g_assert_cmpstr (day_said, ==, "24\u00a0Jun\u00a01987");
  g_assert_cmpstr (before, ==, "Irish");
  g_assert_cmpstr (gone, ==, "la");
  g_assert_null (nothing);
  g_assert_cmpstr (yes, ==, "Yes");
  g_assert_cmpstr (no, ==, "No");
  g_assert_cmpstr (number, ==, "42");
  cp_language_use ("de", NULL);
  after = cp_form_field_show (newsletter, "ga");
  g_assert_cmpstr (after, ==, "Irisch");
  g_assert_cmpstr (cp_form_field_get_label (size), ==, "Schuhgröße");
  g_assert_cmpstr (cp_form_field_get_label (paper), ==, "Paper receipts");
  cp_language_use (NULL, NULL);
  g_assert_cmpstr (cp_form_field_get_label (size), ==, "Shoe size");
}

/* What no programme may publish, and why. */
static const struct {
  const char *field;
  const char *problem;
} bad[] = {
  { "{'field':'x','label':'X','type':'moon'}", "type" },
  { "{'field':'x','label':'X','pattern':'.*'}", "is not known here" },
  { "{'field':'x','label':''}", "is missing" },
  { "{'field':'x','label':'X','labels':[]}", "not by language" },
  { "{'field':'x','label':'X','labels':{'de':''}}", "empty" },
  { "{'field':'x','label':'X','type':'number','min':5,'max':4}", "above" },
  { "{'field':'x','label':'X','type':'number','min':5,'max':'0'}", "above" },
  { "{'field':'x','label':'X','type':'number','max':'none'}", "must be a whole number" },
  { "{'field':'x','label':'X','type':'number','max':0.5}", "must be a whole number" },
  { "{'field':'x','label':'X','max':'0'}", "only a number" },
  { "{'field':'x','label':'X','type':'number','max':2000000000000}", "out of range" },
  { "{'field':'x','label':'X','type':'number','min':-9223372036854775808,'max':1}",
    "out of range" },
  { "{'field':'x','label':'X','min':5}", "only a number" },
  { "{'field':'x','label':'X','max_length':201}", "out of range" },
  { "{'field':'x','label':'X','max_length':-1}", "out of range" },
  { "{'field':'x','label':'X','type':'flag','max_length':5}", "only a text" },
  { "{'field':'x','label':'X','type':'date','earliest':'2026-02-30'}", "neither" },
  { "{'field':'x','label':'X','type':'date','earliest':'2026-05-02','latest':'2026-05-01'}",
    "after" },
  { "{'field':'x','label':'X','latest':'today'}", "only a date" },
  { "{'field':'x','label':'X','type':'choice'}", "needs options" },
  { "{'field':'x','label':'X','type':'choice','options':[]}", "needs options" },
  { "{'field':'x','label':'X','type':'choice','options':['a']}", "no id or no label" },
  { "{'field':'x','label':'X','type':'choice','options':[{'id':'a'}]}", "no id or no label" },
  { "{'field':'x','label':'X','type':'choice','options':[{'id':'a b','label':'L'}]}",
    "can't be the id" },
  { "{'field':'x','label':'X','type':'choice','options':[{'id':'a','label':'L','l':1}]}",
    "not known here" },
  { "{'field':'x','label':'X','type':'choice','options':[{'id':'a','label':'L'},{'id':'a','label':'"
    "M'}]}",
    "twice" },
  { "{'field':'x','label':'X','type':'choice','options':[{'id':'a','label':'L','labels':5}]}",
    "not by language" },
  { "{'field':'x','label':'X','type':'flag','options':[{'id':'a','label':'L'}]}", "only a choice" },
  { "{'field':'phone','label':'P','type':'text'}", "another one" },
  { "{'field':'birth_date','label':'B','sensitive':true}", "told apart" },
  { "{'field':'state','label':'X'}", "have that name" },
  { "{'field':'fields','label':'X'}", "have that name" },
  { "{'field':'external_id','label':'X'}", "have that name" },
  { "{'field':'age','label':'X'}", "have that name" },
  { "{'field':'Shoe size','label':'X'}", "have that name" },
  { "{'field':'_x','label':'X'}", "have that name" },
  { "{'field':'a2345678901234567890123456789012345678901','label':'X'}", "have that name" },
  { "{'field':'dog','label':'Dog'}", "twice" },
};

static void
test_no_programme_may_have_it (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (publish (bad[i].field, &error));
    g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
    g_assert_nonnull (strstr (error->message, "form"));
    if (strstr (error->message, bad[i].problem) == NULL)
      g_error ("%s: %s", bad[i].field, error->message);
  }
}

static void
test_a_programme_may_have_it (void)
{
  static const char *const good[] = {
    "{'field':'x2_','label':'X'}",
    "{'field':'x','label':'X','type':'','required':true}",
    "{'field':'x','label':'X','type':'phone'}",
    "{'field':'x','label':'X','type':'number','min':-3,'max':-1}",
    "{'field':'x','label':'X','type':'number','min':5,'max':0}",
    "{'field':'x','label':'X','type':'number','min':5,'max':'50'}",
    "{'field':'x','label':'X','type':'date','earliest':'today','latest':'2030-01-01'}",
    "{'field':'x','label':'X','type':'flag','sensitive':true}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CpProgramme) programme = publish (good[i], &error);

    g_assert_no_error (error);
  }
}

static void
test_no_programme_has_too_many (void)
{
  g_autoptr (CpJson) document = cp_test_chain_programme_json ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < CP_FORM_MAX_OWN; i++) {
    g_autofree char *name = g_strdup_printf ("x%u", i);

    cp_json_append (cp_json_get_array (document, "form"),
                    json_pack ("{s:s,s:s}", "field", name, "label", "X"));
  }
  g_assert_null (cp_programme_from_json (document, &error));
  g_assert_nonnull (strstr (error->message, "too many"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add_func ("/domain/form-field/" path, func)
  ADD ("reads-or-says-what-is-wrong", test_reads_or_says_what_is_wrong);
  ADD ("a-number-may-be-open-above-and-go-below-zero",
       test_a_number_may_be_open_above_and_go_below_zero);
  ADD ("a-number-may-end-at-zero", test_a_number_may_end_at_zero);
  ADD ("shows-what-people-read-in-their-language", test_shows_what_people_read_in_their_language);
  ADD ("no-programme-may-have-it", test_no_programme_may_have_it);
  ADD ("a-programme-may-have-it", test_a_programme_may_have_it);
  ADD ("no-programme-has-too-many", test_no_programme_has_too_many);
  return g_test_run ();
}
