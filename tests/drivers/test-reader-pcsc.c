/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* CpReader over PC/SC: the helper on a real pcscd with vsmartcard's virtual reader. The same events
 * as over libnfc. */
#include "pcsc-fixture.h"
#include "reader-rig.h"

#define UID "04E10CDA993C80"
#define OTHER_UID "04A1B2C3D4E5F6"
#define WAIT_MS 8000

static Rig *
start (const char *connstring)
{
  g_autofree char *helper = rig_get_helper_path ();
  CpReaderConfig config = { .connstring = connstring, .helper_path = helper };

  return rig_new (NULL, &config);
}

static Rig *
start_ready (void)
{
  Rig *rig = start ("pcsc:Virtual PCD 00 00");

  rig_wait_state (rig, CP_READER_STATE_READY, WAIT_MS);
  return rig;
}

static void
test_tap_of_each_kind (void)
{
  static const struct {
    const char *enter;
    const char *uid;
    CpCardKind kind;
  } rows[] = {
    { "ntag213 uid=04000000000002", "04000000000002", CP_CARD_KIND_NTAG213 },
    { "ntag216 uid=04000000000004", "04000000000004", CP_CARD_KIND_NTAG216 },
    { "ultralight uid=04000000000001", "04000000000001", CP_CARD_KIND_ULTRALIGHT },
    { "ntag213 uid=04000000000009 auth0=00 access=80", "04000000000009", CP_CARD_KIND_ULTRALIGHT },
    { "classic uid=A1B2C3D4", "A1B2C3D4", CP_CARD_KIND_MIFARE_CLASSIC },
    { "ntag424 uid=04000000000005", "04000000000005", CP_CARD_KIND_ISO14443_4 },
    { "uid uid=04000000000006 sak=01", "04000000000006", CP_CARD_KIND_UID },
  };
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start_ready ();

  g_assert_cmpstr (cp_reader_get_name (rig->reader), ==, "Virtual PCD 00 00");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    pcsc_fixture_do (fixture, "enter %s", rows[i].enter);
    rig_wait_cards (rig, i + 1, WAIT_MS);
    rig_expect_uid (rig, rows[i].uid);
    g_assert_cmpint (rig->last.kind, ==, rows[i].kind);
    pcsc_fixture_do (fixture, "leave");
    rig_wait_gone (rig, i + 1, WAIT_MS);
  }
  g_assert_cmpstr (rig->states->str, ==, "ready ");
}

static void
test_exchange_with_pages (void)
{
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start_ready ();

  pcsc_fixture_do (fixture, "enter ntag213 uid=" UID);
  rig_wait_cards (rig, 1, WAIT_MS);
  RIG_EXPECT_ANSWER (rig, CP_READER_FRAME_AUTO, "\xA2\x04\xCA\xFE\xBA\xBE", "");
  RIG_EXPECT_ANSWER (rig, CP_READER_FRAME_AUTO, "\x30\x04",
                     "\xCA\xFE\xBA\xBE\0\0\0\0\0\0\0\0\0\0\0\0");
  RIG_EXPECT_STATUS (rig, CP_READER_FRAME_RAW, "\x60", CP_CARD_STATUS_NOT_SUPPORTED);
  RIG_EXPECT_STATUS (rig, CP_READER_FRAME_AUTO, "\x3A\x04\x05", CP_CARD_STATUS_NOT_SUPPORTED);
  RIG_EXPECT_STATUS (rig, CP_READER_FRAME_AUTO, "\x30\xF0", CP_CARD_STATUS_REFUSED);
  RIG_EXPECT_ANSWER (rig, CP_READER_FRAME_AUTO, "\xA2\x04\0\0\0\0", "");
  g_assert_cmpuint (rig->n_gone, ==, 0);
}

