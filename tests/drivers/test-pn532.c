/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pn532-air.h"
#include "pn532-chip.h"
#include "pn532-frame.h"

#include <string.h>

static const guint8 get_firmware[] = { 0x00, 0x00, 0xFF, 0x02, 0xFE, 0xD4, 0x02, 0x2A, 0x00 };

static void
put (GByteArray *input, const guint8 *bytes, gsize n)
{
  g_byte_array_append (input, bytes, (guint) n);
}

static void
test_frame_arrives_byte_by_byte (void)
{
  g_autoptr (GByteArray) input = g_byte_array_new ();
  g_autoptr (GByteArray) command = g_byte_array_new ();

  for (gsize i = 0; i < sizeof get_firmware - 2; i++) {
    put (input, get_firmware + i, 1);
    g_assert_cmpint (pn532_frame_take (input, command), ==, PN532_FRAME_NONE);
  }
  put (input, get_firmware + sizeof get_firmware - 2, 1);
  g_assert_cmpint (pn532_frame_take (input, command), ==, PN532_FRAME_COMMAND);
  g_assert_cmpmem (command->data, command->len, "\x02", 1);
}

static void
test_wake_up_and_noise_are_skipped (void)
{
  static const guint8 wake_up[] = { 0x55, 0x55, 0x00, 0x00, 0x00, 0x00, 0x13, 0x37 };
  g_autoptr (GByteArray) input = g_byte_array_new ();
  g_autoptr (GByteArray) command = g_byte_array_new ();

  put (input, wake_up, sizeof wake_up);
  put (input, get_firmware, sizeof get_firmware);
  g_assert_cmpint (pn532_frame_take (input, command), ==, PN532_FRAME_COMMAND);
  g_assert_cmpint (pn532_frame_take (input, command), ==, PN532_FRAME_NONE);
}

static void
test_ack_and_nack (void)
{
  static const guint8 both[] = { 0, 0, 0xFF, 0, 0xFF, 0, 0, 0, 0xFF, 0xFF, 0, 0 };
  g_autoptr (GByteArray) input = g_byte_array_new ();
  g_autoptr (GByteArray) command = g_byte_array_new ();

  put (input, both, sizeof both);
  g_assert_cmpint (pn532_frame_take (input, command), ==, PN532_FRAME_ACK);
  g_assert_cmpint (pn532_frame_take (input, command), ==, PN532_FRAME_NACK);
}

/* Every single wrong byte of a frame's inside spoils it, and the next frame is still understood. */
static void
test_wrong_byte_spoils_frame (void)
{
  for (gsize i = 3; i < sizeof get_firmware - 1; i++) {
    g_autoptr (GByteArray) input = g_byte_array_new ();
    g_autoptr (GByteArray) command = g_byte_array_new ();
    Pn532FrameType type;

    put (input, get_firmware, sizeof get_firmware);
    input->data[i] ^= 0x11;
    put (input, get_firmware, sizeof get_firmware);
    g_assert_cmpint (pn532_frame_take (input, command), ==, PN532_FRAME_BAD);
    do
      type = pn532_frame_take (input, command);
    while (type == PN532_FRAME_BAD);
    g_assert_cmpint (type, ==, PN532_FRAME_COMMAND);
  }
}

static void
test_long_answer_is_extended_frame (void)
{
  guint8 answer[PN532_MAX_DATA];
  g_autoptr (GByteArray) output = g_byte_array_new ();
  guint8 sum = 0;

  memset (answer, 0x5A, sizeof answer);
  pn532_frame_append (output, answer, sizeof answer);
  g_assert_cmpmem (output->data, 5, "\x00\x00\xFF\xFF\xFF", 5);
  g_assert_cmpuint (output->data[5] << 8 | output->data[6], ==, sizeof answer + 1);
  for (guint i = 8; i < output->len - 1; i++)
    sum = (guint8) (sum + output->data[i]);
  g_assert_cmpuint (sum, ==, 0);
}

