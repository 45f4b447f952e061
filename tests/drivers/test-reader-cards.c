/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cards with ways of their own: families that nobody knows, strange ATS, cards that go at any moment,
 * that change places, that lie there for long, and that take too long. */
#include "reader-rig.h"

#include <string.h>

#define UID "04E10CDA993C80"
#define OTHER_UID "04A1B2C3D4E5F6"
#define BACK_MS 20000
#define ZEROS "0000000000000000"
/* An Ultralight with UID as its maker delivers it. */
#define BLANK "04E10C61DA993C80FF48000000000000" ZEROS ZEROS ZEROS ZEROS ZEROS ZEROS

typedef struct {
  const char *enter;
  const char *uid;
  CpCardKind kind;
} Row;

/* By SAK and length of the UID; the ATQA says little. */
static const Row rows[] = {
  { "uid uid=A1B2C3D4 sak=09 atqa=0004", "A1B2C3D4", CP_CARD_KIND_MIFARE_CLASSIC },
  { "uid uid=A1B2C3D4 sak=18 atqa=0002", "A1B2C3D4", CP_CARD_KIND_MIFARE_CLASSIC },
  { "uid uid=A1B2C3D4 sak=19 atqa=0004", "A1B2C3D4", CP_CARD_KIND_MIFARE_CLASSIC },
  { "uid uid=A1B2C3D4 sak=88 atqa=0004", "A1B2C3D4", CP_CARD_KIND_MIFARE_CLASSIC },
  { "uid uid=" UID " sak=08 atqa=0044", UID, CP_CARD_KIND_MIFARE_CLASSIC },
  { "classic uid=B1B2C3D4", "B1B2C3D4", CP_CARD_KIND_MIFARE_CLASSIC },
  { "uid uid=A1B2C3D4 sak=28 atqa=0004", "A1B2C3D4", CP_CARD_KIND_ISO14443_4 },
  { "uid uid=A1B2C3D4 sak=20 atqa=0008", "A1B2C3D4", CP_CARD_KIND_ISO14443_4 },
  { "uid uid=" UID " sak=20 atqa=0344", UID, CP_CARD_KIND_ISO14443_4 },
  { "uid uid=04112233445566778899 sak=20 atqa=0084", "04112233445566778899",
    CP_CARD_KIND_ISO14443_4 },
  { "uid uid=A1B2C3D4 sak=00 atqa=0004", "A1B2C3D4", CP_CARD_KIND_UID },
  { "uid uid=A1B2C3D4 sak=01 atqa=0F01", "A1B2C3D4", CP_CARD_KIND_UID },
  { "uid uid=" UID " sak=10 atqa=0042", UID, CP_CARD_KIND_UID },
  { "uid uid=" UID " sak=04 atqa=FFFF", UID, CP_CARD_KIND_UID },
  /* ATS: nothing but the length; no interface bytes; frames of 16 bytes; the longest waiting time; as
   * long as the norm has it. */
  { "uid uid=" UID " sak=20 ats=01", UID, CP_CARD_KIND_ISO14443_4 },
  { "uid uid=" UID " sak=20 ats=0200", UID, CP_CARD_KIND_ISO14443_4 },
  { "uid uid=" UID " sak=20 ats=0270", UID, CP_CARD_KIND_ISO14443_4 },
  { "uid uid=" UID " sak=20 ats=0570F0E002", UID, CP_CARD_KIND_ISO14443_4 },
  { "uid uid=" UID " sak=20 ats=147577810280112233445566778899AABBCCDDEE", UID,
    CP_CARD_KIND_ISO14443_4 },
};

/* Looks often, and believes soon that a card is gone. */
static Rig *
start (void)
{
  g_autofree char *helper = rig_get_helper_path ();
  Pn532Fixture *fixture = pn532_fixture_new ();
  CpReaderConfig config = { .connstring = pn532_fixture_get_connstring (fixture),
                            .helper_path = helper,
                            .poll_ms = 1,
                            .presence_ms = 1,
                            .gone_ms = 20 };
  Rig *rig = rig_new (fixture, &config);

  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  return rig;
}

static void
test_are_read (void)
{
  g_autoptr (Rig) rig = start ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].enter);
    cp_reader_expect_card (rig->reader);
    pn532_fixture_do (rig->fixture, "enter %s", rows[i].enter);
    rig_wait_cards (rig, i + 1, BACK_MS);
    rig_expect_uid (rig, rows[i].uid);
    g_assert_cmpint (rig->last.kind, ==, rows[i].kind);
    pn532_fixture_do (rig->fixture, "leave");
    rig_wait_gone (rig, i + 1, BACK_MS);
  }
  g_assert_cmpstr (rig->states->str, ==, "ready ");
}

