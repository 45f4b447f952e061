/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "card-bytes.h"
#include "cp-card-keys.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#define NTAG424 "ntag424=00112233445566778899AABBCCDDEEFF\n"
#define NTAG21X "ntag21x=000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F\n"

static const CpUid uid = { 7, { 0x04, 0x78, 0x2E, 0x21, 0x80, 0x1D, 0x80 } };
static const CpUid other_uid = { 7, { 0x04, 0x78, 0x2E, 0x21, 0x80, 0x1D, 0x81 } };

static CpCardKeys *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  CpCardKeys *keys = cp_card_keys_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return keys;
}

static gboolean
derive (CpCardKeys *keys, CpCardKeyUse use, const CpUid *of, guint8 *key)
{
  return cp_card_key_source_derive (cp_card_keys_get_source (keys), use, of, key);
}

static void
test_every_use_and_card_has_its_own_key (void)
{
  g_autoptr (CpCardKeys) keys = parse ("[cards]\nsystem=ABC\n" NTAG424 NTAG21X);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint8 key[CP_AES_KEY];

  for (CpCardKeyUse use = 0; use < CP_N_CARD_KEY_USES; use++) {
    g_assert_true (derive (keys, use, &uid, key));
    g_assert_true (g_hash_table_add (seen, cp_bytes_to_hex (key, sizeof key)));
    g_assert_true (derive (keys, use, &other_uid, key));
    g_assert_true (g_hash_table_add (seen, cp_bytes_to_hex (key, sizeof key)) !=
                   (use == CP_CARD_KEY_NTAG424_META));
  }
}

/* UID, application, key number, system: AN10922's own example has other fields in that place. */
static void
test_keys_are_an10922 (void)
{
  g_autoptr (CpCardKeys) keys = parse ("[cards]\nsystem=ABC\n" NTAG424);
  TestBytes master = unhex ("00112233445566778899AABBCCDDEEFF");
  TestBytes input = unhex ("04782E21801D80"
                           "850101"
                           "03"
                           "414243");
  guint8 key[CP_AES_KEY], expected[CP_AES_KEY];

  g_assert_true (derive (keys, CP_CARD_KEY_NTAG424_KIOSK, &uid, key));
  cp_aes_diversify (master.bytes, input.bytes, input.n, expected);
  g_assert_cmpmem (key, sizeof key, expected, sizeof expected);
}

static void
test_another_system_has_other_keys (void)
{
  g_autoptr (CpCardKeys) one = parse ("[cards]\nsystem=A\n" NTAG424 NTAG21X);
  g_autoptr (CpCardKeys) two = parse ("[cards]\nsystem=B\n" NTAG424 NTAG21X);
  guint8 a[CP_AES_KEY], b[CP_AES_KEY];

  for (CpCardKeyUse use = 0; use < CP_N_CARD_KEY_USES; use++) {
    g_assert_true (derive (one, use, &uid, a) && derive (two, use, &uid, b));
    g_assert_false (cp_bytes_equal (a, b, sizeof a));
  }
}

static void
test_what_is_missing_is_missing (void)
{
  g_autoptr (CpCardKeys) keys = parse ("[cards]\nsystem=A\n" NTAG21X);
  const CpUid short_uid = { 4, { 1, 2, 3, 4 } };
  guint8 key[CP_AES_KEY];

  g_assert_false (derive (keys, CP_CARD_KEY_NTAG424_ADMIN, &uid, key));
  g_assert_true (derive (keys, CP_CARD_KEY_NTAG21X_TOKEN, &uid, key));
  g_assert_false (derive (keys, CP_CARD_KEY_NTAG21X_TOKEN, &short_uid, key));
  g_assert_false (cp_card_key_source_derive (NULL, CP_CARD_KEY_NTAG21X_TOKEN, &uid, key));
}

static void
test_malformed_files_are_refused_without_their_text (void)
{
  static const char *const texts[] = {
    "",
    "[cards]\n",
    "[cards]\nsystem=\n" NTAG424,
    "[cards]\nsystem=TOOLONGAN\n" NTAG424,
    "[cards]\nsystem=A\nntag424=001122\n",
    "[cards]\nsystem=A\nntag424=00112233445566778899AABBCCDDEEXX\n",
    "[cards]\nsystem=A\nntag21x=00112233445566778899AABBCCDDEEFF\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (cp_card_keys_parse (texts[i], strlen (texts[i]), &error));
    g_assert_nonnull (error);
    g_assert_null (strstr (error->message, "0011"));
  }
}

static void
test_reads_a_file (void)
{
  g_autofree char *directory = g_dir_make_tmp ("card-keys-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "keys", NULL);
  g_autofree char *endless = g_strnfill (5000, '\n');
  g_autoptr (CpCardKeys) keys = NULL, none = NULL;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, "[cards]\nsystem=A\n" NTAG424, -1, &error);
  keys = cp_card_keys_load (path, &error);
  g_assert_no_error (error);
  g_file_set_contents (path, endless, -1, &error);
  none = cp_card_keys_load (path, &error);
  g_assert_error (error, G_CONVERT_ERROR, G_CONVERT_ERROR_ILLEGAL_SEQUENCE);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (directory), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/keys/every-use-and-card-has-its-own-key",
                   test_every_use_and_card_has_its_own_key);
  g_test_add_func ("/card/keys/keys-are-an10922", test_keys_are_an10922);
  g_test_add_func ("/card/keys/another-system-has-other-keys", test_another_system_has_other_keys);
  g_test_add_func ("/card/keys/what-is-missing-is-missing", test_what_is_missing_is_missing);
  g_test_add_func ("/card/keys/malformed-files-are-refused-without-their-text",
                   test_malformed_files_are_refused_without_their_text);
  g_test_add_func ("/card/keys/reads-a-file", test_reads_a_file);
  return g_test_run ();
}
