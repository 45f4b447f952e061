/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_CARE_TAB (cp_care_tab_get_type ())
G_DECLARE_FINAL_TYPE (CpCareTab, cp_care_tab, CP, CARE_TAB, CpScreen)

/**
 * CpCareTab:
 *
 * What staff keep in mind about a member: tasks, promises, notes, tags, and lists of products.
 */

G_END_DECLS
