/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A URL that a card, or whoever says so, has made. Nobody can guess a MAC. */
#include "cp-sun.h"
#include "fuzz-target.h"

#include <string.h>

static gboolean
derive (gpointer data, CpCardKeyUse use, const CpUid *uid, guint8 *ret_key)
{
  memset (ret_key, 0x5A, CP_AES_KEY);
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const guint8 key[CP_AES_KEY] = { 0x5A, 1, 2, 3 };
  static const CpCardKeySource keys = { derive, NULL };
  g_autofree char *url = g_strndup ((const char *) data, size);
  CpSunUrl parts;
  CpSun sun;

  if (!cp_sun_parse_url (url, &parts))
    return 0;
  g_assert_true (parts.input >= url && parts.n_input <= size);
  g_assert_cmpuint (parts.n_file, <=, CP_SUN_MAX_FILE);
  if (cp_sun_verify (&parts, key, key, &sun))
    g_assert_cmpuint (sun.n_file, <=, CP_SUN_MAX_FILE);
  g_assert_cmpint (cp_sun_judge (&keys, &parts, &sun), !=, CP_SUN_VERDICT_NO_KEYS);
  return 0;
}
