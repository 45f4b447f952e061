/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-town.h"

G_BEGIN_DECLS

/* What is done while a machine dies: each kind of operation that staff do, and what else makes machines
 * change their disks. A number, of cp_sim_cut_flow_get_n(); a word, in what is printed. */

guint cp_sim_cut_flow_get_n (void);

/** cp_sim_cut_flow_to_word: (nullable): %NULL for a kind that is not done here */
const char *cp_sim_cut_flow_to_word (guint flow);

/** cp_sim_cut_flow_from_word: -1 if there is none */
int cp_sim_cut_flow_from_word (const char *word);

/** cp_sim_cut_flow_do_kind: at the first till, for the first member; that it is never accepted is a failure
 *  unless the till died */
void cp_sim_cut_flow_do_kind (CpSimTown *town, CpOperationKind kind);

/** cp_sim_cut_flow_prepare: what has to be so that it can be done; all are in step before */
void cp_sim_cut_flow_prepare (guint flow, CpSimTown *town);

/** cp_sim_cut_flow_begin: begins it; what comes of it comes as time goes on */
void cp_sim_cut_flow_begin (guint flow, CpSimTown *town);

/** cp_sim_cut_flow_ask_again: once all are up again, for what nobody does again by themselves */
void cp_sim_cut_flow_ask_again (guint flow, CpSimTown *town);

G_END_DECLS
