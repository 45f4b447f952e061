/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-sample-history.h"

#include "cp-sample-people.h"

#include <stdlib.h>

#define POINTS_PER_REWARD 500
#define RETURN_DAYS 14
#define HISTORY_DAYS 720
#define OUTLET "station-arcade" /* whose purchases are by another programme */

/* Points of one entry that are not spent yet. */
typedef struct {
  gint64 left;
  gint64 usable_ms;
  gint64 expires_at_ms;
} Lot;

typedef struct {
  CpSampleMaker *maker;
  const CpJson *people;
  CpMember *member;
  GArray *lots;
  GPtrArray *incentives; /* of the member, borrowed */
  gint64 tier_points;    /* of the last year */
} Life;

static const struct {
  const char *status_id;
  gint64 from_points;
} tiers[] = { { "platinum", 4000 }, { "gold", 1500 }, { "silver", 500 }, { "member", 0 } };

/* What one in a hundred members, or fewer, is besides. */
static const struct {
  const char *status_id;
  const char *reason;
  guint percent;
} marks[] = {
  { "vip", "Known to the owner", 2 },
  { "stylist", "Comes by appointment", 3 },
  { "staff", "Works here", 1 },
  { "press", "Writes about us", 1 },
};

static CpJson *
make_lines (CpSampleMaker *maker, const CpJson *people, gint64 *ret_total_minor)
{
  gint64 n_lines = cp_sample_random_between (&maker->random, 1, 3);
  CpJson *lines = json_array ();

  for (gint64 i = 0; i < n_lines; i++) {
    const CpJson *product = cp_sample_people_pick (maker, people, "products");
    gint64 quantity = cp_sample_random_chance (&maker->random, 12) ? 2 : 1;
    gint64 amount_minor = quantity * cp_json_get_int (product, "price_minor", 0);
    CpJson *line = json_object ();

    cp_json_set_text (line, "text", cp_json_get_text (product, "text"));
    cp_json_set_int (line, "quantity", quantity);
    cp_json_set_int (line, "amount_minor", amount_minor);
    cp_json_append (lines, line);
    *ret_total_minor += amount_minor;
  }
  return lines;
}

CpReceipt *
cp_sample_history_add_receipt (CpSampleMaker *maker,
                               const CpJson *people,
                               const CpMember *member,
                               const char *store_id,
                               gint64 at_ms)
{
  const char *account_id = member != NULL ? member->entity.account_id : NULL;
  CpReceipt *receipt = cp_sample_maker_add (maker, CP_KIND_RECEIPT, account_id, at_ms);

  receipt->number = g_strdup_printf ("%u", 20000000 + maker->n_receipts++ * 7);
  receipt->store_id = g_strdup (store_id);
  if (g_strcmp0 (store_id, OUTLET) == 0)
    receipt->programme_id = g_strdup ("outlet");
  receipt->at_ms = at_ms;
  receipt->state = CP_RECEIPT_CONFIRMED;
  receipt->attribution = CP_RECEIPT_UNATTRIBUTED;
  receipt->lines = make_lines (maker, people, &receipt->total_minor);
  if (member != NULL) {
    receipt->member_id = g_strdup (member->entity.id);
    receipt->attribution = CP_RECEIPT_ATTRIBUTED;
  }
  return receipt;
}

static CpPoints *
add_points (Life *life, const char *type_id, gint64 amount, gint64 at_ms)
{
  CpPoints *entry =
      cp_sample_maker_add (life->maker, CP_KIND_POINTS, life->member->entity.account_id, at_ms);

  entry->type_id = g_strdup (type_id);
  entry->amount = amount;
  entry->at_ms = at_ms;
  return entry;
}

