/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-network.h"

G_BEGIN_DECLS

/**
 * CpSimFault:
 *
 * What may go wrong in a run. Each is off in one run of four, and those that cost much in three of
 * four; else its figure is drawn anew: a chance in millionths (`…-ppm`), milliseconds (`…-ms`), how
 * many milliseconds lie between two of them on average (`…-every-ms`, for each machine), or a number.
 */
typedef enum {
  CP_SIM_FAULT_LOSS_PPM,
  CP_SIM_FAULT_DUPLICATE_PPM,
  CP_SIM_FAULT_TRUNCATE_PPM,
  CP_SIM_FAULT_DELAY_MS,
  CP_SIM_FAULT_GARBLE_PPM, /* a digit in a pushed body, or in an answer, is another one */
  CP_SIM_FAULT_PARTITION_EVERY_MS,
  CP_SIM_FAULT_POWER_CUT_EVERY_MS,
  CP_SIM_FAULT_KILL_EVERY_MS,
  CP_SIM_FAULT_OFFICE_CUT_EVERY_MS,
  CP_SIM_FAULT_OFFICE_KILL_EVERY_MS,
  CP_SIM_FAULT_FULL_EVERY_MS,
  CP_SIM_FAULT_SYNC_FAILURE_PPM,
  CP_SIM_FAULT_WRITE_FAILURE_PPM,
  CP_SIM_FAULT_READ_FAILURE_PPM,
  CP_SIM_FAULT_CLOCK_STEP_EVERY_MS,
  CP_SIM_FAULT_DRIFT_PPM,
  CP_SIM_FAULT_RESTORE_EVERY_MS,        /* a kiosk's disk is an old copy of itself */
  CP_SIM_FAULT_OFFICE_RESTORE_EVERY_MS, /* and head office's, which then counts anew */
  CP_SIM_FAULT_CLONE_EVERY_MS,          /* a kiosk is copied whole, and both are used; once */
  CP_SIM_FAULT_SERVER_ERROR_PPM,        /* an error comes in place of an answer */
  CP_SIM_FAULT_POISON_EVERY_MS,         /* an operation that no rule can read */
  CP_SIM_FAULT_CHECK_EVERY_MS,          /* a kiosk holds its rows against head office's */
  CP_SIM_FAULT_ROT_ROWS,        /* so many of a replica's rows are not what they were, in the
                                           end, and have to be found and mended */
  CP_SIM_FAULT_SCOPE_EVERY_MS,  /* stores are told of their own members only, or again of all */
  CP_SIM_FAULT_FORGET_EVERY_MS, /* head office forgets its feed: who is behind takes a snapshot */
  CP_SIM_FAULT_STORE_CUT_EVERY_MS, /* the tills of a store see nobody, all at once */
  CP_SIM_FAULT_SILENCE_EVERY_MS,   /* a kiosk is off for longer than its rows may be kept */
  CP_SIM_FAULT_ALONE_EVERY_MS,     /* no fault: a member comes to a kiosk alone */
  CP_SIM_FAULT_BUSY_EVERY_MS,      /* head office has too much to do for a while */
  CP_SIM_FAULT_OLDER_MS,           /* some programs know of one lane only, and are upgraded after so
                                      long on average; in runs that are not settled */
  CP_SIM_FAULT_REVIEW_EVERY_MS,    /* no fault: somebody decides what needed review */
} CpSimFault;

#define CP_SIM_N_FAULTS (CP_SIM_FAULT_REVIEW_EVERY_MS + 1)

/** CpSimOptions: all that a run hangs on; the same options give the same run. */
typedef struct {
  guint64 seed;
  guint faults[CP_SIM_N_FAULTS];
  gint64 storm_ms;        /* how long faults happen */
  gint64 deadline_ms;     /* how long after it everything may take to be in step */
  gint64 work_every_ms;   /* between two things that are done at one kiosk, on average */
  guint n_members;        /* how many members the kiosks share */
  gboolean has_records;   /* tills note whom they open and what they refuse */
  gboolean is_settled;    /* tills have taken the feed when the run begins */
  gboolean has_snapshots; /* head office gives them out; else there is its feed alone */
} CpSimOptions;

/** cp_sim_options_draw: draws the options of the run @seed. */
void cp_sim_options_draw (CpSimOptions *self, guint64 seed);

/** cp_sim_options_switch_off: %FALSE if there is no fault of that name */
gboolean cp_sim_options_switch_off (CpSimOptions *self, const char *fault);

/** cp_sim_fault_to_name: (transfer none): its word in options and in printed rates */
const char *cp_sim_fault_to_name (CpSimFault fault);

/** cp_sim_options_to_text: (transfer full): all of them, on one line */
char *cp_sim_options_to_text (const CpSimOptions *self);

/** cp_sim_options_get_network: the network's share */
CpSimNetworkFaults cp_sim_options_get_network (const CpSimOptions *self);

G_END_DECLS
