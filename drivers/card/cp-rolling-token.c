/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-rolling-token.h"

#include "cp-card-bytes.h"

#include <string.h>

#define N_NUMBER 4
#define N_MAC CP_MACT_BYTES

static void
put_number (guint8 *bytes, guint32 number)
{
  for (guint i = 0; i < N_NUMBER; i++)
    bytes[i] = (guint8) (number >> 8 * i);
}

static guint32
get_number (const guint8 *bytes)
{
  return bytes[0] | (guint32) bytes[1] << 8 | (guint32) bytes[2] << 16 | (guint32) bytes[3] << 24;
}

void
cp_token_write (const guint8 *key, const CpUid *uid, guint32 sequence, guint8 *ret_slot)
{
  guint8 text[CP_MAX_UID + N_NUMBER];

  memcpy (text, uid->bytes, uid->length);
  put_number (text + uid->length, sequence);
  put_number (ret_slot, sequence);
  cp_aes_mact (key, text, uid->length + N_NUMBER, ret_slot + N_NUMBER);
  put_number (ret_slot + N_NUMBER + N_MAC, ~cp_crc32_jam (ret_slot, N_NUMBER + N_MAC));
}

static guint32
read_slot (const guint8 *key, const CpUid *uid, const guint8 *slot)
{
  guint8 expected[CP_TOKEN_SLOT];
  guint32 sequence = get_number (slot);

  cp_token_write (key, uid, sequence, expected);
  return cp_bytes_equal (expected, slot, sizeof expected) ? sequence : 0;
}

CpTokenSlots
cp_token_read (const guint8 *key, const CpUid *uid, const guint8 *slots)
{
  guint32 first = read_slot (key, uid, slots);
  guint32 second = read_slot (key, uid, slots + CP_TOKEN_SLOT);

  if (first == 0 && second == 0)
    return (CpTokenSlots){ -1, 0 };
  return first > second ? (CpTokenSlots){ 0, first } : (CpTokenSlots){ 1, second };
}
