/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-range-sum.h"

#include <sodium.h>
#include <string.h>

#define HASH_BYTES 16

static guint64
hash (const char *const *texts, gsize n_texts)
{
  crypto_generichash_state state;
  guint8 bytes[HASH_BYTES];
  guint64 value;

  crypto_generichash_init (&state, NULL, 0, sizeof bytes);
  for (gsize i = 0; i < n_texts; i++) {
    if (i > 0)
      crypto_generichash_update (&state, (const guint8 *) "\n", 1);
    crypto_generichash_update (&state, (const guint8 *) texts[i], strlen (texts[i]));
  }
  crypto_generichash_final (&state, bytes, sizeof bytes);
  memcpy (&value, bytes, sizeof value);
  return GUINT64_FROM_BE (value);
}

guint
cp_range_of (guint bits, const char *kind, const char *id)
{
  const char *const texts[] = { kind, id };

  return (guint) (hash (texts, G_N_ELEMENTS (texts)) >> (64 - bits));
}

CpRangeSums *
cp_range_sums_new (guint bits)
{
  CpRangeSums *self = g_new0 (CpRangeSums, 1);

  g_assert (bits >= CP_RANGE_LEAST_BITS && bits <= CP_RANGE_MOST_BITS);
  self->bits = bits;
  self->sums = g_array_new (FALSE, TRUE, sizeof (guint64));
  g_array_set_size (self->sums, 1u << bits);
  return self;
}

void
cp_range_sums_free (CpRangeSums *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->sums);
  g_free (self);
}

void
cp_range_sums_add (
    CpRangeSums *self, const char *kind, const char *id, gint64 ver, const char *data)
{
  char text[24];
  const char *const texts[] = { kind, id, text, data };

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, ver);
  g_array_index (self->sums, guint64, cp_range_of (self->bits, kind, id)) +=
      hash (texts, G_N_ELEMENTS (texts));
}

char *
cp_range_sums_dup_hex (const CpRangeSums *self, guint range)
{
  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x", g_array_index (self->sums, guint64, range));
}
