/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_ATTRACT_PAGE (cp_attract_page_get_type ())
G_DECLARE_FINAL_TYPE (CpAttractPage, cp_attract_page, CP, ATTRACT_PAGE, CpScreen)

/**
 * CpAttractPage:
 *
 * What the screen shows while nobody is there: an invitation to tap, or why that won't do now.
 */

G_END_DECLS
