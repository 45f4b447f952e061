/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-points-ledger.h"

#include <glib/gi18n-lib.h>

static CpPoints *
make_entry (const CpCase *the_case,
            const CpOperation *operation,
            const CpPointsEntry *entry,
            gint64 amount)
{
  g_autofree char *id = cp_derive_id (operation->id, (*entry->n)++);
  CpPoints *points = cp_entity_new (CP_KIND_POINTS, id, the_case->account->id);

  points->type_id = g_strdup (entry->type->id);
  points->amount = amount;
  points->at_ms = cp_rule_time (the_case, operation);
  points->receipt_id = g_strdup (entry->receipt_id);
  points->operation_id = g_strdup (operation->id);
  points->reason = g_strdup (entry->reason);
  points->note = g_strdup (entry->note);
  points->adjusted = entry->adjusted;
  points->card_id = g_strdup (cp_rule_get_entry_card (the_case, entry->card_id, amount < 0));
  return points;
}

void
cp_points_ledger_add (const CpCase *the_case,
                      const CpOperation *operation,
                      const CpPointsEntry *entry,
                      gint64 amount,
                      CpDecision *decision)
{
  CpPoints *points = make_entry (the_case, operation, entry, amount);
  gint64 since_ms = entry->since_ms > 0 ? entry->since_ms : points->at_ms;

  if (entry->type->pending_days > 0 && !entry->adjusted)
    points->pending_until_ms = cp_calendar_get_day_end_ms (the_case->programme, operation->store_id,
                                                           since_ms, entry->type->pending_days - 1);
  if (entry->type->validity_days > 0)
    points->expires_at_ms = cp_calendar_get_day_end_ms (the_case->programme, operation->store_id,
                                                        since_ms, entry->type->validity_days);
  cp_decision_change (decision, points);
}

/* What there is of one day: what came less what was taken from it. */
typedef struct {
  gint64 day_ms;
  gint64 held;
} Bucket;

/* What expires never comes last. */
static int
compare_buckets (gconstpointer a, gconstpointer b)
{
  gint64 one_ms = ((const Bucket *) a)->day_ms;
  gint64 other_ms = ((const Bucket *) b)->day_ms;

  if (one_ms == 0 || other_ms == 0)
    return (one_ms == 0) - (other_ms == 0);
  return one_ms < other_ms ? -1 : one_ms > other_ms;
}

static void
put_in_bucket (GArray *buckets, gint64 day_ms, gint64 amount)
{
  Bucket bucket = { day_ms, amount };

  for (guint i = 0; i < buckets->len; i++) {
    Bucket *known = &g_array_index (buckets, Bucket, i);

    if (known->day_ms == day_ms) {
      known->held += amount;
      return;
    }
  }
  g_array_append_val (buckets, bucket);
}

/* What there is now, by the day on which it expires. */
static GArray *
list_buckets (const CpAccount *account, const char *type_id, gint64 at_ms)
{
  const GPtrArray *entries = account->rows[CP_KIND_POINTS];
  GArray *buckets = g_array_new (FALSE, FALSE, sizeof (Bucket));

  for (guint i = 0; i < entries->len; i++) {
    const CpPoints *entry = entries->pdata[i];

    if (g_strcmp0 (entry->type_id, type_id) == 0 && cp_points_count_at (entry, at_ms))
      put_in_bucket (buckets, entry->expires_at_ms, entry->amount);
  }
  g_array_sort (buckets, compare_buckets);
  return buckets;
}

/* What does not count yet, by the day from which it does. */
static GArray *
list_pending (const CpAccount *account, const char *type_id, gint64 at_ms)
{
  const GPtrArray *entries = account->rows[CP_KIND_POINTS];
  GArray *buckets = g_array_new (FALSE, FALSE, sizeof (Bucket));

  for (guint i = 0; i < entries->len; i++) {
    const CpPoints *entry = entries->pdata[i];

    if (g_strcmp0 (entry->type_id, type_id) == 0 && entry->pending_until_ms > at_ms)
      put_in_bucket (buckets, entry->pending_until_ms, entry->amount);
  }
  g_array_sort (buckets, compare_buckets);
  return buckets;
}

