/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_HOME_PAGE (cp_home_page_get_type ())
G_DECLARE_FINAL_TYPE (CpHomePage, cp_home_page, CP, HOME_PAGE, CpScreen)

/**
 * CpHomePage:
 *
 * Where staff wait for the next customer: a card, a search, whom they saw last, and what needs
 * attention.
 */

G_END_DECLS
