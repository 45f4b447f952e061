/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_CARDS_TAB (cp_cards_tab_get_type ())
G_DECLARE_FINAL_TYPE (CpCardsTab, cp_cards_tab, CP, CARDS_TAB, CpScreen)

/**
 * CpCardsTab:
 *
 * The member's cards, and what can be done with each.
 */

G_END_DECLS
