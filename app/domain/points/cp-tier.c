/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Docs: domain.md, "Points": tiers from tier points. What staff or head office set by hand is never
 * taken away by points. */
#include "cp-tier.h"

#include "cp-held-status.h"
#include "cp-points-ledger.h"

#include <glib/gi18n-lib.h>

static gint64
sum_tier_points (const CpCase *the_case, const CpOperation *operation, const CpDecision *decision)
{
  const GPtrArray *types = the_case->programme->points_types;
  gint64 sum = 0;

  for (guint i = 0; i < types->len; i++) {
    const CpPointsType *type = types->pdata[i];

    if (!type->spendable)
      sum += cp_points_ledger_sum_after (the_case, decision, type->id,
                                         cp_rule_time (the_case, operation));
  }
  return sum;
}

/* The highest of @system that so many points are enough for. */
static const CpStatusDefinition *
find_level (const CpProgramme *programme, const char *system_id, gint64 points)
{
  const CpStatusDefinition *level = NULL;

  for (guint i = 0; i < programme->statuses->len; i++) {
    const CpStatusDefinition *status = programme->statuses->pdata[i];

    if (g_strcmp0 (status->system_id, system_id) == 0 && status->tier_points > 0 &&
        status->tier_points <= points && (level == NULL || status->rank > level->rank))
      level = status;
  }
  return level;
}

static void
set_level (const CpCase *the_case,
           const CpOperation *operation,
           const char *member_id,
           const CpStatusDefinition *level,
           guint *n,
           CpDecision *decision)
{
  g_autofree char *id = cp_derive_id (operation->id, (*n)++);
  CpStatus *status = cp_entity_new (CP_KIND_STATUS, id, the_case->account->id);

  status->member_id = g_strdup (member_id);
  status->system_id = g_strdup (level->system_id);
  status->status_id = g_strdup (level->id);
  status->from_ms = cp_rule_time (the_case, operation);
  status->by_points = TRUE;
  cp_decision_change (decision, status);
  cp_decision_add_effect (decision, _ ("The member is now %s."), level->name);
}

static void
update_system (const CpCase *the_case,
               const CpOperation *operation,
               const char *member_id,
               const char *system_id,
               guint *n,
               CpDecision *decision)
{
  const CpProgramme *programme = the_case->programme;
  const CpStatus *present = cp_held_status_find (the_case->account, member_id, NULL, system_id,
                                                 cp_rule_time (the_case, operation));
  const CpStatusDefinition *held =
      present != NULL ? cp_programme_find_status (programme, present->status_id) : NULL;
  const CpStatusDefinition *level =
      find_level (programme, system_id, sum_tier_points (the_case, operation, decision));

  if (level == held)
    return;
  if (held != NULL && !present->by_points && (level == NULL || level->rank <= held->rank))
    return;
  if (present != NULL)
    cp_held_status_end (present, cp_rule_time (the_case, operation), NULL, decision);
  if (level != NULL)
    set_level (the_case, operation, member_id, level, n, decision);
}

static gboolean
has_levels (const CpProgramme *programme, const char *system_id)
{
  return find_level (programme, system_id, G_MAXINT64) != NULL;
}

void
cp_tier_update (const CpCase *the_case,
                const CpOperation *operation,
                const char *member_id,
                guint *n,
                CpDecision *decision)
{
  const GPtrArray *systems = the_case->programme->status_systems;

  if (!cp_rule_is_final (the_case))
    return;
  for (guint i = 0; i < systems->len; i++) {
    const CpStatusSystem *system = systems->pdata[i];

    if (has_levels (the_case->programme, system->id))
      update_system (the_case, operation, member_id, system->id, n, decision);
  }
}
