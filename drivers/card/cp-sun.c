/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sun.h"

#include "cp-card-bytes.h"

#include <string.h>

#define PICC_TAG 0xC7 /* UID mirrored, counter mirrored, a UID of 7 bytes */

static void
put_counter (guint8 *bytes, guint32 counter)
{
  bytes[0] = (guint8) counter;
  bytes[1] = (guint8) (counter >> 8);
  bytes[2] = (guint8) (counter >> 16);
}

gboolean
cp_sun_open_picc (const guint8 *meta_key, const guint8 *picc, guint8 *ret_uid, guint32 *ret_counter)
{
  guint8 plain[CP_AES_BLOCK];

  cp_aes_cbc_decrypt (meta_key, NULL, picc, CP_AES_BLOCK, plain);
  if (plain[0] != PICC_TAG)
    return FALSE;
  memcpy (ret_uid, plain + 1, CP_SUN_UID);
  *ret_counter = plain[8] | (guint32) plain[9] << 8 | (guint32) plain[10] << 16;
  return TRUE;
}

static void
derive (const guint8 *file_key,
        guint8 first,
        guint8 second,
        const guint8 *uid,
        guint32 counter,
        guint8 *ret_key)
{
  guint8 vector[CP_AES_BLOCK] = { first, second, 0x00, 0x01, 0x00, 0x80 };

  memcpy (vector + 6, uid, CP_SUN_UID);
  put_counter (vector + 6 + CP_SUN_UID, counter);
  cp_aes_cmac (file_key, vector, sizeof vector, ret_key);
}

void
cp_sun_derive (const guint8 *file_key,
               const guint8 *uid,
               guint32 counter,
               guint8 *ret_encryption,
               guint8 *ret_mac)
{
  derive (file_key, 0xC3, 0x3C, uid, counter, ret_encryption);
  derive (file_key, 0x3C, 0xC3, uid, counter, ret_mac);
}

static void
decrypt_file (const CpSunUrl *parts, const guint8 *key, CpSun *sun)
{
  guint8 iv[CP_AES_BLOCK] = { 0 };

  put_counter (iv, sun->counter);
  cp_aes_cbc_encrypt (key, NULL, iv, sizeof iv, iv);
  sun->n_file = parts->n_file;
  if (parts->n_file > 0)
    cp_aes_cbc_decrypt (key, iv, parts->file, parts->n_file, sun->file);
}

gboolean
cp_sun_verify (const CpSunUrl *parts,
               const guint8 *meta_key,
               const guint8 *file_key,
               CpSun *ret_sun)
{
  CpSun sun = { .counter = parts->counter };
  guint8 encryption[CP_AES_KEY], mac_key[CP_AES_KEY], mact[CP_MACT_BYTES];

  if (parts->has_picc) {
    if (meta_key == NULL || !cp_sun_open_picc (meta_key, parts->picc, sun.uid, &sun.counter))
      return FALSE;
  } else {
    memcpy (sun.uid, parts->uid, CP_SUN_UID);
  }
  cp_sun_derive (file_key, sun.uid, sun.counter, encryption, mac_key);
  cp_aes_mact (mac_key, (const guint8 *) parts->input, parts->n_input, mact);
  if (!cp_bytes_equal (mact, parts->mac, sizeof mact))
    return FALSE;
  decrypt_file (parts, encryption, &sun);
  *ret_sun = sun;
  return TRUE;
}

/* Whose message it is, before it is known whether it is genuine: the key for that is the same on all
 * cards. */
static CpSunVerdict
find_claim (const CpCardKeySource *keys,
            const CpSunUrl *parts,
            guint8 ret_meta_key[CP_AES_KEY],
            CpSun *ret_sun)
{
  static const CpUid any = { .length = CP_SUN_UID };

  *ret_sun = (CpSun){ .counter = parts->counter };
  memcpy (ret_sun->uid, parts->uid, CP_SUN_UID);
  if (!cp_card_key_source_derive (keys, CP_CARD_KEY_NTAG424_META, &any, ret_meta_key))
    return CP_SUN_VERDICT_NO_KEYS;
  return !parts->has_picc ||
                 cp_sun_open_picc (ret_meta_key, parts->picc, ret_sun->uid, &ret_sun->counter)
             ? CP_SUN_VERDICT_GENUINE
             : CP_SUN_VERDICT_FOREIGN;
}

CpSunVerdict
cp_sun_judge (const CpCardKeySource *keys, const CpSunUrl *parts, CpSun *ret_sun)
{
  guint8 meta_key[CP_AES_KEY] = { 0 }, file_key[CP_AES_KEY] = { 0 };
  CpSun claim;
  CpSunVerdict verdict = find_claim (keys, parts, meta_key, &claim);
  CpUid uid = { .length = CP_SUN_UID };

  memcpy (uid.bytes, claim.uid, CP_SUN_UID);
  if (verdict == CP_SUN_VERDICT_GENUINE &&
      !cp_card_key_source_derive (keys, CP_CARD_KEY_NTAG424_FILE, &uid, file_key))
    verdict = CP_SUN_VERDICT_NO_KEYS;
  if (verdict == CP_SUN_VERDICT_GENUINE && !cp_sun_verify (parts, meta_key, file_key, &claim))
    verdict = CP_SUN_VERDICT_FORGED;
  if (verdict == CP_SUN_VERDICT_GENUINE || verdict == CP_SUN_VERDICT_FORGED)
    *ret_sun = claim;
  cp_bytes_wipe (meta_key, sizeof meta_key);
  cp_bytes_wipe (file_key, sizeof file_key);
  return verdict;
}

