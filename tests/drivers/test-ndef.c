/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "card-bytes.h"
#include "cp-ndef.h"

static char *
parse (const char *hex)
{
  TestBytes message = unhex (hex);

  return cp_ndef_parse_url (message.bytes, message.n);
}

static void
test_what_is_built_is_read (void)
{
  g_autoptr (GByteArray) message = cp_ndef_build_url ("https://example.org/c/1");
  g_autofree char *url = cp_ndef_parse_url (message->data, message->len);

  g_assert_cmpstr (url, ==, "https://example.org/c/1");
  assert_hex (message->data, message->len, "D1011055046578616D706C652E6F72672F632F31");
  for (guint n = 0; n < message->len; n++)
    g_assert_null (cp_ndef_parse_url (message->data, n));
}

static void
test_finds_the_message_among_blocks (void)
{
  /* NULL, lock control, an unknown block, then the message in its long form. */
  TestBytes memory = unhex ("00"
                            "0103A00C34"
                            "FD02AABB"
                            "03FF0002"
                            "D100"
                            "FE");
  gsize n = 0;
  const guint8 *message = cp_ndef_find_message (memory.bytes, memory.n, &n);

  g_assert_nonnull (message);
  assert_hex (message, n, "D100");
}

static void
test_lengths_that_lie_find_nothing (void)
{
  static const char *const memories[] = {
    "", "03", "0305D100", "03FF", "03FF00", "03FFFFFFD100", "FE0302D100", "FDFF", "0000000000",
  };
  gsize n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (memories); i++) {
    TestBytes memory = unhex (memories[i]);

    g_assert_null (cp_ndef_find_message (memory.bytes, memory.n, &n));
  }
}

static void
test_reads_long_records_and_ids (void)
{
  g_autofree char *plain = parse ("C101000000035504612E");
  g_autofree char *with_id = parse ("D90103025599"
                                    "00"
                                    "04612E");

  g_assert_cmpstr (plain, ==, "https://a.");
  g_assert_cmpstr (with_id, ==, "https://a.");
}

static void
test_refuses_what_is_no_https_url (void)
{
  static const char *const messages[] = {
    "D10103540461",         /* a text record */
    "D101025500",           /* no text */
    "D1010355036162",       /* http */
    "D10103550461",         /* shorter than it says */
    "C101FFFFFFFF550461",   /* much shorter */
    "F1010355046162",       /* a chunk */
    "D10103550461FF",       /* no ASCII */
    "D101035504610A",       /* a newline */
    "D10106550066696C653A", /* file: */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    g_assert_null (parse (messages[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/ndef/what-is-built-is-read", test_what_is_built_is_read);
  g_test_add_func ("/card/ndef/finds-the-message-among-blocks",
                   test_finds_the_message_among_blocks);
  g_test_add_func ("/card/ndef/lengths-that-lie-find-nothing", test_lengths_that_lie_find_nothing);
  g_test_add_func ("/card/ndef/reads-long-records-and-ids", test_reads_long_records_and_ids);
  g_test_add_func ("/card/ndef/refuses-what-is-no-https-url", test_refuses_what_is_no_https_url);
  return g_test_run ();
}
