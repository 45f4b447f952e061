/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sample-random.h"

void
cp_sample_random_seed (CpSampleRandom *self, guint64 seed)
{
  self->state = seed;
}

/* Steele, Lea, Flood: Fast splittable pseudorandom number generators (2014). */
guint64
cp_sample_random_next (CpSampleRandom *self)
{
  guint64 z = self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

gint64
cp_sample_random_between (CpSampleRandom *self, gint64 min, gint64 max)
{
  guint64 width;

  if (max <= min)
    return min;
  width = (guint64) (max - min) + 1;
  return min + (gint64) (cp_sample_random_next (self) % width);
}

gboolean
cp_sample_random_chance (CpSampleRandom *self, guint percent)
{
  return cp_sample_random_between (self, 0, 99) < (gint64) percent;
}
