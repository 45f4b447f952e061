/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What was redeemed and what can be done about it. */
#include "cp-redemption.h"
#include "cp-view-parts.h"

static gboolean
can (const CpJson *operations,
     CpOperationKind kind,
     CpRedemptionState state,
     CpRedemptionEvent event)
{
  CpRedemptionState next;

  return cp_redemption_state_next (state, event, &next) &&
         cp_json_get_bool (cp_json_get_object (operations, cp_operation_kind_get_info (kind)->word),
                           "allowed");
}

static gboolean
is_in_window (const CpViewSource *source, const CpRedemption *redemption)
{
  return source->now_ms - redemption->at_ms <= source->programme->reversal_window_ms;
}

static void
add_offers (CpJson *json,
            const CpViewSource *source,
            const CpRedemption *redemption,
            const CpJson *operations)
{
  CpRedemptionState state = redemption->state, next;
  gboolean may_reverse = is_in_window (source, redemption) &&
                         !cp_redemption_is_of_voided (source->current, redemption);

  cp_view_add_later (json, operations, CP_OPERATION_REVERSE_REDEMPTION,
                     may_reverse && cp_redemption_state_next (state, CP_REDEMPTION_REVERSE, &next));
  cp_json_set_bool (
      json, "can_confirm",
      can (operations, CP_OPERATION_CONFIRM_REDEMPTION, state, CP_REDEMPTION_CONFIRM));
  cp_json_set_bool (json, "can_cancel",
                    can (operations, CP_OPERATION_CANCEL_REDEMPTION, state, CP_REDEMPTION_CANCEL));
  cp_json_set_bool (
      json, "can_reverse",
      may_reverse && (source->online || redemption->entity.waiting) &&
          can (operations, CP_OPERATION_REVERSE_REDEMPTION, state, CP_REDEMPTION_REVERSE));
  cp_json_set_bool (json, "can_return",
                    can (operations, CP_OPERATION_RETURN_REDEMPTION, state, CP_REDEMPTION_RETURN));
}

static CpJson *
make_part (const CpViewSource *source, const CpRedemption *redemption)
{
  const CpIncentive *incentive =
      cp_account_find (source->current, CP_KIND_INCENTIVE, redemption->incentive_id);
  const CpDefinition *definition =
      incentive != NULL ? cp_programme_find_definition (source->programme, incentive->definition_id)
                        : NULL;
  CpJson *json = json_object ();

  cp_json_set_text (json, "incentive_id", redemption->incentive_id);
  cp_json_set_text (json, "name", definition != NULL ? definition->name : redemption->incentive_id);
  cp_json_set_int (json, "amount_minor", redemption->amount_minor);
  cp_json_set_int (json, "uses", redemption->uses);
  return json;
}

/* One line for all that one operation took, whatever it was taken off. */
static CpJson *
make_redemption (const CpViewSource *source, const GPtrArray *rows, const CpJson *operations)
{
  const CpRedemption *first = rows->pdata[0];
  gint64 amount_minor = 0, uses = 0;
  CpJson *json = json_object ();
  CpJson *parts = json_array ();

  for (guint i = 0; i < rows->len; i++) {
    const CpRedemption *redemption = rows->pdata[i];

    amount_minor += redemption->amount_minor;
    uses += redemption->uses;
    cp_json_append (parts, make_part (source, redemption));
  }
  cp_json_set_text (json, "id", first->operation_id);
  cp_json_set_int (json, "at_ms", first->at_ms);
  cp_json_set_text (json, "state",
                    cp_view_get_word (CP_KIND_REDEMPTION, "state", (int) first->state));
  cp_json_set_int (json, "amount_minor", amount_minor);
  cp_json_set_int (json, "uses", uses);
  cp_json_set (json, "parts", parts);
  cp_json_set_text (json, "staff_name", cp_view_get_staff_name (source, first->staff_id));
  cp_json_set_text (json, "store_name",
                    cp_view_get_store_name (source->programme, first->store_id));
  cp_json_set_int (json, "held_until_ms", first->held_until_ms);
  cp_json_set_bool (json, "waiting", first->entity.waiting);
  cp_json_set_bool (json, "of_voided", cp_redemption_is_of_voided (source->current, first));
  add_offers (json, source, first, operations);
  return json;
}

static int
compare_redemptions (gconstpointer a, gconstpointer b)
{
  const CpRedemption *one = *(CpRedemption *const *) a;
  const CpRedemption *other = *(CpRedemption *const *) b;

  if (one->at_ms != other->at_ms)
    return one->at_ms > other->at_ms ? -1 : 1;
  return g_strcmp0 (one->entity.id, other->entity.id);
}

CpJson *
cp_view_list_redemptions (const CpViewSource *source, const CpJson *operations)
{
  g_autoptr (GPtrArray) sorted =
      cp_view_sort_rows (source->current->rows[CP_KIND_REDEMPTION], compare_redemptions);
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);
  CpJson *list = json_array ();

  for (guint i = 0; i < sorted->len; i++) {
    const CpRedemption *redemption = sorted->pdata[i];
    g_autoptr (GPtrArray) rows = NULL;

    if (redemption->operation_id == NULL || !g_hash_table_add (told, redemption->operation_id))
      continue;
    rows = cp_redemption_list (source->current, redemption->operation_id);
    cp_json_append (list, make_redemption (source, rows, operations));
  }
  return list;
}
