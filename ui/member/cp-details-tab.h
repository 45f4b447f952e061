/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_DETAILS_TAB (cp_details_tab_get_type ())
G_DECLARE_FINAL_TYPE (CpDetailsTab, cp_details_tab, CP, DETAILS_TAB, CpScreen)

/**
 * CpDetailsTab:
 *
 * Who the member is: profile and statuses.
 */

G_END_DECLS
