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

#define TYPE(name, Struct, fields) \
  const CpRecordType cp_##name##_type = { #name, sizeof (Struct), fields }

TYPE (adjust_points, CpAdjustPoints, adjust_points_fields);
