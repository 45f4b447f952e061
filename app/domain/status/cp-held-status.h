/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-rules.h"

G_BEGIN_DECLS

/** cp_held_status_counts_at: whether @status is held at @at_ms: begun, not ended, not removed by now. */
gboolean cp_held_status_counts_at (const CpStatus *status, gint64 at_ms);

/** cp_held_status_was_held_at: whether it was held at @at_ms, whatever has become of it since; of one that was
 *  removed before it was written down when, no */
gboolean cp_held_status_was_held_at (const CpStatus *status, gint64 at_ms);

/** cp_held_status_find: (transfer none) (nullable): the member's, held at @at_ms: by @status_id or,
 *  with %NULL there, any of @system_id */
const CpStatus *cp_held_status_find (const CpAccount *account,
                                     const char *member_id,
                                     const char *status_id,
                                     const char *system_id,
                                     gint64 at_ms);

/** cp_held_status_find_best: (transfer none) (nullable): of the highest rank; what the programme no
 *  longer knows does not count */
const CpStatus *cp_held_status_find_best (const CpProgramme *programme,
                                          const CpAccount *account,
                                          const char *member_id,
                                          gint64 at_ms);

/** cp_held_status_takes_effect: whether setting or removing @definition does something now: at head
 *  office always; before, only if staff may assign it and nothing is owed to its holder. */
gboolean cp_held_status_takes_effect (const CpCase *the_case, const CpStatusDefinition *definition);

/** cp_held_status_check_reason: refuses where the system asks for a reason and there is none. */
gboolean cp_held_status_check_reason (const CpCase *the_case,
                                      const CpStatusDefinition *definition,
                                      const char *reason,
                                      CpDecision *decision);

/** cp_held_status_get_time: when @operation sets or removes a status: what ends and what begins by it meet
 *  there, so that each day has one of them */
gint64 cp_held_status_get_time (const CpCase *the_case, const CpOperation *operation);

/** cp_held_status_remove: @status is held until @at_ms. */
void cp_held_status_remove (CpStatus *status, gint64 at_ms);

/** cp_held_status_end: puts @status, removed at @at_ms, into the decision; @reason: (nullable) */
void
cp_held_status_end (const CpStatus *status, gint64 at_ms, const char *reason, CpDecision *decision);

G_END_DECLS
