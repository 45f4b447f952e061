/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-record.h"

G_BEGIN_DECLS

/* What is chosen for the operations on points, incentives, cards and receipts. As with the payloads
 * in cp-operation-kind.h, what follows from it the rules work out. */

/** CpAdjustPoints: `adjust_points` */
typedef struct {
  char *type_id;
  gint64 amount; /* below zero: takes away */
  char *reason_id;
  char *customer_text; /* what the member is told */
  char *note;          /* for staff only */
} CpAdjustPoints;

/** CpClaimIncentive: `claim_incentive` */
typedef struct {
  char *definition_id;
} CpClaimIncentive;

/** CpExtendIncentive: `extend_incentive`: by @days or to the end of the day of @until_ms, not both */
typedef struct {
  char *incentive_id;
  gint64 days;
  gint64 until_ms;
  char *reason_id;
  char *text;
} CpExtendIncentive;

/**
 * CpRedeemBenefit: `redeem_benefit`
 * @definition_id: (nullable): of the incentive; the device fills it in
 * @uses: how many; 0: one
 * @basket: (nullable): what is bought: {"total_minor", "lines": [{"product", "category", "quantity",
 *   "amount_minor"}]}
 * @hold: see CpRedeemReward
 */
typedef struct {
  char *incentive_id;
  char *definition_id;
  gint64 uses;
  CpJson *basket;
  gboolean hold;
} CpRedeemBenefit;

/** CpChangeRedemption: `confirm_redemption`, `cancel_redemption`, `reverse_redemption`,
 *  `return_redemption`; @redemption_id: of the operation that redeemed, or of a row of its */
typedef struct {
  char *redemption_id;
  char *reason_id;
  char *text;
} CpChangeRedemption;

/** CpChangeCard: `retire_card`, `restore_card` */
typedef struct {
  char *card_id;
  char *reason_id;
  char *text;
} CpChangeCard;

/** CpChangeCardCategory: `change_card_category` */
typedef struct {
  char *card_id;
  char *category_id;
  char *reason_id;
  char *text;
} CpChangeCardCategory;

/** CpDetachReceipt: `detach_receipt` */
typedef struct {
  char *receipt_id;
  char *reason_id;
  char *text;
} CpDetachReceipt;

extern const CpRecordType cp_retire_card_type, cp_restore_card_type, cp_change_card_category_type,
    cp_detach_receipt_type;
extern const CpRecordType cp_adjust_points_type, cp_confirm_redemption_type,
    cp_cancel_redemption_type, cp_reverse_redemption_type, cp_return_redemption_type,
    cp_claim_incentive_type, cp_extend_incentive_type, cp_redeem_benefit_type;

G_END_DECLS
