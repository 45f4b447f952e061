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

extern const CpRecordType cp_adjust_points_type;

G_END_DECLS