static gboolean
is_settled (gpointer data)
{
  const Rig *rig = data;

  return rig->n_cards == rig->n_gone;
}

/* Whatever it had answered by then: it is told of and gone, or never was, and the next one is read. */
/* Microseconds of line and air for a tap that comes when the chip's look for a card has lasted so long. */
static guint
tap_into (Rig *rig, guint into_us)
{
  guint n_cards = rig->n_cards, n_gone = rig->n_gone, spent_us;

  cp_reader_expect_card (rig->reader);
  spent_us = rig_read_stat (rig->fixture, "spent-us");
  pn532_fixture_do (rig->fixture, "enter ntag213 uid=04E10CDA993C80 into=%u", into_us);
  rig_wait_cards (rig, n_cards + 1, BACK_MS);
  spent_us = rig_read_stat (rig->fixture, "spent-us") - spent_us;
  pn532_fixture_do (rig->fixture, "leave");
  rig_wait_gone (rig, n_gone + 1, BACK_MS);
  return spent_us;
}

static gboolean
is_three_ms (guint us)
{
  return us >= 2900 && us <= 3100;
}

/* What the benchmark stands on; the chip's look that ends in between shows in what was spent. */
static void
test_enters_at_given_moment (void)
{
  g_autoptr (Rig) rig = start ();
  guint early_us, late_us, tries = 0;

  pn532_fixture_do (rig->fixture, "timing on");
  do {
    late_us = tap_into (rig, 4000);
    early_us = tap_into (rig, 1000);
  } while (!is_three_ms (early_us - late_us) && ++tries < 20);
  g_assert_true (is_three_ms (early_us - late_us));
}

static void
test_goes_after_any_answer (gconstpointer kind)
{
  g_autoptr (Rig) rig = start ();

  for (guint n = 1; n <= 6; n++) {
    cp_reader_expect_card (rig->reader);
    pn532_fixture_do (rig->fixture, "enter %s stays=%u", (const char *) kind, n);
    rig_wait_commands (rig, n + 3, BACK_MS);
    rig_wait (is_settled, rig, BACK_MS, "the card to be gone");
    pn532_fixture_do (rig->fixture, "leave");
  }
  rig_expect_tap (rig, 1);
  g_assert_cmpstr (rig->states->str, ==, "ready ");
}

/* No look falls into the moment between the two. */
static void
test_two_cards_change_places (void)
{
  static const char *const kinds[] = { "ntag213", "ntag424", "uid sak=08", "uid sak=20" };
  g_autoptr (Rig) rig = start ();
  guint n_cards = 0;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    guint32 session;

    pn532_fixture_do (rig->fixture, "enter %s uid=04%012X", kinds[i], 2 * i);
    rig_wait_cards (rig, ++n_cards, BACK_MS);
    session = rig->last.session;
    pn532_fixture_do (rig->fixture, "enter %s uid=04%012X", kinds[i], 2 * i + 1);
    rig_wait_cards (rig, ++n_cards, BACK_MS);
    g_assert_cmpuint (rig->n_gone, ==, n_cards - 1);
    g_assert_cmpuint (rig->last.uid.bytes[6], ==, 2 * i + 1);
    rig_expect_status (rig, session, CP_READER_FRAME_AUTO, "\x30\x04", 2, CP_CARD_STATUS_STALE);
    pn532_fixture_do (rig->fixture, "leave");
    rig_wait_gone (rig, n_cards, BACK_MS);
  }
  g_assert_cmpstr (rig->states->str, ==, "ready ");
}

/* A card that somebody has left on the reader: looking at it again and again is no event. */
static void
test_lies_there_for_long (gconstpointer kind)
{
  g_autoptr (Rig) rig = start ();

  pn532_fixture_do (rig->fixture, "enter %s uid=" UID, (const char *) kind);
  rig_wait_cards (rig, 1, BACK_MS);
  rig_wait_commands (rig, 300, 2 * BACK_MS);
  g_assert_cmpuint (rig->n_cards, ==, 1);
  g_assert_cmpuint (rig->n_gone, ==, 0);
  g_assert_cmpstr (rig->states->str, ==, "ready ");
  pn532_fixture_do (rig->fixture, "leave");
  rig_wait_gone (rig, 1, BACK_MS);
}

/* It asks for more time for ever, so the chip never answers: the reader seems mute as long as it lies
 * there, and no longer. */
