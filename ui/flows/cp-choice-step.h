/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-step-view.h"

G_BEGIN_DECLS

#define CP_TYPE_CHOICE_STEP (cp_choice_step_get_type ())
G_DECLARE_FINAL_TYPE (CpChoiceStep, cp_choice_step, CP, CHOICE_STEP, CpStepView)

/** CpChoiceStep: One thing to be chosen; touching it goes on. */

G_END_DECLS
