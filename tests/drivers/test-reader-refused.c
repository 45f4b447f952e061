/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is no tap: two cards, payment cards, numbers made up anew, and what can't be understood. Each
 * is refused once, without its number, and a membership card right afterwards is read. */
#include "reader-rig.h"

#define BACK_MS 5000

typedef struct {
  guint n;
  CpReaderRefusal last;
} Refused;

static void
on_refused (CpReader *reader, CpReaderRefusal refusal, gpointer user_data)
{
  Refused *refused = user_data;

  refused->n++;
  refused->last = refusal;
}

static gboolean
is_refused (gpointer data)
{
  return ((Refused *) data)->n > 0;
}

/* Puts what @lines say there all at once. */
static void
put (Rig *rig, const char *const *lines)
{
  cp_reader_set_paused (rig->reader, TRUE);
  rig_wait_commands (rig, 1, BACK_MS);
  for (guint i = 0; lines[i] != NULL; i++)
    pn532_fixture_do (rig->fixture, "%s", lines[i]);
  cp_reader_set_paused (rig->reader, FALSE);
}

static void
expect_refusal (const char *const *lines, CpReaderRefusal refusal)
{
  g_autoptr (Rig) rig = rig_new_ready ();
  Refused refused = { 0 };

  g_signal_connect (rig->reader, "refused", G_CALLBACK (on_refused), &refused);
  put (rig, lines);
  rig_wait (is_refused, &refused, BACK_MS, "a refusal");
  g_assert_cmpint (refused.last, ==, refusal);
  rig_wait_commands (rig, 20, BACK_MS);
  g_assert_cmpuint (refused.n, ==, 1);
  g_assert_cmpuint (rig->n_cards, ==, 0);
  g_assert_cmpstr (rig->states->str, ==, "paused ready ");
  pn532_fixture_do (rig->fixture, "fault none");
  pn532_fixture_do (rig->fixture, "leave");
  rig_wait_commands (rig, 20, BACK_MS);
  rig_expect_tap (rig, 1);
  g_signal_handlers_disconnect_by_data (rig->reader, &refused);
}
#define EXPECT_REFUSAL(refusal, ...) \
  expect_refusal ((const char *const[]){ __VA_ARGS__, NULL }, CP_READER_REFUSAL_##refusal)

static void
test_two_cards (void)
{
  EXPECT_REFUSAL (SEVERAL, "enter ntag213 uid=04E10CDA993C80", "add ntag215 uid=04A1B2C3D4E5F6");
  EXPECT_REFUSAL (SEVERAL, "enter uid uid=A1B2C3D4 sak=08", "add uid uid=04112233445566 sak=20");
}

/* The one that stays is not read in place of both. */
static void
test_one_of_two_cards_leaves (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();
  Refused refused = { 0 };
  static const char *const two[] = { "enter ntag213 uid=04E10CDA993C80",
                                     "add ntag215 uid=04A1B2C3D4E5F6", NULL };

  g_signal_connect (rig->reader, "refused", G_CALLBACK (on_refused), &refused);
  put (rig, two);
  rig_wait (is_refused, &refused, BACK_MS, "a refusal");
  pn532_fixture_do (rig->fixture, "enter ntag215 uid=04A1B2C3D4E5F6");
  rig_wait_commands (rig, 20, BACK_MS);
  g_assert_cmpuint (rig->n_cards, ==, 0);
  g_assert_cmpuint (refused.n, ==, 1);
  g_signal_handlers_disconnect_by_data (rig->reader, &refused);
}

/* Whoever was there first goes on being served. */
static void
test_second_card_beside_the_first (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();
  Refused refused = { 0 };

  g_signal_connect (rig->reader, "refused", G_CALLBACK (on_refused), &refused);
  pn532_fixture_do (rig->fixture, "enter ntag213 uid=04E10CDA993C80");
  rig_wait_cards (rig, 1, BACK_MS);
  pn532_fixture_do (rig->fixture, "add ntag215 uid=04A1B2C3D4E5F6");
  rig_wait_commands (rig, 20, BACK_MS);
  g_assert_cmpuint (rig->n_cards, ==, 1);
  g_assert_cmpuint (rig->n_gone, ==, 0);
  g_assert_cmpuint (refused.n, ==, 0);
  g_signal_handlers_disconnect_by_data (rig->reader, &refused);
}

static void
test_payment_cards (void)
{
  EXPECT_REFUSAL (PAYMENT, "enter payment uid=04112233445566");
  EXPECT_REFUSAL (PAYMENT, "enter payment uid=A1B2C3D4 sak=28");
}

static void
test_numbers_made_up_anew (void)
{
  EXPECT_REFUSAL (RANDOM, "enter uid uid=08112233 sak=20");
  EXPECT_REFUSAL (RANDOM, "enter uid uid=08112233 sak=08");
  EXPECT_REFUSAL (RANDOM, "enter uid uid=08112233 sak=20 atqa=0344");
}

/* Of such a card who has the keys can find out whose it is; that, the helper can't. */
static void
test_number_made_up_by_a_card_of_ours (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "enter ntag424 uid=0463474AA26A80 random_id=01");
  rig_wait_cards (rig, 1, BACK_MS);
  g_assert_true (rig->last.random_uid);
  g_assert_cmpint (rig->last.kind, ==, CP_CARD_KIND_ISO14443_4);
  g_assert_cmpuint (rig->last.uid.length, ==, 4);
  RIG_EXPECT_ANSWER (rig, CP_READER_FRAME_AUTO,
                     "\x00\xA4\x04\x0C\x07\xD2\x76\x00\x00\x85\x01\x01\x00", "\x90\x00");
  pn532_fixture_do (rig->fixture, "leave");
  rig_wait_gone (rig, 1, BACK_MS);
  pn532_fixture_do (rig->fixture, "enter ntag424 uid=0463474AA26A80");
  rig_wait_cards (rig, 2, BACK_MS);
  g_assert_false (rig->last.random_uid);
}