static void
test_exchange_of_applications (void)
{
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start_ready ();

  pcsc_fixture_do (fixture, "enter ntag424 uid=" UID);
  rig_wait_cards (rig, 1, WAIT_MS);
  RIG_EXPECT_ANSWER (rig, CP_READER_FRAME_AUTO,
                     "\x00\xA4\x04\x00\x07\xD2\x76\x00\x00\x85\x01\x01\x00", "\x90\x00");
  RIG_EXPECT_STATUS (rig, CP_READER_FRAME_RAW, "\x90\x60\0\0\0", CP_CARD_STATUS_NOT_SUPPORTED);
}

static void
test_card_that_left (void)
{
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start_ready ();

  pcsc_fixture_do (fixture, "enter ntag213 uid=" UID);
  rig_wait_cards (rig, 1, WAIT_MS);
  pcsc_fixture_do (fixture, "leave");
  rig_wait_gone (rig, 1, WAIT_MS);
  RIG_EXPECT_STATUS (rig, CP_READER_FRAME_AUTO, "\x30\x04", CP_CARD_STATUS_STALE);
  pcsc_fixture_do (fixture, "enter ntag213 uid=" OTHER_UID);
  rig_wait_cards (rig, 2, WAIT_MS);
  rig_expect_uid (rig, OTHER_UID);
}

static void
on_refused (CpReader *reader, CpReaderRefusal refusal, gpointer user_data)
{
  *(CpReaderRefusal *) user_data = refusal;
}

static gboolean
is_refused (gpointer data)
{
  return *(CpReaderRefusal *) data != CP_READER_REFUSAL_NONE;
}

static void
test_cards_that_are_refused (void)
{
  static const struct {
    const char *enter;
    CpReaderRefusal refusal;
  } rows[] = {
    { "payment uid=04112233445566", CP_READER_REFUSAL_PAYMENT },
    { "uid uid=08112233 sak=08", CP_READER_REFUSAL_RANDOM },
  };
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start_ready ();
  CpReaderRefusal refusal = CP_READER_REFUSAL_NONE;

  g_signal_connect (rig->reader, "refused", G_CALLBACK (on_refused), &refusal);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    refusal = CP_READER_REFUSAL_NONE;
    pcsc_fixture_do (fixture, "enter %s", rows[i].enter);
    rig_wait (is_refused, &refusal, WAIT_MS, "a refusal");
    g_assert_cmpint (refusal, ==, rows[i].refusal);
    g_assert_cmpuint (rig->n_cards, ==, i);
    pcsc_fixture_do (fixture, "enter ntag213 uid=04%012X", i);
    rig_wait_cards (rig, i + 1, WAIT_MS);
    pcsc_fixture_do (fixture, "leave");
    rig_wait_gone (rig, i + 1, WAIT_MS);
  }
  g_signal_handlers_disconnect_by_data (rig->reader, &refusal);
}

/* (transfer full): a card of which the reader says @uid, and in whose maker's block, behind the key @key,
 * stands @block. */
static char *
make_classic (const char *uid, const char *key, const char *block)
{
  g_autoptr (GString) memory = g_string_new (block);

  g_string_append_printf (memory, "%0*d", 2 * 48 - (int) memory->len, 0);
  g_string_append_printf (memory, "%sFF078069FFFFFFFFFFFF", key);
  g_string_append_printf (memory, "%0*d", 2 * 1024 - (int) memory->len, 0);
  return g_strdup_printf ("enter classic uid=%s memory=%s", uid, memory->str);
}

static void
enter_classic (PcscFixture *fixture, const char *uid, const char *key, const char *block)
{
  g_autofree char *enter = make_classic (uid, key, block);

  pcsc_fixture_do (fixture, "%s", enter);
}

/* Another's block under a key that everybody knows is a contradiction. Under a key of the card's own
 * nobody can look, and there are cards that tell a number made of the longer one in the block. */
