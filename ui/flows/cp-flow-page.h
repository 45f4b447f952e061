/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_FLOW_PAGE (cp_flow_page_get_type ())
G_DECLARE_FINAL_TYPE (CpFlowPage, cp_flow_page, CP, FLOW_PAGE, CpScreen)

/**
 * CpFlowPage:
 *
 * The shell of everything that is done: what, for whom, how far; the step under way; and at the bottom,
 * always in the same place, back, cancel and the one button that goes on.
 */

G_END_DECLS
