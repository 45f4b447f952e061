/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sim-tally.h"

const char *
cp_sim_tally_to_name (CpSimTally tally)
{
  static const char *const names[CP_SIM_N_TALLIES] = {
    [CP_SIM_TALLY_BEHIND] = "behind",
    [CP_SIM_TALLY_BUILDING] = "building",
    [CP_SIM_TALLY_CHUNKS] = "chunks",
    [CP_SIM_TALLY_BEGUN] = "snapshots-begun",
    [CP_SIM_TALLY_RESUMED] = "resumed",
    [CP_SIM_TALLY_SWAPPED] = "swapped",
    [CP_SIM_TALLY_SILENT] = "silent",
    [CP_SIM_TALLY_OWN_OPT_IN] = "own-opt_in",
    [CP_SIM_TALLY_OWN_OPT_OUT] = "own-opt_out",
    [CP_SIM_TALLY_OWN_ADD_FAVOURITE] = "own-add_favourite",
    [CP_SIM_TALLY_OWN_REMOVE_FAVOURITE] = "own-remove_favourite",
    [CP_SIM_TALLY_OWN_CLAIM_INCENTIVE] = "own-claim_incentive",
    [CP_SIM_TALLY_PUT_OFF] = "put-off",
    [CP_SIM_TALLY_LET_THROUGH] = "let-through",
    [CP_SIM_TALLY_OF_ONE_LANE] = "of-one-lane",
    [CP_SIM_TALLY_UPGRADED] = "upgraded",
  };

  g_return_val_if_fail (tally < CP_SIM_N_TALLIES, NULL);

  return names[tally];
}
