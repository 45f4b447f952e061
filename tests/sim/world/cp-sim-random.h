/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpSimRandom:
 *
 * A stream of pseudo-random numbers (xoshiro256**). A run has one stream for each concern (work,
 * network, a machine's disk), all derived from the run's seed, so that a change in the use of one
 * leaves the others' numbers as they were. Copy the struct to branch a stream.
 */
typedef struct {
  guint64 state[4];
} CpSimRandom;

/**
 * cp_sim_random_init:
 * @seed: of the run
 * @stream: the stream's name; another name gives unrelated numbers
 */
void cp_sim_random_init (CpSimRandom *self, guint64 seed, const char *stream);

guint64 cp_sim_random_next (CpSimRandom *self);

/** cp_sim_random_below: a number from 0 to @limit - 1, each equally likely; @limit is not 0. */
guint64 cp_sim_random_below (CpSimRandom *self, guint64 limit);

/** cp_sim_random_between: a number from @least to @most, both included. */
gint64 cp_sim_random_between (CpSimRandom *self, gint64 least, gint64 most);

/** CP_SIM_ALWAYS: the chance, in millionths, of what always happens. */
#define CP_SIM_ALWAYS 1000000

/**
 * cp_sim_random_chance:
 * @chance_ppm: in millionths; %CP_SIM_ALWAYS and above is always, 0 is never
 *
 * Draws one number even if the answer is certain, so that a fault that is switched off leaves all
 * later decisions as they were.
 */
gboolean cp_sim_random_chance (CpSimRandom *self, guint chance_ppm);

/**
 * cp_sim_random_pick:
 * @weights: (array length=n_weights): not all 0
 *
 * Returns: an index into @weights, as likely as its weight is of their sum.
 */
guint cp_sim_random_pick (CpSimRandom *self, const guint *weights, guint n_weights);

void cp_sim_random_fill (CpSimRandom *self, guint8 *bytes, gsize n_bytes);

G_END_DECLS