static void
earn (Life *life, const CpReceipt *receipt)
{
  gint64 points = receipt->total_minor / 100;
  gint64 expires_at_ms = receipt->at_ms + 365 * CP_SAMPLE_DAY_MS;
  CpPoints *spendable = add_points (life, "points", points, receipt->at_ms);
  CpPoints *tier = add_points (life, "tier", points, receipt->at_ms);
  Lot lot = { points, receipt->at_ms + RETURN_DAYS * CP_SAMPLE_DAY_MS, expires_at_ms };

  spendable->receipt_id = g_strdup (receipt->entity.id);
  spendable->expires_at_ms = tier->expires_at_ms = expires_at_ms;
  spendable->pending_until_ms = lot.usable_ms;
  tier->receipt_id = g_strdup (receipt->entity.id);
  g_array_append_val (life->lots, lot);
  if (expires_at_ms > life->maker->now_ms)
    life->tier_points += points;
}

static gboolean
is_usable (const Lot *lot, gint64 at_ms)
{
  return lot->left > 0 && lot->usable_ms <= at_ms && lot->expires_at_ms > at_ms;
}

static gint64
sum_usable (const Life *life, gint64 at_ms)
{
  gint64 sum = 0;

  for (guint i = 0; i < life->lots->len; i++) {
    const Lot *lot = &g_array_index (life->lots, Lot, i);

    sum += is_usable (lot, at_ms) ? lot->left : 0;
  }
  return sum;
}

/* A negative entry ends with the points that it takes, or the balance would fall below zero when
 * they do. The lots are in the order in which they expire. */
static void
spend_points (Life *life, gint64 amount, gint64 at_ms)
{
  for (guint i = 0; i < life->lots->len && amount > 0; i++) {
    Lot *lot = &g_array_index (life->lots, Lot, i);
    gint64 taken = is_usable (lot, at_ms) ? MIN (lot->left, amount) : 0;
    CpPoints *entry = taken > 0 ? add_points (life, "points", -taken, at_ms) : NULL;

    if (entry == NULL)
      continue;
    entry->expires_at_ms = lot->expires_at_ms;
    entry->reason = g_strdup ("Turned into a reward");
    lot->left -= taken;
    amount -= taken;
  }
}

static CpIncentive *
issue (Life *life, const char *definition_id, gint64 at_ms)
{
  CpIncentive *incentive =
      cp_sample_maker_add_incentive (life->maker, life->member, definition_id, at_ms, 0);

  g_ptr_array_add (life->incentives, incentive);
  return incentive;
}

static void
turn_points_into_rewards (Life *life, gint64 at_ms)
{
  while (sum_usable (life, at_ms) >= POINTS_PER_REWARD) {
    spend_points (life, POINTS_PER_REWARD, at_ms);
    issue (life, "five_off", at_ms);
  }
}

static gboolean
can_use (const CpIncentive *incentive, gint64 at_ms)
{
  return incentive->issued_at_ms <= at_ms && incentive->usable_from_ms <= at_ms &&
         (incentive->expires_at_ms == 0 || incentive->expires_at_ms > at_ms);
}

static CpIncentive *
find_nearest_reward (const Life *life, gint64 at_ms)
{
  CpIncentive *nearest = NULL;

  for (guint i = 0; i < life->incentives->len; i++) {
    CpIncentive *incentive = g_ptr_array_index (life->incentives, i);

    if (incentive->class_ == CP_CLASS_REWARD && incentive->balance_minor > 0 &&
        can_use (incentive, at_ms) &&
        (nearest == NULL || incentive->expires_at_ms < nearest->expires_at_ms))
      nearest = incentive;
  }
  return nearest;
}

/* At the till, with the receipt that is being paid. */
static void
use_reward (Life *life, const CpReceipt *receipt)
{
  CpSampleRandom *random = &life->maker->random;
  CpIncentive *reward = find_nearest_reward (life, receipt->at_ms);
  gint64 amount_minor;

  if (reward == NULL || !cp_sample_random_chance (random, 55))
    return;
  amount_minor = MIN (reward->balance_minor, receipt->total_minor);
  if (cp_sample_random_chance (random, 15))
    amount_minor = MAX (1, amount_minor / 2);
  cp_sample_maker_redeem (life->maker, reward, amount_minor, 0, receipt->at_ms, receipt->store_id);
}

