/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_MEMBER_PAGE (cp_member_page_get_type ())
G_DECLARE_FINAL_TYPE (CpMemberPage, cp_member_page, CP, MEMBER_PAGE, CpScreen)

/**
 * CpMemberPage:
 *
 * The member at the counter: the card and the actions at the left, which never move; at the right what
 * the member has, in tabs.
 */

/** cp_member_page_set_typing: while the keyboard is up there is room for the tab's list alone */
void cp_member_page_set_typing (CpMemberPage *self, gboolean typing);

G_END_DECLS
