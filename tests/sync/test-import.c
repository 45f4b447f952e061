/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-import.h"

#include <string.h>

#include "cp-error.h"
#include "cp-profile-field.h"
#include "office-fixture.h"
#include "postgres-fixture.h"

typedef gboolean (*ImportFunc) (CpHeadOffice *office, CpImport *import, GError **error);

typedef struct {
  guint n_good;
  guint n_bad;
  char *problems;
} Outcome;

static void
clear_outcome (Outcome *outcome)
{
  g_free (outcome->problems);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, clear_outcome)

static Outcome
import_text (Office *office, ImportFunc func, GBytes *pin_key, const char *text)
{
  g_autofree char *path = g_build_filename (office->folder, "lines.ndjson", NULL);
  g_autofree char *lines = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GString) problems = g_string_new (NULL);
  CpImport import = { path, "FILE", problems, pin_key, CP_PIN_EFFORT_LEAST, 0, 0, NULL };
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, lines, -1, &error);
  g_assert_no_error (error);
  g_assert_true (func (office->office, &import, &error));
  g_assert_no_error (error);
  return (Outcome){ import.n_good, import.n_bad, g_strdup (problems->str) };
}

static CpMember *
find_member (Office *office, const char *external_id)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (office->office);
  CpKey key = { CP_KEY_EXTERNAL_ID, (char *) external_id };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (cp_entity_free);
  g_autoptr (GError) error = NULL;

  storage->class_->add_rows_by_key (storage, &key, rows, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, <=, 1);
  return rows->len > 0 ? g_ptr_array_steal_index (rows, 0) : NULL;
}

/* Where in an id the part begins in which those that are derived from one differ. */
#define TAIL_AT 24

static void
test_imports_a_member (void)
{
  g_autoptr (Office) office = office_new ();
  g_auto (Outcome) outcome =
      import_text (office, cp_import_members, NULL,
                   "{'external_id':'X1','given_name':'  Zoë ','family_name':'Müller',"
                   "'birth_date':'1990-12-31','phone':'020 7946 0958','email':'Zoe@Example.ORG'}");
  CpMember *member = find_member (office, "X1");
  CpAccountRow *account;

  g_assert_cmpuint (outcome.n_good, ==, 1);
  g_assert_cmpstr (outcome.problems, ==, "");
  g_assert_cmpint (member->state, ==, CP_MEMBER_ENROLLED);
  g_assert_cmpstr (member->given_name, ==, "Zoë");
  g_assert_cmpstr (member->phone, ==, "+442079460958");
  g_assert_cmpstr (member->email, ==, "zoe@example.org");
  account = office_get_row (office, CP_KIND_ACCOUNT, member->entity.account_id);
  g_assert_nonnull (account);
  g_assert_cmpmem (account->entity.id, TAIL_AT, member->entity.id, TAIL_AT); /* they lie together */
  cp_entity_free (account);
  cp_entity_free (member);
}

static void
test_imports_the_chains_own_fields (void)
{
  g_autoptr (Office) office = office_new ();
  g_auto (Outcome) outcome = import_text (
      office, cp_import_members, NULL,
      "{'external_id':'X1','fields':{'shoe_size':42,'newsletter':'Irish','paper':false}}\n"
      "{'external_id':'X1','fields':{'dog':'Rex'}}\n"
      "{'external_id':'X2','fields':{'shoe_size':420}}\n"
      "{'external_id':'X3','fields':{'cat':'Tom'}}\n"
      "{'external_id':'X4','fields':{'dog':['Rex']}}");
  CpMember *member = find_member (office, "X1");

  g_assert_cmpuint (outcome.n_good, ==, 2);
  g_assert_cmpstr (outcome.problems, ==,
                   "FILE:3: shoe_size: Shoe size must be from 15 to 50.\n"
                   "FILE:4: cat: The form has no \"cat\".\n"
                   "FILE:5: dog: Dog's name can't be right.\n");
  g_assert_cmpstr (cp_profile_field_get (member, "shoe_size"), ==, "42");
  g_assert_cmpstr (cp_profile_field_get (member, "newsletter"), ==, "ga");
  g_assert_cmpstr (cp_profile_field_get (member, "paper"), ==, "no");
  g_assert_cmpstr (cp_profile_field_get (member, "dog"), ==, "Rex");
  cp_entity_free (member);
  g_assert_null (find_member (office, "X2"));
}

