/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-earning.h"

#include "cp-held-status.h"

/* No receipt has more units than this; with the programme's own ranges each product stays in 63 bits. */
#define MAX_UNITS G_GINT64_CONSTANT (100000000)
#define ONE (100 * 100) /* two percentages of a hundred */

/* 0 in a status means that it says nothing about points. */
static gint64
get_own_percent (const CpStatusDefinition *status, const CpPointsType *type)
{
  return !type->spendable && status->tier_points_percent > 0 ? status->tier_points_percent
                                                             : status->points_percent;
}

static gint64
get_percent (const CpProgramme *programme,
             const CpAccount *account,
             const char *member_id,
             gint64 at_ms,
             const CpPointsType *type)
{
  const GPtrArray *statuses = account->rows[CP_KIND_STATUS];
  gint64 percent = 0;

  for (guint i = 0; i < statuses->len; i++) {
    const CpStatus *status = statuses->pdata[i];
    const CpStatusDefinition *definition = cp_programme_find_status (programme, status->status_id);

    if (definition != NULL && g_strcmp0 (status->member_id, member_id) == 0 &&
        cp_held_status_was_held_at (status, at_ms))
      percent = MAX (percent, get_own_percent (definition, type));
  }
  return percent > 0 ? percent : 100;
}

static gboolean
is_valid (const CpEarnRule *rule, const CpPointsType *type, const CpReceipt *receipt)
{
  return g_strcmp0 (rule->type_id, type->id) == 0 && rule->from_ms <= receipt->at_ms &&
         (rule->until_ms == 0 || rule->until_ms > receipt->at_ms) &&
         (rule->store_id == NULL || g_strcmp0 (rule->store_id, receipt->store_id) == 0);
}

/* By the rules that were valid at the purchase (operation 23). */
static gint64
get_per_unit (const CpProgramme *programme, const CpPointsType *type, const CpReceipt *receipt)
{
  gint64 per_unit = -1;

  for (guint i = 0; i < programme->earn_rules->len; i++) {
    const CpEarnRule *rule = programme->earn_rules->pdata[i];

    if (is_valid (rule, type, receipt))
      per_unit = MAX (per_unit, rule->per_unit);
  }
  return per_unit >= 0 ? per_unit : type->per_unit;
}

/* The card that was shown; else the member's main one. */
static const CpCard *
find_card (const CpAccount *account, const char *member_id, const CpReceipt *receipt)
{
  const GPtrArray *cards = account->rows[CP_KIND_CARD];
  const CpCard *shown = cp_account_find (account, CP_KIND_CARD, receipt->card_id);

  for (guint i = 0; shown == NULL && i < cards->len; i++) {
    const CpCard *card = cards->pdata[i];

    if (g_strcmp0 (card->member_id, member_id) == 0 && card->medium == CP_CARD_PHYSICAL &&
        (card->state == CP_CARD_ACTIVE || card->state == CP_CARD_LINKED))
      shown = card;
  }
  return shown;
}

/* The card's category drives the earn rate (operation 13). */
static gint64
get_category_percent (const CpProgramme *programme,
                      const CpAccount *account,
                      const char *member_id,
                      const CpReceipt *receipt)
{
  const CpCard *card = find_card (account, member_id, receipt);
  const CpCardCategory *category =
      card != NULL ? cp_programme_find_card_category (programme, card->category_id) : NULL;

  return category != NULL && category->points_percent > 0 ? category->points_percent : 100;
}

gint64
cp_earning_get_points (const CpProgramme *programme,
                       const CpAccount *account,
                       const char *member_id,
                       const CpReceipt *receipt,
                       const CpPointsType *type)
{
  gint64 units = receipt->total_minor;
  gint64 hundredths;
  gint64 category;

  for (gint64 i = 0; i < programme->currency_digits; i++)
    units /= 10;
  if (units <= 0)
    return 0;
  units = MIN (units, MAX_UNITS);
  hundredths = units * get_per_unit (programme, type, receipt) *
               get_percent (programme, account, member_id, receipt->at_ms, type);
  category = get_category_percent (programme, account, member_id, receipt);
  /* Rounded once, at the end: the product of all three would not fit. */
  return hundredths / ONE * category + hundredths % ONE * category / ONE;
}
