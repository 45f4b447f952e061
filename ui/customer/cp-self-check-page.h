/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_SELF_CHECK_PAGE (cp_self_check_page_get_type ())
G_DECLARE_FINAL_TYPE (CpSelfCheckPage, cp_self_check_page, CP, SELF_CHECK_PAGE, CpScreen)

/**
 * CpSelfCheckPage:
 *
 * What customers see of themselves after a tap: a first name and figures, nothing that tells others who
 * they are. Clears itself, and shows when.
 */

G_END_DECLS