/* Another version of the programme, whose form has no city any more, nor the dog. */
static void
leave_out (Office *office)
{
  g_autoptr (CpJson) document = cp_test_chain_programme_json ();
  CpJson *form = cp_json_get_array (document, "form");
  g_autoptr (GError) error = NULL;

  for (gsize i = json_array_size (form); i > 0; i--) {
    const char *field = cp_json_get_text (json_array_get (form, i - 1), "field");

    if (g_str_equal (field, "city") || g_str_equal (field, "dog"))
      json_array_remove (form, i - 1);
  }
  cp_json_set_int (document, "version", 1000);
  g_assert_true (cp_head_office_publish (office->office, document, &error));
  g_assert_no_error (error);
}

/* As an enrolment: a field that every profile has is taken only where the form asks for it. */
static void
test_takes_what_the_form_has (void)
{
  g_autoptr (Office) office = office_new ();
  CpMember *member;

  leave_out (office);
  {
    g_auto (Outcome) outcome = import_text (office, cp_import_members, NULL,
                                            "{'external_id':'X1','postcode':'D02'}\n"
                                            "{'external_id':'X1','city':'Cork'}\n"
                                            "{'external_id':'X2','fields':{'dog':'Rex'}}\n"
                                            "{'external_id':'X3','fields':{'city':'Cork'}}");

    g_assert_cmpuint (outcome.n_good, ==, 1);
    g_assert_cmpstr (outcome.problems, ==,
                     "FILE:2: city: The form has no \"city\".\n"
                     "FILE:3: dog: The form has no \"dog\".\n"
                     "FILE:4: city: The form has no \"city\".\n");
  }
  member = find_member (office, "X1");
  g_assert_cmpstr (member->postcode, ==, "D02");
  g_assert_null (member->city);
  cp_entity_free (member);
  g_assert_null (find_member (office, "X2"));
}

