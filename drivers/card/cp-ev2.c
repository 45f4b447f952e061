/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-ev2.h"

#include "cp-card-bytes.h"

#include <string.h>

#define BLOCK CP_AES_BLOCK
#define STATUS_GROUP 0x91
#define STATUS_OK 0x00
#define PAD 0x80

static void
rotate_left (const guint8 *block, guint8 *ret_block)
{
  memcpy (ret_block, block + 1, BLOCK - 1);
  ret_block[BLOCK - 1] = block[0];
}

void
cp_ev2_answer_challenge (const guint8 *key,
                         const guint8 *challenge,
                         const guint8 *ours,
                         guint8 *ret_theirs,
                         guint8 *ret_answer)
{
  cp_aes_cbc_decrypt (key, NULL, challenge, BLOCK, ret_theirs);
  memcpy (ret_answer, ours, BLOCK);
  rotate_left (ret_theirs, ret_answer + BLOCK);
  cp_aes_cbc_encrypt (key, NULL, ret_answer, CP_EV2_ANSWER, ret_answer);
}

static void
derive (const guint8 *key,
        guint8 first,
        guint8 second,
        const guint8 *ours,
        const guint8 *theirs,
        guint8 *ret_key)
{
  guint8 vector[2 * BLOCK] = { first, second, 0x00, 0x01, 0x00, 0x80, ours[0], ours[1] };

  for (gsize i = 0; i < 6; i++)
    vector[8 + i] = ours[2 + i] ^ theirs[i];
  memcpy (vector + 14, theirs + 6, 10);
  memcpy (vector + 24, ours + 8, 8);
  cp_aes_cmac (key, vector, sizeof vector, ret_key);
}

void
cp_ev2_derive (CpEv2Session *session, const guint8 *key, const guint8 *ours, const guint8 *theirs)
{
  derive (key, 0xA5, 0x5A, ours, theirs, session->encryption);
  derive (key, 0x5A, 0xA5, ours, theirs, session->mac);
}

gboolean
cp_ev2_begin (CpEv2Session *session,
              const guint8 *key,
              const guint8 *ours,
              const guint8 *theirs,
              const guint8 *proof,
              gsize n_proof)
{
  guint8 plain[CP_EV2_ANSWER], expected[BLOCK];
  gboolean is_first = n_proof == CP_EV2_ANSWER;

  if (!is_first && n_proof != BLOCK)
    return FALSE;
  cp_aes_cbc_decrypt (key, NULL, proof, n_proof, plain);
  rotate_left (ours, expected);
  if (!cp_bytes_equal (is_first ? plain + 4 : plain, expected, BLOCK))
    return FALSE;
  if (is_first) {
    memcpy (session->transaction, plain, sizeof session->transaction);
    session->counter = 0;
  }
  cp_ev2_derive (session, key, ours, theirs);
  return TRUE;
}

/* TI and CmdCtr, which stand in every MAC and IV. */
static void
append_place (GByteArray *text, const CpEv2Session *session, guint16 counter, gboolean ti_first)
{
  const guint8 bytes[] = { (guint8) counter, (guint8) (counter >> 8) };

  if (ti_first)
    g_byte_array_append (text, session->transaction, sizeof session->transaction);
  g_byte_array_append (text, bytes, sizeof bytes);
  if (!ti_first)
    g_byte_array_append (text, session->transaction, sizeof session->transaction);
}

static guint16
counter_of (const CpEv2Session *session, gboolean answering)
{
  return (guint16) (session->counter + (answering ? 1 : 0));
}

void
cp_ev2_make_iv (const CpEv2Session *session, gboolean answering, guint8 *ret_iv)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  const guint8 label[] = { answering ? 0x5A : 0xA5, answering ? 0xA5 : 0x5A };
  static const guint8 zeros[8] = { 0 };

  g_byte_array_append (text, label, sizeof label);
  append_place (text, session, counter_of (session, answering), TRUE);
  g_byte_array_append (text, zeros, sizeof zeros);
  cp_aes_cbc_encrypt (session->encryption, NULL, text->data, BLOCK, ret_iv);
}

/* MACt over @code (the command's, or the answer's status), the place and @body. */
static void
make_mac (const CpEv2Session *session,
          gboolean answering,
          guint8 code,
          const guint8 *body,
          gsize n_body,
          guint8 *ret_mact)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();

  g_byte_array_append (text, &code, 1);
  append_place (text, session, counter_of (session, answering), FALSE);
  if (n_body > 0)
    g_byte_array_append (text, body, (guint) n_body);
  cp_aes_mact (session->mac, text->data, text->len, ret_mact);
}

