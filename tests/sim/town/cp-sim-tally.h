/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CpSimTally:
 * @CP_SIM_TALLY_BEHIND: a till was told that the feed does not reach back to where it is
 * @CP_SIM_TALLY_BUILDING: a till was told that the snapshot which it asked for is being built
 * @CP_SIM_TALLY_CHUNKS: of a snapshot, sent
 * @CP_SIM_TALLY_BEGUN: a till began to take one
 * @CP_SIM_TALLY_RESUMED: and found some of it there, from before it died or was cut off
 * @CP_SIM_TALLY_SWAPPED: one took the place of a till's rows
 * @CP_SIM_TALLY_SILENT: a till that was silent for too long deleted its rows
 * @CP_SIM_TALLY_OWN_OPT_IN: a member did that alone, and was told that it is done; as were those who
 *   did what follows
 * @CP_SIM_TALLY_PUT_OFF: a push of the bulk lane, by a head office that had too much to do
 * @CP_SIM_TALLY_LET_THROUGH: and one that had been put off for as often as may be
 * @CP_SIM_TALLY_OF_ONE_LANE: a page of the feed for a till or by a head office that knew of one lane only
 * @CP_SIM_TALLY_UPGRADED: such a one was upgraded in the middle of things
 *
 * What has to have happened in many runs, or they prove nothing.
 */
typedef enum {
  CP_SIM_TALLY_BEHIND,
  CP_SIM_TALLY_BUILDING,
  CP_SIM_TALLY_CHUNKS,
  CP_SIM_TALLY_BEGUN,
  CP_SIM_TALLY_RESUMED,
  CP_SIM_TALLY_SWAPPED,
  CP_SIM_TALLY_SILENT,
  CP_SIM_TALLY_OWN_OPT_IN,
  CP_SIM_TALLY_OWN_OPT_OUT,
  CP_SIM_TALLY_OWN_ADD_FAVOURITE,
  CP_SIM_TALLY_OWN_REMOVE_FAVOURITE,
  CP_SIM_TALLY_OWN_CLAIM_INCENTIVE,
  CP_SIM_TALLY_PUT_OFF,
  CP_SIM_TALLY_LET_THROUGH,
  CP_SIM_TALLY_OF_ONE_LANE,
  CP_SIM_TALLY_UPGRADED,
} CpSimTally;

#define CP_SIM_N_TALLIES (CP_SIM_TALLY_UPGRADED + 1)

/** cp_sim_tally_to_name: (transfer none): its words in what is printed */
const char *cp_sim_tally_to_name (CpSimTally tally);

G_END_DECLS
