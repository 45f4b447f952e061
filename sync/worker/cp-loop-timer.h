/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-sync-worker.h"

G_BEGIN_DECLS

/** cp_loop_timer_get: a CpTimer of the default main context. */
CpTimer cp_loop_timer_get (void);

G_END_DECLS
