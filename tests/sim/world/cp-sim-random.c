/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-random.h"

#include <string.h>

/* FNV-1a, only to tell names apart. */
static guint64
hash_name (const char *name)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (const char *c = name; *c != '\0'; c++)
    hash = (hash ^ (guint8) *c) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}

/* Blackman and Vigna advise splitmix64 for the state of their xoshiro generators. */
static guint64
splitmix (guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void
cp_sim_random_init (CpSimRandom *self, guint64 seed, const char *stream)
{
  guint64 state = seed;

  state = splitmix (&state) ^ hash_name (stream);
  for (guint i = 0; i < G_N_ELEMENTS (self->state); i++)
    self->state[i] = splitmix (&state);
}

static guint64
rotate (guint64 x, guint n)
{
  return (x << n) | (x >> (64 - n));
}

guint64
cp_sim_random_next (CpSimRandom *self)
{
  guint64 *s = self->state;
  guint64 result = rotate (s[1] * 5, 7) * 9;
  guint64 t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate (s[3], 45);
  return result;
}

guint64
cp_sim_random_below (CpSimRandom *self, guint64 limit)
{
  guint64 surplus, drawn;

  g_return_val_if_fail (limit > 0, 0);

  /* Of 2^64 numbers the first 2^64 mod limit are thrown away, so that the rest divides evenly. */
  surplus = (0 - limit) % limit;
  do
    drawn = cp_sim_random_next (self);
  while (drawn < surplus);
  return drawn % limit;
}

gint64
cp_sim_random_between (CpSimRandom *self, gint64 least, gint64 most)
{
  guint64 span = (guint64) most - (guint64) least;

  g_return_val_if_fail (least <= most, least);

  if (span == G_MAXUINT64)
    return (gint64) cp_sim_random_next (self);
  return (gint64) ((guint64) least + cp_sim_random_below (self, span + 1));
}

gboolean
cp_sim_random_chance (CpSimRandom *self, guint chance_ppm)
{
  return cp_sim_random_below (self, CP_SIM_ALWAYS) < chance_ppm;
}

guint
cp_sim_random_pick (CpSimRandom *self, const guint *weights, guint n_weights)
{
  guint64 sum = 0, drawn;
  guint i = 0;

  for (guint j = 0; j < n_weights; j++)
    sum += weights[j];
  drawn = cp_sim_random_below (self, sum);
  while (drawn >= weights[i])
    drawn -= weights[i++];
  return i;
}

void
cp_sim_random_fill (CpSimRandom *self, guint8 *bytes, gsize n_bytes)
{
  for (gsize done = 0; done < n_bytes; done += sizeof (guint64)) {
    guint64 drawn = cp_sim_random_next (self);

    memcpy (bytes + done, &drawn, MIN (sizeof drawn, n_bytes - done));
  }
}
