/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "card-host.h"

Pn532Card *
host_card_new (const char *kind, const char *uid, const char *options)
{
  g_autoptr (GHashTable) table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) words = g_strsplit (options != NULL ? options : "", " ", -1);
  g_autoptr (GError) error = NULL;
  Pn532Card *card;

  g_hash_table_insert (table, g_strdup ("uid"), g_strdup (uid));
  for (gsize i = 0; words[i] != NULL; i++) {
    g_auto (GStrv) pair = g_strsplit (words[i], "=", 2);

    g_hash_table_insert (table, g_strdup (pair[0]), g_strdup (pair[1]));
  }
  card = pn532_card_new (kind, table, &error);
  g_assert_no_error (error);
  host_put (card);
  return card;
}

void
host_put (Pn532Card *card)
{
  pn532_card_power (card);
  card->active = TRUE;
}

GByteArray *
host_ask (Pn532Card *card, const guint8 *apdu, gsize n)
{
  GByteArray *answer = g_byte_array_new ();

  g_assert_true (card->class->apdu (card, apdu, n, answer));
  g_assert_cmpuint (answer->len, >=, 2);
  return answer;
}

void
host_expect (Pn532Card *card, const char *apdu, const char *answer)
{
  TestBytes command = unhex (apdu);
  g_autoptr (GByteArray) said = host_ask (card, command.bytes, command.n);

  assert_hex (said->data, said->len, answer);
}

guint8
host_authenticate (
    Pn532Card *card, guint8 code, guint8 number, const char *key_text, CpEv2Session *session)
{
  const guint8 request[] = { number, 0x00 };
  TestBytes key = unhex (key_text), ours = unhex ("0102030405060708090A0B0C0D0E0F10");
  guint8 theirs[CP_EV2_CHALLENGE], answer[CP_EV2_ANSWER];
  g_autoptr (GByteArray) first = cp_ev2_wrap_native (code, request, code == 0x71 ? 2 : 1);
  g_autoptr (GByteArray) challenge = host_ask (card, first->data, first->len);
  g_autoptr (GByteArray) second = NULL, proof = NULL;

  if (challenge->data[challenge->len - 1] != 0xAF)
    return challenge->data[challenge->len - 1];
  cp_ev2_answer_challenge (key.bytes, challenge->data, ours.bytes, theirs, answer);
  second = cp_ev2_wrap_native (0xAF, answer, sizeof answer);
  proof = host_ask (card, second->data, second->len);
  if (proof->data[proof->len - 1] == 0x00)
    g_assert_true (
        cp_ev2_begin (session, key.bytes, ours.bytes, theirs, proof->data, proof->len - 2));
  return proof->data[proof->len - 1];
}

GByteArray *
host_command (Pn532Card *card,
              CpEv2Session *session,
              CpEv2Mode mode,
              guint8 code,
              const char *header,
              const char *data)
{
  TestBytes head = unhex (header), body = unhex (data);
  g_autoptr (GByteArray) apdu =
      cp_ev2_wrap (session, mode, code, head.bytes, head.n, body.bytes, body.n);
  g_autoptr (GByteArray) answer = host_ask (card, apdu->data, apdu->len);
  g_autoptr (GByteArray) plain = g_byte_array_new ();

  /* Who changes key 0 is answered without a MAC, for the session is over. */
  if (code == 0xC4 && head.bytes[0] == 0)
    mode = CP_EV2_PLAIN;
  if (!cp_ev2_unwrap (session, mode, answer->data, answer->len, plain))
    return NULL;
  return g_steal_pointer (&plain);
}