static gint64
pick_receipt_count (CpSampleRandom *random)
{
  gint64 kind = cp_sample_random_between (random, 0, 99);

  if (kind < 15)
    return cp_sample_random_between (random, 0, 1);
  if (kind < 70)
    return cp_sample_random_between (random, 1, 4);
  if (kind < 93)
    return cp_sample_random_between (random, 4, 9);
  return cp_sample_random_between (random, 10, 24);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static GArray *
pick_times (Life *life)
{
  CpSampleMaker *maker = life->maker;
  GArray *times = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 first_ms =
      MAX (life->member->enrolled_at_ms, maker->now_ms - HISTORY_DAYS * CP_SAMPLE_DAY_MS);
  gint64 n = pick_receipt_count (&maker->random);

  for (gint64 i = 0; i < n; i++) {
    gint64 at_ms = cp_sample_random_between (&maker->random, first_ms, maker->now_ms);

    at_ms = MAX (cp_sample_maker_pick_open_hour (maker, life->member->home_store_id, at_ms),
                 life->member->enrolled_at_ms);
    g_array_append_val (times, at_ms);
  }
  g_array_sort (times, compare_times);
  return times;
}

static const char *
pick_store (Life *life)
{
  const GPtrArray *stores = life->maker->programme->stores;
  const CpStore *other = g_ptr_array_index (
      stores, cp_sample_random_between (&life->maker->random, 0, stores->len - 1));

  return cp_sample_random_chance (&life->maker->random, 80) ? life->member->home_store_id
                                                            : other->id;
}

static void
shop (Life *life)
{
  g_autoptr (GArray) times = pick_times (life);

  for (guint i = 0; i < times->len; i++) {
    gint64 at_ms = g_array_index (times, gint64, i);
    CpReceipt *receipt = cp_sample_history_add_receipt (life->maker, life->people, life->member,
                                                        pick_store (life), at_ms);

    if (cp_sample_random_chance (&life->maker->random, 2)) {
      receipt->state = CP_RECEIPT_CANCELLED;
      continue;
    }
    turn_points_into_rewards (life, at_ms);
    use_reward (life, receipt);
    earn (life, receipt);
  }
  turn_points_into_rewards (life, life->maker->now_ms);
}

/* Issued by head office, not before the member was there. */
static void
issue_from_office (Life *life, const char *definition_id, gint64 days_ago)
{
  gint64 at_ms = life->maker->now_ms - days_ago * CP_SAMPLE_DAY_MS;

  issue (life, definition_id, MAX (life->member->enrolled_at_ms, at_ms));
}

/* Issued by somebody at a counter, with the line of history that belongs to it. */
static CpIncentive *
issue_at_counter (Life *life, const char *definition_id, gint64 days_ago)
{
  CpSampleMaker *maker = life->maker;
  const char *staff_id = cp_sample_maker_pick_staff (maker);
  gint64 at_ms = MAX (life->member->enrolled_at_ms,
                      cp_sample_maker_pick_open_hour (maker, life->member->home_store_id,
                                                      maker->now_ms - days_ago * CP_SAMPLE_DAY_MS));
  CpIncentive *incentive = issue (life, definition_id, at_ms);

  incentive->issued_by_staff_id = g_strdup (staff_id);
  cp_sample_maker_add_action (
      maker, life->member, incentive->class_ == CP_CLASS_REWARD ? "issue_reward" : "issue_benefit",
      at_ms, staff_id);
  return incentive;
}

static void
use_benefit (Life *life, CpIncentive *incentive)
{
  CpSampleMaker *maker = life->maker;
  gint64 end_ms = MIN (maker->now_ms - 1, incentive->expires_at_ms - 1);
  gint64 from_ms = MAX (incentive->issued_at_ms, incentive->usable_from_ms);

  while (incentive->uses_left > 0 && from_ms < end_ms &&
         cp_sample_random_chance (&maker->random, 45)) {
    from_ms = cp_sample_random_between (&maker->random, from_ms, end_ms);
    cp_sample_maker_redeem (maker, incentive, 0, 1, from_ms, pick_store (life));
  }
}

static void
give_benefits (Life *life)
{
  static const char *const benefits[] = { "coffee", "alteration", "styling", "gift_wrap",
                                          "delivery" };
  CpSampleRandom *random = &life->maker->random;

  for (guint i = 0; i < G_N_ELEMENTS (benefits); i++)
    if (cp_sample_random_chance (random, life->tier_points >= 500 ? 35 : 9))
      use_benefit (life,
                   issue_at_counter (life, benefits[i], cp_sample_random_between (random, 0, 120)));
  if (life->tier_points >= 1500)
    issue_from_office (life, "early_access", 3);
}

static void
give_rewards (Life *life)
{
  CpSampleRandom *random = &life->maker->random;

  /* Ten off for sixty days: these end within the week. */
  if (cp_sample_random_chance (random, 5))
    issue_at_counter (life, "ten_off", cp_sample_random_between (random, 54, 60));
  if (cp_sample_random_chance (random, 6))
    issue_at_counter (life, "sorry", cp_sample_random_between (random, 0, 130));
  if (cp_sample_random_chance (random, 2))
    issue_at_counter (life, "ten_off", cp_sample_random_between (random, 1, 50))->void_reason =
        g_strdup ("mistake");
  if (cp_sample_random_chance (random, 3))
    issue_at_counter (life, "twenty_off", cp_sample_random_between (random, 0, 50));
  if (cp_sample_random_chance (random, 1))
    issue_from_office (life, "gift_card", 30);
}

static gboolean
had_birthday_lately (const Life *life)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (life->maker->now_ms / 1000);
  int month = 0;
  int day = 0;
  int today = g_date_time_get_month (now) * 31 + g_date_time_get_day_of_month (now);

  if (life->member->birth_date == NULL)
    return FALSE;
  month = atoi (life->member->birth_date + 5);
  day = atoi (life->member->birth_date + 8);
  return month * 31 + day <= today && month * 31 + day > today - 20;
}

