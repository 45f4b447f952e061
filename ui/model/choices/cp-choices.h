/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-flow-table.h"

G_BEGIN_DECLS

/* What there is to choose from, each a CpChoiceFunc: from the programme and the member on screen. */

GPtrArray *cp_choices_benefits (CpFlow *flow);
GPtrArray *cp_choices_rewards (CpFlow *flow);
GPtrArray *cp_choices_credits (CpFlow *flow);
GPtrArray *cp_choices_voidable (CpFlow *flow);
GPtrArray *cp_choices_blockable_cards (CpFlow *flow);
GPtrArray *cp_choices_unblockable_cards (CpFlow *flow);

/** cp_choices_replaceable_cards: blocked or not: the guided flow blocks first */
GPtrArray *cp_choices_replaceable_cards (CpFlow *flow);
GPtrArray *cp_choices_statuses (CpFlow *flow);
GPtrArray *cp_choices_held_statuses (CpFlow *flow);

/** cp_choices_reasons: those of the operation's list; none if a blocked card needs no other */
GPtrArray *cp_choices_reasons (CpFlow *flow);

/** cp_choices_status_reasons: in words; none unless the chosen status's system asks for one */
GPtrArray *cp_choices_status_reasons (CpFlow *flow);

/** cp_choices_languages: those that members speak, each in its own words */
GPtrArray *cp_choices_languages (CpFlow *flow);

/** cp_choices_stores: this one first */
GPtrArray *cp_choices_stores (CpFlow *flow);

/** cp_choices_recent_days: today and yesterday, as they are typed */
GPtrArray *cp_choices_recent_days (CpFlow *flow);

/** cp_choices_terms: days on which something may end: a month, three months, a year from today */
GPtrArray *cp_choices_terms (CpFlow *flow);

/** cp_choices_next_days: today, tomorrow, in a week, as they are typed */
GPtrArray *cp_choices_next_days (CpFlow *flow);

/** cp_choices_staff: who works here */
GPtrArray *cp_choices_staff (CpFlow *flow);

/** cp_choices_locked_staff: colleagues who can't sign in just now */
GPtrArray *cp_choices_locked_staff (CpFlow *flow);

/** cp_choices_issuable: rewards and benefits that may be issued by hand */
GPtrArray *cp_choices_issuable (CpFlow *flow);

/** cp_choices_baskets: what a basket may come to, as it is typed; none unless the benefit that is
 *  redeemed asks for one */
GPtrArray *cp_choices_baskets (CpFlow *flow);

/** cp_choices_uses: how many of the benefit's uses may go at once; none if it has one alone */
GPtrArray *cp_choices_uses (CpFlow *flow);

/** cp_choices_contacts: phone and e-mail */
GPtrArray *cp_choices_contacts (CpFlow *flow);

/** cp_choices_channels: those that reach the member at an address that is known */
GPtrArray *cp_choices_channels (CpFlow *flow);

/** cp_choices_members: those who were sought, else whom staff looked at, but for the one on screen */
GPtrArray *cp_choices_members (CpFlow *flow);
GPtrArray *cp_choices_card_categories (CpFlow *flow);
GPtrArray *cp_choices_points_types (CpFlow *flow);
GPtrArray *cp_choices_consent_methods (CpFlow *flow);
GPtrArray *cp_choices_lists (CpFlow *flow);

G_END_DECLS