static void
test_asks_for_time_for_ever (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "enter ntag424 uid=" UID " slow=800");
  rig_wait_state (rig, CP_READER_STATE_FAULT, BACK_MS);
  g_assert_cmpuint (rig->n_cards, ==, 0);
  pn532_fixture_do (rig->fixture, "leave");
  rig_wait_state (rig, CP_READER_STATE_READY, BACK_MS);
  rig_expect_tap (rig, 1);
}

/* The same card, before it was missed and after. */
static void
test_is_lifted_for_a_moment (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID);
  rig_wait_cards (rig, 1, BACK_MS);
  for (guint i = 0; i < 5; i++) {
    pn532_fixture_do (rig->fixture, "leave");
    pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID);
    rig_wait_commands (rig, 3, BACK_MS);
  }
  g_assert_cmpuint (rig->n_cards, ==, 1);
  pn532_fixture_do (rig->fixture, "leave");
  rig_wait_gone (rig, 1, BACK_MS);
  pn532_fixture_do (rig->fixture, "enter ntag215 uid=" OTHER_UID);
  rig_wait_cards (rig, 2, BACK_MS);
  rig_expect_uid (rig, OTHER_UID);
}

/* Each card is told of after one exchange: any more go wrong. */
static void
test_costs_one_exchange (gconstpointer enter)
{
  g_autoptr (Rig) rig = start ();

  pn532_fixture_do (rig->fixture, "fault nack cmd=40 after=1 count=0");
  pn532_fixture_do (rig->fixture, "enter %s", (const char *) enter);
  rig_wait_cards (rig, 1, BACK_MS);
}

/* Nor is the chip told anything on the way: registers, parameters, a raw frame, which card is meant. The
 * table in docs/reader.md. */
static void
test_costs_nothing_else (gconstpointer enter)
{
  static const guint8 commands[] = { 0x06, 0x08, 0x12, 0x42, 0x44, 0x4E, 0x52, 0x54 };
  g_autoptr (Rig) rig = start ();

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    pn532_fixture_do (rig->fixture, "fault nack cmd=%02X count=0", commands[i]);
    cp_reader_expect_card (rig->reader);
    pn532_fixture_do (rig->fixture, "enter %s", (const char *) enter);
    rig_wait_cards (rig, i + 1, BACK_MS);
    pn532_fixture_do (rig->fixture, "leave");
    rig_wait_gone (rig, i + 1, BACK_MS);
  }
  g_assert_cmpuint (rig_read_stat (rig->fixture, "faults"), ==, 0);
}

static void
add (const char *path, const char *what, gconstpointer data, GTestDataFunc function)
{
  g_autofree char *name = g_strdelimit (g_strdup (what), " =,", '-');
  g_autofree char *full = g_strdup_printf ("/drivers/cards/%s/%s", path, name);

  g_test_add_data_func (full, data, function);
}

int
main (int argc, char **argv)
{
  static const char *const leaving[] = { "ntag213 uid=" UID, "ultralight uid=" UID,
                                         "ntag424 uid=" UID, "classic uid=A1B2C3D4" };
  static const char *const lying[] = { "ntag213", "ntag424", "uid sak=08", "uid sak=20" };

  /* Those of which most are made. */
  static const char *const cheap[] = { "ntag213 uid=" UID, "ultralight uid=" UID,
                                       "ultralight uid=" UID " memory=" BLANK };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drivers/cards/are-read", test_are_read);
  for (gsize i = 0; i < G_N_ELEMENTS (leaving); i++)
    add ("costs-one-exchange", leaving[i], leaving[i], test_costs_one_exchange);
  for (gsize i = 0; i < G_N_ELEMENTS (cheap); i++)
    add ("costs-nothing-else", cheap[i], cheap[i], test_costs_nothing_else);
  for (gsize i = 0; i < G_N_ELEMENTS (leaving); i++)
    add ("goes-after-any-answer", leaving[i], leaving[i], test_goes_after_any_answer);
  for (gsize i = 0; i < G_N_ELEMENTS (lying); i++)
    add ("lies-there-for-long", lying[i], lying[i], test_lies_there_for_long);
  g_test_add_func ("/drivers/cards/enters-at-given-moment", test_enters_at_given_moment);
  g_test_add_func ("/drivers/cards/two-cards-change-places", test_two_cards_change_places);
  g_test_add_func ("/drivers/cards/asks-for-time-for-ever", test_asks_for_time_for_ever);
  g_test_add_func ("/drivers/cards/is-lifted-for-a-moment", test_is_lifted_for_a_moment);
  return g_test_run ();
}
