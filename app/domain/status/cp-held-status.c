/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-held-status.h"

#include <glib/gi18n-lib.h>

gboolean
cp_held_status_counts_at (const CpStatus *status, gint64 at_ms)
{
  return !status->removed && cp_held_status_was_held_at (status, at_ms);
}

gboolean
cp_held_status_was_held_at (const CpStatus *status, gint64 at_ms)
{
  return status->from_ms <= at_ms && (status->until_ms == 0 || status->until_ms > at_ms) &&
         (!status->removed || status->removed_at_ms > at_ms);
}

const CpStatus *
cp_held_status_find (const CpAccount *account,
                     const char *member_id,
                     const char *status_id,
                     const char *system_id,
                     gint64 at_ms)
{
  const GPtrArray *statuses = account->rows[CP_KIND_STATUS];

  for (guint i = 0; i < statuses->len; i++) {
    const CpStatus *status = statuses->pdata[i];

    if (g_strcmp0 (status->member_id, member_id) != 0 || !cp_held_status_counts_at (status, at_ms))
      continue;
    if (status_id != NULL ? g_strcmp0 (status->status_id, status_id) == 0
                          : g_strcmp0 (status->system_id, system_id) == 0)
      return status;
  }
  return NULL;
}

const CpStatus *
cp_held_status_find_best (const CpProgramme *programme,
                          const CpAccount *account,
                          const char *member_id,
                          gint64 at_ms)
{
  const GPtrArray *statuses = account->rows[CP_KIND_STATUS];
  const CpStatus *best = NULL;
  gint64 best_rank = -1;

  for (guint i = 0; i < statuses->len; i++) {
    const CpStatus *status = statuses->pdata[i];
    const CpStatusDefinition *definition = cp_programme_find_status (programme, status->status_id);

    if (definition == NULL || g_strcmp0 (status->member_id, member_id) != 0 ||
        !cp_held_status_counts_at (status, at_ms) || definition->rank <= best_rank)
      continue;
    best = status;
    best_rank = definition->rank;
  }
  return best;
}

gboolean
cp_held_status_takes_effect (const CpCase *the_case, const CpStatusDefinition *definition)
{
  return cp_rule_is_final (the_case) || (definition->staff_assignable && !definition->entitlement);
}

gboolean
cp_held_status_check_reason (const CpCase *the_case,
                             const CpStatusDefinition *definition,
                             const char *reason,
                             CpDecision *decision)
{
  const CpStatusSystem *system =
      cp_programme_find_status_system (the_case->programme, definition->system_id);

  if (!system->needs_reason || (reason != NULL && *reason != '\0'))
    return TRUE;
  cp_decision_refuse (decision, CP_REJECTION_INVALID, _ ("A reason is missing: %s asks for one."),
                      system->name);
  return FALSE;
}

gint64
cp_held_status_get_time (const CpCase *the_case, const CpOperation *operation)
{
  return MIN (operation->at_ms, the_case->now_ms);
}

void
cp_held_status_remove (CpStatus *status, gint64 at_ms)
{
  status->removed = TRUE;
  status->removed_at_ms = at_ms;
}

void
cp_held_status_end (const CpStatus *status, gint64 at_ms, const char *reason, CpDecision *decision)
{
  CpStatus *ended = cp_entity_copy (status);

  cp_held_status_remove (ended, at_ms);
  if (reason != NULL && *reason != '\0') {
    g_free (ended->reason);
    ended->reason = g_strdup (reason);
  }
  cp_decision_change (decision, ended);
}