static void
test_classic_with_another_number_in_it (void)
{
  static const struct {
    const char *uid;
    const char *key;
    const char *block;
    gboolean told;
  } rows[] = {
    { "A1B2C3D1", "FFFFFFFFFFFF", "A1B2C3D101", TRUE },
    { "A1B2C3D3", "FFFFFFFFFFFF", "A1B2C3D505", FALSE },
    /* Between two that are refused, or the second might be taken for the first that lies there still. */
    { "A1B2C3D6", "112233445566", "A1B2C3D505", TRUE },
    { "A1B2C3D4", "A0A1A2A3A4A5", "A1B2C3D505", FALSE },
    { "A1B2C3D7", "FFFFFFFFFFFF", "04E10CDA993C80", TRUE },
  };
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start_ready ();
  CpReaderRefusal refusal = CP_READER_REFUSAL_NONE;
  guint n_told = 0;

  g_signal_connect (rig->reader, "refused", G_CALLBACK (on_refused), &refusal);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    refusal = CP_READER_REFUSAL_NONE;
    enter_classic (fixture, rows[i].uid, rows[i].key, rows[i].block);
    if (rows[i].told)
      rig_wait_cards (rig, ++n_told, WAIT_MS);
    else
      rig_wait (is_refused, &refusal, WAIT_MS, "a refusal");
    g_assert_cmpint (refusal, ==,
                     rows[i].told ? CP_READER_REFUSAL_NONE : CP_READER_REFUSAL_UNSUPPORTED);
  }
  g_assert_cmpuint (rig->n_cards, ==, n_told);
  g_signal_handlers_disconnect_by_data (rig->reader, &refusal);
}

/* The first page is another's. */
static void
test_type_2_with_another_number_in_it (void)
{
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start_ready ();
  CpReaderRefusal refusal = CP_READER_REFUSAL_NONE;

  g_signal_connect (rig->reader, "refused", G_CALLBACK (on_refused), &refusal);
  pcsc_fixture_do (fixture, "enter ntag213 uid=" UID " memory=04A1B22FC3D4E5F604480000%0*d",
                   2 * (45 * 4 - 12), 0);
  rig_wait (is_refused, &refusal, WAIT_MS, "a refusal");
  g_assert_cmpint (refusal, ==, CP_READER_REFUSAL_UNSUPPORTED);
  g_assert_cmpuint (rig->n_cards, ==, 0);
  g_signal_handlers_disconnect_by_data (rig->reader, &refusal);
}

/* A number of which the card knows nothing is nobody's, however often the reader says it. */
static void
test_number_that_the_reader_has_kept (void)
{
  static const char *const rows[] = { "classic uid=A1B2C3D4", "uid uid=A1B2C3D5 sak=01",
                                      "ntag213 uid=04000000000009 auth0=00 access=80" };
  static const char *const uids[] = { "A1B2C3D4", "A1B2C3D5", "04000000000009" };
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start_ready ();

  pcsc_fixture_do (fixture, "keyless");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    pcsc_fixture_do (fixture, "keep uid=0%dE10CDA993C80", i);
    pcsc_fixture_do (fixture, "enter %s", rows[i]);
    rig_wait_cards (rig, i + 1, WAIT_MS);
    rig_expect_uid (rig, uids[i]);
    pcsc_fixture_do (fixture, "leave");
    rig_wait_gone (rig, i + 1, WAIT_MS);
  }
}

static gboolean
is_empty (gpointer data)
{
  return pcsc_fixture_is_empty (data);
}

/* Of a card that is not there when the reader selects it anew nothing is said. */
static void
test_card_that_is_not_there_again (void)
{
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start_ready ();

  pcsc_fixture_do (fixture, "brief classic uid=A1B2C3D4");
  rig_wait (is_empty, fixture, WAIT_MS, "the card to go");
  pcsc_fixture_do (fixture, "enter classic uid=A1B2C3D5");
  rig_wait_cards (rig, 1, WAIT_MS);
  rig_expect_uid (rig, "A1B2C3D5");
}

static void
test_classic_behind_a_reader_without_keys (void)
{
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start_ready ();

  pcsc_fixture_do (fixture, "keyless");
  pcsc_fixture_do (fixture, "enter classic uid=A1B2C3D4");
  rig_wait_cards (rig, 1, WAIT_MS);
  rig_expect_uid (rig, "A1B2C3D4");
}