static GHashTable *
make_options (const char *uid, const char *name, const char *value)
{
  GHashTable *options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (options, g_strdup ("uid"), g_strdup (uid));
  if (name != NULL)
    g_hash_table_insert (options, g_strdup (name), g_strdup (value));
  return options;
}

static Pn532Chip *
make_chip (const char *kind, const char *name, const char *value)
{
  static const guint8 list[] = { 0x4A, 0x01, 0x00 };
  Pn532Chip *chip = pn532_chip_new ();
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  g_autoptr (GHashTable) options = make_options ("04E10CDA993C80", name, value);
  g_autoptr (GError) error = NULL;

  pn532_chip_set_card (chip, pn532_card_new (kind, options, &error));
  g_assert_no_error (error);
  pn532_chip_run (chip, list, sizeof list, answer);
  g_assert_cmpuint (answer->data[1], ==, 1);
  return chip;
}

/* Sends @n bytes to the card, raw or easily, and expects status and data. */
static void
expect (Pn532Chip *chip,
        gboolean raw,
        const char *bytes,
        gsize n,
        guint8 status,
        const char *data,
        gsize n_data)
{
  g_autoptr (GByteArray) command = g_byte_array_new ();
  g_autoptr (GByteArray) answer = g_byte_array_new ();

  if (raw)
    put (command, (const guint8 *) "\x42", 1);
  else
    put (command, (const guint8 *) "\x40\x01", 2);
  put (command, (const guint8 *) bytes, n);
  g_assert_cmpint (pn532_chip_run (chip, command->data, command->len, answer), ==,
                   PN532_REPLY_ANSWER);
  g_assert_cmphex (answer->data[1], ==, status);
  g_assert_cmpmem (answer->data + 2, answer->len - 2, data, n_data);
}
#define EXPECT(chip, raw, bytes, status, data) \
  expect (chip, raw, bytes, sizeof bytes - 1, status, data, sizeof data - 1)

static void
select_again (Pn532Chip *chip)
{
  static const guint8 list[] = { 0x4A, 0x01, 0x00 };
  g_autoptr (GByteArray) answer = g_byte_array_new ();

  pn532_chip_run (chip, list, sizeof list, answer);
  g_assert_cmpuint (answer->data[1], ==, 1);
}

static void
test_each_ntag_knows_its_version (void)
{
  static const struct {
    const char *kind;
    const char version[9];
  } rows[] = { { "ntag213", "\0\4\4\2\1\0\x0F\3" },
               { "ntag215", "\0\4\4\2\1\0\x11\3" },
               { "ntag216", "\0\4\4\2\1\0\x13\3" } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Pn532Chip) chip = make_chip (rows[i].kind, NULL, NULL);

    expect (chip, TRUE, "\x60", 1, 0, rows[i].version, 8);
  }
}

static void
test_nak_makes_card_deaf (void)
{
  g_autoptr (Pn532Chip) chip = make_chip ("ntag213", NULL, NULL);

  EXPECT (chip, FALSE, "\x30\x2D", 0x02, "");
  EXPECT (chip, FALSE, "\x30\x00", 0x01, "");
  select_again (chip);
  EXPECT (chip, FALSE, "\x30\x00", 0x00,
          "\x04\xE1\x0C\x61\xDA\x99\x3C\x80\xFF\x48\0\0\xE1\x10\x12\0");
}

static void
test_reading_goes_on_at_page_0 (void)
{
  g_autoptr (Pn532Chip) chip = make_chip ("ultralight", NULL, NULL);

  EXPECT (chip, FALSE, "\x30\x0F", 0x00, "\0\0\0\0\x04\xE1\x0C\x61\xDA\x99\x3C\x80\xFF\x48\0\0");
}

static void
test_raw_write_succeeds_with_crc_error (void)
{
  g_autoptr (Pn532Chip) chip = make_chip ("ntag213", NULL, NULL);

  EXPECT (chip, TRUE, "\xA2\x04\x01\x02\x03\x04", 0x02, "");
  EXPECT (chip, TRUE, "\x3A\x04\x04", 0x00, "\x01\x02\x03\x04");
}

