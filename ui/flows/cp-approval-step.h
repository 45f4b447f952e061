/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cp-step-view.h"

G_BEGIN_DECLS

#define CP_TYPE_APPROVAL_STEP (cp_approval_step_get_type ())
G_DECLARE_FINAL_TYPE (CpApprovalStep, cp_approval_step, CP, APPROVAL_STEP, CpStepView)

/** CpApprovalStep: Somebody who may, and their PIN. */

G_END_DECLS
