/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cp-flow-table.h"

#include "cp-flow-rows.h"

static const CpFlowSpec *const LISTS[] = { cp_flow_rows_incentive, cp_flow_rows_points,
                                           cp_flow_rows_card, cp_flow_rows_care,
                                           cp_flow_rows_member };

const CpFlowSpec *
cp_flow_spec_at (guint index)
{
  for (gsize i = 0; i < G_N_ELEMENTS (LISTS); i++)
    for (const CpFlowSpec *spec = LISTS[i]; spec->name != NULL; spec++)
      if (index-- == 0)
        return spec;
  return NULL;
}

const CpFlowSpec *
cp_flow_spec_find (const char *name)
{
  const CpFlowSpec *spec;

  for (guint i = 0; (spec = cp_flow_spec_at (i)) != NULL; i++)
    if (g_strcmp0 (spec->name, name) == 0)
      return spec;
  return NULL;
}
