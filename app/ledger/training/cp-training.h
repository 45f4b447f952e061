/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-ledger-thread.h"

G_BEGIN_DECLS

/**
 * CpTraining:
 *
 * Training mode on the bus: the interface org.counterpart.Ledger1.Training beside the live ledger,
 * and from the first Open on a practice ledger with a store thread, a folder (`training` within the
 * live one's) and an object of its own. Belongs to the thread of its main context.
 */
#define CP_TYPE_TRAINING (cp_training_get_type ())
G_DECLARE_FINAL_TYPE (CpTraining, cp_training, CP, TRAINING, GObject)

/**
 * cp_training_new:
 * @live: who is asked whether somebody may practise
 * @config: of the live ledger; copied
 *
 * Returns: (transfer full): or %NULL if the path is taken
 */
CpTraining *cp_training_new (CpLedgerThread *live,
                             GDBusConnection *connection,
                             const CpLedgerConfig *config,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** cp_training_stop: does what is queued and closes the practice ledger; later calls are told that it
 *  is stopping. Has to be called before the last reference goes. */
void cp_training_stop (CpTraining *self);

/** cp_training_is_idle: whether every call has had its answer. */
gboolean cp_training_is_idle (CpTraining *self);

G_END_DECLS
