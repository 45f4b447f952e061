/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-step-view.h"

G_BEGIN_DECLS

#define CP_TYPE_RESULT_STEP (cp_result_step_get_type ())
G_DECLARE_FINAL_TYPE (CpResultStep, cp_result_step, CP, RESULT_STEP, CpStepView)

/** CpResultStep: How it ended: done, refused, or not known; what to say and what to do next. */

G_END_DECLS
