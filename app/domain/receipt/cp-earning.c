/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-earning.h"

#include "cp-held-status.h"

/* No receipt has more units than this; with the programme's own ranges the product stays in 63 bits. */
#define MAX_UNITS G_GINT64_CONSTANT (100000000)

/* 0 in a status means that it says nothing about points. */
static gint64
get_percent (const CpProgramme *programme,
             const CpAccount *account,
             const char *member_id,
             gint64 at_ms)
{
  const GPtrArray *statuses = account->rows[CP_KIND_STATUS];
  gint64 percent = 0;

  for (guint i = 0; i < statuses->len; i++) {
    const CpStatus *status = statuses->pdata[i];
    const CpStatusDefinition *definition = cp_programme_find_status (programme, status->status_id);

    if (definition != NULL && g_strcmp0 (status->member_id, member_id) == 0 &&
        cp_held_status_counts_at (status, at_ms))
      percent = MAX (percent, definition->points_percent);
  }
  return percent > 0 ? percent : 100;
}

gint64
cp_earning_get_points (const CpProgramme *programme,
                       const CpAccount *account,
                       const char *member_id,
                       const CpReceipt *receipt,
                       const CpPointsType *type)
{
  gint64 units = receipt->total_minor;

  for (gint64 i = 0; i < programme->currency_digits; i++)
    units /= 10;
  if (units <= 0)
    return 0;
  units = MIN (units, MAX_UNITS);
  return units * type->per_unit * get_percent (programme, account, member_id, receipt->at_ms) / 100;
}
