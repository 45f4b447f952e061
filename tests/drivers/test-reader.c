/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* CpReader, its helper and libnfc, on an emulated PN532: what a screen relies on. */
#include "reader-rig.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#define UID "04E10CDA993C80"
#define OTHER_UID "04A1B2C3D4E5F6"
#define TAP_MS 3000

static void
test_tap_of_each_kind (void)
{
  static const struct {
    const char *enter;
    const char *uid;
    CpCardKind kind;
  } rows[] = {
    { "ultralight uid=04000000000001", "04000000000001", CP_CARD_KIND_ULTRALIGHT },
    { "ntag213 uid=04000000000002", "04000000000002", CP_CARD_KIND_NTAG213 },
    { "ntag215 uid=04000000000003", "04000000000003", CP_CARD_KIND_NTAG215 },
    { "ntag216 uid=04000000000004", "04000000000004", CP_CARD_KIND_NTAG216 },
    { "uid uid=A1B2C3D4 sak=08", "A1B2C3D4", CP_CARD_KIND_MIFARE_CLASSIC },
    { "uid uid=04000000000006 sak=20", "04000000000006", CP_CARD_KIND_ISO14443_4 },
    { "uid uid=A1B2C3D5", "A1B2C3D5", CP_CARD_KIND_UID },
    { "uid uid=04112233445566778899", "04112233445566778899", CP_CARD_KIND_UID },
    { "ntag213 uid=04000000000009 auth0=00 access=80", "04000000000009", CP_CARD_KIND_NTAG213 },
  };
  g_autoptr (Rig) rig = rig_new_ready ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    pn532_fixture_do (rig->fixture, "enter %s", rows[i].enter);
    rig_wait_cards (rig, i + 1, TAP_MS);
    rig_expect_uid (rig, rows[i].uid);
    g_assert_cmpint (rig->last.kind, ==, rows[i].kind);
    pn532_fixture_do (rig->fixture, "leave");
    rig_wait_gone (rig, i + 1, TAP_MS);
  }
  g_assert_cmpstr (rig->states->str, ==, "");
}

/* Twice as slow as the air, and as slow as the chip will wait for. */
static void
test_slow_cards (void)
{
  static const char *const kinds[] = { "ntag213", "uid sak=08", "ntag424" };
  g_autoptr (Rig) rig = rig_new_ready ();

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *uid = g_strdup_printf ("04%012X", i);

    pn532_fixture_do (rig->fixture, "enter %s uid=%s slow=20", kinds[i], uid);
    rig_wait_cards (rig, i + 1, TAP_MS);
    rig_expect_uid (rig, uid);
    pn532_fixture_do (rig->fixture, "leave");
    rig_wait_gone (rig, i + 1, TAP_MS);
  }
  g_assert_cmpstr (rig->states->str, ==, "");
}

static void
test_ats_and_session_are_told (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "enter uid uid=" UID " sak=20 ats=067577810280");
  rig_wait_cards (rig, 1, TAP_MS);
  g_assert_cmpmem (rig->last.ats, rig->last.n_ats, "\x75\x77\x81\x02\x80", 5);
  g_assert_cmphex (rig->last.atqa, ==, 0x0044);
  g_assert_cmpuint (rig->last.session, >, 0);
}

typedef struct {
  Rig *rig;
  guint n_exchanges;
} Seen;

static gboolean
is_read (gpointer data)
{
  Seen *seen = data;

  return rig_read_stat (seen->rig->fixture, "exchanges") >= seen->n_exchanges;
}

static void
test_same_card_at_once_is_one_tap (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();
  Seen seen = { rig, 0 };

  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID);
  rig_wait_cards (rig, 1, TAP_MS);
  pn532_fixture_do (rig->fixture, "leave");
  rig_wait_gone (rig, 1, TAP_MS);
  seen.n_exchanges = rig_read_stat (rig->fixture, "exchanges") + 3;
  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID);
  rig_wait (is_read, &seen, TAP_MS, "the card to be read again");
  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" OTHER_UID);
  rig_wait_cards (rig, 2, TAP_MS);
  rig_expect_uid (rig, OTHER_UID);
  g_assert_cmpuint (rig->n_gone, ==, 1);
}

static void
test_expected_card_counts_again (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID);
  rig_wait_cards (rig, 1, TAP_MS);
  pn532_fixture_do (rig->fixture, "leave");
  rig_wait_gone (rig, 1, TAP_MS);
  cp_reader_expect_card (rig->reader);
  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID);
  rig_wait_cards (rig, 2, TAP_MS);
}

