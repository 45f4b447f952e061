/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-decision.h"

G_BEGIN_DECLS

/**
 * CpViewSource:
 * @base: what head office has confirmed
 * @current: @base with this device's waiting operations on top
 * @staff: (nullable): who looks; decides which operations are offered
 * @staff_rows: (element-type CpStaff): for names
 * @store_id: (nullable): where they look
 * @as_of_ms: when head office's rows were last known to be current, 0: never
 *
 * What a view is made from. All borrowed.
 */
typedef struct {
  const CpProgramme *programme;
  const CpAccount *base;
  const CpAccount *current;
  const CpStaff *staff;
  const GPtrArray *staff_rows;
  const char *store_id;
  gboolean online;
  gint64 as_of_ms;
  gint64 now_ms;
} CpViewSource;

/**
 * cp_view_member:
 *
 * The member page's document; its shape is in docs/documents.md. A card's `can_replace` counts one
 * that has to be blocked first, where both may be done. `home_store` is the store's name. A receipt's
 * `points` are spendable ones; while it waits, those that it will bring.
 *
 * Returns: (transfer full): or %NULL if the account has no such member
 */
CpJson *cp_view_member (const CpViewSource *source, const char *member_id);

/** cp_view_mask: (transfer full): @member as they may be shown: once it is asked for that somebody be
 *  removed, not more of them than it takes to tell who it is (operation 8) */
CpMember *cp_view_mask (const CpMember *member);

/** cp_view_get_status_name: (transfer none) (nullable): what the member's best status at @now_ms is called */
const char *cp_view_get_status_name (const CpProgramme *programme,
                                     const CpAccount *account,
                                     const char *member_id,
                                     gint64 now_ms);

/** cp_view_self_check: (transfer full): what a customer sees of themselves after a tap; nothing in it
 *  identifies further than a first name. */
CpJson *cp_view_self_check (const CpViewSource *source, const char *member_id);

/** CpOwnVisit: by what a member is at the kiosk for themself; each as #CpOperation has it, (nullable) */
typedef struct {
  const char *card_id;
  const char *proof;
  const char *identified_by;
} CpOwnVisit;

/**
 * cp_view_own:
 *
 * What a member sees who may change mailings and favourites themself, and claim; nothing in it identifies further
 * than a first name. Its shape is in docs/documents.md, "A member's own session".
 *
 * Returns: (transfer full): or %NULL if the account has no such member
 */
CpJson *cp_view_own (const CpViewSource *source, const char *member_id, const CpOwnVisit *visit);

/** cp_view_add_rejection: `code` and what it says to whom, in the language of now, into @json */
void cp_view_add_rejection (CpJson *json, CpRejection code);

/** cp_view_decision: (transfer full): a decision as a document, sentences included */
CpJson *cp_view_decision (const CpDecision *decision);

G_END_DECLS
