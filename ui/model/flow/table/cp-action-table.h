/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-flow-table.h"

G_BEGIN_DECLS

/**
 * CpGroup:
 * @CP_GROUP_COUNTER: at the left of the member's page, in sight on every tab
 *
 * Where on a member's page an operation is begun; the others are tabs.
 */
typedef enum {
  CP_GROUP_COUNTER,
  CP_GROUP_REWARDS,
  CP_GROUP_RECEIPTS,
  CP_GROUP_POINTS,
  CP_GROUP_CARDS,
  CP_GROUP_CARE,
  CP_GROUP_PROFILE,
  CP_GROUP_ACCOUNT,
} CpGroup;

#define CP_N_GROUPS (CP_GROUP_ACCOUNT + 1)

/**
 * CpAction:
 * @flow: the flow's name
 * @at_item: begun from a line of the tab's list, which is what the first question asks for
 * @text: (nullable): what it does, in a sentence to be translated
 *
 * One thing that can be done for a member, and its place. An operation whose kind the ledger does
 * not know has none.
 */
typedef struct {
  const char *flow;
  CpGroup group;
  gboolean at_item;
  const char *text;
} CpAction;

/** cp_actions: (transfer none): the whole table, in the order in which it is shown */
const CpAction *cp_actions (guint *ret_n);

G_END_DECLS