static void
test_number_made_up_by_a_card_of_ours (void)
{
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start_ready ();

  pcsc_fixture_do (fixture, "enter ntag424 uid=0463474AA26A80 random_id=01");
  rig_wait_cards (rig, 1, WAIT_MS);
  g_assert_true (rig->last.random_uid);
}

static void
test_service_that_dies (void)
{
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start_ready ();

  pcsc_fixture_do (fixture, "enter ntag213 uid=" UID);
  rig_wait_cards (rig, 1, WAIT_MS);
  pcsc_fixture_stop (fixture);
  rig_wait_state (rig, CP_READER_STATE_FAULT, WAIT_MS);
  g_assert_cmpint (cp_reader_get_fault (rig->reader), ==, CP_READER_FAULT_SERVICE);
  g_assert_cmpuint (rig->n_gone, ==, 1);
  pcsc_fixture_do (fixture, "leave");
  pcsc_fixture_start (fixture);
  rig_wait_state (rig, CP_READER_STATE_READY, WAIT_MS);
  pcsc_fixture_do (fixture, "enter ntag213 uid=" OTHER_UID);
  rig_wait_cards (rig, 2, WAIT_MS);
  rig_expect_uid (rig, OTHER_UID);
}

static void
test_reader_that_is_plugged_in_later (void)
{
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (FALSE);
  g_autoptr (Rig) rig = start ("pcsc:");

  rig_wait_state (rig, CP_READER_STATE_ABSENT, WAIT_MS);
  pcsc_fixture_plug (fixture);
  rig_wait_state (rig, CP_READER_STATE_READY, WAIT_MS);
  pcsc_fixture_do (fixture, "enter ntag213 uid=" UID);
  rig_wait_cards (rig, 1, WAIT_MS);
}

static void
test_another_reader_is_meant (void)
{
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start ("pcsc:ACR1252");

  rig_wait_state (rig, CP_READER_STATE_ABSENT, WAIT_MS);
}

static void
test_paused_reader_sees_nothing (void)
{
  g_autoptr (PcscFixture) fixture = pcsc_fixture_new (TRUE);
  g_autoptr (Rig) rig = start_ready ();

  cp_reader_set_paused (rig->reader, TRUE);
  pcsc_fixture_do (fixture, "enter ntag213 uid=" UID);
  pcsc_fixture_stop (fixture);
  rig_wait_state (rig, CP_READER_STATE_FAULT, WAIT_MS);
  pcsc_fixture_start (fixture);
  rig_wait_state (rig, CP_READER_STATE_PAUSED, WAIT_MS);
  g_assert_cmpuint (rig->n_cards, ==, 0);
  cp_reader_set_paused (rig->reader, FALSE);
  rig_wait_cards (rig, 1, WAIT_MS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/drivers/pcsc/" path, function)
  ADD ("tap-of-each-kind", test_tap_of_each_kind);
  ADD ("exchange-with-pages", test_exchange_with_pages);
  ADD ("exchange-of-applications", test_exchange_of_applications);
  ADD ("card-that-left", test_card_that_left);
  ADD ("cards-that-are-refused", test_cards_that_are_refused);
  ADD ("classic-with-another-number-in-it", test_classic_with_another_number_in_it);
  ADD ("type-2-with-another-number-in-it", test_type_2_with_another_number_in_it);
  ADD ("number-that-the-reader-has-kept", test_number_that_the_reader_has_kept);
  ADD ("card-that-is-not-there-again", test_card_that_is_not_there_again);
  ADD ("classic-behind-a-reader-without-keys", test_classic_behind_a_reader_without_keys);
  ADD ("number-made-up-by-a-card-of-ours", test_number_made_up_by_a_card_of_ours);
  ADD ("service-that-dies", test_service_that_dies);
  ADD ("reader-that-is-plugged-in-later", test_reader_that_is_plugged_in_later);
  ADD ("another-reader-is-meant", test_another_reader_is_meant);
  ADD ("paused-reader-sees-nothing", test_paused_reader_sees_nothing);
  return g_test_run ();
}
