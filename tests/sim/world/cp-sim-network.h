/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sim-loop.h"
#include "cp-sim-random.h"

G_BEGIN_DECLS

/**
 * CpSimNetwork:
 *
 * Requests and their replies between simulated machines (numbered from 0), as messages on the loop:
 * late, lost, twice, out of order, cut short, or not at all while a link is cut in that direction.
 */
typedef struct _CpSimNetwork CpSimNetwork;

/**
 * CpSimNetworkFaults:
 * @loss_ppm: messages that are lost, in millionths
 * @duplicate_ppm: requests that arrive a second time, later
 * @truncate_ppm: messages of which only the beginning arrives
 * @delay_least_ms: how long a message takes at least
 * @delay_spread_ms: on top of it up to this, and for one message in two up to twice this, one in
 *   four up to four times and so on to 64 times; 0 keeps all messages in order
 *
 * What the network does to each message, either way. Zero it for one that works at once.
 */
typedef struct {
  guint loss_ppm;
  guint duplicate_ppm;
  guint truncate_ppm;
  guint delay_least_ms;
  guint delay_spread_ms;
} CpSimNetworkFaults;

/**
 * CpSimNetworkCounter:
 * @CP_SIM_NETWORK_CUT: messages that met a cut link
 * @CP_SIM_NETWORK_DOWN: messages that met a machine that is down
 * @CP_SIM_NETWORK_REORDERED: requests that arrived before one sent earlier on the same link
 * @CP_SIM_NETWORK_LATE: replies that came when the request was over
 */
typedef enum {
  CP_SIM_NETWORK_REQUESTS,
  CP_SIM_NETWORK_SERVED,
  CP_SIM_NETWORK_REPLIES,
  CP_SIM_NETWORK_LOST,
  CP_SIM_NETWORK_DUPLICATED,
  CP_SIM_NETWORK_TRUNCATED,
  CP_SIM_NETWORK_REORDERED,
  CP_SIM_NETWORK_CUT,
  CP_SIM_NETWORK_DOWN,
  CP_SIM_NETWORK_REFUSED,
  CP_SIM_NETWORK_TIMED_OUT,
  CP_SIM_NETWORK_LATE,
} CpSimNetworkCounter;

#define CP_SIM_N_NETWORK_COUNTERS (CP_SIM_NETWORK_LATE + 1)

/**
 * CpSimOutcome:
 * @CP_SIM_REPLIED: a whole reply
 * @CP_SIM_TRUNCATED: the beginning of one; a client may or may not see that it is not whole
 * @CP_SIM_REFUSED: the other machine is down, or serves nothing; it has not seen the request, but a
 *   second copy of it may yet come through
 * @CP_SIM_TIMED_OUT: nothing came in time; the other machine may have seen it, even twice
 *
 * What became of a request.
 */
typedef enum {
  CP_SIM_REPLIED,
  CP_SIM_TRUNCATED,
  CP_SIM_REFUSED,
  CP_SIM_TIMED_OUT,
} CpSimOutcome;

/**
 * CpSimReplyFunc:
 * @reply: (nullable): %NULL unless @outcome is %CP_SIM_REPLIED or %CP_SIM_TRUNCATED
 *
 * Called once for each request, except if it was cancelled or its machine went down.
 */
typedef void (*CpSimReplyFunc) (CpSimOutcome outcome, GBytes *reply, gpointer data);

/**
 * CpSimServeFunc:
 * @from: the machine that asks
 * @exchange: to be handed to cp_sim_network_reply(), now or later (a long poll); the same request
 *   may come twice, with the same exchange
 * @request: perhaps cut short
 */
typedef void (*CpSimServeFunc) (
    CpSimNetwork *network, guint from, guint64 exchange, GBytes *request, gpointer data);

/**
 * cp_sim_network_new:
 * @loop: must outlive the network
 * @n_nodes: machines, all of them up
 * @seed: of the run
 * @trace: (nullable): is told of each message; must outlive the network
 */
CpSimNetwork *cp_sim_network_new (CpSimLoop *loop, guint n_nodes, guint64 seed, CpSimTrace *trace);

/**
 * cp_sim_network_free:
 *
 * Forgets all requests; nobody is called. Messages may still be on their way: the loop must not run
 * afterwards, only be freed.
 */
void cp_sim_network_free (CpSimNetwork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSimNetwork, cp_sim_network_free)

/** cp_sim_network_set_faults: copies @faults; %NULL is a network that works. For new messages. */
void cp_sim_network_set_faults (CpSimNetwork *self, const CpSimNetworkFaults *faults);

/** cp_sim_network_set_timeout: how long requests made from now on wait; 20 seconds at first. */
void cp_sim_network_set_timeout (CpSimNetwork *self, guint timeout_ms);

/** cp_sim_network_serve: lets @serve (nullable) answer the requests to @node. */
void cp_sim_network_serve (CpSimNetwork *self, guint node, CpSimServeFunc serve, gpointer data);

/**
 * cp_sim_network_request:
 * @bytes: (transfer none):
 *
 * Sends a request. The answer comes from the loop, never from within this call.
 *
 * Returns: its number, for cp_sim_network_cancel(); never 0.
 */
guint64 cp_sim_network_request (CpSimNetwork *self,
                                guint from,
                                guint to,
                                GBytes *bytes,
                                CpSimReplyFunc on_reply,
                                gpointer data);

/** cp_sim_network_cancel: whether the request was still open. It may have been served already. */
gboolean cp_sim_network_cancel (CpSimNetwork *self, guint64 request);

/**
 * cp_sim_network_reply:
 * @exchange: as given to the #CpSimServeFunc; one that is over, or was served before the machine
 *   went down, is ignored
 * @bytes: (transfer none):
 */
void cp_sim_network_reply (CpSimNetwork *self, guint64 exchange, GBytes *bytes);

/** cp_sim_network_cut: messages from @from to @to don't arrive while @is_cut; nor those on the way. */
void cp_sim_network_cut (CpSimNetwork *self, guint from, guint to, gboolean is_cut);

/**
 * cp_sim_network_set_up:
 *
 * A machine that goes down forgets its requests, and those that it was serving; whoever asks it
 * meanwhile is refused.
 */
void cp_sim_network_set_up (CpSimNetwork *self, guint node, gboolean is_up);

/** cp_sim_network_heal: no link is cut and no fault happens to messages from now on. */
void cp_sim_network_heal (CpSimNetwork *self);

/** cp_sim_network_get_n_open: requests that wait for their answer. */
guint cp_sim_network_get_n_open (const CpSimNetwork *self);

guint64 cp_sim_network_get_counter (const CpSimNetwork *self, CpSimNetworkCounter counter);

/** cp_sim_network_counter_to_name: (transfer none): its word in printed counters. */
const char *cp_sim_network_counter_to_name (CpSimNetworkCounter counter);

G_END_DECLS