static void
test_lock_bits_hold (void)
{
  g_autoptr (Pn532Chip) chip = make_chip ("ntag213", NULL, NULL);

  EXPECT (chip, FALSE, "\xA2\x02\0\0\x10\0", 0x00, "");
  EXPECT (chip, FALSE, "\xA2\x04\1\2\3\4", 0x02, "");
  select_again (chip);
  EXPECT (chip, FALSE, "\xA2\x05\1\2\3\4", 0x00, "");
}

static void
test_password_guards_pages (void)
{
  g_autoptr (Pn532Chip) chip = make_chip ("ntag213", "auth0", "04");

  EXPECT (chip, FALSE, "\xA2\x04\1\2\3\4", 0x02, "");
  select_again (chip);
  EXPECT (chip, TRUE, "\x1B\0\0\0\0", 0x02, "");
  select_again (chip);
  EXPECT (chip, TRUE, "\x1B\xFF\xFF\xFF\xFF", 0x00, "\0\0");
  EXPECT (chip, FALSE, "\xA2\x04\1\2\3\4", 0x00, "");
}

static void
test_counter_counts_once_a_visit (void)
{
  g_autoptr (Pn532Chip) chip = make_chip ("ntag213", "access", "10");

  EXPECT (chip, TRUE, "\x3A\x04\x04", 0x00, "\0\0\0\0");
  EXPECT (chip, TRUE, "\x3A\x04\x04", 0x00, "\0\0\0\0");
  EXPECT (chip, TRUE, "\x39\x02", 0x00, "\1\0\0");
}

static void
test_easy_60_is_an_authentication (void)
{
  g_autoptr (Pn532Chip) chip = make_chip ("ntag213", NULL, NULL);

  EXPECT (chip, FALSE, "\x60", 0x14, "");
}

static void
test_unknown_option_is_refused (void)
{
  g_autoptr (GHashTable) options = make_options ("04E10CDA993C80", "colour", "red");
  g_autoptr (GError) error = NULL;

  g_assert_null (pn532_card_new ("ntag213", options, &error));
  g_assert_nonnull (error);
}

static void
test_endless_poll_waits_for_card (void)
{
  static const guint8 list[] = { 0x4A, 0x01, 0x00 };
  g_autoptr (Pn532Chip) chip = pn532_chip_new ();
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  g_autoptr (GHashTable) options = make_options ("08112233", "sak", "08");

  g_assert_cmpint (pn532_chip_run (chip, list, sizeof list, answer), ==, PN532_REPLY_LATER);
  g_assert_cmpint (pn532_chip_retry (chip, answer), ==, PN532_REPLY_LATER);
  pn532_chip_set_card (chip, pn532_card_new ("uid", options, NULL));
  g_assert_cmpint (pn532_chip_retry (chip, answer), ==, PN532_REPLY_ANSWER);
  g_assert_cmpmem (answer->data, answer->len, "\x4B\x01\x01\x00\x04\x08\x04\x08\x11\x22\x33", 11);
  g_assert_cmpint (pn532_chip_retry (chip, answer), ==, PN532_REPLY_LATER);
}

