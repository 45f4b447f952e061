/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_DAY_LIST (cp_day_list_get_type ())
G_DECLARE_FINAL_TYPE (CpDayList, cp_day_list, CP, DAY_LIST, CpScreen)

/**
 * CpDayList:
 *
 * The day of whoever is signed in: their tasks with the member behind each, their client book, or
 * whose birthday is this week. A touch opens the member. Asked anew whenever it comes into sight; what
 * is not in sight is not read.
 */

/** cp_day_list_show: @section: `tasks`, `clients` or `birthdays` */
void cp_day_list_show (CpDayList *self, const char *section);

G_END_DECLS