/* Old lists are seldom whole: what is required may be wanting, and how often is counted. */
static void
test_counts_what_is_wanting (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *path = g_build_filename (office->folder, "lines.ndjson", NULL);
  g_autoptr (GString) problems = g_string_new (NULL);
  g_autoptr (CpJson) wanting = json_object ();
  CpImport import = { .path = path, .name = "FILE", .problems = problems, .wanting = wanting };
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path,
                       "{\"external_id\":\"X1\",\"given_name\":\"Ada\"}\n"
                       "{\"external_id\":\"X2\"}\n"
                       "{\"external_id\":\"X1\",\"family_name\":\"Byron\"}\n"
                       "{\"external_id\":\"X3\",\"birth_date\":\"never\"}\n",
                       -1, &error);
  g_assert_true (cp_import_members (office->office, &import, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (import.n_good, ==, 3);
  g_assert_cmpuint (import.n_bad, ==, 1);
  g_assert_cmpint (cp_json_get_int (wanting, "given_name", 0), ==, 1);
  g_assert_cmpint (cp_json_get_int (wanting, "family_name", 0), ==, 2);
  g_assert_cmpuint (json_object_size (wanting), ==, 2); /* the rest is not required */
}

static void
test_imports_again (void)
{
  g_autoptr (Office) office = office_new ();
  g_auto (Outcome) first = import_text (office, cp_import_members, NULL,
                                        "{'external_id':'X1','given_name':'A','city':'Leeds'}");
  CpMember *before = find_member (office, "X1");
  guint n_rows = office_count_rows (office, NULL);
  g_auto (Outcome) second =
      import_text (office, cp_import_members, NULL, "{'external_id':'X1','given_name':'B'}");
  CpMember *after = find_member (office, "X1");
  g_auto (Outcome) third =
      import_text (office, cp_import_members, NULL, "{'external_id':'X1','given_name':'B'}");
  CpMember *same = find_member (office, "X1");

  g_assert_cmpuint (office_count_rows (office, NULL), ==, n_rows);
  g_assert_cmpstr (after->entity.id, ==, before->entity.id);
  g_assert_cmpstr (after->given_name, ==, "B");
  g_assert_cmpstr (after->city, ==, "Leeds");
  g_assert_cmpint (after->entity.ver, >, before->entity.ver);
  g_assert_cmpint (same->entity.ver, ==, after->entity.ver);
  cp_entity_free (before);
  cp_entity_free (after);
  cp_entity_free (same);
}

/* As a merge leaves it: on the survivor's account, under its own id. */
static void
merge (Office *office, const char *loser_id, const char *winner_id)
{
  CpMember *alias = find_member (office, loser_id);
  CpMember *winner = find_member (office, winner_id);

  alias->state = CP_MEMBER_MERGED;
  g_free (alias->entity.account_id);
  alias->entity.account_id = g_strdup (winner->entity.account_id);
  g_free (alias->merged_into);
  alias->merged_into = g_strdup (winner->entity.id);
  office_put (office, alias);
  cp_entity_free (winner);
}

/* The chain's own list knows nothing of a merge. */
static void
test_changes_whom_somebody_was_merged_into (void)
{
  g_autoptr (Office) office = office_new ();
  g_auto (Outcome) first = import_text (office, cp_import_members, NULL,
                                        "{'external_id':'X1','city':'Leeds'}\n"
                                        "{'external_id':'X2','city':'York'}\n"
                                        "{'external_id':'X3','city':'Hull'}\n");
  guint n_rows = office_count_rows (office, NULL);
  CpMember *alias, *survivor;

  merge (office, "X3", "X2");
  merge (office, "X2", "X1");
  {
    CpMember *second = find_member (office, "X2");
    CpMember *third = find_member (office, "X3");

    /* Whoever was merged into the second before came along. */
    g_free (third->entity.account_id);
    third->entity.account_id = g_strdup (second->entity.account_id);
    office_put (office, third);
    cp_entity_free (second);
  }
  {
    g_auto (Outcome) outcome =
        import_text (office, cp_import_members, NULL, "{'external_id':'X3','city':'Cork'}");

    g_assert_cmpuint (outcome.n_good, ==, 1);
  }
  alias = find_member (office, "X3");
  survivor = find_member (office, "X1");
  g_assert_cmpstr (survivor->city, ==, "Cork");
  g_assert_cmpstr (alias->city, ==, "Hull");
  g_assert_cmpuint (office_count_rows (office, NULL), ==, n_rows);
  cp_entity_free (alias);
  cp_entity_free (survivor);
}

static void
test_refuses_an_alias_of_nobody (void)
{
  g_autoptr (Office) office = office_new ();
  g_auto (Outcome) first = import_text (office, cp_import_members, NULL,
                                        "{'external_id':'X1'}\n"
                                        "{'external_id':'X2','city':'York'}\n");
  CpMember *survivor = find_member (office, "X1");
  CpMember *alias;

  merge (office, "X2", "X1");
  survivor->state = CP_MEMBER_ERASED;
  office_put (office, survivor);
  {
    g_auto (Outcome) outcome =
        import_text (office, cp_import_members, NULL, "{'external_id':'X2','city':'Cork'}");

    g_assert_cmpuint (outcome.n_bad, ==, 1);
    g_assert_true (g_str_has_prefix (outcome.problems, "FILE:1: external_id: was merged into"));
  }
  alias = find_member (office, "X2");
  g_assert_cmpstr (alias->city, ==, "York");
  cp_entity_free (alias);
}

static void
test_reports_bad_lines (void)
{
  g_autoptr (Office) office = office_new ();
  g_auto (Outcome) outcome = import_text (office, cp_import_members, NULL,
                                          "{'external_id':'X1'}\n"
                                          "{'given_name':'nobody'}\n"
                                          "not JSON\n"
                                          "\n"
                                          "{'external_id':'X2','birth_date':'1990-02-30'}\n"
                                          "{'external_id':'X3','shoe_size':'44'}\n"
                                          "{'external_id':'X4','email':'nowhere'}\n"
                                          "{'external_id':'X5','phone':'12'}\n"
                                          "{'external_id':'X6'}");
  static const char *const begins[] = { "FILE:2: ", "FILE:3: ", "FILE:5: ",
                                        "FILE:6: ", "FILE:7: ", "FILE:8: " };
  g_auto (GStrv) lines = g_strsplit (outcome.problems, "\n", -1);
  CpMember *last = find_member (office, "X6");

  g_assert_cmpuint (outcome.n_good, ==, 2);
  g_assert_cmpuint (outcome.n_bad, ==, 6);
  for (gsize i = 0; i < G_N_ELEMENTS (begins); i++)
    g_assert_true (g_str_has_prefix (lines[i], begins[i]));
  g_assert_nonnull (last);
  cp_entity_free (last);
}

static void
test_pages_of_an_import (void)
{
  g_autoptr (Office) office = office_new_empty ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (CpJson) page = NULL;

  for (guint i = 0; i < 1500; i++)
    g_string_append_printf (text, "{'external_id':'X%u'}\n", i);
  {
    g_auto (Outcome) outcome = import_text (office, cp_import_members, NULL, text->str);

    g_assert_cmpuint (outcome.n_good, ==, 1500);
  }
  page = office_get_feed (office, "till-1", "one", 0, 10);
  g_assert_true (cp_json_get_bool (page, "more"));
  g_assert_cmpuint (json_array_size (cp_json_get_array (page, "items")), ==, 1001);
}

/* Near each other, and so far apart that the first is written already. */
static void
test_same_member_within_a_file (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_before = office_count_rows (office, "member");
  CpMember *member;

  for (guint i = 0; i < 2400; i++)
    g_string_append_printf (text, "{'external_id':'X%u','city':'City %u'}\n", i % 1200 / 2, i);
  {
    g_auto (Outcome) outcome = import_text (office, cp_import_members, NULL, text->str);

    g_assert_cmpuint (outcome.n_good, ==, 2400);
  }
  member = find_member (office, "X0");
  g_assert_cmpstr (member->city, ==, "City 1201");
  g_assert_cmpuint (office_count_rows (office, "member"), ==, n_before + 600);
  cp_entity_free (member);
}

static void
test_imports_rows (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *id = cp_test_id (77);
  g_autofree char *text =
      g_strdup_printf ("{'kind':'card','data':{'id':'%s','uid':'04A1B2C3','state':'stock'}}\n"
                       "{'kind':'card','data':{'uid':'04A1B2C3'}}\n"
                       "{'kind':'boat','data':{'id':'x'}}\n"
                       "{'kind':'programme','data':{'id':'current'}}\n",
                       id);
  g_auto (Outcome) outcome = import_text (office, cp_import_rows, NULL, text);
  CpCard *card = office_get_row (office, CP_KIND_CARD, id);

  g_assert_cmpuint (outcome.n_good, ==, 1);
  g_assert_cmpuint (outcome.n_bad, ==, 3);
  g_assert_cmpstr (card->uid, ==, "04A1B2C3");
  cp_entity_free (card);
}

static void
give_card (CpHeadOffice *another)
{
  CpHeadOfficeStorage *storage = cp_head_office_get_storage (another);
  gpointer staff = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_head_office_begin (another, &error));
  g_assert_true (storage->class_->get_row (storage, CP_KIND_STAFF, "ann", &staff, &error));
  ((CpStaff *) staff)->card_uid = g_strdup ("04A1B2C3");
  g_assert_true (cp_head_office_put_row (another, staff, &error));
  g_assert_true (cp_head_office_commit (another, &error));
  cp_entity_free (staff);
}