GByteArray *
cp_ev2_wrap_native (guint8 code, const guint8 *body, gsize n_body)
{
  GByteArray *apdu = g_byte_array_new ();
  const guint8 head[] = { 0x90, code, 0x00, 0x00, (guint8) n_body };
  static const guint8 le = 0x00;

  g_assert (n_body <= 0xFF);
  g_byte_array_append (apdu, head, n_body > 0 ? sizeof head : sizeof head - 1);
  if (n_body > 0)
    g_byte_array_append (apdu, body, (guint) n_body);
  g_byte_array_append (apdu, &le, 1);
  return apdu;
}

/* Pads as the cards do, one 80 at least, and encrypts. */
static void
append_encrypted (GByteArray *body, const CpEv2Session *session, const guint8 *data, gsize n)
{
  gsize n_padded = (n / BLOCK + 1) * BLOCK;
  g_autofree guint8 *padded = g_malloc0 (n_padded);
  guint8 iv[BLOCK];

  memcpy (padded, data, n);
  padded[n] = PAD;
  cp_ev2_make_iv (session, FALSE, iv);
  cp_aes_cbc_encrypt (session->encryption, iv, padded, n_padded, padded);
  g_byte_array_append (body, padded, (guint) n_padded);
}

GByteArray *
cp_ev2_wrap (const CpEv2Session *session,
             CpEv2Mode mode,
             guint8 code,
             const guint8 *header,
             gsize n_header,
             const guint8 *data,
             gsize n_data)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  guint8 mact[CP_MACT_BYTES];

  if (n_header > 0)
    g_byte_array_append (body, header, (guint) n_header);
  if (n_data > 0 && mode == CP_EV2_FULL)
    append_encrypted (body, session, data, n_data);
  else if (n_data > 0)
    g_byte_array_append (body, data, (guint) n_data);
  if (mode != CP_EV2_PLAIN) {
    make_mac (session, FALSE, code, body->data, body->len, mact);
    g_byte_array_append (body, mact, sizeof mact);
  }
  return cp_ev2_wrap_native (code, body->data, body->len);
}

/* Takes the padding off. Returns whether there was any. */
static gboolean
unpad (GByteArray *data)
{
  guint n = data->len;

  while (n > 0 && data->data[n - 1] == 0x00)
    n--;
  if (n == 0 || data->data[n - 1] != PAD || data->len - n >= BLOCK)
    return FALSE;
  g_byte_array_set_size (data, n - 1);
  return TRUE;
}

static gboolean
decrypt (const CpEv2Session *session, GByteArray *data)
{
  guint8 iv[BLOCK];

  if (data->len == 0)
    return TRUE;
  if (data->len % BLOCK != 0)
    return FALSE;
  cp_ev2_make_iv (session, TRUE, iv);
  cp_aes_cbc_decrypt (session->encryption, iv, data->data, data->len, data->data);
  return unpad (data);
}

gboolean
cp_ev2_unwrap (CpEv2Session *session,
               CpEv2Mode mode,
               const guint8 *answer,
               gsize n_answer,
               GByteArray *ret_data)
{
  gsize n_mac = mode == CP_EV2_PLAIN ? 0 : CP_MACT_BYTES;
  guint8 mact[CP_MACT_BYTES];
  gsize n_data;

  g_byte_array_set_size (ret_data, 0);
  if (n_answer < 2 + n_mac || answer[n_answer - 2] != STATUS_GROUP ||
      answer[n_answer - 1] != STATUS_OK)
    return FALSE;
  n_data = n_answer - 2 - n_mac;
  if (mode != CP_EV2_PLAIN) {
    make_mac (session, TRUE, STATUS_OK, answer, n_data, mact);
    if (!cp_bytes_equal (mact, answer + n_data, CP_MACT_BYTES))
      return FALSE;
  }
  if (n_data > 0)
    g_byte_array_append (ret_data, answer, (guint) n_data);
  if (mode == CP_EV2_FULL && !decrypt (session, ret_data)) {
    g_byte_array_set_size (ret_data, 0);
    return FALSE;
  }
  session->counter++;
  return TRUE;
}