static void
add_status (Life *life, const char *status_id, const char *reason, gint64 from_ms, gint64 until_ms)
{
  CpSampleMaker *maker = life->maker;
  const CpStatusDefinition *definition = cp_programme_find_status (maker->programme, status_id);
  CpStatus *status =
      cp_sample_maker_add (maker, CP_KIND_STATUS, life->member->entity.account_id, from_ms);

  status->member_id = g_strdup (life->member->entity.id);
  status->system_id = g_strdup (definition->system_id);
  status->status_id = g_strdup (status_id);
  status->reason = g_strdup (reason);
  status->from_ms = from_ms;
  status->until_ms = until_ms;
}

static void
give_statuses (Life *life)
{
  CpSampleMaker *maker = life->maker;
  gint64 days = cp_sample_random_between (&maker->random, 1, 300);
  gint64 from_ms = MAX (life->member->enrolled_at_ms, maker->now_ms - days * CP_SAMPLE_DAY_MS);
  guint tier = 0;

  while (life->tier_points < tiers[tier].from_points)
    tier++;
  if (tiers[tier].from_points == 0)
    add_status (life, tiers[tier].status_id, NULL, life->member->enrolled_at_ms, 0);
  else
    add_status (life, tiers[tier].status_id, NULL, from_ms, from_ms + 366 * CP_SAMPLE_DAY_MS);
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (cp_sample_random_chance (&maker->random, marks[i].percent)) {
      add_status (life, marks[i].status_id, marks[i].reason, from_ms, 0);
      cp_sample_maker_add_action (maker, life->member, "set_status", from_ms,
                                  cp_sample_maker_pick_staff (maker));
    }
}

void
cp_sample_history_add (CpSampleMaker *maker, const CpJson *people, CpMember *member)
{
  g_autoptr (GArray) lots = g_array_new (FALSE, FALSE, sizeof (Lot));
  g_autoptr (GPtrArray) incentives = g_ptr_array_new ();
  Life life = { maker, people, member, lots, incentives, 0 };

  cp_sample_maker_add_action (maker, member, "enrol_member", member->enrolled_at_ms,
                              cp_sample_maker_pick_staff (maker));
  shop (&life);
  give_rewards (&life);
  if (had_birthday_lately (&life))
    issue_from_office (&life, "birthday", 20);
  give_benefits (&life);
  give_statuses (&life);
  for (guint i = 0; i < incentives->len; i++)
    cp_sample_maker_settle (maker, g_ptr_array_index (incentives, i));
}
