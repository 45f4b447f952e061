/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-json.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CP_TYPE_MEMBER_CARD (cp_member_card_get_type ())
G_DECLARE_FINAL_TYPE (CpMemberCard, cp_member_card, CP, MEMBER_CARD, GtkWidget)

/**
 * CpMemberCard:
 *
 * Who is at the counter: status, name, card, balances, and how sure the figures are. What head
 * office has confirmed and what waits are shown apart, never added up without a mark.
 */

/** cp_member_card_show: @view: a member's view; @now_ms: to tell today from other days */
void cp_member_card_show (CpMemberCard *self, const CpJson *view, gint64 now_ms);

G_END_DECLS
