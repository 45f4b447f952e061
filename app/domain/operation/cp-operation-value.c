/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-operation-value.h"

#define TEXT_LENGTH 500

static const CpField adjust_points_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpAdjustPoints, type_id),
  CP_REQUIRED_INT_FIELD (CpAdjustPoints, amount),
  CP_TEXT_FIELD (CpAdjustPoints, reason_id),
  CP_LONG_TEXT_FIELD (CpAdjustPoints, customer_text, TEXT_LENGTH),
  CP_LONG_TEXT_FIELD (CpAdjustPoints, note, TEXT_LENGTH),
  CP_LAST_FIELD,
};

static const CpField claim_incentive_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpClaimIncentive, definition_id),
  CP_LAST_FIELD,
};

static const CpField extend_incentive_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpExtendIncentive, incentive_id),
  CP_INT_FIELD (CpExtendIncentive, days),
  CP_INT_FIELD (CpExtendIncentive, until_ms),
  CP_TEXT_FIELD (CpExtendIncentive, reason_id),
  CP_LONG_TEXT_FIELD (CpExtendIncentive, text, TEXT_LENGTH),
  CP_LAST_FIELD,
};

static const CpField redeem_benefit_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpRedeemBenefit, incentive_id),
  CP_TEXT_FIELD (CpRedeemBenefit, definition_id),
  CP_INT_FIELD (CpRedeemBenefit, uses),
  CP_JSON_FIELD (CpRedeemBenefit, basket),
  CP_BOOL_FIELD (CpRedeemBenefit, hold),
  CP_LAST_FIELD,
};

static const CpField change_redemption_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpChangeRedemption, redemption_id),
  CP_TEXT_FIELD (CpChangeRedemption, reason_id),
  CP_LONG_TEXT_FIELD (CpChangeRedemption, text, TEXT_LENGTH),
  CP_LAST_FIELD,
};

static const CpField change_card_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpChangeCard, card_id),
  CP_TEXT_FIELD (CpChangeCard, reason_id),
  CP_LONG_TEXT_FIELD (CpChangeCard, text, TEXT_LENGTH),
  CP_LAST_FIELD,
};

static const CpField change_card_category_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpChangeCardCategory, card_id),
  CP_REQUIRED_TEXT_FIELD (CpChangeCardCategory, category_id),
  CP_TEXT_FIELD (CpChangeCardCategory, reason_id),
  CP_LONG_TEXT_FIELD (CpChangeCardCategory, text, TEXT_LENGTH),
  CP_LAST_FIELD,
};

static const CpField detach_receipt_fields[] = {
  CP_REQUIRED_TEXT_FIELD (CpDetachReceipt, receipt_id),
  CP_TEXT_FIELD (CpDetachReceipt, reason_id),
  CP_LONG_TEXT_FIELD (CpDetachReceipt, text, TEXT_LENGTH),
  CP_LAST_FIELD,
};

#define TYPE(name, Struct, fields) \
  const CpRecordType cp_##name##_type = { #name, sizeof (Struct), fields }

TYPE (adjust_points, CpAdjustPoints, adjust_points_fields);
TYPE (claim_incentive, CpClaimIncentive, claim_incentive_fields);
TYPE (extend_incentive, CpExtendIncentive, extend_incentive_fields);
TYPE (redeem_benefit, CpRedeemBenefit, redeem_benefit_fields);
TYPE (confirm_redemption, CpChangeRedemption, change_redemption_fields);
TYPE (cancel_redemption, CpChangeRedemption, change_redemption_fields);
TYPE (reverse_redemption, CpChangeRedemption, change_redemption_fields);
TYPE (return_redemption, CpChangeRedemption, change_redemption_fields);
TYPE (retire_card, CpChangeCard, change_card_fields);
TYPE (restore_card, CpChangeCard, change_card_fields);
TYPE (change_card_category, CpChangeCardCategory, change_card_category_fields);
TYPE (detach_receipt, CpDetachReceipt, detach_receipt_fields);