/* libnfc itself crashes of such a card. */
static void
test_card_that_makes_no_sense (void)
{
  EXPECT_REFUSAL (UNSUPPORTED, "enter uid uid=04E10CDA993C80 sak=20 ats=00");
}

/* It was selected by one number, and its first page has another. */
static void
test_card_that_contradicts_itself (void)
{
  EXPECT_REFUSAL (UNSUPPORTED, "enter ntag213 uid=04E10CDA993C80",
                  "fault answer cmd=40 count=0 data=0004A1B22FC3D4E5F604480000E1101200");
}

/* Type B and FeliCa, of whatever use: nobody is a member with one. */
static void
test_cards_of_other_families (void)
{
  EXPECT_REFUSAL (UNSUPPORTED, "enter uid uid=A1B2C3D4 modulation=03");
  EXPECT_REFUSAL (UNSUPPORTED, "enter uid uid=01020304050607 modulation=01");
  EXPECT_REFUSAL (UNSUPPORTED, "enter payment uid=A1B2C3D4 modulation=03");
}

static void
test_card_of_ours_beside_one_of_another_family (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();
  Refused refused = { 0 };

  g_signal_connect (rig->reader, "refused", G_CALLBACK (on_refused), &refused);
  pn532_fixture_do (rig->fixture, "enter uid uid=A1B2C3D4 modulation=03");
  rig_wait (is_refused, &refused, BACK_MS, "a refusal");
  pn532_fixture_do (rig->fixture, "add ntag213 uid=04E10CDA993C80");
  rig_wait_cards (rig, 1, BACK_MS);
  rig_expect_uid (rig, "04E10CDA993C80");
  rig_wait_commands (rig, 20, BACK_MS);
  g_assert_cmpuint (refused.n, ==, 1);
  g_signal_handlers_disconnect_by_data (rig->reader, &refused);
}

static gboolean
has_failed (gpointer data)
{
  return rig_read_stat (data, "faults") >= 4;
}

/* It is asked twice for each of the others, and then no more. */
static void
test_chip_that_knows_one_family_only (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "fault error-frame cmd=4A first=01 count=0");
  rig_wait (has_failed, rig->fixture, 3 * BACK_MS, "other families to be asked for");
  rig_wait_commands (rig, 120, 3 * BACK_MS);
  g_assert_cmpuint (rig_read_stat (rig->fixture, "faults"), ==, 4);
  g_assert_cmpstr (rig->states->str, ==, "");
  rig_expect_tap (rig, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/drivers/refused/" path, function)
  ADD ("two-cards", test_two_cards);
  ADD ("one-of-two-cards-leaves", test_one_of_two_cards_leaves);
  ADD ("second-card-beside-the-first", test_second_card_beside_the_first);
  ADD ("payment-cards", test_payment_cards);
  ADD ("numbers-made-up-anew", test_numbers_made_up_anew);
  ADD ("number-made-up-by-a-card-of-ours", test_number_made_up_by_a_card_of_ours);
  ADD ("cards-of-other-families", test_cards_of_other_families);
  ADD ("card-of-ours-beside-one-of-another-family", test_card_of_ours_beside_one_of_another_family);
  ADD ("chip-that-knows-one-family-only", test_chip_that_knows_one_family_only);
  ADD ("card-that-makes-no-sense", test_card_that_makes_no_sense);
  ADD ("card-that-contradicts-itself", test_card_that_contradicts_itself);
  return g_test_run ();
}
