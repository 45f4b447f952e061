/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-row-pack.h"

#include "cp-test-chain.h"

#include <string.h>

#define ID "019b76da-a800-7abc-8def-0123456789ab"
#define ACCOUNT_ID "019b76da-a801-7abc-8def-0123456789ab"
#define OTHER_ID "ffffffff-ffff-ffff-ffff-ffffffffffff"

/* Returns: in how many bytes */
static gsize
assert_comes_back (const char *text, const char *id, const char *account_id)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *back = NULL;

  cp_row_pack (bytes, text, id, account_id);
  back = cp_row_unpack (bytes->data, bytes->len, id, account_id);
  g_assert_cmpstr (back, ==, text);
  return bytes->len;
}

static void
test_ids (void)
{
  static const char *const others[] = { "",
                                        "ann",
                                        "019B76DA-a800-7abc-8def-0123456789ab",
                                        "019b76da-a800-7abc-8def-0123456789a",
                                        "019b76da-a800-7abc-8def-0123456789abc",
                                        "019b76daa-800-7abc-8def-0123456789ab",
                                        "019b76da-a800-7abc-8def-0123456789ag" };
  guint8 bytes[CP_PACKED_ID_BYTES];
  g_autofree char *id = NULL;

  g_assert_true (cp_id_pack (ID, bytes));
  g_assert_cmpint (bytes[0], ==, 0x01);
  g_assert_cmpint (bytes[15], ==, 0xab);
  id = cp_id_unpack (bytes);
  g_assert_cmpstr (id, ==, ID);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (cp_id_pack (others[i], bytes));
}

static void
test_what_all_rows_say_is_short (void)
{
  g_assert_cmpuint (
      assert_comes_back ("{\"account_id\":\"" ACCOUNT_ID "\",\"id\":\"" ID "\"}", ID, ACCOUNT_ID),
      ==, strlen ("{aa,ii}"));
  g_assert_cmpuint (assert_comes_back ("{\"member_id\":\"" OTHER_ID "\"}", ID, NULL), ==,
                    strlen ("{mu}") + CP_PACKED_ID_BYTES);
}

/* Whatever people write, and whatever looks like something that is packed. */
static void
test_any_text_comes_back (void)
{
  static const char *const texts[] = {
    "",
    "{}",
    "\"",
    "\"\"",
    "{\"id\":\"ann\",\"name\":\"ann\"}",
    "{\"note\":\"Zoë \\\"" ID "\\\" عائشة\"}",
    "{\"" ID "\":\"" ID "\"}",
    "{\"note\":\"" ID "x\",\"more\":\"x" ID "\"}",
    "{\"id\":\"019B76DA-A800-7ABC-8DEF-0123456789AB\"}",
    "{\"note\":\"\\\"state\\\":\\\"active\\\"\",\"state\":\"active\",\"state\":\"actively\"}",
    "{\"note\":\"\\u0001\\u0002\\n\"}",
    "\"019b76da-a800-7abc-8def-0123456789a",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    assert_comes_back (texts[i], ID, ACCOUNT_ID);
    assert_comes_back (texts[i], "ann", NULL);
    assert_comes_back (texts[i], "", "");
  }
}

static void
test_rows_of_an_account_come_back (void)
{
  g_autoptr (CpAccount) account = cp_test_chain_account (1);

  for (guint kind = 0; kind < CP_N_ACCOUNT_KINDS; kind++)
    for (guint i = 0; i < account->rows[kind]->len; i++) {
      const CpEntity *row = account->rows[kind]->pdata[i];
      g_autofree char *text = cp_entity_to_text (row);

      g_assert_cmpuint (assert_comes_back (text, row->id, row->account_id), <, strlen (text));
    }
}

static void
assert_damaged (const char *bytes, gsize n_bytes, const char *id)
{
  g_autofree char *text = cp_row_unpack ((const guint8 *) bytes, n_bytes, id, NULL);

  g_assert_null (text);
}

static void
test_damage_is_seen (void)
{
  g_autofree char *nothing = cp_row_unpack (NULL, 0, ID, NULL);

  g_assert_cmpstr (nothing, ==, "");
  assert_damaged ("{\0}", 3, ID);
  assert_damaged ("\x1f", 1, ID);
  assert_damaged ("\x01"
                  "0123456789abcde",
                  16, ID);
  assert_damaged ("\x02", 1, NULL);
  assert_damaged ("\x03", 1, ID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-pack/ids", test_ids);
  g_test_add_func ("/row-pack/what-all-rows-say-is-short", test_what_all_rows_say_is_short);
  g_test_add_func ("/row-pack/any-text-comes-back", test_any_text_comes_back);
  g_test_add_func ("/row-pack/rows-of-an-account-come-back", test_rows_of_an_account_come_back);
  g_test_add_func ("/row-pack/damage-is-seen", test_damage_is_seen);
  return g_test_run ();
}
