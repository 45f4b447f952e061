/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_ACTIVITY_TAB (cp_activity_tab_get_type ())
G_DECLARE_FINAL_TYPE (CpActivityTab, cp_activity_tab, CP, ACTIVITY_TAB, CpScreen)

/**
 * CpActivityTab:
 *
 * Who did what for this member, where, with whose approval, and what head office said.
 */

G_END_DECLS
