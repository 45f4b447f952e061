/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_PROBLEM_PAGE (cp_problem_page_get_type ())
G_DECLARE_FINAL_TYPE (CpProblemPage, cp_problem_page, CP, PROBLEM_PAGE, CpScreen)

/**
 * CpProblemPage:
 *
 * A card that identifies nobody, told kindly. Staff get the reason and what to do; customers a sentence
 * that shames nobody.
 */

G_END_DECLS
