/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-card-proofs.h"

#define UID "04958CAA5C5E80"

typedef struct {
  gint64 now_ms;
  CpWorld world;
  CpCardProofs *proofs;
  CpCard *card;
} Fixture;

static gint64
get_ms (gpointer data)
{
  return *(gint64 *) data;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->world = (CpWorld){ get_ms, get_ms, NULL, NULL, &self->now_ms };
  self->proofs = cp_card_proofs_new (&self->world);
  self->card = cp_entity_new (CP_KIND_CARD, "card", NULL);
  self->card->uid = g_strdup (UID);
  self->card->member_id = g_strdup ("ada");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  cp_card_proofs_free (self->proofs);
  cp_entity_free (self->card);
}

static void
assert_visit (Fixture *self, const char *word, gboolean unproved)
{
  gboolean was_unproved = !unproved;

  g_assert_cmpstr (cp_card_proofs_note_visit (self->proofs, "session", self->card, &was_unproved),
                   ==, word);
  g_assert_cmpint (was_unproved, ==, unproved);
}

static void
assert_stamp (Fixture *self, const char *session, const char *member_id, const char *expected)
{
  g_autoptr (CpJson) body = json_object ();
  g_autofree char *text = NULL;

  cp_card_proofs_stamp (self->proofs, session, member_id, body);
  text = cp_json_to_text (body);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_a_tap_holds_for_one_visit (Fixture *self, gconstpointer data)
{
  cp_card_proofs_note_tap (self->proofs, UID, "token", 9, FALSE);
  assert_visit (self, "token", FALSE);
  assert_stamp (self, "session", "ada",
                "{\"card_counter\":9,\"card_id\":\"card\",\"proof\":\"token\"}");
  assert_stamp (self, "session", "ben", "{}");
  assert_stamp (self, "another", "ada", "{}");
  assert_stamp (self, NULL, "ada", "{}");
  assert_visit (self, "uid", FALSE);
}

static void
assert_proof (Fixture *self, const char *member_id, const char *uid, const char *expected)
{
  g_assert_cmpstr (cp_card_proofs_get (self->proofs, "session", member_id, uid), ==, expected);
}

/* A tap within the visit says more than that by which it began. */
static void
test_the_last_tap_counts (Fixture *self, gconstpointer data)
{
  assert_proof (self, "ada", UID, NULL);
  cp_card_proofs_note_tap (self->proofs, UID, "replayed", 9, FALSE);
  assert_proof (self, "ada", UID, "replayed");
  assert_proof (self, "ada", "04958caa5c5e80", "replayed");
  assert_proof (self, "ada", NULL, NULL);
  assert_visit (self, "replayed", FALSE);
  assert_proof (self, "ada", UID, "replayed");
  assert_proof (self, "ada", NULL, "replayed");
  assert_proof (self, "ben", UID, NULL);
  cp_card_proofs_note_tap (self->proofs, UID, "token", 10, FALSE);
  assert_proof (self, "ada", UID, "token");
}

static void
test_a_tap_is_forgotten (Fixture *self, gconstpointer data)
{
  cp_card_proofs_note_tap (self->proofs, UID, "token", 9, FALSE);
  self->now_ms = CP_LEDGER_PROOF_MS + 1;
  assert_visit (self, "uid", FALSE);
  self->now_ms += CP_LEDGER_VISIT_MS + 1;
  assert_stamp (self, "session", "ada", "{}");
}

static void
test_what_could_not_be_proved_is_remembered (Fixture *self, gconstpointer data)
{
  cp_card_proofs_note_tap (self->proofs, UID, "uid", 0, TRUE);
  assert_visit (self, "uid", TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) \
  g_test_add ("/ledger/proofs/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("a-tap-holds-for-one-visit", test_a_tap_holds_for_one_visit);
  ADD ("the-last-tap-counts", test_the_last_tap_counts);
  ADD ("a-tap-is-forgotten", test_a_tap_is_forgotten);
  ADD ("what-could-not-be-proved-is-remembered", test_what_could_not_be_proved_is_remembered);
  return g_test_run ();
}