/* Bits of what a URL has. */
enum {
  HAS_PICC = 1,
  HAS_UID = 2,
  HAS_COUNTER = 4,
  HAS_FILE = 8,
  HAS_MAC = 16,
};

static gboolean
take_hex (const char *value, gsize n, guint8 *bytes, gsize max, gsize *ret_n)
{
  g_autofree char *text = g_strndup (value, n);

  return cp_bytes_from_hex (text, bytes, max, ret_n);
}

/* The counter in clear is written with its highest digit first. */
static gboolean
take_counter (const char *value, gsize n, CpSunUrl *parts)
{
  guint8 bytes[3];
  gsize n_bytes = 0;

  if (!take_hex (value, n, bytes, sizeof bytes, &n_bytes) || n_bytes != sizeof bytes)
    return FALSE;
  parts->counter = (guint32) bytes[0] << 16 | (guint32) bytes[1] << 8 | bytes[2];
  return TRUE;
}

static gboolean
take_exactly (const char *value, gsize n, guint8 *bytes, gsize n_bytes)
{
  gsize got = 0;

  return take_hex (value, n, bytes, n_bytes, &got) && got == n_bytes;
}

static gboolean
take_file (const char *value, gsize n, CpSunUrl *parts)
{
  parts->input = value;
  return take_hex (value, n, parts->file, sizeof parts->file, &parts->n_file) &&
         parts->n_file > 0 && parts->n_file % CP_AES_BLOCK == 0;
}

/* The message ends with its MAC: what would come after it, nothing vouches for. */
static gboolean
take_mac (const char *value, gsize n, CpSunUrl *parts)
{
  if (!take_exactly (value, n, parts->mac, sizeof parts->mac))
    return FALSE;
  if (parts->input == NULL)
    parts->input = value;
  parts->n_input = (gsize) (value - parts->input);
  return TRUE;
}

static gboolean
is_name (const char *name, gsize n, const char *a, const char *b)
{
  return (strlen (a) == n && strncmp (name, a, n) == 0) ||
         (b != NULL && strlen (b) == n && strncmp (name, b, n) == 0);
}

/* Returns the bit of the parameter, 0 for one that is none of ours, -1 if it is malformed. */
static int
take_parameter (const char *name, gsize n_name, const char *value, gsize n_value, CpSunUrl *parts)
{
  if (is_name (name, n_name, "picc_data", "e"))
    return take_exactly (value, n_value, parts->picc, sizeof parts->picc) ? HAS_PICC : -1;
  if (is_name (name, n_name, "uid", NULL))
    return take_exactly (value, n_value, parts->uid, sizeof parts->uid) ? HAS_UID : -1;
  if (is_name (name, n_name, "ctr", NULL))
    return take_counter (value, n_value, parts) ? HAS_COUNTER : -1;
  if (is_name (name, n_name, "enc", NULL))
    return take_file (value, n_value, parts) ? HAS_FILE : -1;
  if (is_name (name, n_name, "cmac", "c"))
    return take_mac (value, n_value, parts) ? HAS_MAC : -1;
  return 0;
}

static gboolean
take_pair (const char *pair, gsize n_pair, CpSunUrl *parts, int *has)
{
  const char *equals = memchr (pair, '=', n_pair);
  gsize n_name;
  int bit;

  if (equals == NULL)
    return TRUE;
  n_name = (gsize) (equals - pair);
  bit = take_parameter (pair, n_name, equals + 1, n_pair - n_name - 1, parts);
  if (bit < 0 || (*has & bit) != 0 || (bit > 0 && (*has & HAS_MAC) != 0))
    return FALSE;
  *has |= bit;
  return TRUE;
}

static gboolean
is_whole (int has)
{
  int who = has & (HAS_PICC | HAS_UID | HAS_COUNTER);

  return (has & HAS_MAC) != 0 && (who == HAS_PICC || who == (HAS_UID | HAS_COUNTER));
}

gboolean
cp_sun_parse_url (const char *url, CpSunUrl *ret_parts)
{
  CpSunUrl parts = { 0 };
  const char *at = strchr (url, '?');
  int has = 0;

  while (at != NULL) {
    const char *pair = at + 1;
    gsize n = strcspn (pair, "&");

    if (!take_pair (pair, n, &parts, &has))
      return FALSE;
    at = pair[n] != '\0' ? pair + n : NULL;
  }
  if (!is_whole (has))
    return FALSE;
  parts.has_picc = (has & HAS_PICC) != 0;
  *ret_parts = parts;
  return TRUE;
}
