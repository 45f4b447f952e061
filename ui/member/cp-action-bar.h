/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-action-table.h"
#include "cp-screen.h"

G_BEGIN_DECLS

#define CP_TYPE_ACTION_BAR (cp_action_bar_get_type ())
G_DECLARE_FINAL_TYPE (CpActionBar, cp_action_bar, CP, ACTION_BAR, CpScreen)

/**
 * CpActionBar:
 *
 * What can be done on one tab of the member's page, as buttons below its list. Property `group`. One
 * that the rules refuse stays in its place and says why below its name.
 */

/** cp_action_mark: shows on a button of the action kiosk.flow whether the rules allow it for the
 *  member of @view; returns (transfer none) (nullable): why not, or what becomes of it while head
 *  office is out of reach */
const char *cp_action_mark (GtkWidget *button, const CpJson *view);

/** cp_action_mark_all: the same for every such button in @root */
void cp_action_mark_all (GtkWidget *root, const CpJson *view);

/** cp_action_is_shown: whether a button for @flow belongs to a line: the ledger says by @may that it
 *  can be done to @row, or that it could be if head office were in reach */
gboolean cp_action_is_shown (const CpJson *row, const char *may, const char *flow);

/** cp_action_list: (transfer container) (element-type CpAction): those of @group that are no line's
 *  own and that the ledger of @view knows */
GPtrArray *cp_action_list (CpGroup group, const CpJson *view);

G_END_DECLS
