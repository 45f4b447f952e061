/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-postgres.h"

G_BEGIN_DECLS

/**
 * CpSequencer:
 *
 * Gives committed transactions their numbers in the feed. Each process that serves has one, with a
 * thread and a connection of its own; one of them leads, by a lock that the server frees when the
 * leader's connection ends, however it ends, and the others ask for once a second, between which they
 * hold nothing of the server's.
 *
 * Why the order is right: a transaction's row on the list is its last statement, so what it has read
 * of another's was committed, and on the list, before; and one batch at a time is numbered, by what
 * is committed then. So nobody who reads the feed sees a number before all smaller ones are there.
 */
typedef struct _CpSequencer CpSequencer;

/** cp_sequencer_new: starts the thread. */
CpSequencer *cp_sequencer_new (const char *url);

/** cp_sequencer_free: waits for the thread to end. */
void cp_sequencer_free (CpSequencer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CpSequencer, cp_sequencer_free)

/** cp_sequencer_is_leader: whether this is the one; from any thread */
gboolean cp_sequencer_is_leader (CpSequencer *self);

/**
 * cp_sequencer_run_once:
 * @ret_n: (nullable): how many entries got a number
 * @ret_gseq: the last of them; 0 if there was none
 *
 * One batch, in a transaction of its own, and tells all who listen. Safe wherever it is called: two
 * at the same time wait for each other.
 */
gboolean
cp_sequencer_run_once (CpPostgres *postgres, gint64 *ret_n, gint64 *ret_gseq, GError **error);

G_END_DECLS
