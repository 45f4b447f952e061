/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-chain.h"

#include <sodium.h>
#include <string.h>

#define HASH_BYTES 32
#define BULK_SUFFIX "-1"

G_STATIC_ASSERT (CP_CHAIN_HEX_LENGTH == 2 * HASH_BYTES);

static char *
hash_text (const char *text)
{
  char *hex = g_malloc (CP_CHAIN_HEX_LENGTH + 1);
  guint8 hash[HASH_BYTES];

  crypto_generichash (hash, sizeof hash, (const guint8 *) text, strlen (text), NULL, 0);
  return sodium_bin2hex (hex, CP_CHAIN_HEX_LENGTH + 1, hash, sizeof hash);
}

CpLane
cp_lane_get_other (CpLane lane)
{
  return lane == CP_LANE_BULK ? CP_LANE_PRIORITY : CP_LANE_BULK;
}

char *
cp_chain_dup_name (const char *incarnation, CpLane lane)
{
  return g_strconcat (incarnation, lane == CP_LANE_BULK ? BULK_SUFFIX : NULL, NULL);
}

CpLane
cp_chain_get_lane (const char *name)
{
  return g_str_has_suffix (name, BULK_SUFFIX) ? CP_LANE_BULK : CP_LANE_PRIORITY;
}

char *
cp_chain_dup_incarnation (const char *name)
{
  gsize n_suffix = cp_chain_get_lane (name) == CP_LANE_BULK ? strlen (BULK_SUFFIX) : 0;

  return g_strndup (name, strlen (name) - n_suffix);
}

char *
cp_chain_hash_body (const char *body)
{
  g_return_val_if_fail (body != NULL, NULL);

  return hash_text (body);
}

char *
cp_chain_hash (const char *prev,
               const char *device_id,
               const char *incarnation,
               gint64 seq,
               const char *body_hash)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (prev != NULL && device_id != NULL && incarnation != NULL, NULL);
  g_return_val_if_fail (body_hash != NULL && seq > 0, NULL);

  text = g_strdup_printf ("%s\n%s\n%s\n%" G_GINT64_FORMAT "\n%s", prev, device_id, incarnation, seq,
                          body_hash);
  return hash_text (text);
}

char *
cp_chain_describe_head (
    const char *who, const char *device_id, const char *incarnation, gint64 seq, const char *hash)
{
  return g_strdup_printf ("counterpart head of %s\n%s\n%s\n%" G_GINT64_FORMAT "\n%s", who,
                          device_id, incarnation, seq, hash);
}
