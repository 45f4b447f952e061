/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-head-office-storage.h"
#include "cp-sim-oracle.h"

G_BEGIN_DECLS

/**
 * cp_sim_posting_watch:
 * @storage: head office's, of which nothing has been asked yet
 *
 * From now on, whenever head office posts what takes from rewards or credits and does not say which, its choice
 * is held against its own rows: those that it was given to decide by, and those that it writes. They are taken
 * on their way, so that nothing is read for it and no run is another one by it. It ends with @storage.
 */
void cp_sim_posting_watch (CpSimOracle *oracle, CpHeadOfficeStorage *storage);

G_END_DECLS
