/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-move.h"

#include "cp-figure.h"

#include <glib/gi18n-lib.h>

const CpMember *
cp_move_find_other (const CpCase *the_case, const char *member_id, const CpAccount **ret_account)
{
  const CpAccount *places[] = { the_case->account, the_case->other_account };

  for (guint i = 0; member_id != NULL && i < G_N_ELEMENTS (places); i++) {
    const CpMember *member =
        places[i] != NULL ? cp_account_find_member (places[i], member_id) : NULL;

    if (member != NULL) {
      *ret_account = places[i];
      return member;
    }
  }
  return NULL;
}

/* (nullable): whose the row is */
static char **
find_owner (gpointer row, CpKind kind)
{
  for (const CpField *field = cp_kind_get_type (kind)->fields; field->name != NULL; field++)
    if (g_str_equal (field->name, "member_id"))
      return (char **) (gpointer) ((guint8 *) row + field->offset);
  return NULL;
}

gpointer
cp_move_copy (const CpMove *move, gconstpointer row)
{
  CpEntity *copy = cp_entity_copy (row);
  char **owner = find_owner (copy, copy->kind);

  g_free (copy->account_id);
  copy->account_id = g_strdup (move->to_id);
  if (owner != NULL && move->from_member_id != NULL &&
      g_strcmp0 (*owner, move->from_member_id) == 0) {
    g_free (*owner);
    *owner = g_strdup (move->to_member_id);
  }
  return copy;
}

static const CpKind plain_kinds[] = { CP_KIND_INCENTIVE, CP_KIND_REDEMPTION, CP_KIND_POINTS,
                                      CP_KIND_RECEIPT,   CP_KIND_ACTION,     CP_KIND_NOTE,
                                      CP_KIND_TASK,      CP_KIND_PROMISE,    CP_KIND_MESSAGE };

void
cp_move_rows (const CpMove *move)
{
  for (guint i = 0; i < G_N_ELEMENTS (plain_kinds); i++) {
    const GPtrArray *rows = move->from->rows[plain_kinds[i]];

    for (guint j = 0; j < rows->len; j++)
      cp_decision_change (move->decision, cp_move_copy (move, rows->pdata[j]));
  }
}

void
cp_move_leave_sign (const CpMove *move)
{
  const CpAccountRow *present = cp_account_get_row (move->from);
  CpAccountRow *sign = present != NULL ? cp_entity_copy (present)
                                       : cp_entity_new (CP_KIND_ACCOUNT, move->from->id, NULL);

  g_free (sign->moved_to_account_id);
  sign->moved_to_account_id = g_strdup (move->to_id);
  sign->overdrawn = FALSE;
  cp_decision_change (move->decision, sign);
}

/* What waits for its day moves as well, and is in no balance yet. */
static void
tell_points (const CpMove *move, const CpPointsType *type, gint64 at_ms)
{
  gint64 sum = cp_account_sum_points (move->from, type->id, at_ms);
  gint64 pending = cp_account_sum_pending (move->from, type->id, at_ms);
  g_autofree char *count = cp_figure_count (sum);
  g_autofree char *to_come = cp_figure_count (pending);

  if (sum != 0)
    cp_decision_add_effect (move->decision, _ ("%s that move: %s."), type->name, count);
  if (pending != 0)
    cp_decision_add_effect (move->decision, _ ("%s to come that move: %s."), type->name, to_come);
}

void
cp_move_tell (const CpMove *move)
{
  const struct {
    CpKind kind;
    const char *noun;
  } lines[] = {
    { CP_KIND_CARD, _ ("Cards") },        { CP_KIND_INCENTIVE, _ ("Rewards and benefits") },
    { CP_KIND_RECEIPT, _ ("Purchases") }, { CP_KIND_STATUS, _ ("Statuses") },
    { CP_KIND_NOTE, _ ("Notes") },        { CP_KIND_TASK, _ ("Tasks") },
  };
  const CpProgramme *programme = move->the_case->programme;
  gint64 at_ms = cp_rule_time (move->the_case, move->operation);

  for (guint i = 0; i < programme->points_types->len; i++)
    tell_points (move, programme->points_types->pdata[i], at_ms);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (move->from->rows[lines[i].kind]->len > 0)
      cp_decision_add_effect (move->decision, _ ("%s that move: %u."), lines[i].noun,
                              move->from->rows[lines[i].kind]->len);
}
