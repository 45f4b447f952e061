/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-practice.h"
#include "cp-test-chain.h"

typedef struct {
  CpJson *practice;
  CpProgramme *programme;
  CpIdSource ids;
  GPtrArray *rows;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->practice = cp_practice_load ();
  self->programme = cp_test_chain_programme ();
  self->rows =
      cp_practice_make_rows (self->practice, self->programme, "high", &self->ids, cp_world_real ());
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  json_decref (self->practice);
  cp_programme_free (self->programme);
  g_ptr_array_unref (self->rows);
}

static guint
count (const Fixture *self, CpKind kind)
{
  guint n = 0;

  for (guint i = 0; i < self->rows->len; i++)
    n += ((const CpEntity *) self->rows->pdata[i])->kind == kind;
  return n;
}

static void
test_makes_people_with_what_belongs_to_them (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (count (self, CP_KIND_MEMBER), ==, 5);
  g_assert_cmpuint (count (self, CP_KIND_ACCOUNT), ==, 5);
  g_assert_cmpuint (count (self, CP_KIND_CARD), ==, 4);
  g_assert_cmpuint (count (self, CP_KIND_POINTS), ==, 5);
  g_assert_cmpuint (count (self, CP_KIND_RECEIPT), ==, 2);
  g_assert_cmpuint (count (self, CP_KIND_INCENTIVE), >=, 4);
}

/* Each row has to be one that the store takes, on an account that is there. */
static void
test_each_row_is_whole (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < self->rows->len; i++) {
    const CpEntity *row = self->rows->pdata[i];
    g_autoptr (CpJson) document = cp_entity_to_json (row);
    g_autoptr (GError) error = NULL;
    gpointer again = cp_entity_from_json (row->kind, document, 1, &error);

    g_assert_no_error (error);
    cp_entity_free (again);
    g_assert_true (cp_id_is_valid (row->id));
    g_assert_true ((row->account_id == NULL) == (row->kind == CP_KIND_RECEIPT));
  }
}

static void
test_knows_its_cards (Fixture *self, gconstpointer data)
{
  g_assert_true (cp_practice_has_card (self->practice, "04505241430101"));
  g_assert_true (cp_practice_has_card (self->practice, "04505241430505"));
  g_assert_false (cp_practice_has_card (self->practice, "04505241430707"));
  g_assert_false (cp_practice_has_card (self->practice, ""));
}

static void
test_describes_each_case_with_its_cards (Fixture *self, gconstpointer data)
{
  g_autoptr (CpJson) cases = cp_practice_describe_cases (self->practice);
  static const guint n_cards[] = { 1, 1, 3, 1 };

  g_assert_cmpuint (json_array_size (cases), ==, G_N_ELEMENTS (n_cards));
  for (gsize i = 0; i < G_N_ELEMENTS (n_cards); i++) {
    const CpJson *what = json_array_get (cases, i);

    g_assert_nonnull (cp_json_get_text (what, "title"));
    g_assert_nonnull (cp_json_get_text (what, "text"));
    g_assert_cmpuint (json_array_size (cp_json_get_array (what, "cards")), ==, n_cards[i]);
  }
  g_assert_cmpstr (cp_json_get_text (json_array_get (cases, 0), "receipt"), ==, "90000001");
}

static void
test_the_approver_has_the_highest_role (Fixture *self, gconstpointer data)
{
  static const guint8 key[32] = { 1 };
  g_autoptr (GBytes) pin_key = g_bytes_new_static (key, sizeof key);
  g_autoptr (GError) error = NULL;
  CpStaff *approver = cp_practice_make_approver (self->practice, self->programme, pin_key, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (approver->role_id, ==, "head_office");
  g_assert_nonnull (approver->pin_verifier);
  cp_entity_free (approver);
}

#define ADD(path, function) \
  g_test_add ("/practice/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("makes-people-with-what-belongs-to-them", test_makes_people_with_what_belongs_to_them);
  ADD ("each-row-is-whole", test_each_row_is_whole);
  ADD ("knows-its-cards", test_knows_its_cards);
  ADD ("describes-each-case-with-its-cards", test_describes_each_case_with_its_cards);
  ADD ("the-approver-has-the-highest-role", test_the_approver_has_the_highest_role);
  return g_test_run ();
}