/* What a line does not name stays as another process has just left it; each line counts once. */
static void
test_another_changes_rows_meanwhile (void)
{
  g_autoptr (Office) office = office_new ();
  g_auto (Outcome) outcome = { 0 };
  CpStaff *staff;

  office_interrupt (office, give_card);
  outcome = import_text (office, cp_import_staff, NULL,
                         "{'id':'ann','name':'Anna','role':'associate'}\n{}\n");
  g_assert_cmpuint (outcome.n_good, ==, 1);
  g_assert_cmpuint (outcome.n_bad, ==, 1);
  g_assert_true (g_str_has_prefix (outcome.problems, "FILE:2: "));
  g_assert_cmpstr (strchr (outcome.problems, '\n'), ==, "\n");
  staff = office_get_row (office, CP_KIND_STAFF, "ann");
  g_assert_cmpstr (staff->name, ==, "Anna");
  g_assert_cmpstr (staff->card_uid, ==, "04A1B2C3");
  cp_entity_free (staff);
}

static void
test_imports_staff (void)
{
  g_autoptr (Office) office = office_new ();
  guint8 bytes[CP_PIN_KEY_BYTES] = { 1 };
  g_autoptr (GBytes) key = g_bytes_new (bytes, sizeof bytes);
  g_auto (Outcome) outcome =
      import_text (office, cp_import_staff, key,
                   "{'id':'zed','name':'Zed','role':'manager','pin':'4711'}\n"
                   "{'id':'bad','name':'Bad','role':'king'}\n"
                   "{'id':'bad','name':'Bad','role':'manager','pin':'1'}\n");
  CpStaff *staff = office_get_row (office, CP_KIND_STAFF, "zed");
  gpointer none = office_get_row (office, CP_KIND_STAFF, "bad");

  g_assert_cmpuint (outcome.n_good, ==, 1);
  g_assert_cmpuint (outcome.n_bad, ==, 2);
  g_assert_true (cp_pin_verify (key, "zed", "4711", staff->pin_verifier));
  g_assert_null (none);
  cp_entity_free (staff);
}

