/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** CpSampleRandom: numbers that are the same for the same seed on every machine (SplitMix64). Made up
 *  people want no more; nothing secret comes from here. */
typedef struct {
  guint64 state;
} CpSampleRandom;

void cp_sample_random_seed (CpSampleRandom *self, guint64 seed);

guint64 cp_sample_random_next (CpSampleRandom *self);

/** cp_sample_random_between: from @min to @max, both included; @min if @max is below it */
gint64 cp_sample_random_between (CpSampleRandom *self, gint64 min, gint64 max);

/** cp_sample_random_chance: true in @percent of a hundred cases */
gboolean cp_sample_random_chance (CpSampleRandom *self, guint percent);

G_END_DECLS