/* The first day of which something is left, and how much; 0: none. */
static gint64
find_first (const GArray *buckets, gint64 *ret_amount)
{
  for (guint i = 0; i < buckets->len; i++) {
    const Bucket *bucket = &g_array_index (buckets, Bucket, i);

    if (bucket->held <= 0 || bucket->day_ms == 0)
      continue;
    *ret_amount = bucket->held;
    return bucket->day_ms;
  }
  return 0;
}

gint64
cp_points_ledger_find_next_expiry (const CpAccount *account,
                                   const char *type_id,
                                   gint64 at_ms,
                                   gint64 *ret_amount)
{
  g_autoptr (GArray) buckets = list_buckets (account, type_id, at_ms);
  gint64 balance = cp_account_sum_points (account, type_id, at_ms);
  gint64 amount = 0;
  gint64 day_ms = find_first (buckets, &amount);

  /* A debt does not expire: it has eaten of what does. */
  if (MIN (amount, balance) <= 0)
    return 0;
  *ret_amount = MIN (amount, balance);
  return day_ms;
}

gint64
cp_points_ledger_find_next_pending (const CpAccount *account,
                                    const char *type_id,
                                    gint64 at_ms,
                                    gint64 *ret_amount)
{
  g_autoptr (GArray) buckets = list_pending (account, type_id, at_ms);

  return find_first (buckets, ret_amount);
}

void
cp_points_ledger_take (const CpCase *the_case,
                       const CpOperation *operation,
                       const CpPointsEntry *entry,
                       gint64 amount,
                       CpDecision *decision)
{
  g_autoptr (GArray) buckets =
      list_buckets (the_case->account, entry->type->id, cp_rule_time (the_case, operation));

  for (guint i = 0; i < buckets->len && amount > 0; i++) {
    const Bucket *bucket = &g_array_index (buckets, Bucket, i);
    gint64 part = MIN (bucket->held, amount);
    CpPoints *points;

    if (part <= 0)
      continue;
    points = make_entry (the_case, operation, entry, -part);
    points->expires_at_ms = bucket->day_ms;
    cp_decision_change (decision, points);
    amount -= part;
  }
  if (amount > 0)
    cp_decision_change (decision, make_entry (the_case, operation, entry, -amount));
}

guint
cp_points_ledger_undo (const CpCase *the_case,
                       const CpOperation *operation,
                       const char *receipt_id,
                       guint *n,
                       CpDecision *decision)
{
  const GPtrArray *entries = the_case->account->rows[CP_KIND_POINTS];
  guint n_undone = 0;

  for (guint i = 0; i < entries->len; i++) {
    const CpPoints *earned = entries->pdata[i];
    g_autofree char *id = NULL;
    CpPoints *opposite;

    if (g_strcmp0 (earned->receipt_id, receipt_id) != 0)
      continue;
    id = cp_derive_id (operation->id, (*n)++);
    opposite = cp_entity_copy (earned);
    g_free (opposite->entity.id);
    opposite->entity.id = g_steal_pointer (&id);
    opposite->entity.ver = 0;
    opposite->amount = -earned->amount;
    /* It is head office that takes it back, and no card. */
    g_clear_pointer (&opposite->card_id, g_free);
    opposite->at_ms = cp_rule_time (the_case, operation);
    g_free (opposite->operation_id);
    opposite->operation_id = g_strdup (operation->id);
    cp_decision_change (decision, opposite);
    n_undone++;
  }
  return n_undone;
}

gint64
cp_points_ledger_sum_after (const CpCase *the_case,
                            const CpDecision *decision,
                            const char *type_id,
                            gint64 at_ms)
{
  gint64 sum = cp_account_sum_points (the_case->account, type_id, at_ms);

  for (guint i = 0; i < decision->changes->len; i++) {
    const CpPoints *entry = decision->changes->pdata[i];

    if (entry->entity.kind == CP_KIND_POINTS && g_strcmp0 (entry->type_id, type_id) == 0 &&
        cp_points_count_at (entry, at_ms))
      sum += entry->amount;
  }
  return sum;
}
