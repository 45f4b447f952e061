/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-step-view.h"

G_BEGIN_DECLS

#define CP_TYPE_CARD_STEP (cp_card_step_get_type ())
G_DECLARE_FINAL_TYPE (CpCardStep, cp_card_step, CP, CARD_STEP, CpStepView)

/** CpCardStep: Waits for a card to be tapped. */

G_END_DECLS
