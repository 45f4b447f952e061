/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-search.h"
#include "cp-test-chain.h"
#include "cp-test-folder.h"

typedef struct {
  char *folder;
  CpReplica *replica;
} Fixture;

typedef struct {
  const char *given;
  const char *family;
  const char *phone;
  const char *email;
  const char *card;
} Person;

/* Number 1 and so on. */
static const Person people[] = {
  { "Zoë", "Müller", "+441134960001", "zoe@example.org", "90000001" },
  { "Anna", "O'Neill-Smith", "+441134960002", "anna.smith@example.org", "90000002" },
  { "Anna", "Smith", "+441134967777", "as@example.org", "90000003" },
  { "Ann", "Mueller", "+441134960004", "mueller@example.org", "90000004" },
  { "Łukasz", "Nowak", "+48221234567", "lukasz@example.org", "90000005" },
};

static void
put (CpReplica *replica, gpointer entity)
{
  g_autoptr (CpJson) row = cp_entity_to_json (entity);
  g_autoptr (GError) error = NULL;

  g_assert_true (cp_replica_put (replica, ((CpEntity *) entity)->kind, 1, row, &error));
  cp_entity_free (entity);
}

static void
put_person (CpReplica *replica, guint n, const Person *person)
{
  g_autofree char *account_id = cp_test_chain_id (n, "account");
  g_autofree char *member_id = cp_test_chain_id (n, "member");
  g_autofree char *card_id = cp_test_chain_id (n, "card");
  CpMember *member = cp_entity_new (CP_KIND_MEMBER, member_id, account_id);
  CpCard *card = cp_entity_new (CP_KIND_CARD, card_id, account_id);

  member->state = CP_MEMBER_ENROLLED;
  member->given_name = g_strdup (person->given);
  member->family_name = g_strdup (person->family);
  member->phone = g_strdup (person->phone);
  member->email = g_strdup (person->email);
  member->external_id = g_strdup_printf ("M-%u", n);
  card->member_id = g_strdup (member_id);
  card->number = g_strdup (person->card);
  put (replica, member);
  put (replica, card);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  CpReplica *building;

  self->folder = cp_test_folder_new ();
  path = g_build_filename (self->folder, "snapshot.db", NULL);
  building = cp_replica_build (cp_world_real (), path, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    put_person (building, i + 1, &people[i]);
  g_assert_true (cp_replica_seal (building, "e1", 1, 1, &error));
  self->replica = cp_replica_open_snapshot (path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_replica_close (self->replica);
  cp_test_folder_free (self->folder);
}

/* @expected: numbers in order and the field of the first, such as `2 3 name`. */
static void
assert_found_at_most (Fixture *self, const char *query, guint limit, const char *expected)
{
  const CpSearch search = { query, "44", NULL, limit };
  g_autoptr (GError) error = NULL;
  gboolean more;
  g_autoptr (GPtrArray) matches = cp_search_members (self->replica, &search, &more, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < matches->len; i++)
    for (guint n = 1; n <= G_N_ELEMENTS (people); n++) {
      g_autofree char *id = cp_test_chain_id (n, "member");

      if (g_str_equal (((CpMatch *) matches->pdata[i])->member_id, id))
        g_string_append_printf (found, "%u ", n);
    }
  if (matches->len > 0)
    g_string_append (found, cp_match_field_to_word (((CpMatch *) matches->pdata[0])->field));
  if (more)
    g_string_append (found, " more");
  g_assert_cmpstr (found->str, ==, expected);
}

static void
assert_found (Fixture *self, const char *query, const char *expected)
{
  assert_found_at_most (self, query, 10, expected);
}

static void
test_finds_by_beginnings_of_names (Fixture *self, gconstpointer data)
{
  assert_found (self, "zo", "1 name");
  assert_found (self, "smi anna", "2 3 name");
  assert_found (self, "neill", "2 name");
  assert_found (self, "LUK now", "5 name");
  assert_found (self, "  anna   o'neill ", "2 name");
  assert_found (self, "xavier", "");
}

static void
test_finds_either_spelling (Fixture *self, gconstpointer data)
{
  assert_found (self, "müller", "1 4 name");
  assert_found (self, "mueller", "1 4 name");
}

static void
test_finds_by_phone (Fixture *self, gconstpointer data)
{
  assert_found (self, "+44 113 496 7777", "3 phone");
  assert_found (self, "0113 4967777", "3 phone");
  assert_found (self, "7777", "3 phone");
  assert_found (self, "777", "");
}

static void
test_finds_by_card_and_external_id (Fixture *self, gconstpointer data)
{
  assert_found (self, "90000005", "5 card");
  assert_found (self, "0005", "5 card");
  assert_found (self, "M-4", "4 external_id");
}

static void
test_finds_by_address (Fixture *self, gconstpointer data)
{
  assert_found (self, "Anna.Smith@", "2 email");
  assert_found (self, "lukasz@example.org", "5 email");
}

static void
test_digits_narrow_a_name (Fixture *self, gconstpointer data)
{
  assert_found (self, "smith 7777", "3 name");
}

static void
test_forgives_one_letter (Fixture *self, gconstpointer data)
{
  assert_found (self, "nowka", "5 name");  /* swapped */
  assert_found (self, "novak", "5 name");  /* wrong */
  assert_found (self, "nwak", "5 name");   /* missing */
  assert_found (self, "noowak", "5 name"); /* extra */
  assert_found (self, "anna smoth", "2 3 name");
  assert_found (self, "xowka", "");
}

static void
test_says_when_there_are_more (Fixture *self, gconstpointer data)
{
  assert_found_at_most (self, "anna", 1, "2 name more");
  assert_found_at_most (self, "anna", 2, "2 3 name");
  assert_found_at_most (self, "an", 0, "");
}

static void
test_takes_anything (Fixture *self, gconstpointer data)
{
  assert_found (self, "", "");
  assert_found (self, " - ' ", "");
  assert_found (self, "%", "");
  assert_found (self, "\xff", "");
  assert_found (self, "a b c d e f g h i j k l m", "");
}

static void
test_matches_names_alone (void)
{
  g_assert_true (cp_search_matches_name ("zo mul", "Zoë Müller"));
  g_assert_false (cp_search_matches_name ("zo smith", "Zoë Müller"));
  g_assert_false (cp_search_matches_name ("", "Zoë Müller"));
}

#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/search/finds-by-beginnings-of-names", test_finds_by_beginnings_of_names);
  ADD ("/store/search/finds-either-spelling", test_finds_either_spelling);
  ADD ("/store/search/finds-by-phone", test_finds_by_phone);
  ADD ("/store/search/finds-by-card-and-external-id", test_finds_by_card_and_external_id);
  ADD ("/store/search/finds-by-address", test_finds_by_address);
  ADD ("/store/search/digits-narrow-a-name", test_digits_narrow_a_name);
  ADD ("/store/search/forgives-one-letter", test_forgives_one_letter);
  ADD ("/store/search/says-when-there-are-more", test_says_when_there_are_more);
  ADD ("/store/search/takes-anything", test_takes_anything);
  g_test_add_func ("/store/search/matches-names-alone", test_matches_names_alone);
  return g_test_run ();
}
