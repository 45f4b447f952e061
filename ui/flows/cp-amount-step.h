/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-step-view.h"

G_BEGIN_DECLS

#define CP_TYPE_AMOUNT_STEP (cp_amount_step_get_type ())
G_DECLARE_FINAL_TYPE (CpAmountStep, cp_amount_step, CP, AMOUNT_STEP, CpStepView)

/** CpAmountStep: Money to be redeemed. */

G_END_DECLS