/* They may do nothing of value for themselves and whom they live with. */
static void
test_imports_whose_staff_are (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *member_id = cp_test_id (900);
  g_autofree char *account_id = cp_test_id (901);
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, member_id, account_id);
  g_autoptr (CpJson) row =
      json_pack ("{s:s,s:o}", "kind", "member", "data", cp_entity_to_json (&member->entity));
  g_autofree char *line = cp_json_to_text (row);
  g_auto (Outcome) members = import_text (office, cp_import_rows, NULL, line);
  g_autofree char *text = g_strdup_printf (
      "{'id':'zed','name':'Zed','role':'manager','member_id':'%s','household':['%s'],"
      "'card_uid':'04AA','inactive':true}\n"
      "{'id':'bad','name':'Bad','role':'manager','member_id':'nobody'}\n"
      "{'id':'bad','name':'Bad','role':'manager','household':[7]}\n",
      member_id, member_id);
  g_auto (Outcome) outcome = import_text (office, cp_import_staff, NULL, text);
  CpStaff *staff = office_get_row (office, CP_KIND_STAFF, "zed");

  g_assert_cmpuint (outcome.n_good, ==, 1);
  g_assert_cmpuint (outcome.n_bad, ==, 2);
  g_assert_cmpstr (staff->own_account_id, ==, account_id);
  g_assert_cmpstr (staff->own_member_id, ==, member_id);
  g_assert_cmpuint (json_array_size (staff->household), ==, 1);
  g_assert_cmpstr (staff->card_uid, ==, "04AA");
  g_assert_true (staff->inactive);
  cp_entity_free (staff);
  cp_entity_free (member);
}

static const char four_lines[] = "{\"external_id\":\"X1\",\"given_name\":\"Ada\"}\n"
                                 "\n"
                                 "{}\n"
                                 "{\"external_id\":\"X2\"}\n"
                                 "\n";

static void
assert_member (Office *office, const char *external_id)
{
  CpMember *member = find_member (office, external_id);

  g_assert_nonnull (member);
  cp_entity_free (member);
}