static void
test_unplug_and_replug (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID);
  rig_wait_cards (rig, 1, TAP_MS);
  pn532_fixture_do (rig->fixture, "unplug");
  rig_wait_state (rig, CP_READER_STATE_ABSENT, 3000);
  g_assert_cmpint (cp_reader_get_fault (rig->reader), ==, CP_READER_FAULT_ABSENT);
  g_assert_cmpuint (rig->n_gone, ==, 1);
  pn532_fixture_do (rig->fixture, "leave");
  pn532_fixture_do (rig->fixture, "plug");
  rig_wait_state (rig, CP_READER_STATE_READY, 3000);
  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" OTHER_UID);
  rig_wait_cards (rig, 2, TAP_MS);
  g_assert_cmpstr (rig->states->str, ==, "starting absent ready ");
}

static void
test_paused_reader_sees_nothing (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  cp_reader_set_paused (rig->reader, TRUE);
  g_assert_cmpint (cp_reader_get_state (rig->reader), ==, CP_READER_STATE_PAUSED);
  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID);
  pn532_fixture_do (rig->fixture, "unplug");
  rig_wait_state (rig, CP_READER_STATE_ABSENT, 5000);
  pn532_fixture_do (rig->fixture, "plug");
  rig_wait_state (rig, CP_READER_STATE_PAUSED, 5000);
  g_assert_cmpuint (rig->n_cards, ==, 0);
  cp_reader_set_paused (rig->reader, FALSE);
  rig_wait_cards (rig, 1, TAP_MS);
  g_assert_cmpint (cp_reader_get_state (rig->reader), ==, CP_READER_STATE_READY);
}

static void
test_pausing_lets_go_of_the_card (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID);
  rig_wait_cards (rig, 1, TAP_MS);
  cp_reader_set_paused (rig->reader, TRUE);
  g_assert_cmpuint (rig->n_gone, ==, 1);
}

#define AUTO CP_READER_FRAME_AUTO
#define RAW CP_READER_FRAME_RAW
#define EXPECT RIG_EXPECT_ANSWER

static void
test_exchange_reads_and_writes (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();
  g_autofree char *dump = NULL;

  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID " auth0=04 pwd=01020304 pack=ABCD");
  rig_wait_cards (rig, 1, TAP_MS);
  EXPECT (rig, RAW, "\x60", "\0\4\4\2\1\0\x0F\3");
  EXPECT (rig, RAW, "\x1B\1\2\3\4", "\xAB\xCD");
  EXPECT (rig, AUTO, "\xA2\x04\xCA\xFE\xBA\xBE", "");
  EXPECT (rig, RAW, "\x3A\x04\x05", "\xCA\xFE\xBA\xBE\0\0\0\0");
  dump = pn532_fixture_command (rig->fixture, "dump");
  g_assert_true (g_str_has_prefix (dump + 32, "CAFEBABE"));
}

static void
test_exchange_refused_by_card_leaves_it_usable (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID " auth0=04");
  rig_wait_cards (rig, 1, TAP_MS);
  rig_expect_status (rig, rig->last.session, RAW, "\x1B\0\0\0\0", 5, CP_CARD_STATUS_REFUSED);
  rig_expect_status (rig, rig->last.session, AUTO, "\xA2\x04\1\2\3\4", 6, CP_CARD_STATUS_REFUSED);
  EXPECT (rig, RAW, "\x3A\x02\x02", "\xFF\x48\0\0");
  g_assert_cmpuint (rig->n_gone, ==, 0);
}

static void
test_password_is_never_tried_twice (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID " access=02");
  rig_wait_cards (rig, 1, TAP_MS);
  rig_expect_status (rig, rig->last.session, RAW, "\x1B\0\0\0\0", 5, CP_CARD_STATUS_REFUSED);
  EXPECT (rig, RAW, "\x1B\xFF\xFF\xFF\xFF", "\0\0");
}

static void
test_exchange_with_a_card_that_left (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID);
  rig_wait_cards (rig, 1, TAP_MS);
  pn532_fixture_do (rig->fixture, "leave");
  rig_expect_status (rig, rig->last.session, AUTO, "\x30\x04", 2, CP_CARD_STATUS_LOST);
  rig_wait_gone (rig, 1, TAP_MS);
  rig_expect_status (rig, rig->last.session, AUTO, "\x30\x04", 2, CP_CARD_STATUS_STALE);
}

static void
test_exchange_that_is_too_long (void)
{
  static const char long_command[CP_WIRE_MAX_DATA + 1] = { 0x30 };
  g_autoptr (Rig) rig = rig_new_ready ();

  pn532_fixture_do (rig->fixture, "enter ntag213 uid=" UID);
  rig_wait_cards (rig, 1, TAP_MS);
  rig_expect_status (rig, rig->last.session, RAW, long_command, 241, CP_CARD_STATUS_TOO_BIG);
  rig_expect_status (rig, rig->last.session, RAW, long_command, sizeof long_command,
                     CP_CARD_STATUS_TOO_BIG);
  rig_expect_status (rig, rig->last.session, RAW, "", 0, CP_CARD_STATUS_TOO_BIG);
}

