/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_BENEFITS_TAB (cp_benefits_tab_get_type ())
G_DECLARE_FINAL_TYPE (CpBenefitsTab, cp_benefits_tab, CP, BENEFITS_TAB, CpScreen)

/**
 * CpBenefitsTab:
 *
 * Rewards and benefits, usable ones first, nearest expiry first.
 */

G_END_DECLS
