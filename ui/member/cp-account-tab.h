/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_ACCOUNT_TAB (cp_account_tab_get_type ())
G_DECLARE_FINAL_TYPE (CpAccountTab, cp_account_tab, CP, ACCOUNT_TAB, CpScreen)

/**
 * CpAccountTab:
 *
 * What is done to a membership as a whole, seldom and with care: each with a sentence on what it does,
 * or on why it can't be done.
 */

G_END_DECLS
