/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_POINTS_TAB (cp_points_tab_get_type ())
G_DECLARE_FINAL_TYPE (CpPointsTab, cp_points_tab, CP, POINTS_TAB, CpScreen)

/**
 * CpPointsTab:
 *
 * Each kind of points: what head office has confirmed, what waits, what counts only later, and what
 * expires next; never added up without a mark.
 */

G_END_DECLS
