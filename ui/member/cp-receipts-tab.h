/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_RECEIPTS_TAB (cp_receipts_tab_get_type ())
G_DECLARE_FINAL_TYPE (CpReceiptsTab, cp_receipts_tab, CP, RECEIPTS_TAB, CpScreen)

/**
 * CpReceiptsTab:
 *
 * Purchases, newest first, and what they earned.
 */

G_END_DECLS
