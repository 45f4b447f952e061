/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a member has: always head office's figure and, apart from it, what this device's own
 * operations do to it. */
#include "cp-earning.h"
#include "cp-held-status.h"
#include "cp-points-ledger.h"
#include "cp-view-parts.h"

/* Points that wait for their day, and those of receipts that wait for head office. */
static gint64
sum_pending (const CpViewSource *source, const char *member_id, const CpPointsType *type)
{
  const GPtrArray *receipts = source->current->rows[CP_KIND_RECEIPT];
  gint64 sum = cp_account_sum_pending (source->current, type->id, source->now_ms);

  for (guint i = 0; i < receipts->len; i++) {
    const CpReceipt *receipt = receipts->pdata[i];

    if (receipt->attribution == CP_RECEIPT_PENDING)
      sum += cp_earning_get_points (source->programme, source->current,
                                    receipt->member_id != NULL ? receipt->member_id : member_id,
                                    receipt, type);
  }
  return sum;
}

/* @at_ms: 0: there is none */
static void
put_sum (CpJson *json, const char *key, gint64 amount, gint64 at_ms)
{
  CpJson *sum;

  if (at_ms == 0)
    return;
  sum = json_object ();
  cp_json_set_int (sum, "amount", amount);
  cp_json_set_int (sum, "at_ms", at_ms);
  cp_json_set (json, key, sum);
}

/* What begins to count next, and what expires next. */
static void
put_next (CpJson *json, const CpViewSource *source, const char *type_id)
{
  gint64 amount = 0;
  gint64 at_ms;

  at_ms = cp_points_ledger_find_next_pending (source->current, type_id, source->now_ms, &amount);
  put_sum (json, "next_pending", amount, at_ms);
  at_ms = cp_points_ledger_find_next_expiry (source->current, type_id, source->now_ms, &amount);
  put_sum (json, "next_expiry", amount, at_ms);
}

static CpJson *
make_balance (const CpViewSource *source, const char *member_id, const CpPointsType *type)
{
  gint64 confirmed = cp_account_sum_points (source->base, type->id, source->now_ms);
  gint64 current = cp_account_sum_points (source->current, type->id, source->now_ms);
  CpJson *json = json_object ();

  cp_json_set_text (json, "type", type->id);
  cp_json_set_text (json, "name", type->name);
  cp_json_set_bool (json, "spendable", type->spendable);
  cp_json_set_int (json, "confirmed", confirmed);
  cp_json_set_int (json, "waiting", current - confirmed);
  cp_json_set_int (json, "pending", sum_pending (source, member_id, type));
  put_next (json, source, type->id);
  return json;
}

CpJson *
cp_view_list_balances (const CpViewSource *source, const char *member_id)
{
  const GPtrArray *types = source->programme->points_types;
  CpJson *list = json_array ();

  for (guint i = 0; i < types->len; i++)
    cp_json_append (list, make_balance (source, member_id, types->pdata[i]));
  return list;
}

CpJson *
cp_view_make_rewards (const CpViewSource *source)
{
  const GPtrArray *incentives = source->current->rows[CP_KIND_INCENTIVE];
  gint64 confirmed = cp_account_sum_rewards (source->base, source->now_ms);
  gint64 current = cp_account_sum_rewards (source->current, source->now_ms);
  gint64 count = 0;
  CpJson *json = json_object ();

  for (guint i = 0; i < incentives->len; i++) {
    const CpIncentive *incentive = incentives->pdata[i];

    if (incentive->class_ == CP_CLASS_REWARD && incentive->balance_minor > 0 &&
        cp_view_is_usable (cp_incentive_get_state (incentive, source->now_ms)))
      count++;
  }
  cp_json_set_int (json, "confirmed_minor", confirmed);
  cp_json_set_int (json, "waiting_minor", current - confirmed);
  cp_json_set_int (json, "count", count);
  return json;
}

static gint64
get_rank (const CpProgramme *programme, const CpStatus *status)
{
  const CpStatusDefinition *definition = cp_programme_find_status (programme, status->status_id);

  return definition != NULL ? definition->rank : -1;
}

static CpJson *
make_status (const CpViewSource *source, const CpStatus *status, const CpStatus *best)
{
  const CpStatusDefinition *definition =
      cp_programme_find_status (source->programme, status->status_id);
  const CpStatusSystem *system =
      cp_programme_find_status_system (source->programme, status->system_id);
  CpJson *json = json_object ();

  cp_json_set_text (json, "id", status->entity.id);
  cp_json_set_text (json, "system", status->system_id);
  cp_json_set_text (json, "system_name", system != NULL ? system->name : status->system_id);
  cp_json_set_text (json, "status", status->status_id);
  cp_json_set_text (json, "name", definition != NULL ? definition->name : status->status_id);
  cp_json_set_int (json, "rank", MAX (0, get_rank (source->programme, status)));
  cp_json_set_bool (json, "customer_facing", system != NULL && system->customer_facing);
  cp_json_set_int (json, "from_ms", status->from_ms);
  cp_json_set_int (json, "until_ms", status->until_ms);
  cp_json_set_bool (json, "best", status == best);
  cp_json_set_bool (json, "waiting", status->entity.waiting);
  return json;
}

/* The highest rank first. */
static void
insert_by_rank (GPtrArray *held, const CpProgramme *programme, CpStatus *status)
{
  guint place = 0;

  while (place < held->len &&
         get_rank (programme, held->pdata[place]) >= get_rank (programme, status))
    place++;
  g_ptr_array_insert (held, (int) place, status);
}

const char *
cp_view_get_status_name (const CpProgramme *programme,
                         const CpAccount *account,
                         const char *member_id,
                         gint64 now_ms)
{
  const CpStatus *best = cp_held_status_find_best (programme, account, member_id, now_ms);

  return best != NULL ? cp_programme_find_status (programme, best->status_id)->name : NULL;
}

CpJson *
cp_view_list_statuses (const CpViewSource *source, const char *member_id)
{
  const GPtrArray *statuses = source->current->rows[CP_KIND_STATUS];
  const CpStatus *best =
      cp_held_status_find_best (source->programme, source->current, member_id, source->now_ms);
  g_autoptr (GPtrArray) held = g_ptr_array_new ();
  CpJson *list = json_array ();

  for (guint i = 0; i < statuses->len; i++) {
    CpStatus *status = statuses->pdata[i];

    if (g_strcmp0 (status->member_id, member_id) == 0 &&
        cp_held_status_counts_at (status, source->now_ms))
      insert_by_rank (held, source->programme, status);
  }
  for (guint i = 0; i < held->len; i++)
    cp_json_append (list, make_status (source, held->pdata[i], best));
  return list;
}