static void
test_exchange_while_paused (void)
{
  g_autoptr (Rig) rig = rig_new_ready ();

  cp_reader_set_paused (rig->reader, TRUE);
  rig_expect_status (rig, 1, AUTO, "\x30\x04", 2, CP_CARD_STATUS_UNAVAILABLE);
}

static void
test_reader_is_absent_from_the_start (void)
{
  g_autofree char *helper = rig_get_helper_path ();
  CpReaderConfig config = { .connstring = "pn532_uart:/nonexistent/tty", .helper_path = helper };
  g_autoptr (Rig) rig = rig_new (pn532_fixture_new (), &config);

  rig_wait_state (rig, CP_READER_STATE_ABSENT, 3000);
}

static void
test_helper_is_not_installed (void)
{
  CpReaderConfig config = { .connstring = "pn532_uart:/nonexistent/tty",
                            .helper_path = "/nonexistent/counterpart-reader" };
  g_autoptr (Rig) rig = rig_new (pn532_fixture_new (), &config);

  rig_wait_state (rig, CP_READER_STATE_FAULT, 3000);
  g_assert_cmpint (cp_reader_get_fault (rig->reader), ==, CP_READER_FAULT_CONFIG);
}

static void
test_reader_in_use_by_another (void)
{
  g_autofree char *helper = rig_get_helper_path ();
  Pn532Fixture *fixture = pn532_fixture_new ();
  const char *connstring = pn532_fixture_get_connstring (fixture);
  CpReaderConfig config = { .connstring = connstring, .helper_path = helper };
  int fd = open (strchr (connstring, ':') + 1, O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_autoptr (Rig) rig = NULL;

  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  rig = rig_new (fixture, &config);
  rig_wait_state (rig, CP_READER_STATE_FAULT, 3000);
  g_assert_cmpint (cp_reader_get_fault (rig->reader), ==, CP_READER_FAULT_BUSY);
  close (fd);
  rig_wait_state (rig, CP_READER_STATE_READY, 5000);
}

static void
test_unusable_connection_strings (void)
{
  static const char *const connstrings[] = {
    "",
    "pn532_uart",
    "pn532_uart:",
    "pn532_uart:ttyUSB0",
    "pn532_uart:/dev/serial/by-path/pci-0000:00:14.0",
    "pn532_uart:/dev/null:921600",
    "usb",
    "acr122_usb:001",
    "acr122_usb:001:",
    "acr122_usb:001:004:1",
    "acr122_usb:../../x:1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (connstrings); i++) {
    g_autofree char *helper = rig_get_helper_path ();
    CpReaderConfig config = { .connstring = connstrings[i], .helper_path = helper };
    g_autoptr (Rig) rig = rig_new (pn532_fixture_new (), &config);

    rig_wait_state (rig, CP_READER_STATE_FAULT, 3000);
    g_assert_cmpint (cp_reader_get_fault (rig->reader), ==, CP_READER_FAULT_CONFIG);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/drivers/reader/" path, function)
  ADD ("tap-of-each-kind", test_tap_of_each_kind);
  ADD ("slow-cards", test_slow_cards);
  ADD ("ats-and-session-are-told", test_ats_and_session_are_told);
  ADD ("same-card-at-once-is-one-tap", test_same_card_at_once_is_one_tap);
  ADD ("expected-card-counts-again", test_expected_card_counts_again);
  ADD ("unplug-and-replug", test_unplug_and_replug);
  ADD ("paused-reader-sees-nothing", test_paused_reader_sees_nothing);
  ADD ("pausing-lets-go-of-the-card", test_pausing_lets_go_of_the_card);
  ADD ("exchange-reads-and-writes", test_exchange_reads_and_writes);
  ADD ("exchange-refused-by-card-leaves-it-usable", test_exchange_refused_by_card_leaves_it_usable);
  ADD ("password-is-never-tried-twice", test_password_is_never_tried_twice);
  ADD ("exchange-with-a-card-that-left", test_exchange_with_a_card_that_left);
  ADD ("exchange-that-is-too-long", test_exchange_that_is_too_long);
  ADD ("exchange-while-paused", test_exchange_while_paused);
  ADD ("reader-is-absent-from-the-start", test_reader_is_absent_from_the_start);
  ADD ("helper-is-not-installed", test_helper_is_not_installed);
  ADD ("reader-in-use-by-another", test_reader_in_use_by_another);
  ADD ("unusable-connection-strings", test_unusable_connection_strings);
  return g_test_run ();
}
