/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_MESSAGES_TAB (cp_messages_tab_get_type ())
G_DECLARE_FINAL_TYPE (CpMessagesTab, cp_messages_tab, CP, MESSAGES_TAB, CpScreen)

/**
 * CpMessagesTab:
 *
 * What was sent to the member, newest first, and whether it arrived; by channel, date and status.
 */

G_END_DECLS