static void
test_two_cards_are_listed_if_asked_for (void)
{
  static const guint8 set_retries[] = { 0x32, 0x05, 0x00, 0x01, 0x00 };
  static const guint8 list_one[] = { 0x4A, 0x01, 0x00 }, list_two[] = { 0x4A, 0x02, 0x00 };
  static const guint8 list_other[] = { 0x4A, 0x01, 0x00, 0x11, 0x22, 0x33, 0x44 };
  g_autoptr (Pn532Chip) chip = pn532_chip_new ();
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  g_autoptr (GHashTable) one = make_options ("A1B2C3D4", "sak", "08");
  g_autoptr (GHashTable) other = make_options ("11223344", "sak", "00");

  pn532_chip_run (chip, set_retries, sizeof set_retries, answer);
  pn532_chip_add_card (chip, pn532_card_new ("uid", one, NULL));
  pn532_chip_add_card (chip, pn532_card_new ("uid", other, NULL));
  pn532_chip_run (chip, list_one, sizeof list_one, answer);
  g_assert_cmpmem (answer->data, answer->len, "\x4B\1\1\0\x04\x08\4\xA1\xB2\xC3\xD4", 11);
  pn532_chip_run (chip, list_two, sizeof list_two, answer);
  g_assert_cmpmem (answer->data, answer->len,
                   "\x4B\2\1\0\x04\x08\4\xA1\xB2\xC3\xD4\2\0\x04\0\4\x11\x22\x33\x44", 20);
  pn532_chip_run (chip, list_other, sizeof list_other, answer);
  g_assert_cmpmem (answer->data, answer->len, "\x4B\1\1\0\x04\0\4\x11\x22\x33\x44", 11);
}

static void
test_air_takes_its_time (void)
{
  static const guint8 set_retries[] = { 0x32, 0x05, 0x00, 0x01, 0x02 };
  static const guint8 list[] = { 0x4A, 0x01, 0x00 }, read_page_0[] = { 0x40, 0x01, 0x30, 0x00 };
  g_autoptr (Pn532Chip) chip = pn532_chip_new ();
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  g_autoptr (GHashTable) options = make_options ("04E10CDA993C80", "slow", "7");

  pn532_chip_set_timed (chip, PN532_AIR_TRY_US);
  pn532_chip_run (chip, set_retries, sizeof set_retries, answer);
  g_assert_cmpint (pn532_chip_run (chip, list, sizeof list, answer), ==, PN532_REPLY_LATER);
  g_assert_cmpuint (pn532_chip_get_wait_ms (chip), ==, 15);
  pn532_chip_set_card (chip, pn532_card_new ("ntag213", options, NULL));
  g_assert_cmpint (pn532_chip_retry (chip, answer), ==, PN532_REPLY_ANSWER);
  g_assert_cmpuint (pn532_chip_get_air_us (chip), ==, 4440 + 7000);
  pn532_chip_run (chip, read_page_0, sizeof read_page_0, answer);
  g_assert_cmpuint (pn532_chip_get_air_us (chip), ==, 1990 + 7000);
  pn532_chip_set_card (chip, NULL);
  pn532_chip_run (chip, read_page_0, sizeof read_page_0, answer);
  g_assert_cmpuint (pn532_chip_get_air_us (chip), ==, 51200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/pn532/" path, function)
  ADD ("frame-arrives-byte-by-byte", test_frame_arrives_byte_by_byte);
  ADD ("wake-up-and-noise-are-skipped", test_wake_up_and_noise_are_skipped);
  ADD ("ack-and-nack", test_ack_and_nack);
  ADD ("wrong-byte-spoils-frame", test_wrong_byte_spoils_frame);
  ADD ("long-answer-is-extended-frame", test_long_answer_is_extended_frame);
  ADD ("each-ntag-knows-its-version", test_each_ntag_knows_its_version);
  ADD ("nak-makes-card-deaf", test_nak_makes_card_deaf);
  ADD ("reading-goes-on-at-page-0", test_reading_goes_on_at_page_0);
  ADD ("raw-write-succeeds-with-crc-error", test_raw_write_succeeds_with_crc_error);
  ADD ("lock-bits-hold", test_lock_bits_hold);
  ADD ("password-guards-pages", test_password_guards_pages);
  ADD ("counter-counts-once-a-visit", test_counter_counts_once_a_visit);
  ADD ("easy-60-is-an-authentication", test_easy_60_is_an_authentication);
  ADD ("unknown-option-is-refused", test_unknown_option_is_refused);
  ADD ("endless-poll-waits-for-card", test_endless_poll_waits_for_card);
  ADD ("two-cards-are-listed-if-asked-for", test_two_cards_are_listed_if_asked_for);
  ADD ("air-takes-its-time", test_air_takes_its_time);
  return g_test_run ();
}