/* With no time at all, a line is taken by each call, and all in all the same as at once. */
static void
test_takes_a_slice_at_a_time (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *path = g_build_filename (office->folder, "lines.ndjson", NULL);
  g_autoptr (GString) problems = g_string_new (NULL);
  g_autoptr (CpJson) wanting = json_object ();
  CpImport import = {
    .path = path, .name = "FILE", .problems = problems, .wanting = wanting, .until_ms = 1
  };
  g_autoptr (GError) error = NULL;
  guint n_calls = 0;

  g_assert_true (g_file_set_contents (path, four_lines, -1, NULL));
  do {
    g_assert_true (cp_import_members (office->office, &import, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (import.n_good + import.n_bad, <=, ++n_calls);
  } while (import.is_left && n_calls < 9);
  g_assert_cmpuint (n_calls, >=, 3);
  g_assert_cmpuint (n_calls, <=, 4); /* what is blank at the end may have a call of its own */
  g_assert_cmpuint (import.n_good, ==, 2);
  g_assert_cmpuint (import.n_bad, ==, 1);
  g_assert_true (g_str_has_prefix (problems->str, "FILE:3: "));
  g_assert_cmpint (cp_json_get_int (wanting, "family_name", 0), ==, 2);
  g_assert_cmpint (cp_json_get_int (wanting, "given_name", 0), ==, 1);
  assert_member (office, "X1");
  assert_member (office, "X2");
}

static void
test_refuses_another_file_half_way (void)
{
  g_autoptr (Office) office = office_new ();
  g_autofree char *path = g_build_filename (office->folder, "lines.ndjson", NULL);
  g_autoptr (GString) problems = g_string_new (NULL);
  CpImport import = { .path = path, .name = "FILE", .problems = problems, .until_ms = 1 };
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, four_lines, -1, NULL));
  g_assert_true (cp_import_members (office->office, &import, &error));
  g_assert_no_error (error);
  g_assert_true (import.is_left);
  g_assert_true (g_file_set_contents (path, "{\"external_id\":\"X9\"}\n{}\n{}\n", -1, NULL));
  g_assert_false (cp_import_members (office->office, &import, &error));
  g_assert_error (error, CP_ERROR, CP_ERROR_INVALID);
  g_assert_null (find_member (office, "X9"));
}

static void
test_file_that_is_not_there (void)
{
  g_autoptr (Office) office = office_new ();
  g_autoptr (GString) problems = g_string_new (NULL);
  CpImport import = { "/nowhere/at/all", "x", problems, NULL, CP_PIN_EFFORT_LEAST, 0, 0, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_false (cp_import_members (office->office, &import, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/takes-a-member", test_imports_a_member);
  g_test_add_func ("/import/takes-the-chains-own-fields", test_imports_the_chains_own_fields);
  g_test_add_func ("/import/takes-what-the-form-has", test_takes_what_the_form_has);
  g_test_add_func ("/import/counts-what-is-required-and-wanting", test_counts_what_is_wanting);
  g_test_add_func ("/import/changes-a-member-that-is-known", test_imports_again);
  g_test_add_func ("/import/changes-whom-somebody-was-merged-into",
                   test_changes_whom_somebody_was_merged_into);
  g_test_add_func ("/import/refuses-an-alias-of-nobody", test_refuses_an_alias_of_nobody);
  g_test_add_func ("/import/reports-bad-lines-and-takes-the-others", test_reports_bad_lines);
  g_test_add_func ("/import/lets-pages-end-within", test_pages_of_an_import);
  g_test_add_func ("/import/takes-the-same-member-again-within-a-file",
                   test_same_member_within_a_file);
  g_test_add_func ("/import/takes-rows", test_imports_rows);
  g_test_add_func ("/import/takes-staff", test_imports_staff);
  g_test_add_func ("/import/takes-whose-staff-are", test_imports_whose_staff_are);
  g_test_add_func ("/import/takes-a-slice-at-a-time", test_takes_a_slice_at_a_time);
  g_test_add_func ("/import/refuses-another-file-half-way", test_refuses_another_file_half_way);
  g_test_add_func ("/import/says-that-a-file-is-not-there", test_file_that_is_not_there);
  if (postgres_is_wanted ())
    g_test_add_func ("/import/another-changes-rows-meanwhile", test_another_changes_rows_meanwhile);
  return g_test_run ();
}
