/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-range-sum.h"

#include <sodium.h>
#include <string.h>

#define HASH_BYTES 16
#define SUM_DIGITS 16

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

guint64
cp_row_sum (const char *kind, const char *id, gint64 ver, const char *data)
{
  char text[24];
  const char *const texts[] = { kind, id, text, data };

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, ver);
  return hash (texts, G_N_ELEMENTS (texts));
}

void
cp_range_sums_add (
    CpRangeSums *self, const char *kind, const char *id, gint64 ver, const char *data)
{
  g_array_index (self->sums, guint64, cp_range_of (self->bits, kind, id)) +=
      cp_row_sum (kind, id, ver, data);
}

CpRangeSums *
cp_range_sums_fold (const CpRangeSums *self, guint bits)
{
  CpRangeSums *folded = cp_range_sums_new (bits);

  g_assert (bits <= self->bits);
  for (guint range = 0; range < self->sums->len; range++)
    g_array_index (folded->sums, guint64, range >> (self->bits - bits)) +=
        g_array_index (self->sums, guint64, range);
  return folded;
}

/* Not printf(): of each page that head office takes up it writes and reads thousands. */
static void
write_sum (guint64 sum, char *ret_digits)
{
  for (guint i = SUM_DIGITS; i > 0; i--) {
    ret_digits[i - 1] = "0123456789abcdef"[sum & 0xf];
    sum >>= 4;
  }
}

static gboolean
read_sum (const char *digits, guint64 *ret_sum)
{
  *ret_sum = 0;
  for (guint i = 0; i < SUM_DIGITS; i++) {
    int digit = g_ascii_xdigit_value (digits[i]);

    if (digit < 0)
      return FALSE;
    *ret_sum = *ret_sum << 4 | (guint64) digit;
  }
  return TRUE;
}

char *
cp_range_sums_to_text (const CpRangeSums *self)
{
  gsize n_digits = SUM_DIGITS * self->sums->len;
  char *text = g_malloc (n_digits + 1);

  for (guint range = 0; range < self->sums->len; range++)
    write_sum (g_array_index (self->sums, guint64, range), text + SUM_DIGITS * range);
  text[n_digits] = '\0';
  return text;
}

CpRangeSums *
cp_range_sums_from_text (guint bits, const char *text)
{
  g_autoptr (CpRangeSums) self = cp_range_sums_new (bits);

  if (strlen (text) != SUM_DIGITS * self->sums->len)
    return NULL;
  for (guint range = 0; range < self->sums->len; range++)
    if (!read_sum (text + SUM_DIGITS * range, &g_array_index (self->sums, guint64, range)))
      return NULL;
  return g_steal_pointer (&self);
}

char *
cp_range_sums_dup_hex (const CpRangeSums *self, guint range)
{
  char *text = g_malloc0 (SUM_DIGITS + 1);

  write_sum (g_array_index (self->sums, guint64, range), text);
  return text;
}
